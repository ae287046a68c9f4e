"""Detects that any program has written to a library, without reading its content."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import suppress
from typing import TYPE_CHECKING

from peaceindex.model.revision import Revision
from peaceindex.storage.read_only import file_state

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


class ChangeCounters:
    """The change counters of one library's databases. Any method may be called from any thread.

    With `untouched`, the times and sizes of the files stand for the counters: to open a database, SQLite makes a
    journal beside it.
    """

    def __init__(
        self, articles: Path, annotations: Path, index: Callable[[], object], *, untouched: bool = False
    ) -> None:
        counter = _FileTimes if untouched else _ChangeCounter
        self._articles = counter(articles)
        self._annotations = counter(annotations)
        self._index = index

    def revision(self) -> Revision:
        """Return the present state of the library. Takes a few microseconds, and never raises or waits."""
        return Revision(self._articles.state(), self._annotations.state(), self._index())

    def close(self) -> None:
        """Close the files."""
        self._articles.close()
        self._annotations.close()


class _FileTimes:
    """The size and time of a database and of its log."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def state(self) -> object:
        return tuple(file_state(self._path))

    def close(self) -> None:
        pass


class _ChangeCounter:
    """A database with a read-only connection. As it never writes, SQLite reports every change to it."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._identity: tuple[int, int] | None = None
        self._connection: sqlite3.Connection | None = None

    def state(self) -> object:
        with self._lock, suppress(OSError, sqlite3.Error):
            status = self._path.stat()
            if self._identity != (status.st_dev, status.st_ino):  # the file was replaced by another
                self._close()
                uri = f"{self._path.absolute().as_uri()}?mode=ro"
                self._connection = sqlite3.connect(uri, uri=True, timeout=0, check_same_thread=False)
                self._identity = status.st_dev, status.st_ino
            if self._connection is not None:
                return self._identity, self._connection.execute("PRAGMA data_version").fetchone()[0]
        return None

    def close(self) -> None:
        with self._lock:
            self._close()

    def _close(self) -> None:
        if self._connection is not None:
            self._connection.close()
        self._connection = self._identity = None
