"""The folding of words, on which the index, queries, names and highlights all agree.

Case and accents are dropped, and ligatures are spelled out: Erdoğan is erdogan, İstanbul is istanbul, Straße is
strasse. Cyrillic letters that only look like accented ones (й, ї, ў, ѓ, ќ) are letters of their own and stay; ё becomes
е, as most Russian newspapers print it. Invisible characters (soft hyphens, joiners) are dropped.
"""

from __future__ import annotations

import re
import unicodedata

MARKS = "\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670"
"""Ranges of the combining marks that folding drops: accents, Hebrew points, Arabic vowel signs."""

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
}


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
    for _ in range(4):  # the result may be a capital, whose lower case can be decomposed again (İ, ſt)
        folded = unicodedata.normalize("NFKD", character).casefold()
        folded = "".join(_SPELLED_OUT.get(c, c) for c in folded if ord(c) not in _DROPPED)
        folded = "".join("'" if ord(c) in _APOSTROPHES else c for c in folded)
        if folded == character:
            break
        character = folded
    return unicodedata.normalize("NFC", character)


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
    return folded if folded.isascii() else folded.translate(_TABLE)
