"""`peacereader timeline QUERY...`"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from peaceindex.model.timeline import MAX_SEARCHES, MEASURES, UNITS
from peacereader import wording
from peacereader.cli.common import (
    chosen_form,
    exact_option,
    is_given,
    library_option,
    log_search,
    one_line,
    open_library,
    say,
    to_json,
    write,
)
from peacereader.cli.export_output import output_option, print_pieces
from peacereader.cli.help_page import QueryCommand

if TYPE_CHECKING:
    from collections.abc import Sequence

    from peaceindex import Library
    from peaceindex.model.search import Request
    from peaceindex.model.timeline import FirstArticle, Measure, Series, Timeline
    from peacereader.exports.tables import Table

_MOST_BAR = 40
_NUMBER_COLUMNS = 9


@click.command("timeline", cls=QueryCommand)
@library_option
@click.option(
    "--by", "unit", type=click.Choice(UNITS), default="month", show_default=True, help="Count by these periods."
)
@click.option("--split", type=click.Choice(["outlet", "tag"]), help="Count apart what each outlet or tag has.")
@click.option(
    "--most",
    type=click.IntRange(1, 1000),
    default=MAX_SEARCHES,
    show_default=True,
    metavar="N",
    help="With --split: only the N outlets or tags with most articles.",
)
@click.option(
    "--measure",
    type=click.Choice(MEASURES),
    default="articles",
    show_default=True,
    help="What the bars show: articles, stories, or hits per 1,000 words.",
)
@click.option("--first", is_flag=True, help="List who was first: the first article of each outlet.")
@exact_option
@click.option("--csv", "as_csv", is_flag=True, help="Print CSV with all measures; each cell is exactly its value.")
@click.option(
    "--spreadsheet",
    "as_spreadsheet",
    is_flag=True,
    help="Print CSV for Excel and others, in which no cell can be taken for a formula.",
)
@click.option("--svg", "as_svg", is_flag=True, help="Print a drawing (SVG).")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object with all measures.")
@output_option
@click.argument("queries", nargs=-1, metavar="QUERY...")
@click.pass_context
def command(
    ctx: click.Context,
    unit: Any,
    split: Any,
    most: int,
    measure: Any,
    first: bool,
    exact: bool,
    as_csv: bool,
    as_spreadsheet: bool,
    as_svg: bool,
    as_json: bool,
    output: Path | None,
    queries: tuple[str, ...],
) -> None:
    """Show searches over time: articles, stories and hits by month, year, week or day.

    Each QUERY is one search, in quotation marks if it has several words; up to
    five stand side by side. Without QUERY, all articles are counted. A story is
    counted once in each period, however many outlets have it.

    Hits are divided by the words of all articles of the period, found or not
    (with --split: of the outlet or tag). Articles without a date are counted
    apart. The periods are without gaps.

    With --first, the first article of each outlet is listed, by day and, where
    the pages state it, by the hour. One of which only the month or the year is
    known comes after all its days.

    \b
    Examples:
      peacereader timeline ceasefire truce --measure hits
      peacereader timeline "prisoner swap" --split outlet --by week
      peacereader timeline ceasefire --svg --output ceasefire.svg
      peacereader timeline "Istanbul talks" --first

    Each search is logged; 'peacereader log' prints the log.
    """
    from peaceindex.model.search import Request

    form = chosen_form(ctx, csv=as_csv, spreadsheet=as_spreadsheet, svg=as_svg, json=as_json) or "text"
    if output is not None and form == "text":
        raise click.UsageError("--output needs --csv, --spreadsheet, --svg or --json.", ctx)
    if len(queries) > MAX_SEARCHES:
        raise click.UsageError(f"At most {MAX_SEARCHES} searches can be compared, not {len(queries)}.", ctx)
    if len(queries) > 1 and (split or first):
        raise click.UsageError(f"{'--split' if split else '--first'} takes one QUERY.", ctx)
    if first and (split or form == "svg"):
        raise click.UsageError(f"--first does not go with {'--split' if split else '--svg'}.", ctx)
    for option, name in (("--by", "unit"), ("--measure", "measure")):
        if first and is_given(ctx, name):
            raise click.UsageError(f"--first counts nothing; {option} is for the counts over time.", ctx)
    if is_given(ctx, "most") and not split:
        raise click.UsageError("--most is for --split.", ctx)
    library = open_library(ctx)
    requests = [Request(query, exact=exact) for query in queries or ("",)]
    if queries:
        _note_searches(library, requests)
    if first:
        found = library.search.first_by_outlet(requests[0])
        _print_first(found, form, output)
        return
    timeline = library.search.over_time(requests, unit=unit, split=split, most=most)
    _print_timeline(timeline, form, measure, output)


def _note_searches(library: Library, requests: Sequence[Request]) -> None:
    """Log each search, and say what may not be as its query means it. Raise QueryError before anything is logged."""
    for results in [library.search.find(request, advise=False) for request in requests]:
        log_search(library, results)
        if results.hint:
            say(one_line(results.hint))


def _print_timeline(timeline: Timeline, form: str, measure: Measure, output: Path | None) -> None:
    from peacereader.exports.timeline import timeline_file

    if form == "text":
        _print_bars(timeline, measure)
    else:
        print_pieces(*timeline_file(timeline, form, measure), output)


def _print_bars(timeline: Timeline, measure: Measure) -> None:
    from peacereader.exports.timeline import MEASURE_WORDS, bar, largest, number, series_name

    top = largest(timeline, measure)
    room = shutil.get_terminal_size((100, 24)).columns - 12 - _NUMBER_COLUMNS
    for series in timeline.series:
        if len(timeline.series) > 1 or timeline.split:
            write(one_line(series_name(series, timeline)))
        for period, amount in zip(timeline.periods, series.amounts, strict=True):
            value = amount.value(measure)
            drawn = bar(value or 0, top, max(8, min(_MOST_BAR, room)))
            write(f"{period.name:<10}  {number(value, measure):>{_NUMBER_COLUMNS}}  {drawn}".rstrip())
        _print_total(series)
    say(f"{MEASURE_WORDS[measure]} by {timeline.unit}")
    if timeline.left_out:
        say(f"{wording.counted(timeline.left_out, timeline.split or '')} more left out: --most N shows more")


def _print_total(series: Series) -> None:
    total = sum(amount.articles for amount in series.amounts)
    words = wording.counted(total, "article")
    if series.undated.articles:
        words += f", and {series.undated.articles:,} without a date"
    write(words)
    write("")


def _print_first(found: Sequence[FirstArticle], form: str, output: Path | None) -> None:
    from peacereader.exports import timeline as exports
    from peacereader.exports.formats import FORMATS, Format
    from peacereader.exports.tables import table_row

    if form in ("csv", "spreadsheet"):
        table: Table = "spreadsheet" if form == "spreadsheet" else "csv"
        print_pieces((table_row(row, table) for row in exports.first_rows(found)), FORMATS[table], output)
    elif form == "json":
        records = to_json([first.as_record() for first in found])
        print_pieces([records], Format("JSON", "", ".json"), output)
    else:
        for first in found:
            hour = exports.hour(first.published)
            when = wording.short_date(first.date) + (f", {hour}" if hour else "")
            doubts = " (or another of the same day)" if first.is_tied else ""
            doubts += f" ({exports.DAY_UNCERTAIN})" if first.is_day_uncertain else ""
            about = f"{when:<24}  {first.outlet or wording.OUTLET_NOT_KNOWN}: {first.title or wording.TITLE_NOT_KNOWN}"
            write(one_line(f"{about} · {first.id}{doubts}"))
        say(f"{wording.counted(len(found), 'outlet')}; days and hours as the pages state them")
