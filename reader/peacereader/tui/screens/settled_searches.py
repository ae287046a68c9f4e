"""The choice of searches to log: the ones that the user finished, and not every letter typed on the way to them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from textual.screen import Screen
from textual.timer import Timer

from peaceindex.model.search import Request, Results
from peacereader.tui.tasks.library_tasks import LibraryTasks

RESTED = 1.5
"""Seconds without typing after which a search counts as finished."""


class Settling:
    """The logging of each search once, when the user stops typing or uses its results; off if `logs` is False."""

    def __init__(self, screen: Screen[Any], tasks: LibraryTasks, logs: bool) -> None:
        self._screen = screen
        self._tasks = tasks
        self._logs = logs
        self._found: tuple[Request, Results] | None = None
        self._wanted: Request | None = None
        """A search that was finished before it was answered."""
        self._last: Request | None = None
        """The search that was logged last."""
        self._timer: Timer | None = None

    def asked(self) -> None:
        """Note that another search begins; results found so far were only steps on the way to it."""
        self._found = self._wanted = None
        if self._timer:
            self._timer.stop()

    def found(self, asked: Request, results: Results) -> None:
        """Note that a search was answered."""
        self._found = asked, results
        if asked == self._wanted:
            self.settle(asked)
        else:
            if self._timer:
                self._timer.stop()
            self._timer = self._screen.set_timer(RESTED, lambda: self.settle(asked))

    def settle(self, asked: Request) -> None:
        """Log this search, because its results are used, or will be."""
        if results := self.due(asked):
            self._tasks.saved_searches.log(results)

    def due(self, asked: Request) -> Results | None:
        """Return the results to log now that this search is finished, or None if there is nothing new to log."""
        if self._found is None or self._found[0] != asked:
            self._wanted = asked
            return None
        results = self._found[1]
        kind = kind_of(results.request)
        if not self._logs or kind in (Request(), self._last):
            return None
        self._last = kind
        return results


def kind_of(request: Request) -> Request:
    """Return a request without its order. Requests that are then equal have the same hits."""
    return replace(request, text=" ".join(request.text.split()), sort="relevance", days_of=frozenset())
