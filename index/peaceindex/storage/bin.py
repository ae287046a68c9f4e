"""The articles that the user removed. They stay in library.db until the bin is emptied, and can be restored.

Which articles are in the bin is a state of `articles.indexed`, so that nothing that looks for articles finds them. The
table `binned` holds when they were removed.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from peaceindex.model.additions import BinnedArticle, Removal
from peaceindex.storage.bad_text import as_text
from peaceindex.storage.columns import ARTICLES
from peaceindex.storage.index_queue import IndexState
from peaceindex.storage.rows import read_row
from peaceindex.storage.serialization import timestamp

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Sequence

    from peaceindex.storage.cuts import CutStore
    from peaceindex.storage.database import Database
    from peaceindex.storage.raws import RawStore
    from peaceindex.storage.siblings import SiblingStore
    from peaceindex.storage.stories import StoryStore

_REMOVALS: dict[int, Removal] = {
    IndexState.TO_BIN: "in the bin",
    IndexState.BINNED: "in the bin",
    IndexState.EMPTIED: "emptied",
}


class BinStore:
    """Moves articles to the bin and back. Make changes inside a transaction, as the library's only writer."""

    def __init__(
        self, database: Database, raws: RawStore, cuts: CutStore, stories: StoryStore, siblings: SiblingStore
    ) -> None:
        self._database = database
        self._raws = raws
        self._cuts = cuts
        self._stories = stories
        self._siblings = siblings

    # --- reading

    def __contains__(self, row: int) -> bool:
        return bool(self._ask("SELECT 1 FROM articles WHERE row = ? AND indexed IN (3, 4)", (row,)))

    def count(self) -> int:
        """Return the number of articles in the bin."""
        return int(self._ask("SELECT count(*) FROM articles WHERE indexed IN (3, 4) AND indexed <> 1")[0][0])

    def articles(self) -> list[BinnedArticle]:
        """Return the articles in the bin, those that were removed last first."""
        query = """SELECT id, title, outlet, date, words, removed FROM articles LEFT JOIN binned ON row = article_row
                   WHERE indexed IN (3, 4) AND indexed <> 1 ORDER BY removed DESC, row"""
        found = [read_row(row, ARTICLES, self._database.bad) for row in self._ask(query)]
        return [BinnedArticle(**{**values, "removed": as_text(values["removed"] or "")}) for values in found]

    def rows_of(self, ids: Iterable[str]) -> dict[str, int]:
        """Return the rows of those of these articles that are in the bin, by id."""
        query = """SELECT id, row FROM articles WHERE id IN (SELECT value FROM json_each(?)) AND indexed IN (3, 4)"""
        return {as_text(id): row for id, row in self._ask(query, (json.dumps(list(ids)),))}

    def beginning_with(self, wanted: str) -> list[str]:
        """Return the ids in the bin that begin with these characters."""
        query = """SELECT id FROM articles WHERE indexed IN (3, 4) AND indexed <> 1 AND substr(id, 1, ?) = ?"""
        return [as_text(id) for (id,) in self._ask(query, (len(wanted), wanted))]

    def removal_of(self, id: str) -> Removal:
        """Return whether the user removed the article with this id, or the one that had it before; "" if not."""
        query = """SELECT indexed FROM articles WHERE id = ?1 UNION ALL
                   SELECT indexed FROM aliases JOIN articles ON articles.id = aliases.id WHERE old_id = ?1"""
        states = [state for (state,) in self._ask(query, (id,))]
        return next((_REMOVALS[state] for state in states if state in _REMOVALS), "")

    def last(self) -> tuple[str, list[int]]:
        """Return the time of the last removal, and the rows that were removed then and are still in the bin."""
        query = """SELECT removed, article_row FROM binned JOIN articles ON row = article_row
                   WHERE indexed IN (3, 4) AND removed = (SELECT max(removed) FROM binned)"""
        found = self._ask(query)
        return (as_text(found[0][0]), [row for _, row in found]) if found else ("", [])

    # --- writing

    def add(self, rows: Iterable[int]) -> int:
        """Move articles to the bin, as one removal. Return how many were not there before."""
        connection, made, count = self._database.connection, timestamp(), 0
        for row in rows:
            # A row that is not yet in the index may still be there in an older state.
            query = "UPDATE articles SET indexed = 3 WHERE row = ? AND indexed NOT BETWEEN 2 AND 5"
            if connection.execute(query, (row,)).rowcount:
                connection.execute("INSERT OR REPLACE INTO binned VALUES (?, ?)", (row, made))
                count += 1
        return count

    def restore(self, rows: Iterable[int]) -> int:
        """Bring articles back from the bin. Return how many were in it."""
        connection, count = self._database.connection, 0
        for row in rows:
            restored = connection.execute("UPDATE articles SET indexed = 0 WHERE row = ? AND indexed IN (3, 4)", (row,))
            if restored.rowcount:
                count += 1
                self._stories.add_again(row)
            connection.execute("DELETE FROM binned WHERE article_row = ?", (row,))
        return count

    def empty(self, rows: Sequence[int]) -> int:
        """Delete articles in the bin for good, unless the search index still has them. Return how many that were.

        What is left is the row, by which their sources are known.
        """
        connection, count = self._database.connection, 0
        for row in rows:
            blanked = connection.execute(
                """UPDATE articles SET indexed = 5, title = NULL, outlet = NULL, date = NULL, published = NULL,
                   modified = NULL, language = NULL, url = NULL, lead = NULL, authors = '[]', tags = '[]',
                   topics = '[]', details = '{}', words = 0, text_hash = '', text = '', cuts = x''
                   WHERE row = ? AND indexed = 4""",
                (row,),
            )
            if not blanked.rowcount:
                continue
            count += 1
            self._raws.remove(row)
            self._cuts.forget(row)
            connection.execute("DELETE FROM losses WHERE article_row = ?", (row,))
            connection.execute("DELETE FROM binned WHERE article_row = ?", (row,))
            self._stories.add_pending(row, None)
            self._siblings.forget(row)
        return count

    def revive(self, row: int) -> None:
        """Let an article that was removed for good be written anew."""
        self._database.connection.execute("UPDATE articles SET indexed = 0 WHERE row = ?", (row,))

    def _ask(self, query: str, values: Sequence[Any] = ()) -> list[sqlite3.Row]:
        return self._database.ask(query, values)
