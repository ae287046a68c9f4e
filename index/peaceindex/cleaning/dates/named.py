"""Dates with the name of a month in any language.

Most dates have one of a few common shapes, for which a single pattern is tried first. Otherwise the words around each
number that can be a year are read one by one: a day, a month's name and the year, in any order that a language uses.
Nothing but a few signs and the small words of such dates ("de", "г.", "gada") may stand between them.
"""

from __future__ import annotations

from bisect import bisect
from dataclasses import replace
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from peaceindex.cleaning.dates import calendars, words
from peaceindex.cleaning.dates.calendars import BUDDHIST, CONVERSIONS, YEARS
from peaceindex.cleaning.dates.found import Found, as_found
from peaceindex.startup.late_pattern import late_pattern

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

YEAR = late_pattern(r"[12]\d\d\d(?!\d)(?<!\d{5})")
"""A number that can be a year, from 1000 to 2999."""
_MAX_DAY_DISTANCE, _MAX_NAME_CHARACTERS = 34, 28
"""How far from the year the day can be, and how long the name of a month beyond the day can be, in characters."""
_COMMON = late_pattern(
    r"(?:(?<![\d.,])(?P<d>\d\d?)(?:st|nd|rd|th|er|\.)?[ \u00a0-]?(?:de )?(?P<m>[^\W\d_]{3,12})\.?,?[ \u00a0-](?:de )?"
    r"|(?P<name>[^\W\d_]{3,12})\.? (?P<day>\d\d?)(?:st|nd|rd|th)?(?:, ?| ))$"
)
"""What comes before the year in the most common dates. These are read four times as fast this way."""
_DIGIT = late_pattern(r"\d")
_NUMBER_BEFORE = late_pattern(r"(?<!\d)(?P<day>\d\d?)(?!\d)\D*$")
_NUMBER_AFTER = late_pattern(r"(?<!\d)\d\d?(?!\d)")
_DATE_SEPARATORS = ("/", ".", "-")
_PROGRAM_DATE = late_pattern(
    r"\b(?P<name>[A-Z][a-z]{2}) {1,2}(?P<d>\d\d?) (?P<time>\d\d:\d\d):\d\d (?:[A-Z]{2,5} )?(?P<y>\d{4})\b"
)
"""A date as programs print it: `Fri Apr 28 19:20:36 CEST 2023`."""
_JOINED_DATE = late_pattern(
    r"(?:(?<![\d.,])(?P<d>\d\d?)\.? (?P<m>[^\W\d_]{3,12})|(?P<name>[^\W\d_]{3,12})\.? (?P<day>\d\d?)(?:st|nd|rd|th)?,?)"
    r" (?P<y>(?:19|20)\d\d)(?=\d{1,4}(?!\d))"
)
"""A date joined to the next page element without a space: `Dec 22 20231:17 AM`, `Oct 17, 20235757 Shares`."""
_THAI_SHORT_DATE = late_pattern(r"(?<!\d)(?P<d>\d\d?)\s?(?P<name>[\u0e01-\u0e4f.]{4,12})\s?(?P<y>\d\d)(?![\d:.])")
_SEPARATOR_CHARACTERS = frozenset(" \t\u00a0\u202f\u2009.,/-‐‑–—()'’ºª°,،፣፡၊、་·־\u200e\u200f\u200b")
_OPEN_SPAN = late_pattern(r"[–—]|[-‐‑־](?!\w)|(?<!\w)[-‐‑־]")
"""A sign for a span of time, such as one that has not ended; not a hyphen within words, as in 2025-ж."""
_MAX_SEPARATORS = 4
_MAX_SMALL_WORDS = 3
_ROMAN: Final = {
    "I": 1, "II": 2, "III": 3, "IV": 4, "V": 5, "VI": 6, "VII": 7, "VIII": 8, "IX": 9, "X": 10, "XI": 11, "XII": 12,
}  # fmt: skip


class _Part(NamedTuple):
    """A part of a date, or another word.

    `kind` is `day` (any number of one or two digits), `month`, `roman` (a month in Roman numerals), `year` or `else`.
    """

    kind: Literal["day", "month", "roman", "year", "else"]
    value: int
    start: int
    end: int
    calendar: calendars.Calendar = "gregorian"
    small_words: int = 0
    """The count of small words directly before it."""


def find_named(text: str, code: str | None) -> Iterator[Found]:
    """Yield the dates with the name of a month and a year of four digits. `code` is the language (ISO 639-1)."""
    if (
        ":" in text
        and (program := _PROGRAM_DATE.search(text))
        and (named := words.table().month(program["name"].lower()))
    ):
        day = calendars.gregorian(int(program["y"]), named.number, int(program["d"]))
        yield from (replace(hit, time=program["time"]) for hit in as_found(day, program.span()))
        return
    for year in YEAR.finditer(text):
        start, end = year.span()
        if text[start - 1 : start] in _DATE_SEPARATORS and text[start - 2 : start - 1].isdigit():
            continue  # it belongs to a date in digits
        number = _DIGIT.search(text, max(0, start - _MAX_DAY_DISTANCE), start)
        if number:
            match = _COMMON.search(text, max(0, number.start() - 14), start)
            if match and (named := words.table().month(words.fold(match["m"] or match["name"]), code)):
                letter = (match["m"] or match["name"])[0]
                if found_day := _day(int(year[0]), named, int(match["d"] or match["day"]), letter):
                    yield Found(found_day, match.start(), end)
                    continue
        number_before = _NUMBER_BEFORE.search(text, number.start(), start) if number else None
        if number_before and not _can_continue(text, number_before.end("day"), code):
            number_before = None
        number_after = _NUMBER_AFTER.search(text, end, end + _MAX_DAY_DISTANCE)
        if number_after and not _can_continue(text, end, code):
            number_after = None
        if not number_before and not number_after:
            continue
        start_of_parts = max(0, number_before.start() - _MAX_NAME_CHARACTERS) if number_before else start
        end_of_parts = number_after.end() + _MAX_NAME_CHARACTERS if number_after else end
        parts = _parts(text, start_of_parts, end_of_parts, code)
        year_index = bisect(parts, start, key=lambda part: part.start) - 1
        if year_index >= 0 and parts[year_index].kind == "year" and parts[year_index].start == start:
            yield from _date_around_year(text, parts, year_index)


def month_of_line(line: str) -> date | None:
    """Return the first day of the month that a line names with its year, in either order, if it says nothing else.

    Months of other calendars than the Gregorian one count as none, since they lie in two of its months.
    """
    parts = _parts(line, 0, len(line), None)
    if sorted(part.kind for part in parts) != ["month", "year"] or not _are_adjacent(line, *parts):
        return None
    month, year = sorted(parts, key=lambda part: part.kind)
    if month.calendar != "gregorian" or parts[0].start or _OPEN_SPAN.search(line):
        return None
    is_thai = 2400 < year.value < 2700 and "\u0e00" <= line[month.start] <= "\u0e7f"
    return calendars.gregorian(year.value - (BUDDHIST if is_thai else 0), month.value, 1)


def find_joined(text: str, code: str | None) -> Iterator[Found]:
    """Yield the dates whose year is directly followed by another number (see `_JOINED_DATE`)."""
    for match in _JOINED_DATE.finditer(text):
        name = match["m"] or match["name"]
        named = words.table().month(words.fold(name), code) or _joined_month(
            words.table(), name, words.fold(name), code
        )
        if named:
            day = _day(int(match["y"]), named, int(match["d"] or match["day"]), name[0])
            yield from as_found(day, match.span())


def find_thai_short(text: str) -> Iterator[Found]:
    """Yield Thai dates with a year of two digits, of the Buddhist era from 2500."""
    for match in _THAI_SHORT_DATE.finditer(text):
        named = words.table().month(words.fold(match["name"]))
        if named and "." in match["name"]:
            year = 2500 + int(match["y"]) - BUDDHIST
            yield from as_found(calendars.gregorian(year, named.number, int(match["d"])), match.span())


def _can_continue(text: str, place: int, code: str | None) -> bool:
    """Return whether the next word can belong to the same date: a month, a small word or another number."""
    token = words.TOKEN.search(text, place, place + _MAX_DAY_DISTANCE)
    if token is None or token["number"]:
        return True
    word = words.fold(token[0])
    table = words.table()
    return (
        word in words.nearby_words()["within"]
        or word in table.begins
        or token[0] in _ROMAN
        or "'" in word
        or table.month(word, code) is not None
    )


def _parts(text: str, low: int, high: int, code: str | None) -> list[_Part]:
    """Return the parts of `text[low:high]`, extended to whole words. Small words are only counted."""
    while low and text[low].isalnum() and text[low - 1].isalnum():
        low -= 1
    while high < len(text) and text[high - 1].isalnum() and text[high].isalnum():
        high += 1
    tokens = list(words.TOKEN.finditer(text, low, high))
    table, within = words.table(), words.nearby_words()["within"]
    folded: list[str] = []
    for token in tokens:
        word = token[0]
        folded.append(
            str(int(word)) if token["number"] and len(word) <= 2 else word if token["number"] else words.fold(word)
        )
    parts: list[_Part] = []
    small_words = 0
    i = 0
    while i < len(tokens):
        token, word = tokens[i], folded[i]
        number = token["number"]
        size = 1
        named: words.Month | None = None
        if word in table.begins:
            for size in range(min(words.MAX_NAME_WORDS, len(tokens) - i), 1, -1):
                if named := table.month(" ".join(folded[i : i + size]), code):
                    break
            else:
                size = 1
        if named is None and not number:
            named = table.month(word, code) or _joined_month(table, token[0], word, code)
        start, end = token.start(), tokens[i + size - 1].end()
        if named is not None:
            last = parts[-1] if parts else None
            if last and last.kind == "month" and last.value == named.number and start - last.end <= 3:
                parts[-1] = last._replace(end=end)  # أيار/مايو
            else:
                parts.append(_Part("month", named.number, start, end, named.calendar, small_words))
        elif number and len(number) <= 2:
            parts.append(_Part("day", int(number), start, end, small_words=small_words))
        elif number and len(number) == 4:
            parts.append(_Part("year", int(number), start, end, small_words=small_words))
        elif token[0] in _ROMAN and parts and parts[-1].kind == "day" and start - parts[-1].end <= 3:
            parts.append(_Part("roman", _ROMAN[token[0]], start, end, small_words=small_words))
        elif not number and word in within:
            small_words += 1
            i += 1
            continue
        else:
            parts.append(_Part("else", 0, start, end))
        small_words = 0
        i += size
    return parts


def _joined_month(table: words.Table, word: str, folded: str, code: str | None) -> words.Month | None:
    """Return the month in a word with an article (d’abril), or with another word joined to it (worldMay)."""
    if "'" in folded:
        before, _, rest = folded.partition("'")
        return table.month(rest if len(before) <= 2 else before, code)
    if len(word) > 4 and not word[1:].islower() and word.isalpha():
        capital = next((i for i in range(len(word) - 3, 0, -1) if word[i].isupper() and word[i - 1].islower()), 0)
        if capital:
            return table.month(folded[capital - len(word) :], code)
    return None


def _date_around_year(text: str, parts: list[_Part], year_index: int) -> Iterator[Found]:
    """Yield the date that a year makes with the parts before it, else with the parts behind it."""
    year = parts[year_index]
    if year_index >= 2:
        a, b = parts[year_index - 2], parts[year_index - 1]
        kinds = a.kind, b.kind
        if (
            kinds in (("day", "month"), ("day", "roman"), ("month", "day"))
            and _are_adjacent(text, a, b)
            and _are_adjacent(text, b, year)
        ):
            day, month = (a, b) if a.kind == "day" else (b, a)
            if _is_separate_number(text, day):
                date_found = _day_of_parts(year.value, month, day.value, text)
                if date_found:
                    yield Found(date_found, a.start, year.end)
                    return
    if year_index + 2 < len(parts):
        a, b = parts[year_index + 1], parts[year_index + 2]
        after = parts[year_index + 3] if year_index + 3 < len(parts) else None
        if after and after.kind == "year" and _are_adjacent(text, b, after):
            return
        if not _are_adjacent(text, year, a) or not _are_adjacent(text, a, b):
            return
        if a.kind == "month" and b.kind == "day" and _is_separate_number(text, b):
            date_found = _day_of_parts(year.value, a, b.value, text)
        elif a.kind == "day" and b.kind == "month" and (a.small_words or text[year.end : year.end + 1] in "., "):
            date_found = _day_of_parts(year.value, b, a.value, text)
        else:
            return
        if date_found:
            yield Found(date_found, year.start, b.end)


def _are_adjacent(text: str, a: _Part, b: _Part) -> bool:
    """Return whether only a few punctuation marks and small words are between two parts."""
    if a.kind == "day" and "(" in text[a.end : b.start] and b.kind == "month":
        return False  # No. 5 (December 2023)
    if not b.small_words:
        between = text[a.end : b.start]
        return len(between) <= _MAX_SEPARATORS and _SEPARATOR_CHARACTERS.issuperset(between)
    return (
        b.small_words <= _MAX_SMALL_WORDS
        and b.start - a.end <= 24
        and not any(c in "!?:;|" for c in text[a.end : b.start])
    )


def _is_separate_number(text: str, day: _Part) -> bool:
    """Return whether the number of a day is not part of a longer number, such as 5,000 or 3.5."""
    start, end = day.start, day.end
    after = text[end : end + 2]
    if len(after) == 2 and after[0] in ".,:" and after[1].isdigit():
        return after[0] != ":" and text[end + 1 : end + 5].isdigit() and not text[end + 5 : end + 6].isdigit()
    before = text[max(0, start - 2) : start]
    return not (len(before) == 2 and before[1] in ".,:" and before[0].isdigit())


def _day_of_parts(year: int, month: _Part, day: int, text: str) -> date | None:
    return _day(year, words.Month(month.calendar, month.value), day, text[month.start])


def _day(year: int, month: words.Month, day: int, letter: str) -> date | None:
    """Return the day in the month's calendar, or None. `letter` is one of its name: it shows if that is Thai."""
    if year in YEARS[month.calendar]:
        return CONVERSIONS[month.calendar](year, month.number, day)
    if month.calendar == "gregorian" and 2400 < year < 2700 and "\u0e00" <= letter <= "\u0e7f":
        return calendars.gregorian(year - BUDDHIST, month.number, day)
    return None
