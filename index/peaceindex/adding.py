"""Adding sources to a library: only what is new or has changed is read, and only that is cleaned."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from peaceindex.article import Article, RawDocument
from peaceindex.errors import SourceError
from peaceindex.reading import article_of
from peaceindex.reports import Added
from peaceindex.sources import STANDARD_INPUT, documents, walk
from peaceindex.store.articles import ArticleStore, SourceRow
from peaceindex.store.packing import source_hash

if TYPE_CHECKING:
    from peaceindex.cleaning import Cleaner

BATCH = 500
"""Articles to a transaction."""
_FRESH = 0.1
"""Seconds within which a file may change again without its modification time showing it."""


class Adder:
    """Adds sources to an `ArticleStore`. The caller holds the library's write lock, and indexes afterwards."""

    def __init__(self, store: ArticleStore, cleaner: Callable[[], Cleaner]) -> None:
        self._store = store
        self._home = store.database.path.parent
        self._make_cleaner = cleaner
        self._cleaner: Cleaner | None = None

    def add(self, paths: Iterable[Path], cancelled: Callable[[], bool]) -> Iterator[Added]:
        """Add all that `paths` name and tell what became of each source; lazily, so work goes on as it is asked for.

        What has been told is kept even if the work stops in the middle of it:
        an interruption loses the document in hand and nothing else.
        """
        with closing(_Batches(self._store.database.connection)) as batches:
            for path in walk(paths, skip=(self._home,)):
                if cancelled():
                    return
                if isinstance(path, SourceError):
                    yield Added(path.what, "failed", reason=str(path))
                    continue
                yield from self._file(path, batches, cancelled)

    def again(self, articles: Iterable[tuple[int, str]]) -> Iterator[Added]:
        """Clean these articles (row, id) again from their kept sources."""
        with closing(_Batches(self._store.database.connection)) as batches:
            for row, id in articles:
                document = self._store.raw(row)
                article = self._clean(document)
                if isinstance(article, SourceError):
                    yield Added(document.source, "failed", id, f"{article} It is kept as it was.")
                    continue
                with batches.document():
                    self._store.update(row, article, document, source_hash(document))
                yield Added(document.source, "changed", id)

    def _file(self, path: Path, batches: _Batches, cancelled: Callable[[], bool]) -> Iterator[Added]:
        name = str(path)
        place = "" if path == STANDARD_INPUT else os.path.abspath(path)  # noqa: PTH100 - `resolve` follows links
        known = {source.member: source for source in self._store.sources(place)}
        size, mtime_ns = _size_and_time(path)
        if known and size is not None and all((s.size, s.mtime_ns) == (size, mtime_ns) for s in known.values()):
            for source in known.values():
                yield Added(name, "unchanged", source.article_id)
            return
        if mtime_ns is not None and abs(time.time() - mtime_ns / 1e9) < _FRESH:
            mtime_ns = None
        for document in documents(path, name):
            if cancelled():
                return
            if isinstance(document, SourceError):
                yield Added(name, "failed", reason=str(document))
                continue
            member = document.member or ("" if place else document.sha256)
            before = known.get(member)
            with batches.document():
                added, row = self._document(document, before)
                if row is not None:
                    self._store.note_source(place, member, size, mtime_ns, document.sha256, row)
                    if before and before.article_row != row and not self._store.source_count(before.article_row):
                        self._store.merge(before.article_row, row)
            yield added

    def _document(self, document: RawDocument, before: SourceRow | None) -> tuple[Added, int | None]:
        """What becomes of one document that had, or had not, been read before; and the row it belongs to now."""
        name = document.source
        if before and before.sha256 == document.sha256:
            return Added(name, "unchanged", before.article_id), before.article_row
        hash = source_hash(document)
        same = self._store.find_same(hash)
        if before and same == before.article_row:
            return Added(name, "unchanged", before.article_id), same
        if same is not None:
            return Added(name, "same", self._store.id_of(same)), same
        article = self._clean(document)
        if isinstance(article, SourceError):
            kept = " The article it was before is kept." if before else ""
            return Added(name, "failed", before.article_id if before else None, f"{article}{kept}"), None
        # Where another source still tells the old article, that one keeps it, id and passages included.
        if before and self._store.source_count(before.article_row) == 1:
            self._store.update(before.article_row, article, document, hash)
            return Added(name, "changed", before.article_id), before.article_row
        row, id = self._store.insert(article, document, hash)
        return Added(name, "changed" if before else "added", id), row

    def _clean(self, document: RawDocument) -> Article | SourceError:
        if self._cleaner is None:
            self._cleaner = self._make_cleaner()
        return article_of(self._cleaner, document)


class _Batches:
    """Gathers the changes of many documents into one transaction, and keeps each document whole."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._count = 0

    @contextmanager
    def document(self) -> Iterator[None]:
        """All of a document's changes, or none of them."""
        if not self._connection.in_transaction:
            self._connection.execute("BEGIN IMMEDIATE")
        self._connection.execute("SAVEPOINT document")
        try:
            yield
        except BaseException:
            if self._connection.in_transaction:  # SQLite itself takes it back when the disk is full
                self._connection.execute("ROLLBACK TO document")
                self._connection.execute("RELEASE document")
            raise
        self._connection.execute("RELEASE document")
        self._count += 1
        if self._count % BATCH == 0:
            self._connection.commit()

    def close(self) -> None:
        """Keep what there is."""
        if self._connection.in_transaction:
            self._connection.commit()


def _size_and_time(path: Path) -> tuple[int | None, int | None]:
    if path == STANDARD_INPUT:
        return None, None
    try:
        about = path.stat()
    except OSError:
        return None, None  # opening it will tell why
    return about.st_size, about.st_mtime_ns
