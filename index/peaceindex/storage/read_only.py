"""Reads a database that cannot be written: on a read-only disk, in another user's folder, or on a full disk.

SQLite needs a journal beside a database even to read it. Where it cannot make one, there are two other ways. If nobody
can change the file, SQLite opens it as immutable. Otherwise a temporary copy is read.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from peaceindex.private_files import PRIVATE_FILE_MODE
from peaceindex.storage.migrations import checked_version, migrate, no_backup
from peaceindex.storage.sqlite_errors import system_error

if TYPE_CHECKING:
    import tempfile
    from collections.abc import Sequence

_JOURNALS = ("-wal", "-journal")


class ReadOnlyDatabase:
    """Access to a database that can only be read. `uri` is what to open.

    It is the database at `path` itself, or a temporary copy. A database with an older schema is copied, and the copy
    is migrated.

    With `untouched`, no journal is made beside it: if there is none, nobody writes to it now, and it is opened as
    immutable.

    Raises sqlite3.Error, the errors of `migrate`, and StorageError if there is no space for a copy.
    """

    def __init__(self, path: Path, migrations: Sequence[str], advice: str, *, untouched: bool = False) -> None:
        self._copy: tempfile.TemporaryDirectory[str] | None = None
        self._path = path
        self._state = file_state(path)
        plain = f"{path.absolute().as_uri()}?mode=ro"
        uris = [plain]
        if untouched:
            uris = _untouching_uris(path, plain)
        elif not os.access(path.parent, os.W_OK) and not _has_journal(path):
            uris.append(f"{plain}&immutable=1")
        for uri in uris if path.exists() and path.stat().st_size else ():
            with suppress(sqlite3.OperationalError), closing(sqlite3.connect(uri, uri=True)) as connection:
                connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
                if checked_version(connection, path, len(migrations), advice) == len(migrations):
                    self.uri = uri
                    return
        self.uri = self._open_copy(migrations, advice)

    def has_changed(self) -> bool:
        """Return whether another program has written to the database since this was made."""
        return file_state(self._path) != self._state

    def is_outdated(self) -> bool:
        """Return whether another program has written to the database, and `uri` does not show it."""
        return (self._copy is not None or "immutable=1" in self.uri) and self.has_changed()

    def close(self) -> None:
        """Remove the temporary copy, if there is one."""
        if self._copy is not None:
            with suppress(OSError):
                self._copy.cleanup()

    def _open_copy(self, migrations: Sequence[str], advice: str) -> str:
        import tempfile

        try:
            self._copy = tempfile.TemporaryDirectory(prefix="peacereader-", ignore_cleanup_errors=True)
            copy = Path(self._copy.name) / self._path.name
            for suffix in ("", *_JOURNALS):
                source = self._path.with_name(self._path.name + suffix)
                if source.exists():
                    target = copy.with_name(source.name)
                    shutil.copyfile(source, target)
                    target.chmod(PRIVATE_FILE_MODE)
            with closing(sqlite3.connect(copy, isolation_level=None)) as connection:
                migrate(connection, copy, migrations, advice, no_backup)
        except OSError as error:
            self.close()
            raise system_error(error, Path(tempfile.gettempdir())) from error
        except BaseException:
            self.close()
            raise
        return f"{copy.as_uri()}?mode=rw"


def _untouching_uris(path: Path, plain: str) -> list[str]:
    """Return how a database can be opened so that nothing is made beside it; an empty list if it must be copied."""
    if not _has_journal(path):
        return [f"{plain}&immutable=1"]
    return [plain] if path.with_name(f"{path.name}-shm").exists() else []


def _has_journal(path: Path) -> bool:
    files = (path.with_name(path.name + suffix) for suffix in _JOURNALS)
    return any(file.exists() and file.stat().st_size for file in files)


def file_state(path: Path) -> list[tuple[int, int, int] | None]:
    """Return time, size and inode of a database and of its log; None for one that is not there."""
    state: list[tuple[int, int, int] | None] = []
    for suffix in ("", "-wal"):
        try:
            status = path.with_name(path.name + suffix).stat()
            state.append((status.st_mtime_ns, status.st_size, status.st_ino))
        except OSError:
            state.append(None)
    return state
