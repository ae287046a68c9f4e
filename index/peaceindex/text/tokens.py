"""Tokenization: the one division of text into words, for the index, queries, topics and highlights.

- A word is a run of letters and digits, including accents and invisible characters within it.
- Hyphens and apostrophes separate words: `cease-fire` is the phrase cease fire, `Russia's` contains the word Russia,
  `l'Ukraine` the word Ukraine. Only between Cyrillic letters is an apostrophe part of the word (п'ять).
- Initials stay together: `U.S.` and `U. S.` are the word u.s.
- Some acronyms in capitals are the word US, not the pronoun us (`acronyms`). All other words are folded.
- Numbers stay together: `1,000` is 1000, `3.5` is 3.5.

Some places in a text have another term in the index besides the word: see `terms`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from peaceindex.text.acronyms import ACRONYMS, NEVER_WORDS
from peaceindex.text.folding import APOSTROPHES, INVISIBLE, MARKS, fold

# Letters and digits; the modifier letters that serve as apostrophes in transliteration do not count as letters.
_LETTER_OR_DIGIT = r"[^\W_\u02b0-\u02ff]"
_LETTER = r"[^\W\d_\u02b0-\u02ff]"
_CYRILLIC = r"\u0400-\u052f"
_APOSTROPHE = re.escape(APOSTROPHES)

# Possessive, since otherwise the engine stores each letter of a word for backtracking.
_WORD = (
    rf"{_LETTER_OR_DIGIT}(?:{_LETTER_OR_DIGIT}++|[{MARKS}{INVISIBLE}]++"
    rf"|(?<=[{_CYRILLIC}])[{_APOSTROPHE}](?=[{_CYRILLIC}]))*+"
)
_PATTERN = re.compile(
    rf"(?<!{_LETTER_OR_DIGIT}\.)(?<!{_LETTER_OR_DIGIT}){_LETTER}(?:\.{_LETTER})+(?!{_LETTER_OR_DIGIT})"
    r"|(?<![\w.])[A-Z]\.(?: [A-Z](?=\.))+"
    rf"|\d+(?:[.,]\d+)+(?!{_LETTER_OR_DIGIT})"
    rf"|{_WORD}"
)
_ASCII_PATTERN = re.compile(
    r"(?<![A-Za-z0-9]\.)(?<![A-Za-z0-9])[A-Za-z](?:\.[A-Za-z])+(?![A-Za-z0-9])|(?<![\w.])[A-Z]\.(?: [A-Z](?=\.))+"
    r"|\d+(?:[.,]\d+)+(?![A-Za-z0-9])|[A-Za-z0-9]+",
    re.ASCII,
)
_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+")
_POINTED_THOUSANDS = re.compile(r"[1-9]\d{0,2}(?:\.\d{3})+")
_SPACED_THOUSANDS = re.compile(r"(?<![\w.,])[1-9]\d{0,2}(?:[ \u00a0\u202f\u2009]\d{3})+(?![\w])")
_HAS_POINTED_THOUSANDS = re.compile(r"\d\.\d{3}")
_HAS_SPACED_THOUSANDS = re.compile(r"\d[ \u00a0\u202f\u2009]\d{3}")
_HYPHENS = "\u2010\u2011"
_HYPHEN = re.compile(f"[{_HYPHENS}-]")
_WORDS_AROUND = 4
_NO_NUMBER_OR_INITIALS = rf"(?!\d+[.,]\d|{_LETTER}\.{_LETTER})"
_COMPOUND_PATTERN = re.compile(rf"(?:{_PATTERN.pattern})(?:[{_HYPHENS}-]{_NO_NUMBER_OR_INITIALS}{_WORD})*")
_ASCII_COMPOUND_PATTERN = re.compile(
    f"(?:{_ASCII_PATTERN.pattern})" + r"(?:-(?!\d+[.,]\d|[A-Za-z]\.[A-Za-z])[A-Za-z0-9]+)*", re.ASCII
)


class Word(NamedTuple):
    """A folded word and its position in the text, in code points."""

    text: str
    start: int
    end: int


@lru_cache(maxsize=65536)
def fold_word(word: str) -> str:
    """Return the folded form of one word as `written_words` returns it."""
    if word in ACRONYMS:
        return word
    folded = fold(word)
    if ". " in folded:
        return folded.replace(". ", ".")
    return folded.replace(",", "") if "," in folded and _THOUSANDS.fullmatch(folded) else folded


def words(text: str, start: int = 0) -> Iterator[Word]:
    """Yield the words of a text from `start` on, in order, folded, with their positions in the original text."""
    for match in _PATTERN.finditer(text, start):
        yield Word(fold_word(match[0]), match.start(), match.end())


def written_words(text: str) -> list[str]:
    """Return the words of a text in order, as they are written."""
    return (_ASCII_PATTERN if text.isascii() else _PATTERN).findall(text)


def folded_words(text: str) -> list[str]:
    """Return the folded words of a text without their positions. This is several times as fast as `words`."""
    return _folded(written_words(text), text.isascii())


def _folded(written: list[str], is_ascii: bool) -> list[str]:
    if not is_ascii:
        return [fold_word(word) for word in written]
    joined = "\n".join(written)
    found = joined.lower().split("\n") if written else []
    if "." in joined or "," in joined:
        for i in [i for i, word in enumerate(written) if not word.isalnum()]:
            found[i] = fold_word(written[i])
    if not ACRONYMS.isdisjoint(written):
        for i in [i for i, word in enumerate(written) if word in ACRONYMS]:
            found[i] = written[i]
    return found


def terms(text: str) -> tuple[list[str], list[tuple[int, str]]]:
    """Return the folded words of a text, and further terms for the index, each with the place of its word, in order.

    A further term is another way to search for a place in the text: `pre-war` at pre, which shows that prewar may be
    written in two words; 1200 at the beginning of `1 200` or `1.200`; us at `US` where capitals tell nothing.
    """
    is_ascii = text.isascii()
    written: list[str] = (_ASCII_COMPOUND_PATTERN if is_ascii else _COMPOUND_PATTERN).findall(text)
    further: list[tuple[int, str]] = []
    if "-" in text or not is_ascii:
        written, further = _without_hyphens(written)
    folded = _folded(written, is_ascii)
    if not ACRONYMS.isdisjoint(written):
        further += [
            (i, word.lower()) for i, word in enumerate(written) if word in ACRONYMS and _may_be_word(written, i)
        ]
    if _HAS_POINTED_THOUSANDS.search(text):
        further += [
            (i, word.replace(".", ""))
            for i, word in enumerate(folded)
            if "." in word and _POINTED_THOUSANDS.fullmatch(word)
        ]
    if _HAS_SPACED_THOUSANDS.search(text):
        further += _spaced_numbers(text, folded)
    return folded, sorted(further)


def _without_hyphens(written: list[str]) -> tuple[list[str], list[tuple[int, str]]]:
    """Return the words with compounds divided, and each compound of two words with the place of its first word."""
    words: list[str] = []
    compounds: list[tuple[int, str]] = []
    for word in written:
        if word.isalnum():
            words.append(word)
            continue
        parts = _HYPHEN.split(word)
        if len(parts) == 2:
            compounds.append((len(words), f"{fold(parts[0])}-{fold(parts[1])}"))
        words += parts
    return words, compounds


def _may_be_word(written: list[str], i: int) -> bool:
    """Return whether an acronym may be the word: it often is, or no word around it has a small letter."""
    around = written[max(0, i - _WORDS_AROUND) : i + _WORDS_AROUND + 1]
    return written[i] not in NEVER_WORDS or not any(map(str.islower, "".join(around)))


def _spaced_numbers(text: str, folded: list[str]) -> list[tuple[int, str]]:
    found: list[tuple[int, str]] = []
    at = 0
    for match in _SPACED_THOUSANDS.finditer(text):
        groups = match[0].split()
        while folded[at : at + len(groups)] != groups:
            at += 1
            if at >= len(folded):
                return found
        found.append((at, "".join(groups)))
    return found
