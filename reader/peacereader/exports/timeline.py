"""Searches over time as rows for CSV, as lines with bars, and as a drawing in SVG 1.1."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from xml.sax.saxutils import escape

from peacereader import wording

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from peaceindex.model.timeline import Amount, FirstArticle, Measure, Series, Timeline
    from peacereader.exports.formats import Format
    from peacereader.exports.tables import Table

COLUMNS: Final = (
    "series", "period", "first_day", "last_day", "articles", "stories", "hits", "words", "hits_per_1000_words",
)  # fmt: skip
FIRST_COLUMNS: Final = ("outlet", "date", "published", "title", "articles", "is_tied", "is_day_uncertain", "id")
MEASURE_WORDS: Final[Mapping[Measure, str]] = {
    "articles": "articles",
    "stories": "stories",
    "hits": "hits per 1,000 words",
}
DAY_UNCERTAIN: Final = "day not certain"
"""What is said of a first article of which, or of another that may be earlier, only the month or the year is known."""
_EIGHTHS: Final = " ▏▎▍▌▋▊▉"
_FULL: Final = "█"

# The measures of the drawing, in user units of SVG.
_WIDTH, _CHART_HEIGHT, _MARGIN, _HEAD = 900, 160, 48, 28
_MOST_LABELS = 12


def bar(value: float, largest: float, width: int) -> str:
    """Return a bar of at most `width` cells for a value, in eighths of a cell; what is more than 0 can be seen."""
    if value <= 0 or largest <= 0 or width <= 0:
        return ""
    eighths = max(1, round(8 * width * value / largest))
    return _FULL * (eighths // 8) + (_EIGHTHS[eighths % 8] if eighths % 8 else "")


def number(value: float | None, measure: Measure) -> str:
    """Return a value of a measure for people; `?` if it is not known."""
    if value is None:
        return "?"
    return f"{value:,.2f}" if measure == "hits" else f"{int(value):,}"


def series_name(series: Series, timeline: Timeline) -> str:
    """Return the name of a series for people."""
    if series.name:
        return series.name
    return {"outlet": wording.OUTLET_NOT_KNOWN, "tag": "no tag"}.get(timeline.split or "", "all articles")


def largest(timeline: Timeline, measure: Measure) -> float:
    """Return the largest value of a measure in any period of any series."""
    return max((amount.value(measure) or 0 for series in timeline.series for amount in series.amounts), default=0)


def timeline_rows(timeline: Timeline) -> Iterator[list[str]]:
    """Yield the head, and a row for each period of each series; the articles without a date in one of their own."""
    yield list(COLUMNS)
    for series in timeline.series:
        for period, amount in zip(timeline.periods, series.amounts, strict=True):
            yield [series.name, period.name, period.first, period.last, *_cells(amount)]
        if series.undated.articles:
            yield [series.name, "", "", "", *_cells(series.undated)]


def _cells(amount: Amount) -> list[str]:
    rate = amount.per_thousand
    known = (amount.articles, amount.stories, "" if amount.hits is None else amount.hits, amount.words)
    return [*map(str, known), "" if rate is None else f"{rate:.4f}"]


def timeline_file(timeline: Timeline, form: str, measure: Measure) -> tuple[Iterable[str], Format]:
    """Return the pieces of a file in a format, and the format.

    It is `csv`, `spreadsheet`, `json` or `svg`, which draws one measure.
    """
    from peacereader.exports.formats import FORMATS, Format
    from peacereader.exports.tables import table_row
    from peacereader.output import to_json

    match form:
        case "svg":
            return [svg(timeline, measure)], Format("SVG", "a drawing", ".svg")
        case "json":
            return [to_json(timeline.as_record())], Format("JSON", "all measures", ".json")
    table: Table = "spreadsheet" if form == "spreadsheet" else "csv"
    return (table_row(row, table) for row in timeline_rows(timeline)), FORMATS[table]


def first_rows(found: Sequence[FirstArticle]) -> Iterator[list[str]]:
    """Yield the head, and a row for the first article of each outlet."""
    yield list(FIRST_COLUMNS)
    for first in found:
        yield [
            first.outlet or "",
            first.date or "",
            first.published or "",
            first.title or "",
            str(first.articles),
            "yes" if first.is_tied else "",
            "yes" if first.is_day_uncertain else "",
            first.id,
        ]


def hour(published: str | None) -> str:
    """Return the hour of a time in ISO 8601 as the page states it, with its time zone: `10:30 +03:00`; "" if none."""
    clock = (published or "").partition("T")[2]
    zone = next((clock[place:] for place, sign in enumerate(clock) if sign in "+-Z"), "")
    return f"{clock[:5]} {'UTC' if zone == 'Z' else zone}".strip()


def svg(timeline: Timeline, measure: Measure) -> str:
    """Return a drawing with a chart of bars for each series, one below the other, all to the same scale.

    It is a document of its own, without scripts or addresses, in black on white.
    """
    top = largest(timeline, measure)
    charts = [_chart(timeline, series, measure, top, place) for place, series in enumerate(timeline.series)]
    height = len(charts) * _step() + _HEAD
    undated = [
        f"{series_name(series, timeline)}: {series.undated.articles:,}"
        for series in timeline.series
        if series.undated.articles
    ]
    foot = f"Without a date, and not shown: {', '.join(undated)}." if undated else ""
    return "\n".join(
        [
            '<?xml version="1.0" encoding="UTF-8"?>',
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" '
            'font-family="sans-serif" font-size="12" role="img">',
            f"<title>{_text(_title(timeline, measure))}</title>",
            f'<rect width="{_WIDTH}" height="{height}" fill="white"/>',
            *charts,
            *([f'<text x="{_MARGIN}" y="{height - 10}">{_text(foot)}</text>'] if foot else []),
            "</svg>",
        ]
    )


def _step() -> int:
    return _CHART_HEIGHT + _MARGIN + _HEAD


def _title(timeline: Timeline, measure: Measure) -> str:
    names = ", ".join(series_name(series, timeline) for series in timeline.series)
    return f"{names}: {MEASURE_WORDS[measure]} by {timeline.unit}"


def _chart(timeline: Timeline, series: Series, measure: Measure, top: float, place: int) -> str:
    base = place * _step() + _HEAD + _CHART_HEIGHT
    count = max(1, len(series.amounts))
    wide = (_WIDTH - 2 * _MARGIN) / count
    parts = [
        f'<text x="{_MARGIN}" y="{base - _CHART_HEIGHT - 10}" font-weight="bold">'
        f"{_text(series_name(series, timeline))}: {MEASURE_WORDS[measure]} by {timeline.unit}</text>",
        f'<path d="M{_MARGIN} {base}H{_WIDTH - _MARGIN}" stroke="black"/>',
        f'<text x="{_MARGIN - 6}" y="{base - _CHART_HEIGHT + 10}" text-anchor="end">{number(top, measure)}</text>',
        f'<text x="{_MARGIN - 6}" y="{base}" text-anchor="end">0</text>',
    ]
    every = -(-count // _MOST_LABELS)
    for n, (period, amount) in enumerate(zip(timeline.periods, series.amounts, strict=True)):
        value, x = amount.value(measure), _MARGIN + n * wide
        if value:
            tall = value / top * _CHART_HEIGHT
            parts.append(
                f'<rect x="{x + wide * 0.1:.2f}" y="{base - tall:.2f}" width="{wide * 0.8:.2f}" '
                f'height="{tall:.2f}" fill="#1f4e79"><title>{period.name}: {number(value, measure)}</title></rect>'
            )
        if n % every == 0:
            parts.append(f'<text x="{x + wide / 2:.2f}" y="{base + 16}" text-anchor="middle">{period.name}</text>')
    return "\n".join(parts)


def _text(words: str) -> str:
    from peaceindex import printable

    return escape(printable(words))
