"""The completions offered for a query, and the one that is chosen: pure values, without a screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

if TYPE_CHECKING:
    from peaceindex.model.search_results import Completion

LISTED_KINDS = frozenset(["outlet", "tag", "label", "date", "state"])
"""Kinds that are listed at once: nobody knows all outlets by heart, but everybody knows the word they type."""

_MIN_FIELD_LETTERS = 2
"""The number of letters of a field's name to type before the rest is shown: ordinary words begin with the same ones."""


class Offers(msgspec.Struct, frozen=True):
    """Completions of a text, the most likely first, and the one that replaces it in the line, if any."""

    text: str = ""
    cursor: int = 0
    completions: tuple[Completion, ...] = ()
    chosen: int | None = None

    @property
    def line_state(self) -> tuple[str, int]:
        """The text and the position of the cursor in the line, with the chosen completion."""
        if self.chosen is None:
            return self.text, self.cursor
        return self.completions[self.chosen].text, self.completions[self.chosen].cursor

    @property
    def are_listed(self) -> bool:
        """Whether the completions are listed without a request."""
        return bool(self.completions) and self.completions[0].kind in LISTED_KINDS

    def cycled(self, by: int) -> Offers:
        """Return the offers with the next or previous completion chosen; the typed text is part of the cycle."""
        size = len(self.completions) + 1
        index = (0 if self.chosen is None else self.chosen + 1) + by
        return replace(self, chosen=None if index % size == 0 else index % size - 1)

    @property
    def start(self) -> int:
        """The position in the text at which the completed word begins."""
        return self.completions[0].start if self.completions else self.cursor

    @property
    def rest(self) -> str:
        """The letters of the most likely completion that follow the typed text, or "" if they do not continue it."""
        if not self.completions or self.chosen is not None or self.cursor != len(self.text):
            return ""
        best = self.completions[0]
        typed = self.text[self.start :].lstrip('"“')
        continues = best.shown[: len(typed)].casefold() == typed.casefold()
        is_early = best.kind == "field" and len(typed) < _MIN_FIELD_LETTERS
        return best.shown[len(typed) :] if continues and not is_early else ""
