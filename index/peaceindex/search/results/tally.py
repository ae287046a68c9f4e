"""Tag counts: how many of a set of documents have each tag."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

Numbers = np.ndarray[Any, np.dtype[np.int64]]

_FREQUENT_RATIO = 64
"""A tag is frequent if more than one in this many documents has it. Then one bit per document is the least to read."""
_LARGE_SET_RATIO = 10
"""A set of documents is large if it contains more than one in this many documents."""


def gather(
    start: Numbers, values: npt.NDArray[Any], documents: npt.NDArray[np.integer[Any]]
) -> tuple[Numbers, npt.NDArray[Any]]:
    """Return the rows of these documents from compressed rows (`start`, `values`), again as compressed rows."""
    first: Numbers = start.take(documents)
    counts = start.take(documents + 1)
    counts -= first
    new_start = np.zeros(len(counts) + 1, np.int64)
    np.cumsum(counts, out=new_start[1:])
    first -= new_start[:-1]
    indices = first.repeat(counts)
    indices += np.arange(len(indices))
    return new_start, values.take(indices)


class Tally:
    """A counter for the values of compressed rows. `values[start[n]:start[n + 1]]` are those of document n.

    There are `kinds` different values. For few documents, their rows are read. For
    many, frequent values are counted with bit sets, and the others by checking
    for each document that has the value whether it is in the set.
    """

    def __init__(self, start: Numbers, values: npt.NDArray[Any], kinds: int) -> None:
        self._start = start
        self._values = values
        self._kinds = kinds
        self._size = len(start) - 1

    def counts(self, documents: Numbers) -> Numbers:
        """Return how many of the documents have each value; the last number is how many have none."""
        if len(documents) * _LARGE_SET_RATIO <= self._size:
            start, values = gather(self._start, self._values, documents)
            counts = np.bincount(values, minlength=self._kinds + 1)
            counts[-1] = np.count_nonzero(start[1:] == start[:-1])
            return counts
        return self._inverted_rows.counts(documents)

    @cached_property
    def _inverted_rows(self) -> _InvertedRows:
        return _InvertedRows(self._start, self._values, self._kinds)


class _InvertedRows:
    """The inverted rows: the documents of each value. They are created when a large set is first counted."""

    def __init__(self, start: Numbers, values: npt.NDArray[Any], kinds: int) -> None:
        size = len(start) - 1
        lengths = np.diff(start)
        counts = np.bincount(values, minlength=kinds)
        ends = np.cumsum(counts)
        short = values.astype(np.uint16) if kinds <= 1 << 16 else values  # sorts in a tenth of the time
        owners = np.repeat(np.arange(size), lengths)[np.argsort(short, kind="stable")]
        frequent = counts * _FREQUENT_RATIO > size
        self._kinds = kinds
        self._padded_size = -(-size // 64) * 64
        self._without_values = np.flatnonzero(lengths == 0)
        self._frequent = np.flatnonzero(frequent)
        self._bits = np.zeros((len(self._frequent), self._padded_size // 64), np.uint64)
        for row, kind in enumerate(self._frequent.tolist()):
            self._bits[row] = _packed(self._marked(owners[ends[kind] - counts[kind] : ends[kind]]))
        self._rare = np.flatnonzero(~frequent & (counts > 0))
        self._owners = owners[~frequent.repeat(counts)]
        self._first = np.cumsum(counts[self._rare]) - counts[self._rare]

    def counts(self, documents: Numbers) -> Numbers:
        """Return the same as `Tally.counts`."""
        marked = self._marked(documents)
        counts = np.zeros(self._kinds + 1, np.int64)
        both = self._bits & _packed(marked)
        counts[self._frequent] = np.bitwise_count(both).sum(axis=1, dtype=np.uint32)
        if len(self._rare):
            counts[self._rare] = np.add.reduceat(marked.take(self._owners), self._first, dtype=np.int32)
        counts[-1] = np.count_nonzero(marked.take(self._without_values))
        return counts

    def _marked(self, documents: Numbers) -> npt.NDArray[np.uint8]:
        marked = np.zeros(self._padded_size, np.uint8)
        marked[documents] = 1
        return marked


def _packed(marked: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint64]:
    return np.packbits(marked).view(np.uint64)


def distinct(values: Numbers) -> Numbers:
    """Return the distinct values, sorted. `np.unique` would import masked arrays first, which takes 10 ms."""
    ordered = np.sort(values)
    return ordered[np.concatenate(([True], ordered[1:] != ordered[:-1]))] if len(ordered) else ordered
