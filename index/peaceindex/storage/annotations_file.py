"""The file annotations.db while it is open: transactions, backups, and recovery when it is damaged or taken away."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

from peaceindex.errors import LibraryDamagedError
from peaceindex.model.entry_counts import listed
from peaceindex.storage.backups import back_up, is_sound_copy, newest_first, open_to_look
from peaceindex.storage.bad_text import rows_of
from peaceindex.storage.damage_detection import DAMAGED, can_be_read, trouble_of
from peaceindex.storage.database import Database
from peaceindex.storage.file_identity import Presence
from peaceindex.storage.last_state import Witness, count_change
from peaceindex.storage.missing_entries import compare
from peaceindex.storage.recovery import alone, prepare, recover
from peaceindex.storage.rows import BadValues, Made, Table, usable
from peaceindex.storage.safe_files import BACKUPS, check_names, may_write
from peaceindex.storage.schema import ANNOTATIONS
from peaceindex.storage.sqlite_errors import of_system
from peaceindex.text.decoding import printable

_ADVICE = "'peacereader restore' lists the copies of it."


class AnnotationFile:
    """The open file annotations.db, for the stores of its tables. Any method may be called from any thread.

    `notices` says what was found and recovered on opening and later. `changes` grows with each change that
    `changing` makes, and each time the file is opened again.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.notices: list[str] = []
        self.changes = 0
        self._lock = threading.RLock()
        self._copied = False
        self._has_written = False
        self._witness = Witness(self.path)
        self._database = self._open(path.parent)
        self._presence = Presence(self.path)

    def _open(self, folder: Path) -> Database:
        backups = folder / BACKUPS
        try:
            check_names(folder, ("annotations.",), (BACKUPS,))
            if not may_write(self.path):
                return self._connect()
            self.notices += prepare(self.path, backups)
            if not self.path.exists() or not self.path.stat().st_size:
                with alone(self.path):  # two programs may create the file at the same time
                    return self._connect()
            try:
                back_up(self.path, backups)
            except (sqlite3.OperationalError, OSError) as error:
                self.notices.append(f"There is no new backup of your passages: {error}.")
            except sqlite3.DatabaseError:
                self._recover()
            try:
                return self._connect()
            except LibraryDamagedError:  # no other error is a reason to replace the file
                self._recover()
                return self._connect()
        except OSError as error:
            raise of_system(error, self.path) from error

    def _connect(self) -> Database:
        database = Database(
            self.path, ANNOTATIONS, synchronous="FULL", advice=_ADVICE, shared=True, before=self._copy_first
        )
        # Deleted rows are overwritten: they must not come back when a damaged file is read page by page.
        database.connection.execute("PRAGMA secure_delete = ON")
        return database

    def _copy_first(self, connection: sqlite3.Connection, path: Path, version: int, script: str) -> None:
        """Copy the file before a migration. Of several migrations, only the first makes a copy."""
        if not self._copied:
            back_up(path, path.parent / BACKUPS, before_version=len(ANNOTATIONS))
            self._copied = True

    def _recover(self) -> None:
        """Recover the file, unless the cause is a disk that cannot read it."""
        if can_be_read(self.path):
            with alone(self.path):
                self.notices.append(recover(self.path, self.path.parent / BACKUPS, DAMAGED))

    def close(self) -> None:
        """Close the file when no thread uses it. If there is no backup at all yet, make the first one."""
        with self._lock:
            backups = self.path.parent / BACKUPS
            if self._has_written and not self._presence.is_gone() and not newest_first(backups):
                with suppress(sqlite3.Error, OSError):  # the next opening makes it, and reports an error
                    back_up(self.path, backups, always=True)
            self._database.close()

    @property
    def bad(self) -> BadValues:
        """The damaged values that have been found so far."""
        return self._database.bad

    def problems(self) -> list[str]:
        """Return the problems that SQLite finds in the file; empty if there are none."""
        with self.using() as connection:
            found = [row[0] for row in connection.execute("PRAGMA integrity_check(10)")]
        return [] if found == ["ok"] else found

    def copies(self) -> list[tuple[Path, str | None]]:
        """Return the backups, newest first, with the entries of each that are missing now: "" for none.

        For a damaged backup this is None.
        """
        found: list[tuple[Path, str | None]] = []
        with self.using(), closing(open_to_look(self.path)) as connection:
            for copy in newest_first(self.path.parent / BACKUPS):
                lost = compare(connection, copy).lost if is_sound_copy(copy) else None
                found.append((copy, None if lost is None else listed(lost) if lost else ""))
        return found

    @contextmanager
    def looking_through(self) -> Iterator[Database]:
        """A context that gives the database, and in which no other thread uses it."""
        with self.using():
            yield self._database

    def read(
        self,
        connection: sqlite3.Connection,
        table: Table,
        query: str,
        make: Callable[[dict[str, Any]], Made],
        values: Sequence[Any] = (),
    ) -> list[Made]:
        """Return `make(values)` for each row of a query. A row that cannot be used is left out, and listed in `bad`."""
        return list(usable(rows_of(connection, query, values), table, self._database.bad, make))

    @contextmanager
    def using(self) -> Iterator[sqlite3.Connection]:
        """A context that gives the connection, and in which no other thread uses it.

        Raise LibraryDamagedError if the file is damaged; it has then been recovered if possible.
        """
        with self._lock:
            self._look_whether_it_is_there()
            try:
                yield self._database.connection
            except (sqlite3.Error, LibraryDamagedError) as error:
                if _is_of_the_file(error) and self._mend_in_use():
                    shown = printable(str(self.path))
                    what = f"{shown} was found to be damaged, and has been mended."
                    raise LibraryDamagedError(what, "Do that again.") from None
                if isinstance(error, sqlite3.Error):
                    raise self._database.trouble(error) from error
                raise

    def _mend_in_use(self) -> bool:
        """Recover the file while it is open, if it must be recovered. Return whether that was so."""
        backups = self.path.parent / BACKUPS
        if self._database.read_only or not (trouble := trouble_of(self.path, backups)):
            return False
        with alone(self.path):
            self.notices.append(recover(self.path, backups, trouble))
        self._open_again()
        return True

    def _look_whether_it_is_there(self) -> None:
        """Open the file again if it was removed or replaced while it was open. Nothing written so far is lost."""
        connection = self._database.connection
        if connection.in_transaction or self._database.read_only:
            return
        if self._presence.is_emptied():
            self._mend_in_use()
        elif self._presence.is_gone():
            try:
                with alone(self.path):
                    self._presence.leave(connection, self.path.parent / BACKUPS)
            except (OSError, sqlite3.Error) as error:
                shown = printable(str(self.path))
                what = f"{shown} was taken away while it was open, and cannot be written anew: {error}."
                raise LibraryDamagedError(what, "Put it back.") from error
            self._open_again()

    def _open_again(self) -> None:
        self._database.close()  # SQLite does not touch the log of another file
        self._database = self._open(self.path.parent)
        self.changes += 1
        self._presence = Presence(self.path)

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """A transaction, counted in the table `state`."""
        with self.using():
            with self._database.writing() as connection:
                yield connection
                state = count_change(connection)
            self._has_written = True
            if state:
                self._witness.write(state)

    @contextmanager
    def changing(self) -> Iterator[sqlite3.Connection]:
        """A transaction that may change what the result list shows; counted in `changes`."""
        with self.writing() as connection:
            yield connection
        self.changes += 1


def _is_of_the_file(error: Exception) -> bool:
    """Return whether SQLite reports damage of the file itself, and not only an unexpected value in it."""
    told = error if isinstance(error, sqlite3.Error) else error.__cause__
    return getattr(told, "sqlite_errorcode", 0) & 0xFF in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
