"""All the complete dates in a text: in digits or with the name of a month, in any language, script and calendar."""

from __future__ import annotations

from typing import TYPE_CHECKING

from peaceindex.cleaning.dates import order, words
from peaceindex.cleaning.dates.east_asian import find_east_asian
from peaceindex.cleaning.dates.named import YEAR, find_joined, find_named, find_thai_short
from peaceindex.cleaning.dates.numeric import DATE_IN_DIGITS, DATE_IN_DIGITS_ASCII, find_in_digits, find_spaced
from peaceindex.cleaning.dates.times import with_time
from peaceindex.startup.late_pattern import late_pattern

if TYPE_CHECKING:
    from peaceindex.cleaning.dates.found import Found

_FOUR_DIGITS = late_pattern(r"[12]\d\d\d")
_JOINED_YEAR = late_pattern(r"(?:19|20)\d{3,6}(?!\d)")
_FOREIGN_DIGIT = late_pattern(r"[^\x00-\u065f\D]")


def find_all(text: str, *, language: str | None = None, month_first: bool | None = None) -> list[Found]:
    """Return all complete dates in a text, by position.

    `language` (ISO 639-1, with or without a region) decides which month an ambiguous name means. Where the order of day
    and month in that language is certain, it also decides that order. `month_first` says how to read 03/04/2025. If it
    is None and the language does not decide, the date is read as day first, and carries the other reading.
    """
    plain, date_in_digits = text, DATE_IN_DIGITS_ASCII
    found: list[Found] = []
    if not text.isascii():
        date_in_digits = DATE_IN_DIGITS
        if _FOREIGN_DIGIT.search(text):
            plain = text.translate(words.digits())
        if "年" in plain or "년" in plain:
            found.extend(find_east_asian(plain, language))
    code = language.replace("_", "-").partition("-")[0].lower() if language else None
    if date_in_digits.search(plain) is not None:
        if month_first is None and language:
            month_first = order.month_first(language)
        found.extend(find_in_digits(plain, code, month_first))
    if _FOUR_DIGITS.search(plain) is not None:
        found.extend(find_named(plain, code))
        if _JOINED_YEAR.search(plain) is not None:
            found.extend(find_joined(plain, code))
        if not found:
            found.extend(find_spaced(plain))
    if date_in_digits is DATE_IN_DIGITS and ("ค." in plain or "ย." in plain or "พ." in plain):
        found.extend(find_thai_short(plain))
    return _with_times(plain, found) if found else found


def _with_times(text: str, found: list[Found]) -> list[Found]:
    """Return the dates by position, without overlaps, each with the time next to it."""
    found.sort(key=lambda f: (f.start, -f.end))
    kept: list[Found] = []
    for hit in found:
        edge = kept[-1].end if kept else 0
        if hit.start >= edge:
            kept.append(with_time(text, hit, edge))
    if len(kept) > 1:
        return _without_lunar_repeats(text, kept)
    return kept


def _without_lunar_repeats(text: str, found: list[Found]) -> list[Found]:
    """Return the dates without those that repeat another in a second calendar.

    A date in a lunar calendar counts as the same day if it is at most two days away, as observers may be a day apart.
    """
    years = [
        match is not None and int(match[0]) >= 1600 for match in (YEAR.search(text, f.start, f.end) for f in found)
    ]
    return [
        hit
        for hit, plain in zip(found, years, strict=True)
        if plain
        or not any(o is not hit and p and abs((o.day - hit.day).days) <= 2 for o, p in zip(found, years, strict=True))
    ]
