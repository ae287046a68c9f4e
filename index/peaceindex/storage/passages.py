"""The passages of annotations.db, and the bin that holds the removed ones."""

from __future__ import annotations

import json
from dataclasses import fields
from typing import TYPE_CHECKING, Any

from peaceindex.errors import PeaceindexError
from peaceindex.model.passage import Passage
from peaceindex.storage.bad_text import as_text, fetch_rows
from peaceindex.storage.columns import PASSAGES
from peaceindex.storage.rows import read_row
from peaceindex.storage.serialization import path_value, timestamp
from peaceindex.text.decoding import printable

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Collection, Sequence

    from peaceindex.storage.annotations_file import AnnotationFile

_COLUMNS = tuple(field.name for field in fields(Passage) if field.name != "anchoring")
_FIELDS = ", ".join(f'"{name}"' for name in _COLUMNS)
_PLACEHOLDERS = ", ".join("?" * len(_COLUMNS))


class PassageStore:
    """Reads and writes the tables `passages` and `bin`. Every change is on disk before the method returns."""

    def __init__(self, file: AnnotationFile) -> None:
        self._file = file

    def all(self, article_ids: Collection[str] | None = None) -> list[Passage]:
        """Return all passages, or those of the articles with these ids, newest first."""
        where = "" if article_ids is None else f"WHERE article_id IN ({','.join('?' * len(article_ids))})"
        query = f"SELECT {_FIELDS} FROM passages {where} ORDER BY created DESC, id"  # noqa: S608
        with self._file.using() as connection:
            return self._file.read(connection, PASSAGES, query, _passage, tuple(article_ids or ()))

    def find(self, id: str) -> Passage:
        """Return the passage whose id begins with `id`. Raise PeaceindexError if there is none, or several."""
        with self._file.using() as connection:
            return self._passage(_find(connection, "passages", id))

    def add(self, passage: Passage) -> None:
        """Add a new passage."""
        with self._file.changing() as connection:
            connection.execute(
                f"INSERT INTO passages ({_FIELDS}, edited) VALUES ({_PLACEHOLDERS}, ?)",  # noqa: S608
                (*_values(passage), passage.created),
            )

    def annotate(
        self, id: str, note: str | None, labels: Sequence[str] | None, instead_of: str | None = None
    ) -> Passage:
        """Set the note, the labels, or both; None leaves them as they are.

        If the stored note is no longer `instead_of`, it is kept after the new one. Raise PeaceindexError if there is no
        passage with this id, or if it has been moved to the bin meanwhile; the note is then stored in the bin.
        """
        with self._file.changing() as connection:
            try:
                table, found = "passages", _find(connection, "passages", id)
            except PeaceindexError:
                if note is None:
                    raise
                table, found = "bin", _find(connection, "bin", id)
            stored_note = as_text(found["note"])
            if note is not None and instead_of is not None and stored_note not in (instead_of, note, ""):
                note = f"{note} / {stored_note}" if note else stored_note
            connection.execute(
                f"UPDATE {table} SET note = coalesce(?, note), labels = coalesce(?, labels), edited = ? WHERE id = ?",  # noqa: S608
                (note, None if labels is None else _as_json(labels), timestamp(), found["id"]),
            )
            if table == "passages":
                return self._passage(_find(connection, table, found["id"]))
        raise PeaceindexError(
            f"Passage {printable(found['id'])} was removed in the meantime; your note is saved with it in the bin.",
            "Restore it to see both.",
        )

    def remove(self, id: str) -> Passage:
        """Move a passage into the bin, and return it."""
        with self._file.changing() as connection:
            found = _find(connection, "passages", id)
            # Copied within SQLite, so that even a damaged value stays as it is.
            connection.execute(
                f"INSERT INTO bin ({_FIELDS}, edited, removed) SELECT {_FIELDS}, edited, ? FROM passages WHERE id = ?",  # noqa: S608
                (timestamp(), found["id"]),
            )
            connection.execute("DELETE FROM passages WHERE id = ?", (found["id"],))
            return self._passage(found)

    def restore(self, id: str) -> Passage:
        """Move a passage out of the bin again, and return it."""
        with self._file.changing() as connection:
            found = _find(connection, "bin", id)
            connection.execute(
                f"INSERT INTO passages ({_FIELDS}, edited) SELECT {_FIELDS}, ? FROM bin WHERE id = ?",  # noqa: S608
                (timestamp(), found["id"]),
            )
            connection.execute("DELETE FROM bin WHERE id = ?", (found["id"],))
            return self._passage(found)

    def _passage(self, row: sqlite3.Row) -> Passage:
        return _passage(read_row(row, PASSAGES, self._file.bad))


def _find(connection: sqlite3.Connection, table: str, id: str) -> sqlite3.Row:
    wanted = id.strip().lower()
    query = f"SELECT {_FIELDS} FROM {table} WHERE id >= ? AND id < ? LIMIT 2"  # noqa: S608
    found = fetch_rows(connection, query, (wanted, wanted + "g"))
    if len(found) != 1 or not wanted:
        where = "in the bin" if table == "bin" else "in this library"
        several = f"Several passages begin with '{printable(id)}'." if len(found) > 1 and wanted else ""
        raise PeaceindexError(
            several or f"There is no passage '{printable(id)}' {where}.", "'peacereader passages' lists them."
        )
    return found[0]


def _passage(values: dict[str, Any]) -> Passage:
    return Passage(**values)


def _values(passage: Passage) -> tuple[Any, ...]:
    converters: dict[str, Callable[[Any], Any]] = {"labels": _as_json, "authors": _as_json, "source": path_value}
    return tuple(converters.get(name, lambda value: value)(getattr(passage, name)) for name in _COLUMNS)


def _as_json(texts: Sequence[str]) -> str:
    return json.dumps(list(texts), ensure_ascii=False)
