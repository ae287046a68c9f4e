"""Migrates a database to the present schema: one script after the other, each in one transaction."""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import closing
from pathlib import Path

from peaceindex.errors import DiskFullError, LibraryDamagedError, LibraryNewerError
from peaceindex.private_files import PRIVATE_FOLDER_MODE, create_private
from peaceindex.startup.late_pattern import late_pattern
from peaceindex.storage.safe_files import check_folder
from peaceindex.text.decoding import printable

BeforeMigration = Callable[[sqlite3.Connection, Path, int, str], None]
"""A function called before a script runs on a database that is not new.

Its arguments are the connection, the path and version of the database, and the script.
"""

_DESTRUCTIVE = late_pattern(
    r"\s*(?:--[^\n]*\s*)*(?:DROP\s+TABLE(?:\s+IF\s+EXISTS)?|DELETE\s+FROM|UPDATE(?:\s+OR\s+\w+)?"
    r"|(?:INSERT\s+OR\s+)?REPLACE\s+INTO|ALTER\s+TABLE(?=\s+\w+\s+(?:DROP|RENAME)))\s+\"?(\w+)",
    re.IGNORECASE,
)
"""Matches a statement that changes or removes existing data. Group 1 is the name of the table."""


def migrate(
    connection: sqlite3.Connection,
    path: Path,
    migrations: Sequence[str],
    advice: str,
    before_migration: BeforeMigration,
) -> None:
    """Run the scripts that the database has not been through. Its `user_version` counts those that have run.

    Raises LibraryNewerError if the count is larger than the number of scripts, LibraryDamagedError if it is negative
    (`advice` says what to do then), sqlite3.Error, and whatever `before_migration` raises. The script that failed then
    leaves no changes.
    """
    version = checked_version(connection, path, len(migrations), advice)
    is_new = version == 0
    while version < len(migrations):
        if not is_new:
            before_migration(connection, path, version, migrations[version])
        connection.execute("BEGIN IMMEDIATE")
        try:
            version = checked_version(
                connection, path, len(migrations), advice
            )  # another process may have run it first
            if version < len(migrations):
                for statement in statements(migrations[version]):
                    connection.execute(statement)
                version += 1
                connection.execute(f"PRAGMA user_version = {version}")
            connection.commit()
        except BaseException:
            connection.rollback()
            raise


def checked_version(connection: sqlite3.Connection, path: Path, newest: int, advice: str) -> int:
    """Return how many scripts the database has been through. Raises the same errors as `migrate`."""
    version = int(connection.execute("PRAGMA user_version").fetchone()[0])
    shown = printable(str(path))
    if version > newest:
        raise LibraryNewerError(f"{shown} was written by a newer peacereader.", "Update this one, then open it.")
    if version < 0:
        raise LibraryDamagedError(f"{shown} is damaged (it says that its layout is number {version}).", advice)
    return version


def no_backup(connection: sqlite3.Connection, path: Path, version: int, script: str) -> None:
    """Do nothing. The `BeforeMigration` for a database that can be made again."""


def back_up_if_destructive(derived: Collection[str]) -> BeforeMigration:
    """Return a function that backs up a database into `backups` beside it, if a script removes irreplaceable data.

    A backup may be large. So none is made if the script only adds tables or columns, or only changes tables that are
    `derived` or empty. One backup is kept for each schema version. The function raises DiskFullError if there is no
    space for a backup.
    """

    def back_up(connection: sqlite3.Connection, path: Path, version: int, script: str) -> None:
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
        backups.mkdir(mode=PRIVATE_FOLDER_MODE, exist_ok=True)
        backup = backups / f"{path.stem}-layout-{version}{path.suffix}"
        unfinished = backup.with_suffix(f".{os.getpid()}.part")
        create_private(unfinished)
        try:
            with closing(sqlite3.connect(unfinished)) as target:
                connection.backup(target)
            unfinished.replace(backup)
        finally:
            unfinished.unlink(missing_ok=True)

    return back_up


def changed_tables(script: str) -> set[str]:
    """Return the lower-case names of the tables whose existing data a script changes or removes."""
    found = (_DESTRUCTIVE.match(statement) for statement in statements(script))
    return {match[1].lower() for match in found if match}


def statements(script: str) -> Iterator[str]:
    """Yield the statements of a script. (`executescript` would commit each one on its own.)"""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""


def _has_rows(connection: sqlite3.Connection, table: str) -> bool:
    known = connection.execute("SELECT 1 FROM sqlite_master WHERE type = 'table' AND lower(name) = ?", (table,))
    return known.fetchone() is not None and connection.execute(f'SELECT 1 FROM "{table}"').fetchone() is not None  # noqa: S608
