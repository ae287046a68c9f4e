"""The ingest of a library: it adds files and folders once or continuously, and cleans articles again."""

from __future__ import annotations

import time
from contextlib import ExitStack, closing, contextmanager, suppress
from types import MappingProxyType
from typing import TYPE_CHECKING

from peaceindex.errors import LibraryLockedError, PeaceindexError, StorageError
from peaceindex.ingest.folders import AdditionRecord
from peaceindex.search.catch_up import Progress, never, no_progress
from peaceindex.text.encodings import codec_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from peaceindex.cleaning.cleaner import Cleaner
    from peaceindex.ingest.add import Adder
    from peaceindex.ingest.scan import Failures
    from peaceindex.model.article import Article
    from peaceindex.model.audit import EncodingChoice
    from peaceindex.model.reports import AddReport, FilePreview
    from peaceindex.search.updater import IndexUpdater
    from peaceindex.sources.fields import Fields
    from peaceindex.storage.stores import Stores

_MAX_STORY_SECONDS = 1.0
"""The most seconds that a correction spends on placing articles in stories. The next `add` does the rest."""


def _ignore(files: int) -> None:
    pass


class Ingest:
    """The ingest of one library: `Library.ingest`."""

    def __init__(self, stores: Stores, updater: IndexUpdater, cleaner: Callable[[], Cleaner]) -> None:
        self._stores = stores
        self._articles = stores.articles
        self._updater = updater
        self._cleaner = cleaner

    def add(
        self,
        paths: Sequence[Path],
        *,
        cancelled: Callable[[], bool] = never,
        indexing: Progress = no_progress,
        reading: Progress = no_progress,
        comparing: Progress = no_progress,
        finding_repeats: Progress = no_progress,
        processes: int | None = None,
        fields: Fields = MappingProxyType({}),
        encoding: str = "",
        with_removed: bool = False,
        remembered: bool = True,
    ) -> Iterator[AddReport]:
        """Add files and folders (`-` is standard input), and yield the outcome for each source.

        The work goes on as the caller asks for the next outcome. The search
        index is written after the last. Sources that have not changed are not
        read. If the caller stops early, the sources that were yielded stay
        added, and the next search or `add` continues from there.

        Four functions receive progress, as done and total: `indexing` articles
        written to the index, starting with 0; `reading` files that are finished
        (the total is 0 until they are counted); `finding_repeats` pages compared with
        others of their outlet; `comparing` articles placed in stories.

        If there is much to do, `processes` processes clean at once (None means
        one for each core). The order of the outcomes stays the same. `fields`
        maps the standard fields of records to the user's names for them.
        `encoding` is the common name of the encoding of all sources. Sources
        that were read in another one are read again, and the choice is saved
        with the source. Articles that the user removed are left out, unless
        `with_removed` is set. With `remembered`, the files and folders are listed
        in `Folders` from now on.

        Raises LibraryLockedError if another process is writing, PeaceindexError
        if the encoding is unknown.
        """
        from peaceindex.ingest.add import Adder

        codec = codec_of(encoding) if encoding else ""
        adder = Adder(
            self._articles,
            self._cleaner,
            self._stores.corrections(),
            processes,
            fields=fields,
            encoding=codec,
            with_removed=with_removed,
        )
        record = AdditionRecord(self._articles, paths if remembered else (), encoding)
        yield from self._add(adder, paths, record, cancelled, indexing, reading, comparing, finding_repeats)

    def preview(
        self, paths: Sequence[Path], fields: Fields = MappingProxyType({}), encoding: str = ""
    ) -> Iterator[FilePreview]:
        """Yield what `add` would find in each file, and write nothing. The arguments are as in `add`.

        Raises PeaceindexError if the encoding is unknown.
        """
        from peaceindex.ingest.preview import preview

        codec = codec_of(encoding) if encoding else ""
        known = self._articles.find_by_source_hash

        def is_removed(hash: str) -> bool:
            return known(hash) is None and known(hash, or_removed=True) is not None

        return preview(
            paths,
            self._cleaner(),
            fields,
            codec,
            is_known=lambda hash: known(hash) is not None,
            is_removed=is_removed,
            skip=(self._stores.folder,),
        )

    def watch(
        self,
        paths: Sequence[Path],
        *,
        pause: float = 2.0,
        cancelled: Callable[[], bool] = never,
        indexing: Progress = no_progress,
        reading: Progress = no_progress,
        comparing: Progress = no_progress,
        finding_repeats: Progress = no_progress,
        processes: int | None = None,
        fields: Fields = MappingProxyType({}),
        encoding: str = "",
    ) -> Iterator[Iterator[AddReport]]:
        """Keep the library in step with files and folders: yield one `add` after another, until `cancelled`.

        Between two of them it pauses for `pause` seconds, or longer if a folder
        is so large that scanning it takes long. Other processes can write to
        the library then. A file that fails is reported once, until it changes.
        Raises LibraryLockedError if another process is writing at the start;
        later it waits for the other process.
        """
        from peaceindex.ingest.add import Adder
        from peaceindex.ingest.folder_watch import watch

        codec = codec_of(encoding) if encoding else ""
        record = AdditionRecord(self._articles, paths, encoding)

        def scan(failures: Failures) -> Iterator[AddReport]:
            adder = Adder(self._articles, self._cleaner, self._stores.corrections(), processes, failures, fields, codec)
            return self._add(adder, paths, record, cancelled, indexing, reading, comparing, finding_repeats)

        return watch(scan, pause, cancelled)

    def rebuild(
        self,
        progress: Progress = no_progress,
        *,
        processes: int | None = None,
        fields: Fields = MappingProxyType({}),
    ) -> Iterator[AddReport]:
        """Clean every article again from its stored source text, and rebuild the search index.

        Ids, corrections and passages stay. HTML pages that an older version read are read again from their files. If
        a file is gone or has changed, the stored text is used instead (`AddReport.outdated`). An article of which
        nothing would be left stays as it was, and is reported as failed. `progress` counts cleaning as one half of the
        work and indexing as the other. `fields` is as in `add`. Raises LibraryLockedError if another process is
        writing.
        """
        from peaceindex.ingest.add import Adder

        with self._updater.writing():
            ids = self._articles.ids()
            with self._articles.database.translate_errors():
                adder = Adder(self._articles, self._cleaner, self._stores.corrections(), processes, fields=fields)
                again = adder.again(ids.items())
                with closing(again):
                    for done, added in enumerate(again, 1):
                        progress(done, 2 * len(ids))
                        yield added
            self.compare_siblings(no_progress, never, processes)
            self.place_in_stories(no_progress, never)
            self._updater.catch_up(lambda done, total: progress(total + done, 2 * total), fresh=True)

    def clean_again(self, rows: Sequence[int]) -> list[AddReport]:
        """Clean the articles in some rows again from their stored sources, with the corrections that there are now.

        Call it only while writing.
        """
        from peaceindex.ingest.add import Adder

        with self._articles.database.translate_errors():
            adder = Adder(self._articles, self._cleaner, self._stores.corrections(), 1)
            return list(adder.again([(row, self._articles.id_of(row)) for row in rows]))

    def catch_up(self, progress: Progress = no_progress) -> None:
        """Bring stories and the search index in step with the articles. A search only updates the index.

        If another process is writing, the stories are left to it.
        """
        with suppress(LibraryLockedError, StorageError), self._updater.writing():
            self.place_in_stories(no_progress, never)
        self._updater.current_index(progress)

    def encodings(self, id: str, fields: Fields = MappingProxyType({})) -> list[EncodingChoice]:
        """Return the encodings that the source of an article may be in, the likeliest first, each with a sample line.

        Raises PeaceindexError if the source no longer exists.
        """
        from peaceindex.ingest.other_encoding import Rereader

        return Rereader(self._articles, fields).choices(self._articles.row_of(id))

    def read_again(self, id: str, encoding: str, fields: Fields = MappingProxyType({})) -> Article:
        """Read the source of an article again in an encoding, given by its common name. If empty, detect the encoding.

        The article keeps its id. Its corrections and passages are anchored again. The choice is saved with the source.
        If a file is one text with many articles (records, a feed), all of it is read again. Raises PeaceindexError if
        the source no longer exists, or gives no article in that encoding; LibraryLockedError if another process is
        writing. In both cases nothing has changed.
        """
        from peaceindex.ingest.add import Adder
        from peaceindex.ingest.other_encoding import Rereader

        row = self._articles.row_of(id)
        rereader = Rereader(self._articles, fields)
        with self.correcting():
            is_done = rereader.read_again(
                row, encoding, Adder(self._articles, self._cleaner, self._stores.corrections(), 1)
            )
        if not is_done:
            for added in self.add([rereader.path_of(row)], fields=fields, encoding=encoding, remembered=False):
                if added.status == "failed":
                    raise PeaceindexError(added.reason)
        return self._articles.article(self._articles.row_of(id))

    def _add(
        self,
        adder: Adder,
        paths: Sequence[Path],
        record: AdditionRecord,
        cancelled: Callable[[], bool],
        indexing: Progress,
        reading: Progress,
        comparing: Progress,
        finding_repeats: Progress,
    ) -> Iterator[AddReport]:
        with self._updater.writing(), ExitStack() as stack:
            finished = _ignore
            if reading is not no_progress:
                from peaceindex.ingest.file_count import FileCounter

                counter = stack.enter_context(closing(FileCounter(paths, self._stores.folder)))

                def finished(files: int) -> None:
                    reading(files, max(counter.files, files) if counter.files else 0)

            with self._articles.database.translate_errors():
                with closing(adder.add(paths, cancelled, finished)) as added:
                    yield from record.through(self._updater.index_periodically(added))
                if not cancelled():
                    record.finish()
                yield from self._join_addresses(adder, cancelled)
            self.compare_siblings(finding_repeats, cancelled, adder.processes)
            self.place_in_stories(comparing, cancelled)
            self.compute_missing_losses(cancelled)
            if not cancelled() and self._articles.index_queue.is_behind():
                self._updater.catch_up(indexing)

    def _join_addresses(self, adder: Adder, cancelled: Callable[[], bool]) -> Iterator[AddReport]:
        """Fill in what tables of addresses state about articles, after all articles were added."""
        if adder.address_tables and not cancelled():
            from peaceindex.ingest.address_join import AddressJoin

            join = AddressJoin(self._articles, self._cleaner, self._stores.corrections(), adder.fields)
            for file in adder.address_tables:
                yield join.join(file, cancelled)

    def compare_siblings(
        self,
        progress: Progress = no_progress,
        cancelled: Callable[[], bool] = never,
        processes: int | None = None,
    ) -> None:
        """Compare new pages with others of their outlet, and cut repeated lines. Call it only while writing."""
        if not cancelled() and self._articles.siblings.pending_count():
            from peaceindex.ingest.sibling_pass import SiblingPass

            with self._articles.database.translate_errors():
                sibling_pass = SiblingPass(self._articles, self._cleaner, self._stores.corrections(), processes)
                sibling_pass.run(progress, cancelled)

    def place_in_stories(self, progress: Progress = no_progress, cancelled: Callable[[], bool] = never) -> None:
        """Place new and changed articles in their stories. Call it only while writing."""
        if self._articles.stories.is_behind():
            from peaceindex.near_duplicates.clusters import assign_stories

            with self._articles.database.translate_errors():
                assign_stories(self._articles.database, progress, cancelled)

    def compute_missing_losses(self, cancelled: Callable[[], bool] = never) -> None:
        """Find the losses of articles that older versions cleaned. Call it only while writing."""
        if self._articles.losses.is_behind():
            from peaceindex.storage.loss_backfill import compute_missing_losses

            with self._articles.database.translate_errors():
                compute_missing_losses(self._articles, cancelled)

    @contextmanager
    def correcting(self) -> Iterator[None]:
        """Be the only writer, and place articles in stories at the end, for at most `_MAX_STORY_SECONDS`."""
        with self._updater.correcting():
            yield
            deadline = time.monotonic() + _MAX_STORY_SECONDS
            self.place_in_stories(no_progress, lambda: time.monotonic() > deadline)
