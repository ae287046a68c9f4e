"""Detection of damage to annotations.db before it is opened: is it whole, gone, emptied or an older file?"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import msgspec

from peaceindex.storage.backups import (
    counts,
    integrity_problem,
    newest_first,
    open_read_only,
)
from peaceindex.storage.missing_entries import compare_with_newest
from peaceindex.storage.schema import ANNOTATIONS
from peaceindex.storage.state_note import State, StateNote, state_of
from peaceindex.storage.wal import Log
from peaceindex.text.decoding import printable

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ALWAYS_CHECK_BELOW = 2 * 1024 * 1024
"""Bytes. A file below this size is checked each time it is opened, a larger one before its backup."""
_READ_BYTES = 1024 * 1024
"""Bytes per read."""
DAMAGED = "was damaged"


class Examination(msgspec.Struct, frozen=True):
    """The result of an examination: why the file must be recovered ("" if it need not be), or notices for the user."""

    reason: str = ""
    notices: tuple[str, ...] = ()


def recovery_reason(path: Path, backups: Path) -> str:
    """Return why the file must be recovered, after a check of all of it; "" if it need not be."""
    return examine(path, backups, thorough=True).reason


def examine(path: Path, backups: Path, *, thorough: bool = False) -> Examination:
    """Examine a file that is not open. With `thorough` a large file is checked completely too.

    Raise OSError if the disk does not return it.
    """
    log = path.with_name(path.name + "-wal")
    noted = StateNote(path).read()
    if not path.exists() or not path.stat().st_size:
        how = "was empty" if path.exists() else "was gone"
        if _has_pages(log) or _has_entries(backups):
            return Examination(how)
        if noted is None or not noted.changes:
            return Examination()
        advice = "There is no copy of it, so a new one has been begun. If you moved it, put it back."
        return Examination(notices=(f"{printable(str(path))} {how}. {advice}",))
    if log.exists() and log.stat().st_size and _is_flawed(log):
        return Examination(f"had a damaged log ({log.name})")
    try:
        with closing(open_read_only(path)) as connection:
            names = {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}
            if "passages" not in names:
                return Examination("held something else" if names else "was empty" if _has_entries(backups) else "")
            version = connection.execute("PRAGMA user_version").fetchone()[0]
            if version > len(ANNOTATIONS):
                return Examination()  # opening it says so
            if version < 0:
                return Examination(DAMAGED)
            is_fully_checked = thorough or path.stat().st_size < ALWAYS_CHECK_BELOW
            if is_fully_checked and (integrity_problem(connection) or _has_blank_page(path)):
                return Examination(DAMAGED)
            current = state_of(connection)
            missing = compare_with_newest(connection, backups, only_counts=current is not None and current == noted)
            if missing.backup and missing.is_most:
                return Examination("held much less than its newest copy")
            return Examination(notices=(*missing.notices(path), *_state_notices(path, noted, current)))
    except sqlite3.OperationalError:
        return Examination()  # busy, full, or not writable for this user: nothing is damaged
    except (sqlite3.DatabaseError, UnicodeDecodeError):  # the latter if the error message quotes a damaged schema
        return Examination(DAMAGED if can_be_read(path) else "")


def can_be_read(path: Path) -> bool:
    """Return whether the disk returns all of the file.

    If it does not, SQLite reports damage too, although the file itself may be sound.
    """
    try:
        with path.open("rb") as file:
            while file.read(_READ_BYTES):
                pass
    except FileNotFoundError:
        return True
    except OSError:
        return False
    return True


def _state_notices(path: Path, noted: State | None, current: State | None) -> Iterator[str]:
    """Yield a notice if the file is not the one that was last used here, or an older state of it."""
    if noted is None:
        return
    shown = printable(str(path))
    if current is None or current.id != noted.id:
        yield f"{shown} is not the file that was here when it was last used. 'peacereader restore' lists its copies."
    elif current.changes < noted.changes:
        lost = noted.changes - current.changes
        what = "the last change to it is" if lost == 1 else f"the last {lost:,} changes to it are"
        yield f"{shown} is older than when it was last used: {what} missing. 'peacereader restore' lists its copies."


def _has_blank_page(path: Path) -> bool:
    """Return whether a used page holds only zeros. SQLite does not notice that if the page held the end of a text."""
    from peaceindex.storage.sqlite_pages import Image

    log = Log(path.with_name(path.name + "-wal"))
    image = Image(path, log)
    try:
        blank = bytes(image.page_size)
        empty = {number for number in range(2, image.file_pages + 1) if image.page(number) == blank}
        # The file may be longer than the database in it.
        return bool({number for number in empty if number <= image.number_at(28)} - image.free_pages())
    finally:
        image.close()
        log.close()


def _is_flawed(log: Path) -> bool:
    found = Log(log)
    found.close()
    return found.is_flawed


def _has_pages(log: Path) -> bool:
    found = Log(log)
    found.close()
    return bool(found.newest)


def _has_entries(backups: Path) -> bool:
    return any(rows is None or any(rows.values()) for rows in map(counts, newest_first(backups)))
