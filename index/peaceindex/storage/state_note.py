"""A note beside annotations.db of its last state, by which an older file in its place is detected.

The database counts its changes. After each change the same count is written into a small file beside it. That file is
never synced to disk, so it may lag behind after a crash. But if the database lags behind the file, changes were lost.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import suppress
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from pathlib import Path

_NOTE_BYTES = 64


class State(msgspec.Struct, frozen=True):
    """Which database it is (`id`), and how many changes were made to it."""

    id: str
    changes: int


class StateNote:
    """The note beside a database. It fails silently, since without it only the detection of lost changes is missing."""

    def __init__(self, database: Path) -> None:
        self._path = database.with_suffix(".seen")

    def read(self) -> State | None:
        """Return the noted state, or None if there is none or it cannot be read."""
        with suppress(OSError, ValueError):
            file = os.open(self._path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
            try:
                id, changes = os.read(file, _NOTE_BYTES).decode("ascii").split()
            finally:
                os.close(file)
            if len(changes) < 20 and changes.isascii():
                return State(id, int(changes))
        return None

    def write(self, state: State) -> None:
        """Write the state into the note."""
        with suppress(OSError, UnicodeEncodeError):  # the id in a stranger's database may be anything
            flags = os.O_WRONLY | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
            file = os.open(self._path, flags, 0o600)
            try:
                os.write(file, f"{state.id} {state.changes}".ljust(_NOTE_BYTES - 1).encode("ascii") + b"\n")
            finally:
                os.close(file)


def state_of(connection: sqlite3.Connection, database: str = "main") -> State | None:
    """Return the state stored in a database, or None if its schema has none or it cannot be read."""
    with suppress(sqlite3.Error, ValueError, TypeError, OverflowError):
        row = connection.execute(f"SELECT id, changes FROM {database}.state").fetchone()  # noqa: S608
        if row:
            return State(str(row[0]), int(row[1]))
    return None


def count_change(connection: sqlite3.Connection) -> State | None:
    """Count a change, and return the new state. Call this inside the transaction that makes the change."""
    connection.execute("UPDATE state SET changes = changes + 1")
    return state_of(connection)
