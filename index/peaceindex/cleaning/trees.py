"""Boosted decision trees from a data file, walked in plain Python.

The file holds, for each model, flat lists over all nodes of all trees: the
feature that a node asks for, its threshold, and where to go next; a negative
place `~k` is the k-th leaf. `training/` writes it.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass, fields
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

_SURE = {16: 2.4, 24: 2.6, 40: 3.0, 64: 3.1}
"""After so many trees, a score this far from zero is not looked at further: hardly any ever turned round."""


@dataclass(frozen=True)
class Forest:
    """One model: `score(row)` adds up its trees; `chance(row)` makes a probability of that."""

    features: tuple[str, ...]
    roots: tuple[int, ...]
    feature: tuple[int, ...]
    threshold: tuple[float, ...]
    low: tuple[int, ...]
    high: tuple[int, ...]
    leaf: tuple[float, ...]

    @cached_property
    def _trees(self) -> tuple[Any, ...]:
        """The trees as nested tuples (feature, threshold, low, high); a leaf is a number. Walking them is fastest."""
        built: dict[int, Any] = {}
        for node in range(len(self.feature) - 1, -1, -1):  # children stand behind their parents
            low, high = self.low[node], self.high[node]
            built[node] = (
                self.feature[node],
                self.threshold[node],
                built[low] if low >= 0 else self.leaf[~low],
                built[high] if high >= 0 else self.leaf[~high],
            )
        return tuple(built[root] if root >= 0 else self.leaf[~root] for root in self.roots)

    def score(self, row: Sequence[float], *, hasty: bool = False) -> float:
        """The log odds for one row of features. `hasty` stops at clear cases, whose score is then nearer to 0."""
        total = 0.0
        for count, tree in enumerate(self._trees, 1):
            node = tree
            while type(node) is tuple:
                feature, threshold, low, high = node
                node = low if row[feature] <= threshold else high
            total += node
            if hasty and count in _SURE and not -_SURE[count] < total < _SURE[count]:
                break
        return total

    def chance(self, row: Sequence[float], *, hasty: bool = False) -> float:
        """The probability for one row of features."""
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, self.score(row, hasty=hasty)))))

    @classmethod
    def from_record(cls, record: dict[str, Any]) -> Forest:
        """A model from its record in the data file."""
        return cls(*(tuple(record[field.name]) for field in fields(cls)))


@dataclass(frozen=True, slots=True)
class Models:
    """The models of the cleaner: which lines are text, which line is the title, which name and date are right."""

    line: Forest
    title: Forest
    date: Forest
    author: Forest

    @classmethod
    def read(cls, path: Path) -> Models:
        """The models in a data file."""
        records = json.loads(path.read_text(encoding="utf-8"))
        return cls(*(Forest.from_record(records[name]) for name in cls.__slots__))


@lru_cache(maxsize=1)
def default_models() -> Models:
    """The models that come with the package."""
    return Models.read(Path(__file__).with_name("models.json"))
