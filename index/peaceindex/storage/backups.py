"""Backups of annotations.db in the folder `backups`.

A backup is made once a day. Old backups are removed by age, but never the one with the most entries.
"""

from __future__ import annotations

import os
import re
import sqlite3
import time
from contextlib import closing, suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from peaceindex.private_files import PRIVATE_FOLDER_MODE, create_private
from peaceindex.startup.late_pattern import late_pattern
from peaceindex.storage.tables import entry_tables, tables
from peaceindex.text.decoding import printable

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

DAYS, WEEKS, MONTHS = 7, 4, 12
"""How many days, weeks and months with a backup keep their newest one. All backups of the last `DAYS` days stay."""
_DAY_SECONDS = 24 * 60 * 60
_TIME_FORMAT = "%Y%m%d-%H%M%S"
_TIME_IN_NAME = late_pattern(r"\d{8}-\d{6}", re.ASCII)


def back_up(path: Path, backups: Path, *, before_version: int = 0, always: bool = False) -> Path | None:
    """Back up a sound database into the folder `backups` and remove old backups. Return the backup, or None.

    A backup is made at most once a day, and only if the database has changed
    since the last one. It is always made if `always` is set, or if the schema
    is older than `before_version`, because the schema is about to change.
    Raises sqlite3.DatabaseError if the database is damaged. In that case the
    older backups are left alone.
    """
    with closing(sqlite3.connect(path, timeout=15)) as connection:
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        if not always and not 0 < version < before_version and not _is_due(path, newest_first(backups)):
            return None
        if problem := integrity_problem(connection) or table_with_nul(connection):
            raise sqlite3.DatabaseError(problem)
        backups.mkdir(mode=PRIVATE_FOLDER_MODE, exist_ok=True)
        backup = unused_name(path, backups)
        unfinished = backup.with_suffix(f".{os.getpid()}.part")
        create_private(unfinished)
        try:
            with closing(sqlite3.connect(unfinished)) as target:
                connection.backup(target)
            unfinished.replace(backup)
        finally:
            unfinished.unlink(missing_ok=True)
    remove_old_backups(backups)
    return backup


def unused_name(path: Path, backups: Path) -> Path:
    """Return a file name with the present second in it, or the next second whose name is free."""
    time_in_name = datetime.now()
    while (backup := backups / f"{path.stem}-{time_in_name:{_TIME_FORMAT}}{path.suffix}").exists():
        time_in_name += timedelta(seconds=1)
    return backup


def newest_first(backups: Path) -> list[Path]:
    """Return the backups, sorted by the time in their names, newest first.

    Backups with a future time or no time in their names come last: the clock was wrong when they were made, or a
    person named them.
    """
    future = datetime.now() + timedelta(days=1)

    def sort_key(backup: Path) -> tuple[bool, str]:
        created = made_at(backup)
        return created is not None and created < future, backup.name

    return sorted(
        (backup for backup in backups.glob("annotations-*.db") if backup.is_file()), key=sort_key, reverse=True
    )


def made_at(backup: Path) -> datetime | None:
    """Return when a backup was made, in local time, or None if its name does not say."""
    time_in_name = backup.stem.partition("-")[2]
    if not _TIME_IN_NAME.fullmatch(time_in_name):
        return None
    with suppress(ValueError):
        return datetime.fromisoformat(time_in_name.replace("-", "T"))
    return None


def date_label(backup: Path) -> str:
    """Return when a backup was made, as in `12 May 2025, 10:15`, or its file name if that has no time."""
    created = made_at(backup)
    return f"{created.day} {created:%B %Y, %H:%M}" if created else printable(backup.name)


def remove_old_backups(backups: Path) -> None:
    """Remove the backups that are too old to be useful.

    Some are never removed: the backup with the most entries in total, the one with the most entries of each table,
    and files that cannot be read or have no time in their names.
    """
    files = newest_first(backups)
    counts_by_file = {backup: counts(backup) for backup in files}
    for backup in set(files) - _kept_by_age(files) - _largest(counts_by_file):
        if counts_by_file[backup] is not None:
            backup.unlink(missing_ok=True)


def counts(backup: Path) -> Mapping[str, int] | None:
    """Return the row count of each table, or None if the file cannot be read or is not a backup of annotations.db."""
    try:
        with closing(open_backup(backup)) as connection:
            existing = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
            if "passages" not in existing:
                return None
            return {
                name: connection.execute(f"SELECT count(*) FROM {name}").fetchone()[0] if name in existing else 0  # noqa: S608
                for name in entry_tables()
            }
    except (sqlite3.Error, UnicodeDecodeError):
        return None


def is_sound_backup(backup: Path) -> bool:
    """Return whether a backup can be read from the first page to the last."""
    try:
        with closing(open_backup(backup)) as connection:
            if connection.execute("PRAGMA user_version").fetchone()[0] < 0:
                return False
            return counts(backup) is not None and not integrity_problem(connection) and not table_with_nul(connection)
    except (sqlite3.Error, UnicodeDecodeError):
        return False


def version_of(backup: Path) -> int:
    """Return how many migrations a backup has been through. Raises sqlite3.Error if it cannot be read."""
    with closing(open_backup(backup)) as connection:
        return int(connection.execute("PRAGMA user_version").fetchone()[0])


def open_backup(backup: Path) -> sqlite3.Connection:
    """Open a backup for reading, without creating any other file. Raises sqlite3.Error if it does not exist."""
    connection = sqlite3.connect(immutable_uri(backup), uri=True)
    connection.text_factory = _decode
    return connection


def open_read_only(path: Path) -> sqlite3.Connection:
    """Open the database itself without changing a byte of it. A backup can be attached by its `immutable_uri`.

    If it were opened for writing, SQLite would copy the write-ahead log into it on closing, and that log may belong
    to another file.
    """
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=15)


def immutable_uri(backup: Path) -> str:
    """Return the URI by which SQLite opens a file that nobody writes to."""
    return f"file:{quote(os.fsencode(backup.absolute()))}?mode=ro&immutable=1"


def integrity_problem(connection: sqlite3.Connection) -> str:
    """Return the first integrity problem of a database, or "". Raises sqlite3.Error if it cannot be checked."""
    found = str(connection.execute("PRAGMA integrity_check(1)").fetchone()[0])
    return "" if found == "ok" else found


def table_with_nul(connection: sqlite3.Connection) -> str:
    """Return the name of the first table that has a NUL in a text value, or "".

    peacereader never writes a NUL. One in a text means that the file was overwritten, which SQLite cannot notice.
    """
    existing = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    for name, table in tables().items():
        present = {row[1] for row in connection.execute(f"PRAGMA table_info({name})")} if name in existing else set()
        texts = [column for column in table.columns if column in present and table.types[column] == "TEXT"]
        where = " OR ".join(f"instr({column}, char(0))" for column in texts)
        if texts and connection.execute(f"SELECT 1 FROM {name} WHERE {where} LIMIT 1").fetchone():  # noqa: S608
            return name
    return ""


def _decode(data: bytes) -> str:
    return data.decode("utf-8", "replace")


def _is_due(path: Path, files: Sequence[Path]) -> bool:
    now = time.time()
    created = max(
        (modified for backup in files if (modified := backup.stat().st_mtime) < now + _DAY_SECONDS), default=None
    )
    if created is None:
        return True
    changed = 0.0
    for file in (path, path.with_name(path.name + "-wal")):
        with suppress(FileNotFoundError):  # SQLite removes the log when the last connection closes
            changed = max(changed, file.stat().st_mtime)
    return changed > created and now - created > _DAY_SECONDS


def _kept_by_age(files: Sequence[Path]) -> set[Path]:
    now = datetime.now()
    kept = set[Path]()
    seen: dict[str, set[str]] = {"%Y-%m-%d": set(), "%G-%V": set(), "%Y-%m": set()}
    for backup in files:
        created = made_at(backup)
        if created is None or now - created < timedelta(days=DAYS):
            kept.add(backup)
            if created is None:
                continue
        for (period_format, periods), limit in zip(seen.items(), (DAYS, WEEKS, MONTHS), strict=True):
            if f"{created:{period_format}}" not in periods and len(periods) < limit:
                periods.add(f"{created:{period_format}}")
                kept.add(backup)
    return kept


def _largest(counts_by_file: Mapping[Path, Mapping[str, int] | None]) -> set[Path]:
    """Return the backups with the most rows: in total, and of each table. On a tie, the newest one counts."""
    readable = {backup: rows for backup, rows in counts_by_file.items() if rows is not None}
    if not readable:
        return set()
    return {max(readable, key=lambda backup: sum(readable[backup].values()))} | {
        max(readable, key=lambda backup: readable[backup][name]) for name in entry_tables()
    }
