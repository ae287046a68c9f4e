"""A cache of scored postings, since typing asks for the same words again and again."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    from peaceindex.search.execution.combine import ScoredDocuments

MAX_POSTINGS = 4_000_000
"""The most scored postings kept in memory, at 16 bytes each: those of words, phrases and patterns."""
_ENTRY_OVERHEAD = 50
"""The postings that each entry counts for in addition to its own, so that small entries have a cost too."""


class PostingCache:
    """A cache of scored postings with limited size. The least recently used entries are dropped first."""

    def __init__(self) -> None:
        self._entries: OrderedDict[Hashable, ScoredDocuments] = OrderedDict()
        self._size = 0

    def get_or_make(self, key: Hashable, make: Callable[[], ScoredDocuments]) -> ScoredDocuments:
        """Return what is cached under this key; if there is nothing, make it and cache it."""
        if (found := self._entries.get(key)) is not None:
            self._entries.move_to_end(key)
            return found
        self._entries[key] = found = make()
        self._size += len(found.documents) + _ENTRY_OVERHEAD
        while self._size > MAX_POSTINGS and len(self._entries) > 1:
            self.drop(next(iter(self._entries)))
        return found

    def get(self, key: Hashable) -> ScoredDocuments | None:
        """Return what is cached under this key, or None."""
        return self._entries.get(key)

    def drop(self, key: Hashable) -> None:
        """Remove what is cached under this key."""
        self._size -= len(self._entries.pop(key).documents) + _ENTRY_OVERHEAD
