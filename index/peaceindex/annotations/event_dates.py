"""The date of an event as a coder types it, and the one that a passage's words name."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from peaceindex.cleaning.dates.typed import day_in_year, day_or_month
from peaceindex.errors import PeaceindexError
from peaceindex.startup.late_pattern import late_pattern

if TYPE_CHECKING:
    from peaceindex.model.event import Precision

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_DAYS_AGO = {"today": 0, "yesterday": 1, "the day before yesterday": 2}
_RELATIVE_DAY = late_pattern(rf"\b(?:(?:on|last) )?({'|'.join(_WEEKDAYS)}|yesterday|today)\b", re.IGNORECASE)


class EventDate(NamedTuple):
    """A date as an event has it: YYYY-MM-DD or YYYY-MM, and how exact it is; both are "" if nothing is known."""

    date: str = ""
    precision: Precision = ""


def read_event_date(text: str, published: str | None = None) -> EventDate:
    """Return the date in a line that a coder typed.

    It may be written as 2025-05-12, `12 May 2025` or in another way that names day, month and year; as 2025-05 or `May
    2025` for a month; and with `week of` before it for a week. If `published`, the day of the article (YYYY-MM-DD), is
    known, `today`, `yesterday`, `Tuesday`, `last week`, `last month` and a day without its year are counted back from
    it. Raise PeaceindexError if it is none of these, or names a day that there is not.
    """
    typed = " ".join(text.split())
    words = typed.casefold().rstrip(".")
    if not words:
        return EventDate()
    if words.startswith(("week of ", "the week of ", "in the week of ")):
        day = read_event_date(words.partition("week of ")[2], published)
        if day.precision == "day":
            return EventDate(day.date, "week")
        raise _unreadable(typed)
    near = _day(published)
    found = _written(typed) or (_counted_back(words, near) if near else None)
    if found is None:
        needs_near = near is None and (_RELATIVE_DAY.fullmatch(words) or words.startswith("last "))
        raise _unreadable(typed, "the day of the article is not known" if needs_near else "")
    return found


def named_date(quote: str, published: str | None) -> EventDate:
    """Return the first date that the words of a passage name, or the day of its article; nothing if neither is known.

    English words such as `on Tuesday` and `yesterday` count as dates. A date after the day of the article is left out,
    since no news tells what has not happened.
    """
    from peaceindex.cleaning.dates import find_all

    near = _day(published)
    for found in find_all(quote):
        if near is None or found.day <= near:
            return EventDate(found.day.isoformat(), "day")
    if near and (relative := _RELATIVE_DAY.search(quote)):
        return _counted_back(relative[0].casefold(), near) or EventDate()
    return EventDate(near.isoformat(), "day") if near else EventDate()


def _written(typed: str) -> EventDate | None:
    """Return a date that is written in full, or a month with its year; None if there is neither."""
    found = day_or_month(typed)
    return EventDate(found, "day" if len(found) == len("2025-05-12") else "month") if found else None


def _counted_back(words: str, near: date) -> EventDate | None:
    """Return the date that words mean for somebody who writes on the day `near`; None if they mean none."""
    words = words.removeprefix("on ").removeprefix("the ")
    for phrase, ago in _DAYS_AGO.items():
        if words == phrase.removeprefix("the "):
            return EventDate((near - timedelta(days=ago)).isoformat(), "day")
    weekday = words.removeprefix("last ")
    if weekday in _WEEKDAYS:
        ago = (near.weekday() - _WEEKDAYS.index(weekday)) % 7
        ago += 7 if not ago and words.startswith("last ") else 0
        return EventDate((near - timedelta(days=ago)).isoformat(), "day")
    if words in ("this week", "last week"):
        return EventDate((near - timedelta(days=7 if words == "last week" else 0)).isoformat(), "week")
    if words in ("this month", "last month"):
        in_month = near if words == "this month" else near.replace(day=1) - timedelta(days=1)
        return EventDate(in_month.isoformat()[:7], "month")
    for year in (near.year, near.year - 1):
        day = day_in_year(words, year)
        if day and day <= near:
            return EventDate(day.isoformat(), "day")
    return None


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text and len(text) == 10 else None
    except ValueError:
        return None


def _unreadable(typed: str, why: str = "") -> PeaceindexError:
    words = f": {why}" if why else ""
    return PeaceindexError(f"“{typed}” is no date of an event{words}.", "Write it like 2025-05-12, or 2025-05.")
