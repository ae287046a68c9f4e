"""Whether anything has been written to a library, by whatever program, told without reading it."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from peaceindex.model.revision import Revision


class Changes:
    """Watches the databases of one library. Any method may be called from any thread."""

    def __init__(self, articles: Path, annotations: Path, index: Callable[[], object]) -> None:
        self._articles = _File(articles)
        self._annotations = _File(annotations)
        self._index = index

    def revision(self) -> Revision:
        """The state of the library now. Takes some microseconds, and never raises or waits."""
        return Revision(self._articles.state(), self._annotations.state(), self._index())

    def close(self) -> None:
        """Close the files."""
        self._articles.close()
        self._annotations.close()


class _File:
    """A database, with a connection that never writes, so that it is told of every change."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._guard = threading.Lock()
        self._which: tuple[int, int] | None = None
        self._connection: sqlite3.Connection | None = None

    def state(self) -> object:
        with self._guard, suppress(OSError, sqlite3.Error):
            about = self._path.stat()
            if self._which != (about.st_dev, about.st_ino):  # another file has taken its place
                self._close()
                uri = f"{self._path.absolute().as_uri()}?mode=ro"
                self._connection = sqlite3.connect(uri, uri=True, timeout=0, check_same_thread=False)
                self._which = about.st_dev, about.st_ino
            if self._connection is not None:
                return self._which, self._connection.execute("PRAGMA data_version").fetchone()[0]
        return None

    def close(self) -> None:
        with self._guard:
            self._close()

    def _close(self) -> None:
        if self._connection is not None:
            self._connection.close()
        self._connection = self._which = None
