"""Dates as a person types them in one line, where the whole line must be the date."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from peaceindex.errors import PeaceindexError
from peaceindex.model.safe_text import printable
from peaceindex.startup.late_pattern import late_pattern

if TYPE_CHECKING:
    from peaceindex.cleaning.dates.found import Found

_ISO = late_pattern(r"(\d{4})-(\d{1,2})(?:-(\d{1,2}))?", re.ASCII)
_YEAR = late_pattern(r"\d{4}", re.ASCII)
_NO_DAY = frozenset(("after", "before", "by", "early", "from", "late", "mid", "since", "till", "until"))
"""Words with which a date is not that of a day."""


def read_typed_date(text: str) -> str:
    """Return the date in a line as YYYY-MM-DD, or as YYYY-MM or YYYY if the line says no more.

    It may be written as 2025-05-12, `12 May 2025`, `12 травня 2025` or in another way that names day, month and year;
    as 2025-05, `May 2025` or `травень 2025`; or as a year. Raise PeaceindexError if it is none of these, if it names a
    day that there is not, or if it can be two days.
    """
    typed = " ".join(text.split())
    is_year = _YEAR.fullmatch(typed) is not None and valid_day(int(typed), 1, 1) is not None
    found = typed if is_year else day_or_month(typed)
    if found is None:
        raise PeaceindexError(
            f"'{printable(typed)}' is not a date.", "Write it as 2025-05-12, 12 May 2025, 2025-05 or 2025."
        )
    return found


def day_or_month(typed: str) -> str | None:
    """Return the date that a line with single spaces is, as YYYY-MM-DD or YYYY-MM; None if it is none.

    Raise PeaceindexError if it names a day that there is not, or can be two days.
    """
    from peaceindex.cleaning.dates import find_all

    words = typed.casefold().rstrip(".")
    if iso := _ISO.fullmatch(words):
        day = valid_day(int(iso[1]), int(iso[2]), int(iso[3] or 1))
        if day is None:
            raise PeaceindexError(f"There is no day {typed}.", "Write it like 2025-05-12, or 2025-05 for a month.")
        return day.isoformat() if iso[3] else day.isoformat()[:7]
    if month := _month(words):
        return month.isoformat()[:7]
    dates = find_all(typed)
    if len(dates) == 1 and _is_all(typed, dates[0]):
        if dates[0].ambiguous:
            raise PeaceindexError(f"“{printable(typed)}” can be two days.", "Write it like 2025-05-12.")
        return dates[0].day.isoformat()
    return None


def day_in_year(typed: str, year: int) -> date | None:
    """Return the day that a line without a year is in this one, if the month has its name, as in `12 May`; else None.

    Of a name that means different months in different languages it is none.
    """
    from peaceindex.cleaning.dates import find_all, words

    if all(token["number"] for token in words.TOKEN.finditer(typed)) or typed.endswith(("-", "–", "—")):
        return None
    for line in (f"{typed} {year}", f"{year} {typed}", f"{year}年{typed}"):  # each is how some languages write it
        for found in find_all(line):
            is_all = (found.start, found.end) == (0, len(line)) and not found.time and not found.ambiguous
            if is_all and found.day.year == year:
                return found.day
    return None


def valid_day(year: int, month: int, day: int) -> date | None:
    """Return a day; None if there is no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _month(typed: str) -> date | None:
    """Return the first day of a month that is typed with its year, in any language; None if it is none."""
    from peaceindex.cleaning.dates import words
    from peaceindex.cleaning.dates.east_asian import east_asian_month_of_line
    from peaceindex.cleaning.dates.named import month_of_line

    plain = typed.translate(words.digits())
    return month_of_line(plain) or east_asian_month_of_line(plain)


def _is_all(typed: str, found: Found) -> bool:
    """Return whether a line has only this date, a time, and perhaps a word such as a weekday.

    `12-14 May 2025` and `before 12 May 2025` are no days, although there is one in them.
    """
    before, after = typed[: found.start], "" if found.time else typed[found.end :]
    rest = f"{before} {after}".casefold()
    words = re.findall(r"[^\W\d_]+", rest)
    has_number = any(character.isdigit() for character in rest)
    return not has_number and len(words) <= 1 and not _NO_DAY.intersection(words) and not re.search("[-–—]", rest)
