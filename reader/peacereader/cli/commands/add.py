"""`peacereader add PATH...`"""

from __future__ import annotations

from collections import Counter
from contextlib import closing
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from peacereader import wording
from peacereader.addition_wording import doubt_words, removed_summary
from peacereader.cli.common import (
    encoding_option,
    library_folder,
    library_option,
    open_library,
    progress_bar,
    record_fields,
    say,
    skipped_summary,
)
from peacereader.cli.exit_codes import DONE, FAILED, INTERRUPTED
from peacereader.output import complain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from peaceindex import Library
    from peaceindex.model.reports import AddReport

_STATUS_ORDER = ("added", "changed", "unchanged", "same", "failed")
_LOSS_FLAGS = frozenset(("beginning cut", "words cut"))
"""The doubts about an article that may have lost text (`peaceindex.ingest.quality_flags`)."""
_STATUS_WORDS = {"same": "the same as another"}


@click.command("add")
@library_option
@click.option("--watch", is_flag=True, help="Keep watching: add what is new every few seconds, until Ctrl-C.")
@click.option(
    "--processes",
    type=click.IntRange(min=1),
    metavar="N",
    help="Use up to N processes at once for large jobs; by default one per core.",
)
@click.option("--dry-run", is_flag=True, help="Show what each file holds, and write nothing.")
@click.option("--json", "as_json", is_flag=True, help="With --dry-run: one JSON object a line for each file.")
@encoding_option
@click.option("--with-removed", is_flag=True, help="Add also articles that you removed; without it they are left out.")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="PATH...")
@click.pass_context
def command(
    ctx: click.Context,
    paths: tuple[Path, ...],
    watch: bool,
    processes: int | None,
    dry_run: bool,
    as_json: bool,
    encoding: str,
    with_removed: bool,
) -> int:
    """Clean and index files and folders; only what is new or has changed.

    A folder is read with all its subfolders, except for names that begin with
    a dot. Files there that hold no articles (pictures, programs, a README) are
    skipped and counted; to have such a file read, name the file itself. '-'
    reads standard input. Adding the same files again costs next to nothing, so
    you can add a folder every day. Text that is not UTF-8 is read in the
    encoding in which it reads most like language. If that is uncertain, it is
    reported, and you can state the encoding with --encoding. Stop with Ctrl-C
    whenever you like: finished work is saved, and the same command continues.

    \b
    Examples:
      peacereader add ~/archive
      peacereader add --dry-run export.txt
      peacereader add --watch ~/inbox
      peacereader add --encoding koi8-r ~/old/1998
      peacereader --library ./talks add page1.txt page2.txt
      curl -s https://example.org/page.txt | peacereader add -
    """
    from peaceindex import Library

    if watch and Path("-") in paths:
        raise click.BadParameter("standard input cannot be watched.")
    if watch and with_removed:
        raise click.UsageError("--with-removed goes without --watch.")
    if as_json and not dry_run:
        raise click.UsageError("--json goes with --dry-run.")
    if dry_run:
        return _preview(ctx, paths, encoding, as_json)
    created = not Library.exists(library_folder(ctx))
    library = open_library(ctx, create=True)
    tally = _Tally(library)
    options: dict[str, Any] = {"processes": processes, "fields": record_fields(), "encoding": encoding}
    try:
        if watch:
            _watch(library, paths, options, tally)
        else:
            with progress_bar() as step:
                added = library.ingest.add(paths, **_progress_callbacks(step), **options, with_removed=with_removed)
                tally.count(added)
    except KeyboardInterrupt:
        if not watch:
            say(f"stopped after {tally.summary()}; the same command continues from here")
            return INTERRUPTED
        say("stopped watching")
    if created and not library.count():
        library.abandon()  # a mistyped first `add` leaves nothing behind
        say(f"{tally.summary()}; no library was created")
    elif not watch:
        tally.print_summary()
        if tally.counts["removed"]:
            say("'peacereader add --with-removed' adds also what you removed")
        if created:
            _offer_samples(library)
    return FAILED if tally.counts["failed"] else DONE


def _offer_samples(library: Library) -> None:
    """Say how passages that were made in the sample pages can be taken along to the user's first library."""
    from peacereader.resources import samples_with_passages, taking_along

    samples = samples_with_passages(library.folder)
    if samples and (count := library.archives.missing_passages(samples)):
        passages = wording.counted(count, "passage")
        say(f"You have {passages} in the sample pages. To take along with the articles:")
        say(f"  {taking_along(samples, library.folder)}")


def _preview(ctx: click.Context, paths: tuple[Path, ...], encoding: str, as_json: bool) -> int:
    from peaceindex import Library, preview
    from peacereader.cli.preview_page import print_previews

    if Library.exists(library_folder(ctx)):
        return print_previews(open_library(ctx).ingest.preview(paths, record_fields(), encoding), as_json)
    notices: list[str] = []
    previews = preview(paths, notices, record_fields(), encoding)
    for notice in notices:
        complain(notice)
    return print_previews(previews, as_json)


def _progress_callbacks(step: Callable[[str, int, int], None]) -> dict[str, Any]:
    names = {
        "reading": "Cleaning",
        "finding_repeats": "Looking for repeated lines",
        "comparing": "Comparing",
        "indexing": "Indexing",
    }
    return {name: partial(step, shown) for name, shown in names.items()}


def _watch(library: Library, paths: tuple[Path, ...], options: dict[str, Any], tally: _Tally) -> None:
    """Add what is new, scan by scan. The first scan is always summed up, the others only if they find something."""
    from peaceindex import printable

    where = printable(", ".join(str(path) for path in paths))
    with progress_bar() as step:
        scans = library.ingest.watch(paths, **_progress_callbacks(step), **options)
        tally.count(next(scans))
    tally.print_summary()
    say(f"watching {where}; Ctrl-C stops")
    for scan in scans:
        found = _Tally(library)
        found.count(added for added in scan if added.status != "unchanged")
        if found.counts or found.kinds:
            found.print_summary()
        tally.counts["failed"] += found.counts["failed"]


@dataclass
class _Tally:
    """Counts the results for the sources, and reports failures as they come."""

    library: Library
    counts: Counter[str] = field(default_factory=Counter)
    doubts: Counter[str] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)
    in_bin: int = 0
    """The number of sources that were left out since their articles are in the bin."""
    joined: int = 0
    """The number of tables of addresses that were joined with the articles."""
    suspect_ids: set[str] = field(default_factory=set)
    """The ids of articles from which text may have been cut by mistake, each page judged on its own."""

    def count(self, added: Iterator[AddReport]) -> None:
        from peaceindex.errors import COMMENTS

        with closing(added):  # type: ignore[type-var] # a generator: closing it ends its workers at once
            for source in added:
                if source.status == "skipped":
                    self.kinds[source.kind] += 1
                    if source.kind == COMMENTS:
                        say(source.reason)
                    continue
                if source.status == "joined":
                    say(source.reason)
                    self.joined += 1
                    continue
                self.counts[source.status] += 1
                self.in_bin += source.status == "removed" and source.reason == "in the bin"
                self.doubts.update(source.doubts)
                if source.article_id and not _LOSS_FLAGS.isdisjoint(source.doubts):
                    self.suspect_ids.add(source.article_id)
                if source.status == "failed":
                    complain(source.reason)

    def summary(self) -> str:
        present = [status for status in _STATUS_ORDER if self.counts[status]]
        parts = [f"{self.counts[status]:,} {_STATUS_WORDS.get(status, status)}" for status in present]
        if self.joined:
            parts.append(f"{wording.counted(self.joined, 'table')} of addresses joined")
        if removed := self.counts["removed"]:
            parts.append(removed_summary(removed, self.in_bin))
        if self.kinds:
            parts.append(skipped_summary(self.kinds))
        return ", ".join(parts) or "nothing found to add"

    def print_summary(self) -> None:
        from peaceindex import printable

        articles = wording.counted(self.library.count(), "article")
        say(f"{self.summary()}; {articles} in {printable(str(self.library.folder))}")
        suspicious = [(name, count) for name, count in self.doubts.most_common() if name not in _LOSS_FLAGS]
        if suspicious:
            words = ", ".join(f"{count:,} with {doubt_words(name)}" for name, count in suspicious)
            say(f"suspicious: {words}; 'peacereader check' lists them")
        losses = self.library.losses(self.suspect_ids)  # siblings may have shown by now that a line is boilerplate
        if words := _loss_words(sum(one.opening > 0 for one in losses), sum(one.exceed_a_tenth for one in losses)):
            say(f"{words}; 'peacereader check' lists them, and the search is:cut finds them")


def _loss_words(beginnings: int, tenths: int) -> str:
    """Return how many articles may have lost text: `1 article may have lost its beginning`; "" if none has."""
    words = ""
    for count, what in ((beginnings, "beginning"), (tenths, "words")):
        if count:
            its = "its" if count == 1 else "their"
            lost = f"{its} beginning" if what == "beginning" else f"over a tenth of {its} words"
            words += f", {count:,} {lost}" if words else f"{wording.counted(count, 'article')} may have lost {lost}"
    return words
