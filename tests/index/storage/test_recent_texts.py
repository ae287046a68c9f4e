"""Texts that are kept after reading: each is what its stored form says, and there are never too many."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peaceindex.storage.column_kinds import PACKED_TEXT, BadValueError
from peaceindex.storage.packed_text import pack
from peaceindex.storage.recent_texts import RecentTexts

TEXTS = [f"Text {number}: {'word ' * (number * 7)}é" for number in range(30)]


@given(st.lists(st.sampled_from(TEXTS), max_size=60), st.integers(0, 3000))
def test_any_order_of_reading_gives_the_texts(texts: list[str], max_chars: int) -> None:
    recent = RecentTexts(PACKED_TEXT.read, max_chars)
    for text in texts:
        assert recent.read(pack(text)) == recent.read(text) == text


def test_what_was_read_lately_is_not_unpacked_again_and_the_rest_is_forgotten() -> None:
    read: list[str] = []

    def unpacked(stored: Any) -> str:
        read.append(PACKED_TEXT.read(stored))
        return read[-1]

    recent = RecentTexts(unpacked, 4000)
    for text in (*TEXTS[:4], *TEXTS[:4]):
        recent.read(pack(text))
    assert read == TEXTS[:4]
    for text in TEXTS[4:]:
        recent.read(pack(text))
    recent.read(pack(TEXTS[-1]))
    recent.read(pack(TEXTS[0]))
    assert read == [*TEXTS, TEXTS[0]]
    long = "A word. " * 5000
    assert recent.read(pack(long)) == recent.read(pack(long)) == long
    assert read[-2:] == [long, long]


def test_a_text_that_is_damaged_after_it_was_read_is_refused() -> None:
    recent = RecentTexts(PACKED_TEXT.read, 4000)
    packed = pack(TEXTS[5])
    assert recent.read(packed) == TEXTS[5]
    for damaged in (packed[:-5] + bytes(5), None, 7):
        with pytest.raises(BadValueError):
            recent.read(damaged)
