"""How likely a text is as language: tells which reading of some bytes is the right one.

For alphabets a table (`letters.npz`, made by `training.letters`) holds, language by language, the cost of each letter
after each: -ln of its probability, in steps of 1/`SCALE`. For Chinese, Japanese and Korean it holds the cost of each
sign. The cost of a text is that of its most likely language. Readings of the same bytes compare: each gives all of the
bytes a meaning, and the difference of two costs is how much likelier one is, in nats.

What is ASCII is the same in all readings. So it has no cost of its own; it only tells which language of an alphabet is
spoken, by how much more it costs in that language than in the one that fits best.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

BOUNDARY, PUNCTUATION, SYMBOL, APOSTROPHE, CONTROL, FOREIGN, LATIN, OPENING, FIRST_LETTER = range(9)
"""What a sign is where it is no letter of the alphabet; letters are counted from `FIRST_LETTER`."""
SCALE = 12

_GOOD = "“”‘«»‹›–—…€£§№•©®°ªº\u00a0™·،؛؟׳״†‰"
_OPENING = "„‚¿¡"
_UPPER_WITHIN = 5.0
"""Cost of a capital after a small letter within a word: letters of the wrong code page change their case."""
_SIGN_WITHIN = 4.0
"""Cost of a sign other than a dash, an apostrophe or a dot between two letters."""
_STRANGER_WORD = 8.0
"""Cost of a word in another script within a text of Latin letters."""
_TOUCHING = 3.0
"""Cost of a Latin letter right beside a Chinese, Japanese or Korean sign."""
_NONSENSE = 6.2
"""What a pair of letters costs in what is no language: the right readings stay under 5.6, noise has 8 and more."""
_NONSENSE_SIGNS = 10.0
"""The same for a Chinese, Japanese or Korean sign: under 9, and 13."""
_FEW = 12
"""With fewer signs beyond ASCII nothing tells language from nonsense."""
_HAN_PUNCTUATION = "、。，．・：；？！「」『』（）【】《》〈〉“”‘’—…－～〜·\u3000％ー々"
_HAN_COSTS = {"common": 4.0, "wide": 6.5, "half": 9.0, "rare": 13.5, "other": 10.5, "control": 16.0}


@dataclass(frozen=True, slots=True)
class _Script:
    classes: npt.NDArray[np.uint8]
    """The class of each sign of the basic plane."""
    costs: npt.NDArray[np.uint8]
    """Language, sign before, sign."""
    languages: tuple[str, ...]
    is_latin: bool


@dataclass(frozen=True, slots=True)
class Likeness:
    """What a text costs in nats what a pair of its letters, or a sign, and whether it is language at all.

    All for the language that fits best.
    """

    cost: float
    each: float
    makes_sense: bool
    language: str


def folded(text: str) -> str:
    """Small letters, composed, with the two Arabic letters for yeh as one."""
    return unicodedata.normalize("NFC", text.lower().replace("i\u0307", "i")).replace("ی", "ي")


def likeness(text: str) -> Likeness:
    """How likely a text is. Of ASCII only the control characters have a cost of their own."""
    points = np.frombuffer(folded(text).encode("utf-16-le", "surrogatepass"), np.uint16)
    kinds = _kinds()[points]
    beyond = (points >= 0x80) | (kinds == CONTROL)
    if not beyond.any():
        return Likeness(0.0, 0.0, True, "")
    latin = kinds == LATIN
    number = int(beyond.sum())
    is_latin = int(latin.sum()) > number
    wide = int((points >= 0x2E80).sum())
    found = [_as_signs(points, beyond, latin, is_latin)] if wide * 2 >= number else []
    if wide * 4 < number * 3:
        odd = _UPPER_WITHIN * _capitals_within(text)
        for script in _scripts():
            classes = script.classes[points]
            letters = (classes >= FIRST_LETTER) & beyond
            if script.is_latin or letters.any():
                strangers = _STRANGER_WORD * _runs(letters) if is_latin and not script.is_latin else 0.0
                found.append(_as_letters(classes.astype(np.int64), beyond, script, odd + strangers))
    return min(found, key=lambda one: one.cost)


def _as_letters(
    classes: npt.NDArray[np.int64], beyond: npt.NDArray[np.bool_], script: _Script, more: float
) -> Likeness:
    width = script.costs.shape[1]
    pairs = np.concatenate(([BOUNDARY], classes[:-1])) * width + classes
    either = beyond.copy()
    either[1:] |= beyond[:-1]
    flat = script.costs.reshape(len(script.languages), -1)
    costs = _sums(flat, pairs[either])
    own = costs
    if len(script.languages) > 1 and not either.all():
        plain = _sums(flat, pairs[~either])
        costs = costs + plain - plain.min()
    letters = classes >= FIRST_LETTER
    signs = (classes == PUNCTUATION) | (classes == SYMBOL) | (classes == OPENING)
    within = int((letters[:-2] & signs[1:-1] & letters[2:]).sum())
    best = int(costs.argmin())
    more += _SIGN_WITHIN * within
    cost = float(costs[best]) + more
    each = (float(own[best]) + more) / int(either.sum())
    senseless = int(((classes == FOREIGN) | (classes == CONTROL) | (classes == SYMBOL))[beyond].sum())
    makes_sense = (each < _NONSENSE and senseless * 3 < int(beyond.sum())) or int(beyond.sum()) < _FEW
    return Likeness(cost, each, makes_sense, script.languages[best])


def _as_signs(
    points: npt.NDArray[np.uint16], beyond: npt.NDArray[np.bool_], latin: npt.NDArray[np.bool_], is_latin: bool
) -> Likeness:
    languages, costs = _signs()
    sums = costs[:, points[beyond]].sum(1)
    best = int(sums.argmin())
    wide = points >= 0x2E80
    touching = int((wide[1:] & latin[:-1]).sum() + (wide[:-1] & latin[1:]).sum())
    strangers = _STRANGER_WORD * _runs(wide) if is_latin else 0.0
    cost = float(sums[best]) + _TOUCHING * touching + strangers
    number = int(beyond.sum())
    each = cost / number
    return Likeness(cost, each, each < _NONSENSE_SIGNS or number < _FEW, languages[best])


def _runs(which: npt.NDArray[np.bool_]) -> int:
    """In how many pieces the signs stand that are meant."""
    return int(which[0]) + int((which[1:] & ~which[:-1]).sum())


def _sums(costs: npt.NDArray[np.uint8], pairs: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
    different, counts = np.unique(pairs, return_counts=True)
    sums: npt.NDArray[np.float64] = costs[:, different] @ (counts / SCALE)
    return sums


def _capitals_within(text: str) -> int:
    """How many capitals stand after a small letter, where one of them is not ASCII."""
    points = np.frombuffer(text.encode("utf-16-le", "surrogatepass"), np.uint16)
    upper, lower = _cases()
    beyond = (points[1:] >= 0x80) | (points[:-1] >= 0x80)
    return int((upper[points[1:]] & lower[points[:-1]] & beyond).sum())


@cache
def _cases() -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.bool_]]:
    most = 0x600  # Latin, Greek, Cyrillic, Armenian
    upper, lower = np.zeros(65_536, bool), np.zeros(65_536, bool)
    upper[:most] = [chr(code).isupper() for code in range(most)]
    lower[:most] = [chr(code).islower() for code in range(most)]
    return upper, lower


@cache
def _kinds() -> npt.NDArray[np.uint8]:
    """The class of each sign of the basic plane where no alphabet says otherwise."""
    kinds = np.full(65_536, CONTROL, np.uint8)
    for code in range(0x20, 0x10000):
        kind = unicodedata.category(chr(code))
        if kind[0] != "C" or kind == "Cf":
            kinds[code] = FOREIGN if kind[0] in "LM" else SYMBOL
    kinds[0xFFFD] = CONTROL
    for code in range(0x20, 0x7F):
        kinds[code] = LATIN if chr(code).isalpha() else BOUNDARY
    kinds[[9, 10, 13]] = BOUNDARY
    kinds[[ord(c) for c in _GOOD]] = PUNCTUATION
    kinds[[ord(c) for c in _OPENING]] = OPENING
    kinds[[ord(c) for c in "'’-‑"]] = APOSTROPHE
    return kinds


@cache
def _table() -> dict[str, npt.NDArray[np.generic]]:
    with np.load(Path(__file__).with_name("letters.npz")) as found:
        return {name: found[name] for name in found}


@cache
def _scripts() -> tuple[_Script, ...]:
    table = _table()
    scripts = []
    for name in (key.removesuffix("_costs") for key in table if key.endswith("_costs") and key != "han_costs"):
        classes = _kinds().copy()
        for number, letter in enumerate(str(table[f"{name}_alphabet"])):
            classes[ord(letter)] = FIRST_LETTER + number
        languages = tuple(str(table[f"{name}_languages"]).split())
        scripts.append(_Script(classes, table[f"{name}_costs"].astype(np.uint8), languages, name == "latin"))
    return tuple(scripts)


@cache
def _signs() -> tuple[tuple[str, ...], npt.NDArray[np.float32]]:
    """The languages without an alphabet of a few letters, and the cost of each sign of the basic plane in each."""
    table, kinds = _table(), _kinds()
    languages = tuple(str(table["han_languages"]).split())
    costs = np.full(65_536, _HAN_COSTS["other"], np.float32)
    costs[kinds == CONTROL] = _HAN_COSTS["control"]
    costs[0x3400:0xD7B0] = _HAN_COSTS["rare"]
    costs[0xF900:0xFB00] = _HAN_COSTS["rare"]
    costs[0xD800:0xE000] = _HAN_COSTS["rare"]
    costs[0xFF01:0xFF5F] = _HAN_COSTS["wide"]
    costs[0xFF61:0xFFA0] = _HAN_COSTS["half"]
    costs[[ord(c) for c in _HAN_PUNCTUATION]] = _HAN_COSTS["common"]
    every = np.tile(costs, (len(languages), 1))
    places = [ord(c) for c in str(table["han_alphabet"])]
    every[:, places] = table["han_costs"].astype(np.float32) / SCALE
    return languages, every
