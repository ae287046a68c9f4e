"""The articles that wait to be written to the search index, or removed from it."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING

from peaceindex.storage.column_kinds import LAST_ROW

if TYPE_CHECKING:
    from collections.abc import Sequence

    from peaceindex.storage.database import Database


class IndexState(IntEnum):
    """The state of an article in the search index: the values of `articles.indexed`."""

    TO_WRITE = 0
    INDEXED = 1
    TO_REMOVE = 2
    TO_BIN = 3
    """In the bin, and still to be removed from the index."""
    BINNED = 4
    EMPTIED = 5
    """Removed for good: only the row is left, by which its sources are known. Not in the index."""


TO_WRITE, TO_REMOVE, TO_BIN = IndexState.TO_WRITE, IndexState.TO_REMOVE, IndexState.TO_BIN
REMOVED_BY_USER = frozenset({IndexState.TO_BIN, IndexState.BINNED, IndexState.EMPTIED})
_IS_VALID = f"row BETWEEN 1 AND {LAST_ROW} AND indexed IN (0, 1, 2, 3)"


class IndexQueue:
    """Reads and writes the column `articles.indexed`.

    Each query says `indexed <> 1`, so that SQLite uses its partial index with this condition.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def is_behind(self) -> bool:
        """Return whether any article waits to be written to the search index, or removed from it."""
        return bool(self._database.ask(f"SELECT 1 FROM articles WHERE indexed <> 1 AND {_IS_VALID} LIMIT 1"))  # noqa: S608

    def pending_count(self) -> int:
        """Return the number of articles that wait to be written to the search index."""
        query = f"SELECT count(*) FROM articles WHERE indexed = 0 AND indexed <> 1 AND {_IS_VALID}"  # noqa: S608
        return int(self._database.ask(query)[0][0])

    def pending(self, state: IndexState, limit: int = -1) -> list[int]:
        """Return up to `limit` rows that wait to be written or removed; all if it is -1."""
        query = f"SELECT row FROM articles WHERE indexed = ? AND indexed <> 1 AND {_IS_VALID} LIMIT ?"  # noqa: S608
        return [row[0] for row in self._database.ask(query, (state, limit))]

    def mark_indexed(self, written: Sequence[int], removed: Sequence[int]) -> None:
        """Mark the rows `written` as indexed, and the rows `removed` as dropped by the index.

        Of the latter, those that are not in the bin are deleted.
        """
        with self._database.writing() as connection:
            # Meanwhile the user may have moved some of them to the bin, or restored some.
            query = "UPDATE articles SET indexed = 1 WHERE row = ? AND indexed = 0"
            connection.executemany(query, ((row,) for row in written))
            connection.executemany("DELETE FROM articles WHERE row = ? AND indexed = 2", ((row,) for row in removed))
            connection.executemany(
                "UPDATE articles SET indexed = 4 WHERE row = ? AND indexed = 3", ((row,) for row in removed)
            )

    def requeue_all(self) -> None:
        """Add all indexed articles, so that the search index is written again completely."""
        with self._database.writing() as connection:
            connection.execute("UPDATE articles SET indexed = 0 WHERE indexed = 1")
