"""The articles that were read, in the order in which they were opened, with the way back and forward of a browser."""

from __future__ import annotations

from typing import Final

import msgspec

MAX_ARTICLES: Final = 500
"""The number of articles that are kept; beyond it, those read first are forgotten."""


class ReadArticle(msgspec.Struct, frozen=True):
    """An article that was read, and how far: the code point of its text at the top of the view, 0 for its title."""

    id: str
    position: int = 0


class ReadingTrail:
    """The articles read in one run. Opening one forgets those that were gone back from, as in a browser."""

    def __init__(self) -> None:
        self._read: list[ReadArticle] = []
        self._at = -1
        """The article that was opened last, or gone to; -1 before the first."""
        self._target: int | None = None
        """The article that `step` has returned and that is not opened yet."""

    def open(self, article_id: str) -> None:
        """Note that an article was opened, be it by the user or because `step` has returned it."""
        target, self._target = self._target, None
        if target is not None and self._read[target].id == article_id:
            self._at = target
        elif self._at < 0 or self._read[self._at].id != article_id:
            del self._read[self._at + 1 :]
            self._read.append(ReadArticle(article_id))
            del self._read[:-MAX_ARTICLES]
            self._at = len(self._read) - 1

    def leave(self, article_id: str, position: int) -> None:
        """Note how far an article was read that is left now, though others may have been opened from there since."""
        for index in range(self._at, -1, -1):
            if self._read[index].id == article_id:
                self._read[index] = ReadArticle(article_id, position)
                return

    def step(self, by: int, shown_id: str) -> ReadArticle | None:
        """Return the article read before (`by` -1) or after (1) the one with the id `shown_id`; None if there is none.

        If that is not the article that was opened last, because the user looks at another since, going back leads to
        the one that was. An article that cannot be read, since it is gone, is passed over by the next step.
        """
        index = self._at if self._target is None else self._target
        if by > 0 or self._target is not None or (index >= 0 and self._read[index].id == shown_id):
            index += by
        if not 0 <= index < len(self._read):
            return None
        self._target = index
        return self._read[index]
