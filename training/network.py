"""Training of the networks of `peaceindex.cleaning.models.network`, with JAX on one core."""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from peaceindex.cleaning.models.network import POOLED, STEPS, Encoding, Matrix, Network, Numbers, Weights

if TYPE_CHECKING:
    from collections.abc import Sequence

UNITS: Final = 40
ROUNDS: Final = 15
BATCH_PAGES: Final = 16
LEARNING_RATE: Final = 3e-3
DROPOUT: Final = 0.25
WEIGHT_DECAY: Final = 0.02
OWN_LABEL_SHARE: Final = 0.3
"""When one line is to be chosen: the share of the loss for each line's own label, as against that for the choice."""
BATCH_LENGTHS: Final = (16, 32, 48, 72, 112, 176)
"""Pages are trained on in batches of about the same number of lines. Longer ones are split at the last length."""
BATCH_SIZES: Final = {16: 64, 32: 32}
"""Number of pages in batches of short ones, by length; in all others there are `BATCH_PAGES`."""


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines of a page for training: features, labels (1: text, 0: not), and weights."""

    rows: Matrix
    labels: Numbers
    weights: Numbers


def flags(names: Sequence[str], **ranges: Sequence[tuple[float, float]]) -> list[tuple[int, float, float]]:
    """Return the flags of an encoding: (column, low, high) for each range of each named feature.

    A name that ends in `_` stands for all features that begin with it.
    """
    return [
        (column, low, high)
        for column, name in enumerate(names)
        for wanted, bounds in ranges.items()
        if name == wanted or (wanted.endswith("_") and name.startswith(wanted))
        for low, high in bounds
    ]


def train(
    pages: Sequence[Lines], flagged: Sequence[tuple[int, float, float]], votes: int, *, choosing: bool = False
) -> Network:
    """Train networks that separate the lines with label 1 from the others; the same pages always give the same
    networks.

    With `choosing`, at most one line of each page is to be chosen (any with label 1). The odds then say how much
    likelier a line is than no line at all.
    """
    pages = [page for page in pages if len(page.labels)]
    column, low, high = zip(*flagged, strict=True)
    none = np.zeros(0, dtype=np.float32)
    unscaled = Encoding(np.array(column), np.array(low, np.float32), np.array(high, np.float32), none, none)
    all_values = np.concatenate([unscaled.raw(page.rows) for page in pages])
    encoding = Encoding(
        unscaled.column, unscaled.low, unscaled.high, all_values.mean(axis=0), all_values.std(axis=0) + 1e-3
    )
    encoded = [Lines(encoding(page.rows), page.labels, page.weights) for page in pages]
    trained = [_train_one(encoded, seed, choosing) for seed in range(votes)]
    return Network(encoding, Weights(*(np.stack(arrays) for arrays in zip(*trained, strict=True))))


def _train_one(pages: Sequence[Lines], seed: int, choosing: bool) -> tuple[Matrix, ...]:
    """Return the weights of one network, in the order of `Weights`."""
    jax, step = _jax(choosing)
    rng = np.random.default_rng(seed)
    longest = BATCH_LENGTHS[-1]
    pieces: dict[int, list[Lines]] = {length: [] for length in BATCH_LENGTHS}
    for page in pages:
        for start in range(0, len(page.labels), longest):
            part = slice(start, start + longest)
            piece = Lines(page.rows[part], page.labels[part], page.weights[part])
            pieces[next(n for n in BATCH_LENGTHS if n >= len(piece.labels))].append(piece)

    def batches() -> list[tuple[int, Numbers]]:
        found = [
            (length, chosen)
            for length, batch_pieces in pieces.items()
            if batch_pieces
            for chosen in np.array_split(
                rng.permutation(len(batch_pieces)), -(-len(batch_pieces) // BATCH_SIZES.get(length, BATCH_PAGES))
            )
        ]
        rng.shuffle(found)
        return found

    weights = _initial_weights(rng, pages[0].rows.shape[1])
    state = (weights, [np.zeros_like(w) for w in weights], [np.zeros_like(w) for w in weights])
    total_steps, steps_done = ROUNDS * len(batches()), 0
    for _ in range(ROUNDS):
        for length, chosen in batches():
            steps_done += 1
            rate = LEARNING_RATE * 0.5 * (1 + np.cos(np.pi * steps_done / total_steps)) * min(1.0, steps_done / 100)
            batch = _batch([pieces[length][k] for k in chosen], length)
            state = step(*state, float(steps_done), rate, *batch, jax.random.PRNGKey(seed * 100_003 + steps_done))
    return tuple(np.array(w, dtype=np.float32) for w in state[0])


def _initial_weights(rng: np.random.Generator, inputs: int) -> list[Matrix]:
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
    """Return the rows, labels and weights of a batch, padded with lines of weight 0."""
    size = BATCH_SIZES.get(length, BATCH_PAGES)
    rows = np.zeros((size, length, pieces[0].rows.shape[1]), dtype=np.float32)
    labels = np.zeros((size, length, 2), dtype=np.float32)
    weights = np.zeros((size, length), dtype=np.float32)
    for k, piece in enumerate(pieces):
        count = len(piece.labels)
        rows[k, :count] = piece.rows
        labels[k, :count, 0] = piece.labels
        labels[k, :count, 1] = 1.0  # marks a line that is not padding
        weights[k, :count] = piece.weights
    return rows, labels, weights


@cache
def _jax(choosing: bool) -> tuple[Any, Any]:
    """Return JAX, and the compiled step of Adam with weight decay on one batch; for `choosing` see `train`."""
    os.environ.setdefault("XLA_FLAGS", "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1")
    import jax  # type: ignore[import-not-found,import-untyped,unused-ignore]
    import jax.numpy as jnp  # type: ignore[import-not-found,import-untyped,unused-ignore]

    def forward(weights: Any, rows: Any, is_line: Any, key: Any) -> Any:
        enter, enter_bias, look, look_bias, add, add_bias, pool, leave, leave_bias = weights
        keys = jax.random.split(key, len(STEPS) + 1)

        def dropout(values: Any, key: Any) -> Any:
            return values * jax.random.bernoulli(key, 1 - DROPOUT, values.shape) / (1 - DROPOUT)

        lines = jax.nn.relu(dropout(rows, keys[-1]) @ enter + enter_bias) * is_line
        count = rows.shape[1]
        for layer, step in enumerate(STEPS):
            padded = jnp.pad(lines, ((0, 0), (step, step), (0, 0)))
            neighbours = jnp.concatenate([padded[:, :count], lines, padded[:, 2 * step :]], axis=2)
            layer_output = dropout(jax.nn.relu(neighbours @ look[layer] + look_bias[layer]), keys[layer])
            lines = (lines + layer_output @ add[layer] + add_bias[layer]) * is_line
            if layer == POOLED:
                mean = lines.sum(axis=1, keepdims=True) / (is_line.sum(axis=1, keepdims=True) + 1e-6)
                highest = jnp.where(is_line > 0, lines, -9.0).max(axis=1, keepdims=True)
                lines = (lines + jax.nn.relu(jnp.concatenate([mean, highest], axis=2) @ pool)) * is_line
        return (lines @ leave + leave_bias)[:, :, 0]

    def choice_cost(odds: Any, right: Any, is_line: Any) -> Any:
        # The odds of no line are 0; on a page without a right line, no line is right.
        never = -1e9
        none = jnp.zeros((odds.shape[0], 1))
        every = jax.nn.logsumexp(jnp.concatenate([jnp.where(is_line > 0, odds, never), none], axis=1), axis=1)
        any_right = jax.nn.logsumexp(jnp.where(right > 0, odds, never), axis=1)
        return ((every - jnp.where(right.any(axis=1), any_right, 0.0)) * is_line.any(axis=1)).sum()

    def step(
        weights: Any,
        first: Any,
        second: Any,
        steps_done: Any,
        rate: Any,
        rows: Any,
        labels: Any,
        line_weights: Any,
        key: Any,
    ) -> Any:
        def loss(weights: Any) -> Any:
            odds = forward(weights, rows, labels[:, :, 1:], key)
            each = jnp.maximum(odds, 0) - odds * labels[:, :, 0] + jnp.log1p(jnp.exp(-jnp.abs(odds)))
            own_loss = (each * line_weights).sum() / BATCH_PAGES
            if not choosing:
                return own_loss
            choice_loss = choice_cost(odds, labels[:, :, 0], labels[:, :, 1]) / BATCH_PAGES
            return OWN_LABEL_SHARE * own_loss + (1 - OWN_LABEL_SHARE) * choice_loss

        gradient = jax.grad(loss)(weights)
        clipping = jnp.minimum(1.0, 5.0 / jnp.sqrt(sum((g**2).sum() for g in gradient)))
        gradient = [g * clipping for g in gradient]
        first = [0.9 * m + 0.1 * g for m, g in zip(first, gradient, strict=True)]
        second = [0.999 * v + 0.001 * g * g for v, g in zip(second, gradient, strict=True)]
        one, two = 1 - 0.9**steps_done, 1 - 0.999**steps_done
        updated = [
            w - rate * (m / one / (jnp.sqrt(v / two) + 1e-8) + WEIGHT_DECAY * w)
            for w, m, v in zip(weights, first, second, strict=True)
        ]
        return updated, first, second

    return jax, jax.jit(step)
