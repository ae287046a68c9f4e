"""Adding to a library: files and folders, once or again and again; cleaning everything again."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager, suppress
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from peaceindex.errors import LibraryLockedError, PeaceindexError, StorageError
from peaceindex.model.article import Article
from peaceindex.model.reports import Added
from peaceindex.search.catch_up import Progress, no_progress
from peaceindex.search.updater import IndexUpdater
from peaceindex.sources.fields import Fields
from peaceindex.storage.stores import Stores
from peaceindex.text.encodings import codec_of

if TYPE_CHECKING:
    from peaceindex.cleaning import Cleaner
    from peaceindex.ingest.add import Adder
    from peaceindex.model.audit import EncodingChoice

_A_MOMENT = 1.0
"""Seconds for which a correction puts articles in their stories, at most; the next `add` does the rest."""


def _never() -> bool:
    return False


def _nothing(files: int) -> None:
    pass


class Ingest:
    """What fills one library: `Library.ingest`."""

    def __init__(self, stores: Stores, updater: IndexUpdater, cleaner: Callable[[], Cleaner]) -> None:
        self._stores = stores
        self._articles = stores.articles
        self._updater = updater
        self._cleaner = cleaner

    def add(
        self,
        paths: Sequence[Path],
        *,
        cancelled: Callable[[], bool] = _never,
        indexing: Progress = no_progress,
        reading: Progress = no_progress,
        comparing: Progress = no_progress,
        rejudging: Progress = no_progress,
        processes: int | None = None,
        fields: Fields = MappingProxyType({}),
        encoding: str = "",
    ) -> Iterator[Added]:
        """Add files and folders (`-`: standard input), and tell what became of each source.

        Works as it is asked for the next, and writes the search index after the
        last. Sources that have not changed are not read. Whenever it is left
        off, what has been told is kept, and the next search or `add` goes on
        from there. `indexing` is told how many articles the index has taken, and
        of how many, first with 0; `reading` how many files are done with, and of
        how many (0 until they are counted); `rejudging` how many pages have been
        compared with others of their outlet; `comparing` how many articles have
        been placed in stories. Where there is much to do, so many
        `processes` clean at once (None: as many as there are cores), and the
        order stays. `fields` says what the user calls the fields of records, `encoding`
        in what encoding all of it is, as people call it: what was read otherwise
        is read again, and the choice is kept with the source. Raises
        LibraryLockedError if another process is writing, PeaceindexError for an
        encoding that there is not.
        """
        from peaceindex.ingest.add import Adder

        codec = codec_of(encoding) if encoding else ""
        adder = Adder(
            self._articles, self._cleaner, self._stores.corrections(), processes, fields=fields, encoding=codec
        )
        yield from self._add(adder, paths, cancelled, indexing, reading, comparing, rejudging)

    def watch(
        self,
        paths: Sequence[Path],
        *,
        pause: float = 2.0,
        cancelled: Callable[[], bool] = _never,
        indexing: Progress = no_progress,
        reading: Progress = no_progress,
        comparing: Progress = no_progress,
        rejudging: Progress = no_progress,
        processes: int | None = None,
        fields: Fields = MappingProxyType({}),
        encoding: str = "",
    ) -> Iterator[Iterator[Added]]:
        """Keep the library in step with files and folders: one `add` after the other, until `cancelled`.

        Between two of them there are `pause` seconds, more where a folder is so
        large that looking at it takes long, and the library is free for others.
        A file that fails is told of once, until it changes. Raises
        LibraryLockedError if another process is writing at the beginning;
        afterwards it waits for it.
        """
        from peaceindex.ingest.add import Adder
        from peaceindex.ingest.folder_watch import watch
        from peaceindex.ingest.scan import Failures

        codec = codec_of(encoding) if encoding else ""

        def once(failures: Failures) -> Iterator[Added]:
            adder = Adder(self._articles, self._cleaner, self._stores.corrections(), processes, failures, fields, codec)
            return self._add(adder, paths, cancelled, indexing, reading, comparing, rejudging)

        return watch(once, pause, cancelled)

    def rebuild(
        self,
        progress: Progress = no_progress,
        *,
        processes: int | None = None,
        fields: Fields = MappingProxyType({}),
    ) -> Iterator[Added]:
        """Clean every article again from its kept source text, and write the search index afresh.

        Ids, corrections and passages stay. Pages of markup that an older version has read are read again from their
        files; where those are gone or have changed, what was kept of them must do (`Added.outdated`). An article of
        which nothing would be left is kept as it was, and reported as failed. `progress` counts the cleaning as one
        half of the work and the indexing as the other; `fields` are as in `add`.
        """
        from peaceindex.ingest.add import Adder

        with self._updater.writing():
            ids = self._articles.ids()
            try:
                adder = Adder(self._articles, self._cleaner, self._stores.corrections(), processes, fields=fields)
                again = adder.again(ids.items())
                with closing(again):
                    for done, added in enumerate(again, 1):
                        progress(done, 2 * len(ids))
                        yield added
            except sqlite3.Error as error:
                raise self._articles.database.trouble(error) from error
            self.compare_siblings(no_progress, _never, processes)
            self.place_in_stories(no_progress, _never)
            self._updater.catch_up(lambda done, total: progress(total + done, 2 * total), fresh=True)

    def catch_up(self, progress: Progress = no_progress) -> None:
        """Bring stories and search index in step with the articles. A search does so with the index by itself.

        What another process is at just now is left to it.
        """
        with suppress(LibraryLockedError, StorageError), self._updater.writing():
            self.place_in_stories(no_progress, _never)
        self._updater.in_step(progress)

    def encodings(self, id: str, fields: Fields = MappingProxyType({})) -> list[EncodingChoice]:
        """The encodings that the source of an article may be in, the likeliest first, each with a line as it reads.

        Raises PeaceindexError where the source is not there any more.
        """
        from peaceindex.ingest.other_encoding import Rereader

        return Rereader(self._articles, fields).choices(self._articles.row_of(id))

    def read_again(self, id: str, encoding: str, fields: Fields = MappingProxyType({})) -> Article:
        """Read the source of an article in this encoding, as people call it; empty: as its bytes tell.

        The article keeps its id, and its corrections and passages find their places again. The choice is kept with the
        source. Where a file is one text that holds many articles (records, a feed), all of it is read again. Raises
        PeaceindexError where the source is not there any more, or reads as no article in that encoding, and
        LibraryLockedError if another process is writing; then nothing has changed.
        """
        from peaceindex.ingest.add import Adder
        from peaceindex.ingest.other_encoding import Rereader

        row = self._articles.row_of(id)
        rereader = Rereader(self._articles, fields)
        with self.correcting():
            alone = rereader.read_again(
                row, encoding, Adder(self._articles, self._cleaner, self._stores.corrections(), 1)
            )
        if not alone:
            for added in self.add([rereader.path_of(row)], fields=fields, encoding=encoding):
                if added.status == "failed":
                    raise PeaceindexError(added.reason)
        return self._articles.article(self._articles.row_of(id))

    def _add(
        self,
        adder: Adder,
        paths: Sequence[Path],
        cancelled: Callable[[], bool],
        indexing: Progress,
        reading: Progress,
        comparing: Progress,
        rejudging: Progress,
    ) -> Iterator[Added]:
        with self._updater.writing(), ExitStack() as stack:
            finished = _nothing
            if reading is not no_progress:
                from peaceindex.ingest.file_count import Counting

                total = stack.enter_context(closing(Counting(paths, self._stores.folder)))

                def finished(files: int) -> None:
                    reading(files, max(total.files, files) if total.files else 0)

            try:
                with closing(adder.add(paths, cancelled, finished)) as added:
                    yield from self._updater.indexed_now_and_then(added)
            except sqlite3.Error as error:
                raise self._articles.database.trouble(error) from error
            self.compare_siblings(rejudging, cancelled, adder.processes)
            self.place_in_stories(comparing, cancelled)
            self.make_losses(cancelled)
            if not cancelled() and self._articles.index_queue.is_behind():
                self._updater.catch_up(indexing)

    def compare_siblings(
        self,
        progress: Progress = no_progress,
        cancelled: Callable[[], bool] = _never,
        processes: int | None = None,
    ) -> None:
        """Compare new pages with others of their outlet, and cut the lines that repeat. Only while writing."""
        if not cancelled() and self._articles.siblings.waiting_count():
            from peaceindex.ingest.sibling_pass import Rejudger

            try:
                rejudger = Rejudger(self._articles, self._cleaner, self._stores.corrections(), processes)
                rejudger.judge_all(progress, cancelled)
            except sqlite3.Error as error:
                raise self._articles.database.trouble(error) from error

    def place_in_stories(self, progress: Progress = no_progress, cancelled: Callable[[], bool] = _never) -> None:
        """Place new and changed articles in their stories. Only while writing."""
        if self._articles.stories.is_behind():
            from peaceindex.near_duplicates.clusters import place_all

            try:
                place_all(self._articles.database, progress, cancelled)
            except sqlite3.Error as error:
                raise self._articles.database.trouble(error) from error

    def make_losses(self, cancelled: Callable[[], bool] = _never) -> None:
        """Find the losses of articles that older versions cleaned. Only while writing."""
        if self._articles.losses.is_behind():
            from peaceindex.storage.loss_backfill import make_losses

            try:
                make_losses(self._articles, cancelled)
            except sqlite3.Error as error:
                raise self._articles.database.trouble(error) from error

    @contextmanager
    def correcting(self) -> Iterator[None]:
        """Be the only one that writes, and bring stories in step at the end; what others left to do may wait."""
        with self._updater.correcting():
            yield
            until = time.monotonic() + _A_MOMENT
            self.place_in_stories(no_progress, lambda: time.monotonic() > until)
