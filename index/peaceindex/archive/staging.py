"""A temporary annotations.db of an archive or of another library, in the present layout."""

from __future__ import annotations

import sqlite3
import tempfile
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from peaceindex.archive import entries
from peaceindex.errors import ArchiveError
from peaceindex.private_files import create_private
from peaceindex.storage.annotations import NAME
from peaceindex.storage.migrations import migrate, no_backup
from peaceindex.storage.schema import ANNOTATIONS
from peaceindex.storage.sqlite_errors import database_error
from peaceindex.text.decoding import printable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from peaceindex.archive.content import Content


@contextmanager
def staged(other: Content) -> Iterator[sqlite3.Connection]:
    """A context with the user's own work of `other` as a database.

    Records of an older layout are stored as that layout did, and then brought to the present one, by the same scripts
    as a library. Raise ArchiveError if two entries have one key; StorageError.
    """
    with tempfile.TemporaryDirectory(prefix="peacereader-", ignore_cleanup_errors=True) as folder:
        path = Path(folder) / NAME
        create_private(path)
        with closing(sqlite3.connect(path, isolation_level=None)) as connection:
            connection.row_factory = sqlite3.Row
            number = other.layouts[NAME]
            try:
                connection.execute("PRAGMA synchronous = OFF")  # it is thrown away afterwards
                migrate(connection, path, ANNOTATIONS[:number], "", no_backup)
                connection.execute("BEGIN")
                for table in other.tables():
                    _fill(connection, table, other, number)
                connection.execute("COMMIT")
                migrate(connection, path, ANNOTATIONS, "", no_backup)
            except sqlite3.IntegrityError as error:
                raise ArchiveError(
                    f"{printable(other.name)} cannot be used: two of its entries are one ({error}).",
                    "Nothing was taken from it.",
                ) from error
            except sqlite3.Error as error:
                raise database_error(error, path, "") from error
            yield connection


def _fill(connection: sqlite3.Connection, table: str, other: Content, number: int) -> None:
    for record in other.entries(table):
        row = entries.from_record(table, record, number)
        names, marks = ", ".join(f'"{name}"' for name in row), ", ".join("?" * len(row))
        connection.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", tuple(row.values()))  # noqa: S608


def rows_of(staging: sqlite3.Connection, table: str) -> list[dict[str, Any]]:
    """Return all rows of a table, by column."""
    return [dict(row) for row in staging.execute(f"SELECT * FROM {table}")]  # noqa: S608
