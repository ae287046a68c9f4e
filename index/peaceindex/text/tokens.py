"""Tokenization: the one division of text into words, for the index, queries, topics and highlights.

- A word is a run of letters and digits, including accents and invisible characters within it.
- Hyphens and apostrophes separate words: `cease-fire` is the phrase cease fire, `Russia's` contains the word Russia,
  `l'Ukraine` the word Ukraine. Only between Cyrillic letters is an apostrophe part of the word (п'ять).
- Initials stay together: `U.S.` and `U. S.` are the word u.s, `I. C. R. C.` is i.c.r.c.
- Some acronyms in capitals are the word US, not the pronoun us (`acronyms`). All other words are folded.
- Numbers stay together: `1,000` is 1000, `3.5` is 3.5; so do those with Arabic signs: 15٬000, 15،000.
- The vowel signs of Indian scripts are part of a word, and so are the marks of Hebrew initials (צה״ל is צהל).
- The half space of Persian separates words, so that آتش‌بس is the phrase آتش بس. In other scripts it is invisible.
- Scripts without spaces are divided into overlapping pairs: see `unspaced`.

Some places in a text have another term in the index besides the word: see `terms`.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from peaceindex.startup.late_pattern import late_pattern
from peaceindex.text import umlauts, unspaced
from peaceindex.text.acronyms import ACRONYMS, NEVER_WORDS
from peaceindex.text.arabic_script import LETTER as _ARABIC
from peaceindex.text.folding import APOSTROPHES, INDIAN_MARKS, INVISIBLE, MARKS, fold
from peaceindex.text.plain_words import plain_letters, plain_words

if TYPE_CHECKING:
    from collections.abc import Iterator

VERSION = 4
"""Raise it when texts are divided or folded in another way: what was made of words and is stored is then made anew."""

# What is neither a letter nor a digit. The modifier letters that serve as apostrophes in transliteration, and the
# stroke that lengthens an Arabic word, do not count as letters.
_NEITHER = r"\W_\u02b0-\u02ff\u0640"
_CYRILLIC = r"\u0400-\u052f"
_HEBREW = r"\u05d0-\u05ea"
_APOSTROPHE = re.escape(APOSTROPHES)
_HEBREW_INITIALS = rf"\"\u201c\u201d\u05f3\u05f4{_APOSTROPHE}"
_HALF_SPACE = "\u200c"
_HYPHENS = "\u2010\u2011"
_IN_NUMBERS = ".,\u066b\u066c"
_ARABIC_COMMA = "\u060c"
"""It parts the words of a list, and thousands only where groups of three digits follow it at once: ١٥،٠٠٠."""


def _patterns(others: str = "") -> tuple[str, str]:
    """Return the pattern of a word, and that of a word or compound. The characters `others` are not part of any."""
    letter_or_digit, letter = rf"[^{_NEITHER}{others}]", rf"[^\d{_NEITHER}{others}]"
    # Possessive, since otherwise the engine stores each letter of a word for backtracking.
    rest = (
        rf"(?:{letter_or_digit}++"
        rf"|[{MARKS}{INDIAN_MARKS}{INVISIBLE}](?<![{_ARABIC}{MARKS}]{_HALF_SPACE})"
        rf"|(?<=[{_CYRILLIC}])[{_APOSTROPHE}](?=[{_CYRILLIC}])|(?<=[{_HEBREW}])[{_HEBREW_INITIALS}](?=[{_HEBREW}]))*+"
    )
    word = letter_or_digit + rest
    # What begins with two letters, as nearly all do, is neither a number nor initials.
    simple = (
        rf"{letter}{letter_or_digit}{rest}"
        rf"|(?<!{letter_or_digit}\.)(?<!{letter_or_digit}){letter}(?:\.{letter})+(?!{letter_or_digit})"
        r"|(?<![\w.])[A-Z](?:\. [A-Z](?=\.))+"
        rf"|\d+(?:[{_IN_NUMBERS}]\d+)+(?!{letter_or_digit})"
        rf"|(?<!\d)\d{{1,3}}(?:{_ARABIC_COMMA}\d{{3}})+(?!{letter_or_digit}|[{_IN_NUMBERS}{_ARABIC_COMMA}]\d)"
        rf"|{word}"
    )
    no_number_or_initials = rf"(?!\d+[{_IN_NUMBERS}]\d|{letter}\.{letter})"
    return simple, rf"(?:{simple})(?:[{_HYPHENS}-]{no_number_or_initials}{word})*"


# Compiled when they are first needed: it takes a tenth of the time of a search from the command line.
@cache
def _spaced_pattern(compound: bool = False) -> re.Pattern[str]:
    """Return the pattern of a word, or of a word or compound, in texts without runs of scripts without spaces."""
    return re.compile(_patterns()[compound])


@cache
def _mixed_pattern(compound: bool = False) -> re.Pattern[str]:
    """Return the pattern of a word (or compound) or a run without spaces. It is slower than `_spaced_pattern`."""
    return re.compile(rf"{_patterns(unspaced.LETTERS)[compound]}|{unspaced.RUN}")


@cache
def _parts_pattern() -> re.Pattern[str]:
    return re.compile(rf"{_patterns(unspaced.LETTERS)[0]}|{unspaced.RUN_PART}")


_ASCII_PATTERN = late_pattern(
    r"[A-Za-z][A-Za-z0-9]++"
    r"|(?<![A-Za-z0-9]\.)(?<![A-Za-z0-9])[A-Za-z](?:\.[A-Za-z])+(?![A-Za-z0-9])|(?<![\w.])[A-Z](?:\. [A-Z](?=\.))+"
    r"|\d+(?:[.,]\d+)+(?![A-Za-z0-9])|[A-Za-z0-9]+",
    re.ASCII,
)
_THOUSANDS = late_pattern(r"\d{1,3}(?:,\d{3})+")
POINTED_THOUSANDS = late_pattern(r"[1-9]\d{0,2}(?:\.\d{3})+")
_SPACED_THOUSANDS = late_pattern(r"(?<![\w.,])\d{1,3}(?:[ \u00a0\u202f\u2009'\u2019]\d{3})+(?![\w])")
# What to look for first is one character, since the engine finds that many times as fast as one of several.
_HAS_POINTED_THOUSANDS = late_pattern(r"\.(?<=\d\.)\d{3}")
_HAS_SPACED_THOUSANDS = late_pattern(r" (?<=\d )\d{3}")
_HAS_SWISS_THOUSANDS = late_pattern(r"'(?<=\d')\d{3}")
_HAS_OTHER_SPACED_THOUSANDS = late_pattern(r"[\u00a0\u202f\u2009\u2019](?<=\d.)\d{3}")
_GROUP = late_pattern(r"\d+")
_HYPHEN = late_pattern(f"[{_HYPHENS}-]")
_WORDS_AROUND = 4
_HEBREW_INITIAL = late_pattern(rf"[{_HEBREW_INITIALS}]")
FIRST_UNSPACED = "\u0e01"
"""Every word that is before it in the order of code points is of a script with spaces."""
_ASCII_COMPOUND_PATTERN = late_pattern(
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
    if "\u05d0" <= folded[:1] <= "\u05ea":
        return _HEBREW_INITIAL.sub("", folded)
    if ". " in folded:
        return folded.replace(". ", ".")
    return folded.replace(",", "") if "," in folded and _THOUSANDS.fullmatch(folded) else folded


def words(text: str, start: int = 0) -> Iterator[Word]:
    """Yield the words of a text from `start` on, in order, folded, with their positions in the original text.

    In scripts without spaces words overlap: each begins one unit after the one before it, and ends with the next unit.
    """
    if (is_ascii := text.isascii()) or _is_spaced(text):
        for match in (_ASCII_PATTERN if is_ascii else _spaced_pattern()).finditer(text, start):
            yield Word(fold_word(match[0]), match.start(), match.end())
        return
    for match in _parts_pattern().finditer(text, start):
        if unspaced.begins_run(match[0]):
            for word in unspaced.part_words(text, *match.span()):
                yield Word(*word)
        else:
            yield Word(fold_word(match[0]), match.start(), match.end())


@lru_cache(maxsize=4)
def _is_spaced(text: str) -> bool:
    """Return the same as `unspaced.is_spaced`. A phrase is looked for from many places of one long text."""
    return unspaced.is_spaced(text)


def indexed_words(text: str, start: int = 0) -> Iterator[tuple[int, Word]]:
    """Yield the words of a text as `words` does, each with its place, and the units that begin them before them."""
    for place, word in enumerate(words(text, start)):
        if word.text >= FIRST_UNSPACED and (unit := unspaced.first_unit(word.text)) != word.text:
            yield place, Word(unit, word.start, unspaced.unit_end(text, word.start))
        yield place, word


def query_words(text: str) -> list[Word]:
    """Return the words of a text that is looked for within others: a last unit that a pair ends with is left out."""
    found = list(words(text))
    if len(found) > 1 and found[-1].start < found[-2].end:
        found.pop()
    return found


def query_key(text: str) -> list[str]:
    """Return the folded words of a text that is looked for within others."""
    if text.isascii() or unspaced.is_spaced(text):
        return folded_words(text)
    return [word.text for word in query_words(text)]


def written_words(text: str) -> list[str]:
    """Return the words of a text in order, as they are written."""
    if text.isascii():
        return _ASCII_PATTERN.findall(text)
    if unspaced.is_spaced(text):
        return _spaced_pattern().findall(text)
    return [text[word.start : word.end] for word in words(text)]


def folded_words(text: str) -> list[str]:
    """Return the folded words of a text without their positions. This is several times as fast as `words`."""
    if text.isascii():
        written: list[str] = _ASCII_PATTERN.findall(text)
        return _folded(written, _acronyms_in(written))
    if unspaced.is_spaced(text):
        return [fold_word(word) for word in _spaced_pattern().findall(text)]
    return _without_runs(_mixed_pattern().findall(text))[0]


def _acronyms_in(written: list[str]) -> list[int]:
    """Return the places of the words that are acronyms."""
    if ACRONYMS.isdisjoint(written):
        return []
    return [i for i, word in enumerate(written) if word in ACRONYMS]


def _folded(written: list[str], acronyms: list[int]) -> list[str]:
    """Return the folded words in plain letters. `acronyms` are the places of those that stay as they are written."""
    if not written:
        return []
    lines = "\n".join(written)
    found = lines.lower().split("\n")
    for i in _places_of(", ", lines):  # in thousands and initials
        found[i] = fold_word(written[i])
    for i in acronyms:
        found[i] = written[i]
    return found


def terms(text: str) -> tuple[list[str], list[tuple[int, str]]]:
    """Return the folded words of a text, and further terms for the index, each with the place of its word, in order.

    A further term is another way to search for a place in the text: `pre-war` at pre, which shows that prewar may be
    written in two words; 1200 at the beginning of `1 200`, `1'200` or `1.200`; us at `US` where capitals tell nothing;
    the first unit of a pair in a script without spaces; `¨mueller` at Müller, which shows that mueller is this name.
    """
    plain = plain_letters(text)
    is_spaced = plain is not None or unspaced.is_spaced(text)
    if plain is not None:
        written, odd = plain_words(plain, _ASCII_COMPOUND_PATTERN)
        written, further = _without_hyphens(written, [i for i in odd if "-" in written[i]])
    else:
        written = (_spaced_pattern(True) if is_spaced else _mixed_pattern(True)).findall(text)
        written, further = _without_hyphens(written, _places_of("-" + _HYPHENS, "\n".join(written)))
    acronyms = _acronyms_in(written)
    further += [(i, written[i].lower()) for i in acronyms if _may_be_word(written, i)]
    if plain is None and umlauts.has_umlaut(text):
        further += [
            (i, umlauts.EVIDENCE + umlauts.spelled_out(word))
            for i, word in enumerate(written)
            if umlauts.has_umlaut(word)
        ]
    if plain is not None:
        folded = _folded(written, acronyms)
    elif is_spaced:
        folded = [fold_word(word) for word in written]
    else:
        folded, places, units = _without_runs(written)
        further = [(places[i], term) for i, term in further] + units
    if _HAS_POINTED_THOUSANDS.search(text):
        further += [
            (i, word.replace(".", ""))
            for i, word in enumerate(folded)
            if "." in word and POINTED_THOUSANDS.fullmatch(word)
        ]
    if (
        _HAS_SPACED_THOUSANDS.search(text)
        or _HAS_SWISS_THOUSANDS.search(text)
        or (not text.isascii() and _HAS_OTHER_SPACED_THOUSANDS.search(text))
    ):
        further += _spaced_numbers(text, folded)
    return folded, sorted(further)


@lru_cache(maxsize=8192)
def known_terms(value: str) -> tuple[list[str], list[tuple[int, str]]]:
    """Return the same as `terms`, for a short text that comes again and again, as the name of an outlet or a tag does.

    The lists must not be changed.
    """
    return terms(value)


def _without_runs(written: list[str]) -> tuple[list[str], list[int], list[tuple[int, str]]]:
    """Return folded words with runs divided, the place of each written word, and units with their places."""
    folded: list[str] = []
    places: list[int] = []
    units: list[tuple[int, str]] = []
    for word in written:
        places.append(len(folded))
        if unspaced.begins_run(word):
            texts = unspaced.run_texts(word)
            units += enumerate(map(unspaced.first_unit, texts[:-1]), len(folded))
            folded += texts
        else:
            folded.append(fold_word(word))
    return folded, places, units


def _without_hyphens(written: list[str], places: list[int]) -> tuple[list[str], list[tuple[int, str]]]:
    """Return the words with compounds divided, and each compound of two words with the place of its first word.

    `places` are those of the compounds.
    """
    words: list[str] = []
    compounds: list[tuple[int, str]] = []
    after = 0
    for i in places:
        words += written[after:i]
        after = i + 1
        parts = _HYPHEN.split(written[i])
        if len(parts) == 2:
            compound = written[i].lower() if written[i].isascii() else f"{fold(parts[0])}-{fold(parts[1])}"
            compounds.append((len(words), compound))
        words += parts
    words += written[after:]
    return words, compounds


def _places_of(characters: str, lines: str) -> list[int]:
    """Return the places of the lines, each of them a word, that hold one of these characters, in order."""
    places: set[int] = set()
    for character in characters:
        place = after = 0
        at = lines.find(character)
        while at >= 0:
            place += lines.count("\n", after, at)
            places.add(place)
            after = at
            at = lines.find(character, at + 1)
    return sorted(places)


def _may_be_word(written: list[str], i: int) -> bool:
    """Return whether an acronym may be the word: it often is, or no word around it has a small letter."""
    around = written[max(0, i - _WORDS_AROUND) : i + _WORDS_AROUND + 1]
    return written[i] not in NEVER_WORDS or not any(map(str.islower, "".join(around)))


def _spaced_numbers(text: str, folded: list[str]) -> list[tuple[int, str]]:
    found: list[tuple[int, str]] = []
    at = 0
    for match in _SPACED_THOUSANDS.finditer(text):
        groups = [fold(group) for group in _GROUP.findall(match[0])]
        if groups[0].startswith("0"):
            continue
        while folded[at : at + len(groups)] != groups:
            at += 1
            if at >= len(folded):
                return found
        found.append((at, "".join(groups)))
    return found
