"""What annotations.db lacks of its newest copy, although nobody can have taken it away."""

from __future__ import annotations

import sqlite3
from collections import Counter
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from peaceindex.sources.decoding import printable
from peaceindex.store.backups import counts, newest_first, read_only_address
from peaceindex.store.counting_words import dated, listed
from peaceindex.store.tables import MAY_SHRINK, PAIRS, tables


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
        what = listed(self.lost) or "marks and saved searches"
        return [
            f"{printable(str(path))} lacks what its copy of {dated(self.copy)} has: {what}. If that was not your wish: "
            f"'peacereader restore {self.copy.stem}' shows the difference and brings it back."
        ]


def shortage(path: Path, backups: Path) -> Shortage:
    """Compare a sound file with its newest copy that can be read."""
    copy = next((one for one in newest_first(backups) if counts(one) is not None), None)
    return compare(path, copy) if copy else Shortage()


def compare(path: Path, copy: Path) -> Shortage:
    """Compare a sound file with this copy; no shortage if that cannot be done just now."""
    lost, had, own = Counter[str](), 0, 0
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True, timeout=15)) as connection:
            connection.execute("ATTACH ? AS copy", (read_only_address(copy),))
            here, there = _names(connection, "main"), _names(connection, "copy")
            for name in tables().keys() - MAY_SHRINK - {"bin"}:  # the bin is counted with the passages
                if name in here & there:
                    now, before = _keys("main", name, here), _keys("copy", name, there)
                    had += _count(connection, before)
                    lost[name] = _count(connection, f"{before} EXCEPT SELECT * FROM ({now})")  # noqa: S608
                    own += _count(connection, f"{now} EXCEPT SELECT * FROM ({before})")  # noqa: S608
            is_bare = not any(_count(connection, _keys("main", name, here)) for name in tables().keys() & here) and any(
                _count(connection, _keys("copy", name, there)) for name in {"read_marks", "saved_searches"} & there
            )
    except sqlite3.Error:
        return Shortage()
    return Shortage(copy, +lost, had, own, is_bare)


def _names(connection: sqlite3.Connection, database: str) -> set[str]:
    return {name for (name,) in connection.execute(f"SELECT name FROM {database}.sqlite_master")}  # noqa: S608


def _keys(database: str, name: str, there: set[str]) -> str:
    """The query for the keys of a table, and of its pair."""
    key = ", ".join(tables()[name].key)
    names = [one for one in (name, PAIRS.get(name)) if one in there]
    return " UNION ".join(f"SELECT {key} FROM {database}.{one}" for one in names)  # noqa: S608


def _count(connection: sqlite3.Connection, query: str) -> int:
    return int(connection.execute(f"SELECT count(*) FROM ({query})").fetchone()[0])  # noqa: S608
