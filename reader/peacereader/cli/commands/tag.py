"""`peacereader tag`"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from peacereader import wording
from peacereader.cli.common import (
    given_ids,
    library_option,
    one_line,
    open_library,
    say,
    to_json,
    write,
)
from peacereader.cli.exit_codes import DONE
from peacereader.cli.query_ids import ids_found

if TYPE_CHECKING:
    from collections.abc import Sequence

    from peaceindex import Library


@click.command("tag")
@library_option
@click.option("--add", "added", metavar="NAME", multiple=True, help="Add this tag; may be given several times.")
@click.option("--remove", "removed", metavar="NAME", multiple=True, help="Take this tag off.")
@click.option("--query", metavar="QUERY", help="Tag all articles that this search finds, instead of naming them.")
@click.option("--json", "as_json", is_flag=True, help="Print the tags as JSON: all with counts, or those of each ID.")
@click.argument("ids", nargs=-1, metavar="[ID]...")
@click.pass_context
def command(
    ctx: click.Context,
    added: tuple[str, ...],
    removed: tuple[str, ...],
    query: str | None,
    as_json: bool,
    ids: tuple[str, ...],
) -> int:
    """Put your own tags on whole articles, and list them.

    ID is the id of an article or its beginning; "-" reads ids from standard
    input, one a line. Without --add and --remove, the tags are printed: those of
    each ID, or all that you use, each with its number of articles. A search
    finds a tag by mine:NAME. 'annotate --undo' undoes, as in the reader.

    \b
    Examples:
      peacereader tag 3f9a1c --add "to cite"
      peacereader tag --query "minsk date:2025" --add draft
      peacereader tag --query mine:draft --remove draft
      peacereader tag
    """
    if query is not None and ids:
        raise click.UsageError("Choose one of ID and --query.", ctx)
    if query is not None and not query.strip():
        raise click.UsageError("--query takes a query; --query mine:none finds all articles without a tag.", ctx)
    is_change = bool(added or removed)
    if is_change and query is None and not ids:
        raise click.UsageError("Name at least one ID, or use --query.", ctx)
    if is_change and as_json:
        raise click.UsageError("--json prints tags; it goes with neither --add nor --remove.", ctx)
    library = open_library(ctx)
    if query is None and not ids:
        _print_uses(library, as_json)
        return DONE
    found = ids_found(library, query) if query is not None else [library.article(id).id for id in given_ids(ids)]
    if is_change:
        changed = library.annotations.tagging.change(found, added, removed)
        others = len(set(found)) - changed
        unchanged = f"; {others:,} had them so already" if others else ""
        say(f"tags changed on {wording.counted(changed, 'article')}{unchanged}")
    else:
        _print_tags(library, found, as_json)
    return DONE


def _print_uses(library: Library, as_json: bool) -> None:
    uses = sorted(library.annotations.tagging.uses().items(), key=lambda one: (-one[1], one[0]))
    if as_json:
        write(to_json([{"tag": tag, "articles": count} for tag, count in uses], indent=1))
        return
    for tag, count in uses:
        write(f"{count:>7,}  {one_line(tag)}")
    if not uses:
        say("No article has a tag of yours yet. 'peacereader tag ID --add NAME' sets one.")


def _print_tags(library: Library, ids: Sequence[str], as_json: bool) -> None:
    tags = library.annotations.tagging.of(ids)
    if as_json:
        write(to_json([{"id": id, "mine": list(own)} for id, own in tags.items()], indent=1))
        return
    for id, own in tags.items():
        write(one_line(f"{id}  {wording.join_words(own) if own else '(no tags of yours)'}"))
