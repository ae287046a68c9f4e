"""The folding of words, on which the index, queries, names and highlights all agree.

Case and accents are dropped, and ligatures are spelled out: Erdoğan is erdogan, İstanbul is istanbul, Straße is
strasse. Cyrillic letters that only look like accented ones (й, ї, ў, ѓ, ќ) are letters of their own and stay; ё becomes
е, as most Russian newspapers print it. Invisible characters (soft hyphens, joiners) are dropped, and so is the dot
below Devanagari letters. Digits of any script become 0 to 9. Of the Arabic letters those that look alike or are typed
for each other become one (`arabic_script`), and traditional Chinese characters become the simplified ones.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from pathlib import Path

from peaceindex.text import arabic_script

MARKS = (
    "\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670"
    "\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u093c"
)
"""Ranges of the marks that folding drops: accents, Hebrew points, Arabic vowel signs and the stroke that lengthens a
word, the dot below Devanagari letters."""

INDIAN_MARKS = (
    "\u0900-\u0903\u093a-\u094f\u0951-\u0957\u0962\u0963\u0981-\u0983\u09bc-\u09cd\u09d7\u09e2\u09e3\u0a01-\u0a03\u0a3c-\u0a51"
    "\u0a70\u0a71\u0a75\u0a81-\u0a83\u0abc-\u0acd\u0ae2\u0ae3\u0b01-\u0b03\u0b3c-\u0b57\u0b62\u0b63\u0b82\u0bbe-\u0bcd\u0bd7"
    "\u0c00-\u0c04\u0c3c-\u0c56\u0c62\u0c63\u0c81-\u0c83\u0cbc-\u0cd6\u0ce2\u0ce3\u0d00-\u0d03\u0d3b-\u0d4d\u0d57\u0d62\u0d63"
    "\u0d81-\u0d83\u0dca-\u0ddf\u0df2\u0df3\u0f18\u0f19\u0f35\u0f37\u0f39\u0f71-\u0f84\u0f86\u0f87\u0f8d-\u0fbc"
)
"""Ranges of the vowel signs and other marks of Indian scripts and Tibetan, which are parts of words and stay."""

INVISIBLE = "\u00ad\u034f\u200b-\u200d\u2060\ufe00-\ufe0f\ufeff"
"""Ranges of characters that have no width and no meaning for a search."""

APOSTROPHES = "'\u2018\u2019\u02b9\u02bb\u02bc\u02c8\u0060\u00b4\u2032\uff07"

_DISTINCT_LETTERS = frozenset("йїўѓќ")
_SPELLED_OUT = {
    "ł": "l",
    "ø": "o",
    "đ": "d",
    "ð": "d",
    "þ": "th",
    "æ": "ae",
    "œ": "oe",
    "ı": "i",
    "ħ": "h",
    "ŧ": "t",
    "\u066b": ".",  # the Arabic separators of decimals and of thousands
    "\u066c": ",",
    "\u060c": ",",  # the comma, which some write for the separator
    **arabic_script.LETTERS,
}
_KEPT = frozenset("\u0e33\u0eb3\u0626")
"""The Thai and Lao vowels am, which stay one sign, and the Arabic ya with hamza, which `arabic_script` decides on."""
_HAN = "\u3400"
_SIMPLIFIED = Path(__file__).with_name("simplified.txt")


def _code_points(ranges: str) -> frozenset[int]:
    """Return the code points that a regular expression's character class with this content would match."""
    found: set[int] = set()
    for first, last in re.findall(r"(.)(?:-(.))?", ranges, re.DOTALL):
        found.update(range(ord(first), ord(last or first) + 1))
    return frozenset(found)


_DROPPED = _code_points(MARKS) | _code_points(INVISIBLE)
_APOSTROPHES = frozenset(map(ord, APOSTROPHES))


def _fold_character(code: int) -> str:
    if code in _DROPPED:
        return ""
    if code in _APOSTROPHES:
        return "'"
    character = chr(code)
    if character.lower() in _DISTINCT_LETTERS:
        return character.lower()
    if character in _KEPT:
        return character
    if (letter := arabic_script.LETTERS.get(character)) is not None:
        return letter
    if (digit := unicodedata.decimal(character, None)) is not None:
        return str(digit)
    for _ in range(4):  # the result may be a capital, whose lower case can be decomposed again (İ, ſt)
        folded = unicodedata.normalize("NFKD", character).casefold()
        folded = "".join(_SPELLED_OUT.get(c, c) for c in folded if ord(c) not in _DROPPED)
        folded = "".join("'" if ord(c) in _APOSTROPHES else c for c in folded)
        if folded == character:
            break
        character = folded
    folded = unicodedata.normalize("NFC", character)
    return _simplified().get(folded, folded) if folded >= _HAN and len(folded) == 1 else folded


@cache
def _simplified() -> dict[str, str]:
    """Return the simplified character for each traditional one. The table is read when the first Chinese text is."""
    lines = _SIMPLIFIED.read_text(encoding="utf-8").splitlines()
    return {pair[0]: pair[1] for line in lines if not line.startswith("#") for pair in line.split()}


class _Table(dict[int, str]):
    """A translation table that computes each character when it is first needed."""

    def __missing__(self, code: int) -> str:
        self[code] = folded = _fold_character(code)
        return folded


_TABLE = _Table()


def fold(text: str) -> str:
    """Return the folded form of a text. Folding twice changes nothing. Folding never joins or splits words."""
    if text.isascii():
        return text.lower().replace("`", "'")
    folded = unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).translate(_TABLE))
    return folded if folded.isascii() else arabic_script.settled(folded.translate(_TABLE))
