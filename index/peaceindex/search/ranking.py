"""The order of hits. The first page is picked out, the rest is put in order when somebody turns to it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from peaceindex.results import Sort
from peaceindex.search.columns import Columns, Floats, Ints, Longs

FIRST = 256
"""So many hits are put in order at once."""


class Ranking:
    """Documents that were found, by relevance or by time; equal scores newest first."""

    def __init__(self, columns: Columns, documents: Ints, scores: Floats, sort: Sort) -> None:
        self._documents = documents
        self._scores = scores
        self._by_time = columns.oldest_rank if sort == "oldest" else columns.newest_rank
        self._by_score = sort == "relevance"
        self.rows: Sequence[int] = Ranked(self, columns.rows, documents)
        self.scores: Sequence[float] = Ranked(self, scores, None)

    def __len__(self) -> int:
        return len(self._documents)

    @cached_property
    def whole(self) -> Longs:
        """The places in `documents` of all hits, in order."""
        return self._sorted(np.arange(len(self._documents)))

    @cached_property
    def first(self) -> Longs:
        """The places in `documents` of the first hits, in order."""
        size = len(self._documents)
        if size <= 2 * FIRST:
            return self.whole
        if not self._by_score:
            return self._sorted(np.argpartition(self._by_time[self._documents], FIRST)[:FIRST])
        scores = self._scores
        least = np.partition(scores, size - FIRST)[size - FIRST]
        better, equal = np.flatnonzero(scores > least), np.flatnonzero(scores == least)
        left = FIRST - len(better)
        if len(equal) > left:
            equal = equal[np.argpartition(self._by_time[self._documents[equal]], left - 1)[:left]]
        return self._sorted(np.concatenate((better, equal)))

    def _sorted(self, places: Longs) -> Longs:
        time = self._by_time[self._documents[places]]
        if self._by_score:
            return places[np.lexsort((time, -self._scores[places]))]
        return places[np.argsort(time)]


class Ranked(Sequence[Any]):
    """One value of each hit, in the order of the hits. As an array it is the whole."""

    def __init__(self, ranking: Ranking, values: npt.NDArray[Any], documents: Ints | None) -> None:
        self._ranking = ranking
        self._values = values
        self._documents = documents

    def __len__(self) -> int:
        return len(self._ranking)

    def __getitem__(self, place: int | slice) -> Any:
        size = len(self)
        if isinstance(place, slice):
            _, stop, step = place.indices(size)
            return self._of((self._ranking.first if step > 0 and stop <= FIRST else self._ranking.whole)[place])
        if not -size <= place < size:
            raise IndexError(place)
        place %= size
        return self._of((self._ranking.first if place < FIRST else self._ranking.whole)[place]).item()

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> npt.NDArray[Any]:
        return np.asarray(self._of(self._ranking.whole), dtype)

    def __contains__(self, value: object) -> bool:
        return bool((self._of(slice(None)) == value).any())

    def index(self, value: Any, start: int = 0, stop: int | None = None) -> int:
        """The place of a value. Raises ValueError if no hit has it."""
        found = np.flatnonzero(np.asarray(self)[start:stop] == value)
        if not len(found):
            raise ValueError(value)
        return int(found[0]) + start

    def _of(self, places: Any) -> Any:
        return self._values[places if self._documents is None else self._documents[places]]
