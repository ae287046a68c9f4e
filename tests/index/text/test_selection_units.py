"""Words and paragraphs as units of selecting, in many scripts."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from peaceindex.text.selection_units import paragraph_spans, word_spans
from tests.trials import examples


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The talks ended.", "The|talks|ended."),
        ("“No,” she said: “Not in 2,500.5 years!”", "“|No|,|”|she|said|:|“|Not|in|2,500.5|years!”"),
        ("It's al-Shabaab's, l’été d'Ankara", "It's|al-Shabaab's|,|l’été|d'Ankara"),
        ("停火协议。他说", "停|火|协|议。|他|说"),
        ("がんばれ", "が|ん|ば|れ"),
        ("휴전이 시작됐다.", "휴전이|시작됐다."),
        ("هدنة في غزة؟", "هدنة|في|غزة؟"),
        ("الهُدْنَة", "الهُدْنَة"),
        ("युद्धविराम हुआ।", "युद्धविराम|हुआ।"),
        ("หยุดยิง", "ห|ยุ|ด|ยิ|ง"),
        ("a — b", "a|—|b"),
        ("(Reuters) - Kyiv", "(|Reuters)|-|Kyiv"),
        ("cafe\u0301 noir", "cafe\u0301|noir"),
        ("می\u200cخواهد", "می\u200cخواهد"),
        ("👍🏽 yes", "👍🏽|yes"),
        ("👩🏽\u200d🚀 met 👨\u200d👩\u200d👧❤️\u200d🔥", "👩🏽\u200d🚀|met|👨\u200d👩\u200d👧|❤️\u200d🔥"),
        ("🇺🇦🇷🇺 and 🇺", "🇺🇦|🇷🇺|and|🇺"),
        ("🏴\U000e0067\U000e0062\U000e007f, 1\ufe0f\u20e3", "🏴\U000e0067\U000e0062\U000e007f|,|1\ufe0f\u20e3"),
        ("", ""),
    ],
)
def test_words(text: str, words: str) -> None:
    assert "|".join(text[start:end] for start, end in word_spans(text)) == words


def test_paragraphs() -> None:
    text = "One.\n\nTwo\nlines.\n\n\nThree."
    assert [text[start:end] for start, end in paragraph_spans(text)] == ["One.", "Two\nlines.", "Three."]


@settings(max_examples=examples(200))
@given(text=st.text(max_size=80))
def test_no_character_but_white_space_is_between_words(text: str) -> None:
    position = 0
    for start, end in word_spans(text):
        assert start < end
        assert not text[position:start].strip()
        position = end
    assert not text[position:].strip()
