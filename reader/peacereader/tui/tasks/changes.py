"""What changes the user's own work: one change after the other, in the order they were asked for, and none left out.

Thread workers of Textual die with the screen that began them, or with the program, if their turn has not come by then;
two of them may overtake each other. That is right for what is read, and wrong for a bookmark.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor


class Changes:
    """Runs changes in a thread of its own."""

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="changes")
        self._guard = threading.Lock()
        self._waiting = 0
        self._is_slow = False
        self.failures: list[str] = []
        """The words for each change that could not be made."""

    def run(self, change: Callable[[], None]) -> Future[None]:
        """Run `change`, which raises nothing, when its turn comes. Not after `finish`."""
        future = self._pool.submit(change)
        with self._guard:
            self._waiting += 1
        future.add_done_callback(self._done)
        return future

    def _done(self, _: Future[None]) -> None:
        with self._guard:
            self._waiting -= 1
            self._is_slow = self._is_slow and self._waiting > 0

    def begins_to_wait(self) -> bool:
        """Whether this is the first that is heard of a change taking long, since all were done."""
        first, self._is_slow = not self._is_slow, True
        return first

    @property
    def are_done(self) -> bool:
        """Whether no change is under way."""
        return not self._waiting

    def finish(self) -> None:
        """Wait for all that was asked for."""
        self._pool.shutdown(wait=True)
