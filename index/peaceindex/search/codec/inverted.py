"""The inverted text of one field in one segment, as arrays: the terms, their documents and their positions."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, overload

import numpy as np
from whoosh.util.numeric import byte_to_length

if TYPE_CHECKING:
    import numpy.typing as npt

    from peaceindex.search.codec.sections import Array, Sections

Longs = np.ndarray[Any, np.dtype[np.int64]]

_STORED_LENGTHS = np.array([byte_to_length(byte) for byte in range(256)], np.int64)


def length_bytes(lengths: Array) -> npt.NDArray[np.uint8]:
    """Return field lengths as Whoosh stores them: one byte each, rounded more coarsely the longer the field is."""
    return np.minimum(np.searchsorted(_STORED_LENGTHS, lengths), 255).astype(np.uint8)


def stored_lengths(lengths: Array) -> Longs:
    """Return field lengths as Whoosh reports them after it has stored them in one byte each."""
    return _STORED_LENGTHS[length_bytes(lengths)]


def narrowest(values: Array) -> Array:
    """Return non-negative integers in the narrowest unsigned type (8, 16 or 32 bits) that holds the largest of them."""
    largest = int(values.max(initial=0))
    return values.astype(np.uint8 if largest < 1 << 8 else np.uint16 if largest < 1 << 16 else np.uint32, copy=False)


_SIGNPOST_STEP = 64
_FEW_TERMS = 50_000
_TERMS_A_FIND = 100
"""A lexicon of at most `_FEW_TERMS` makes a dictionary of them after one find for each hundred, as when all packs of
names are looked for: it takes longer to make the more terms there are, and answers ten times as fast."""


class Lexicon(Sequence[bytes]):
    """The sorted terms of a field, as bytes. They are stored as one byte string and its term ends, not as objects."""

    def __init__(self, blob: Any, ends: Any) -> None:
        self.blob = memoryview(blob)
        self._ends = ends
        self._end_offsets = memoryview(ends) if len(ends) else memoryview(b"")
        self._finds = 0
        self._numbers: dict[bytes, int] | None = None
        """The number of each term, as objects, once they are looked for often."""

    @classmethod
    def of(cls, terms: Sequence[bytes]) -> Lexicon:
        """Return the lexicon of these terms, which must be sorted."""
        ends = np.cumsum(np.fromiter(map(len, terms), np.uint32, len(terms)), dtype=np.uint32)
        return cls(b"".join(terms), ends)

    @property
    def ends(self) -> npt.NDArray[np.uint32]:
        """The offset in `blob` at which each term ends."""
        return self._ends  # type: ignore[no-any-return]

    def __len__(self) -> int:
        return len(self._end_offsets)

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
        return bytes(self.blob[self._end_offsets[number - 1] if number else 0 : self._end_offsets[number]])

    def find(self, term: bytes) -> int | None:
        """Return the number of a term, or None if it is not in the lexicon."""
        if self._numbers is None:
            self._finds += 1
            count = len(self._end_offsets)
            if count > _FEW_TERMS or count > self._finds * _TERMS_A_FIND:
                number = self.insertion_point(term)
                return number if number < count and self[number] == term else None
            self._numbers = self._numbered()
        return self._numbers.get(term)

    def insertion_point(self, term: bytes) -> int:
        """Return how many terms sort before this one. If the term is in the lexicon, this is its number."""
        signpost = bisect_left(self._signposts, term)
        return bisect_left(
            self, term, max(0, (signpost - 1) * _SIGNPOST_STEP), min(len(self), signpost * _SIGNPOST_STEP)
        )

    def _numbered(self) -> dict[bytes, int]:
        blob, ends = bytes(self.blob), self._ends.tolist()
        return {blob[start:end]: n for n, (start, end) in enumerate(zip([0, *ends], ends, strict=False))}

    @cached_property
    def _signposts(self) -> list[bytes]:
        """Every 64th term, as an object. Most steps of a search compare with these, so they create no objects."""
        return self[::_SIGNPOST_STEP]

    def with_prefix(self, prefix: bytes) -> range:
        """Return the numbers of the terms that begin with these bytes."""
        first = self.insertion_point(prefix)
        successor = prefix.rstrip(b"\xff")
        if not successor:
            return range(first, len(self))
        return range(first, self.insertion_point(successor[:-1] + bytes([successor[-1] + 1])))


@dataclass(frozen=True)
class Inverted:
    """One field of a segment. The postings p of term t are those with `start[t] <= p < start[t + 1]`."""

    terms: Lexicon
    start: Longs
    """For each term, its first posting; one last value is the total number of postings."""
    documents: Array
    """For each posting, its document. The documents of one term are in ascending order."""
    counts: Array | None = None
    """For each posting, how often the term occurs in the document; None if every count is 1."""
    weights: Array | None = None
    """For each posting, its weight; None if the weights are the counts."""
    positions: Array | None = None
    """The positions of all postings, one posting after another, ascending within each; None if they are not stored."""
    first_position: Longs | None = None
    """For each term, the index of its first position in `positions`; one last value is the total number of them."""
    lengths: Array | None = None
    """For each document, its number of words in this field; None if the lengths are not stored."""

    @property
    def size(self) -> int:
        """The number of postings."""
        return len(self.documents)

    @cached_property
    def frequency(self) -> Longs:
        """For each term, the number of documents that contain it."""
        return np.diff(self.start)

    def posting_counts(self, first: int = 0, last: int | None = None) -> Array:
        """Return how often the term occurs in the document, for each of these postings."""
        if self.counts is not None:
            return self.counts[first:last]
        return np.ones((self.size if last is None else last) - first, np.uint8)

    def posting_weights(self, first: int = 0, last: int | None = None) -> Array:
        """Return the weights of these postings."""
        return self.weights[first:last] if self.weights is not None else self.posting_counts(first, last)

    def sections(self, name: str) -> dict[str, Array]:
        """Return the arrays to write for this field, by section name."""
        arrays: dict[str, Array | None] = {
            "terms": np.frombuffer(self.terms.blob, np.uint8),
            "ends": np.asarray(self.terms.ends, np.uint32),
            "start": self.start.astype(np.int64),
            "documents": self.documents.astype(np.uint32),
            "counts": None if self.counts is None or not (self.counts != 1).any() else narrowest(self.counts),
            "weights": None if self.weights is None else self.weights.astype(np.float32),
            "places": None if self.positions is None else narrowest(self.positions),
            "first_place": self.first_position,
            "lengths": None if self.lengths is None else narrowest(self.lengths),
            **self._statistics(),
        }
        return {f"{name}/{key}": array for key, array in arrays.items() if array is not None}

    def _statistics(self) -> dict[str, Array | None]:
        """Return what Whoosh asks of each term: its total and greatest weight, and its shortest and longest field."""
        first = self.start[:-1]
        if not self.size:
            return {}
        weights = self.posting_weights()
        statistics: dict[str, Array | None] = {
            "heaviest": np.maximum.reduceat(weights, first).astype(np.float32),
            "total": np.add.reduceat(weights, first, dtype=np.float64),
        }
        if self.lengths is not None:
            lengths = length_bytes(self.lengths)[self.documents]
            statistics["shortest"] = np.minimum.reduceat(lengths, first)
            statistics["longest"] = np.maximum.reduceat(lengths, first)
        return statistics


class Field(Inverted):
    """A field of a segment as it was written, with the statistics that were computed at that time."""

    def __init__(self, sections: Sections, name: str) -> None:
        def array(key: str) -> Array | None:
            return sections.array(f"{name}/{key}") if f"{name}/{key}" in sections else None

        super().__init__(
            Lexicon(sections.view(f"{name}/terms"), sections.array(f"{name}/ends")),
            sections.array(f"{name}/start"),
            sections.array(f"{name}/documents"),
            array("counts"),
            array("weights"),
            array("places"),
            array("first_place"),
            array("lengths"),
        )
        self.__dict__.update(  # the dataclass is frozen, so attributes cannot be assigned
            max_weight=array("heaviest"),
            total_weight=array("total"),
            min_length_byte=array("shortest"),
            max_length_byte=array("longest"),
        )

    max_weight: Array | None
    total_weight: Array | None
    min_length_byte: Array | None
    max_length_byte: Array | None

    def min_length(self, term: int) -> int:
        """Return the length of the shortest field that contains a term, as Whoosh stores it; 0 if it is not stored."""
        return int(_STORED_LENGTHS[self.min_length_byte[term]]) if self.min_length_byte is not None else 0

    def max_length(self, term: int) -> int:
        """Return the length of the longest field that contains a term, as Whoosh stores it; 0 if it is not stored."""
        return int(_STORED_LENGTHS[self.max_length_byte[term]]) if self.max_length_byte is not None else 0

    @cached_property
    def stored_lengths(self) -> Longs | None:
        """For each document, the field length as Whoosh reports it and scores by it; None if lengths are not stored."""
        return None if self.lengths is None else stored_lengths(self.lengths)

    def positions_of(self, term: int) -> tuple[Array, Longs]:
        """Return all positions of a term, and where those of each posting begin, with one last value for the end.

        Raises ValueError if the field stores no positions.
        """
        if self.positions is None or self.first_position is None:
            raise ValueError("The field keeps no positions.")
        counts = self.posting_counts(int(self.start[term]), int(self.start[term + 1]))
        starts = np.zeros(len(counts) + 1, np.int64)
        np.cumsum(counts, out=starts[1:])
        return self.positions[self.first_position[term] : self.first_position[term + 1]], starts
