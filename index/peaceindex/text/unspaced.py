"""Scripts that put no spaces between words: Chinese, Japanese, Thai, Lao, Khmer and Burmese.

Where a word ends is a matter of judgement there, and a search must not depend on it. So the words of a run of such
text are its overlapping pairs of units, and any part of a run is found as a phrase of pairs: 停火协议 holds 停火, 火协
and 协议. The last unit of a run is a word of its own, so that each unit begins exactly one word; a run takes as many
places as it has units, and what follows it is next to its last one. The index holds each unit alone as well.

A unit is a character with the marks that belong to it. In Thai, Lao, Khmer and Burmese these are vowels, tones and
subscripts: without them different words would be the same, and a hit would end within what is one sign on the screen.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from peaceindex.startup.late_pattern import late_pattern
from peaceindex.text.folding import INVISIBLE, fold

if TYPE_CHECKING:
    from collections.abc import Iterator

_BEGINNINGS = (
    r"\u0e01-\u0e30\u0e32-\u0e33\u0e40-\u0e46"  # Thai
    r"\u0e81-\u0ea3\u0ea5\u0ea7-\u0eb0\u0eb2-\u0eb3\u0ebd\u0ec0-\u0ec6\u0edc-\u0edf"  # Lao
    r"\u1000-\u102a\u103f\u1050-\u1055\u105a-\u105d\u1061\u1065-\u1066\u106e-\u1070\u1075-\u1081\u108e"  # Burmese
    r"\ua9e0-\ua9e4\ua9e6-\ua9ef\ua9fa-\ua9fe\uaa60-\uaa76\uaa7a\uaa7e-\uaa7f"
    r"\u1780-\u17b3\u17d7\u17dc"  # Khmer
    r"\u3005-\u3007\u303b\u3041-\u3096\u309d-\u309e\u30a1-\u30fa\u30fc-\u30fe\u31f0-\u31ff\uff66-\uff9d"  # Japanese
    r"\u3105-\u312f\u31a0-\u31bf\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"  # Chinese
)
_MARKS = (
    r"\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ece"
    r"\u102b-\u103e\u1056-\u1059\u105e-\u1060\u1062-\u1064\u1067-\u106d\u1071-\u1074\u1082-\u108d\u108f\u109a-\u109d"
    r"\ua9e5\uaa7b-\uaa7d\u17b4-\u17d3\u17dd\u302a-\u302f\u3099-\u309a\uff9e-\uff9f\U000e0100-\U000e01ef"
)
LETTERS = _BEGINNINGS
"""Ranges of the characters that begin a unit."""
RUN = rf"[{_BEGINNINGS}][{_BEGINNINGS}{_MARKS}{INVISIBLE}]*+"
"""The pattern of a run of text without spaces."""
RUN_PART = rf"(?:[{_BEGINNINGS}][{_MARKS}{INVISIBLE}]*+){{1,64}}+"
"""The pattern of as much of a run as is divided at once, where the words of a long text are needed one by one."""

_FIRST = "\u0e01"
_CERTAINLY_SPACED = late_pattern(r"[\x00-\u0dff\u1e00-\u2fff]*+\Z")
"""All characters of most texts, in two ranges: this is a tenth of the work of looking for letters."""
_PLAIN_RUN = late_pattern(r"[\u3041-\u3096\u30a1-\u30fa\u30fc\u4e00-\u9fff]+\Z")
_RING = late_pattern("[\u0e4d\u0ecd]")
_VOWELS_AM = {"\u0e32": "\u0e33", "\u0eb2": "\u0eb3"}
_REPEATED = "\u3005\u303b\u309d\u30fd"
_REPEATED_WITH_VOICE = "\u309e\u30fe"
_VOICE = "\u3099"

Token = tuple[str, int, int]
"""The folded text of a unit or a pair, and where it stands in the text."""


# Compiled when they are first needed: each takes milliseconds, and most libraries have no such text.
@cache
def _beginning() -> re.Pattern[str]:
    return re.compile(rf"[{_BEGINNINGS}]")


@cache
def _unit() -> re.Pattern[str]:
    return re.compile(rf"([{_BEGINNINGS}][{_MARKS}]*+)(?:[{INVISIBLE}]++[{_MARKS}]*+)*+")


def is_spaced(text: str) -> bool:
    """Return whether a text has no character of these scripts."""
    return _CERTAINLY_SPACED.match(text) is not None or _beginning().search(text) is None


def begins_run(word: str) -> bool:
    """Return whether a word as it is written begins a run of these scripts, or a folded one is a unit or a pair."""
    return word >= _FIRST and _beginning().match(word) is not None


def run_words(run: str, start: int = 0, before: str = "") -> Iterator[Token]:
    """Yield the words of a run that stands at `start`: a pair for each unit but the last, and the last unit.

    `before` is the character in front of the run, if it is one of these scripts too: an iteration mark repeats it.
    """
    if (texts := _plain_units(run)) is not None:
        last = len(texts) - 1
        for at, text in enumerate(texts):
            yield texts[at : at + 2] if at < last else text, start + at, start + min(at + 2, last + 1)
        return
    previous: Token | None = None
    for unit in _whole_vowels(_units(run, start, before), run):
        if previous is not None:
            yield previous[0] + unit[0], previous[1], unit[2]
        previous = unit
    if previous is not None:
        yield previous


def part_words(text: str, start: int, end: int) -> Iterator[Token]:
    """Yield the words that begin in a part of a run, as `run_words` does for all of it."""
    before = text[start - 1] if start else ""
    following = _unit().match(text, end)
    for word in run_words(text[start : following.end() if following else end], start, before):
        if word[1] < end:
            yield word


def run_texts(run: str) -> list[str]:
    """Return the words of a run without their places. This is several times as fast as `run_words`."""
    if (texts := _plain_units(run)) is not None:
        return [*map(str.__add__, texts, texts[1:]), texts[-1]]
    return [text for text, _, _ in run_words(run)]


@lru_cache(maxsize=16384)
def first_unit(word: str) -> str:
    """Return the first unit of a folded pair, or the unit itself."""
    found = _unit().match(word)
    return found[0] if found else word


def unit_end(text: str, start: int) -> int:
    """Return where the unit ends that begins at a position of a text."""
    found = _unit().match(text, start)
    return start + len(found[0].rstrip(_invisible_characters())) if found else start + 1


def _plain_units(run: str) -> str | None:
    """Return the folded units of a run in which each character is one, in one text; None if others are in it."""
    if _PLAIN_RUN.match(run):
        texts = fold(run)
        if len(texts) == len(run):
            return texts
    return None


def _units(run: str, start: int, before: str) -> Iterator[Token]:
    previous = fold(before) if before and begins_run(before) else ""
    for found in _unit().finditer(run):
        text = _folded(found[0])
        if previous and text in _REPEATED:
            text = previous
        elif previous and text in _REPEATED_WITH_VOICE:
            text = unicodedata.normalize("NFC", previous + _VOICE)
        previous = text
        yield text, start + found.start(), start + found.start() + len(found[0].rstrip(_invisible_characters()))


def _whole_vowels(found: Iterator[Token], run: str) -> Iterator[Token]:
    """Yield units in which the Thai and Lao vowel am is one sign, as it is typed. Texts from PDF have it in two."""
    if not _RING.search(run):
        yield from found
        return
    previous: Token | None = None
    for text, start, end in found:
        if previous is not None:
            vowel = _VOWELS_AM.get(text[:1]) if _RING.search(previous[0]) else None
            yield (_RING.sub("", previous[0]), *previous[1:]) if vowel else previous
            text = vowel + text[1:] if vowel else text
        previous = text, start, end
    if previous is not None:
        yield previous


@cache
def _invisible_characters() -> str:
    return "".join(re.findall(f"[{INVISIBLE}]", "".join(map(chr, range(0xAD, 0xFF00)))))


@lru_cache(maxsize=16384)
def _folded(unit: str) -> str:
    return fold(unit)
