"""What is new in saved searches: the hits that the user has not seen there yet.

A hit is new if it was not among those that the user saw when the search was
last marked as seen, and if its article has not been opened since. The ids of
the hits that were seen are part of the saved search (`SavedSearch.known`), so
that an article that was there before stays old whatever happens to the library:
a correction, a rebuild, the same source added again, or all of it made anew.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from collections.abc import Set as AbstractSet
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from peaceindex.errors import PeaceindexError
from peaceindex.search.catch_up import never
from peaceindex.storage.serialization import unpacked_ids

if TYPE_CHECKING:
    from peaceindex.model.saved_search import SavedSearch
    from peaceindex.model.search import Request, SavedView
    from peaceindex.model.search_results import Results
    from peaceindex.search.index import SearchIndex
    from peaceindex.search.results.ticks import OwnValues
    from peaceindex.storage.stores import Stores

Rows = set[int]
StateRows = Callable[[str], AbstractSet[int]]

_MAX_CACHED = 50
"""The number of saved searches whose known rows are cached."""

NO_SEARCHES = (
    "is:new finds what is new in your saved searches, and there are none yet; added:7d finds what was added in the "
    "last seven days."
)


class News:
    """Finds what is new in the saved searches of one library. Any method may be called from any thread."""

    def __init__(self, stores: Stores, states: StateRows, own: OwnValues) -> None:
        """`states` returns the rows of the articles in a state other than `new`; `own` as in `SearchIndex`."""
        self._stores = stores
        self._states = states
        self._own = own
        self._known: OrderedDict[object, Rows] = OrderedDict()
        """The rows of `SavedSearch.known` of the searches looked at last, by search and state of the index."""

    def in_view(self, index: SearchIndex, view: SavedView | None, cancelled: Callable[[], bool] = never) -> Rows:
        """Return the rows of what is new in the saved search of a view; without a view, in any saved search.

        There is nothing new in a search that has been removed or renamed.
        """
        if view is None:
            return set().union(*(self.in_search(index, search, "", cancelled) for search in self._searches()))
        with suppress(PeaceindexError):
            search = self._stores.annotations.searches.saved_search(view.name)
            return self.in_search(index, search, view.since, cancelled)
        return set()

    def in_search(
        self, index: SearchIndex, search: SavedSearch, until: str = "", cancelled: Callable[[], bool] = never
    ) -> Rows:
        """Return the rows of what is new in a saved search. What was opened after `until` still counts as new."""
        articles = self._stores.articles
        rows = _rows(self.all_hits(index, search.request, cancelled))
        if search.known is not None:
            rows -= self._known_rows(index, search, search.known)
        else:
            last = articles.last_row_until(search.seen)
            rows = {row for row in rows if row > last}
        if rows:
            opened = self._stores.annotations.reading.opened(search.seen, until)
            rows.difference_update(articles.rows_of(opened).values())
        return rows

    def _known_rows(self, index: SearchIndex, search: SavedSearch, known: bytes) -> Rows:
        key = index.revision(), search.name, search.seen, hash(known)
        if (rows := self._known.get(key)) is None:
            by_id = self._stores.articles.rows_by_id()
            rows = self._known[key] = {by_id[id] for id in unpacked_ids(known) if id in by_id}
            while len(self._known) > _MAX_CACHED:
                with suppress(KeyError):  # another thread may have been quicker
                    self._known.popitem(last=False)
        return rows

    def all_hits(self, index: SearchIndex, request: Request, cancelled: Callable[[], bool] = never) -> Results:
        """Return the hits of a saved request, new or not: without its `is:new`. A refused query has none."""
        found = index.search(
            replace(request, view=None),
            states=lambda name: None if name == "new" else self._states(name),
            own=self._own,
            cancelled=cancelled,
        )
        return replace(found, total=0, rows=()) if found.refusal else found

    def known_after(self, index: SearchIndex, search: SavedSearch, shown: Results) -> frozenset[str]:
        """Return the ids of all hits of a saved search that are not new any more once the user has seen some."""
        rows = _rows(self.all_hits(index, search.request)) - self.in_search(index, search)
        return self._ids(rows | _rows(shown))

    def known_at_first(self, index: SearchIndex, request: Request) -> frozenset[str]:
        """Return the ids of the hits that a search has when it is saved. None of them is new."""
        return self._ids(_rows(self.all_hits(index, request)))

    def hint(self, request: Request) -> str:
        """Return what to say about `is:new` in a request; "" if there is nothing to say."""
        is_vain = request.view is None and "is:new" in request.text.casefold() and not self._searches()
        return NO_SEARCHES if is_vain else ""

    def _ids(self, rows: Rows) -> frozenset[str]:
        return frozenset(id for id, row in self._stores.articles.rows_by_id().items() if row in rows)

    def _searches(self) -> list[SavedSearch]:
        return self._stores.annotations.searches.saved_searches() if self._stores.has_annotations() else []


def _rows(results: Results) -> Rows:
    import numpy as np

    return set(np.asarray(results.rows).tolist())
