"""Searches over time, and the outlets that were first: from requests to values that a screen or a command shows."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

import numpy as np

from peaceindex.errors import LibraryLockedError
from peaceindex.model.timeline import MAX_SEARCHES, FirstArticle, Split, Timeline, Unit
from peaceindex.search.results.over_time import Found, first_documents, over_time, split_over_time
from peaceindex.search.results.stories import ranking_of
from peaceindex.search.results.ticks import Ticks

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from peaceindex.model.search import Request
    from peaceindex.model.search_results import Results
    from peaceindex.search.columns import Longs
    from peaceindex.search.finder import Finder
    from peaceindex.search.updater import IndexUpdater
    from peaceindex.storage.articles import ArticleBrief, ArticleStore

_ROUNDS = 3
_ARTICLES_PER_QUERY = 500
_DAY_LENGTH = len("2025-05-12")
_NO_TIME = datetime.datetime.max.replace(tzinfo=datetime.UTC)


class Timelines:
    """Counts searches by time. Any method may be called from any thread."""

    def __init__(self, finder: Finder, updater: IndexUpdater, articles: ArticleStore) -> None:
        self._finder = finder
        self._updater = updater
        self._articles = articles

    def over_time(
        self,
        requests: Sequence[Request],
        unit: Unit,
        split: Split | None,
        most: int | None,
        cancelled: Callable[[], bool],
    ) -> Timeline:
        """Return one series for each request, or, with `split`, for each outlet or tag of the only request."""
        if not requests or len(requests) > (1 if split else MAX_SEARCHES):
            raise ValueError(f"{len(requests)} requests")
        for _ in range(_ROUNDS):
            results = [self._finder.search(request, cancelled, half_typed=False) for request in requests]
            counts = [self._updater.opened().text_counts(found) for found in results]
            columns = [*(ranking_of(found).columns for found in results), *(each.columns for each in counts)]
            if all(each is columns[0] for each in columns):
                break
        else:  # the index was written between two searches, each time
            raise LibraryLockedError(
                "Another program is writing to this library's search index.", "Wait until it is done."
            )
        found = [
            Found(request.text, ranking_of(of).documents, each.hits, self._searched(of, request))
            for request, of, each in zip(requests, results, counts, strict=True)
        ]
        stories = self._finder.stories(results[0])
        if split is None:
            return over_time(found, counts[0].words, stories, unit)
        return split_over_time(found[0], counts[0].words, stories, unit, split, MAX_SEARCHES if most is None else most)

    def first_by_outlet(self, request: Request, cancelled: Callable[[], bool]) -> tuple[FirstArticle, ...]:
        """Return the first article of each outlet, the earliest first, months after their days, undated ones last."""
        ranking = ranking_of(self._finder.search(request, cancelled, half_typed=False))
        columns = ranking.columns
        candidates = first_documents(columns, ranking.documents)
        dates = self._articles.dates([int(columns.rows[document]) for _, _, of in candidates for document in of])
        firsts = []
        for _, count, documents in candidates:
            known = {row: dates[row] for row in columns.rows[documents].tolist() if row in dates}
            if known:
                day = min(map(_latest, known.values()))
                is_uncertain = any(date and len(date) < _DAY_LENGTH and date <= day for date in known.values())
                firsts.append((count, [row for row, date in known.items() if _latest(date) == day], is_uncertain))
        briefs: dict[int, ArticleBrief] = {}
        wanted = [row for _, rows, _ in firsts for row in rows]
        for start in range(0, len(wanted), _ARTICLES_PER_QUERY):
            briefs |= self._articles.briefs(wanted[start : start + _ARTICLES_PER_QUERY])
        found = []
        for count, rows, is_uncertain in firsts:
            of_day = [briefs[row] for row in rows if row in briefs]
            if of_day:
                first = min(of_day, key=_moment)
                is_tied = sum(_may_be_as_early(each, first) for each in of_day) > 1
                found.append((first, count, is_tied, is_uncertain))
        found.sort(key=lambda item: (_latest(item[0].date), _moment(item[0]), item[0].outlet or "~"))
        return tuple(
            FirstArticle(brief.outlet, brief.id, brief.title, brief.date, _hour(brief.published), count, *doubts)
            for brief, count, *doubts in found
        )

    def _searched(self, results: Results, request: Request) -> Longs:
        """Return all documents that the ticks of a request leave, whatever they say."""
        columns = ranking_of(results).columns
        return Ticks(columns, np.flatnonzero(columns.alive), request, self._finder.own_values).remaining()


def _latest(date: str | None) -> str:
    """Return a date for sorting by the latest day that it can be: a month or year comes after all of its days."""
    return f"{date}-~" if date and len(date) < _DAY_LENGTH else date or "~"


def _hour(published: str | None) -> str | None:
    """Return a time of publication if it says more than the day."""
    return published if published and "T" in published else None


def _moment(brief: ArticleBrief) -> tuple[datetime.datetime, str]:
    """Return the time of publication for sorting. Those without an hour come after the others of their day."""
    try:
        moment = datetime.datetime.fromisoformat(_hour(brief.published) or "")
    except ValueError:
        return _NO_TIME, brief.id
    return (moment if moment.tzinfo else moment.replace(tzinfo=datetime.UTC)), brief.id


def _may_be_as_early(brief: ArticleBrief, first: ArticleBrief) -> bool:
    return brief is first or _moment(brief)[0] in (_NO_TIME, _moment(first)[0])
