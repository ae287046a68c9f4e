"""The order of hits. The first page is picked out, the rest is put in order when somebody turns to it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from peaceindex.model.search import Sort
from peaceindex.search.columns import Columns, Floats, Longs

FIRST = 256
"""So many hits are put in order at once."""
_SAMPLE = 1024
"""So many values tell roughly which are among the least, where there are many more."""


class Ranking:
    """Documents that were found, by relevance or by time; equal scores newest first."""

    def __init__(
        self, columns: Columns, documents: Longs, scores: Floats, sort: Sort, found: Longs | None = None
    ) -> None:
        self.columns = columns
        self.documents = documents
        self.found = documents if found is None else found
        """What the query found before ticks narrowed it."""
        self._scores = scores
        self._sort: Sort = sort
        self._by_time = columns.oldest_rank if sort == "oldest" else columns.newest_rank
        self._by_score = sort == "relevance"
        self.rows: Sequence[int] = Ranked(self, columns.rows, documents)
        self.scores: Sequence[float] = Ranked(self, scores, None)

    def __len__(self) -> int:
        return len(self.documents)

    @cached_property
    def whole(self) -> Longs:
        """The places in `documents` of all hits, in order."""
        return self.ordered(np.arange(len(self.documents)))

    @cached_property
    def first(self) -> Longs:
        """The places in `documents` of the first hits, in order."""
        size = len(self.documents)
        if size <= 2 * FIRST:
            return self.whole
        if not self._by_score:
            return self.ordered(self._earliest(np.arange(size), FIRST))
        below = -self._scores
        likely = _likely(below, FIRST)
        below = below.take(likely)
        limit = np.partition(below, FIRST - 1)[FIRST - 1]
        better, equal = likely[below < limit], likely[below == limit]
        return self.ordered(np.concatenate((better, self._earliest(equal, FIRST - len(better)))))

    def only(self, places: Longs) -> Ranking:
        """The hits at these places in `documents`."""
        return Ranking(self.columns, self.documents.take(places), self._scores.take(places), self._sort, self.found)

    def _earliest(self, places: Longs, count: int) -> Longs:
        """Of these places so many whose documents come first in the order of time."""
        if len(places) <= count:
            return places
        times = self._by_time.take(self.documents.take(places))
        likely = _likely(times, count)
        return places[likely[np.argpartition(times.take(likely), count - 1)[:count]]]

    def ordered(self, places: Longs) -> Longs:
        """These places in `documents`, in the order of the hits."""
        time = self._by_time.take(self.documents.take(places))
        if self._by_score:
            return places[np.lexsort((time, -self._scores.take(places)))]
        return places[np.argsort(time)]


def _likely(values: npt.NDArray[Any], count: int) -> Longs:
    """Places among which are those of the `count` least values, with a few more: what a sample tells, if it is true."""
    step = len(values) // _SAMPLE
    if step > 1:
        sample = values[::step]
        rank = min(len(sample) - 1, 2 * count // step + 16)
        found = np.flatnonzero(values <= np.partition(sample, rank)[rank])
        if len(found) >= count:
            return found
    return np.arange(len(values))


class Ranked(Sequence[Any]):
    """One value of each hit, in the order of the hits. As an array it is the whole."""

    def __init__(self, ranking: Ranking, values: npt.NDArray[Any], documents: Longs | None) -> None:
        self.ranking = ranking
        self._values = values
        self._documents = documents

    def __len__(self) -> int:
        return len(self.ranking)

    def __getitem__(self, place: int | slice) -> Any:
        size = len(self)
        if isinstance(place, slice):
            _, stop, step = place.indices(size)
            return self._of((self.ranking.first if step > 0 and stop <= FIRST else self.ranking.whole)[place])
        if not -size <= place < size:
            raise IndexError(place)
        place %= size
        return self._of((self.ranking.first if place < FIRST else self.ranking.whole)[place]).item()

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> npt.NDArray[Any]:
        return np.asarray(self._of(self.ranking.whole), dtype)

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
