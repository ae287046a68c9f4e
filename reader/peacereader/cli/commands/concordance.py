"""`peacereader concordance QUERY`"""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

import click

from peaceindex.model.concordance import ORDERS
from peacereader import wording
from peacereader.cli.common import bold, library_option, log_search, one_line, open_library, say, to_json, write
from peacereader.cli.help_page import QueryCommand

if TYPE_CHECKING:
    from peaceindex.model.concordance import Concordance, ConcordanceLine


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
    "--limit", type=click.IntRange(min=0), metavar="N", default=10_000, show_default=True, help="Print at most N lines."
)
@click.option("--exact", is_flag=True, help="Match words only as written: no other spellings or forms.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object with all lines.")
@click.argument("query", nargs=-1, required=True)
@click.pass_context
def command(
    ctx: click.Context,
    sort: Any,
    width: int | None,
    limit: int,
    exact: bool,
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
    """
    from peaceindex.model.search import Request

    library = open_library(ctx)
    text = " ".join(query)
    found = library.search.concordance(
        Request(text, exact=exact), sort=sort, width=width or _context_columns(as_json), limit=limit
    )
    log_search(library, found.results)
    if as_json:
        lines = [line.as_record() for line in found]
        write(to_json({"query": text, "total": found.total, "complete": found.complete, "lines": lines}))
        return
    side = width or _context_columns(as_json)
    for line in found:
        write(_line_text(line, side))
    say(_summary(found))
    if found.results.hint:
        say(one_line(found.results.hint))


def _context_columns(as_json: bool) -> int:
    """Return the columns of context on each side of a hit; about 50 are left for the hit and its article."""
    return 60 if as_json else max(20, (shutil.get_terminal_size((120, 24)).columns - 50) // 2)


def _line_text(line: ConcordanceLine, side: int) -> str:
    from rich.cells import cell_len

    from peacereader.tui.widgets.wrapping import fitting

    about = (line.article_id, line.date or wording.DATE_NOT_KNOWN, line.outlet or wording.OUTLET_NOT_KNOWN)
    left, right = fitting(one_line(line.left), side, at_end=True), fitting(one_line(line.right), side)
    before, after = " " * (side - cell_len(left)), " " * (side - cell_len(right))
    return f"{before}{left}{bold(one_line(line.hit))}{right}{after}  {one_line(' · '.join(about))}"


def _summary(found: Concordance) -> str:
    if found.complete:
        return f"{wording.counted(len(found), 'line')} in {wording.counted(found.articles, 'article')}"
    of = "more" if found.total is None else f"about {found.total:,}"
    return f"{len(found):,} lines of {of}, in {wording.counted(found.results.total, 'article')}"
