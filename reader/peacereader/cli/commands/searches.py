"""`peacereader searches`"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from peacereader import wording
from peacereader.cli.common import library_option, one_line, open_library, say, to_json, write
from peacereader.cli.help_page import QueryCommand

if TYPE_CHECKING:
    from peaceindex import Library


@click.command("searches", cls=QueryCommand)
@library_option
@click.option("--save", metavar="NAME", help="Save QUERY under this name, in place of a search that has it.")
@click.option("--exact", is_flag=True, help="With --save: match words only as written.")
@click.option("--seen", metavar="NAME", help="Mark the present hits of this search as seen: none is new any more.")
@click.option("--rename", nargs=2, metavar="OLD NEW", help="Give the search OLD the name NEW.")
@click.option("--remove", metavar="NAME", help="Delete the search of this name.")
@click.option("--undo", is_flag=True, help="Undo the last change: a search saved, renamed or removed.")
@click.option("--redo", is_flag=True, help="Redo what was undone last.")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON array with an object for each search.")
@click.argument("query", nargs=-1)
@click.pass_context
def command(
    ctx: click.Context,
    save: str | None,
    exact: bool,
    seen: str | None,
    rename: tuple[str, str] | None,
    remove: str | None,
    undo: bool,
    redo: bool,
    as_json: bool,
    query: tuple[str, ...],
) -> None:
    """List your saved searches, and how many hits are new in each.

    A hit is new until you have seen it: until you open its article, or mark the
    hits as seen, by --seen NAME or a key in the reader. A hit is also new if its
    article was there before but did not match. What you correct, rebuild or add
    again does not become new. 'search --saved NAME' prints the hits.

    \b
    Examples:
      peacereader searches --save swaps '"prisoner swap" -football'
      peacereader searches --seen swaps
    """
    from peaceindex.model.search import Request

    if sum([save is not None, seen is not None, rename is not None, remove is not None, undo, redo]) > 1:
        raise click.UsageError("Choose one of --save, --seen, --rename, --remove, --undo and --redo.", ctx)
    if (save is None) != (not query):
        raise click.UsageError("--save NAME takes a QUERY." if save else "A QUERY is for --save NAME.", ctx)
    library = open_library(ctx)
    if save is not None:
        if not save.strip():
            raise click.UsageError("The name is empty.", ctx)
        say(f"saved: {library.search.save_search(save, Request(' '.join(query), exact=exact)).name}")
    elif seen is not None:
        library.search.mark_search_seen(seen)
    elif rename is not None:
        if not rename[1].strip():
            raise click.UsageError("The new name is empty.", ctx)
        say(one_line(f"renamed: {library.search.rename_search(*rename).name}"))
    elif remove is not None:
        say(f"deleted: {library.search.remove_search(remove).name}")
    elif undo or redo:
        change = library.search.undo() if undo else library.search.redo()
        if change:
            say(f"{'undone' if undo else 'redone'}: {wording.search_change_words(change)}")
        else:
            say(f"There is nothing to {'undo' if undo else 'redo'}.")
    else:
        _list(library, as_json)


def _list(library: Library, as_json: bool) -> None:
    found = [(search, library.search.news(search)) for search in library.search.saved_searches()]
    if as_json:
        write(to_json([one.as_record() | news.as_record() for one, news in found], indent=1))
        return
    width = max((len(search.name) for search, _ in found), default=0)
    for search, news in found:
        counts = f"{wording.counted(news.total, 'hit')}, {news.new:,} new" if news.new else f"{news.total:,}"
        counts = news.refusal or counts
        write(one_line(f"{search.name:<{width}}  {wording.request_line(search.request)}  ({counts})"))
