"""Calendars other than the Gregorian one: conversion of their days, and the names of their months.

Each conversion takes year, month and day as written and returns the Gregorian day, or None if there is no such day.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from collections.abc import Callable

Calendar = Literal["gregorian", "persian", "hijri", "ethiopic"]

MONTHS: Final[dict[Calendar, tuple[str, ...]]] = {
    # The names used in Iran, in Afghanistan in Dari, and in Pashto; then in Latin letters.
    "persian": (
        "فروردین حمل وری farvardin",
        "اردیبهشت ثور غویی ordibehesht",
        "خرداد جوزا غبرګولی khordad",
        "تیر سرطان چنګاښ tir",
        "مرداد امرداد اسد زمری mordad",
        "شهریور سنبله وږی shahrivar",
        "مهر میزان تله mehr",
        "آبان عقرب لړم aban",
        "آذر قوس لیندۍ azar",
        "دی جدی مرغومی dey",
        "بهمن دلو سلواغه bahman",
        "اسفند حوت کب esfand",
    ),
    # Arabic, Urdu and Persian spellings; then in Latin letters.
    "hijri": (
        "محرم المحرم محرم_الحرام muharram",
        "صفر safar",
        "ربيع_الأول ربيع_الاول ربیع_الاول ربیع_الاوّل rabi_al-awwal",
        "ربيع_الآخر ربيع_الثاني ربیع_الثانی rabi_al-thani",
        "جمادى_الأولى جمادى_الاول جمادی_الاول جمادی_الاولی",
        "جمادى_الآخرة جمادى_الثانية جمادى_الثاني جمادی_الثانی جمادی_الآخر",
        "رجب rajab",
        "شعبان shaban sha'ban",
        "رمضان رمضان_المبارك ramadan ramazan",
        "شوال shawwal",
        "ذو_القعدة ذي_القعدة ذوالقعدة ذیقعده ذی_قعده ذوالقعده ذیقعد ذی_القعدہ",
        "ذو_الحجة ذي_الحجة ذوالحجة ذیحجه ذی_حجه ذوالحجه ذی_الحج ذی_الحجہ",
    ),
    # Amharic and Tigrinya.
    "ethiopic": (
        "መስከረም", "ጥቅምት ጥቅምቲ", "ኅዳር ህዳር ሕዳር", "ታኅሣሥ ታህሳስ ታሕሳስ ታኅሳስ", "ጥር ጥሪ", "የካቲት ለካቲት", "መጋቢት",
        "ሚያዝያ ሚያዚያ", "ግንቦት ጉንቦት", "ሰኔ ሰነ", "ሐምሌ ሀምሌ ሓምለ", "ነሐሴ ነሃሴ ነሓሰ", "ጳጉሜን ጳጉሜ ጳጉሜን",
    ),
}  # fmt: skip
"""The names of months by calendar. Spaces separate spellings; an underscore stands for a space within a name."""

ERAS: Final = {
    "明治": date(1868, 1, 25), "大正": date(1912, 7, 30), "昭和": date(1926, 12, 25),
    "平成": date(1989, 1, 8), "令和": date(2019, 5, 1), "民國": date(1912, 1, 1), "民国": date(1912, 1, 1),
}  # fmt: skip
"""The first day of each era whose years are counted from 1: those of Japan since 1868, and of the Republic of China."""
LETTERS: Final = {"M": "明治", "T": "大正", "S": "昭和", "H": "平成", "R": "令和"}
"""The letters that abbreviate Japanese eras, as in R7.5.12."""
BUDDHIST = 543
"""The number of years by which the Buddhist era of Thailand is ahead of the Gregorian year."""
_PERSIAN_EPOCH = date(622, 3, 21).toordinal()
_ETHIOPIC_EPOCH = date(8, 8, 27).toordinal()


def gregorian(year: int, month: int, day: int) -> date | None:
    """Return the day, or None if there is no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def persian(year: int, month: int, day: int) -> date | None:
    """Return the day of the solar calendar of Iran and Afghanistan, for the years 1178 to 1633 (1799 to 2255).

    In these years the 33-year rule agrees with the equinox: year Y is a leap year if (25 Y + 11) mod 33 < 8 (M.
    Heydari-Malayeri; ICU's persncal does the same).
    """
    if not 1178 <= year <= 1633 or not 1 <= month <= 12:
        return None
    leap = (25 * year + 11) % 33 < 8
    if not 1 <= day <= (31 if month <= 6 else 30 if month <= 11 or leap else 29):
        return None
    before = 365 * (year - 1) + (8 * year + 21) // 33 + 31 * min(6, month - 1) + 30 * max(0, month - 7)
    return date.fromordinal(_PERSIAN_EPOCH + before + day - 1)


def hijri(year: int, month: int, day: int) -> date | None:
    """Return the day of the Umm al-Qura calendar, for the years 1343 to 1500 (1924 to 2077)."""
    from hijridate import Hijri

    try:
        found = Hijri(year, month, day).to_gregorian()
    except (ValueError, OverflowError):
        return None
    return date(found.year, found.month, found.day)


def ethiopic(year: int, month: int, day: int) -> date | None:
    """Return the day of the Ethiopian calendar, which has twelve months of 30 days and one of 5 or 6.

    The formula is from Dershowitz and Reingold, Calendrical Calculations, chapter 4. The epoch is 29 August 8 of the
    Julian calendar.
    """
    if not 1 <= month <= 13 or not 1 <= day <= (30 if month < 13 else 6 if year % 4 == 3 else 5):
        return None
    return date.fromordinal(_ETHIOPIC_EPOCH + 365 * (year - 1) + year // 4 + 30 * (month - 1) + day - 1)


def of_era(name: str, year: int, month: int, day: int) -> date | None:
    """Return the day in a year of an era named as in `ERAS`, or None if it is before the era began."""
    first = ERAS[name]
    found = gregorian(first.year + year - 1, month, day)
    return found if found is not None and found >= first else None


CONVERSIONS: Final[dict[Calendar, Callable[[int, int, int], date | None]]] = {
    "gregorian": gregorian, "persian": persian, "hijri": hijri, "ethiopic": ethiopic,
}  # fmt: skip
YEARS: Final[dict[Calendar, range]] = {
    "gregorian": range(1600, 2200), "persian": range(1178, 1600), "hijri": range(1343, 1501),
    "ethiopic": range(1592, 2193),
}  # fmt: skip
"""The years that are read as years of a calendar."""
