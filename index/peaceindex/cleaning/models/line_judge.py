"""How likely each line of a page is to be article text, by its features and by where the article seems to end."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

import numpy as np

from peaceindex.cleaning.models.network import Matrix, Network, Numbers, chances

if TYPE_CHECKING:
    from pathlib import Path

_MIN_PROBABILITY: Final = 1e-4
"""The probability of the end at any place is limited to this distance from 0 and 1."""


@dataclass(frozen=True)
class Judge:
    """Two networks on the same features: one separates text from other lines, one chooses the last line of the text."""

    lines: Network
    end: Network

    def chances(self, rows: Matrix) -> Numbers:
        """Return for each line the probability that it is text. `rows` are the lines of a page, in order."""
        raw = self.lines.encoding.raw(rows)
        odds = self.lines.scores_of(raw)
        if not len(odds):
            return odds
        ends = self.end.scores_of(raw) if self._has_shared_encoding else self.end.scores(rows)
        return chances(odds + np.minimum(0.0, _odds_of_continuing(ends)))

    @cached_property
    def _has_shared_encoding(self) -> bool:
        """Whether both networks read the same from a line, except for its scale."""
        return self.lines.encoding.is_same_before_scaling(self.end.encoding)

    @classmethod
    def load(cls, lines: Path, end: Path) -> Judge:
        """Return the judge stored in two data files."""
        return cls(Network.load(lines), Network.load(end))


def _odds_of_continuing(odds: Numbers) -> Numbers:
    """Return for each line the log odds that the text goes at least as far, from each line's odds of being its last."""
    end_odds = np.exp(odds - odds.max())
    remaining = np.clip(end_odds[::-1].cumsum()[::-1] / end_odds.sum(), _MIN_PROBABILITY, 1.0 - _MIN_PROBABILITY)
    found: Numbers = np.log(remaining / (1.0 - remaining))
    return found
