"""The table `history` of annotations.db: every change of the user's own work that can be undone and redone.

Changes of one subject (passages, with the user's tags on articles; saved searches; corrections) are undone in their own
order. Nothing is ever deleted from the table: of what was overwritten, the former state stays here.
"""

from __future__ import annotations

import json
import secrets
from typing import TYPE_CHECKING, Any, Final, Literal

import msgspec

from peaceindex.storage.bad_text import as_text, fetch_rows
from peaceindex.storage.columns import HISTORY
from peaceindex.storage.rows import read_rows
from peaceindex.storage.serialization import timestamp

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Mapping

    from peaceindex.storage.annotations_file import AnnotationFile

Subject = Literal["passages", "searches", "corrections"]
_ACTIONS: Final[Mapping[Subject, tuple[str, ...]]] = {
    "passages": ("bookmark", "edit", "remove", "restore", "tag", "mark", "code"),
    "searches": ("search",),
    "corrections": ("correct",),
}
FIELDS = "id, passage_id, action, before, after, made, step, state"


class Entry(msgspec.Struct, frozen=True):
    """A change as it is stored. `key` is the id of the passage or article, or the name of the search."""

    id: str
    key: str
    action: str
    before: dict[str, Any]
    after: dict[str, Any]
    made: str
    step: int
    state: str


class Step:
    """Changes of one subject that are made together, in one transaction. One without changes leaves no trace."""

    def __init__(self, connection: sqlite3.Connection, subject: Subject = "passages", number: int = 0) -> None:
        """`number` is that of an earlier step, of another transaction, to which the changes belong; 0 for a new one."""
        self._connection = connection
        self._subject = subject
        self.number = number
        """The number of this step; 0 as long as it has no change."""

    def record(
        self,
        key: str,
        action: str,
        before: Mapping[str, Any] | None = None,
        after: Mapping[str, Any] | None = None,
    ) -> None:
        """Add a change to the history. After the first one, what was undone earlier can no longer be redone."""
        if not self.number or self._subject == "corrections":
            where = f"state = 'undone' AND {_of(self._subject)}"
            if self._subject == "corrections":  # each article has an order of its own
                where += " AND passage_id = :key"
            self._connection.execute(
                f"UPDATE history SET state = 'replaced', edited = :now WHERE {where}",  # noqa: S608
                {"now": timestamp(), "key": key},
            )
        if not self.number:
            found = self._connection.execute("SELECT coalesce(max(step), 0) + 1 FROM history").fetchone()
            self.number = int(found[0])
        made, parts = timestamp(), (as_json(before), as_json(after))
        self._connection.execute(
            "INSERT INTO history (id, step, passage_id, action, before, after, state, made, edited) "
            "VALUES (?, ?, ?, ?, ?, ?, 'done', ?, ?)",
            (secrets.token_hex(8), self.number, key, action, *parts, made, made),
        )


class History:
    """Reads the changes of one subject, and moves its steps between done and undone."""

    def __init__(self, file: AnnotationFile, subject: Subject) -> None:
        self._file = file
        self._subject = subject

    def entries(self, connection: sqlite3.Connection, key: str | None = None) -> list[Entry]:
        """Return all changes, or those with one key, oldest first."""
        where, values = ("", ()) if key is None else ("AND passage_id = ?", (key,))
        query = f"SELECT {FIELDS} FROM history WHERE {_of(self._subject)} {where} ORDER BY step, made, id"  # noqa: S608
        return self._file.read(connection, HISTORY, query, _entry, values)

    def take_step(self, connection: sqlite3.Connection, *, is_undo: bool) -> list[Entry]:
        """Mark the next step as undone or redone, and return its changes in the order in which to do so."""
        rows = self._next_rows(connection, is_undo=is_undo)
        state = "undone" if is_undo else "done"
        for row in rows:  # a damaged one, too, or it would be the next step for ever
            mark(connection, as_text(row["id"]), state)
        return [msgspec.structs.replace(entry, state=state) for entry in self._entries(rows)]

    def next_step(
        self, connection: sqlite3.Connection, *, is_undo: bool, keys: Collection[str] | None = None
    ) -> list[Entry]:
        """Return the changes to undo or redo next, of those with these `keys` if given. Nothing is marked."""
        return self._entries(self._next_rows(connection, is_undo=is_undo, keys=keys))

    def _entries(self, rows: list[sqlite3.Row]) -> list[Entry]:
        return list(read_rows(rows, HISTORY, self._file.bad, _entry))

    def _next_rows(
        self, connection: sqlite3.Connection, *, is_undo: bool, keys: Collection[str] | None = None
    ) -> list[sqlite3.Row]:
        where = _of(self._subject)
        values: tuple[str, ...] = ()
        if keys is not None:
            where += f" AND passage_id IN ({', '.join('?' * len(keys))})"
            values = tuple(keys)
        if self._subject == "corrections" and not is_undo:
            return _undone_last(connection, where, values)
        chosen, state = ("max", "done") if is_undo else ("min", "undone")
        found = connection.execute(
            f"SELECT {chosen}(step) FROM history WHERE state = ? AND {where}",  # noqa: S608
            (state, *values),
        ).fetchone()[0]
        if found is None:
            return []
        order = "DESC" if is_undo else "ASC"
        query = (
            f"SELECT {FIELDS} FROM history WHERE step = ? AND state = ? AND {where} ORDER BY made {order}, id {order}"  # noqa: S608
        )
        return fetch_rows(connection, query, (found, state, *values))


def _undone_last(connection: sqlite3.Connection, where: str, values: tuple[str, ...]) -> list[sqlite3.Row]:
    """Return the changes of a step that were undone together, where each article has an order of its own.

    That is the next one to redo of each article, of those the one that was undone last, whatever number its step has.
    """
    query = f"""
        WITH next AS (
            -- With min(), SQLite takes the other columns from the row that has it.
            SELECT id, min(step) AS step, edited FROM history WHERE state = 'undone' AND {where} GROUP BY passage_id
        )
        SELECT {FIELDS} FROM history WHERE id IN (
            SELECT id FROM next
            WHERE (step, edited) = (SELECT step, edited FROM next ORDER BY edited DESC, step LIMIT 1)
        ) ORDER BY made, id
    """  # noqa: S608
    return fetch_rows(connection, query, values)


def mark(connection: sqlite3.Connection, id: str, state: str, moment: str = "") -> None:
    """Set the state of the change with this id. Changes that are undone together have the same `moment`."""
    connection.execute("UPDATE history SET state = ?, edited = ? WHERE id = ?", (state, moment or timestamp(), id))


def set_other_side(connection: sqlite3.Connection, entry: Entry, now: Mapping[str, Any], *, is_undo: bool) -> None:
    """Make the other direction of a change lead to the state `now`, which another program has set meanwhile."""
    column = "after" if is_undo else "before"
    connection.execute(f"UPDATE history SET {column} = ? WHERE id = ?", (as_json(now), entry.id))  # noqa: S608


def as_json(values: Mapping[str, Any] | None) -> str:
    """Return one side of a change as it is stored."""
    return json.dumps(dict(values or {}), ensure_ascii=False, default=list)


def _of(subject: Subject) -> str:
    names = ", ".join(f"'{name}'" for name in _ACTIONS[subject])
    return f"action IN ({names})"


def _entry(values: dict[str, Any]) -> Entry:
    return Entry(key=values.pop("passage_id"), **values)
