"""The write lock of a library. The system releases it when the process that holds it ends, for whatever reason."""

from __future__ import annotations

import errno
import os
import re
import sys
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from peaceindex.errors import LibraryLockedError, LibraryUnsafeError
from peaceindex.startup.late_pattern import late_pattern
from peaceindex.storage.safe_files import open_file
from peaceindex.storage.sqlite_errors import system_error
from peaceindex.text.decoding import printable

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_HELD_ERRNOS = {errno.EAGAIN, errno.EACCES, errno.EWOULDBLOCK, getattr(errno, "EDEADLK", -1)}
"""The error numbers that mean that another process holds the lock."""

if sys.platform == "win32":
    import msvcrt

    _LOCK_OFFSET = 1 << 30  # past the process id, which others must be able to read

    def _lock(file: int) -> None:
        os.lseek(file, _LOCK_OFFSET, os.SEEK_SET)
        msvcrt.locking(file, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(file: int) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


_LOCK_FILE_CONTENT = late_pattern(rb"[\d\0]{0,20}(?: [a-z]{0,20})?\s*", re.ASCII)
"""The content of a lock file: the id of the process that holds it, and a word for what that process is doing."""


class HeldLock:
    """A lock that this process holds."""

    def __init__(self, file: int) -> None:
        self._file = file
        self.set_activity("")

    def set_activity(self, what: str) -> None:
        """Write a short word for the present work into the lock file, for other processes to show.

        Nothing depends on it, so a full disk does no harm. `what` must be ASCII.
        """
        with suppress(OSError):
            os.lseek(self._file, 0, os.SEEK_SET)
            os.truncate(self._file, 0)
            os.write(self._file, f"{os.getpid()} {what}".strip().encode("ascii"))


@contextmanager
def hold_lock(path: Path) -> Iterator[HeldLock]:
    """A context in which this process holds the lock file `path`.

    The file is not removed afterwards. If it were, two other processes could
    lock two different files of the same name. Raises LibraryLockedError, which
    names the process, if another one holds the lock. Raises StorageError if
    the file cannot be created, and LibraryUnsafeError if something that is not
    a lock file has its name.
    """
    try:
        file = open_file(path, os.O_CREAT | os.O_RDWR)
    except OSError as error:
        raise system_error(error, path) from error
    try:
        try:
            _lock(file)
        except OSError as error:
            if error.errno not in _HELD_ERRNOS:
                raise system_error(error, path) from error
            raise _locked_error(path, file) from error
        if not _LOCK_FILE_CONTENT.fullmatch(_content(file)):
            raise LibraryUnsafeError(
                f"{printable(str(path))} is not the lock of a library: it holds something else.",
                "Move it away, then try again.",
            )
        yield HeldLock(file)
    finally:
        os.close(file)


def _locked_error(path: Path, file: int) -> LibraryLockedError:
    holder, _, doing = _content(file).decode("ascii", "replace").partition(" ")
    who = f"process {holder}" if holder.isascii() and holder.isdigit() else "another process"
    if holder == str(os.getpid()):
        who = "this program"
    return LibraryLockedError(
        f"The library {printable(str(path.parent))} is being written to by {who}.",
        "Wait until that is done, then try again.",
        doing.strip(),
    )


def _content(file: int) -> bytes:
    """Return the first 64 bytes of the file. On Windows they can be read because the locked byte is far behind them."""
    try:
        os.lseek(file, 0, os.SEEK_SET)
        return os.read(file, 64)
    except OSError:
        return b""
