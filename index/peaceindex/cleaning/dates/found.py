"""A date found in a text, with its position and the time next to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date


@dataclass(frozen=True, slots=True)
class Found:
    """A date in a text, with the time next to it as `HH:MM` and the zone as written.

    `start` and `end` are offsets in characters.
    """

    day: date
    start: int
    end: int
    time: str = ""
    zone: str = ""
    other: date | None = None
    """The day with day and month exchanged, if nothing shows which of the two numbers is the month."""

    @property
    def ambiguous(self) -> bool:
        """Whether either of two numbers up to 12 could be the month."""
        return self.other is not None

    @property
    def stamp(self) -> str:
        """The day in ISO 8601, with the time and zone if they are known."""
        if not self.time:
            return self.day.isoformat()
        zone = "+00:00" if self.zone in ("Z", "UTC", "GMT") else self.zone
        if len(zone) == 5:
            zone = f"{zone[:3]}:{zone[3:]}"
        return f"{self.day.isoformat()}T{self.time}{zone}"


def as_found(day: date | None, span: tuple[int, int], other: date | None = None) -> Iterator[Found]:
    """Yield the date at a position; nothing if there is no such day."""
    if day is not None:
        yield Found(day, *span, other=other)
