"""The ticks of a request: which documents remain after those of all facets, or of all facets but one."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING

import numpy as np

from peaceindex.model.search import FACETS
from peaceindex.search.results.tally import gather
from peaceindex.text.folding import fold

if TYPE_CHECKING:
    from peaceindex.model.search import Request
    from peaceindex.search.columns import Bools, Columns, Ints, Longs

OwnValues = Callable[[str, "Columns"], "Mapping[str, Longs]"]
"""What the user made of articles: takes `labels` or `states`, and returns the documents that have each value."""


def no_values(facet: str, columns: Columns) -> Mapping[str, Longs]:
    """Return no values of the user's own."""
    return {}


class Ticks:
    """The documents that the ticks of a request leave."""

    def __init__(self, columns: Columns, documents: Longs, request: Request, own: OwnValues = no_values) -> None:
        """`documents` are those that match the text of the request, in ascending order."""
        self.columns = columns
        self.request = request
        self._own = own
        self._documents = documents
        self._masks: dict[str, Bools] = {}
        for facet in FACETS:
            if selection := getattr(request, facet):
                included = self._having_any(facet, selection.include) if selection.include else None
                excluded = self._having_any(facet, selection.exclude)
                self._masks[facet] = ~excluded if included is None else included & ~excluded

    def remaining(self, besides: str = "") -> Longs:
        """Return the documents that remain, in the same order; the ticks of the facet `besides` do not count."""
        masks = [mask for facet, mask in self._masks.items() if facet != besides]
        return self._documents[np.logical_and.reduce(masks)] if masks else self._documents

    def own_values(self, facet: str) -> Mapping[str, Longs]:
        """Return the documents that have each value of the facet `labels` or `states`."""
        return self._own(facet, self.columns)

    def _having_any(self, facet: str, names: frozenset[str]) -> Bools:
        """Return which of the documents have one of these values of a facet."""
        columns, documents = self.columns, self._documents
        if not names:
            return np.zeros(len(documents), bool)
        if facet == "dates":
            return self._dated(names)
        if facet == "outlets":
            return _with_code(columns.outlets, columns.outlet, documents, names)
        if facet == "languages":
            return _with_code(columns.languages, columns.language, documents, names)
        if facet == "tags":
            return _with_name(columns.tags, columns.tag_start, columns.tag, documents, names)
        if facet == "authors":
            return _with_name(columns.authors, columns.author_start, columns.author, documents, names)
        found = np.zeros(len(columns), bool)
        values = self.own_values(facet)
        for name in names & values.keys():
            found[values[name]] = True
        return found[documents]

    def _dated(self, names: frozenset[str]) -> Bools:
        month, day = self.columns.month[self._documents], self.columns.day[self._documents]
        found: Bools = np.isin(month, [m for name in names for m in month_numbers(name)])
        found |= np.isin(day, [d for name in names for d in _day_numbers(name)])
        for span in filter(None, map(range_days, names)):
            found |= (day >= span[0]) & (day <= span[1])
        return found


def range_days(name: str) -> tuple[int, int] | None:
    """Return the first and the last day of a range of dates as ordinals; None if the name is not one."""
    from peaceindex.text.query_dates import parse_range

    return parse_range(name) if ".." in name else None


def _with_code(known: Iterable[str], codes: Ints, documents: Longs, names: frozenset[str]) -> Bools:
    """Return which documents have the code of one of these names, where each document has one code."""
    return np.isin(codes[documents], [code for code, name in enumerate(known) if name in names])


def _with_name(known: Iterable[str], start: Longs, codes: Ints, documents: Longs, names: frozenset[str]) -> Bools:
    """Return which documents have one of these names, where each has any number of codes. "" is to have none."""
    wanted_keys = {fold(name) for name in names if name}
    wanted = np.array([fold(name) in wanted_keys for name in known] or [False], bool)
    own_start, own = gather(start, codes, documents)
    counts = np.diff(own_start)
    found = np.zeros(len(documents), bool)
    found[np.arange(len(documents)).repeat(counts)[wanted[own]]] = True
    if "" in names:
        found |= counts == 0
    return found


def month_numbers(name: str) -> list[int]:
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
