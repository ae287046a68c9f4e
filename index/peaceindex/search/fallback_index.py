"""The search index of a library that cannot be written: its own if that is usable, otherwise one built elsewhere."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from peaceindex import paths
from peaceindex.errors import Cancelled, LibraryLockedError, PeaceindexError
from peaceindex.private_files import make_private_folder
from peaceindex.search.catch_up import ARTICLES_PER_WRITE, Progress, never, no_progress, open_folder
from peaceindex.storage.write_lock import hold_lock

if TYPE_CHECKING:
    from collections.abc import Callable

    from peaceindex.search.index import SearchIndex
    from peaceindex.storage.articles import ArticleStore


class FallbackIndex:
    """The builder and owner of the index of a read-only library.

    The index is stored in the cache folder. Its name identifies the library and the state of the library. If the
    cache folder cannot be written, the index is in a temporary folder that lasts as long as this process.
    """

    def __init__(self, folder: Path, store: ArticleStore) -> None:
        self._store = store
        self._library_folder = folder
        self._temporary: tempfile.TemporaryDirectory[str] | None = None

    def open(self, progress: Progress = no_progress, cancelled: Callable[[], bool] = never) -> SearchIndex:
        """Return the index, and build it first if necessary.

        Raises Cancelled if `cancelled` returns True, and StorageError or OSError if the index cannot be written.
        """
        try:
            return self._in_cache(progress, cancelled)
        except (OSError, PeaceindexError):
            self._temporary = tempfile.TemporaryDirectory(prefix="peacereader-", ignore_cleanup_errors=True)
            return self._build(Path(self._temporary.name) / "search", progress, cancelled)

    def close(self) -> None:
        """Remove the temporary folder, if there is one."""
        if self._temporary is not None:
            with suppress(OSError):
                self._temporary.cleanup()

    def _in_cache(self, progress: Progress, cancelled: Callable[[], bool]) -> SearchIndex:
        cache_folder = paths.cache_dir() / "indexes"
        make_private_folder(cache_folder)
        library, state = _short_hash(os.fsencode(self._library_folder)), _short_hash(self._state().encode())
        folder = cache_folder / f"{library}-{state}"
        while True:
            if folder.is_dir() and (index := open_folder(folder)).is_usable():
                return index
            try:
                with hold_lock(cache_folder / f"{library}.lock"):
                    for outdated in cache_folder.glob(f"{library}-*"):
                        shutil.rmtree(outdated, ignore_errors=True)
                    return self._build(folder, progress, cancelled)
            except LibraryLockedError:  # another process is building it now
                if cancelled():
                    raise Cancelled from None
                time.sleep(0.1)

    def _build(self, folder: Path, progress: Progress, cancelled: Callable[[], bool]) -> SearchIndex:
        """Build the index under a temporary name and then rename it, so that a half-written index is never searched."""
        unfinished = folder.with_name(f"{folder.name}.part")
        shutil.rmtree(unfinished, ignore_errors=True)
        index = open_folder(unfinished)
        rows = sorted(self._store.ids())
        for start in range(0, len(rows) or 1, ARTICLES_PER_WRITE):
            if cancelled():
                raise Cancelled
            progress(start, len(rows))
            index.write(self._store.articles(rows[start : start + ARTICLES_PER_WRITE]), fresh=start == 0)
        index.close()
        progress(len(rows), len(rows))
        unfinished.replace(folder)
        return open_folder(folder)

    def _state(self) -> str:
        """Return a string that changes whenever the library's articles change."""
        parts = [str(self._store.count())]
        for suffix in ("", "-wal"):
            path = self._store.database.path
            with suppress(OSError):
                status = path.with_name(path.name + suffix).stat()
                parts.append(f"{status.st_mtime_ns} {status.st_size} {status.st_ino}")
        return " ".join(parts)


def _short_hash(name: bytes) -> str:
    return hashlib.sha256(name).hexdigest()[:16]
