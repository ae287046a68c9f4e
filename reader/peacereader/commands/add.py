"""`peacereader add PATH...`"""

from __future__ import annotations

from collections import Counter
from functools import partial
from pathlib import Path

import click

from peacereader import wording
from peacereader.cli import DONE, FAILED, complain
from peacereader.commands._common import library_folder, library_option, open_library, progress_bar, say

_ORDER = ("added", "changed", "unchanged", "same", "failed")
_WORDS = {"same": "the same as another"}


@click.command("add")
@library_option
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="PATH...")
@click.pass_context
def command(ctx: click.Context, paths: tuple[Path, ...]) -> int:
    """Clean and index files and folders; only what is new or has changed.

    A folder is gone through with all that lies below it, but for names that
    begin with a dot. '-' reads standard input. Adding the same again costs
    next to nothing, so a folder may be added every day.

    \b
    Examples:
      peacereader add ~/archive
      peacereader --library ./talks add page1.txt page2.txt
      curl -s https://example.org/page.txt | peacereader add -
    """
    from peaceindex import Library, printable

    created = not Library.exists(library_folder(ctx))
    library = open_library(ctx, create=True)
    counts: Counter[str] = Counter()
    with progress_bar() as step:
        # How many there are is not known: to count them would mean to go through all folders twice.
        for done, added in enumerate(library.add(paths, indexing=partial(step, "Indexing")), 1):
            counts[added.status] += 1
            step("Cleaning", done, 0)
            if added.status == "failed":
                complain(added.reason)
    told = [f"{counts[status]:,} {_WORDS.get(status, status)}" for status in _ORDER if counts[status]]
    if created and not library.count():
        library.abandon()  # a mistyped first `add` leaves nothing behind
        say(f"{', '.join(told) or 'nothing found to add'}; no library was made")
        return FAILED if counts["failed"] else DONE
    there = wording.counted(library.count(), "article")
    say(f"{', '.join(told) or 'nothing found to add'}; {there} in {printable(str(library.folder))}")
    return FAILED if counts["failed"] else DONE
