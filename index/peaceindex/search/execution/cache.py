"""A cache of scored postings, since typing asks for the same words again and again."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable

from peaceindex.search.execution.combine import Found

MOST_POSTINGS = 4_000_000
"""The most scored postings kept in memory, at 16 bytes each: those of words, phrases and patterns."""
_SMALLEST = 50
"""The postings that each entry counts for in addition to its own, so that small entries have a cost too."""


class Keeper:
    """A cache of scored postings with limited size. The least recently used entries are dropped first."""

    def __init__(self) -> None:
        self._kept: OrderedDict[Hashable, Found] = OrderedDict()
        self._size = 0

    def keep(self, key: Hashable, make: Callable[[], Found]) -> Found:
        """Return what is cached under this key; if there is nothing, make it and cache it."""
        if (found := self._kept.get(key)) is not None:
            self._kept.move_to_end(key)
            return found
        self._kept[key] = found = make()
        self._size += len(found.documents) + _SMALLEST
        while self._size > MOST_POSTINGS and len(self._kept) > 1:
            self.forget(next(iter(self._kept)))
        return found

    def known(self, key: Hashable) -> Found | None:
        """Return what is cached under this key, or None."""
        return self._kept.get(key)

    def forget(self, key: Hashable) -> None:
        """Remove what is cached under this key."""
        self._size -= len(self._kept.pop(key).documents) + _SMALLEST
