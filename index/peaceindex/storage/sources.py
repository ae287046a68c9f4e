"""The table of library.db that records where articles come from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from peaceindex.model.evidence import NO_EVIDENCE, Evidence
from peaceindex.storage.columns import SOURCES
from peaceindex.storage.compact_values import evidence_of, evidence_value, hash_value
from peaceindex.storage.index_queue import REMOVED_BY_USER, IndexState
from peaceindex.storage.rows import Item, Table, read_rows
from peaceindex.storage.serialization import path_value, source_name

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable, Sequence

    from peaceindex.storage.database import Database


class SourceRow(msgspec.Struct, frozen=True):
    """What is stored about a source. It shows whether the source must be read again.

    `size` is in bytes; `sha256` is in hex digits.
    """

    member: str
    size: int | None
    mtime_ns: int | None
    sha256: str
    article_row: int
    article_id: str
    chosen: str = ""
    """The encoding that the user chose for it, by its Python name; "" if none."""
    indexed: int = 0
    """The state of its article (`index_queue.IndexState`)."""

    @property
    def is_removed(self) -> bool:
        """Whether the user removed its article, so that it must not come back unasked."""
        return self.indexed in REMOVED_BY_USER

    def restored(self, row: int) -> SourceRow | None:
        """Return the same after the article of a row came back from the bin; None if it is the source of another."""
        return msgspec.structs.replace(self, indexed=IndexState.TO_WRITE) if self.article_row == row else None


class SourceStore:
    """The part of `ArticleStore` that reads and writes sources. Make changes inside a transaction."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def find_source(self, path: str) -> int | None:
        """Return the row of the article made from the source `path` or `path!member`, or None if there is none."""
        file, _, member = path.partition("!")
        for name, inside in ((path, ""), (file, member)):
            found = self._one(
                """SELECT article_row FROM sources JOIN articles ON row = article_row
                   WHERE path = ? AND member = ? AND indexed NOT BETWEEN 2 AND 5""",
                (path_value(name), inside),
            )
            if found:
                return int(found[0])
        return None

    def source_name(self, row: int) -> str:
        """Return the name of the article's first source, or "" if it has none."""
        return next((source_name(path, member) for path, member, _ in self.places_of(row)), "")

    def sources_of(self, paths: Iterable[str]) -> dict[str, dict[str, SourceRow]]:
        """Return what is stored about the documents in the files at these absolute paths, by path and member.

        Files that are not in the table are left out.
        """
        values = [path_value(path) for path in paths]
        return self._query_sources(f"path IN ({','.join('?' * len(values))})", values)

    def sources_by_path(self, row: int) -> dict[str, dict[str, SourceRow]]:
        """Return the same as `sources_of`, for the files that hold the sources of an article."""
        return self._query_sources("path IN (SELECT path FROM sources WHERE article_row = ?)", (row,))

    def _query_sources(self, where: str, values: Sequence[Any]) -> dict[str, dict[str, SourceRow]]:
        known: dict[str, dict[str, SourceRow]] = {}
        query = f"""SELECT path, member, size, mtime_ns, sha256, article_row, id AS article_id, chosen, indexed
                    FROM sources JOIN articles ON row = article_row WHERE {where}"""  # noqa: S608
        for found in self._read(SOURCES, query, dict, values):
            path = found.pop("path")
            known.setdefault(path, {})[found["member"]] = SourceRow(**found)
        return known

    def record_source(
        self,
        path: str,
        member: str,
        size: int | None,
        mtime_ns: int | None,
        sha256: str,
        row: int,
        chosen: str = "",
        evidence: Evidence = NO_EVIDENCE,
    ) -> None:
        """Record that this source, in its present state, is the article in `row`.

        `chosen` is the encoding that the user chose for it, or "". The evidence of a file that holds this one document
        stays as it was if its bytes have not changed: copying or touching a file does not make it newer.
        """
        # A hash that an older version stored is in hex digits. Evidence that is kept keeps the hash that it refers to.
        stored_hash = hash_value(sha256)
        self.database.connection.execute(
            """INSERT INTO sources (path, member, size, mtime_ns, sha256, article_row, chosen, evidence)
               VALUES (?, ?, ?, ?, ?, ?, ?, ?)
               ON CONFLICT (path, member) DO UPDATE SET size = excluded.size, mtime_ns = excluded.mtime_ns,
               sha256 = excluded.sha256, article_row = excluded.article_row, chosen = excluded.chosen,
               evidence = CASE
               WHEN sources.evidence = '{}' THEN excluded.evidence
               WHEN sources.sha256 IN (excluded.sha256, lower(hex(excluded.sha256))) THEN
                   CASE WHEN sources.member = '' OR excluded.evidence = '{}' THEN sources.evidence
                   ELSE excluded.evidence END
               WHEN excluded.evidence = '{}' THEN
                   replace(sources.evidence, '"="', '"' || lower(hex(sources.sha256)) || '"')
               ELSE excluded.evidence END""",
            (path_value(path), member, size, mtime_ns, stored_hash, row, chosen, evidence_value(evidence, sha256)),
        )

    def places_of(self, row: int) -> list[tuple[str, str, str]]:
        """Return path, member and chosen encoding of each source of an article, in the order they were added."""
        query = "SELECT path, member, chosen FROM sources WHERE article_row = ? ORDER BY number"
        return self._read(SOURCES, query, lambda found: (found["path"], found["member"], found["chosen"]), (row,))

    def name_and_evidence(self, row: int) -> tuple[str, Evidence]:
        """Return the name of the article's first source, or "" if it has none, and the evidence of that source.

        Of a source that an older version added, only the time of its file is known.
        """
        query = """SELECT number, path, member, evidence, mtime_ns, sha256 FROM sources WHERE article_row = ?
                   ORDER BY number LIMIT 1"""
        for found in self._read(SOURCES, query, dict, (row,)):
            name = source_name(found["path"], found["member"])
            if found["evidence"]:
                return name, evidence_of(found["evidence"], found["sha256"])
            return name, Evidence.of_file(None if found["mtime_ns"] is None else found["mtime_ns"] / 1e9)
        return "", NO_EVIDENCE

    def choose_encoding(self, row: int, encoding: str) -> None:
        """Record the encoding that the user chose for all sources of an article; "" for none."""
        self.database.connection.execute("UPDATE sources SET chosen = ? WHERE article_row = ?", (encoding, row))

    def record_file_read(self, path: str, size: int | None, mtime_ns: int | None) -> None:
        """Record that a file, in its present state, has been read to its end, whatever is in it."""
        self.database.connection.execute(
            "UPDATE sources SET size = ?, mtime_ns = ? WHERE path = ?", (size, mtime_ns, path_value(path))
        )

    def source_count(self, row: int) -> int:
        """Return how many sources this article has."""
        return int(self._one("SELECT count(*) FROM sources WHERE article_row = ?", (row,))[0])

    def sources_to_reread(self, reading: int) -> dict[str, dict[str, list[tuple[int, str]]]]:
        """Return the pages of markup whose facts are missing, or of another version than `reading`.

        The result is source path ("" for standard input) -> member -> list of article row and SHA-256 of what the
        article was read from.
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
        self, table: Table, query: str, convert: Callable[[dict[str, Any]], Item], values: Sequence[Any] = ()
    ) -> list[Item]:
        """Return the result of `convert` for each row. A row that cannot be used is recorded as bad and left out."""
        return list(read_rows(self._ask(query, values), table, self.database.bad, convert))

    def _one(self, query: str, values: Sequence[Any] = ()) -> Any:
        return next(iter(self._ask(query, values)), None)

    def _ask(self, query: str, values: Sequence[Any] = ()) -> list[sqlite3.Row]:
        return self.database.ask(query, values)
