"""The inverted text of one field in one segment, as arrays: which words, in which documents, at which places."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, overload

import numpy as np
import numpy.typing as npt
from whoosh.util.numeric import byte_to_length

from peaceindex.search.codec.sections import Array, Sections

Longs = npt.NDArray[np.int64]

_LENGTHS = np.array([byte_to_length(byte) for byte in range(256)], np.int64)


def length_bytes(lengths: Array) -> npt.NDArray[np.uint8]:
    """Field lengths as the engine keeps them: one byte each, rounded the more the longer the field is."""
    return np.minimum(np.searchsorted(_LENGTHS, lengths), 255).astype(np.uint8)


def kept_lengths(lengths: Array) -> Longs:
    """Field lengths as the engine tells them after it kept them in a byte."""
    return _LENGTHS[length_bytes(lengths)]


def narrowest(values: Array) -> Array:
    """Whole numbers, none negative, in as few bytes each as the largest of them needs."""
    most = int(values.max(initial=0))
    return values.astype(np.uint8 if most < 1 << 8 else np.uint16 if most < 1 << 16 else np.uint32, copy=False)


_STEP = 64


class Lexicon(Sequence[bytes]):
    """The words of a field in order, as bytes, without an object for each: one stretch of bytes and their ends."""

    def __init__(self, blob: Any, ends: Any) -> None:
        self.blob = memoryview(blob)
        self._ends = ends
        self._at = memoryview(ends) if len(ends) else memoryview(b"")

    @classmethod
    def of(cls, terms: Sequence[bytes]) -> Lexicon:
        """The lexicon of these words, which are in order."""
        ends = np.cumsum(np.fromiter(map(len, terms), np.uint32, len(terms)), dtype=np.uint32)
        return cls(b"".join(terms), ends)

    @property
    def ends(self) -> npt.NDArray[np.uint32]:
        """Where each word ends in `blob`."""
        return self._ends  # type: ignore[no-any-return]

    def __len__(self) -> int:
        return len(self._at)

    @overload
    def __getitem__(self, number: int) -> bytes: ...
    @overload
    def __getitem__(self, number: slice) -> list[bytes]: ...
    def __getitem__(self, number: int | slice) -> bytes | list[bytes]:
        if isinstance(number, slice):
            first, last, step = number.indices(len(self))
            return [self[n] for n in range(first, last, step)]
        if number < 0:
            number += len(self)
        return bytes(self.blob[self._at[number - 1] if number else 0 : self._at[number]])

    def find(self, term: bytes) -> int | None:
        """The number of a word; None if it is not there."""
        number = self.place(term)
        return number if number < len(self) and self[number] == term else None

    def place(self, term: bytes) -> int:
        """How many words come before this one: its number if it is there."""
        post = bisect_left(self._signposts, term)
        return bisect_left(self, term, max(0, (post - 1) * _STEP), min(len(self), post * _STEP))

    @cached_property
    def _signposts(self) -> list[bytes]:
        """Some of the words, as objects: most of a search goes by these, and need not make any."""
        return self[::_STEP]

    def beginning_with(self, beginning: bytes) -> range:
        """The numbers of the words that begin so."""
        first = self.place(beginning)
        after = beginning.rstrip(b"\xff")
        if not after:
            return range(first, len(self))
        return range(first, self.place(after[:-1] + bytes([after[-1] + 1])))


@dataclass(frozen=True)
class Inverted:
    """One field of a segment. Posting number p of word t lies in `start[t] <= p < start[t + 1]`."""

    terms: Lexicon
    start: Longs
    """For each word its first posting, and one more: the number of all postings."""
    documents: Array
    """For each posting its document, within a word in order."""
    counts: Array | None = None
    """For each posting how often the word stands in the document; None if it is once everywhere."""
    weights: Array | None = None
    """For each posting its weight, where that is not the count; else None."""
    places: Array | None = None
    """The positions of all postings, one after another, within a posting in order; None if they are not kept."""
    first_place: Longs | None = None
    """For each word its first position in `places`, and one more: the number of all positions."""
    lengths: Array | None = None
    """For each document how many words it holds; None if they are not kept."""

    @property
    def size(self) -> int:
        """How many postings there are."""
        return len(self.documents)

    @cached_property
    def frequency(self) -> Longs:
        """For each word the number of documents that hold it."""
        return np.diff(self.start)

    def posting_counts(self, first: int = 0, last: int | None = None) -> Array:
        """How often the word stands in the document, for these postings."""
        if self.counts is not None:
            return self.counts[first:last]
        return np.ones((self.size if last is None else last) - first, np.uint8)

    def posting_weights(self, first: int = 0, last: int | None = None) -> Array:
        """The weights of these postings."""
        return self.weights[first:last] if self.weights is not None else self.posting_counts(first, last)

    def sections(self, name: str) -> dict[str, Array]:
        """The arrays to be written for this field."""
        arrays: dict[str, Array | None] = {
            "terms": np.frombuffer(self.terms.blob, np.uint8),
            "ends": np.asarray(self.terms.ends, np.uint32),
            "start": self.start.astype(np.int64),
            "documents": self.documents.astype(np.uint32),
            "counts": None if self.counts is None or not (self.counts != 1).any() else narrowest(self.counts),
            "weights": None if self.weights is None else self.weights.astype(np.float32),
            "places": None if self.places is None else narrowest(self.places),
            "first_place": self.first_place,
            "lengths": None if self.lengths is None else narrowest(self.lengths),
            **self._extremes(),
        }
        return {f"{name}/{key}": array for key, array in arrays.items() if array is not None}

    def _extremes(self) -> dict[str, Array | None]:
        """What the engine wants to know of each word: its total and greatest weight, shortest and longest field."""
        first = self.start[:-1]
        if not self.size:
            return {}
        weights = self.posting_weights()
        extremes: dict[str, Array | None] = {
            "heaviest": np.maximum.reduceat(weights, first).astype(np.float32),
            "total": np.add.reduceat(weights, first, dtype=np.float64),
        }
        if self.lengths is not None:
            lengths = length_bytes(self.lengths)[self.documents]
            extremes["shortest"] = np.minimum.reduceat(lengths, first)
            extremes["longest"] = np.maximum.reduceat(lengths, first)
        return extremes


class Field(Inverted):
    """A field of a segment as it was written, with what was worked out then."""

    def __init__(self, sections: Sections, name: str) -> None:
        def array(key: str) -> Array | None:
            return sections.array(f"{name}/{key}") if f"{name}/{key}" in sections else None

        found = {key: array(key) for key in ("counts", "weights", "places", "first_place", "lengths")}
        super().__init__(
            Lexicon(sections.view(f"{name}/terms"), sections.array(f"{name}/ends")),
            sections.array(f"{name}/start"),
            sections.array(f"{name}/documents"),
            **found,
        )
        extremes = {key: array(key) for key in ("heaviest", "total", "shortest", "longest")}
        self.__dict__.update(extremes)  # a frozen dataclass has no other way

    heaviest: Array | None
    total: Array | None
    shortest: Array | None
    longest: Array | None

    def shortest_length(self, term: int) -> int:
        """The length of the shortest field that holds a word, as the engine keeps it; 0 if it is not kept."""
        return int(_LENGTHS[self.shortest[term]]) if self.shortest is not None else 0

    def longest_length(self, term: int) -> int:
        """The length of the longest field that holds a word, as the engine keeps it; 0 if it is not kept."""
        return int(_LENGTHS[self.longest[term]]) if self.longest is not None else 0

    @cached_property
    def kept_lengths(self) -> Longs | None:
        """For each document the length of the field as the engine tells it, which is what its scores are made of."""
        return None if self.lengths is None else kept_lengths(self.lengths)

    def places_of(self, term: int) -> tuple[Array, Longs]:
        """All positions of a word, and for each of its postings where its positions begin among them, and an end."""
        if self.places is None or self.first_place is None:
            raise ValueError("The field keeps no positions.")
        counts = self.posting_counts(int(self.start[term]), int(self.start[term + 1]))
        begin = np.zeros(len(counts) + 1, np.int64)
        np.cumsum(counts, out=begin[1:])
        return self.places[self.first_place[term] : self.first_place[term + 1]], begin
