"""Stems of languages that join several endings or prefixes to a word, each way to take them off tried.

Turkish and Azerbaijani, Hungarian, Indonesian and Amharic. A short stem counts only if it is the other word itself: the
Turkish kadın (woman) and kadı (judge) both leave kad, and are no forms of one word. All words here are folded.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

from peaceindex.startup.late_pattern import late_pattern

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

MIN_STEM = 3
MIN_SHARED = 4

_TURKIC_CHAIN = late_pattern(
    r"(?P<plural>l[ae]r)?"
    r"(?P<of>(?:[iu]m|[iu]n|s?[iu]|[iu]?m[iu]z|[iu]?n[iu]z|l[ae]r[iu]|m|yi|yu)?)"
    r"(?P<case>(?:[yn]?[iu]|[yn]?[ae]|n?[dt][ae]|n?[dt][ae]n|n?[iu]n|y?l[ae]|[nyd]?[dt]?[ae]ki(?:l[ae]r)?)?)"
    r"(?P<verb>(?:[dt][iu](?:l[ae]r|k|m)?|m[iu]s(?:l[ae]r|ti|tir)?|m[ae]k|[iu]?yor(?:l[ae]r|du)?|[ae]c[ae]k)?)"
)
_TURKIC_LAST = {"b": "p", "d": "t", "g": "k", "q": "k"}
_TURKIC_LONGEST = 12


def _turkic(word: str) -> Iterator[str]:
    word = word.replace("ə", "e")
    yield _hardened(word)
    for at in range(max(2, len(word) - _TURKIC_LONGEST), len(word)):
        stem, rest = word[:at], word[at:]
        if _TURKIC_CHAIN.fullmatch(rest) and _is_harmonious(stem, rest):
            yield _hardened(stem)
            if stem[-1] == "y" and rest[0] in "aeiu":
                yield stem[:-1] + "k"


def _hardened(stem: str) -> str:
    """Return a stem with the last letter that it has without an ending: mektubu is mektup, uşağı uşaq or uşak."""
    return stem[:-1] + _TURKIC_LAST.get(stem[-1], stem[-1]) if len(stem) > MIN_STEM else stem


def _is_harmonious(stem: str, rest: str) -> bool:
    """Return whether the vowels of endings agree with the last one of the stem, as far as folding leaves them."""
    last = next((letter for letter in reversed(stem) if letter in "aeiou"), "")
    if not last:
        return False
    for letter in rest:
        if letter in "aeiou":
            if (letter == "u" and last not in "ou") or (letter == "i" and last in "ou") or (letter, last) == ("a", "e"):
                return False
            last = letter
    return True


_HUNGARIAN_ENDING = late_pattern(
    r"(?:[aoe]?k|j?[ae]|j?[ae]?i|j?uk|j?[ae]ik|[aoe]?m|unk|j?[ae]im|j?[ae]ink)?"
    r"(?:[aoe]?t|b[ae]n?|r[ae]|[oe]?n|r[oe]l|t[oe]l|b[oe]l|h[oe]z|n[ae]k|k[ae]l|ig|ert|kent|v[ae]l|n[ae]l|v[ae]|i|"
    r"t[ae]k|t[ae]m|[oa]tt|ett|ni)?"
)
_DOUBLED = late_pattern(r"(.)\1([ae]l|[ae])$")
_UNSTEADY_VOWEL = late_pattern(r"(?<=[^aeiou])[oeua](ly|r|m|l|z|g)$")
_HUNGARIAN_LONGEST = 9


def _hungarian(word: str) -> Iterator[str]:
    for stem in _hungarian_stems(word):
        yield stem
        if len(stem) > MIN_SHARED:
            yield _UNSTEADY_VOWEL.sub(r"\1", stem)


def _hungarian_stems(word: str) -> Iterator[str]:
    yield word
    for at in range(max(MIN_STEM, len(word) - _HUNGARIAN_LONGEST), len(word)):
        if _HUNGARIAN_ENDING.fullmatch(word[at:]):
            yield word[:at]
    if doubled := _DOUBLED.search(word):  # elnök, elnökkel
        yield word[: doubled.start() + 1]


_INDONESIAN = "di ke se ber ter per pe me mem men meng meny pem pen peng peny memper diper keber"
_INDONESIAN_PREFIXES = _INDONESIAN.split()
_NASAL = {"mem": "p", "pem": "p", "men": "t", "pen": "t", "meng": "k", "peng": "k", "meny": "s", "peny": "s"}
_INDONESIAN_ENDINGS = ("kan", "an", "i", "nya", "annya", "kannya", "inya", "lah", "kah")


def _indonesian(word: str) -> Iterator[str]:
    for end in ("", *_INDONESIAN_ENDINGS):
        if not word.endswith(end):
            continue
        rest = word[: len(word) - len(end)]
        yield rest
        for prefix in _INDONESIAN_PREFIXES:
            if rest.startswith(prefix):
                yield rest[len(prefix) :]
                if prefix in _NASAL and rest[len(prefix) :][:1] in tuple("aeiou"):
                    yield _NASAL[prefix] + rest[len(prefix) :]
                if prefix in ("be", "te") or rest.startswith(("ber", "ter", "per")):
                    yield rest[2:]  # berunding is ber with runding


def _indonesian_beginnings(stem: str) -> Iterator[str]:
    begin = stem[:MIN_SHARED]
    yield begin
    for prefix in _INDONESIAN_PREFIXES:
        yield prefix + begin
        if _NASAL.get(prefix) == begin[:1]:
            yield prefix + begin[1:]
        if prefix.endswith("r") and begin.startswith("r"):
            yield prefix + begin[1:]


_AMHARIC_BEFORE = "የ በ ለ ከ ስለ እንደ ወደ እስከ በየ ለየ ያለ እየ የሚ"
_AMHARIC_PREFIXES = _AMHARIC_BEFORE.split()
_AMHARIC_BEHIND = "ን ና ም ው ዋ ች ቹ ችን ቹን ዎች ዎችን ዎቹ ዎቹን ቻቸው ያቸው ቸው ውን ዋን ችና ንም ችም"
_AMHARIC_ENDINGS = _AMHARIC_BEHIND.split()
_SAME_SOUND = {"ሐ": "ሀ", "ኀ": "ሀ", "ሠ": "ሰ", "ዐ": "አ", "ፀ": "ጸ"}
"""Letters of which another one has the same sound, by the first of the seven forms of each."""
_FORMS = 8
_SAME = {
    chr(ord(letter) + form): chr(ord(other) + form)
    for letter, other in _SAME_SOUND.items()
    for form in range(_FORMS - 1)
}
_SAME |= {"ሃ": "ሀ", "ሓ": "ሀ", "ኃ": "ሀ", "ኻ": "ሀ", "ኣ": "አ", "ዓ": "አ"}
_SPELLINGS: dict[str, list[str]] = {}
for _letter, _other in _SAME.items():
    _SPELLINGS.setdefault(_other, [_other]).append(_letter)
_H, _FIRST_AS_H = "ሀ", "አ"
_WITHOUT_VOWEL = 5
_WITH_A = 3


def _amharic(word: str) -> Iterator[str]:
    word = "".join(_SAME.get(letter, letter) for letter in word)
    for stem in _amharic_stems(word):
        yield _FIRST_AS_H + stem[1:] if stem.startswith(_H) else stem  # ሀገር, አገር


def _amharic_stems(word: str) -> Iterator[str]:
    for prefix in ("", *_AMHARIC_PREFIXES):
        if not word.startswith(prefix):
            continue
        rest = word[len(prefix) :]
        for end in ("", *_AMHARIC_ENDINGS):
            if rest.endswith(end) and len(rest) - len(end) > 1:
                yield _without_last_vowel(rest[: len(rest) - len(end)])
        if len(rest) > MIN_STEM and rest[-1] == "ት" and ord(rest[-2]) % _FORMS == _WITH_A:  # ሀገር, ሀገራት
            yield _without_last_vowel(rest[:-1])


def _without_last_vowel(stem: str) -> str:
    """Return a stem whose last letter has no vowel: the article and other endings are written as its vowel."""
    last = ord(stem[-1])
    return stem[:-1] + chr(last - last % _FORMS + _WITHOUT_VOWEL) if 0x1200 <= last < 0x1358 else stem


def _amharic_beginnings(stem: str) -> Iterator[str]:
    begin = stem[: 2 if len(stem) > 2 else 1]
    spellings = [_SPELLINGS.get(letter, [letter]) for letter in begin]
    if begin.startswith(_FIRST_AS_H):
        spellings[0] = [*spellings[0], *_SPELLINGS[_H]]
    for letters in product(*spellings):
        for prefix in ("", *_AMHARIC_PREFIXES):
            yield prefix + "".join(letters)


def _turkic_beginnings(stem: str) -> Iterator[str]:
    begin = stem[: max(MIN_STEM, len(stem) - 1)]
    if "e" in begin:
        yield from map("".join, product(*("eə" if letter == "e" else letter for letter in begin[:MIN_STEM])))
    else:
        yield begin


def _hungarian_beginnings(stem: str) -> Iterator[str]:
    yield stem[: max(MIN_STEM, len(stem) - 2)]


@dataclass(frozen=True)
class Splitting:
    """How the stems of a word are found, and how its forms may begin."""

    _stems: Callable[[str], Iterator[str]]
    _beginnings: Callable[[str], Iterator[str]]
    min_shared: int = MIN_SHARED
    """The fewest letters of a stem by which two words meet that are both longer than it."""

    def stems(self, word: str) -> tuple[str, ...]:
        """Return what may be the stem of a folded word, the word itself first."""
        return tuple(dict.fromkeys(stem for stem in self._stems(word) if len(stem) > 1)) or (word,)

    def beginnings(self, stem: str) -> Iterator[str]:
        """Yield how the forms of a stem may begin."""
        return self._beginnings(stem)


SPLITTING = {
    "tr": Splitting(_turkic, _turkic_beginnings),
    "az": Splitting(_turkic, _turkic_beginnings),
    "hu": Splitting(_hungarian, _hungarian_beginnings),
    "id": Splitting(_indonesian, _indonesian_beginnings, MIN_SHARED + 1),
    "ms": Splitting(_indonesian, _indonesian_beginnings, MIN_SHARED + 1),
    "am": Splitting(_amharic, _amharic_beginnings, MIN_STEM),
    "ti": Splitting(_amharic, _amharic_beginnings, MIN_STEM),
}
"""By language code."""
