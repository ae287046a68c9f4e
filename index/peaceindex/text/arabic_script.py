"""The letters of the Arabic script that look alike or are typed for each other: Arabic, Persian, Kurdish, Urdu, Pashto.

What tells words apart in one of these languages stays apart: the Kurdish ە, ێ, ۆ, ڵ and ڕ, the Urdu ے, ں, ٹ, ڈ and ڑ,
the aspirating ھ after a consonant, the Pashto ې, ۍ and its own consonants.
"""

from __future__ import annotations

from peaceindex.startup.late_pattern import late_pattern

LETTERS = {
    "\u0649": "\u06cc",  # the dotless and the dotted ya, the Persian one
    "\u064a": "\u06cc",
    "\u0643": "\u06a9",  # kaf: the Arabic one, the one with a swash
    "\u06aa": "\u06a9",
    "\u06ab": "\u06af",  # gaf with a ring, as in Pashto
    "\u0629": "\u0647",  # ha: with the two dots of the feminine ending, the Urdu one, with hamza
    "\u06c0": "\u0647",
    "\u06c1": "\u0647",
    "\u06c2": "\u0647",
    "\u06c3": "\u0647",
    "\u0671": "\u0627",  # alif with other signs than hamza, which are marks
    "\u0672": "\u0627",
    "\u0673": "\u0627",
}
"""Letters that stand for another one wherever they occur."""

LETTER = "\u0620-\u063f\u0641-\u064a\u066e-\u066f\u0671-\u06d3\u06d5\u06ee-\u06ef\u06fa-\u06fc"
"""Ranges of the letters of the script."""

_OWN_LETTERS = {"ug": "ۇۈۋ", "ku": "ەێۆڵڕ", "ps": "ټډړږښڼځڅېۍ", "ur": "ےںٹڈڑہھ", "fa": "پچژگی"}
_OWN_SHARE = 0.03

_ASPIRATED = "بپتٹجچدڈرڑکگلمن"
_BY_PLACE = late_pattern("[\u0626\u06be\u0695\u0621]")
_PLACES = (
    (late_pattern(rf"(?<=[{LETTER}])\u0626(?=\u0648)"), "\u0648"),  # مسئول as مسؤول and مسوول
    (late_pattern(rf"(?<=[{LETTER}])\u0626"), "\u06cc"),  # رئیس as رییس; at the beginning it bears a Kurdish vowel
    (late_pattern(rf"(?<![{_ASPIRATED}])\u06be"), "\u0647"),  # ھەولێر as هەولێر, but not the Urdu پھر as پہر
    (late_pattern(rf"(?<![{LETTER}])\u0695"), "\u0631"),  # ڕۆژ as رۆژ: a Kurdish word begins with one kind of r only
    (late_pattern(rf"(?<=[{LETTER}]{{4}})\u0621+(?![{LETTER}])"), ""),  # وزراء as وزرا; ماء is not ما
)


def settled(folded: str) -> str:
    """Return a folded text in which the letters whose meaning depends on their place are folded too."""
    if _BY_PLACE.search(folded):
        for pattern, letter in _PLACES:
            folded = pattern.sub(letter, folded)
    return folded


def language_by_letters(text: str, letters: int) -> str:
    """Return the code of the language of a text of so many letters: the first that has enough letters of its own."""
    own = (code for code, its in _OWN_LETTERS.items() if sum(map(text.count, its)) > _OWN_SHARE * letters)
    return next(own, "ar")
