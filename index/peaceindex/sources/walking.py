"""The files that a person means by the paths on the command line."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from peaceindex.errors import SourceError
from peaceindex.sources.source import trouble


def walk(paths: Iterable[Path]) -> Iterator[Path | SourceError]:
    """Each file that `paths` name, folders gone through in sorted order.

    What begins with a dot is passed over inside a folder, not when it is named
    itself. Links are followed, but no folder is gone through twice, so a link
    that leads back up does no harm. What cannot be read comes as a SourceError
    in its place. A path `-` is handed on as it is.
    """
    seen: set[tuple[int, int]] = set()
    for path in paths:
        if path.is_dir():
            yield from _folder(path, seen)
        elif os.path.lexists(path) or str(path) == "-":
            yield path
        else:
            yield trouble(path, str(path), FileNotFoundError())


def _folder(folder: Path, seen: set[tuple[int, int]]) -> Iterator[Path | SourceError]:
    try:
        about = folder.stat()
        if (about.st_dev, about.st_ino) in seen:
            return
        seen.add((about.st_dev, about.st_ino))
        with os.scandir(folder) as entries:
            found = sorted((e.name, e.is_dir()) for e in entries if not e.name.startswith("."))
    except OSError as error:
        yield trouble(folder, str(folder), error)
        return
    for name, is_folder in found:
        if is_folder:
            yield from _folder(folder / name, seen)
        else:
            yield folder / name
