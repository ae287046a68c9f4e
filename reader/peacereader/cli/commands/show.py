"""`peacereader show ID…`"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from peacereader import wording
from peacereader.cli import debug
from peacereader.cli.article_page import cuts, page
from peacereader.cli.common import chosen_form, given_ids, library_option, open_library, say, to_json, write
from peacereader.cli.exit_codes import DONE, FAILED, FAILURE
from peacereader.cli.export_output import check_target, extras_option, output_option
from peacereader.cli.hit_output import print_hits
from peacereader.exports.formats import FORMATS, HIT_FORMATS
from peacereader.output import complain, paged

if TYPE_CHECKING:
    from collections.abc import Iterator

    from peaceindex import Library
    from peaceindex.model.search_results import Hit

_BETWEEN = "\n" + "-" * 72 + "\n"
"""What stands between two articles that are not JSON."""


@click.command("show")
@library_option
@click.option("--json", "as_json", is_flag=True, help="Print each article's record, one JSON object on one line.")
@click.option("--raw", "as_raw", is_flag=True, help="Print the source text, before cleaning.")
@click.option("--cuts", "as_cuts", is_flag=True, help="Print what cleaning removed: line, reason, text.")
@click.option("--format", "export", type=click.Choice(HIT_FORMATS), help="Export the articles, with their texts.")
@extras_option(["retrieved", "archive", "sha256", "id"])
@output_option
@click.option("--no-pager", is_flag=True, help="Print all at once, also on a terminal whose screen it does not fit.")
@click.argument("ids", metavar="ID...", nargs=-1, required=True)
@click.pass_context
def command(
    ctx: click.Context,
    as_json: bool,
    as_raw: bool,
    as_cuts: bool,
    export: str | None,
    extras: tuple[str, ...],
    output: Path | None,
    no_pager: bool,
    ids: tuple[str, ...],
) -> int:
    """Print the articles whose ids begin with ID; "-" reads ids from standard input, one a line.

    Values that this program derived, and that are nowhere in the source, are
    marked (derived); --json says where each value comes from. An id that is
    not known is reported, and the other articles are printed.

    On a terminal, what is longer than the screen goes through your pager:
    PEACEREADER_PAGER, else PAGER, else less. If that is empty or cat, and with
    --no-pager, it is printed as it is.

    The formats are those of 'peacereader search'. A format that has a place for
    texts has the text of each article.

    \b
    Examples:
      peacereader show 3f9a1c
      peacereader show 3f9a1c --cuts
      peacereader search minsk --format ids --limit all | peacereader show -
      peacereader show 3f9a1c --format html --output article.html
    """
    form = chosen_form(ctx, json=as_json, raw=as_raw, cuts=as_cuts)
    if form and export:
        raise click.UsageError(f"Choose one of --{form} and --format.", ctx)
    check_target(ctx, export, output, extras, HIT_FORMATS)
    library = open_library(ctx)
    if export:
        return _export(library, ids, export, extras, output)
    with paged(wanted=not no_pager, at_once="-" in ids):
        _print(ctx, library, ids, form)
    return DONE


def _print(ctx: click.Context, library: Library, ids: tuple[str, ...], form: str | None) -> None:
    """Print the articles, and report those that are not there, which also sets the exit code."""
    from peaceindex.errors import ArticleNotFoundError
    from peacereader.error_reports import print_traceback

    shown = 0
    for id in given_ids(ids):
        try:
            text, note = _text(library, id, form)
        except ArticleNotFoundError as error:
            if debug.tracebacks_wanted:
                print_traceback(error)
            complain(str(error))
            ctx.meta[FAILURE] = True
            continue
        if shown and form != "json":
            write(_BETWEEN)
        write(text)
        shown += 1
        if note:
            say(note)


def _export(library: Library, ids: tuple[str, ...], form: str, extras: tuple[str, ...], output: Path | None) -> int:
    """Export the articles, report those that are not there, and return the exit code. Raise NotWrittenError."""
    from peaceindex.errors import ArticleNotFoundError
    from peacereader.exports.hits import hit_of_article

    unknown = 0

    def hits() -> Iterator[Hit]:
        nonlocal unknown
        for id in given_ids(ids):
            try:
                yield hit_of_article(library, library.article(id))
            except ArticleNotFoundError as error:
                complain(str(error))
                unknown += 1

    with_text = {"text"} if FORMATS[form].has_text else set()
    _, is_all = print_hits(library, hits(), form, {*extras, *with_text}, output)
    return FAILED if unknown or not is_all else DONE


def _text(library: Library, id: str, form: str | None) -> tuple[str, str]:
    """Return what to print of an article, and a note for the user. Raise ArticleNotFoundError."""
    if form == "raw":
        return library.raw(id), ""
    article = library.article(id)
    if form == "json":
        mine = library.annotations.tagging.of([article.id])[article.id]
        marks = library.annotations.marking.of([article.id])[article.id]
        return to_json(article.as_record() | {"mine": list(mine), **marks.as_record()}), ""
    if form == "cuts":
        return cuts(article), ""
    lost = wording.loss_summary(article.losses)
    note = f"{lost}; 'peacereader show {article.id} --cuts' lists what was cut" if lost else ""
    mine = library.annotations.tagging.of([article.id])[article.id]
    return page(article, library.stories.of(article.id), mine), note
