"""Undoing and redoing changes of passages, and of the user's tags and marks on articles."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final, cast

from peaceindex.model.passage_change import PassageChange
from peaceindex.storage.bad_text import as_text, fetch_rows
from peaceindex.storage.history import Entry, History, set_other_side
from peaceindex.storage.serialization import timestamp

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping, Sequence

    from peaceindex.model.passage_change import Action, ChangeState
    from peaceindex.storage.annotations_file import AnnotationFile

EDITABLE: Final = ("note", "labels", "event")
"""The columns of a passage that an edit changes."""
ARTICLES: Final = "articles"
"""What a change of a mark says which articles it was set on, or taken off."""
_LISTS: Final = ("labels", "tags")
_OBJECTS: Final = ("event",)


class PassageHistory:
    """Undoes and redoes changes of passages. Each call is one transaction, on disk before the method returns."""

    def __init__(self, file: AnnotationFile) -> None:
        self._file = file
        self._history = History(file, "passages")

    def all(self, passage_id: str | None = None) -> list[PassageChange]:
        """Return all changes, or those of one passage, oldest first."""
        with self._file.using() as connection:
            return [_change(entry) for entry in self._history.entries(connection, passage_id)]

    def last_change(self) -> str:
        """Return when the change was made that would be undone next (ISO 8601 in UTC); "" if there is none."""
        with self._file.using() as connection:
            return max((entry.made for entry in self._history.next_step(connection, is_undo=True)), default="")

    def undo(self) -> list[PassageChange]:
        """Undo the last step that is in force. Return its changes, or an empty list if there is none."""
        return self._move(is_undo=True)

    def redo(self) -> list[PassageChange]:
        """Redo the step that was undone last. Return its changes, or an empty list if there is none."""
        return self._move(is_undo=False)

    def _move(self, *, is_undo: bool) -> list[PassageChange]:
        with self._file.changing() as connection:
            moved = []
            for entry in self._history.take_step(connection, is_undo=is_undo):
                _apply(connection, entry, is_undo=is_undo)
                moved.append(_change(entry))
            return moved


def _apply(connection: sqlite3.Connection, entry: Entry, *, is_undo: bool) -> None:
    """Undo or redo one change of a passage, wherever the passage is now. One that is gone is left alone."""
    if entry.action == "code":  # a file, which `Coding` brings back
        return
    if entry.action == "tag":
        _restore_tags(connection, entry, is_undo=is_undo)
        return
    if entry.action == "mark":
        marks = dict(entry.before if is_undo else entry.after)
        ids = marks.pop(ARTICLES, [])
        for mark, is_set in marks.items():
            set_marks(connection, ids, mark, is_set=bool(is_set))
        return
    if entry.action != "edit":
        move_passage(connection, entry.key, to_bin=(entry.action == "remove") != is_undo)
        return
    change = _change(entry)
    wanted, expected = (change.before, change.after) if is_undo else (change.after, change.before)
    for table in ("passages", "bin"):
        query = f"SELECT {', '.join(EDITABLE)} FROM {table} WHERE id = ?"  # noqa: S608
        for row in fetch_rows(connection, query, (entry.key,)):
            now = {name: _value(name, row[name]) for name in wanted}
            if now != dict(expected):  # another program, which keeps no history, has changed it: that must stay too
                set_other_side(connection, entry, now, is_undo=is_undo)
            values = {name: _stored(name, value) for name, value in wanted.items()}
            settings = ", ".join(f"{name} = ?" for name in values)
            connection.execute(
                f"UPDATE {table} SET {settings}, edited = ? WHERE id = ?",  # noqa: S608
                (*values.values(), timestamp(), entry.key),
            )


def _restore_tags(connection: sqlite3.Connection, entry: Entry, *, is_undo: bool) -> None:
    wanted = entry.before if is_undo else entry.after
    rows = fetch_rows(connection, "SELECT tags FROM article_tags WHERE article_id = ?", (entry.key,))
    now = {"tags": _value("tags", rows[0]["tags"]) if rows else ()}
    set_other_side(connection, entry, now, is_undo=is_undo)
    set_article_tags(connection, entry.key, _stored("tags", wanted["tags"]))


def set_article_tags(connection: sqlite3.Connection, article_id: str, tags: str) -> None:
    """Store the user's tags on an article, a JSON list."""
    now = timestamp()
    connection.execute(
        """INSERT INTO article_tags (article_id, tags, made, edited) VALUES (?, ?, ?, ?)
           ON CONFLICT (article_id) DO UPDATE SET tags = excluded.tags, edited = excluded.edited""",
        (article_id, tags, now, now),
    )


def mark_change(ids: Sequence[str], mark: str, *, is_set: bool) -> tuple[str, str, dict[str, Any], dict[str, Any]]:
    """Return the change of a mark of articles as `Step.record` takes it. It is one, since all hits may be marked."""
    key = ids[0] if len(ids) == 1 else ""
    return key, "mark", {ARTICLES: list(ids), mark: not is_set}, {ARTICLES: list(ids), mark: is_set}


def set_marks(connection: sqlite3.Connection, ids: Sequence[str], mark: str, *, is_set: bool) -> None:
    """Store whether articles have a mark: `read`, `starred` or `later`."""
    now = timestamp()
    if mark == "read" and is_set:
        connection.executemany("INSERT OR REPLACE INTO read_marks VALUES (?, ?)", ((id, now) for id in ids))
    elif mark == "read":
        connection.executemany("DELETE FROM read_marks WHERE article_id = ?", ((id,) for id in ids))
    else:
        connection.executemany(
            """INSERT INTO article_marks (article_id, mark, is_set, made, edited) VALUES (?, ?, ?, ?, ?)
               ON CONFLICT (article_id, mark) DO UPDATE SET is_set = excluded.is_set, edited = excluded.edited""",
            ((id, mark, int(is_set), now, now) for id in ids),
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


def _change(entry: Entry) -> PassageChange:
    return PassageChange(
        entry.key,
        cast("Action", entry.action),
        _with_tuples(entry.before),
        _with_tuples(entry.after),
        entry.made,
        entry.step,
        cast("ChangeState", entry.state),
    )


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
