"""Tables as text: CSV, TSV, and their relatives with semicolons or bars (RFC 4180 is the strictest of them)."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

from peaceindex.sources.registry import Format, SourceItem
from peaceindex.startup.late_pattern import late_pattern

if TYPE_CHECKING:
    from collections.abc import Iterator

    from peaceindex.sources.source import Source

_WITH_CONTROLS = late_pattern(rb"[\x01-\x08\x0e-\x1a\x1c-\x1f]")


def _documents(source: Source) -> Iterator[SourceItem]:
    from peaceindex.sources.formats import text
    from peaceindex.sources.tables.delimited import open_table, rows_of
    from peaceindex.sources.tables.documents import documents_of_table

    lines, dialect = open_table(source)
    if not dialect.delimiter and not _is_single_column(lines.sample):
        source.kind = text.FORMAT.name  # its name alone says that it is a table
        yield from text.FORMAT.documents(source)
        return
    yield from documents_of_table(source, rows_of(source, lines, dialect))


def _is_single_column(sample: str) -> bool:
    from peaceindex.sources.tables.column_names import KNOWN, plain

    first, _, rest = sample.partition("\n")
    return bool(rest.strip()) and KNOWN.get(plain(first.strip('"\r')), ("", 0))[0] in ("text", "markup")


def _sniff(head: bytes) -> bool:
    """Return whether these first bytes are surely of a table of articles: a header of known names, and rows like it."""
    from peaceindex.sources.tables.column_names import KNOWN, plain
    from peaceindex.sources.tables.dialect import delimiter_line, dialect_of

    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = head.decode("utf-16", "replace")
    elif _WITH_CONTROLS.search(head):
        return False
    else:
        text = head.decode("utf-8-sig", "replace")
    text = text.lstrip("\ufeff").replace("\0", "")
    first, _, rest = text.partition("\n")
    if delimiter_line(first):
        return True
    if max(map(first.count, ",;\t|")) < 2:
        return False
    dialect = dialect_of(text)
    try:
        rows = dialect.reader(iter(text.splitlines(keepends=True)), strict=False)
        names = next(rows)
        following: list[str] = next((row for row in rows if row), [])
    except (csv.Error, StopIteration):
        return False
    kinds = [KNOWN.get(plain(name), ("", 0))[0] for name in names if len(name) <= 60]
    known = set(kinds) - {""}
    is_header = len(known) >= 3 and 2 * len([kind for kind in kinds if kind]) >= len(names)
    if not is_header or not known & {"text", "markup", "url", "title"}:
        return False
    is_partial = rows.line_num >= text.count("\n")  # the row after the header may be longer than these bytes
    return len(following) == len(names) or not rest or (is_partial and len(following) > 1)


FORMAT = Format(
    name="table",
    suffixes=(".csv", ".tsv", ".tab", ".psv", ".csv.txt", ".tsv.txt"),
    sniff=_sniff,
    documents=_documents,
    is_known_by_name=True,
)
