"""Folding and the division into words."""

from __future__ import annotations

import itertools
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peaceindex.text.folding import fold
from peaceindex.text.tokens import folded_words, indexed_words, query_key, terms, words, written_words


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
        ("كريمي", "کریمی"),
        ("مَسْؤُول", "مسوول"),
        ("مسئول", "مسوول"),
        ("أحمد إلى آخر", "احمد الی اخر"),
        ("ھەولێر", "هەولێر"),
        ("پھر", "پھر"),
        ("وزراء ماء", "وزرا ماء"),
        ("١٢٣ ۱۲۳ १२३ １２３ ๑๒๓", "123 123 123 123 123"),
        ("停戰協議", "停战协议"),
        ("ज़मीन", "जमीन"),
        ("ﻻ ﷲ", "لا الله"),
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
        ("停火协议", ["停火", "火协", "协议", "议"]),
        ("AK-47步枪，5月", ["ak", "47", "步枪", "枪", "5", "月"]),
        ("หยุดยิง", ["หยุ", "ยุด", "ดยิ", "ยิง", "ง"]),
        ("人々", ["人人", "人"]),
        ("ﾊﾟﾝ", ["パン", "ン"]),
        ("ဆွေးနွေး", ["ဆွေးနွေး", "နွေး"]),
        ("آتش‌بس", ["اتش", "بس"]),
        ("वार्ता शांति", ["वार्ता", "शांति"]),
        ('צה״ל, צה"ל', ["צהל", "צהל"]),
        ("ـ محمـــد", ["محمد"]),
    ],
)
def test_division(text: str, expected: list[str]) -> None:
    assert folded_words(text) == expected


@pytest.mark.parametrize("text", ["停火协議" * 40, "น้ำหยุดยิง" * 30, "人々ﾊﾟ" * 50, "ရပ်စဲရေး" * 30])
def test_long_runs_are_divided_as_short_ones(text: str) -> None:
    found = list(words(text))
    assert [word.text for word in found] == folded_words(text)
    for start in (found[70].start, found[63].start, found[64].start):
        at = next(n for n, word in enumerate(found) if word.start == start)
        assert list(words(text, start)) == found[at:]


@pytest.mark.parametrize("text", ["แม่น้ำโขง", "ແມ່ນ້ຳຂອງ", "ガザ地区", "한국", "မြန်မာ", "ئاگربەست"])
def test_the_form_of_unicode_does_not_matter(text: str) -> None:
    for form in ("NFC", "NFD", "NFKC", "NFKD"):
        assert folded_words(unicodedata.normalize(form, text)) == folded_words(text)


@given(st.text(alphabet=st.sampled_from("停火協々ゞパﾊﾟหยุน้ำအပစ်خ‌شءئھە12.٣ a-\u200b")))
def test_words_and_their_places_agree(text: str) -> None:
    found = list(words(text))
    assert [word.text for word in found] == folded_words(text)
    assert [text[word.start : word.end] for word in found] == written_words(text)
    assert all(one.start < other.start for one, other in itertools.pairwise(found))
    assert all(word.text for word in found)
    folded, further = terms(text)
    assert folded == [word.text for word in found]
    units = sorted({(place, word.text) for place, word in indexed_words(text)} - set(enumerate(folded)))
    assert units == [term for term in further if term in units]
    assert query_key(text) in (folded, folded[:-1])


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_words_lie_in_order_within_the_text(text: str) -> None:
    last = -1
    for word in words(text):
        assert last < word.start < word.end <= len(text)
        assert word.text
        last = word.start


@given(st.text(alphabet=st.sampled_from("aZй’'-. ,1é\u0301ßİ\u00adТ")))
def test_both_ways_of_dividing_agree(text: str) -> None:
    assert folded_words(text) == [word.text for word in words(text)]


@given(st.text(alphabet=st.characters(codec="ascii")))
def test_plain_text_divides_as_any_other(text: str) -> None:
    assert folded_words(text) == folded_words(text + " é")[:-1]
    assert written_words(text) == written_words(text + " é")[:-1]


@given(st.text(st.sampled_from("aUS12.,- '_\n\u2019\u201c\u2026\u00a0|")))
def test_plain_text_has_the_terms_that_other_text_has(text: str) -> None:
    folded, further = terms(f"{text} ; É")
    assert terms(text) == (folded[:-1], further)


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
