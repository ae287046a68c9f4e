"""Rows of a damaged file laid over those of a copy: of two versions of an entry the one that was edited last wins."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from peaceindex.storage.salvage import Row
from peaceindex.storage.sqlite_pages import Value
from peaceindex.storage.tables import JSON, PAIRS, Table, latest, tables


class Merger:
    """Takes rows into a sound database of today's schema, and counts what became of them."""

    def __init__(self, target: sqlite3.Connection) -> None:
        self._target = target
        self._target.row_factory = sqlite3.Row
        self._target.text_factory = lambda data: data.decode("utf-8", "replace")
        self._taken: dict[str, set[tuple[Value, ...]]] = {}
        self.fragments: dict[str, None] = {}
        """What could be read only in part, or lost against another version of the same time: objects of JSON."""

    @property
    def taken(self) -> Counter[str]:
        """How many entries of each table were new, or newer than what was there."""
        return Counter({name: len(keys) for name, keys in self._taken.items()})

    def take(self, rows: Iterable[Row]) -> None:
        """Take in those of the rows that are missing or newer.

        Where times are equal the later taken wins, unless its table tells of each edit when it was.
        """
        for row in rows:
            self._take(row)

    def lacks(self, table: Table, key: str) -> bool:
        """Whether there is no entry of this key."""
        return self._find(table, (key,)) is None

    def _take(self, row: Row) -> None:
        table = tables().get(row.table)
        if table is None or any(row.values.get(column) in (None, "") for column in table.key):
            self._keep_apart(row.table, row.values)
            return
        key = tuple(row.values[column] for column in table.key)
        values = {n: v.replace("\0", "\ufffd") if isinstance(v, str) else v for n, v in row.values.items()}
        found = self._find(table, key)
        if found is None:
            if row.state == "whole" or (row.state == "flawed" and _is_usable(table, values)):
                self._put(table, key, values)
            if row.state != "whole":
                self._keep_apart(row.table, values)
            return
        where, there = found
        same = where is table and all(there[n] == v for n, v in values.items())
        if same or latest(values, table) < latest(there, where):
            return
        if row.state != "whole":
            if not _is_part_of(values, there):
                self._keep_apart(row.table, values)
            return
        if latest(values, table) == latest(there, where):
            if values.get("edited"):  # each edit has its time: this is no edit but damage that nothing else shows
                self._keep_apart(row.table, values)
                return
            self._keep_apart(where.name, there)
        self._put(table, key, values)

    def _find(self, table: Table, key: tuple[Value, ...]) -> tuple[Table, dict[str, Any]] | None:
        where = " AND ".join(f"{column} = ?" for column in table.key)
        for name in filter(None, (table.name, PAIRS.get(table.name))):
            row = self._target.execute(f"SELECT * FROM {name} WHERE {where}", key).fetchone()  # noqa: S608
            if row is not None:
                return tables()[name], dict(row)
        return None

    def _put(self, table: Table, key: tuple[Value, ...], values: Mapping[str, Value]) -> None:
        names = ", ".join(f'"{name}"' for name in values)
        marks = ", ".join("?" * len(values))
        try:
            self._target.execute(
                f"INSERT OR REPLACE INTO {table.name} ({names}) VALUES ({marks})",  # noqa: S608
                tuple(values.values()),
            )
        except (sqlite3.Error, OverflowError):
            self._keep_apart(table.name, values)
            return
        if pair := PAIRS.get(table.name):
            where = " AND ".join(f"{column} = ?" for column in table.key)
            self._target.execute(f"DELETE FROM {pair} WHERE {where}", key)  # noqa: S608
            self._taken.get(pair, set()).discard(key)
        self._taken.setdefault(table.name, set()).add(key)

    def _keep_apart(self, name: str, values: Mapping[str, Value]) -> None:
        self.fragments[json.dumps({"table": name or "not known", **values}, ensure_ascii=False, default=repr)] = None


def _is_usable(table: Table, values: Mapping[str, Value]) -> bool:
    """Whether an entry with some signs that could not be read can still stand among the others."""
    for column in JSON & values.keys():
        try:
            json.loads(str(values[column]))
        except ValueError:
            return False
    key_is_good = not any("\ufffd" in str(values[column]) for column in table.key)
    return key_is_good and table.fits(values, len(table.columns), well=True)


def _is_part_of(values: Mapping[str, Value], there: Mapping[str, Any]) -> bool:
    """Whether what was read of an entry says nothing that is not there already."""
    return all(
        name not in there or (str(there[name]).startswith(value) if isinstance(value, str) else there[name] == value)
        for name, value in values.items()
    )
