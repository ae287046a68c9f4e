"""SQLite as both stores use it: files private to the user, one connection per thread, a schema with migrations."""

from __future__ import annotations

import os
import sqlite3
import threading
import time
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

from peaceindex.errors import LibraryClosedError, LibraryError, LibraryLockedError, StorageError
from peaceindex.private_files import PRIVATE_FILE_MODE, PRIVATE_FOLDER_MODE
from peaceindex.storage import sqlite_errors
from peaceindex.storage.bad_text import fetch_rows
from peaceindex.storage.migrations import BeforeMigration, migrate, no_backup
from peaceindex.storage.read_only import ReadOnlyDatabase
from peaceindex.storage.rows import BadValues
from peaceindex.storage.safe_files import check_names, create_if_missing, may_write
from peaceindex.storage.sqlite_errors import is_sound
from peaceindex.text.decoding import printable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

__all__ = ["PRIVATE_FILE_MODE", "PRIVATE_FOLDER_MODE", "Database", "create_if_missing", "is_sound"]

_LOG_BYTES = 4_096_000
"""The size from which SQLite copies its write-ahead log into the file."""
_BUSY_TIMEOUT = 15.0
"""How long to wait for another process that is writing, in seconds."""


class Database:
    """One SQLite file. Every thread gets its own connection.

    If `shared` is set, all threads use one connection, and the caller must make sure that they take turns.
    `advice` is shown to the user if the file is damaged.

    `migrations` are SQL scripts. The file's `user_version` counts how many of
    them it has been through. The missing ones run when the file is opened.
    Before each one, `before_migration` is called, so that it can back up what the script
    would destroy.

    A file that cannot be written is opened for reading. Then `read_only` is the
    error that says why, and every attempt to write raises that error. With
    `untouched`, that is done in any case, and nothing is made beside the file;
    what other programs write to it is seen as soon as they are done.
    """

    def __init__(
        self,
        path: Path,
        migrations: Sequence[str],
        *,
        synchronous: str,
        advice: str,
        shared: bool = False,
        page_bytes: int = 4096,
        before_migration: BeforeMigration = no_backup,
        untouched: bool = False,
    ) -> None:
        self.path = path
        self.advice = advice
        self.read_only: StorageError | None = None
        self._read_only_database: ReadOnlyDatabase | None = None
        self._shared = shared
        self._synchronous = synchronous
        self._page_bytes = page_bytes
        self._untouched = untouched
        self._migrations = migrations
        self._local = threading.local()
        self._connections: list[sqlite3.Connection] = []
        self._lock = threading.Lock()
        self._closed = False
        self.bad = BadValues(path.name)
        try:
            self._open(migrations, before_migration)
        except (sqlite3.Error, OSError) as error:
            library_error = self._as_library_error(error)
            self.close()
            raise library_error from error
        except BaseException:
            self.close()
            raise

    def _open(self, migrations: Sequence[str], before_migration: BeforeMigration) -> None:
        check_names(self.path.parent, (self.path.name,))
        if self.path.exists() and not os.access(self.path, os.R_OK):
            raise sqlite_errors.unreadable(self.path)
        if not self._untouched and may_write(self.path):
            try:
                create_if_missing(self.path)
                migrate(self.connection, self.path, migrations, self.advice, before_migration)
                return
            except (sqlite3.Error, OSError, StorageError) as error:
                library_error = self._as_library_error(error)
                if not isinstance(library_error, StorageError) or not (self.path.exists() and self.path.stat().st_size):
                    raise
                self._release_connections()
        elif self._untouched:
            library_error = sqlite_errors.asked_read_only()
        else:
            library_error = sqlite_errors.read_only(self.path)
        try:
            self._read_only_database = ReadOnlyDatabase(self.path, migrations, self.advice, untouched=self._untouched)
        except StorageError:
            raise library_error from None
        self.read_only = library_error

    @property
    def connection(self) -> sqlite3.Connection:
        """This thread's connection, opened on first use. Raises LibraryClosedError if the file has been closed."""
        found: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if found is None and self._shared and self._connections:
            found = self._connections[0]
        if self._untouched and not self._closed and (found is None or not found.in_transaction):
            found = self._followed(found)
        if found is not None and not self._closed:
            return found
        if self._closed:
            raise self._closed_error()
        connection = self._connect()
        self._local.connection = connection
        with self._lock:
            self._connections.append(connection)
        return connection

    def _followed(self, found: sqlite3.Connection | None) -> sqlite3.Connection | None:
        """Return a connection, or None if it does not show what other programs have written: a new one is due then.

        It is not closed, since a query may be going on in it.
        """
        with self._lock:
            old = self._read_only_database
            if old is not None and old.is_outdated():
                with suppress(sqlite3.Error, OSError, StorageError):  # the next query says what is wrong
                    self._read_only_database = ReadOnlyDatabase(
                        self.path, self._migrations, self.advice, untouched=True
                    )
                    old.close()
                    self._connections.clear()
            return found if any(found is one for one in self._connections) else None

    def _connect(self) -> sqlite3.Connection:
        uri = self._read_only_database.uri if self._read_only_database else f"{self.path.absolute().as_uri()}?mode=rw"
        # SQLite's thread check is off, so that `close` may be called from any thread.
        connection = sqlite3.connect(
            uri, uri=True, timeout=_BUSY_TIMEOUT, isolation_level=None, check_same_thread=False
        )
        try:
            connection.row_factory = sqlite3.Row
            if self._read_only_database:
                connection.execute("PRAGMA query_only = ON")
            else:
                connection.execute(f"PRAGMA page_size = {self._page_bytes}")  # of a file that is still empty
                _switch_to_wal(connection)
                page_bytes = connection.execute("PRAGMA page_size").fetchone()[0]  # of an older file: another
                connection.execute(f"PRAGMA wal_autocheckpoint = {_LOG_BYTES // page_bytes}")
                connection.execute(f"PRAGMA synchronous = {self._synchronous}")
            connection.execute("PRAGMA foreign_keys = ON")
            connection.execute("PRAGMA trusted_schema = OFF")  # the file may come from a stranger
        except BaseException:
            connection.close()
            raise
        return connection

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """A context in which all changes are one transaction. Inside another one on the same thread, it joins that.

        An sqlite3.Error raised in it is replaced by the error that `library_error` makes of it.
        """
        self.check_writable()
        with self.translate_errors():
            connection = self.connection
            if connection.in_transaction:
                yield connection
                return
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.commit()
            except BaseException:
                # If a commit fails, its transaction must not stay open: the next change would join it and never be
                # committed.
                if connection.in_transaction:
                    connection.rollback()
                raise

    def check_writable(self) -> None:
        """Raise StorageError if the file was opened for reading only."""
        if self.read_only is not None:
            raise type(self.read_only)(self.read_only.what, self.read_only.advice)

    def ask(self, query: str, values: Sequence[Any] = ()) -> list[sqlite3.Row]:
        """Return all rows of a query. Text that is not valid UTF-8 comes as `BadText`.

        Raises LibraryDamagedError, or another LibraryError, as `library_error` describes.
        """
        try:  # not `translate_errors`, which costs about a third of a short query
            return fetch_rows(self.connection, query, values)
        except sqlite3.Error as error:
            raise self.library_error(error) from error

    def version(self) -> int:
        """Return how many migrations the file has been through."""
        return int(self.connection.execute("PRAGMA user_version").fetchone()[0])

    @contextmanager
    def translate_errors(self) -> Iterator[None]:
        """A context in which an sqlite3.Error is replaced by the error that `library_error` makes of it."""
        try:
            yield
        except sqlite3.Error as error:
            raise self.library_error(error) from error

    def library_error(self, error: sqlite3.Error) -> LibraryError:
        """Return the error to raise for an error from SQLite, with a message that a user understands."""
        if self._closed:
            return self._closed_error()
        if self._read_only_database is not None and self._read_only_database.has_changed():
            changed = f"{printable(str(self.path))} has been changed by another program."
            return LibraryLockedError(changed, "Open it again.")
        return sqlite_errors.database_error(error, self.path, self.advice)

    def _closed_error(self) -> LibraryClosedError:
        return LibraryClosedError(f"{printable(str(self.path))} has been closed.", "Open it again.")

    def _as_library_error(self, error: sqlite3.Error | OSError | LibraryError) -> LibraryError:
        if isinstance(error, sqlite3.Error):
            return self.library_error(error)
        return sqlite_errors.system_error(error, self.path) if isinstance(error, OSError) else error

    def close(self) -> None:
        """Close the file for all threads.

        This closes only the calling thread's connection, or the shared one, whose
        users take turns. SQLite crashes if a connection is closed during a query,
        so the connections of other threads are only released. They close when
        their threads have finished with them.
        """
        self._closed = True
        self._release_connections()
        if self._read_only_database is not None:
            self._read_only_database.close()

    def _release_connections(self) -> None:
        """Close this thread's connection and release those of other threads."""
        with self._lock:
            own_connections = self._connections if self._shared else [getattr(self._local, "connection", None)]
            for connection in own_connections:
                if connection is not None:
                    connection.close()
            self._connections.clear()
        vars(self._local).pop("connection", None)


def _switch_to_wal(connection: sqlite3.Connection) -> None:
    """Switch to a write-ahead log. Raises sqlite3.OperationalError if that fails for `_BUSY_TIMEOUT` seconds.

    SQLite itself does not wait if two processes switch at once.
    """
    deadline = time.monotonic() + _BUSY_TIMEOUT
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if not sqlite_errors.is_busy(error) or time.monotonic() > deadline:
                raise
            time.sleep(0.02)
