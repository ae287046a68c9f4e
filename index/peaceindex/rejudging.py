"""The second pass of adding: lines that the other pages of an outlet tell to be none of an article are cut from it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from peaceindex.cleaning.siblings import Family, Prints, prints_of, sample_of
from peaceindex.errors import SourceError
from peaceindex.reading import article_of
from peaceindex.store.articles import ArticleStore
from peaceindex.store.corrections import Corrections
from peaceindex.store.packing import Packed, source_hash
from peaceindex.store.siblings import Page

if TYPE_CHECKING:
    from peaceindex.cleaning import Cleaner

CHUNK = 100
"""Pages to a transaction."""

Progress = Callable[[int, int], None]


class Rejudger:
    """Judges pages by their siblings. For the library's one writer; whenever it is broken off it can go on."""

    def __init__(self, store: ArticleStore, cleaner: Callable[[], Cleaner], corrections: Corrections) -> None:
        self._store = store
        self._siblings = store.siblings
        self._make_cleaner = cleaner
        self._cleaner: Cleaner | None = None
        self._corrections = corrections

    def judge_all(self, progress: Progress, cancelled: Callable[[], bool] = lambda: False) -> None:
        """Judge the pages that wait, and those whose family has changed with them; clean again what comes out new."""
        while (unknown := self._siblings.unknown(CHUNK)) and not cancelled():
            with self._store.writing():
                for row in unknown:
                    self._siblings.know(row, prints_of(self._store.raw(row).text, self._store.article(row)))
        done = 0
        for family in self._siblings.waiting_families():
            size = sample_of(family)
            with self._store.writing():
                self._siblings.begin(family, size)
            sample = Family(self._prints(page) for page in self._siblings.sample(family, size))
            while pages := self._siblings.waiting(family, CHUNK):
                if cancelled():
                    return
                progress(done, done + self._siblings.waiting_count())
                with self._store.writing():
                    for page in pages:
                        self._judge(page, sample)
                done += len(pages)
            with self._store.writing():
                self._siblings.end(family, size)
        if done:
            progress(done, done)

    def _judge(self, page: Page, sample: Family) -> None:
        cuts = sample.cuts(self._prints(page))
        if cuts != page.cuts:
            document = self._store.raw(page.row)
            mine = self._corrections.of(self._store.id_of(page.row), self._store.source_name(page.row))
            if self._cleaner is None:
                self._cleaner = self._make_cleaner()
            article = article_of(self._cleaner, document, mine, cuts)
            if isinstance(article, SourceError):
                cuts = page.cuts  # nothing would be left of it
            else:
                self._store.update(page.row, Packed.of(article, document), source_hash(document))
        self._siblings.settle(page.row, cuts)

    def _prints(self, page: Page) -> Prints:
        if page.prints is not None:
            return Prints.unpack(page.prints)
        return Prints.of(self._store.raw(page.row).text, self._store.article(page.row).cuts)
