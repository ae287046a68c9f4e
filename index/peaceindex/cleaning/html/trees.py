"""A forest of small decision trees, walked for all lines at once. The data file beside it is made by `training/`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from peaceindex.cleaning.html.features import Matrix, Numbers, Phrases

_FILE = Path(__file__).with_name("model.npz")


@dataclass(frozen=True, slots=True)
class Forest:
    """Trees laid out one after the other: node k asks whether column `feature[k]` is at most `limit[k]`.

    The next node is `below[k]` or `above[k]`; a leaf points to itself, and its `value` counts. `roots` are where the
    trees begin.
    """

    feature: Numbers
    limit: Numbers
    below: Numbers
    above: Numbers
    value: Numbers
    roots: Numbers
    phrases: Phrases
    """The cue phrases that it was grown with: later ones are for a later forest."""

    def likelihood(self, rows: Matrix) -> Numbers:
        """For each row how likely it is, from 0 to 1."""
        count, width = rows.shape
        flat = np.ascontiguousarray(rows).ravel()
        trees = len(self.roots)
        at = np.tile(self.roots, count)
        row = np.repeat(np.arange(count, dtype=np.int32) * width, trees)
        place = np.arange(count * trees)
        reached = np.empty(count * trees, dtype=at.dtype)
        while len(at):
            at = np.where(flat[self.feature[at] + row] <= self.limit[at], self.below[at], self.above[at])
            on = self.below[at] != at
            off = ~on
            reached[place[off]] = at[off]
            at, row, place = at[on], row[on], place[on]
        total = self.value[reached].reshape(count, trees).sum(axis=1)
        found: Numbers = 1.0 / (1.0 + np.exp(-total))
        return found


@cache
def forest() -> Forest:
    """The forest of the package."""
    with np.load(_FILE, allow_pickle=False) as data:
        names = ("feature", "limit", "below", "above", "value", "roots")
        phrases: Phrases = {}
        for line in str(data["phrases"]).split("\n"):
            name, _, phrase = line.partition(":")
            head, *rest = phrase.split()
            phrases.setdefault(head, []).append((tuple(rest), name))
        return Forest(**{name: data[name] for name in names}, phrases=phrases)


def fingerprint() -> str:
    """What the data file was trained with (see `training.fingerprint`)."""
    with np.load(_FILE, allow_pickle=False) as data:
        return str(data["fingerprint"])
