"""Adding sources to a library: only what is new or has changed is read, and only that is cleaned."""

from __future__ import annotations

import json
import os
import sqlite3
import sys
import time
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from peaceindex.article import RawDocument
from peaceindex.doubts import doubts
from peaceindex.errors import SourceError
from peaceindex.preparing import Prepared, prepare, prepare_file
from peaceindex.reading import article_of
from peaceindex.reports import Added
from peaceindex.sources import STANDARD_INPUT, documents, walk
from peaceindex.store.articles import ArticleStore, SourceRow
from peaceindex.store.corrections import Corrections
from peaceindex.store.packing import Packed, path_value, source_hash, source_name, unpacked

if TYPE_CHECKING:
    from peaceindex.cleaning import Cleaner
    from peaceindex.workers import Workers

BATCH = 500
"""Articles to a transaction."""
ALONE = 100
"""So many documents are cleaned by this process before it looks for help, which takes as long to come."""
MOST_WORKERS = 32
_AHEAD = 2000
"""Files that are looked at before it is their turn, at most."""
_FRESH = 0.1
"""Seconds within which a file may change again without its modification time showing it."""
_PAGES = (".txt", ".text", ".md", ".html", ".htm", ".xhtml", ".shtml", ".mhtml", ".mht", ".eml", "")
_LARGE = 1024 * 1024
"""Files of these endings up to this size are one page: read where they are cleaned. Others may hold thousands."""

Item = TypeVar("Item")
Found = Generator[Prepared, None, None]


@dataclass(slots=True)
class _File:
    """A file as it was when it was looked at."""

    path: Path
    place: str
    """Its absolute path; "" for standard input."""
    size: int | None
    mtime_ns: int | None
    known: dict[str, SourceRow]
    unchanged: bool = False
    doubtful_time: bool = False
    """Whether it may have changed since without its modification time showing it."""

    @property
    def name(self) -> str:
        return str(self.path)

    @property
    def before(self) -> dict[str, str]:
        """The SHA-256 of its members when it was last read."""
        return {member: source.sha256 for member, source in self.known.items()}


@dataclass(slots=True)
class Failures:
    """Files that failed, as they were then. Who goes through a folder again and again need not hear it each time."""

    _seen: dict[str, tuple[int | None, int | None]] = field(default_factory=dict)
    _told: set[str] = field(default_factory=set)

    def note(self, place: str, size: int | None, mtime_ns: int | None) -> None:
        """Take down a file that failed."""
        self._seen[place] = (size, mtime_ns)

    def has(self, place: str, size: int | None, mtime_ns: int | None) -> bool:
        """Whether just this file has failed before."""
        return size is not None and self._seen.get(place) == (size, mtime_ns)

    def is_news(self, reason: str) -> bool:
        """Whether this has not been said before."""
        new = reason not in self._told
        self._told.add(reason)
        return new


class Adder:
    """Adds sources to an `ArticleStore`. The caller holds the library's write lock, and indexes afterwards.

    `processes` says how many may clean at once (None: one for each core). With more than one, sources are read and
    cleaned ahead by workers; what becomes of each is decided and written here, in order, one after the other. With
    `failures`, files that failed before are passed over until they change.
    """

    def __init__(
        self,
        store: ArticleStore,
        cleaner: Callable[[], Cleaner],
        corrections: Corrections,
        processes: int | None = None,
        failures: Failures | None = None,
    ) -> None:
        self._store = store
        self._corrections = corrections
        self._home = store.database.path.parent
        self._make_cleaner = cleaner
        self._cleaner: Cleaner | None = None
        self._processes = processes
        self._workers: Workers | None = None
        self._cleaned = 0
        self._failures = failures

    def add(
        self,
        paths: Iterable[Path],
        cancelled: Callable[[], bool],
        finished: Callable[[int], None] = lambda files: None,
    ) -> Generator[Added, None, None]:
        """Add all that `paths` name and tell what became of each source; lazily, so work goes on as it is asked for.

        What has been told is kept even if the work stops in the middle of it:
        an interruption loses the document in hand and nothing else. `finished`
        is told how many files are done with.
        """
        with closing(_Batches(self._store.database.connection)) as batches, closing(self):
            found = walk(paths, skip=(self._home,))
            looks = (path if isinstance(path, SourceError) else self._look(path) for path in found)
            for done, (look, prepared) in enumerate(self._in_turn(looks, self._of_file, cancelled), 1):
                if isinstance(look, SourceError):
                    if self._failures is None or self._failures.is_news(str(look)):
                        yield Added(look.what, "failed", reason=str(look))
                elif look.unchanged:
                    yield from (Added(look.name, "unchanged", source.article_id) for source in look.known.values())
                else:
                    with closing(prepared):
                        yield from self._file(look, prepared, batches)
                finished(done)
                if cancelled():
                    return

    def again(self, articles: Iterable[tuple[int, str]]) -> Generator[Added, None, None]:
        """Clean these articles (row, id) again from their kept sources."""
        with closing(_Batches(self._store.database.connection)) as batches, closing(self):
            raws = ((row, id, self._store.raw(row)) for row, id in articles)
            for (row, id, document), found in self._in_turn(raws, lambda raw: self._of_document(raw[2]), _never):
                with closing(found):
                    (prepared,) = found
                article = prepared.article
                if article is None:
                    yield Added(document.source, "failed", id, f"{prepared.failure} It is kept as it was.")
                    continue
                article = self._corrected(article, document.source, id, self._store.source_name(row))
                with batches.document():
                    self._store.update(row, article, prepared.source_hash)
                yield Added(document.source, "changed", id, doubts=doubts(article.date, article.words))

    def close(self) -> None:
        """End the workers."""
        if self._workers is not None:
            self._workers.close()
            self._workers = None

    # --- reading and cleaning, here or elsewhere

    def _look(self, path: Path) -> _File:
        place = "" if path == STANDARD_INPUT else os.path.abspath(path)  # noqa: PTH100 - `resolve` follows links
        known = {source.member: source for source in self._store.sources(place)}
        size, mtime_ns = _size_and_time(path)
        look = _File(path, place, size, mtime_ns, known)
        if self._failures and self._failures.has(place, size, mtime_ns):
            look.unchanged, look.known = True, {}
        elif known and size is not None:
            look.unchanged = all((s.size, s.mtime_ns) == (size, mtime_ns) for s in known.values())
        look.doubtful_time = mtime_ns is not None and abs(time.time() - mtime_ns / 1e9) < _FRESH
        return look

    def _in_turn(
        self,
        items: Iterable[Item],
        begin: Callable[[Item], Found],
        cancelled: Callable[[], bool],
    ) -> Iterator[tuple[Item, Found]]:
        """Each of `items` with its documents, in order. Where there are workers, those that follow are begun before."""
        ahead: deque[tuple[Item, Found]] = deque()
        for item in items:
            if cancelled():
                return
            ahead.append((item, begin(item)))
            while ahead and (self._workers is None or self._workers.are_full or len(ahead) >= _AHEAD):
                yield ahead.popleft()
        while ahead:
            yield ahead.popleft()

    def _of_file(self, file: _File | SourceError) -> Found:
        if isinstance(file, SourceError) or file.unchanged:
            return _these()
        is_page = file.place and file.path.suffix.lower() in _PAGES and (file.size or 0) <= _LARGE
        if not is_page:
            return self._of_container(file)
        if (workers := self._helpers()) is not None:
            from peaceindex.working import about_file

            question = about_file(file.path, file.name, file.before)
            answer = workers.ask(file.name, file.size or 0, *question)
            return workers.take(answer, lambda: self._read(file))
        return self._read(file)

    def _read(self, file: _File) -> Found:
        for prepared in prepare_file(self._own_cleaner(), file.path, file.name, file.before, self._has):
            self._cleaned += 1
            yield prepared

    def _of_container(self, file: _File) -> Found:
        """The documents of a file that may hold many: read here, one after the other, and cleaned elsewhere."""

        def begin(document: RawDocument | SourceError) -> Found:
            if isinstance(document, SourceError):
                return _these(Prepared(file.name, failure=str(document)))
            if file.place and self._has(hash := source_hash(document)):
                return _these(Prepared(document.source, document.member, document.sha256, hash))
            return self._of_document(document, file.before.get(document.member))

        for _, found in self._in_turn(documents(file.path, file.name), begin, _never):
            yield from found

    def _of_document(self, document: RawDocument, before: str | None = None) -> Found:
        if (workers := self._helpers()) is not None:
            from peaceindex.working import about_document

            answer = workers.ask(document.source, len(document.text), *about_document(document, before))
            return workers.take(answer, lambda: self._prepare(document, before))
        return self._prepare(document, before)

    def _prepare(self, document: RawDocument, before: str | None) -> Found:
        self._cleaned += 1
        yield prepare(self._own_cleaner(), document, before)

    def _own_cleaner(self) -> Cleaner:
        if self._cleaner is None:
            self._cleaner = self._make_cleaner()
        return self._cleaner

    def _has(self, source_hash: str) -> bool:
        return self._store.find_same(source_hash) is not None

    def _helpers(self) -> Workers | None:
        """The workers, once there is so much to do that they are worth their start."""
        if self._workers is None and self._processes != 1 and self._cleaned >= ALONE:
            from peaceindex.workers import Workers, usable_cores

            count = min(self._processes or usable_cores(), MOST_WORKERS)
            if count > 1 and sys.executable:
                self._workers = Workers(count, self._store.database.path)
        return self._workers

    # --- deciding and writing

    def _file(self, file: _File, found: Found, batches: _Batches) -> Iterator[Added]:
        known = {source.member: source for source in self._store.sources(file.place)}
        mtime_ns = None if file.doubtful_time else file.mtime_ns
        for prepared in found:
            member = prepared.member or ("" if file.place else prepared.sha256)
            before = known.get(member)
            if not (prepared.article or prepared.failure) and self._is_new(prepared, before):
                prepared = self._afresh(file, prepared)
            with batches.document():
                place = source_name(path_value(file.place), member) if file.place else ""
                added, row = self._document(prepared, before, place)
                if row is not None:
                    self._store.note_source(file.place, member, file.size, mtime_ns, prepared.sha256, row)
                    if before and before.article_row != row and not self._store.source_count(before.article_row):
                        self._store.merge(before.article_row, row)
                        self._correct_merged(before.article_id, row)
            if row is None and self._failures is not None:
                self._failures.note(file.place, file.size, mtime_ns)
            yield added

    def _is_new(self, prepared: Prepared, before: SourceRow | None) -> bool:
        return not (before and before.sha256 == prepared.sha256) and not self._has(prepared.source_hash)

    def _afresh(self, file: _File, prepared: Prepared) -> Prepared:
        """A document that was left uncleaned as a copy of one that is no longer there."""
        for other in prepare_file(self._own_cleaner(), file.path, file.name, {}):
            if other.member == prepared.member:
                return other
        return Prepared(file.name, failure=f"{prepared.source} went away while it was read. Add it again.")

    def _document(self, prepared: Prepared, before: SourceRow | None, place: str) -> tuple[Added, int | None]:
        """What becomes of one document that had, or had not, been read before; and the row it belongs to now.

        `place` is the absolute name of its source, "" for standard input.
        """
        name, hash, article = prepared.source, prepared.source_hash, prepared.article
        if prepared.failure and not hash:  # it could not even be read
            return Added(name, "failed", reason=prepared.failure), None
        if before and before.sha256 == prepared.sha256:
            return Added(name, "unchanged", before.article_id), before.article_row
        same = self._store.find_same(hash)
        if before and same == before.article_row:
            return Added(name, "unchanged", before.article_id), same
        if same is not None:
            return Added(name, "same", self._store.id_of(same)), same
        if article is None:
            kept = " The article it was before is kept." if before else ""
            return Added(name, "failed", before.article_id if before else None, f"{prepared.failure}{kept}"), None
        # Where another source still tells the old article, that one keeps it, id and passages included.
        stays = before if before and self._store.source_count(before.article_row) == 1 else None
        own = "" if self._store.find(article.id) else article.id
        article = self._corrected(article, name, stays.article_id if stays else own, place)
        doubtful = doubts(article.date, article.words)
        if stays:
            self._store.update(stays.article_row, article, hash)
            return Added(name, "changed", stays.article_id, doubts=doubtful), stays.article_row
        row, id = self._store.insert(article, hash)
        return Added(name, "changed" if before else "added", id, doubts=doubtful), row

    def _corrected(self, article: Packed, source: str, id: str, place: str) -> Packed:
        """The article with the user's corrections of the one of this id, or of this source; few have any.

        Cleaned once more, here: so workers need not know of corrections. Where they would leave nothing of it, the
        article stays as cleaning has it, and `check` says so.
        """
        mine = self._corrections.of(id, place)
        if not mine:
            return article
        stated, mtime, packed = article.raw
        document = RawDocument(source, unpacked(packed), mtime=mtime, stated=json.loads(stated))
        corrected = article_of(self._own_cleaner(), document, mine)
        return article if isinstance(corrected, SourceError) else Packed.of(corrected, document)

    def _correct_merged(self, old: str, row: int) -> None:
        """What the user set right in an article holds for the one that it turned out to be."""
        if not self._corrections.of(old, ""):
            return
        document = self._store.raw(row)
        mine = self._corrections.of(self._store.id_of(row), self._store.source_name(row))
        article = article_of(self._own_cleaner(), document, mine)
        if not isinstance(article, SourceError):
            self._store.update(row, Packed.of(article, document), source_hash(document))


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


def _these(*prepared: Prepared) -> Found:
    yield from prepared


def _never() -> bool:
    return False
