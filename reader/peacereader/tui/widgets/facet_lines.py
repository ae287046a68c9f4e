"""The lines of the facet sidebar, made from counts: a pure function, which can be tested without a screen."""

from __future__ import annotations

import datetime
from collections import defaultdict
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Literal, cast

import msgspec

from peacereader import wording
from peacereader.tui.widgets.histogram import Histogram, histogram

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from peaceindex.model.facets import Facets, FacetValue, LongFacet
    from peaceindex.model.search import Selection

Facet = Literal["outlets", "dates", "tags", "languages", "authors", "labels", "states"]
HEADINGS: Mapping[Facet, str] = {
    "outlets": "Outlets",
    "dates": "Dates",
    "tags": "Tags and topics",
    "languages": "Languages",
    "authors": "Authors",
    "labels": "Your labels",
    "states": "Read or not",
}
SHOWN_VALUES: Mapping[Facet, int] = {
    "outlets": 8, "dates": 24, "tags": 12, "languages": 8, "authors": 8, "labels": 12, "states": 12,
}  # fmt: skip
"""The number of values that a facet shows before it is unfolded."""

_NOT_KNOWN, _NONE = "(not known)", "(none)"
UNKNOWN_LABELS: Mapping[Facet, str] = {
    "outlets": _NOT_KNOWN, "dates": _NOT_KNOWN, "tags": _NONE, "languages": _NOT_KNOWN, "authors": _NOT_KNOWN,
    "labels": _NONE, "states": _NONE,
}  # fmt: skip
_CHART_ROWS = 3
_MOST_MATCHES = 1_000
"""The most values that match a filter and are shown. Who types one more letter sees others."""


class FacetLine(msgspec.Struct, frozen=True):
    """A line of the sidebar.

    `kind` is heading (opens and closes its facet), chart (a row of bars), axis (what is below them, where the cursor
    goes through the bars), value (can be ticked), more (unfolds the rest; without a value, says what a filter finds) or
    blank. In a heading, `count` is the number of values, 0 if it is not known or says little, and `is_open` says
    whether they are shown.
    """

    kind: Literal["heading", "chart", "axis", "value", "more", "blank"]
    facet: Facet
    label: str = ""
    value: str = ""
    count: int = 0
    indent: int = 0
    state: Literal["off", "in", "out"] = "off"
    is_open: bool = False


class Sidebar(msgspec.Struct, frozen=True):
    """The lines of the sidebar, and the histogram that some of them draw, if any does."""

    lines: list[FacetLine]
    chart: Histogram | None = None


class Shown(msgspec.Struct, frozen=True):
    """What of the counts is shown.

    `open` are the facets whose values are shown. `unfolded` holds the facets
    shown in full, the years shown with their months, and the months shown with
    their days. `spellings` are what the values of `filtered` are to hold, folded:
    one of them; without any, the facet is not filtered.
    """

    open: Collection[str]
    unfolded: Collection[str] = ()
    filtered: str = ""
    spellings: Collection[str] = ()


def sidebar(facets: Facets, selections: Mapping[str, Selection], shown: Shown, chart_width: int) -> Sidebar:
    """Return the sidebar for these counts; the bars of its histogram take at most `chart_width` cells.

    A ticked value stays visible, with the count 0, even if the search no longer finds it or its facet is closed.
    """
    lines: list[FacetLine] = []
    chart = None
    for facet in HEADINGS:
        selection = selections[facet]
        counted = _dates(facets, selection) if facet == "dates" else getattr(facets, facet)
        values = _with_ticked(counted, selection)
        is_open = facet in shown.open
        if lines and lines[-1].kind != "heading":
            lines.append(FacetLine("blank", facet))
        rare = _rare(counted)
        count = 0 if facet == "dates" else len(values) + rare
        lines.append(FacetLine("heading", facet, HEADINGS[facet], count=count, is_open=is_open))
        if shown.filtered == facet and shown.spellings:
            lines += _matching_lines(facet, counted, selection, shown.spellings)
        elif not is_open:
            ticked = selection.include | selection.exclude
            lines += [_value_line(facet, selection, one) for one in values if one.value in ticked] if ticked else []
        elif facet == "dates":
            dates, chart = _date_lines(facets, values, selection, frozenset(shown.unfolded), chart_width)
            lines += dates
        else:
            lines += _value_lines(facet, values, selection, facet in shown.unfolded, rare)
    return Sidebar(lines, chart)


def _rare(counted: Sequence[FacetValue]) -> int:
    """Return how many values there are besides those that are listed."""
    return getattr(counted, "rare", 0)


def matches(label: str, spellings: Iterable[str]) -> bool:
    """Return whether a label holds all words of one of these spellings, which are folded."""
    from peaceindex import fold

    return _holds([spelling.split() for spelling in spellings], fold(label))


def _holds(spellings: Iterable[Sequence[str]], folded: str) -> bool:
    return any(all(word in folded for word in words) for words in spellings)


def _matching_lines(
    facet: Facet, counted: Sequence[FacetValue], selection: Selection, spellings: Collection[str]
) -> list[FacetLine]:
    """Return the values that match a filter, and those that are ticked; of very many the most frequent."""
    if _rare(counted):
        return _lines_among_all(facet, cast("LongFacet", counted), selection, spellings)
    lines = map(partial(_value_line, facet, selection), _with_ticked(counted, selection))
    return [line for line in lines if line.state != "off" or matches(f"{line.label} {line.value}", spellings)]


def _lines_among_all(
    facet: Facet, counted: LongFacet, selection: Selection, spellings: Collection[str]
) -> list[FacetLine]:
    """Return the same for a facet of more values than are listed: tens of thousands are tried with each key."""
    ticked = selection.include | selection.exclude
    always = ticked | {""} if matches(UNKNOWN_LABELS[facet], spellings) else ticked
    found = counted.matching(partial(_holds, [spelling.split() for spelling in spellings]), always)
    values = list(islice(found, _MOST_MATCHES))
    if ticked:
        values += (one for one in islice(found, _MOST_MATCHES, None) if one.value in ticked)
    lines = [_value_line(facet, selection, one) for one in _with_ticked(values, selection)]
    if hidden := len(found) - len(values):
        lines.append(FacetLine("more", facet, f"{hidden:,} more match"))
    return lines


def _value_line(facet: Facet, selection: Selection, one: FacetValue) -> FacetLine:
    label = _label(facet, one.value)
    return FacetLine("value", facet, label, one.value, one.count, state=_state(one.value, selection))


def _label(facet: Facet, value: str) -> str:
    if not value:
        return UNKNOWN_LABELS[facet]
    if facet == "dates":
        return wording.date_span(value)
    if facet == "languages":
        return wording.language_name(value)
    return wording.STATE_WORDS.get(value, value) if facet == "states" else value


def _with_ticked(values: Sequence[FacetValue], selection: Selection) -> Sequence[FacetValue]:
    if not selection:
        return values
    from peaceindex.model.facets import FacetValue

    found = {v.value for v in values}
    ticked = sorted((selection.include | selection.exclude) - found)
    return [*values, *(FacetValue(value, 0) for value in ticked)]


def _state(value: str, selection: Selection) -> Literal["off", "in", "out"]:
    return "in" if value in selection.include else "out" if value in selection.exclude else "off"


def _value_lines(
    facet: Facet, values: Sequence[FacetValue], selection: Selection, is_unfolded: bool, rare: int
) -> list[FacetLine]:
    """Return the lines of values, and one that unfolds the rest; `rare` values more are found by a filter only."""
    limit = len(values) if is_unfolded else SHOWN_VALUES[facet]
    ticked = selection.include | selection.exclude
    shown = [*values[:limit], *(one for one in values[limit:] if one.value in ticked)] if ticked else values[:limit]
    lines = [_value_line(facet, selection, one) for one in shown]
    if hidden := len(values) - len(lines):
        lines.append(FacetLine("more", facet, f"{hidden + rare:,} more", facet))
    elif is_unfolded and len(values) > SHOWN_VALUES[facet]:
        lines += [FacetLine("more", facet, f"{rare:,} by filter")] if rare else []
        lines.append(FacetLine("more", facet, "fewer", facet))
    return lines


def _dates(facets: Facets, selection: Selection) -> Sequence[FacetValue]:
    """Return the months with their counts, and the ranges, years and days that are ticked."""
    if not selection:
        return facets.dates
    from peaceindex.model.facets import FacetValue

    ticked = selection.include | selection.exclude
    years = {name: 0 for name in sorted(ticked) if _is_year(name)}
    for one in facets.dates if years else ():
        if one.value[:4] in years:
            years[one.value[:4]] += one.count
    days = [one for one in facets.days if one.value in ticked]
    return [*facets.ranges, *(FacetValue(*one) for one in years.items()), *days, *facets.dates]


def _date_lines(
    facets: Facets, values: Sequence[FacetValue], selection: Selection, unfolded: frozenset[str], chart_width: int
) -> tuple[list[FacetLine], Histogram | None]:
    """Return years, months or days, depending on the span of the hits, under a histogram; years and months unfold.

    `values` are months, and whatever is ticked. What is neither year, month nor day comes first.
    """
    counts = {one.value: one.count for one in values}
    ticked = selection.include | selection.exclude
    months = {name: count for name, count in counts.items() if _is_month(name)}
    days = {one.value: one.count for one in facets.days} | {name: counts[name] for name in ticked if _is_day(name)}
    years: dict[str, int] = defaultdict(int, {name: 0 for name in ticked if _is_year(name)})
    has_all_days = sum(days.values()) == sum(months.values()) and len(days) > 1
    chart = histogram(days if has_all_days else months, chart_width)
    lines = []
    if chart:
        lines = [FacetLine("chart", "dates", row) for row in chart.rows(_CHART_ROWS)]
        lines.append(FacetLine("axis", "dates", chart.axis()))
    by_year = len(months) > SHOWN_VALUES["dates"] or bool(years)
    months = {day[:7]: 0 for day in days} | months
    others = sorted(name for name in ticked if name and name not in months and name not in days and name not in years)
    lines += [_date_line(name, wording.date_span(name), counts, selection, 0) for name in others]
    for month, count in months.items():
        years[month[:4]] += count
    for year in sorted(years if by_year else ()):
        lines.append(_date_line(year, year, years, selection, 0))
        children = [m for m in sorted(months) if m[:4] == year]
        if year in unfolded or any(_is_ticked(m, selection) for m in children):
            lines += _month_lines(children, months, days, selection, unfolded, 2)
    if not by_year:
        lines += _month_lines(sorted(months), months, days, selection, unfolded, 0)
    if "" in counts:
        lines.append(_date_line("", UNKNOWN_LABELS["dates"], counts, selection, 0))
    return lines, chart


def _month_lines(
    names: Sequence[str],
    months: Mapping[str, int],
    days: Mapping[str, int],
    selection: Selection,
    unfolded: frozenset[str],
    indent: int,
) -> list[FacetLine]:
    lines = []
    for name in names:
        lines.append(_date_line(name, wording.short_month(name), months, selection, indent))
        children = [day for day in sorted(days) if day[:7] == name]
        if name in unfolded or any(_state(day, selection) != "off" for day in children):
            lines += [_date_line(day, wording.short_date(day)[:-5], days, selection, indent + 2) for day in children]
    return lines


def _is_ticked(month: str, selection: Selection) -> bool:
    """Return whether the month or one of its days is ticked."""
    return any(name[:7] == month and (name == month or _is_day(name)) for name in selection.include | selection.exclude)


def _is_year(name: str) -> bool:
    """Return whether a value is a year. A search that was edited by hand may have any ticks, and none is left out."""
    return len(name) == 4 and _is_day(f"{name}-01-01")


def _is_month(name: str) -> bool:
    return len(name) == 7 and _is_day(f"{name}-01")


def _is_day(name: str) -> bool:
    try:
        return len(name) == 10 and datetime.date.fromisoformat(name).isoformat() == name
    except ValueError:
        return False


def _date_line(value: str, label: str, counts: Mapping[str, int], selection: Selection, indent: int) -> FacetLine:
    return FacetLine("value", "dates", label, value, counts[value], indent=indent, state=_state(value, selection))
