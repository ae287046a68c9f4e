"""Changes to the user's own work, made one after another in the order of the requests. None is left out.

If a thread worker of Textual has not started when its screen or the program ends, it never runs; and two workers may
overtake each other. That is right for reading, and wrong for a bookmark.
"""

from __future__ import annotations

import threading
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future, ThreadPoolExecutor


class Changes:
    """A queue of changes, which run in a thread of their own."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._pending_count = 0
        self._is_slow = False
        self.failures: list[str] = []
        """The message for each change that failed."""

    @cached_property
    def _pool(self) -> ThreadPoolExecutor:
        from concurrent.futures import ThreadPoolExecutor

        return ThreadPoolExecutor(1, thread_name_prefix="changes")

    def run(self, change: Callable[[], None]) -> Future[None]:
        """Run `change`, which must not raise, when its turn comes. Must not be called after `finish`."""
        future = self._pool.submit(change)
        with self._lock:
            self._pending_count += 1
        future.add_done_callback(self._done)
        return future

    def _done(self, _: Future[None]) -> None:
        with self._lock:
            self._pending_count -= 1
            self._is_slow = self._is_slow and self._pending_count > 0

    def mark_slow(self) -> bool:
        """Note that a change is slow. Return whether this is the first such note since the queue was last empty."""
        first, self._is_slow = not self._is_slow, True
        return first

    @property
    def are_done(self) -> bool:
        """Whether no change is pending."""
        return not self._pending_count

    def finish(self) -> None:
        """Wait until all pending changes are done."""
        if "_pool" in self.__dict__:
            self._pool.shutdown(wait=True)
