"""What SQLite or the system says about a file of a library, as an error with words for a person.

SQLite tells that a write failed, but not always why: a failed write may be a full disk or a limit on the size of
files. So the reason is looked for at once, by writing a little beside the file.
"""

from __future__ import annotations

import errno
import os
import secrets
import sqlite3
import sys
from contextlib import closing, suppress
from pathlib import Path

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

_UNHARMED = "Nothing that was kept before is harmed."
_LITTLE = 64 * 1024
"""Bytes that are written to learn why a write failed."""
_AT_ONCE = 1024 * 1024
_DAMAGED: set[tuple[Path, int, int] | None] = set()
_CORRUPT_INDEX = sqlite3.SQLITE_CORRUPT | 3 << 8
"""An index does not agree with its table, which a quick check does not find. Not every SQLite has a name for it."""
_SHARED_MEMORY = {
    sqlite3.SQLITE_IOERR_SHMOPEN,
    sqlite3.SQLITE_IOERR_SHMSIZE,
    sqlite3.SQLITE_IOERR_SHMMAP,
    sqlite3.SQLITE_IOERR_SHMLOCK,
}
"""Codes that speak of the journal's index (`-shm`) alone."""
_READING = {sqlite3.SQLITE_IOERR_READ, sqlite3.SQLITE_IOERR_SHORT_READ, sqlite3.SQLITE_IOERR_LOCK}
_BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_PROTOCOL}


def of_database(error: sqlite3.Error, path: Path, advice: str) -> LibraryError:
    """What SQLite says about the database at `path`; `advice` is what to do where it is damaged."""
    shown = printable(str(path))
    extended = getattr(error, "sqlite_errorcode", None) or sqlite3.SQLITE_ERROR
    code = extended & 0xFF
    if code in _BUSY:
        return LibraryLockedError(f"{shown} is busy.", "Wait for the other program, then try again.")
    if code == sqlite3.SQLITE_FULL:
        return _full(shown)
    if code == sqlite3.SQLITE_READONLY:
        return _reason(path) or _read_only(shown)
    if code in (sqlite3.SQLITE_PERM, sqlite3.SQLITE_AUTH):
        return _refused(shown, errno.EACCES)
    if code == sqlite3.SQLITE_NOMEM:
        return _refused(shown, errno.ENOMEM)
    if code == sqlite3.SQLITE_CANTOPEN:
        return _not_opened(path)
    if code == sqlite3.SQLITE_IOERR:
        return _failed(path, extended)
    if code == sqlite3.SQLITE_CORRUPT and extended != _CORRUPT_INDEX and not _is_damaged(path):
        return _refused(shown, errno.EIO)  # SQLite calls it damage, too, when the disk cannot be read just now
    return LibraryDamagedError(f"{shown} is damaged ({error}).", advice)


def is_sound(path: Path) -> bool | None:
    """Whether SQLite finds nothing wrong with the file; None if that cannot be told just now.

    What only the disk refuses to give is no damage: a file counts as damaged if all of it could be read, and was found
    so twice.
    """
    for _ in range(2):
        try:
            with path.open("rb") as file:
                while file.read(_AT_ONCE):
                    pass
            if _check(path):
                return True
        except (OSError, sqlite3.OperationalError):
            return None
        except sqlite3.Error:
            pass
    return False


def _is_damaged(path: Path) -> bool:
    """Whether the file is not sound; a verdict on a large file holds as long as it is not written to."""
    about = path.stat() if path.exists() else None
    state = (path, about.st_mtime_ns, about.st_size) if about else None
    if state not in _DAMAGED and is_sound(path) is False:
        _DAMAGED.add(state)
    return state in _DAMAGED


def _check(path: Path) -> bool:
    how = "mode=rw" if may_write(path) else "mode=ro&immutable=1"
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?{how}", uri=True, timeout=15)) as connection:
        if connection.execute("PRAGMA user_version").fetchone()[0] < 0:
            return False
        return bool(connection.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok")


def is_busy(error: sqlite3.Error) -> bool:
    """Whether the error says that another process has the file just now."""
    return (getattr(error, "sqlite_errorcode", None) or 0) & 0xFF in _BUSY


def read_only(path: Path) -> ReadOnlyError:
    """The error for a file that may only be read."""
    return _read_only(printable(str(path)))


def unreadable(path: Path) -> StorageError:
    """The error for a file that may not even be read."""
    return StorageError(f"You may not read {printable(str(path))}.", "Look at the permissions of the file.")


def of_system(error: OSError, path: Path) -> LibraryError:
    """What the system says about the file or folder at `path`, which the library writes or reads."""
    number = error.errno or 0
    shown = printable(str(error.filename if isinstance(error.filename, str) else path))
    if number in (errno.ENOSPC, getattr(errno, "EDQUOT", -1)):
        return _full(shown, quota=number != errno.ENOSPC)
    if number == errno.EFBIG:
        return _too_large(shown)
    if number == errno.EROFS:
        return _read_only(shown)
    if number in (errno.ELOOP, errno.ENXIO):  # what O_NOFOLLOW and O_NONBLOCK say of links and pipes
        return LibraryUnsafeError(f"{shown} is a link or a pipe, not a file.", "Take it away, then try again.")
    return _refused(shown, number)


def _full(shown: str, quota: bool = False) -> DiskFullError:
    what = f"You may not put more on the disk of {shown}" if quota else f"The disk of {shown} is full"
    return DiskFullError(f"{what}.", f"Make room on it, then try again. {_UNHARMED}")


def _too_large(shown: str) -> FileLimitError:
    limit = _limit()
    most = f" of {limit:,} bytes" if limit else ""
    return FileLimitError(
        f"{shown} would grow past the largest file size{most} that is allowed here.",
        f"Raise the limit (ulimit -f) or use another disk, then try again. {_UNHARMED}",
    )


def _read_only(shown: str) -> ReadOnlyError:
    return ReadOnlyError(
        f"{shown} can only be read, not written.",
        "Copy the library's folder to a disk that you may write to, and name the copy with --library.",
    )


def _refused(shown: str, number: int) -> StorageError:
    """Any other refusal, in the system's words."""
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
    said = os.strerror(number).lower() if number else "unknown reason"
    return StorageError(f"{shown} cannot be used: {said}.", f"Mend that, then try again. {_UNHARMED}")


def _not_opened(path: Path) -> LibraryError:
    """SQLite could not open the database, or the journal beside it."""
    shown = printable(str(path))
    try:
        os.close(os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0)))
    except OSError as error:
        return of_system(error, path)
    reason = _reason(path)
    if isinstance(reason, DiskFullError):
        return _no_journal(path)
    if isinstance(reason, ReadOnlyError):
        return reason
    return reason or StorageError(f"{shown} cannot be opened.", "Look at its permissions, and at those of its folder.")


def _failed(path: Path, extended: int) -> LibraryError:
    """SQLite could not read, write or lock."""
    shown = printable(str(path))
    reason = _reason(path)
    if extended in _SHARED_MEMORY and (reason is None or isinstance(reason, DiskFullError)):
        return _no_journal(path)
    if reason is not None:
        return reason
    if _limit() and extended not in _READING:
        return _too_large(shown)
    if extended == sqlite3.SQLITE_IOERR_GETTEMPPATH:
        return StorageError("There is no folder for temporary files.", "Set TMPDIR to one, then try again.")
    return _refused(shown, errno.EIO)


def _no_journal(path: Path) -> JournalError:
    shown = printable(str(path))
    return JournalError(
        f"There is no space for the journal of {shown} on its disk.", f"Make room on it, then try again. {_UNHARMED}"
    )


def _reason(path: Path) -> LibraryError | None:
    """Why nothing can be written beside `path`; None if it can."""
    attempt = path.with_name(f".{secrets.token_hex(8)}.try")
    try:
        file = os.open(attempt, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        try:
            content = bytes(_LITTLE)
            while content:
                content = content[os.write(file, content) :]
        finally:
            os.close(file)
    except OSError as error:
        error.filename = None  # the file that was to be written is what matters
        return of_system(error, path)
    finally:
        with suppress(OSError):
            attempt.unlink(missing_ok=True)
    return None


def _limit() -> int:
    """The largest size in bytes that this process may let a file grow to; 0 if there is no limit."""
    if sys.platform == "win32":
        return 0
    import resource

    limit = resource.getrlimit(resource.RLIMIT_FSIZE)[0]
    return 0 if limit == resource.RLIM_INFINITY else limit
