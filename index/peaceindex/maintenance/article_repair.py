"""Repairs damaged rows of library.db. Articles are cleaned again from their sources; derived rows are made again."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from peaceindex.errors import PeaceindexError
from peaceindex.maintenance.flaws import Flaw, capitalised, find_flaws
from peaceindex.maintenance.guesses import retyped, salvaged_value
from peaceindex.maintenance.set_aside import NAME as ASIDE
from peaceindex.maintenance.set_aside import SetAside
from peaceindex.model.article import Article, RawDocument
from peaceindex.model.reports import Repair
from peaceindex.sources.own_records import text_and_stated
from peaceindex.storage.articles import NAME, ArticleStore
from peaceindex.storage.column_kinds import LAST_ROW
from peaceindex.storage.columns import (
    ALIASES,
    ARTICLES,
    BINNED,
    CUTS,
    FOLDERS,
    LIBRARY_TABLES,
    LOSSES,
    RAWS,
    READ_AS,
    SIBLING_PAGES,
    SOURCE_NOTES,
    SOURCES,
)
from peaceindex.storage.compact_values import hash_value
from peaceindex.storage.cuts import UNREADABLE
from peaceindex.storage.index_queue import REMOVED_BY_USER, IndexState
from peaceindex.storage.packed_text import stored_text
from peaceindex.storage.rows import column_label
from peaceindex.storage.serialization import sha256_of
from peaceindex.text.decoding import printable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from peaceindex.ingest.add import Adder

_CHILD_TABLES = ("raws", "cuts", "sources", "read_as", "losses", "binned")
"""The tables whose rows are useless without an article."""


class ArticleRepairer:
    """Repairs one library.db. The caller must hold the library's write lock."""

    def __init__(self, store: ArticleStore, adder: Callable[[], Adder], aside: SetAside) -> None:
        self._store = store
        self._adder = adder
        self._set_aside_file = aside
        self._connection = store.database.connection

    def repair(self) -> Iterator[Repair]:
        """Repair every damaged row or move it to the file of `SetAside`. Yield what was done.

        Afterwards the caller must update stories, siblings and the search index.
        """
        self._to_clean: dict[int, Flaw | None] = {}
        """Row -> the flaw of the article itself, or None, for the articles to be cleaned again."""
        found = [self._renumbered(flaw) for flaw in find_flaws(self._store.database, LIBRARY_TABLES)]
        for flaw in found:
            yield from self._repair(flaw)
        yield from self._without_article()
        for row in self._store.statistics.without_raw():
            self._to_clean.setdefault(row, None)
        yield from self._clean_again({flaw.row["article_row"]: flaw for flaw in found if flaw.table is RAWS})

    # --- by table

    def _repair(self, flaw: Flaw) -> Iterator[Repair]:
        table = flaw.table
        if table.is_derived:
            yield self._repair_derived(flaw)
        elif table is ARTICLES:
            self._to_clean[flaw.row["row"]] = flaw
        elif table is SOURCES:
            yield self._repair_source(flaw)
        elif table is ALIASES:
            yield self._set_aside(flaw)
        elif table is CUTS and not flaw.is_good("article_row", "number"):
            yield self._set_aside(flaw)
            if flaw.is_good("article_row"):
                self._to_clean.setdefault(flaw.row["article_row"], None)
        elif table is READ_AS:
            yield self._set_aside(flaw)
            self._to_clean.setdefault(flaw.row["article_row"], None)
        elif table in (BINNED, FOLDERS, SOURCE_NOTES):
            yield self._repair_entry(flaw)
        elif table in (RAWS, CUTS):
            self._to_clean.setdefault(flaw.row["article_row"], None)

    def _renumbered(self, flaw: Flaw) -> Flaw:
        """Return the flaw. If the article's row number is outside the range of the index, give it a new one first."""
        if flaw.table is not ARTICLES or flaw.is_good("row"):
            return flaw
        old = flaw.row["row"]
        query = f"SELECT coalesce(max(row), 0) + 1 FROM articles WHERE row BETWEEN 1 AND {LAST_ROW}"  # noqa: S608
        with self._store.writing():
            self._connection.execute("PRAGMA defer_foreign_keys = ON")
            new = int(self._connection.execute(query).fetchone()[0])
            self._connection.execute("UPDATE articles SET row = ? WHERE row = ?", (new, old))
            for name in (*_CHILD_TABLES, "sibling_pages", "story_members", "story_prints", "story_waiting"):
                self._connection.execute(
                    f"UPDATE OR REPLACE {name} SET article_row = ? WHERE article_row = ?",  # noqa: S608
                    (new, old),
                )
            self._connection.execute("UPDATE sqlite_sequence SET seq = ? WHERE name = 'articles'", (new,))
            self._store.stories.add_pending(new, None)
        return replace(flaw, row={**flaw.row, "row": new})

    def _repair_derived(self, flaw: Flaw) -> Repair:
        row = flaw.row.get("article_row", flaw.row.get("one"))
        with self._store.writing():
            self._delete(flaw)
            if flaw.table.name == "story_version":
                self._connection.execute("INSERT INTO story_version VALUES ('')")
            elif type(row) is int and self._store.has_row(row):
                if flaw.table is LOSSES:
                    self._connection.execute("INSERT INTO losses (article_row) VALUES (?)", (row,))
                elif flaw.table is SIBLING_PAGES:
                    self._store.siblings.add_pending(row, None)
                else:
                    self._store.stories.add_pending(row, None)
        return Repair(f"{self._name(flaw)} in {NAME} was damaged ({_reasons(flaw)}) and is made again.")

    def _repair_source(self, flaw: Flaw) -> Repair:
        if not flaw.is_good("article_row"):
            return self._set_aside(flaw)
        kinds = flaw.table.columns
        converted: dict[str, Any] = {column: retyped(kinds[column], flaw.row[column]) for column in flaw.reasons}
        new = {
            column: salvaged_value(kinds[column], flaw.row[column]) if value is None else value
            for column, value in converted.items()
        }
        if "sha256" in flaw.reasons or "size" in flaw.reasons:
            new |= {"sha256": "", "size": None, "mtime_ns": None}  # so that the file will be read again
        self._set_aside_file.put(NAME, flaw.table.name, flaw.row, flaw.reasons)
        try:
            with self._store.writing():
                self._update(flaw, new)
        except sqlite3.IntegrityError:  # the same source is in the table twice
            with self._store.writing():
                self._delete(flaw)
        return Repair(f"{self._name(flaw)} in {NAME} was repaired ({_reasons(flaw)}). The original is in {ASIDE}.")

    def _repair_entry(self, flaw: Flaw) -> Repair:
        """Repair a row that can be used with a value less. One without its key is set aside."""
        kinds = flaw.table.columns
        if not flaw.is_good(*flaw.table.key):
            return self._set_aside(flaw)
        new = {column: salvaged_value(kinds[column], flaw.row[column]) for column in flaw.reasons}
        self._set_aside_file.put(NAME, flaw.table.name, flaw.row, flaw.reasons)
        with self._store.writing():
            self._update(flaw, new)
        return Repair(f"{self._name(flaw)} in {NAME} was repaired ({_reasons(flaw)}). The original is in {ASIDE}.")

    def _without_article(self) -> Iterator[Repair]:
        """Move the rows that belong to no article to the file of `SetAside`."""
        for name in _CHILD_TABLES:
            table = next(one for one in LIBRARY_TABLES if one.name == name)
            query = f"SELECT * FROM {name} WHERE article_row NOT IN (SELECT row FROM articles)"  # noqa: S608
            for row in self._store.database.ask(query):
                reasons = {"article_row": "that of no article"}
                yield self._set_aside(Flaw(table, {key: row[key] for key in row.keys()}, reasons))  # noqa: SIM118

    # --- articles

    def _clean_again(self, raws: dict[int, Flaw]) -> Iterator[Repair]:
        wanted = {row: flaw for row, flaw in self._to_clean.items() if self._store.has_row(row)}
        if not wanted:
            return
        for row, flaw in wanted.items():
            if flaw is not None:
                yield self._repair_in_place(row, flaw)
        lacking = self._store.statistics.without_raw()
        ids = {self._store.id_of(row): row for row in wanted}
        for added in self._adder().again([(row, id) for id, row in ids.items()]):
            row = ids[str(added.article_id)]
            flaw = raws.get(row)
            name = f"Article {printable(str(added.article_id))}"
            if added.status == "changed":
                yield Repair(f"{name} was cleaned again from {printable(added.source)}.")
            elif flaw is not None or row in lacking:
                article = self._store.article(row)  # with cut lines, as far as they can be read of a damaged source
                if flaw is not None:
                    yield self._set_aside(flaw)
                yield from self._use_text_as_source(row, article)

    def _use_text_as_source(self, row: int, article: Article) -> Iterator[Repair]:
        """Replace a lost source text by the text of the article, which gives the same article when cleaned again."""
        if not article.paragraphs:
            return
        text, stated = text_and_stated(article.as_record())
        document = RawDocument.of(article.source, text, says=stated)
        cuts = [cut for cut in article.cuts if cut.text != UNREADABLE]
        for number, cut in enumerate(cuts):
            values = {"article_row": row, "number": number, "line": cut.line, "text": cut.text, "reason": cut.reason}
            self._set_aside_file.put(NAME, CUTS.name, values, {"line": "of a source that is lost"})
        with self._store.writing():
            self._store.replace_source(row, document)
        lines = f"; {len(cuts)} lines that were cut from it lie in {ASIDE}" if cuts else ""
        yield Repair(
            f"The source text of article {printable(article.id)} is lost. The text of the article stands in its place, "
            f"so that cleaning it again gives the same{lines}."
        )

    def _repair_in_place(self, row: int, flaw: Flaw) -> Repair:
        """Repair the row of an article as far as possible. It is cleaned again afterwards, but that may fail."""
        kinds = flaw.table.columns
        new: dict[str, Any] = {} if flaw.row["indexed"] in REMOVED_BY_USER else {"indexed": self._state_of(row)}
        for column in flaw.reasons:
            if column in ("indexed", "row"):
                continue
            value = retyped(kinds[column], flaw.row[column])
            new[column] = salvaged_value(kinds[column], flaw.row[column]) if value is None else value
        if not flaw.is_good("id"):
            new["id"] = self._free_id(row)
        if not flaw.is_good("text", "text_hash", "words"):
            text = stored_text(new.get("text", flaw.row["text"]))
            new |= {"text_hash": hash_value(sha256_of(text)), "words": len(text.split())}
        self._set_aside_file.put(NAME, flaw.table.name, flaw.row, flaw.reasons)
        with self._store.writing():
            self._update(flaw, new)
        id_note = "" if flaw.is_good("id") else f" It has the id {new['id']} now."
        return Repair(
            f"{self._name(flaw)} in {NAME} was repaired ({_reasons(flaw)}).{id_note} The original is in {ASIDE}."
        )

    def _state_of(self, row: int) -> IndexState:
        binned = self._store.database.ask("SELECT 1 FROM binned WHERE article_row = ?", (row,))
        return IndexState.TO_BIN if binned else IndexState.TO_WRITE

    def _free_id(self, row: int) -> str:
        try:
            text: str = self._store.raws.document(row).text
        except PeaceindexError:
            text = f"{row}"
        hash = sha256_of(text)
        return next(hash[:length] for length in range(12, 65, 4) if self._store.find(hash[:length]) is None)

    # --- rows

    def _name(self, flaw: Flaw) -> str:
        return capitalised(flaw.label(self._store))

    def _set_aside(self, flaw: Flaw, more: str = "") -> Repair:
        self._set_aside_file.put(NAME, flaw.table.name, flaw.row, flaw.reasons)
        with self._store.writing():
            self._delete(flaw)
        return Repair(f"{self._name(flaw)} was moved from {NAME} to {ASIDE}: {_reasons(flaw)}. {more}".strip(), True)

    def _delete(self, flaw: Flaw) -> None:
        where, values = flaw.where
        self._connection.execute(f"DELETE FROM {flaw.table.name} WHERE {where}", values)  # noqa: S608

    def _update(self, flaw: Flaw, new: dict[str, Any]) -> None:
        sets = ", ".join(f'"{name}" = ?' for name in new)
        where, values = flaw.where
        query = f"UPDATE {flaw.table.name} SET {sets} WHERE {where}"  # noqa: S608
        self._connection.execute(query, (*new.values(), *values))


def _reasons(flaw: Flaw) -> str:
    return ", ".join(f"{column_label(column)}: {reason}" for column, reason in flaw.reasons.items())
