"""Similarity of two texts: runs of words, and fingerprints of them by which similar texts are found.

A fingerprint is a MinHash of the text's shingles, cut into bands. Two texts that share a share `s` of all their
shingles agree in a given band with a probability of s to the power of `ROWS`. That at least one of `BANDS` agrees is
all but certain from a half up (s = 0.5: 93 %; 0.4: 74 %), and hardly ever happens by chance (s = 0.02, two reports of
one day: 0.02 %).
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

from peaceindex.text.tokens import VERSION, folded_words

if TYPE_CHECKING:
    from collections.abc import Iterable

SHINGLE_WORDS = 3
"""Words per shingle: a changed word costs three shingles, and few shingles are shared by chance."""
BANDS, ROWS = 20, 3
_SEED = 20_250_516

MIN_SHARED_SHINGLES = 15
MIN_OVERLAP = 0.6
"""Two texts are one copy if they share at least `MIN_SHARED_SHINGLES` shingles, and this share of the shingles of the
shorter one. The shorter one counts because outlets shorten."""

_PACKING = struct.Struct(f"<{BANDS}I")
_OLD_PACKING = struct.Struct(f"<{BANDS}q")
PACKED_BYTES, OLD_PACKED_BYTES = _PACKING.size, _OLD_PACKING.size
"""The size of a packed fingerprint: `BANDS` numbers of 32 bits. In older versions they were signed and had 64 bits, of
which the upper half is what is stored now, except for the sign."""


def shingles(text: str) -> frozenset[str]:
    """Return all runs of `SHINGLE_WORDS` folded words in a text."""
    words = " ".join(folded_words(text)).lower().split(" ")  # fingerprints of before know no acronyms
    return frozenset(map(" ".join, zip(*(words[start:] for start in range(SHINGLE_WORDS)), strict=False)))


def are_same_copy(one: frozenset[str], other: frozenset[str]) -> bool:
    """Return whether two texts with these shingles are versions of the same text."""
    shared = len(one & other)
    return shared >= MIN_SHARED_SHINGLES and shared >= MIN_OVERLAP * min(len(one), len(other))


def packed_bands(text: str) -> bytes:
    """Return the packed fingerprint of a text. It is empty for a text too short to be a copy of anything."""
    found = shingles(text)
    if len(found) < MIN_SHARED_SHINGLES:
        return b""
    from rensa import RMinHash

    hashed = RMinHash(BANDS * ROWS, _SEED)
    hashed.update(list(found))
    digest = hashed.digest()
    return _PACKING.pack(*(_band_hash(band, digest[band * ROWS : band * ROWS + ROWS]) for band in range(BANDS)))


def unpack_bands(bands: bytes) -> tuple[int, ...]:
    """Return the bands of a fingerprint as numbers of 32 bits, or none if `is_fingerprint` is false for it."""
    if len(bands) == OLD_PACKED_BYTES:
        return tuple((band + (1 << 63)) >> 32 for band in _OLD_PACKING.unpack(bands))
    return _PACKING.unpack(bands) if len(bands) == PACKED_BYTES else ()


def is_fingerprint(bands: bytes) -> bool:
    """Return whether these bytes can be a result of `packed_bands`, of this version or an older one."""
    return len(bands) in (0, PACKED_BYTES, OLD_PACKED_BYTES)


def fingerprint_version() -> str:
    """Return everything that fingerprints depend on. Fingerprints of different versions cannot be compared."""
    from rensa import RMinHash

    return f"{SHINGLE_WORDS} {BANDS}x{ROWS} {_SEED} {RMinHash.ALGORITHM_VERSION} words {VERSION}"


def _band_hash(band: int, values: Iterable[int]) -> int:
    """Return the band number and the values hashed to one integer of 32 bits (FNV)."""
    mixed = 0xCBF29CE484222325 ^ band
    for value in values:
        mixed = (mixed ^ value) * 0x100000001B3 & 0xFFFFFFFFFFFFFFFF
        mixed ^= mixed >> 29
    return mixed >> 32
