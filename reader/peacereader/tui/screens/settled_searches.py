"""Which searches a person settled on: those are logged, and not each letter on the way to them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from textual.screen import Screen
from textual.timer import Timer

from peaceindex.model.search import Request, Results
from peacereader.tui.tasks.library_tasks import LibraryTasks

RESTED = 1.5
"""Seconds after which a search that nobody typed on at counts as settled."""


class Settling:
    """Logs a search, once, when the typing has rested or its results are made use of; never if `logs` is False."""

    def __init__(self, screen: Screen[Any], tasks: LibraryTasks, logs: bool) -> None:
        self._screen = screen
        self._tasks = tasks
        self._logs = logs
        self._found: tuple[Request, Results] | None = None
        self._wanted: Request | None = None
        """A search that was settled on before it was answered."""
        self._last: Request | None = None
        """The search that was logged last."""
        self._timer: Timer | None = None

    def asked(self) -> None:
        """Something else is searched: what was found until now was on the way."""
        self._found = self._wanted = None
        if self._timer:
            self._timer.stop()

    def found(self, asked: Request, results: Results) -> None:
        """A search is answered."""
        self._found = asked, results
        if asked == self._wanted:
            self.settle(asked)
        else:
            if self._timer:
                self._timer.stop()
            self._timer = self._screen.set_timer(RESTED, lambda: self.settle(asked))

    def settle(self, asked: Request) -> None:
        """The results of this search are made use of, or will be."""
        if results := self.due(asked):
            self._tasks.saved_searches.log(results)

    def due(self, asked: Request) -> Results | None:
        """What is to be logged now that this search is settled; None if nothing is. It is given once."""
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
    """What a request asks for, whatever its order; requests of one kind have the same hits."""
    return replace(request, text=" ".join(request.text.split()), sort="relevance", days_of=frozenset())
