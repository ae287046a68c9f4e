"""Stories among hits: one hit for each of them, and how many hits of a facet's value are copies of another one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from peaceindex.model.search import Copies, Results
from peaceindex.search.columns import Columns, Longs
from peaceindex.search.execution.ranking import Ranked, Ranking
from peaceindex.search.results import facets
from peaceindex.search.results.tally import gather


class Stories:
    """Which documents of an index tell the same copy, from the (row, story) of the articles that are in stories."""

    def __init__(self, columns: Columns, members: Iterable[tuple[int, int]]) -> None:
        self.columns = columns
        table = np.array([*members], np.int64).reshape(-1, 2)
        known, documents = columns.by_row
        self._story = np.zeros(len(columns), np.int64)
        if len(known) and len(table):
            place = np.minimum(np.searchsorted(known, table[:, 0]), len(known) - 1)
            there = known[place] == table[:, 0]
            numbers = np.unique(table[there, 1], return_inverse=True)[1]
            self._story[documents[place[there]]] = numbers + 1
        self._count = int(self._story.max(initial=0)) + 1

    def folded(self, results: Results) -> Results:
        """The results with one hit for each story: the first of them in the order of the results."""
        ranking = ranking_of(results)
        told = np.flatnonzero(self._story.take(ranking.documents))
        ordered = ranking.ordered(told)
        first = np.unique(self._story.take(ranking.documents.take(ordered)), return_index=True)[1]
        if len(first) == len(told):
            return results
        kept = np.ones(len(ranking), bool)
        kept[told] = False
        kept[ordered[first]] = True
        fewer = ranking.only(np.flatnonzero(kept))
        return replace(results, total=len(fewer), rows=fewer.rows, scores=fewer.scores)

    def copies(self, results: Results) -> Copies:
        """How many of the hits, and of those that each facet counts, tell again what another one of them tells."""
        ranking, columns = ranking_of(results), self.columns
        in_outlets, dated, tagged = facets.counted(columns, ranking.found, results.request)
        told = self._told(ranking.documents)
        by_outlet, by_date, by_tag = self._told(in_outlets), self._told(dated), self._told(tagged)
        start, tags = gather(columns.tag_start, columns.tag, by_tag)
        widths = np.diff(start)
        bare = by_tag[widths == 0]
        none = len(columns.tags)
        return Copies(
            total=len(told) - len(np.unique(self._story.take(told))),
            outlets=self._again(columns.outlets, columns.outlet.take(by_outlet), by_outlet),
            dates=self._again(columns.month_names, columns.month_number.take(by_date), by_date),
            tags=self._again(
                columns.tag_names,
                np.concatenate((tags, np.full(len(bare), none))),
                np.concatenate((by_tag.repeat(widths), bare)),
            ),
        )

    def _told(self, documents: Longs) -> Longs:
        return documents[self._story.take(documents) > 0]

    def _again(self, names: Sequence[str], values: Any, documents: Longs) -> dict[str, int]:
        """By the name of each value, how many of these documents, which have it, are not the first of their story."""
        size = int(values.max(initial=0)) + 1
        pairs = np.unique(values.astype(np.int64) * self._count + self._story.take(documents))
        again = np.bincount(values, minlength=size) - np.bincount(pairs // self._count, minlength=size)
        return {names[code]: int(again[code]) for code in np.flatnonzero(again).tolist()}


def ranking_of(results: Results) -> Ranking:
    """The order of results that an index gave."""
    assert isinstance(results.rows, Ranked)
    return results.rows.ranking
