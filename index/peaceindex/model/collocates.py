"""Collocates: the words that stand near the hits of a search, and how much more often than by chance."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Collocate:
    """A word near the hits.

    `left` and `right` say how often it stands there, and `frequency` how often in the whole library. `expected` is how
    often it would stand near the hits by chance. `score` is G², Dunning's log-likelihood ratio: above 3.84 chance alone
    would hardly give such counts (p < 0.05), above 10.83 even less so (p < 0.001). It is below 0 if the word is there
    less often than by chance. `is_function_word` says that it is one of the small words of its language.
    """

    word: str
    left: int
    right: int
    frequency: int
    expected: float
    score: float
    is_function_word: bool

    @property
    def count(self) -> int:
        """How often it stands near the hits, on either side."""
        return self.left + self.right

    def as_record(self) -> dict[str, Any]:
        """Return the object that `concordance --collocates --json` prints for it."""
        return {
            "word": self.word,
            "left": self.left,
            "right": self.right,
            "count": self.count,
            "frequency": self.frequency,
            "expected": round(self.expected, 3),
            "g2": round(self.score, 2),
            "function_word": self.is_function_word,
        }


@dataclass(frozen=True, slots=True)
class Collocates:
    """The collocates of a concordance: first those that tell something, then function words; each by G², falling.

    `window` is the number of words on either side, `lines` that of hits, and `words` that of all words in the library.
    """

    rows: tuple[Collocate, ...]
    window: int
    lines: int
    words: int
