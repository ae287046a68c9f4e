"""Bringing a database to the layout of today: one script after the other, each whole or not at all."""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import closing
from pathlib import Path

from peaceindex.errors import DiskFullError, LibraryDamagedError, LibraryNewerError
from peaceindex.private_files import PRIVATE_FOLDER, create_private
from peaceindex.storage.safe_files import check_folder
from peaceindex.text.decoding import printable

Before = Callable[[sqlite3.Connection, Path, int, str], None]
"""Called before a script runs on a database that has content: its connection, its path, its version, the script."""

_TAKES = re.compile(
    r"\s*(?:--[^\n]*\s*)*(?:DROP\s+TABLE(?:\s+IF\s+EXISTS)?|DELETE\s+FROM|UPDATE(?:\s+OR\s+\w+)?"
    r"|(?:INSERT\s+OR\s+)?REPLACE\s+INTO|ALTER\s+TABLE(?=\s+\w+\s+(?:DROP|RENAME)))\s+\"?(\w+)",
    re.IGNORECASE,
)
"""A statement that changes or takes away what a table holds; the group is the table."""


def migrate(connection: sqlite3.Connection, path: Path, migrations: Sequence[str], advice: str, before: Before) -> None:
    """Run those of the scripts that the database has not been through; its `user_version` counts them.

    Raises LibraryNewerError if it has been through more than there are, LibraryDamagedError if the count is none
    (`advice` says what to do then), sqlite3.Error, and whatever `before` raises; then the database is as it was.
    """
    at = checked_version(connection, path, len(migrations), advice)
    is_new = at == 0
    while at < len(migrations):
        if not is_new:
            before(connection, path, at, migrations[at])
        connection.execute("BEGIN IMMEDIATE")
        try:
            at = checked_version(connection, path, len(migrations), advice)  # another process may have been here first
            if at < len(migrations):
                for statement in statements(migrations[at]):
                    connection.execute(statement)
                at += 1
                connection.execute(f"PRAGMA user_version = {at}")
            connection.commit()
        except BaseException:
            connection.rollback()
            raise


def checked_version(connection: sqlite3.Connection, path: Path, newest: int, advice: str) -> int:
    """How many scripts the database has been through. Raises as `migrate`."""
    at = int(connection.execute("PRAGMA user_version").fetchone()[0])
    shown = printable(str(path))
    if at > newest:
        raise LibraryNewerError(f"{shown} was written by a newer peacereader.", "Update this one, then open it.")
    if at < 0:
        raise LibraryDamagedError(f"{shown} is damaged (it says that its layout is number {at}).", advice)
    return at


def no_copy(connection: sqlite3.Connection, path: Path, version: int, script: str) -> None:
    """Before a script on a database that can be made again."""


def copy_where_needed(derived: Collection[str]) -> Before:
    """A `Before` that copies a database into `backups` beside it, if a script takes away what cannot be made again.

    A copy may be large: so there is none where the script only adds tables or columns, or changes `derived` tables,
    or empty ones. One copy is kept for each layout. It raises DiskFullError where there is no space for one.
    """

    def before(connection: sqlite3.Connection, path: Path, version: int, script: str) -> None:
        if not any(_has_rows(connection, table) for table in changed_tables(script) - set(derived)):
            return
        backups = path.parent / "backups"
        check_folder(backups, links=True)
        size = path.stat().st_size
        if shutil.disk_usage(path.parent).free < size + size // 10:
            raise DiskFullError(
                f"{printable(str(path))} is of an older version, and there is no space for a copy before a change.",
                f"Make {size // 1_000_000 + 1:,} MB of room on its disk, then open it again.",
            )
        backups.mkdir(mode=PRIVATE_FOLDER, exist_ok=True)
        copy = backups / f"{path.stem}-layout-{version}{path.suffix}"
        unfinished = copy.with_suffix(f".{os.getpid()}.part")
        create_private(unfinished)
        try:
            with closing(sqlite3.connect(unfinished)) as target:
                connection.backup(target)
            unfinished.replace(copy)
        finally:
            unfinished.unlink(missing_ok=True)

    return before


def changed_tables(script: str) -> set[str]:
    """The tables whose content the statements of a script change or take away, by name in lower case."""
    found = (_TAKES.match(statement) for statement in statements(script))
    return {match[1].lower() for match in found if match}


def statements(script: str) -> Iterator[str]:
    """The statements of a script; `executescript` would commit each on its own."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""


def _has_rows(connection: sqlite3.Connection, table: str) -> bool:
    known = connection.execute("SELECT 1 FROM sqlite_master WHERE type = 'table' AND lower(name) = ?", (table,))
    return known.fetchone() is not None and connection.execute(f'SELECT 1 FROM "{table}"').fetchone() is not None  # noqa: S608
