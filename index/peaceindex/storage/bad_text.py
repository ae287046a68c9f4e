"""Text in a database that is not UTF-8. SQLite refuses to return it; here it is read as `BadText`."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence


class BadText(str):
    """Text that is not UTF-8, with U+FFFD for each byte that cannot be decoded. `data` holds the stored bytes."""

    __slots__ = ("data",)
    data: bytes


def fetch_rows(connection: sqlite3.Connection, query: str, values: Sequence[Any] = ()) -> list[sqlite3.Row]:
    """Return all rows of a query. Text that is not UTF-8, for which SQLite raises an error, comes as `BadText`."""
    try:
        return connection.execute(query, values).fetchall()
    except sqlite3.OperationalError as error:
        if not is_decoding_error(error):
            raise
    with lenient(connection):
        return connection.execute(query, values).fetchall()


def is_decoding_error(error: sqlite3.Error) -> bool:
    """Return whether the error says that a text is not UTF-8."""
    return "decode to UTF-8" in str(error)


class lenient:  # noqa: N801 - read as a word: `with lenient(connection)`
    """A context in which a connection returns text that is not UTF-8 as `BadText`."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def __enter__(self) -> None:
        self._connection.text_factory = _decode

    def __exit__(self, *error: object) -> None:
        self._connection.text_factory = str


def _decode(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        text = BadText(data.decode("utf-8", "replace"))
        text.data = data
        return text


def as_text(value: Any) -> str:
    """Return any value of a database as text, with U+FFFD for what cannot be decoded and "" for NULL."""
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return "" if value is None else str(value)
