"""Repairs damaged rows of annotations.db: from the articles, from the backups, or as far as they can be read."""

from __future__ import annotations

import json
import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing, suppress
from pathlib import Path
from typing import Any

from peaceindex.cleaning.corrections import line_hash
from peaceindex.maintenance.flaws import Flaw, capitalised, flaws, stored
from peaceindex.maintenance.guesses import are_alike, best, fits, request_in, retyped
from peaceindex.maintenance.set_aside import NAME as ASIDE
from peaceindex.maintenance.set_aside import SetAside
from peaceindex.model.reports import Repair
from peaceindex.storage.annotations import NAME, Annotations
from peaceindex.storage.articles import ArticleStore
from peaceindex.storage.backups import newest_first
from peaceindex.storage.bad_text import as_text, rows_of
from peaceindex.storage.columns import ANNOTATION_TABLES
from peaceindex.storage.rows import label

_WORDS = frozenset(("note", "labels", "quote", "prefix", "suffix", "text", "line", "name", "title", "value", "request"))
"""Columns that the user may have edited since a backup was made.

A value from a backup is used for them only if it is similar to the damaged one.
"""
_COPIES = 30
"""How many of the newest backups are searched."""

_LEFT = "kept as far as it can be read"

Found = tuple[Any, str]
"""A value to store, and where it comes from, in words."""


class AnnotationMender:
    """Repairs one annotations.db. `articles` is None if library.db cannot be read."""

    def __init__(self, folder: Path, annotations: Annotations, articles: ArticleStore | None, aside: SetAside) -> None:
        self._folder = folder
        self._annotations = annotations
        self._articles = articles
        self._aside = aside

    def mend(self) -> Iterator[Repair]:
        """Repair every damaged row or move it to the file of `SetAside`. Yield what was done.

        Before a row is repaired, its old state is written to that file.
        """
        with self._annotations.file.looking_through() as database:
            found = list(flaws(database, ANNOTATION_TABLES))
        if not found:
            return
        with ExitStack() as stack:
            self._copies = [
                (copy.name, stack.enter_context(closing(_opened(copy))))
                for copy in newest_first(self._folder / "backups")[:_COPIES]
            ]
            for flaw in found:
                yield self._mend(flaw)

    def _mend(self, flaw: Flaw) -> Repair:
        new: dict[str, Any] = {}
        told: list[str] = []
        guessed = False
        for column, why in flaw.why.items():
            value = self._value(flaw, column)
            if value is None:
                return self._put_aside(flaw, column, why)
            new[column] = value[0]
            told.append(f"{label(column)}: {why}; {value[1]}")
            guessed = guessed or (column in ("start", "end") and value[1] == _LEFT)
        if guessed:  # without a hash, so that the passage is searched for by its words
            quote = as_text(new.get("quote", flaw.row["quote"]))
            new |= {"start": 0, "end": max(1, len(quote)), "text_hash": ""}
        self._aside.put(NAME, flaw.table.name, flaw.row, flaw.why)
        self._write(flaw, new)
        return Repair(f"{self._name(flaw)} in {NAME} was mended ({'. '.join(told)}). As it was it lies in {ASIDE}.")

    def _put_aside(self, flaw: Flaw, column: str, why: str) -> Repair:
        self._aside.put(NAME, flaw.table.name, flaw.row, flaw.why)
        where, values = flaw.where
        with self._annotations.file.changing() as connection:
            connection.execute(f"DELETE FROM {flaw.table.name} WHERE {where}", values)  # noqa: S608
        moved = f"{self._name(flaw)} was moved from {NAME} to {ASIDE}"
        return Repair(f"{moved}: its {label(column)} cannot be read ({why}).", aside=True)

    def _name(self, flaw: Flaw) -> str:
        return capitalised(flaw.called(self._articles))

    def _write(self, flaw: Flaw, new: dict[str, Any]) -> None:
        sets = ", ".join(f'"{name}" = ?' for name in new)
        where, values = flaw.where
        query = f"UPDATE {flaw.table.name} SET {sets} WHERE {where}"  # noqa: S608
        with self._annotations.file.changing() as connection:
            try:
                connection.execute(query, (*new.values(), *values))
            except sqlite3.IntegrityError:  # another row has this key
                for name in flaw.table.key:
                    if name in new:
                        new[name] = f"{new[name]} ({secrets.token_hex(3)})"
                connection.execute(query, (*new.values(), *values))

    # --- the possible origins of a value

    def _value(self, flaw: Flaw, column: str) -> Found | None:
        kind, value = flaw.table.columns[column], flaw.row[column]
        if (again := retyped(kind, value)) is not None:
            return again, "kept as the right kind of value"
        if column == "id":
            return secrets.token_hex(6), "a new one was given"
        if column == "line_hash" and flaw.good("line"):
            return line_hash(flaw.row["line"]), "made again from its line"
        if column == "article_id" and self._articles and flaw.good("source") and "source" in flaw.row:
            row = self._articles.sources.find_source(as_text(flaw.row["source"]))
            if row is not None:
                return self._articles.id_of(row), "found by the source"
        return self._of_article(flaw, column) or self._of_copies(flaw, column) or self._left(flaw, column)

    def _of_article(self, flaw: Flaw, column: str) -> Found | None:
        """Return the quote or its context from the article, or None if the article's text has changed since."""
        wanted = ("article_id", "text_hash", "start", "end")
        if column not in ("quote", "prefix", "suffix") or not flaw.good(*wanted) or self._articles is None:
            return None
        from peaceindex.annotations.anchoring import context

        row = self._articles.find(flaw.row["article_id"])
        if row is None or self._articles.text_hash(row) != flaw.row["text_hash"]:
            return None
        text, start, end = self._articles.text(row), flaw.row["start"], flaw.row["end"]
        if not 0 <= start < end <= len(text):
            return None
        prefix, suffix = context(text, start, end)
        return {"quote": text[start:end], "prefix": prefix, "suffix": suffix}[column], "taken from the article"

    def _of_copies(self, flaw: Flaw, column: str) -> Found | None:
        kind, value = flaw.table.columns[column], flaw.row[column]
        for name, copy in self._copies:
            with suppress(sqlite3.Error):
                where, values = flaw.where if flaw.good(*flaw.table.key) else _by_the_rest(flaw)
                query = f'SELECT "{column}" FROM {flaw.table.name} WHERE {where} LIMIT 2'  # noqa: S608
                found = rows_of(copy, query, values)
                if len(found) != 1 or not fits(kind, found[0][0]):
                    continue
                if column not in _WORDS or are_alike(value, found[0][0]):
                    return found[0][0], f"taken from the copy {name}"
        return None

    def _left(self, flaw: Flaw, column: str) -> Found | None:
        kind, value = flaw.table.columns[column], flaw.row[column]
        if column == "request":
            found = request_in(as_text(value))
            if found is not None or kind.instead is None:
                return None if found is None else (found, "its text was kept, its filters were not readable")
        if column == "authors" or column == "labels":
            left = best(kind, value)
            return left, f"{len(json.loads(left))} could be read"
        return None if kind.instead is None else (best(kind, value), _LEFT)


def _by_the_rest(flaw: Flaw) -> tuple[str, list[Any]]:
    good = [name for name in flaw.row if name not in flaw.why and flaw.row[name] is not None]
    return " AND ".join(f'"{name}" IS ?' for name in good), [stored(flaw.row[name]) for name in good]


def _opened(copy: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(f"{copy.absolute().as_uri()}?mode=ro", uri=True, isolation_level=None)
    connection.row_factory = sqlite3.Row
    return connection
