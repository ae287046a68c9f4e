"""Prefetch: documents are read and cleaned before their turn, in this process or in many; the order is kept."""

from __future__ import annotations

import sys
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from peaceindex.errors import SourceError
from peaceindex.ingest.prepare import Prepared, failed, never, prepare, prepare_again, prepare_file
from peaceindex.ingest.scan import File
from peaceindex.model.article import RawDocument
from peaceindex.model.correction import Correction
from peaceindex.sources import Fields, Markup, unread
from peaceindex.storage.articles import ArticleStore
from peaceindex.storage.serialization import source_hash

if TYPE_CHECKING:
    from peaceindex.cleaning.cleaner import Cleaner
    from peaceindex.ingest.worker_pool import Workers

ALONE = 50
"""Documents that this process cleans alone before it starts workers. It continues alone until they are ready."""
MOST_WORKERS = 32
_AHEAD = 2000
"""Items that are prefetched, at most."""
_PAGES = frozenset(
    (".txt", ".text", ".md", ".markdown", ".html", ".htm", ".xhtml", ".shtml", ".mhtml", ".mht", ".eml", ".json", "")
)
_LARGE = 1024 * 1024
"""Files with these endings, up to this size in bytes, hold one page or few. They are read where they are cleaned.

Other files may hold many pages.
"""

Item = TypeVar("Item")
Found = Generator[Prepared, None, None]


class Ahead:
    """Prepares the documents of sources.

    `processes` limits how many processes clean at once (None: one for each core).
    """

    def __init__(
        self, store: ArticleStore, make_cleaner: Callable[[], Cleaner], processes: int | None, fields: Fields
    ) -> None:
        self._store = store
        self._fields = fields
        self._make_cleaner = make_cleaner
        self._cleaner: Cleaner | None = None
        self._processes = processes
        self._workers: Workers | None = None
        self._helped = False
        self._cleaned = 0

    @property
    def cleaner(self) -> Cleaner:
        """The cleaner of this process, made on first use."""
        if self._cleaner is None:
            self._cleaner = self._make_cleaner()
        return self._cleaner

    def in_turn(
        self,
        items: Iterable[Item],
        begin: Callable[[Item], Found],
        cancelled: Callable[[], bool] = lambda: False,
    ) -> Iterator[tuple[Item, Found]]:
        """Yield each of `items` with its documents, in order. Workers begin the next items in advance."""
        ahead: deque[tuple[Item, Found]] = deque()
        for item in items:
            if cancelled():
                return
            ahead.append((item, begin(item)))
            while ahead and (not self._helped or self._is_enough(len(ahead))):
                yield ahead.popleft()
        while ahead:
            yield ahead.popleft()

    def of_file(self, file: File | SourceError) -> Found:
        """Return the documents of a file; none if it is unchanged or could not be examined."""
        if isinstance(file, SourceError) or file.unchanged:
            return _these()
        is_page = file.place and Path(file.name).suffix.lower() in _PAGES and (file.size or 0) <= _LARGE
        if not is_page:
            return self._of_container(file)
        if (workers := self._helpers()) is not None:
            from peaceindex.ingest.worker import about_file

            question = about_file(file.at, file.before)
            answer = workers.ask(file.name, file.size or 0, *question)
            return workers.take(answer, lambda: self._read(file))
        return self._read(file)

    def of_document(self, document: RawDocument | Markup, before: str | None = None) -> Found:
        """Clean a document, unless its bytes have the SHA-256 `before`."""
        if (workers := self._helpers()) is not None:
            from peaceindex.ingest.worker import about_document

            size = len(document.data if isinstance(document, Markup) else document.text)
            answer = workers.ask(document.source, size, *about_document(document, before))
            return workers.take(answer, lambda: self._prepare(document, before))
        return self._prepare(document, before)

    def of_failure(self, name: str, error: SourceError) -> Found:
        """Return what stands for a document of the source `name` that cannot be read."""
        return _these(failed(name, error))

    def again(self, document: RawDocument, corrections: Sequence[Correction], told: Mapping[int, str]) -> Found:
        """Clean a document again with the user's corrections, without the lines that its siblings rule out.

        `told` maps the numbers of these lines to reasons.
        """
        if (workers := self._helpers()) is not None:
            from peaceindex.ingest.worker import about_again

            answer = workers.ask(document.source, len(document.text), *about_again(document, corrections, told))
            return workers.take(answer, lambda: self._prepare_again(document, corrections, told))
        return self._prepare_again(document, corrections, told)

    def afresh(self, file: File) -> Iterator[Prepared]:
        """Yield the documents of a file, cleaned in this process, whatever the library already has."""
        return prepare_file(self.cleaner, file.at, {}, never, self._fields)

    def close(self) -> None:
        """End the workers."""
        if self._workers is not None:
            self._workers.close()
            self._workers = None

    # --- inside

    def _read(self, file: File) -> Found:
        for prepared in prepare_file(self.cleaner, file.at, file.before, self._has, self._fields):
            self._cleaned += 1
            yield prepared

    def _of_container(self, file: File) -> Found:
        """Yield the documents of a file that may hold many: read here, one after the other, and cleaned by workers."""

        def begin(document: RawDocument | Markup | SourceError) -> Found:
            if isinstance(document, SourceError):
                return _these(failed(file.name, document))
            if isinstance(document, RawDocument) and file.place and self._has(hash := source_hash(document)):
                return _these(Prepared(document.source, document.member, document.sha256, hash))
            return self.of_document(document, file.before.get(document.member))

        for _, found in self.in_turn(
            unread(Path(file.name), file.name, self._fields, file.at.named, file.at.encodings), begin
        ):
            yield from found

    def _prepare(self, document: RawDocument | Markup, before: str | None) -> Found:
        self._cleaned += 1
        yield prepare(self.cleaner, document, before)

    def _prepare_again(
        self, document: RawDocument, corrections: Sequence[Correction], told: Mapping[int, str]
    ) -> Found:
        self._cleaned += 1
        yield prepare_again(self.cleaner, document, corrections, told)

    def _has(self, source_hash: str) -> bool:
        return self._store.find_same(source_hash) is not None

    def _helpers(self) -> Workers | None:
        """Return the workers once there is enough work to justify their start and they have started; otherwise None."""
        if self._workers is None and self._processes != 1 and self._cleaned >= ALONE:
            from peaceindex.ingest.worker_pool import Workers, usable_cores

            count = min(self._processes or usable_cores(), MOST_WORKERS)
            if count > 1 and sys.executable:
                self._workers = Workers(count, self._store.database.path, self._fields)
        self._helped = self._workers is not None and self._workers.are_ready
        return self._workers if self._helped else None

    def _is_enough(self, begun: int) -> bool:
        return begun >= _AHEAD or (self._workers is not None and self._workers.are_full)


def _these(*prepared: Prepared) -> Found:
    yield from prepared
