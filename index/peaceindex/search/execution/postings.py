"""The posting lists of a whole index as arrays, across its segments. They may include deleted documents."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    import numpy.typing as npt

    from peaceindex.search.codec import Field
    from peaceindex.search.columns import Bools, Floats, Ints, Longs

Weights = np.ndarray[Any, np.dtype[Any]]

_LOOKUP_RATIO = 16
"""Looking documents up one by one pays if the posting list is more than this many times as long as their list."""
_MAX_MASKS = 32


class Leaf(NamedTuple):
    """A segment: its fields, the number of its first document in the whole index, its document count and its reader."""

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
        self._masks: dict[tuple[str, tuple[str, ...]], Bools] = {}

    def frequency(self, field: str, term: bytes) -> int:
        """Return how many documents contain a term, including deleted ones."""
        return sum(int(found.frequency[number]) for found, number, _ in self._found(field, term))

    def read(self, field: str, term: bytes) -> tuple[Longs, Weights]:
        """Return the documents that contain a term, in ascending order, and its weight in each."""
        parts = [
            (found, int(found.start[number]), int(found.start[number + 1]), leaf)
            for found, number, leaf in self._found(field, term)
        ]
        documents = np.empty(sum(last - first for _, first, last, _ in parts), np.int64)
        offset = 0
        for found, first, last, leaf in parts:
            np.add(found.documents[first:last], leaf.base, out=documents[offset : offset + last - first])
            offset += last - first
        return documents, concatenated(
            [found.posting_weights(first, last) for found, first, last, _ in parts], np.uint8
        )

    def keys(self, field: str, term: bytes, wanted: Longs, check: Callable[[], None]) -> Longs:
        """Return where a term occurs in the wanted documents, as sorted keys. `wanted` must be in ascending order.

        A key is made of document (high 32 bits) and position, so that positions in
        different documents are far apart.
        """
        keys: list[Longs] = []
        for found, number, leaf in self._found(field, term):
            check()
            first, last = np.searchsorted(wanted, (leaf.base, leaf.base + leaf.size))
            if first == last:
                continue
            documents = found.documents[int(found.start[number]) : int(found.start[number + 1])]
            indices = _indices_of_wanted(documents, wanted[first:last] - leaf.base, leaf.size)
            positions, starts = found.positions_of(number)
            if indices is not None:
                documents, positions = documents[indices], positions[_ranges(starts, indices)]
            key = np.repeat((documents.astype(np.int64) + leaf.base) << 32, _counts(starts, indices))
            key += positions
            keys.append(key)
        return concatenated(keys, np.int64)

    def lengths(self, field: str) -> Ints | None:
        """Return each document's length of a field, as scores use it; None if no segment stores it."""
        if not any(field in leaf.fields and leaf.fields[field].lengths is not None for leaf in self.leaves):
            return None
        lengths = np.zeros(self.size, np.int32)
        for leaf in self.leaves:
            stored = leaf.fields[field].stored_lengths if field in leaf.fields else None
            if stored is not None:
                lengths[leaf.base : leaf.base + leaf.size] = stored
        return lengths

    def holding_any(self, field: str, terms: tuple[str, ...]) -> Bools:
        """Return which documents contain any of some terms, as a mask. Masks are kept, so there must be few."""
        mask = self._masks.get((field, terms))
        if mask is None:
            mask = np.zeros(self.size, bool)
            for term in terms:
                mask[self.read(field, term.encode())[0]] = True
            if len(self._masks) >= _MAX_MASKS:
                self._masks.clear()
            self._masks[field, terms] = mask
        return mask

    def mark(self, matched: Bools, leaf: Leaf, field: str, terms: Sequence[int] | Longs) -> None:
        """Mark the documents of a segment that contain any of these terms, which are given by number."""
        found = leaf.fields[field]
        segment = matched[leaf.base : leaf.base + leaf.size]
        for first, last in _consecutive_runs(terms):
            segment[found.documents[int(found.start[first]) : int(found.start[last])]] = True

    def _found(self, field: str, term: bytes) -> Iterator[tuple[Field, int, Leaf]]:
        for leaf in self.leaves:
            if (found := leaf.fields.get(field)) is not None and (number := found.terms.find(term)) is not None:
                yield found, number, leaf


def shifted(documents: npt.NDArray[Any], base: int) -> Longs:
    """Return document numbers of a segment as numbers of the whole index, in the integer type that indexes arrays."""
    numbers: Longs = documents.astype(np.int64)
    numbers += base
    return numbers


def concatenated(parts: list[npt.NDArray[Any]], kind: Any) -> npt.NDArray[Any]:
    """Return the arrays joined, or an empty array of this type if there are none."""
    return np.concatenate(parts) if parts else np.zeros(0, kind)


def _indices_of_wanted(documents: npt.NDArray[Any], wanted: Longs, size: int) -> Longs | None:
    """Return the indices of the wanted documents in `documents`; None if all are wanted."""
    if len(wanted) * _LOOKUP_RATIO < len(documents):
        indices = np.minimum(np.searchsorted(documents, wanted), len(documents) - 1)
        found: Longs = indices[documents[indices] == wanted]
        return found
    mask = np.zeros(size, bool)
    mask[wanted] = True
    is_wanted = mask[documents]
    return None if is_wanted.all() else np.flatnonzero(is_wanted)


def _counts(starts: Longs, indices: Longs | None) -> Longs:
    return np.diff(starts) if indices is None else starts[indices + 1] - starts[indices]


def _ranges(starts: Longs, indices: Longs) -> Longs:
    """Return all numbers in the ranges that begin at `begin[here]`, one range after another."""
    counts = _counts(starts, indices)
    ends = np.cumsum(counts)
    offsets = np.repeat(starts[indices] - (ends - counts), counts)
    offsets += np.arange(len(offsets))
    return offsets


def _consecutive_runs(terms: Sequence[int] | Longs) -> Iterator[tuple[int, int]]:
    """Yield runs of consecutive numbers, each as its first number and the one after its last."""
    if isinstance(terms, range):
        if terms:
            yield terms.start, terms.stop
        return
    numbers = np.asarray(terms)
    gaps = np.flatnonzero(np.diff(numbers) != 1)
    for first, last in zip((0, *(gaps + 1).tolist()), (*gaps.tolist(), len(numbers) - 1), strict=True):
        if len(numbers):
            yield int(numbers[first]), int(numbers[last]) + 1


def within(starts: Longs, ends: Longs, min_distance: int, max_distance: int) -> Bools:
    """Return which starts have an end `min_distance` to `max_distance` places before them. Both arrays are sorted."""
    if len(ends) * 2 < len(starts):  # then it is faster to look up the ends among the starts
        first = np.searchsorted(starts, ends + min_distance)
        if min_distance == max_distance:
            found = np.zeros(len(starts), bool)
            first = np.minimum(first, len(starts) - 1)
            found[first[starts[first] == ends + min_distance]] = True
            return found
        last = np.searchsorted(starts, ends + max_distance, side="right")
        size = len(starts) + 1
        covered = np.cumsum(np.bincount(first, minlength=size) - np.bincount(last, minlength=size))
        return covered[:-1] > 0
    if not len(starts):
        return np.zeros(0, bool)
    index = np.searchsorted(ends, starts - (min_distance - 1))  # the ends before this index are far enough away
    nearest: Bools = (index > 0) & (ends[np.maximum(index, 1) - 1] >= starts - max_distance)
    return nearest


def bm25(weights: Weights, norm: Floats, idf: float, k1: float) -> Floats:
    """Return Whoosh's BM25F for a whole posting list. `norm` depends on each document's length, and is overwritten."""
    scores: Floats = weights.astype(np.float64)
    scores *= idf * (k1 + 1)
    norm += weights
    scores /= norm
    return scores
