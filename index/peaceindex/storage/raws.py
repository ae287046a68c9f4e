"""The tables of library.db that hold the source texts of articles, and the encodings they were decoded with."""

from __future__ import annotations

import zlib
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from peaceindex.errors import SourceTextError
from peaceindex.model.safe_text import printable
from peaceindex.storage.bad_text import as_text
from peaceindex.storage.columns import ARTICLES, RAWS, READ_AS
from peaceindex.storage.rows import UnusableRowError, read_row, read_rows
from peaceindex.storage.serialization import Raw, source_name

if TYPE_CHECKING:
    from peaceindex.model.article import RawDocument
    from peaceindex.storage.database import Database
    from peaceindex.storage.sources import SourceStore

_RAW_COLUMNS = ", ".join(Raw._fields)


class RawStore:
    """Reads and writes the tables `raws` and `read_as`, by article row. Changes belong inside a transaction."""

    def __init__(self, database: Database, sources: SourceStore) -> None:
        self._database = database
        self._sources = sources

    def document(self, row: int) -> RawDocument:
        """Return the source of an article, decoded and neutralised, as it was when it was last cleaned.

        Raise SourceTextError if it is missing or damaged.
        """
        rows = self._database.ask(f"SELECT article_row, {_RAW_COLUMNS} FROM raws WHERE article_row = ?", (row,))  # noqa: S608
        if not rows:
            raise SourceTextError("The source text of that article is missing.", "Add its source again.")
        path, member, _ = next(iter(self._sources.places_of(row)), ("", "", ""))
        name = source_name(path, member) if path or member else ""
        encoding, confidence = self._encoding_of(row)
        try:
            values = read_row(rows[0], RAWS, self._database.bad)
            raw = Raw(**{field: values[field] for field in Raw._fields} | {"stated": rows[0]["stated"]})
            document = raw.document(name, Path(path) if path else None, member)
        except (UnusableRowError, zlib.error, ValueError, TypeError, RecursionError) as error:
            raise SourceTextError(
                f"The source text of article {printable(self._id_of(row))} is damaged in {self._database.path.name}.",
                "'peacereader check --repair' reads it again from its file, if that has not changed.",
            ) from error
        return replace(document, encoding=encoding, encoding_confidence=confidence)

    def _encoding_of(self, row: int) -> tuple[str, float | None]:
        query = "SELECT article_row, encoding, confidence FROM read_as WHERE article_row = ?"
        found = read_rows(self._database.ask(query, (row,)), READ_AS, self._database.bad, dict)
        return next(((values["encoding"], values["confidence"]) for values in found), ("utf-8", None))

    def unreadable(self) -> list[tuple[str, str | None, int]]:
        """Return id, title and number of unreadable characters of the articles whose sources have any."""
        query = """SELECT id, title, unreadable FROM read_as JOIN articles ON row = article_row
                   WHERE unreadable > 0 AND typeof(unreadable) = 'integer' AND indexed NOT BETWEEN 2 AND 5
                   ORDER BY row"""
        return [tuple(read_row(row, ARTICLES, self._database.bad).values()) for row in self._database.ask(query)]

    def remove(self, row: int) -> None:
        """Delete the source text of an article, and how it was decoded."""
        for table in ("raws", "read_as"):
            self._database.connection.execute(f"DELETE FROM {table} WHERE article_row = ?", (row,))  # noqa: S608

    def add(self, row: int, raw: Raw, read_as: tuple[str, float | None, int] | None = None) -> None:
        """Add the source text of an article. `read_as` is as in `PackedArticle`."""
        placeholders = ", ?" * len(raw)
        query = f"INSERT INTO raws (article_row, {_RAW_COLUMNS}) VALUES (?{placeholders})"  # noqa: S608
        self._database.connection.execute(query, (row, *raw))
        if read_as:
            self._database.connection.execute("INSERT INTO read_as VALUES (?, ?, ?, ?)", (row, *read_as))

    def _id_of(self, row: int) -> str:
        found = self._database.ask("SELECT id FROM articles WHERE row = ?", (row,))
        return as_text(found[0][0]) if found else ""
