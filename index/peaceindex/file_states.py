"""Whether others have written to a library since it was last looked at: told by its files, without opening one."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

State = tuple[tuple[int, int], ...]
"""Size and time of change of some files; (0, 0) for one that is not there."""


@dataclass(frozen=True, slots=True)
class FileStates:
    """What can be told of a library's files: of the articles and their index, and of the user's own work."""

    articles: State
    own_work: State


def file_states(folder: Path) -> FileStates:
    """The states of the files of the library in `folder` as they are now."""
    from peaceindex.indexing import NAME as INDEX
    from peaceindex.store.annotations import NAME as ANNOTATIONS
    from peaceindex.store.articles import NAME as ARTICLES

    return FileStates(
        articles=tuple(_state(folder / name) for name in (ARTICLES, f"{ARTICLES}-wal", INDEX)),
        own_work=tuple(_state(folder / name) for name in (ANNOTATIONS, f"{ANNOTATIONS}-wal")),
    )


def _state(path: Path) -> tuple[int, int]:
    try:
        found = path.stat()
    except OSError:
        return 0, 0
    return found.st_size, found.st_mtime_ns
