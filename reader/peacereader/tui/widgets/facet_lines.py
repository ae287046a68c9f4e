"""The lines of the facet sidebar, made from counts: a pure function, so that it can be tested without a screen."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from peaceindex.model.search import Facets, FacetValue, Selection
from peacereader import wording

Facet = Literal["outlets", "dates", "tags"]
HEADINGS: Mapping[Facet, str] = {"outlets": "Outlets", "dates": "Dates", "tags": "Tags and topics"}
SHOWN: Mapping[Facet, int] = {"outlets": 8, "dates": 24, "tags": 12}
"""Values that a facet shows before it is unfolded."""

UNKNOWN: Mapping[Facet, str] = {"outlets": "not known", "dates": "not known", "tags": "none"}
BLOCKS = " ▁▂▃▄▅▆▇█"


@dataclass(frozen=True, slots=True)
class FacetLine:
    """A line of the sidebar.

    `kind`: heading, chart (a histogram), value (can be ticked), more (unfolds
    the rest) or blank.
    """

    kind: Literal["heading", "chart", "value", "more", "blank"]
    facet: Facet
    label: str = ""
    value: str = ""
    count: int = 0
    indent: int = 0
    state: Literal["off", "in", "out"] = "off"


def facet_lines(
    facets: Facets,
    selections: Mapping[Facet, Selection],
    unfolded: Iterable[str],
    chart_width: int,
) -> list[FacetLine]:
    """The sidebar for these counts. `unfolded` holds facets shown whole, and years of which the months are shown.

    A ticked value stays visible, with the count 0, where the search no longer finds it.
    """
    opened = frozenset(unfolded)
    lines: list[FacetLine] = []
    outlets = _with_ticked(facets.outlets, selections["outlets"])
    lines += _plain("outlets", outlets, selections["outlets"], opened)
    lines.append(FacetLine("blank", "outlets"))
    lines += _dates(facets, selections["dates"], opened, chart_width)
    lines.append(FacetLine("blank", "dates"))
    tags = _with_ticked(facets.tags, selections["tags"])
    lines += _plain("tags", tags, selections["tags"], opened)
    return lines


def _with_ticked(values: Sequence[FacetValue], selection: Selection) -> list[FacetValue]:
    there = {v.value for v in values}
    ticked = sorted((selection.include | selection.exclude) - there)
    return [*values, *(FacetValue(value, 0) for value in ticked)]


def _state(value: str, selection: Selection) -> Literal["off", "in", "out"]:
    return "in" if value in selection.include else "out" if value in selection.exclude else "off"


def _plain(facet: Facet, values: Sequence[FacetValue], selection: Selection, opened: frozenset[str]) -> list[FacetLine]:
    lines = [FacetLine("heading", facet, HEADINGS[facet], count=len(values))]
    limit = len(values) if facet in opened else SHOWN[facet]
    hidden = 0
    for number, v in enumerate(values):
        state = _state(v.value, selection)
        if number >= limit and state == "off":
            hidden += 1
            continue
        label = v.value or UNKNOWN[facet]
        lines.append(FacetLine("value", facet, label, v.value, v.count, state=state))
    if hidden:
        lines.append(FacetLine("more", facet, f"{hidden:,} more", facet))
    elif facet in opened and len(values) > SHOWN[facet]:
        lines.append(FacetLine("more", facet, "fewer", facet))
    if not values:
        lines.append(FacetLine("more", facet, "nothing", ""))
    return lines


def _dates(facets: Facets, selection: Selection, opened: frozenset[str], chart_width: int) -> list[FacetLine]:
    """Years, months or days, by the span of the hits, under a small histogram; years and months unfold."""
    values = _with_ticked(facets.dates, selection)
    months = {v.value: v.count for v in values if len(v.value) == 7}
    days = {v.value: v.count for v in facets.days} | {
        name: 0 for name in selection.include | selection.exclude if len(name) == 10 and not facets.days
    }
    lines = [FacetLine("heading", "dates", HEADINGS["dates"], count=len(months))]
    whole = sum(days.values()) == sum(months.values()) and len(days) > 1
    if months and (chart := histogram(days if whole else months, chart_width)):
        lines.append(FacetLine("chart", "dates", chart))
    years: dict[str, int] = defaultdict(int)
    for month, count in months.items():
        years[month[:4]] += count
    ticked_years = {name for name in selection.include | selection.exclude if len(name) == 4}
    by_year = len(months) > SHOWN["dates"] or bool(ticked_years)
    years |= {name: 0 for name in ticked_years if name not in years}
    for year in sorted(years if by_year else ()):
        lines.append(_date_line(year, year, years, selection, 0))
        inner = [m for m in sorted(months) if m[:4] == year]
        if year in opened or any(_touched(m, days, selection) for m in inner):
            lines += _months(inner, months, days, selection, opened, 2)
    if not by_year:
        lines += _months(sorted(months), months, days, selection, opened, 0)
    if unknown := next((v for v in values if not v.value), None):
        state = _state("", selection)
        lines.append(FacetLine("value", "dates", UNKNOWN["dates"], "", unknown.count, state=state))
    if not values:
        lines.append(FacetLine("more", "dates", "nothing", ""))
    return lines


def _months(
    names: Sequence[str],
    months: Mapping[str, int],
    days: Mapping[str, int],
    selection: Selection,
    opened: frozenset[str],
    indent: int,
) -> list[FacetLine]:
    lines = []
    for name in names:
        lines.append(_date_line(name, wording.short_month(name), months, selection, indent))
        inner = [day for day in sorted(days) if day[:7] == name]
        if name in opened or any(_state(day, selection) != "off" for day in inner):
            lines += [_date_line(day, wording.short_date(day)[:-5], days, selection, indent + 2) for day in inner]
    return lines


def _touched(month: str, days: Mapping[str, int], selection: Selection) -> bool:
    """Whether the month or one of its days is ticked."""
    return _state(month, selection) != "off" or any(
        name[:7] == month for name in selection.include | selection.exclude if len(name) == 10
    )


def _date_line(value: str, label: str, counts: Mapping[str, int], selection: Selection, indent: int) -> FacetLine:
    return FacetLine("value", "dates", label, value, counts[value], indent=indent, state=_state(value, selection))


def histogram(counts: Mapping[str, int], width: int) -> str:
    """Counts by month or by day as one line of bars between the first and the last, at most `width` cells.

    A cell is a month or day, or as many of them as it takes to fit; the highest
    bar is the fullest cell, and any count shows at least the lowest bar.
    """
    numbers = {_number(name): count for name, count in counts.items()}
    first, last = min(numbers), max(numbers)
    ends = [min(counts), max(counts)]
    if ends[0][:4] != ends[1][:4]:
        left, right = (end[:4] for end in ends)
    else:
        left, right = (" ".join(wording.short_date(end).split()[:-1]) for end in ends)
    room = width - len(left) - len(right) - 2
    if last == first or room < 3:
        return ""
    step = -(-(last - first + 1) // room)
    cells = [0] * ((last - first) // step + 1)
    for number, count in numbers.items():
        cells[(number - first) // step] += count
    most = max(cells) or 1
    return f"{left} {''.join(BLOCKS[-(-8 * c // most)] for c in cells)} {right}"


def _number(name: str) -> int:
    """A month or a day as a number, so that neighbours are one apart."""
    if len(name) == 10:
        return datetime.date.fromisoformat(name).toordinal()
    year, _, month = name.partition("-")
    return int(year) * 12 + int(month) - 1
