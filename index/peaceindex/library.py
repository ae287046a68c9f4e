"""The library: the one door through which the reader reaches what lies behind it."""

from __future__ import annotations

import functools
import os
import secrets
import sqlite3
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager, suppress
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import TYPE_CHECKING, Literal

from peaceindex.errors import (
    DiskFullError,
    LibraryLockedError,
    LibraryNotFoundError,
    PeaceindexError,
    ReadOnlyError,
    StorageError,
)
from peaceindex.model.article import Article, Losses, RawDocument
from peaceindex.model.correction import Correction, Field, Value
from peaceindex.model.passage import Passage
from peaceindex.model.reports import Added, Problem, Repair, Stats
from peaceindex.model.revision import Revision
from peaceindex.model.story import Change, Story
from peaceindex.private_files import make_private_folder
from peaceindex.search.catch_up import NAME as INDEX
from peaceindex.search.catch_up import Progress, no_progress
from peaceindex.search.finder import Finder
from peaceindex.search.searching import Searching
from peaceindex.sources.fields import Fields
from peaceindex.storage import annotations as annotations_file
from peaceindex.storage import articles as articles_file
from peaceindex.storage.annotations import Annotations
from peaceindex.storage.articles import ArticleStore
from peaceindex.storage.change_counter import Changes
from peaceindex.storage.safe_files import BACKUPS, check_names
from peaceindex.storage.serialization import timestamp
from peaceindex.storage.sqlite_errors import of_system
from peaceindex.text.decoding import printable

if TYPE_CHECKING:
    from peaceindex.annotations.audit import Auditor
    from peaceindex.cleaning import Cleaner
    from peaceindex.ingest.add import Adder
    from peaceindex.model.audit import Audit, EncodingChoice
    from peaceindex.storage.corrections import Corrections

OWN_NAMES = (articles_file.NAME, "annotations.", "write.lock")
"""How the names of a library's own files begin."""
OWN_FOLDERS = (INDEX, BACKUPS)

_A_MOMENT = 1.0
"""Seconds for which a correction puts articles in their stories, at most; the next `add` does the rest."""


def _never() -> bool:
    return False


def _nothing(files: int) -> None:
    pass


def encoding_named(name: str) -> str:
    """Python's name of the encoding that people call so. Raises PeaceindexError, with those that may be meant."""
    from peaceindex.text.encodings import codec_of

    return codec_of(name)


class Library(Searching):
    """The articles of a folder, their search index, and the user's own work on them.

    Any method may be called from any thread. Searching imports the search
    engine; nothing else does.
    """

    def __init__(self, folder: Path, articles: ArticleStore) -> None:
        """Use `Library.open`."""
        self.folder = folder
        self.articles = articles
        self.notices: list[str] = []
        """What the person should be told: a damaged file that was mended, a settings file that was passed over."""
        self._told = 0
        self._annotations: Annotations | None = None
        self._guard = threading.RLock()
        self._kept_auditor: Auditor | None = None
        if (refusal := articles.database.read_only) is not None:
            self.notices.append(f"The library is open for reading alone; marks and searches are not kept. {refusal}")
        self._finder = Finder(folder, articles, lambda: self.annotations, self.notices)
        self._changes = Changes(
            folder / articles_file.NAME, folder / annotations_file.NAME, self._finder.index_revision
        )

    # --- opening

    @classmethod
    def open(cls, folder: Path, *, create: bool = False) -> Library:
        """Open the library in `folder`, or make one there.

        Raises LibraryNotFoundError if there is none and `create` is not set,
        LibraryDamagedError if its articles cannot be read.
        """
        folder = Path(os.path.abspath(folder))  # noqa: PTH100 - `resolve` would follow links
        shown = printable(str(folder))
        if not cls.exists(folder) and not create:
            raise LibraryNotFoundError(
                f"There is no library in {shown}.", "'peacereader add PATH' makes one of the files in PATH."
            )
        try:
            make_private_folder(folder)
            check_names(folder, OWN_NAMES, OWN_FOLDERS)
            if not cls.exists(folder) and (folder / INDEX).is_dir():
                from peaceindex.search.seal import Seal

                Seal(folder / INDEX).break_()  # it is of articles that are gone
            return cls(folder, ArticleStore(folder))
        except OSError as error:
            if isinstance(refusal := of_system(error, folder), DiskFullError | ReadOnlyError):
                raise refusal from error
            reason = (error.strerror or "unknown reason").lower()
            raise LibraryNotFoundError(
                f"The library in {shown} cannot be opened: {reason}.", "Choose another folder with --library."
            ) from error

    @staticmethod
    def exists(folder: Path) -> bool:
        """Whether `folder` holds a library."""
        return os.path.lexists(folder / articles_file.NAME)

    @property
    def is_read_only(self) -> bool:
        """Whether nothing can be written to the library, so that it was opened for reading alone."""
        return self.articles.database.read_only is not None

    def close(self) -> None:
        """Close all files. What was asked for before goes on until it is done."""
        with self._guard:
            self._finder.close()
            self._changes.close()
            self.articles.close()
            if self._annotations:
                self._annotations.close()

    def abandon(self) -> None:
        """Close the library, and take it away if it was made in vain: no article in it, and no work of the user's."""
        in_vain = self.count() == 0 and not annotations_file.has_annotations(self.folder)
        self.close()
        if in_vain:
            for ending in ("", "-wal", "-shm"):
                (self.folder / f"{articles_file.NAME}{ending}").unlink(missing_ok=True)
            self._finder.lock.unlink(missing_ok=True)
            with suppress(OSError):
                self.folder.rmdir()  # unless there is something else in it

    def __enter__(self) -> Library:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def annotations(self) -> Annotations:
        """The user's own work, opened when it is first needed."""
        with self._guard:
            if self._annotations is None:
                self._annotations = Annotations(self.folder)
                self.notices += self._annotations.notices
                self._annotations.notices = self.notices  # what is mended later is told too
            return self._annotations

    def untold(self) -> list[str]:
        """The notices that have come since this was last asked."""
        told, self._told = self._told, len(self.notices)
        return self.notices[told:]

    def revision(self) -> Revision:
        """What changes whenever anybody writes to the library, this program or another; for comparing only.

        Quick enough to be asked every second. An article that another program adds is found by a search as soon as
        `index` has changed, which it does every few seconds of a long `add`.
        """
        return self._changes.revision()

    def bad_values(self) -> list[str]:
        """A line for each damaged value that was met so far in reading the databases; all else was read."""
        annotations = self._annotations
        return [*self.articles.database.bad, *(annotations.bad if annotations else ())]

    def forget_bad_values(self) -> None:
        """Begin `bad_values` anew."""
        self.articles.database.bad.clear()
        if self._annotations:
            self._annotations.bad.clear()

    # --- adding

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

        codec = encoding_named(encoding) if encoding else ""
        adder = Adder(self.articles, self._cleaner, self._corrections(), processes, fields=fields, encoding=codec)
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

        codec = encoding_named(encoding) if encoding else ""

        def once(failures: Failures) -> Iterator[Added]:
            adder = Adder(self.articles, self._cleaner, self._corrections(), processes, failures, fields, codec)
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

        with self._finder.writing():
            ids = self.articles.ids()
            try:
                adder = Adder(self.articles, self._cleaner, self._corrections(), processes, fields=fields)
                again = adder.again(ids.items())
                with closing(again):
                    for done, added in enumerate(again, 1):
                        progress(done, 2 * len(ids))
                        yield added
            except sqlite3.Error as error:
                raise self.articles.database.trouble(error) from error
            self._rejudge(no_progress, _never, processes)
            self._place(no_progress, _never)
            self._finder.catch_up(lambda done, total: progress(total + done, 2 * total), fresh=True)

    def catch_up(self, progress: Progress = no_progress) -> None:
        """Bring stories and search index in step with the articles. A search does so with the index by itself.

        What another process is at just now is left to it.
        """
        with suppress(LibraryLockedError, StorageError), self._finder.writing():
            self._place(no_progress, _never)
        self._finder.in_step(progress)

    def index_state(self) -> Literal["in step", "behind", "missing"]:
        """Whether the search index holds all articles, as far as can be told without opening it."""
        return self._finder.state()

    # --- articles

    def count(self) -> int:
        """How many articles there are."""
        return self.articles.count()

    def article(self, id: str) -> Article:
        """The article whose id begins with `id`. Raises ArticleNotFoundError if there is none, or several."""
        return self.articles.article(self.articles.row_of(id))

    def raw(self, id: str) -> str:
        """The source text of that article before cleaning, decoded and neutralised. Raises as `article`."""
        return self.articles.raw(self.articles.row_of(id)).text

    def document(self, id: str) -> RawDocument:
        """The source of that article as it was when it was last cleaned, with what its format stated."""
        return self.articles.raw(self.articles.row_of(id))

    def losses(self, ids: Iterable[str]) -> list[Losses]:
        """What those of the articles of these ids that may have lost something may have lost, as far as is known."""
        rows = sorted(set(self.articles.rows_of(ids).values()))
        found = (self.articles.losses.of(row) for row in rows)
        return [losses for losses in found if losses is not None and losses.are_notable]

    # --- stories

    def story(self, article_id: str) -> Story | None:
        """The story that an article tells with others; None if it is the only one. Raises ArticleNotFoundError.

        As of the last `add`, which compares what is new with all there is.
        """
        from peaceindex.near_duplicates.stories import story

        number = self.articles.stories.story_of(self.articles.row_of(article_id))
        return None if number is None else story(self.articles, number)

    def stories(self, limit: int = 50, offset: int = 0) -> list[Story]:
        """The stories of two articles and more: those that most articles tell first, then the newest."""
        from peaceindex.near_duplicates.stories import story

        numbers = self.articles.stories.stories(limit, offset)
        return [found for number in numbers if (found := story(self.articles, number)) is not None]

    def story_changes(self, article_id: str, against: str | None = None) -> tuple[Change, ...]:
        """What an article changed in the copy that it tells: against the story's origin, or against another article.

        Nothing for an article that is alone, or the origin itself. Raises ArticleNotFoundError.
        """
        from peaceindex.near_duplicates.differences import changes

        article = self.article(article_id)
        if against is None:
            found = self.story(article.id)
            against = found.origin.article_id if found else article.id
        before = self.article(against)
        return () if before.id == article.id else changes(before, article)

    # --- the user's own work

    def bookmark(self, article: Article, start: int, end: int, note: str = "", labels: Sequence[str] = ()) -> Passage:
        """Keep the passage from `start` to `end` of `article.text`. Raises ValueError if that is no stretch of it."""
        from peaceindex.annotations.anchoring import context

        text = article.text
        if not 0 <= start < end <= len(text):
            raise ValueError(f"no stretch of a text of {len(text)} code points: {start} to {end}")
        prefix, suffix = context(text, start, end)
        passage = Passage(
            id=secrets.token_hex(6),
            article_id=article.id,
            quote=text[start:end],
            prefix=prefix,
            suffix=suffix,
            start=start,
            end=end,
            text_hash=article.text_hash,
            note=note,
            labels=tuple(labels),
            created=timestamp(),
            title=article.title,
            outlet=article.outlet,
            date=article.date,
            authors=article.authors,
            url=article.url,
            source=article.source,
        )
        self.annotations.add_passage(passage)
        return passage

    def passages(self, query: str = "", article_id: str | None = None) -> list[Passage]:
        """The passages, newest first, each with the place where it stands now.

        `query` keeps those that have all its words in quote, note, labels,
        title, outlet or date; `article_id` those of one article.
        """
        from peaceindex.annotations.passages import matching

        ids = None
        if article_id is not None:
            id = self.articles.id_of(self.articles.row_of(article_id))
            ids = [id, *(old for old, new in self.articles.aliases().items() if new == id)]
        corrected = self._corrected(self.annotations.passages(ids))
        return [self._standing(passage) for passage in matching(corrected, query)]

    def annotate(
        self,
        passage_id: str,
        *,
        note: str | None = None,
        labels: Sequence[str] | None = None,
        instead_of: str | None = None,
    ) -> Passage:
        """Set a passage's note, its labels, or both; None leaves as it is.

        `instead_of` is the note that the new one was made of: where another program has written another one meanwhile,
        both are kept. Raises PeaceindexError if there is no such passage; where it was put into the bin since, the
        note is kept there.
        """
        (passage,) = self._corrected([self.annotations.annotate(passage_id, note, labels, instead_of)])
        return self._standing(passage)

    def remove_passage(self, passage_id: str) -> Passage:
        """Put a passage into the bin, from which `restore_passage` takes it back."""
        return self.annotations.remove(passage_id)

    def restore_passage(self, passage_id: str) -> Passage:
        """Take a passage out of the bin."""
        (passage,) = self._corrected([self.annotations.restore(passage_id)])
        return self._standing(passage)

    def mark_read(self, id: str, read: bool = True) -> None:
        """Mark the article of this id as read, or as unread."""
        self.annotations.mark_read(id, read)

    def position(self, id: str) -> int | None:
        """Where reading of this article stopped, as a code point of its text; None if it never began."""
        return self.annotations.position(id)

    def remember_position(self, id: str, position: int) -> None:
        """Keep where reading of this article stopped."""
        self.annotations.remember_position(id, position)

    # --- correcting

    def audit(self, id: str) -> Audit:
        """The article beside its source: what was kept and cut, why, and what the user set right."""
        return self._auditor().audit(self.articles.row_of(id))

    def correct_line(self, id: str, number: int, keep: bool | None) -> Article:
        """Keep or cut a line (from 1) of an article's source, whatever cleaning thinks; None leaves it to cleaning.

        The article is as it says at once, and the next search finds it so; it
        stays so when the article is cleaned again. Raises PeaceindexError where
        nothing would be left of the article, LibraryLockedError if another
        process is writing; then nothing has changed.
        """
        with self._correcting():
            return self._auditor().correct_line(self.articles.row_of(id), number, keep)

    def correct_field(self, id: str, field: Field, value: Value) -> Article:
        """State an article's title, outlet, date (YYYY-MM-DD) or authors (parted by commas); as `correct_line`.

        Empty: that it is not known. Raises PeaceindexError where a date is none.
        """
        with self._correcting():
            return self._auditor().correct_field(self.articles.row_of(id), field, value)

    def corrections(self, article_id: str | None = None) -> list[Correction]:
        """All corrections, or those of an article, in the order they were made; each says whether it is in force."""
        from peaceindex.storage.corrections import standing

        if article_id is not None:
            return list(self.audit(article_id).corrections)
        made = self.annotations.corrections() if self.has_annotations() else []
        return [standing(self.articles, correction) for correction in made]

    def remove_correction(self, correction_id: str) -> Correction:
        """Take back the correction whose id begins so: the article is again as cleaning has it. Raises as others do."""
        with self._correcting():
            return self._auditor().take_back(correction_id)

    # --- encodings

    def encodings(self, id: str, fields: Fields = MappingProxyType({})) -> list[EncodingChoice]:
        """The encodings that the source of an article may be in, the likeliest first, each with a line as it reads.

        Raises PeaceindexError where the source is not there any more.
        """
        from peaceindex.ingest.other_encoding import Rereader

        return Rereader(self.articles, fields).choices(self.articles.row_of(id))

    def read_again(self, id: str, encoding: str, fields: Fields = MappingProxyType({})) -> Article:
        """Read the source of an article in this encoding, as people call it; empty: as its bytes tell.

        The article keeps its id, and its corrections and passages find their places again. The choice is kept with the
        source. Where a file is one text that holds many articles (records, a feed), all of it is read again. Raises
        PeaceindexError where the source is not there any more, or reads as no article in that encoding, and
        LibraryLockedError if another process is writing; then nothing has changed.
        """
        from peaceindex.ingest.add import Adder
        from peaceindex.ingest.other_encoding import Rereader

        row = self.articles.row_of(id)
        rereader = Rereader(self.articles, fields)
        with self._correcting():
            alone = rereader.read_again(row, encoding, Adder(self.articles, self._cleaner, self._corrections(), 1))
        if not alone:
            for added in self.add([rereader.path_of(row)], fields=fields, encoding=encoding):
                if added.status == "failed":
                    raise PeaceindexError(added.reason)
        return self.article(id)

    # --- looking after it

    def stats(self) -> Stats:
        """The library in figures."""
        from peaceindex.maintenance.statistics import stats

        return stats(self)

    def check(self) -> Iterator[Problem]:
        """What is wrong or doubtful, the worst first."""
        from peaceindex.maintenance.check import check

        return check(self)

    def repair(self) -> Iterator[Repair]:
        """Mend what `check` finds damaged: rows of both databases, and the search index.

        An article is cleaned again from its source; a value of the user's is taken from a copy or an article, or kept
        as far as it can be read. What is changed or taken out lies in `set-aside.jsonl` as it was. Raises
        LibraryLockedError if another process is writing.
        """
        from peaceindex.ingest.add import Adder
        from peaceindex.maintenance.repair import repair

        with self._finder.writing():
            yield from repair(self, lambda: Adder(self.articles, self._cleaner, self._corrections()))
            self._rejudge(no_progress, _never, None)
            self._place(no_progress, _never)
            self._make_losses(_never)
            if self._finder.is_damaged() or self._finder.difference():
                self._finder.catch_up(fresh=True)
                yield Repair("The search index was made anew.")
            else:
                self._finder.catch_up()

    # --- inside

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
        with self._finder.writing(), ExitStack() as stack:
            finished = _nothing
            if reading is not no_progress:
                from peaceindex.ingest.file_count import Counting

                total = stack.enter_context(closing(Counting(paths, self.folder)))

                def finished(files: int) -> None:
                    reading(files, max(total.files, files) if total.files else 0)

            try:
                with closing(adder.add(paths, cancelled, finished)) as added:
                    yield from self._finder.indexed_now_and_then(added)
            except sqlite3.Error as error:
                raise self.articles.database.trouble(error) from error
            self._rejudge(rejudging, cancelled, adder.processes)
            self._place(comparing, cancelled)
            self._make_losses(cancelled)
            if not cancelled() and self.articles.is_behind():
                self._finder.catch_up(indexing)

    def _rejudge(self, progress: Progress, cancelled: Callable[[], bool], processes: int | None) -> None:
        if not cancelled() and self.articles.siblings.waiting_count():
            from peaceindex.ingest.sibling_pass import Rejudger

            try:
                rejudger = Rejudger(self.articles, self._cleaner, self._corrections(), processes)
                rejudger.judge_all(progress, cancelled)
            except sqlite3.Error as error:
                raise self.articles.database.trouble(error) from error

    def _place(self, progress: Progress, cancelled: Callable[[], bool]) -> None:
        if self.articles.stories.is_behind():
            from peaceindex.near_duplicates.clusters import place_all

            try:
                place_all(self.articles.database, progress, cancelled)
            except sqlite3.Error as error:
                raise self.articles.database.trouble(error) from error

    def _make_losses(self, cancelled: Callable[[], bool]) -> None:
        if self.articles.losses.is_behind():
            from peaceindex.storage.loss_backfill import make_losses

            try:
                make_losses(self.articles, cancelled)
            except sqlite3.Error as error:
                raise self.articles.database.trouble(error) from error

    @contextmanager
    def _correcting(self) -> Iterator[None]:
        """Be the only one that writes, and bring stories in step at the end; what others left to do may wait."""
        with self._finder.correcting():
            yield
            until = time.monotonic() + _A_MOMENT
            self._place(no_progress, lambda: time.monotonic() > until)

    def has_annotations(self) -> bool:
        """Whether there is any work of the user's, or a copy of it."""
        return self._annotations is not None or annotations_file.has_annotations(self.folder)

    def _corrections(self) -> Corrections:
        from peaceindex.storage.corrections import Corrections

        return Corrections(self.articles, lambda: self.annotations if self.has_annotations() else None)

    def _auditor(self) -> Auditor:
        from peaceindex.annotations.audit import Auditor

        with self._guard:
            if self._kept_auditor is None:
                self._kept_auditor = Auditor(self.articles, self.annotations, functools.cache(self._cleaner))
            return self._kept_auditor

    def _cleaner(self) -> Cleaner:
        from peaceindex.cleaning.extract import make_cleaner

        return make_cleaner(self.notices)

    def _corrected(self, passages: Sequence[Passage]) -> list[Passage]:
        from peaceindex.annotations.passages import as_corrected

        corrections, aliases = self._corrections(), self.articles.aliases()
        return [as_corrected(p, corrections.of(aliases.get(p.article_id, p.article_id), p.source)) for p in passages]

    def _standing(self, passage: Passage) -> Passage:
        from peaceindex.annotations.passages import standing

        return standing(self.articles, passage)
