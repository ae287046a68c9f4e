"""The table of library.db that keeps pages by their outlets, and what siblings tell of their lines."""

from __future__ import annotations

import json
import sqlite3
from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from peaceindex.storage.columns import SIBLING_FAMILIES, SIBLING_PAGES
from peaceindex.storage.database import Database
from peaceindex.storage.rows import usable

_DRIFT = 8
"""All pages of a large family are judged anew when this part of its sample has changed; those of a small one always."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page as it was last judged: its article's row, its packed prints if they are kept, and the cuts that came."""

    row: int
    prints: bytes | None
    cuts: dict[int, str]


class SiblingStore:
    """Reads and writes the prints of pages, and the cuts that their siblings tell. Rows are articles' rows.

    All changes belong inside a transaction.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    # --- reading

    def cuts_of(self, row: int) -> dict[int, str]:
        """The lines of an article's source, by number, that its siblings tell to be none of it, with the reason."""
        found = self._pages("WHERE article_row = ?", (row,))
        return found[0].cuts if found else {}

    def waiting_count(self) -> int:
        """How many pages wait to be judged."""
        return int(self._ask("SELECT count(*) FROM sibling_pages WHERE judged = 0")[0][0])

    def unknown(self, limit: int) -> list[int]:
        """Some rows whose prints and family have not been made yet."""
        query = """SELECT article_row FROM sibling_pages
                   WHERE judged = 0 AND (typeof(family) <> 'integer' OR typeof(mark) <> 'integer') LIMIT ?"""
        return [row[0] for row in self._ask(query, (limit,))]

    def waiting_families(self) -> list[int]:
        """The families that have pages to be judged."""
        query = """SELECT DISTINCT family FROM sibling_pages WHERE judged = 0 AND typeof(family) = 'integer'
                   ORDER BY family"""
        return [row[0] for row in self._ask(query)]

    def waiting(self, family: int, after: int, limit: int) -> list[Page]:
        """The next pages of a family, by their rows, that wait to be judged."""
        where = "WHERE judged = 0 AND family = ? AND article_row > ? ORDER BY article_row LIMIT ?"
        return self._pages(where, (family, after, limit))

    def sample(self, family: int, size: int) -> list[Page]:
        """The pages of a family that the others are compared with: so many of them, those with the smallest marks."""
        return self._pages("WHERE family = ? ORDER BY mark LIMIT ?", (family, size))

    # --- writing

    def owe(self, row: int, prints: tuple[int, int, bytes] | None) -> None:
        """Note that a page must be judged: its family, mark and packed prints, where those have been made."""
        self.forget(row)
        self._database.connection.execute(
            "INSERT INTO sibling_pages (article_row, family, mark, prints) VALUES (?, ?, ?, ?)",
            (row, *(prints or (None, None, None))),
        )

    def forget(self, row: int) -> None:
        """Take a page out; its family is looked at again."""
        connection = self._database.connection
        found = self._ask("SELECT family FROM sibling_pages WHERE article_row = ?", (row,))
        connection.execute("DELETE FROM sibling_pages WHERE article_row = ?", (row,))
        if found:
            connection.execute(
                """UPDATE sibling_pages SET judged = 0 WHERE article_row =
                   (SELECT article_row FROM sibling_pages WHERE family = ? LIMIT 1)""",
                (found[0][0],),
            )

    def know(self, row: int, prints: tuple[int, int, bytes]) -> None:
        """Keep family, mark and prints of a page that had none."""
        query = "UPDATE sibling_pages SET family = ?, mark = ?, prints = ? WHERE article_row = ?"
        self._database.connection.execute(query, (*prints, row))

    def begin(self, family: int, size: int) -> None:
        """Have all pages of a family wait if its sample of this size is no longer the one that they were judged by."""
        query = "SELECT mark FROM sibling_pages WHERE family = ? ORDER BY mark LIMIT ?"
        marks = array("q", (row[0] for row in self._ask(query, (family, size)) if type(row[0]) is int))
        known = self._ask("SELECT family, marks FROM sibling_families WHERE family = ?", (family,))
        packed = [values["marks"] for values in usable(known, SIBLING_FAMILIES, self._database.bad, dict)]
        before = set(array("q", packed[0])) if packed and packed[0] else set[int]()
        changed = len(before.symmetric_difference(marks))
        if changed and (len(marks) < size or changed * _DRIFT >= 2 * len(marks)):
            connection = self._database.connection
            connection.execute("UPDATE sibling_pages SET judged = 0 WHERE family = ?", (family,))
            connection.execute("INSERT OR REPLACE INTO sibling_families VALUES (?, ?)", (family, marks.tobytes()))

    def settle(self, row: int, cuts: Mapping[int, str]) -> None:
        """Note that a page has been judged, and the cuts that came of it."""
        packed = json.dumps(cuts) if cuts else ""
        query = "UPDATE sibling_pages SET judged = 1, cuts = ? WHERE article_row = ?"
        self._database.connection.execute(query, (packed, row))

    def end(self, family: int, size: int) -> None:
        """Let go of the prints of pages that have been judged, and are not in the sample of this size."""
        query = "SELECT mark FROM sibling_pages WHERE family = ? ORDER BY mark LIMIT 1 OFFSET ?"
        if beyond := self._ask(query, (family, size)):
            self._database.connection.execute(
                "UPDATE sibling_pages SET prints = NULL WHERE family = ? AND mark >= ? AND judged AND prints NOTNULL",
                (family, beyond[0][0]),
            )

    def _pages(self, where: str, values: Sequence[object]) -> list[Page]:
        query = f"SELECT article_row, prints, cuts FROM sibling_pages {where}"  # noqa: S608
        found = usable(self._ask(query, values), SIBLING_PAGES, self._database.bad, dict)
        return [Page(page["article_row"], page["prints"], _cuts(page["cuts"])) for page in found]

    def _ask(self, query: str, values: Sequence[object] = ()) -> list[sqlite3.Row]:
        return self._database.ask(query, values)


def _cuts(packed: str) -> dict[int, str]:
    return {int(number): reason for number, reason in json.loads(packed).items()} if packed else {}
