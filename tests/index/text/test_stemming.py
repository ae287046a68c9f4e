"""Stems of folded words, by the rules of their language."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peaceindex.text.ending_tables import ENDINGS
from peaceindex.text.folding import fold
from peaceindex.text.snowball_additions import ADDITIONS
from peaceindex.text.splitting import SPLITTING
from peaceindex.text.stemming import (
    RULES,
    SNOWBALL,
    WITH_ENDINGS,
    WITH_SPLITTING,
    beginnings,
    irregular_forms,
    language_of,
    meet,
    stems,
)


@pytest.mark.parametrize(
    ("language", "family"),
    [
        ("en", "negotiate negotiated negotiations negotiators"),
        ("en", "talk talks talked talking"),
        ("en", "say said says saying"),
        ("en", "withdraw withdrew withdrawn withdraws"),
        ("en", "woman women"),
        ("ru", "переговоры переговоров переговорам"),
        ("de", "verhandlung verhandlungen"),
    ],
)
def test_forms_of_a_word_have_one_stem(language: str, family: str) -> None:
    first, *others = stems(family.split(), language)
    assert all(meet(first, other, language) for other in others)


@pytest.mark.parametrize("pair", ["new news", "organ organization", "general generate", "police policy"])
def test_different_words_have_different_stems(pair: str) -> None:
    first, second = stems(pair.split(), "en")
    assert not meet(first, second, "en")


@pytest.mark.parametrize(
    ("word", "stated", "language"),
    [
        ("talks", "", "en"),
        ("talks", "de", "de"),
        ("talks", "xx", None),
        ("nato", "uk", "en"),
        ("мир", "", "ru"),
        ("мир", "uk", "uk"),
        ("мир", "sr", "sr"),
        ("mir", "sr", "sr"),
        ("mir", "uk", "en"),
        ("мир", "en", None),
        ("سلام", "fa", "fa"),
        ("ειρηνη", "", "el"),
    ],
)
def test_whose_rules_a_word_goes_by(word: str, stated: str, language: str | None) -> None:
    assert language_of(word, stated) == language


def test_each_language_with_rules_has_a_table() -> None:
    assert ENDINGS.keys() == WITH_ENDINGS
    assert SPLITTING.keys() == WITH_SPLITTING
    assert ADDITIONS.keys() <= SNOWBALL.keys()
    assert not WITH_ENDINGS & WITH_SPLITTING
    assert not SNOWBALL.keys() & (WITH_ENDINGS | WITH_SPLITTING)


def test_irregular_forms_lead_to_one_another() -> None:
    assert set(irregular_forms(stems(["held"], "en")[0], "en")) == {"hold", "held"}


@given(st.lists(st.text().map(fold), max_size=5), st.sampled_from(sorted(RULES)))
def test_any_text_has_a_stem(words: list[str], language: str) -> None:
    found = stems(words, language)
    assert len(found) == len(words)
    for word, its_stems in zip(words, found, strict=True):
        assert all(beginnings(word, its_stems, language)) and (not word or its_stems)
