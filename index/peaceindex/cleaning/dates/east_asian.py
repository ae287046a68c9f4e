"""Dates with the characters for year, month and day, as Chinese, Japanese and Korean write them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from peaceindex.cleaning.dates import calendars
from peaceindex.cleaning.dates.found import Found, as_found
from peaceindex.cleaning.dates.numeric import day_in_any_calendar
from peaceindex.startup.late_pattern import late_pattern

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

_CJK_DATE = late_pattern(
    r"(?:(?P<y>(?<!\d)\d{4})|(?:中華|中华)?(?P<era>明治|大正|昭和|平成|令和|民國|民国)\s?(?P<n>\d{1,3}|元)|(?P<short>(?<!\d)1[0-3]\d))\)?\s?[年년]\s?"
    r"(?P<m>\d\d?)\s?[月월]\s?(?P<d>\d\d?)\s?[日일号號]?"
)
_CJK_NUMERAL_DATE = late_pattern(
    r"(?P<y>[〇零○一二三四五六七八九]{4})年(?P<m>[一二三四五六七八九十]{1,3})月(?P<d>[一二三四五六七八九十廿卅]{1,3})[日号號]"
)
_NUMERALS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0}


def find_east_asian(text: str, language: str | None) -> Iterator[Found]:
    """Yield the dates of the form 2025年5月12日. The year may be of an era, in Taiwan without a name (113年)."""
    for match in _CJK_DATE.finditer(text):
        month, day = int(match["m"]), int(match["d"])
        found = None
        if match["y"]:
            found = day_in_any_calendar(int(match["y"]), month, day, "zh")
        elif era := match["era"]:
            found = calendars.of_era(era, 1 if match["n"] == "元" else int(match["n"]), month, day)
        elif (language or "").lower().startswith(("zh-tw", "zh-hant")):
            found = calendars.of_era("民國", int(match["short"]), month, day)
        yield from as_found(found, match.span())
    for match in _CJK_NUMERAL_DATE.finditer(text):
        year = int("".join(str(_NUMERALS[c]) for c in match["y"]))
        yield from as_found(day_in_any_calendar(year, _numeral(match["m"]), _numeral(match["d"]), "zh"), match.span())


def east_asian_month_of_line(line: str) -> date | None:
    """Return the first day of the month that a line is, if it is one as in 2025年5月."""
    for first in ("1日", "一日"):
        for found in find_east_asian(line + first, None):
            if (found.start, found.end) == (0, len(line + first)) and found.day.day == 1:
                return found.day
    return None


def _numeral(text: str) -> int:
    """Return the value of a Chinese numeral up to 39."""
    tens, ten, ones = text.replace("廿", "二十").replace("卅", "三十").rpartition("十")
    return (_NUMERALS.get(tens, 1) * 10 if ten else 0) + (_NUMERALS.get(ones, 0) if ones else 0)
