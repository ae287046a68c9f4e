"""The tables of annotations.db, derived from its schema.

Salvage, backups and comparisons use these, so that they also cover tables added later.
"""

from __future__ import annotations

import functools
import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from typing import TYPE_CHECKING

import msgspec

from peaceindex.startup.late_pattern import late_pattern
from peaceindex.storage.schema import ANNOTATIONS

if TYPE_CHECKING:
    from peaceindex.storage.sqlite_pages import Value

TIME_COLUMNS = ("edited", "removed", "seen", "made", "created")
"""The columns that state when an entry was changed. Of two versions, the one with the latest of these is newer."""
PAIRS = {"passages": "bin", "bin": "passages"}
"""Tables whose entries move from one to the other. An entry is never in both."""
INTERNAL_TABLE = "state"
"""The table that holds none of the user's work."""
HISTORY_TABLE = "history"
"""The table that keeps how entries changed. It is no entry itself: it is not counted, and a restore only adds to it."""
JSON_COLUMNS = frozenset(
    {"labels", "authors", "event", "tags", "value", "was", "request", "widened", "before", "after"}
)
"""The columns that hold JSON."""
REMOVABLE_TABLES = frozenset({"read_marks", "saved_searches", "search_log"})
"""The tables from which users can remove entries for good. An entry of any other table can only move to its pair."""
_TIME = late_pattern(r"\d{4}-\d\d-\d\dT\d\d:")


class Table(msgspec.Struct, frozen=True):
    """A table: its columns in the order of its records on disk, and the type of each column."""

    name: str
    columns: tuple[str, ...]
    key: tuple[str, ...]
    types: Mapping[str, str]
    """Column -> its declared type: TEXT, INTEGER, or empty for text or bytes."""
    required: frozenset[str]
    rowid: str | None
    """The column that is the rowid; None for a table without one."""
    column_counts: tuple[int, ...]
    """The number of its columns in each layout, from 1; 0 before it was there. Older records have fewer columns."""
    indexes: tuple[str, ...]
    """The names of its indexes. Their records hold the indexed columns, then the key."""

    @property
    def initial_column_count(self) -> int:
        """The number of columns that the table had at first."""
        return next(filter(None, self.column_counts))

    @property
    def times(self) -> tuple[str, ...]:
        """The columns that are times."""
        return tuple(column for column in self.columns if column in TIME_COLUMNS)

    def row(self, values: Sequence[Value], rowid: int | None) -> dict[str, Value]:
        """Return the values of a record by column."""
        row = dict(zip(self.columns, values, strict=False))
        if self.rowid and rowid is not None:
            row[self.rowid] = rowid
        return row

    def fits(self, row: Mapping[str, Value], count: int, *, check_times: bool = False) -> bool:
        """Return whether a row that was written with `count` values may belong to this table.

        If `check_times` is set, its time columns must also look like times.
        """
        if not self.initial_column_count <= count <= len(self.columns):
            return False
        for column, value in row.items():
            if value is None:
                if column in self.required:
                    return False
                continue
            has_type = isinstance(value, {"TEXT": str, "INTEGER": int}.get(self.types[column], str | bytes))
            if not has_type or (check_times and column in TIME_COLUMNS and value and not _TIME.match(str(value))):
                return False
        return True


@functools.cache
def tables() -> Mapping[str, Table]:
    """Return all tables with work of the user, by name."""
    with closing(sqlite3.connect(":memory:")) as database:
        counts: list[dict[str, int]] = []
        for script in ANNOTATIONS:
            database.executescript(script)
            counts.append({name: len(_columns(database, name)) for name in _names(database)})
        return {
            name: _table(database, name, tuple(layout.get(name, 0) for layout in counts))
            for name in _names(database)
            if name != INTERNAL_TABLE
        }


def entry_tables() -> Mapping[str, Table]:
    """Return the tables whose rows are entries that people count: all but the history."""
    return {name: table for name, table in tables().items() if name != HISTORY_TABLE}


def last_change(row: Mapping[str, Value], table: Table) -> str:
    """Return the time of an entry's last change, or "" if it has none."""
    return max((str(row[column]) for column in table.times if row.get(column)), default="")


def _names(database: sqlite3.Connection) -> list[str]:
    query = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
    return [name for (name,) in database.execute(query)]


def _columns(database: sqlite3.Connection, name: str) -> list[tuple[int, str, str, int, object, int]]:
    return database.execute(f"PRAGMA table_info({name})").fetchall()


def _table(database: sqlite3.Connection, name: str, column_counts: tuple[int, ...]) -> Table:
    columns = _columns(database, name)
    query = "SELECT sql FROM sqlite_master WHERE name = ?"
    is_tree_of_keys = "WITHOUT ROWID" in database.execute(query, (name,)).fetchone()[0].upper()
    key = tuple(column[1] for column in sorted(columns, key=lambda column: column[5]) if column[5])
    order = [column[1] for column in columns]
    if is_tree_of_keys:  # its records begin with the key
        order = [*key, *(column for column in order if column not in key)]
    indexes = [index[1] for index in database.execute(f"PRAGMA index_list({name})") if index[3] == "c"]
    return Table(
        name,
        tuple(order),
        key,
        {column[1]: column[2] for column in columns},
        frozenset(column[1] for column in columns if column[3] or column[5]) - (set() if is_tree_of_keys else set(key)),
        None if is_tree_of_keys else key[0],
        column_counts,
        tuple(indexes),
    )
