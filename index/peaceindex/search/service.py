"""Searching a library: hits, concordances, completions, saved searches and the search log."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Literal

from peaceindex.model.article import Article
from peaceindex.model.concordance import LIMIT, Concordance, Order
from peaceindex.model.saved_search import LoggedSearch, News, SavedSearch
from peaceindex.model.search import Completion, Copies, Hit, Matches, Request, Results
from peaceindex.search.finder import Finder
from peaceindex.search.updater import IndexUpdater
from peaceindex.storage.serialization import timestamp
from peaceindex.storage.stores import Stores
from peaceindex.text.decoding import neutralise


def _never() -> bool:
    return False


class Search:
    """Searches of one library: `Library.search`. Any method may be called from any thread."""

    def __init__(self, stores: Stores, updater: IndexUpdater) -> None:
        self._stores = stores
        self._updater = updater
        self._finder = Finder(stores, updater)

    # --- finding

    def find(self, request: Request, *, cancelled: Callable[[], bool] = _never, advise: bool = True) -> Results:
        """All hits of a request, with facets; brings the search index in step first, if need be.

        If there are none, the results say what may have been meant and what to
        leave out, unless `advise` is False: finding that out takes several searches.
        Raises `peaceindex.errors.Cancelled` soon after `cancelled()` is true,
        LibraryLockedError if there is no index yet and another process is at it.
        """
        return self._finder.search(request, cancelled, advise)

    def hits(self, results: Results, start: int, stop: int) -> list[Hit]:
        """The hits `start` to `stop` (excluded) of a search, with snippets. As many as there are rows."""
        return self._finder.hits(results, start, stop)

    def fold(self, results: Results) -> Results:
        """The results with one hit for each story, the best of its articles among them; `total` counts these.

        Stories are as they were when the index was last written.
        """
        return self._finder.stories(results).folded(results)

    def copies(self, results: Results) -> Copies:
        """How many hits of a search tell again what another one of them tells, also by the values of the facets."""
        return self._finder.stories(results).copies(results)

    def index_of(self, results: Results, id: str) -> int | None:
        """The place of an article in the hits of a search; None if it is not among them."""
        return self._finder.index_of(results, id)

    def matches(self, request: Request, article: Article) -> Matches:
        """Where the words of a request stand in an article."""
        return self._finder.matches(request, article)

    def complete(self, text: str, cursor: int | None = None, limit: int = 8) -> tuple[Completion, ...]:
        """How a query that is being typed may go on at the cursor, which is at its end if it is not given.

        Field names, outlets, tags, dates, known names and words that are there;
        at most `limit`, each with the whole text that it would make. Fast enough
        for each key; nothing before the library was first indexed.
        """
        return self._finder.complete(text, len(text) if cursor is None else cursor, limit)

    def concordance(
        self,
        request: Request,
        *,
        sort: Order = "right",
        width: int = 60,
        limit: int = LIMIT,
        cancelled: Callable[[], bool] = _never,
    ) -> Concordance:
        """Every hit of a request's words in the text of articles, in its line of context.

        `sort` orders the lines by the words right or left of the hit, by the hit
        itself, by outlet or by date; `width` is the number of characters on either side.
        The first `limit` hits are taken, in the order of the request; the
        result says how many there are. Raises as `find`.
        """
        return self._finder.concordance(request, sort, width, limit, cancelled)

    def index_state(self) -> Literal["in step", "behind", "missing"]:
        """Whether the search index holds all articles, as far as can be told without opening it."""
        return self._updater.state()

    def index_is_damaged(self) -> bool:
        """Whether there is a search index that cannot be used; every file of it is read for that."""
        return self._updater.is_damaged()

    def index_difference(self) -> int | None:
        """How many articles are in the search index or in the database, but not in both.

        None if the index cannot be used; the next search makes it anew.
        """
        return self._updater.difference()

    # --- searches that a person keeps

    def save_search(self, name: str, request: Request) -> SavedSearch:
        """Keep a search under a name, in the place of one that has it. Raises ValueError if the name is empty.

        Its hits count as seen now.
        """
        now = timestamp()
        search = SavedSearch(_name(name), replace(request, days_of=frozenset()), now, now)
        self._stores.annotations.searches.save_search(search)
        return search

    def saved_searches(self) -> list[SavedSearch]:
        """The saved searches, by name."""
        return self._stores.annotations.searches.saved_searches()

    def saved_search(self, name: str) -> SavedSearch:
        """The search of that name. Raises PeaceindexError if there is none."""
        return self._stores.annotations.searches.saved_search(name)

    def remove_search(self, name: str) -> SavedSearch:
        """Forget the search of that name. Raises PeaceindexError if there is none."""
        return self._stores.annotations.searches.remove_search(name)

    def rename_search(self, name: str, new: str) -> SavedSearch:
        """Give a saved search another name; what is new in it stays new.

        Raises ValueError if the new name is empty, PeaceindexError if there is
        no search of that name, or another one has the new name.
        """
        return self._stores.annotations.searches.rename_search(name, _name(new))

    def restore_search(self, search: SavedSearch) -> None:
        """Save a search again just as it was when it was removed."""
        self._stores.annotations.searches.save_search(search)

    def news(self, search: SavedSearch) -> News:
        """How many hits a saved search has, and how many were added to the library since they were last seen."""
        return self._finder.news(search)

    def see_search(self, name: str) -> None:
        """Note that the hits of the search of that name have been seen; those there are now are no longer new."""
        self._stores.annotations.searches.see_search(name, timestamp())

    def log_search(self, results: Results) -> None:
        """Write a search that a person settled on into the search log, with the state of the library."""
        self._stores.annotations.searches.log_search(self._finder.logged(results))

    def search_log(self) -> list[LoggedSearch]:
        """The searches that were logged, oldest first."""
        return self._stores.annotations.searches.search_log()

    def forget_logged_search(self, search: LoggedSearch) -> None:
        """Take a search out of the log."""
        self._stores.annotations.searches.forget_logged_search(search.number)

    def restore_logged_search(self, search: LoggedSearch) -> None:
        """Put a search that was taken out of the log back into its place."""
        self._stores.annotations.searches.log_search(search)

    def clear_search_log(self) -> int:
        """Forget the search log; how many searches were in it."""
        return self._stores.annotations.searches.clear_search_log()


def _name(name: str) -> str:
    """The name of a saved search on one line. Raises ValueError if nothing is left of it."""
    name = " ".join(neutralise(name).split())
    if not name:
        raise ValueError("a saved search needs a name")
    return name
