"""Training of the networks of `peaceindex.cleaning.models.network`, with JAX on one core."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import numpy as np

from peaceindex.cleaning.models.network import POOLED, STEPS, Encoding, Matrix, Network, Numbers, Weights

UNITS: Final = 40
ROUNDS: Final = 15
BATCH: Final = 16
RATE: Final = 3e-3
DROPOUT: Final = 0.25
DECAY: Final = 0.02
ALONE: Final = 0.3
"""Where one line is to be chosen: what it counts whether each is told right by itself, against the choice."""
LENGTHS: Final = (16, 32, 48, 72, 112, 176)
"""Pages are trained on in batches of about the same length; longer ones are taken in pieces of the last."""
SIZES: Final = {16: 64, 32: 32}
"""Pages in a batch of short ones; in the others there are `BATCH`."""


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines of a page to learn from: features, whether each is text (0 or 1), and what each weighs."""

    rows: Matrix
    labels: Numbers
    weights: Numbers


def flags(names: Sequence[str], **ranges: Sequence[tuple[float, float]]) -> list[tuple[int, float, float]]:
    """The flags of an encoding: (column, low, high) for each range of each named feature.

    A name that ends in `_` stands for all features that begin with it.
    """
    return [
        (column, low, high)
        for column, name in enumerate(names)
        for wanted, those in ranges.items()
        if name == wanted or (wanted.endswith("_") and name.startswith(wanted))
        for low, high in those
    ]


def train(
    pages: Sequence[Lines], flagged: Sequence[tuple[int, float, float]], votes: int, *, choosing: bool = False
) -> Network:
    """Networks that tell the lines with label 1 from the others; the same pages always give the same.

    With `choosing` at most one line of each page is wanted (any of those with
    label 1): the odds then say how much likelier a line is than that none is.
    """
    pages = [page for page in pages if len(page.labels)]
    column, low, high = zip(*flagged, strict=True)
    none = np.zeros(0, dtype=np.float32)
    plain = Encoding(np.array(column), np.array(low, np.float32), np.array(high, np.float32), none, none)
    everything = np.concatenate([plain.raw(page.rows) for page in pages])
    encoding = Encoding(plain.column, plain.low, plain.high, everything.mean(axis=0), everything.std(axis=0) + 1e-3)
    read = [Lines(encoding(page.rows), page.labels, page.weights) for page in pages]
    found = [_one(read, seed, choosing) for seed in range(votes)]
    return Network(encoding, Weights(*(np.stack(arrays) for arrays in zip(*found, strict=True))))


def _one(pages: Sequence[Lines], seed: int, choosing: bool) -> tuple[Matrix, ...]:
    """The weights of one network, in the order of `Weights`."""
    jax, step = _jax(choosing)
    rng = np.random.default_rng(seed)
    longest = LENGTHS[-1]
    pieces: dict[int, list[Lines]] = {length: [] for length in LENGTHS}
    for page in pages:
        for start in range(0, len(page.labels), longest):
            part = slice(start, start + longest)
            piece = Lines(page.rows[part], page.labels[part], page.weights[part])
            pieces[next(n for n in LENGTHS if n >= len(piece.labels))].append(piece)

    def batches() -> list[tuple[int, Numbers]]:
        found = [
            (length, chosen)
            for length, those in pieces.items()
            if those
            for chosen in np.array_split(rng.permutation(len(those)), -(-len(those) // SIZES.get(length, BATCH)))
        ]
        rng.shuffle(found)
        return found

    weights = _begin(rng, pages[0].rows.shape[1])
    state = (weights, [np.zeros_like(w) for w in weights], [np.zeros_like(w) for w in weights])
    total, done = ROUNDS * len(batches()), 0
    for _ in range(ROUNDS):
        for length, chosen in batches():
            done += 1
            rate = RATE * 0.5 * (1 + np.cos(np.pi * done / total)) * min(1.0, done / 100)
            batch = _batch([pieces[length][k] for k in chosen], length)
            state = step(*state, float(done), rate, *batch, jax.random.PRNGKey(seed * 100_003 + done))
    return tuple(np.array(w, dtype=np.float32) for w in state[0])


def _begin(rng: np.random.Generator, inputs: int) -> list[Matrix]:
    n, layers = UNITS, len(STEPS)

    def random(*shape: int, spread: float = 1.0) -> Matrix:
        return np.float32(rng.normal(size=shape) * spread / np.sqrt(shape[-2]))  # type: ignore[return-value]

    def zeros(*shape: int) -> Matrix:
        return np.zeros(shape, dtype=np.float32)

    return [
        random(inputs, n), zeros(1, n), random(layers, 3 * n, n), zeros(layers, 1, n),
        random(layers, n, n, spread=0.3), zeros(layers, 1, n), random(2 * n, n, spread=0.5), random(n, 1), zeros(1, 1),
    ]  # fmt: skip


def _batch(pieces: Sequence[Lines], length: int) -> tuple[Matrix, Matrix, Matrix]:
    """Rows, labels and weights of a batch, filled up with lines that weigh nothing."""
    size = SIZES.get(length, BATCH)
    rows = np.zeros((size, length, pieces[0].rows.shape[1]), dtype=np.float32)
    labels = np.zeros((size, length, 2), dtype=np.float32)
    weights = np.zeros((size, length), dtype=np.float32)
    for k, piece in enumerate(pieces):
        count = len(piece.labels)
        rows[k, :count] = piece.rows
        labels[k, :count, 0] = piece.labels
        labels[k, :count, 1] = 1.0  # there is a line
        weights[k, :count] = piece.weights
    return rows, labels, weights


@cache
def _jax(choosing: bool) -> tuple[Any, Any]:
    """JAX, and the compiled step of Adam with decaying weights on one batch; for `choosing` see `train`."""
    os.environ.setdefault("XLA_FLAGS", "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1")
    import jax  # type: ignore[import-not-found,import-untyped,unused-ignore]
    import jax.numpy as jnp  # type: ignore[import-not-found,import-untyped,unused-ignore]

    def forward(weights: Any, rows: Any, there: Any, key: Any) -> Any:
        enter, enter_bias, look, look_bias, add, add_bias, pool, leave, leave_bias = weights
        keys = jax.random.split(key, len(STEPS) + 1)

        def thinned(values: Any, key: Any) -> Any:
            return values * jax.random.bernoulli(key, 1 - DROPOUT, values.shape) / (1 - DROPOUT)

        lines = jax.nn.relu(thinned(rows, keys[-1]) @ enter + enter_bias) * there
        count = rows.shape[1]
        for layer, step in enumerate(STEPS):
            padded = jnp.pad(lines, ((0, 0), (step, step), (0, 0)))
            around = jnp.concatenate([padded[:, :count], lines, padded[:, 2 * step :]], axis=2)
            seen = thinned(jax.nn.relu(around @ look[layer] + look_bias[layer]), keys[layer])
            lines = (lines + seen @ add[layer] + add_bias[layer]) * there
            if layer == POOLED:
                mean = lines.sum(axis=1, keepdims=True) / (there.sum(axis=1, keepdims=True) + 1e-6)
                highest = jnp.where(there > 0, lines, -9.0).max(axis=1, keepdims=True)
                lines = (lines + jax.nn.relu(jnp.concatenate([mean, highest], axis=2) @ pool)) * there
        return (lines @ leave + leave_bias)[:, :, 0]

    def chosen_wrongly(odds: Any, right: Any, there: Any) -> Any:
        # The odds of none are 0; what is right on a page without a right line is none.
        never = -1e9
        none = jnp.zeros((odds.shape[0], 1))
        every = jax.nn.logsumexp(jnp.concatenate([jnp.where(there > 0, odds, never), none], axis=1), axis=1)
        any_right = jax.nn.logsumexp(jnp.where(right > 0, odds, never), axis=1)
        return ((every - jnp.where(right.any(axis=1), any_right, 0.0)) * there.any(axis=1)).sum()

    def step(
        weights: Any, first: Any, second: Any, done: Any, rate: Any, rows: Any, labels: Any, heavy: Any, key: Any
    ) -> Any:
        def loss(weights: Any) -> Any:
            odds = forward(weights, rows, labels[:, :, 1:], key)
            each = jnp.maximum(odds, 0) - odds * labels[:, :, 0] + jnp.log1p(jnp.exp(-jnp.abs(odds)))
            alone = (each * heavy).sum() / BATCH
            if not choosing:
                return alone
            together = chosen_wrongly(odds, labels[:, :, 0], labels[:, :, 1]) / BATCH
            return ALONE * alone + (1 - ALONE) * together

        slope = jax.grad(loss)(weights)
        shorter = jnp.minimum(1.0, 5.0 / jnp.sqrt(sum((g**2).sum() for g in slope)))
        slope = [g * shorter for g in slope]
        first = [0.9 * m + 0.1 * g for m, g in zip(first, slope, strict=True)]
        second = [0.999 * v + 0.001 * g * g for v, g in zip(second, slope, strict=True)]
        one, two = 1 - 0.9**done, 1 - 0.999**done
        moved = [
            w - rate * (m / one / (jnp.sqrt(v / two) + 1e-8) + DECAY * w)
            for w, m, v in zip(weights, first, second, strict=True)
        ]
        return moved, first, second

    return jax, jax.jit(step)
