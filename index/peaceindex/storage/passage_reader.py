"""Reading the passages of annotations.db. After a change only what has changed is read again."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import fields
from typing import TYPE_CHECKING, Any

from peaceindex.model.passage import Passage
from peaceindex.storage.bad_text import fetch_rows
from peaceindex.storage.columns import PASSAGES

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Sequence

    from peaceindex.storage.annotations_file import AnnotationFile

COLUMNS = tuple(field.name for field in fields(Passage) if field.name not in ("anchoring", "removal"))
FIELDS = ", ".join(f'"{name}"' for name in COLUMNS)

_MAX_READ_SINGLY = 500  # passages that are asked for by id; if more are needed, all are read

_NOTED = {"INSERT": ("new",), "UPDATE": ("old", "new"), "DELETE": ("old",)}


class PassageReader:
    """Reads the table `passages`, and remembers what it has read.

    Triggers of the connection note which passages it changes. What another connection changes is not noted: then all
    are read again.
    """

    def __init__(self, file: AnnotationFile) -> None:
        self._file = file
        self._read: dict[tuple[str, str], Passage] = {}
        """Passages that were read, by id and time of their last edit: reading one takes 20 microseconds."""
        self._read_from: tuple[sqlite3.Connection | None, int] = None, 0
        self._all: tuple[int, list[Passage]] | None = None  # all, and the connection's changes when they were read
        self._watched: sqlite3.Connection | None = None
        self._changed: set[str] = set()
        """The ids of passages that the watched connection has changed since all were read."""

    def all(self, article_ids: Collection[str] | None = None) -> list[Passage]:
        """Return all passages, or those of the articles with these ids, newest first."""
        with self._file.using() as connection:
            self._forget_if_changed_elsewhere(connection)
            if article_ids is not None:
                marks = ",".join("?" * len(article_ids))
                return self._chosen(connection, f"WHERE article_id IN ({marks})", tuple(article_ids))
            if connection.in_transaction:  # what is rolled back is a change too
                return self._chosen(connection)
            changes, known = connection.total_changes, self._all
            if known and known[0] == changes:
                return list(known[1])
            if known and self._watched is connection and len(self._changed) <= _MAX_READ_SINGLY:
                found = self._renewed(connection, known[1])
            else:
                found = self._chosen(connection)
            self._changed.clear()
            self._all = None if self._file.bad.count else (changes, found)
            return list(found)

    def _renewed(self, connection: sqlite3.Connection, known: Sequence[Passage]) -> list[Passage]:
        """Return all passages, given those that there were before some changed."""
        ids = self._changed
        found = [passage for passage in known if passage.id not in ids]
        marks = ",".join("?" * len(ids))
        for passage in self._chosen(connection, f"WHERE id IN ({marks})", tuple(ids)) if ids else ():
            time, id = passage.created, passage.id
            place = bisect_left(found, True, key=lambda p: p.created < time or (p.created == time and p.id > id))
            found.insert(place, passage)
        return found

    def _chosen(self, connection: sqlite3.Connection, chosen: str = "", values: tuple[str, ...] = ()) -> list[Passage]:
        """Return the passages of a condition in SQL, newest first; without one, all."""
        order = f"{chosen} ORDER BY created DESC, id"
        versions = fetch_rows(connection, f"SELECT id, edited FROM passages {order}", values)  # noqa: S608
        read = self._read
        missing = [row[0] for row in versions if (row[0], row[1]) not in read]
        if len(missing) > _MAX_READ_SINGLY:
            query = f"SELECT {FIELDS} FROM passages {order}"  # noqa: S608
        elif missing:
            query = f"SELECT {FIELDS} FROM passages WHERE id IN ({', '.join('?' * len(missing))})"  # noqa: S608
            values = tuple(missing)
        else:
            return [read[row[0], row[1]] for row in versions]
        found = {passage.id: passage for passage in self._file.read(connection, PASSAGES, query, passage_of, values)}
        merged = [found.get(row[0]) or read.get((row[0], row[1])) for row in versions]
        if not self._file.bad.count:
            if not chosen:  # these are all that there are: former versions are not asked for any more
                self._read = read = {key: read[key] for row in versions if (key := (row[0], row[1])) in read}
            read.update(((row[0], row[1]), found[row[0]]) for row in versions if row[0] in found)
        return [passage for passage in merged if passage]

    def _forget_if_changed_elsewhere(self, connection: sqlite3.Connection) -> None:
        """Forget the passages that were read if another connection has written to the file since."""
        version = connection.execute("PRAGMA data_version").fetchone()[0]
        if self._read_from != (connection, version):
            self._read.clear()
            self._all = None
            self._read_from = (connection, version)
        if self._watched is not connection and not self._file.is_read_only and not connection.in_transaction:
            self._watch(connection)

    def _watch(self, connection: sqlite3.Connection) -> None:
        """Note from now on which passages a connection changes. A trigger that is temporary is not in the file."""
        self._all, self._changed = None, set()
        connection.create_function("passage_changed", 1, self._changed.add)
        for event, rows in _NOTED.items():
            calls = " ".join(f"SELECT passage_changed({row}.id);" for row in rows)
            connection.execute(f"CREATE TEMP TRIGGER note_{event} AFTER {event} ON main.passages BEGIN {calls} END")
        self._watched = connection


def passage_of(values: dict[str, Any]) -> Passage:
    """Return the passage of a row that was read."""
    return Passage(**values)
