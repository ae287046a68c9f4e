"""What queries find, and how it is combined: sorted document numbers with scores."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from peaceindex.search.columns import Bools, Floats, Ints, Longs

_DENSE = 32
"""Lists that hold more than one document of so many are combined over all documents, shorter ones by looking up."""


class Found(NamedTuple):
    """Documents in order, each once, and the score of each."""

    documents: Ints
    scores: Floats


NOTHING = Found(np.zeros(0, np.int32), np.zeros(0, np.float64))


def all_of(found: list[Found], size: int) -> Found:
    """The documents that are in all of these; `size` is the number of all documents. Scores are summed."""
    if not found:
        return NOTHING
    found.sort(key=lambda one: len(one.documents))
    documents, scores = found[0]
    for other in found[1:]:
        if not len(documents):
            return NOTHING
        if len(documents) * _DENSE > size:
            place = np.full(size, -1, np.int32)
            place[other.documents] = np.arange(len(other.documents), dtype=np.int32)
            place = place[documents]
            both = place >= 0
        else:
            place = np.minimum(np.searchsorted(other.documents, documents), len(other.documents) - 1)
            both = other.documents[place] == documents
        if both.all():
            scores = scores + other.scores[place]
        else:
            documents, scores = documents[both], scores[both] + other.scores[place[both]]
    return Found(documents, scores)


def any_of(found: list[Found], size: int) -> Found:
    """The documents that are in any of these. Scores are summed."""
    found = [one for one in found if len(one.documents)]
    if len(found) < 2:
        return found[0] if found else NOTHING
    if sum(len(one.documents) for one in found) * _DENSE < size:
        documents, place = np.unique(np.concatenate([one.documents for one in found]), return_inverse=True)
        scores: Floats = np.bincount(place, np.concatenate([one.scores for one in found])).astype(np.float64)
        return Found(documents, scores)
    matched = np.zeros(size, bool)
    total = np.zeros(size)
    for one in found:
        matched[one.documents] = True
        total[one.documents] += one.scores
    union = numbers_of(matched)
    return Found(union, total[union])


def summed(parts: list[tuple[Ints, npt.NDArray[Any]]], size: int) -> tuple[Ints, npt.NDArray[Any]]:
    """Documents with weights, those of all parts together: in order, each once, its weights summed."""
    parts = [part for part in parts if len(part[0])]
    if not parts:
        return NOTHING
    if len(parts) == 1:
        return parts[0]
    documents = np.concatenate([part[0] for part in parts])
    weights = np.concatenate([part[1] for part in parts])
    if len(documents) * _DENSE < size:
        union, place = np.unique(documents, return_inverse=True)
        return union, np.bincount(place, weights)
    total = np.bincount(documents, weights, minlength=size)
    union = np.flatnonzero(total).astype(np.int32)
    return union, total[union]


def without(found: Found, excluded: Ints, size: int) -> Found:
    """The documents that are not excluded."""
    left = np.ones(size, bool)
    left[excluded] = False
    keep = left[found.documents]
    return Found(found.documents[keep], found.scores[keep])


def numbers_of(matched: Bools) -> Ints:
    """The documents that are marked."""
    return np.flatnonzero(matched).astype(np.int32)


def scored(documents: Ints, score: float) -> Found:
    """Documents with the same score each."""
    return Found(documents, np.full(len(documents), float(score)))


def boosted(found: Found, boost: float) -> Found:
    """The same documents, their scores multiplied."""
    return found if boost == 1.0 else Found(found.documents, found.scores * boost)


def only(found: Found, keys: Longs) -> Found:
    """Of what was found, the documents that these places are in."""
    documents = (keys >> 32).astype(np.int32)
    if len(documents):
        documents = documents[np.concatenate(([True], documents[1:] != documents[:-1]))]
    return Found(documents, found.scores[np.searchsorted(found.documents, documents)])
