"""The second pass of adding: cut the lines that the other pages of an outlet show not to belong to an article."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING

from peaceindex.cleaning.siblings import Family, LineFingerprints, page_fingerprints, sample_size
from peaceindex.errors import SourceTextError
from peaceindex.ingest.prefetch import Prefetcher, PreparedDocuments
from peaceindex.storage.batches import Batches

if TYPE_CHECKING:
    from peaceindex.cleaning.cleaner import Cleaner
    from peaceindex.model.article import RawDocument
    from peaceindex.storage.articles import ArticleStore
    from peaceindex.storage.corrections import Corrections
    from peaceindex.storage.siblings import SiblingPage

_PAGES_PER_QUERY = 100
"""Pages fetched at a time."""

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class _Verdict:
    """A page whose cuts differ from those made so far: the page, its new cuts and its source."""

    page: SiblingPage
    cuts: dict[int, str]
    document: RawDocument


class SiblingPass:
    """Judges pages by their siblings. It can be interrupted and resumed at any time.

    Only the library's one writer may use it.
    """

    def __init__(
        self,
        store: ArticleStore,
        cleaner: Callable[[], Cleaner],
        corrections: Corrections,
        processes: int | None = None,
    ) -> None:
        self._store = store
        self._siblings = store.siblings
        self._corrections = corrections
        self._prefetcher = Prefetcher(store, cleaner, processes, {})
        self._batches = Batches[None](store.database.connection)

    def run(self, progress: Progress, cancelled: Callable[[], bool] = lambda: False) -> None:
        """Judge the pending pages and those whose family has changed, and clean those with a new result again."""
        with closing(self._batches), closing(self._prefetcher):
            while (rows := self._siblings.without_fingerprints(_PAGES_PER_QUERY)) and not cancelled():
                for row in rows:
                    with self._batches.document():
                        self._siblings.set_fingerprints(
                            row, page_fingerprints(self._text(row), self._store.article(row))
                        )
            families = self._siblings.pending_families()
            verdicts = self._verdicts(families, progress, cancelled)
            for verdict, documents in self._prefetcher.in_order(verdicts, self._begin_recleaning, cancelled):
                with closing(documents):
                    (prepared,) = documents
                row, cuts = verdict.page.row, verdict.cuts
                with self._batches.document():
                    if prepared.article is None:  # nothing would be left of it
                        cuts = verdict.page.cuts
                    else:
                        self._store.update(row, prepared.article, prepared.source_hash)
                    self._siblings.mark_judged(row, cuts)
            if not cancelled():
                for family in families:
                    with self._batches.document():
                        self._siblings.drop_fingerprints(family, sample_size(family))

    def _verdicts(self, families: list[int], progress: Progress, cancelled: Callable[[], bool]) -> Iterator[_Verdict]:
        """Yield the pages whose cuts change; mark the others as judged."""
        for family in families:
            with self._batches.document():
                self._siblings.requeue_if_changed(family, sample_size(family))
        done, total = 0, self._siblings.pending_count()
        for family in families:
            size = sample_size(family)
            sample = Family(self._fingerprints(page) for page in self._siblings.sample(family, size))
            last_row = 0
            while (pages := self._siblings.pending(family, last_row, _PAGES_PER_QUERY)) and not cancelled():
                progress(done, total)
                for page in pages:
                    cuts = sample.cuts(self._fingerprints(page))
                    document = self._document(page.row) if cuts != page.cuts else None
                    if document is not None:
                        yield _Verdict(page, cuts, document)
                    else:
                        with self._batches.document():
                            self._siblings.mark_judged(page.row, page.cuts)
                done += len(pages)
                last_row = pages[-1].row
        if total:
            progress(done, total)

    def _begin_recleaning(self, verdict: _Verdict) -> PreparedDocuments:
        row = verdict.page.row
        corrections = self._corrections.of(self._store.id_of(row), self._store.sources.source_name(row))
        return self._prefetcher.begin_recleaning(verdict.document, corrections, verdict.cuts)

    def _fingerprints(self, page: SiblingPage) -> LineFingerprints:
        if page.prints is not None:
            return LineFingerprints.unpack(page.prints)
        return LineFingerprints.of(self._text(page.row), self._store.article(page.row).cuts)

    def _text(self, row: int) -> str:
        """Return the source text of a page; empty if it is damaged, so that no other page is judged by it."""
        document = self._document(row)
        return document.text if document else ""

    def _document(self, row: int) -> RawDocument | None:
        """Return the source of a page. None if it is damaged: the article then stays as it is."""
        try:
            return self._store.raws.document(row)
        except SourceTextError:
            return None
