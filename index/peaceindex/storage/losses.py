"""The table of library.db that records what may have been cut from articles by mistake."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from peaceindex.model.article import Losses
from peaceindex.storage.columns import LOSSES
from peaceindex.storage.rows import read_rows

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from peaceindex.storage.database import Database

_IS_NOTABLE = "opening > 0 OR 10 * words > words + kept"
"""The SQL form of `Losses.are_notable`. SQLite uses the index only if this is word for word the index's condition."""


class LossStore:
    """Reads and writes the losses of articles, by article row. Make changes inside a transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, row: int) -> Losses | None:
        """Return the losses of an article, or None if they have not been computed yet."""
        found = self._ask("SELECT * FROM losses WHERE article_row = ? AND words >= 0", (row,))
        for values in read_rows(found, LOSSES, self._database.bad, dict):
            numbers = (values["opening"], values["words"], values["kept"])
            if None not in numbers:
                return Losses(*numbers)
        return None

    def rows(self) -> list[int]:
        """Return the rows of articles whose recorded losses are notable (see `Losses.are_notable`)."""
        return [row[0] for row in self._ask(f"SELECT article_row FROM losses WHERE {_IS_NOTABLE}")]  # noqa: S608

    def pending(self, limit: int = -1) -> list[int]:
        """Return the rows of up to `limit` articles whose losses have not been computed yet; -1 for no limit."""
        query = "SELECT article_row FROM losses WHERE words IS NULL LIMIT ?"
        return [row[0] for row in self._ask(query, (limit,))]

    def is_behind(self) -> bool:
        """Return whether there are articles whose losses have not been computed yet."""
        return bool(self.pending(1))

    def save(self, row: int, losses: Losses) -> None:
        """Store the losses of an article, replacing any earlier ones."""
        self._database.connection.execute(
            "INSERT OR REPLACE INTO losses VALUES (?, ?, ?, ?)", (row, losses.opening, losses.words, losses.kept)
        )

    def _ask(self, query: str, values: Sequence[Any] = ()) -> list[sqlite3.Row]:
        return self._database.ask(query, values)
