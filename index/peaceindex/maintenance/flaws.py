"""Searches every row of every table for values that are not of their column's kind."""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from peaceindex.errors import PeaceindexError
from peaceindex.storage.articles import ArticleStore
from peaceindex.storage.bad_text import BadText, is_about_text, lenient
from peaceindex.storage.column_kinds import NUMBER, BadValueError
from peaceindex.storage.columns import ARTICLES, RAWS
from peaceindex.storage.database import Database
from peaceindex.storage.rows import Table
from peaceindex.storage.serialization import Raw, sha256_of
from peaceindex.text.decoding import printable


@dataclass(frozen=True, slots=True)
class Flaw:
    """A row with damaged values.

    `row` has all its values as they are stored (see `BadText`). `why` has the reason for each bad value, by column.
    """

    table: Table
    row: Mapping[str, Any]
    why: Mapping[str, str]

    def called(self, articles: ArticleStore | None) -> str:
        """Return the row's name for users. If `articles` is given, it names articles by id rather than row number."""
        name, row = self.table.called(self.row), self.row.get("article_row")
        if articles is not None and type(row) is int and (id := articles.id_of(row)):
            name = name.replace(f"the article in row {row}", f"article {id}").replace(f"row {row}", f"article {id}")
        return printable(name)

    @property
    def where(self) -> tuple[str, list[Any]]:
        """An SQL condition that is true only for this row, and its parameters."""
        marks = " AND ".join(f'CAST("{name}" AS BLOB) IS CAST(? AS BLOB)' for name in self.table.key)
        return marks, [stored(self.row[name]) for name in self.table.key]

    def good(self, *names: str) -> bool:
        """Return whether none of these columns is bad."""
        return self.why.keys().isdisjoint(names)


def capitalised(text: str) -> str:
    """Return `text` with its first letter in upper case."""
    return text[:1].upper() + text[1:]


def stored(value: Any) -> Any:
    """Return the value as an SQL parameter, to be compared as bytes."""
    return value.data if isinstance(value, BadText) else value


def flaws(database: Database, tables: Iterable[Table]) -> Iterator[Flaw]:
    """Yield the flaws of a database. Raises LibraryDamagedError if the pages of its file are inconsistent."""
    for table in tables:
        try:
            yield from _of_table(database.connection, table)
        except sqlite3.Error as error:
            raise database.trouble(error) from error


def _of_table(connection: sqlite3.Connection, table: Table) -> Iterator[Flaw]:
    there = {row[1] for row in connection.execute(f'PRAGMA table_info("{table.name}")')}
    names = [name for name in table.columns if name in there]
    if not names:
        return
    query = f'SELECT {", ".join(map(_quoted, names))} FROM "{table.name}"'  # noqa: S608
    if all(table.columns[name] is NUMBER for name in names):  # these tables are large, and SQLite checks them faster
        query += " WHERE " + " OR ".join(f"typeof({_quoted(name)}) <> 'integer'" for name in names)
    deeper = _DEEPER.get(table.name)
    for row in _rows(connection, query):
        why = {}
        for name in names:
            try:
                table.columns[name].read(row[name])
            except BadValueError as error:
                why[name] = str(error)
        if deeper and not why:
            why = deeper(row)
        if why:
            yield Flaw(table, {name: row[name] for name in names}, why)


def _rows(connection: sqlite3.Connection, query: str) -> Iterator[sqlite3.Row]:
    """Yield the rows of a query. Text that is not valid UTF-8 comes as `BadText`."""
    seen = 0
    try:
        for row in connection.execute(query):
            seen += 1
            yield row
        return
    except sqlite3.OperationalError as error:
        if not is_about_text(error):
            raise
    with lenient(connection):
        for number, row in enumerate(connection.execute(query)):
            if number >= seen:
                yield row


def _quoted(name: str) -> str:
    return f'"{name}"'


def _article(row: sqlite3.Row) -> dict[str, str]:
    if row["text_hash"] and sha256_of(row["text"]) != row["text_hash"]:
        return {"text": "not the words that were written"}
    return {}


def _raw(row: sqlite3.Row) -> dict[str, str]:
    try:
        document = Raw(*(row[name] for name in Raw._fields)).document("")
    except (zlib.error, ValueError, TypeError, RecursionError, PeaceindexError):
        return {"packed": "damage in what was packed"}
    if isinstance(document.facts, bytes):
        from peaceindex.sources.html.facts import are_sound

        if not are_sound(document.facts, document.text):
            return {"facts": "damage in what was packed"}
    return {}


_DEEPER = {ARTICLES.name: _article, RAWS.name: _raw}
"""Table name -> a further check for rows whose values are all of the right kind."""
