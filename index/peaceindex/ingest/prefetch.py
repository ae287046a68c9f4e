"""Prefetch: documents are read and cleaned before their turn, in this process or in many; the order is kept."""

from __future__ import annotations

import sys
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from peaceindex.cleaning.retrieval import dated
from peaceindex.errors import SourceError
from peaceindex.ingest.memory_limit import FreedMemory
from peaceindex.ingest.prepare import Prepared, never, prepare, prepare_again, prepare_file, prepared_failure
from peaceindex.model.article import RawDocument
from peaceindex.sources import Fields, Markup, unparsed_documents
from peaceindex.storage.serialization import source_hash

if TYPE_CHECKING:
    from peaceindex.cleaning.cleaner import Cleaner
    from peaceindex.ingest.scan import File
    from peaceindex.ingest.worker_pool import WorkerPool
    from peaceindex.model.correction import Correction
    from peaceindex.storage.articles import ArticleStore

SOLO_DOCUMENTS = 50
"""Documents that this process cleans alone before it starts workers. It continues alone until they are ready."""
MAX_WORKERS = 32
_MAX_PREFETCHED = 2000
"""Items that are prefetched, at most."""
_PAGE_SUFFIXES = frozenset(
    (".txt", ".text", ".md", ".markdown", ".html", ".htm", ".xhtml", ".shtml", ".mhtml", ".mht", ".eml", ".json", "")
)
_MAX_PAGE_BYTES = 1024 * 1024
"""Files with these endings, up to this size in bytes, hold one page or few. They are read where they are cleaned.

Other files may hold many pages.
"""

Item = TypeVar("Item")
PreparedDocuments = Generator[Prepared, None, None]


class Prefetcher:
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
        self._workers: WorkerPool | None = None
        self._uses_workers = False
        self._cleaned_count = 0
        self._freed_memory = FreedMemory()

    @property
    def cleaner(self) -> Cleaner:
        """The cleaner of this process, made on first use."""
        if self._cleaner is None:
            self._cleaner = self._make_cleaner()
        return self._cleaner

    def in_order(
        self,
        items: Iterable[Item],
        begin: Callable[[Item], PreparedDocuments],
        cancelled: Callable[[], bool] = lambda: False,
    ) -> Iterator[tuple[Item, PreparedDocuments]]:
        """Yield each of `items` with its documents, in order. Workers begin the next items in advance."""
        prefetched: deque[tuple[Item, PreparedDocuments]] = deque()
        for item in items:
            if cancelled():
                return
            prefetched.append((item, begin(item)))
            while prefetched and (not self._uses_workers or self._is_full(len(prefetched))):
                yield prefetched.popleft()
        while prefetched:
            yield prefetched.popleft()

    def begin_file(self, file: File | SourceError) -> PreparedDocuments:
        """Return the documents of a file; none if it is unchanged or could not be examined."""
        if isinstance(file, SourceError) or file.is_unchanged:
            return _documents()
        is_page = file.path and Path(file.name).suffix.lower() in _PAGE_SUFFIXES and (file.size or 0) <= _MAX_PAGE_BYTES
        if not is_page:
            return self._begin_container(file)
        if (workers := self._ready_workers()) is not None:
            from peaceindex.ingest.worker import FileQuestion

            question = FileQuestion.of(file.place, file.previous_hashes)
            answer = workers.ask(file.name, file.size or 0, question)
            return workers.take(answer, lambda: self._read_file(file))
        return self._read_file(file)

    def begin_document(self, document: RawDocument | Markup, previous_sha256: str | None = None) -> PreparedDocuments:
        """Clean a document, unless its bytes have the SHA-256 `previous_sha256`."""
        if (workers := self._ready_workers()) is not None:
            from peaceindex.ingest.worker import DocumentQuestion

            size = len(document.data if isinstance(document, Markup) else document.text)
            answer = workers.ask(document.source, size, DocumentQuestion.of(document, previous_sha256))
            return workers.take(answer, lambda: self._prepare(document, previous_sha256))
        return self._prepare(document, previous_sha256)

    def begin_failure(self, name: str, error: SourceError) -> PreparedDocuments:
        """Return what stands for a document of the source `name` that cannot be read."""
        return _documents(prepared_failure(name, error))

    def begin_recleaning(
        self, document: RawDocument, corrections: Sequence[Correction], sibling_cuts: Mapping[int, str]
    ) -> PreparedDocuments:
        """Clean a document again with the user's corrections, without the lines that its siblings rule out.

        `sibling_cuts` maps the numbers of these lines to reasons.
        """
        if (workers := self._ready_workers()) is not None:
            from peaceindex.ingest.worker import RecleaningQuestion

            answer = workers.ask(
                document.source, len(document.text), RecleaningQuestion.of(document, corrections, sibling_cuts)
            )
            return workers.take(answer, lambda: self._prepare_again(document, corrections, sibling_cuts))
        return self._prepare_again(document, corrections, sibling_cuts)

    def prepare_anyway(self, file: File) -> Iterator[Prepared]:
        """Yield the documents of a file, cleaned in this process, whatever the library already has."""
        return prepare_file(self.cleaner, file.place, {}, never, self._fields)

    def close(self) -> None:
        """End the workers."""
        if self._workers is not None:
            self._workers.close()
            self._workers = None

    # --- inside

    def _read_file(self, file: File) -> PreparedDocuments:
        for prepared in prepare_file(self.cleaner, file.place, file.previous_hashes, self._is_known, self._fields):
            self._cleaned_count += 1
            yield prepared
            self._freed_memory.release()

    def _begin_container(self, file: File) -> PreparedDocuments:
        """Yield the documents of a file that may hold many: read here, one after the other, and cleaned by workers."""

        def begin(document: RawDocument | Markup | SourceError) -> PreparedDocuments:
            if isinstance(document, SourceError):
                return _documents(prepared_failure(file.name, document))
            if isinstance(document, RawDocument) and file.path and self._is_known(hash := source_hash(document)):
                return _documents(
                    Prepared(document.source, document.member, document.sha256, hash, evidence=dated(document.evidence))
                )
            return self.begin_document(document, file.previous_hashes.get(document.member))

        for _, documents in self.in_order(
            unparsed_documents(Path(file.name), file.name, self._fields, file.place.named, file.place.encodings), begin
        ):
            yield from documents
            self._freed_memory.release()

    def _prepare(self, document: RawDocument | Markup, previous_sha256: str | None) -> PreparedDocuments:
        self._cleaned_count += 1
        yield prepare(self.cleaner, document, previous_sha256)

    def _prepare_again(
        self, document: RawDocument, corrections: Sequence[Correction], sibling_cuts: Mapping[int, str]
    ) -> PreparedDocuments:
        self._cleaned_count += 1
        yield prepare_again(self.cleaner, document, corrections, sibling_cuts)

    def _is_known(self, source_hash: str) -> bool:
        return self._store.find_by_source_hash(source_hash, or_removed=True) is not None

    def _ready_workers(self) -> WorkerPool | None:
        """Return the workers once there is enough work to justify their start and they have started; otherwise None."""
        if self._workers is None and self._processes != 1 and self._cleaned_count >= SOLO_DOCUMENTS:
            from peaceindex.ingest.worker_pool import WorkerPool, usable_cores

            count = min(self._processes or usable_cores(), MAX_WORKERS)
            if count > 1 and sys.executable:
                self._workers = WorkerPool(count, self._store.database.path, self._fields)
        self._uses_workers = self._workers is not None and self._workers.is_ready
        return self._workers if self._uses_workers else None

    def _is_full(self, begun_count: int) -> bool:
        return begun_count >= _MAX_PREFETCHED or (self._workers is not None and self._workers.is_full)


def _documents(*prepared: Prepared) -> PreparedDocuments:
    yield from prepared
