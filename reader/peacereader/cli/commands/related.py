"""`peacereader related`"""

from __future__ import annotations

import click

from peacereader import wording
from peacereader.cli.common import library_option, one_line, open_library, say, to_json, write
from peacereader.cli.exit_codes import DONE


@click.command("related")
@library_option
@click.option("--limit", type=click.IntRange(1, 1000), default=8, show_default=True, help="At most so many articles.")
@click.option("--json", "as_json", is_flag=True, help="Print a list of JSON objects, with scores from 0 to 1.")
@click.argument("id")
@click.pass_context
def command(ctx: click.Context, limit: int, as_json: bool, id: str) -> int:
    """Print the articles that are related to an article, the nearest first.

    ID is the id of an article or its beginning. Related are those that share its
    most telling words, names and tags, and are near it in time. Those that repeat
    its copy are left out; 'show ID' names them. The last line of each says what
    both have.

    \b
    Examples:
      peacereader related 3f9a1c
      peacereader related 3f9a1c --limit 20 --json
    """
    library = open_library(ctx)
    found = library.search.related(library.article(id).id, limit)
    if as_json:
        write(to_json([one.as_record() for one in found], indent=1))
        return DONE
    for one in found:
        write(one_line(f"{one.id}  {one.title or wording.TITLE_NOT_KNOWN}"))
        write(one_line(f"    {one.outlet or wording.OUTLET_NOT_KNOWN} · {wording.short_date(one.date)}"))
        write(one_line(f"    both: {', '.join(one.shared)}"))
    if not found:
        say("No other article is near enough to this one.")
    return DONE
