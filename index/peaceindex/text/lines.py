"""The page as lines: what each line looks like, before any judgement of what it means."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from peaceindex.startup.late_pattern import late_pattern

if TYPE_CHECKING:
    from collections.abc import Iterable

BULLETS = "•‣◦▪▫■□●○★☆►▶▸▹→»›·‧–—*+-"
"""Characters that begin a list item, as scrapers write them (a dash or a star only before a space)."""

ENDS = ".!?…。！？؟۔।॥።။។"
"""Characters that end a sentence, in the scripts that we encounter."""

_CLOSING_CHARACTERS = "\"'”’»«“‘)]}›*"
_AGENCY_TAG = late_pattern(r"(?<=[.!?…\"”»])\s*[(\[][^()\[\]]{2,40}[)\]]$")
_LINE_START = late_pattern(r"(\s*)(?:([•‣◦▪▫■□●○★☆►▶▸▹‧])\s*|([→»›·–—*+\-])\s+)?")
_INVISIBLE = "\u00ad\u200b\u2060\ufeff"
_WITHOUT_INVISIBLE = str.maketrans("", "", _INVISIBLE)


def _ranges(codes: Iterable[int]) -> str:
    """Return a set of characters as the inside of a character class."""
    spans: list[list[int]] = []
    for code in codes:
        if spans and code == spans[-1][1] + 1:
            spans[-1][1] = code
        else:
            spans.append([code, code])
    return "".join(f"{chr(low)}-{chr(high)}" for low, high in spans)


_WORD_GROUP = late_pattern(
    rf"\w[\w{_ranges(c for c in range(0x300, 0x3000) if unicodedata.category(chr(c))[0] == 'M')}]*"
)
"""Letters and digits, with the vowel signs and accents that are characters of their own, as in Hindi or Thai."""
_HAN_AND_KANA = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_SOUTHEAST_ASIAN = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"
_UNSPACED = late_pattern(f"([{_HAN_AND_KANA}]+)|[{_SOUTHEAST_ASIAN}]+")
_CHARACTERS_PER_WORD = (2, 5)
"""Characters per word in scripts without spaces: in Chinese and Japanese; in Thai, Lao, Burmese and Khmer."""
_SHINGLE_CHARACTERS = 4
_COMMON_PUNCTUATION = "’“”‘–—…"
_LOWERCASE_TABLE = bytes(ord(chr(c).lower()) if chr(c).isalnum() else ord(" ") for c in range(128)) + bytes(128)
"""A table for ASCII: each letter or digit maps to its small letter, any other character to a space."""


@dataclass(slots=True)  # frozen would take seven times as long to make, and a page has hundreds
class Line:
    """One line that is not blank.

    `number` is its number among all lines of the source, from 1. `gap` is the
    number of blank lines before it, `indent` the length of its leading white
    space. `raw` is the line unchanged. `text` is the line without its bullet
    and with single spaces. `key` is `text` in small letters without
    punctuation, for comparing. `groups` are its groups of letters and digits
    (for Chinese and Japanese, all runs of four characters). `words` is the
    number of words by `word_count`. `end` is its last character by `end_character`.
    """

    number: int
    raw: str
    text: str
    key: str
    groups: list[str]
    bullet: bool
    indent: int
    gap: int
    words: int
    end: str


def end_character(text: str) -> str:
    """Return the last character of a text, ignoring closing quotation marks and brackets; "" for a letter or digit.

    A tag in brackets after a sentence, as agencies write it, is ignored.
    """
    if text[-1:].isalnum():
        return ""
    if text[-1:] in (")", "]") and (tag := _AGENCY_TAG.search(text[-60:])):
        text = text[: len(text) - len(tag[0])]
    text = text.rstrip(_CLOSING_CHARACTERS)
    last = text[-1:]
    return "" if last.isalnum() or unicodedata.category(last or "a")[0] == "M" else last


def normalise(text: str) -> str:
    """Return the text in small letters, with each run of other characters than letters and digits as one space."""
    return " ".join(_groups(text))


def _groups(text: str) -> list[str]:
    ascii_only = ascii_groups(text, _LOWERCASE_TABLE)
    return (
        " ".join(_WORD_GROUP.findall(text.replace("_", " "))).casefold().split() if ascii_only is None else ascii_only
    )


def ascii_groups(text: str, table: bytes) -> list[str] | None:
    """Return the groups of characters that a translation table for ASCII makes of a text, split at spaces.

    Return None if the text holds more than ASCII and the commonest quotation
    marks and dashes. Such text needs regular expressions, which take several
    times as long.
    """
    if not text.isascii():
        for character in _COMMON_PUNCTUATION:
            text = text.replace(character, " ")
        if not text.isascii():
            return None
    return text.encode().translate(table).decode().split()


def fold(text: str) -> str:
    """Return the text in small letters without accents, for comparing names."""
    decomposed = unicodedata.normalize("NFKD", text).casefold()
    return "".join(c for c in decomposed if not unicodedata.combining(c)).replace("ı", "i")


def word_count(key: str) -> int:
    """Return the number of words in a normalised text. Scripts without spaces count by the average length of a word."""
    groups = key.split(" ") if key else []
    if key.isascii() or not _UNSPACED.search(key):
        return len(groups)
    return sum(map(_unspaced_word_count, groups))


def _unspaced_word_count(group: str) -> int:
    runs = [(m[0], m[1] is None) for m in _UNSPACED.finditer(group)]
    words = sum(len(run) / _CHARACTERS_PER_WORD[syllables] for run, syllables in runs)
    return max(1, round(words))


def _shingled(groups: list[str]) -> list[str]:
    """Return the groups, with Chinese and Japanese as all runs of four characters: similar texts share some of them."""
    found: list[str] = []
    for group in groups:
        if len(group) > _SHINGLE_CHARACTERS and not group.isascii() and (run := _UNSPACED.search(group)) and run[1]:
            found.extend(group[k : k + _SHINGLE_CHARACTERS] for k in range(len(group) - _SHINGLE_CHARACTERS + 1))
        else:
            found.append(group)
    return found


def tidy(text: str) -> str:
    """Return the text with single plain spaces, none at its ends, without soft hyphens or zero-width characters."""
    if text.isprintable() and "  " not in text:  # then it has no other kinds of space, and nothing invisible
        return text.strip()
    if any(map(text.__contains__, _INVISIBLE)):
        text = text.translate(_WITHOUT_INVISIBLE)
    return " ".join(text.split())


def split(text: str) -> list[Line]:
    """Return the lines of a text that are not blank, in order."""
    lines: list[Line] = []
    gap = 0
    for number, raw in enumerate(text.split("\n"), 1):
        if not raw or raw.isspace():
            gap += 1
            continue
        start = None if raw[0].isalnum() else _LINE_START.match(raw)
        bullet = bool(start and (start[2] or start[3]))
        content = tidy(raw[start.end() :]) if start and bullet else tidy(raw)
        if not content:
            bullet, content = False, tidy(raw)
        if not content:
            gap += 1
            continue
        indent = len(start[1]) if start else 0
        groups = _groups(content)
        key = " ".join(groups)
        words = len(groups)
        if not key.isascii() and _UNSPACED.search(key):
            words, groups = word_count(key), _shingled(groups)
        lines.append(Line(number, raw, content, key, groups, bullet, indent, gap, words, end_character(content)))
        gap = 0
    return lines


def is_sentence_like(line: Line) -> bool:
    """Return whether the line reads like running text: long enough and ended like a sentence, or very long."""
    words = line.words
    if words >= 40:
        return True
    return (words >= 6 and line.end in ENDS and line.end != "") or words >= 28 or has_no_stops(line)


def has_no_stops(line: Line) -> bool:
    """Return whether the line is long enough for a sentence, in a script without full stops: Thai or Lao."""
    return line.words >= 8 and not line.end and "\u0e00" <= line.text[-1:] <= "\u0eff"
