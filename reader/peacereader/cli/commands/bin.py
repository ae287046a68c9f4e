"""`peacereader bin`"""

from __future__ import annotations

import click

from peacereader import wording
from peacereader.cli.common import given_ids, library_option, one_line, open_library, say, to_json, write
from peacereader.cli.exit_codes import DONE


@click.command("bin")
@library_option
@click.option("--restore", is_flag=True, help="Bring the articles ID back; without ID, those that were removed last.")
@click.option("--empty", is_flag=True, help="Delete for good what is in the bin.")
@click.option("--json", "as_json", is_flag=True, help="Print the articles in the bin as JSON.")
@click.argument("ids", nargs=-1, metavar="[ID]...")
@click.pass_context
def command(ctx: click.Context, restore: bool, empty: bool, as_json: bool, ids: tuple[str, ...]) -> int:
    """List the articles that you removed; restore them, or delete them for good.

    ID is the id of an article in the bin or its beginning; "-" reads ids from
    standard input, one a line. When the bin is emptied, your passages in its
    articles are kept with their words, and so is which sources they came from:
    'add' leaves these out, unless you give it --with-removed.

    \b
    Examples:
      peacereader bin
      peacereader bin --restore 3f9a1c
      peacereader bin --restore
      peacereader bin --empty
    """
    if restore + empty + as_json > 1:
        raise click.UsageError("Choose one of --restore, --empty and --json.", ctx)
    if ids and not restore:
        raise click.UsageError("ID goes with --restore.", ctx)
    library = open_library(ctx)
    if restore:
        count = library.bin.restore(list(given_ids(ids))) if ids else library.bin.undo()
        say(f"{wording.counted(count, 'article')} restored")
    elif empty:
        count = library.bin.empty()
        say(f"{wording.counted(count, 'article')} deleted; their passages are kept" if count else "The bin is empty.")
    else:
        articles = library.bin.articles()
        if as_json:
            write(to_json([article.as_record() for article in articles], indent=1))
            return DONE
        for article in articles:
            day = wording.long_date(article.date) if article.date else wording.DATE_NOT_KNOWN
            outlet = article.outlet or wording.OUTLET_NOT_KNOWN
            write(one_line(f"{article.id}  {article.title or wording.TITLE_NOT_KNOWN}  ({outlet}, {day})"))
        if articles:
            in_all = wording.counted(len(articles), "article")
            say(f"{in_all} in the bin; --restore brings back, --empty deletes for good")
        else:
            say("The bin is empty. 'peacereader remove' moves articles to it.")
    return DONE
