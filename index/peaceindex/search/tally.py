"""Counting tags: how many of some documents have each of them."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.int64]

_FREQUENT = 64
"""A tag is frequent if more than one of so many documents has it: then a bit for each document is the least to read."""
_MANY = 10
"""Documents are many if they are more than one of so many."""


def gather(
    start: Numbers, values: npt.NDArray[Any], documents: npt.NDArray[np.integer[Any]]
) -> tuple[Numbers, npt.NDArray[Any]]:
    """Of compressed rows (`start`, `values`) the rows of these documents, compressed again."""
    first: Numbers = start.take(documents)
    counts = start.take(documents + 1)
    counts -= first
    picked = np.zeros(len(counts) + 1, np.int64)
    np.cumsum(counts, out=picked[1:])
    first -= picked[:-1]
    places = first.repeat(counts)
    places += np.arange(len(places))
    return picked, values.take(places)


class Tally:
    """Counts the values of compressed rows: those of document n are `values[start[n]:start[n + 1]]`, of `kinds` values.

    For few documents their rows are gone through. For many, the frequent
    values are counted by bits, the rest by asking each of its documents
    whether it is among them.
    """

    def __init__(self, start: Numbers, values: npt.NDArray[Any], kinds: int) -> None:
        self._start = start
        self._values = values.astype(np.int64)
        self._kinds = kinds
        self._size = len(start) - 1
        self._width = -(-self._size // 64) * 64
        lengths = np.diff(start)
        self._bare = np.flatnonzero(lengths == 0)
        owners = np.repeat(np.arange(self._size), lengths)[np.argsort(values, kind="stable")]
        counts = np.bincount(values, minlength=kinds)
        frequent = counts * _FREQUENT > self._size
        self._frequent = np.flatnonzero(frequent)
        ends = np.cumsum(counts)
        self._bits = np.zeros((len(self._frequent), self._width // 64), np.uint64)
        for row, kind in enumerate(self._frequent.tolist()):
            self._bits[row] = self._packed(owners[ends[kind] - counts[kind] : ends[kind]])
        self._rare = np.flatnonzero(~frequent & (counts > 0))
        self._owners = owners[~frequent.repeat(counts)]
        self._first = np.cumsum(counts[self._rare]) - counts[self._rare]

    def counts(self, documents: Numbers) -> Numbers:
        """How many of the documents have each value, and at the end, how many have none."""
        if len(documents) * _MANY <= self._size:
            start, values = gather(self._start, self._values, documents)
            counts = np.bincount(values, minlength=self._kinds + 1)
            counts[-1] = np.count_nonzero(start[1:] == start[:-1])
            return counts
        marked = np.zeros(self._width, np.uint8)
        marked[documents] = 1
        counts = np.zeros(self._kinds + 1, np.int64)
        both = self._bits & np.packbits(marked).view(np.uint64)
        counts[self._frequent] = np.bitwise_count(both).sum(axis=1, dtype=np.uint32)
        if len(self._rare):
            counts[self._rare] = np.add.reduceat(marked.take(self._owners), self._first, dtype=np.int32)
        counts[-1] = np.count_nonzero(marked.take(self._bare))
        return counts

    def _packed(self, documents: Numbers) -> npt.NDArray[np.uint64]:
        marked = np.zeros(self._width, bool)
        marked[documents] = True
        return np.packbits(marked).view(np.uint64)
