"""Keeping the search index in step with the articles, whatever happened in between."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from peaceindex.storage.articles import ArticleStore
from peaceindex.storage.index_queue import TO_REMOVE, TO_WRITE

if TYPE_CHECKING:
    from peaceindex.search import SearchIndex

NAME = "search"
SEGMENT = 20_000
"""Articles to one writing of the index: more would take more memory, fewer would make it slower to search."""

Progress = Callable[[int, int], None]
"""Told how many articles are done, and of how many."""


def no_progress(done: int, total: int) -> None:
    """For those who do not want to know."""


def open_index(folder: Path) -> SearchIndex:
    """The search index of the library in `folder`; the search engine is imported here and not before."""
    return open_folder(folder / NAME)


def open_folder(folder: Path) -> SearchIndex:
    """The search index that lies, or is to lie, in `folder` itself."""
    from peaceindex.names import default_names
    from peaceindex.search import SearchIndex

    return SearchIndex(folder, default_names())


def catch_up(store: ArticleStore, index: SearchIndex, progress: Progress = no_progress, *, fresh: bool = False) -> None:
    """Write to the index what it lacks, or all of it with `fresh` or if it cannot be used.

    The caller holds the library's write lock. The database notes what is done only after the index has it: an
    interruption leaves work to be done again, never a gap.
    """
    fresh = fresh or not index.is_usable()
    if fresh:
        store.index_queue.add_all()
    total, done = store.index_queue.waiting_count(), 0
    progress(done, total)
    removed = store.index_queue.waiting(TO_REMOVE)
    rows = sorted(store.index_queue.waiting(TO_WRITE, SEGMENT))
    while rows or removed or fresh:
        index.write(store.articles(rows), removed, fresh=fresh)
        store.index_queue.mark_indexed(rows, removed)
        done += len(rows)
        progress(done, total)
        removed, fresh = [], False
        rows = sorted(store.index_queue.waiting(TO_WRITE, SEGMENT))
