"""Scan files: size and modification time show whether a file must be read again, so it need not be opened."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import islice

from peaceindex.errors import SourceError
from peaceindex.sources import STANDARD_INPUT, UNCHOSEN, Encodings, Place
from peaceindex.storage.articles import ArticleStore
from peaceindex.storage.sources import SourceRow

_FRESH = 0.1
"""Seconds within which a file may change again without a change in its modification time."""
_AT_ONCE = 500
"""Files looked up in the library with one query."""


@dataclass(slots=True)
class File:
    """The state of a file at the time of the scan."""

    at: Place
    place: str
    """The absolute path; "" for standard input."""
    size: int | None
    mtime_ns: int | None
    known: dict[str, SourceRow]
    unchanged: bool = False
    read_anew: bool = False
    """Whether the file was last read in another encoding than the one requested now."""
    noted_mtime_ns: int | None = None
    """The modification time to recognise the file by. None if the file may still change without a change in it."""

    @property
    def name(self) -> str:
        """The name that people use: the path as they gave it."""
        return self.at.path

    @property
    def before(self) -> dict[str, str]:
        """The SHA-256 of its members when it was last read; empty if all must be read regardless."""
        return {} if self.read_anew else {member: source.sha256 for member, source in self.known.items()}


@dataclass(slots=True)
class Failures:
    """Files that failed, in the state they had then, so that repeated scans report a failure only once."""

    _seen: dict[str, tuple[int | None, int | None]] = field(default_factory=dict)
    _told: set[str] = field(default_factory=set)

    def note(self, file: File) -> None:
        """Record a file that failed."""
        self._seen[file.place] = (file.size, file.noted_mtime_ns)

    def has(self, file: File) -> bool:
        """Return whether this file, in this state, has failed before."""
        return file.size is not None and self._seen.get(file.place) == (file.size, file.mtime_ns)

    def is_news(self, reason: str) -> bool:
        """Return whether this reason has not been reported before."""
        new = reason not in self._told
        self._told.add(reason)
        return new


def look_at(
    places: Iterable[Place | SourceError], store: ArticleStore, failures: Failures | None, encoding: str = ""
) -> Iterator[File | SourceError]:
    """Yield the files at these places, with what the library knows of them. Those in `failures` stay unread.

    `encoding` is the encoding that the user states for all of them; files last read in another one are to be read anew.
    """
    places = iter(places)
    while some := tuple(islice(places, _AT_ONCE)):
        named = {p.path: _absolute(p.path) for p in some if isinstance(p, Place)}
        known = store.sources.sources_of(named.values())
        for place in some:
            if isinstance(place, SourceError):
                yield place
            else:
                absolute = named[place.path]
                yield _looked_at(place, absolute, known.get(absolute, {}), failures, encoding)


def _looked_at(
    place: Place, absolute: str, known: dict[str, SourceRow], failures: Failures | None, encoding: str
) -> File:
    encodings = Encodings(encoding) if encoding else chosen_before(known)
    if encodings != UNCHOSEN:
        place = replace(place, encodings=encodings)
    about = place.about
    size, mtime_ns = (about.st_size, about.st_mtime_ns) if about else (None, None)
    file = File(place, absolute, size, mtime_ns, known)
    file.read_anew = bool(encoding) and any(row.chosen != encoding for row in known.values())
    if failures and failures.has(file):
        file.unchanged, file.known = True, {}
    elif known and size is not None:
        file.unchanged = not file.read_anew and all(s.size == size and s.mtime_ns == mtime_ns for s in known.values())
    if mtime_ns is not None and abs(time.time() - mtime_ns / 1e9) >= _FRESH:
        file.noted_mtime_ns = mtime_ns
    return file


def chosen_before(known: Mapping[str, SourceRow]) -> Encodings:
    """Return the encodings that the user chose earlier for a file with these sources.

    If every member has the same choice, it applies to the whole file.
    """
    chosen = {member: row.chosen for member, row in known.items() if row.chosen}
    if chosen and len(chosen) == len(known) and len(set(chosen.values())) == 1:
        return Encodings(next(iter(chosen.values())))
    return Encodings(members=chosen) if chosen else UNCHOSEN


def _absolute(path: str) -> str:
    return "" if path == STANDARD_INPUT else os.path.abspath(path)  # noqa: PTH100 - `resolve` follows links
