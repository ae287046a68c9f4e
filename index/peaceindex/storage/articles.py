"""library.db: the articles and their former ids; the other tables are attributes."""

from __future__ import annotations

import json
from functools import cached_property
from typing import TYPE_CHECKING, Any

import msgspec

from peaceindex.errors import ArticleNotFoundError
from peaceindex.model.article import NO_LOSSES, Article, RawDocument
from peaceindex.storage.article_statistics import ArticleStatistics
from peaceindex.storage.bad_text import as_text
from peaceindex.storage.columns import ALIASES, ARTICLES
from peaceindex.storage.compact_values import hash_of, hash_value
from peaceindex.storage.cuts import CutStore
from peaceindex.storage.database import Database
from peaceindex.storage.index_queue import IndexQueue, IndexState
from peaceindex.storage.losses import LossStore
from peaceindex.storage.migrations import back_up_if_destructive
from peaceindex.storage.packed_text import stored_text
from peaceindex.storage.raws import RawStore
from peaceindex.storage.recent_texts import RecentTexts
from peaceindex.storage.rows import Item, Table, read_columns, read_row, read_rows, readers_of
from peaceindex.storage.schema import DERIVED, LIBRARY
from peaceindex.storage.serialization import (
    ARTICLE_COLUMNS,
    STORED_COLUMNS,
    PackedArticle,
    Raw,
    article_of,
    source_hash,
    timestamp,
)
from peaceindex.storage.siblings import SiblingStore
from peaceindex.storage.sources import SourceStore
from peaceindex.storage.stories import StoryStore

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from peaceindex.storage.bin import BinStore
    from peaceindex.storage.folders import FolderStore

NAME = "library.db"
_WRITTEN_COLUMNS = f"{ARTICLE_COLUMNS}, words, text_hash, cuts, source_hash"
_BRIEF_COLUMNS = "row, id, title, outlet, date, tags, topics, provenance, text, url, authors, published, added"
"""Of an `ArticleBrief`, in the order of its fields."""
_MAX_RECENT_CHARS = 6_000_000
_BRIEF_READERS = readers_of(_BRIEF_COLUMNS, ARTICLES)
_BRIEF_TEXT = _BRIEF_COLUMNS.split(", ").index("text")
_BRIEF_READERS[_BRIEF_TEXT] = RecentTexts(_BRIEF_READERS[_BRIEF_TEXT], _MAX_RECENT_CHARS).read
_BRIEF_PROVENANCE = _BRIEF_COLUMNS.split(", ").index("provenance")
_PAGE_BYTES = 512
"""Of a new library. A row continues on further pages, which it fills, so that small pages leave little space unused:
on pages of SQLite's usual size, a quarter of each would be too small for one more article. And a table without rows
takes one page. To read the rows of 20 hits takes a fifth longer than from pages of 16 kB, some 40 microseconds.
"""
_ADVICE = "Move it aside and add your sources again; your passages lie in annotations.db and stay."


class ArticleBrief(msgspec.Struct, frozen=True):
    """An article without its cuts and source text: what a row of a result list needs."""

    row: int
    id: str
    title: str | None
    outlet: str | None
    date: str | None
    tags: tuple[str, ...]
    topics: tuple[str, ...]
    title_provenance: str
    text: str
    url: str | None
    authors: tuple[str, ...]
    published: str | None
    added: str


class ArticleStore:
    """Reads and writes `articles` and `aliases`. Changes belong inside a `with store.writing():`.

    The stores of the other tables are attributes.
    """

    def __init__(self, folder: Path, *, untouched: bool = False) -> None:
        self.database = Database(
            folder / NAME,
            LIBRARY,
            synchronous="NORMAL",
            advice=_ADVICE,
            page_bytes=_PAGE_BYTES,
            before_migration=back_up_if_destructive(DERIVED),
            untouched=untouched,
        )
        self.writing = self.database.writing
        self.close = self.database.close
        self.sources = SourceStore(self.database)
        self.raws = RawStore(self.database, self.sources)
        self.cuts = CutStore(self.database)
        self.statistics = ArticleStatistics(self.database)
        self.index_queue = IndexQueue(self.database)
        self.stories = StoryStore(self.database)
        self.siblings = SiblingStore(self.database)
        self.losses = LossStore(self.database)

    @cached_property
    def bin(self) -> BinStore:
        """The articles that the user removed. A search has no use for it."""
        from peaceindex.storage.bin import BinStore

        return BinStore(self.database, self.raws, self.cuts, self.stories, self.siblings)

    @cached_property
    def folders(self) -> FolderStore:
        """The files and folders that the user added."""
        from peaceindex.storage.folders import FolderStore

        return FolderStore(self.database)

    # --- reading

    def count(self) -> int:
        """Return the number of articles."""
        # To count all rows, SQLite walks an index; to count the rest, it would walk the texts of all articles.
        removed = "SELECT count(*) FROM articles WHERE indexed BETWEEN 2 AND 5 AND indexed <> 1"
        return int(self._one("SELECT count(*) FROM articles")[0]) - int(self._one(removed)[0])

    def row_of(self, id: str) -> int:
        """Return the row of the article whose present or former id begins with `id`.

        Raise ArticleNotFoundError if there is none, or several.
        """
        wanted = id.strip().lower()
        if row := self.find(wanted):
            return row
        from peaceindex.storage.article_ids import row_beginning_with

        return row_beginning_with(self.database, wanted)

    def find(self, id: str) -> int | None:
        """Return the row of the article that has, or once had, exactly this id; None if there is none."""
        found = self._one(
            """SELECT row FROM articles WHERE id = ?1 AND indexed NOT BETWEEN 2 AND 5 UNION ALL
               SELECT row FROM aliases JOIN articles ON articles.id = aliases.id
               WHERE old_id = ?1 AND indexed NOT BETWEEN 2 AND 5""",
            (id,),
        )
        return int(found["row"]) if found else None

    def article(self, row: int) -> Article:
        """Return the article of a row, with its cuts. Raise ArticleNotFoundError if it has been removed."""
        found = self._one(f"SELECT {STORED_COLUMNS}, cuts FROM articles WHERE row = ?", (row,))  # noqa: S608
        if found is None:
            raise ArticleNotFoundError("That article has just been removed.", "Search again.")
        values = self._values(found)
        losses = self.losses.of(row) or NO_LOSSES
        name, evidence = self.sources.name_and_evidence(row)
        return article_of(values, name, self.cuts.of(row, values["cuts"]), losses, evidence)

    def articles(self, rows: Sequence[int]) -> Iterator[tuple[int, Article]]:
        """Yield row and article for each of these rows, without cuts and sources: what the search index needs."""
        for found in self._rows(f"row, {STORED_COLUMNS}", sorted(rows)):
            yield found["row"], article_of(self._values(found), "", ())

    def briefs(self, rows: Sequence[int]) -> dict[int, ArticleBrief]:
        """Return what a result list needs of these rows, by row. Missing rows are left out."""
        found: dict[int, ArticleBrief] = {}
        for row in self._rows(_BRIEF_COLUMNS, rows):
            values = read_columns(row, ARTICLES, _BRIEF_READERS, self.database.bad)
            values[_BRIEF_PROVENANCE] = values[_BRIEF_PROVENANCE].get("title") or "none"
            found[values[0]] = ArticleBrief(*values)
        return found

    def texts(self, rows: Sequence[int]) -> dict[int, tuple[str, str | None, str | None, str | None, str]]:
        """Return id, title, outlet, date and text of these rows, by row. Missing rows are left out."""
        found = (tuple(self._values(row).values()) for row in self._rows("row, id, title, outlet, date, text", rows))
        return {values[0]: values[1:] for values in found}

    def dates(self, rows: Sequence[int]) -> dict[int, str | None]:
        """Return the dates of these rows, by row: a day, a month or a year. Missing rows are left out."""
        return dict(tuple(self._values(row).values()) for row in self._rows("row, date", rows))

    def text_hash(self, row: int) -> str:
        """Return the SHA-256 of the article's text; "" if there is no article in this row."""
        found = self._one("SELECT text_hash FROM articles WHERE row = ?", (row,))
        return hash_of(found[0]) if found else ""

    def text(self, row: int) -> str:
        """Return the article's text; "" if there is no article in this row."""
        found = self._one("SELECT text FROM articles WHERE row = ?", (row,))
        return stored_text(found[0]) if found else ""

    def rows_of(self, ids: Iterable[str]) -> dict[str, int]:
        """Return the rows of the articles that have, or once had, these ids, by id. Unknown ids are left out."""
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

    def rows_by_id(self) -> dict[str, int]:
        """Return the rows of all articles by their ids, former ids included. This walks an index, and no texts."""
        rows = {as_text(id): int(row) for id, row in self._ask("SELECT id, row FROM articles")}
        return rows | {old: rows[id] for old, id in self.aliases().items() if id in rows}

    def has_row(self, row: int) -> bool:
        """Return whether there is an article in this row, be it in the bin."""
        return self._one("SELECT 1 FROM articles WHERE row = ? AND indexed <> 2", (row,)) is not None

    def text_hashes(self, ids: Iterable[str]) -> dict[str, str]:
        """Return the SHA-256 of the texts of the articles that have these ids now, by id; others are left out."""
        query = """SELECT id, text_hash FROM articles
                   WHERE id IN (SELECT value FROM json_each(?)) AND indexed NOT BETWEEN 2 AND 5"""
        return {as_text(id): hash_of(value) for id, value in self._ask(query, (json.dumps(list(ids)),))}

    def aliases(self) -> dict[str, str]:
        """Return the ids of articles that were merged into another one: old id to the id of that one."""
        return dict(self._read(ALIASES, "SELECT * FROM aliases", lambda alias: (alias["old_id"], alias["id"])))

    def former_ids(self, id: str) -> list[str]:
        """Return the ids of the articles that were merged into this one."""
        return self._read(ALIASES, "SELECT * FROM aliases WHERE id = ?", lambda alias: str(alias["old_id"]), (id,))

    def ids(self) -> dict[int, str]:
        """Return the ids of all articles, by row."""
        query = "SELECT row, id FROM articles WHERE indexed NOT BETWEEN 2 AND 5 ORDER BY row"
        return {row: as_text(id) for row, id in self._ask(query)}

    def last_added(self) -> str | None:
        """Return the time at which the last article was added; None if there is none."""
        found = self._one("SELECT added FROM articles WHERE indexed NOT BETWEEN 2 AND 5 ORDER BY row DESC LIMIT 1")
        return as_text(found[0]) if found else None

    def last_row_until(self, time: str) -> int:
        """Return the row of the last article added up to this time; 0 if there is none. Rows grow with time."""
        found = self._one("SELECT row FROM articles WHERE added <= ? ORDER BY row DESC LIMIT 1", (time,))
        return int(found[0]) if found else 0

    def id_of(self, row: int) -> str:
        """Return the id of the article in a row; "" if there is none."""
        found = self._one("SELECT id FROM articles WHERE row = ?", (row,))
        return as_text(found[0]) if found else ""

    def find_by_source_hash(self, source_hash: str, *, or_removed: bool = False) -> int | None:
        """Return the row of the article whose source had exactly this text; None if there is none.

        With `or_removed`, one that the user removed is found too, if there is no other.
        """
        query = """SELECT row FROM articles WHERE substr(source_hash, 1, 5) IN (?, ?) AND source_hash IN (?, ?)
                   AND (indexed NOT BETWEEN 2 AND 5 OR ? AND indexed <> 2) ORDER BY indexed BETWEEN 2 AND 5"""
        stored = hash_value(source_hash)
        found = self._one(query, (source_hash[:5], stored[:5], source_hash, stored, or_removed))
        return int(found[0]) if found else None

    # --- writing

    def insert(self, article: PackedArticle, source_hash: str) -> tuple[int, str]:
        """Add a new article. Return its row and its id, which is longer than usual if the usual one is taken."""
        id, length = article.id, len(article.id)
        while self._one("SELECT 1 FROM articles WHERE id = ?", (id,)):
            length += 4
            id = source_hash[:length]
        # The id may be the former id of a merged article. From now on it names this article.
        self.database.connection.execute("DELETE FROM aliases WHERE old_id = ?", (id,))
        cursor = self.database.connection.execute(
            f"""INSERT INTO articles ({_WRITTEN_COLUMNS}, added, changed) VALUES ({",".join("?" * 21)})""",  # noqa: S608
            (id, *article.values, hash_value(source_hash), timestamp(), ""),
        )
        row = int(cursor.lastrowid or 0)
        self._insert_related(row, article)
        self.siblings.add_pending(row, article.prints)
        return row, id

    def update(self, row: int, article: PackedArticle, source_hash: str) -> None:
        """Replace an article by the result of a new cleaning. The id stays, and so does an article in the bin."""
        assignments = ", ".join(f"{name} = ?" for name in [*_WRITTEN_COLUMNS.split(", ")[1:], "changed"])
        self.database.connection.execute(
            f"""UPDATE articles SET {assignments}, indexed = CASE WHEN indexed IN (3, 4) THEN indexed ELSE 0 END
                WHERE row = ?""",  # noqa: S608
            (*article.values, hash_value(source_hash), timestamp(), row),
        )
        self.raws.remove(row)
        self.cuts.forget(row)
        self._insert_related(row, article)
        if article.prints:
            self.siblings.add_pending(row, article.prints)

    def replace_source(self, row: int, document: RawDocument) -> None:
        """Replace the source text of an article, with no cuts. The article stays as it is."""
        self.raws.remove(row)
        self.cuts.forget(row)
        self.raws.add(row, Raw.of(document))
        self.database.connection.execute(
            "UPDATE articles SET source_hash = ?, cuts = x'' WHERE row = ?", (hash_value(source_hash(document)), row)
        )
        self.losses.save(row, NO_LOSSES)
        self.siblings.add_pending(row, None)

    def merge(self, row: int, into: int) -> None:
        """Merge an article that has no source any more into another, so that its id leads to that one.

        Its row is deleted after the search index has dropped it.
        """
        connection = self.database.connection
        old, new = self.id_of(row), self.id_of(into)
        connection.execute("UPDATE aliases SET id = ? WHERE id = ?", (new, old))
        connection.execute("DELETE FROM aliases WHERE old_id = ?", (new,))
        connection.execute("INSERT OR REPLACE INTO aliases (old_id, id) VALUES (?, ?)", (old, new))
        # Its id becomes free, so that a new document with that text can have it.
        connection.execute(
            "UPDATE articles SET indexed = ?, id = ?, source_hash = '' WHERE row = ?",
            (IndexState.TO_REMOVE, f"-{row}", row),
        )
        self.stories.add_pending(row, None)
        self.siblings.forget(row)

    # --- inside

    def _rows(self, columns: str, rows: Sequence[int]) -> Iterator[sqlite3.Row]:
        """Yield some columns of these rows, in batches of 500 rows. Each batch is in the order of rows."""
        for start in range(0, len(rows), 500):
            batch = rows[start : start + 500]
            placeholders = ",".join("?" * len(batch))
            query = f"SELECT {columns} FROM articles WHERE row IN ({placeholders}) ORDER BY row"  # noqa: S608
            yield from self._ask(query, batch)

    def _values(self, row: sqlite3.Row) -> dict[str, Any]:
        """Return the converted values of columns of `articles`."""
        return read_row(row, ARTICLES, self.database.bad)

    def _insert_related(self, row: int, article: PackedArticle) -> None:
        self.raws.add(row, article.raw, article.read_as)
        self.losses.save(row, article.losses)
        self.stories.add_pending(row, article.bands)

    def _read(
        self, table: Table, query: str, convert: Callable[[dict[str, Any]], Item], values: Sequence[Any] = ()
    ) -> list[Item]:
        """Return `convert(values)` for each row. A row that cannot be used is recorded and left out."""
        return list(read_rows(self._ask(query, values), table, self.database.bad, convert))

    def _one(self, query: str, values: Sequence[Any] = ()) -> Any:
        return next(iter(self._ask(query, values)), None)

    def _ask(self, query: str, values: Sequence[Any] = ()) -> list[sqlite3.Row]:
        return self.database.ask(query, values)
