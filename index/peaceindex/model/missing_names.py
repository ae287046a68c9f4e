"""The frequent names of a library that no pack of names knows."""

from __future__ import annotations

from dataclasses import dataclass


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
