"""What queries find, and how it is combined: sorted document numbers with scores."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from peaceindex.search.columns import Bools, Floats, Longs

_DENSE = 32
"""Lists with more than one in this many documents are combined over all documents, shorter ones by look-up."""
_SHORTER = 6
"""A list this many times shorter than another is inserted into it. Lists of similar length are merged."""


class Found(NamedTuple):
    """Documents in ascending order, each once, with their scores."""

    documents: Longs
    scores: Floats


NOTHING = Found(np.zeros(0, np.int64), np.zeros(0, np.float64))


class Combiner:
    """A combiner for what was found in an index of `size` documents. It must not be used by two threads at once.

    Its arrays are as long as the index and are reused, because allocating that
    much memory takes longer than using it.
    """

    def __init__(self, size: int) -> None:
        self._size = size
        self._numbers = np.arange(size, dtype=np.int32)
        self._place = np.zeros(size, np.int32)  # may hold values of earlier calls, so each must be checked
        self._marked = np.zeros(size, bool)  # all False between calls, as `_total` is all 0
        self._total = np.zeros(size)

    def all_of(self, found: list[Found]) -> Found:
        """Return the documents that are in all of these, with their scores summed. `found` is sorted in place."""
        if not found:
            return NOTHING
        found.sort(key=lambda one: len(one.documents))
        documents, scores = found[0]
        for other in found[1:]:
            if not len(documents):
                return NOTHING
            place = self._places(documents, other.documents)
            both = other.documents.take(place, mode="clip") == documents
            if both.all():
                scores = scores + other.scores.take(place)
            else:
                documents, scores = documents[both], scores[both] + other.scores.take(place[both])
        return Found(documents, scores)

    def _places(self, documents: Longs, others: Longs) -> npt.NDArray[Any]:
        """Return the index of each document among the others; any index for a document that is not among them."""
        if len(documents) * _DENSE <= self._size:
            return others.searchsorted(documents)
        self._place[others] = self._numbers[: len(others)]
        return self._place.take(documents)

    def among(self, documents: Longs, others: Longs) -> Bools:
        """Return which of the documents are among the others. Both must be in ascending order."""
        if not len(others):
            return np.zeros(len(documents), bool)
        if len(documents) * _DENSE > len(others):
            self._marked[others] = True
            found: Bools = self._marked.take(documents)
            self._marked[others] = False
        else:
            found = others.take(others.searchsorted(documents), mode="clip") == documents
        return found

    def any_of(self, found: list[Found]) -> Found:
        """Return the documents that are in any of these, with their scores summed."""
        found = sorted((one for one in found if len(one.documents)), key=lambda one: len(one.documents))
        if len(found) < 2:
            return found[0] if found else NOTHING
        count = sum(len(one.documents) for one in found[:-1])
        if count * _SHORTER < len(found[-1].documents):
            return _put_into(found[-1], self.any_of(found[:-1]))
        if (count + len(found[-1].documents)) * _DENSE < self._size:
            documents = np.concatenate([one.documents for one in found])
            order = documents.argsort(kind="stable")
            documents = documents[order]
            first = np.flatnonzero(np.diff(documents, prepend=-1))
            scores = np.add.reduceat(np.concatenate([one.scores for one in found])[order], first)
            return Found(documents[first], scores)
        for one in found:
            self._marked[one.documents] = True
            self._total[one.documents] += one.scores
        return self._taken()

    def summed(self, parts: list[tuple[Longs, npt.NDArray[Any]]]) -> tuple[Longs, npt.NDArray[Any]]:
        """Return the documents of all parts, in ascending order and each once, with their weights summed."""
        return self.any_of([Found(documents, weights.astype(np.float64)) for documents, weights in parts])

    def without(self, found: Found, excluded: Longs) -> Found:
        """Return the documents that are not excluded."""
        return kept(found, ~self.among(found.documents, excluded))

    def _taken(self) -> Found:
        """Return the marked documents with their totals, and clear both arrays."""
        union = np.flatnonzero(self._marked)
        scores = self._total.take(union)
        self._marked[union] = False
        self._total[union] = 0.0
        return Found(union, scores)


def _put_into(found: Found, shorter: Found) -> Found:
    """Return what was found, with a shorter list of documents inserted."""
    place = found.documents.searchsorted(shorter.documents)
    new = found.documents.take(place, mode="clip") != shorter.documents
    if not new.any():
        scores = found.scores.copy()
        scores[place] += shorter.scores
        return Found(found.documents, scores)
    place += np.cumsum(new) - new  # the final index of each, after those inserted before it
    size = len(found.documents) + int(np.count_nonzero(new))
    documents, scores, old = np.empty(size, np.int64), np.empty(size), np.ones(size, bool)
    added = place[new]
    old[added] = False
    documents[old], scores[old] = found
    documents[added], scores[added] = shorter.documents[new], 0.0
    scores[place] += shorter.scores
    return Found(documents, scores)


def kept(found: Found, keep: Bools) -> Found:
    """Return what was found, where `keep` is True."""
    return found if keep.all() else Found(found.documents[keep], found.scores[keep])


def scored(documents: Longs, score: float) -> Found:
    """Return documents that all have the same score."""
    return Found(documents, np.full(len(documents), float(score)))


def boosted(found: Found, boost: float) -> Found:
    """Return the same documents with their scores multiplied by `boost`."""
    return found if boost == 1.0 else Found(found.documents, found.scores * boost)


def only(found: Found, keys: Longs) -> Found:
    """Return those documents found that contain at least one of these keys. `keys` must be sorted."""
    documents = keys >> 32
    if len(documents):
        documents = documents[np.concatenate(([True], documents[1:] != documents[:-1]))]
    return Found(documents, found.scores[np.searchsorted(found.documents, documents)])
