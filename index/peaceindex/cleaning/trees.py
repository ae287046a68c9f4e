"""Boosted decision trees from a data file, read for a row at once by masks of bits instead of being walked.

The file holds, for each model, flat lists over all nodes of all trees: the
feature that a node asks for, its threshold, and where to go next; a negative
place `~k` is the k-th leaf. `training/` writes it.

A walk through a tree is the same as striking out, for each node whose answer
is no, the leaves below its yes: the first leaf left is the one reached
(QuickScorer; Lucchese et al., SIGIR 2015). A whole number holds the leaves of
all trees as bits, and each feature's strokes are known for every range between
its thresholds, so a row costs one look-up and one `&` a feature.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, fields
from functools import cached_property, reduce
from operator import and_, getitem
from typing import Any, Final

MOST_LEAVES: Final = 8
"""No tree may have more: a byte holds a bit for each."""


@dataclass(frozen=True, slots=True)
class _Masks:
    """The forest as masks. `features` are those asked for; for each its sorted thresholds, and the leaves that stay."""

    features: tuple[int, ...]
    thresholds: tuple[list[float], ...]
    staying: tuple[list[int], ...]
    """One more than thresholds: the k-th is for values over k of them."""
    all: int
    firsts: int
    """The lowest bit of each tree."""
    values: tuple[dict[int, float], ...]
    """For each tree the value of each leaf, by its bit."""


@dataclass(frozen=True)
class Forest:
    """One model: `score(row)` adds up its trees."""

    features: tuple[str, ...]
    roots: tuple[int, ...]
    feature: tuple[int, ...]
    threshold: tuple[float, ...]
    low: tuple[int, ...]
    high: tuple[int, ...]
    leaf: tuple[float, ...]

    @cached_property
    def _masks(self) -> _Masks:
        nodes: dict[int, list[tuple[float, int]]] = defaultdict(list)
        values: list[dict[int, float]] = []

        def leaves(node: int, tree: int) -> int:
            """The bits of the leaves under a node, the leftmost the lowest."""
            if node < 0:
                bit = 1 << len(values[tree])
                values[tree][bit] = self.leaf[~node]
                return bit
            low = leaves(self.low[node], tree)
            nodes[self.feature[node]].append((self.threshold[node], low << MOST_LEAVES * tree))
            return low | leaves(self.high[node], tree)

        everything = firsts = 0
        for tree, root in enumerate(self.roots):
            values.append({})
            everything |= leaves(root, tree) << MOST_LEAVES * tree
            firsts |= 1 << MOST_LEAVES * tree
        asked = sorted(nodes)
        staying = []
        for feature in asked:
            nodes[feature].sort()
            left = [everything]
            for _, below in nodes[feature]:
                left.append(left[-1] & ~below)
            staying.append(left)
        thresholds = tuple([limit for limit, _ in nodes[feature]] for feature in asked)
        return _Masks(tuple(asked), thresholds, tuple(staying), everything, firsts, tuple(values))

    def score(self, row: Sequence[float]) -> float:
        """The log odds for one row of features."""
        masks = self._masks
        over = map(bisect_left, masks.thresholds, map(row.__getitem__, masks.features))
        left = reduce(and_, map(getitem, masks.staying, over), masks.all)
        reached = (left & ~(left - masks.firsts)).to_bytes(len(masks.values), "little")
        return sum(map(getitem, masks.values, reached))

    @classmethod
    def from_record(cls, record: dict[str, Any]) -> Forest:
        """A model from its record in the data file."""
        return cls(*(tuple(record[field.name]) for field in fields(cls)))
