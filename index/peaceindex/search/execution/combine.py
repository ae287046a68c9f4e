"""What queries find, and how it is combined: sorted document numbers with scores."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    from peaceindex.search.columns import Bools, Floats, Longs

_DENSE_RATIO = 32
"""Lists with more than one in this many documents are combined over all documents, shorter ones by look-up."""
_INSERT_RATIO = 6
"""A list this many times shorter than another is inserted into it. Lists of similar length are merged."""


class ScoredDocuments(NamedTuple):
    """Documents in ascending order, each once, with their scores."""

    documents: Longs
    scores: Floats


NO_DOCUMENTS = ScoredDocuments(np.zeros(0, np.int64), np.zeros(0, np.float64))


class Combiner:
    """A combiner for what was found in an index of `size` documents. It must not be used by two threads at once.

    Its arrays are as long as the index and are reused, because allocating that
    much memory takes longer than using it.
    """

    def __init__(self, size: int) -> None:
        self._size = size
        self._all_indices = np.arange(size, dtype=np.int32)
        self._scratch_indices = np.zeros(size, np.int32)  # may hold values of earlier calls, so each must be checked
        self._marked = np.zeros(size, bool)  # all False between calls, as `_total` is all 0
        self._total = np.zeros(size)

    def all_of(self, found: list[ScoredDocuments]) -> ScoredDocuments:
        """Return the documents that are in all of these, with their scores summed. `found` is sorted in place."""
        if not found:
            return NO_DOCUMENTS
        found.sort(key=lambda one: len(one.documents))
        documents, scores = found[0]
        for other in found[1:]:
            if not len(documents):
                return NO_DOCUMENTS
            indices = self._indices_among(documents, other.documents)
            is_common = other.documents.take(indices, mode="clip") == documents
            if is_common.all():
                scores = scores + other.scores.take(indices)
            else:
                documents, scores = documents[is_common], scores[is_common] + other.scores.take(indices[is_common])
        return ScoredDocuments(documents, scores)

    def _indices_among(self, documents: Longs, others: Longs) -> npt.NDArray[Any]:
        """Return the index of each document among the others; any index for a document that is not among them."""
        if len(documents) * _DENSE_RATIO <= self._size:
            return others.searchsorted(documents)
        self._scratch_indices[others] = self._all_indices[: len(others)]
        return self._scratch_indices.take(documents)

    def among(self, documents: Longs, others: Longs) -> Bools:
        """Return which of the documents are among the others. Both must be in ascending order."""
        if not len(others):
            return np.zeros(len(documents), bool)
        if len(documents) * _DENSE_RATIO > len(others):
            self._marked[others] = True
            found: Bools = self._marked.take(documents)
            self._marked[others] = False
        else:
            found = others.take(others.searchsorted(documents), mode="clip") == documents
        return found

    def any_of(self, found: list[ScoredDocuments]) -> ScoredDocuments:
        """Return the documents that are in any of these, with their scores summed."""
        found = sorted((one for one in found if len(one.documents)), key=lambda one: len(one.documents))
        if len(found) < 2:
            return found[0] if found else NO_DOCUMENTS
        count = sum(len(one.documents) for one in found[:-1])
        if count * _INSERT_RATIO < len(found[-1].documents):
            return _insert(found[-1], self.any_of(found[:-1]))
        if (count + len(found[-1].documents)) * _DENSE_RATIO < self._size:
            documents = np.concatenate([one.documents for one in found])
            order = documents.argsort(kind="stable")
            documents = documents[order]
            first = np.flatnonzero(np.diff(documents, prepend=-1))
            scores = np.add.reduceat(np.concatenate([one.scores for one in found])[order], first)
            return ScoredDocuments(documents[first], scores)
        for one in found:
            self._marked[one.documents] = True
            self._total[one.documents] += one.scores
        return self._collect_marked()

    def summed(self, parts: list[tuple[Longs, npt.NDArray[Any]]]) -> tuple[Longs, npt.NDArray[Any]]:
        """Return the documents of all parts, in ascending order and each once, with their weights summed."""
        return self.any_of([ScoredDocuments(documents, weights.astype(np.float64)) for documents, weights in parts])

    def without(self, found: ScoredDocuments, excluded: Longs) -> ScoredDocuments:
        """Return the documents that are not excluded."""
        return filtered(found, ~self.among(found.documents, excluded))

    def _collect_marked(self) -> ScoredDocuments:
        """Return the marked documents with their totals, and clear both arrays."""
        union = np.flatnonzero(self._marked)
        scores = self._total.take(union)
        self._marked[union] = False
        self._total[union] = 0.0
        return ScoredDocuments(union, scores)


def _insert(found: ScoredDocuments, shorter: ScoredDocuments) -> ScoredDocuments:
    """Return what was found, with a shorter list of documents inserted."""
    indices = found.documents.searchsorted(shorter.documents)
    is_new = found.documents.take(indices, mode="clip") != shorter.documents
    if not is_new.any():
        scores = found.scores.copy()
        scores[indices] += shorter.scores
        return ScoredDocuments(found.documents, scores)
    indices += np.cumsum(is_new) - is_new  # the final index of each, after those inserted before it
    size = len(found.documents) + int(np.count_nonzero(is_new))
    documents, scores, is_old = np.empty(size, np.int64), np.empty(size), np.ones(size, bool)
    added = indices[is_new]
    is_old[added] = False
    documents[is_old], scores[is_old] = found
    documents[added], scores[added] = shorter.documents[is_new], 0.0
    scores[indices] += shorter.scores
    return ScoredDocuments(documents, scores)


def filtered(found: ScoredDocuments, is_kept: Bools) -> ScoredDocuments:
    """Return what was found, where `is_kept` is True."""
    return found if is_kept.all() else ScoredDocuments(found.documents[is_kept], found.scores[is_kept])


def scored(documents: Longs, score: float) -> ScoredDocuments:
    """Return documents that all have the same score."""
    return ScoredDocuments(documents, np.full(len(documents), float(score)))


def boosted(found: ScoredDocuments, boost: float) -> ScoredDocuments:
    """Return the same documents with their scores multiplied by `boost`."""
    return found if boost == 1.0 else ScoredDocuments(found.documents, found.scores * boost)


def with_keys(found: ScoredDocuments, keys: Longs) -> ScoredDocuments:
    """Return those documents found that contain at least one of these keys. `keys` must be sorted."""
    documents = keys >> 32
    if len(documents):
        documents = documents[np.concatenate(([True], documents[1:] != documents[:-1]))]
    return ScoredDocuments(documents, found.scores[np.searchsorted(found.documents, documents)])
