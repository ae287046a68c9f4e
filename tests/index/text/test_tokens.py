"""Folding and the division into words."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peaceindex.text.folding import fold
from peaceindex.text.tokens import folded_words, terms, words, written_words


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Erdoğan", "erdogan"),
        ("İSTANBUL", "istanbul"),
        ("ılık", "ilik"),
        ("Straße", "strasse"),
        ("Łódź", "lodz"),
        ("Ærø", "aero"),
        ("ﬁne", "fine"),
        ("Київ", "київ"),
        (unicodedata.normalize("NFD", "Київ і йод"), "київ і йод"),
        ("Ки\u0301їв", "київ"),
        ("Ёлка", "елка"),
        ("cease\u00adfire", "ceasefire"),
        ("обʼєкт", "об'єкт"),
        ("об’єкт", "об'єкт"),
    ],
)
def test_folding(written: str, folded: str) -> None:
    assert fold(written) == folded


def test_cyrillic_letters_that_look_accented_stay_apart() -> None:
    assert fold("мій") != fold("міи")
    assert fold("їжа") != fold("іжа")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A cease-fire, now.", ["a", "cease", "fire", "now"]),
        ("Russia's and Russia’s", ["russia", "s", "and", "russia", "s"]),
        ("l'Ukraine", ["l", "ukraine"]),
        ("Türkiye'nin", ["turkiye", "nin"]),
        ("п’ять обʼєктів", ["п'ять", "об'єктів"]),
        ("the U.S. and the U.S.-led talks", ["the", "u.s", "and", "the", "u.s", "led", "talks"]),
        ("1,000 of 3.5 and 12,5", ["1000", "of", "3.5", "and", "12,5"]),
        ("F-16s in Kyiv(2025)", ["f", "16s", "in", "kyiv", "2025"]),
        ("snake_case #tag @name", ["snake", "case", "tag", "name"]),
        ("reporters.The second", ["reporters", "the", "second"]),
        ("", []),
        ("… — “ ”", []),
    ],
)
def test_division(text: str, expected: list[str]) -> None:
    assert folded_words(text) == expected


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_words_lie_in_order_within_the_text(text: str) -> None:
    last = 0
    for word in words(text):
        assert last <= word.start < word.end <= len(text)
        assert word.text
        last = word.end


@given(st.text(alphabet=st.sampled_from("aZй’'-. ,1é\u0301ßİ\u00adТ")))
def test_both_ways_of_dividing_agree(text: str) -> None:
    assert folded_words(text) == [word.text for word in words(text)]


@given(st.text(alphabet=st.characters(codec="ascii")))
def test_plain_text_divides_as_any_other(text: str) -> None:
    assert folded_words(text) == folded_words(text + " é")[:-1]
    assert written_words(text) == written_words(text + " é")[:-1]


@pytest.mark.parametrize(
    ("text", "further"),
    [
        ("The pre-war AK-47s and an up-to-date map", [(1, "pre-war"), (3, "ak-47s")]),
        ("Довоєнно-чорний і pre\u2011war", [(0, "довоєнно-чорний"), (3, "pre-war")]),
        ("Some 1 200 and 1.200 and 12\u00a0300\u00a0000", [(1, "1200"), (4, "1200"), (6, "12300000")]),
        ("In 2024 300 left; 1 20 stayed; room 10.20", []),
        ("A US envoy told us", []),
        ("US", [(0, "us")]),
        ("THEY TOLD US SO", [(2, "us")]),
        ("It is FAR off", [(2, "far")]),
    ],
)
def test_a_place_may_have_further_terms(text: str, further: list[tuple[int, str]]) -> None:
    found, more = terms(text)
    assert more == further
    assert found == folded_words(text)


@given(st.text(st.sampled_from("aBUé S.,-'\u2011\u2019п1200\n\u0301")))
def test_words_are_the_same_however_they_are_asked_for(text: str) -> None:
    assert terms(text)[0] == folded_words(text) == [word.text for word in words(text)]


def test_acronyms_that_are_words_keep_their_capitals() -> None:
    assert folded_words("The US told us: WHO, NATO and U. S. (J. D. Vance).") == [
        "the", "US", "told", "us", "WHO", "nato", "and", "u.s", "j.d", "vance",
    ]  # fmt: skip
