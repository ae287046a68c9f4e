"""Merges rows salvaged from a damaged file into a backup. Of two versions of an entry the last edited one wins."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from typing import TYPE_CHECKING, Any

from peaceindex.storage.tables import JSON_COLUMNS, PAIRS, Table, last_change, tables

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from peaceindex.storage.salvage import Row
    from peaceindex.storage.sqlite_pages import Value


class Merger:
    """Merges rows into a sound database that has the present schema, and counts what became of them."""

    def __init__(self, target: sqlite3.Connection) -> None:
        self._target = target
        self._target.row_factory = sqlite3.Row
        self._target.text_factory = lambda data: data.decode("utf-8", "replace")
        self._merged: dict[str, set[tuple[Value, ...]]] = {}
        self.fragments: dict[str, None] = {}
        """JSON objects, one for each entry that was read only in part or lost to another version of the same time.

        The keys of this dict are an ordered set.
        """

    @property
    def merged(self) -> Counter[str]:
        """How many entries of each table were new, or newer than those in the database."""
        return Counter({name: len(keys) for name, keys in self._merged.items()})

    def merge(self, rows: Iterable[Row]) -> None:
        """Merge the rows that are missing from the database, or newer than the entry in it.

        If the times are equal, the row merged later wins. But if it has the time of its last edit, the entry in the
        database stays.
        """
        for row in rows:
            self._merge(row)

    def lacks(self, table: Table, key: str) -> bool:
        """Return whether the database has no entry with this key."""
        return self._find(table, (key,)) is None

    def _merge(self, row: Row) -> None:
        table = tables().get(row.table)
        if table is None or any(row.values.get(column) in (None, "") for column in table.key):
            self._add_fragment(row.table, row.values)
            return
        key = tuple(row.values[column] for column in table.key)
        values = {n: v.replace("\0", "\ufffd") if isinstance(v, str) else v for n, v in row.values.items()}
        found = self._find(table, key)
        if found is None:
            if row.state == "whole" or (row.state == "flawed" and _is_usable(table, values)):
                self._store(table, key, values)
            if row.state != "whole":
                self._add_fragment(row.table, values)
            return
        found_table, existing = found
        is_same = found_table is table and all(existing[n] == v for n, v in values.items())
        if is_same or last_change(values, table) < last_change(existing, found_table):
            return
        if row.state != "whole":
            if not _is_part_of(values, existing):
                self._add_fragment(row.table, values)
            return
        if last_change(values, table) == last_change(existing, found_table):
            if values.get("edited"):  # an edit would have changed the time: this is damage that nothing else shows
                self._add_fragment(row.table, values)
                return
            self._add_fragment(found_table.name, existing)
        self._store(table, key, values)

    def _find(self, table: Table, key: tuple[Value, ...]) -> tuple[Table, dict[str, Any]] | None:
        where = " AND ".join(f"{column} = ?" for column in table.key)
        for name in filter(None, (table.name, PAIRS.get(table.name))):
            row = self._target.execute(f"SELECT * FROM {name} WHERE {where}", key).fetchone()  # noqa: S608
            if row is not None:
                return tables()[name], dict(row)
        return None

    def _store(self, table: Table, key: tuple[Value, ...], values: Mapping[str, Value]) -> None:
        names = ", ".join(f'"{name}"' for name in values)
        placeholders = ", ".join("?" * len(values))
        try:
            self._target.execute(
                f"INSERT OR REPLACE INTO {table.name} ({names}) VALUES ({placeholders})",  # noqa: S608
                tuple(values.values()),
            )
        except (sqlite3.Error, OverflowError):
            self._add_fragment(table.name, values)
            return
        if pair := PAIRS.get(table.name):
            where = " AND ".join(f"{column} = ?" for column in table.key)
            self._target.execute(f"DELETE FROM {pair} WHERE {where}", key)  # noqa: S608
            self._merged.get(pair, set()).discard(key)
        self._merged.setdefault(table.name, set()).add(key)

    def _add_fragment(self, name: str, values: Mapping[str, Value]) -> None:
        self.fragments[json.dumps({"table": name or "not known", **values}, ensure_ascii=False, default=repr)] = None


def _is_usable(table: Table, values: Mapping[str, Value]) -> bool:
    """Return whether an entry with some unreadable characters can still be merged."""
    for column in JSON_COLUMNS & values.keys():
        try:
            json.loads(str(values[column]))
        except ValueError:
            return False
    key_is_good = not any("\ufffd" in str(values[column]) for column in table.key)
    return key_is_good and table.fits(values, len(table.columns), check_times=True)


def _is_part_of(values: Mapping[str, Value], existing: Mapping[str, Any]) -> bool:
    """Return whether all that was read of an entry is already in the database, in `existing`."""
    return all(
        name not in existing
        or (str(existing[name]).startswith(value) if isinstance(value, str) else existing[name] == value)
        for name, value in values.items()
    )
