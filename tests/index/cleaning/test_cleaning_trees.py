"""A forest read by masks gives what walking its trees gives."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from peaceindex.cleaning.models.trees import MOST_LEAVES, Forest

VALUES = st.integers(-3, 3).map(float)
TREES = st.recursive(VALUES, lambda part: st.tuples(st.integers(0, 2), VALUES, part, part), max_leaves=MOST_LEAVES)
ROWS = st.lists(st.tuples(VALUES, VALUES, VALUES), min_size=1, max_size=5)


def forest_of(trees: list[Any]) -> Forest:
    """The forest of trees that are leaves, or (feature, threshold, where it is not over it, where it is)."""
    record: dict[str, list[Any]] = {name: [] for name in ("roots", "feature", "threshold", "low", "high", "leaf")}

    def add(tree: Any) -> int:
        if isinstance(tree, float):
            record["leaf"].append(tree)
            return ~(len(record["leaf"]) - 1)
        place = len(record["feature"])
        for name, value in zip(("feature", "threshold", "low", "high"), (*tree[:2], 0, 0), strict=True):
            record[name].append(value)
        record["low"][place], record["high"][place] = add(tree[2]), add(tree[3])
        return place

    record["roots"] = [add(tree) for tree in trees]
    return Forest.from_record(record | {"features": ["a", "b", "c"]})


def walked(tree: Any, row: tuple[float, ...]) -> float:
    while not isinstance(tree, float):
        tree = tree[3] if row[tree[0]] > tree[1] else tree[2]
    return float(tree)


@given(st.lists(TREES, min_size=1, max_size=6), ROWS)
def test_each_row_gets_the_sum_of_the_leaves_that_a_walk_reaches(
    trees: list[Any], rows: list[tuple[float, ...]]
) -> None:
    found = forest_of(trees).scores(np.array(rows))
    for row, score in zip(rows, found.tolist(), strict=True):
        assert math.isclose(score, sum(walked(tree, row) for tree in trees), abs_tol=1e-9)
