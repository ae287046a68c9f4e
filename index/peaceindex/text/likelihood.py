"""How likely a text is as language. It decides which reading of some bytes is the right one.

For alphabets a table (`letters.npz`, made by `training.letters`) holds, for each language, the cost of each letter
after each other letter: -ln of its probability, in steps of 1/`SCALE`. For Chinese, Japanese and Korean it holds the
cost of each character. The cost of a text is its cost in its most likely language. Readings of the same bytes are
comparable: each gives all of the bytes a meaning, and the difference of two costs is how much likelier one is, in nats.

ASCII is the same in all readings, so it has no cost of its own. It only helps to identify the language within an
alphabet, by how much more it costs in that language than in the one that fits best.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

BOUNDARY, PUNCTUATION, SYMBOL, APOSTROPHE, CONTROL, FOREIGN, LATIN, OPENING, FIRST_LETTER = range(9)
"""The classes of characters that are not letters of the alphabet. Letters are numbered from `FIRST_LETTER`."""
SCALE = 12

_PUNCTUATION_CHARACTERS = "“”‘«»‹›–—…€£§№•©®°ªº\u00a0™·،؛؟׳״†‰"
_OPENING_CHARACTERS = "„‚¿¡"
_CAPITAL_WITHIN_WORD_COST = 5.0
"""The cost of a capital after a small letter within a word: letters of the wrong code page change their case."""
_SYMBOL_WITHIN_WORD_COST = 4.0
"""The cost of a character other than a dash, an apostrophe or a dot between two letters."""
_FOREIGN_WORD_COST = 8.0
"""The cost of a word in another script within a text of Latin letters."""
_LATIN_NEXT_TO_HAN_COST = 3.0
"""The cost of a Latin letter right next to a Chinese, Japanese or Korean character."""
_MAX_COST_PER_PAIR = 6.2
"""The cost per pair of letters from which a text is no language: right readings stay under 5.6, noise has 8 or more."""
_MAX_COST_PER_HAN_CHARACTER = 10.0
"""The same for a Chinese, Japanese or Korean character: right readings stay under 9, noise has 13."""
_MIN_JUDGED_CHARACTERS = 12
"""With fewer non-ASCII characters than this, language and nonsense cannot be distinguished."""
_HAN_PUNCTUATION = "、。，．・：；？！「」『』（）【】《》〈〉“”‘’—…－～〜·\u3000％ー々"
_HAN_CLASS_COSTS = {"common": 4.0, "wide": 6.5, "half": 9.0, "rare": 13.5, "other": 10.5, "control": 16.0}


@dataclass(frozen=True, slots=True)
class _Alphabet:
    classes: npt.NDArray[np.uint8]
    """The class of each character of the Basic Multilingual Plane."""
    costs: npt.NDArray[np.uint8]
    """Shape: language, previous character, character."""
    languages: tuple[str, ...]
    is_latin: bool


@dataclass(frozen=True, slots=True)
class LanguageCost:
    """The cost of a text in nats, the cost per pair of letters or per character, and whether it is language at all.

    All values are for the language that fits best.
    """

    cost: float
    cost_per_unit: float
    makes_sense: bool
    language: str


def folded(text: str) -> str:
    """Return the text in small letters, composed, with the two Arabic letters for yeh as one."""
    return unicodedata.normalize("NFC", text.lower().replace("i\u0307", "i")).replace("ی", "ي")


def language_cost(text: str) -> LanguageCost:
    """Return how likely a text is. Of the ASCII characters only control characters have a cost of their own."""
    points = np.frombuffer(folded(text).encode("utf-16-le", "surrogatepass"), np.uint16)
    classes_before = _base_classes()[points]
    non_ascii = (points >= 0x80) | (classes_before == CONTROL)
    if not non_ascii.any():
        return LanguageCost(0.0, 0.0, True, "")
    latin = classes_before == LATIN
    count = int(non_ascii.sum())
    is_latin = int(latin.sum()) > count
    wide_count = int((points >= 0x2E80).sum())
    found = [_han_cost(points, non_ascii, latin, is_latin)] if wide_count * 2 >= count else []
    if wide_count * 4 < count * 3:
        capitals_cost = _CAPITAL_WITHIN_WORD_COST * _capitals_within_words(text)
        for alphabet in _alphabets():
            classes = alphabet.classes[points]
            letters = (classes >= FIRST_LETTER) & non_ascii
            if alphabet.is_latin or letters.any():
                foreign_words = _FOREIGN_WORD_COST * _run_count(letters) if is_latin and not alphabet.is_latin else 0.0
                found.append(
                    _alphabet_cost(classes.astype(np.int64), non_ascii, alphabet, capitals_cost + foreign_words)
                )
    return min(found, key=lambda one: one.cost)


def _alphabet_cost(
    classes: npt.NDArray[np.int64], non_ascii: npt.NDArray[np.bool_], alphabet: _Alphabet, extra_cost: float
) -> LanguageCost:
    width = alphabet.costs.shape[1]
    pairs = np.concatenate(([BOUNDARY], classes[:-1])) * width + classes
    in_pair = non_ascii.copy()
    in_pair[1:] |= non_ascii[:-1]
    flat = alphabet.costs.reshape(len(alphabet.languages), -1)
    costs = _pair_cost_sums(flat, pairs[in_pair])
    own_costs = costs
    if len(alphabet.languages) > 1 and not in_pair.all():
        ascii_costs = _pair_cost_sums(flat, pairs[~in_pair])
        costs = costs + ascii_costs - ascii_costs.min()
    letters = classes >= FIRST_LETTER
    symbols = (classes == PUNCTUATION) | (classes == SYMBOL) | (classes == OPENING)
    symbols_within = int((letters[:-2] & symbols[1:-1] & letters[2:]).sum())
    best = int(costs.argmin())
    extra_cost += _SYMBOL_WITHIN_WORD_COST * symbols_within
    cost = float(costs[best]) + extra_cost
    cost_per_unit = (float(own_costs[best]) + extra_cost) / int(in_pair.sum())
    nonsense_count = int(((classes == FOREIGN) | (classes == CONTROL) | (classes == SYMBOL))[non_ascii].sum())
    makes_sense = (cost_per_unit < _MAX_COST_PER_PAIR and nonsense_count * 3 < int(non_ascii.sum())) or int(
        non_ascii.sum()
    ) < _MIN_JUDGED_CHARACTERS
    return LanguageCost(cost, cost_per_unit, makes_sense, alphabet.languages[best])


def _han_cost(
    points: npt.NDArray[np.uint16], non_ascii: npt.NDArray[np.bool_], latin: npt.NDArray[np.bool_], is_latin: bool
) -> LanguageCost:
    languages, costs = _han_costs()
    sums = costs[:, points[non_ascii]].sum(1)
    best = int(sums.argmin())
    wide = points >= 0x2E80
    touching = int((wide[1:] & latin[:-1]).sum() + (wide[:-1] & latin[1:]).sum())
    foreign_words = _FOREIGN_WORD_COST * _run_count(wide) if is_latin else 0.0
    cost = float(sums[best]) + _LATIN_NEXT_TO_HAN_COST * touching + foreign_words
    count = int(non_ascii.sum())
    cost_per_unit = cost / count
    return LanguageCost(
        cost,
        cost_per_unit,
        cost_per_unit < _MAX_COST_PER_HAN_CHARACTER or count < _MIN_JUDGED_CHARACTERS,
        languages[best],
    )


def _run_count(mask: npt.NDArray[np.bool_]) -> int:
    """Return the number of runs of characters for which `mask` is true."""
    return int(mask[0]) + int((mask[1:] & ~mask[:-1]).sum())


def _pair_cost_sums(costs: npt.NDArray[np.uint8], pairs: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
    different, counts = np.unique(pairs, return_counts=True)
    sums: npt.NDArray[np.float64] = costs[:, different] @ (counts / SCALE)
    return sums


def _capitals_within_words(text: str) -> int:
    """Return the number of capitals that follow a small letter, where at least one of the two is not ASCII."""
    points = np.frombuffer(text.encode("utf-16-le", "surrogatepass"), np.uint16)
    upper, lower = _cases()
    non_ascii = (points[1:] >= 0x80) | (points[:-1] >= 0x80)
    return int((upper[points[1:]] & lower[points[:-1]] & non_ascii).sum())


@cache
def _cases() -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.bool_]]:
    end = 0x600  # Latin, Greek, Cyrillic, Armenian
    upper, lower = np.zeros(65_536, bool), np.zeros(65_536, bool)
    upper[:end] = [chr(code).isupper() for code in range(end)]
    lower[:end] = [chr(code).islower() for code in range(end)]
    return upper, lower


@cache
def _base_classes() -> npt.NDArray[np.uint8]:
    """Return the class of each character of the Basic Multilingual Plane, before any alphabet is applied."""
    classes = np.full(65_536, CONTROL, np.uint8)
    for code in range(0x20, 0x10000):
        category = unicodedata.category(chr(code))
        if category[0] != "C" or category == "Cf":
            classes[code] = FOREIGN if category[0] in "LM" else SYMBOL
    classes[0xFFFD] = CONTROL
    for code in range(0x20, 0x7F):
        classes[code] = LATIN if chr(code).isalpha() else BOUNDARY
    classes[[9, 10, 13]] = BOUNDARY
    classes[[ord(c) for c in _PUNCTUATION_CHARACTERS]] = PUNCTUATION
    classes[[ord(c) for c in _OPENING_CHARACTERS]] = OPENING
    classes[[ord(c) for c in "'’-‑"]] = APOSTROPHE
    return classes


@cache
def _load_table() -> dict[str, npt.NDArray[np.generic]]:
    with np.load(Path(__file__).with_name("letters.npz")) as found:
        return {name: found[name] for name in found}


@cache
def _alphabets() -> tuple[_Alphabet, ...]:
    table = _load_table()
    scripts = []
    for name in (key.removesuffix("_costs") for key in table if key.endswith("_costs") and key != "han_costs"):
        classes = _base_classes().copy()
        for number, letter in enumerate(str(table[f"{name}_alphabet"])):
            classes[ord(letter)] = FIRST_LETTER + number
        languages = tuple(str(table[f"{name}_languages"]).split())
        scripts.append(_Alphabet(classes, table[f"{name}_costs"].astype(np.uint8), languages, name == "latin"))
    return tuple(scripts)


@cache
def _han_costs() -> tuple[tuple[str, ...], npt.NDArray[np.float32]]:
    """Return the languages without a small alphabet, and the cost of each character of the BMP in each of them."""
    table, classes = _load_table(), _base_classes()
    languages = tuple(str(table["han_languages"]).split())
    costs = np.full(65_536, _HAN_CLASS_COSTS["other"], np.float32)
    costs[classes == CONTROL] = _HAN_CLASS_COSTS["control"]
    costs[0x3400:0xD7B0] = _HAN_CLASS_COSTS["rare"]
    costs[0xF900:0xFB00] = _HAN_CLASS_COSTS["rare"]
    costs[0xD800:0xE000] = _HAN_CLASS_COSTS["rare"]
    costs[0xFF01:0xFF5F] = _HAN_CLASS_COSTS["wide"]
    costs[0xFF61:0xFFA0] = _HAN_CLASS_COSTS["half"]
    costs[[ord(c) for c in _HAN_PUNCTUATION]] = _HAN_CLASS_COSTS["common"]
    by_language = np.tile(costs, (len(languages), 1))
    code_points = [ord(c) for c in str(table["han_alphabet"])]
    by_language[:, code_points] = table["han_costs"].astype(np.float32) / SCALE
    return languages, by_language
