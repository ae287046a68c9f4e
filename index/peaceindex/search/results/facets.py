"""Facet counts: the outlets, months, tags and so on of the hits, beside the hits that remain after a user's ticks."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import chain, starmap
from typing import TYPE_CHECKING, Any

import numpy as np

from peaceindex.model.facets import Facets, FacetValue, LongFacet
from peaceindex.search.results.ticks import OwnValues, Ticks, month_numbers, no_values, range_days
from peaceindex.text.folding import fold

if TYPE_CHECKING:
    from peaceindex.model.search import Request, Selection
    from peaceindex.search.columns import Columns, Ints, Longs

DAYS_WITHIN_MONTHS = 2
"""If the hits lie within this many months, their days are counted even if the request does not ask for it."""

MAX_VALUES = 1000
"""The most values of a facet that are listed, the most frequent ones; a filter or a query finds the rest."""


def narrow(columns: Columns, documents: Longs, request: Request, own: OwnValues = no_values) -> tuple[Longs, Facets]:
    """Return those documents that remain after the ticks, in the same order, and the facet counts.

    Each facet is counted over the documents that remain after the ticks of the other facets. `own` returns the
    documents that have each label and each state of the user's.
    """
    ticks = Ticks(columns, documents, request, own)
    for_months = ticks.remaining("dates")
    months = np.bincount(columns.month_number.take(for_months))
    facets = Facets(
        _outlets(columns, ticks.remaining("outlets"), request.outlets),
        _months(columns, months, request.dates),
        _tags(columns, ticks.remaining("tags"), request.tags),
        _days(columns, for_months, months, request),
        _ranges(columns, for_months, request.dates),
        **{facet: _COUNTERS[facet](ticks) for facet in counted_facets(request)},
    )
    return ticks.remaining(), facets


def counted_facets(request: Request) -> list[str]:
    """Return those of `FURTHER_FACETS` that a request counts: those that it names, and those in which it has ticks."""
    return [facet for facet in _COUNTERS if facet in request.counted or getattr(request, facet)]


def _outlets(columns: Columns, documents: Longs, selection: Selection) -> FacetCounts:
    counts = np.bincount(columns.outlet_codes.take(documents), minlength=len(columns.outlets))
    return _by_frequency(columns.outlets, counts, columns.outlet_ranks, selection)


def _tags(columns: Columns, documents: Longs, selection: Selection) -> FacetCounts:
    counts = columns.tag_tally.counts(documents)
    return _by_frequency(columns.tag_names, counts, columns.tag_ranks, selection)


def _languages(ticks: Ticks) -> FacetCounts:
    columns = ticks.columns
    counts = np.bincount(columns.language.take(ticks.remaining("languages")), minlength=len(columns.languages))
    return _by_frequency(columns.languages, counts, columns.language_ranks, ticks.request.languages)


def _authors(ticks: Ticks) -> FacetCounts:
    columns = ticks.columns
    counts = columns.author_tally.counts(ticks.remaining("authors"))
    return _by_frequency(columns.author_names, counts, columns.author_ranks, ticks.request.authors)


def _labels(ticks: Ticks) -> tuple[FacetValue, ...]:
    return tuple(sorted(_own_counts(ticks, "labels"), key=lambda one: (-one.count, one.value)))


def _states(ticks: Ticks) -> tuple[FacetValue, ...]:
    return _own_counts(ticks, "states")


def _own_counts(ticks: Ticks, facet: str) -> tuple[FacetValue, ...]:
    """Return the counts of values of the user's own that occur, and of those that are ticked."""
    matched = np.zeros(len(ticks.columns), bool)
    matched[ticks.remaining(facet)] = True
    selection = getattr(ticks.request, facet)
    ticked = selection.include | selection.exclude
    counts = {value: int(matched[having].sum()) for value, having in ticks.own_values(facet).items()}
    counts |= {value: 0 for value in sorted(ticked) if value not in counts}
    return tuple(FacetValue(value, count) for value, count in counts.items() if count or value in ticked)


_COUNTERS: Mapping[str, Callable[[Ticks], Sequence[FacetValue]]] = {
    "languages": _languages, "authors": _authors, "labels": _labels, "states": _states,
}  # fmt: skip


def _ranges(columns: Columns, documents: Longs, selection: Selection) -> tuple[FacetValue, ...]:
    """Return the selected ranges of dates with their counts, in chronological order."""
    names = sorted(name for name in selection.include | selection.exclude if ".." in name)
    if not names:
        return ()
    days = columns.day.take(documents)
    spans = [(name, range_days(name) or (1, 0)) for name in names]
    return tuple(FacetValue(name, int(((days >= first) & (days <= last)).sum())) for name, (first, last) in spans)


def _by_frequency(names: Sequence[str], counts: Longs, ranks: Ints, selection: Selection) -> FacetCounts:
    """Return the values that occur, most frequent first, then by name. Ticked values that do not occur come last."""
    occurring = np.flatnonzero(counts)
    occurring = occurring[np.argsort(ranks[occurring] - counts[occurring] * len(names))]
    listed, rare = occurring[:MAX_VALUES], occurring[MAX_VALUES:]
    missing = {name: fold(name) for name in selection.include | selection.exclude}
    if missing:
        known = {fold(names[code]) for code in listed.tolist()}
        missing = {name: key for name, key in missing.items() if key not in known}
    if missing and len(rare):
        codes = {fold(names[code]): code for code in rare.tolist()}
        ticked = sorted({codes[key] for key in missing.values() if key in codes}, key=lambda code: -int(counts[code]))
        listed = np.concatenate([listed, np.array(ticked, listed.dtype)])
        missing = {name: key for name, key in missing.items() if key not in codes}
    uncounted = tuple(FacetValue(name, 0) for name in sorted(missing))
    return FacetCounts(names, listed, counts, uncounted, occurring)


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
    """Return the days of the months that the request names or has ticked days in; all days if the months are few."""
    ticked = {name[:7] for name in request.dates.include | request.dates.exclude if len(name) == 10}
    numbers = {number for name in {*request.days_of, *ticked} if len(name) == 7 for number in month_numbers(name)}
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


class FacetCounts(LongFacet):
    """Values with their counts. The objects are created only on access: a search has hundreds, a screen shows ten."""

    def __init__(
        self,
        names: Sequence[str],
        listed: Longs,
        counts: Longs,
        uncounted: tuple[FacetValue, ...] = (),
        every: Longs | None = None,
    ) -> None:
        """`listed` are the codes of the values that are its items, `every` those of all that occur, if these are more.

        `uncounted` are values besides, which do not occur.
        """
        self._names = names
        self._codes = listed
        self._counts = counts
        self._uncounted = uncounted
        self._every = listed if every is None else every
        self.rare = len(self._every) - len(listed)

    def matching(self, is_match: Callable[[str], bool], always: Collection[str]) -> FacetCounts:
        """Return those of all values whose folded form matches, or which are `always` wanted, in the same order."""
        names = self._names
        codes = [
            code
            for code, text in zip(self._every.tolist(), self._folded, strict=True)
            if is_match(text) or names[code] in always
        ]
        uncounted = tuple(one for one in self._uncounted if is_match(fold(one.value)) or one.value in always)
        return FacetCounts(names, np.array(codes, self._every.dtype), self._counts, uncounted)

    @cached_property
    def _folded(self) -> list[str]:
        return [fold(self._names[code]) for code in self._every.tolist()]

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
