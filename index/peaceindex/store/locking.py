"""One writer at a time: a lock that the system frees when its holder ends, however it ends."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from peaceindex.errors import LibraryLockedError
from peaceindex.sources.decoding import printable

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


@contextmanager
def only_writer(path: Path) -> Iterator[None]:
    """Hold the lock file `path`. Raises LibraryLockedError, naming the process, if another holds it.

    The file stays behind: to remove it would let two others lock two files of
    the same name.
    """
    file = os.open(path, os.O_CREAT | os.O_RDWR, 0o600)
    try:
        try:
            _lock(file)
        except OSError as error:
            holder = os.pread(file, 32, 0).decode("ascii", "replace").strip() if hasattr(os, "pread") else ""
            who = f"process {holder}" if holder.isdigit() else "another process"
            if holder == str(os.getpid()):
                who = "this program"
            raise LibraryLockedError(
                f"The library {printable(str(path.parent))} is being written to by {who}.",
                "Wait until that is done, then try again.",
            ) from error
        os.lseek(file, 0, os.SEEK_SET)
        os.truncate(file, 0)
        os.write(file, str(os.getpid()).encode())
        yield
    finally:
        os.close(file)
