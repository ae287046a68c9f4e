"""Word documents (DOCX, ECMA-376): an export of a database that was saved as one, or one article.

mammoth, which makes HTML of them, holds a whole document in several trees: 6 MB of XML took it minutes and 300 MB.
Here paragraphs are read one by one, and what mammoth leaves out in silence is kept: formulas, text boxes, footnotes.
"""

from __future__ import annotations

import posixpath
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

WHAT: Final = "a Word document"
_NAMESPACES: Final = (
    "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}",
    "{http://purl.oclc.org/ooxml/wordprocessingml/main}",
)
_BLOCKS: Final = frozenset(space + name for space in _NAMESPACES for name in ("p", "tbl", "altChunk"))
_NOT_READ: Final = frozenset(("del", "moveFrom", "Fallback", "instrText", "delText", "pPr", "rPr", "delInstrText"))
"""Text that was deleted or moved away, copies of drawings for old programs, and codes of fields."""
_OFF: Final = ("0", "false", "off", "none")
_SIGNS: Final = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011"}
_MAX_STYLES: Final = 5000
_MAX_STYLE_DEPTH: Final = 12


def documents(source: Source, package: Package) -> Iterator[SourceItem]:
    """Yield the documents in a package. `source` is the file that it was opened from."""
    main = _main_part(package)
    styles = _Styles(package.root(_beside(main, "styles.xml")))
    reader = _Reader(styles)

    def blocks() -> Iterator[Block]:
        for element in package.blocks(main, _BLOCKS):
            yield from reader.blocks(element)
        for part in ("footnotes.xml", "endnotes.xml"):
            yield from _notes(package, _beside(main, part), reader)

    yield from documents_of_blocks(source, blocks(), lambda: _properties(package))
    if reader.has_foreign_parts:
        yield SourceError(
            f"{source.shown} includes a part in another format, which was not read.",
            "Open it in Word and save it again, so that the part becomes text.",
        )


def _main_part(package: Package) -> str:
    """Return the name of the part with the text. Raise SourceError if there is none."""
    relations = package.root("_rels/.rels")
    for relation in () if relations is None else relations:
        if attribute(relation, "Type").endswith("/officeDocument"):
            name = posixpath.normpath(attribute(relation, "Target").lstrip("/"))
            if name in package.names:
                return name
    if "word/document.xml" not in package.names:
        raise package.error("it has no text")
    return "word/document.xml"


def _beside(main: str, name: str) -> str:
    return posixpath.join(posixpath.dirname(main), name)


def _properties(package: Package) -> Properties:
    """Return the properties of a document. A broken part of them is passed over: the text counts."""
    try:
        root = package.root("docProps/core.xml")
    except SourceError:
        return Properties()
    values = {local_name(part): "".join(part.itertext()) for part in (() if root is None else root)}
    return Properties(values.get("title", ""), names_in(values.get("creator", "")))


def _notes(package: Package, part: str, reader: _Reader) -> Iterator[Block]:
    """Yield the footnotes or endnotes of a document, which stand behind its text."""
    root = package.root(part)
    number = 0
    for note in () if root is None else root:
        if attribute(note, "type") not in ("", "normal"):
            continue  # the lines between text and notes
        number += 1
        for place, child in enumerate(note):
            for block in reader.blocks(child):
                if not place and isinstance(block, Paragraph) and block.runs:
                    block.runs[0].text = f"{number}. {block.runs[0].text.lstrip()}"
                yield block


class _Styles:
    """The styles of a document: which of them are headings, and which are bold."""

    def __init__(self, root: _Element | None) -> None:
        self._styles: dict[str, _Element] = {}
        for style in () if root is None else root:
            if local_name(style) == "style" and len(self._styles) < _MAX_STYLES:
                self._styles[attribute(style, "styleId")] = style

    def level(self, name: str) -> int:
        """Return the level of the heading that a style is, from 1; 0 for text."""
        for style in self._line_of(name):
            title = attribute(_child(style, "name"), "val").casefold()
            if title == "title":
                return 1
            if title.startswith("heading ") and title[8:].strip().isdigit():
                return min(int(title[8:].strip()[:2]), 9) or 1
            if (level := _outline(_child(style, "pPr"))) is not None:
                return level
        return 0 if self._styles else 1 if name.casefold() in ("title", "heading1") else 0

    def is_bold(self, name: str) -> bool:
        """Return whether text of a style is bold."""
        for style in self._line_of(name):
            if (bold := _bold(_child(style, "rPr"))) is not None:
                return bold
        return False

    def _line_of(self, name: str) -> Iterator[_Element]:
        """Yield a style and those that it is based on."""
        for _ in range(_MAX_STYLE_DEPTH):
            style = self._styles.get(name)
            if style is None:
                return
            yield style
            name = attribute(_child(style, "basedOn"), "val")


class _Reader:
    """Makes blocks of elements."""

    def __init__(self, styles: _Styles) -> None:
        self._styles = styles
        self._known: dict[str, tuple[int, bool]] = {}
        self.has_foreign_parts = False

    def blocks(self, element: _Element) -> Iterator[Block]:
        """Yield the block that an element is, after those in its text boxes."""
        name = local_name(element)
        if name == "p":
            boxes: list[Block] = []
            paragraph = self._paragraph(element, boxes)
            yield paragraph
            yield from boxes
        elif name == "tbl":
            boxes = []
            yield self._table(element, boxes)
            yield from boxes
        elif name == "altChunk":
            self.has_foreign_parts = True
        elif name in ("sdt", "sdtContent", "ins", "moveTo", "smartTag", "customXml", "txbxContent"):
            for child in element:
                yield from self.blocks(child)

    def _paragraph(self, element: _Element, boxes: list[Block]) -> Paragraph:
        properties = _child(element, "pPr")
        level, is_bold = self._style(attribute(_child(properties, "pStyle"), "val"))
        if (own := _outline(properties)) is not None:
            level = own
        paragraph = Paragraph(level=level, is_item=_child(properties, "numPr") is not None)
        self._read(element, paragraph, is_bold, boxes)
        return paragraph

    def _style(self, name: str) -> tuple[int, bool]:
        if name not in self._known:
            self._known[name] = self._styles.level(name), self._styles.is_bold(name)
        return self._known[name]

    def _read(self, element: _Element, paragraph: Paragraph, is_bold: bool, boxes: list[Block]) -> None:
        for child in element:
            name = local_name(child)
            if name == "t":
                paragraph.add(child.text or "", is_bold)
            elif name in _SIGNS:
                paragraph.add(_SIGNS[name], is_bold)
            elif name == "sym":
                paragraph.add(_symbol(child), is_bold)
            elif name == "txbxContent":
                for part in child:
                    boxes.extend(self.blocks(part))
            elif name == "r":
                own = _child(child, "rPr")
                if not _is_on(_child(own, "vanish")):
                    bold = _bold(own)
                    if bold is None:
                        style = attribute(_child(own, "rStyle"), "val")
                        bold = is_bold or (bool(style) and self._style(style)[1])
                    self._read(child, paragraph, bold, boxes)
            elif name not in _NOT_READ:
                self._read(child, paragraph, is_bold, boxes)

    def _table(self, element: _Element, boxes: list[Block]) -> Table:
        table = Table()
        for row in _within(element, "tr"):
            if _child(_child(row, "trPr"), "del") is None:
                table.rows.append([self._cell(cell, boxes) for cell in _within(row, "tc")])
        return table

    def _cell(self, cell: _Element, boxes: list[Block]) -> list[Paragraph]:
        found: list[Paragraph] = []
        for child in cell:
            for block in self.blocks(child):
                if isinstance(block, Paragraph):
                    found.append(block)
                else:  # a table in a table
                    found += [paragraph for row in block.rows for inner in row for paragraph in inner]
        return found


def _within(element: _Element, name: str) -> Iterator[_Element]:
    """Yield the rows of a table or the cells of a row, also those in content controls or tracked insertions."""
    for child in element:
        if local_name(child) == name:
            yield child
        elif local_name(child) in ("sdt", "sdtContent", "ins", "customXml", "smartTag"):
            yield from _within(child, name)


def _child(element: _Element | None, name: str) -> _Element | None:
    return None if element is None else next((child for child in element if local_name(child) == name), None)


def _is_on(element: _Element | None) -> bool:
    return element is not None and attribute(element, "val").lower() not in _OFF


def _bold(properties: _Element | None) -> bool | None:
    """Return whether these properties of a run make it bold; None if they say nothing about it."""
    bold = _child(properties, "b")
    return None if bold is None else _is_on(bold)


def _outline(properties: _Element | None) -> int | None:
    """Return the level of a heading that these properties of a paragraph give it; None if they give none."""
    value = attribute(_child(properties, "outlineLvl"), "val")
    return (int(value) + 1 if int(value) < 9 else 0) if value.isdecimal() and len(value) < 3 else None


def _symbol(element: _Element) -> str:
    """Return the character of a symbol. Fonts of pictures put theirs where Unicode has none; those have no words."""
    try:
        code = int(attribute(element, "char"), 16)
    except ValueError:
        return ""
    return "" if 0xE000 <= code <= 0xF8FF or not 32 <= code <= 0x10FFFF else chr(code)


def _documents(source: Source) -> Iterator[SourceItem]:
    with opened(source, WHAT) as package:
        yield from documents(source, package)


def is_word(names: frozenset[str]) -> bool:
    """Return whether a package with parts of these names is a Word document."""
    return "[Content_Types].xml" in names and any(
        name.startswith("word/document") and name.endswith(".xml") for name in names
    )


_FIRST_PARTS: Final = (b"[Content_Types].xml", b"_rels/", b"word/", b"docProps/")


def _sniff(head: bytes) -> bool:
    return head[:4] == b"PK\x03\x04" and head[30:60].startswith(_FIRST_PARTS) and b"word/" in head


FORMAT = Format(name="Word document", suffixes=(".docx", ".docm", ".dotx", ".dotm"), sniff=_sniff, documents=_documents)
