"""The table of library.db that keeps what may have been cut from articles by mistake."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import Any

from peaceindex.model.article import Losses
from peaceindex.storage.columns import LOSSES
from peaceindex.storage.database import Database
from peaceindex.storage.rows import usable

_TO_TELL = "opening > 0 OR 10 * words > words + kept"
"""As `Losses.are_notable`; by these words SQLite knows its own index on it."""


class LossStore:
    """Reads and writes the losses of articles, by their rows. Changes belong inside a transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, row: int) -> Losses | None:
        """The losses of an article; None if they have not been made yet."""
        found = self._ask("SELECT * FROM losses WHERE article_row = ? AND words >= 0", (row,))
        for values in usable(found, LOSSES, self._database.bad, dict):
            numbers = (values["opening"], values["words"], values["kept"])
            if None not in numbers:
                return Losses(*numbers)
        return None

    def rows(self) -> list[int]:
        """The articles that may have lost their beginning, or over a tenth of their words, as far as is known."""
        return [row[0] for row in self._ask(f"SELECT article_row FROM losses WHERE {_TO_TELL}")]  # noqa: S608

    def waiting(self, limit: int = -1) -> list[int]:
        """Up to `limit` articles whose losses have not been made yet."""
        query = "SELECT article_row FROM losses WHERE words IS NULL LIMIT ?"
        return [row[0] for row in self._ask(query, (limit,))]

    def is_behind(self) -> bool:
        """Whether there are articles whose losses have not been made yet."""
        return bool(self.waiting(1))

    def keep(self, row: int, losses: Losses) -> None:
        """Keep the losses of an article in the place of what was known of them."""
        self._database.connection.execute(
            "INSERT OR REPLACE INTO losses VALUES (?, ?, ?, ?)", (row, losses.opening, losses.words, losses.kept)
        )

    def _ask(self, query: str, values: Sequence[Any] = ()) -> list[sqlite3.Row]:
        return self._database.ask(query, values)
