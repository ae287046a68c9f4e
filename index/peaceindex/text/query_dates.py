"""Dates in queries: a year, a month, a day, a range of these, or an unfinished one, as a span of days."""

from __future__ import annotations

import calendar
import datetime
import re
from typing import TYPE_CHECKING, NamedTuple

from peaceindex.startup.late_pattern import late_pattern

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

Days = tuple[int, int]
"""The first and last day of a span, both inclusive, as ordinals. (0, 0) means that the day is unknown."""

Seconds = tuple[int, int]
"""The first and last second of a span, both inclusive, counted from 1970 in UTC. (0, 0) means that it is unknown."""

UNKNOWN: Days = (0, 0)
FIRST_DAY = 1
LAST_DAY = datetime.date.max.toordinal()
_EPOCH_DAY = datetime.date(1970, 1, 1).toordinal()
_NEAR = (datetime.date(1971, 1, 1).toordinal(), datetime.date(2200, 1, 1).toordinal())
"""The days between which time zones are asked: systems know none for years far away."""

_DATE = late_pattern(r"(\d{4})(?:-(\d{0,2})(?:-(\d{0,2}))?)?")
_RELATIVE = late_pattern(r"(today|yesterday)|0*([1-9]\d{0,3})d", re.IGNORECASE)
_UNFINISHED = late_pattern(r"-0?(?=\.\.|$)|^\.+$")


def parse_date(text: str) -> Days | None:
    """Return the days that `YYYY`, `YYYY-MM` or `YYYY-MM-DD` covers, or None if the text is not a date.

    An unfinished date means what has been typed so far: `2025-` and `2025-0` are
    the year, `2025-05-` is the month.
    """
    found = _DATE.fullmatch(text.strip())
    if not found:
        return None
    year, month, day = int(found[1]), int(found[2] or 0), int(found[3] or 0)
    if (not month and (found[2] == "00" or day)) or (not day and found[3] == "00"):
        return None
    try:
        first = datetime.date(year, month or 1, day or 1)
    except ValueError:
        return None
    if day:
        return first.toordinal(), first.toordinal()
    last = datetime.date(year, month or 12, calendar.monthrange(year, month or 12)[1])
    return first.toordinal(), last.toordinal()


def parse_relative_date(text: str) -> Days | None:
    """Return the same as `parse_date`, also for `today`, `yesterday` and `7d`: the last seven days, with today.

    Days are those of the user's time zone.
    """
    found = _RELATIVE.fullmatch(text.strip())
    if not found:
        return parse_date(text)
    today = datetime.date.today().toordinal()
    if found[2]:
        return max(FIRST_DAY, today - int(found[2]) + 1), today
    day = today - (found[1].lower() == "yesterday")
    return day, day


def is_relative(text: str) -> bool:
    """Return whether a value of `added:` means other days tomorrow."""
    return any(_RELATIVE.fullmatch(end.strip(" .")) for end in text.split(".."))


def parse_range(text: str, parse_date: Callable[[str], Days | None] = parse_date) -> Days | None:
    """Return the days that a value of `date:` covers, or None if it is not valid.

    The value is a date, `FROM..TO`, `FROM..`, `..TO`, or `none` for undated articles. `parse_date` reads one date.
    """
    text = text.strip()
    if text.lower() in ("none", "unknown", '""'):
        return UNKNOWN
    start, dots, end = text.partition("..")
    if not dots:
        return parse_date(text.rstrip("."))
    first = parse_date(start) if start.strip() else (FIRST_DAY, FIRST_DAY)
    last = parse_date(end.strip(".")) if end.strip(" .") else (LAST_DAY, LAST_DAY)
    if first is None or last is None:
        return None
    return (last[0], first[1]) if first[0] > last[1] else (first[0], last[1])


def parse_added(text: str) -> Days | None:
    """Return the days that a value of `added:` covers: as `parse_range`, with the dates of `parse_relative_date`."""
    return parse_range(text, parse_relative_date)


def is_backwards(text: str, parse_date: Callable[[str], Days | None] = parse_relative_date) -> bool:
    """Return whether a range ends before it begins, so that it holds no day as it is written."""
    start, dots, end = text.partition("..")
    first, last = parse_date(start), parse_date(end.strip("."))
    return bool(dots and first and last and first[0] > last[1])


def may_become_date(text: str, *, relative: bool) -> bool:
    """Return whether what is no date may be the beginning of one, `relative` ones included."""
    last = text.rpartition("..")[2]
    words = ("today", "yesterday") if relative else ()
    return bool(re.fullmatch(r"\d{0,3}", last)) or any(word.startswith(last.lower()) for word in words)


def is_unfinished(text: str) -> bool:
    """Return whether a value of a date field looks like one that is still being typed: `2025-`, `2025-0..`, `..`."""
    return bool(_UNFINISHED.search(text))


def seconds_of(days: Days) -> Seconds:
    """Return the seconds of a span of days in the user's time zone."""
    return days if days == UNKNOWN else (max(1, _midnight(days[0])), _midnight(days[1] + 1) - 1)


def _midnight(day: int) -> int:
    """Return the second at which a day begins in the user's time zone; far from now, to within a few hours."""
    if _NEAR[0] < day < _NEAR[1]:
        date = datetime.date.fromordinal(day)
        second = int(datetime.datetime(date.year, date.month, date.day).astimezone().timestamp())
        return second if _day_at(second) >= day else _first_second(day, second)
    return (day - _EPOCH_DAY) * 24 * 60 * 60


def _first_second(day: int, before: int) -> int:
    """Return the second at which a day without midnight begins, or the day after if the clocks skipped it whole."""
    after = before + 2 * 24 * 60 * 60
    while after - before > 1:
        middle = (before + after) // 2
        before, after = (before, middle) if _day_at(middle) >= day else (middle, after)
    return after


def _day_at(second: int) -> int:
    return datetime.datetime.fromtimestamp(second).toordinal()


def parse_after(text: str) -> Days | None:
    """Return the days of `after:`: from the first day of the date onwards, including that day."""
    found = parse_date(text)
    return (found[0], LAST_DAY) if found else None


def parse_before(text: str) -> Days | None:
    """Return the days of `before:`: all dated days before the first day of the date."""
    found = parse_date(text)
    return (FIRST_DAY, found[0] - 1) if found else None


READERS: Mapping[str, Callable[[str], Days | None]] = {
    "date": parse_range,
    "after": parse_after,
    "before": parse_before,
    "added": parse_added,
}
"""What reads the value of each date field: the days that it covers, or None if it is no date."""


class DateProblem(NamedTuple):
    """What is wrong with the value of a date field, in words; `is_unfinished` if the value means something so far."""

    words: str
    is_unfinished: bool = False


def problem_of(field: str, value: str) -> DateProblem | None:
    """Return what is wrong with the value of one of `READERS`, or None if it is whole and possible."""
    is_added = field == "added"
    forms = "write dates as 2025, 2025-05 or 2025-05-12"
    forms += ", or as today, yesterday or 7d for the last seven days" if is_added else ""
    if READERS[field](value) is None:
        if value and not may_become_date(value, relative=is_added):
            return DateProblem(f"“{value}” is not a date; {forms}.")
        return DateProblem(f"“{field}:” waits for a date, such as {field}:{'7d' if is_added else '2025-05'}.")
    if is_backwards(value):
        start, _, end = value.partition("..")
        return DateProblem(f"“{value}” ends before it begins; write {field}:{end.strip('.')}..{start.strip()}.")
    if is_unfinished(value):
        return DateProblem(f"“{value}” is not a whole date; {forms}.", is_unfinished=True)
    return None
