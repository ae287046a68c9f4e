"""The tables of library.db that record which articles are one story."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import msgspec

from peaceindex.storage.bad_text import as_text
from peaceindex.storage.column_kinds import LAST_ROW
from peaceindex.storage.columns import ARTICLES
from peaceindex.storage.packed_text import stored_text
from peaceindex.storage.rows import read_rows

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Sequence

    from peaceindex.storage.database import Database

_PRINTS_PER_QUERY = 10_000
_JOIN_PRESENT = "JOIN articles ON articles.row = member.article_row AND articles.indexed NOT BETWEEN 2 AND 5"


class MemberRow(msgspec.Struct, frozen=True):
    """An article of a story, as the database stores it."""

    row: int
    id: str
    title: str | None
    outlet: str | None
    date: str | None
    published: str | None


class StoryStore:
    """Reads and writes fingerprints, pairs of near-duplicates, and the stories they form. Rows are article rows.

    The fingerprint of a text is divided into bands. Near-duplicates are looked for among texts with a band in common.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    # --- reading

    def story_of(self, row: int) -> int | None:
        """Return the number of the story that an article is in, or None if it is in none."""
        query = "SELECT story FROM story_members WHERE article_row = ? AND typeof(story) = 'integer'"
        found = self._ask(query, (row,))
        return int(found[0][0]) if found else None

    def members(self, story: int) -> list[MemberRow]:
        """Return the articles of a story, earliest first and undated ones last."""
        query = f"""SELECT articles.row, id, title, outlet, date, published FROM story_members AS member {_JOIN_PRESENT}
                    WHERE story = ? ORDER BY date IS NULL, date, published IS NULL, published, articles.row"""  # noqa: S608
        found = read_rows(self._ask(query, (story,)), ARTICLES, self._database.bad, dict)
        return [MemberRow(**values) for values in found]

    def memberships(self) -> list[tuple[int, int]]:
        """Return article row and story number for all articles in stories. Some of the articles may be gone."""
        query = "SELECT article_row, story FROM story_members WHERE typeof(story) = 'integer'"
        return [(row, story) for row, story in self._ask(query)]

    def stories(self, limit: int, offset: int) -> list[int]:
        """Return the numbers of stories with two or more members: the largest first, then the newest."""
        query = f"""SELECT story FROM story_members AS member {_JOIN_PRESENT} GROUP BY story HAVING count(*) > 1
                    ORDER BY count(*) DESC, max(date) DESC, story LIMIT ? OFFSET ?"""  # noqa: S608
        return [row[0] for row in self._ask(query, (limit, offset)) if type(row[0]) is int]

    def counts(self) -> tuple[int, int]:
        """Return how many stories with two or more members there are, and how many articles are in them."""
        query = f"""SELECT count(*), coalesce(sum(size), 0) FROM (
                    SELECT count(*) AS size FROM story_members AS member {_JOIN_PRESENT}
                    GROUP BY story HAVING size > 1)"""  # noqa: S608
        stories, articles = self._ask(query)[0]
        return int(stories), int(articles)

    def sizes(self, rows: Sequence[int]) -> dict[int, tuple[int, int, str]]:
        """Return row -> number of members and of outlets in its story, for those of these articles that are in one.

        Each member without an outlet counts as an outlet of its own. The third value is the same for all members of a
        story: the least of their ids.
        """
        placeholders = ",".join("?" * len(rows))
        query = f"""SELECT mine.article_row, count(*),
                           count(DISTINCT outlet) + count(*) FILTER (WHERE outlet IS NULL), min(articles.id)
                    FROM story_members AS mine JOIN story_members AS member ON member.story = mine.story {_JOIN_PRESENT}
                    WHERE mine.article_row IN ({placeholders}) GROUP BY mine.article_row HAVING count(*) > 1"""  # noqa: S608
        return {row: (members, outlets, as_text(id)) for row, members, outlets, id in self._ask(query, rows)}

    # --- pending articles

    def is_behind(self) -> bool:
        """Return whether any article is pending, that is, not yet assigned to a story or to none."""
        return bool(self._ask("SELECT 1 FROM story_waiting LIMIT 1"))

    def pending_count(self) -> int:
        """Return how many articles are pending."""
        return int(self._ask("SELECT count(*) FROM story_waiting")[0][0])

    def pending(self, limit: int) -> list[tuple[int, bytes | None]]:
        """Return up to `limit` pending rows, each with its fingerprint.

        The fingerprint is None if it has not been computed yet, or the article is gone.
        """
        query = "SELECT article_row, bands FROM story_waiting ORDER BY article_row LIMIT ?"
        return [(row, bands if type(bands) is bytes else None) for row, bands in self._ask(query, (limit,))]

    def prints(self) -> Iterator[tuple[int, bytes]]:
        """Yield row and fingerprint of all articles whose fingerprints are stored."""
        query = """SELECT article_row, bands FROM story_prints WHERE article_row > ? AND article_row <= ?
                   ORDER BY article_row LIMIT ?"""
        last = 0
        while found := self._ask(query, (last, LAST_ROW, _PRINTS_PER_QUERY)):
            yield from ((row, bands) for row, bands in found if type(bands) is bytes)
            last = found[-1][0]

    def present(self, rows: Iterable[int]) -> set[int]:
        """Return those of these articles that exist."""
        query = "SELECT row FROM json_each(?) JOIN articles ON row = value WHERE indexed NOT BETWEEN 2 AND 5"
        return {found[0] for found in self._ask(query, (_as_json(rows),))}

    def text(self, row: int) -> str:
        """Return the text of an article, or "" if it does not exist."""
        found = self._ask("SELECT text FROM articles WHERE row = ? AND indexed NOT BETWEEN 2 AND 5", (row,))
        return stored_text(found[0][0]) if found else ""

    def reset_unless_version(self, version: str) -> None:
        """Delete all stories and make all articles pending if their fingerprints are not of this version."""
        found = [row[0] for row in self._ask("SELECT version FROM story_version")]
        if found == [version]:
            return
        with self._database.writing() as connection:
            if found:
                for table in ("version", "waiting", "prints", "pairs", "members"):
                    connection.execute(f"DELETE FROM story_{table}")  # noqa: S608
                connection.execute(
                    "INSERT INTO story_waiting SELECT row, NULL FROM articles WHERE indexed NOT BETWEEN 2 AND 5"
                )
            connection.execute("INSERT INTO story_version VALUES (?)", (version,))

    # --- writing, inside a transaction

    def add_pending(self, row: int, bands: bytes | None) -> None:
        """Add an article as pending, with its fingerprint if that has been computed."""
        self._database.connection.execute("INSERT OR REPLACE INTO story_waiting VALUES (?, ?)", (row, bands))

    def add_again(self, row: int) -> None:
        """Add an article as pending that was there before, with its stored fingerprint, if there is one."""
        query = "SELECT bands FROM story_prints WHERE article_row = ?"
        bands = next((bands for (bands,) in self._ask(query, (row,)) if type(bands) is bytes), None)
        self.add_pending(row, bands)

    def forget(self, rows: Sequence[int]) -> set[int]:
        """Remove the fingerprints and pairs of these articles. Return all rows of the removed pairs."""
        connection = self._database.connection
        query = """SELECT one, other FROM json_each(?1) JOIN story_pairs ON one = value
                   UNION SELECT one, other FROM json_each(?1) JOIN story_pairs ON other = value"""
        partners = {row for pair in self._ask(query, (_as_json(rows),)) for row in pair if type(row) is int}
        connection.executemany("DELETE FROM story_pairs WHERE one = ?1 OR other = ?1", ((row,) for row in rows))
        connection.executemany("DELETE FROM story_prints WHERE article_row = ?", ((row,) for row in rows))
        return partners

    def add_prints(self, prints: Iterable[tuple[int, bytes]]) -> None:
        """Add fingerprints, by row."""
        self._database.connection.executemany("INSERT OR REPLACE INTO story_prints VALUES (?, ?)", prints)

    def add_pairs(self, pairs: Iterable[tuple[int, int]]) -> None:
        """Add pairs of near-duplicates. The smaller row of each pair comes first."""
        self._database.connection.executemany("INSERT OR IGNORE INTO story_pairs VALUES (?, ?)", sorted(pairs))

    def paired(self, rows: Iterable[int]) -> set[int]:
        """Return those of these articles that are a near-duplicate of another."""
        query = """SELECT value FROM json_each(?) WHERE EXISTS (SELECT 1 FROM story_pairs WHERE one = value)
                   OR EXISTS (SELECT 1 FROM story_pairs WHERE other = value)"""
        return {found[0] for found in self._ask(query, (_as_json(rows),))}

    def connected(self, row: int) -> set[int]:
        """Return all articles connected to this one by pairs, including itself."""
        query = """WITH RECURSIVE reached (row) AS (
                       VALUES (?) UNION
                       SELECT CASE WHEN one = reached.row THEN other ELSE one END
                       FROM reached JOIN story_pairs ON one = reached.row OR other = reached.row)
                   SELECT row FROM reached"""
        return {found[0] for found in self._ask(query, (row,)) if type(found[0]) is int}

    def set_story(self, rows: Iterable[int], story: int | None) -> None:
        """Put these articles into a story, or into none if `story` is None."""
        connection = self._database.connection
        if story is None:
            connection.executemany("DELETE FROM story_members WHERE article_row = ?", ((row,) for row in rows))
        else:
            connection.executemany("INSERT OR REPLACE INTO story_members VALUES (?, ?)", ((r, story) for r in rows))

    def mark_done(self, rows: Iterable[int]) -> None:
        """Record that these articles are no longer pending."""
        self._database.connection.executemany("DELETE FROM story_waiting WHERE article_row = ?", ((r,) for r in rows))

    def _ask(self, query: str, values: Sequence[object] = ()) -> list[sqlite3.Row]:
        return self._database.ask(query, values)


def _as_json(numbers: Iterable[int]) -> str:
    """Return the numbers as a JSON list, for SQLite's `json_each`."""
    return json.dumps(list(numbers))
