"""A small network that judges the lines of a page together: each in the light of its neighbours and of the whole page.

Rows of features go in, chances come out. Each row is brought to a common scale. Then five layers look at the line
itself and the lines at distances 1, 2, 4, 8 and 1 (dilated convolutions with residual connections). After the fourth
layer, the mean and the highest values over all lines give each line information about the page. Several networks,
trained in the same way from different starting weights, vote. `training/` makes the data file; using it requires only
numpy.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any, Final

import numpy as np

if TYPE_CHECKING:
    from pathlib import Path

Matrix = np.ndarray[Any, np.dtype[np.float32]]
Numbers = np.ndarray[Any, np.dtype[Any]]

STEPS: Final = (1, 2, 4, 8, 1)
"""The distance of the neighbours that each layer looks at."""
POOLED: Final = 3
"""The layer after which every line receives information about the whole page."""
_MAX_SCALED: Final = 4.0


@dataclass(frozen=True, slots=True)
class Encoding:
    """The encoding of features as network input: logarithms, and flags for features of which only ranges matter.

    Flag k is whether column `column[k]` lies between `low[k]` and `high[k]`, inclusive. Then `mean` is subtracted from
    all values, and they are divided by `scale`.
    """

    column: Numbers
    low: Matrix
    high: Matrix
    mean: Matrix
    scale: Matrix

    def raw(self, rows: Matrix) -> Matrix:
        """Return logarithms and flags, before scaling."""
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
        """Return the network input: one row a line, with values limited to `_MAX_SCALED` times the scale."""
        return self.scaled(self.raw(rows))

    def is_same_before_scaling(self, other: Encoding) -> bool:
        """Return whether `raw` gives the same for both."""
        own, theirs = (self.column, self.low, self.high), (other.column, other.low, other.high)
        return all(np.array_equal(a, b) for a, b in zip(own, theirs, strict=True))

    def scaled(self, raw: Matrix) -> Matrix:
        """Return the network input for the result of `raw`, which is not changed."""
        scaled = raw - self.mean
        scaled /= self.scale
        np.clip(scaled, -_MAX_SCALED, _MAX_SCALED, out=scaled)
        return scaled


@dataclass(frozen=True, slots=True)
class Weights:
    """The weights of k networks of n units on d inputs. The first axis of every array is the network."""

    enter: Matrix
    """Shape (k, d, n), and for `enter_bias` (k, 1, n)."""
    enter_bias: Matrix
    look: Matrix
    """Shape (k, layers, 3n, n): what a layer makes of the line before, the line, and the line after."""
    look_bias: Matrix
    add: Matrix
    """Shape (k, layers, n, n): what of that is added to the line."""
    add_bias: Matrix
    pool: Matrix
    """Shape (k, 2n, n): what the means and highest values of all lines add to each."""
    leave: Matrix
    """Shape (k, n, 1), and for `leave_bias` (k, 1, 1)."""
    leave_bias: Matrix


@dataclass(frozen=True, slots=True)
class Network:
    """Networks that vote, with the encoding on which they were trained."""

    encoding: Encoding
    weights: Weights

    def scores(self, rows: Matrix) -> Numbers:
        """Return for each row the log odds that the line is article text. `rows` are all asked lines, in order."""
        return self.scores_of(self.encoding.raw(rows))

    def scores_of(self, raw: Matrix) -> Numbers:
        """Return the same for rows whose `encoding.raw` is known."""
        count = len(raw)
        if not count:
            return np.zeros(0, dtype=np.float32)
        w = self.weights
        lines = _product(self.encoding.scaled(raw)[None], w.enter)
        lines += w.enter_bias
        np.maximum(lines, 0.0, out=lines)
        networks, _, width = lines.shape
        neighbours = np.empty((networks, count, 3 * width), dtype=np.float32)
        for layer, step in enumerate(STEPS):
            neighbours[:, :step, :width] = 0.0
            neighbours[:, step:, :width] = lines[:, :-step]
            neighbours[:, :, width : 2 * width] = lines
            neighbours[:, -step:, 2 * width :] = 0.0
            neighbours[:, :-step, 2 * width :] = lines[:, step:]
            layer_output = _product(neighbours, w.look[:, layer])
            layer_output += w.look_bias[:, layer]
            np.maximum(layer_output, 0.0, out=layer_output)
            lines += _product(layer_output, w.add[:, layer])
            lines += w.add_bias[:, layer]
            if layer == POOLED:
                page = np.concatenate([lines.mean(axis=1, keepdims=True), lines.max(axis=1, keepdims=True)], axis=2)
                lines += np.maximum(page @ w.pool, 0.0)
        votes = (lines @ w.leave + w.leave_bias)[:, :, 0]
        found: Numbers = votes.mean(axis=0)
        return found

    def save(self, path: Path, **more: Numbers) -> None:
        """Write the networks and the arrays in `more` to a data file, with weights in half precision."""
        arrays = {field.name: getattr(self.encoding, field.name) for field in fields(Encoding)}
        arrays |= {field.name: getattr(self.weights, field.name).astype(np.float16) for field in fields(Weights)}
        np.savez_compressed(path, allow_pickle=False, **arrays, **more)

    @classmethod
    def load(cls, path: Path) -> Network:
        """Return the networks in a data file."""
        with np.load(path, allow_pickle=False) as data:
            encoding = Encoding(*(data[field.name] for field in fields(Encoding)))
            return cls(encoding, Weights(*(data[field.name].astype(np.float32) for field in fields(Weights))))


_MAX_PRODUCT: Final = 1 << 18
"""The number of multiplications up to which a product is computed on one core. For larger products, BLAS wakes other
cores, which takes far longer."""


def _product(lines: Matrix, weights: Matrix) -> Matrix:
    """Return `lines @ weights`, (k, lines, d) by (k, d, n), in pieces small enough for one core."""
    networks, count, width = lines.shape
    pieces = -(-count * weights.shape[1] * weights.shape[2] // _MAX_PRODUCT)
    if pieces == 1:
        return np.asarray(lines @ weights)
    size = -(-count // pieces)
    padded = np.empty((networks, pieces * size, width), dtype=np.float32)  # `np.pad` takes twenty times as long
    padded[:, :count] = lines
    padded[:, count:] = 0.0
    found = padded.reshape(networks, pieces, size, width) @ weights[:, None]
    return found.reshape(len(weights), -1, weights.shape[2])[:, :count]


def chances(scores: Numbers) -> Numbers:
    """Return the probabilities for these log odds."""
    found: Numbers = 1.0 / (1.0 + np.exp(-np.clip(scores, -30.0, 30.0)))
    return found
