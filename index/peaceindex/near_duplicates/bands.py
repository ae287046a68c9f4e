"""The bands of all fingerprints, in memory: which articles have a band in common.

They are read anew whenever articles are assigned to stories, which takes a fifth of a second for 100,000 articles. An
index in library.db would take three times the space of the fingerprints themselves.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

import numpy as np

from peaceindex.near_duplicates.minhash import BANDS, OLD_PACKED_BYTES, PACKED_BYTES

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from numpy.typing import NDArray

_ROW_BITS = np.uint64(32)
_ROW_MASK = np.uint64(0xFFFF_FFFF)
_AT_ONCE = 50_000
_OLD_SIGN = np.uint64(1 << 63)


class BandIndex:
    """Articles by the bands of their fingerprints. Bands and rows are numbers of up to 32 bits."""

    def __init__(self, prints: Iterable[tuple[int, bytes]]) -> None:
        """Take in these articles: rows and packed fingerprints."""
        # Each holds band << 32 | row, sorted. The first is the longest, and each half as long as the one before it.
        self._segments: list[NDArray[np.uint64]] = []
        remaining = iter(prints)
        while some := list(islice(remaining, _AT_ONCE)):  # not all at once: they would need several times the memory
            self.add(some)

    def add(self, prints: Iterable[tuple[int, bytes]]) -> None:
        """Add articles: rows and packed fingerprints."""
        entries = _entries(list(prints))
        if not len(entries):
            return
        entries.sort()
        self._segments.append(entries[np.append(True, entries[1:] != entries[:-1])])
        while len(self._segments) > 1 and len(self._segments[-2]) < 2 * len(self._segments[-1]):
            last = self._segments.pop()
            merged = np.concatenate((self._segments[-1], last))
            merged.sort(kind="stable")
            self._segments[-1] = merged

    def remove(self, rows: Collection[int]) -> None:
        """Remove these articles, if they are there."""
        removed = np.fromiter(rows, np.uint64, len(rows))
        self._segments = [
            segment[~np.isin(segment & _ROW_MASK, removed)] if len(segment) else segment for segment in self._segments
        ]

    def shared(self, bands: Collection[int], limit: int) -> dict[int, list[int]]:
        """Return those of these bands that two or more articles have, each with its `limit` lowest rows."""
        wanted = np.sort(np.fromiter(bands, np.uint64, len(bands)))
        lowest, highest = wanted << _ROW_BITS, wanted << _ROW_BITS | _ROW_MASK
        bounds = [
            (segment, np.searchsorted(segment, lowest), np.searchsorted(segment, highest, side="right"))
            for segment in self._segments
        ]
        counts = sum((last - first for _, first, last in bounds), np.zeros(len(wanted), np.int64))
        found: dict[int, list[int]] = {}
        for place in np.flatnonzero(counts > 1).tolist():
            entries = np.concatenate([segment[first[place] : last[place]] for segment, first, last in bounds])
            found[int(wanted[place])] = np.sort(entries & _ROW_MASK)[:limit].tolist()
        return found


def _entries(prints: Sequence[tuple[int, bytes]]) -> NDArray[np.uint64]:
    """Return band << 32 | row for each band of these articles."""
    found = []
    for size, dtype in ((PACKED_BYTES, "<u4"), (OLD_PACKED_BYTES, "<u8")):
        of_size = [(row, packed) for row, packed in prints if len(packed) == size]
        rows = np.fromiter((row for row, _ in of_size), np.uint64, len(of_size))
        bands = np.frombuffer(b"".join([packed for _, packed in of_size]), dtype).astype(np.uint64)
        if size == OLD_PACKED_BYTES:
            bands = (bands ^ _OLD_SIGN) >> _ROW_BITS
        found.append(bands << _ROW_BITS | np.repeat(rows, BANDS))
    return np.concatenate(found)
