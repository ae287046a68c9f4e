"""The packs of names of a library: which are on, and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

PackReason = Literal["always", "setting", "words", "not in setting", "no words"]


@dataclass(frozen=True, slots=True)
class PackState:
    """A pack of names, and whether a library uses it.

    `signal` is the signal that decided, and `articles` the number of articles that contain it. Without one that occurs,
    they are "" and 0.
    """

    pack: str
    title: str
    names: int
    reason: PackReason
    signal: str = ""
    articles: int = 0

    @property
    def is_on(self) -> bool:
        """Whether searches use the pack's names."""
        return self.reason in ("always", "setting", "words")
