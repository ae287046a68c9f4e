"""Rows of annotations.db as records of an archive, and back. Its tables are those of the schema, whatever they are."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from functools import cache
from typing import TYPE_CHECKING, Any

import msgspec

from peaceindex.archive.content import json_text, json_value, stored_value
from peaceindex.errors import ArchiveError
from peaceindex.storage.column_kinds import BadValueError
from peaceindex.storage.columns import ANNOTATION_TABLES
from peaceindex.storage.rows import column_label
from peaceindex.storage.schema import ANNOTATIONS
from peaceindex.storage.serialization import packed_ids, unpacked_ids
from peaceindex.storage.tables import INTERNAL_TABLE, JSON_COLUMNS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from peaceindex.archive.content import Record
    from peaceindex.storage.column_kinds import Kind

_PACKED_IDS = ("saved_searches", "known")
"""The column that holds article ids packed; in a record they are a list."""
_MAX_NUMBER = 2**53
"""The largest number that all readers of JSON know exactly; a library counts on from it."""
KINDS = {table.name: table for table in ANNOTATION_TABLES}


class Layout(msgspec.Struct, frozen=True):
    """The columns of each table of one layout of annotations.db, which may be NULL, and which must be given."""

    columns: dict[str, tuple[str, ...]]
    nullable: frozenset[tuple[str, str]]
    required: frozenset[tuple[str, str]]


@cache
def layout(number: int) -> Layout:
    """Return what a layout of annotations.db holds of the user's work."""
    with closing(sqlite3.connect(":memory:")) as database:
        for script in ANNOTATIONS[:number]:
            database.executescript(script)
        query = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
        names = [name for (name,) in database.execute(query) if name != INTERNAL_TABLE]
        described = {name: database.execute(f"PRAGMA table_info({name})").fetchall() for name in names}
    return Layout(
        {name: tuple(column[1] for column in columns) for name, columns in described.items()},
        frozenset((name, column[1]) for name, columns in described.items() for column in columns if not column[3]),
        frozenset((name, c[1]) for name, columns in described.items() for c in columns if c[3] and c[4] is None),
    )


def to_record(table: str, row: Mapping[str, Any], values: Mapping[str, Any]) -> Record:
    """Return a row of annotations.db as a record.

    `row` has the values as they are stored, `values` what `storage.rows.read_row` makes of them. What cannot be read,
    and cannot be replaced either, is left out.
    """
    record: Record = {}
    for name, value in values.items():
        if name in JSON_COLUMNS:
            kind = KINDS[table].columns[name]
            if _fits(kind, row[name]):
                record[name] = None if row[name] is None else json.loads(row[name])
            elif (value is None or isinstance(value, tuple | dict)) and _fits(kind, json_text(value)):
                record[name] = value
        elif (table, name) == _PACKED_IDS and isinstance(value, bytes):
            record[name] = sorted(unpacked_ids(value))
        else:
            record[name] = json_value(value)
    return record


def _fits(kind: Kind, stored: Any) -> bool:
    try:
        kind.read(stored)
    except BadValueError:
        return False
    return True


def from_record(table: str, record: Record, number: int) -> dict[str, Any]:
    """Return the row of a record, as layout `number` stores it. Raise ArchiveError if it is none."""
    known = layout(number)
    if unknown := sorted(record.keys() - set(known.columns[table])):
        raise ArchiveError(f"it has a field “{unknown[0]}”, which is not known")
    if missing := sorted(name for of, name in known.required if of == table and name not in record):
        raise ArchiveError(f"it lacks the field “{missing[0]}”")
    row: dict[str, Any] = {}
    for name, value in record.items():
        row[name] = _stored(table, name, value, is_nullable=(table, name) in known.nullable)
        if isinstance(value, int) and abs(value) > _MAX_NUMBER:
            raise ArchiveError("a number is too large")
        kind = KINDS[table].columns.get(name)
        try:
            if kind is not None:
                kind.read(row[name])
        except BadValueError as error:
            raise ArchiveError(f"its {column_label(name)} is {error}") from None
    return row


def _stored(table: str, name: str, value: Any, *, is_nullable: bool) -> Any:
    if (table, name) == _PACKED_IDS and value is not None:
        if not isinstance(value, list) or not all(isinstance(id, str) and id.isalnum() for id in value):
            raise ArchiveError("its list of known articles is none")
        return packed_ids(value)
    if name in JSON_COLUMNS and not (value is None and is_nullable):
        text = json_text(value)
        if "\\u0000" in text:
            raise ArchiveError("a text has characters that no text has")
        return text
    return stored_value(value)
