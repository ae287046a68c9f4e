"""Assigning articles to stories: only new and changed ones, and those affected by them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import TYPE_CHECKING

from peaceindex.near_duplicates.minhash import (
    are_same_copy,
    fingerprint_version,
    is_fingerprint,
    packed_bands,
    shingles,
    unpack_bands,
)
from peaceindex.storage.stories import StoryStore

if TYPE_CHECKING:
    from peaceindex.near_duplicates.bands import BandIndex
    from peaceindex.storage.database import Database

_BATCH_ARTICLES = 1000
"""Articles per transaction."""
_MAX_ARTICLES_PER_BAND = 50
_MAX_CANDIDATES = 30
"""If more are similar than this (one form letter a thousand times), each is compared with the oldest of them only."""

Progress = Callable[[int, int], None]


def assign_stories(database: Database, progress: Progress, cancelled: Callable[[], bool] = lambda: False) -> None:
    """Assign all pending articles to stories. Only the library's one writer may call it. It can resume after a stop."""
    store = StoryStore(database)
    store.reset_unless_version(fingerprint_version())
    total, done = store.pending_count(), 0
    if not total:
        return
    from peaceindex.near_duplicates.bands import BandIndex

    index = BandIndex(store.prints())
    while not cancelled() and (pending := store.pending(_BATCH_ARTICLES)):
        progress(done, total)
        with database.writing():
            _assign(store, index, pending)
        done += len(pending)
    progress(done, total)


def _assign(store: StoryStore, index: BandIndex, pending: list[tuple[int, bytes | None]]) -> None:
    rows = [row for row, _ in pending]
    affected = store.forget(rows) | set(rows)
    present_rows = store.present(rows)
    fingerprints = {
        row: bands if bands is not None and is_fingerprint(bands) else packed_bands(store.text(row))
        for row, bands in pending
        if row in present_rows
    }
    bands = {row: unpack_bands(packed) for row, packed in fingerprints.items()}
    store.add_prints(fingerprints.items())
    index.remove(rows)
    index.add(fingerprints.items())
    shared = index.shared({band for found in bands.values() for band in found}, _MAX_ARTICLES_PER_BAND)

    @lru_cache(maxsize=256)
    def shingles_of(row: int) -> frozenset[str]:
        return shingles(store.text(row))

    pairs: set[tuple[int, int]] = set()
    for row, found in bands.items():
        for other in _candidates(row, (shared[band] for band in found if band in shared)):
            pair = (min(row, other), max(row, other))
            if pair not in pairs and are_same_copy(shingles_of(row), shingles_of(other)):
                pairs.add(pair)
                affected.add(other)
    store.add_pairs(pairs)
    _regroup(store, affected)
    store.mark_done(rows)


def _candidates(row: int, rows_by_band: Iterable[list[int]]) -> list[int]:
    """Return the articles that share bands with this one: those that share most first, then the oldest."""
    counts: Counter[int] = Counter()
    for rows in rows_by_band:
        counts.update(rows)
    counts.pop(row, None)
    return sorted(counts, key=lambda other: (-counts[other], other))[:_MAX_CANDIDATES]


def _regroup(store: StoryStore, affected: set[int]) -> None:
    """Make stories of the connected articles around these."""
    remaining = store.paired(affected)
    store.set_story(affected - remaining, None)
    while remaining:
        connected_rows = store.connected(remaining.pop())
        remaining -= connected_rows
        store.set_story(connected_rows, min(connected_rows))
