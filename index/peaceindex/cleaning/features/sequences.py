"""Sums, neighbours and distances along a sequence of lines, for all of them at once."""

from __future__ import annotations

import numpy as np

from peaceindex.cleaning.models.network import Numbers


def sums(values: Numbers) -> Numbers:
    """Sums of the values up to each place: one more than there are values, beginning with 0."""
    found = np.zeros(len(values) + 1, dtype=np.float64 if values.dtype.kind == "f" else np.int64)
    np.cumsum(values, out=found[1:])
    return found


def shifted(values: Numbers, step: int, beyond: float) -> Numbers:
    """For each place the value `step` places on; `beyond` where the page has ended."""
    found = np.full(len(values), beyond, dtype=np.float64)
    if step < 0:
        found[-step:] = values[:step]
    else:
        found[:-step] = values[step:]
    return found


def last(flags: Numbers) -> Numbers:
    """The place of the last flag up to each place; -1 if there is none."""
    return np.maximum.accumulate(np.where(flags, np.arange(len(flags)), -1))


def before(flags: Numbers) -> Numbers:
    """The place of the last flag before each place; -1 if there is none."""
    found = np.full(len(flags), -1)
    found[1:] = last(flags)[:-1]
    return found


def since(flags: Numbers, most: int) -> Numbers:
    """The steps from the last flag before each place; `most` if they are more, or there is none."""
    found = before(flags)
    return np.where(found >= 0, np.minimum(np.arange(len(flags)) - found, most), most)


def until(flags: Numbers, most: int) -> Numbers:
    """The steps to the next flag after each place; `most` if they are more, or there is none."""
    return since(flags[::-1], most)[::-1]
