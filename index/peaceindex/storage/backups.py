"""Copies of annotations.db in the folder `backups`: made once a day, kept by age, never the fullest one dropped."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Mapping, Sequence
from contextlib import closing, suppress
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import quote

from peaceindex.private_files import PRIVATE_FOLDER, create_private
from peaceindex.storage.tables import tables
from peaceindex.text.decoding import printable

DAYS, WEEKS, MONTHS = 7, 4, 12
"""Every copy of the last seven days is kept, and the newest of each of the last days, weeks and months with one."""
_DAY = 24 * 60 * 60
_NAMED = "%Y%m%d-%H%M%S"


def back_up(path: Path, backups: Path, *, before_version: int = 0, always: bool = False) -> Path | None:
    """Copy a sound database into the folder `backups`, and drop copies that are too old; the copy, or None.

    At most once a day, and only if it has changed since; but always when its
    schema is older than `before_version`, since it is about to be changed, or
    if `always` is set. Raises sqlite3.DatabaseError if the database is
    damaged, and then leaves the older copies alone.
    """
    with closing(sqlite3.connect(path, timeout=15)) as connection:
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        if not always and not 0 < version < before_version and not _is_due(path, newest_first(backups)):
            return None
        if problem := problem_of(connection) or overwritten_text(connection):
            raise sqlite3.DatabaseError(problem)
        backups.mkdir(mode=PRIVATE_FOLDER, exist_ok=True)
        copy = unused_name(path, backups)
        unfinished = copy.with_suffix(f".{os.getpid()}.part")
        create_private(unfinished)
        try:
            with closing(sqlite3.connect(unfinished)) as target:
                connection.backup(target)
            unfinished.replace(copy)
        finally:
            unfinished.unlink(missing_ok=True)
    drop_old(backups)
    return copy


def unused_name(path: Path, backups: Path) -> Path:
    """A name of this second; of the next one that is free if there is such a copy."""
    at = datetime.now()
    while (copy := backups / f"{path.stem}-{at:{_NAMED}}{path.suffix}").exists():
        at += timedelta(seconds=1)
    return copy


def newest_first(backups: Path) -> list[Path]:
    """The copies there are, by the time in their names; any that claim to be of the future, or of no time, come last.

    Such a one was made while the clock was wrong, or named by a person.
    """
    future = datetime.now() + timedelta(days=1)

    def age(copy: Path) -> tuple[bool, str]:
        made = made_at(copy)
        return made is not None and made < future, copy.name

    return sorted((copy for copy in backups.glob("annotations-*.db") if copy.is_file()), key=age, reverse=True)


def made_at(copy: Path) -> datetime | None:
    """When a copy was made, as its name says, in local time; None if it does not."""
    with suppress(ValueError):
        return datetime.strptime(copy.stem.partition("-")[2], _NAMED)
    return None


def dated(copy: Path) -> str:
    """`12 May 2025, 10:15` for a copy that was made then; its name where that does not say."""
    made = made_at(copy)
    return f"{made.day} {made:%B %Y, %H:%M}" if made else printable(copy.name)


def drop_old(backups: Path) -> None:
    """Drop the copies whose age makes them unneeded.

    Kept for good are the copy with the most entries in all, the one with the most of each table, and what cannot be
    read or tells no time.
    """
    copies = newest_first(backups)
    counted = {copy: counts(copy) for copy in copies}
    for copy in set(copies) - _kept_by_age(copies) - _fullest(counted):
        if counted[copy] is not None:
            copy.unlink(missing_ok=True)


def counts(copy: Path) -> Mapping[str, int] | None:
    """How many rows each table of a copy has; None if that cannot be read, or is no copy of annotations.db."""
    try:
        with closing(open_copy(copy)) as connection:
            there = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
            if "passages" not in there:
                return None
            return {
                name: connection.execute(f"SELECT count(*) FROM {name}").fetchone()[0] if name in there else 0  # noqa: S608
                for name in tables()
            }
    except (sqlite3.Error, UnicodeDecodeError):
        return None


def is_sound_copy(copy: Path) -> bool:
    """Whether a copy can be read from the first page to the last."""
    try:
        with closing(open_copy(copy)) as connection:
            if connection.execute("PRAGMA user_version").fetchone()[0] < 0:
                return False
            return counts(copy) is not None and not problem_of(connection) and not overwritten_text(connection)
    except (sqlite3.Error, UnicodeDecodeError):
        return False


def version_of(copy: Path) -> int:
    """How many migrations a copy has been through. Raises sqlite3.Error."""
    with closing(open_copy(copy)) as connection:
        return int(connection.execute("PRAGMA user_version").fetchone()[0])


def open_copy(copy: Path) -> sqlite3.Connection:
    """Open a copy for reading. No other file comes into being beside it. Raises sqlite3.Error if it is not there."""
    connection = sqlite3.connect(read_only_address(copy), uri=True)
    connection.text_factory = _text
    return connection


def open_to_look(path: Path) -> sqlite3.Connection:
    """Open the database itself without changing a byte of it; a copy can be attached by its `read_only_address`.

    Otherwise SQLite would write its log into it on closing, and that log may be another file's.
    """
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=15)


def read_only_address(copy: Path) -> str:
    """The address by which SQLite opens a file that nobody writes to."""
    return f"file:{quote(os.fsencode(copy.absolute()))}?mode=ro&immutable=1"


def problem_of(connection: sqlite3.Connection) -> str:
    """What is wrong with a database, or ""; raises sqlite3.Error where not even that can be read."""
    found = str(connection.execute("PRAGMA integrity_check(1)").fetchone()[0])
    return "" if found == "ok" else found


def overwritten_text(connection: sqlite3.Connection) -> str:
    """The table that has a text with a NUL in it, or "". We write none: it was overwritten, which SQLite cannot see."""
    there = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    for name, table in tables().items():
        present = {row[1] for row in connection.execute(f"PRAGMA table_info({name})")} if name in there else set()
        texts = [column for column in table.columns if column in present and table.kinds[column] == "TEXT"]
        where = " OR ".join(f"instr({column}, char(0))" for column in texts)
        if texts and connection.execute(f"SELECT 1 FROM {name} WHERE {where} LIMIT 1").fetchone():  # noqa: S608
            return name
    return ""


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace")


def _is_due(path: Path, copies: Sequence[Path]) -> bool:
    now = time.time()
    made = max((t for copy in copies if (t := copy.stat().st_mtime) < now + _DAY), default=None)
    if made is None:
        return True
    changed = 0.0
    for file in (path, path.with_name(path.name + "-wal")):
        with suppress(FileNotFoundError):  # a log goes when its last user does
            changed = max(changed, file.stat().st_mtime)
    return changed > made and now - made > _DAY


def _kept_by_age(copies: Sequence[Path]) -> set[Path]:
    now = datetime.now()
    kept = set[Path]()
    seen: dict[str, set[str]] = {"%Y-%m-%d": set(), "%G-%V": set(), "%Y-%m": set()}
    for copy in copies:
        made = made_at(copy)
        if made is None or now - made < timedelta(days=DAYS):
            kept.add(copy)
            if made is None:
                continue
        for (form, periods), most in zip(seen.items(), (DAYS, WEEKS, MONTHS), strict=True):
            if f"{made:{form}}" not in periods and len(periods) < most:
                periods.add(f"{made:{form}}")
                kept.add(copy)
    return kept


def _fullest(counted: Mapping[Path, Mapping[str, int] | None]) -> set[Path]:
    """The newest of the copies with the most rows of all tables, and of each."""
    known = {copy: rows for copy, rows in counted.items() if rows is not None}
    if not known:
        return set()
    return {max(known, key=lambda copy: sum(known[copy].values()))} | {
        max(known, key=lambda copy: known[copy][name]) for name in tables()
    }
