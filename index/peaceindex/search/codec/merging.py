"""Merging of several segments into one without their deleted documents, array by array and without decoding."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from peaceindex.search.codec.inverted import Inverted, Lexicon, Longs, narrowest
from peaceindex.search.codec.sections import Array

Renumbering = npt.NDArray[np.int64]
"""For each document of a segment, its number in the new segment; -1 if it is left out."""


def merged(parts: Sequence[tuple[Inverted | None, Renumbering]], size: int) -> Inverted | None:
    """Return one field of a new segment of `size` documents, or None if no part has the field.

    The parts come in the order of their new numbers. A part whose field is None has documents but lacks the field.
    """
    kept = [_kept(field, numbers) for field, numbers in parts if field is not None]
    if not kept:
        return None
    terms = sorted(set().union(*(part.terms for part in kept)))
    ranks = dict(zip(terms, range(len(terms)), strict=True))
    maps = [np.fromiter(map(ranks.__getitem__, part.terms), np.int64, len(part.terms)) for part in kept]
    del ranks
    start, documents = _joined([(part.documents, part.start) for part in kept], maps, len(terms))
    counts = weights = places = first_place = None
    if any(part.counts is not None for part in kept):
        _, counts = _joined([(part.posting_counts(), part.start) for part in kept], maps, len(terms))
    if any(part.weights is not None for part in kept):
        _, weights = _joined([(part.posting_weights(), part.start) for part in kept], maps, len(terms))
    if all(part.places is not None for part in kept):
        pairs = [(p.places, p.first_place) for p in kept if p.places is not None and p.first_place is not None]
        first_place, places = _joined(pairs, maps, len(terms))
    return Inverted(Lexicon.of(terms), start, documents, counts, weights, places, first_place, _lengths(parts, size))


def _kept(field: Inverted, numbers: Renumbering) -> Inverted:
    """Return a field with its documents renumbered and without the documents that are left out."""
    new = numbers[field.documents]
    keep = new >= 0
    if keep.all():
        return Inverted(
            field.terms,
            field.start,
            new.astype(np.uint32),
            field.counts,
            field.weights,
            field.places,
            field.first_place,
        )
    before = np.concatenate(([0], np.cumsum(keep))).astype(np.int64)  # the number of postings kept before each one
    start = before[field.start]
    alive = np.flatnonzero(np.diff(start))
    places = first_place = None
    counts = field.posting_counts()
    if field.places is not None and field.first_place is not None:
        places = field.places[np.repeat(keep, counts)]
        left = np.concatenate(([0], np.cumsum(np.where(keep, counts, 0), dtype=np.int64)))
        first_place = np.append(left[field.start[alive]], left[-1])
    return Inverted(
        Lexicon.of([field.terms[number] for number in alive.tolist()]),
        np.append(start[alive], start[-1]),
        new[keep].astype(np.uint32),
        counts[keep],
        None if field.weights is None else field.weights[keep],
        places,
        first_place,
    )


def _joined(parts: list[tuple[Array, Longs]], maps: list[Longs], size: int) -> tuple[Longs, Array]:
    """Join arrays that hold one run of values per term. Return where each term's run begins, and the joined values."""
    lengths = [np.diff(start) for _, start in parts]
    total = np.zeros(size + 1, np.int64)
    for ranks, length in zip(maps, lengths, strict=True):
        total[ranks + 1] += length
    start: Longs = np.cumsum(total)
    kind = max((values.dtype for values, _ in parts), key=lambda one: one.itemsize)
    together: Any = np.empty(int(start[-1]), kind)
    at = start[:-1].copy()
    for (values, begin), ranks, length in zip(parts, maps, lengths, strict=True):
        shift = np.repeat(at[ranks] - begin[:-1], length)
        shift += np.arange(len(shift))
        together[shift] = values
        at[ranks] += length
    return start, together


def _lengths(parts: Sequence[tuple[Inverted | None, Renumbering]], size: int) -> Array | None:
    if not any(field is not None and field.lengths is not None for field, _ in parts):
        return None
    lengths = np.zeros(size, np.uint32)
    for field, numbers in parts:
        if field is not None and field.lengths is not None:
            keep = numbers >= 0
            lengths[numbers[keep]] = field.lengths[keep]
    return narrowest(lengths)
