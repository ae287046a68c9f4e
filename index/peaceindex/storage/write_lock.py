"""One writer at a time: a lock that the system frees when its holder ends, however it ends."""

from __future__ import annotations

import errno
import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from peaceindex.errors import LibraryLockedError, LibraryUnsafeError
from peaceindex.storage.safe_files import open_file
from peaceindex.storage.sqlite_errors import of_system
from peaceindex.text.decoding import printable

_HELD = {errno.EAGAIN, errno.EACCES, errno.EWOULDBLOCK, getattr(errno, "EDEADLK", -1)}
"""What the system says where another process has the lock."""

if sys.platform == "win32":
    import msvcrt

    _FAR = 1 << 30  # past the process number, which others must be able to read

    def _lock(file: int) -> None:
        os.lseek(file, _FAR, os.SEEK_SET)
        msvcrt.locking(file, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(file: int) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


_SIGNED = re.compile(rb"[\d\0]{0,20}(?: [a-z]{0,20})?\s*", re.ASCII)
"""What a lock file holds: the number of the process that has it, and what that is doing."""


class Held:
    """A lock that is held."""

    def __init__(self, file: int) -> None:
        self._file = file
        self.doing("")

    def doing(self, what: str) -> None:
        """Let others know at what we are, a short word; nothing depends on it, so a full disk does no harm."""
        with suppress(OSError):
            os.lseek(self._file, 0, os.SEEK_SET)
            os.truncate(self._file, 0)
            os.write(self._file, f"{os.getpid()} {what}".strip().encode("ascii"))


@contextmanager
def only_writer(path: Path) -> Iterator[Held]:
    """Hold the lock file `path`. Raises LibraryLockedError, naming the process, if another holds it.

    The file stays behind: to remove it would let two others lock two files of
    the same name. Raises StorageError where it cannot be made, LibraryUnsafeError
    where something else has its name.
    """
    try:
        file = open_file(path, os.O_CREAT | os.O_RDWR)
    except OSError as error:
        raise of_system(error, path) from error
    try:
        try:
            _lock(file)
        except OSError as error:
            if error.errno not in _HELD:
                raise of_system(error, path) from error
            raise _locked(path, file) from error
        if not _SIGNED.fullmatch(_content(file)):
            raise LibraryUnsafeError(
                f"{printable(str(path))} is not the lock of a library: it holds something else.",
                "Move it away, then try again.",
            )
        yield Held(file)
    finally:
        os.close(file)


def _locked(path: Path, file: int) -> LibraryLockedError:
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
    """The beginning of the file. On Windows it can be read as long as the lock lies behind it."""
    try:
        os.lseek(file, 0, os.SEEK_SET)
        return os.read(file, 64)
    except OSError:
        return b""
