"""`peacereader concordance QUERY`"""

from __future__ import annotations

import shutil
import sys
from typing import TYPE_CHECKING, Any

import click

from peaceindex.model.concordance import ORDERS
from peacereader import wording
from peacereader.cli.common import (
    bold,
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
from peacereader.cli.help_page import QueryCommand
from peacereader.cli.hit_output import print_table, print_table_row
from peacereader.cli.limit import Limit

if TYPE_CHECKING:
    from peaceindex.model.collocates import Collocates
    from peaceindex.model.concordance import Concordance, ConcordanceLine

_COLUMNS = ("left", "hit", "right", "outlet", "date", "title", "article_id", "position")
"""The columns of CSV and TSV."""


@click.command("concordance", cls=QueryCommand)
@library_option
@click.option(
    "--sort",
    type=click.Choice(ORDERS),
    default="right",
    show_default=True,
    help="Sort by the words right or left of the hit (right-2: from the second on), the hit, outlet or date.",
)
@click.option(
    "--width",
    type=click.IntRange(10, 1000),
    metavar="N",
    help="Show N columns on either side; by default as many as fit.",
)
@click.option(
    "--limit",
    type=Limit(),
    metavar="N",
    default=10_000,
    show_default=True,
    help="Print at most N lines: 0 only counts them, 'all' prints all. With --collocates, all are counted by default.",
)
@click.option(
    "--fold/--all",
    "folds",
    default=None,
    help="Print the lines of copies of one text once, with their number (×5); or all. By default --fold for text, "
    "and --all for other programs.",
)
@click.option("--collocates", is_flag=True, help="Print the words near the hits instead, with their log-likelihood.")
@click.option(
    "--window",
    type=click.IntRange(1, 50),
    metavar="N",
    default=5,
    show_default=True,
    help="With --collocates: count N words on either side.",
)
@exact_option
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "csv", "tsv", "spreadsheet"]),
    help="Print lines for people (text, the default) or for other programs.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object with all lines: --format json.")
@click.argument("query", nargs=-1, required=True)
@click.pass_context
def command(
    ctx: click.Context,
    sort: Any,
    width: int | None,
    limit: int,
    folds: bool | None,
    collocates: bool,
    window: int,
    exact: bool,
    form: str | None,
    as_json: bool,
    query: tuple[str, ...],
) -> None:
    """Print every hit of a word or phrase in its line of context, across all articles.

    QUERY is the same as for 'peacereader search'. Its words are shown where
    they occur in the text of the articles found.

    \b
    Examples:
      peacereader concordance ceasefire --sort left
      peacereader concordance '"peace deal" after:2025' --json
      peacereader concordance talks --format tsv --limit all > lines.tsv
      peacereader concordance ceasefire --collocates --window 4

    Lines with the same words around the hit are copies of one text. Folded, the
    line of the earliest article stands for all, and copies is their number.

    --collocates compares the words within --window words of the hits with the
    texts of the whole library, by Dunning's log-likelihood ratio (G²): above
    3.84 is hardly chance (p < 0.05). Function words come last. Each copy of a
    text counts once, unless --all.

    csv and tsv have a line of column names; a cell of CSV is exactly the text,
    even if it begins with =, +, - or @, which a spreadsheet may take for a
    formula; spreadsheet is CSV with an apostrophe before such cells.
    """
    from peaceindex.model.search import Request

    if as_json and form not in (None, "json"):
        raise click.UsageError("Choose one of --json and --format.", ctx)
    if is_given(ctx, "window") and not collocates:
        raise click.UsageError("--window goes with --collocates.", ctx)
    if collocates and (is_given(ctx, "sort") or width is not None):
        raise click.UsageError("--collocates counts words: --sort and --width are for lines.", ctx)
    if collocates and not is_given(ctx, "limit"):
        limit = sys.maxsize
    form = "json" if as_json else form or "text"
    side = width or (_context_columns() if form == "text" else 60)
    library = open_library(ctx)
    text = " ".join(query)
    found = library.search.concordance(Request(text, exact=exact), sort=sort, width=side, limit=limit)
    log_search(library, found.results)
    if (form == "text" or collocates) if folds is None else folds:
        found = found.folded()
    if collocates:
        _print_collocates(library.search.collocates(found, window=window), found, form, text)
        return
    if form == "json":
        lines = [_record(line, found) for line in found]
        write(
            to_json(
                {
                    "query": text,
                    "total": found.total,
                    "complete": found.complete,
                    "lines": lines,
                }
            )
        )
        return
    if form == "text":
        for line in found:
            write(_line_text(line, side))
        (say if limit else write)(_summary(found))
    else:
        columns = (*_COLUMNS, "copies") if found.is_folded else _COLUMNS
        print_table([columns], form)  # type: ignore[arg-type]
        for line in found:
            record = _record(line, found)
            cells = ["" if record[name] is None else str(record[name]) for name in columns]
            print_table_row(cells, form)  # type: ignore[arg-type]
        if not found.complete:
            say(f"{_summary(found)}; --limit all prints all of them")
    if found.results.hint:
        say(one_line(found.results.hint))


def _record(line: ConcordanceLine, found: Concordance) -> dict[str, Any]:
    return line.as_record() | ({"copies": line.copies} if found.is_folded else {})


def _print_collocates(found: Collocates, lines: Concordance, form: str, query: str) -> None:
    from peacereader.exports.collocates import collocate_rows

    if form == "json":
        rows = [row.as_record() for row in found.rows]
        write(
            to_json(
                {
                    "query": query,
                    "window": found.window,
                    "lines": found.lines,
                    "complete": lines.complete,
                    "words": found.words,
                    "collocates": rows,
                }
            )
        )
        return
    only_some = "" if lines.complete else f"counted only {_summary(lines)}; --limit all counts all of them"
    table = collocate_rows(found, for_people=form == "text")
    if form != "text":
        print_table(table, form)  # type: ignore[arg-type]
        if only_some:
            say(only_some)
        return
    from rich.cells import cell_len

    widths = [max(map(cell_len, column)) for column in zip(*table, strict=True)]
    for row in table:
        first = row[0] + " " * (widths[0] - cell_len(row[0]))
        write(
            "  ".join([first, *(cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True))]).rstrip()
        )
    say(f"{wording.counted(found.lines, 'line')}, {found.window} words on either side; {found.words:,} words in all")
    if only_some:
        say(only_some)


def _context_columns() -> int:
    """Return the columns of context on each side of a hit; about 50 are left for the hit and its article."""
    return max(20, (shutil.get_terminal_size((120, 24)).columns - 50) // 2)


def _line_text(line: ConcordanceLine, side: int) -> str:
    from rich.cells import cell_len

    from peacereader.tui.widgets.wrapping import fitting

    about = (line.article_id, line.date or wording.DATE_NOT_KNOWN, line.outlet or wording.OUTLET_NOT_KNOWN)
    left, right = fitting(one_line(line.left), side, at_end=True), fitting(one_line(line.right), side)
    before, after = " " * (side - cell_len(left)), " " * (side - cell_len(right))
    copies = f"  ×{line.copies}" if line.copies > 1 else ""
    return f"{before}{left}{bold(one_line(line.hit))}{right}{after}  {one_line(' · '.join(about))}{copies}"


def _summary(found: Concordance) -> str:
    if not len(found) and found.total:
        return f"about {wording.counted(found.total, 'line')} in {wording.counted(found.results.total, 'article')}"
    if found.complete:
        count = wording.counted(len(found), "line") + wording.copy_words(found)
        return f"{count} in {wording.counted(found.articles, 'article')}"
    of = "more" if found.total is None else f"about {found.total:,}"
    return f"{len(found):,} lines of {of}, in {wording.counted(found.results.total, 'article')}"
