"""Searches over time: the hits of each year, month, week or day, counted from whole columns of the index."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from peaceindex.model.timeline import Amount, Period, Series, Split, Timeline, Unit, period_of
from peaceindex.search.results.tally import distinct, gather

if TYPE_CHECKING:
    from collections.abc import Sequence

    from peaceindex.search.columns import Columns, Longs
    from peaceindex.search.results.stories import Stories

_EPOCH_ORDINAL = datetime.date(1970, 1, 1).toordinal()
_MONDAY = 1
"""The ordinal of a Monday, 0001-01-01."""


@dataclass(frozen=True)
class Found:
    """What a search found: its `documents`, `hits` by document (None if not known), and all that it searched among."""

    name: str
    documents: Longs
    hits: Longs | None
    searched: Longs


def over_time(found: Sequence[Found], words: Longs, stories: Stories, unit: Unit) -> Timeline:
    """Return one series for each search. `words` is the length of each document's text."""
    return _timeline(found, words, stories, unit, None, 0)


def split_over_time(found: Found, words: Longs, stories: Stories, unit: Unit, split: Split, most: int) -> Timeline:
    """Return one series for each of the `most` outlets or tags that a search finds most often."""
    columns = stories.columns
    counts, names = _values(columns, found.documents, split)
    occurring = np.flatnonzero(counts)
    ranked = sorted(occurring.tolist(), key=lambda code: (-int(counts[code]), names[code]))
    parts = [
        Found(
            names[code],
            _with_value(columns, found.documents, split, code),
            found.hits,
            _with_value(columns, found.searched, split, code),
        )
        for code in ranked[:most]
    ]
    return _timeline(parts, words, stories, unit, split, max(0, len(ranked) - most))


def first_documents(columns: Columns, documents: Longs) -> list[tuple[int, int, list[int]]]:
    """Return for each outlet its code, how many of the documents it has, and those that may be its first.

    A month or year without a day has its first day in the columns. So these are all documents up to the earliest day
    that begins no month. The undated documents stand for an outlet that has no others.
    """
    firsts = []
    outlets = columns.outlet.take(documents)
    days = columns.day.take(documents)
    dates = (days.astype(np.int64) - _EPOCH_ORDINAL).astype("datetime64[D]")
    begins_month = dates == dates.astype("datetime64[M]").astype("datetime64[D]")
    for code in np.unique(outlets).tolist():
        of_outlet = outlets == code
        dated = of_outlet & (days > 0)
        exact = days[dated & ~begins_month]
        earliest = dated & (days <= exact.min()) if len(exact) else dated
        chosen = documents[earliest if dated.any() else of_outlet]
        firsts.append((code, int(of_outlet.sum()), chosen.tolist()))
    return firsts


def _values(columns: Columns, documents: Longs, split: Split) -> tuple[Longs, Sequence[str]]:
    if split == "outlet":
        return np.bincount(columns.outlet_codes.take(documents), minlength=len(columns.outlets)), columns.outlets
    return columns.tag_tally.counts(documents), columns.tag_names


def _with_value(columns: Columns, documents: Longs, split: Split, code: int) -> Longs:
    if split == "outlet":
        of_outlet: Longs = documents[columns.outlet.take(documents) == code]
        return of_outlet
    start, tags = gather(columns.tag_start, columns.tag, documents)
    widths = np.diff(start)
    owners = np.repeat(np.arange(len(documents)), widths)
    places = np.flatnonzero(widths == 0) if code == len(columns.tags) else distinct(owners[tags == code])
    return documents.take(places)


def _timeline(
    found: Sequence[Found], words: Longs, stories: Stories, unit: Unit, split: Split | None, left_out: int
) -> Timeline:
    columns = stories.columns
    numbers = _period_numbers(columns, unit)
    dated = [of[of > 0] for of in (numbers.take(each.documents) for each in found)]
    if not (first := min((int(of.min()) for of in dated if len(of)), default=0)):
        return Timeline(
            unit, split, (), tuple(_series(each, words, stories, numbers, 0, 0) for each in found), left_out
        )
    last = max(int(of.max()) for of in dated if len(of))
    periods = tuple(_period(number, unit) for number in range(first, last + 1))
    series = tuple(_series(each, words, stories, numbers, first, len(periods)) for each in found)
    return Timeline(unit, split, periods, series, left_out)


def _series(found: Found, words: Longs, stories: Stories, numbers: Longs, first: int, count: int) -> Series:
    """Return the series of a search for the periods from number `first` on. The last place counts the undated."""

    def places(documents: Longs) -> Longs:
        of = numbers.take(documents)
        return np.where(of > 0, of - first, count)

    def tally(documents: Longs, values: Any = None) -> Longs:
        at = places(documents)
        within = (at >= 0) & (at <= count)
        weights = None if values is None else values.take(documents)[within]
        return np.bincount(at[within], weights, count + 1).astype(np.int64)

    articles = tally(found.documents)
    copies = _copies(found.documents, places(found.documents), stories, count)
    hits = None if found.hits is None else tally(found.documents, found.hits).tolist()
    searched = tally(found.searched, words).tolist()
    amounts = [
        Amount(articles_of, articles_of - copies_of, None if hits is None else hits[n], searched[n])
        for n, (articles_of, copies_of) in enumerate(zip(articles.tolist(), copies.tolist(), strict=True))
    ]
    return Series(found.name, tuple(amounts[:-1]), amounts[-1])


def _copies(documents: Longs, places: Longs, stories: Stories, count: int) -> Longs:
    """Return how many documents of each period repeat the story of another one of the same period."""
    story = stories.numbers.take(documents)
    in_story = story > 0
    keys = places[in_story] * stories.count + story[in_story]
    return np.bincount(places[in_story], minlength=count + 1) - np.bincount(
        distinct(keys) // stories.count, minlength=count + 1
    )


def _period_numbers(columns: Columns, unit: Unit) -> Longs:
    """Return the number of each document's period, which grows by one from one period to the next; 0 if undated."""
    day = columns.day.astype(np.int64)
    match unit:
        case "day":
            return day
        case "week":
            return np.where(day > 0, (day - _MONDAY) // 7 + 1, 0)
        case "month":
            return columns.month.astype(np.int64)
        case "year":
            return np.where(columns.month > 0, columns.month.astype(np.int64) // 12, 0)


def _period(number: int, unit: Unit) -> Period:
    match unit:
        case "day":
            first = datetime.date.fromordinal(number)
        case "week":
            first = datetime.date.fromordinal((number - 1) * 7 + _MONDAY)
        case "month":
            first = datetime.date(number // 12, number % 12 + 1, 1)
        case "year":
            first = datetime.date(number, 1, 1)
    return period_of(first, unit)
