"""The page as lines: what each looks like, before anybody asks what it means."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

BULLETS = "•‣◦▪▫■□●○★☆►▶▸▹→»›·‧–—*+-"
"""Signs that open an item of a list, as scrapers write them (a dash or a star only before a space)."""

ENDS = ".!?…。！？؟۔।॥።။។"
"""Signs that end a sentence, in the scripts that we meet."""

_CLOSERS = "\"'”’»«“‘)]}›*"
_TAG = re.compile(r"(?<=[.!?…\"”»])\s*[(\[][^()\[\]]{2,40}[)\]]$")
_LEADING = re.compile(r"(\s*)(?:([•‣◦▪▫■□●○★☆►▶▸▹‧])\s*|([→»›·–—*+\-])\s+)?")
_UNSEEN = "\u00ad\u200b\u2060\ufeff"
_HIDE = str.maketrans("", "", _UNSEEN)


def _ranges(codes: Iterable[int]) -> str:
    """A set of signs as the inside of a character class."""
    spans: list[list[int]] = []
    for code in codes:
        if spans and code == spans[-1][1] + 1:
            spans[-1][1] = code
        else:
            spans.append([code, code])
    return "".join(f"{chr(low)}-{chr(high)}" for low, high in spans)


_GROUP = re.compile(rf"\w[\w{_ranges(c for c in range(0x300, 0x3000) if unicodedata.category(chr(c))[0] == 'M')}]*")
"""Letters and digits with the vowel signs and accents that are signs of their own, as in Hindi or Thai."""
_CHARACTERS = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_SYLLABLES = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"
_UNSPACED = re.compile(f"([{_CHARACTERS}]+)|[{_SYLLABLES}]+")
_A_WORD = (2, 5)
"""How many signs count as a word where words are not parted: in Chinese and Japanese; in Thai, Lao, Burmese, Khmer."""
_SHINGLE = 4
_COMMON = "’“”‘–—…"
_SMALL = bytes(ord(chr(c).lower()) if chr(c).isalnum() else ord(" ") for c in range(128)) + bytes(128)
"""For each sign of ASCII its small letter, or a space if it is no letter or digit."""


@dataclass(slots=True)  # frozen would take seven times as long to make, and a page has hundreds
class Line:
    """One line that holds something. `number` counts all lines of the source from 1; `gap` the empty ones before it.

    `raw` is the line as it stands, `text` without its bullet and with single
    spaces, `key` the same in small letters without signs, for comparing, and
    `groups` its groups of letters and digits (of Chinese and Japanese all runs
    of four signs); `words` counts its words, as `word_count` does; `end` is
    the sign it ends with, as `end_sign` has it.
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


def end_sign(text: str) -> str:
    """The sign a text ends with, closing quotation marks and brackets aside; empty if that is a letter or digit.

    A tag in brackets behind a sentence, as agencies set it, is passed over.
    """
    if text[-1:].isalnum():
        return ""
    if text[-1:] in (")", "]") and (tag := _TAG.search(text[-60:])):
        text = text[: len(text) - len(tag[0])]
    text = text.rstrip(_CLOSERS)
    last = text[-1:]
    return "" if last.isalnum() or unicodedata.category(last or "a")[0] == "M" else last


def squash(text: str) -> str:
    """The text in small letters with one space for anything that is no letter or digit."""
    return " ".join(_groups(text))


def _groups(text: str) -> list[str]:
    plain = plain_groups(text, _SMALL)
    return " ".join(_GROUP.findall(text.replace("_", " "))).casefold().split() if plain is None else plain


def plain_groups(text: str, table: bytes) -> list[str] | None:
    """The groups of signs that a table for ASCII makes of a text, parted by its spaces.

    None if the text holds more than ASCII and the commonest quotation marks and
    dashes: there regular expressions must do, which take several times as long.
    """
    if not text.isascii():
        for sign in _COMMON:
            text = text.replace(sign, " ")
        if not text.isascii():
            return None
    return text.encode().translate(table).decode().split()


def fold(text: str) -> str:
    """The text in small letters without accents, for comparing names."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    return "".join(c for c in plain if not unicodedata.combining(c)).replace("ı", "i")


def word_count(key: str) -> int:
    """Words in a squashed text. In scripts without spaces so many signs count as a word as one has on average."""
    groups = key.split(" ") if key else []
    if key.isascii() or not _UNSPACED.search(key):
        return len(groups)
    return sum(map(_words_in, groups))


def _words_in(group: str) -> int:
    runs = [(m[0], m[1] is None) for m in _UNSPACED.finditer(group)]
    signs = sum(len(run) / _A_WORD[syllables] for run, syllables in runs)
    return max(1, round(signs))


def _shingled(groups: list[str]) -> list[str]:
    """The groups, those of Chinese and Japanese as all runs of four signs: texts with words in common share some."""
    found: list[str] = []
    for group in groups:
        if len(group) > _SHINGLE and not group.isascii() and (run := _UNSPACED.search(group)) and run[1]:
            found.extend(group[k : k + _SHINGLE] for k in range(len(group) - _SHINGLE + 1))
        else:
            found.append(group)
    return found


def tidy(text: str) -> str:
    """The text with single plain spaces, none at its ends, and without soft hyphens and signs of no width."""
    if text.isprintable() and "  " not in text:  # then it holds no other spaces, and nothing unseen
        return text.strip()
    if any(map(text.__contains__, _UNSEEN)):
        text = text.translate(_HIDE)
    return " ".join(text.split())


def split(text: str) -> list[Line]:
    """The lines of a text that hold more than space, in order."""
    lines: list[Line] = []
    gap = 0
    for number, raw in enumerate(text.split("\n"), 1):
        if not raw or raw.isspace():
            gap += 1
            continue
        lead = None if raw[0].isalnum() else _LEADING.match(raw)
        bullet = bool(lead and (lead[2] or lead[3]))
        body = tidy(raw[lead.end() :]) if lead and bullet else tidy(raw)
        if not body:
            bullet, body = False, tidy(raw)
        if not body:
            gap += 1
            continue
        indent = len(lead[1]) if lead else 0
        groups = _groups(body)
        key = " ".join(groups)
        words = len(groups)
        if not key.isascii() and _UNSPACED.search(key):
            words, groups = word_count(key), _shingled(groups)
        lines.append(Line(number, raw, body, key, groups, bullet, indent, gap, words, end_sign(body)))
        gap = 0
    return lines


def is_sentence_like(line: Line) -> bool:
    """Whether the line reads like running text: long enough, and ended like a sentence or very long."""
    words = line.words
    if words >= 40:
        return True
    return (words >= 6 and line.end in ENDS and line.end != "") or words >= 28 or has_no_stops(line)


def has_no_stops(line: Line) -> bool:
    """Whether the line is long enough for a sentence, in a script that ends them without a sign: Thai and Lao."""
    return line.words >= 8 and not line.end and "\u0e00" <= line.text[-1:] <= "\u0eff"
