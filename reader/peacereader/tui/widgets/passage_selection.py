"""The selection of a passage by words, sentences or paragraphs: where it begins and ends, and how keys move it."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, Literal

import msgspec
from msgspec.structs import replace

if TYPE_CHECKING:
    from peaceindex.model.article import Article
    from peaceindex.model.search import Span

Unit = Literal["word", "sentence", "paragraph"]


def units_of(article: Article, unit: Unit) -> tuple[Span, ...]:
    """Return the spans of an article's words, sentences or paragraphs, in code points of its text."""
    from peaceindex import paragraph_spans, sentence_spans, word_spans

    if unit == "sentence":
        return sentence_spans(article.text, article.language)
    return word_spans(article.text) if unit == "word" else paragraph_spans(article.text)


class PassageSelection(msgspec.Struct, frozen=True):
    """A run of units from `anchor`, which stays, to `head`, which moves; both are indexes into `units`."""

    units: tuple[Span, ...]
    anchor: int
    head: int
    unit: Unit = "sentence"

    @classmethod
    def at(cls, units: tuple[Span, ...], position: int, unit: Unit = "sentence") -> PassageSelection:
        """Return a selection of the unit at the code point `position`, or of the last one that begins before it."""
        index = _index_at(units, position)
        return cls(units, index, index, unit)

    @property
    def span(self) -> Span:
        """The span from the first to the last selected unit, in code points of the article's text."""
        first, last = sorted((self.anchor, self.head))
        return self.units[first][0], self.units[last][1]

    @property
    def head_span(self) -> Span:
        """The span of the unit at the moving end."""
        return self.units[self.head]

    @property
    def count(self) -> int:
        """The number of selected units."""
        return abs(self.anchor - self.head) + 1

    def moved(self, by: int) -> PassageSelection:
        """Return the selection with its moving end `by` units further on, or at the edge of the article."""
        return replace(self, head=min(len(self.units) - 1, max(0, self.head + by)))

    def moved_to(self, position: int) -> PassageSelection:
        """Return the selection with its moving end at the unit at the code point `position`."""
        return replace(self, head=_index_at(self.units, position))

    def to_edge(self, last: bool) -> PassageSelection:
        """Return the selection with its moving end at the article's last or first unit."""
        return replace(self, head=len(self.units) - 1 if last else 0)

    def swapped(self) -> PassageSelection:
        """Return the selection with its ends exchanged, so that the other one moves."""
        return replace(self, anchor=self.head, head=self.anchor)

    def by(self, units: tuple[Span, ...], unit: Unit) -> PassageSelection:
        """Return the selection by other units: all those that it touches."""
        start, end = self.span
        first, last = _index_at(units, start), _index_at(units, end - 1)
        if self.head < self.anchor:
            return PassageSelection(units, last, first, unit)
        return PassageSelection(units, first, last, unit)

    def restarted(self, position: int | None = None) -> PassageSelection:
        """Return a selection of one unit: the one at the moving end, or at `position`."""
        if position is not None:
            return self.at(self.units, position, self.unit)
        return replace(self, anchor=self.head)


def _index_at(units: tuple[Span, ...], position: int) -> int:
    return max(0, bisect_right(units, (position, float("inf"))) - 1)
