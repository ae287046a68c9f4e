"""Undoing and redoing changes of saved searches, and removals from the search log.

A side of a change is the row as it was, with bytes in Base64; empty if there was none. Of a search that was renamed it
is the name alone, since what was seen of its hits stays.
"""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any

from peaceindex.model.search_change import SearchChange
from peaceindex.storage.bad_text import fetch_rows
from peaceindex.storage.history import Entry, History, Step, set_other_side
from peaceindex.storage.serialization import timestamp

if TYPE_CHECKING:
    import sqlite3

    from peaceindex.storage.annotations_file import AnnotationFile

_KEYS = {"saved_searches": "name", "search_log": "number"}


class SearchHistory:
    """Undoes and redoes changes of saved searches. Each call is one transaction."""

    def __init__(self, file: AnnotationFile) -> None:
        self._file = file
        self._history = History(file, "searches")

    def move(self, *, is_undo: bool) -> SearchChange | None:
        """Undo the last change that is in force, or redo the one undone last. Return it; None if there is none."""
        with self._file.writing() as connection:
            moved = None
            for entry in self._history.take_step(connection, is_undo=is_undo):
                _apply(connection, entry, is_undo=is_undo)
                number = entry.before.get("number", entry.after.get("number"))
                moved = SearchChange(_name(entry.before), _name(entry.after), number)
            return moved


def stored_row(connection: sqlite3.Connection, table: str, key: str | int) -> dict[str, Any]:
    """Return a row of `saved_searches` or `search_log` as a side of a change; empty if there is none."""
    for row in fetch_rows(connection, f"SELECT * FROM {table} WHERE {_KEYS[table]} = ?", (key,)):  # noqa: S608
        return {name: _as_json_value(row[name]) for name in row.keys()}  # noqa: SIM118 - a row is no mapping
    return {}


def record(connection: sqlite3.Connection, before: dict[str, Any], after: dict[str, Any]) -> None:
    """Add a change to the history, as a step of its own."""
    Step(connection, "searches").record(_name(after) or _name(before) or "", "search", before, after)


def _apply(connection: sqlite3.Connection, entry: Entry, *, is_undo: bool) -> None:
    target, other = (entry.before, entry.after) if is_undo else (entry.after, entry.before)
    if target.keys() == other.keys() == {"name"}:
        connection.execute(
            "UPDATE OR IGNORE saved_searches SET name = ?, edited = ? WHERE name = ?",
            (target["name"], timestamp(), other["name"]),
        )
        return
    table = "search_log" if "number" in target or "number" in other else "saved_searches"
    key = _KEYS[table]
    if table == "search_log" and target and stored_row(connection, table, target[key]):
        # The number was the last one, and another search has it now: both stay.
        target = target | {key: connection.execute("SELECT max(number) + 1 FROM search_log").fetchone()[0]}
        set_other_side(connection, entry, target, is_undo=not is_undo)
    for side in (other, target):
        if side and (now := stored_row(connection, table, side[key])):
            set_other_side(connection, entry, now, is_undo=is_undo)
            connection.execute(f"DELETE FROM {table} WHERE {key} = ?", (side[key],))  # noqa: S608
    if target:
        values = {name: _value(value) for name, value in target.items()}
        if "edited" in values:
            values["edited"] = timestamp()
        names, places = ", ".join(values), ", ".join("?" * len(values))
        connection.execute(f"INSERT INTO {table} ({names}) VALUES ({places})", tuple(values.values()))  # noqa: S608


def _name(side: dict[str, Any]) -> str | None:
    return None if not side else str(side.get("name") or side.get("text") or "")


def _as_json_value(value: Any) -> Any:
    return {"base64": base64.b64encode(value).decode("ascii")} if isinstance(value, bytes) else value


def _value(value: Any) -> Any:
    return base64.b64decode(value["base64"]) if isinstance(value, dict) else value
