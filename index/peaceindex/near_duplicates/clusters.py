"""Placing articles in stories: only those that are new or have changed, and those that they touch."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from functools import lru_cache

from peaceindex.near_duplicates.minhash import are_one_copy, bands_of, is_print, shingles, unpacked, version
from peaceindex.storage.database import Database
from peaceindex.storage.stories import StoryStore

CHUNK = 1000
"""Articles to a transaction."""
_MOST_OF_A_BAND = 50
_MOST_CANDIDATES = 30
"""Where more are alike than this (one form letter a thousand times), each is compared with the oldest of them."""

Progress = Callable[[int, int], None]


def place_all(database: Database, progress: Progress, cancelled: Callable[[], bool] = lambda: False) -> None:
    """Place all articles that wait. Only for the library's one writer; whenever it is broken off it can go on."""
    store = StoryStore(database)
    store.use_version(version())
    total, done = store.waiting_count(), 0
    while not cancelled() and (waiting := store.waiting(CHUNK)):
        progress(done, total)
        with database.writing():
            _place(store, waiting)
        done += len(waiting)
    if total:
        progress(done, total)


def _place(store: StoryStore, waiting: list[tuple[int, bytes | None]]) -> None:
    rows = [row for row, _ in waiting]
    store.remove_bands((band, row) for row, packed in store.prints(rows) for band in unpacked(packed))
    touched = store.forget(rows) | set(rows)
    present = store.present(rows)
    prints = {
        row: bands if bands is not None and is_print(bands) else bands_of(store.text(row))
        for row, bands in waiting
        if row in present
    }
    bands = {row: unpacked(packed) for row, packed in prints.items()}
    store.add_bands(((band, row) for row, found in bands.items() for band in found), prints.items())
    shared = store.shared({band for found in bands.values() for band in found})

    @lru_cache(maxsize=256)
    def shingles_of(row: int) -> frozenset[str]:
        return shingles(store.text(row))

    pairs: set[tuple[int, int]] = set()
    for row, found in bands.items():
        for other in _candidates(store, row, shared.intersection(found)):
            pair = (min(row, other), max(row, other))
            if pair not in pairs and are_one_copy(shingles_of(row), shingles_of(other)):
                pairs.add(pair)
                touched.add(other)
    store.add_pairs(pairs)
    _regroup(store, touched)
    store.settle(rows)


def _candidates(store: StoryStore, row: int, bands: Iterable[int]) -> list[int]:
    """The articles with which this one shares bands: those with most of them first, then the oldest."""
    counts: Counter[int] = Counter()
    for band in bands:
        counts.update(store.with_band(band, _MOST_OF_A_BAND))
    counts.pop(row, None)
    return sorted(counts, key=lambda other: (-counts[other], other))[:_MOST_CANDIDATES]


def _regroup(store: StoryStore, touched: set[int]) -> None:
    """Make stories of what hangs together around these articles."""
    left = store.paired(touched)
    store.set_story(touched - left, None)
    while left:
        together = store.connected(left.pop())
        left -= together
        store.set_story(together, min(together))
