"""Merging of several segments into one without their deleted documents, array by array and without decoding."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from peaceindex.search.codec.inverted import Inverted, Lexicon, Longs, narrowest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from peaceindex.search.codec.sections import Array

Renumbering = np.ndarray[Any, np.dtype[np.int64]]
"""For each document of a segment, its number in the new segment; -1 if it is left out."""


def merged(parts: Sequence[tuple[Inverted | None, Renumbering]], size: int) -> Inverted | None:
    """Return one field of a new segment of `size` documents, or None if no part has the field.

    The parts come in the order of their new numbers. A part whose field is None has documents but lacks the field.
    """
    fields = [_without_deleted(field, numbers) for field, numbers in parts if field is not None]
    if not fields:
        return None
    terms = sorted(set().union(*(part.terms for part in fields)))
    ranks = dict(zip(terms, range(len(terms)), strict=True))
    rank_maps = [np.fromiter(map(ranks.__getitem__, part.terms), np.int64, len(part.terms)) for part in fields]
    del ranks
    start, documents = _interleave([(part.documents, part.start) for part in fields], rank_maps, len(terms))
    counts = weights = positions = first_position = None
    if any(part.counts is not None for part in fields):
        _, counts = _interleave([(part.posting_counts(), part.start) for part in fields], rank_maps, len(terms))
    if any(part.weights is not None for part in fields):
        _, weights = _interleave([(part.posting_weights(), part.start) for part in fields], rank_maps, len(terms))
    if all(part.positions is not None for part in fields):
        pairs = [
            (p.positions, p.first_position) for p in fields if p.positions is not None and p.first_position is not None
        ]
        first_position, positions = _interleave(pairs, rank_maps, len(terms))
    return Inverted(
        Lexicon.of(terms), start, documents, counts, weights, positions, first_position, _lengths(parts, size)
    )


def _without_deleted(field: Inverted, numbers: Renumbering) -> Inverted:
    """Return a field with its documents renumbered and without the documents that are left out."""
    new = numbers[field.documents]
    is_kept = new >= 0
    if is_kept.all():
        return Inverted(
            field.terms,
            field.start,
            new.astype(np.uint32),
            field.counts,
            field.weights,
            field.positions,
            field.first_position,
        )
    new_posting = np.concatenate(([0], np.cumsum(is_kept))).astype(np.int64)  # the kept postings before each one
    start = new_posting[field.start]
    alive = np.flatnonzero(np.diff(start))
    positions = first_position = None
    counts = field.posting_counts()
    if field.positions is not None and field.first_position is not None:
        positions = field.positions[np.repeat(is_kept, counts)]
        new_position = np.concatenate(([0], np.cumsum(np.where(is_kept, counts, 0), dtype=np.int64)))
        first_position = np.append(new_position[field.start[alive]], new_position[-1])
    return Inverted(
        Lexicon.of([field.terms[number] for number in alive.tolist()]),
        np.append(start[alive], start[-1]),
        new[is_kept].astype(np.uint32),
        counts[is_kept],
        None if field.weights is None else field.weights[is_kept],
        positions,
        first_position,
    )


def _interleave(parts: list[tuple[Array, Longs]], rank_maps: list[Longs], size: int) -> tuple[Longs, Array]:
    """Join arrays that hold one run of values per term. Return where each term's run begins, and the joined values."""
    lengths = [np.diff(start) for _, start in parts]
    total = np.zeros(size + 1, np.int64)
    for ranks, length in zip(rank_maps, lengths, strict=True):
        total[ranks + 1] += length
    start: Longs = np.cumsum(total)
    kind = max((values.dtype for values, _ in parts), key=lambda one: one.itemsize)
    joined: Any = np.empty(int(start[-1]), kind)
    next_free = start[:-1].copy()
    for (values, first), ranks, length in zip(parts, rank_maps, lengths, strict=True):
        shift = np.repeat(next_free[ranks] - first[:-1], length)
        shift += np.arange(len(shift))
        joined[shift] = values
        next_free[ranks] += length
    return start, joined


def _lengths(parts: Sequence[tuple[Inverted | None, Renumbering]], size: int) -> Array | None:
    if not any(field is not None and field.lengths is not None for field, _ in parts):
        return None
    lengths = np.zeros(size, np.uint32)
    for field, numbers in parts:
        if field is not None and field.lengths is not None:
            is_kept = numbers >= 0
            lengths[numbers[is_kept]] = field.lengths[is_kept]
    return narrowest(lengths)
