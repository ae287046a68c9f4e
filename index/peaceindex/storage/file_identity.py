"""Detects that an open database is no longer the file found at its path."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing, suppress
from typing import TYPE_CHECKING

from peaceindex.private_files import PRIVATE_FOLDER_MODE, create_private
from peaceindex.storage.backups import unused_name

if TYPE_CHECKING:
    from pathlib import Path


class FileIdentity:
    """The identity (device and inode) of the file that was opened, and of its write-ahead log."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._log = path.with_name(path.name + "-wal")
        self._opened = _identity(path)
        self._opened_log = _identity(self._log)

    def is_gone(self) -> bool:
        """Return whether the file was since removed, moved or replaced. If so, anything written to it would be lost."""
        return _identity(self._path) != self._opened

    def is_emptied(self) -> bool:
        """Return whether the file is now 0 bytes long. SQLite then treats it as new and ignores its log."""
        try:
            return self._path.stat().st_size == 0
        except OSError:
            return False

    def rescue(self, connection: sqlite3.Connection, backups: Path) -> None:
        """Back up what the connection still sees into `backups`, because the file now at the path may lack it.

        The old file's log is moved next to the backup, so that it is not mistaken for the log of the new file. Raises
        OSError and sqlite3.Error.
        """
        backups.mkdir(mode=PRIVATE_FOLDER_MODE, exist_ok=True)
        backup = unused_name(self._path, backups)
        unfinished = backup.with_suffix(f".{os.getpid()}.part")
        create_private(unfinished)
        try:
            with closing(sqlite3.connect(unfinished)) as target:
                connection.backup(target)
            unfinished.replace(backup)
        finally:
            unfinished.unlink(missing_ok=True)
        if self._opened_log and _identity(self._log) == self._opened_log:
            self._log.replace(backup.with_suffix(".log"))
            with suppress(FileNotFoundError):
                self._path.with_name(self._path.name + "-shm").unlink()


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino
