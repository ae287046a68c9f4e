"""`peacereader show ID`"""

from __future__ import annotations

import click

from peacereader import wording
from peacereader.cli.article_page import cuts, page
from peacereader.cli.common import library_option, open_library, say, to_json, write


@click.command("show")
@library_option
@click.option("--json", "form", flag_value="json", help="Print the article's record, one JSON object on one line.")
@click.option("--raw", "form", flag_value="raw", help="Print the source text, before cleaning.")
@click.option("--cuts", "form", flag_value="cuts", help="Print what cleaning removed: line, reason, text.")
@click.argument("id")
@click.pass_context
def command(ctx: click.Context, form: str | None, id: str) -> None:
    """Print the article whose id begins with ID.

    Values that this program derived, and that are nowhere in the source, are
    marked (derived); --json says where each value comes from.

    \b
    Examples:
      peacereader show 3f9a1c
      peacereader show 3f9a1c --cuts
    """
    library = open_library(ctx)
    if form == "raw":
        write(library.raw(id))
        return
    article = library.article(id)
    if form == "json":
        write(to_json(article.as_record()))
    elif form == "cuts":
        write(cuts(article))
    else:
        write(page(article, library.stories.of(article.id)))
        if lost := wording.loss_summary(article.losses):
            say(f"{lost}; 'peacereader show {article.id} --cuts' lists what was cut")
