"""Merges saved searches and the search log of another library."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from peaceindex.storage.search_history import record, stored_row
from peaceindex.storage.serialization import packed_ids, timestamp, unpacked_ids

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from peaceindex.storage.tables import Table

Row = dict[str, Any]


@dataclass
class SearchMerge:
    """How many saved searches were added or know more articles now, and the new names of some."""

    added: int = 0
    changed: int = 0
    renamed: dict[str, str] = field(default_factory=dict)


def merge_saved_searches(connection: sqlite3.Connection, rows: Sequence[Row]) -> SearchMerge:
    """Merge saved searches. Of two with one name that search for different things, both stay, under two names.

    If they search for the same, what was seen in either of them is not new any more. Each that is added is a step that
    can be undone.
    """
    done = SearchMerge()
    for row in rows:
        name, number = row["name"], 1
        while (own := _saved(connection, name)) is not None and not _is_same(own, row):
            number += 1
            name = f"{row['name']} ({number})"
        if own is not None:
            done.changed += _take_known(connection, own, row)
            continue
        values = row | {"name": name}
        names, marks = ", ".join(f'"{column}"' for column in values), ", ".join("?" * len(values))
        query = f"INSERT INTO saved_searches ({names}) VALUES ({marks})"  # noqa: S608
        connection.execute(query, tuple(values.values()))
        record(connection, {}, stored_row(connection, "saved_searches", name))
        done.added += 1
        if name != row["name"]:
            done.renamed[row["name"]] = name
    return done


def _saved(connection: sqlite3.Connection, name: str) -> Row | None:
    found = connection.execute("SELECT * FROM saved_searches WHERE name = ?", (name,)).fetchone()
    return None if found is None else dict(found)


def _is_same(own: Row, row: Row) -> bool:
    try:
        return bool(json.loads(own["request"]) == json.loads(row["request"]))
    except (TypeError, ValueError):
        return bool(own["request"] == row["request"])


def _take_known(connection: sqlite3.Connection, own: Row, row: Row) -> bool:
    """Add what is known there to what is known here. Return whether that was more."""
    if own["known"] is None or row["known"] is None:  # what was added until a time: that time is another library's
        return False
    try:
        here, there = unpacked_ids(own["known"]), unpacked_ids(row["known"])
    except ValueError:
        return False
    if there <= here:
        return False
    connection.execute(
        "UPDATE saved_searches SET known = ?, seen = ?, edited = ? WHERE name = ?",
        (packed_ids(here | there), max(own["seen"], row["seen"]), timestamp(), own["name"]),
    )
    return True


def merge_log(connection: sqlite3.Connection, table: Table, rows: Sequence[Row]) -> int:
    """Add the entries of a numbered table that are not here, with new numbers. Return how many came.

    Two entries are the same if all their values but the number are.
    """
    columns = [name for name in table.columns if name != table.rowid]
    names, marks = ", ".join(f'"{name}"' for name in columns), ", ".join("?" * len(columns))
    known = {tuple(row) for row in connection.execute(f"SELECT {names} FROM {table.name}")}  # noqa: S608
    new = [entry for row in rows if (entry := tuple(row[name] for name in columns)) not in known]
    query = f"INSERT INTO {table.name} ({names}) VALUES ({marks})"  # noqa: S608
    connection.executemany(query, dict.fromkeys(new))
    return len(new)
