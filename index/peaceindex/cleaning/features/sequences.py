"""Sums, neighbours and distances along a sequence of lines, computed for all lines at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from peaceindex.cleaning.models.network import Numbers


def sums(values: Numbers) -> Numbers:
    """Return the sums of the values before each place, beginning with 0: one more than there are values."""
    found = np.zeros(len(values) + 1, dtype=np.float64 if values.dtype.kind == "f" else np.int64)
    np.cumsum(values, out=found[1:])
    return found


def shifted(values: Numbers, step: int, outside: float) -> Numbers:
    """Return for each place the value `step` places further on, or `outside` outside the sequence."""
    found = np.full(len(values), outside, dtype=np.float64)
    if step < 0:
        found[-step:] = values[:step]
    else:
        found[:-step] = values[step:]
    return found


def last(flags: Numbers) -> Numbers:
    """Return the index of the last flag up to and including each place; -1 if there is none."""
    return np.maximum.accumulate(np.where(flags, np.arange(len(flags)), -1))


def before(flags: Numbers) -> Numbers:
    """Return the index of the last flag before each place; -1 if there is none."""
    found = np.full(len(flags), -1)
    found[1:] = last(flags)[:-1]
    return found


def since(flags: Numbers, max_steps: int) -> Numbers:
    """Return the steps from the last flag before each place, at most `max_steps`; `max_steps` if there is none."""
    found = before(flags)
    return np.where(found >= 0, np.minimum(np.arange(len(flags)) - found, max_steps), max_steps)


def until(flags: Numbers, max_steps: int) -> Numbers:
    """Return the steps to the next flag after each place, at most `max_steps`; `max_steps` if there is none."""
    return since(flags[::-1], max_steps)[::-1]
