"""Queries with “*”, “?” or “~” and ranges of terms: each stands for many terms, whose posting lists are combined."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from peaceindex.search.execution.combine import ScoredDocuments
from peaceindex.search.execution.postings import Leaf, Postings, shifted
from peaceindex.search.query.expansion import Expander, Numbers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import numpy.typing as npt

    from peaceindex.search.columns import Bools, Floats, Longs

MAX_EXPANSIONS = 1_000_000
"""The number of terms that all patterns of one query may stand for together, counted in each segment."""

_SMALL_SEGMENT_DOCUMENTS = 5_000
_MAX_SCORED_TERMS = 1_024
"""In a segment of at most `_SMALL_SEGMENT_DOCUMENTS`, or from `_MAX_SCORED_TERMS` on, the engine gives each document of
a pattern the score 1."""


class Patterns:
    """Runs the patterns of one query after another. Not to be used by two threads at once.

    `term` returns the documents that hold one term, with their scores.
    """

    def __init__(self, postings: Postings, term: Callable[[str, bytes], ScoredDocuments], size: int) -> None:
        self._postings = postings
        self._expander = Expander(postings)
        self._term = term
        self._size = size
        self._check: Callable[[], None] = lambda: None
        self._expansions_left = MAX_EXPANSIONS
        self.hint = ""
        """A message for the user if the patterns of this query stand for too many terms."""

    def start_query(self, check: Callable[[], None]) -> None:
        """Start on the next query. `check` may raise to give up."""
        self._check = check
        self._expansions_left, self.hint = MAX_EXPANSIONS, ""

    def documents(self, tree: Any) -> Longs:
        """Return the documents that hold any of the terms that a pattern stands for."""
        matched = np.zeros(self._size, bool)
        for leaf, numbers in self._expanded(tree):
            self._postings.mark(matched, leaf, tree.field(), numbers)
        return np.flatnonzero(matched)

    def scored(self, tree: Any) -> ScoredDocuments:
        """Return the same documents with their scores, which the engine computes for each segment by itself."""
        field = tree.field()
        matched = np.zeros(self._size, bool)
        total = np.zeros(self._size)
        for leaf, numbers in self._expanded(tree):
            is_flat = tree.constantscore and len(numbers) > 2 and leaf.size <= _SMALL_SEGMENT_DOCUMENTS
            if is_flat or (tree.constantscore and len(numbers) >= _MAX_SCORED_TERMS):
                marked = np.zeros(self._size, bool)
                self._postings.mark(marked, leaf, field, numbers)
                matched |= marked
                total[marked] = 1.0
            else:
                self._add_terms(matched, total, leaf, field, numbers, float(tree.boost))
        documents = np.flatnonzero(matched)
        return ScoredDocuments(documents, total[documents])

    def postings(self, tree: Any) -> Iterator[tuple[Longs, npt.NDArray[Any]]]:
        """Yield, segment by segment, the posting list of each term: its documents, and how often it occurs in each."""
        for leaf, numbers in self._expander.terms(tree):
            field = leaf.fields[tree.field()]
            for number in map(int, numbers):
                first, last = int(field.start[number]), int(field.start[number + 1])
                yield shifted(field.documents[first:last], leaf.base), field.posting_weights(first, last)

    def _expanded(self, tree: Any) -> Iterator[tuple[Leaf, Numbers]]:
        for leaf, numbers in self._expander.terms(tree):
            self._check()
            self._expansions_left -= len(numbers)
            if self._expansions_left < 0:
                self.hint = "The query’s “*”, “?” and “~” stand for very many words; only some of them were searched."
                return
            yield leaf, numbers

    def _add_terms(self, matched: Bools, total: Floats, leaf: Leaf, field: str, numbers: Numbers, boost: float) -> None:
        terms = leaf.fields[field].terms
        for number in numbers:
            found = self._term(field, terms[int(number)])
            first, last = np.searchsorted(found.documents, (leaf.base, leaf.base + leaf.size))
            documents = found.documents[first:last]
            matched[documents] = True
            total[documents] += found.scores[first:last] * boost
