"""The event that a passage tells of, for those who code events."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any, Final, Literal, get_args

if TYPE_CHECKING:
    from collections.abc import Mapping

Precision = Literal["", "day", "week", "month"]
"""How exactly the day of an event is known (ACLED's time precision 1, 2 and 3); "" if it was not said."""

PRECISIONS: Final[tuple[Precision, ...]] = get_args(Precision)
SIDES: Final = ";"
"""The sign in an actor after which those stand who took part on the same side."""
MAX_FATALITIES: Final = 9_999_999

_DATE = re.compile(r"\d{4}-\d\d(-\d\d)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Event:
    """An event. Any part may be empty; an event with no part is none.

    `date` is YYYY-MM-DD, YYYY-MM if no more is known, or "". `type` and `subtype` are the user's own names of types.
    `actors` are the sides that took part, the first two being ACLED's actor 1 and actor 2. A side is a name, or several
    with `;` between them: the actor, then those associated with it. `fatalities` is a number of people, or None if it
    is not known.
    """

    date: str = ""
    precision: Precision = ""
    place: str = ""
    actors: tuple[str, ...] = ()
    type: str = ""
    subtype: str = ""
    fatalities: int | None = None

    def as_record(self) -> dict[str, Any]:
        """Return the object for JSON, without empty parts."""
        values = ((name, getattr(self, name)) for name in self.__slots__)
        return {
            name: list(value) if isinstance(value, tuple) else value
            for name, value in values
            if value not in ("", (), None)
        }

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> Event | None:
        """Return the event of such an object; None if it has no part.

        Raise ValueError if a part has another type, or is no date, no precision or no number of people. The message
        says which, in words.
        """
        names = ("date", "precision", "place", "type", "subtype")
        values: dict[str, Any] = {name: "" if (value := record.get(name)) is None else value for name in names}
        actors = record.get("actors") or ()
        if wrong := next((name for name, value in values.items() if not isinstance(value, str)), None):
            raise ValueError(f"the {wrong} of its event is no text")
        if values["precision"] not in PRECISIONS:
            raise ValueError("the precision of its event is not day, week or month")
        if not is_event_date(values["date"]):
            raise ValueError("the date of its event is no day or month, as 2025-05-12 or 2025-05")
        if not isinstance(actors, list | tuple) or not all(isinstance(actor, str) for actor in actors):
            raise ValueError("the actors of its event are no list of names")
        fatalities = record.get("fatalities")
        if fatalities is not None and (type(fatalities) is not int or not 0 <= fatalities <= MAX_FATALITIES):
            raise ValueError("the fatalities of its event are no number of people")
        event = cls(**values, actors=tuple(actors), fatalities=fatalities)
        return None if event == cls() else event

    def sides(self) -> list[tuple[str, str]]:
        """Return for each side the actor, and those associated with it as one text, with "; " between them."""
        found = []
        for side in self.actors:
            first, *others = [name.strip() for name in side.split(SIDES) if name.strip()] or [""]
            found.append((first, "; ".join(others)))
        return found

    def names(self) -> list[str]:
        """Return the names of all actors."""
        return [name for side in self.actors for part in side.split(SIDES) if (name := part.strip())]


def is_event_date(text: str) -> bool:
    """Return whether a text is a day (YYYY-MM-DD), a month (YYYY-MM) or empty."""
    if not text:
        return True
    try:
        return bool(_DATE.fullmatch(text) and datetime.date.fromisoformat(text if len(text) == 10 else f"{text}-01"))
    except ValueError:
        return False


def merged(before: Event | None, mine: Event | None, theirs: Event | None) -> Event | None:
    """Return `mine`, with those parts of `theirs` that only they changed: both were made from `before`.

    None is an event without a part.
    """
    old, own, other = before or Event(), mine or Event(), theirs or Event()
    parts = {
        field.name: getattr(other if getattr(own, field.name) == getattr(old, field.name) else own, field.name)
        for field in fields(Event)
    }
    event = Event(**parts)
    return None if event == Event() else event
