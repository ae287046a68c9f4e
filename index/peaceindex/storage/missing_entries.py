"""Finds entries that annotations.db lacks although its newest backup has them and no user can have removed them."""

from __future__ import annotations

import sqlite3
from collections import Counter
from contextlib import suppress
from pathlib import Path

import msgspec

from peaceindex.model.entry_counts import listed
from peaceindex.storage.backups import date_label, immutable_uri, newest_first
from peaceindex.storage.tables import PAIRS, REMOVABLE_TABLES, entry_tables, tables
from peaceindex.text.decoding import printable


class MissingEntries(msgspec.Struct, frozen=True):
    """How the file compares with a backup. `by_table` counts by table the entries that only the backup has.

    Passages in the bin count as present. Read marks, saved searches and the search log are compared only for
    `is_bare`, because users may remove those.
    """

    backup: Path | None = None
    by_table: Counter[str] = msgspec.field(default_factory=Counter)
    in_backup: int = 0
    """Entries in the backup, in the tables from which users cannot remove any."""
    only_here: int = 0
    """Entries that only the file has, in the same tables."""
    is_bare: bool = False
    """Whether the file has no rows at all, while the backup has read marks or saved searches."""

    @property
    def is_most(self) -> bool:
        """Whether the file must be an older or emptied one: it lacks over half the entries and has no new ones."""
        return not self.only_here and 2 * self.by_table.total() > self.in_backup

    def notices(self, path: Path) -> list[str]:
        """Return the messages for the user, or an empty list if nothing is missing."""
        if self.backup is None or not (self.by_table or self.is_bare):
            return []
        what = listed(self.by_table) if self.by_table else "marks and saved searches"
        return [
            f"{printable(str(path))} lacks what its copy of {date_label(self.backup)} has: {what}. If that was not "
            f"your wish: 'peacereader restore {self.backup.stem}' shows the difference and brings it back."
        ]


def compare_with_newest(connection: sqlite3.Connection, backups: Path, *, only_counts: bool = False) -> MissingEntries:
    """Compare a sound file, open as `connection`, with its newest readable backup.

    With `only_counts`, the entries are compared one by one only if the file has fewer than the backup.
    """
    for backup in newest_first(backups):
        with suppress(sqlite3.Error, UnicodeDecodeError):  # if a backup is damaged, the one before it is compared
            return compare(connection, backup, only_counts=only_counts)
    return MissingEntries()


def compare(connection: sqlite3.Connection, backup: Path, *, only_counts: bool = False) -> MissingEntries:
    """Compare a sound file with a backup, as `compare_with_newest` does. Raises sqlite3.Error if it cannot be read."""
    connection.execute("ATTACH ? AS backup", (immutable_uri(backup),))
    try:
        return MissingEntries() if only_counts and _has_no_fewer(connection) else _compare(connection, backup)
    finally:
        connection.execute("DETACH backup")


def _compare(connection: sqlite3.Connection, backup: Path) -> MissingEntries:
    tables_here, tables_in_backup = _names(connection, "main"), _names(connection, "backup")
    if "passages" not in tables_in_backup:
        raise sqlite3.DatabaseError("this is no copy of annotations.db")
    by_table, in_backup, only_here = Counter[str](), 0, 0
    for name in _permanent_tables():
        if name in tables_here & tables_in_backup:
            keys_here, keys_in_backup = (
                _key_query("main", name, tables_here),
                _key_query("backup", name, tables_in_backup),
            )
            in_backup += _count(connection, keys_in_backup)
            by_table[name] = _count(connection, f"{keys_in_backup} EXCEPT SELECT * FROM ({keys_here})")  # noqa: S608
            only_here += _count(connection, f"{keys_here} EXCEPT SELECT * FROM ({keys_in_backup})")  # noqa: S608
    is_bare = not any(
        _count(connection, _key_query("main", name, tables_here)) for name in tables().keys() & tables_here
    ) and any(
        _count(connection, _key_query("backup", name, tables_in_backup))
        for name in {"read_marks", "saved_searches"} & tables_in_backup
    )
    return MissingEntries(backup, +by_table, in_backup, only_here, is_bare)


def _permanent_tables() -> list[str]:
    """Return the tables from which users cannot remove entries, without the bin, which counts with the passages."""
    return [name for name in entry_tables() if name not in REMOVABLE_TABLES and name != "bin"]


def _has_no_fewer(connection: sqlite3.Connection) -> bool:
    tables_here, tables_in_backup = _names(connection, "main"), _names(connection, "backup")
    for name in _permanent_tables():
        count_here, count_in_backup = (
            sum(_count(connection, f"{database}.{one}") for one in (name, PAIRS.get(name)) if one in names)
            for database, names in (("main", tables_here), ("backup", tables_in_backup))
        )
        if count_here < count_in_backup:
            return False
    return "passages" in tables_in_backup


def _names(connection: sqlite3.Connection, database: str) -> set[str]:
    return {name for (name,) in connection.execute(f"SELECT name FROM {database}.sqlite_master")}  # noqa: S608


def _key_query(database: str, name: str, existing: set[str]) -> str:
    """Return the query for the keys of a table and of its pair."""
    key = ", ".join(tables()[name].key)
    names = [one for one in (name, PAIRS.get(name)) if one in existing]
    return " UNION ".join(f"SELECT {key} FROM {database}.{one}" for one in names)  # noqa: S608


def _count(connection: sqlite3.Connection, rows: str) -> int:
    """Return how many rows a table or a query has."""
    rows = f"({rows})" if " " in rows else rows
    return int(connection.execute(f"SELECT count(*) FROM {rows}").fetchone()[0])  # noqa: S608
