"""What annotations.db was like when it was last changed, noted beside it: so that an older file in its place is seen.

The file counts its changes. The same number is written into a small file next to it after each change, which is never
synced: it may lag behind after a crash, but a database that lags behind it has lost changes.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

_SIZE = 64


@dataclass(frozen=True, slots=True)
class State:
    """Which file it is (`id`), and how many changes were made to it."""

    id: str
    changes: int


class Witness:
    """The note beside a database. Fails in silence: without it less is noticed, but nothing is lost."""

    def __init__(self, database: Path) -> None:
        self._path = database.with_suffix(".seen")

    def read(self) -> State | None:
        """What was noted; None if nothing was, or it cannot be read."""
        with suppress(OSError, ValueError):
            file = os.open(self._path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
            try:
                id, changes = os.read(file, _SIZE).decode("ascii").split()
            finally:
                os.close(file)
            if len(changes) < 20 and changes.isascii():
                return State(id, int(changes))
        return None

    def write(self, state: State) -> None:
        """Note this."""
        with suppress(OSError, UnicodeEncodeError):  # the latter for what a stranger's file says of itself
            flags = os.O_WRONLY | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
            file = os.open(self._path, flags, 0o600)
            try:
                os.write(file, f"{state.id} {state.changes}".ljust(_SIZE - 1).encode("ascii") + b"\n")
            finally:
                os.close(file)


def state_of(connection: sqlite3.Connection, database: str = "main") -> State | None:
    """The state that a database has in itself; None if it is of a layout without."""
    with suppress(sqlite3.Error, ValueError, TypeError, OverflowError):
        row = connection.execute(f"SELECT id, changes FROM {database}.state").fetchone()  # noqa: S608
        if row:
            return State(str(row[0]), int(row[1]))
    return None


def count_change(connection: sqlite3.Connection) -> State | None:
    """Count a change, within the transaction that makes it."""
    connection.execute("UPDATE state SET changes = changes + 1")
    return state_of(connection)
