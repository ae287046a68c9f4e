"""Searching a library: the index brought in step, row numbers turned into hits."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal, TypeVar, cast

from peaceindex.errors import Cancelled, LibraryDamagedError, LibraryLockedError, StorageError
from peaceindex.model.article import Article, Provenance
from peaceindex.model.concordance import Concordance, Order
from peaceindex.model.saved_search import LoggedSearch, News, SavedSearch
from peaceindex.model.search import Completion, Hit, Matches, Request, Results, Selection, Snippet
from peaceindex.search.catch_up import NAME, Progress, catch_up, no_progress, open_index
from peaceindex.search.concordance import concordance
from peaceindex.storage.annotations import Annotations, Marks
from peaceindex.storage.articles import ArticleStore, Brief
from peaceindex.storage.serialization import timestamp
from peaceindex.storage.sqlite_errors import of_system
from peaceindex.storage.write_lock import Held, only_writer

if TYPE_CHECKING:
    from peaceindex.search import Highlighter, SearchIndex
    from peaceindex.search.fallback_index import IndexElsewhere
    from peaceindex.search.results.stories import Stories

Item = TypeVar("Item")

_PATIENCE = 3.0
"""Seconds for which a correction, or a first search, waits for another writer."""
_INDEXING = "index"
_FIRST_INDEXED = 5.0
_REST = 20
"""Long work writes the index after so many seconds, and then each time `_REST` times as long as writing it took."""
_GONE = "(no longer in the library)"


def _never() -> bool:
    return False


class Finder:
    """Searches the articles of one library. Any method may be called from any thread."""

    def __init__(
        self, folder: Path, articles: ArticleStore, annotations: Callable[[], Annotations], notices: list[str]
    ) -> None:
        self._folder = folder
        self._notices = notices
        self.lock = folder / "write.lock"
        self._articles = articles
        self._annotations = annotations
        self._guard = threading.RLock()
        self._correction = threading.Lock()
        self._held: Held | None = None
        self._elsewhere: IndexElsewhere | None = None
        self._index: SearchIndex | None = None
        self._usable = False
        self._highlighter: tuple[Request, Highlighter] | None = None
        self._seen: tuple[Marks, int, Marks] | None = None
        self._stories: Stories | None = None

    # --- the index

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Be the only process, and the only thread, that writes to the library.

        Raises LibraryLockedError, StorageError where the library cannot be written to.
        """
        self._articles.database.check_writable()
        with only_writer(self.lock) as held:
            self._held = held
            try:
                yield
            finally:
                self._held = None

    @contextmanager
    def correcting(self) -> Iterator[None]:
        """As `writing`, for a change of a moment: another one, and a process that is about to end, are waited for."""
        until = time.monotonic() + _PATIENCE
        with self._correction, ExitStack() as stack:
            while True:
                try:
                    stack.enter_context(self.writing())
                    break
                except LibraryLockedError:
                    if time.monotonic() > until:
                        raise
                    time.sleep(0.05)
            try:
                yield
            except sqlite3.Error as error:
                raise self._articles.database.trouble(error) from error

    def catch_up(self, progress: Progress = no_progress, *, fresh: bool = False) -> None:
        """Write to the index what it lacks, or with `fresh` all of it. Only inside `writing`."""
        with self._guard:
            if self._held is not None:
                self._held.doing(_INDEXING)
            if fresh:
                self._articles.owe_all()
            if fresh or self._articles.is_behind() or not self._is_usable():
                try:
                    catch_up(self._articles, self._opened(), progress, fresh=fresh)
                except OSError as error:
                    raise of_system(error, self._folder / NAME) from error
            self._usable = True
            self._highlighter = None

    def indexed_now_and_then(self, work: Iterator[Item]) -> Iterator[Item]:
        """The items of long work, with what they leave to be indexed written to the index now and then.

        So others can find new articles while the work goes on. Only inside `writing`; between two items everything
        must be committed.
        """
        due = time.monotonic() + _FIRST_INDEXED
        for item in work:
            yield item
            began = time.monotonic()
            if began >= due and self._articles.is_behind():
                self.catch_up()
                now = time.monotonic()
                due = now + max(_FIRST_INDEXED, _REST * (now - began))

    def index_revision(self) -> object:
        """What changes whenever the index is written."""
        return self._opened().revision()

    def state(self) -> Literal["in step", "behind", "missing"]:
        """Whether the index holds all articles, as far as can be told without opening it."""
        if self._elsewhere is not None:
            return "in step"
        folder = self._folder / NAME
        if not folder.is_dir() or not any(folder.iterdir()):
            return "missing"
        return "behind" if self._articles.is_behind() else "in step"

    def is_damaged(self) -> bool:
        """Whether there is an index whose files are not what was written, each of them read for it."""
        return self.state() != "missing" and not self._opened().is_whole()

    def difference(self) -> int | None:
        """How many articles are in the index or in the database, but not in both; None if it cannot be used."""
        index = self._opened()
        if not index.is_usable():
            return None
        return len({int(row) for row in index.search(Request()).rows} ^ set(self._articles.ids()))

    def _opened(self) -> SearchIndex:
        if self._index is None:
            self._index = open_index(self._folder)
        return self._index

    def _is_usable(self) -> bool:
        self._usable = self._usable or self._opened().is_usable()
        return self._usable

    def in_step(self, progress: Progress = no_progress, cancelled: Callable[[], bool] = _never) -> SearchIndex:
        """The index, brought in step first if it is behind and nobody else is at that.

        Where there is none that can be searched and another process is just making it, that is waited for. Raises
        LibraryLockedError where another process is at something else, StorageError where it cannot be written.
        """
        with self._guard:
            if self._articles.database.read_only:
                return self._for_reading(progress, cancelled)
            until = time.monotonic() + _PATIENCE
            while self._articles.is_behind() or not self._is_usable():
                try:
                    with self.writing():
                        self.catch_up(progress)
                    break
                except LibraryLockedError as error:
                    if self._is_usable():
                        break
                    if error.doing != _INDEXING and time.monotonic() > until:
                        raise
                    if cancelled():
                        raise Cancelled from None
                    time.sleep(0.05)
                except StorageError as error:
                    if not self._is_usable():
                        raise
                    notice = f"The newest articles are not found yet. {error}"
                    if notice not in self._notices:
                        self._notices.append(notice)
                    break
            return self._opened()

    def _for_reading(self, progress: Progress, cancelled: Callable[[], bool]) -> SearchIndex:
        """The index of a library that cannot be written."""
        if self._elsewhere is None:
            if not self._articles.is_behind() and self._is_usable():
                return self._opened()
            from peaceindex.search.fallback_index import IndexElsewhere

            elsewhere = IndexElsewhere(self._folder, self._articles)
            try:
                self._index = elsewhere.ready(progress, cancelled)
            except OSError as error:
                elsewhere.close()
                raise of_system(error, self._folder / NAME) from error
            self._elsewhere = elsewhere
        return self._opened()

    def close(self) -> None:
        """Take away what was made for this process alone. Searches that are running go on."""
        if self._elsewhere is not None:
            self._elsewhere.close()

    # --- searching

    def search(self, request: Request, cancelled: Callable[[], bool], advise: bool = False) -> Results:
        """All hits of a request; with `advise`, if there are none, what may have been meant."""
        index = self.in_step(cancelled=cancelled)
        self._know_losses(request, cancelled)
        results = index.search(request, states=self._rows_with, cancelled=cancelled)
        if results.total or not advise:
            return results
        return index.advised(results, states=self._rows_with, cancelled=cancelled)

    def hits(self, results: Results, start: int, stop: int) -> list[Hit]:
        """Some hits of a search, with snippets; as many as there are rows."""
        rows = [int(row) for row in results.rows[start:stop]]
        briefs = self._articles.briefs(rows)
        highlighter = self._highlighter_of(results.request)
        marks = self._marks()
        scores = results.scores[start:stop]
        sizes = self._articles.stories.sizes(rows)
        return [
            _hit(briefs.get(row), float(score), highlighter, marks, sizes.get(row, (1, 1)))
            for row, score in zip(rows, scores, strict=True)
        ]

    def stories(self, results: Results) -> Stories:
        """The stories of the index that gave these results."""
        from peaceindex.search.results.stories import Stories, ranking_of

        columns = ranking_of(results).columns
        kept = self._stories
        if kept is None or kept.columns is not columns:
            kept = self._stories = Stories(columns, self._articles.stories.memberships())
        return kept

    def complete(self, text: str, cursor: int, limit: int) -> tuple[Completion, ...]:
        """How the word that ends at a place in a query may go on; nothing if there is no index yet."""
        try:
            return self._opened().complete(text, cursor, limit)
        except LibraryDamagedError:
            return ()

    def concordance(
        self, request: Request, order: Order, width: int, limit: int, cancelled: Callable[[], bool]
    ) -> Concordance:
        """Every hit of a request's words in its line of context."""
        results = self.search(request, cancelled)
        return concordance(
            results,
            self._articles,
            self._highlighter_of(request),
            lambda: self._opened().occurrences(results),
            order=order,
            width=width,
            limit=limit,
            cancelled=cancelled,
        )

    def news(self, search: SavedSearch) -> News:
        """How many hits a saved search has, and how many of them are of articles added since it was seen."""
        import numpy as np

        results = self.search(search.request, lambda: False)
        seen = self._articles.last_row_until(search.seen)
        return News(results.total, int((np.asarray(results.rows) > seen).sum()))

    def logged(self, results: Results) -> LoggedSearch:
        """A search as the log keeps it: with the state of the library."""
        from peaceindex.search.files import FORMAT

        return LoggedSearch(
            number=0,
            made=timestamp(),
            request=replace(results.request, days_of=frozenset()),
            total=results.total,
            also_matching=results.also_matching,
            articles=results.articles,
            newest=self._opened().newest_day(),
            added=self._articles.last_added(),
            index_format=FORMAT,
        )

    def index_of(self, results: Results, id: str) -> int | None:
        """The place of an article among the hits of a search; None if it is not there."""
        row = self._articles.find(id)
        try:
            return results.rows.index(row)
        except ValueError:
            return None

    def matches(self, request: Request, article: Article) -> Matches:
        """Where the words of a request stand in an article."""
        highlighter = self._highlighter_of(request)
        return Matches(title=highlighter.spans(article.title or "", title=True), text=highlighter.spans(article.text))

    def _highlighter_of(self, request: Request) -> Highlighter:
        """Made anew only when the words of the request change, not with its order or ticks."""
        none = Selection()
        bare = replace(request, sort="relevance", outlets=none, dates=none, tags=none, days_of=frozenset())
        kept = self._highlighter
        if kept is None or kept[0] != bare:
            kept = bare, self._opened().highlighter(bare)
            self._highlighter = kept
        return kept[1]

    # --- what the user did with the articles

    def _marks(self) -> Marks:
        """Read marks and passages by the articles' present ids."""
        now = self._annotations().marks()
        aliases = self._articles.aliases()
        kept = self._seen
        if kept is None or kept[0] is not now or kept[1] != len(aliases):
            passages: dict[str, int] = {}
            for id, count in now.passages.items():
                passages[aliases.get(id, id)] = passages.get(aliases.get(id, id), 0) + count
            read = frozenset(aliases.get(id, id) for id in now.read)
            kept = now, len(aliases), Marks(read, MappingProxyType(passages))
            self._seen = kept
        return kept[2]

    def _know_losses(self, request: Request, cancelled: Callable[[], bool]) -> None:
        """Make what `is:cut` asks for, where that is not known yet and nobody else is writing."""
        if "is:cut" in request.text.casefold() and self._articles.losses.is_behind():
            from peaceindex.storage.loss_backfill import make_losses

            with suppress(LibraryLockedError, StorageError), self.writing():
                make_losses(self._articles, cancelled)

    def _rows_with(self, state: str) -> set[int]:
        """The rows of all articles that are `read`, `bookmarked` or `cut`."""
        if state == "cut":
            return set(self._articles.losses.rows())
        marks = self._marks()
        return set(self._articles.rows_of(marks.read if state == "read" else marks.passages).values())


def _hit(brief: Brief | None, score: float, highlighter: Highlighter, marks: Marks, story: tuple[int, int]) -> Hit:
    if brief is None:  # merged into another since the search
        return Hit("", _GONE, None, None, (), (), score, Snippet(""))
    return Hit(
        id=brief.id,
        title=brief.title,
        outlet=brief.outlet,
        date=brief.date,
        tags=brief.tags,
        topics=brief.topics,
        score=score,
        snippet=highlighter.snippet(brief.text),
        title_marks=highlighter.spans(brief.title or "", title=True),
        title_provenance=cast(Provenance, brief.title_provenance),
        read=brief.id in marks.read,
        passages=marks.passages.get(brief.id, 0),
        story_size=story[0],
        story_outlets=story[1],
    )
