"""Intervals by the bootstrap: the articles are drawn again, with replacement, as often as there are articles.

Articles are drawn and not units, because the units of an article are coded together and resemble each other. Source:
Efron, B. and Tibshirani, R. (1993), "An Introduction to the Bootstrap", chapter 13 (percentile intervals).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from peaceindex.model.agreement import Coefficient

SAMPLES = 1000
SEED = 1960
"""The draws are the same each time, so that a number that was reported can be computed again."""
MIN_ARTICLES = 5
"""With fewer articles than this, drawing them again says little."""
_MAX_UNDEFINED = 0.05
"""The greatest share of samples for which the measure may be undefined."""


def interval(
    tables: Sequence[Sequence[int]], measure: Callable[[Sequence[int]], Coefficient]
) -> tuple[float, float] | None:
    """Return the bounds of a 95 per cent interval; None if there are too few articles or too few samples.

    Each of the `tables` counts the units of one article; `measure` computes the value of their sum.
    """
    if len(tables) < MIN_ARTICLES:
        return None
    import numpy

    table, count = numpy.array(tables, dtype=numpy.int64), len(tables)
    generator = numpy.random.default_rng(SEED)
    values: list[float] = []
    known: dict[tuple[int, ...], float | None] = {}
    for _ in range(SAMPLES):
        times = numpy.bincount(generator.integers(count, size=count), minlength=count)
        total = tuple((times @ table).tolist())
        if total not in known:
            known[total] = measure(total).value
        value = known[total]
        values += [] if value is None else [value]
    if len(values) < (1 - _MAX_UNDEFINED) * SAMPLES:
        return None
    values.sort()
    cut = round(0.025 * len(values))
    return values[cut], values[-1 - cut]
