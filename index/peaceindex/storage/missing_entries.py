"""What annotations.db lacks of its newest copy, although nobody can have taken it away."""

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
    """How the file compares with a copy: entries that the copy has and the file lacks, by table.

    Passages that went into the bin are there; marks, searches and the log are not looked at, since people take those
    away (but for `is_bare`).
    """

    copy: Path | None = None
    lost: Counter[str] = field(default_factory=Counter)
    had: int = 0
    """Lasting entries in the copy."""
    own: int = 0
    """Lasting entries that the file has and the copy lacks."""
    is_bare: bool = False
    """There is no row at all in the file, but marks or saved searches in the copy."""

    @property
    def is_much(self) -> bool:
        """Whether this can only be an older or emptied file: it lacks over half, and has nothing of its own."""
        return not self.own and 2 * self.lost.total() > self.had

    def notices(self, path: Path) -> list[str]:
        """What to tell the person; nothing if there is no shortage."""
        if self.copy is None or not (self.lost or self.is_bare):
            return []
        what = listed(self.lost) if self.lost else "marks and saved searches"
        return [
            f"{printable(str(path))} lacks what its copy of {dated(self.copy)} has: {what}. If that was not your wish: "
            f"'peacereader restore {self.copy.stem}' shows the difference and brings it back."
        ]


def shortage(connection: sqlite3.Connection, backups: Path, *, only_counts: bool = False) -> Shortage:
    """Compare a sound file, open as `connection`, with its newest copy that can be read.

    `only_counts`: entry by entry only if the file has fewer of them.
    """
    for copy in newest_first(backups):
        with suppress(sqlite3.Error, UnicodeDecodeError):  # a damaged copy: the one before it tells
            return compare(connection, copy, only_counts=only_counts)
    return Shortage()


def compare(connection: sqlite3.Connection, copy: Path, *, only_counts: bool = False) -> Shortage:
    """Compare a sound file with this copy; as `shortage`. Raises sqlite3.Error if the copy cannot be read."""
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
    """The tables of entries that nobody takes away; the bin is counted with the passages."""
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
    """The query for the keys of a table, and of its pair."""
    key = ", ".join(tables()[name].key)
    names = [one for one in (name, PAIRS.get(name)) if one in there]
    return " UNION ".join(f"SELECT {key} FROM {database}.{one}" for one in names)  # noqa: S608


def _count(connection: sqlite3.Connection, rows: str) -> int:
    """How many rows a table or a query has."""
    rows = f"({rows})" if " " in rows else rows
    return int(connection.execute(f"SELECT count(*) FROM {rows}").fetchone()[0])  # noqa: S608
