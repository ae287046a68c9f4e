"""The words for months and weekdays in the languages of CLDR, from the table `words.json`, and the calendars' own.

The table is made by `python -m training.date_words`. It
holds words as `fold` leaves them, so that capitals, accents, vowel points
and the variants of Arabic letters make no difference.
"""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final, NamedTuple

from peaceindex.cleaning.dates.calendars import Calendar

TABLE: Final = Path(__file__).with_name("words.json")
BESIDE: Final = Path(__file__).with_name("beside.txt")
_LETTER = (
    r"[^\s\d!-/:-@\[-`{-~¡-©«-¹»-¿×÷\u2000-\u200b\u200e-\u2064\u3000-\u3004\u3008-\u3020\uff01-\uff0f"
    r"\uff1a-\uff20،؛؟٪-٭۔।॥၊။፡-፨།-༒᠀-᠊։־]"
)
TOKEN: Final = re.compile(rf"(?P<number>\d+)|[ก-๎ກ-໎][ก-๎ກ-໎.]*|{_LETTER}+(?:['’ʼʻ‘]{_LETTER}+)*")
"""A number or a word. In Thai and Lao short forms have dots within."""
MOST_WORDS = 4
"""No month's name that is read has more words than this."""

_APART = dict.fromkeys(
    (
        *range(0x0300, 0x0370), *range(0x0591, 0x05C8), *range(0x0640, 0x0641), *range(0x064B, 0x0660), 0x0670,
        0x093C, 0x09BC, 0x0A3C, *range(0x200B, 0x2010), 0x2060, 0x00AD, 0xFEFF, *map(ord, ".·॰"),
    )
)  # fmt: skip
"""Signs that people leave out or add: accents, vowel points, tatweel, nuktas, signs of no width, dots."""
_LIKE = {
    0x0131: "i", 0x0649: "\u064a", 0x06CC: "\u064a", 0x06A9: "\u0643", 0x0629: "\u0647", 0x06D5: "\u0647",
    0x06C1: "\u0647", 0x06BE: "\u0647", 0x2019: "'", 0x02BC: "'", 0x02BB: "'", 0x2018: "'", 0x0111: "d",
    0x0142: "l", 0x00F8: "o",
}  # fmt: skip
"""Letters that are written for one another, as in Arabic and Persian, and signs used as an apostrophe."""
_CHANGES: Final = _APART | _LIKE


class Month(NamedTuple):
    """A month of a calendar, from 1."""

    calendar: Calendar
    number: int


@dataclass(frozen=True, slots=True)
class Table:
    """Words for months. `names` are the same everywhere; those in `by_language` are months in some languages alone.

    `by_language` gives for a word the month by language; under `""` that of a
    page whose language is not known, where the word is common enough.
    `begins` are the first words of names of several words.
    """

    names: dict[str, Month]
    by_language: dict[str, dict[str, int]]
    begins: frozenset[str]

    def month(self, name: str, language: str | None = None) -> Month | None:
        """The month that a folded name is in a language (ISO 639-1), or None."""
        if (found := self.names.get(name)) is not None:
            return found
        if (varying := self.by_language.get(name)) is not None:
            number = varying.get(language or "", varying.get(""))
            return Month("gregorian", number) if number else None
        return None


def fold(word: str) -> str:
    """A word as the table has it: in small letters, without accents, points and dots."""
    if word.isascii():
        return word.lower().replace(".", "")
    return unicodedata.normalize("NFKD", word.casefold()).translate(_CHANGES)


@cache
def table() -> Table:
    """The table, read when it is first asked for."""
    kept = _kept()
    names: dict[str, Month] = {}
    for calendar, months in [*kept["calendars"].items(), ("gregorian", kept["months"])]:
        for number, spellings in enumerate(months, 1):
            names.update(dict.fromkeys(spellings.split("|"), Month(calendar, number)))
    begins = frozenset(name.partition(" ")[0] for name in names if " " in name)
    return Table(names, kept["by_language"], begins)


@cache
def phrases() -> dict[str, tuple[str, ...]]:
    """The parts of `beside.txt` by name: phrases in small letters."""
    parts: dict[str, list[str]] = {}
    part: list[str] = []
    for line in BESIDE.read_text("utf-8").splitlines():
        if line.startswith("["):
            part = parts.setdefault(line.strip("[]"), [])
        elif line and not line.startswith("#"):
            part.extend(phrase.strip().casefold() for phrase in line.partition(" ")[2].split(","))
    return {name: tuple(dict.fromkeys(found)) for name, found in parts.items()}


@cache
def beside() -> dict[str, frozenset[str]]:
    """The parts of `beside.txt` that hold whole words, `beside` and `within`, folded."""
    return {name: frozenset(map(fold, phrases()[name])) for name in ("beside", "within")}


@cache
def digits() -> dict[int, str]:
    """For each decimal digit of another script than Latin the plain one, for `str.translate`."""
    return {ord(zero) + n: str(n) for zero in _kept()["zeros"] for n in range(10)}


@cache
def of_date_lines() -> frozenset[str]:
    """The folded words that a line of which a date is all can hold: of weekdays, of months, and those beside dates."""
    months = (word for name in table().names for word in name.split(" "))
    return frozenset(("", *_kept()["weekdays"].split("|"), *months, *beside()["beside"], *beside()["within"]))


@cache
def _kept() -> dict[str, Any]:
    kept: dict[str, Any] = json.loads(TABLE.read_text("utf-8"))
    return kept
