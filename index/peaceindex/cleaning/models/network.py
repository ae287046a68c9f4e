"""A small network that judges the lines of a page together: each in the light of those around it and of the whole page.

Rows of features in, chances out. Each row is brought to a common scale, then
five layers look at ever wider surroundings (the line itself and those 1, 2, 4
and 8 places away: dilated convolutions, each added to what was there before);
after the fourth the mean and the highest values over all lines tell each line
what page it is on. Several networks, trained alike from different beginnings,
vote. `training/` makes the data file; numpy alone is needed to use it.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

Matrix = npt.NDArray[np.float32]
Numbers = npt.NDArray[Any]

STEPS: Final = (1, 2, 4, 8, 1)
"""How far the neighbours lie that each layer looks at."""
POOLED: Final = 3
"""The layer after which every line is told of the whole page."""
_LIMIT: Final = 4.0


@dataclass(frozen=True, slots=True)
class Encoding:
    """How features become what the network reads: logarithms, and flags for features of which only ranges matter.

    Flag k says whether column `column[k]` lies within `low[k]` and `high[k]`;
    then `mean` is taken off all values and `scale` divides them.
    """

    column: Numbers
    low: Matrix
    high: Matrix
    mean: Matrix
    scale: Matrix

    def raw(self, rows: Matrix) -> Matrix:
        """Logarithms and flags, before they are brought to scale."""
        count, width = rows.shape
        found = np.empty((count, width + len(self.column)), dtype=np.float32)
        values = found[:, :width]
        np.abs(rows, out=values)
        values += 1.0
        np.log(values, out=values)  # log1p takes five times as long
        np.copysign(values, rows, out=values)
        columns = rows[:, self.column]
        np.logical_and(columns >= self.low, columns <= self.high, out=found[:, width:])
        return found

    def __call__(self, rows: Matrix) -> Matrix:
        """What the network reads: one row a line, none of it further from 0 than a few times the usual."""
        return self.scaled(self.raw(rows))

    def is_like(self, other: Encoding) -> bool:
        """Whether `raw` gives the same for both."""
        mine, others = (self.column, self.low, self.high), (other.column, other.low, other.high)
        return all(np.array_equal(a, b) for a, b in zip(mine, others, strict=True))

    def scaled(self, raw: Matrix) -> Matrix:
        """The same for what `raw` gives, which stays as it is."""
        scaled = raw - self.mean
        scaled /= self.scale
        np.clip(scaled, -_LIMIT, _LIMIT, out=scaled)
        return scaled


@dataclass(frozen=True, slots=True)
class Weights:
    """The weights of k networks of n units on d inputs; every array's first axis counts the networks."""

    enter: Matrix
    """(k, d, n), and with it `enter_bias` (k, 1, n)."""
    enter_bias: Matrix
    look: Matrix
    """(k, layers, 3n, n): what a layer makes of the line before, the line, and the line after."""
    look_bias: Matrix
    add: Matrix
    """(k, layers, n, n): what of that is added to the line."""
    add_bias: Matrix
    pool: Matrix
    """(k, 2n, n): what the means and highest values of all lines add to each."""
    leave: Matrix
    """(k, n, 1), and with it `leave_bias` (k, 1, 1)."""
    leave_bias: Matrix


@dataclass(frozen=True, slots=True)
class Network:
    """Networks that vote, with the encoding that they were trained on."""

    encoding: Encoding
    weights: Weights

    def scores(self, rows: Matrix) -> Numbers:
        """For each row the log odds that the line is text of the article. `rows` are all lines asked for, in order."""
        return self.scores_of(self.encoding.raw(rows))

    def scores_of(self, raw: Matrix) -> Numbers:
        """The same for rows of which `encoding.raw` is known."""
        count = len(raw)
        if not count:
            return np.zeros(0, dtype=np.float32)
        w = self.weights
        lines = _times(self.encoding.scaled(raw)[None], w.enter)
        lines += w.enter_bias
        np.maximum(lines, 0.0, out=lines)
        networks, _, width = lines.shape
        around = np.empty((networks, count, 3 * width), dtype=np.float32)
        for layer, step in enumerate(STEPS):
            around[:, :step, :width] = 0.0
            around[:, step:, :width] = lines[:, :-step]
            around[:, :, width : 2 * width] = lines
            around[:, -step:, 2 * width :] = 0.0
            around[:, :-step, 2 * width :] = lines[:, step:]
            seen = _times(around, w.look[:, layer])
            seen += w.look_bias[:, layer]
            np.maximum(seen, 0.0, out=seen)
            lines += _times(seen, w.add[:, layer])
            lines += w.add_bias[:, layer]
            if layer == POOLED:
                page = np.concatenate([lines.mean(axis=1, keepdims=True), lines.max(axis=1, keepdims=True)], axis=2)
                lines += np.maximum(page @ w.pool, 0.0)
        votes = (lines @ w.leave + w.leave_bias)[:, :, 0]
        found: Numbers = votes.mean(axis=0)
        return found

    def save(self, path: Path, **more: Numbers) -> None:
        """Write the networks, and `more` arrays with them, to a data file; weights in half precision."""
        arrays = {field.name: getattr(self.encoding, field.name) for field in fields(Encoding)}
        arrays |= {field.name: getattr(self.weights, field.name).astype(np.float16) for field in fields(Weights)}
        np.savez_compressed(path, allow_pickle=False, **arrays, **more)

    @classmethod
    def load(cls, path: Path) -> Network:
        """The networks in a data file."""
        with np.load(path, allow_pickle=False) as data:
            encoding = Encoding(*(data[field.name] for field in fields(Encoding)))
            return cls(encoding, Weights(*(data[field.name].astype(np.float32) for field in fields(Weights))))


_AT_ONCE: Final = 1 << 18
"""Products of so few multiplications are computed on one core; for more, BLAS wakes others, which takes far longer."""


def _times(lines: Matrix, weights: Matrix) -> Matrix:
    """`lines @ weights`, (k, lines, d) by (k, d, n), in pieces of so few lines that one core computes them."""
    networks, count, width = lines.shape
    pieces = -(-count * weights.shape[1] * weights.shape[2] // _AT_ONCE)
    if pieces == 1:
        return np.asarray(lines @ weights)
    size = -(-count // pieces)
    padded = np.empty((networks, pieces * size, width), dtype=np.float32)  # `np.pad` takes twenty times as long
    padded[:, :count] = lines
    padded[:, count:] = 0.0
    found = padded.reshape(networks, pieces, size, width) @ weights[:, None]
    return found.reshape(len(weights), -1, weights.shape[2])[:, :count]


def chances(scores: Numbers) -> Numbers:
    """The probabilities that log odds stand for."""
    found: Numbers = 1.0 / (1.0 + np.exp(-np.clip(scores, -30.0, 30.0)))
    return found
