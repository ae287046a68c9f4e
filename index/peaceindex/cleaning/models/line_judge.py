"""How likely each line of a page is text of the article: by what it is, and by where the article seems to end."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

import numpy as np

from peaceindex.cleaning.models.network import Matrix, Network, Numbers, chances

_SURE: Final = 1e-4
"""No place of the end is held for surer than this."""


@dataclass(frozen=True)
class Judge:
    """Two networks on the same features: one tells lines of text from others, one chooses the last line of the text."""

    lines: Network
    end: Network

    def chances(self, rows: Matrix) -> Numbers:
        """For each line the probability that it is text. `rows` are the lines of a page, in order."""
        raw = self.lines.encoding.raw(rows)
        odds = self.lines.scores_of(raw)
        if not len(odds):
            return odds
        ends = self.end.scores_of(raw) if self._is_alike else self.end.scores(rows)
        return chances(odds + np.minimum(0.0, _not_ended(ends)))

    @cached_property
    def _is_alike(self) -> bool:
        """Whether both networks read the same of a line, but for its scale."""
        return self.lines.encoding.is_like(self.end.encoding)

    @classmethod
    def load(cls, lines: Path, end: Path) -> Judge:
        """The judge of two data files."""
        return cls(Network.load(lines), Network.load(end))


def _not_ended(odds: Numbers) -> Numbers:
    """For each line the log odds that the text goes at least as far, from the odds of each to be its last line."""
    last = np.exp(odds - odds.max())
    left = np.clip(last[::-1].cumsum()[::-1] / last.sum(), _SURE, 1.0 - _SURE)
    found: Numbers = np.log(left / (1.0 - left))
    return found
