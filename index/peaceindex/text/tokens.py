"""Tokenization: the one division of text into words, for the index, queries, topics and highlights.

- A word is a run of letters and digits, including accents and invisible characters within it.
- Hyphens and apostrophes separate words: `cease-fire` is the phrase cease fire, `Russia's` contains the word Russia,
  `l'Ukraine` the word Ukraine. Only between Cyrillic letters is an apostrophe part of the word (п'ять).
- Initials stay together: `U.S.` is the word u.s, which distinguishes it from the pronoun.
- Numbers stay together: `1,000` is 1000, `3.5` is 3.5.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from peaceindex.text.folding import APOSTROPHES, INVISIBLE, MARKS, fold

# Letters and digits; the modifier letters that serve as apostrophes in transliteration do not count as letters.
_LETTER_OR_DIGIT = r"[^\W_\u02b0-\u02ff]"
_LETTER = r"[^\W\d_\u02b0-\u02ff]"
_CYRILLIC = r"\u0400-\u052f"
_APOSTROPHE = re.escape(APOSTROPHES)

_PATTERN = re.compile(
    rf"(?<!{_LETTER_OR_DIGIT}\.)(?<!{_LETTER_OR_DIGIT}){_LETTER}(?:\.{_LETTER})+(?!{_LETTER_OR_DIGIT})"
    rf"|\d+(?:[.,]\d+)+(?!{_LETTER_OR_DIGIT})"
    # Possessive, since otherwise the engine stores each letter of a word for backtracking.
    rf"|{_LETTER_OR_DIGIT}(?:{_LETTER_OR_DIGIT}++|[{MARKS}{INVISIBLE}]++|(?<=[{_CYRILLIC}])[{_APOSTROPHE}](?=[{_CYRILLIC}]))*+"
)
_ASCII_PATTERN = re.compile(
    r"(?<![a-z0-9]\.)(?<![a-z0-9])[a-z](?:\.[a-z])+(?![a-z0-9])|\d+(?:[.,]\d+)+(?![a-z0-9])|[a-z0-9]+",
    re.ASCII,
)
_ASCII_PATTERN_ANY_CASE = re.compile(_ASCII_PATTERN.pattern.replace("a-z", "A-Za-z"), re.ASCII)
_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+")


class Word(NamedTuple):
    """A folded word and its position in the text, in code points."""

    text: str
    start: int
    end: int


@lru_cache(maxsize=65536)
def fold_word(word: str) -> str:
    """Return the folded form of one word as `written_words` returns it."""
    folded = fold(word)
    return folded.replace(",", "") if "," in folded and _THOUSANDS.fullmatch(folded) else folded


def words(text: str, start: int = 0) -> Iterator[Word]:
    """Yield the words of a text from `start` on, in order, folded, with their positions in the original text."""
    for match in _PATTERN.finditer(text, start):
        yield Word(fold_word(match[0]), match.start(), match.end())


def written_words(text: str) -> list[str]:
    """Return the words of a text in order, as they are written."""
    return (_ASCII_PATTERN_ANY_CASE if text.isascii() else _PATTERN).findall(text)


def folded_words(text: str) -> list[str]:
    """Return the folded words of a text without their positions. This is several times as fast as `words`."""
    if text.isascii():
        found: list[str] = _ASCII_PATTERN.findall(text.lower())
        if "," in text:
            found = [w.replace(",", "") if "," in w and _THOUSANDS.fullmatch(w) else w for w in found]
        return found
    return [fold_word(word) for word in _PATTERN.findall(text)]
