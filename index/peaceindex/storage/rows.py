"""Rows of the databases, read value by value. A damaged value is reported, and hides nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from peaceindex.storage.bad_text import as_text
from peaceindex.storage.column_kinds import BadValueError, Kind

if TYPE_CHECKING:
    import sqlite3

_MAX_MESSAGES = 1000
"""The largest number of bad values that are remembered by name."""

Item = TypeVar("Item")


class Table(msgspec.Struct, frozen=True):
    """A table: its columns and its key.

    `label_template` names a row in messages to the user; each `{column}` in it is replaced by the value of that column.
    """

    name: str
    key: tuple[str, ...]
    label_template: str
    columns: Mapping[str, Kind]
    is_derived: bool = False
    """Whether all its rows can be computed again from other tables."""

    def row_label(self, row: Mapping[str, Any] | sqlite3.Row) -> str:
        """Return the name of a row for messages."""
        present = row.keys()
        known = {name: _excerpt(row[name]) for name in self.columns if name in present}
        return self.label_template.format_map(_QuestionMarks(known))


_LABELS = {
    "made": "time", "created": "time", "removed": "time of removal", "seen": "time when it was last looked at",
    "packed": "text", "stated": "statements", "facts": "layout", "request": "query", "widened": "other spellings",
    "total": "count", "article_id": "article", "article_row": "article", "text_hash": "hash of the text",
    "source_hash": "hash of the source", "sha256": "hash", "mtime_ns": "time of change", "mtime": "time of change",
    "line_hash": "hash of the line", "occurrence": "place", "was": "former value", "start": "beginning",
}  # fmt: skip


def column_label(column: str) -> str:
    """Return the name of a column for messages."""
    return _LABELS.get(column, column)


class _QuestionMarks(dict[str, str]):
    def __missing__(self, name: str) -> str:
        return "?"


def _excerpt(value: Any) -> str:
    return as_text(value)[:60]


@dataclass(slots=True)
class BadValues:
    """The bad values found in a database, each of them once. `name` is the name of the file."""

    name: str
    _messages: dict[tuple[str, str, str], str] = field(default_factory=dict)
    count: int = 0

    def add(self, table: Table, row: Mapping[str, Any] | sqlite3.Row, column: str, reason: str, skipped: bool) -> None:
        """Record a bad value. `skipped` says that its row could not be used."""
        label = table.row_label(row)
        if (table.name, label, column) in self._messages or self.count >= _MAX_MESSAGES:
            return
        self.count += 1
        left_out = "; it is left out" if skipped else "" if reason.endswith("\ufffd") else "; shown without it"
        self._messages[table.name, label, column] = (
            f"The {column_label(column)} of {label} in {self.name} cannot be read: {reason}{left_out}."
        )

    def clear(self) -> None:
        """Remove all recorded values."""
        self._messages.clear()
        self.count = 0

    def __iter__(self) -> Iterator[str]:
        return iter(list(self._messages.values()))


class UnusableRowError(Exception):
    """A bad value that makes its row unusable."""


def read_row(row: sqlite3.Row, table: Table, bad: BadValues) -> dict[str, Any]:
    """Return the values of a row by column, converted. A bad value is recorded in `bad` and replaced if possible.

    Raise UnusableRowError if it cannot be replaced.
    """
    columns = table.columns
    try:  # nearly every row is sound and holds columns of its table alone; `suppress` would take as long as two values
        return {name: columns[name].read(value) for name, value in zip(row.keys(), row, strict=True)}
    except (BadValueError, KeyError):
        return _read_each(row, table, bad)


def read_columns(row: sqlite3.Row, table: Table, readers: Sequence[Callable[[Any], Any]], bad: BadValues) -> list[Any]:
    """Return the values of a row, as `read_row` does, in order. `readers` read its columns: see `readers_of`.

    Raise UnusableRowError if a bad value cannot be replaced.
    """
    try:
        return [read(value) for read, value in zip(readers, row, strict=True)]
    except BadValueError:
        return list(_read_each(row, table, bad).values())


def readers_of(columns: str, table: Table) -> list[Callable[[Any], Any]]:
    """Return what reads these columns of a table, which are separated by commas."""
    return [table.columns[name].read for name in columns.split(", ")]


def _read_each(row: sqlite3.Row, table: Table, bad: BadValues) -> dict[str, Any]:
    """Do what `read_row` does, value by value."""
    found: dict[str, Any] = {}
    for name in row.keys():  # noqa: SIM118 - a row yields values
        kind = table.columns.get(name)
        if kind is None:
            found[name] = row[name]
            continue
        try:
            found[name] = kind.read(row[name])
        except BadValueError as error:
            bad.add(table, row, name, str(error), skipped=kind.fallback is None)
            if kind.fallback is None:
                raise UnusableRowError from error
            found[name] = kind.fallback(row[name])
    return found


def read_rows(
    rows: Sequence[sqlite3.Row], table: Table, bad: BadValues, convert: Callable[[dict[str, Any]], Item]
) -> Iterator[Item]:
    """Yield `convert(values)` for each row. Rows that cannot be used are recorded in `bad` and left out."""
    for row in rows:
        try:
            values = read_row(row, table, bad)
        except UnusableRowError:
            continue
        yield convert(values)
