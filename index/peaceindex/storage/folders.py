"""The tables of library.db that record which files and folders the user added, and what is odd about their sources."""

from __future__ import annotations

import json
import os
from collections import Counter
from typing import TYPE_CHECKING, Any

from peaceindex.model.additions import AddedFolder, SourceNote, covers
from peaceindex.model.safe_text import printable
from peaceindex.storage.bad_text import as_text
from peaceindex.storage.columns import FOLDERS, SOURCE_NOTES
from peaceindex.storage.rows import read_rows
from peaceindex.storage.serialization import path_value, timestamp

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping, Sequence

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
        """Let all that is known at or below `old` be known at the same place below `new`. Return how many sources are.

        That is sources, folders and the notes about sources. A source or note that is known there already is the one
        that stays; of two folders that become one, what the user said of either is kept.
        """
        moved = self._move_sources(old, new)
        self._move_notes(old, new, self._move_folders(old, new))
        return moved

    def _move_sources(self, old: str, new: str) -> int:
        query = f"SELECT number, path FROM sources WHERE {_IS_BELOW}"  # noqa: S608
        found = [(_moved(path, old, new), number) for number, path in self._ask(query, _below(old))]
        targets = [(path_value(target), number) for target, number in found if target is not None]
        connection, numbers = self._database.connection, [(number,) for _, number in targets]
        # The place that one of them takes may be the present one of another: at first all leave theirs.
        connection.executemany("UPDATE sources SET path = number WHERE number = ?", numbers)
        moved = connection.executemany("UPDATE OR IGNORE sources SET path = ? WHERE number = ?", targets).rowcount
        connection.executemany("DELETE FROM sources WHERE number = ? AND typeof(path) = 'integer'", numbers)
        return max(moved, 0)

    def _move_folders(self, old: str, new: str) -> dict[str, str]:
        """Return where each folder is that was moved."""
        query = f"SELECT path, first, last, finished, encoding FROM folders WHERE {_IS_BELOW}"  # noqa: S608
        targets, connection = dict[str, str](), self._database.connection
        found = [tuple(row) for row in self._ask(query, _below(old)) if _moved(row["path"], old, new) is not None]
        connection.executemany("DELETE FROM folders WHERE path = ?", [(path,) for path, *_ in found])
        for path, *values in found:
            targets[os.fsdecode(path)] = target = _moved(path, old, new) or new
            connection.execute(
                """INSERT INTO folders (path, first, last, finished, encoding) VALUES (?, ?, ?, ?, ?)
                   ON CONFLICT (path) DO UPDATE SET first = min(first, excluded.first),
                   finished = CASE WHEN excluded.last > last THEN excluded.finished ELSE finished END,
                   last = max(last, excluded.last),
                   encoding = CASE WHEN encoding = '' THEN excluded.encoding ELSE encoding END""",
                (path_value(target), *values),
            )
        return targets

    def _move_notes(self, old: str, new: str, folders: Mapping[str, str]) -> None:
        """Move the notes about sources. `folders` says where each folder is that was moved."""
        listed = sorted((os.fsdecode(path) for (path,) in self._ask("SELECT path FROM folders")), key=len, reverse=True)
        before, now, moved = printable(old), printable(new), list[tuple[object, ...]]()
        connection = self._database.connection
        for row in self._ask("SELECT folder, source, article_id, reason, doubts, made FROM source_notes"):
            folder, source, *values = row
            target = _moved(as_text(source), before, now) if covers(before, as_text(source)) else None
            if target is None:
                continue
            place = folders.get(os.fsdecode(folder), os.fsdecode(folder))
            if not covers(printable(place), target):
                place = next((path for path in listed if covers(printable(path), target)), new)
            moved.append((path_value(place), target, *values))
            connection.execute("DELETE FROM source_notes WHERE folder = ? AND source = ?", (folder, source))
        connection.executemany("INSERT OR IGNORE INTO source_notes VALUES (?, ?, ?, ?, ?, ?)", moved)

    def _ask(self, query: str, values: Sequence[Any] = ()) -> list[sqlite3.Row]:
        return self._database.ask(query, values)


_IS_BELOW = "(path = ? OR path >= ? AND path < ? OR path >= ? AND path < ?)"
"""A condition by which SQLite uses the index of paths. Names that are not valid UTF-8 are stored as bytes."""


def _below(path: str) -> tuple[str | bytes, ...]:
    """Return the parameters of `_IS_BELOW`: the path itself, and the bounds of what is below it, twice."""
    first, behind = f"{path.rstrip('/')}/", f"{path.rstrip('/')}0"  # "0" comes after "/"
    return path_value(path), path_value(first), path_value(behind), os.fsencode(first), os.fsencode(behind)


def _moved(path: str | bytes, old: str, new: str) -> str | None:
    """Return where a path at or below `old` is now; None if it was found there after the move, and stays."""
    name = os.fsdecode(path)
    rest = name[len(old.rstrip("/")) :]
    target = f"{new.rstrip('/')}{rest}" if rest else new
    # If all was moved further in, what is in the new place may have been added since, or have been moved, too.
    if new != old and covers(old, new) and covers(new, name) and _exists(name) and not _exists(target):
        return None
    return target


def _exists(name: str) -> bool:
    """Return whether there is a file of this name, or the file of a member of this name."""
    return os.path.lexists(name) or ("!" in name and os.path.lexists(name.partition("!")[0]))
