"""The file annotations.db while it is open: transactions, backups, and recovery when it is damaged or taken away."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import closing, contextmanager, suppress
from typing import TYPE_CHECKING, Any

from peaceindex.errors import LibraryDamagedError
from peaceindex.model.entry_counts import listed
from peaceindex.storage.backups import back_up, is_sound_backup, newest_first, open_read_only
from peaceindex.storage.bad_text import fetch_rows
from peaceindex.storage.damage_detection import DAMAGED, can_be_read, recovery_reason
from peaceindex.storage.database import Database
from peaceindex.storage.file_identity import FileIdentity
from peaceindex.storage.missing_entries import compare
from peaceindex.storage.recovery import recover, recover_if_needed, recovery_lock
from peaceindex.storage.rows import BadValues, Item, Table, read_rows
from peaceindex.storage.safe_files import BACKUPS, check_names, may_write
from peaceindex.storage.schema import ANNOTATIONS
from peaceindex.storage.sqlite_errors import system_error
from peaceindex.storage.state_note import StateNote, count_change
from peaceindex.text.decoding import printable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

_ADVICE = "'peacereader restore' lists the copies of it."


class AnnotationFile:
    """The open file annotations.db, for the stores of its tables. Any method may be called from any thread.

    With `untouched`, it is only read, and nothing is made beside it: no file, no backup, no recovered one.

    `notices` says what was found and recovered on opening and later. `changes` grows with each change that
    `changing` makes, and each time the file is opened again.
    """

    def __init__(self, path: Path, *, untouched: bool = False) -> None:
        self.path = path
        self.notices: list[str] = []
        self._untouched = untouched
        self.changes = 0
        self._lock = threading.RLock()
        self._has_backed_up = False
        self._has_written = False
        self._state_note = StateNote(self.path)
        self._database = self._open(path.parent)
        self._identity = FileIdentity(self.path)

    def _open(self, folder: Path) -> Database:
        backups = folder / BACKUPS
        try:
            check_names(folder, ("annotations.",), (BACKUPS,))
            if self._untouched or not may_write(self.path):
                if self._untouched and not self.path.exists() and newest_first(backups):
                    self.notices.append("annotations.db is gone. It is restored when the library is opened to write.")
                return self._connect()
            self.notices += recover_if_needed(self.path, backups)
            if not self.path.exists() or not self.path.stat().st_size:
                with recovery_lock(self.path):  # two programs may create the file at the same time
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
            raise system_error(error, self.path) from error

    def _connect(self) -> Database:
        database = Database(
            self.path,
            ANNOTATIONS,
            synchronous="FULL",
            advice=_ADVICE,
            shared=True,
            before_migration=self._back_up_before_migration,
            untouched=self._untouched,
        )
        # Deleted rows are overwritten: they must not come back when a damaged file is read page by page.
        database.connection.execute("PRAGMA secure_delete = ON")
        return database

    def _back_up_before_migration(self, connection: sqlite3.Connection, path: Path, version: int, script: str) -> None:
        """Back up the file before a migration. Of several migrations, only the first makes a backup."""
        if not self._has_backed_up:
            back_up(path, path.parent / BACKUPS, before_version=len(ANNOTATIONS))
            self._has_backed_up = True

    def _recover(self) -> None:
        """Recover the file, unless the cause is a disk that cannot read it."""
        if can_be_read(self.path):
            with recovery_lock(self.path):
                self.notices.append(recover(self.path, self.path.parent / BACKUPS, DAMAGED))

    def close(self) -> None:
        """Close the file when no thread uses it. If there is no backup at all yet, make the first one."""
        with self._lock:
            backups = self.path.parent / BACKUPS
            if self._has_written and not self._identity.is_gone() and not newest_first(backups):
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

    def list_backups(self) -> list[tuple[Path, str | None]]:
        """Return the backups, newest first, with the entries of each that are missing now: "" for none.

        For a damaged backup this is None.
        """
        found: list[tuple[Path, str | None]] = []
        with self.using(), closing(open_read_only(self.path)) as connection:
            for backup in newest_first(self.path.parent / BACKUPS):
                missing = compare(connection, backup).by_table if is_sound_backup(backup) else None
                found.append((backup, None if missing is None else listed(missing) if missing else ""))
        return found

    def state(self, connection: sqlite3.Connection) -> int:
        """Return a number that differs after any change of what a result list shows, whoever made it."""
        # data_version counts the changes of other processes, `changes` those of this one.
        return hash((connection.execute("PRAGMA data_version").fetchone()[0], self.changes))

    @contextmanager
    def exclusive_database(self) -> Iterator[Database]:
        """A context that gives the database, and in which no other thread uses it."""
        with self.using():
            yield self._database

    def read(
        self,
        connection: sqlite3.Connection,
        table: Table,
        query: str,
        convert: Callable[[dict[str, Any]], Item],
        values: Sequence[Any] = (),
    ) -> list[Item]:
        """Return `convert(values)` for each row of a query. An unusable row is left out and listed in `bad`."""
        return list(read_rows(fetch_rows(connection, query, values), table, self._database.bad, convert))

    def check_writable(self) -> None:
        """Raise StorageError if the file can only be read."""
        self._database.check_writable()

    @property
    def is_read_only(self) -> bool:
        """Whether the file can only be read."""
        return self._database.read_only is not None

    @contextmanager
    def using(self) -> Iterator[sqlite3.Connection]:
        """A context that gives the connection, and in which no other thread uses it.

        Raise LibraryDamagedError if the file is damaged; it has then been recovered if possible.
        """
        with self._lock:
            self._reopen_if_replaced()
            try:
                yield self._database.connection
            except (sqlite3.Error, LibraryDamagedError) as error:
                if _is_file_damage(error) and self._recover_while_open():
                    shown = printable(str(self.path))
                    what = f"{shown} was damaged, and has been repaired."
                    raise LibraryDamagedError(what, "Do that again.") from None
                if isinstance(error, sqlite3.Error):
                    raise self._database.library_error(error) from error
                raise

    def _recover_while_open(self) -> bool:
        """Recover the file while it is open, if it must be recovered. Return whether that was so."""
        backups = self.path.parent / BACKUPS
        if self._database.read_only or not (reason := recovery_reason(self.path, backups)):
            return False
        with recovery_lock(self.path):
            self.notices.append(recover(self.path, backups, reason))
        self._reopen()
        return True

    def _reopen_if_replaced(self) -> None:
        """Open the file again if it was removed or replaced while it was open. Nothing written so far is lost."""
        connection = self._database.connection
        if connection.in_transaction or self._database.read_only:
            return
        if self._identity.is_emptied():
            self._recover_while_open()
        elif self._identity.is_gone():
            try:
                with recovery_lock(self.path):
                    self._identity.rescue(connection, self.path.parent / BACKUPS)
            except (OSError, sqlite3.Error) as error:
                shown = printable(str(self.path))
                what = f"{shown} was taken away while it was open, and cannot be written anew: {error}."
                raise LibraryDamagedError(what, "Put it back.") from error
            self._reopen()

    def _reopen(self) -> None:
        self._database.close()  # SQLite does not touch the log of another file
        self._database = self._open(self.path.parent)
        self.changes += 1
        self._identity = FileIdentity(self.path)

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """A transaction, counted in the table `state`."""
        with self.using():
            with self._database.writing() as connection:
                yield connection
                state = count_change(connection)
            self._has_written = True
            if state:
                self._state_note.write(state)

    @contextmanager
    def changing(self) -> Iterator[sqlite3.Connection]:
        """A transaction that may change what the result list shows; counted in `changes`."""
        with self.writing() as connection:
            yield connection
        self.changes += 1


def _is_file_damage(error: Exception) -> bool:
    """Return whether SQLite reports damage of the file itself, and not only an unexpected value in it."""
    cause = error if isinstance(error, sqlite3.Error) else error.__cause__
    return getattr(cause, "sqlite_errorcode", 0) & 0xFF in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
