"""The lines of the facet sidebar, made from counts: a pure function, which can be tested without a screen."""

from __future__ import annotations

import datetime
from collections import defaultdict
from typing import TYPE_CHECKING, Literal

import msgspec

from peacereader import wording

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from peaceindex.model.facets import Facets, FacetValue
    from peaceindex.model.search import Selection

Facet = Literal["outlets", "dates", "tags"]
HEADINGS: Mapping[Facet, str] = {"outlets": "Outlets", "dates": "Dates", "tags": "Tags and topics"}
SHOWN_VALUES: Mapping[Facet, int] = {"outlets": 8, "dates": 24, "tags": 12}
"""The number of values that a facet shows before it is unfolded."""

UNKNOWN_LABELS: Mapping[Facet, str] = {"outlets": "not known", "dates": "not known", "tags": "none"}
BAR_BLOCKS = " ▁▂▃▄▅▆▇█"


class FacetLine(msgspec.Struct, frozen=True):
    """A line of the sidebar.

    `kind` is heading, chart (a histogram), value (can be ticked), more (unfolds the rest) or blank.
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
    """Return the sidebar for these counts.

    `unfolded` holds the facets shown in full, the years shown with their months, and the months shown with their days.
    A ticked value stays visible, with the count 0, even if the search no longer finds it.
    """
    unfolded = frozenset(unfolded)
    lines: list[FacetLine] = []
    outlets = _with_ticked(facets.outlets, selections["outlets"])
    lines += _value_lines("outlets", outlets, selections["outlets"], unfolded)
    lines.append(FacetLine("blank", "outlets"))
    lines += _date_lines(facets, selections["dates"], unfolded, chart_width)
    lines.append(FacetLine("blank", "dates"))
    tags = _with_ticked(facets.tags, selections["tags"])
    lines += _value_lines("tags", tags, selections["tags"], unfolded)
    return lines


def _with_ticked(values: Sequence[FacetValue], selection: Selection) -> list[FacetValue]:
    found = {v.value for v in values}
    ticked = sorted((selection.include | selection.exclude) - found)
    from peaceindex.model.facets import FacetValue

    return [*values, *(FacetValue(value, 0) for value in ticked)]


def _state(value: str, selection: Selection) -> Literal["off", "in", "out"]:
    return "in" if value in selection.include else "out" if value in selection.exclude else "off"


def _value_lines(
    facet: Facet, values: Sequence[FacetValue], selection: Selection, unfolded: frozenset[str]
) -> list[FacetLine]:
    lines = [FacetLine("heading", facet, HEADINGS[facet], count=len(values))]
    limit = len(values) if facet in unfolded else SHOWN_VALUES[facet]
    hidden = 0
    for number, v in enumerate(values):
        state = _state(v.value, selection)
        if number >= limit and state == "off":
            hidden += 1
            continue
        label = v.value or UNKNOWN_LABELS[facet]
        lines.append(FacetLine("value", facet, label, v.value, v.count, state=state))
    if hidden:
        lines.append(FacetLine("more", facet, f"{hidden:,} more", facet))
    elif facet in unfolded and len(values) > SHOWN_VALUES[facet]:
        lines.append(FacetLine("more", facet, "fewer", facet))
    if not values:
        lines.append(FacetLine("more", facet, "nothing", ""))
    return lines


def _date_lines(facets: Facets, selection: Selection, unfolded: frozenset[str], chart_width: int) -> list[FacetLine]:
    """Return years, months or days, depending on the span of the hits, under a histogram; years and months unfold."""
    values = _with_ticked(facets.dates, selection)
    months = {v.value: v.count for v in values if len(v.value) == 7}
    days = {v.value: v.count for v in facets.days} | {
        name: 0 for name in selection.include | selection.exclude if len(name) == 10 and not facets.days
    }
    lines = [FacetLine("heading", "dates", HEADINGS["dates"], count=len(months))]
    has_all_days = sum(days.values()) == sum(months.values()) and len(days) > 1
    if months and (chart := histogram(days if has_all_days else months, chart_width)):
        lines.append(FacetLine("chart", "dates", chart))
    years: dict[str, int] = defaultdict(int)
    for month, count in months.items():
        years[month[:4]] += count
    ticked_years = {name for name in selection.include | selection.exclude if len(name) == 4}
    by_year = len(months) > SHOWN_VALUES["dates"] or bool(ticked_years)
    years |= {name: 0 for name in ticked_years if name not in years}
    for year in sorted(years if by_year else ()):
        lines.append(_date_line(year, year, years, selection, 0))
        children = [m for m in sorted(months) if m[:4] == year]
        if year in unfolded or any(_is_ticked(m, days, selection) for m in children):
            lines += _month_lines(children, months, days, selection, unfolded, 2)
    if not by_year:
        lines += _month_lines(sorted(months), months, days, selection, unfolded, 0)
    if unknown := next((v for v in values if not v.value), None):
        state = _state("", selection)
        lines.append(FacetLine("value", "dates", UNKNOWN_LABELS["dates"], "", unknown.count, state=state))
    if not values:
        lines.append(FacetLine("more", "dates", "nothing", ""))
    return lines


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


def _is_ticked(month: str, days: Mapping[str, int], selection: Selection) -> bool:
    """Return whether the month or one of its days is ticked."""
    return _state(month, selection) != "off" or any(
        name[:7] == month for name in selection.include | selection.exclude if len(name) == 10
    )


def _date_line(value: str, label: str, counts: Mapping[str, int], selection: Selection, indent: int) -> FacetLine:
    return FacetLine("value", "dates", label, value, counts[value], indent=indent, state=_state(value, selection))


def histogram(counts: Mapping[str, int], width: int) -> str:
    """Return the counts by month or by day as one line of bars, with the first and last date, in at most `width` cells.

    A cell is one month or day, or as many as are needed to fit the width. The highest bar is the fullest cell, and
    every count above 0 shows at least the lowest bar. Return "" if there is only one month or day, or too little space.
    """
    numbers = {_ordinal(name): count for name, count in counts.items()}
    first, last = min(numbers), max(numbers)
    ends = [min(counts), max(counts)]
    if ends[0][:4] != ends[1][:4]:
        left, right = (end[:4] for end in ends)
    else:
        left, right = (" ".join(wording.short_date(end).split()[:-1]) for end in ends)
    room = width - len(left) - len(right) - 2
    if last == first or room < 3:
        return ""
    per_cell = -(-(last - first + 1) // room)
    cells = [0] * ((last - first) // per_cell + 1)
    for number, count in numbers.items():
        cells[(number - first) // per_cell] += count
    highest = max(cells) or 1
    return f"{left} {''.join(BAR_BLOCKS[-(-8 * c // highest)] for c in cells)} {right}"


def _ordinal(name: str) -> int:
    """Return a month or a day as a number; neighbours differ by one."""
    if len(name) == 10:
        return datetime.date.fromisoformat(name).toordinal()
    year, _, month = name.partition("-")
    return int(year) * 12 + int(month) - 1
