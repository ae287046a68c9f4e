"""What the facets of the reading room ask for: other ticks, other counts, other spellings."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from peaceindex.model.search import Request
from peacereader.tui.screens.search_logging import without_order
from peacereader.tui.widgets.facet_view import OPEN_AT_FIRST

if TYPE_CHECKING:
    from peacereader.tui.screens.context import ReaderContext
    from peacereader.tui.screens.search_controller import SearchController
    from peacereader.tui.widgets.facet_pane import FacetPane

_REMEMBERED = "open_facets"


class FacetController:
    """Passes on what the facets ask for, and remembers which of them are open."""

    def __init__(self, context: ReaderContext, search: SearchController, pane: FacetPane) -> None:
        self._context = context
        self._search = search
        self._pane = pane

    def narrow(self, message: FacetPane.Changed) -> None:
        """Narrow the search to the ticked values."""
        ticked = self._search.request.with_selections(message.selections)
        self._search.find(Request(sort=ticked.sort) if without_order(ticked) == Request() else ticked)

    def count(self, message: FacetPane.CountsWanted) -> None:
        """Count what is shown now: facets that were opened, and the days of unfolded months."""
        if message.open != frozenset(open_facets(self._context)):
            self._context.remember(_REMEMBERED, " ".join(sorted(message.open)))
        asked = self._search.request
        if asked.counted != self._pane.counted or asked.days_of != self._pane.open_months:
            self._search.find(replace(asked, days_of=self._pane.open_months))


def open_facets(context: ReaderContext) -> list[str]:
    """Return the names of the facets that were open last; at first those that all readers know."""
    return context.recall(_REMEMBERED, " ".join(OPEN_AT_FIRST)).split()
