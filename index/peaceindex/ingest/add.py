"""Add sources to a library. Only files that are new or have changed are read, and only those are cleaned."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from peaceindex.cleaning.extract import extract
from peaceindex.errors import PeaceindexError, SourceError, SourceTextError
from peaceindex.ingest.prefetch import Ahead, Found
from peaceindex.ingest.prepare import Prepared, prepare
from peaceindex.ingest.quality_flags import doubts
from peaceindex.ingest.scan import Failures, File, chosen_before, look_at
from peaceindex.model.article import RawDocument
from peaceindex.model.reports import Added
from peaceindex.sources import Fields, Markup, unread, walk
from peaceindex.storage.articles import ArticleStore
from peaceindex.storage.batches import Batches
from peaceindex.storage.corrections import Corrections
from peaceindex.storage.serialization import Packed, path_value, source_hash, source_name
from peaceindex.storage.sources import SourceRow
from peaceindex.text.decoding import printable

if TYPE_CHECKING:
    from peaceindex.cleaning.cleaner import Cleaner


@dataclass(frozen=True, slots=True)
class _ToClean:
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
    of records. `encoding` (Python's name) is the encoding that the user states for all sources.
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
    ) -> None:
        self._encoding = encoding
        self._store = store
        self._corrections = corrections
        self._home = store.database.path.parent
        self.processes = processes
        self._ahead = Ahead(store, cleaner, processes, fields)
        self._fields = fields
        self._failures = failures

    def add(
        self,
        paths: Iterable[Path],
        cancelled: Callable[[], bool],
        finished: Callable[[int], None] = lambda files: None,
    ) -> Generator[Added, None, None]:
        """Add everything that `paths` name and yield the result for each source; lazily, so work continues on demand.

        Whatever is reported is on disk. An interruption, even `kill -9`, loses at most one second of work that was not
        yet reported. `finished` is called with the number of files completed.
        """
        batches = Batches[Added](self._store.database.connection)
        with closing(batches), closing(self._ahead):
            found = walk(paths, skip=(self._home,))
            looks = look_at(found, self._store, self._failures, self._encoding)
            for done, (file, prepared) in enumerate(self._ahead.in_turn(looks, self._ahead.of_file, cancelled), 1):
                if isinstance(file, SourceError):
                    if self._failures is None or self._failures.is_news(str(file)):
                        yield from batches.when_kept(Added(file.what, "failed", reason=str(file)))
                elif file.unchanged:
                    for source in file.known.values():
                        yield from batches.when_kept(Added(file.name, "unchanged", source.article_id))
                else:
                    with closing(prepared):
                        yield from self._file(file, prepared, batches)
                finished(done)
                if cancelled():
                    break
            yield from batches.kept()

    def again(self, articles: Iterable[tuple[int, str]]) -> Generator[Added, None, None]:
        """Clean these articles (row, id) again from their stored sources.

        For pages of markup, the library also stores the facts by which their lines are judged. If these are missing, or
        come from an older way of reading, the page is read again from its file, unless the file is gone or has changed.
        The same applies to any source whose stored text is damaged. If it cannot be read again, the article stays as it
        is and is reported as failed.
        """
        batches = Batches[Added](self._store.database.connection)
        with closing(batches), closing(self._ahead):
            sources = self._documents(dict(articles))
            for source, found in self._ahead.in_turn(sources, self._begun_again):
                row, id, document = source.row, source.id, source.document
                with closing(found):
                    (prepared,) = found
                article, place = prepared.article, self._store.sources.source_name(row)
                if isinstance(document, SourceError) or article is None:
                    failed = Added(place, "failed", id, f"{prepared.failure} The article is kept as it was.")
                    yield from batches.when_kept(failed)
                    continue
                article = self._corrected(article, document.source, id, place)
                with batches.document():
                    self._store.update(row, article, prepared.source_hash)
                changed = Added(document.source, "changed", id, doubts=_doubts(article), outdated=source.outdated)
                yield from batches.when_kept(changed)
            yield from batches.kept()

    def read_again(self, row: int, document: RawDocument, encoding: str) -> None:
        """Replace a source with what it says when read in the encoding that the user chose.

        The article keeps its id. Raise PeaceindexError if no text is found in it; then nothing has changed.
        """
        prepared = prepare(self._ahead.cleaner, document)
        if prepared.article is None:
            raise PeaceindexError(prepared.failure)
        id, place = self._store.id_of(row), self._store.sources.source_name(row)
        article = self._corrected(prepared.article, document.source, id, place)
        with self._store.writing():
            self._store.update(row, article, prepared.source_hash)
            self._store.sources.choose_encoding(row, encoding)

    def _begun_again(self, source: _ToClean) -> Found:
        if isinstance(source.document, SourceError):
            return self._ahead.of_failure(source.id, source.document)
        return self._ahead.of_document(source.document)

    def _documents(self, articles: dict[int, str]) -> Iterator[_ToClean]:
        from peaceindex.sources.html.facts import are_sound, reading

        to_read = self._store.sources.to_read_again(reading())
        rows = {row for members in to_read.values() for sources in members.values() for row, _ in sources}
        for path, members in to_read.items():
            encodings = chosen_before(self._store.sources.sources_of([path]).get(path, {}))
            for found in (
                unread(Path(path), path, self._fields, True, encodings) if path and Path(path).is_file() else ()
            ):
                if isinstance(found, SourceError):
                    continue
                for row, sha256 in members.get(found.member, ()):
                    if row in rows and row in articles and found.sha256 == sha256:
                        rows.discard(row)
                        yield _ToClean(row, articles.pop(row), found)
        for row, id in articles.items():
            try:
                document = self._store.raws.document(row)
                if isinstance(document.facts, bytes) and not are_sound(document.facts, document.text):
                    raise SourceTextError(f"What is kept of the page of article {printable(id)} is damaged.")
                yield _ToClean(row, id, document, row in rows)
            except SourceTextError as error:
                yield _ToClean(row, id, self._from_file(row) or SourceError(error.what, error.advice))

    def _from_file(self, row: int) -> RawDocument | Markup | None:
        """Return the source of an article, read again from an unchanged file; None if there is no such file."""
        for path, known in self._store.sources.sources_by_path(row).items():
            if not path or not Path(path).is_file():
                continue
            for found in unread(Path(path), path, self._fields, True, chosen_before(known)):
                if isinstance(found, SourceError):
                    continue
                before = known.get(found.member)
                if before and before.article_row == row and before.sha256 == found.sha256:
                    return found
        return None

    # --- decide and write

    def _file(self, file: File, found: Found, batches: Batches[Added]) -> Iterator[Added]:
        known = self._store.sources.sources_of((file.place,)).get(file.place, {})
        holds_many = False
        for prepared in found:
            member = prepared.member or ("" if file.place else prepared.sha256)
            before = known.get(member)
            if not (prepared.article or prepared.failure) and self._is_new(prepared, before):
                prepared = self._afresh(file, prepared)
            with batches.document():
                place = source_name(path_value(file.place), member) if file.place else ""
                added, row = self._document(prepared, before, place, file.read_anew)
                if row is not None:
                    # Until a file of many articles has been read to its end, it must not count as unchanged.
                    holds_many = holds_many or bool(prepared.member)
                    mtime_ns = None if prepared.member else file.noted_mtime_ns
                    self._store.sources.note_source(
                        file.place, member, file.size, mtime_ns, prepared.sha256, row, file.at.encodings.of(member)
                    )
                    if (
                        before
                        and before.article_row != row
                        and not self._store.sources.source_count(before.article_row)
                    ):
                        self._store.merge(before.article_row, row)
                        self._correct_merged(before.article_id, row)
            if row is None and self._failures is not None:
                self._failures.note(file)
            yield from batches.when_kept(added)
        if holds_many:
            with batches.document():
                self._store.sources.note_end(file.place, file.size, file.noted_mtime_ns)

    def _is_new(self, prepared: Prepared, before: SourceRow | None) -> bool:
        return not (before and before.sha256 == prepared.sha256) and self._store.find_same(prepared.source_hash) is None

    def _afresh(self, file: File, prepared: Prepared) -> Prepared:
        """Clean a document that was skipped as a copy of an article that no longer exists."""
        for other in self._ahead.afresh(file):
            if other.member == prepared.member:
                return other
        return Prepared(file.name, failure=f"{prepared.source} went away while it was read. Add it again.")

    def _document(
        self, prepared: Prepared, before: SourceRow | None, place: str, read_anew: bool
    ) -> tuple[Added, int | None]:
        """Decide what becomes of one document, read before or not. Return the report and its current row, if any.

        `place` is the absolute name of its source, "" for standard input.
        """
        name, hash, article = prepared.source, prepared.source_hash, prepared.article
        if before and before.sha256 == prepared.sha256 and not read_anew:
            return Added(name, "unchanged", before.article_id), before.article_row
        same = self._store.find_same(hash) if hash else None
        if before and same == before.article_row:
            return Added(name, "unchanged", before.article_id), same
        if same is not None:
            return Added(name, "same", self._store.id_of(same)), same
        if prepared.kind and not before:
            return Added(name, "skipped", reason=prepared.failure, kind=prepared.kind), None
        if article is None:
            kept = " The article it was before is kept." if before else ""
            return Added(name, "failed", before.article_id if before else None, f"{prepared.failure}{kept}"), None
        # If another source still holds the old article, that source keeps it, with id and passages.
        stays = before if before and self._store.sources.source_count(before.article_row) == 1 else None
        own = "" if self._store.find(article.id) else article.id
        article = self._corrected(article, name, stays.article_id if stays else own, place)
        doubtful = _doubts(article)
        if stays:
            self._store.update(stays.article_row, article, hash)
            return Added(name, "changed", stays.article_id, doubts=doubtful), stays.article_row
        row, id = self._store.insert(article, hash)
        return Added(name, "changed" if before else "added", id, doubts=doubtful), row

    def _corrected(self, article: Packed, source: str, id: str, place: str) -> Packed:
        """Return the article with the user's corrections for this id or this source; few articles have any.

        The article is cleaned once more here, so that workers need not know of corrections. If the corrections would
        leave nothing of it, the article stays as cleaning made it, and `check` reports this.
        """
        mine = self._corrections.of(id, place)
        if not mine:
            return article
        encoding, confidence, _ = article.read_as or ("utf-8", None, 0)
        document = replace(article.raw.document(source), encoding=encoding, encoding_confidence=confidence)
        corrected = extract(self._ahead.cleaner, document, mine)
        return article if isinstance(corrected, SourceError) else Packed.of(corrected, document, None, article.prints)

    def _correct_merged(self, old: str, row: int) -> None:
        """Apply the corrections of an article to the one that it was merged into."""
        if not self._corrections.of(old, ""):
            return
        try:
            document = self._store.raws.document(row)
        except SourceTextError:  # `check` says so, and the corrections wait
            return
        mine = self._corrections.of(self._store.id_of(row), self._store.sources.source_name(row))
        article = extract(self._ahead.cleaner, document, mine, self._store.siblings.cuts_of(row))
        if not isinstance(article, SourceError):
            self._store.update(row, Packed.of(article, document), source_hash(document))


def _doubts(article: Packed) -> tuple[str, ...]:
    return doubts(article.date, article.words, article.losses, article.read_as[2] if article.read_as else 0)
