"""Dates as people write them all over the world. Only complete dates count: a day, a month and a year."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from peaceindex.cleaning.dates import words
from peaceindex.cleaning.dates.calendars import gregorian
from peaceindex.cleaning.dates.found import Found
from peaceindex.cleaning.dates.order import month_first
from peaceindex.cleaning.dates.reading import find_all
from peaceindex.startup.late_pattern import late_pattern

__all__ = ["Found", "as_readable_date", "find_all", "in_url", "month_before", "month_first"]

_YEAR = r"(?:1[89]\d\d|20[0-4]\d)"
_URL_DATE = late_pattern(rf"/(?P<y>{_YEAR})/?-?(?P<m>0[1-9]|1[0-2])/?-?(?P<d>0[1-9]|[12]\d|3[01])(?![\d])")
_URL_NAMED = late_pattern(rf"/(?P<y>{_YEAR})/(?P<name>[a-z]{{3}})/(?P<d>[0-3]\d)/")
_EPOCH_SECONDS = late_pattern(r"1\d{9}(?:\d{3})?")
_COMPACT_DATE = late_pattern(r"((?:1[6-9]|20)\d\d)(0[1-9]|1[0-2])([0-2]\d|3[01])(?:T?\d{4,6})?(?:Z|\D|$)")
_LAST_WORD = late_pattern(r"[^\s\d,.:;!?()/|–—-]+$")


def as_readable_date(value: str) -> str:
    """Return a stated time as a readable date if it is only digits: 20250512, or seconds since 1970; else unchanged."""
    if _EPOCH_SECONDS.fullmatch(value):
        moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=int(value[:10]))
        return moment.isoformat(timespec="minutes")
    match = _COMPACT_DATE.match(value)
    return f"{match[1]}-{match[2]}-{match[3]}" if match else value


def in_url(url: str) -> date | None:
    """Return the day in the path of an address, as in `/2025/06/03/` or `/20250603/`, or None."""
    if match := _URL_DATE.search(url):
        return gregorian(int(match["y"]), int(match["m"]), int(match["d"]))
    if (match := _URL_NAMED.search(url)) and (named := words.table().month(match["name"])):
        return gregorian(int(match["y"]), named.number, int(match["d"]))
    return None


def month_before(text: str) -> tuple[int, int] | None:
    """Return (month, start) of the month's name at the end of a text, even if joined to a word before it, or None."""
    match = _LAST_WORD.search(text[-40:])
    if match is None:
        return None
    word = match[0]
    for place in range(len(word)):
        if place and not (word[place].isupper() and word[place - 1].islower()):
            continue
        named = words.table().month(words.fold(word[place:]))
        if named and named.calendar == "gregorian":
            return named.number, len(text) - len(word) + place
    return None
