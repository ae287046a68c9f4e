"""Sentences end where the rules of their language say so."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from peaceindex.text import sentences
from peaceindex.text.sentences import spans_within
from tests.trials import examples

SIGNS = ". ! ? … 。 ؟ ۔ । ። · , ; : ( ) ' \" “ ” ’ — - / %"
ATOMS = [*SIGNS.split(" "), "Word", "word", " ", "\t", "ไทย", "한국", "中文", "عربي", "1.5", "A.", "Mr."]
LANGUAGES = ["en", "de", "el", "hy", "ar", "hi", "am", "th", "zh"]


@pytest.mark.parametrize(
    ("language", "text", "wanted"),
    [
        ("en", "They met. They talked", ["They met.", "They talked"]),
        ("en", "They met, and they talked.", ["They met, and they talked."]),
        ("en", "  Nothing (else) – “happened”  ", ["Nothing (else) – “happened”"]),
        ("el", "Τι είναι αυτό; Δεν ξέρω", ["Τι είναι αυτό;", "Δεν ξέρω"]),
        ("am", "ሰላም ነው። ደህና", ["ሰላም ነው።", "ደህና"]),
    ],
)
def test_a_paragraph_is_divided(language: str, text: str, wanted: list[str]) -> None:
    assert [text[start:end] for start, end in spans_within(text, 0, len(text), language)] == wanted


class _Anything:
    """Finds that a sentence may end anywhere."""

    def search(self, text: str, *bounds: int) -> _Anything:
        return self

    def end(self) -> int:
        return -1


@settings(max_examples=examples(400))
@given(st.lists(st.sampled_from(ATOMS), max_size=14).map("".join), st.sampled_from(LANGUAGES))
def test_the_segmenter_is_only_spared_where_it_finds_no_end(text: str, language: str) -> None:
    quick = spans_within(text, 0, len(text), language)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sentences, "_MAY_END", _Anything())
        assert quick == spans_within(text, 0, len(text), language)
