"""`peacereader remove`"""

from __future__ import annotations

import click

from peacereader import wording
from peacereader.cli.common import given_ids, library_option, open_library, say
from peacereader.cli.exit_codes import DONE
from peacereader.cli.query_ids import ids_found


@click.command("remove")
@library_option
@click.option("--query", metavar="QUERY", help="Remove all articles that this search finds, instead of naming them.")
@click.argument("ids", nargs=-1, metavar="[ID]...")
@click.pass_context
def command(ctx: click.Context, query: str | None, ids: tuple[str, ...]) -> int:
    """Move articles to the bin. Nothing that you added as a file is touched.

    ID is the id of an article or its beginning; "-" reads ids from standard
    input, one a line. No search, story or count shows articles in the bin, and
    'add' leaves them out. They stay there until 'bin --empty'; 'bin --restore'
    brings them back. Your passages in them stay in the list of passages.

    \b
    Examples:
      peacereader remove 3f9a1c
      peacereader remove --query "outlet:example date:2019"
      peacereader search --json "subject:test" | jq -r .id | peacereader remove -
    """
    if (query is None) == (not ids):
        raise click.UsageError("Name at least one ID, or use --query.", ctx)
    if query is not None and not query.strip():
        raise click.UsageError("--query takes a query. To begin anew, move the library's folder away.", ctx)
    library = open_library(ctx)
    wanted = list(given_ids(ids)) if query is None else ids_found(library, query)
    moved = library.bin.remove(wanted)
    say(f"{wording.counted(moved, 'article')} moved to the bin; 'peacereader bin' lists it")
    return DONE
