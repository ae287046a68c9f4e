"""`peacereader annotate`"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from peacereader import wording
from peacereader.cli.common import library_option, one_line, open_own_work, say, standard_input, to_json, write
from peacereader.cli.event_options import event_options, is_given, set_events
from peacereader.cli.exit_codes import DONE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from peaceindex import Library
    from peaceindex.model.passage_change import PassageChange


@click.command("annotate")
@library_option
@click.option("--label", "labels", metavar="NAME", multiple=True, help="Add this label; may be given several times.")
@click.option("--unlabel", "unwanted", metavar="NAME", multiple=True, help="Remove this label.")
@click.option("--note", metavar="TEXT", help='Set the note; "-" reads it from standard input.')
@event_options
@click.option("--bookmark", metavar="QUOTE", help="Bookmark these exact words of the article whose id is given.")
@click.option("--remove", is_flag=True, help="Move the passages to the bin.")
@click.option("--restore", is_flag=True, help="Bring the passages back from the bin.")
@click.option("--undo", is_flag=True, help="Undo your last change of passages; again: the one before.")
@click.option("--redo", is_flag=True, help="Redo what was undone last.")
@click.option("--history", is_flag=True, help="Print every change as JSON, of one passage or of all.")
@click.argument("ids", nargs=-1, metavar="[ID]...")
@click.pass_context
def command(
    ctx: click.Context,
    /,
    labels: tuple[str, ...],
    unwanted: tuple[str, ...],
    note: str | None,
    bookmark: str | None,
    remove: bool,
    restore: bool,
    undo: bool,
    redo: bool,
    history: bool,
    ids: tuple[str, ...],
    **event: Any,
) -> int:
    """Bookmark, label and annotate passages. Every change can be undone.

    ID is the id of a passage, as 'peacereader passages --json' prints it, or its
    beginning. With --bookmark it is the id of an article.

    The --event options set the parts of the event that a passage tells of; ""
    empties one, and those that are not given stay.

    \b
    Examples:
      peacereader annotate 3f9a1c --label Ceasefire --label Violation
      peacereader annotate 3f9a1c --note "Compare with the other paper."
      peacereader annotate 8c51e0d2a9b4 --bookmark "a halt to fighting"
      peacereader annotate 3f9a1c --event-date "12 May 2025" --event-place Sur
      peacereader annotate --undo
    """
    has_event = is_given(event)
    if bookmark is not None and (unwanted or has_event):
        given = "--unlabel" if unwanted else "--no-event" if event["no_event"] else "--event-…"
        raise click.UsageError(f"--bookmark does not go with {given}: give that to the passage once it is made.", ctx)
    edits = {"--label": labels, "--unlabel": unwanted, "--note": note is not None, "--event-…": has_event}
    others = {"--remove": remove, "--restore": restore, "--undo": undo, "--redo": redo, "--history": history}
    chosen = [name for name, is_chosen in {"--bookmark": bookmark is not None, **others}.items() if is_chosen]
    edited = [name for name, is_edited in edits.items() if is_edited]
    if len(chosen) > 1 or (edited and chosen not in ([], ["--bookmark"])):
        raise click.UsageError(f"Choose one of these: {', '.join([*edited, *chosen])}.", ctx)
    if not (edited or chosen):
        raise click.UsageError("Say what to do: --label, --note, --bookmark, --remove, --undo or another.", ctx)
    if (undo or redo) and ids:
        raise click.UsageError("--undo and --redo take no ID: they go through all changes in order.", ctx)
    if not (undo or redo or history) and not ids:
        raise click.UsageError("Name at least one ID.", ctx)
    if bookmark is not None and len(ids) > 1:
        raise click.UsageError("--bookmark takes the id of one article.", ctx)
    text = standard_input().read().rstrip("\n") if note == "-" else note
    library = open_own_work(ctx)
    if undo or redo:
        changes = library.annotations.undo() if undo else library.annotations.redo()
        say(_changes_line(changes, undo))
    elif history:
        write(to_json([change.as_record() for change in _history(library, ids)], indent=1))
    elif bookmark is not None:
        say(f"bookmarked: {_bookmark(library, ids[0], bookmark, text or '', labels)}")
    else:
        if has_event:  # first, since it is what may be refused
            set_events(ctx, library, ids, event)
        _change(library, ids, labels, unwanted, text, remove=remove, restore=restore)
    return DONE


def _bookmark(library: Library, article_id: str, quote: str, note: str, labels: Sequence[str]) -> str:
    from peaceindex.errors import PeaceindexError

    article = library.article(article_id)
    start = article.text.find(quote) if quote else -1
    if start < 0:
        raise PeaceindexError(
            "The article does not have these exact words.", f"'peacereader show {article.id}' prints its text."
        )
    if article.text.find(quote, start + 1) >= 0:
        raise PeaceindexError("The article has these words more than once.", "Quote a few words more.")
    spelled = library.annotations.coding.spelled(labels)
    return library.annotations.bookmark(article, start, start + len(quote), note, spelled).id


def _change(
    library: Library,
    ids: Sequence[str],
    labels: Sequence[str],
    unwanted: Sequence[str],
    note: str | None,
    *,
    remove: bool,
    restore: bool,
) -> None:
    annotations = library.annotations
    if labels or unwanted:
        changed = annotations.label(ids, labels, unwanted)
        say(f"labelled: {wording.counted(len(changed), 'passage')}")
    if remove and len(ids) > 1:
        annotations.remove_passages([annotations.find_passage(id).id for id in ids])
        return
    for id in ids:
        if note is not None:
            annotations.annotate(id, note=note)
        elif remove:
            annotations.remove_passage(id)
        elif restore:
            annotations.restore_passage(id)


def _history(library: Library, ids: Sequence[str]) -> list[PassageChange]:
    if not ids:
        return library.annotations.history()
    found = [library.annotations.find_passage(id).id for id in ids]
    return [change for id in found for change in library.annotations.history(id)]


def _changes_line(changes: Sequence[PassageChange], is_undo: bool) -> str:
    """Return what was undone or redone, in one line."""
    if not changes:
        return f"There is nothing to {'undo' if is_undo else 'redo'}."
    return one_line(f"{'undone' if is_undo else 'redone'}: {wording.change_words(changes)}")
