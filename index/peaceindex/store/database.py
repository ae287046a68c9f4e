"""SQLite as both stores use it: opened private to the user, one connection a thread, schema by version."""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from peaceindex.errors import LibraryDamagedError
from peaceindex.sources.decoding import printable

PRIVATE_FOLDER = 0o700
PRIVATE_FILE = 0o600
_PATIENCE = 15.0
"""Seconds to wait for another process that is writing."""


class NewerSchemaError(LibraryDamagedError):
    """The file was written by a newer version of this program."""


class Database:
    """One SQLite file. Every thread gets a connection of its own.

    With `shared` all threads use one, and the caller sees to it that they take turns.
    `advice` tells a person what to do should the file be damaged.

    `migrations` are SQL scripts; the file's `user_version` counts how many of
    them it has been through, and the missing ones are run on opening.
    """

    def __init__(
        self, path: Path, migrations: Sequence[str], *, synchronous: str, advice: str, shared: bool = False
    ) -> None:
        self.path = path
        self.advice = advice
        self._shared = shared
        self._synchronous = synchronous
        self._local = threading.local()
        self._all: list[sqlite3.Connection] = []
        self._guard = threading.Lock()
        self._closed = False
        create_private(path)
        try:
            self._migrate(migrations)
        except sqlite3.Error as error:
            self.close()
            raise self.trouble(error) from error
        except BaseException:
            self.close()
            raise

    @property
    def connection(self) -> sqlite3.Connection:
        """This thread's connection."""
        found: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if found is None and self._shared and self._all:
            found = self._all[0]
        if found is not None and not self._closed:
            return found
        if self._closed:
            raise LibraryDamagedError(f"{printable(str(self.path))} has been closed.", "Open it again.")
        # The check for the thread is off so that `close` may be called from any.
        made = sqlite3.connect(self.path, timeout=_PATIENCE, isolation_level=None, check_same_thread=False)
        made.row_factory = sqlite3.Row
        made.execute("PRAGMA journal_mode = WAL")
        made.execute(f"PRAGMA synchronous = {self._synchronous}")
        made.execute("PRAGMA foreign_keys = ON")
        self._local.connection = made
        with self._guard:
            self._all.append(made)
        return made

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """A transaction: all of it is kept, or none. Within another one on the same thread it joins that."""
        connection = self.connection
        if connection.in_transaction:
            yield connection
            return
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield connection
        except BaseException:
            connection.rollback()
            raise
        connection.commit()

    def version(self) -> int:
        """How many migrations the file has been through."""
        return int(self.connection.execute("PRAGMA user_version").fetchone()[0])

    def trouble(self, error: sqlite3.Error) -> LibraryDamagedError:
        """What SQLite says about the file, in words for a person."""
        shown = printable(str(self.path))
        if isinstance(error, sqlite3.OperationalError):
            if "locked" in str(error) or "busy" in str(error):
                return LibraryDamagedError(f"{shown} is busy.", "Wait for the other program, then try again.")
            if "full" in str(error):
                return LibraryDamagedError(f"The disk of {shown} is full.", "Make room, then try again.")
            if "readonly" in str(error) or "unable to open" in str(error):
                return LibraryDamagedError(f"{shown} cannot be opened for writing.", "Look at its permissions.")
        return LibraryDamagedError(f"{shown} is damaged ({error}).", self.advice)

    def close(self) -> None:
        """Close the file for all threads.

        Only this thread's connection (and a shared one, whose users take turns)
        is closed here: SQLite crashes if one is closed under a running query.
        The others are let go, and close when their threads have done with them.
        """
        with self._guard:
            self._closed = True
            mine = self._all if self._shared else [getattr(self._local, "connection", None)]
            for connection in mine:
                if connection is not None:
                    connection.close()
            self._all.clear()

    def _migrate(self, migrations: Sequence[str]) -> None:
        at = self.version()
        if at > len(migrations):
            raise NewerSchemaError(
                f"{printable(str(self.path))} was written by a newer peacereader.",
                "Update this one, then open it.",
            )
        while at < len(migrations):
            with self.writing() as connection:
                at = self.version()  # another process may have been here first
                if at < len(migrations):
                    for statement in _statements(migrations[at]):
                        connection.execute(statement)
                    at += 1
                    connection.execute(f"PRAGMA user_version = {at}")


def create_private(path: Path) -> None:
    """Make an empty file that only this user may read, unless it is there; SQLite's other files follow it."""
    if path.exists():
        return
    os.close(os.open(path, os.O_CREAT | os.O_RDWR, PRIVATE_FILE))


def _statements(script: str) -> Iterator[str]:
    """The statements of a script; `executescript` would commit each on its own."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
