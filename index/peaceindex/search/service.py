"""The search service of a library: hits, concordances, completions, saved searches and the search log."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from peaceindex.model.saved_search import HitCounts, LoggedSearch, SavedSearch
from peaceindex.model.search import SavedView
from peaceindex.search.catch_up import never
from peaceindex.search.finder import Finder
from peaceindex.storage.serialization import timestamp
from peaceindex.text.decoding import neutralise

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from peaceindex.model.article import Article
    from peaceindex.model.collocates import Collocates
    from peaceindex.model.concordance import Concordance, Order
    from peaceindex.model.facets import CopyCounts
    from peaceindex.model.name_packs import PackState
    from peaceindex.model.related import NameMention, RelatedArticle
    from peaceindex.model.search import Request, Span
    from peaceindex.model.search_change import SearchChange
    from peaceindex.model.search_results import Completion, Hit, Matches, Results, SearchPage
    from peaceindex.model.timeline import FirstArticle, Split, Timeline, Unit
    from peaceindex.search.timelines import Timelines
    from peaceindex.search.updater import IndexUpdater
    from peaceindex.storage.stores import Stores


class Search:
    """The search service of one library: `Library.search`. Any method may be called from any thread."""

    def __init__(self, stores: Stores, updater: IndexUpdater) -> None:
        self._stores = stores
        self._updater = updater
        self._finder = Finder(stores, updater)

    @cached_property
    def _timelines(self) -> Timelines:
        from peaceindex.search.timelines import Timelines

        return Timelines(self._finder, self._updater, self._stores.articles)

    # --- finding

    def find(
        self,
        request: Request,
        *,
        cancelled: Callable[[], bool] = never,
        advise: bool = True,
        half_typed: bool = False,
    ) -> Results:
        """Return all hits of a request, with facets. The search index is brought in step first if it is behind.

        If there are no hits, the results suggest other spellings, and parts of
        the query to leave out. With `advise` False they do not, since finding
        suggestions takes several searches.

        A query that cannot be answered (an impossible date, an unknown field,
        an open phrase) raises QueryError. With `half_typed`, the results are
        those of what it means so far, and their `refusal` says why.
        Raises `peaceindex.errors.Cancelled` soon after `cancelled()` is true,
        LibraryLockedError if there is no index yet and another process is
        writing.
        """
        return self._finder.search(request, cancelled, advise, half_typed=half_typed)

    def search_page(
        self,
        request: Request,
        fold: bool,
        start: int,
        stop: int,
        *,
        locate: str | None = None,
        cancelled: Callable[[], bool] = never,
    ) -> SearchPage:
        """Search for what a user is typing, and return the rows `start` to `stop` (excluded) and their counts.

        With `fold` there is one row for each story, as in `fold`. `locate` is the
        id of an article whose row is to be found as well. If there are no hits
        and the query ends in a plain word, that word is searched as a prefix;
        `results.request` says so. A query that cannot be answered is searched
        for what it means so far; `results.refusal` says why. Raises as `find`
        otherwise.
        """
        return self._finder.search_page(request, fold, start, stop, locate, cancelled)

    def page(self, results: Results, fold: bool, start: int, stop: int, *, locate: str | None = None) -> SearchPage:
        """Return rows of a search that was made before, as `search_page` does."""
        return self._finder.page(results, fold, start, stop, locate)

    def hits(self, results: Results, start: int, stop: int) -> list[Hit]:
        """Return the hits `start` to `stop` (excluded) of a search, with snippets: one for each row."""
        return self._finder.hits(results, start, stop)

    def packs(self) -> tuple[PackState, ...]:
        """Return the packs of names, and which of them searches of this library use. Raises as `find`."""
        return self._updater.current_index().packs()

    def fold(self, results: Results) -> Results:
        """Return the results with one hit for each story: the best of its articles. `total` counts these.

        The stories are those of the last time that the index was written.
        """
        return self._finder.stories(results).folded(results)

    def copies(self, results: Results) -> CopyCounts:
        """Count the hits that repeat the story of another hit, in total and for each facet value."""
        return self._finder.copies(results)

    def index_of(self, results: Results, id: str) -> int | None:
        """Return the position of an article among the hits of a search; None if it is not one of them."""
        return self._finder.index_of(results, id)

    def article_id(self, results: Results, index: int) -> str:
        """Return the id of the article at a position among the hits of a search; "" if it has been removed."""
        return self._finder.article_id(results, index)

    def article_ids(self, results: Results) -> list[str]:
        """Return the ids of all hits of a search, in order. Articles that have been removed are left out."""
        ids = self._stores.articles.ids()
        return [ids[row] for row in map(int, results.rows) if row in ids]

    def sentence_of_hit(self, request: Request, article: Article, position: int) -> Span:
        """Return the span of the sentence that holds the hit nearest to a position (in code points) of the text.

        A hit that reaches into other sentences takes them in.
        """
        return self._finder.sentence_of_hit(request, article, position)

    def matches(self, request: Request, article: Article) -> Matches:
        """Return where the words of a request occur in an article."""
        return self._finder.matches(request, article)

    def related(
        self, article_id: str, limit: int = 8, *, cancelled: Callable[[], bool] = never
    ) -> list[RelatedArticle]:
        """Return the articles that share what is telling in an article and are near it in time, nearest first.

        Those of its own story are left out, and so are all but one of any other. Raises ArticleNotFoundError, Cancelled
        soon after `cancelled()` is true, and as `find`.
        """
        articles = self._stores.articles
        from peaceindex.search.related_articles import related_articles

        article = articles.article(articles.row_of(article_id))
        return related_articles(self._updater.current_index(cancelled=cancelled), articles, article, limit, cancelled)

    def names_in(self, text: str) -> list[NameMention]:
        """Return where names stand in a text: those of the packs that are on in this library. Raises as `find`."""
        return self._finder.names_in(text)

    def complete(self, text: str, cursor: int | None = None, limit: int = 8) -> tuple[Completion, ...]:
        """Return completions of a query at the cursor. By default the cursor is at the end.

        The completions are field names, outlets, tags, dates, known names and
        words of the index. There are at most `limit`, each with the whole query
        that it would make. This is fast enough to call at each key. It returns
        nothing before the library is first indexed.
        """
        return self._finder.complete(text, len(text) if cursor is None else cursor, limit)

    def spellings(self, text: str) -> tuple[str, ...]:
        """Return the other spellings of a text, folded: each of its names as it is also written, one at a time.

        Raises LibraryDamagedError if there is no index.
        """
        return self._finder.spellings(text)

    def concordance(
        self,
        request: Request,
        *,
        sort: Order = "right",
        width: int = 60,
        limit: int | None = None,
        cancelled: Callable[[], bool] = never,
        half_typed: bool = False,
    ) -> Concordance:
        """Return every hit of a request's words in the text of articles, in its line of context.

        `sort` orders the lines by the words right or left of the hit, by the hit
        itself, by outlet or by date. `width` is the number of characters on
        either side. At most the first `limit` hits are included, by default
        `peaceindex.model.concordance.LIMIT`, in the order of the request; the
        result says how many there are. With `half_typed`, the query is searched
        as in `search_page`. Raises as `find`.
        """
        return self._finder.concordance(request, sort, width, limit, cancelled, half_typed)

    def collocates(self, lines: Concordance, *, window: int = 5, least: int = 2) -> Collocates:
        """Return the words that stand within `window` words of the hits of a concordance at least `least` times.

        They are compared with the texts of the whole library. Raises LibraryDamagedError.
        """
        from peaceindex.search.collocates import collocates
        from peaceindex.search.results.term_counts import word_counts

        index = self._updater.opened()
        return collocates(
            lines, lambda words: index.using(lambda opened: word_counts(opened.executor, words)), window, least
        )

    # --- over time

    def over_time(
        self,
        requests: Sequence[Request],
        *,
        unit: Unit = "month",
        split: Split | None = None,
        most: int | None = None,
        cancelled: Callable[[], bool] = never,
    ) -> Timeline:
        """Return how many articles, stories and hits each of up to five requests has in each period.

        With `split`, there is one request, and a series for each of the `most`
        outlets or tags that it finds most often, by default five. The words of
        a period are those of all articles that the ticks of a request leave (and
        of the outlet or tag), whether they match or not. Raises as `find`,
        ValueError for no or too many requests, LibraryLockedError if the index
        is written meanwhile.
        """
        return self._timelines.over_time(requests, unit, split, most, cancelled)

    def first_by_outlet(self, request: Request, *, cancelled: Callable[[], bool] = never) -> tuple[FirstArticle, ...]:
        """Return the first article of each outlet that a request finds, the earliest first.

        Articles are compared by day, then by the hour if the page states it; those of which only the day is known
        come last within it. One of which only the month or year is known comes after all days of it, since it may be
        of any of them. Raises as `find`.
        """
        return self._timelines.first_by_outlet(request, cancelled)

    # --- the index

    def index_state(self) -> Literal["in step", "behind", "missing"]:
        """Return whether the search index holds all articles, as far as can be known without opening it."""
        return self._updater.state()

    def index_is_damaged(self) -> bool:
        """Return whether there is a search index that cannot be used. Each of its files is read."""
        return self._updater.is_damaged()

    def index_difference(self) -> int | None:
        """Count the articles that are in the search index or in the database but not in both.

        Return None if the index cannot be used. Then the next search rebuilds it.
        """
        return self._updater.difference()

    # --- saved searches and the search log

    def check(self, request: Request) -> None:
        """Raise QueryError if the query of a request cannot be answered. Nothing is searched."""
        self._finder.check(request)

    def save_search(self, name: str, request: Request) -> SavedSearch:
        """Save a search under a name. It replaces a search of the same name.

        The hits that it has now count as seen. Raises ValueError if the name is
        empty, QueryError if the query cannot be answered.
        """
        self.check(request)
        now, bare = timestamp(), request.bare()
        search = SavedSearch(_name(name), bare, now, now, self._finder.known_at_first(bare))
        self._stores.annotations.searches.save_search(search)
        return search

    def saved_searches(self) -> list[SavedSearch]:
        """Return the saved searches, sorted by name."""
        return self._stores.annotations.searches.saved_searches()

    def saved_search(self, name: str) -> SavedSearch:
        """Return the saved search of that name. Raises PeaceindexError if there is none."""
        return self._stores.annotations.searches.saved_search(name)

    def remove_search(self, name: str) -> SavedSearch:
        """Remove and return the saved search of that name. Raises PeaceindexError if there is none."""
        return self._stores.annotations.searches.remove_search(name)

    def rename_search(self, name: str, new: str) -> SavedSearch:
        """Rename a saved search. Its new hits stay new.

        Raises ValueError if the new name is empty, PeaceindexError if there is
        no search named `name`, or if another search has the new name.
        """
        return self._stores.annotations.searches.rename_search(name, _name(new))

    def restore_search(self, search: SavedSearch) -> None:
        """Save a search again as it was before its hits were marked as seen."""
        self._stores.annotations.searches.restore_search(search)

    def undo(self) -> SearchChange | None:
        """Undo the last change: a search that was saved, replaced, renamed or removed, or removed from the log.

        Return the change, or None if there is nothing to undo. It can be redone.
        """
        return self._stores.annotations.searches.move_step(is_undo=True)

    def redo(self) -> SearchChange | None:
        """Redo the change that was undone last, unless another was made since. Return as `undo`."""
        return self._stores.annotations.searches.move_step(is_undo=False)

    def news(self, search: SavedSearch) -> HitCounts:
        """Count the hits of a saved search, and those that are new.

        A hit is new if the search did not have it when it was last marked as
        seen, and its article was not opened since.
        """
        return self._finder.news(search)

    def view(self, search: SavedSearch) -> Request:
        """Return the request by which the user looks at a saved search: its new hits come first.

        They stay there for this request after they were opened, though they are new no longer.
        """
        return replace(search.request, view=SavedView(search.name, timestamp()))

    def mark_search_seen(self, name: str, shown: Results | None = None) -> SavedSearch:
        """Note that the user has seen hits of a saved search: those that were `shown`, by default all that it has now.

        They are new no longer. Return the search as it was, by which
        `restore_search` undoes this. Raises PeaceindexError if there is none of
        that name, QueryError if its query cannot be answered.
        """
        searches = self._stores.annotations.searches
        return searches.mark_search_seen(name, self._finder.known_after(searches.saved_search(name), shown))

    def log_search(self, results: Results) -> None:
        """Add a search to the search log, with the state of the library. Raises QueryError if it has a `refusal`."""
        self._stores.annotations.searches.log_search(self._finder.logged(results))

    def search_log(self) -> list[LoggedSearch]:
        """Return the logged searches, oldest first."""
        return self._stores.annotations.searches.search_log()

    def remove_logged_search(self, search: LoggedSearch) -> None:
        """Remove a search from the log."""
        self._stores.annotations.searches.remove_logged_search(search.number)

    def clear_search_log(self) -> int:
        """Empty the search log, and return how many searches it had."""
        return self._stores.annotations.searches.clear_search_log()


def _name(name: str) -> str:
    """Return the name of a saved search on one line. Raises ValueError if nothing is left of it."""
    name = " ".join(neutralise(name).split())
    if not name:
        raise ValueError("a saved search needs a name")
    return name
