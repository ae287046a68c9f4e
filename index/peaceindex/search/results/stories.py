"""Stories among the hits: one hit for each story, and how many hits of each facet value are copies of another."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from peaceindex.model.facets import CopyCounts
from peaceindex.search.execution.ranking import RankedValues, Ranking
from peaceindex.search.results import facets
from peaceindex.search.results.tally import distinct, gather

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from peaceindex.model.search_results import Results
    from peaceindex.search.columns import Columns, Longs


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

    def copies(self, results: Results) -> CopyCounts:
        """Return how many of the hits, and of the documents that each facet counts, are copies of another one."""
        ranking, columns = ranking_of(results), self.columns
        in_outlets, dated, tagged = facets.counted_documents(columns, ranking.unfiltered, results.request)
        in_stories = self._in_stories(ranking.documents)
        by_outlet, by_date, by_tag = self._in_stories(in_outlets), self._in_stories(dated), self._in_stories(tagged)
        start, tags = gather(columns.tag_start, columns.tag, by_tag)
        widths = np.diff(start)
        untagged = by_tag[widths == 0]
        no_tag = len(columns.tags)
        return CopyCounts(
            total=len(in_stories) - len(distinct(self.numbers.take(in_stories))),
            outlets=self._copy_counts(columns.outlets, columns.outlet.take(by_outlet), by_outlet),
            dates=self._copy_counts(columns.month_names, columns.month_number.take(by_date), by_date),
            tags=self._copy_counts(
                columns.tag_names,
                np.concatenate((tags, np.full(len(untagged), no_tag))),
                np.concatenate((by_tag.repeat(widths), untagged)),
            ),
        )

    def _in_stories(self, documents: Longs) -> Longs:
        return documents[self.numbers.take(documents) > 0]

    def _copy_counts(self, names: Sequence[str], values: Any, documents: Longs) -> dict[str, int]:
        """Return, by the name of each value, how many documents with that value are not the first of their story.

        `values[n]` is the value of `documents[n]`.
        """
        size = int(values.max(initial=0)) + 1
        pairs = distinct(values.astype(np.int64) * self.count + self.numbers.take(documents))
        copies = np.bincount(values, minlength=size) - np.bincount(pairs // self.count, minlength=size)
        return {names[code]: int(copies[code]) for code in np.flatnonzero(copies).tolist()}


def ranking_of(results: Results) -> Ranking:
    """Return the ranking behind results that came from an index."""
    assert isinstance(results.rows, RankedValues)
    return results.rows.ranking
