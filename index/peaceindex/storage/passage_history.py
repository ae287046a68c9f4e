"""The table `history` of annotations.db: every change of passages and of the user's tags, to be undone and redone.

Nothing is ever deleted from it. Of a note that was overwritten, its former text stays here.
"""

from __future__ import annotations

import json
import secrets
from typing import TYPE_CHECKING, Any, Final

from peaceindex.model.passage_change import PassageChange
from peaceindex.storage.bad_text import as_text, fetch_rows
from peaceindex.storage.columns import HISTORY
from peaceindex.storage.rows import read_rows
from peaceindex.storage.serialization import timestamp

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping

    from peaceindex.model.passage_change import Action, ChangeState
    from peaceindex.storage.annotations_file import AnnotationFile

EDITABLE: Final = ("note", "labels", "event")
"""The columns of a passage that an edit changes."""
_LISTS: Final = ("labels", "tags")
_OBJECTS: Final = ("event",)
_FIELDS = "passage_id, action, before, after, made, step, state"


class Step:
    """Changes that are made together, in one transaction. A step without changes leaves no trace."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._number = 0

    def record(
        self,
        passage_id: str,
        action: Action,
        before: Mapping[str, Any] | None = None,
        after: Mapping[str, Any] | None = None,
    ) -> None:
        """Add a change to the history. After the first one, what was undone earlier can no longer be redone."""
        if not self._number:
            self._connection.execute(
                "UPDATE history SET state = 'replaced', edited = ? WHERE state = 'undone'", (timestamp(),)
            )
            found = self._connection.execute("SELECT coalesce(max(step), 0) + 1 FROM history").fetchone()
            self._number = int(found[0])
        made, parts = timestamp(), (_as_json(before), _as_json(after))
        self._connection.execute(
            "INSERT INTO history (id, step, passage_id, action, before, after, state, made, edited) "
            "VALUES (?, ?, ?, ?, ?, ?, 'done', ?, ?)",
            (secrets.token_hex(8), self._number, passage_id, action, *parts, made, made),
        )


class PassageHistory:
    """Undoes and redoes changes of passages. Each call is one transaction, on disk before the method returns."""

    def __init__(self, file: AnnotationFile) -> None:
        self._file = file

    def all(self, passage_id: str | None = None) -> list[PassageChange]:
        """Return all changes, or those of one passage, oldest first."""
        where, values = ("", ()) if passage_id is None else ("WHERE passage_id = ?", (passage_id,))
        query = f"SELECT {_FIELDS} FROM history {where} ORDER BY step, made, id"  # noqa: S608
        with self._file.using() as connection:
            return self._file.read(connection, HISTORY, query, _change, values)

    def undo(self) -> list[PassageChange]:
        """Undo the last step that is in force. Return its changes, or an empty list if there is none."""
        return self._move("SELECT max(step) FROM history WHERE state = 'done'", "undone")

    def redo(self) -> list[PassageChange]:
        """Redo the step that was undone last. Return its changes, or an empty list if there is none."""
        return self._move("SELECT min(step) FROM history WHERE state = 'undone'", "done")

    def _move(self, find_step: str, state: ChangeState) -> list[PassageChange]:
        with self._file.changing() as connection:
            step = connection.execute(find_step).fetchone()[0]
            if step is None:
                return []
            from_state = "done" if state == "undone" else "undone"
            order = "DESC" if state == "undone" else "ASC"
            query = f"SELECT id, {_FIELDS} FROM history WHERE step = ? AND state = ? ORDER BY made {order}, id {order}"  # noqa: S608
            rows = fetch_rows(connection, query, (step, from_state))
            ids = [as_text(row["id"]) for row in rows]
            changes = list(read_rows(rows, HISTORY, self._file.bad, lambda values: values))
            for id in ids:
                connection.execute("UPDATE history SET state = ?, edited = ? WHERE id = ?", (state, timestamp(), id))
            moved = []
            for values in changes:
                id = values.pop("id")
                change = _change(values | {"state": state})
                _apply(connection, id, change, is_undo=state == "undone")
                moved.append(change)
            return moved


def _apply(connection: sqlite3.Connection, id: str, change: PassageChange, *, is_undo: bool) -> None:
    """Undo or redo one change of a passage, wherever the passage is now. One that is gone is left alone."""
    if change.action == "tag":
        _restore_tags(connection, id, change, is_undo=is_undo)
        return
    if change.action != "edit":
        is_removal = (change.action == "remove") != is_undo
        move_passage(connection, change.passage_id, to_bin=is_removal)
        return
    wanted, expected = (change.before, change.after) if is_undo else (change.after, change.before)
    for table in ("passages", "bin"):
        query = f"SELECT {', '.join(EDITABLE)} FROM {table} WHERE id = ?"  # noqa: S608
        for row in fetch_rows(connection, query, (change.passage_id,)):
            now = {name: _value(name, row[name]) for name in wanted}
            if now != dict(expected):  # another program, which keeps no history, has changed it: that must stay too
                column = "after" if is_undo else "before"
                connection.execute(f"UPDATE history SET {column} = ? WHERE id = ?", (_as_json(now), id))  # noqa: S608
            values = {name: _stored(name, value) for name, value in wanted.items()}
            settings = ", ".join(f"{name} = ?" for name in values)
            connection.execute(
                f"UPDATE {table} SET {settings}, edited = ? WHERE id = ?",  # noqa: S608
                (*values.values(), timestamp(), change.passage_id),
            )


def _restore_tags(connection: sqlite3.Connection, id: str, change: PassageChange, *, is_undo: bool) -> None:
    wanted, column = (change.before, "after") if is_undo else (change.after, "before")
    rows = fetch_rows(connection, "SELECT tags FROM article_tags WHERE article_id = ?", (change.passage_id,))
    now = {"tags": _value("tags", rows[0]["tags"]) if rows else ()}
    # As for passages: what another program has set meanwhile is what the other direction restores.
    connection.execute(f"UPDATE history SET {column} = ? WHERE id = ?", (_as_json(now), id))  # noqa: S608
    set_article_tags(connection, change.passage_id, _stored("tags", wanted["tags"]))


def set_article_tags(connection: sqlite3.Connection, article_id: str, tags: str) -> None:
    """Store the user's tags on an article, a JSON list."""
    now = timestamp()
    connection.execute(
        """INSERT INTO article_tags (article_id, tags, made, edited) VALUES (?, ?, ?, ?)
           ON CONFLICT (article_id) DO UPDATE SET tags = excluded.tags, edited = excluded.edited""",
        (article_id, tags, now, now),
    )


def move_passage(connection: sqlite3.Connection, id: str, *, to_bin: bool) -> None:
    """Move a passage into the bin, or out of it. Nothing happens if it is not where it should be moved from."""
    source, target = ("passages", "bin") if to_bin else ("bin", "passages")
    names = [row[1] for row in connection.execute(f"PRAGMA table_info({source})")]
    columns = ", ".join(f'"{name}"' for name in names if name not in ("edited", "removed"))
    times = "edited, removed" if to_bin else "edited"
    # Copied within SQLite, so that even a damaged value stays as it is.
    connection.execute(
        f"INSERT INTO {target} ({columns}, {times}) SELECT {columns}, {', '.join('?' * len(times.split()))} "  # noqa: S608
        f"FROM {source} WHERE id = ?",
        (*[timestamp()] * len(times.split()), id),
    )
    connection.execute(f"DELETE FROM {source} WHERE id = ?", (id,))  # noqa: S608


def _change(values: Mapping[str, Any]) -> PassageChange:
    parts = {name: _with_tuples(values[name]) for name in ("before", "after")}
    return PassageChange(**{**values, **parts})


def _with_tuples(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in values.items()}


def _value(name: str, stored: Any) -> Any:
    text = as_text(stored)
    if name not in (*_LISTS, *_OBJECTS):
        return text
    try:
        value = json.loads(text)
    except ValueError:
        value = None
    if name in _OBJECTS:
        return value if isinstance(value, dict) else {}
    return tuple(value or ())


def _stored(name: str, value: Any) -> str:
    if name in _OBJECTS:
        return json.dumps(value, ensure_ascii=False)
    return json.dumps(list(value), ensure_ascii=False) if name in _LISTS else str(value)


def _as_json(values: Mapping[str, Any] | None) -> str:
    return json.dumps(dict(values or {}), ensure_ascii=False, default=list)
