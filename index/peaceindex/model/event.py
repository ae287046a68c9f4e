"""The event that a passage tells of, for those who code events."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

Precision = Literal["", "day", "week", "month"]
"""How exactly the day of an event is known (ACLED's time precision 1, 2 and 3); "" if it was not said."""


@dataclass(frozen=True, slots=True)
class Event:
    """An event. `date` is YYYY-MM-DD or "". Any part may be empty; an event with no part is none.

    `type` is one of the user's own types of events, or "".
    """

    date: str = ""
    precision: Precision = ""
    place: str = ""
    actors: tuple[str, ...] = ()
    type: str = ""

    def as_record(self) -> dict[str, Any]:
        """Return the object for JSON, without empty parts."""
        values = ((name, getattr(self, name)) for name in self.__slots__)
        return {name: list(value) if isinstance(value, tuple) else value for name, value in values if value}

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> Event | None:
        """Return the event of such an object; None if it has no part. Raise ValueError if a part has another type."""
        values = {name: record.get(name, "") for name in ("date", "precision", "place", "type")}
        actors = record.get("actors", [])
        if not all(isinstance(value, str) for value in values.values()):
            raise ValueError("a part of an event is no text")
        if values["precision"] not in ("", "day", "week", "month"):
            raise ValueError("no precision of a date")
        if not isinstance(actors, list | tuple) or not all(isinstance(actor, str) for actor in actors):
            raise ValueError("no list of actors")
        event = cls(**values, actors=tuple(actors))
        return None if event == cls() else event
