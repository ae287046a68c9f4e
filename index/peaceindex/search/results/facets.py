"""Facet counts: the outlets, months and tags of the hits, and the hits that remain after a user's ticks."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, starmap
from typing import TYPE_CHECKING, Any

import numpy as np

from peaceindex.model.facets import Facets, FacetValue
from peaceindex.search.results.tally import gather
from peaceindex.text.folding import fold

if TYPE_CHECKING:
    from peaceindex.model.search import Request, Selection
    from peaceindex.search.columns import Bools, Columns, Ints, Longs

DAYS_WITHIN_MONTHS = 2
"""If the hits lie within this many months, their days are counted even if the request does not ask for it."""

MAX_VALUES = 1000
"""The most tags that are shown, the most frequent ones; nobody ticks the rest in a list."""


def narrow(columns: Columns, documents: Longs, request: Request) -> tuple[Longs, Facets]:
    """Return those documents that remain after the ticks, in the same order, and the facet counts.

    Each facet is counted over the documents that remain after the ticks of the other facets.
    """
    ticked = _ticked(columns, documents, request)
    for_outlets, for_months, for_tags = _by_other_facets(documents, *ticked)
    months = np.bincount(columns.month_number.take(for_months))
    facets = Facets(
        _outlets(columns, for_outlets, request.outlets),
        _months(columns, months, request.dates),
        _tags(columns, for_tags, request.tags),
        _days(columns, for_months, months, request),
    )
    return _remaining(documents, *ticked), facets


def counted_documents(columns: Columns, documents: Longs, request: Request) -> tuple[Longs, Longs, Longs]:
    """Return the documents over which `narrow` counts outlets, months and tags, in this order."""
    return _by_other_facets(documents, *_ticked(columns, documents, request))


def _ticked(columns: Columns, documents: Longs, request: Request) -> tuple[Bools | None, Bools | None, Bools | None]:
    return (
        _in_outlets(columns, documents, request.outlets),
        _in_months(columns, documents, request.dates),
        _with_tags(columns, documents, request.tags),
    )


def _by_other_facets(
    documents: Longs, by_outlet: Bools | None, by_date: Bools | None, by_tag: Bools | None
) -> tuple[Longs, Longs, Longs]:
    return (
        _remaining(documents, by_date, by_tag),
        _remaining(documents, by_outlet, by_tag),
        _remaining(documents, by_outlet, by_date),
    )


def _remaining(documents: Longs, *ticked: Bools | None) -> Longs:
    masks = [mask for mask in ticked if mask is not None]
    return documents[np.logical_and.reduce(masks)] if masks else documents


def _selected(selection: Selection, included: Bools, excluded: Bools) -> Bools:
    return (included & ~excluded) if selection.include else ~excluded


def _in_outlets(columns: Columns, documents: Longs, selection: Selection) -> Bools | None:
    if not selection:
        return None
    codes = {outlet: code for code, outlet in enumerate(columns.outlets)}
    outlet = columns.outlet[documents]
    included, excluded = (
        np.isin(outlet, [codes[name] for name in names if name in codes])
        for names in (selection.include, selection.exclude)
    )
    return _selected(selection, included, excluded)


def _in_months(columns: Columns, documents: Longs, selection: Selection) -> Bools | None:
    if not selection:
        return None
    month, day = columns.month[documents], columns.day[documents]
    included, excluded = (
        np.isin(month, [m for name in names for m in _month_numbers(name)])
        | np.isin(day, [d for name in names for d in _day_numbers(name)])
        for names in (selection.include, selection.exclude)
    )
    return _selected(selection, included, excluded)


def _month_numbers(name: str) -> list[int]:
    """Return the months that `YYYY-MM` or `YYYY` covers, as in `Columns.month`; none if the name is not valid.

    "" is the month of undated articles.
    """
    if not name:
        return [0]
    if len(name) > 7:
        return []
    year, _, month = name.partition("-")
    if not year.isdecimal() or not (month.isdecimal() or not month):
        return []
    return [int(year) * 12 + int(month) - 1] if month else list(range(int(year) * 12, int(year) * 12 + 12))


def _day_numbers(name: str) -> list[int]:
    """Return the day `YYYY-MM-DD` as an ordinal; none if the name is not valid."""
    try:
        return [datetime.date.fromisoformat(name).toordinal()] if len(name) == 10 else []
    except ValueError:
        return []


def _with_tags(columns: Columns, documents: Longs, selection: Selection) -> Bools | None:
    if not selection:
        return None
    codes = {fold(tag): code for code, tag in enumerate(columns.tags)}
    start, tags = gather(columns.tag_start, columns.tag, documents)
    owner = np.repeat(np.arange(len(documents)), np.diff(start))

    def have_any(names: Iterable[str]) -> Bools:
        wanted = np.zeros(len(columns.tags) + 1, bool)
        for name in names:
            if (code := codes.get(fold(name))) is not None:
                wanted[code] = True
        found = np.zeros(len(documents), bool)
        found[owner[wanted[tags]]] = True
        if "" in names:
            found |= np.diff(start) == 0
        return found

    return _selected(selection, have_any(selection.include), have_any(selection.exclude))


def _outlets(columns: Columns, documents: Longs, selection: Selection) -> FacetCounts:
    counts = np.bincount(columns.outlet_codes.take(documents), minlength=len(columns.outlets))
    return _by_frequency(columns.outlets, counts, columns.outlet_ranks, selection)


def _tags(columns: Columns, documents: Longs, selection: Selection) -> FacetCounts:
    counts = columns.tag_tally.counts(documents)
    return _by_frequency(columns.tag_names, counts, columns.tag_ranks, selection)


def _by_frequency(names: Sequence[str], counts: Longs, ranks: Ints, selection: Selection) -> FacetCounts:
    """Return the values that occur, most frequent first, then by name. Ticked values that do not occur come last."""
    occurring = np.flatnonzero(counts)
    if len(occurring) > MAX_VALUES:
        occurring = occurring[np.argsort(-counts[occurring], kind="stable")[:MAX_VALUES]]
    occurring = occurring[np.argsort(ranks[occurring] - counts[occurring] * len(names))]
    found = FacetCounts(names, occurring, counts)
    if not selection:
        return found
    known = set(map(fold, found.as_dict()))
    ticked = sorted(name for name in selection.include | selection.exclude if fold(name) not in known)
    return FacetCounts(names, occurring, counts, tuple(FacetValue(name, 0) for name in ticked))


def _months(columns: Columns, counts: Longs, selection: Selection) -> FacetCounts | tuple[FacetValue, ...]:
    occurring = np.flatnonzero(counts)
    if len(occurring) and not occurring[0]:
        occurring = np.append(occurring[1:], 0)  # undated articles come last
    found = FacetCounts(columns.month_names, occurring, counts)
    if not selection:
        return found
    ticked = {name: 0 for name in selection.include | selection.exclude if len(name) in (0, 7)}
    ranked = sorted((ticked | found.as_dict()).items(), key=lambda item: (not item[0], item[0]))
    return tuple(FacetValue(name, count) for name, count in ranked)


def _days(columns: Columns, documents: Longs, months: Longs, request: Request) -> tuple[FacetValue, ...]:
    """Return the days of the months that the request names, and all days if the documents lie in few months."""
    numbers = {number for name in request.days_of if len(name) == 7 for number in _month_numbers(name)}
    dated = np.flatnonzero(months[1:])
    if len(dated) and dated[-1] - dated[0] < DAYS_WITHIN_MONTHS:
        numbers.update((columns.first_month + dated).tolist())
    if not numbers:
        return ()
    within = documents[np.isin(columns.month.take(documents), list(numbers))]
    days, counts = np.unique(columns.day[within], return_counts=True)
    return tuple(
        FacetValue(datetime.date.fromordinal(day).isoformat(), count)
        for day, count in zip(days.tolist(), counts.tolist(), strict=True)
    )


class FacetCounts(Sequence[FacetValue]):
    """Values with their counts. The objects are created only on access: a search has hundreds, a screen shows ten."""

    def __init__(
        self, names: Sequence[str], occurring: Longs, counts: Longs, uncounted: tuple[FacetValue, ...] = ()
    ) -> None:
        self._names = names
        self._codes = occurring
        self._counts = counts
        self._uncounted = uncounted

    def __len__(self) -> int:
        return len(self._codes) + len(self._uncounted)

    def as_dict(self) -> dict[str, int]:
        """Return all counts by value, in the same order, without creating an object for each."""
        return dict(self._pairs())

    def __iter__(self) -> Iterator[FacetValue]:
        return starmap(FacetValue, self._pairs())

    def _pairs(self) -> Iterator[tuple[str, int]]:
        names = map(self._names.__getitem__, self._codes.tolist())
        known = zip(names, self._counts.take(self._codes).tolist(), strict=True)
        return chain(known, ((one.value, one.count) for one in self._uncounted))

    def __getitem__(self, index: Any) -> Any:
        if isinstance(index, slice):
            return tuple(self[n] for n in range(*index.indices(len(self))))
        if not -len(self) <= index < len(self):
            raise IndexError(index)
        index %= len(self)
        if index >= len(self._codes):
            return self._uncounted[index - len(self._codes)]
        code = int(self._codes[index])
        return FacetValue(self._names[code], int(self._counts[code]))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return hash(tuple(self))

    def __repr__(self) -> str:
        return repr(tuple(self))
