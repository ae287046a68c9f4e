"""The tables of library.db that record which files and folders the user added, and what is odd about their sources."""

from __future__ import annotations

import json
import os
from collections import Counter
from typing import TYPE_CHECKING, Any

from peaceindex.model.additions import AddedFolder, SourceNote
from peaceindex.storage.columns import FOLDERS, SOURCE_NOTES
from peaceindex.storage.rows import read_rows
from peaceindex.storage.serialization import path_value, timestamp

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from peaceindex.storage.database import Database


class FolderStore:
    """Reads and writes the folders that were added. Make changes inside a transaction. Paths are absolute."""

    def __init__(self, database: Database) -> None:
        self._database = database

    # --- reading

    def all(self) -> list[AddedFolder]:
        """Return all folders, in the order of their paths."""
        failed, doubtful = Counter[str](), Counter[str]()
        query = """SELECT folder, reason FROM source_notes LEFT JOIN articles ON id = article_id
                   WHERE reason <> '' OR indexed NOT BETWEEN 2 AND 5"""
        for values in read_rows(self._ask(query), SOURCE_NOTES, self._database.bad, dict):
            (failed if values["reason"] else doubtful)[values["folder"]] += 1
        found = []
        query = "SELECT path, first, last, finished, encoding FROM folders ORDER BY path"
        for values in read_rows(self._ask(query), FOLDERS, self._database.bad, dict):
            path = values["path"]
            articles, removed = self._counts(path)
            found.append(
                AddedFolder(
                    path,
                    values["first"],
                    values["last"],
                    bool(values["finished"]),
                    values["encoding"],
                    articles,
                    removed,
                    failed[path],
                    doubtful[path],
                    os.path.lexists(path),
                )
            )
        return found

    def notes(self, path: str) -> list[SourceNote]:
        """Return the notes about the sources in a folder: those that failed first, else in the order of their names."""
        query = """SELECT source, article_id, reason, doubts FROM source_notes WHERE folder = ?
                   ORDER BY reason = '', source"""
        found = read_rows(self._ask(query, (path_value(path),)), SOURCE_NOTES, self._database.bad, dict)
        return [SourceNote(**values) for values in found]

    def _counts(self, path: str) -> tuple[int, int]:
        """Return how many articles have a source at or below a path, and how many of the others were removed."""
        query = f"""SELECT count(DISTINCT CASE WHEN indexed NOT BETWEEN 2 AND 5 THEN row END),
                           count(DISTINCT CASE WHEN indexed BETWEEN 3 AND 5 THEN row END)
                    FROM sources JOIN articles ON row = article_row WHERE {_IS_BELOW}"""  # noqa: S608
        articles, removed = self._ask(query, _below(path))[0]
        return int(articles), int(removed)

    # --- writing

    def begin(self, path: str, encoding: str) -> None:
        """Record that a folder is being added, and is not finished."""
        self._database.connection.execute(
            """INSERT INTO folders (path, first, last, finished, encoding) VALUES (?1, ?2, ?2, 0, ?3)
               ON CONFLICT (path) DO UPDATE SET last = excluded.last, finished = 0,
               encoding = CASE WHEN excluded.encoding = '' THEN folders.encoding ELSE excluded.encoding END""",
            (path_value(path), timestamp(), encoding),
        )

    def finish(self, path: str, started: str) -> None:
        """Record that a folder was added to its end. Notes of failures from before `started` hold no more."""
        value, connection = path_value(path), self._database.connection
        connection.execute("UPDATE folders SET finished = 1 WHERE path = ?", (value,))
        connection.execute("DELETE FROM source_notes WHERE folder = ? AND reason <> '' AND made < ?", (value, started))

    def write_note(self, path: str, note: SourceNote) -> None:
        """Write what is odd about a source in a folder, in place of what was known of it."""
        self._database.connection.execute(
            "INSERT OR REPLACE INTO source_notes VALUES (?, ?, ?, ?, ?, ?)",
            (path_value(path), note.source, note.article_id, note.reason, json.dumps(note.doubts), timestamp()),
        )

    def drop_note(self, path: str, source: str) -> None:
        """Remove the note about a source, which is all right now."""
        self._database.connection.execute(
            "DELETE FROM source_notes WHERE folder = ? AND source = ?", (path_value(path), source)
        )

    def forget(self, path: str) -> bool:
        """Forget a folder. Its articles stay. Return whether it was known."""
        value, connection = path_value(path), self._database.connection
        connection.execute("DELETE FROM source_notes WHERE folder = ?", (value,))
        return bool(connection.execute("DELETE FROM folders WHERE path = ?", (value,)).rowcount)

    def move(self, old: str, new: str) -> int:
        """Let all sources and folders at or below `old` be known at the same place below `new`. Return their number.

        A source that is known there already is the one that stays.
        """
        connection = self._database.connection
        moved = 0
        for number, path in self._ask(f"SELECT number, path FROM sources WHERE {_IS_BELOW}", _below(old)):  # noqa: S608
            query = "UPDATE OR IGNORE sources SET path = ? WHERE number = ?"
            moved += connection.execute(query, (path_value(_moved(path, old, new)), number)).rowcount
            connection.execute("DELETE FROM sources WHERE number = ? AND path = ?", (number, path))
        for table, column in (("folders", "path"), ("source_notes", "folder")):
            query = f"SELECT DISTINCT {column} FROM {table} WHERE {_IS_BELOW.replace('path', column)}"  # noqa: S608
            for (path,) in self._ask(query, _below(old)):
                target = path_value(_moved(path, old, new))
                query = f"UPDATE OR REPLACE {table} SET {column} = ? WHERE {column} = ?"  # noqa: S608
                connection.execute(query, (target, path))
        return moved

    def _ask(self, query: str, values: Sequence[Any] = ()) -> list[sqlite3.Row]:
        return self._database.ask(query, values)


_IS_BELOW = "(path = ? OR path >= ? AND path < ? OR path >= ? AND path < ?)"
"""A condition by which SQLite uses the index of paths. Names that are not valid UTF-8 are stored as bytes."""


def _below(path: str) -> tuple[str | bytes, ...]:
    """Return the parameters of `_IS_BELOW`: the path itself, and the bounds of what is below it, twice."""
    first, behind = f"{path.rstrip('/')}/", f"{path.rstrip('/')}0"  # "0" comes after "/"
    return path_value(path), path_value(first), path_value(behind), os.fsencode(first), os.fsencode(behind)


def _moved(path: str | bytes, old: str, new: str) -> str:
    rest = os.fsdecode(path)[len(old.rstrip("/")) :]
    return f"{new.rstrip('/')}{rest}" if rest else new
