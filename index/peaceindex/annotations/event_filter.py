"""`event:` among passages: those that tell of an event, of none, or of one of a type."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from peaceindex.model.event import Event


def event_test(value: str, *, is_quoted: bool) -> Callable[[Event | None], bool]:
    """Return whether a passage with this event is asked for, as a function.

    `any` asks for an event, `none` for none, anything else, or either in quotes, for one of this type or sub-type.
    """
    from peaceindex.annotations.article_names import queried_key

    wanted = queried_key(value)
    if not is_quoted and wanted in ("any", "none"):
        return lambda event: (event is not None) == (wanted == "any")
    return lambda event: event is not None and wanted in {queried_key(name) for name in (event.type, event.subtype)}


def event_texts(event: Event | None) -> tuple[str, ...]:
    """Return what is searched of an event: its date and its names."""
    return (event.date, event.place, *event.actors, event.type, event.subtype) if event else ()
