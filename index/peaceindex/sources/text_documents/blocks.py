"""The paragraphs of a document, and the simple markup that is made of them."""

from __future__ import annotations

import html
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from peaceindex.errors import SourceError
from peaceindex.model.safe_text import neutralise
from peaceindex.startup.late_pattern import late_pattern

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

MAX_TEXT_LETTERS: Final = 30_000_000
"""Characters in a document. One article has far fewer (see `bounds`), but an export may hold many."""
MAX_BLOCKS: Final = 150_000
"""Paragraphs in a document; an export of 1,500 articles has half as many."""


@dataclass(slots=True)
class Run:
    """A piece of a paragraph. A `\\n` in it is a line break, a `\\t` a tab."""

    text: str
    is_bold: bool = False


@dataclass(slots=True)
class Paragraph:
    """A paragraph. `level` is that of a heading, from 1; 0 for text."""

    runs: list[Run] = field(default_factory=list)
    level: int = 0
    is_item: bool = False

    def add(self, text: str, is_bold: bool = False) -> None:
        """Add a piece of text."""
        if not text:
            return
        if self.runs and self.runs[-1].is_bold == is_bold:
            self.runs[-1].text += text
        else:
            self.runs.append(Run(text, is_bold))

    @property
    def text(self) -> str:
        """Its text."""
        return "".join(run.text for run in self.runs)


@dataclass(slots=True)
class Table:
    """A table: rows of cells, each of which holds paragraphs."""

    rows: list[list[list[Paragraph]]] = field(default_factory=list)


Block = Paragraph | Table


def markup_of(blocks: Iterable[Block], shown: str) -> str:
    """Return a page with these blocks. Raise SourceError if they are more than any document holds.

    A row of a table is one line of the page if each of its cells holds one paragraph.
    """
    parts: list[str] = []
    letters = number = 0
    for block in blocks:
        for part in _paragraph(block) if isinstance(block, Paragraph) else _table(block):
            letters += len(part)
            number += 1
            parts.append(part)
        if letters > MAX_TEXT_LETTERS or number > MAX_BLOCKS:
            raise SourceError(f"{shown} has too much text for a document.", "Split it up.")
    return f"<!DOCTYPE html>\n<html><body>\n{''.join(parts)}</body></html>\n" if parts else ""


def _paragraph(paragraph: Paragraph) -> Iterator[str]:
    content = _content(paragraph)
    if content:
        tag = f"h{min(paragraph.level, 6)}" if paragraph.level else "li" if paragraph.is_item else "p"
        yield f"<{tag}>{content}</{tag}>\n"


def _table(table: Table) -> Iterator[str]:
    is_layout = any(len([p for p in cell if p.text.strip()]) > 1 for row in table.rows for cell in row)
    if is_layout:  # the table puts text side by side; its cells are read one after the other
        for row in table.rows:
            for cell in row:
                for paragraph in cell:
                    yield from _paragraph(paragraph)
        return
    yield "<table>\n"
    for row in table.rows:
        yield f"<tr>{''.join(f'<td>{_cell(cell)}</td>' for cell in row)}</tr>\n"
    yield "</table>\n"


def _cell(cell: Sequence[Paragraph]) -> str:
    return " ".join(filter(None, map(_content, cell)))


_BREAK = late_pattern(r"\s*\n\s*")


def _content(paragraph: Paragraph) -> str:
    parts: list[str] = []
    for run in paragraph.runs:
        text = neutralise(run.text.replace("\t", " "))
        if not text:
            continue
        marked = _BREAK.sub("<br>", html.escape(text, quote=False))
        parts.append(f"<b>{marked}</b>" if run.is_bold and text.strip() and not paragraph.level else marked)
    content = "".join(parts).strip()
    while content.startswith("<br>"):
        content = content[4:].strip()
    while content.endswith("<br>"):
        content = content[:-4].strip()
    return content if paragraph.text.strip() else ""
