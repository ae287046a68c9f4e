"""The selection of whole sentences: where it begins and ends, and how the keys move it."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

if TYPE_CHECKING:
    from peaceindex.model.search import Span


class SentenceSelection(msgspec.Struct, frozen=True):
    """A run of sentences from `anchor`, which stays, to `head`, which moves; both are indexes into `sentences`."""

    sentences: tuple[Span, ...]
    anchor: int
    head: int

    @classmethod
    def at(cls, sentences: tuple[Span, ...], position: int) -> SentenceSelection:
        """Return a selection of the sentence at the code point `position`, or of the last one that begins before it."""
        index = max(0, bisect_right([start for start, _ in sentences], position) - 1)
        return cls(sentences, index, index)

    @property
    def span(self) -> Span:
        """The span from the first to the last selected sentence, in code points of the article's text."""
        first, last = sorted((self.anchor, self.head))
        return self.sentences[first][0], self.sentences[last][1]

    @property
    def head_span(self) -> Span:
        """The span of the sentence at the moving end."""
        return self.sentences[self.head]

    @property
    def count(self) -> int:
        """The number of selected sentences."""
        return abs(self.anchor - self.head) + 1

    def moved(self, by: int) -> SentenceSelection:
        """Return the selection with its moving end `by` sentences further on, or at the edge of the article."""
        return replace(self, head=min(len(self.sentences) - 1, max(0, self.head + by)))

    def to_edge(self, last: bool) -> SentenceSelection:
        """Return the selection with its moving end at the article's last or first sentence."""
        return replace(self, head=len(self.sentences) - 1 if last else 0)

    def swapped(self) -> SentenceSelection:
        """Return the selection with its ends exchanged, so that the other one moves."""
        return replace(self, anchor=self.head, head=self.anchor)

    def restarted(self, position: int | None = None) -> SentenceSelection:
        """Return a selection of one sentence: the one at the moving end, or at `position`."""
        if position is not None:
            return self.at(self.sentences, position)
        return replace(self, anchor=self.head)
