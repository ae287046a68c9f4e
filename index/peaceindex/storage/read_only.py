"""Reading a database that cannot be written: on a read-only disk, in another user's folder, on a full disk.

SQLite keeps a journal beside a database even to read it. Where that cannot be, there are other ways: SQLite takes the
file as it is, if nobody can change it; else a copy of it is read.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Sequence
from contextlib import closing, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from peaceindex.private_files import PRIVATE_FILE
from peaceindex.storage.migrations import checked_version, migrate, no_copy
from peaceindex.storage.sqlite_errors import of_system

if TYPE_CHECKING:
    import tempfile

_JOURNALS = ("-wal", "-journal")


class Unwritable:
    """A way to read the database at `path`, brought to the layout of today if need be. `uri` is what to open.

    Raises sqlite3.Error and the errors of `migrate`, StorageError where there is no space for a copy.
    """

    def __init__(self, path: Path, migrations: Sequence[str], advice: str) -> None:
        self._copy: tempfile.TemporaryDirectory[str] | None = None
        self._path = path
        self._state = _state_of(path)
        plain = f"{path.absolute().as_uri()}?mode=ro"
        ways = [plain]
        if not os.access(path.parent, os.W_OK) and not _has_journal(path):
            ways.append(f"{plain}&immutable=1")
        for uri in ways if path.exists() and path.stat().st_size else ():
            with suppress(sqlite3.OperationalError), closing(sqlite3.connect(uri, uri=True)) as connection:
                connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
                if checked_version(connection, path, len(migrations), advice) == len(migrations):
                    self.uri = uri
                    return
        self.uri = self._copied(migrations, advice)

    def has_changed(self) -> bool:
        """Whether another program has written to the database since it was opened here."""
        return _state_of(self._path) != self._state

    def close(self) -> None:
        """Take away the copy, if there is one."""
        if self._copy is not None:
            with suppress(OSError):
                self._copy.cleanup()

    def _copied(self, migrations: Sequence[str], advice: str) -> str:
        import tempfile

        try:
            self._copy = tempfile.TemporaryDirectory(prefix="peacereader-", ignore_cleanup_errors=True)
            copy = Path(self._copy.name) / self._path.name
            for ending in ("", *_JOURNALS):
                source = self._path.with_name(self._path.name + ending)
                if source.exists():
                    target = copy.with_name(source.name)
                    shutil.copyfile(source, target)
                    target.chmod(PRIVATE_FILE)
            with closing(sqlite3.connect(copy, isolation_level=None)) as connection:
                migrate(connection, copy, migrations, advice, no_copy)
        except OSError as error:
            self.close()
            raise of_system(error, Path(tempfile.gettempdir())) from error
        except BaseException:
            self.close()
            raise
        return f"{copy.as_uri()}?mode=rw"


def _has_journal(path: Path) -> bool:
    files = (path.with_name(path.name + ending) for ending in _JOURNALS)
    return any(file.exists() and file.stat().st_size for file in files)


def _state_of(path: Path) -> list[tuple[int, int, int] | None]:
    state: list[tuple[int, int, int] | None] = []
    for ending in ("", "-wal"):
        try:
            about = path.with_name(path.name + ending).stat()
            state.append((about.st_mtime_ns, about.st_size, about.st_ino))
        except OSError:
            state.append(None)
    return state
