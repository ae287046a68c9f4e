"""Make the table of letter pairs by which `text.likelihood` tells encodings apart.

    python -m training.letters

The table holds how often a letter follows another in 43 languages, and how often each character of Chinese, Japanese
and Korean occurs. The figures come from the models of lingua 1.3.5 (Apache-2.0), which were counted on news of the
Leipzig Corpora Collection; the extra `train` installs it. The table is `text/letters.npz`.
"""

from __future__ import annotations

import importlib.resources
import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from peaceindex.text import likelihood
from peaceindex.text.likelihood import (
    APOSTROPHE,
    BOUNDARY,
    CONTROL,
    FIRST_LETTER,
    FOREIGN,
    LATIN,
    OPENING,
    PUNCTUATION,
    SCALE,
    SYMBOL,
    folded,
)

SCRIPTS = {
    "latin": "en de fr es it pt nl sv nb da fi is ca pl cs sk hu hr sl ro sq tr lt lv et vi eu cy ga af id",
    "cyrillic": "ru uk be bg sr mk",
    "greek": "el",
    "arabic": "ar fa ur",
    "hebrew": "he",
    "thai": "th",
}
_EAST_ASIAN = "zh ja ko"
_THAI_MARKS = "\u0e31\u0e34\u0e35\u0e36\u0e37\u0e38\u0e39\u0e47\u0e48\u0e49\u0e4a\u0e4b\u0e4c"
_RARE_LETTERS = {
    "arabic": "\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652\u0640\u200c\u200d",
    "hebrew": "\u05b0\u05b1\u05b4\u05b5\u05b6\u05b7\u05b8\u05b9\u05bb\u05bc\u05be",
    "latin": "\u0300\u0301\u0303\u0309\u0323",
}
_MIN_LETTER_SHARE = 2e-6
"""A letter with a smaller share of a language's letters does not belong to its script's alphabet."""
_FOREIGN_SHARE = 0.02
"""The share of a text that is names and words of the script's other languages."""

Floats = npt.NDArray[np.float64]


def _shares(language: str, size: str) -> dict[str, float]:
    import brotli  # type: ignore[import-not-found,import-untyped,unused-ignore]

    place = importlib.resources.files("lingua") / "language-models" / language / f"{size}.json.br"
    found = json.loads(brotli.decompress(place.read_bytes()))["ngrams"]
    shares: dict[str, float] = {}
    for share, grams in found.items():
        for gram in grams.split():
            if len(plain := folded(gram)) == len(gram):
                shares[plain] = shares.get(plain, 0) + float(Fraction(share))
    return shares


def _alphabet(script: str, languages: list[str]) -> str:
    letters = set(_RARE_LETTERS.get(script, "")) | (set(_THAI_MARKS) if script == "thai" else set())
    for language in languages:
        letters |= {
            c for c, share in _shares(language, "unigrams").items() if share > _MIN_LETTER_SHARE and len(c) == 1
        }
    return "".join(sorted(c for c in letters if not (script != "latin" and c < "\x80")))


def _letters(language: str, alphabet: str, script: str) -> tuple[Floats, Floats]:
    """Return the probability of each letter, and of each letter after each other."""
    index = {c: i for i, c in enumerate(alphabet)}
    single = np.full(len(alphabet), 1e-7)
    for c, share in _shares(language, "unigrams").items():
        if c in index:
            single[index[c]] += share
    pairs = np.full((len(alphabet), len(alphabet)), 1e-6)
    for gram, share in _shares(language, "bigrams").items():
        if len(gram) == 2 and gram[0] in index and gram[1] in index:
            pairs[index[gram[0]], index[gram[1]]] += share
    if script == "thai":
        marks = [index[c] for c in _THAI_MARKS]
        pairs[:, marks] = 0.35 / len(marks)
        single[marks] = 1e-6
        pairs[marks] = single
    single /= single.sum()
    # A pair that never occurred has 3 % of the probability of its second letter alone.
    return single, 0.97 * pairs / pairs.sum(1, keepdims=True) + 0.03 * single


def _table(alphabet: str, single: Floats, pairs: Floats) -> Floats:
    n = FIRST_LETTER + len(single)
    table = np.full((n, n), 1e-6)
    others = [BOUNDARY, PUNCTUATION, SYMBOL, APOSTROPHE, CONTROL, FOREIGN, LATIN, OPENING]
    for kind in others:
        begins = 0.6 if kind in (BOUNDARY, PUNCTUATION, APOSTROPHE, OPENING) else 0.02
        table[kind, FIRST_LETTER:] = begins * single
        table[kind, others] = 0.3, 0.02, 3e-4, 0.01, 1e-6, 1e-5, 0.005, 0.008
    table[FIRST_LETTER:, FIRST_LETTER:] = 0.8 * pairs
    table[FIRST_LETTER:, others] = 0.18, 0.006, 1e-5, 0.006, 1e-7, 1e-6, 1e-5, 1e-4
    table[FOREIGN, FOREIGN] = 0.01
    if "s" in alphabet:  # it’s, isn’t
        table[APOSTROPHE, FIRST_LETTER + alphabet.index("s")] += 0.25
        table[APOSTROPHE, FIRST_LETTER + alphabet.index("t")] += 0.05
    # A Latin word in another script: its letters are as likely as in an unknown language.
    table[LATIN, LATIN], table[LATIN, FIRST_LETTER:] = 0.05, 1e-4 * single
    return table


def main() -> None:
    """Write the table."""
    arrays: dict[str, Any] = {}
    for script, names in SCRIPTS.items():
        languages = names.split()
        alphabet = _alphabet(script, languages)
        found = [_letters(language, alphabet, script) for language in languages]
        foreign = [np.mean([f[i] for f in found], axis=0) for i in (0, 1)]
        tables = [
            _table(
                alphabet,
                *(
                    (1 - _FOREIGN_SHARE) * own + _FOREIGN_SHARE * foreign_table
                    for own, foreign_table in zip(own_tables, foreign, strict=True)
                ),
            )
            for own_tables in found
        ]
        costs = np.minimum(np.round(-np.log(np.stack(tables)) * SCALE), 255).astype(np.uint8)
        arrays[f"{script}_costs"] = costs
        arrays[f"{script}_alphabet"] = np.array(alphabet)
        arrays[f"{script}_languages"] = np.array(names)
        print(script, len(alphabet), costs.shape)
    character_shares = {language: _shares(language, "unigrams") for language in _EAST_ASIAN.split()}
    alphabet = "".join(sorted({c for shares in character_shares.values() for c in shares if "\u3040" <= c < "\ud7b0"}))
    # A character that a language lacks is nearly impossible in it: its cost is above that of the rarest.
    character_costs = [[-np.log(max(shares.get(c, 0), 1e-6)) for c in alphabet] for shares in character_shares.values()]
    arrays["han_costs"] = np.minimum(np.round(np.array(character_costs) * SCALE), 255).astype(np.uint8)
    arrays["han_alphabet"], arrays["han_languages"] = np.array(alphabet), np.array(_EAST_ASIAN)
    print("han", arrays["han_costs"].shape)
    np.savez_compressed(Path(likelihood.__file__).with_name("letters.npz"), **arrays)


if __name__ == "__main__":
    main()
