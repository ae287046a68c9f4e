"""The choice of searches to log: the ones that the user finished, and not every letter typed on the way to them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from textual.screen import Screen
from textual.timer import Timer

from peaceindex.model.search import Request

if TYPE_CHECKING:
    from peaceindex.model.search_results import Results
    from peacereader.tui.tasks.library_tasks import LibraryTasks

IDLE_SECONDS = 1.5
"""Seconds without typing after which a search counts as finished."""


class SearchLogger:
    """Logs each search once, when the user stops typing or uses its results. Logs nothing if not `enabled`."""

    def __init__(self, screen: Screen[Any], tasks: LibraryTasks, enabled: bool) -> None:
        self._screen = screen
        self._tasks = tasks
        self._enabled = enabled
        self._answer: tuple[Request, Results] | None = None
        """The current search and its results; None until it is answered."""
        self._finished: Request | None = None
        """A search that was finished before it was answered."""
        self._logged: Request | None = None
        """The search that was logged last, or brought back after it was logged."""
        self._logged_as = dict[Request, Request]()
        """What was asked in each search that was logged, and how it was logged."""
        self._settled: Request | None = None
        """The search that was finished last, whether it is logged or not."""
        self._timer: Timer | None = None

    def begin(self) -> None:
        """Note that another search begins. The results so far were only steps on the way to it."""
        self._answer = self._finished = None
        if self._timer:
            self._timer.stop()

    def bring_back(self, asked: Request) -> None:
        """Note that an earlier search is shown again, which the user does not make anew."""
        self._logged = self._logged_as.get(without_order(asked), self._logged)

    def add_results(self, asked: Request, results: Results) -> None:
        """Note that a search was answered. Log it if it is finished already, or else when the user stops typing."""
        self._answer = asked, results
        if asked == self._finished:
            self.finish(asked)
        else:
            if self._timer:
                self._timer.stop()
            self._timer = self._screen.set_timer(IDLE_SECONDS, lambda: self.finish(asked))

    def finish(self, asked: Request) -> None:
        """Log a search, because its results are used now or will be."""
        self._settled = asked
        if results := self.take_unlogged(asked):
            self._tasks.saved_searches.log(results)

    def is_finished(self, asked: Request) -> bool:
        """Return whether a search was finished, as the last one."""
        return asked == self._settled

    def take_unlogged(self, asked: Request) -> Results | None:
        """Return the results of a finished search for the caller to log, or None if there is nothing new to log."""
        if self._answer is None or self._answer[0] != asked:
            self._finished = asked
            return None
        results = self._answer[1]
        request = without_order(results.request)
        if results.refusal:  # an answer to half of a query, or to one that cannot mean anything
            return None
        if not self._enabled or request in (Request(), self._logged):
            return None
        self._logged = request
        self._logged_as[without_order(asked)] = request
        return results


def without_order(request: Request) -> Request:
    """Return a request without its order. Requests that are then equal have the same hits."""
    return replace(request.bare(), text=" ".join(request.text.split()), sort="relevance")
