"""Finding articles by what another program may know of them: their text, their source file, their words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from peaceindex.model.safe_text import neutralise
from peaceindex.storage.bad_text import as_text
from peaceindex.storage.compact_values import hash_of
from peaceindex.storage.packed_text import stored_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from peaceindex.storage.database import Database


class ArticleLookup:
    """Reads whole columns of library.db. Each method walks the table once."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def text_hashes(self) -> Iterator[tuple[str, int]]:
        """Yield the SHA-256 of the text of each article, with the article's row."""
        for hash, row in self._database.ask("SELECT text_hash, row FROM articles WHERE indexed NOT BETWEEN 2 AND 5"):
            yield hash_of(hash), int(row)

    def source_hashes(self) -> Iterator[tuple[str, int]]:
        """Yield the SHA-256 of each document that was read, with the row of its article."""
        query = """SELECT sha256, article_row FROM sources WHERE article_row NOT IN (
                   SELECT row FROM articles WHERE indexed BETWEEN 2 AND 5 AND indexed <> 1)"""
        for hash, row in self._database.ask(query):
            yield hash_of(hash), int(row)

    def addresses(self) -> Iterator[tuple[int, str]]:
        """Yield the rows of the articles that have an address, with the address."""
        query = "SELECT row, url FROM articles WHERE url IS NOT NULL AND indexed NOT BETWEEN 2 AND 5"
        for row, url in self._database.ask(query):
            yield row, as_text(url)

    def texts(self) -> Iterator[tuple[int, str]]:
        """Yield row and text of each article, in batches of 500 rows."""
        last, rows = 0, self._batch(0)
        while rows:
            for row, text in rows:
                last = int(row)
                yield last, neutralise(stored_text(text))
            rows = self._batch(last)

    def _batch(self, after: int) -> list[tuple[int, str]]:
        query = "SELECT row, text FROM articles WHERE row > ? AND indexed NOT BETWEEN 2 AND 5 ORDER BY row LIMIT 500"
        return [(row, text) for row, text in self._database.ask(query, (after,))]
