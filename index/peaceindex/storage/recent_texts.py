"""Texts that were read a short while ago: of two searches in a row, or two pages, many hits are the same."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

_MAX_TEXT_CHARS = 20_000
"""A longer text is read anew each time, so that a few of them do not displace all others."""


class RecentTexts:
    """Reads stored texts by `read`, and keeps up to `max_chars` characters of them. Any thread may use it.

    A text is known by all bytes of its stored form. So a text that was changed or damaged is never taken for another.
    """

    def __init__(self, read: Callable[[Any], str], max_chars: int) -> None:
        self._read = read
        self._max_chars = max_chars
        self._texts: dict[bytes, str] = {}
        self._chars = 0
        self._lock = threading.Lock()

    def read(self, stored: Any) -> str:
        """Return the text of a stored value. Raise what `read` raises."""
        if type(stored) is not bytes:
            return self._read(stored)
        found = self._texts.get(stored)
        return self._keep(stored, self._read(stored)) if found is None else found

    def _keep(self, stored: bytes, text: str) -> str:
        size = len(stored) + len(text)
        if size > _MAX_TEXT_CHARS:
            return text
        with self._lock:
            if self._chars + size > self._max_chars:  # half of them go, the oldest first
                for old in list(self._texts)[: (len(self._texts) + 1) // 2]:
                    self._chars -= len(old) + len(self._texts.pop(old))
            if stored not in self._texts:
                self._chars += size
                self._texts[stored] = text
        return text
