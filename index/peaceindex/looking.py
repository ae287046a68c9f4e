"""Files as they are found: whether one must be read again is told by its size and time, without opening it."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass, field
from pathlib import Path

from peaceindex.sources import STANDARD_INPUT
from peaceindex.store.articles import ArticleStore, SourceRow

_FRESH = 0.1
"""Seconds within which a file may change again without its modification time showing it."""


@dataclass(slots=True)
class File:
    """A file as it was when it was looked at."""

    path: Path
    place: str
    """Its absolute path; "" for standard input."""
    size: int | None
    mtime_ns: int | None
    known: dict[str, SourceRow]
    unchanged: bool = False
    noted_mtime_ns: int | None = None
    """The time to know it by again; None where it may change once more without that showing it."""

    @property
    def name(self) -> str:
        """What people call it: the path as they gave it."""
        return str(self.path)

    @property
    def before(self) -> dict[str, str]:
        """The SHA-256 of its members when it was last read."""
        return {member: source.sha256 for member, source in self.known.items()}


@dataclass(slots=True)
class Failures:
    """Files that failed, as they were then. Who goes through a folder again and again need not hear it each time."""

    _seen: dict[str, tuple[int | None, int | None]] = field(default_factory=dict)
    _told: set[str] = field(default_factory=set)

    def note(self, file: File) -> None:
        """Take down a file that failed."""
        self._seen[file.place] = (file.size, file.noted_mtime_ns)

    def has(self, file: File) -> bool:
        """Whether just this file has failed before."""
        return file.size is not None and self._seen.get(file.place) == (file.size, file.mtime_ns)

    def is_news(self, reason: str) -> bool:
        """Whether this has not been said before."""
        new = reason not in self._told
        self._told.add(reason)
        return new


def look(path: Path, store: ArticleStore, failures: Failures | None) -> File:
    """The file at `path` (`-`: standard input), and what the library knows of it. Those in `failures` stay unread."""
    place = "" if path == STANDARD_INPUT else os.path.abspath(path)  # noqa: PTH100 - `resolve` follows links
    known = {source.member: source for source in store.sources(place)}
    size, mtime_ns = _size_and_time(path)
    file = File(path, place, size, mtime_ns, known)
    if failures and failures.has(file):
        file.unchanged, file.known = True, {}
    elif known and size is not None:
        file.unchanged = all((s.size, s.mtime_ns) == (size, mtime_ns) for s in known.values())
    if mtime_ns is not None and abs(time.time() - mtime_ns / 1e9) >= _FRESH:
        file.noted_mtime_ns = mtime_ns
    return file


def _size_and_time(path: Path) -> tuple[int | None, int | None]:
    if path == STANDARD_INPUT:
        return None, None
    try:
        about = path.stat()
    except OSError:
        return None, None  # opening it will tell why
    return about.st_size, about.st_mtime_ns
