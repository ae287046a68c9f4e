"""The tables of annotations.db as its schema makes them, so that a later table is saved, counted and compared too."""

from __future__ import annotations

import functools
import re
import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass

from peaceindex.storage.schema import ANNOTATIONS
from peaceindex.storage.sqlite_pages import Value

TIMES = ("edited", "removed", "seen", "made", "created")
"""The columns that tell when something was done to an entry; the latest of them decides which of two is newer."""
PAIRS = {"passages": "bin", "bin": "passages"}
"""An entry of the one table goes over into the other, and never lies in both."""
NOT_THE_USERS = "state"
"""The table that holds no work of the user's."""
JSON = frozenset({"labels", "authors", "value", "was", "request", "widened"})
"""The columns that hold JSON."""
MAY_SHRINK = frozenset({"read_marks", "saved_searches", "search_log"})
"""What people take away for good. An entry of any other table goes nowhere but to its pair."""
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:")


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its columns in the order in which a record has them, and what a value of each must be."""

    name: str
    columns: tuple[str, ...]
    key: tuple[str, ...]
    kinds: Mapping[str, str]
    """TEXT, INTEGER or empty (text or bytes) by column."""
    required: frozenset[str]
    rowid: str | None
    """The column that is the number of the row; None for a table without."""
    least: int
    """So many columns it had at first: records of that time have no more."""
    indexes: tuple[str, ...]
    """The names of its indexes, whose records are other columns and then the key."""

    @property
    def times(self) -> tuple[str, ...]:
        """Its columns that are times."""
        return tuple(column for column in self.columns if column in TIMES)

    def row(self, values: Sequence[Value], rowid: int | None) -> dict[str, Value]:
        """The values of a record by column."""
        row = dict(zip(self.columns, values, strict=False))
        if self.rowid and rowid is not None:
            row[self.rowid] = rowid
        return row

    def fits(self, row: Mapping[str, Value], count: int, *, well: bool = False) -> bool:
        """Whether a row written with so many values may be one of this table; `well`: and looks like one."""
        if not self.least <= count <= len(self.columns):
            return False
        for column, value in row.items():
            if value is None:
                if column in self.required:
                    return False
                continue
            is_of_kind = isinstance(value, {"TEXT": str, "INTEGER": int}.get(self.kinds[column], str | bytes))
            if not is_of_kind or (well and column in TIMES and value and not _TIME.match(str(value))):
                return False
        return True


@functools.cache
def tables() -> Mapping[str, Table]:
    """The tables by name."""
    with closing(sqlite3.connect(":memory:")) as database:
        least: dict[str, int] = {}
        for script in ANNOTATIONS:
            database.executescript(script)
            for name in _names(database):
                least.setdefault(name, len(_columns(database, name)))
        return {name: _table(database, name, least[name]) for name in _names(database) if name != NOT_THE_USERS}


def latest(row: Mapping[str, Value], table: Table) -> str:
    """When something was last done to an entry; "" if it does not say."""
    return max((str(row[column]) for column in table.times if row.get(column)), default="")


def _names(database: sqlite3.Connection) -> list[str]:
    query = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
    return [name for (name,) in database.execute(query)]


def _columns(database: sqlite3.Connection, name: str) -> list[tuple[int, str, str, int, object, int]]:
    return database.execute(f"PRAGMA table_info({name})").fetchall()


def _table(database: sqlite3.Connection, name: str, least: int) -> Table:
    columns = _columns(database, name)
    query = "SELECT sql FROM sqlite_master WHERE name = ?"
    is_tree_of_keys = "WITHOUT ROWID" in database.execute(query, (name,)).fetchone()[0].upper()
    key = tuple(column[1] for column in sorted(columns, key=lambda column: column[5]) if column[5])
    order = [column[1] for column in columns]
    if is_tree_of_keys:  # the key comes first in its records
        order = [*key, *(column for column in order if column not in key)]
    indexes = [index[1] for index in database.execute(f"PRAGMA index_list({name})") if index[3] == "c"]
    return Table(
        name,
        tuple(order),
        key,
        {column[1]: column[2] for column in columns},
        frozenset(column[1] for column in columns if column[3] or column[5]) - (set() if is_tree_of_keys else set(key)),
        None if is_tree_of_keys else key[0],
        least,
        tuple(indexes),
    )
