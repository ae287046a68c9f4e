"""The files that a person means by the paths on the command line."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path

from peaceindex.errors import SourceError
from peaceindex.sources.source import trouble


def walk(paths: Iterable[Path], skip: Iterable[Path] = ()) -> Iterator[Path | SourceError]:
    """Each file that `paths` name, folders gone through in sorted order.

    What begins with a dot is passed over inside a folder, not when it is named
    itself. Links are followed, but no folder is gone through twice, so a link
    that leads back up does no harm. What cannot be read comes as a SourceError
    in its place. A path `-` is handed on as it is. Folders in `skip` are passed
    over with all that lies below them.
    """
    seen = {(about.st_dev, about.st_ino) for folder in skip if (about := folder.stat())}
    for path in paths:
        try:
            is_folder = str(path) != "-" and stat.S_ISDIR(path.stat().st_mode)
        except OSError as error:
            yield trouble(path, str(path), error)
            continue
        if is_folder:
            yield from _folder(path, seen)
        else:
            yield path


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
