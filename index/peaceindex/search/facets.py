"""Counting: which outlets, months and tags the hits have, and which hits a user's ticks leave."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any

import numpy as np

from peaceindex.names import fold
from peaceindex.results import Facets, FacetValue, Request, Selection
from peaceindex.search.columns import Bools, Columns, Ints, gather

DAYS_WITHIN_MONTHS = 2
"""Where the hits lie within so many months, their days are counted without being asked for."""

MOST_VALUES = 1000
"""Tags are shown up to this many, the most frequent ones; nobody ticks the rest from a list."""


def narrow(columns: Columns, documents: Ints, request: Request) -> tuple[Ints, Facets]:
    """Of the documents that a query found, those that the ticks leave (in the same order), and the counts.

    Each facet is counted over what the ticks of the others leave.
    """
    by_outlet = _in_outlets(columns, documents, request.outlets)
    by_date = _in_months(columns, documents, request.dates)
    by_tag = _with_tags(columns, documents, request.tags)
    dated = _left(documents, by_outlet, by_tag)
    months = _months(columns, dated, request.dates)
    facets = Facets(
        _outlets(columns, _left(documents, by_date, by_tag), request.outlets),
        months,
        _tags(columns, _left(documents, by_outlet, by_date), request.tags),
        _days(columns, dated, request, months),
    )
    return _left(documents, by_outlet, by_date, by_tag), facets


def _left(documents: Ints, *ticked: Bools | None) -> Ints:
    masks = [mask for mask in ticked if mask is not None]
    return documents[np.logical_and.reduce(masks)] if masks else documents


def _chosen(selection: Selection, included: Bools, excluded: Bools) -> Bools:
    return (included & ~excluded) if selection.include else ~excluded


def _in_outlets(columns: Columns, documents: Ints, selection: Selection) -> Bools | None:
    if not selection:
        return None
    codes = {outlet: code for code, outlet in enumerate(columns.outlets)}
    outlet = columns.outlet[documents]
    included, excluded = (
        np.isin(outlet, [codes[name] for name in names if name in codes])
        for names in (selection.include, selection.exclude)
    )
    return _chosen(selection, included, excluded)


def _in_months(columns: Columns, documents: Ints, selection: Selection) -> Bools | None:
    if not selection:
        return None
    month, day = columns.month[documents], columns.day[documents]
    included, excluded = (
        np.isin(month, [m for name in names for m in _month_numbers(name)])
        | np.isin(day, [d for name in names for d in _day_numbers(name)])
        for names in (selection.include, selection.exclude)
    )
    return _chosen(selection, included, excluded)


def _month_numbers(name: str) -> list[int]:
    """The months that `YYYY-MM` or `YYYY` names; "" is the month of undated articles; none if it names none."""
    if not name:
        return [0]
    if len(name) > 7:
        return []
    year, _, month = name.partition("-")
    if not year.isdecimal() or not (month.isdecimal() or not month):
        return []
    return [int(year) * 12 + int(month) - 1] if month else list(range(int(year) * 12, int(year) * 12 + 12))


def _day_numbers(name: str) -> list[int]:
    """The day that `YYYY-MM-DD` names, as an ordinal; none if it names none."""
    try:
        return [datetime.date.fromisoformat(name).toordinal()] if len(name) == 10 else []
    except ValueError:
        return []


def _with_tags(columns: Columns, documents: Ints, selection: Selection) -> Bools | None:
    if not selection:
        return None
    codes = {fold(tag): code for code, tag in enumerate(columns.tags)}
    start, tags = gather(columns.tag_start, columns.tag, documents)
    owner = np.repeat(np.arange(len(documents)), np.diff(start))

    def having(names: Iterable[str]) -> Bools:
        wanted = np.zeros(len(columns.tags) + 1, bool)
        for name in names:
            if (code := codes.get(fold(name))) is not None:
                wanted[code] = True
        found = np.zeros(len(documents), bool)
        found[owner[wanted[tags]]] = True
        if "" in names:
            found |= np.diff(start) == 0
        return found

    return _chosen(selection, having(selection.include), having(selection.exclude))


def _outlets(columns: Columns, documents: Ints, selection: Selection) -> tuple[FacetValue, ...]:
    counts = np.bincount(columns.outlet[documents], minlength=len(columns.outlets))
    return _by_frequency(columns.outlets, counts, selection)


def _tags(columns: Columns, documents: Ints, selection: Selection) -> tuple[FacetValue, ...]:
    start, tags = gather(columns.tag_start, columns.tag, documents)
    counts = np.bincount(tags, minlength=len(columns.tags) + 1)
    counts[len(columns.tags)] = int((np.diff(start) == 0).sum())
    return _by_frequency((*columns.tags, ""), counts, selection)


def _by_frequency(names: tuple[str, ...], counts: Any, selection: Selection) -> tuple[FacetValue, ...]:
    """The values that occur, most frequent first, then by name; ticked values are there even if none has them."""
    occurring = np.flatnonzero(counts)
    if len(occurring) > MOST_VALUES:
        occurring = occurring[np.argsort(-counts[occurring], kind="stable")[:MOST_VALUES]]
    found = {names[code]: int(counts[code]) for code in occurring.tolist()}
    known = {fold(name) for name in found}
    ticked = {name: 0 for name in selection.include | selection.exclude if fold(name) not in known}
    ranked = sorted((found | ticked).items(), key=lambda item: (-item[1], item[0]))
    return tuple(FacetValue(name, count) for name, count in ranked)


def _months(columns: Columns, documents: Ints, selection: Selection) -> tuple[FacetValue, ...]:
    months, counts = np.unique(columns.month[documents], return_counts=True)
    found = {_month_name(month): count for month, count in zip(months.tolist(), counts.tolist(), strict=True)}
    ticked = {name: 0 for name in selection.include | selection.exclude if len(name) in (0, 7)}
    ranked = sorted((ticked | found).items(), key=lambda item: (not item[0], item[0]))
    return tuple(FacetValue(name, count) for name, count in ranked)


def _days(
    columns: Columns, documents: Ints, request: Request, months: tuple[FacetValue, ...]
) -> tuple[FacetValue, ...]:
    spanned = [v.value for v in months if v.value and v.count]
    wanted = set(request.days_of)
    if spanned and _month_numbers(spanned[-1])[0] - _month_numbers(spanned[0])[0] < DAYS_WITHIN_MONTHS:
        wanted |= set(spanned)
    numbers = [number for name in wanted for number in _month_numbers(name) if len(name) == 7]
    if not numbers:
        return ()
    within = documents[np.isin(columns.month[documents], numbers)]
    days, counts = np.unique(columns.day[within], return_counts=True)
    return tuple(
        FacetValue(datetime.date.fromordinal(day).isoformat(), count)
        for day, count in zip(days.tolist(), counts.tolist(), strict=True)
    )


def _month_name(number: int) -> str:
    return f"{number // 12:04}-{number % 12 + 1:02}" if number else ""
