"""The words that an index holds, over all its segments, and how many documents hold each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

import numpy as np

from peaceindex.search.codec import Field
from peaceindex.search.execution.postings import Leaf
from peaceindex.search.query.expansion import Near, words_near

TEXT = ("title", "body")
MOST_FREQUENT = 20
_MOST_ALIKE = 20_000
"""Words with the same beginning that are looked through in a field of a segment, at most."""


class Vocabulary:
    """The words of one generation of an index. May be asked from any thread, also while a search is running.

    A word that a document holds in two fields counts twice for it.
    """

    def __init__(self, leaves: list[Leaf]) -> None:
        self.leaves = leaves

    def frequency(self, word: str, fields: Sequence[str] = TEXT) -> int:
        """How many documents hold a folded word."""
        term = word.encode()
        found = 0
        for field in self._fields(fields):
            if (number := field.terms.find(term)) is not None:
                found += int(field.start[number + 1] - field.start[number])
        return found

    def beginning_with(self, beginning: str, fields: Sequence[str] = TEXT) -> Counter[str]:
        """The words that begin so."""
        found: Counter[str] = Counter()
        for field in self._fields(fields):
            numbers = field.terms.beginning_with(beginning.encode())[:_MOST_ALIKE]
            counts = np.diff(field.start[numbers.start : numbers.stop + 1]).tolist()
            for term, count in zip(field.terms[numbers.start : numbers.stop], counts, strict=True):
                found[term.decode()] += count
        return found

    def frequent(self, beginning: str, fields: Sequence[str] = TEXT) -> list[tuple[str, int]]:
        """The most frequent words that begin so, at most `MOST_FREQUENT`; of very many a rare one may be missed."""
        likely: set[str] = set()
        for field in self._fields(fields):
            numbers = field.terms.beginning_with(beginning.encode())
            counts = np.diff(field.start[numbers.start : numbers.stop + 1])
            best = np.argpartition(-counts, MOST_FREQUENT)[:MOST_FREQUENT] if len(counts) > MOST_FREQUENT else None
            for place in range(len(counts)) if best is None else best.tolist():
                likely.add(field.terms[numbers.start + place].decode())
        counted = [(word, self.frequency(word, fields)) for word in likely]
        return sorted(counted, key=lambda one: (-one[1], one[0]))[:MOST_FREQUENT]

    def near(self, word: str, distance: int, beginning: int = 1, fields: Sequence[str] = TEXT) -> Counter[str]:
        """The words that differ from a folded word by so many letters at most, and not in the first `beginning`."""
        found: Counter[str] = Counter()
        for name in fields:
            fields_here = list(self._fields([name]))
            near = words_near([field.terms for field in fields_here], Near(name, word, 1.0, distance, beginning))
            for field, numbers in zip(fields_here, near, strict=True):
                for number in map(int, numbers):
                    found[field.terms[number].decode()] += int(field.start[number + 1] - field.start[number])
        return found

    def _fields(self, names: Sequence[str]) -> Iterator[Field]:
        for leaf in self.leaves:
            for name in names:
                if (field := leaf.fields.get(name)) is not None:
                    yield field
