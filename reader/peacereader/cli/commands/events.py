"""`peacereader events [QUERY]`"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from peacereader import wording
from peacereader.cli.common import library_folder, library_option, one_line, open_library, say, to_json, write
from peacereader.cli.exit_codes import DONE, FAILED
from peacereader.cli.export_output import output_option, print_pieces
from peacereader.cli.saved_passages import saved_without_library
from peacereader.output import complain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from peaceindex.model.coded_passage import CodedPassage
    from peaceindex.model.event_book import EventBook
    from peaceindex.model.passage import Passage

_MOST_CELLS = 32
"""The width in characters at which a column of the table for people is cut."""


@click.command("events")
@library_option
@click.option("--json", "as_json", is_flag=True, help="Print a JSON array with an object for each event.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["acled-csv", "acled-spreadsheet"]),
    help="Write a table with ACLED's column names.",
)
@output_option
@click.option("--unlisted", is_flag=True, help="Print the names that events.yaml lacks, as lines for it.")
@click.option("--start", is_flag=True, help="Write a first events.yaml, with ACLED's types of events.")
@click.argument("query", nargs=-1)
@click.pass_context
def command(
    ctx: click.Context,
    as_json: bool,
    form: str | None,
    output: Path | None,
    unlisted: bool,
    start: bool,
    query: tuple[str, ...],
) -> int:
    """List the events that your passages tell of, by date.

    'peacereader annotate' sets them, and V in the reader. With QUERY, list only
    those of passages that it finds, as in 'peacereader passages'.

    Types, actors and places can be described in events.yaml in the library,
    which you write by hand; --start writes a first one. In the table, ≈ stands
    before events that probably are the same: of one date, place and type, from
    different outlets.

    acled-csv and acled-spreadsheet have ACLED's columns, then some of ours.
    What is not known stays empty. In acled-spreadsheet no cell can be taken for
    a formula. No file is ever overwritten.

    \b
    Examples:
      peacereader annotate 3f9a1c --event-date "on Tuesday" --event-type Protests
      peacereader events event:Protests
      peacereader events --format acled-csv --output events.csv
    """
    from peaceindex import coded_passages
    from peacereader.exports.acled import ACLED_FORMATS, acled_rows

    if sum(map(bool, (as_json, form, unlisted, start))) > 1:
        raise click.UsageError("Choose one of --json, --format, --unlisted and --start.", ctx)
    if output is not None and not form:
        raise click.UsageError("--output needs --format.", ctx)
    if query and (unlisted or start):
        raise click.UsageError("--unlisted and --start take no QUERY.", ctx)
    if start:
        say(f"written: {one_line(str(open_library(ctx).annotations.events.start_book()))}")
        return DONE
    passages, book, code = _read(ctx, " ".join(query))
    coded = by_date(coded_passages(passages))
    if as_json:
        write(to_json([one.as_record() | {"unlisted": book.unlisted(one.event)} for one in coded], indent=1))
    elif form:
        print_pieces(acled_rows(coded, book, form), ACLED_FORMATS[form], output)
    elif unlisted:
        _print_unlisted(coded, book)
    else:
        _print_table(coded)
        missing = {name for one in coded for name in book.unlisted(one.event)}
        if missing:
            words = wording.counted(len(missing), "name is", "names are")
            say(f"{words} not in events.yaml: 'peacereader events --unlisted' prints them.")
    for problem in book.problems:
        complain(problem)
    return FAILED if book.problems else code


def _read(ctx: click.Context, query: str) -> tuple[Sequence[Passage], EventBook, int]:
    """Return the passages, what events.yaml says, and the exit code; also if the articles cannot be read."""
    from peaceindex import read_event_book
    from peaceindex.errors import LibraryError, LibraryNotFoundError

    try:
        library = open_library(ctx)
        return library.annotations.passages(query), library.annotations.events.book(), DONE
    except LibraryError as error:
        passages = saved_without_library(ctx, query)
        if isinstance(error, LibraryNotFoundError) and not passages:
            raise
        complain(str(error))
        return passages, read_event_book(library_folder(ctx) / "events.yaml"), FAILED


def by_date(coded: Sequence[CodedPassage]) -> list[CodedPassage]:
    """Return events oldest first, those of one day by place and type; those without a date come last."""
    return sorted(coded, key=lambda one: (not one.event.date, one.event.date, one.event.place, one.event.type))


def _print_table(coded: Sequence[CodedPassage]) -> None:
    rows = [[one_line(cell) for cell in _cells(one)] for one in coded]
    if not rows:
        say("No passage tells of an event yet. 'peacereader annotate ID --event-date DATE' sets one.")
        return
    rows = [[cell if len(cell) <= _MOST_CELLS else cell[: _MOST_CELLS - 1] + "…" for cell in row] for row in rows]
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    for row in rows:
        write("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())


def _cells(one: CodedPassage) -> list[str]:
    event = one.event
    return [
        "≈" if one.same else " ",
        one.passage.id,
        event.date or "no date",
        event.precision,
        event.place,
        " / ".join(filter(None, (event.type, event.subtype))),
        " – ".join(event.actors),
        one.passage.outlet or wording.OUTLET_NOT_KNOWN,
    ]


def _print_unlisted(coded: Sequence[CodedPassage], book: EventBook) -> None:
    """Print the names that the file lacks as its lists, to be put under those of the file."""
    events = [one.event for one in coded]
    names = {
        "types": [event.type for event in events if event.type and not book.type(event.type)],
        "actors": [name for event in events for name in event.names() if not book.actor(name)],
        "places": [event.place for event in events if event.place and not book.place(event.place)],
    }
    for section, found in names.items():
        if found:
            write(f"{section}:")
            for name in dict.fromkeys(found):
                write(f"  - name: {to_json(name)}")
    for kind, subtype in dict.fromkeys((event.type, event.subtype) for event in events if event.subtype):
        if not (kind and book.subtype(subtype, kind)):
            write(f"# sub_types of {one_line(kind or 'a type')}: {to_json(subtype)}")
