"""`peacereader read ID…`"""

from __future__ import annotations

import click

from peacereader.cli.common import given_ids, library_option, open_library, write
from peacereader.cli.exit_codes import DONE, FAILED
from peacereader.cli.plain_article import head_lines, in_text_order, passage_lines, text_lines
from peacereader.output import complain


@click.command("read")
@library_option
@click.option("--sentences", is_flag=True, help="Print each sentence on a line of its own, with its number.")
@click.argument("ids", metavar="ID...", nargs=-1, required=True)
@click.pass_context
def command(ctx: click.Context, sentences: bool, ids: tuple[str, ...]) -> int:
    """Print articles in plain lines, with your passages and notes; for screen readers.

    ID is the id of an article or its beginning; "-" reads ids from standard input.
    Each paragraph is one line. There are no columns and no colours, and nothing is
    wrapped. 'show' prints all that is known of an article.

    \b
    Examples:
      peacereader read 3f9a1c
      peacereader read 3f9a1c --sentences
    """
    from peaceindex.errors import ArticleNotFoundError

    library = open_library(ctx)
    code, is_first = DONE, True
    for id in given_ids(ids):
        try:
            article = library.article(id)
        except ArticleNotFoundError as error:
            complain(str(error))
            code = FAILED
            continue
        lines = [*head_lines(article), "", *text_lines(article, numbered=sentences)]
        if passages := in_text_order(library.annotations.passages(article_id=article.id)):
            lines += ["", *passage_lines(passages)]
        write(("" if is_first else "\n") + "\n".join(lines))
        is_first = False
    return code
