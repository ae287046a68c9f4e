"""The lines of an export, from plain text or from markup."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from peaceindex.model.safe_text import neutralise
from peaceindex.sources.database_exports.export import ExportLine
from peaceindex.sources.html.blocks import INLINE

if TYPE_CHECKING:
    from lxml.etree import _Element

_STRONG: Final = frozenset(("b", "strong", "h1", "h2", "h3", "h4", "h5", "h6", "th"))
_CELLS: Final = frozenset(("td", "th"))
_NOT_SHOWN: Final = frozenset(("script", "style", "head", "title", "template", "noscript"))
_LONGEST_NAMES: Final = 500


def lines_of_text(text: str) -> list[ExportLine]:
    """Return the lines of a decoded text."""
    return [ExportLine(line.rstrip()) for line in text.split("\n")]


def lines_of_markup(markup: str) -> list[ExportLine]:
    """Return the lines of a decoded page, with an empty line between blocks.

    A row of a table is one line if each of its cells is.
    """
    from peaceindex.sources.html.parsing import parse

    root = parse(markup)
    return [] if root is None else _MarkupLines().read(root)


class _MarkupLines:
    """Collects the lines of a tree of elements."""

    def __init__(self) -> None:
        self._lines: list[ExportLine] = []
        self._pieces: list[str] = []
        self._letters = self._strong_letters = 0
        self._names: list[str] = []

    def read(self, root: _Element) -> list[ExportLine]:
        from lxml import etree

        strong = hidden = 0
        for event, element in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
            tag = element.tag if isinstance(element.tag, str) else ""
            if event == "start":
                hidden += tag in _NOT_SHOWN
                strong += tag in _STRONG
                if not hidden:
                    self._open(tag, element)
                    self._add(element.text, strong)
            else:
                if event == "end":
                    hidden -= tag in _NOT_SHOWN
                    strong -= tag in _STRONG
                    if not hidden:
                        self._close(tag)
                if not hidden:
                    self._add(element.tail, strong)
        self._end_line()
        return self._lines

    def _open(self, tag: str, element: _Element) -> None:
        if tag == "br":
            self._end_line()
        elif tag in _CELLS:
            if self._has_text():
                self._pieces.append("\t")
        elif tag not in INLINE:
            self._end_block()
        if names := element.get("class"):
            self._names.append(names)

    def _close(self, tag: str) -> None:
        if tag not in INLINE and tag not in _CELLS:
            self._end_block()

    def _add(self, text: str | None, strong: int) -> None:
        if not text:
            return
        self._pieces.append(text)
        size = len(text.strip())
        self._letters += size
        if strong:
            self._strong_letters += size

    def _has_text(self) -> bool:
        return any(piece.strip() for piece in self._pieces)

    def _end_line(self) -> None:
        cells = "".join(self._pieces).split("\t") if self._has_text() else []
        text = "\t".join(" ".join(neutralise(cell).split()) for cell in cells).rstrip()
        if text:
            is_strong = self._strong_letters >= self._letters > 0
            names = " ".join(self._names)[-_LONGEST_NAMES:]
            self._lines.append(ExportLine(text, is_block=True, is_strong=is_strong, names=names))
        elif not self._lines or self._lines[-1].text:
            self._lines.append(ExportLine(""))
        self._pieces, self._letters, self._strong_letters, self._names = [], 0, 0, []

    def _end_block(self) -> None:
        if self._has_text():
            self._end_line()
        if self._lines and self._lines[-1].text:
            self._lines.append(ExportLine(""))
        self._names = []
