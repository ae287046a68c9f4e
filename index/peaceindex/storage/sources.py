"""The table of library.db that keeps where articles come from."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from peaceindex.storage.columns import SOURCES
from peaceindex.storage.database import Database
from peaceindex.storage.rows import Made, Table, usable
from peaceindex.storage.serialization import path_value, source_name


@dataclass(frozen=True, slots=True)
class SourceRow:
    """What is known of a source that has been read: by this it is told whether it must be read again."""

    member: str
    size: int | None
    mtime_ns: int | None
    sha256: str
    article_row: int
    article_id: str
    chosen: str = ""
    """The encoding that the user chose for it, by Python's name."""


class SourceStore:
    """Reads and writes the table `sources`. Changes belong inside a transaction."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def find_source(self, path: str) -> int | None:
        """The row of the article that the source `path` or `path!member` became; None if none did."""
        file, _, member = path.partition("!")
        for name, inside in ((path, ""), (file, member)):
            found = self._one(
                "SELECT article_row FROM sources WHERE path = ? AND member = ?", (path_value(name), inside)
            )
            if found:
                return int(found[0])
        return None

    def source_name(self, row: int) -> str:
        """The name of the article's first source."""
        return next((source_name(path, member) for path, member, _ in self.places_of(row)), "")

    def sources_of(self, paths: Iterable[str]) -> dict[str, dict[str, SourceRow]]:
        """What is known of the documents that the files at these absolute paths held when they were last read.

        By path and member; files of which nothing is known are left out.
        """
        values = [path_value(path) for path in paths]
        return self._sources(f"path IN ({','.join('?' * len(values))})", values)

    def sources_by_path(self, row: int) -> dict[str, dict[str, SourceRow]]:
        """As `sources_of`, of the files that hold the sources of an article."""
        return self._sources("path IN (SELECT path FROM sources WHERE article_row = ?)", (row,))

    def _sources(self, where: str, values: Sequence[Any]) -> dict[str, dict[str, SourceRow]]:
        known: dict[str, dict[str, SourceRow]] = {}
        query = f"""SELECT path, member, size, mtime_ns, sha256, article_row, id AS article_id, chosen
                    FROM sources JOIN articles ON row = article_row WHERE {where}"""  # noqa: S608
        for found in self._read(SOURCES, query, dict, values):
            path = found.pop("path")
            known.setdefault(path, {})[found["member"]] = SourceRow(**found)
        return known

    def note_source(
        self,
        path: str,
        member: str,
        size: int | None,
        mtime_ns: int | None,
        sha256: str,
        row: int,
        chosen: str = "",
    ) -> None:
        """Write down that this source, as it is now, is the article in `row`, read as the user chose."""
        self.database.connection.execute(
            """INSERT INTO sources (path, member, size, mtime_ns, sha256, article_row, chosen)
               VALUES (?, ?, ?, ?, ?, ?, ?)
               ON CONFLICT (path, member) DO UPDATE SET size = excluded.size, mtime_ns = excluded.mtime_ns,
               sha256 = excluded.sha256, article_row = excluded.article_row, chosen = excluded.chosen""",
            (path_value(path), member, size, mtime_ns, sha256, row, chosen),
        )

    def places_of(self, row: int) -> list[tuple[str, str, str]]:
        """Path, member and chosen encoding of each source that tells an article, the first one first."""
        query = "SELECT path, member, chosen FROM sources WHERE article_row = ? ORDER BY number"
        return self._read(SOURCES, query, lambda found: (found["path"], found["member"], found["chosen"]), (row,))

    def choose_encoding(self, row: int, encoding: str) -> None:
        """Write down that the user chose this encoding for the sources of an article; empty: none."""
        self.database.connection.execute("UPDATE sources SET chosen = ? WHERE article_row = ?", (encoding, row))

    def note_end(self, path: str, size: int | None, mtime_ns: int | None) -> None:
        """Write down that a file, as it is now, has been read to its end, whatever it holds."""
        self.database.connection.execute(
            "UPDATE sources SET size = ?, mtime_ns = ? WHERE path = ?", (size, mtime_ns, path_value(path))
        )

    def source_count(self, row: int) -> int:
        """How many sources tell this article."""
        return int(self._one("SELECT count(*) FROM sources WHERE article_row = ?", (row,))[0])

    def to_read_again(self, reading: int) -> dict[str, dict[str, list[tuple[int, str]]]]:
        """The pages of markup whose facts are not those of this `reading`, or not known at all.

        By the path of each source ("" for standard input) and its member: the rows of articles, and the SHA-256 of
        what they were read from.
        """
        query = """SELECT path, member, article_row, sha256 FROM sources WHERE article_row IN (
                   SELECT article_row FROM raws WHERE reading <> ? OR (
                   facts IS NULL AND stated LIKE '%"verdicts": [%' AND stated NOT LIKE '%"settled": true%'))
                   ORDER BY article_row, number"""
        found: dict[str, dict[str, list[tuple[int, str]]]] = {}
        for source in self._read(SOURCES, query, dict, (reading,)):
            members = found.setdefault(source["path"], {})
            members.setdefault(source["member"], []).append((source["article_row"], source["sha256"]))
        return found

    # --- inside

    def _read(
        self, table: Table, query: str, make: Callable[[dict[str, Any]], Made], values: Sequence[Any] = ()
    ) -> list[Made]:
        """What `make` makes of each row; a row that cannot be used is noted and left out."""
        return list(usable(self._ask(query, values), table, self.database.bad, make))

    def _one(self, query: str, values: Sequence[Any] = ()) -> Any:
        return next(iter(self._ask(query, values)), None)

    def _ask(self, query: str, values: Sequence[Any] = ()) -> list[sqlite3.Row]:
        return self.database.ask(query, values)
