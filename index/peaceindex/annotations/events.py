"""Coding events: the events that passages tell of, and the user's own names of types, actors and places."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from itertools import chain, islice
from typing import TYPE_CHECKING

from peaceindex.annotations.event_book import NAME, read_event_book, template
from peaceindex.annotations.event_dates import EventDate, named_date
from peaceindex.errors import PeaceindexError
from peaceindex.model.coded_passage import CodedPassage
from peaceindex.model.event import PRECISIONS, Event, is_event_date
from peaceindex.model.event_book import Actor, EventBook, EventType, Place, name_key
from peaceindex.model.safe_text import neutralise

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from peaceindex.model.passage import Passage
    from peaceindex.storage.annotations import Annotations

_MAX_TEXT = 300
_MAX_ACTORS = 50
_MOST_SAME = 50
"""Passages of one event that are named with each of them at most."""


class Events:
    """The events of one library. Any method may be called from any thread."""

    def __init__(self, folder: Path, store: Annotations) -> None:
        self._path = folder / NAME
        self._store = store

    def book(self) -> EventBook:
        """Return what events.yaml says."""
        return read_event_book(self._path)

    def known(self) -> EventBook:
        """Return what events.yaml says, and after it the names in use that it does not have."""
        book = self.book()
        coded = [passage.event for passage in self._store.passages.all() if passage.event]
        types = {
            (name_key(name), name_key(parent)): EventType(name, parent=parent)
            for event in coded
            for name, parent in ((event.type, ""), (event.subtype if event.type else "", event.type))
            if name and not (book.subtype(name, parent) if parent else book.type(name))
        }
        actors = {name_key(name): Actor(name) for event in coded for name in event.names() if not book.actor(name)}
        places = {
            name_key(event.place): Place(event.place) for event in coded if event.place and not book.place(event.place)
        }
        return replace(
            book,
            types=(*book.types, *types.values()),
            actors=(*book.actors, *sorted(actors.values(), key=lambda actor: name_key(actor.name))),
            places=(*book.places, *sorted(places.values(), key=lambda place: name_key(place.name))),
        )

    def start_book(self) -> Path:
        """Write a first events.yaml with ACLED's types, and return its path.

        Raise PeaceindexError if there is one already: it is left as it is.
        """
        from peaceindex.private_files import create_private

        self._store.file.check_writable()
        try:
            create_private(self._path)
        except FileExistsError:
            raise PeaceindexError(f"There is an {NAME} already.", "It is left as it is: edit it by hand.") from None
        self._path.write_text(template(), encoding="utf-8")
        return self._path

    def suggested_date(self, passage: Passage) -> EventDate:
        """Return the date that the passage's words name, or the day of its article; empty if neither is known."""
        return named_date(passage.quote, passage.date)

    def set(
        self, passage_ids: Sequence[str], change: Callable[[Event, Passage], Event], instead_of: Event | None = None
    ) -> list[Passage]:
        """Change the events of passages, all in one step that can be undone. Return the passages.

        `change` gets the event of each passage, or an empty one, and returns the event that it shall have; an empty one
        takes it away. Names are spelled as events.yaml, or else the events that there are, spell them. If `instead_of`,
        the event that the user saw when the change began, is given, parts that another program has changed since then,
        and the user has not, stay.
        Raise PeaceindexError if a part cannot be stored, or if there is no passage of an id; nothing has changed then.
        """
        book, wanted = self.known(), {}
        for id in passage_ids:
            passage = self._store.passages.find(id)
            before = instead_of if instead_of is not None else passage.event or Event()
            wanted[passage.id] = before, checked_event(book.spelled(change(before, passage)))
        return self._store.passages.set_events(wanted)


def coded_passages(passages: Iterable[Passage]) -> list[CodedPassage]:
    """Return the passages that have an event, in their order, each with those that probably tell the same one.

    The same event: the same date, place and type, told by passages of different outlets.
    """
    found = [(passage, passage.event) for passage in passages if passage.event]
    groups: dict[tuple[str, str, str], dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for passage, event in found:
        if event.date and event.place and event.type:
            groups[_same_key(event)][_teller(passage)].append(passage.id)
    same: dict[tuple[tuple[str, str, str], str], tuple[str, ...]] = {}
    for key, by_teller in groups.items():
        for teller in by_teller:
            ids = chain.from_iterable(ids for other, ids in by_teller.items() if other != teller)
            same[key, teller] = tuple(islice(ids, _MOST_SAME))
    return [
        CodedPassage(passage, event, same.get((_same_key(event), _teller(passage)), ())) for passage, event in found
    ]


def _same_key(event: Event) -> tuple[str, str, str]:
    return event.date, name_key(event.place), name_key(event.type)


def _teller(passage: Passage) -> str:
    """Return the outlet of a passage; if it is not known, its article."""
    return name_key(passage.outlet or passage.article_id)


def checked_event(event: Event) -> Event:
    """Return an event with its texts on one line each, and its precision if that follows from the date.

    Raise PeaceindexError if it cannot be stored: a date that is none, a precision without a date, a text too long.
    """
    date, precision = event.date.strip(), event.precision
    if not is_event_date(date):
        raise PeaceindexError(f"There is no day {date}.", "Write it like 2025-05-12, or 2025-05 for a month.")
    if precision not in PRECISIONS:
        raise PeaceindexError(f"'{precision}' is no precision.", "It is day, week or month.")
    if precision and not date:
        raise PeaceindexError("A precision needs a date.", "Give the date too, or no precision.")
    if len(date) == 7 and precision in ("day", "week"):
        advice = "Give a day of that week." if precision == "week" else "Give the day."
        raise PeaceindexError(f"{date} is a month, not a {precision}.", advice)
    actors = tuple(line for actor in event.actors if (line := _line(actor, "actor")))
    if len(actors) > _MAX_ACTORS:
        raise PeaceindexError(f"An event has {_MAX_ACTORS} actors at most.", "Name those who matter most.")
    if date and not precision:
        precision = "day" if len(date) == 10 else "month"
    checked = Event(
        date,
        precision,
        _line(event.place, "place"),
        actors,
        _line(event.type, "type"),
        _line(event.subtype, "sub-type"),
        event.fatalities,
    )
    try:
        return Event.from_record(checked.as_record()) or Event()
    except ValueError as error:
        raise PeaceindexError(f"This event cannot be stored: {error}.", "Correct it.") from None


def _line(text: str, name: str) -> str:
    line = " ".join(neutralise(text).split())
    if len(line) > _MAX_TEXT:
        raise PeaceindexError(f"The {name} has more than {_MAX_TEXT} characters.", "Make it shorter.")
    return line
