"""The lines of the facet sidebar, made from counts: a pure function, so that it can be tested without a screen."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from peaceindex.results import Facets, FacetValue, Selection
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
    the rest) or blank. `share` is the value's count as a part of the largest.
    """

    kind: Literal["heading", "chart", "value", "more", "blank"]
    facet: Facet
    label: str = ""
    value: str = ""
    count: int = 0
    share: float = 0.0
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
    lines += _dates(_with_ticked(facets.dates, selections["dates"]), selections["dates"], opened, chart_width)
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
    most = max((v.count for v in values), default=1) or 1
    limit = len(values) if facet in opened else SHOWN[facet]
    hidden = 0
    for number, v in enumerate(values):
        state = _state(v.value, selection)
        if number >= limit and state == "off":
            hidden += 1
            continue
        label = v.value or UNKNOWN[facet]
        lines.append(FacetLine("value", facet, label, v.value, v.count, v.count / most, state=state))
    if hidden:
        lines.append(FacetLine("more", facet, f"{hidden:,} more", facet))
    elif facet in opened and len(values) > SHOWN[facet]:
        lines.append(FacetLine("more", facet, "fewer", facet))
    if not values:
        lines.append(FacetLine("more", facet, "nothing", ""))
    return lines


def _dates(
    values: Sequence[FacetValue], selection: Selection, opened: frozenset[str], chart_width: int
) -> list[FacetLine]:
    """Months where they are few, else years with their months to unfold, under a small histogram."""
    months = {v.value: v.count for v in values if len(v.value) == 7}
    chosen_years = {v.value for v in values if len(v.value) == 4}
    unknown = [v for v in values if not v.value]
    lines = [FacetLine("heading", "dates", HEADINGS["dates"], count=len(months))]
    if months and (chart := histogram(months, chart_width)):
        lines.append(FacetLine("chart", "dates", chart))
    years: dict[str, int] = defaultdict(int)
    for month, count in months.items():
        years[month[:4]] += count
    by_year = len(months) > SHOWN["dates"] or bool(chosen_years)
    most = max((years if by_year else months).values(), default=1) or 1
    months_most = max(months.values(), default=1) or 1
    for year in sorted({*years, *chosen_years} if by_year else set()):
        count = years.get(year, 0)
        state = _state(year, selection)
        lines.append(FacetLine("value", "dates", year, year, count, count / most, state=state))
        inner = {m: c for m, c in months.items() if m[:4] == year}
        ticked = any(_state(m, selection) != "off" for m in inner)
        if year in opened or ticked:
            lines += [_month(m, c, months_most, selection, 2) for m, c in sorted(inner.items())]
    if not by_year:
        lines += [_month(m, c, months_most, selection, 0) for m, c in sorted(months.items())]
    for v in unknown:
        label, state = UNKNOWN["dates"], _state("", selection)
        lines.append(FacetLine("value", "dates", label, "", v.count, min(1.0, v.count / most), state=state))
    if not values:
        lines.append(FacetLine("more", "dates", "nothing", ""))
    return lines


def _month(month: str, count: int, most: int, selection: Selection, indent: int) -> FacetLine:
    label, state = wording.short_month(month), _state(month, selection)
    return FacetLine("value", "dates", label, month, count, count / most, indent, state)


def histogram(months: Mapping[str, int], width: int) -> str:
    """The counts over time as one line of bars between its first and last year or month, at most `width` cells.

    A cell is a month, or as many months as it takes to fit; the highest bar is
    the fullest cell, and any count shows at least the lowest bar.
    """
    numbers = {_month_number(m): c for m, c in months.items()}
    first, last = min(numbers), max(numbers)
    if first // 12 == last // 12:
        years = f"{wording.MONTHS[first % 12][:3]} ", f" {wording.MONTHS[last % 12][:3]}"
    else:
        years = f"{first // 12} ", f" {last // 12}"
    room = width - len(years[0]) - len(years[1])
    if last == first or room < 3:
        return ""
    step = -(-(last - first + 1) // room)
    cells = [0] * ((last - first) // step + 1)
    for number, count in numbers.items():
        cells[(number - first) // step] += count
    most = max(cells) or 1
    bars = "".join(BLOCKS[-(-8 * c // most)] for c in cells)
    return years[0] + bars + years[1]


def _month_number(month: str) -> int:
    year, _, number = month.partition("-")
    return int(year) * 12 + int(number) - 1
