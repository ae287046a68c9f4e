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


@dataclass(frozen=True, slots=True)
class MissingName:
    """A frequent name of a library that no pack knows, and the number of articles that contain it.

    `form` is the last name on its own, if it is frequent too and of nobody else, with its number of articles.
    """

    name: str
    articles: int
    form: str = ""
    form_articles: int = 0


@dataclass(frozen=True, slots=True)
class MissingNames:
    """The frequent names of a library that no pack knows, and how many articles were left out: those in languages that
    capitalise every noun."""

    names: tuple[MissingName, ...]
    left_out: int
