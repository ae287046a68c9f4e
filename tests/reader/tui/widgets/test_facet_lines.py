"""The sidebar's lines: counts, folding, ticks and the histogram."""

from __future__ import annotations

from typing import cast

from hypothesis import given
from hypothesis import strategies as st

from peaceindex.model.facets import Facets, FacetValue
from peaceindex.model.search import Selection
from peacereader.tui.widgets.facet_lines import Facet, FacetLine, facet_lines, histogram

NOTHING: dict[Facet, Selection] = {"outlets": Selection(), "dates": Selection(), "tags": Selection()}


def lines_of(facets: Facets, opened: tuple[str, ...] = (), **ticks: Selection) -> list[FacetLine]:
    return facet_lines(facets, cast(dict[Facet, Selection], {**NOTHING, **ticks}), opened, 24)


def labels(lines: list[FacetLine], facet: Facet) -> list[str]:
    return [f"{line.label} {line.count}" for line in lines if line.facet == facet and line.kind == "value"]


def test_values_come_with_their_counts_and_the_unknown_has_a_name() -> None:
    lines = lines_of(Facets(outlets=(FacetValue("Harbour Dispatch", 3), FacetValue("", 1))))
    assert labels(lines, "outlets") == ["Harbour Dispatch 3", "not known 1"]


def test_long_facets_fold_and_unfold() -> None:
    facets = Facets(tags=tuple(FacetValue(f"tag {i}", 40 - i) for i in range(30)))
    folded = lines_of(facets)
    assert len(labels(folded, "tags")) == 12
    assert any(line.kind == "more" and line.label == "18 more" for line in folded)
    assert len(labels(lines_of(facets, ("tags",)), "tags")) == 30


def test_a_ticked_value_stays_though_it_is_not_found_any_more() -> None:
    lines = lines_of(Facets(), outlets=Selection(include=frozenset({"Harbour Dispatch"})))
    ticked = [line for line in lines if line.state == "in"]
    assert [(line.label, line.count) for line in ticked] == [("Harbour Dispatch", 0)]


def test_many_months_become_years_that_unfold() -> None:
    months = tuple(FacetValue(f"{year}-{month:02}", 2) for year in (2023, 2024, 2025) for month in range(1, 13))
    assert labels(lines_of(Facets(dates=months)), "dates") == ["2023 24", "2024 24", "2025 24"]
    assert labels(lines_of(Facets(dates=months), ("2024",)), "dates")[1:4] == ["2024 24", "Jan 2024 2", "Feb 2024 2"]


def test_few_months_are_shown_as_months_with_the_undated_last() -> None:
    dates = (FacetValue("2025-05", 2), FacetValue("2025-06", 4), FacetValue("", 1))
    assert labels(lines_of(Facets(dates=dates)), "dates") == ["May 2025 2", "Jun 2025 4", "not known 1"]


def test_the_histogram_shows_the_gap_between_its_ends() -> None:
    assert histogram({"2025-05": 1, "2025-06": 4, "2025-12": 2}, 30) == "May ▂█     ▄ Dec"
    assert histogram({"2025-05": 1}, 30) == ""


def test_a_month_unfolds_into_days_and_a_ticked_day_stays_in_sight() -> None:
    facets = Facets(
        dates=(FacetValue("2025-05", 3), FacetValue("2025-09", 1)),
        days=(FacetValue("2025-05-16", 2), FacetValue("2025-05-25", 1)),
    )
    assert labels(lines_of(facets), "dates") == ["May 2025 3", "Sep 2025 1"]
    unfolded = ["May 2025 3", "16 May 2", "25 May 1", "Sep 2025 1"]
    assert labels(lines_of(facets, ("2025-05",)), "dates") == unfolded
    assert labels(lines_of(facets, dates=Selection(include=frozenset({"2025-05-16"}))), "dates") == unfolded


def test_hits_of_a_few_weeks_are_drawn_by_day() -> None:
    facets = Facets(dates=(FacetValue("2025-05", 3),), days=(FacetValue("2025-05-16", 2), FacetValue("2025-05-18", 1)))
    charts = [line.label for line in lines_of(facets) if line.kind == "chart"]
    assert charts == ["16 May █ ▄ 18 May"]


@given(
    st.dictionaries(
        st.builds(lambda y, m: f"{y}-{m:02}", st.integers(1990, 2040), st.integers(1, 12)),
        st.integers(1, 10_000),
        min_size=1,
        max_size=60,
    ),
    st.integers(0, 60),
)
def test_the_histogram_fits_and_never_hides_a_count(months: dict[str, int], width: int) -> None:
    chart = histogram(months, width)
    assert len(chart) <= width
    if chart and len(months) > 1:
        assert "█" in chart
