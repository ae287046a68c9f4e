"""Repairs damaged rows of annotations.db: from the articles, from the backups, or as far as they can be read."""

from __future__ import annotations

import json
import secrets
import sqlite3
from contextlib import ExitStack, closing, suppress
from typing import TYPE_CHECKING, Any

from peaceindex.cleaning.corrections import line_hash
from peaceindex.maintenance.flaws import Flaw, as_parameter, capitalised, find_flaws
from peaceindex.maintenance.guesses import are_similar, fits, request_in, retyped, salvaged_value
from peaceindex.maintenance.set_aside import NAME as ASIDE
from peaceindex.maintenance.set_aside import SetAside
from peaceindex.model.reports import Repair
from peaceindex.storage.annotations import NAME, Annotations
from peaceindex.storage.backups import newest_first
from peaceindex.storage.bad_text import as_text, fetch_rows
from peaceindex.storage.columns import ANNOTATION_TABLES
from peaceindex.storage.rows import column_label

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from peaceindex.storage.articles import ArticleStore

_EDITABLE_COLUMNS = frozenset(
    ("note", "labels", "event", "quote", "prefix", "suffix", "text", "line", "name", "title", "value", "request")
)
"""Columns that the user may have edited since a backup was made.

A value from a backup is used for them only if it is similar to the damaged one.
"""
_MAX_BACKUPS = 30
"""How many of the newest backups are searched."""

_SALVAGED = "kept as far as it can be read"

Replacement = tuple[Any, str]
"""A value to store, and where it comes from, in words."""


class AnnotationRepairer:
    """Repairs one annotations.db. `articles` is None if library.db cannot be read."""

    def __init__(self, folder: Path, annotations: Annotations, articles: ArticleStore | None, aside: SetAside) -> None:
        self._folder = folder
        self._annotations = annotations
        self._articles = articles
        self._set_aside_file = aside

    def repair(self) -> Iterator[Repair]:
        """Repair every damaged row or move it to the file of `SetAside`. Yield what was done.

        Before a row is repaired, its old state is written to that file.
        """
        with self._annotations.file.exclusive_database() as database:
            found = list(find_flaws(database, ANNOTATION_TABLES))
        if not found:
            return
        with ExitStack() as stack:
            self._backups = [
                (backup.name, stack.enter_context(closing(_open_read_only(backup))))
                for backup in newest_first(self._folder / "backups")[:_MAX_BACKUPS]
            ]
            for flaw in found:
                yield self._repair(flaw)

    def _repair(self, flaw: Flaw) -> Repair:
        new: dict[str, Any] = {}
        repairs: list[str] = []
        is_position_lost = False
        for column, reason in flaw.reasons.items():
            value = self._replacement(flaw, column)
            if value is None:
                return self._set_aside(flaw, column, reason)
            new[column] = value[0]
            repairs.append(f"{column_label(column)}: {reason}; {value[1]}")
            is_position_lost = is_position_lost or (column in ("start", "end") and value[1] == _SALVAGED)
        if is_position_lost:  # without a hash, so that the passage is searched for by its words
            quote = as_text(new.get("quote", flaw.row["quote"]))
            new |= {"start": 0, "end": max(1, len(quote)), "text_hash": ""}
        self._set_aside_file.put(NAME, flaw.table.name, flaw.row, flaw.reasons)
        self._write(flaw, new)
        return Repair(f"{self._name(flaw)} in {NAME} was repaired ({'. '.join(repairs)}). The original is in {ASIDE}.")

    def _set_aside(self, flaw: Flaw, column: str, reason: str) -> Repair:
        self._set_aside_file.put(NAME, flaw.table.name, flaw.row, flaw.reasons)
        where, values = flaw.where
        with self._annotations.file.changing() as connection:
            connection.execute(f"DELETE FROM {flaw.table.name} WHERE {where}", values)  # noqa: S608
        moved = f"{self._name(flaw)} was moved from {NAME} to {ASIDE}"
        return Repair(f"{moved}: its {column_label(column)} cannot be read ({reason}).", aside=True)

    def _name(self, flaw: Flaw) -> str:
        return capitalised(flaw.label(self._articles))

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

    def _replacement(self, flaw: Flaw, column: str) -> Replacement | None:
        kind, value = flaw.table.columns[column], flaw.row[column]
        if (converted := retyped(kind, value)) is not None:
            return converted, "kept as the right kind of value"
        if column == "id":
            return secrets.token_hex(6), "a new one was given"
        if column == "line_hash" and flaw.is_good("line"):
            return line_hash(flaw.row["line"]), "made again from its line"
        if column == "article_id" and self._articles and flaw.is_good("source") and "source" in flaw.row:
            row = self._articles.sources.find_source(as_text(flaw.row["source"]))
            if row is not None:
                return self._articles.id_of(row), "found by the source"
        return self._from_article(flaw, column) or self._from_backups(flaw, column) or self._salvaged(flaw, column)

    def _from_article(self, flaw: Flaw, column: str) -> Replacement | None:
        """Return the quote or its context from the article, or None if the article's text has changed since."""
        needed = ("article_id", "text_hash", "start", "end")
        if column not in ("quote", "prefix", "suffix") or not flaw.is_good(*needed) or self._articles is None:
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

    def _from_backups(self, flaw: Flaw, column: str) -> Replacement | None:
        kind, value = flaw.table.columns[column], flaw.row[column]
        for name, backup in self._backups:
            with suppress(sqlite3.Error):
                where, values = flaw.where if flaw.is_good(*flaw.table.key) else _where_good_columns(flaw)
                query = f'SELECT "{column}" FROM {flaw.table.name} WHERE {where} LIMIT 2'  # noqa: S608
                found = fetch_rows(backup, query, values)
                if len(found) != 1 or not fits(kind, found[0][0]):
                    continue
                if column not in _EDITABLE_COLUMNS or are_similar(value, found[0][0]):
                    return found[0][0], f"taken from the copy {name}"
        return None

    def _salvaged(self, flaw: Flaw, column: str) -> Replacement | None:
        kind, value = flaw.table.columns[column], flaw.row[column]
        if column == "request":
            found = request_in(as_text(value))
            if found is not None or kind.fallback is None:
                return None if found is None else (found, "its text was kept, its filters were not readable")
        if column == "authors" or column == "labels":
            value_left = salvaged_value(kind, value)
            return value_left, f"{len(json.loads(value_left))} could be read"
        return None if kind.fallback is None else (salvaged_value(kind, value), _SALVAGED)


def _where_good_columns(flaw: Flaw) -> tuple[str, list[Any]]:
    good_columns = [name for name in flaw.row if name not in flaw.reasons and flaw.row[name] is not None]
    return " AND ".join(f'"{name}" IS ?' for name in good_columns), [
        as_parameter(flaw.row[name]) for name in good_columns
    ]


def _open_read_only(backup: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(f"{backup.absolute().as_uri()}?mode=ro", uri=True, isolation_level=None)
    connection.row_factory = sqlite3.Row
    return connection
