"""Dates in digits, such as 12.05.2025, 2025-05-12 and R7.5.12. They are found by their shape."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from peaceindex.cleaning.dates import calendars
from peaceindex.cleaning.dates.calendars import BUDDHIST, YEARS
from peaceindex.cleaning.dates.found import Found, as_found
from peaceindex.startup.late_pattern import late_pattern

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

_DIRECTION_MARKS = "\u200e\u200f"
DATE_IN_DIGITS = late_pattern(
    rf"\d[{_DIRECTION_MARKS}]?\s?[./‐–-][{_DIRECTION_MARKS}]?\s?\d\d?[{_DIRECTION_MARKS}]?\s?[./‐–-]"
)
"""What a text must contain to have a date in digits: a quick test before `find_in_digits`."""
DATE_IN_DIGITS_ASCII = late_pattern(r"\d ?[./-] ?\d\d? ?[./-]")
"""The same test for a text of ASCII alone, where it is faster."""
_NUMBERS = late_pattern(
    rf"(?<!\d)(?<!\d[./‐–:,-])(?P<a>\d{{4}}|\d\d?)(?P<gap>[{_DIRECTION_MARKS}]?\s?(?P<s>[./‐–-])[{_DIRECTION_MARKS}]?\s?)(?P<b>\d\d?)"
    rf"[{_DIRECTION_MARKS}]?\s?(?P=s)[{_DIRECTION_MARKS}]?\s?(?P<c>\d{{4}}|\d\d?)(?!\d)(?![./‐–-]\d)(?!%)"
)
_SPACED_DATE = late_pattern(r"\s*(\d\d) (\d\d) (\d{4})\s*")
_ERA_LETTER = late_pattern(r"(?<![A-Za-z\d])(?P<era>[MTSHR])\.?(?P<n>\d\d?)[./](?P<m>\d\d?)[./](?P<d>\d\d?)(?![\d./])")
_NOT_BEFORE_DATE = late_pattern(
    r"(?:\b(?:v|ver|vers|version|versione|versión|versão|wersja|verze|версия|версії|sürüm|release|rev|revision|build|"
    r"python|ios|macos|android|windows|linux|kernel|firmware|driver|iphone|chrome|firefox|php|ip|tel|fax|phone|telefon)"
    r"[.:]? ?#?|[$€£¥₴₽#])$",
    re.IGNORECASE,
)
_NOT_PERSIAN = ("ar", "ur", "zh")
"""Languages in which a year from 1250 to 1499 in digits is not of the solar Persian calendar: no guess is made."""


def find_in_digits(text: str, code: str | None, month_first: bool | None) -> Iterator[Found]:
    """Yield the dates in digits. `code` is the language (ISO 639-1).

    `month_first` is the order of month and day in 03/04/2025; None if it is unknown.
    """
    for match in _NUMBERS.finditer(text):
        a, b, c, separator = match["a"], match["b"], match["c"], match["s"]
        is_spaced = any(s.isspace() for s in match["gap"])
        if separator in "‐–-" and (is_spaced or separator == "–"):
            continue
        if len(a) == 4:
            if len(c) <= 2:
                yield from as_found(day_in_any_calendar(int(a), int(b), int(c), code), match.span())
            continue
        day, month = int(a), int(b)
        if len(c) == 2:
            is_short = len(a) + len(b) < 4 and code in (None, "en")
            if separator == "." and (is_spaced or is_short or _NOT_BEFORE_DATE.search(text[: match.start()][-12:])):
                continue
            if separator != "." and len(a) + len(b) < (2 if separator == "/" else 4):
                continue
            year = int(c) + (2500 if code == "th" and c >= "43" else 2000)
            if c >= "50" and code != "th":
                continue
        elif len(c) == 4:
            year = int(c)
        else:
            continue
        is_month_first = month > 12 or (month_first is True and separator != "." and day <= 12)
        if is_month_first:
            day, month = month, day
        other = None
        if month_first is None and separator != "." and day <= 12 and month <= 12 and day != month:
            other = day_in_any_calendar(year, day, month, code)
        yield from as_found(day_in_any_calendar(year, month, day, code), match.span(), other)
    if code == "ja":
        for match in _ERA_LETTER.finditer(text):
            era = calendars.LETTERS[match["era"]]
            yield from as_found(calendars.of_era(era, int(match["n"]), int(match["m"]), int(match["d"])), match.span())


def find_spaced(text: str) -> Iterator[Found]:
    """Yield the date that the whole text is, in the form 12 05 2025."""
    if match := _SPACED_DATE.fullmatch(text):
        yield from as_found(calendars.gregorian(int(match[3]), int(match[2]), int(match[1])), match.span())


def day_in_any_calendar(year: int, month: int, day: int, code: str | None) -> date | None:
    """Return the day of a date in digits, in the calendar that its year and language imply; None if there is none."""
    if year in YEARS["gregorian"]:
        return calendars.gregorian(year, month, day)
    if 1250 <= year < 1500:
        return None if code in _NOT_PERSIAN else calendars.persian(year, month, day)
    if 2400 < year < 2700 and code in (None, "th"):
        return calendars.gregorian(year - BUDDHIST, month, day)
    return None
