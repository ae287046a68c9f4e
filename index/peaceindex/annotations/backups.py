"""The backups of annotations.db as people use them: listed, compared with the present state, and restored.

None of this deletes anything: before a restore, the present state is backed up too. It works without library.db, and
with damaged backups as far as they can be read.
"""

from __future__ import annotations

import sqlite3
import tempfile
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from peaceindex.errors import LibraryDamagedError, LibraryNotFoundError, PeaceindexError
from peaceindex.storage.annotations import NAME, Annotations
from peaceindex.storage.backups import back_up, counts, is_sound_backup, made_at, newest_first
from peaceindex.storage.rebuilding import make_readable
from peaceindex.storage.safe_files import BACKUPS
from peaceindex.storage.serialization import timestamp
from peaceindex.storage.tables import HISTORY_TABLE, PAIRS, Table, entry_tables, tables
from peaceindex.text.decoding import printable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

_LIST_ADVICE = "'peacereader restore' lists the copies."
_COMPANION_SUFFIXES = ("-wal", "-shm", "-journal", ".txt")


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup of annotations.db, or a file that was set aside because it was damaged (`is_set_aside`)."""

    name: str
    path: Path
    made: str | None
    """When, in ISO 8601, local time; None if the file name does not say."""
    counts: Mapping[str, int] | None = field(hash=False)
    """The number of entries by table; None if they cannot be counted."""
    is_sound: bool
    is_set_aside: bool = False

    def as_record(self) -> dict[str, Any]:
        """Return the object for JSON."""
        return {
            "name": self.name,
            "made": self.made,
            "entries": None if self.counts is None else dict(self.counts),
            "sound": self.is_sound,
            "set_aside": self.is_set_aside,
        }


@dataclass(frozen=True, slots=True)
class Entry:
    """A passage that differs. `changed` names the fields that do; `bin` is one if only one side has it in the bin."""

    id: str
    quote: str
    note: str
    title: str | None
    changed: tuple[str, ...] = ()

    def as_record(self) -> dict[str, Any]:
        """Return the object for JSON."""
        return {name: list(v) if isinstance(v := getattr(self, name), tuple) else v for name in self.__slots__}


@dataclass(frozen=True, slots=True)
class Difference:
    """How a backup differs from the present state: passages one by one, entries of other tables as counts."""

    backup: Backup
    missing: tuple[Entry, ...]
    """Only in the backup."""
    changed: tuple[Entry, ...]
    """In both, but different; these are the backup's versions."""
    added: tuple[Entry, ...]
    """Made since the backup, which does not have them."""
    others: Mapping[str, tuple[int, int, int]] = field(default_factory=lambda: MappingProxyType({}))
    """The same three counts for each of the other tables, if any of the three is not 0."""

    def as_record(self) -> dict[str, Any]:
        """Return the object that `restore COPY --json` prints."""
        kinds = ("missing", "changed", "added")
        return {
            "copy": self.backup.as_record(),
            "passages": {kind: [entry.as_record() for entry in getattr(self, kind)] for kind in kinds},
            "others": {name: dict(zip(kinds, numbers, strict=True)) for name, numbers in self.others.items()},
        }


@dataclass(frozen=True, slots=True)
class Restored:
    """What was restored, by table. `before` is the name of the backup of the previous state."""

    counts: Mapping[str, int]
    before: str | None


class Backups:
    """The backups of one library. `notices` says what was found and repaired when annotations.db was opened."""

    def __init__(self, folder: Path) -> None:
        """Raise LibraryNotFoundError if the folder has neither annotations nor backups of them."""
        self._folder = folder
        self._path, self._backups = folder / NAME, folder / BACKUPS
        self.notices: list[str] = []
        if not self._path.exists() and not self.all():
            raise LibraryNotFoundError(
                f"There are no notes in {printable(str(folder))}, and no copies of any.",
                "Name another library with --library.",
            )

    def all(self) -> list[Backup]:
        """Return all backups, newest first, followed by the files that were set aside."""
        aside = sorted(self._path.parent.glob(f"{NAME}.damaged-*"), reverse=True)
        files = [*newest_first(self._backups), *(file for file in aside if not file.name.endswith(_COMPANION_SUFFIXES))]
        return [self._backup_of(file) for file in files]

    def now(self) -> Mapping[str, int]:
        """Return the present number of entries by table. Raise LibraryDamagedError if they cannot be read."""
        with self._open() as (_, connection):
            return {name: _count(connection, name) for name in entry_tables()}

    def find(self, name: str) -> Backup:
        """Return the backup of that name or day (2025-05-12). Raise PeaceindexError if there is none, or several."""
        backups = self.all()
        wanted = name.strip().removesuffix(".db")
        exact = [backup for backup in backups if wanted == backup.name]
        digits = wanted.replace("-", "")
        found = exact or [
            backup
            for backup in backups
            if wanted
            and (backup.name.startswith(wanted) or (digits.isdecimal() and digits in backup.name.replace("-", "")))
        ]
        if len(found) == 1:
            return found[0]
        if found:
            names = ", ".join(backup.name for backup in found[:3])
            raise PeaceindexError(f"Several copies are meant by '{printable(name)}': {names}.", "Name one of them.")
        raise PeaceindexError(f"There is no copy '{printable(name)}'.", _LIST_ADVICE)

    def difference(self, backup: Backup) -> Difference:
        """Return how a backup differs from the present state. Raise LibraryDamagedError if either cannot be read."""
        with self._open() as (_, current), self._readable(backup) as saved:
            before, now = _passages_by_id(saved), _passages_by_id(current)
            others = {
                name: numbers
                for name, table in entry_tables().items()
                if name not in PAIRS and any(numbers := _change_counts(_rows(saved, table), _rows(current, table)))
            }
        changed = {id: _changed_fields(before[id], now[id]) for id in before.keys() & now.keys()}
        return Difference(
            backup,
            tuple(_entry(row) for id, row in before.items() if id not in now),
            tuple(_entry(before[id], changed[id]) for id in before if changed.get(id)),
            tuple(_entry(row) for id, row in now.items() if id not in before),
            others,
        )

    def restore(self, backup: Backup) -> Restored:
        """Restore everything to the state of a backup. Raise LibraryDamagedError; in that case nothing has changed."""

        def replace(connection: sqlite3.Connection) -> dict[str, int]:
            for name, table in tables().items():
                names = ", ".join(table.columns)
                if name != HISTORY_TABLE:
                    connection.execute(f"DELETE FROM main.{name}")  # noqa: S608
                rows = f"SELECT {names} FROM backup.{name}"  # noqa: S608
                connection.execute(f"INSERT OR IGNORE INTO main.{name} ({names}) {rows}")
            return {name: _count(connection, f"main.{name}") for name in entry_tables()}

        return self._change(backup, replace)

    def restore_missing(self, backup: Backup) -> Restored:
        """Restore what a backup has and is missing now; what is there stays. Raise the same errors as `restore`."""

        def fill(connection: sqlite3.Connection) -> dict[str, int]:
            done = {}
            for name, table in tables().items():
                names, key = ", ".join(table.columns), ", ".join(table.key)
                missing = f"SELECT {names} FROM backup.{name}"  # noqa: S608
                if name in PAIRS:
                    missing += f" WHERE {key} NOT IN (SELECT {key} FROM main.{PAIRS[name]})"  # noqa: S608
                cursor = connection.execute(f"INSERT OR IGNORE INTO main.{name} ({names}) {missing}")
                done[name] = cursor.rowcount
            done.pop(HISTORY_TABLE, None)
            return done

        return self._change(backup, fill)

    def restore_passages(self, backup: Backup, ids: Sequence[str]) -> Restored:
        """Restore single passages as a backup has them, including those in its bin. Ids may be abbreviated.

        Raise PeaceindexError if the backup has no passage for an id, or several, and the same errors as `restore`.
        """

        def insert(connection: sqlite3.Connection) -> dict[str, int]:
            columns = [name for name in tables()["passages"].columns if name != "edited"]
            names = ", ".join(columns)
            wanted = {_full_id(connection, id) for id in ids}
            for id in wanted:
                connection.execute("DELETE FROM main.passages WHERE id = ?", (id,))
                connection.execute("DELETE FROM main.bin WHERE id = ?", (id,))
                for name in ("passages", "bin"):
                    values = f"SELECT {names}, ? FROM backup.{name} WHERE id = ?"  # noqa: S608
                    connection.execute(f"INSERT INTO main.passages ({names}, edited) {values}", (timestamp(), id))
            return {"passages": len(wanted)}

        return self._change(backup, insert)

    # --- inside

    def _backup_of(self, file: Path) -> Backup:
        made = made_at(file)
        is_aside = file.parent != self._backups
        name = file.name if is_aside else file.stem
        when = made.isoformat() if made else None
        return Backup(name, file, when, counts(file), is_sound_backup(file), is_aside)

    @contextmanager
    def _open(self) -> Iterator[tuple[Annotations, sqlite3.Connection]]:
        annotations = Annotations(self._folder)
        self.notices += annotations.file.notices
        try:
            with annotations.file.exclusive_database() as database:
                yield annotations, database.connection
        finally:
            annotations.close()

    @contextmanager
    def _readable_file(self, backup: Backup) -> Iterator[Path]:
        with tempfile.TemporaryDirectory(prefix="peacereader-") as place:
            file = Path(place) / "copy.db"
            try:
                make_readable(backup.path, file)
            except (OSError, sqlite3.Error) as error:
                raise LibraryDamagedError(f"The copy {backup.name} cannot be read: {error}.", _LIST_ADVICE) from error
            yield file

    @contextmanager
    def _readable(self, backup: Backup) -> Iterator[sqlite3.Connection]:
        with self._readable_file(backup) as file, closing(sqlite3.connect(file)) as connection:
            connection.row_factory = sqlite3.Row
            connection.text_factory = lambda data: data.decode("utf-8", "replace")
            yield connection

    def _change(self, backup: Backup, change: Callable[[sqlite3.Connection], Mapping[str, int]]) -> Restored:
        with self._readable_file(backup) as file, self._open() as (annotations, connection):
            try:
                before = back_up(self._path, self._backups, always=True)
            except (sqlite3.Error, OSError) as error:
                raise LibraryDamagedError(
                    f"What is there now could not be copied first ({error}), so nothing was changed.", _LIST_ADVICE
                ) from error
            connection.execute("ATTACH ? AS backup", (str(file),))
            try:
                with annotations.file.changing():
                    done = change(connection)
            finally:
                connection.execute("DETACH backup")
            # The newest backup must not hold more than the file does now, or that would look like a loss.
            back_up(self._path, self._backups, always=True)
        return Restored(MappingProxyType(done), before.stem if before else None)


def _count(connection: sqlite3.Connection, name: str) -> int:
    return int(connection.execute(f"SELECT count(*) FROM {name}").fetchone()[0])  # noqa: S608


def _rows(connection: sqlite3.Connection, table: Table) -> dict[tuple[Any, ...], dict[str, Any]]:
    rows = map(dict, connection.execute(f"SELECT * FROM {table.name}"))  # noqa: S608
    return {tuple(row[column] for column in table.key): row for row in rows}


def _passages_by_id(connection: sqlite3.Connection) -> dict[str, dict[str, Any]]:
    """Return all passages by id, including those in the bin, each with a flag for whether it is there."""
    newest = "SELECT * FROM {} ORDER BY created DESC, id"
    return {
        row["id"]: dict(row) | {"bin": name == "bin", "edited": None, "removed": None}
        for name in ("passages", "bin")
        for row in connection.execute(newest.format(name))
    }


def _changed_fields(before: Mapping[str, Any], now: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(name for name in before if before[name] != now[name])


def _change_counts(before: Mapping[Any, Any], now: Mapping[Any, Any]) -> tuple[int, int, int]:
    changed = sum(before[key] != now[key] for key in before.keys() & now.keys())
    return len(before.keys() - now.keys()), changed, len(now.keys() - before.keys())


def _entry(row: Mapping[str, Any], changed: tuple[str, ...] = ()) -> Entry:
    return Entry(row["id"], row["quote"], row["note"], row["title"], changed)


def _full_id(connection: sqlite3.Connection, id: str) -> str:
    wanted = id.strip().lower()
    query = " UNION ".join(f"SELECT id FROM backup.{name} WHERE id >= ?1 AND id < ?2" for name in ("passages", "bin"))  # noqa: S608
    found = [row[0] for row in connection.execute(query, (wanted, wanted + "g"))] if wanted else []
    if len(found) == 1:
        return str(found[0])
    if found:
        raise PeaceindexError(f"Several passages of the copy begin with '{printable(id)}'.", "Give more of the id.")
    raise PeaceindexError(f"The copy has no passage '{printable(id)}'.", "'peacereader restore COPY' shows them.")
