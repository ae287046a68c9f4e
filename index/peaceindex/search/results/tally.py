"""Counting tags: how many of some documents have each of them."""

from __future__ import annotations

from functools import cached_property
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
        self._values = values
        self._kinds = kinds
        self._size = len(start) - 1

    def counts(self, documents: Numbers) -> Numbers:
        """How many of the documents have each value, and at the end, how many have none."""
        if len(documents) * _MANY <= self._size:
            start, values = gather(self._start, self._values, documents)
            counts = np.bincount(values, minlength=self._kinds + 1)
            counts[-1] = np.count_nonzero(start[1:] == start[:-1])
            return counts
        return self._by_value.counts(documents)

    @cached_property
    def _by_value(self) -> _ByValue:
        return _ByValue(self._start, self._values, self._kinds)


class _ByValue:
    """The same turned round: for each value its documents, made when many are first counted."""

    def __init__(self, start: Numbers, values: npt.NDArray[Any], kinds: int) -> None:
        size = len(start) - 1
        lengths = np.diff(start)
        counts = np.bincount(values, minlength=kinds)
        ends = np.cumsum(counts)
        short = values.astype(np.uint16) if kinds <= 1 << 16 else values  # sorted in a tenth of the time
        owners = np.repeat(np.arange(size), lengths)[np.argsort(short, kind="stable")]
        frequent = counts * _FREQUENT > size
        self._kinds = kinds
        self._width = -(-size // 64) * 64
        self._bare = np.flatnonzero(lengths == 0)
        self._frequent = np.flatnonzero(frequent)
        self._bits = np.zeros((len(self._frequent), self._width // 64), np.uint64)
        for row, kind in enumerate(self._frequent.tolist()):
            self._bits[row] = _packed(self._marked(owners[ends[kind] - counts[kind] : ends[kind]]))
        self._rare = np.flatnonzero(~frequent & (counts > 0))
        self._owners = owners[~frequent.repeat(counts)]
        self._first = np.cumsum(counts[self._rare]) - counts[self._rare]

    def counts(self, documents: Numbers) -> Numbers:
        """As `Tally.counts`."""
        marked = self._marked(documents)
        counts = np.zeros(self._kinds + 1, np.int64)
        both = self._bits & _packed(marked)
        counts[self._frequent] = np.bitwise_count(both).sum(axis=1, dtype=np.uint32)
        if len(self._rare):
            counts[self._rare] = np.add.reduceat(marked.take(self._owners), self._first, dtype=np.int32)
        counts[-1] = np.count_nonzero(marked.take(self._bare))
        return counts

    def _marked(self, documents: Numbers) -> npt.NDArray[np.uint8]:
        marked = np.zeros(self._width, np.uint8)
        marked[documents] = 1
        return marked


def _packed(marked: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint64]:
    return np.packbits(marked).view(np.uint64)
