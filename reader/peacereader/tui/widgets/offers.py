"""What is offered for a query that is being typed, and which of it is chosen: pure values, without a screen."""

from __future__ import annotations

from dataclasses import dataclass, replace

from peaceindex.model.search import Completion

LISTED = frozenset(["outlet", "tag", "date", "state"])
"""Kinds that are listed unasked: nobody knows all outlets by heart, but everybody the word that they are typing."""

_SHORTEST = 2
"""So many letters of a field's name must be typed before the rest is shown: words begin with the same ones."""


@dataclass(frozen=True, slots=True)
class Offers:
    """Completions of a text, the likeliest first, and the one that stands in the line in its place, if any does."""

    text: str = ""
    cursor: int = 0
    completions: tuple[Completion, ...] = ()
    chosen: int | None = None

    @property
    def stand(self) -> tuple[str, int]:
        """The text and the place of the cursor in it, as they are in the line with what is chosen."""
        if self.chosen is None:
            return self.text, self.cursor
        return self.completions[self.chosen].text, self.completions[self.chosen].cursor

    @property
    def are_listed(self) -> bool:
        """Whether they are worth a list without being asked for."""
        return bool(self.completions) and self.completions[0].kind in LISTED

    def turned(self, by: int) -> Offers:
        """With the next or previous one chosen; what was typed is one of the ring."""
        ring = len(self.completions) + 1
        place = (0 if self.chosen is None else self.chosen + 1) + by
        return replace(self, chosen=None if place % ring == 0 else place % ring - 1)

    @property
    def start(self) -> int:
        """Where in the text the word begins that is completed."""
        return self.completions[0].start if self.completions else self.cursor

    @property
    def rest(self) -> str:
        """The letters that the likeliest one has beyond what was typed; "" where they could not stand behind it."""
        if not self.completions or self.chosen is not None or self.cursor != len(self.text):
            return ""
        best = self.completions[0]
        begun = self.text[self.start :].lstrip('"“')
        fits = best.shown[: len(begun)].casefold() == begun.casefold()
        return best.shown[len(begun) :] if fits and (best.kind != "field" or len(begun) >= _SHORTEST) else ""
