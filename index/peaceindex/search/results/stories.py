"""Stories among the hits: one hit for each story, and how many hits of each facet value are copies of another."""

from __future__ import annotations

import datetime
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from peaceindex.model.facets import CopyCounts
from peaceindex.search.execution.ranking import RankedValues, Ranking
from peaceindex.search.results import facets
from peaceindex.search.results.tally import distinct, gather
from peaceindex.search.results.ticks import OwnValues, Ticks, no_values, range_days

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from peaceindex.model.search_results import Results
    from peaceindex.search.columns import Columns, Ints, Longs


class Stories:
    """The documents of an index that are copies of one story, from the (row, story) pairs of articles in stories."""

    def __init__(self, columns: Columns, members: Iterable[tuple[int, int]]) -> None:
        self.columns = columns
        table = np.array([*members], np.int64).reshape(-1, 2)
        known, documents = columns.by_row
        self.numbers = np.zeros(len(columns), np.int64)
        """For each document the number of its story, from 1 on; 0 if it is in none."""
        if len(known) and len(table):
            index = np.minimum(np.searchsorted(known, table[:, 0]), len(known) - 1)
            is_known = known[index] == table[:, 0]
            numbers = np.unique(table[is_known, 1], return_inverse=True)[1]
            self.numbers[documents[index[is_known]]] = numbers + 1
        self.count = int(self.numbers.max(initial=0)) + 1
        """One more than the largest number of a story."""

    def folded(self, results: Results) -> Results:
        """Return the results with one hit for each story: the first in the order of the results."""
        ranking = ranking_of(results)
        in_stories = np.flatnonzero(self.numbers.take(ranking.documents))
        ordered = ranking.ordered(in_stories)
        first = np.unique(self.numbers.take(ranking.documents.take(ordered)), return_index=True)[1]
        if len(first) == len(in_stories):
            return results
        is_kept = np.ones(len(ranking), bool)
        is_kept[in_stories] = False
        is_kept[ordered[first]] = True
        folded = ranking.subset(np.flatnonzero(is_kept))
        return replace(results, total=len(folded), rows=folded.rows, scores=folded.scores, new=folded.first_count)

    def copies(self, results: Results, own: OwnValues = no_values) -> CopyCounts:
        """Return how many of the hits, and of the documents that each facet counts, are copies of another one.

        `own` is as in `facets.narrow`.
        """
        ranking, columns, request = ranking_of(results), self.columns, results.request
        ticks = Ticks(columns, ranking.unfiltered, request, own)
        in_stories = self._in_stories(ranking.documents)
        by_outlet = self._in_stories(ticks.remaining("outlets"))
        copies: dict[str, Any] = {
            "outlets": self._copy_counts(columns.outlets.__getitem__, columns.outlet.take(by_outlet), by_outlet),
            "dates": self._date_copies(self._in_stories(ticks.remaining("dates")), results),
            "tags": self._row_copies(
                columns.tag_names, columns.tag_start, columns.tag, self._in_stories(ticks.remaining("tags"))
            ),
        }
        for facet in facets.counted_facets(request):
            documents = self._in_stories(ticks.remaining(facet))
            if facet == "languages":
                codes = columns.language.take(documents)
                copies[facet] = self._copy_counts(columns.languages.__getitem__, codes, documents)
            elif facet == "authors":
                copies[facet] = self._row_copies(columns.author_names, columns.author_start, columns.author, documents)
            else:
                copies[facet] = self._own_copies(ticks.own_values(facet), documents)
        return CopyCounts(total=self._count_copies(in_stories), **copies)

    def _in_stories(self, documents: Longs) -> Longs:
        return documents[self.numbers.take(documents) > 0]

    def _count_copies(self, documents: Longs) -> int:
        """Return how many of these documents, which are all in stories, are not the first of their story."""
        return len(documents) - len(distinct(self.numbers.take(documents)))

    def _copy_counts(self, name_of: Callable[[int], str], values: Any, documents: Longs) -> dict[str, int]:
        """Return, by the name of each value, how many documents with that value are not the first of their story.

        `values[n]`, a small number, is the value of `documents[n]`, and `name_of` returns its name.
        """
        size = int(values.max(initial=0)) + 1
        pairs = distinct(values.astype(np.int64) * self.count + self.numbers.take(documents))
        copies = np.bincount(values, minlength=size) - np.bincount(pairs // self.count, minlength=size)
        return {name_of(code): int(copies[code]) for code in np.flatnonzero(copies).tolist()}

    def _row_copies(self, names: Sequence[str], start: Longs, codes: Ints, documents: Longs) -> dict[str, int]:
        """Return the same for columns with any number of values a document; the last name stands for none."""
        own_start, own = gather(start, codes, documents)
        widths = np.diff(own_start)
        without = documents[widths == 0]
        return self._copy_counts(
            names.__getitem__,
            np.concatenate((own, np.full(len(without), len(names) - 1))),
            np.concatenate((documents.repeat(widths), without)),
        )

    def _date_copies(self, documents: Longs, results: Results) -> dict[str, int]:
        columns, counted = self.columns, results.facets
        months = columns.month_number.take(documents)
        dated = documents[months > 0]
        years = columns.month.take(dated) // 12
        copies = self._copy_counts(columns.month_names.__getitem__, months, documents)
        copies |= self._copy_counts("{:04}".format, years, dated)
        days = columns.day.take(documents)
        for one in counted.ranges:
            first, last = range_days(one.value) or (1, 0)
            if number := self._count_copies(documents[(days >= first) & (days <= last)]):
                copies[one.value] = number
        if counted.days:
            first, last = (
                datetime.date.fromisoformat(one.value).toordinal() for one in (counted.days[0], counted.days[-1])
            )
            within = (days >= first) & (days <= last)
            copies |= self._copy_counts(
                lambda code: datetime.date.fromordinal(first + code).isoformat(),
                days[within] - first,
                documents[within],
            )
        return copies

    def _own_copies(self, values: Mapping[str, Longs], documents: Longs) -> dict[str, int]:
        matched = np.zeros(len(self.columns), bool)
        matched[documents] = True
        copies = {value: self._count_copies(having[matched.take(having)]) for value, having in values.items()}
        return {value: number for value, number in copies.items() if number}


def ranking_of(results: Results) -> Ranking:
    """Return the ranking behind results that came from an index."""
    assert isinstance(results.rows, RankedValues)
    return results.rows.ranking
