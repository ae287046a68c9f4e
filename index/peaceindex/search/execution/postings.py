"""Posting lists of a whole index as arrays, over its segments. Deleted documents may be among them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from peaceindex.search.codec import Field
from peaceindex.search.columns import Bools, Floats, Ints, Longs

Weights = npt.NDArray[Any]

_FEW = 16
"""Looking documents up one by one pays if the list is so many times longer than what is looked for."""


class Leaf(NamedTuple):
    """A segment: its fields, the number of its first document in the whole index, how many it has, and its reader."""

    fields: dict[str, Field]
    base: int
    size: int
    reader: Any


class Postings:
    """The posting lists of one generation of an index."""

    def __init__(self, reader: Any) -> None:
        self.leaves = [
            Leaf(leaf.codec().terms_reader(leaf.storage(), leaf.segment()).fields, base, leaf.doc_count_all(), leaf)
            for leaf, base in reader.leaf_readers()
            if leaf.doc_count_all()
        ]
        self.size = sum(leaf.size for leaf in self.leaves)

    def frequency(self, field: str, term: bytes) -> int:
        """How many documents hold a term, deleted ones included."""
        return sum(int(found.frequency[number]) for found, number, _ in self._found(field, term))

    def read(self, field: str, term: bytes) -> tuple[Longs, Weights]:
        """The documents that hold a term, in order, and its weight in each."""
        parts = [
            (found, int(found.start[number]), int(found.start[number + 1]), leaf)
            for found, number, leaf in self._found(field, term)
        ]
        documents = np.empty(sum(last - first for _, first, last, _ in parts), np.int64)
        at = 0
        for found, first, last, leaf in parts:
            np.add(found.documents[first:last], leaf.base, out=documents[at : at + last - first])
            at += last - first
        return documents, joined([found.posting_weights(first, last) for found, first, last, _ in parts], np.uint8)

    def keys(self, field: str, term: bytes, wanted: Longs, check: Callable[[], None]) -> Longs:
        """Where a term stands in the wanted documents (in order), as single numbers in order.

        A number is made of document and position, so that positions of
        different documents are far apart.
        """
        keys: list[Longs] = []
        for found, number, leaf in self._found(field, term):
            check()
            first, last = np.searchsorted(wanted, (leaf.base, leaf.base + leaf.size))
            if first == last:
                continue
            documents = found.documents[int(found.start[number]) : int(found.start[number + 1])]
            here = _common(documents, wanted[first:last] - leaf.base, leaf.size)
            places, begin = found.places_of(number)
            if here is not None:
                documents, places = documents[here], places[_ranges(begin, here)]
            key = np.repeat((documents.astype(np.int64) + leaf.base) << 32, _counts(begin, here))
            key += places
            keys.append(key)
        return joined(keys, np.int64)

    def lengths(self, field: str) -> Ints | None:
        """For each document the length of a field, as scores are made of it; None if no segment keeps it."""
        if not any(field in leaf.fields and leaf.fields[field].lengths is not None for leaf in self.leaves):
            return None
        lengths = np.zeros(self.size, np.int32)
        for leaf in self.leaves:
            kept = leaf.fields[field].kept_lengths if field in leaf.fields else None
            if kept is not None:
                lengths[leaf.base : leaf.base + leaf.size] = kept
        return lengths

    def mark(self, matched: Bools, leaf: Leaf, field: str, terms: Sequence[int] | Longs) -> None:
        """Mark the documents of a segment that hold any of these terms, given by their numbers."""
        found = leaf.fields[field]
        here = matched[leaf.base : leaf.base + leaf.size]
        for first, last in _stretches(terms):
            here[found.documents[int(found.start[first]) : int(found.start[last])]] = True

    def _found(self, field: str, term: bytes) -> Iterator[tuple[Field, int, Leaf]]:
        for leaf in self.leaves:
            if (found := leaf.fields.get(field)) is not None and (number := found.terms.find(term)) is not None:
                yield found, number, leaf


def shifted(documents: npt.NDArray[Any], base: int) -> Longs:
    """Document numbers of a segment as those of the whole index, in the kind that arrays are indexed by."""
    numbers: Longs = documents.astype(np.int64)
    numbers += base
    return numbers


def joined(parts: list[npt.NDArray[Any]], kind: Any) -> npt.NDArray[Any]:
    """Arrays one after another."""
    return np.concatenate(parts) if parts else np.zeros(0, kind)


def _common(documents: npt.NDArray[Any], wanted: Longs, size: int) -> Longs | None:
    """The places in `documents` of those that are wanted; None if all are."""
    if len(wanted) * _FEW < len(documents):
        place = np.minimum(np.searchsorted(documents, wanted), len(documents) - 1)
        found: Longs = place[documents[place] == wanted]
        return found
    mask = np.zeros(size, bool)
    mask[wanted] = True
    here = mask[documents]
    return None if here.all() else np.flatnonzero(here)


def _counts(begin: Longs, here: Longs | None) -> Longs:
    return np.diff(begin) if here is None else begin[here + 1] - begin[here]


def _ranges(begin: Longs, here: Longs) -> Longs:
    """All numbers in the ranges that begin at `begin[here]`, one range after another."""
    counts = _counts(begin, here)
    ends = np.cumsum(counts)
    shift = np.repeat(begin[here] - (ends - counts), counts)
    shift += np.arange(len(shift))
    return shift


def _stretches(terms: Sequence[int] | Longs) -> Iterator[tuple[int, int]]:
    """Numbers in order as stretches without gaps: the first, and the one after the last."""
    if isinstance(terms, range):
        if terms:
            yield terms.start, terms.stop
        return
    numbers = np.asarray(terms)
    gaps = np.flatnonzero(np.diff(numbers) != 1)
    for first, last in zip((0, *(gaps + 1).tolist()), (*gaps.tolist(), len(numbers) - 1), strict=True):
        if len(numbers):
            yield int(numbers[first]), int(numbers[last]) + 1


def within(starts: Longs, ends: Longs, least: int, most: int) -> Bools:
    """Which starts have an end (in order) at least and at most so far before them."""
    if len(ends) * 2 < len(starts):  # then rather look up the ends among the starts
        first = np.searchsorted(starts, ends + least)
        if least == most:
            found = np.zeros(len(starts), bool)
            first = np.minimum(first, len(starts) - 1)
            found[first[starts[first] == ends + least]] = True
            return found
        last = np.searchsorted(starts, ends + most, side="right")
        size = len(starts) + 1
        covered = np.cumsum(np.bincount(first, minlength=size) - np.bincount(last, minlength=size))
        return covered[:-1] > 0
    if not len(starts):
        return np.zeros(0, bool)
    place = np.searchsorted(ends, starts - (least - 1))  # the ends before this place are far enough away
    nearest: Bools = (place > 0) & (ends[np.maximum(place, 1) - 1] >= starts - most)
    return nearest


def bm25(weights: Weights, norm: Floats, idf: float, k1: float) -> Floats:
    """The engine's BM25F for a whole posting list; `norm` holds what depends on the length of each document."""
    scores: Floats = weights.astype(np.float64)
    scores *= idf * (k1 + 1)
    norm += weights
    scores /= norm
    return scores
