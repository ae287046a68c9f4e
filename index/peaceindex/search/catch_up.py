"""Updates that bring the search index in step with the articles, whatever was interrupted before."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from peaceindex.storage.index_queue import TO_BIN, TO_REMOVE, TO_WRITE

if TYPE_CHECKING:
    from pathlib import Path

    from peaceindex.search.index import SearchIndex
    from peaceindex.storage.articles import ArticleStore

NAME = "search"
ARTICLES_PER_WRITE = 20_000
"""Articles per write of the index. More would take more memory; fewer would make the index slower to search."""

Progress = Callable[[int, int], None]
"""A callback that receives the number of articles done and the total."""


def no_progress(done: int, total: int) -> None:
    """Ignore the progress."""


def never() -> bool:
    """Return False: nobody cancels the work."""
    return False


def open_index(folder: Path) -> SearchIndex:
    """Return the search index of the library in `folder`. The search engine is imported only when this is called."""
    return open_folder(folder / NAME)


def open_folder(folder: Path) -> SearchIndex:
    """Return the search index in `folder` itself, whether or not it exists yet."""
    from peaceindex.search import engine  # noqa: F401 - before anything else imports Whoosh or numpy

    # isort: split
    from peaceindex.names import LibraryNames
    from peaceindex.search.index import SearchIndex

    return SearchIndex(folder, LibraryNames())


def catch_up(store: ArticleStore, index: SearchIndex, progress: Progress = no_progress, *, fresh: bool = False) -> None:
    """Write the articles that the index lacks, or all of them if `fresh` is set or the index cannot be used.

    The caller must hold the library's write lock. The database marks articles as indexed only after the index
    contains them, so an interruption leaves work to repeat, never a gap.
    """
    fresh = fresh or not index.is_usable()
    if fresh:
        store.index_queue.requeue_all()
    total, done = store.index_queue.pending_count(), 0
    progress(done, total)
    removed = [*store.index_queue.pending(TO_REMOVE), *store.index_queue.pending(TO_BIN)]
    rows = sorted(store.index_queue.pending(TO_WRITE, ARTICLES_PER_WRITE))
    while rows or removed or fresh:
        index.write(store.articles(rows), removed, fresh=fresh)
        store.index_queue.mark_indexed(rows, removed)
        done += len(rows)
        progress(done, total)
        removed, fresh = [], False
        rows = sorted(store.index_queue.pending(TO_WRITE, ARTICLES_PER_WRITE))
