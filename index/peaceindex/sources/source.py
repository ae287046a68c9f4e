"""A file as the formats see it: opened with care, its beginning known, its size bounded."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from peaceindex.errors import SourceError
from peaceindex.sources.decoding import printable

MAX_BYTES = 16 * 1024 * 1024
"""A document larger than this is reported and skipped."""

_HEAD = 4096


@dataclass(slots=True)
class Source:
    """An open file. `name` is the path as the person gave it; `path` is None for standard input."""

    name: str
    path: Path | None
    mtime: float | None
    head: bytes
    """The first bytes, for telling its kind."""
    stream: BinaryIO
    """The rest: the stream stands behind `head`."""

    @property
    def shown(self) -> str:
        """The name as a message may print it."""
        return printable(self.name)

    def read(self) -> bytes:
        """All of it, where it is one document. Raises SourceError over `MAX_BYTES`."""
        data = self.head + self.stream.read(MAX_BYTES + 1 - len(self.head))
        if len(data) > MAX_BYTES:
            limit = f"{MAX_BYTES // 1024 // 1024} MB"
            raise SourceError(f"{self.shown} is larger than {limit}, too large for an article.", "Split it up.")
        return data


@contextmanager
def open_source(path: Path, name: str) -> Iterator[Source]:
    """Open a regular file. Raises SourceError for anything else, in words for a person."""
    shown = printable(name)
    try:
        kind = path.stat().st_mode
        if not stat.S_ISREG(kind):
            raise SourceError(f"{shown} is {_kind(kind)}, not a file.", "Leave it out.")
        # Should it have become a pipe meanwhile, opening must not wait for a writer.
        flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
        with os.fdopen(os.open(path, flags), "rb") as stream:
            about = os.fstat(stream.fileno())
            if not stat.S_ISREG(about.st_mode):
                raise SourceError(f"{shown} is {_kind(about.st_mode)}, not a file.", "Leave it out.")
            yield Source(name, path, about.st_mtime, stream.read(_HEAD), stream)
    except OSError as error:
        raise trouble(path, name, error) from error


def trouble(path: Path, name: str, error: OSError) -> SourceError:
    """What the system says about `path`, in words for a person."""
    shown = printable(name)
    if isinstance(error, FileNotFoundError):
        if path.is_symlink():
            return SourceError(f"{shown} is a link to something that is not there.", "Mend or remove the link.")
        return SourceError(f"There is no file or folder {shown}.", "Check the spelling.")
    if isinstance(error, PermissionError):
        return SourceError(f"You may not read {shown}.", "Ask its owner, or change its permissions.")
    if error.errno == 40 or "symbolic links" in str(error):
        return SourceError(f"{shown} is a link that leads back to itself.", "Remove the link.")
    reason = (error.strerror or type(error).__name__).lower()
    return SourceError(f"{shown} cannot be read: {reason}.", "Check the disk it is on.")


def digest(data: bytes) -> str:
    """SHA-256 of a document's bytes, as hex: it tells a changed source from one that was only touched."""
    return hashlib.sha256(data).hexdigest()


def _kind(mode: int) -> str:
    if stat.S_ISDIR(mode):
        return "a folder"
    if stat.S_ISFIFO(mode):
        return "a named pipe"
    if stat.S_ISSOCK(mode):
        return "a socket"
    return "a device" if stat.S_ISCHR(mode) or stat.S_ISBLK(mode) else "something odd"
