"""Text documents in OpenDocument (ODT, ISO 26300): an export of a database that was saved as one, or one article."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from peaceindex.errors import SourceError
from peaceindex.sources.packages import Package, attribute, local_name, opened
from peaceindex.sources.registry import Format, SourceItem
from peaceindex.sources.text_documents.blocks import Block, Paragraph, Table
from peaceindex.sources.text_documents.documents import documents_of_blocks
from peaceindex.sources.text_documents.properties import Properties, names_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

    from peaceindex.sources.source import Source

WHAT: Final = "an OpenDocument text"
MIME: Final = b"mimetypeapplication/vnd.oasis.opendocument.text"
_TEXT: Final = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_BLOCKS: Final = frozenset(
    (
        f"{_TEXT}p",
        f"{_TEXT}h",
        "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}table",
        "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}style",
    )
)
_SKIPPED: Final = frozenset((f"{_TEXT}tracked-changes",))
_NOT_READ: Final = frozenset(
    ("annotation", "annotation-end", "tracked-changes", "note-citation", "ruby-text", "script")
)
_BOLD: Final = ("bold", "600", "700", "800", "900")
_MAX_SPACES: Final = 100


def documents(source: Source, package: Package) -> Iterator[SourceItem]:
    """Yield the documents in a package. `source` is the file that it was opened from."""
    if "content.xml" not in package.names:
        raise package.error("it has no text")
    if b"encryption-data" in package.read("META-INF/manifest.xml"):
        raise SourceError(f"{source.shown} is locked with a password.", "Save it without one.")
    reader = _Reader()

    def blocks() -> Iterator[Block]:
        _read_styles(package, reader)
        for element in package.blocks("content.xml", _BLOCKS, _SKIPPED):
            yield from reader.blocks(element)
        yield from reader.notes

    yield from documents_of_blocks(source, blocks(), lambda: _properties(package))


def _properties(package: Package) -> Properties:
    """Return the properties of a document. A broken part of them is passed over: the text counts."""
    try:
        root = package.root("meta.xml")
    except SourceError:
        return Properties()
    values: dict[str, str] = {}
    for part in () if root is None else root.iter():
        values.setdefault(local_name(part), "".join(part.itertext()))
    return Properties(values.get("title", ""), names_in(values.get("initial-creator", "") or values.get("creator", "")))


def _read_styles(package: Package, reader: _Reader) -> None:
    for element in package.blocks("styles.xml", _BLOCKS):
        if local_name(element) == "style":
            reader.add_style(element)


class _Reader:
    """Makes blocks of elements, and collects the notes, which stand behind the text."""

    def __init__(self) -> None:
        self._bold: dict[str, bool] = {}
        self._titles: set[str] = {"Title"}
        self.notes: list[Block] = []

    def add_style(self, element: _Element) -> None:
        """Learn whether text of a style is bold, and whether it is that of the document's title."""
        name, parent = attribute(element, "name"), attribute(element, "parent-style-name")
        weight = next((w for part in element if (w := attribute(part, "font-weight"))), "")
        self._bold[name] = weight in _BOLD if weight else self._bold.get(parent, False)
        if parent in self._titles:
            self._titles.add(name)

    def blocks(self, element: _Element) -> Iterator[Block]:
        """Yield the block that an element is, then those in its frames."""
        name = local_name(element)
        frames: list[Block] = []
        if name == "style":
            self.add_style(element)
        elif name in ("p", "h"):
            yield self._paragraph(element, frames)
        elif name == "table":
            yield self._table(element, frames)
        else:
            for child in element:
                yield from self.blocks(child)
        yield from frames

    def _paragraph(self, element: _Element, frames: list[Block]) -> Paragraph:
        style = attribute(element, "style-name")
        level = 0
        if local_name(element) == "h":
            stated = attribute(element, "outline-level")
            level = min(int(stated[:2]), 9) if stated.isdecimal() else 1
        elif style in self._titles:
            level = 1
        parent = element.getparent()
        is_item = parent is not None and local_name(parent) == "list-item"
        paragraph = Paragraph(level=level, is_item=is_item)
        self._read(element, paragraph, self._bold.get(style, False), frames)
        return paragraph

    def _read(self, element: _Element, paragraph: Paragraph, is_bold: bool, frames: list[Block]) -> None:
        paragraph.add(_collapsed(element.text), is_bold)
        for child in element:
            name = local_name(child)
            if name == "s":
                count = attribute(child, "c")
                paragraph.add(" " * (min(int(count[:4]), _MAX_SPACES) if count.isdecimal() else 1), is_bold)
            elif name == "tab":
                paragraph.add("\t", is_bold)
            elif name == "line-break":
                paragraph.add("\n", is_bold)
            elif name == "note":
                self._note(child)
            elif name in ("p", "h", "table", "list"):  # in a frame
                frames.extend(self.blocks(child))
            elif name and name not in _NOT_READ:
                style = attribute(child, "style-name") if name == "span" else ""
                self._read(child, paragraph, self._bold.get(style, is_bold) if style else is_bold, frames)
            paragraph.add(_collapsed(child.tail), is_bold)

    def _note(self, element: _Element) -> None:
        number = next(("".join(c.itertext()).strip() for c in element if local_name(c) == "note-citation"), "")
        found = [block for child in element if local_name(child) == "note-body" for block in self.blocks(child)]
        if found and isinstance(found[0], Paragraph) and found[0].runs and number:
            mark = f"{number}. " if number.isdecimal() else f"{number} "
            found[0].runs[0].text = mark + found[0].runs[0].text.lstrip()
        self.notes += found

    def _table(self, element: _Element, frames: list[Block]) -> Table:
        table = Table()
        for row in element.iter("{*}table-row"):
            if next(row.iterancestors("{*}table"), None) is not element:
                continue  # of a table in this one, which its cell holds
            cells = [cell for cell in row if local_name(cell) == "table-cell"]
            table.rows.append([self._cell(cell) for cell in cells])
        return table

    def _cell(self, cell: _Element) -> list[Paragraph]:
        found: list[Paragraph] = []
        for child in cell:
            for block in self.blocks(child):
                if isinstance(block, Paragraph):
                    found.append(block)
                else:
                    found += [paragraph for row in block.rows for inner in row for paragraph in inner]
        return found


def _collapsed(text: str | None) -> str:
    """Return text with each run of white space as one space, as OpenDocument reads it (section 6.1.2)."""
    if not text:
        return ""
    words = " ".join(text.split())
    return f"{' ' if text[:1].isspace() else ''}{words}{' ' if words and text[-1:].isspace() else ''}"


def _documents(source: Source) -> Iterator[SourceItem]:
    with opened(source, WHAT) as package:
        yield from documents(source, package)


FORMAT = Format(
    name="OpenDocument text",
    suffixes=(".odt", ".ott"),
    sniff=lambda head: head[:4] == b"PK\x03\x04" and head[30:].startswith(MIME),
    documents=_documents,
)
