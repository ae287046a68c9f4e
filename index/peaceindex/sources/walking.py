"""The files that the paths on the command line refer to."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from peaceindex.errors import SourceError
from peaceindex.sources.kinds import is_litter, saved_page_stem
from peaceindex.sources.source import DETECT_ENCODINGS, EncodingChoices, as_source_error

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_PAGE_SUFFIXES = (".html", ".htm", ".xhtml")


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file that was found, or a path that turns out to be none only when it is opened."""

    path: str
    named: bool
    """Whether the user named it. Otherwise it is in a folder that the user named."""
    status: os.stat_result | None = None
    """Its size and times, if known, with links followed."""
    encodings: EncodingChoices = DETECT_ENCODINGS
    """The user's choice of encodings for it."""


def walk(paths: Iterable[Path], skip: Iterable[Path] = ()) -> Iterator[FoundFile | SourceError]:
    """Yield each file that `paths` name, walking folders in sorted order.

    Inside a folder, these are skipped: names that begin with a dot, files that
    systems and editors leave behind, and the folder that a browser saves next
    to a page. They are read if they are named themselves. Links are followed,
    but no folder is walked twice, so a link that leads back up does no harm.
    If something cannot be read, a SourceError is yielded in its place. The path
    `-` is passed on unchanged. Folders in `skip` are skipped with all that is
    below them.
    """
    seen = {(status.st_dev, status.st_ino) for folder in skip if (status := folder.stat())}
    for path in map(os.fspath, paths):
        if path == "-":
            yield FoundFile(path, named=True)
            continue
        try:
            status = os.stat(path)  # noqa: PTH116 - a Path for each of 100,000 files would take longer than all the rest
        except OSError as error:
            yield as_source_error(Path(path), path, error)
            continue
        if stat.S_ISDIR(status.st_mode):
            yield from _walk_folder(path, seen)
        else:
            yield FoundFile(path, True, status)


def _walk_folder(top: str, seen: set[tuple[int, int]]) -> Iterator[FoundFile | SourceError]:
    stack = [iter(_list_folder(top, seen))]  # no recursion: folders may be nested deeper than calls can be
    while stack:
        for entry in stack[-1]:
            if isinstance(entry, SourceError):
                yield entry
            elif _is_folder(entry):
                stack.append(iter(_list_folder(entry.path, seen)))
                break
            else:
                yield FoundFile(entry.path, False, _status(entry))
        else:
            stack.pop()


def _list_folder(folder: str, seen: set[tuple[int, int]]) -> Sequence[os.DirEntry[str] | SourceError]:
    """Return the contents of a folder, sorted by name, or nothing if it was walked before."""
    try:
        status = os.stat(folder)  # noqa: PTH116
        if (status.st_dev, status.st_ino) in seen:
            return ()
        seen.add((status.st_dev, status.st_ino))
        with os.scandir(folder) as entries:
            found = {entry.name: entry for entry in entries if not is_litter(entry.name)}
    except OSError as error:
        return (as_source_error(Path(folder), folder, error),)
    return [
        found[name]
        for name in sorted(found)
        if not ((page_stem := saved_page_stem(name)) and any(page_stem + ending in found for ending in _PAGE_SUFFIXES))
    ]


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False  # opening it will report why


def _status(entry: os.DirEntry[str]) -> os.stat_result | None:
    try:
        return entry.stat()
    except OSError:
        return None
