"""`event:` among passages: those that tell of an event, of none, or of one of a type."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from peaceindex.late_pattern import late_pattern

if TYPE_CHECKING:
    from collections.abc import Callable

    from peaceindex.model.event import Event

_EVENT = late_pattern(r"(?<!\S)(-?)event:(?:\"([^\"]*)\"?|(\S*))", re.IGNORECASE)


def event_filter(query: str) -> tuple[Callable[[Event | None], bool], str]:
    """Return whether a passage with this event is asked for, as a function, and the rest of the query.

    `event:any` asks for an event, `event:none` for none, `event:TYPE` for one of this type or sub-type (in quotes if it
    has spaces), `-event:` for the contrary. `event:` alone, which is half typed, asks for any.
    """
    from peaceindex.model.event_book import name_key

    wanted = [(found[1] == "-", name_key(found[2] or found[3] or "any")) for found in _EVENT.finditer(query)]

    def is_asked_for(event: Event | None) -> bool:
        names = {name_key(name) for name in (event.type, event.subtype) if name} | {"any"} if event else {"none"}
        return all((name in names) != is_excluded for is_excluded, name in wanted)

    return is_asked_for, _EVENT.sub(" ", query) if wanted else query


def event_texts(event: Event | None) -> tuple[str, ...]:
    """Return what is searched of an event: its date and its names."""
    return (event.date, event.place, *event.actors, event.type, event.subtype) if event else ()
