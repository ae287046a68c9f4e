"""The order of hits. The first page is selected at once; the rest is sorted when somebody turns to it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    from peaceindex.model.search import Sort
    from peaceindex.search.columns import Bools, Columns, Floats, Ints, Longs

FIRST_PAGE_HITS = 256
"""The number of hits that are sorted at once."""
_SAMPLE_VALUES = 1024
"""Among many values, about this many are sampled to estimate which are the smallest."""


class Ranking:
    """The documents that were found, by relevance or by time. Those with equal scores are sorted newest first."""

    def __init__(
        self,
        columns: Columns,
        documents: Longs,
        scores: Floats,
        sort: Sort,
        unfiltered: Longs | None = None,
        are_first: Bools | None = None,
    ) -> None:
        """`are_first` says of each document whether it comes before all others."""
        self.columns = columns
        self.documents = documents
        self.unfiltered = documents if unfiltered is None else unfiltered
        """The documents that the query found, before ticks narrowed them."""
        self._scores = scores
        self._sort: Sort = sort
        self._by_time = _rank_by_time(columns, sort)
        self._by_score = sort == "relevance"
        self._are_first = are_first
        self.first_count = 0 if are_first is None else int(are_first.sum())
        """How many documents come before all others."""
        self.rows: Sequence[int] = RankedValues(self, columns.rows, documents)
        self.scores: Sequence[float] = RankedValues(self, scores, None)

    def __len__(self) -> int:
        return len(self.documents)

    @cached_property
    def order(self) -> Longs:
        """The indices in `documents` of all hits, in order."""
        return self.ordered(np.arange(len(self.documents)))

    @cached_property
    def first_page(self) -> Longs:
        """The indices in `documents` of the first hits, in order."""
        size = len(self.documents)
        if size <= 2 * FIRST_PAGE_HITS or self.first_count:
            return self.order
        if not self._by_score:
            return self.ordered(self._earliest(np.arange(size), FIRST_PAGE_HITS))
        negated = -self._scores
        candidates = _candidate_indices(negated, FIRST_PAGE_HITS)
        negated = negated.take(candidates)
        limit = np.partition(negated, FIRST_PAGE_HITS - 1)[FIRST_PAGE_HITS - 1]
        better, equal = candidates[negated < limit], candidates[negated == limit]
        return self.ordered(np.concatenate((better, self._earliest(equal, FIRST_PAGE_HITS - len(better)))))

    def subset(self, indices: Longs) -> Ranking:
        """Return the ranking of the hits at these indices in `documents`."""
        are_first = None if self._are_first is None else self._are_first.take(indices)
        documents, scores = self.documents.take(indices), self._scores.take(indices)
        return Ranking(self.columns, documents, scores, self._sort, self.unfiltered, are_first)

    def _earliest(self, indices: Longs, count: int) -> Longs:
        """Return those `count` of these indices whose documents come first in the order of time."""
        if len(indices) <= count:
            return indices
        times = self._by_time.take(self.documents.take(indices))
        candidates = _candidate_indices(times, count)
        return indices[candidates[np.argpartition(times.take(candidates), count - 1)[:count]]]

    def ordered(self, indices: Longs) -> Longs:
        """Return these indices in `documents`, in the order of the hits."""
        time = self._by_time.take(self.documents.take(indices))
        if self._are_first is not None:
            scores = self._scores.take(indices) if self._by_score else np.zeros(len(indices))
            return indices[np.lexsort((time, -scores, ~self._are_first.take(indices)))]
        if self._by_score:
            return indices[np.lexsort((time, -self._scores.take(indices)))]
        return indices[np.argsort(time)]


def _rank_by_time(columns: Columns, sort: Sort) -> Ints:
    match sort:
        case "oldest":
            return columns.oldest_rank
        case "added":
            return columns.added_rank
    return columns.newest_rank


def _candidate_indices(values: npt.NDArray[Any], count: int) -> Longs:
    """Return indices that include those of the `count` smallest values.

    A sample keeps the others few. If the sample misleads, all indices are returned.
    """
    step = len(values) // _SAMPLE_VALUES
    if step > 1:
        sample = values[::step]
        rank = min(len(sample) - 1, 2 * count // step + 16)
        found = np.flatnonzero(values <= np.partition(sample, rank)[rank])
        if len(found) >= count:
            return found
    return np.arange(len(values))


class RankedValues(Sequence[Any]):
    """One value of each hit, in the order of the hits. Conversion to an array sorts all of them."""

    def __init__(self, ranking: Ranking, values: npt.NDArray[Any], documents: Longs | None) -> None:
        self.ranking = ranking
        self._values = values
        self._documents = documents

    def __len__(self) -> int:
        return len(self.ranking)

    def __getitem__(self, index: int | slice) -> Any:
        size = len(self)
        if isinstance(index, slice):
            _, stop, step = index.indices(size)
            return self._take(
                (self.ranking.first_page if step > 0 and stop <= FIRST_PAGE_HITS else self.ranking.order)[index]
            )
        if not -size <= index < size:
            raise IndexError(index)
        index %= size
        return self._take((self.ranking.first_page if index < FIRST_PAGE_HITS else self.ranking.order)[index]).item()

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> npt.NDArray[Any]:
        return np.asarray(self._take(self.ranking.order), dtype)

    def __contains__(self, value: object) -> bool:
        return bool((self._take(slice(None)) == value).any())

    def index(self, value: Any, start: int = 0, stop: int | None = None) -> int:
        """Return the index of a value. Raises ValueError if no hit has it."""
        found = np.flatnonzero(np.asarray(self)[start:stop] == value)
        if not len(found):
            raise ValueError(value)
        return int(found[0]) + start

    def _take(self, indices: Any) -> Any:
        return self._values[indices if self._documents is None else self._documents[indices]]
