"""The sidebar's lines: counts, folding, ticks and the histogram."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from peaceindex.model.facets import Facets, FacetValue
from peaceindex.model.search import Selection
from peacereader.tui.widgets.facet_lines import HEADINGS, Facet, FacetLine, Shown, sidebar
from peacereader.tui.widgets.histogram import histogram

NOTHING: dict[str, Selection] = dict.fromkeys(HEADINGS, Selection())
OPEN = ("outlets", "dates", "tags")
SHOWN = Shown(OPEN)


def lines_of(facets: Facets, opened: tuple[str, ...] = (), shown: Shown = SHOWN, **ticks: Selection) -> list[FacetLine]:
    return sidebar(facets, {**NOTHING, **ticks}, replace(shown, unfolded=opened), 24).lines


def labels(lines: list[FacetLine], facet: Facet) -> list[str]:
    return [f"{line.label} {line.count}" for line in lines if line.facet == facet and line.kind == "value"]


def test_values_come_with_their_counts_and_the_unknown_has_a_name() -> None:
    lines = lines_of(Facets(outlets=(FacetValue("Harbour Dispatch", 3), FacetValue("", 1))))
    assert labels(lines, "outlets") == ["Harbour Dispatch 3", "(not known) 1"]


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
    assert labels(lines_of(Facets(dates=dates)), "dates") == ["May 2025 2", "Jun 2025 4", "(not known) 1"]


def drawn(counts: dict[str, int], width: int, height: int = 2) -> list[str]:
    chart = histogram(counts, width)
    return [*chart.rows(height), chart.axis()] if chart else []


def test_the_histogram_shows_gaps_and_heights_in_proportion() -> None:
    assert drawn({"2025-05": 1, "2025-06": 8, "2025-07": 4, "2025-12": 2}, 30) == [
        "   ██                   ",
        "▂▂ ██ ██             ▄▄ ",
        "May 2025 Aug   Oct   Dec",
    ]
    assert drawn({"2025-05": 1}, 30) == [] == drawn({}, 30) == drawn({"2025-05": 1, "2025-06": 0}, 3)
    by_day = drawn({"2025-05-16": 2, "2025-05-18": 1, "2025-05-23": 1}, 24)
    assert by_day == ["██                      ", "██    ██             ██ ", "16 May               23"]


def test_years_stand_on_the_axis_where_they_begin() -> None:
    assert drawn({"2023-11": 1, "2024-01": 1000, "2025-02": 500}, 20, 3) == [
        "  █             ",
        "  █            ▄",
        "▁ █            █",
        "  2024        2025",
    ]


def test_bars_stand_for_dates_that_can_be_ticked() -> None:
    chart = histogram({f"{year}-{month:02}": year - 2000 for year in (2023, 2024) for month in range(2, 12)}, 24)
    assert chart
    assert (chart.span(0, 0), chart.span(0, 2), chart.span(2, 0)) == ("2023-02", "2023-02..2023-04", "2023-02..2023-04")
    years = histogram({f"{year}-03": 1 for year in range(2010, 2026)}, 16)
    assert years and (years.span(3, 3), years.span(3, 5)) == ("2013", "2013..2015")
    by_day = histogram({"2025-05-30": 1, "2025-06-02": 2}, 20)
    assert by_day and by_day.span(0, 3) == "2025-05-30..2025-06-02" and by_day.span(3, 3) == "2025-06-02"


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
    drawn_by_day = [line.label for line in lines_of(facets) if line.kind in ("chart", "axis")]
    assert drawn_by_day == ["██       ", "██    ▄▄ ", "██    ██ ", "16 May"]


@given(
    st.dictionaries(
        st.builds(lambda y, m: f"{y}-{m:02}", st.integers(1990, 2040), st.integers(1, 12)),
        st.integers(0, 10_000),
        min_size=1,
        max_size=60,
    ),
    st.integers(0, 60),
    st.integers(1, 3),
)
def test_the_histogram_fits_and_neither_hides_nor_adds_a_count(months: dict[str, int], width: int, height: int) -> None:
    chart = histogram(months, width)
    if chart is None:
        return
    rows = chart.rows(height)
    assert all(len(row) == len(chart.bars) * chart.cells <= width for row in rows) and len(chart.axis()) <= width
    assert sum(bar.count for bar in chart.bars) == sum(months.values())
    heights = [sum(" ▁▂▃▄▅▆▇█".index(row[number * chart.cells]) for row in rows) for number in range(len(chart.bars))]
    for bar, eighths in zip(chart.bars, heights, strict=True):
        assert (eighths > 0) == (bar.count > 0)
        assert eighths == 1 or abs(eighths - 8 * height * bar.count / chart.highest) <= 0.5
    for name in months:
        bar = chart.bars[chart.bar_of(name)]
        assert not months[name] or bar.first <= name <= bar.last


def test_facets_that_are_closed_show_only_ticks_and_a_filter_shows_what_it_matches() -> None:
    facets = Facets(
        outlets=(FacetValue("Amed Post", 3), FacetValue("Harbour Post", 2), FacetValue("Riga Times", 1)),
        languages=(FacetValue("uk", 2), FacetValue("", 1)),
    )
    ticked = Selection(exclude=frozenset({"Riga Times"}))
    closed = lines_of(facets, shown=Shown(()), outlets=ticked)
    assert labels(closed, "outlets") == ["Riga Times 1"] and labels(closed, "languages") == []
    assert labels(lines_of(facets, shown=Shown(("languages",))), "languages") == ["Ukrainian 2", "(not known) 1"]
    found = lines_of(facets, shown=Shown(OPEN, (), "outlets", {"post har", "amed"}))
    assert labels(found, "outlets") == ["Amed Post 3", "Harbour Post 2"]
    assert not any(line.kind == "more" and not line.value for line in lines_of(Facets()))


def test_ticks_of_any_kind_stand_among_the_dates() -> None:
    facets = Facets(
        dates=(FacetValue("2024-05", 3), FacetValue("2025-05", 2), FacetValue("", 1)),
        days=(FacetValue("2025-05-15", 1), FacetValue("2025-05-16", 1)),
        ranges=(FacetValue("2024..2025", 5),),
    )
    counted = {"2024..2025": 5, "2024": 3, "2025-05-16": 1, "": 1}
    odd = (
        "2025-99-99",
        "9999-99",
        "foo-bar",
        "\u0662\u0660\u0662\u0664-05",
        "2024-W1-1",
        "x",
        "12",
        "..",
        "2019-03-01",
        "2018",
    )
    ticks = Selection(frozenset({"2024..2025", "2025-05-16", *odd[:5]}), frozenset({"2024", "", *odd[5:]}))
    for shown in (SHOWN, Shown(()), Shown(OPEN, (), "dates", {"may"})):
        lines = lines_of(facets, shown=shown, dates=ticks)
        ticked = [line for line in lines if line.state != "off"]
        assert {line.value: line.count for line in ticked} == {name: counted.get(name, 0) for name in (*counted, *odd)}
        assert len(ticked) == len(counted) + len(odd)


def test_the_histogram_spans_what_is_found_whatever_is_ticked() -> None:
    facets = Facets(dates=(FacetValue("2024-05", 3), FacetValue("2024-07", 2)))
    plain = lines_of(facets)
    ticked = lines_of(facets, dates=Selection(frozenset({"1910-01", "2200-12-31"})))
    assert [line for line in ticked if line.kind in ("chart", "axis")] == [
        line for line in plain if line.kind in ("chart", "axis")
    ]
