"""Values of the databases, read one by one: one that is damaged is named, and hides nothing else."""

from __future__ import annotations

import json
import os
import re
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, TypeVar

_decode = json.JSONDecoder().raw_decode  # a third of the time of `json.loads`, for each hit of a result list
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_EPOCH = "1970-01-01T00:00:00.000000Z"
"""Shown for a time that cannot be read."""
LAST_ROW = 2**31 - 1
"""The search index knows articles by rows up to this."""
_MOST = 1000
"""Bad values that are remembered by name, at most."""


Made = TypeVar("Made")


class BadText(str):
    """Text that is no UTF-8: as it can be shown, with U+FFFD for what cannot be read. `data` are its bytes."""

    __slots__ = ("data",)
    data: bytes


def rows_of(connection: sqlite3.Connection, query: str, values: Sequence[Any] = ()) -> list[sqlite3.Row]:
    """All rows of a query; text that is no UTF-8, at which SQLite gives up otherwise, comes as `BadText`."""
    try:
        return connection.execute(query, values).fetchall()
    except sqlite3.OperationalError as error:
        if not is_about_text(error):
            raise
    with lenient(connection):
        return connection.execute(query, values).fetchall()


def is_about_text(error: sqlite3.Error) -> bool:
    """Whether SQLite complains that a text is no UTF-8."""
    return "decode to UTF-8" in str(error)


class lenient:  # noqa: N801 - read as a word: `with lenient(connection)`
    """Have a connection give text that is no UTF-8 as `BadText`."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def __enter__(self) -> None:
        self._connection.text_factory = _text_of

    def __exit__(self, *error: object) -> None:
        self._connection.text_factory = str


def _text_of(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        made = BadText(data.decode("utf-8", "replace"))
        made.data = data
        return made


class BadValueError(ValueError):
    """A value is not what its column holds; the words say what it is instead: "broken JSON"."""


@dataclass(frozen=True, slots=True)
class Kind:
    """What a column holds.

    `read` makes of a stored value what it stands for, or raises BadValueError.
    `instead` makes the best of a bad one; without it, its row cannot be used.
    """

    read: Callable[[Any], Any]
    instead: Callable[[Any], Any] | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its columns, by which its rows are known (`key`), and what people call one (`{column}` filled in)."""

    name: str
    key: tuple[str, ...]
    owner: str
    columns: Mapping[str, Kind]
    derived: bool = False
    """Whether all that it holds can be made again of other tables."""

    def called(self, row: Mapping[str, Any] | sqlite3.Row) -> str:
        """What a row of it is called in a message."""
        there = row.keys()
        known = {name: _shown(row[name]) for name in self.columns if name in there}
        return self.owner.format_map(_Gaps(known))


_LABELS = {
    "made": "time", "created": "time", "removed": "time of removal", "seen": "time when it was last looked at",
    "packed": "text", "stated": "statements", "facts": "layout", "request": "query", "widened": "other spellings",
    "total": "count", "article_id": "article", "article_row": "article", "text_hash": "hash of the text",
    "source_hash": "hash of the source", "sha256": "hash", "mtime_ns": "time of change", "mtime": "time of change",
    "line_hash": "hash of the line", "occurrence": "place", "was": "former value", "start": "beginning",
}  # fmt: skip


def label(column: str) -> str:
    """What people call a column."""
    return _LABELS.get(column, column)


class _Gaps(dict[str, str]):
    def __missing__(self, name: str) -> str:
        return "?"


def _shown(value: Any) -> str:
    return as_text(value)[:60]


def as_text(value: Any) -> str:
    """Any value of a database as text, if need be with U+FFFD for what cannot be read."""
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return "" if value is None else str(value)


@dataclass(slots=True)
class BadValues:
    """The bad values that were met in a database, each once. `name` is that of the file."""

    name: str
    _met: dict[tuple[str, str, str], str] = field(default_factory=dict)
    count: int = 0

    def note(self, table: Table, row: Mapping[str, Any] | sqlite3.Row, column: str, why: str, skipped: bool) -> None:
        """Take one down. With `skipped` its row could not be used."""
        owner = table.called(row)
        if (table.name, owner, column) in self._met or self.count >= _MOST:
            return
        self.count += 1
        left_out = "; it is left out" if skipped else "" if why.endswith("\ufffd") else "; shown without it"
        self._met[table.name, owner, column] = (
            f"The {label(column)} of {owner} in {self.name} cannot be read: {why}{left_out}."
        )

    def clear(self) -> None:
        """Forget them."""
        self._met.clear()
        self.count = 0

    def __iter__(self) -> Iterator[str]:
        return iter(list(self._met.values()))


class UnusableRowError(Exception):
    """A row holds a value without which it cannot be used."""


def read(row: sqlite3.Row, table: Table, met: BadValues) -> dict[str, Any]:
    """What the columns of a row stand for. A bad value is noted in `met`, and the best made of it.

    Raises UnusableRowError where nothing can be made of it.
    """
    found: dict[str, Any] = {}
    for name in row.keys():  # noqa: SIM118 - a row yields values
        kind = table.columns.get(name)
        if kind is None:
            found[name] = row[name]
            continue
        try:
            found[name] = kind.read(row[name])
        except BadValueError as error:
            met.note(table, row, name, str(error), skipped=kind.instead is None)
            if kind.instead is None:
                raise UnusableRowError from error
            found[name] = kind.instead(row[name])
    return found


def usable(
    rows: Sequence[sqlite3.Row], table: Table, met: BadValues, make: Callable[[dict[str, Any]], Made]
) -> Iterator[Made]:
    """What `make` makes of the values of each row; rows that cannot be used are left out, and noted."""
    for row in rows:
        try:
            values = read(row, table, met)
        except UnusableRowError:
            continue
        yield make(values)


# --- kinds


def _text(value: Any) -> str:
    if type(value) is str:
        return value
    if isinstance(value, BadText):
        raise BadValueError("bytes that are no text, shown as \ufffd")
    raise BadValueError("no text")


def _text_or_none(value: Any) -> str | None:
    return None if value is None else _text(value)


def _day(value: Any) -> str | None:
    if value is None:
        return None
    try:
        if _DAY.fullmatch(_text(value)):
            date.fromisoformat(value)
            return str(value)
    except BadValueError:
        raise
    except ValueError:
        pass
    raise BadValueError("no date")


def _time(value: Any) -> str:
    try:
        datetime.fromisoformat(_text(value))
    except BadValueError:
        raise
    except ValueError:
        raise BadValueError("no time") from None
    return str(value)


def _number(value: Any) -> int:
    if type(value) is int:
        return value
    raise BadValueError("no whole number")


def _row(value: Any) -> int:
    if 0 < _number(value) <= LAST_ROW:
        return int(value)
    raise BadValueError("no number of a row")


def _index_state(value: Any) -> int:
    if _number(value) in (0, 1, 2):
        return int(value)
    raise BadValueError("none of the states that there are")


def _number_or_none(value: Any) -> int | None:
    return None if value is None else _number(value)


def _real_or_none(value: Any) -> float | None:
    if value is None or type(value) is float or type(value) is int:
        return value
    raise BadValueError("no number")


def _json(value: Any) -> Any:
    text = _text(value)
    try:
        found, end = _decode(text)
    except (ValueError, RecursionError):
        end = -1
    if end != len(text):
        raise BadValueError("broken JSON")
    return found


def _texts(value: Any) -> tuple[str, ...]:
    if value == "[]":
        return ()
    found = _json(value)
    if isinstance(found, list) and all(type(one) is str for one in found):
        return tuple(found)
    raise BadValueError("no list of texts")


def _record(value: Any) -> dict[str, Any]:
    found = _json(value)
    if isinstance(found, dict):
        return found
    raise BadValueError("no record")


def _texts_by_word(value: Any) -> dict[str, tuple[str, ...]]:
    found = _record(value)
    for texts in found.values():
        if not isinstance(texts, list) or not all(type(one) is str for one in texts):
            raise BadValueError("no record of lists of texts")
    return {word: tuple(texts) for word, texts in found.items()}


def _words(value: Any) -> dict[str, str]:
    found = _record(value)
    if all(type(one) is str for one in found.values()):
        return found
    raise BadValueError("no record of texts")


def _value(value: Any) -> str | tuple[str, ...] | None:
    found = _json(value)
    if found is None or isinstance(found, str):
        return found
    if isinstance(found, list) and all(type(one) is str for one in found):
        return tuple(found)
    raise BadValueError("neither a text nor a list of texts")


def _path(value: Any) -> str:
    if (type(value) is str or type(value) is bytes) and "\0" not in (path := os.fsdecode(value)):
        return path
    raise BadValueError("no path")


def _path_instead(value: Any) -> str:
    path = os.fsdecode(value.data) if isinstance(value, BadText) else as_text(value)
    return path.replace("\0", "\ufffd")


def _whole(value: Any) -> int:
    return int(value) if isinstance(value, float) and abs(value) < 2**53 else 0


def _none(value: Any) -> None:
    return None


def one_of(*values: str) -> Kind:
    """One of these words."""

    def read(value: Any) -> str:
        if value in values:
            return str(value)
        raise BadValueError("none of the words that it may be")

    return Kind(read)


def blob(
    check: Callable[[bytes], object] = len,
    what: str = "damaged bytes",
    *,
    optional: bool = False,
    needed: bool = False,
) -> Kind:
    """Bytes; `check` raises ValueError where they are not what they should be."""

    def read(value: Any) -> bytes | None:
        if value is None and optional:
            return None
        if type(value) is not bytes:
            raise BadValueError(what)
        try:
            check(value)
        except ValueError:
            raise BadValueError(what) from None
        return value

    return Kind(read, None if needed else _none)


TEXT = Kind(_text, as_text)
TEXT_OR_NONE = Kind(_text_or_none, as_text)
NEEDED_TEXT = Kind(_text)
DAY = Kind(_day, _none)
TIME = Kind(_time, lambda value: _EPOCH)
TIME_OR_EMPTY = Kind(lambda value: value if value == "" else _time(value), lambda value: "")
TIME_OR_NONE = Kind(lambda value: value if value is None else _time(value), _none)
NUMBER = Kind(_number, _whole)
INDEX_STATE = Kind(_index_state, lambda value: 0)
ROW = Kind(_row, lambda value: value)
NUMBER_OR_NONE = Kind(_number_or_none, _none)
REAL_OR_NONE = Kind(_real_or_none, _none)
TEXTS = Kind(_texts, lambda value: ())
RECORD = Kind(_record, lambda value: {})
NEEDED_RECORD = Kind(_record)
TEXTS_BY_WORD = Kind(_texts_by_word, lambda value: {})
WORDS = Kind(_words, lambda value: {})
VALUE = Kind(_value)
OPTIONAL_VALUE = Kind(_value, _none)
PATH = Kind(_path, _path_instead)
