"""Finds entries that annotations.db lacks although its newest backup has them and no user can have removed them."""

from __future__ import annotations

import sqlite3
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from peaceindex.model.entry_counts import listed
from peaceindex.storage.backups import dated, newest_first, read_only_address
from peaceindex.storage.tables import MAY_SHRINK, PAIRS, tables
from peaceindex.text.decoding import printable


@dataclass(frozen=True, slots=True)
class Shortage:
    """How the file compares with a backup. `lost` counts by table the entries that only the backup has.

    Passages in the bin count as present. Read marks, saved searches and the search log are compared only for
    `is_bare`, because users may remove those.
    """

    copy: Path | None = None
    lost: Counter[str] = field(default_factory=Counter)
    had: int = 0
    """Entries in the backup, in the tables from which users cannot remove any."""
    own: int = 0
    """Entries that only the file has, in the same tables."""
    is_bare: bool = False
    """Whether the file has no rows at all, while the backup has read marks or saved searches."""

    @property
    def is_much(self) -> bool:
        """Whether the file must be an older or emptied one: it lacks over half the entries and has no new ones."""
        return not self.own and 2 * self.lost.total() > self.had

    def notices(self, path: Path) -> list[str]:
        """Return the messages for the user, or an empty list if nothing is missing."""
        if self.copy is None or not (self.lost or self.is_bare):
            return []
        what = listed(self.lost) if self.lost else "marks and saved searches"
        return [
            f"{printable(str(path))} lacks what its copy of {dated(self.copy)} has: {what}. If that was not your wish: "
            f"'peacereader restore {self.copy.stem}' shows the difference and brings it back."
        ]


def shortage(connection: sqlite3.Connection, backups: Path, *, only_counts: bool = False) -> Shortage:
    """Compare a sound file, open as `connection`, with its newest readable backup.

    With `only_counts`, the entries are compared one by one only if the file has fewer than the backup.
    """
    for copy in newest_first(backups):
        with suppress(sqlite3.Error, UnicodeDecodeError):  # if a backup is damaged, the one before it is compared
            return compare(connection, copy, only_counts=only_counts)
    return Shortage()


def compare(connection: sqlite3.Connection, copy: Path, *, only_counts: bool = False) -> Shortage:
    """Compare a sound file with this backup, as `shortage` does. Raises sqlite3.Error if it cannot be read."""
    connection.execute("ATTACH ? AS copy", (read_only_address(copy),))
    try:
        return Shortage() if only_counts and _has_no_fewer(connection) else _compare(connection, copy)
    finally:
        connection.execute("DETACH copy")


def _compare(connection: sqlite3.Connection, copy: Path) -> Shortage:
    here, there = _names(connection, "main"), _names(connection, "copy")
    if "passages" not in there:
        raise sqlite3.DatabaseError("this is no copy of annotations.db")
    lost, had, own = Counter[str](), 0, 0
    for name in _lasting():
        if name in here & there:
            now, before = _keys("main", name, here), _keys("copy", name, there)
            had += _count(connection, before)
            lost[name] = _count(connection, f"{before} EXCEPT SELECT * FROM ({now})")  # noqa: S608
            own += _count(connection, f"{now} EXCEPT SELECT * FROM ({before})")  # noqa: S608
    is_bare = not any(_count(connection, _keys("main", name, here)) for name in tables().keys() & here) and any(
        _count(connection, _keys("copy", name, there)) for name in {"read_marks", "saved_searches"} & there
    )
    return Shortage(copy, +lost, had, own, is_bare)


def _lasting() -> list[str]:
    """Return the tables from which users cannot remove entries, without the bin, which counts with the passages."""
    return [name for name in tables() if name not in MAY_SHRINK and name != "bin"]


def _has_no_fewer(connection: sqlite3.Connection) -> bool:
    here, there = _names(connection, "main"), _names(connection, "copy")
    for name in _lasting():
        now, before = (
            sum(_count(connection, f"{database}.{one}") for one in (name, PAIRS.get(name)) if one in names)
            for database, names in (("main", here), ("copy", there))
        )
        if now < before:
            return False
    return "passages" in there


def _names(connection: sqlite3.Connection, database: str) -> set[str]:
    return {name for (name,) in connection.execute(f"SELECT name FROM {database}.sqlite_master")}  # noqa: S608


def _keys(database: str, name: str, there: set[str]) -> str:
    """Return the query for the keys of a table and of its pair."""
    key = ", ".join(tables()[name].key)
    names = [one for one in (name, PAIRS.get(name)) if one in there]
    return " UNION ".join(f"SELECT {key} FROM {database}.{one}" for one in names)  # noqa: S608


def _count(connection: sqlite3.Connection, rows: str) -> int:
    """Return how many rows a table or a query has."""
    rows = f"({rows})" if " " in rows else rows
    return int(connection.execute(f"SELECT count(*) FROM {rows}").fetchone()[0])  # noqa: S608
