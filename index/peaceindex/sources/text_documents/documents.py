"""From the blocks of a document to what a source yields: the articles of an export, or one article."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING, Final

from peaceindex.errors import SourceError
from peaceindex.sources.bounds import check_markup
from peaceindex.sources.markup import Markup
from peaceindex.sources.source import Source, sha256_hex
from peaceindex.sources.text_documents.blocks import Block, Paragraph, Table, markup_of
from peaceindex.startup.late_pattern import late_pattern

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from peaceindex.sources.database_exports.export import ExportLine
    from peaceindex.sources.registry import SourceItem
    from peaceindex.sources.text_documents.properties import Properties

_BEGINNING_PARAGRAPHS: Final = 12
_TAG: Final = late_pattern(r"<[^<>]*>")


def documents_of_blocks(
    source: Source, blocks: Iterable[Block], properties: Callable[[], Properties]
) -> Iterator[SourceItem]:
    """Yield the articles of an export that was saved as a document; for any other document, yield it as one article.

    `properties` is called when all blocks have been taken. Raise SourceError if there is no text.
    """
    from peaceindex.sources.database_exports import read_export
    from peaceindex.sources.database_exports.documents import documents_of_export
    from peaceindex.sources.database_exports.lines import lines_of_markup

    beginning: list[str] = []
    markup = markup_of(_watched(blocks, beginning), source.shown)
    if not markup:
        raise SourceError(f"{source.shown} is a document without text.", "Look at what it holds: it may be pictures.")
    source.read_as = "utf-8", None

    def lines_of(text: str) -> Sequence[ExportLine]:
        check_markup(markup, source.name)
        return lines_of_markup(markup)

    if export := read_export(_text_of(markup), lines_of):
        yield from documents_of_export(source, export)
        return
    yield Markup(
        source.name, markup, path=source.path, member=source.member, mtime=source.mtime,
        sha256=sha256_hex(markup.encode("utf-8", "surrogatepass")),
        fallback_values=properties().plausible("\n".join(beginning)),
    )  # fmt: skip


def _text_of(markup: str) -> str:
    """Return the text of a page that `markup_of` made, which has one block on each of its lines."""
    return html.unescape(_TAG.sub("", markup.replace("<br>", "\n")))


def _watched(blocks: Iterable[Block], beginning: list[str]) -> Iterator[Block]:
    """Yield the blocks. The texts of the first paragraphs are also added to `beginning`."""
    for block in blocks:
        if len(beginning) < _BEGINNING_PARAGRAPHS:
            paragraphs = [block] if isinstance(block, Paragraph) else _cells(block)
            beginning += [text for paragraph in paragraphs if (text := paragraph.text.strip())]
        yield block


def _cells(table: Table) -> list[Paragraph]:
    return [paragraph for row in table.rows for cell in row for paragraph in cell]
