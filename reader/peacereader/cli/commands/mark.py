"""`peacereader mark`"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from peacereader import wording
from peacereader.cli.common import given_ids, library_option, one_line, open_library, say, to_json, write
from peacereader.cli.exit_codes import DONE
from peacereader.cli.query_ids import ids_found

if TYPE_CHECKING:
    from collections.abc import Sequence

    from peaceindex import Library
    from peaceindex.model.article_marks import Mark


@click.command("mark")
@library_option
@click.option("--read/--unread", "read", default=None, help="Mark as read, or as not read yet.")
@click.option("--starred/--no-star", "starred", default=None, help="Set the star, or take it off.")
@click.option("--later/--not-later", "later", default=None, help="Mark to be read later, or not any more.")
@click.option("--query", metavar="QUERY", help="Mark all articles that this search finds, instead of naming them.")
@click.option("--json", "as_json", is_flag=True, help="Print the marks of each ID as JSON.")
@click.argument("ids", nargs=-1, metavar="[ID]...")
@click.pass_context
def command(
    ctx: click.Context,
    read: bool | None,
    starred: bool | None,
    later: bool | None,
    query: str | None,
    as_json: bool,
    ids: tuple[str, ...],
) -> int:
    """Mark articles as read, starred, or to be read later.

    ID is the id of an article or its beginning; "-" reads ids from standard
    input, one a line. Without a mark to set, those of each ID are printed. A
    search finds them by is:read, is:unread, is:starred and is:later. 'annotate
    --undo' undoes, as in the reader.

    \b
    Examples:
      peacereader mark 3f9a1c --starred
      peacereader mark --query "minsk is:unread" --read
      peacereader mark --query is:later --not-later
      peacereader mark 3f9a1c
    """
    if query is not None and ids:
        raise click.UsageError("Choose one of ID and --query.", ctx)
    if query is not None and not query.strip():
        raise click.UsageError("--query takes a query; --query is:unread finds all articles not read yet.", ctx)
    if query is None and not ids:
        raise click.UsageError("Name at least one ID, or use --query.", ctx)
    asked: dict[Mark, bool | None] = {"read": read, "starred": starred, "later": later}
    marks = {mark: is_set for mark, is_set in asked.items() if is_set is not None}
    if marks and as_json:
        raise click.UsageError("--json prints marks; it does not go with setting them.", ctx)
    library = open_library(ctx)
    found = ids_found(library, query) if query is not None else [library.article(id).id for id in given_ids(ids)]
    if marks:
        changed = library.annotations.marking.change(found, marks)
        others = len(set(found)) - changed
        unchanged = f"; {others:,} had them so already" if others else ""
        say(f"marks changed on {wording.counted(changed, 'article')}{unchanged}")
    else:
        _print_marks(library, found, as_json)
    return DONE


def _print_marks(library: Library, ids: Sequence[str], as_json: bool) -> None:
    marks = library.annotations.marking.of(ids)
    if as_json:
        records = [{"id": id, **own.as_record()} for id, own in marks.items()]
        write(to_json(records, indent=1))
        return
    for id, own in marks.items():
        words = ["read" if own.read else "unread", *(["starred"] if own.starred else [])]
        words += ["to read later"] if own.later else []
        write(one_line(f"{id}  {', '.join(words)}"))
