"""What queries find, and how it is combined: sorted document numbers with scores."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from peaceindex.search.columns import Bools, Floats, Longs

_DENSE = 32
"""Lists that hold more than one document of so many are combined over all documents, shorter ones by looking up."""
_SHORTER = 6
"""A list so many times shorter than another is put into it; lists of about one length are combined as equals."""


class Found(NamedTuple):
    """Documents in order, each once, and the score of each."""

    documents: Longs
    scores: Floats


NOTHING = Found(np.zeros(0, np.int64), np.zeros(0, np.float64))


class Combiner:
    """Combines what was found in an index of so many documents. Not to be used by two threads at once.

    Its arrays, as long as the index, are kept from one use to the next: to
    have the system give out so much memory takes longer than to use it.
    """

    def __init__(self, size: int) -> None:
        self._size = size
        self._numbers = np.arange(size, dtype=np.int32)
        self._place = np.zeros(size, np.int32)  # of what was used last: what stands in it must be proved
        self._marked = np.zeros(size, bool)  # False everywhere between two uses, as this is 0
        self._total = np.zeros(size)

    def all_of(self, found: list[Found]) -> Found:
        """The documents that are in all of these. Scores are summed."""
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
        """The place of each document among the others; any place for one that is not there."""
        if len(documents) * _DENSE <= self._size:
            return others.searchsorted(documents)
        self._place[others] = self._numbers[: len(others)]
        return self._place.take(documents)

    def among(self, documents: Longs, others: Longs) -> Bools:
        """Which of the documents are among the others, both in order."""
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
        """The documents that are in any of these. Scores are summed."""
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
        """Documents with weights, those of all parts together: in order, each once, its weights summed."""
        return self.any_of([Found(documents, weights.astype(np.float64)) for documents, weights in parts])

    def without(self, found: Found, excluded: Longs) -> Found:
        """The documents that are not excluded."""
        return kept(found, ~self.among(found.documents, excluded))

    def _taken(self) -> Found:
        """What is marked, with its total; both arrays are cleared."""
        union = np.flatnonzero(self._marked)
        scores = self._total.take(union)
        self._marked[union] = False
        self._total[union] = 0.0
        return Found(union, scores)


def _put_into(found: Found, shorter: Found) -> Found:
    """What was found, and a shorter list of documents put into it where they belong."""
    place = found.documents.searchsorted(shorter.documents)
    new = found.documents.take(place, mode="clip") != shorter.documents
    if not new.any():
        scores = found.scores.copy()
        scores[place] += shorter.scores
        return Found(found.documents, scores)
    place += np.cumsum(new) - new  # where each will be, after those that are put in before it
    size = len(found.documents) + int(np.count_nonzero(new))
    documents, scores, old = np.empty(size, np.int64), np.empty(size), np.ones(size, bool)
    added = place[new]
    old[added] = False
    documents[old], scores[old] = found
    documents[added], scores[added] = shorter.documents[new], 0.0
    scores[place] += shorter.scores
    return Found(documents, scores)


def kept(found: Found, keep: Bools) -> Found:
    """Of what was found, those that are to be kept."""
    return found if keep.all() else Found(found.documents[keep], found.scores[keep])


def scored(documents: Longs, score: float) -> Found:
    """Documents with the same score each."""
    return Found(documents, np.full(len(documents), float(score)))


def boosted(found: Found, boost: float) -> Found:
    """The same documents, their scores multiplied."""
    return found if boost == 1.0 else Found(found.documents, found.scores * boost)


def only(found: Found, keys: Longs) -> Found:
    """Of what was found, the documents that these places are in."""
    documents = keys >> 32
    if len(documents):
        documents = documents[np.concatenate(([True], documents[1:] != documents[:-1]))]
    return Found(documents, found.scores[np.searchsorted(found.documents, documents)])
