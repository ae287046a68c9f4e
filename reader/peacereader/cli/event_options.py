"""The options by which a command sets the event of passages."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar

import click

from peacereader import wording
from peacereader.cli.common import one_line, say
from peacereader.cli.days import Day
from peacereader.output import complain

if TYPE_CHECKING:
    from peaceindex import Library
    from peaceindex.model.event import Event
    from peaceindex.model.passage import Passage

CommandFunction = TypeVar("CommandFunction", bound=Callable[..., Any])
EventOptions = Mapping[str, Any]
"""The values of the options by name. One that is not given is None, or () for the actors."""

UNKNOWN = "unknown"
_PARTS = (
    ("date", "DATE", "The day of the event: 2025-05-12, 12 May 2025, or 2025-05; also Tuesday or yesterday."),
    ("precision", "HOW", "How exact that is: day, week or month."),
    ("place", "PLACE", "Where it happened."),
    ("type", "TYPE", "The type of event."),
    ("subtype", "TYPE", "The sub-type of event."),
    ("fatalities", "NUMBER", "How many people died, or unknown."),
)


class EventDay(Day):
    """A day or a month of an event, also in words such as `on Tuesday`, which are read when the article is known."""

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the text; `set_events` reads it beside the day of each passage's article, and refuses what is none."""
        return value


def event_options(function: CommandFunction) -> CommandFunction:
    """Give a command the options, whose values it gets as `event_date`, `event_actor` and so on, and `no_event`."""
    function = click.option("--no-event", is_flag=True, help="Take the event away.")(function)
    help = "Who took part; may be given twice. After ; come those on the same side."
    for name, what, about in reversed(_PARTS):
        kind = EventDay() if name == "date" else None
        function = click.option(f"--event-{name}", metavar=what, help=about, type=kind)(function)
        if name == "type":
            function = click.option("--event-actor", metavar="NAME", multiple=True, help=help)(function)
    return function


def is_given(options: EventOptions) -> bool:
    """Return whether one of the options was given."""
    return any(value is not None and value != () and value is not False for value in options.values())


def set_events(ctx: click.Context, library: Library, ids: Sequence[str], options: EventOptions) -> None:
    """Set the events of passages as the options say; a part whose option is not given stays, and "" empties it.

    Raise UsageError for a value that cannot be, PeaceindexError if an event cannot be stored.
    """
    from peaceindex.model.event import Event

    if options["no_event"] and is_given({**options, "no_event": False}):
        raise click.UsageError("--no-event takes the event away: it takes no other part.", ctx)
    fatalities = _fatalities(ctx, options["event_fatalities"])
    precision = options["event_precision"] and options["event_precision"].strip().casefold()
    if precision not in (None, "", "day", "week", "month"):
        raise click.UsageError("--event-precision is day, week or month.", ctx)

    def change(event: Event, passage: Passage) -> Event:
        from peaceindex import read_event_date

        if options["no_event"]:
            return Event()
        parts: dict[str, Any] = {}
        if (date := options["event_date"]) is not None:
            read = read_event_date(date, passage.date)
            parts |= {"date": read.date, "precision": read.precision}
        if precision is not None:
            parts["precision"] = precision
        parts |= {
            name: value for name in ("place", "type", "subtype") if (value := options[f"event_{name}"]) is not None
        }
        if actors := options["event_actor"]:
            parts["actors"] = tuple(filter(str.strip, actors))
        if options["event_fatalities"] is not None:
            parts["fatalities"] = fatalities
        return replace(event, **parts)

    changed = library.annotations.events.set(ids, change)
    say(f"event {'taken away' if options['no_event'] else 'set'}: {wording.counted(len(changed), 'passage')}")
    book = library.annotations.events.book()
    for problem in book.problems:
        complain(problem)
    missing = dict.fromkeys(name for passage in changed if passage.event for name in book.unlisted(passage.event))
    if missing:
        say(one_line(f"not in events.yaml: {', '.join(missing)}"))


def _fatalities(ctx: click.Context, text: str | None) -> int | None:
    from peaceindex.model.event import MAX_FATALITIES

    if text is None or text.strip().casefold() in ("", UNKNOWN):
        return None
    if not (text.strip().isascii() and text.strip().isdecimal()) or len(text.strip()) > len(str(MAX_FATALITIES)):
        raise click.UsageError(f"--event-fatalities is a number of people, or {UNKNOWN}.", ctx)
    return int(text)
