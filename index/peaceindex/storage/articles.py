"""library.db: the articles, where they came from, and what was cut from them."""

from __future__ import annotations

import json
import re
import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from peaceindex.errors import ArticleNotFoundError, SourceTextError
from peaceindex.model.article import NO_LOSSES, Article, Cut, RawDocument
from peaceindex.model.safe_text import neutralise, printable
from peaceindex.storage.bad_text import as_text
from peaceindex.storage.census import Census
from peaceindex.storage.column_kinds import LAST_ROW
from peaceindex.storage.columns import ALIASES, ARTICLES, CUTS, RAWS, READ_AS
from peaceindex.storage.database import Database
from peaceindex.storage.losses import LossStore
from peaceindex.storage.migrations import copy_where_needed
from peaceindex.storage.rows import UnusableRowError, read
from peaceindex.storage.schema import DERIVED, LIBRARY
from peaceindex.storage.serialization import VALUES, Packed, Raw, article_of, source_hash, source_name, timestamp
from peaceindex.storage.siblings import SiblingStore
from peaceindex.storage.sources import SourceStore
from peaceindex.storage.stories import StoryStore

NAME = "library.db"
_ADVICE = "Move it aside and add your sources again; your passages lie in annotations.db and stay."
_SOUND = f"row BETWEEN 1 AND {LAST_ROW} AND indexed IN (0, 1, 2)"
_RAW = ", ".join(Raw._fields)
TO_WRITE, INDEXED, TO_REMOVE = 0, 1, 2
"""What the search index owes an article (`articles.indexed`)."""


@dataclass(frozen=True, slots=True)
class Brief:
    """An article without its cuts and raw text: what a row of a result list needs."""

    row: int
    id: str
    title: str | None
    outlet: str | None
    date: str | None
    tags: tuple[str, ...]
    topics: tuple[str, ...]
    title_provenance: str
    text: str


class ArticleStore(SourceStore, Census):
    """Reads and writes library.db. Changes belong inside a `with store.writing():`."""

    def __init__(self, folder: Path) -> None:
        self.database = Database(
            folder / NAME, LIBRARY, synchronous="NORMAL", advice=_ADVICE, before=copy_where_needed(DERIVED)
        )
        self.writing = self.database.writing
        self.close = self.database.close
        self.stories = StoryStore(self.database)
        self.siblings = SiblingStore(self.database)
        self.losses = LossStore(self.database)

    # --- reading

    def count(self) -> int:
        """How many articles there are."""
        # To count all is a walk through an index; to count those that stay would be one through all texts.
        gone = "SELECT count(*) FROM articles WHERE indexed = 2 AND indexed <> 1"
        return int(self._one("SELECT count(*) FROM articles")[0]) - int(self._one(gone)[0])

    def row_of(self, id: str) -> int:
        """The row of the article whose id, or once its id, begins with `id`. Raises ArticleNotFoundError."""
        wanted = id.strip().lower()
        if row := self.find(wanted):
            return row
        if not re.fullmatch("[0-9a-f]+", wanted):
            raise ArticleNotFoundError(
                f"'{printable(id)}' is no article id.", "Ids are hex digits; a search shows them."
            )
        beginning = (wanted, wanted + "g")
        found = self._ask(
            """SELECT id, row FROM articles WHERE id >= ? AND id < ? AND indexed <> 2
               UNION SELECT articles.id, row FROM aliases JOIN articles ON articles.id = aliases.id
               WHERE old_id >= ? AND old_id < ? LIMIT 4""",
            (*beginning, *beginning),
        )
        if len(found) == 1:
            return int(found[0]["row"])
        if found:
            some = ", ".join(row["id"] for row in found[:3]) + (" …" if len(found) > 3 else "")
            raise ArticleNotFoundError(f"Several articles begin with {wanted}: {some}.", "Give more digits.")
        raise ArticleNotFoundError(f"There is no article {wanted} in this library.", "A search shows the ids.")

    def find(self, id: str) -> int | None:
        """The row of the article that has, or once had, exactly this id; None if there is none."""
        found = self._one(
            """SELECT row FROM articles WHERE id = ?1 AND indexed <> 2 UNION ALL
               SELECT row FROM aliases JOIN articles ON articles.id = aliases.id WHERE old_id = ?1""",
            (id,),
        )
        return int(found["row"]) if found else None

    def article(self, row: int) -> Article:
        """The article of a row, with its cuts. Raises ArticleNotFoundError."""
        found = self._one(f"SELECT {VALUES} FROM articles WHERE row = ?", (row,))  # noqa: S608
        if found is None:
            raise ArticleNotFoundError("That article has just been removed.", "Search again.")
        cuts = self._read(
            CUTS,
            "SELECT * FROM cuts WHERE article_row = ? ORDER BY number",
            lambda cut: Cut(cut["line"], neutralise(cut["text"]), cut["reason"]),
            (row,),
        )
        losses = self.losses.of(row) or NO_LOSSES
        return article_of(self._values(found), self.source_name(row), tuple(cuts), losses)

    def articles(self, rows: Sequence[int]) -> Iterator[tuple[int, Article]]:
        """The articles of these rows, by row, without cuts and sources: what the search index needs."""
        for found in self._rows(f"row, {VALUES}", sorted(rows)):
            yield found["row"], article_of(self._values(found), "", ())

    def briefs(self, rows: Sequence[int]) -> dict[int, Brief]:
        """What a result list needs of these rows; rows that are gone are left out."""
        found = map(self._values, self._rows("row, id, title, outlet, date, tags, topics, provenance, text", rows))
        return {
            values["row"]: Brief(title_provenance=values.pop("provenance").get("title") or "none", **values)
            for values in found
        }

    def texts(self, rows: Sequence[int]) -> dict[int, tuple[str, str | None, str | None, str | None, str]]:
        """Id, title, outlet, date and text of the articles of these rows; rows that are gone are left out."""
        found = (tuple(self._values(row).values()) for row in self._rows("row, id, title, outlet, date, text", rows))
        return {values[0]: values[1:] for values in found}

    def text_hash(self, row: int) -> str:
        """SHA-256 of the article's text."""
        found = self._one("SELECT text_hash FROM articles WHERE row = ?", (row,))
        return as_text(found[0]) if found else ""

    def text(self, row: int) -> str:
        """The article's text."""
        found = self._one("SELECT text FROM articles WHERE row = ?", (row,))
        return as_text(found[0]) if found else ""

    def rows_of(self, ids: Iterable[str]) -> dict[str, int]:
        """The rows of those of these ids that are, or were, an article's."""
        wanted = json.dumps(list(ids))
        return dict(
            map(
                tuple,
                self._ask(
                    """WITH wanted AS (SELECT value AS id FROM json_each(?))
                       SELECT old_id, row FROM wanted JOIN aliases ON old_id = wanted.id
                       JOIN articles ON articles.id = aliases.id
                       UNION ALL SELECT articles.id, row FROM wanted JOIN articles USING (id)""",
                    (wanted,),
                ),
            )
        )

    def has_row(self, row: int) -> bool:
        """Whether there is an article in this row."""
        return self._one("SELECT 1 FROM articles WHERE row = ? AND indexed <> 2", (row,)) is not None

    def aliases(self) -> dict[str, str]:
        """The ids that articles had before they turned out to be another: old id to id."""
        return dict(self._read(ALIASES, "SELECT * FROM aliases", lambda alias: (alias["old_id"], alias["id"])))

    def ids(self) -> dict[int, str]:
        """The ids of all articles, by row."""
        query = "SELECT row, id FROM articles WHERE indexed <> 2 ORDER BY row"
        return {row: as_text(id) for row, id in self._ask(query)}

    def last_added(self) -> str | None:
        """When the article that was added last was added; None if there is none."""
        found = self._one("SELECT added FROM articles WHERE indexed <> 2 ORDER BY row DESC LIMIT 1")
        return as_text(found[0]) if found else None

    def last_row_until(self, time: str) -> int:
        """The row of the last article that was added up to this time; 0 if there is none. Rows grow with time."""
        found = self._one("SELECT row FROM articles WHERE added <= ? ORDER BY row DESC LIMIT 1", (time,))
        return int(found[0]) if found else 0

    def id_of(self, row: int) -> str:
        """The id of the article in a row."""
        found = self._one("SELECT id FROM articles WHERE row = ?", (row,))
        return as_text(found[0]) if found else ""

    def raw(self, row: int) -> RawDocument:
        """The source of an article as it was when it was last cleaned, decoded and neutralised.

        Raises SourceTextError where it is missing or damaged.
        """
        found = self._one(f"SELECT article_row, {_RAW} FROM raws WHERE article_row = ?", (row,))  # noqa: S608
        if found is None:
            raise SourceTextError("The source text of that article is missing.", "Add its source again.")
        path, member, _ = next(iter(self.places_of(row)), ("", "", ""))
        name = source_name(path, member) if path or member else ""
        encoding, confidence = self._read_as(row)
        try:
            values = read(found, RAWS, self.database.bad)
            raw = Raw(**{field: values[field] for field in Raw._fields} | {"stated": found["stated"]})
            document = raw.document(name, Path(path) if path else None, member)
        except (UnusableRowError, zlib.error, ValueError, TypeError, RecursionError) as error:
            raise SourceTextError(
                f"The source text of article {printable(self.id_of(row))} is damaged in {NAME}.",
                "'peacereader check --repair' reads it again from its file, if that has not changed.",
            ) from error
        return replace(document, encoding=encoding, encoding_confidence=confidence)

    def _read_as(self, row: int) -> tuple[str, float | None]:
        query = "SELECT article_row, encoding, confidence FROM read_as WHERE article_row = ?"
        found = self._read(READ_AS, query, lambda values: (values["encoding"], values["confidence"]), (row,))
        return found[0] if found else ("utf-8", None)

    def unreadable(self) -> list[tuple[str, str | None, int]]:
        """Id and title of the articles in whose sources some signs could not be read, and how many."""
        query = """SELECT id, title, unreadable FROM read_as JOIN articles ON row = article_row
                   WHERE unreadable > 0 AND typeof(unreadable) = 'integer' AND indexed <> 2 ORDER BY row"""
        return [tuple(self._values(row).values()) for row in self._ask(query)]

    def find_same(self, source_hash: str) -> int | None:
        """The row of the article whose source had exactly this text."""
        found = self._one("SELECT row FROM articles WHERE source_hash = ? AND indexed <> 2", (source_hash,))
        return int(found[0]) if found else None

    # --- writing

    def insert(self, article: Packed, source_hash: str) -> tuple[int, str]:
        """Take in a new article; its row, and its id, which is longer than usual if that one is taken."""
        id, length = article.id, len(article.id)
        while self._one("SELECT 1 FROM articles WHERE id = ?", (id,)):
            length += 4
            id = source_hash[:length]
        # The id may be that of an article that was merged away: from now on it has its own again.
        self.database.connection.execute("DELETE FROM aliases WHERE old_id = ?", (id,))
        now = timestamp()
        cursor = self.database.connection.execute(
            f"""INSERT INTO articles ({VALUES}, words, text_hash, source_hash, added, changed)
                VALUES ({",".join("?" * 19)})""",  # noqa: S608
            (id, *article.values, source_hash, now, now),
        )
        row = int(cursor.lastrowid or 0)
        self._write_rest(row, article)
        self.siblings.owe(row, article.prints)
        return row, id

    def update(self, row: int, article: Packed, source_hash: str) -> None:
        """Put what cleaning made anew in the place of what it made before; the id stays."""
        names = [*VALUES.split(", ")[1:], "words", "text_hash", "source_hash", "changed", "indexed"]
        assignments = ", ".join(f"{name} = ?" for name in names)
        self.database.connection.execute(
            f"UPDATE articles SET {assignments} WHERE row = ?",  # noqa: S608
            (*article.values, source_hash, timestamp(), TO_WRITE, row),
        )
        for table in ("raws", "cuts", "read_as"):
            self.database.connection.execute(f"DELETE FROM {table} WHERE article_row = ?", (row,))  # noqa: S608
        self._write_rest(row, article)
        if article.prints:
            self.siblings.owe(row, article.prints)

    def replace_source(self, row: int, document: RawDocument) -> None:
        """Keep another source text of an article, from which nothing was cut; the article stays as it is."""
        for table in ("raws", "cuts", "read_as"):
            self.database.connection.execute(f"DELETE FROM {table} WHERE article_row = ?", (row,))  # noqa: S608
        self._write_raw(row, Raw.of(document))
        self.database.connection.execute(
            "UPDATE articles SET source_hash = ? WHERE row = ?", (source_hash(document), row)
        )
        self.losses.keep(row, NO_LOSSES)
        self.siblings.owe(row, None)

    def merge(self, row: int, into: int) -> None:
        """Let an article that has no source any more be found as another.

        Its row goes when the search index has let it go.
        """
        connection = self.database.connection
        old, new = self.id_of(row), self.id_of(into)
        connection.execute("UPDATE aliases SET id = ? WHERE id = ?", (new, old))
        connection.execute("DELETE FROM aliases WHERE old_id = ?", (new,))
        connection.execute("INSERT OR REPLACE INTO aliases (old_id, id) VALUES (?, ?)", (old, new))
        # Its own id is free from here on, so that a document with that text may have it.
        connection.execute(
            "UPDATE articles SET indexed = ?, id = ?, source_hash = '' WHERE row = ?",
            (TO_REMOVE, f"-{row}", row),
        )
        self.stories.owe(row, None)
        self.siblings.forget(row)

    # --- what the search index owes. Each query says `indexed <> 1`: by these words SQLite knows its own index on it.

    def is_behind(self) -> bool:
        """Whether anything waits to be written to the search index, or removed from it."""
        return self._one(f"SELECT 1 FROM articles WHERE indexed <> 1 AND {_SOUND} LIMIT 1") is not None  # noqa: S608

    def waiting_count(self) -> int:
        """How many articles wait to be written to the search index."""
        query = f"SELECT count(*) FROM articles WHERE indexed = 0 AND indexed <> 1 AND {_SOUND}"  # noqa: S608
        return int(self._one(query)[0])

    def waiting(self, state: int, limit: int = -1) -> list[int]:
        """Up to `limit` rows that wait to be written (`TO_WRITE`) or removed (`TO_REMOVE`)."""
        query = f"SELECT row FROM articles WHERE indexed = ? AND indexed <> 1 AND {_SOUND} LIMIT ?"  # noqa: S608
        return [row[0] for row in self._ask(query, (state, limit))]

    def settle(self, written: Sequence[int], removed: Sequence[int]) -> None:
        """Note that the search index has these rows, and no longer has those."""
        with self.writing() as connection:
            connection.executemany("UPDATE articles SET indexed = 1 WHERE row = ?", ((row,) for row in written))
            connection.executemany("DELETE FROM articles WHERE row = ?", ((row,) for row in removed))

    def owe_all(self) -> None:
        """Note that the search index must be written afresh."""
        with self.writing() as connection:
            connection.execute("UPDATE articles SET indexed = 0 WHERE indexed = 1")

    # --- inside

    def _rows(self, columns: str, rows: Sequence[int]) -> Iterator[sqlite3.Row]:
        """Some columns of these rows, a few hundred rows at a time, in order of rows within each time."""
        for start in range(0, len(rows), 500):
            some = rows[start : start + 500]
            marks = ",".join("?" * len(some))
            query = f"SELECT {columns} FROM articles WHERE row IN ({marks}) ORDER BY row"  # noqa: S608
            yield from self._ask(query, some)

    def _values(self, row: sqlite3.Row) -> dict[str, Any]:
        """What columns of `articles` stand for."""
        return read(row, ARTICLES, self.database.bad)

    def _write_rest(self, row: int, article: Packed) -> None:
        connection = self.database.connection
        self._write_raw(row, article.raw)
        connection.executemany(
            "INSERT INTO cuts VALUES (?, ?, ?, ?, ?)",
            [(row, number, *cut) for number, cut in enumerate(article.cuts)],
        )
        if article.read_as:
            connection.execute("INSERT INTO read_as VALUES (?, ?, ?, ?)", (row, *article.read_as))
        self.losses.keep(row, article.losses)
        self.stories.owe(row, article.bands)

    def _write_raw(self, row: int, raw: Raw) -> None:
        marks = ", ?" * len(raw)
        query = f"INSERT INTO raws (article_row, {_RAW}) VALUES (?{marks})"  # noqa: S608
        self.database.connection.execute(query, (row, *raw))
