"""Whether the database that is open is still the file that lies under its name."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

from peaceindex.private_files import PRIVATE_FOLDER, create_private
from peaceindex.storage.backups import unused_name


class Presence:
    """Which file was opened, and which log belongs to it."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._log = path.with_name(path.name + "-wal")
        self._was = _identity(path)
        self._log_was = _identity(self._log)

    def is_gone(self) -> bool:
        """Whether the file was removed, moved or replaced since: what is written to it would be lost."""
        return _identity(self._path) != self._was

    def is_emptied(self) -> bool:
        """Whether all was taken out of the file. SQLite takes it for a new one then, and its log for a stray."""
        try:
            return self._path.stat().st_size == 0
        except OSError:
            return False

    def leave(self, connection: sqlite3.Connection, backups: Path) -> None:
        """Copy what the connection still holds to `backups`, for the file that lies there now may lack it.

        The old file's log goes with the copy: it must not be taken for the log of the other file. Raises OSError,
        sqlite3.Error.
        """
        backups.mkdir(mode=PRIVATE_FOLDER, exist_ok=True)
        copy = unused_name(self._path, backups)
        part = copy.with_suffix(f".{os.getpid()}.part")
        create_private(part)
        try:
            with closing(sqlite3.connect(part)) as target:
                connection.backup(target)
            part.replace(copy)
        finally:
            part.unlink(missing_ok=True)
        if self._log_was and _identity(self._log) == self._log_was:
            self._log.replace(copy.with_suffix(".log"))
            with suppress(FileNotFoundError):
                self._path.with_name(self._path.name + "-shm").unlink()


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        about = path.stat()
    except OSError:
        return None
    return about.st_dev, about.st_ino
