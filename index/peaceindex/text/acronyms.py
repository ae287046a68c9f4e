"""Acronyms that are ordinary words in small letters: US, WHO, IT. Capitals tell them apart, in texts and in queries."""

from __future__ import annotations

from typing import Final

from peaceindex.startup.late_pattern import late_pattern

MAX_ACRONYM_LETTERS: Final = 5

_NEVER_WORDS: Final = "AI AU CAR EU ICE IT LA PM UN US WHO"
_OFTEN_WORDS: Final = "AID AIDS CAP CARE COP DAS ETA FAR IRA IS MAD MAS PAN PIN RAW SALT SAM START"

ACRONYMS: Final = frozenset(f"{_NEVER_WORDS} {_OFTEN_WORDS}".split())
"""The acronyms as they are written. They are terms of the index in capitals, all other terms are in small letters."""

NEVER_WORDS: Final = frozenset(_NEVER_WORDS.split())
"""Those of which the capitals hardly ever stress a word in the middle of a sentence, as in "it is FAR from over"."""

_DOTTED = late_pattern(r"[^\W\d_](?:\.[^\W\d_])+")


def is_acronym(word: str) -> bool:
    """Return whether a folded word is also an acronym when it is written in capitals."""
    return word.upper() in ACRONYMS


def is_dotted(word: str) -> bool:
    """Return whether a folded word is a run of initials with dots between them, such as u.s."""
    return len(word) > 2 and word[1] == "." and _DOTTED.fullmatch(word) is not None
