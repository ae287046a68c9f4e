"""What two texts have in common: runs of words, and prints of them by which alike texts find one another.

A print is a MinHash of the text's shingles, cut into bands. Two texts that share a share `s` of all their shingles
have each band in common with a chance of s to the power of `ROWS`; that one of `BANDS` agrees is all but certain from
a half up (s = 0.5: 93 %; 0.4: 74 %), and hardly ever happens by chance (s = 0.02, two reports of one day: 0.02 %).
"""

from __future__ import annotations

import struct
from collections.abc import Iterable

from peaceindex.text.tokens import word_list

WORDS = 3
"""Words to a shingle: a word that was changed costs three, and few are shared by chance."""
BANDS, ROWS = 20, 3
_SEED = 20_250_516

LEAST_SHARED = 15
LEAST_OVERLAP = 0.6
"""Texts are one copy if they share so many shingles, and this share of the shorter one's: outlets shorten."""

_PACKING = struct.Struct(f"<{BANDS}q")


def shingles(text: str) -> frozenset[str]:
    """All runs of `WORDS` folded words in a text."""
    words = word_list(text)
    return frozenset(map(" ".join, zip(*(words[start:] for start in range(WORDS)), strict=False)))


def are_one_copy(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether two texts with these shingles are versions of one."""
    shared = len(one & other)
    return shared >= LEAST_SHARED and shared >= LEAST_OVERLAP * min(len(one), len(other))


def bands_of(text: str) -> bytes:
    """The print of a text, packed; empty for a text too short to be anybody's copy."""
    found = shingles(text)
    if len(found) < LEAST_SHARED:
        return b""
    from rensa import RMinHash

    hashed = RMinHash(BANDS * ROWS, _SEED)
    hashed.update(list(found))
    digest = hashed.digest()
    return _PACKING.pack(*(_mixed(band, digest[band * ROWS : band * ROWS + ROWS]) for band in range(BANDS)))


def unpacked(bands: bytes) -> tuple[int, ...]:
    """The bands of a print; none of one that `is_print` denies."""
    return _PACKING.unpack(bands) if len(bands) == _PACKING.size else ()


def is_print(bands: bytes) -> bool:
    """Whether these bytes can be what `bands_of` gives."""
    return len(bands) in (0, _PACKING.size)


def version() -> str:
    """What prints depend on; those of different versions cannot be compared."""
    from rensa import RMinHash

    return f"{WORDS} {BANDS}x{ROWS} {_SEED} {RMinHash.ALGORITHM_VERSION}"


def _mixed(band: int, values: Iterable[int]) -> int:
    """Band number and values as one number that SQLite can hold (FNV)."""
    mixed = 0xCBF29CE484222325 ^ band
    for value in values:
        mixed = (mixed ^ value) * 0x100000001B3 & 0xFFFFFFFFFFFFFFFF
        mixed ^= mixed >> 29
    return mixed - (1 << 63)
