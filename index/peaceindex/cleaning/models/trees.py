"""Boosted decision trees from a data file, read for all rows at once by masks of bits instead of being walked.

The file holds, for each model, flat lists over all nodes of all trees: the
feature that a node asks for, its threshold, and where to go next; a negative
place `~k` is the k-th leaf. `training/` writes it.

A walk through a tree is the same as striking out, for each node whose answer
is no, the leaves below its yes: the first leaf left is the one reached
(QuickScorer; Lucchese et al., SIGIR 2015). A byte holds the leaves of a tree
as bits.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from peaceindex.cleaning.models.network import Numbers

MOST_LEAVES: Final = 8
"""No tree may have more: a byte holds a bit for each."""


@dataclass(frozen=True, slots=True)
class _Masks:
    """The nodes of all trees, tree by tree, and the trees' leaves."""

    feature: Numbers
    threshold: Numbers
    below: Numbers
    """For each node the leaves that are struck out where the feature is over the threshold."""
    starts: Numbers
    """The first node of each tree."""
    values: Numbers
    """For each tree the value of each leaf, by its bit."""


@dataclass(frozen=True)
class Forest:
    """One model: `scores(rows)` adds up its trees for each row."""

    features: tuple[str, ...]
    roots: tuple[int, ...]
    feature: tuple[int, ...]
    threshold: tuple[float, ...]
    low: tuple[int, ...]
    high: tuple[int, ...]
    leaf: tuple[float, ...]

    @cached_property
    def _masks(self) -> _Masks:
        import numpy as np

        nodes: list[tuple[int, float, int]] = []
        starts: list[int] = []
        values = np.zeros((len(self.roots), 1 << MOST_LEAVES))

        def leaves(node: int, tree: int, first: int) -> int:
            """The bits of the leaves under a node, the leftmost the lowest, from the bit `first` on."""
            if node < 0:
                values[tree, first] = self.leaf[~node]
                return first
            low = leaves(self.low[node], tree, first)
            nodes.append((self.feature[node], self.threshold[node], low))
            return low | leaves(self.high[node], tree, 1 << low.bit_length())

        for tree, root in enumerate(self.roots):
            starts.append(len(nodes))
            if root < 0:
                nodes.append((0, float("inf"), 0))  # a tree of one leaf asks for nothing
            leaves(root, tree, 1)
        feature, threshold, below = zip(*nodes, strict=True)
        return _Masks(np.array(feature), np.array(threshold), np.array(below, dtype=np.uint8), np.array(starts), values)

    def scores(self, rows: Numbers) -> Numbers:
        """The log odds for each row of features."""
        import numpy as np

        masks = self._masks
        over = rows.take(masks.feature, axis=1) > masks.threshold
        struck = over.view(np.uint8) * masks.below
        left = ~np.bitwise_or.reduceat(struck, masks.starts, axis=1)
        reached = left & (~left + np.uint8(1))  # the lowest bit
        found: Numbers = masks.values[np.arange(len(self.roots)), reached].sum(axis=1)
        return found

    @classmethod
    def from_record(cls, record: dict[str, Any]) -> Forest:
        """A model from its record in the data file."""
        return cls(*(tuple(record[field.name]) for field in fields(cls)))
