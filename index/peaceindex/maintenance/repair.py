"""Repairs a library, for `check --repair`."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from peaceindex.errors import LibraryDamagedError
from peaceindex.maintenance.annotation_repair import AnnotationRepairer
from peaceindex.maintenance.article_repair import ArticleRepairer
from peaceindex.maintenance.set_aside import SetAside
from peaceindex.model.reports import Repair

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from peaceindex.ingest.add import Adder
    from peaceindex.maintenance.subject import Subject


def repair(library: Subject, adder: Callable[[], Adder]) -> Iterator[Repair]:
    """Repair both databases, row by row. Yield what was done.

    The caller must hold the library's write lock, and update the search index afterwards. Nothing is lost: the old
    state of every row that is changed or removed is kept in `set_aside.NAME`. Raises LibraryDamagedError if that file
    cannot be written, or if the pages of a database are inconsistent.
    """
    aside = SetAside(library.folder)
    articles = library.articles
    damage: LibraryDamagedError | None = None
    try:
        yield from _indexes(articles.database.connection, "library.db", articles.statistics.problems)
        yield from ArticleRepairer(articles, adder, aside).repair()
    except LibraryDamagedError as error:
        damage = error  # the user's own work is still repaired
    if library.has_annotations():
        annotations = library.annotations
        with annotations.file.exclusive_database() as database:
            yield from _indexes(database.connection, "annotations.db", annotations.file.problems)
        yield from AnnotationRepairer(library.folder, annotations, None if damage else articles, aside).repair()
    if damage:
        raise damage


def _indexes(connection: sqlite3.Connection, name: str, problems: Callable[[], list[str]]) -> Iterator[Repair]:
    """Rebuild the indexes of a database if SQLite finds something wrong with them."""
    if not any("index" in line for line in problems()):
        return
    try:
        connection.execute("REINDEX")
    except sqlite3.Error:
        return  # more than an index is damaged, which `check` reports
    yield Repair(f"The indexes within {name} did not agree with its tables and were made again.")
