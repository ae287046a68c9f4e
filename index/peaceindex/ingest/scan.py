"""Scan files: size and modification time show whether a file must be read again, so it need not be opened."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import TYPE_CHECKING

from peaceindex.errors import SourceError
from peaceindex.sources import DETECT_ENCODINGS, STANDARD_INPUT, EncodingChoices, FoundFile

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from peaceindex.storage.articles import ArticleStore
    from peaceindex.storage.sources import SourceRow

_MTIME_RESOLUTION_SECONDS = 0.1
"""Seconds within which a file may change again without a change in its modification time."""
_FILES_PER_QUERY = 500
"""Files looked up in the library with one query."""


@dataclass(slots=True)
class File:
    """The state of a file at the time of the scan."""

    place: FoundFile
    path: str
    """The absolute path; "" for standard input."""
    size: int | None
    mtime_ns: int | None
    known_sources: dict[str, SourceRow]
    is_unchanged: bool = False
    has_new_encoding: bool = False
    """Whether the file was last read in another encoding than the one requested now."""
    stable_mtime_ns: int | None = None
    """The modification time to recognise the file by. None if the file may still change without a change in it."""

    @property
    def name(self) -> str:
        """The name that people use: the path as they gave it."""
        return self.place.path

    @property
    def previous_hashes(self) -> dict[str, str]:
        """The SHA-256 of its members when it was last read; empty if all must be read regardless."""
        return {} if self.has_new_encoding else {member: source.sha256 for member, source in self.known_sources.items()}


@dataclass(slots=True)
class Failures:
    """Files that failed, in the state they had then, so that repeated scans report a failure only once."""

    _seen: dict[str, tuple[int | None, int | None]] = field(default_factory=dict)
    _reported: set[str] = field(default_factory=set)

    def record(self, file: File) -> None:
        """Record a file that failed."""
        self._seen[file.path] = (file.size, file.stable_mtime_ns)

    def has(self, file: File) -> bool:
        """Return whether this file, in this state, has failed before."""
        return file.size is not None and self._seen.get(file.path) == (file.size, file.mtime_ns)

    def is_new(self, reason: str) -> bool:
        """Return whether this reason has not been reported before."""
        new = reason not in self._reported
        self._reported.add(reason)
        return new


def scan(
    places: Iterable[FoundFile | SourceError],
    store: ArticleStore,
    failures: Failures | None,
    encoding: str = "",
    *,
    with_removed: bool = False,
) -> Iterator[File | SourceError]:
    """Yield the files at these places, with what the library knows of them. Those in `failures` stay unread.

    `encoding` is the encoding that the user states for all of them; files last read in another one are to be read anew,
    and so are, `with_removed`, those of articles that the user removed.
    """
    places = iter(places)
    while batch := tuple(islice(places, _FILES_PER_QUERY)):
        named = {p.path: _absolute(p.path) for p in batch if isinstance(p, FoundFile)}
        sources_by_path = store.sources.sources_of(named.values())
        for place in batch:
            if isinstance(place, SourceError):
                yield place
            else:
                absolute = named[place.path]
                file = _scan_file(place, absolute, sources_by_path.get(absolute, {}), failures, encoding)
                if with_removed and any(source.is_removed for source in file.known_sources.values()):
                    file.is_unchanged = False
                yield file


def _scan_file(
    place: FoundFile, absolute: str, known_sources: dict[str, SourceRow], failures: Failures | None, encoding: str
) -> File:
    encodings = EncodingChoices(encoding) if encoding else chosen_encodings(known_sources)
    if encodings != DETECT_ENCODINGS:
        place = replace(place, encodings=encodings)
    about = place.status
    size, mtime_ns = (about.st_size, about.st_mtime_ns) if about else (None, None)
    file = File(place, absolute, size, mtime_ns, known_sources)
    file.has_new_encoding = bool(encoding) and any(row.chosen != encoding for row in known_sources.values())
    if failures and failures.has(file):
        file.is_unchanged, file.known_sources = True, {}
    elif known_sources and size is not None:
        file.is_unchanged = not file.has_new_encoding and all(
            s.size == size and s.mtime_ns == mtime_ns for s in known_sources.values()
        )
    if mtime_ns is not None and abs(time.time() - mtime_ns / 1e9) >= _MTIME_RESOLUTION_SECONDS:
        file.stable_mtime_ns = mtime_ns
    return file


def chosen_encodings(known_sources: Mapping[str, SourceRow]) -> EncodingChoices:
    """Return the encodings that the user chose earlier for a file with these sources.

    If every member has the same choice, it applies to the whole file.
    """
    chosen = {member: row.chosen for member, row in known_sources.items() if row.chosen}
    if chosen and len(chosen) == len(known_sources) and len(set(chosen.values())) == 1:
        return EncodingChoices(next(iter(chosen.values())))
    return EncodingChoices(members=chosen) if chosen else DETECT_ENCODINGS


def _absolute(path: str) -> str:
    return "" if path == STANDARD_INPUT else os.path.abspath(path)  # noqa: PTH100 - `resolve` follows links
