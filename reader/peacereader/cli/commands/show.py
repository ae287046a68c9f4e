"""`peacereader show ID…`"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from peacereader import wording
from peacereader.cli import debug
from peacereader.cli.article_page import cuts, page
from peacereader.cli.common import given_ids, library_option, open_library, say, to_json, write
from peacereader.cli.exit_codes import DONE, FAILED
from peacereader.output import complain

if TYPE_CHECKING:
    from peaceindex import Library

_BETWEEN = "\n" + "-" * 72 + "\n"
"""What stands between two articles that are not JSON."""


@click.command("show")
@library_option
@click.option("--json", "form", flag_value="json", help="Print each article's record, one JSON object on one line.")
@click.option("--raw", "form", flag_value="raw", help="Print the source text, before cleaning.")
@click.option("--cuts", "form", flag_value="cuts", help="Print what cleaning removed: line, reason, text.")
@click.argument("ids", metavar="ID...", nargs=-1, required=True)
@click.pass_context
def command(ctx: click.Context, form: str | None, ids: tuple[str, ...]) -> int:
    """Print the articles whose ids begin with ID; "-" reads ids from standard input, one a line.

    Values that this program derived, and that are nowhere in the source, are
    marked (derived); --json says where each value comes from. An id that is
    not known is reported, and the other articles are printed.

    \b
    Examples:
      peacereader show 3f9a1c
      peacereader show 3f9a1c --cuts
      peacereader search minsk --format ids --limit all | peacereader show -
    """
    from peaceindex.errors import ArticleNotFoundError
    from peacereader.error_reports import print_traceback

    library = open_library(ctx)
    code, shown = DONE, 0
    for id in given_ids(ids):
        try:
            text, note = _text(library, id, form)
        except ArticleNotFoundError as error:
            if debug.tracebacks_wanted:
                print_traceback(error)
            complain(str(error))
            code = FAILED
            continue
        if shown and form != "json":
            write(_BETWEEN)
        write(text)
        shown += 1
        if note:
            say(note)
    return code


def _text(library: Library, id: str, form: str | None) -> tuple[str, str]:
    """Return what to print of an article, and a note for the user. Raise ArticleNotFoundError."""
    if form == "raw":
        return library.raw(id), ""
    article = library.article(id)
    if form == "json":
        mine = library.annotations.tagging.of([article.id])[article.id]
        return to_json(article.as_record() | {"mine": list(mine)}), ""
    if form == "cuts":
        return cuts(article), ""
    lost = wording.loss_summary(article.losses)
    note = f"{lost}; 'peacereader show {article.id} --cuts' lists what was cut" if lost else ""
    mine = library.annotations.tagging.of([article.id])[article.id]
    return page(article, library.stories.of(article.id), mine), note
