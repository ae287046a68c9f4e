"""A walk through earlier searches from what is typed, as in a shell: pure values, without a screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


class HistoryWalk:
    """Goes from a text through the earlier ones that begin as it does, the newest first, and back to it."""

    def __init__(self, line: str, begin: str, texts: Iterable[str]) -> None:
        """`line` is what stands in the line, and `begin` is how the texts must begin.

        `texts` are the earlier searches, oldest first; of equal ones the newest counts.
        """
        begin = begin.casefold()
        newest_first = dict.fromkeys(" ".join(text.split()) for text in reversed(list(texts)))
        self._texts = [line, *(t for t in newest_first if t and t != line and t.casefold().startswith(begin))]
        self._at = 0

    @property
    def text(self) -> str:
        """The text that the walk is at."""
        return self._texts[self._at]

    @property
    def is_at_start(self) -> bool:
        """Whether the walk is at what stood in the line."""
        return self._at == 0

    def step(self, by: int) -> bool:
        """Go to an earlier (1) or later (-1) text. Return False and stay if there is none."""
        at = self._at + by
        if not 0 <= at < len(self._texts):
            return False
        self._at = at
        return True
