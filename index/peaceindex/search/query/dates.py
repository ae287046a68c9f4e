"""Dates in queries: a year, a month, a day, a range of them, or half of one, as a span of days."""

from __future__ import annotations

import calendar
import datetime
import re

Days = tuple[int, int]
"""The first and the last day of a span, both within it, as ordinals. (0, 0) means: day not known."""

UNKNOWN: Days = (0, 0)
FIRST = 1
LAST = datetime.date.max.toordinal()

_DATE = re.compile(r"(\d{4})(?:-(\d{0,2})(?:-(\d{0,2}))?)?")


def span(text: str) -> Days | None:
    """The days that `YYYY`, `YYYY-MM` or `YYYY-MM-DD` names; None if it names none.

    Half a date means what is there so far: `2025-` is the year, `2025-0` too,
    `2025-05-` is the month.
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


def within(text: str) -> Days | None:
    """The days that a value of `date:` names: a date, `FROM..TO`, `FROM..`, `..TO`, or `none` for undated."""
    text = text.strip()
    if text.lower() in ("none", "unknown", '""'):
        return UNKNOWN
    start, dots, end = text.partition("..")
    if not dots:
        return span(text.rstrip("."))
    first = span(start) if start.strip() else (FIRST, FIRST)
    last = span(end.strip(".")) if end.strip(" .") else (LAST, LAST)
    if first is None or last is None:
        return None
    return (first[0], last[1]) if first[0] <= last[1] else (last[0], first[1])


def from_on(text: str) -> Days | None:
    """The days of `after:`: from the first day of the date on, that day included."""
    found = span(text)
    return (found[0], LAST) if found else None


def before(text: str) -> Days | None:
    """The days of `before:`: all dated ones before the first day of the date."""
    found = span(text)
    return (FIRST, found[0] - 1) if found else None
