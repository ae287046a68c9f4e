"""The search index of a library that cannot be written: its own if that is usable, otherwise one built elsewhere."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from peaceindex import paths
from peaceindex.errors import Cancelled, LibraryLockedError, PeaceindexError
from peaceindex.private_files import make_private_folder
from peaceindex.search.catch_up import SEGMENT, Progress, never, no_progress, open_folder
from peaceindex.storage.articles import ArticleStore
from peaceindex.storage.write_lock import only_writer

if TYPE_CHECKING:
    from peaceindex.search.index import SearchIndex


class IndexElsewhere:
    """The builder and owner of the index of a read-only library.

    The index is stored in the cache folder. Its name identifies the library and the state of the library. If the
    cache folder cannot be written, the index is in a temporary folder that lasts as long as this process.
    """

    def __init__(self, folder: Path, store: ArticleStore) -> None:
        self._store = store
        self._library = folder
        self._temporary: tempfile.TemporaryDirectory[str] | None = None

    def ready(self, progress: Progress = no_progress, cancelled: Callable[[], bool] = never) -> SearchIndex:
        """Return the index, and build it first if necessary.

        Raises Cancelled if `cancelled` returns True, and StorageError or OSError if the index cannot be written.
        """
        try:
            return self._in_cache(progress, cancelled)
        except (OSError, PeaceindexError):
            self._temporary = tempfile.TemporaryDirectory(prefix="peacereader-", ignore_cleanup_errors=True)
            return self._made(Path(self._temporary.name) / "search", progress, cancelled)

    def close(self) -> None:
        """Remove the temporary folder, if there is one."""
        if self._temporary is not None:
            with suppress(OSError):
                self._temporary.cleanup()

    def _in_cache(self, progress: Progress, cancelled: Callable[[], bool]) -> SearchIndex:
        home = paths.cache_dir() / "indexes"
        make_private_folder(home)
        library, state = _named(os.fsencode(self._library)), _named(self._state().encode())
        place = home / f"{library}-{state}"
        while True:
            if place.is_dir() and (index := open_folder(place)).is_usable():
                return index
            try:
                with only_writer(home / f"{library}.lock"):
                    for older in home.glob(f"{library}-*"):
                        shutil.rmtree(older, ignore_errors=True)
                    return self._made(place, progress, cancelled)
            except LibraryLockedError:  # another process is building it now
                if cancelled():
                    raise Cancelled from None
                time.sleep(0.1)

    def _made(self, place: Path, progress: Progress, cancelled: Callable[[], bool]) -> SearchIndex:
        """Build the index under a temporary name and then rename it, so that a half-written index is never searched."""
        unfinished = place.with_name(f"{place.name}.part")
        shutil.rmtree(unfinished, ignore_errors=True)
        index = open_folder(unfinished)
        rows = sorted(self._store.ids())
        for start in range(0, len(rows) or 1, SEGMENT):
            if cancelled():
                raise Cancelled
            progress(start, len(rows))
            index.write(self._store.articles(rows[start : start + SEGMENT]), fresh=start == 0)
        index.close()
        progress(len(rows), len(rows))
        unfinished.replace(place)
        return open_folder(place)

    def _state(self) -> str:
        """Return a string that changes whenever the library's articles change."""
        about = [str(self._store.count())]
        for ending in ("", "-wal"):
            path = self._store.database.path
            with suppress(OSError):
                found = path.with_name(path.name + ending).stat()
                about.append(f"{found.st_mtime_ns} {found.st_size} {found.st_ino}")
        return " ".join(about)


def _named(what: bytes) -> str:
    return hashlib.sha256(what).hexdigest()[:16]
