"""`peacereader restore [COPY]`"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from peacereader import wording
from peacereader.cli.common import library_folder, library_option, say, to_json, write
from peacereader.cli.exit_codes import DONE
from peacereader.output import complain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from peaceindex import Backup, Backups, Difference, Entry


@click.command("restore")
@library_option
@click.option("--all", "restore_all", is_flag=True, help="Restore everything as it was in COPY.")
@click.option("--missing", is_flag=True, help="Restore what is in COPY and missing now; the rest stays.")
@click.option(
    "--passage", "passage_ids", multiple=True, metavar="ID", help="Restore this passage; can be given more than once."
)
@click.option(
    "--json",
    "as_json",
    is_flag=True,
    help="Print a JSON array of the backups; with COPY, an object with the differences.",
)
@click.argument("name", metavar="COPY", required=False)
@click.pass_context
def command(
    ctx: click.Context, restore_all: bool, missing: bool, passage_ids: tuple[str, ...], as_json: bool, name: str | None
) -> int:
    """List the backups of your notes, show what differs in one, or restore it.

    Your own work (passages, notes, saved searches, corrections) is backed up
    once a day. COPY is the name of a backup or its day, such as 2025-05-12. On
    its own it shows what has been added, changed and lost since. Before
    anything is restored, your present work is backed up too, so nothing is
    ever deleted.

    \b
    Examples:
      peacereader restore
      peacereader restore 2025-05-12
      peacereader restore 2025-05-12 --missing
      peacereader restore 2025-05-12 --passage 3f9a1c --passage 77b0
    """
    from peaceindex import Backups

    if restore_all + missing + bool(passage_ids) > 1:
        raise click.UsageError("Choose one of --all, --missing and --passage.", ctx)
    restores = restore_all or missing or passage_ids
    if restores and name is None:
        raise click.UsageError("Name the COPY to restore from.", ctx)
    if restores and as_json:
        raise click.UsageError("--json is for the list and the differences.", ctx)
    copies = Backups(library_folder(ctx))
    try:
        if name is None:
            _list(copies, as_json)
        elif restores:
            _restore(copies, copies.find(name), restore_all, passage_ids)
        else:
            _show(copies.difference(copies.find(name)), as_json)
    finally:
        for notice in copies.notices:
            complain(notice)
    return DONE


def _list(copies: Backups, as_json: bool) -> None:
    from peaceindex import printable
    from peaceindex.model.entry_counts import listed

    now, found = copies.now(), copies.all()
    if as_json:
        write(to_json([copy.as_record() for copy in found], indent=1))
        return
    names = {copy: printable(copy.name) for copy in found}
    width = max(map(len, names.values()), default=0)
    fullest = max((sum(copy.counts.values()) for copy in found if copy.counts and not copy.is_set_aside), default=0)
    write(f"{'now':<{width}}  {'':<17}  {listed(now)}")
    for copy in found:
        about = "cannot be counted" if copy.counts is None else listed(copy.counts)
        marks = ["set aside"] if copy.is_set_aside else []
        if not copy.is_sound:
            marks.append("damaged")
        elif copy.counts and sum(copy.counts.values()) == fullest and not copy.is_set_aside:
            marks.append("the most entries")
        made = wording.local_time(copy.made) if copy.made else ""
        write(f"{names[copy]:<{width}}  {made:<17}  {about}" + (f"  ({', '.join(marks)})" if marks else ""))
    if not found:
        say("There are no backups yet; the first is made when the library is next opened.")


def _show(difference: Difference, as_json: bool) -> None:
    from peaceindex.model.entry_counts import kind

    if as_json:
        write(to_json(difference.as_record(), indent=1))
        return
    parts: dict[str, Sequence[Entry]] = {
        "missing now": difference.missing,
        "different in the backup": difference.changed,
        "not in the backup": difference.added,
    }
    for words, entries in parts.items():
        if entries:
            write(f"{wording.counted(len(entries), 'passage')} {words}:")
        for entry in entries:
            write(f"  {_entry_line(entry)}")
    for table, numbers in difference.others.items():
        counts = [f"{number:,} {words}" for number, words in zip(numbers, parts, strict=True) if number]
        write(f"{kind(table)}: {', '.join(counts)}")
    if not any(parts.values()) and not difference.others:
        write("There are no differences.")


def _restore(copies: Backups, copy: Backup, restore_all: bool, passage_ids: Sequence[str]) -> None:
    from peaceindex import printable
    from peaceindex.model.entry_counts import listed

    if passage_ids:
        done = copies.restore_passages(copy, passage_ids)
    else:
        done = copies.restore(copy) if restore_all else copies.restore_missing(copy)
    say(f"restored from {printable(copy.name)}: {listed(done.counts)}")
    if done.before:
        say(f"the state before is saved as {done.before}")


def _entry_line(entry: Entry) -> str:
    from peaceindex import printable

    quote = " ".join(entry.quote.split())
    short = quote if len(quote) <= 60 else f"{quote[:59].rstrip()}…"
    changed = f"  ({', '.join(entry.changed)})" if entry.changed else ""
    return printable(f"{entry.id}  “{short}”{changed}")
