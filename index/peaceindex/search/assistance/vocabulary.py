"""The words of an index, over all its segments, and the number of documents that contain each."""

from __future__ import annotations

import math
from collections import Counter
from itertools import product
from typing import TYPE_CHECKING

import numpy as np

from peaceindex.search.query.expansion import FuzzyWord, similar_terms
from peaceindex.search.results.tally import distinct

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from peaceindex.search.codec import Field
    from peaceindex.search.columns import Longs
    from peaceindex.search.execution.postings import Leaf

TEXT_FIELDS = ("title", "body")
MAX_FREQUENT_WORDS = 20
_MAX_SAME_PREFIX = 20_000
"""The most words with the same beginning that are examined in one field of a segment."""


def _places(field: Field, number: int) -> Longs:
    """Return where a term occurs, as numbers made of document (high 32 bits) and position."""
    documents = field.documents[int(field.start[number]) : int(field.start[number + 1])].astype(np.int64)
    positions, starts = field.positions_of(number)
    found: Longs = (np.repeat(documents, np.diff(starts)) << 32) + positions
    return found


class Vocabulary:
    """The words of one generation of an index. It is safe to use from any thread, also while a search is running.

    A document that contains a word in two fields counts twice for that word.
    """

    def __init__(self, leaves: list[Leaf]) -> None:
        self.leaves = leaves

    def frequency(self, word: str, fields: Sequence[str] = TEXT_FIELDS) -> int:
        """Return the number of documents that contain a folded word."""
        term = word.encode()
        count = 0
        for leaf in self.leaves:  # without `_fields`: thousands of words are asked for at once
            for name in fields:
                field = leaf.fields.get(name)
                if field is not None and (number := field.terms.find(term)) is not None:
                    count += int(field.start[number + 1] - field.start[number])
        return count

    def phrases(self, choices: Sequence[Sequence[str]], fields: Sequence[str] = TEXT_FIELDS) -> Counter[str]:
        """Return the phrases with one of these folded words at each place, and how often each occurs."""
        found: Counter[str] = Counter()
        for field in self._fields(fields):
            slots = [
                [
                    (word, _places(field, number) - offset)
                    for word in words
                    if (number := field.terms.find(word.encode())) is not None
                ]
                for offset, words in enumerate(choices)
            ]
            if not all(slots):
                continue
            common = np.concatenate([places for _, places in slots[0]])
            for slot in slots[1:]:
                common = common[np.isin(common, np.concatenate([places for _, places in slot]))]
            phrase = np.zeros(len(common), np.int64)
            for slot in slots:
                phrase *= len(slot)
                for number, (_, places) in enumerate(slot):
                    phrase[np.isin(common, places)] += number
            counts = np.bincount(phrase, minlength=math.prod(map(len, slots))).tolist()
            for words, count in zip(product(*([word for word, _ in slot] for slot in slots)), counts, strict=True):
                if count:
                    found[" ".join(words)] += count
        return found

    def phrase_frequency(self, key: Sequence[str], fields: Sequence[str] = TEXT_FIELDS) -> int:
        """Return the number of documents that contain these folded words side by side."""
        terms = [word.encode() for word in key]
        count = 0
        for field in self._fields(fields):
            numbers = [field.terms.find(term) for term in terms]
            places: Longs | None = None
            for offset, number in enumerate(numbers):
                if number is None:
                    places = None
                    break
                here = _places(field, number) - offset
                places = here if places is None else places[np.isin(places, here, assume_unique=True)]
            if places is not None:
                count += len(distinct(places >> 32))
        return count

    def with_prefix(self, prefix: str, fields: Sequence[str] = TEXT_FIELDS) -> Counter[str]:
        """Return the words that begin like this, with the number of documents that contain each."""
        found: Counter[str] = Counter()
        for field in self._fields(fields):
            numbers = field.terms.with_prefix(prefix.encode())[:_MAX_SAME_PREFIX]
            counts = np.diff(field.start[numbers.start : numbers.stop + 1]).tolist()
            for term, count in zip(field.terms[numbers.start : numbers.stop], counts, strict=True):
                found[term.decode()] += count
        return found

    def frequent(self, prefix: str, fields: Sequence[str] = TEXT_FIELDS) -> list[tuple[str, int]]:
        """Return up to `MAX_FREQUENT_WORDS` of the most frequent words that begin like this, with their counts.

        Among a large number of words, a rare one may be missed.
        """
        candidates: set[str] = set()
        for field in self._fields(fields):
            numbers = field.terms.with_prefix(prefix.encode())
            counts = np.diff(field.start[numbers.start : numbers.stop + 1])
            best = (
                np.argpartition(-counts, MAX_FREQUENT_WORDS)[:MAX_FREQUENT_WORDS]
                if len(counts) > MAX_FREQUENT_WORDS
                else None
            )
            for index in range(len(counts)) if best is None else best.tolist():
                candidates.add(field.terms[numbers.start + index].decode())
        counted = [(word, self.frequency(word, fields)) for word in candidates]
        return sorted(counted, key=lambda one: (-one[1], one[0]))[:MAX_FREQUENT_WORDS]

    def near(
        self, word: str, distance: int, prefix_letters: int = 1, fields: Sequence[str] = TEXT_FIELDS
    ) -> Counter[str]:
        """Return the words within an edit distance of a folded word that share its first `prefix_letters` letters."""
        found: Counter[str] = Counter()
        for name in fields:
            fields_here = list(self._fields([name]))
            near = similar_terms(
                [field.terms for field in fields_here], FuzzyWord(name, word, 1.0, distance, prefix_letters)
            )
            for field, numbers in zip(fields_here, near, strict=True):
                for number in map(int, numbers):
                    found[field.terms[number].decode()] += int(field.start[number + 1] - field.start[number])
        return found

    def _fields(self, names: Sequence[str]) -> Iterator[Field]:
        for leaf in self.leaves:
            for name in names:
                if (field := leaf.fields.get(name)) is not None:
                    yield field
