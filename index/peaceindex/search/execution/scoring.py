"""BM25F as Whoosh computes it, for a whole posting list at once."""

from __future__ import annotations

from math import log
from typing import TYPE_CHECKING, Any

import numpy as np
from whoosh.scoring import BM25F
from whoosh.searching import Searcher

from peaceindex.search.execution.combine import NO_DOCUMENTS, ScoredDocuments
from peaceindex.search.execution.postings import Postings, bm25

if TYPE_CHECKING:
    import numpy.typing as npt

    from peaceindex.search.columns import Floats, Longs


class Scorer:
    """A scorer for the posting lists of one generation of an index."""

    def __init__(self, searcher: Searcher, postings: Postings, size: int) -> None:
        self._searcher = searcher
        self._postings = postings
        self._size = size
        self._norms: dict[str, Floats | None] = {}

    def scored(self, field: str, documents: Longs, weights: npt.NDArray[Any]) -> ScoredDocuments:
        """Return a posting list's documents with their scores. In a field without lengths, the score is the weight."""
        if not len(documents):
            return NO_DOCUMENTS
        norm = self._norm(field)
        if norm is None:
            return ScoredDocuments(documents, weights.astype(np.float64))
        inverse_frequency = log(self._size / (len(documents) + 1)) + 1
        return ScoredDocuments(documents, bm25(weights, norm.take(documents), inverse_frequency, self._model.K1))

    @property
    def _model(self) -> BM25F:
        model: BM25F = self._searcher.weighting
        return model

    def _norm(self, field: str) -> Floats | None:
        """Return what each document's length adds to the denominator of its scores; None if there are no lengths."""
        if field not in self._norms:
            lengths = self._postings.lengths(field) if self._searcher.schema[field].scorable else None
            norm = None
            if lengths is not None:
                model = self._model
                average = self._searcher.avg_field_length(field) or 1
                norm = model.K1 * ((1 - model.B) + model.B * lengths / average)
            self._norms[field] = norm
        return self._norms[field]
