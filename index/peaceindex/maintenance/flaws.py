"""Searches every row of every table for values that are not of their column's kind."""

from __future__ import annotations

import sqlite3
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from peaceindex.errors import PeaceindexError
from peaceindex.storage.bad_text import BadText, is_decoding_error, lenient
from peaceindex.storage.column_kinds import NUMBER, BadValueError
from peaceindex.storage.columns import ARTICLES, RAWS
from peaceindex.storage.compact_values import hash_of
from peaceindex.storage.packed_text import stored_text
from peaceindex.storage.serialization import Raw, sha256_of
from peaceindex.text.decoding import printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from peaceindex.storage.articles import ArticleStore
    from peaceindex.storage.database import Database
    from peaceindex.storage.rows import Table


@dataclass(frozen=True, slots=True)
class Flaw:
    """A row with damaged values.

    `row` has all its values as they are stored (see `BadText`). `reasons` has the reason for each bad value, by column.
    """

    table: Table
    row: Mapping[str, Any]
    reasons: Mapping[str, str]

    def label(self, articles: ArticleStore | None) -> str:
        """Return the row's name for users. If `articles` is given, it names articles by id rather than row number."""
        name, row = self.table.row_label(self.row), self.row.get("article_row")
        if articles is not None and type(row) is int and (id := articles.id_of(row)):
            name = name.replace(f"the article in row {row}", f"article {id}").replace(f"row {row}", f"article {id}")
        return printable(name)

    @property
    def where(self) -> tuple[str, list[Any]]:
        """An SQL condition that is true only for this row, and its parameters."""
        condition = " AND ".join(f'CAST("{name}" AS BLOB) IS CAST(? AS BLOB)' for name in self.table.key)
        return condition, [as_parameter(self.row[name]) for name in self.table.key]

    def is_good(self, *names: str) -> bool:
        """Return whether none of these columns is bad."""
        return self.reasons.keys().isdisjoint(names)


def capitalised(text: str) -> str:
    """Return `text` with its first letter in upper case."""
    return text[:1].upper() + text[1:]


def as_parameter(value: Any) -> Any:
    """Return the value as an SQL parameter, to be compared as bytes."""
    return value.data if isinstance(value, BadText) else value


def find_flaws(database: Database, tables: Iterable[Table]) -> Iterator[Flaw]:
    """Yield the flaws of a database. Raises LibraryDamagedError if the pages of its file are inconsistent."""
    for table in tables:
        with database.translate_errors():
            yield from _flaws_of_table(database.connection, table)


def _flaws_of_table(connection: sqlite3.Connection, table: Table) -> Iterator[Flaw]:
    existing = {row[1] for row in connection.execute(f'PRAGMA table_info("{table.name}")')}
    names = [name for name in table.columns if name in existing]
    if not names:
        return
    query = f'SELECT {", ".join(map(_quoted, names))} FROM "{table.name}"'  # noqa: S608
    if all(table.columns[name] is NUMBER for name in names):  # these tables are large, and SQLite checks them faster
        query += " WHERE " + " OR ".join(f"typeof({_quoted(name)}) <> 'integer'" for name in names)
    check_content = _CONTENT_CHECKS.get(table.name)
    for row in _rows(connection, query):
        reasons = {}
        for name in names:
            try:
                table.columns[name].read(row[name])
            except BadValueError as error:
                reasons[name] = str(error)
        if check_content and not reasons:
            reasons = check_content(row)
        if reasons:
            yield Flaw(table, {name: row[name] for name in names}, reasons)


def _rows(connection: sqlite3.Connection, query: str) -> Iterator[sqlite3.Row]:
    """Yield the rows of a query. Text that is not valid UTF-8 comes as `BadText`."""
    yielded = 0
    try:
        for row in connection.execute(query):
            yielded += 1
            yield row
        return
    except sqlite3.OperationalError as error:
        if not is_decoding_error(error):
            raise
    with lenient(connection):
        for number, row in enumerate(connection.execute(query)):
            if number >= yielded:
                yield row


def _quoted(name: str) -> str:
    return f'"{name}"'


def _article_problems(row: sqlite3.Row) -> dict[str, str]:
    if row["text_hash"] and sha256_of(stored_text(row["text"])) != hash_of(row["text_hash"]):
        return {"text": "not the words that were written"}
    return {}


def _raw_problems(row: sqlite3.Row) -> dict[str, str]:
    try:
        document = Raw(*(row[name] for name in Raw._fields)).document("")
    except (zlib.error, ValueError, TypeError, RecursionError, PeaceindexError):
        return {"packed": "damage in what was packed"}
    if isinstance(document.facts, bytes):
        from peaceindex.sources.html.facts import are_readable

        if not are_readable(document.facts, document.text):
            return {"facts": "damage in what was packed"}
    return {}


_CONTENT_CHECKS = {ARTICLES.name: _article_problems, RAWS.name: _raw_problems}
"""Table name -> a further check for rows whose values are all of the right kind."""
