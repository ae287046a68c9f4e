"""`peacereader add PATH...`"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from peacereader import wording
from peacereader.cli.common import (
    encoding_option,
    library_folder,
    library_option,
    open_library,
    progress_bar,
    record_fields,
    say,
    skipped,
)
from peacereader.cli.exit_codes import DONE, FAILED, INTERRUPTED
from peacereader.output import complain

if TYPE_CHECKING:
    from peaceindex import Library
    from peaceindex.model.reports import Added

_ORDER = ("added", "changed", "unchanged", "same", "failed")
_LOSSES = frozenset(("beginning cut", "words cut"))
"""The doubts about an article that may have lost something (`peaceindex.ingest.quality_flags`)."""
_WORDS = {"same": "the same as another"}


@click.command("add")
@library_option
@click.option("--watch", is_flag=True, help="Then go on: look every few seconds for what is new, until Ctrl-C.")
@click.option(
    "--processes",
    type=click.IntRange(min=1),
    metavar="N",
    help="Clean with N processes at once, where there is much to do; otherwise one for each core.",
)
@encoding_option
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="PATH...")
@click.pass_context
def command(ctx: click.Context, paths: tuple[Path, ...], watch: bool, processes: int | None, encoding: str) -> int:
    """Clean and index files and folders; only what is new or has changed.

    A folder is gone through with all that lies below it, but for names that
    begin with a dot. What holds no articles there (pictures, programs, a
    README) is skipped and counted; name a file itself to have it read. '-'
    reads standard input. Adding the same again costs next to nothing, so a
    folder may be added every day. What is not in UTF-8 is read in the encoding
    in which it reads most like language; where that is not sure, it is
    reported, and --encoding says which it is. Stop it with Ctrl-C whenever you like: what
    is done is kept, and the same command goes on.

    \b
    Examples:
      peacereader add ~/archive
      peacereader add --watch ~/inbox
      peacereader add --encoding koi8-r ~/old/1998
      peacereader --library ./talks add page1.txt page2.txt
      curl -s https://example.org/page.txt | peacereader add -
    """
    from peaceindex import Library

    if watch and Path("-") in paths:
        raise click.BadParameter("standard input cannot be watched.")
    created = not Library.exists(library_folder(ctx))
    library = open_library(ctx, create=True)
    tally = _Tally(library)
    how: dict[str, Any] = {"processes": processes, "fields": record_fields(), "encoding": encoding}
    try:
        if watch:
            _watch(library, paths, how, tally)
        else:
            with progress_bar() as step:
                tally.take(library.add(paths, **_told_to(step), **how))
    except KeyboardInterrupt:
        if not watch:
            say(f"stopped after {tally.told()}; the same command goes on from here")
            return INTERRUPTED
        say("no longer watching")
    if created and not library.count():
        library.abandon()  # a mistyped first `add` leaves nothing behind
        say(f"{tally.told()}; no library was made")
    elif not watch:
        tally.sum_up()
    return FAILED if tally.counts["failed"] else DONE


def _told_to(step: Callable[[str, int, int], None]) -> dict[str, Any]:
    names = {
        "reading": "Cleaning",
        "rejudging": "Looking for repeats",
        "comparing": "Comparing",
        "indexing": "Indexing",
    }
    return {name: partial(step, shown) for name, shown in names.items()}


def _watch(library: Library, paths: tuple[Path, ...], how: dict[str, Any], tally: _Tally) -> None:
    """Add what is new, look by look; the first is summed up whatever it finds, the others if they find something."""
    from peaceindex import printable

    where = printable(", ".join(str(path) for path in paths))
    with progress_bar() as step:
        looks = library.watch(paths, **_told_to(step), **how)
        tally.take(next(looks))
    tally.sum_up()
    say(f"watching {where}; Ctrl-C ends it")
    for look in looks:
        news = _Tally(library)
        news.take(added for added in look if added.status != "unchanged")
        if news.counts or news.kinds:
            news.sum_up()
        tally.counts["failed"] += news.counts["failed"]


@dataclass
class _Tally:
    """Counts what became of the sources, and names those that failed as it hears of them."""

    library: Library
    counts: Counter[str] = field(default_factory=Counter)
    doubts: Counter[str] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)
    cut: set[str] = field(default_factory=set)
    """The ids of articles of which text may have been cut by mistake, each page judged by itself."""

    def take(self, added: Iterator[Added]) -> None:
        with closing(added):  # type: ignore[type-var] # a generator: stopped, it ends its workers at once
            for one in added:
                if one.status == "skipped":
                    self.kinds[one.kind] += 1
                    continue
                self.counts[one.status] += 1
                self.doubts.update(one.doubts)
                if one.article_id and not _LOSSES.isdisjoint(one.doubts):
                    self.cut.add(one.article_id)
                if one.status == "failed":
                    complain(one.reason)

    def told(self) -> str:
        told = [f"{self.counts[status]:,} {_WORDS.get(status, status)}" for status in _ORDER if self.counts[status]]
        if self.kinds:
            told.append(skipped(self.kinds))
        return ", ".join(told) or "nothing found to add"

    def sum_up(self) -> None:
        from peaceindex import printable

        there = wording.counted(self.library.count(), "article")
        say(f"{self.told()}; {there} in {printable(str(self.library.folder))}")
        odd = [(name, count) for name, count in self.doubts.most_common() if name not in _LOSSES]
        if odd:
            told = ", ".join(f"{count:,} with {_doubt(name)}" for name, count in odd)
            say(f"suspicious: {told}; 'peacereader check' names them")
        left = self.library.losses(self.cut)  # siblings may have shown by now that a line is furniture
        if told := _lost(sum(one.opening > 0 for one in left), sum(one.over_a_tenth for one in left)):
            say(f"{told}; 'peacereader check' lists them, and the search is:cut finds them")


def _lost(beginnings: int, tenths: int) -> str:
    """How many articles may have lost something: `1 article may have lost its beginning`; "" if none has."""
    said = ""
    for count, what in ((beginnings, "beginning"), (tenths, "words")):
        if count:
            its = "its" if count == 1 else "their"
            lost = f"{its} beginning" if what == "beginning" else f"over a tenth of {its} words"
            said += f", {count:,} {lost}" if said else f"{wording.counted(count, 'article')} may have lost {lost}"
    return said


def _doubt(name: str) -> str:
    return name if name.startswith(("no ", "signs ")) else f"a {name}"
