"""The updater of the search index: it keeps the index in step with the articles, with one writer at a time."""

from __future__ import annotations

import threading
import time
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Literal, TypeVar

from peaceindex.errors import Cancelled, LibraryLockedError, StorageError
from peaceindex.model.search import Request
from peaceindex.search.catch_up import NAME, Progress, catch_up, never, no_progress, open_index
from peaceindex.storage.sqlite_errors import system_error
from peaceindex.storage.write_lock import HeldLock, hold_lock

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from peaceindex.search.fallback_index import FallbackIndex
    from peaceindex.search.index import SearchIndex
    from peaceindex.storage.articles import ArticleStore
    from peaceindex.storage.stores import Stores

Item = TypeVar("Item")

_WRITER_WAIT_SECONDS = 3.0
"""The seconds for which a correction, or a first search, waits for another writer."""
_INDEXING = "index"
_MIN_INTERVAL_SECONDS = 5.0
_INTERVAL_FACTOR = 20
"""Long work first writes the index after `_MIN_INTERVAL_SECONDS`. After each write, it works `_INTERVAL_FACTOR` times
as long as that write took before the next one, and never less than `_MIN_INTERVAL_SECONDS`."""


class IndexUpdater:
    """Opens, updates and checks the index of one library. Any method may be called from any thread."""

    def __init__(self, stores: Stores) -> None:
        self._folder = stores.folder
        self._notices = stores.notices
        self.lock = stores.folder / "write.lock"
        self.written = 0
        """The number of times that this process has written the index."""
        self._articles: ArticleStore = stores.articles
        self._index_lock = threading.RLock()
        self._correction_lock = threading.Lock()
        self._held: HeldLock | None = None
        self._fallback: FallbackIndex | None = None
        self._index: SearchIndex | None = None
        self._usable = False

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Be the only process, and the only thread, that writes to the library.

        Raises LibraryLockedError if another one is writing, StorageError if the library cannot be written to.
        """
        self._articles.database.check_writable()
        with hold_lock(self.lock) as held:
            self._held = held
            try:
                yield
            finally:
                self._held = None

    @contextmanager
    def correcting(self) -> Iterator[None]:
        """Do the same as `writing` for a short change, but wait for another writer, up to `_WRITER_WAIT_SECONDS`."""
        deadline = time.monotonic() + _WRITER_WAIT_SECONDS
        with self._correction_lock, ExitStack() as stack:
            while True:
                try:
                    stack.enter_context(self.writing())
                    break
                except LibraryLockedError:
                    if time.monotonic() > deadline:
                        raise
                    time.sleep(0.05)
            with self._articles.database.translate_errors():
                yield

    def catch_up(self, progress: Progress = no_progress, *, fresh: bool = False) -> None:
        """Write pending articles to the index, or all of them with `fresh`. Call it only inside `writing`."""
        with self._index_lock:
            if self._held is not None:
                self._held.set_activity(_INDEXING)
            if fresh:
                self._articles.index_queue.requeue_all()
            if fresh or self._articles.index_queue.is_behind() or not self._is_usable():
                was_older = self.opened().is_of_older_version()
                try:
                    catch_up(self._articles, self.opened(), progress, fresh=fresh)
                except OSError as error:
                    raise system_error(error, self._folder / NAME) from error
                if was_older:
                    self._notices.append("The search index was of an older version. It has been made anew.")
            self._usable = True
            self.written += 1

    def index_periodically(self, work: Iterator[Item]) -> Iterator[Item]:
        """Yield the items of long work, and write pending articles to the index now and then.

        Other processes can then find new articles while the work goes on. Call it only inside `writing`. Everything
        must be committed between two items.
        """
        next_time = time.monotonic() + _MIN_INTERVAL_SECONDS
        for item in work:
            yield item
            start_time = time.monotonic()
            if start_time >= next_time and self._articles.index_queue.is_behind():
                self.catch_up()
                now = time.monotonic()
                next_time = now + max(_MIN_INTERVAL_SECONDS, _INTERVAL_FACTOR * (now - start_time))

    def index_revision(self) -> object:
        """Return a value that changes whenever the index is written."""
        return self.opened().revision()

    def state(self) -> Literal["in step", "behind", "missing"]:
        """Return whether the index holds all articles, as far as can be known without opening it."""
        if self._fallback is not None:
            return "in step"
        folder = self._folder / NAME
        if not folder.is_dir() or not any(folder.iterdir()):
            return "missing"
        return "behind" if self._articles.index_queue.is_behind() else "in step"

    def is_damaged(self) -> bool:
        """Return whether there is an index whose files have changed since they were written. Each file is read."""
        return self.state() != "missing" and not self.opened().is_intact()

    def difference(self) -> int | None:
        """Count the articles that are in the index or the database but not in both; None if the index is unusable."""
        index = self.opened()
        if not index.is_usable():
            return None
        return len({int(row) for row in index.search(Request()).rows} ^ set(self._articles.ids()))

    def opened(self) -> SearchIndex:
        """Return the index as it is on disk, usable or not."""
        if self._index is None:
            self._index = open_index(self._folder)
        return self._index

    def _is_usable(self) -> bool:
        self._usable = self._usable or self.opened().is_usable()
        return self._usable

    def current_index(self, progress: Progress = no_progress, cancelled: Callable[[], bool] = never) -> SearchIndex:
        """Return the index. If it is behind and no other process is updating it, bring it in step first.

        If there is no usable index and another process is building it, wait for that. Raises LibraryLockedError if
        another process is doing other work, StorageError if the index cannot be written, Cancelled.
        """
        with self._index_lock:
            if self._articles.database.read_only:
                return self._read_only_index(progress, cancelled)
            deadline = time.monotonic() + _WRITER_WAIT_SECONDS
            while self._articles.index_queue.is_behind() or not self._is_usable():
                try:
                    with self.writing():
                        self.catch_up(progress)
                    break
                except LibraryLockedError as error:
                    if self._is_usable():
                        break
                    if error.doing != _INDEXING and time.monotonic() > deadline:
                        raise
                    if cancelled():
                        raise Cancelled from None
                    time.sleep(0.05)
                except StorageError as error:
                    if not self._is_usable():
                        raise
                    notice = f"The newest articles are not found yet. {error}"
                    if notice not in self._notices:
                        self._notices.append(notice)
                    break
            return self.opened()

    def _read_only_index(self, progress: Progress, cancelled: Callable[[], bool]) -> SearchIndex:
        """Return the index of a read-only library. If that is behind or unusable, use one in another folder."""
        if self._fallback is None:
            if not self._articles.index_queue.is_behind() and self._is_usable():
                return self.opened()
            from peaceindex.search.fallback_index import FallbackIndex

            fallback = FallbackIndex(self._folder, self._articles)
            try:
                self._index = fallback.open(progress, cancelled)
            except OSError as error:
                fallback.close()
                raise system_error(error, self._folder / NAME) from error
            self._fallback = fallback
        return self.opened()

    def close(self) -> None:
        """Delete the index that was made for this process alone. Searches that are running continue."""
        if self._fallback is not None:
            self._fallback.close()
