"""Turns errors of SQLite and the system about a library's files into errors that a user understands.

SQLite reports that a write failed, but not always why. The disk may be full, or there may be a limit on the size of
files. So the reason is looked for at once, by writing a few bytes beside the file.
"""

from __future__ import annotations

import errno
import os
import sqlite3
import sys
from contextlib import closing, suppress
from typing import TYPE_CHECKING

from peaceindex.errors import (
    DiskFullError,
    FileLimitError,
    JournalError,
    LibraryDamagedError,
    LibraryError,
    LibraryLockedError,
    LibraryUnsafeError,
    ReadOnlyError,
    StorageError,
)
from peaceindex.storage.safe_files import may_write
from peaceindex.text.decoding import printable

if TYPE_CHECKING:
    from pathlib import Path

_NOTHING_HARMED = "What was saved before is unharmed."
_TEST_BYTES = 64 * 1024
"""How many bytes to write as a test, to find out why a write failed."""
_READ_BYTES = 1024 * 1024
_KNOWN_DAMAGED: set[tuple[Path, int, int] | None] = set()
_CORRUPT_INDEX = sqlite3.SQLITE_CORRUPT | 3 << 8
"""The code for an index that does not agree with its table, which a quick check does not find.

Some versions of SQLite have no name for it.
"""
_SHARED_MEMORY_CODES = {
    sqlite3.SQLITE_IOERR_SHMOPEN,
    sqlite3.SQLITE_IOERR_SHMSIZE,
    sqlite3.SQLITE_IOERR_SHMMAP,
    sqlite3.SQLITE_IOERR_SHMLOCK,
}
"""The codes that concern only the journal's index (`-shm`)."""
_READ_CODES = {sqlite3.SQLITE_IOERR_READ, sqlite3.SQLITE_IOERR_SHORT_READ, sqlite3.SQLITE_IOERR_LOCK}
_BUSY_CODES = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_PROTOCOL}


def database_error(error: sqlite3.Error, path: Path, advice: str) -> LibraryError:
    """Return the error to raise for SQLite's error about the database at `path`.

    `advice` is what the user should do if the database is damaged.
    """
    shown = printable(str(path))
    extended = getattr(error, "sqlite_errorcode", None) or sqlite3.SQLITE_ERROR
    code = extended & 0xFF
    if code in _BUSY_CODES:
        return LibraryLockedError(f"{shown} is busy.", "Wait for the other program, then try again.")
    if code == sqlite3.SQLITE_FULL:
        return _disk_full_error(shown)
    if code == sqlite3.SQLITE_READONLY:
        return _write_obstacle(path) or _read_only_error(shown)
    if code in (sqlite3.SQLITE_PERM, sqlite3.SQLITE_AUTH):
        return _other_error(shown, errno.EACCES)
    if code == sqlite3.SQLITE_NOMEM:
        return _other_error(shown, errno.ENOMEM)
    if code == sqlite3.SQLITE_CANTOPEN:
        return _open_error(path)
    if code == sqlite3.SQLITE_IOERR:
        return _io_error(path, extended)
    if code == sqlite3.SQLITE_CORRUPT and extended != _CORRUPT_INDEX and not _is_damaged(path):
        return _other_error(shown, errno.EIO)  # SQLite also reports damage if the disk cannot be read for the moment
    return LibraryDamagedError(f"{shown} is damaged ({error}).", advice)


def is_sound(path: Path) -> bool | None:
    """Return whether SQLite finds nothing wrong with the file, or None if it cannot be checked now.

    A read error of the disk is not damage. A file counts as damaged only if all of it could be read and two checks
    found damage.
    """
    for _ in range(2):
        try:
            with path.open("rb") as file:
                while file.read(_READ_BYTES):
                    pass
            if _passes_check(path):
                return True
        except (OSError, sqlite3.OperationalError):
            return None
        except sqlite3.Error:
            pass
    return False


def _is_damaged(path: Path) -> bool:
    """Return whether the file is damaged. A positive answer is cached as long as the file is not written to.

    The check takes long for a large file.
    """
    status = path.stat() if path.exists() else None
    state = (path, status.st_mtime_ns, status.st_size) if status else None
    if state not in _KNOWN_DAMAGED and is_sound(path) is False:
        _KNOWN_DAMAGED.add(state)
    return state in _KNOWN_DAMAGED


def _passes_check(path: Path) -> bool:
    mode = "mode=rw" if may_write(path) else "mode=ro&immutable=1"
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?{mode}", uri=True, timeout=15)) as connection:
        if connection.execute("PRAGMA user_version").fetchone()[0] < 0:
            return False
        return bool(connection.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok")


def is_busy(error: sqlite3.Error) -> bool:
    """Return whether the error means that another process is using the file now."""
    return (getattr(error, "sqlite_errorcode", None) or 0) & 0xFF in _BUSY_CODES


def read_only(path: Path) -> ReadOnlyError:
    """Return the error for a file that may only be read."""
    return _read_only_error(printable(str(path)))


def asked_read_only() -> ReadOnlyError:
    """Return the error for a library that the user wants to read, and not to change."""
    return ReadOnlyError("This library is open for reading only.")


def unreadable(path: Path) -> StorageError:
    """Return the error for a file that may not even be read."""
    return StorageError(f"You may not read {printable(str(path))}.", "Look at the permissions of the file.")


def system_error(error: OSError, path: Path) -> LibraryError:
    """Return the error to raise for the system's error about the file or folder at `path`."""
    number = error.errno or 0
    shown = printable(str(error.filename if isinstance(error.filename, str) else path))
    if number in (errno.ENOSPC, getattr(errno, "EDQUOT", -1)):
        return _disk_full_error(shown, quota=number != errno.ENOSPC)
    if number == errno.EFBIG:
        return _file_limit_error(shown)
    if number == errno.EROFS:
        return _read_only_error(shown)
    if number in (errno.ELOOP, errno.ENXIO):  # opening a link with O_NOFOLLOW, or a pipe with O_NONBLOCK
        return LibraryUnsafeError(f"{shown} is a link or a pipe, not a file.", "Take it away, then try again.")
    return _other_error(shown, number)


def _disk_full_error(shown: str, quota: bool = False) -> DiskFullError:
    what = f"You may not put more on the disk of {shown}" if quota else f"The disk of {shown} is full"
    return DiskFullError(f"{what}.", f"Make room on it, then try again. {_NOTHING_HARMED}")


def _file_limit_error(shown: str) -> FileLimitError:
    limit = _file_size_limit()
    maximum = f" of {limit:,} bytes" if limit else ""
    return FileLimitError(
        f"{shown} would grow past the largest file size{maximum} that is allowed here.",
        f"Raise the limit (ulimit -f) or use another disk, then try again. {_NOTHING_HARMED}",
    )


def _read_only_error(shown: str) -> ReadOnlyError:
    return ReadOnlyError(
        f"{shown} can only be read, not written.",
        "Copy the library's folder to a disk that you may write to, and name the copy with --library.",
    )


def _other_error(shown: str, number: int) -> StorageError:
    """Return the error for any other error number of the system; 0 for an unknown reason."""
    if number in (errno.EACCES, errno.EPERM):
        return ReadOnlyError(f"You may not write to {shown}.", "Look at the permissions of the file and its folder.")
    if number == errno.EIO:
        return StorageError(
            f"The disk of {shown} does not work as it should (input/output error).",
            "Save what is on it to another disk, and check it.",
        )
    if number in (errno.EMFILE, errno.ENFILE):
        return StorageError(f"{shown} cannot be opened: too many files are open.", "Close programs, then try again.")
    if number == errno.ENOMEM:
        return StorageError(f"There is not enough memory for {shown}.", "Close programs, then try again.")
    description = os.strerror(number).lower() if number else "unknown reason"
    return StorageError(f"{shown} cannot be used: {description}.", f"Mend that, then try again. {_NOTHING_HARMED}")


def _open_error(path: Path) -> LibraryError:
    """Return the error for when SQLite could not open the database, or the journal beside it."""
    shown = printable(str(path))
    try:
        os.close(os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0)))
    except OSError as error:
        return system_error(error, path)
    reason = _write_obstacle(path)
    if isinstance(reason, DiskFullError):
        return _journal_error(path)
    if isinstance(reason, ReadOnlyError):
        return reason
    return reason or StorageError(f"{shown} cannot be opened.", "Look at its permissions, and at those of its folder.")


def _io_error(path: Path, extended: int) -> LibraryError:
    """Return the error for when SQLite could not read, write or lock. `extended` is its extended result code."""
    shown = printable(str(path))
    reason = _write_obstacle(path)
    if extended in _SHARED_MEMORY_CODES and (reason is None or isinstance(reason, DiskFullError)):
        return _journal_error(path)
    if reason is not None:
        return reason
    if _file_size_limit() and extended not in _READ_CODES:
        return _file_limit_error(shown)
    if extended == sqlite3.SQLITE_IOERR_GETTEMPPATH:
        return StorageError("There is no folder for temporary files.", "Set TMPDIR to one, then try again.")
    return _other_error(shown, errno.EIO)


def _journal_error(path: Path) -> JournalError:
    shown = printable(str(path))
    return JournalError(
        f"There is no space for the journal of {shown} on its disk.",
        f"Make room on it, then try again. {_NOTHING_HARMED}",
    )


def _write_obstacle(path: Path) -> LibraryError | None:
    """Return the reason why nothing can be written beside `path`, or None if writing works."""
    test_file = path.with_name(f".{os.urandom(8).hex()}.try")
    try:
        file = os.open(test_file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        try:
            content = bytes(_TEST_BYTES)
            while content:
                content = content[os.write(file, content) :]
        finally:
            os.close(file)
    except OSError as error:
        error.filename = None  # the message must name `path`, not the test file
        return system_error(error, path)
    finally:
        with suppress(OSError):
            test_file.unlink(missing_ok=True)
    return None


def _file_size_limit() -> int:
    """Return the largest file size, in bytes, that this process may write; 0 if there is no limit."""
    if sys.platform == "win32":
        return 0
    import resource

    limit = resource.getrlimit(resource.RLIMIT_FSIZE)[0]
    return 0 if limit == resource.RLIM_INFINITY else limit
