"""Add sources to a library. Only files that are new or have changed are read, and only those are cleaned."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from peaceindex.cleaning.extract import extract
from peaceindex.errors import PeaceindexError, SourceError, SourceTextError
from peaceindex.ingest.prefetch import Prefetcher, PreparedDocuments
from peaceindex.ingest.prepare import Prepared, prepare
from peaceindex.ingest.quality_flags import doubts
from peaceindex.ingest.removed import RemovedArticles
from peaceindex.ingest.scan import Failures, File, chosen_encodings, scan
from peaceindex.model.reports import AddReport
from peaceindex.sources import Fields, Markup, unparsed_documents, walk
from peaceindex.sources.tables.address_rows import ADDRESS_TABLES
from peaceindex.storage.batches import Batches
from peaceindex.storage.serialization import PackedArticle, path_value, source_hash, source_name
from peaceindex.text.decoding import printable

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Iterator

    from peaceindex.cleaning.cleaner import Cleaner
    from peaceindex.model.article import RawDocument
    from peaceindex.storage.articles import ArticleStore
    from peaceindex.storage.corrections import Corrections
    from peaceindex.storage.sources import SourceRow


@dataclass(frozen=True, slots=True)
class _StoredSource:
    """An article (row and id) with its source, or with the reason why there is none."""

    row: int
    id: str
    document: RawDocument | Markup | SourceError
    outdated: bool = False
    """Whether it should have been read again but could not be."""


class Adder:
    """Adds sources to an `ArticleStore`. The caller holds the library's write lock, and indexes afterwards.

    `processes` limits how many processes clean at once (None: one for each core). With more than one, workers read and
    clean in advance; this process decides on the results and writes them, one after the other, in order. With
    `failures`, files that failed before are skipped until they change. `fields` gives the user's names for the fields
    of records. `encoding` (Python's name) is the encoding that the user states for all sources. Articles that the user
    removed are left out, unless `with_removed` is set.
    """

    def __init__(
        self,
        store: ArticleStore,
        cleaner: Callable[[], Cleaner],
        corrections: Corrections,
        processes: int | None = None,
        failures: Failures | None = None,
        fields: Fields = MappingProxyType({}),
        encoding: str = "",
        *,
        with_removed: bool = False,
    ) -> None:
        self._encoding = encoding
        self._removed = RemovedArticles(store, with_removed=with_removed)
        self._store = store
        self._corrections = corrections
        self._library_folder = store.database.path.parent
        self.processes = processes
        self._prefetcher = Prefetcher(store, cleaner, processes, fields)
        self.fields = fields
        self._failures = failures
        self.address_tables: list[File] = []
        """Files that hold tables of addresses, to be joined with the articles (`ingest.address_join`)."""

    def add(
        self,
        paths: Iterable[Path],
        cancelled: Callable[[], bool],
        finished: Callable[[int], None] = lambda files: None,
    ) -> Generator[AddReport, None, None]:
        """Add everything that `paths` name and yield the result for each source; lazily, so work continues on demand.

        Whatever is reported is on disk. An interruption, even `kill -9`, loses at most one second of work that was not
        yet reported. `finished` is called with the number of files completed.
        """
        batches = Batches[AddReport](self._store.database.connection)
        with closing(batches), closing(self._prefetcher):
            places = walk(paths, skip=(self._library_folder,))
            files = scan(places, self._store, self._failures, self._encoding, with_removed=self._removed.are_added)
            for done, (file, prepared) in enumerate(
                self._prefetcher.in_order(files, self._prefetcher.begin_file, cancelled), 1
            ):
                if isinstance(file, SourceError):
                    if self._failures is None or self._failures.is_new(str(file)):
                        yield from batches.report_when_committed(AddReport(file.what, "failed", reason=str(file)))
                elif file.is_unchanged:
                    for source in file.known_sources.values():
                        yield from batches.report_when_committed(self._removed.known(file.name, source))
                else:
                    with closing(prepared):
                        yield from self._add_file(file, prepared, batches)
                finished(done)
                if cancelled():
                    break
            yield from batches.commit_and_report()

    def again(self, articles: Iterable[tuple[int, str]]) -> Generator[AddReport, None, None]:
        """Clean these articles (row, id) again from their stored sources.

        For pages of markup, the library also stores the facts by which their lines are judged. If these are missing, or
        come from an older way of reading, the page is read again from its file, unless the file is gone or has changed.
        The same applies to any source whose stored text is damaged. If it cannot be read again, the article stays as it
        is and is reported as failed.
        """
        batches = Batches[AddReport](self._store.database.connection)
        with closing(batches), closing(self._prefetcher):
            sources = self._stored_sources(dict(articles))
            for source, documents in self._prefetcher.in_order(sources, self._begin_recleaning):
                row, id, document = source.row, source.id, source.document
                with closing(documents):
                    (prepared,) = documents
                article, location = prepared.article, self._store.sources.source_name(row)
                if isinstance(document, SourceError) or article is None:
                    failed = AddReport(location, "failed", id, f"{prepared.failure} The article is kept as it was.")
                    yield from batches.report_when_committed(failed)
                    continue
                article = self._corrected(article, document.source, id, location)
                with batches.document():
                    self._store.update(row, article, prepared.source_hash)
                changed = AddReport(
                    document.source, "changed", id, doubts=_quality_flags(article), outdated=source.outdated
                )
                yield from batches.report_when_committed(changed)
            yield from batches.commit_and_report()

    def read_again(self, row: int, document: RawDocument, encoding: str) -> None:
        """Replace a source with what it says when read in the encoding that the user chose.

        The article keeps its id. Raise PeaceindexError if no text is found in it; then nothing has changed.
        """
        prepared = prepare(self._prefetcher.cleaner, document)
        if prepared.article is None:
            raise PeaceindexError(prepared.failure)
        id, location = self._store.id_of(row), self._store.sources.source_name(row)
        article = self._corrected(prepared.article, document.source, id, location)
        with self._store.writing():
            self._store.update(row, article, prepared.source_hash)
            self._store.sources.choose_encoding(row, encoding)

    def _begin_recleaning(self, source: _StoredSource) -> PreparedDocuments:
        if isinstance(source.document, SourceError):
            return self._prefetcher.begin_failure(source.id, source.document)
        return self._prefetcher.begin_document(source.document)

    def _stored_sources(self, articles: dict[int, str]) -> Iterator[_StoredSource]:
        from peaceindex.sources.html.facts import are_readable, reader_version

        to_read = self._store.sources.sources_to_reread(reader_version())
        rows = {row for members in to_read.values() for sources in members.values() for row, _ in sources}
        for path, members in to_read.items():
            encodings = chosen_encodings(self._store.sources.sources_of([path]).get(path, {}))
            is_there = path and Path(path).is_file()
            for found in unparsed_documents(Path(path), path, self.fields, True, encodings) if is_there else ():
                if isinstance(found, SourceError):
                    continue
                for row, sha256 in members.get(found.member, ()):
                    if row in rows and row in articles and found.sha256 == sha256:
                        rows.discard(row)
                        yield _StoredSource(row, articles.pop(row), found)
        for row, id in articles.items():
            try:
                document = self._store.raws.document(row)
                if isinstance(document.facts, bytes) and not are_readable(document.facts, document.text):
                    raise SourceTextError(f"What is kept of the page of article {printable(id)} is damaged.")
                yield _StoredSource(row, id, document, row in rows)
            except SourceTextError as error:
                yield _StoredSource(row, id, self._reread_source(row) or SourceError(error.what, error.advice))

    def _reread_source(self, row: int) -> RawDocument | Markup | None:
        """Return the source of an article, read again from an unchanged file; None if there is no such file."""
        for path, known in self._store.sources.sources_by_path(row).items():
            if not path or not Path(path).is_file():
                continue
            for found in unparsed_documents(Path(path), path, self.fields, True, chosen_encodings(known)):
                if isinstance(found, SourceError):
                    continue
                previous = known.get(found.member)
                if previous and previous.article_row == row and previous.sha256 == found.sha256:
                    return found
        return None

    # --- decide and write

    def _add_file(self, file: File, documents: PreparedDocuments, batches: Batches[AddReport]) -> Iterator[AddReport]:
        known = self._store.sources.sources_of((file.path,)).get(file.path, {})
        has_members = False
        for prepared in documents:
            if prepared.kind == ADDRESS_TABLES:
                if file not in self.address_tables[-1:]:
                    self.address_tables.append(file)
                if self._failures is not None:
                    self._failures.record(file)
                continue
            member = prepared.member or ("" if file.path else prepared.sha256)
            previous = known.get(member)
            if not (prepared.article or prepared.failure) and self._is_new(prepared, previous):
                prepared = self._clean_skipped(file, prepared)
            with batches.document():
                location = source_name(path_value(file.path), member) if file.path else ""
                added, row = self._add_document(prepared, previous, location, file.has_new_encoding)
                if row is not None:
                    # Until a file of many articles has been read to its end, it must not count as unchanged.
                    has_members = has_members or bool(prepared.member)
                    mtime_ns = None if prepared.member else file.stable_mtime_ns
                    self._store.sources.record_source(
                        file.path,
                        member,
                        file.size,
                        mtime_ns,
                        prepared.sha256,
                        row,
                        file.place.encodings.of(member),
                        prepared.evidence,
                    )
                    if (
                        previous
                        and not previous.is_removed
                        and previous.article_row != row
                        and not self._store.sources.source_count(previous.article_row)
                    ):
                        self._store.merge(previous.article_row, row)
                        self._correct_merged(previous.article_id, row)
            if row is None and self._failures is not None:
                self._failures.record(file)
            yield from batches.report_when_committed(added)
        if has_members:
            with batches.document():
                self._store.sources.record_file_read(file.path, file.size, file.stable_mtime_ns)

    def _is_new(self, prepared: Prepared, previous: SourceRow | None) -> bool:
        if (removed := self._removed.row_of(prepared, previous)) is not None:
            return self._removed.must_be_read(removed)
        is_same = previous is not None and previous.sha256 == prepared.sha256
        return not is_same and self._store.find_by_source_hash(prepared.source_hash, or_removed=True) is None

    def _add_removed(
        self, prepared: Prepared, previous: SourceRow | None, row: int, location: str
    ) -> tuple[AddReport, int | None]:
        """Decide what becomes of a document whose article the user removed. Return as `_add_document`."""
        name, id, article = prepared.source, self._store.id_of(row), prepared.article
        if not self._removed.are_added:
            # A file that changed while its article is in the bin does not count as read, so that the change is noticed
            # after the article is restored.
            has_changed = previous is not None and previous.sha256 != prepared.sha256 and row in self._store.bin
            return self._removed.left_out(name, id), None if has_changed else row
        if self._store.bin.restore([row]):
            report, now = self._add_document(prepared, previous and previous.restored(row), location, False)
            return AddReport(name, "added", id, doubts=report.doubts) if now == row else report, now
        if article is None:
            return AddReport(name, "failed", id, prepared.failure), None
        article = self._corrected(article, name, id, location)
        self._store.bin.revive(row)
        self._store.update(row, article, prepared.source_hash)
        self._store.siblings.add_pending(row, article.prints)
        return AddReport(name, "added", id, doubts=_quality_flags(article)), row

    def _clean_skipped(self, file: File, prepared: Prepared) -> Prepared:
        """Clean a document that was skipped as a copy of an article that no longer exists."""
        for other in self._prefetcher.prepare_anyway(file):
            if other.member == prepared.member:
                return other
        return Prepared(file.name, failure=f"{prepared.source} went away while it was read. Add it again.")

    def _add_document(
        self, prepared: Prepared, previous: SourceRow | None, location: str, has_new_encoding: bool
    ) -> tuple[AddReport, int | None]:
        """Decide what becomes of one document, read before or not. Return the report and its current row, if any.

        `location` is the absolute name of its source, "" for standard input.
        """
        name, hash, article = prepared.source, prepared.source_hash, prepared.article
        if (removed := self._removed.row_of(prepared, previous)) is not None:
            return self._add_removed(prepared, previous, removed, location)
        previous = None if previous and previous.is_removed else previous  # another article came to its place
        if previous and previous.sha256 == prepared.sha256 and not has_new_encoding:
            return AddReport(name, "unchanged", previous.article_id), previous.article_row
        same_row = self._store.find_by_source_hash(hash) if hash else None
        if previous and same_row == previous.article_row:
            return AddReport(name, "unchanged", previous.article_id), same_row
        if same_row is not None:
            return AddReport(name, "same", self._store.id_of(same_row)), same_row
        if prepared.kind and not previous:
            return AddReport(name, "skipped", reason=prepared.failure, kind=prepared.kind), None
        if article is None:
            id = previous.article_id if previous else None
            if not prepared.failure:  # the file has changed to what the user removed elsewhere
                return AddReport(name, "removed", id), None
            suffix = " The article it was before is kept." if previous else ""
            return AddReport(name, "failed", id, f"{prepared.failure}{suffix}"), None
        # If another source still holds the old article, that source keeps it, with id and passages.
        replaced = previous if previous and self._store.sources.source_count(previous.article_row) == 1 else None
        new_id = "" if self._store.find(article.id) else article.id
        article = self._corrected(article, name, replaced.article_id if replaced else new_id, location)
        flags = _quality_flags(article)
        if replaced:
            self._store.update(replaced.article_row, article, hash)
            return AddReport(name, "changed", replaced.article_id, doubts=flags), replaced.article_row
        row, id = self._store.insert(article, hash)
        return AddReport(name, "changed" if previous else "added", id, doubts=flags), row

    def _corrected(self, article: PackedArticle, source: str, id: str, location: str) -> PackedArticle:
        """Return the article with the user's corrections for this id or this source; few articles have any.

        The article is cleaned once more here, so that workers need not know of corrections. If the corrections would
        leave nothing of it, the article stays as cleaning made it, and `check` reports this.
        """
        corrections = self._corrections.of(id, location)
        if not corrections:
            return article
        encoding, confidence, _ = article.read_as or ("utf-8", None, 0)
        document = replace(article.raw.document(source), encoding=encoding, encoding_confidence=confidence)
        corrected = extract(self._prefetcher.cleaner, document, corrections)
        return (
            article
            if isinstance(corrected, SourceError)
            else PackedArticle.of(corrected, document, None, article.prints)
        )

    def _correct_merged(self, merged_id: str, row: int) -> None:
        """Apply the corrections of an article to the one that it was merged into."""
        if not self._corrections.of(merged_id, ""):
            return
        try:
            document = self._store.raws.document(row)
        except SourceTextError:  # `check` says so, and the corrections wait
            return
        corrections = self._corrections.of(self._store.id_of(row), self._store.sources.source_name(row))
        article = extract(self._prefetcher.cleaner, document, corrections, self._store.siblings.cuts_of(row))
        if not isinstance(article, SourceError):
            self._store.update(row, PackedArticle.of(article, document), source_hash(document))


def _quality_flags(article: PackedArticle) -> tuple[str, ...]:
    unreadable = article.read_as[2] if article.read_as else 0
    return doubts(article.date, article.words, article.losses, unreadable, article.extent)
