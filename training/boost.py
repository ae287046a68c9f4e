"""Gradient-boosted trees, grown by LightGBM and converted to a Forest of plain lists."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import fields
from typing import Any

from peaceindex.cleaning.models.network import Matrix, Numbers
from peaceindex.cleaning.models.trees import MOST_LEAVES, Forest

Row = Sequence[float]

_COMMON_SETTINGS: dict[str, Any] = {
    "objective": "binary",
    "bagging_fraction": 0.8,
    "bagging_freq": 1,
    "feature_fraction": 0.4,
    "lambda_l2": 5,
    "verbose": -1,
    "seed": 7,
    "deterministic": True,
    "force_row_wise": True,
}
_LINE_SETTINGS = {**_COMMON_SETTINGS, "learning_rate": 0.1, "num_leaves": 20, "min_data_in_leaf": 40}
_LINE_ROUNDS = 130
_CHOICE_SETTINGS = {
    **_COMMON_SETTINGS, "learning_rate": 0.06, "num_leaves": MOST_LEAVES, "min_data_in_leaf": 15,
    "feature_fraction": 0.5,
}  # fmt: skip
_CHOICE_ROUNDS = 90


def train_first_estimate(rows: Matrix, labels: Numbers, weights: Numbers) -> Callable[[Matrix], Matrix]:
    """Train trees for a first estimate of lines, and return a function from rows to the probability of each line.

    These trees differ in kind from the ones that are shipped.
    """
    import lightgbm  # type: ignore[import-not-found,import-untyped,unused-ignore]
    import numpy as np

    booster = lightgbm.train(
        {**_LINE_SETTINGS, "num_threads": 2}, lightgbm.Dataset(rows, labels, weight=weights), _LINE_ROUNDS
    )
    return lambda asked: np.asarray(booster.predict(asked)) if len(asked) else np.zeros(0, dtype=np.float32)


def grow_forest(names: Sequence[str], rows: Sequence[Row], labels: Sequence[float]) -> Forest:
    """Grow trees that separate the rows with label 1 from the others."""
    import lightgbm  # type: ignore[import-not-found,import-untyped,unused-ignore]
    import numpy as np

    data = lightgbm.Dataset(np.array(rows, dtype=np.float64), np.array(labels))
    booster = lightgbm.train({**_CHOICE_SETTINGS, "num_threads": 2}, data, _CHOICE_ROUNDS)
    return forest_of(names, booster.dump_model())


def forest_of(names: Sequence[str], model: dict[str, Any]) -> Forest:
    """Convert a dumped model to flat lists of nodes and leaves, with thresholds and leaf values rounded."""
    roots: list[int] = []
    feature: list[int] = []
    threshold: list[float] = []
    low: list[int] = []
    high: list[int] = []
    leaf: list[float] = []

    def add(node: dict[str, Any]) -> int:
        if "split_feature" not in node:
            leaf.append(round(node["leaf_value"], 4))
            return ~(len(leaf) - 1)
        index = len(feature)
        feature.append(node["split_feature"])
        threshold.append(float(f"{node['threshold']:.5g}"))
        low.append(0)
        high.append(0)
        low[index] = add(node["left_child"])
        high[index] = add(node["right_child"])
        return index

    roots.extend(add(tree["tree_structure"]) for tree in model["tree_info"])
    return Forest(tuple(names), *map(tuple, (roots, feature, threshold, low, high, leaf)))  # type: ignore[arg-type]


def forest_record(forest: Forest) -> dict[str, Any]:
    """Return the forest as stored in the data file."""
    return {field.name: list(getattr(forest, field.name)) for field in fields(Forest)}
