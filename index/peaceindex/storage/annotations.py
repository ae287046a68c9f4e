"""annotations.db: what the user made: passages, notes, marks, positions, searches, corrections. Irreplaceable."""

from __future__ import annotations

import json
import sqlite3
import threading
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, fields
from pathlib import Path
from types import MappingProxyType
from typing import Any

from peaceindex.errors import LibraryDamagedError, PeaceindexError
from peaceindex.model.correction import Correction
from peaceindex.model.entry_counts import listed
from peaceindex.model.passage import Passage
from peaceindex.storage.backups import back_up, is_sound_copy, newest_first, open_to_look
from peaceindex.storage.bad_text import as_text, rows_of
from peaceindex.storage.columns import CORRECTIONS, PASSAGES, POSITIONS, READ_MARKS
from peaceindex.storage.damage_detection import DAMAGED, can_be_read, trouble_of
from peaceindex.storage.database import Database
from peaceindex.storage.file_identity import Presence
from peaceindex.storage.last_state import Witness, count_change
from peaceindex.storage.missing_entries import compare
from peaceindex.storage.recovery import alone, prepare, recover
from peaceindex.storage.rows import BadValues, Made, Table, read, usable
from peaceindex.storage.safe_files import BACKUPS, check_names, may_write
from peaceindex.storage.saved_searches import KeptSearches
from peaceindex.storage.schema import ANNOTATIONS
from peaceindex.storage.serialization import path_value, timestamp
from peaceindex.storage.sqlite_errors import of_system
from peaceindex.text.decoding import printable

NAME = "annotations.db"
_ADVICE = "'peacereader restore' lists the copies of it."
_COLUMNS = tuple(field.name for field in fields(Passage) if field.name != "anchoring")
_NAMES = ", ".join(f'"{name}"' for name in _COLUMNS)
_MARKS = ", ".join("?" * len(_COLUMNS))
_CORRECTION_COLUMNS = tuple(field.name for field in fields(Correction) if field.name not in ("number", "standing"))
_CORRECTION_NAMES = ", ".join(_CORRECTION_COLUMNS)


@dataclass(frozen=True, slots=True)
class Marks:
    """What the result list shows beside an article, by article id."""

    read: frozenset[str]
    passages: Mapping[str, int]


def has_annotations(folder: Path) -> bool:
    """Whether a library has work of the user's: the file, or copies of it that bring it back should it be gone."""
    return (folder / NAME).exists() or bool(newest_first(folder / BACKUPS))


class Annotations(KeptSearches):
    """Reads and writes annotations.db. Every change is one transaction on disk before the method returns.

    Works without library.db. `notices` tells the person what was found and
    mended on opening. Every method may be called from any thread.
    """

    def __init__(self, folder: Path) -> None:
        self.path = folder / NAME
        self.notices: list[str] = []
        self._lock = threading.RLock()
        self._marks: tuple[int, Marks] | None = None
        self._changes = 0
        self._copied = False
        self._has_written = False
        self._witness = Witness(self.path)
        self._database = self._open(folder)
        self._presence = Presence(self.path)

    def _open(self, folder: Path) -> Database:
        backups = folder / BACKUPS
        try:
            check_names(folder, ("annotations.",), (BACKUPS,))
            if not may_write(self.path):
                return self._connect()
            self.notices += prepare(self.path, backups)
            if not self.path.exists() or not self.path.stat().st_size:
                with alone(self.path):  # two programs that begin the file at once
                    return self._connect()
            try:
                back_up(self.path, backups)
            except (sqlite3.OperationalError, OSError) as error:
                self.notices.append(f"There is no new backup of your passages: {error}.")
            except sqlite3.DatabaseError:
                self._recover()
            try:
                return self._connect()
            except LibraryDamagedError:  # no other error is a reason to move anything
                self._recover()
                return self._connect()
        except OSError as error:
            raise of_system(error, self.path) from error

    def _connect(self) -> Database:
        database = Database(
            self.path, ANNOTATIONS, synchronous="FULL", advice=_ADVICE, shared=True, before=self._copy_first
        )
        # What is taken away is overwritten: it must not come back when a damaged file is read page by page.
        database.connection.execute("PRAGMA secure_delete = ON")
        return database

    def _copy_first(self, connection: sqlite3.Connection, path: Path, version: int, script: str) -> None:
        """No layout is changed before there is a copy; of one that is changed several times, as it was at first."""
        if not self._copied:
            back_up(path, path.parent / BACKUPS, before_version=len(ANNOTATIONS))
            self._copied = True

    def _recover(self) -> None:
        """Bring back the file, unless it is the disk that does not give it."""
        if can_be_read(self.path):
            with alone(self.path):
                self.notices.append(recover(self.path, self.path.parent / BACKUPS, DAMAGED))

    def close(self) -> None:
        """Close the file, once nobody is at work on it. The first work of all is copied at once: no copy has it yet."""
        with self._lock:
            backups = self.path.parent / BACKUPS
            if self._has_written and not self._presence.is_gone() and not newest_first(backups):
                with suppress(sqlite3.Error, OSError):  # it is made on opening, and said there
                    back_up(self.path, backups, always=True)
            self._database.close()

    # --- passages

    def passages(self, article_ids: Collection[str] | None = None) -> list[Passage]:
        """All passages, or those of the articles of these ids, newest first."""
        where = "" if article_ids is None else f"WHERE article_id IN ({','.join('?' * len(article_ids))})"
        query = f"SELECT {_NAMES} FROM passages {where} ORDER BY created DESC, id"  # noqa: S608
        with self._using() as connection:
            return self._read(connection, PASSAGES, query, _passage, tuple(article_ids or ()))

    def passage(self, id: str) -> Passage:
        """The passage whose id begins so. Raises PeaceindexError if there is none, or several."""
        with self._using() as connection:
            return self._passage(_find(connection, "passages", id))

    def add_passage(self, passage: Passage) -> None:
        """Keep a new passage."""
        with self._changing() as connection:
            connection.execute(
                f"INSERT INTO passages ({_NAMES}, edited) VALUES ({_MARKS}, ?)",  # noqa: S608
                (*_values(passage), passage.created),
            )

    def annotate(
        self, id: str, note: str | None, labels: Sequence[str] | None, instead_of: str | None = None
    ) -> Passage:
        """Set the note, the labels, or both; None leaves them as they are.

        A note that is another one by now than `instead_of` is kept beside the new one. Raises PeaceindexError if there
        is no such passage; a note on one that is in the bin by now is kept there.
        """
        with self._changing() as connection:
            try:
                table, found = "passages", _find(connection, "passages", id)
            except PeaceindexError:
                if note is None:
                    raise
                table, found = "bin", _find(connection, "bin", id)
            now = as_text(found["note"])
            if note is not None and instead_of is not None and now not in (instead_of, note, ""):
                note = f"{note} / {now}" if note else now
            connection.execute(
                f"UPDATE {table} SET note = coalesce(?, note), labels = coalesce(?, labels), edited = ? WHERE id = ?",  # noqa: S608
                (note, None if labels is None else _packed(labels), timestamp(), found["id"]),
            )
            if table == "passages":
                return self._passage(_find(connection, table, found["id"]))
        raise PeaceindexError(
            f"Passage {printable(found['id'])} has been put into the bin meanwhile; your note is kept with it there.",
            "Restore it to see both.",
        )

    def remove(self, id: str) -> Passage:
        """Put a passage into the bin."""
        with self._changing() as connection:
            found = _find(connection, "passages", id)
            # From table to table, so that even a damaged value stays as it is.
            connection.execute(
                f"INSERT INTO bin ({_NAMES}, edited, removed) SELECT {_NAMES}, edited, ? FROM passages WHERE id = ?",  # noqa: S608
                (timestamp(), found["id"]),
            )
            connection.execute("DELETE FROM passages WHERE id = ?", (found["id"],))
            return self._passage(found)

    def restore(self, id: str) -> Passage:
        """Take a passage out of the bin again."""
        with self._changing() as connection:
            found = _find(connection, "bin", id)
            connection.execute(
                f"INSERT INTO passages ({_NAMES}, edited) SELECT {_NAMES}, ? FROM bin WHERE id = ?",  # noqa: S608
                (timestamp(), found["id"]),
            )
            connection.execute("DELETE FROM bin WHERE id = ?", (found["id"],))
            return self._passage(found)

    # --- corrections

    def corrections(self) -> list[Correction]:
        """All corrections that were not taken back, in the order in which they were made."""
        query = f"SELECT {_CORRECTION_NAMES} FROM corrections WHERE removed IS NULL ORDER BY made, id"  # noqa: S608
        with self._using() as connection:
            return self._read(connection, CORRECTIONS, query, _correction)

    def correct(self, correction: Correction | None, instead_of: Iterable[str]) -> None:
        """Keep a new correction, if there is one, and take back those of the ids `instead_of`. They are kept too."""
        with self._changing() as connection:
            connection.executemany(
                "UPDATE corrections SET removed = ? WHERE id = ?", [(timestamp(), id) for id in instead_of]
            )
            if correction:
                marks = ", ".join("?" * len(_CORRECTION_COLUMNS))
                connection.execute(
                    f"INSERT INTO corrections ({_CORRECTION_NAMES}) VALUES ({marks})",  # noqa: S608
                    _correction_values(correction),
                )

    # --- reading

    def mark_read(self, article_id: str, read: bool) -> None:
        """Mark an article as read, or as unread."""
        with self._changing() as connection:
            if read:
                connection.execute("INSERT OR IGNORE INTO read_marks VALUES (?, ?)", (article_id, timestamp()))
            else:
                connection.execute("DELETE FROM read_marks WHERE article_id = ?", (article_id,))

    def position(self, article_id: str) -> int | None:
        """Where reading stopped, as a code point in `Article.text`; None if it never began."""
        with self._using() as connection:
            query = "SELECT article_id, position FROM positions WHERE article_id = ?"
            found = self._read(connection, POSITIONS, query, lambda values: int(values["position"]), (article_id,))
        return found[0] if found else None

    def remember_position(self, article_id: str, position: int) -> None:
        """Keep where reading stopped."""
        with self._changing() as connection:
            connection.execute("INSERT OR REPLACE INTO positions VALUES (?, ?, ?)", (article_id, position, timestamp()))

    def marks(self) -> Marks:
        """What is read, and how many passages each article has; the same object until that changes."""
        with self._using() as connection:
            # data_version counts what other processes changed, `_changes` what this one did.
            state = hash((connection.execute("PRAGMA data_version").fetchone()[0], self._changes))
            if self._marks is None or self._marks[0] != state:
                query = "SELECT article_id FROM read_marks"
                read = frozenset(self._read(connection, READ_MARKS, query, lambda values: str(values["article_id"])))
                query = "SELECT article_id FROM passages"
                counts = Counter(self._read(connection, PASSAGES, query, lambda values: str(values["article_id"])))
                self._marks = state, Marks(read, MappingProxyType(dict(counts)))
            return self._marks[1]

    def problems(self) -> list[str]:
        """What SQLite finds wrong with the file; empty if nothing."""
        with self._using() as connection:
            found = [row[0] for row in connection.execute("PRAGMA integrity_check(10)")]
        return [] if found == ["ok"] else found

    def copies(self) -> list[tuple[Path, str | None]]:
        """The copies, newest first, with what each has that is missing now: "" for nothing, None for a damaged one."""
        found: list[tuple[Path, str | None]] = []
        with self._using(), closing(open_to_look(self.path)) as connection:
            for copy in newest_first(self.path.parent / BACKUPS):
                lost = compare(connection, copy).lost if is_sound_copy(copy) else None
                found.append((copy, None if lost is None else listed(lost) if lost else ""))
        return found

    @contextmanager
    def looking_through(self) -> Iterator[Database]:
        """The database itself, while nobody else in this program uses it."""
        with self._using():
            yield self._database

    @contextmanager
    def repairing(self) -> Iterator[sqlite3.Connection]:
        """One change to the database itself, all of it or none."""
        with self._changing() as connection:
            yield connection

    @property
    def bad(self) -> BadValues:
        """The damaged values that were met so far."""
        return self._database.bad

    # --- inside

    def _read(
        self,
        connection: sqlite3.Connection,
        table: Table,
        query: str,
        make: Callable[[dict[str, Any]], Made],
        values: Sequence[Any] = (),
    ) -> list[Made]:
        """What `make` makes of each row; a row that cannot be used is noted and left out."""
        return list(usable(rows_of(connection, query, values), table, self._database.bad, make))

    def _passage(self, row: sqlite3.Row) -> Passage:
        return _passage(read(row, PASSAGES, self._database.bad))

    @contextmanager
    def _using(self) -> Iterator[sqlite3.Connection]:
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
        """Bring the file back although it is open; whether it had to be."""
        backups = self.path.parent / BACKUPS
        if self._database.read_only or not (trouble := trouble_of(self.path, backups)):
            return False
        with alone(self.path):
            self.notices.append(recover(self.path, backups, trouble))
        self._open_again()
        return True

    def _look_whether_it_is_there(self) -> None:
        """Open the file anew if it was taken away or replaced while it was open; nothing written so far is lost."""
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
        self._database.close()  # SQLite leaves the log of another file alone
        self._database, self._marks = self._open(self.path.parent), None
        self._presence = Presence(self.path)

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        """A transaction, counted as a change."""
        with self._using():
            with self._database.writing() as connection:
                yield connection
                state = count_change(connection)
            self._has_written = True
            if state:
                self._witness.write(state)

    @contextmanager
    def _changing(self) -> Iterator[sqlite3.Connection]:
        """The same, where the change may show in `marks`."""
        with self._writing() as connection:
            yield connection
        self._changes += 1


def _is_of_the_file(error: Exception) -> bool:
    """Whether SQLite says that the file is damaged, and not only that something in it is not as it was expected."""
    told = error if isinstance(error, sqlite3.Error) else error.__cause__
    return getattr(told, "sqlite_errorcode", 0) & 0xFF in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


def _find(connection: sqlite3.Connection, table: str, id: str) -> sqlite3.Row:
    wanted = id.strip().lower()
    query = f"SELECT {_NAMES} FROM {table} WHERE id >= ? AND id < ? LIMIT 2"  # noqa: S608
    found = rows_of(connection, query, (wanted, wanted + "g"))
    if len(found) != 1 or not wanted:
        where = "in the bin" if table == "bin" else "in this library"
        many = f"Several passages begin with '{printable(id)}'." if len(found) > 1 and wanted else ""
        raise PeaceindexError(
            many or f"There is no passage '{printable(id)}' {where}.", "'peacereader passages' lists them."
        )
    return found[0]


def _passage(values: dict[str, Any]) -> Passage:
    return Passage(**values)


def _values(passage: Passage) -> tuple[Any, ...]:
    pack: dict[str, Callable[[Any], Any]] = {"labels": _packed, "authors": _packed, "source": path_value}
    return tuple(pack.get(name, lambda value: value)(getattr(passage, name)) for name in _COLUMNS)


def _packed(texts: Sequence[str]) -> str:
    return json.dumps(list(texts), ensure_ascii=False)


def _correction(values: dict[str, Any]) -> Correction:
    return Correction(**values)


def _correction_values(correction: Correction) -> tuple[Any, ...]:
    pack: dict[str, Callable[[Any], Any]] = {"value": _as_json, "was": _as_json, "source": path_value}
    return tuple(pack.get(name, lambda value: value)(getattr(correction, name)) for name in _CORRECTION_COLUMNS)


def _as_json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
