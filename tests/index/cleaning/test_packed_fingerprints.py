"""Fingerprints of lines as bytes: read back as they were, in the form of today and of older versions."""

from __future__ import annotations

import contextlib
from array import array

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peaceindex.cleaning.packed_fingerprints import pack_fingerprints, unpack_fingerprints

_HASHES = st.integers(0, 2**32 - 1)
LINES = st.lists(st.tuples(_HASHES, _HASHES, st.integers(0, 2**16 - 1)), max_size=40)
"""Hash, line number and weight of each line; the numbers in any order."""


def _columns(lines: list[tuple[int, int, int]]) -> tuple[list[int], list[int], list[int]]:
    hashes, numbers, weights = ([line[place] for line in lines] for place in range(3))
    return hashes, sorted(numbers), weights


@given(LINES)
def test_they_are_read_back_and_never_taken_for_the_older_form(lines: list[tuple[int, int, int]]) -> None:
    packed = pack_fingerprints(*_columns(lines))
    assert len(packed) % 14
    assert tuple(map(list, unpack_fingerprints(packed))) == _columns(lines)


@given(LINES, _HASHES)
def test_the_older_form_is_read_as_the_upper_half_of_its_hashes(lines: list[tuple[int, int, int]], low: int) -> None:
    hashes, numbers, weights = _columns(lines)
    signed = [(hash << 32 | low) - (hash >> 31 << 64) for hash in hashes]
    older = b"".join(
        array(code, found).tobytes() for code, found in zip("qIH", (signed, numbers, weights), strict=True)
    )
    assert tuple(map(list, unpack_fingerprints(older))) == (hashes, numbers, weights)


def test_a_line_takes_about_five_bytes() -> None:
    numbers = range(1, 1001, 2)
    packed = pack_fingerprints([n * 2654435761 % 2**32 for n in numbers], numbers, [n % 60 for n in numbers])
    assert len(packed) < 5.5 * len(numbers)


@given(LINES.filter(len), st.integers(0))
def test_what_was_cut_off_is_noticed(lines: list[tuple[int, int, int]], place: int) -> None:
    packed = pack_fingerprints(*_columns(lines))
    shorter = packed[: place % (len(packed) - 1)]
    if len(shorter) % 14:
        with pytest.raises(ValueError, match="damaged"):
            unpack_fingerprints(shorter)


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    with contextlib.suppress(ValueError):
        hashes, numbers, weights = unpack_fingerprints(data)
        assert len(hashes) == len(numbers) == len(weights)
