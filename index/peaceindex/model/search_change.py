"""A change of saved searches or of the search log, as undoing and redoing report it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SearchChange:
    """A change of saved searches or of the log.

    `before` and `after` are the name of the saved search, or the words of the logged one; None if it was not there.
    `number` is that of the search in the log, None for a saved search.
    """

    before: str | None
    after: str | None
    number: int | None = None
