"""Letters that are also written as two: Müller is Mueller, Støre is Stoere, Århus is Aarhus."""

from __future__ import annotations

import unicodedata
from itertools import product
from typing import Final

from peaceindex.startup.late_pattern import late_pattern
from peaceindex.text.folding import fold

EVIDENCE: Final = "\u00a8"
"""Begins a term that shows that a word of the index has such a letter: `\u00a8mueller` where a text has Müller."""

_SPELLED_OUT: Final = {"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa"}
_TABLE = str.maketrans({**_SPELLED_OUT, **{letter.upper(): two for letter, two in _SPELLED_OUT.items()}})
_PLAIN: Final = {"ae": "a", "oe": "o", "ue": "u", "aa": "a"}
_LETTER = late_pattern("[äöüøåÄÖÜØÅ]|[aouAOU][\u0308\u030a]")
_TWO = late_pattern("(ae|oe|ue|aa)")
_MAX_PLACES: Final = 4


def has_umlaut(text: str) -> bool:
    """Return whether a text has a letter that is also written as two."""
    return _LETTER.search(text) is not None


def spelled_out(word: str) -> str:
    """Return the folded form of a word with these letters written as two: mueller for Müller."""
    return fold(unicodedata.normalize("NFC", word).translate(_TABLE))


def contracted(word: str) -> list[str]:
    """Return what a folded word may be if two letters in it stand for one: muller for mueller."""
    pieces = _TWO.split(word)
    if not 1 < len(pieces) <= 2 * _MAX_PLACES + 1:
        return []
    choices = [(piece, _PLAIN[piece]) if i % 2 else (piece,) for i, piece in enumerate(pieces)]
    return ["".join(choice) for choice in product(*choices)][1:]
