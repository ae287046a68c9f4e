"""Mending a library: `check --repair`."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from peaceindex.errors import LibraryDamagedError
from peaceindex.maintenance.annotations import AnnotationMender
from peaceindex.maintenance.articles import ArticleMender
from peaceindex.maintenance.set_aside import SetAside
from peaceindex.maintenance.subject import Subject
from peaceindex.model.reports import Repair

if TYPE_CHECKING:
    from peaceindex.ingest.add import Adder


def repair(library: Subject, adder: Callable[[], Adder]) -> Iterator[Repair]:
    """Mend both databases, row by row. The caller holds the library's write lock, and brings the index in step then.

    Nothing is deleted: what is changed or taken out lies in `set_aside.NAME` as it was. Raises LibraryDamagedError
    where that cannot be written, or where the pages of a file do not fit together.
    """
    aside = SetAside(library.folder)
    articles = library.articles
    damage: LibraryDamagedError | None = None
    try:
        yield from _indexes(articles.database.connection, "library.db", articles.census.problems)
        yield from ArticleMender(articles, adder, aside).mend()
    except LibraryDamagedError as error:
        damage = error  # the user's own work is mended all the same
    if library.has_annotations():
        annotations = library.annotations
        with annotations.file.looking_through() as database:
            yield from _indexes(database.connection, "annotations.db", annotations.file.problems)
        yield from AnnotationMender(library.folder, annotations, None if damage else articles, aside).mend()
    if damage:
        raise damage


def _indexes(connection: sqlite3.Connection, name: str, problems: Callable[[], list[str]]) -> Iterator[Repair]:
    """Make the indexes of a database again where SQLite finds something wrong with them."""
    if not any("index" in line for line in problems()):
        return
    try:
        connection.execute("REINDEX")
    except sqlite3.Error:
        return  # it is more than an index; `check` says so
    yield Repair(f"The indexes within {name} did not agree with its tables and were made again.")
