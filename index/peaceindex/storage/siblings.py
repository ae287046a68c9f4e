"""The tables of library.db for sibling pages (pages of one outlet family), and the cuts found by comparing them."""

from __future__ import annotations

import json
from array import array
from typing import TYPE_CHECKING

import msgspec

from peaceindex.storage.columns import SIBLING_FAMILIES, SIBLING_PAGES
from peaceindex.storage.rows import read_rows

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping, Sequence

    from peaceindex.storage.database import Database

_REJUDGE_DIVISOR = 8
"""All pages of a large family are judged again when 1/`_REJUDGE_DIVISOR` of its sample has been replaced.

Those of a family smaller than its sample are judged again at any change.
"""


class SiblingPage(msgspec.Struct, frozen=True):
    """A page as it was last judged: its article's row, its packed fingerprints if stored, and its sibling cuts.

    `cuts` is line number -> reason.
    """

    row: int
    prints: bytes | None
    cuts: dict[int, str]


class SiblingStore:
    """Reads and writes the line fingerprints of pages and their sibling cuts. Rows are article rows.

    Make all changes inside a transaction.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    # --- reading

    def cuts_of(self, row: int) -> dict[int, str]:
        """Return the lines of an article's source that are cut because of its siblings, as line number -> reason."""
        found = self._pages("WHERE article_row = ?", (row,))
        return found[0].cuts if found else {}

    def pending_count(self) -> int:
        """Return how many pages are pending, that is, not yet judged by their siblings."""
        return int(self._ask("SELECT count(*) FROM sibling_pages WHERE judged = 0")[0][0])

    def without_fingerprints(self, limit: int) -> list[int]:
        """Return up to `limit` pending rows whose fingerprints and family have not been computed yet."""
        query = """SELECT article_row FROM sibling_pages
                   WHERE judged = 0 AND (typeof(family) <> 'integer' OR typeof(mark) <> 'integer') LIMIT ?"""
        return [row[0] for row in self._ask(query, (limit,))]

    def pending_families(self) -> list[int]:
        """Return the families that have pending pages."""
        query = """SELECT DISTINCT family FROM sibling_pages WHERE judged = 0 AND typeof(family) = 'integer'
                   ORDER BY family"""
        return [row[0] for row in self._ask(query)]

    def pending(self, family: int, after: int, limit: int) -> list[SiblingPage]:
        """Return up to `limit` pending pages of a family, in order of row, from the first row above `after`."""
        where = "WHERE judged = 0 AND family = ? AND article_row > ? ORDER BY article_row LIMIT ?"
        return self._pages(where, (family, after, limit))

    def sample(self, family: int, size: int) -> list[SiblingPage]:
        """Return the sample of a family, to compare its pages with: the `size` pages with the smallest marks."""
        return self._pages("WHERE family = ? ORDER BY mark LIMIT ?", (family, size))

    # --- writing

    def add_pending(self, row: int, prints: tuple[int, int, bytes] | None) -> None:
        """Add a page as pending. `prints` is its family, mark and packed fingerprints, if they have been computed."""
        self.forget(row)
        self._database.connection.execute(
            "INSERT INTO sibling_pages (article_row, family, mark, prints) VALUES (?, ?, ?, ?)",
            (row, *(prints or (None, None, None))),
        )

    def forget(self, row: int) -> None:
        """Remove a page. One other page of its family becomes pending, so that the family is looked at again."""
        connection = self._database.connection
        found = self._ask("SELECT family FROM sibling_pages WHERE article_row = ?", (row,))
        connection.execute("DELETE FROM sibling_pages WHERE article_row = ?", (row,))
        if found:
            connection.execute(
                """UPDATE sibling_pages SET judged = 0 WHERE article_row =
                   (SELECT article_row FROM sibling_pages WHERE family = ? LIMIT 1)""",
                (found[0][0],),
            )

    def set_fingerprints(self, row: int, prints: tuple[int, int, bytes]) -> None:
        """Store the family, mark and fingerprints of a page that had none."""
        query = "UPDATE sibling_pages SET family = ?, mark = ?, prints = ? WHERE article_row = ?"
        self._database.connection.execute(query, (*prints, row))

    def requeue_if_changed(self, family: int, size: int) -> None:
        """Make all pages of a family pending if its sample of `size` pages has changed enough (`_REJUDGE_DIVISOR`)."""
        query = "SELECT mark FROM sibling_pages WHERE family = ? ORDER BY mark LIMIT ?"
        marks = array("q", (row[0] for row in self._ask(query, (family, size)) if type(row[0]) is int))
        known = self._ask("SELECT family, marks FROM sibling_families WHERE family = ?", (family,))
        packed = [values["marks"] for values in read_rows(known, SIBLING_FAMILIES, self._database.bad, dict)]
        before = set(array("q", packed[0])) if packed and packed[0] else set[int]()
        changed = len(before.symmetric_difference(marks))
        if changed and (len(marks) < size or changed * _REJUDGE_DIVISOR >= 2 * len(marks)):
            connection = self._database.connection
            connection.execute("UPDATE sibling_pages SET judged = 0 WHERE family = ?", (family,))
            connection.execute("INSERT OR REPLACE INTO sibling_families VALUES (?, ?)", (family, marks.tobytes()))

    def mark_judged(self, row: int, cuts: Mapping[int, str]) -> None:
        """Mark a page as judged, and store the cuts that resulted."""
        packed = json.dumps(cuts) if cuts else ""
        query = "UPDATE sibling_pages SET judged = 1, cuts = ? WHERE article_row = ?"
        self._database.connection.execute(query, (packed, row))

    def drop_fingerprints(self, family: int, size: int) -> None:
        """Delete the fingerprints of judged pages that are not in the sample of `size` pages."""
        query = "SELECT mark FROM sibling_pages WHERE family = ? ORDER BY mark LIMIT 1 OFFSET ?"
        beyond = self._ask(query, (family, size))
        if not beyond:
            return
        query = """SELECT article_row, family, mark, judged, cuts FROM sibling_pages
                   WHERE family = ? AND mark >= ? AND judged AND prints NOTNULL ORDER BY article_row"""
        dropped = [tuple(row) for row in self._ask(query, (family, beyond[0][0]))]
        connection = self._database.connection
        # The rows are written anew: if they only shrank, SQLite would leave the space in their pages unused.
        connection.executemany("DELETE FROM sibling_pages WHERE article_row = ?", ((row[0],) for row in dropped))
        connection.executemany(
            "INSERT INTO sibling_pages (article_row, family, mark, judged, cuts) VALUES (?, ?, ?, ?, ?)", dropped
        )

    def _pages(self, where: str, values: Sequence[object]) -> list[SiblingPage]:
        query = f"SELECT article_row, prints, cuts FROM sibling_pages {where}"  # noqa: S608
        found = read_rows(self._ask(query, values), SIBLING_PAGES, self._database.bad, dict)
        return [SiblingPage(page["article_row"], page["prints"], _unpack_cuts(page["cuts"])) for page in found]

    def _ask(self, query: str, values: Sequence[object] = ()) -> list[sqlite3.Row]:
        return self._database.ask(query, values)


def _unpack_cuts(packed: str) -> dict[int, str]:
    return {int(number): reason for number, reason in json.loads(packed).items()} if packed else {}
