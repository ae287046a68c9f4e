"""What was found is kept for a while, since typing asks for the same words again and again."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable

from peaceindex.search.execution.combine import Found

MOST_POSTINGS = 4_000_000
"""Scored postings kept in memory, 16 bytes each: of words, phrases and patterns."""
_SMALLEST = 50
"""What little was found counts as so many postings."""


class Keeper:
    """Keeps scored postings up to a size; those that were not asked for longest go first."""

    def __init__(self) -> None:
        self._kept: OrderedDict[Hashable, Found] = OrderedDict()
        self._size = 0

    def keep(self, key: Hashable, make: Callable[[], Found]) -> Found:
        """What was found under this key before, or is found now."""
        if (found := self._kept.get(key)) is not None:
            self._kept.move_to_end(key)
            return found
        self._kept[key] = found = make()
        self._size += len(found.documents) + _SMALLEST
        while self._size > MOST_POSTINGS and len(self._kept) > 1:
            self.forget(next(iter(self._kept)))
        return found

    def known(self, key: Hashable) -> Found | None:
        """What is kept under this key, if anything is."""
        return self._kept.get(key)

    def forget(self, key: Hashable) -> None:
        """Keep no longer what is kept under this key."""
        self._size -= len(self._kept.pop(key).documents) + _SMALLEST
