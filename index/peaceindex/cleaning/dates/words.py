"""The words for months and weekdays in the languages of CLDR, from the table `words.json`, and the other calendars'.

`python -m training.date_words` makes the table. It contains words in the form that `fold` returns, so that capitals,
accents, vowel points and the variants of Arabic letters make no difference.
"""

from __future__ import annotations

import json
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from peaceindex.startup.late_pattern import late_pattern

if TYPE_CHECKING:
    from peaceindex.cleaning.dates.calendars import Calendar

TABLE: Final = Path(__file__).with_name("words.json")
NEARBY_WORDS_FILE: Final = Path(__file__).with_name("beside.txt")
_LETTER = (
    r"[^\s\d!-/:-@\[-`{-~¡-©«-¹»-¿×÷\u2000-\u200b\u200e-\u2064\u3000-\u3004\u3008-\u3020\uff01-\uff0f"
    r"\uff1a-\uff20،؛؟٪-٭۔।॥၊။፡-፨།-༒᠀-᠊։־]"
)
TOKEN: Final = late_pattern(rf"(?P<number>\d+)|[ก-๎ກ-໎][ก-๎ກ-໎.]*|{_LETTER}+(?:['’ʼʻ‘]{_LETTER}+)*")
"""A number or a word. In Thai and Lao, short forms contain dots."""
MAX_NAME_WORDS = 4
"""The most words of a month's name that can be read."""

_DROPPED_CHARACTERS = dict.fromkeys(
    (
        *range(0x0300, 0x0370), *range(0x0591, 0x05C8), *range(0x0640, 0x0641), *range(0x064B, 0x0660), 0x0670,
        0x093C, 0x09BC, 0x0A3C, *range(0x200B, 0x2010), 0x2060, 0x00AD, 0xFEFF, *map(ord, ".·॰"),
    )
)  # fmt: skip
"""Characters that people leave out or add: accents, vowel points, tatweel, nuktas, zero-width characters, dots."""
_SIMILAR_CHARACTERS = {
    0x0131: "i", 0x0649: "\u064a", 0x06CC: "\u064a", 0x06A9: "\u0643", 0x0629: "\u0647", 0x06D5: "\u0647",
    0x06C1: "\u0647", 0x06BE: "\u0647", 0x2019: "'", 0x02BC: "'", 0x02BB: "'", 0x2018: "'", 0x0111: "d",
    0x0142: "l", 0x00F8: "o",
}  # fmt: skip
"""Letters used for one another, as in Arabic and Persian, and characters used as an apostrophe."""
_FOLDED_CHARACTERS: Final = _DROPPED_CHARACTERS | _SIMILAR_CHARACTERS


class Month(NamedTuple):
    """A month of a calendar, counted from 1."""

    calendar: Calendar
    number: int


@dataclass(frozen=True, slots=True)
class Table:
    """The words for months: `names` mean the same in all languages, those in `by_language` only in some.

    `by_language` maps a word to the month by language. Its key `""` is for pages of unknown language, where the word is
    common enough. `begins` are the first words of names of several words.
    """

    names: dict[str, Month]
    by_language: dict[str, dict[str, int]]
    begins: frozenset[str]

    def month(self, name: str, language: str | None = None) -> Month | None:
        """Return the month that a folded name means in a language (ISO 639-1), or None."""
        if (found := self.names.get(name)) is not None:
            return found
        if (varying := self.by_language.get(name)) is not None:
            number = varying.get(language or "", varying.get(""))
            return Month("gregorian", number) if number else None
        return None


def fold(word: str) -> str:
    """Return a word as the table has it: in lower case, without accents, points and dots."""
    if word.isascii():
        return word.lower().replace(".", "")
    return unicodedata.normalize("NFKD", word.casefold()).translate(_FOLDED_CHARACTERS)


@cache
def table() -> Table:
    """Return the table, which is read on first use."""
    stored = _stored_table()
    names: dict[str, Month] = {}
    for calendar, months in [*stored["calendars"].items(), ("gregorian", stored["months"])]:
        for number, spellings in enumerate(months, 1):
            names.update(dict.fromkeys(spellings.split("|"), Month(calendar, number)))
    begins = frozenset(name.partition(" ")[0] for name in names if " " in name)
    return Table(names, stored["by_language"], begins)


@cache
def phrases() -> dict[str, tuple[str, ...]]:
    """Return the parts of `beside.txt` by name, as phrases in lower case."""
    sections: dict[str, list[str]] = {}
    section: list[str] = []
    for line in NEARBY_WORDS_FILE.read_text("utf-8").splitlines():
        if line.startswith("["):
            section = sections.setdefault(line.strip("[]"), [])
        elif line and not line.startswith("#"):
            section.extend(phrase.strip().casefold() for phrase in line.partition(" ")[2].split(","))
    return {name: tuple(dict.fromkeys(found)) for name, found in sections.items()}


@cache
def nearby_words() -> dict[str, frozenset[str]]:
    """Return the parts of `beside.txt` that contain whole words, `nearby_words` and `within`, folded."""
    return {name: frozenset(map(fold, phrases()[name])) for name in ("beside", "within")}


@cache
def digits() -> dict[int, str]:
    """Return a mapping for `str.translate` from each decimal digit of other scripts to the Latin digit."""
    return {ord(zero) + n: str(n) for zero in _stored_table()["zeros"] for n in range(10)}


@cache
def date_line_words() -> frozenset[str]:
    """Return the folded words of date lines: those for weekdays and months, and those that stand next to dates."""
    months = (word for name in table().names for word in name.split(" "))
    return frozenset(
        ("", *_stored_table()["weekdays"].split("|"), *months, *nearby_words()["beside"], *nearby_words()["within"])
    )


@cache
def _stored_table() -> dict[str, Any]:
    stored: dict[str, Any] = json.loads(TABLE.read_text("utf-8"))
    return stored
