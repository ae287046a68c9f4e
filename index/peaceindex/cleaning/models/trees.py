"""Boosted decision trees from a data file, evaluated for all rows at once with bit masks instead of by walking them.

For each model the file contains flat lists over all nodes of all trees: the feature that a node tests, its threshold,
and the next node for each answer. A negative index `~k` is the k-th leaf. `training/` writes the file.

To walk through a tree is equivalent to removing, for each node whose answer is no, the leaves below its yes: the first
remaining leaf is the one reached (QuickScorer; Lucchese et al., SIGIR 2015). The leaves of a tree are the bits of one
byte.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from peaceindex.cleaning.models.network import Numbers

MOST_LEAVES: Final = 8
"""The most leaves of a tree, because a byte has one bit for each."""


@dataclass(frozen=True, slots=True)
class _Masks:
    """The nodes of all trees, tree by tree, and the trees' leaves."""

    feature: Numbers
    threshold: Numbers
    below: Numbers
    """For each node, the leaves that are removed if the feature is above the threshold."""
    starts: Numbers
    """The first node of each tree."""
    values: Numbers
    """For each tree, the value of each leaf, by its bit."""


@dataclass(frozen=True)
class Forest:
    """One model. `scores(rows)` adds up its trees for each row."""

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
            """Return the bits of the leaves under a node, the leftmost lowest, starting from the bit `first`."""
            if node < 0:
                values[tree, first] = self.leaf[~node]
                return first
            low = leaves(self.low[node], tree, first)
            nodes.append((self.feature[node], self.threshold[node], low))
            return low | leaves(self.high[node], tree, 1 << low.bit_length())

        for tree, root in enumerate(self.roots):
            starts.append(len(nodes))
            if root < 0:
                nodes.append((0, float("inf"), 0))  # a tree of one leaf tests nothing
            leaves(root, tree, 1)
        feature, threshold, below = zip(*nodes, strict=True)
        return _Masks(np.array(feature), np.array(threshold), np.array(below, dtype=np.uint8), np.array(starts), values)

    def scores(self, rows: Numbers) -> Numbers:
        """Return the log odds for each row of features."""
        import numpy as np

        masks = self._masks
        is_above = rows.take(masks.feature, axis=1) > masks.threshold
        removed = is_above.view(np.uint8) * masks.below
        remaining = ~np.bitwise_or.reduceat(removed, masks.starts, axis=1)
        reached = remaining & (~remaining + np.uint8(1))  # the lowest bit
        found: Numbers = masks.values[np.arange(len(self.roots)), reached].sum(axis=1)
        return found

    @classmethod
    def from_record(cls, record: dict[str, Any]) -> Forest:
        """Return a model from its record in the data file."""
        return cls(*(tuple(record[field.name]) for field in fields(cls)))
