"""The statistics of a library."""

from __future__ import annotations

from typing import TYPE_CHECKING

from peaceindex.model.reports import Stats
from peaceindex.search.catch_up import NAME as INDEX
from peaceindex.storage.annotations import NAME as ANNOTATIONS
from peaceindex.storage.articles import NAME as ARTICLES

if TYPE_CHECKING:
    from pathlib import Path

    from peaceindex.maintenance.subject import Subject


def stats(library: Subject) -> Stats:
    """Return the statistics of a library. The time grows with the library's size, but no text is read."""
    totals = library.articles.statistics.totals()
    marks = library.annotations.reading.marks()
    folder = library.folder
    stories, in_stories = library.articles.stories.counts()
    return Stats(
        folder=str(folder),
        languages=library.articles.statistics.languages(),
        passages=sum(marks.passages.values()),
        tagged=len(marks.tags),
        read=len(marks.read),
        library_size=_size_on_disk(folder, ARTICLES),
        index_size=sum(file.stat().st_size for file in (folder / INDEX).rglob("*") if file.is_file()),
        annotations_size=_size_on_disk(folder, ANNOTATIONS),
        index=library.index_state(),
        stories=stories,
        in_stories=in_stories,
        **totals,
    )


def _size_on_disk(folder: Path, name: str) -> int:
    files = (folder / f"{name}{ending}" for ending in ("", "-wal", "-shm"))
    return sum(file.stat().st_size for file in files if file.exists())
