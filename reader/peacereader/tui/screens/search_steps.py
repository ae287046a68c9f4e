"""Undo and redo of searches: the states that the reading room was in, each with what was asked and how it is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import msgspec
from msgspec.structs import replace

if TYPE_CHECKING:
    from peaceindex.model.search import Request

MAX_STEPS: Final = 200
"""The number of steps that can be undone; beyond it, the first are forgotten."""


class SearchState(msgspec.Struct, frozen=True):
    """A request, whether stories are folded, and the id of the article under the cursor, or "".

    Which months are unfolded, and which facets are counted, is no part of it.
    """

    request: Request
    folds_stories: bool
    article_id: str = ""

    def asks_same(self, other: SearchState) -> bool:
        """Return whether another state shows the same results in the same order."""
        return (self.folds_stories, self.request.view, self.request.bare()) == (
            other.folds_stories,
            other.request.view,
            other.request.bare(),
        )


class SearchSteps:
    """The states before and after the current one. What is typed letter by letter is one step until it is settled."""

    def __init__(self, state: SearchState) -> None:
        self.current = state
        self._past: list[SearchState] = []
        self._future: list[SearchState] = []
        self._is_typing = False
        self._future_before_typing: list[SearchState] = []

    def change(self, state: SearchState, *, article_id: str, is_typing: bool = False) -> None:
        """Note that the user asks for another state. `article_id` is the article under the cursor in the current one.

        With `is_typing`, it takes the place of the current one if that was being typed as well.
        """
        if not (is_typing and self._is_typing):
            self.settle()
            if state.asks_same(self.current):
                return
            self._past.append(replace(self.current, article_id=article_id))
            del self._past[:-MAX_STEPS]
            self._future_before_typing, self._future = self._future if is_typing else [], []
        self.current, self._is_typing = state, is_typing

    def settle(self) -> None:
        """Note that what was typed is one step. If it was taken back letter by letter, it is none."""
        if self._is_typing and self._past and self._past[-1].asks_same(self.current):
            self._past.pop()
            self._future = self._future_before_typing
        self._is_typing, self._future_before_typing = False, []

    @property
    def texts(self) -> list[str]:
        """The texts that were searched for, oldest first."""
        return [state.request.text for state in (*self._past, self.current, *reversed(self._future))]

    @property
    def can_redo(self) -> bool:
        """Whether a step was undone and nothing was asked since."""
        return bool(self._future)

    def undo(self, article_id: str) -> SearchState | None:
        """Return the state before the current one, which becomes the current one; None if there is none."""
        self.settle()
        return self._move(self._past, self._future, article_id)

    def redo(self, article_id: str) -> SearchState | None:
        """Return the state that was undone last, which becomes the current one; None if there is none."""
        self.settle()
        return self._move(self._future, self._past, article_id)

    def _move(self, source: list[SearchState], target: list[SearchState], article_id: str) -> SearchState | None:
        if not source:
            return None
        target.append(replace(self.current, article_id=article_id))
        self.current = source.pop()
        return self.current


def step_words(one: SearchState, other: SearchState) -> str:
    """Return in what two states differ, `one` being the later: `the words “swap”, the order`."""
    a, b = one.request, other.request
    words = f"the words “{' '.join((a.text or b.text).split())}”" if a.text != b.text else ""
    parts = (
        words,
        "filters" if a.selections != b.selections else "",
        "exact spellings" if a.exact != b.exact else "",
        "the saved search" if a.view != b.view else "",
        "the order" if a.sort != b.sort else "",
        "folding of stories" if one.folds_stories != other.folds_stories else "",
    )
    return ", ".join(filter(None, parts))
