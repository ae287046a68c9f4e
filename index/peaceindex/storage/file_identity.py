"""Detects that an open database is no longer the file found at its path."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

from peaceindex.private_files import PRIVATE_FOLDER, create_private
from peaceindex.storage.backups import unused_name


class Presence:
    """The identity (device and inode) of the file that was opened, and of its write-ahead log."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._log = path.with_name(path.name + "-wal")
        self._was = _identity(path)
        self._log_was = _identity(self._log)

    def is_gone(self) -> bool:
        """Return whether the file was since removed, moved or replaced. If so, anything written to it would be lost."""
        return _identity(self._path) != self._was

    def is_emptied(self) -> bool:
        """Return whether the file is now 0 bytes long. SQLite then treats it as new and ignores its log."""
        try:
            return self._path.stat().st_size == 0
        except OSError:
            return False

    def leave(self, connection: sqlite3.Connection, backups: Path) -> None:
        """Back up what the connection still sees into `backups`, because the file now at the path may lack it.

        The old file's log is moved next to the backup, so that it is not mistaken for the log of the new file. Raises
        OSError and sqlite3.Error.
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
