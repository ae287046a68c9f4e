"""Packs of names: which there are, which are on, and what each does for searches and topics."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peaceindex import paths
from peaceindex.errors import DataFileError
from peaceindex.names import LibraryNames, Name, Names, cache, default_names, unknown_packs
from peaceindex.names.packs import all_packs, read_pack
from peaceindex.text.tokens import query_key
from tests.conftest import REPOSITORY

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

ACEH = """
pack: aceh
title: Aceh
signals: [Aceh, Banda Aceh]
names:
  - {name: Hasan di Tiro, kind: person, forms: [Hasan di Tiro, di Tiro]}
  - {name: Kutaraja, kind: place, forms: [Kutaradja]}
"""


def own_pack(text: str, name: str = "mine.yaml") -> Path:
    path = paths.config_dir() / "packs" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def setting(value: str) -> None:
    paths.config_dir().mkdir(parents=True, exist_ok=True)
    (paths.config_dir() / "config.yaml").write_text(f"names_packs: {value}\n", encoding="utf-8")


def nowhere(phrase: str) -> int:
    return 0


def counting(counts: dict[str, int]) -> Callable[[str], int]:
    return lambda phrase: counts.get(phrase, 0)


def on(articles: int, counts: dict[str, int]) -> set[str]:
    return {state.pack for state in LibraryNames().states(articles, counting(counts)) if state.is_on}


# --- which packs there are


def test_common_comes_first_and_there_are_packs_of_conflicts() -> None:
    first, *others = all_packs().names()
    assert first == "common"
    assert {"russia-ukraine", "northern-ireland"} <= set(others) and others == sorted(others)


def test_a_pack_of_ones_own_is_one_more() -> None:
    before = all_packs().names()
    own_pack(ACEH)
    for _ in range(2):  # the second time from the cache
        assert set(all_packs().names()) == {*before, "aceh"}
    assert Names.load(None, ["aceh"]).variants("Kutaradja") == ("Kutaraja",)
    assert Names.load(None, []).variants("Kutaradja") == ()


def test_a_changed_pack_is_read_again() -> None:
    own_pack(ACEH)
    assert Names.load(None, ["aceh"]).variants("Kutaraja") == ("Kutaradja",)
    own_pack(ACEH.replace("Kutaradja", "Kutaratja"))
    assert Names.load(None, ["aceh"]).variants("Kutaraja") == ("Kutaratja",)


def test_a_pack_of_ones_own_takes_the_place_of_a_built_in_one() -> None:
    own_pack(ACEH.replace("pack: aceh", "pack: northern-ireland"))
    names = Names.load(None, ["northern-ireland"])
    assert names.variants("Kutaraja") and not names.variants("Londonderry")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("pack: [", "this is not YAML"),
        (ACEH.replace("title: Aceh\n", ""), "title"),
        (ACEH.replace("kind: person", "kind: dragon"), "field names[1].kind"),
        (ACEH.replace("forms: [Kut", "from: [Kut"), "'from'"),
        (ACEH.replace("pack: aceh", "pack: ../aceh"), "field pack"),
        (ACEH.replace("pack: aceh", "pack: Aceh"), "field pack"),
        ("names: []", "pack"),
    ],
)
def test_a_broken_pack_is_told_and_left_out(text: str, says: str) -> None:
    before = all_packs().names()
    path = own_pack(text)
    with pytest.raises(DataFileError, match=r"mine\.yaml") as raised:
        read_pack(path)
    assert says in str(raised.value)
    found = all_packs()
    assert found.names() == before
    assert len(found.problems) == 1 and says in found.problems[0]
    assert "mine.yaml" in default_names().problem
    assert default_names().variants("Kyiv")


def test_of_two_own_packs_with_one_name_the_second_is_left_out() -> None:
    own_pack(ACEH, "a.yaml")
    own_pack(ACEH.replace("Kutaradja", "Kutaratja"), "b.yaml")
    (problem,) = all_packs().problems
    assert "b.yaml holds the pack aceh, as " in problem and "a.yaml does" in problem
    assert Names.load(None, ["aceh"]).variants("Kutaraja") == ("Kutaradja",)


def test_the_cache_of_many_choices_stays_small() -> None:
    Names.load(None, [])
    for number in range(20):
        cache.save(f"names-{number}.msgpack", "key", number, "names-*.msgpack")
    kept = {path.name for path in paths.cache_dir().glob("names-*")}
    assert len(kept) <= 12 and "names-19.msgpack" in kept
    assert (paths.cache_dir() / "packs.msgpack").exists()


def test_the_pack_in_the_documentation_is_whole() -> None:
    (text,) = re.findall(r"```yaml\n(.*?)```", (REPOSITORY / "docs" / "names.md").read_text("utf-8"), re.DOTALL)
    pack = read_pack(own_pack(text))
    fields = {field for entry in pack.names for field in Name.__struct_fields__ if getattr(entry, field)}
    assert fields == set(Name.__struct_fields__)  # it shows every field
    names = Names.load(None, [pack.pack])
    assert "Kutaraja" in names.variants("Banda Aceh")
    assert names.variants("GAM") == ()
    assert "Gerakan Aceh Merdeka" in names.variants("GAM", "peace talks in Indonesia")
    text = "The GAM of the Acehnese, led by Hasan Muhammad di Tiro, met the Aceh Monitoring Mission."
    assert set(names.topics(text)) == {"Free Aceh Movement", "Hasan di Tiro", "Helsinki Memorandum of Understanding"}
    page = (REPOSITORY / "docs" / "names.md").read_text("utf-8")
    assert all(f"| `{field}` |" in page for field in (*Name.__struct_fields__, "pack", "title", "signals"))


# --- which are on


def test_without_its_words_a_library_uses_common_alone() -> None:
    assert on(1000, {}) == {"common"}
    assert on(0, {}) == {"common"}


@pytest.mark.parametrize(
    ("articles", "with_signal", "is_on"),
    [(3, 1, True), (5000, 1, True), (5001, 1, False), (5001, 2, True), (100_000, 19, False), (100_000, 20, True)],
)
def test_a_pack_is_on_if_one_article_in_5000_has_a_signal(articles: int, with_signal: int, is_on: bool) -> None:
    counts = {"belfast": with_signal}
    assert on(articles, counts) == ({"common", "northern-ireland"} if is_on else {"common"})
    (state,) = [s for s in LibraryNames().states(articles, counting(counts)) if s.pack == "northern-ireland"]
    assert (state.signal, state.articles) == ("belfast", with_signal)
    assert state.reason == ("words" if is_on else "no words")


def test_a_pack_is_found_in_every_script_and_by_phrases() -> None:
    for signal in ("белфаст", "בלפסט", "northern ireland", "北爱尔兰"):
        assert "northern-ireland" in on(10, {" ".join(query_key(signal)): 1}), signal


def test_the_names_are_those_of_the_packs_that_are_on() -> None:
    chosen = LibraryNames().choose(10, counting({"belfast": 3}))
    assert "Londonderry" in chosen.variants("Derry") and not chosen.variants("Kharkiv")
    assert LibraryNames().choose(10, nowhere).variants("Derry") == ()
    assert LibraryNames().choose(10, nowhere).variants("NATO")  # of common


@pytest.mark.parametrize("value", ["northern-ireland", "[northern-ireland]", "[northern-ireland, absent]"])
def test_the_setting_overrules_the_words(value: str) -> None:
    setting(value)
    assert on(10, {"ukraine": 10}) == {"common", "northern-ireland"}
    reasons = {state.pack: state.reason for state in LibraryNames().states(10, nowhere)}
    assert reasons["northern-ireland"] == "setting" and reasons["russia-ukraine"] == "not in setting"
    assert default_names().topics("Kharkiv and Derry, Ukraine") == ("Derry",)


def test_a_setting_may_name_no_pack() -> None:
    setting("[]")
    assert on(10, {"ukraine": 10, "belfast": 10}) == {"common"}


@pytest.mark.parametrize("value", ["auto", "{a: b}", "[", "3"])
def test_a_setting_that_cannot_be_read_counts_as_auto(value: str) -> None:
    setting(value)
    assert on(10, {"belfast": 1}) == {"common", "northern-ireland"}


def test_unknown_packs_are_told() -> None:
    assert unknown_packs(["common", "northern-ireland"]) == []
    assert unknown_packs(["norway"]) == [
        "names_packs: there is no pack of names 'norway'; 'peacereader names' lists them."
    ]


# --- topics


def test_a_topic_comes_only_from_a_pack_whose_signal_is_in_the_text() -> None:
    names = default_names()
    assert names.topics("Jean McConville was never found.") == ()
    assert names.topics("Jean McConville of Belfast was never found.") == ("Jean McConville", "Belfast")
    assert names.topics("NATO met.") == ("NATO",)


def test_a_signal_of_several_words_counts_only_as_a_whole() -> None:
    own_pack(ACEH.replace("signals: [Aceh, Banda Aceh]", "signals: [Banda Sea]"))
    names = Names.load(None, ["aceh"])
    assert names.topics("Kutaraja, by the sea at Banda") == ()
    assert names.topics("Kutaraja, by the Banda Sea") == ("Kutaraja",)


def test_names_of_the_user_are_topics_in_every_text() -> None:
    path = paths.config_dir() / "names.yaml"
    setting("auto")
    path.write_text("names: [{name: Jean McConville, kind: person, forms: [McConville]}]")
    assert Names.load(path, ["northern-ireland"]).topics("McConville was never found.") == ("Jean McConville",)


def test_a_form_may_stand_in_several_packs() -> None:
    own_pack(ACEH, "a.yaml")
    own_pack("pack: banda\ntitle: B\nsignals: [Banda Sea]\nnames: [{name: Koetaradja, forms: [Kutaradja]}]", "b.yaml")
    assert Names.load(None, ["aceh"]).variants("Kutaradja") == ("Kutaraja",)
    assert set(Names.load(None, ["aceh", "banda"]).variants("Kutaradja")) == {"Kutaraja", "Koetaradja"}
    names = Names.load(None, ["aceh", "banda"])
    assert names.topics("Kutaradja in Aceh") == ("Kutaraja",)
    assert names.topics("Kutaradja by the Banda Sea") == ("Koetaradja",)
    assert set(names.topics("Kutaradja by the Banda Sea, in Aceh")) == {"Kutaraja", "Koetaradja"}


# --- homonyms

GEORGIA = Name(
    "Republic of Georgia", "place", ("Georgia", "Gruzja", "Грузия"), (), ("Tbilisi", "Black Sea"), ("Georgia",)
)
HOMONYMS = Names.of(
    [GEORGIA, Name("Tbilisi", "place", ("Tbilissi", "Тбилиси")), Name("Chad", "place", ("Tchad",), (), ("Sahel",))]
)


@pytest.mark.parametrize(
    ("word", "neighbours", "others"),
    [
        ("Georgia", "", ()),
        ("Georgia", "Atlanta Georgia", ()),
        ("Georgia", "Georgia Tbilisi", ("Gruzja", "Грузия")),
        ("Georgia", "ТБИЛИСИ", ("Gruzja", "Грузия")),  # a word to be near counts in all its spellings
        ("Georgia", "the Black Sea coast", ("Gruzja", "Грузия")),
        ("Georgia", "the sea is black", ()),
        ("Gruzja", "", ("Грузия",)),
        ("Gruzja", "Tbilisi", ("Georgia", "Грузия")),
        ("Chad", "", ()),
        ("Tchad", "", ()),  # without a list of homonyms, all forms are
        ("Tchad", "sahel", ("Chad",)),
    ],
)
def test_a_homonym_widens_only_in_its_own_sense(word: str, neighbours: str, others: tuple[str, ...]) -> None:
    assert HOMONYMS.variants(word, neighbours) == others


FAR = "word " * 31


@pytest.mark.parametrize(
    ("text", "topics"),
    [
        ("Georgia voted.", ()),
        ("Georgia voted, and so did Atlanta.", ()),
        ("Georgia voted in Tbilisi.", ("Republic of Georgia", "Tbilisi")),
        (f"Georgia {FAR} Tbilisi", ("Tbilisi",)),
        (f"Georgia {FAR} by the Black Sea, Georgia.", ("Republic of Georgia",)),
        (f"Georgia {FAR} Gruzja", ("Republic of Georgia",)),
        ("Chad Smith played.", ()),
        ("Chad, in the Sahel", ("Chad",)),
    ],
)
def test_a_homonym_is_a_topic_only_near_its_words(text: str, topics: tuple[str, ...]) -> None:
    assert HOMONYMS.topics(text) == topics


def test_all_mentions_of_a_homonym_count_once_its_sense_is_known() -> None:
    text = f"Georgia. Georgia. {FAR} Chad of the Sahel. Chad. {FAR} Georgia, Tbilisi. {FAR} Georgia. Chad."
    assert HOMONYMS.topics(text) == ("Republic of Georgia", "Chad", "Tbilisi")


def test_a_form_that_the_user_gives_without_a_condition_has_none() -> None:
    assert "Gruzja" in Names.of([GEORGIA, Name("Republic of Georgia", forms=("Georgia",))]).variants("Georgia")
    assert Names.of([GEORGIA, Name("Republic of Georgia", forms=("Iberia",))]).variants("Georgia") == ()


@pytest.mark.parametrize(("word", "near"), [("Georgia", "Tbilisi"), ("Jordan", "Amman"), ("Chad", "Sahel")])
def test_the_homonyms_of_common_are_widened_beside_their_words(word: str, near: str) -> None:
    names = Names.load(None, [])
    assert names.variants(word) == ()
    assert len(names.variants(word, near)) > 5


@pytest.mark.parametrize(
    ("word", "near", "widens"),
    [
        ("turkey", "", False),
        ("turkey", "roast turkey with sage", False),
        ("turkey", "turkey Ankara", True),
        ("turkey", "анкара", True),
        ("turkey", "turkey nato", True),
        ("Turkey", "", True),
        ("TURKEY", "", True),
        ("türkiye", "", True),
        ("Турция", "", True),
    ],
)
def test_a_common_word_is_widened_by_its_capital_or_beside_its_words(word: str, near: str, widens: bool) -> None:
    found = Names.load(None, []).variants(word, near)
    assert ("Türkei" in found) == widens
    assert widens or found == ()
    assert ("Turkey" in found) == (widens and word.casefold() != "turkey")


@pytest.mark.parametrize(
    ("text", "is_named"),
    [
        ("Turkey is eaten on Thursday. Turkey keeps for a week.", False),
        ("They ate turkey.", False),
        ("A Recipe For Turkey Soup", False),
        ("We ate. Turkey was served.", False),
        ("The envoys met in Turkey.", True),
        ("The envoys met in Greece and, later, Turkey.", True),
        ("Turkey hosted them in Ankara.", True),
        ("Ils sont en Turquie", True),
    ],
)
def test_a_common_word_is_a_topic_with_its_capital_within_a_sentence(text: str, is_named: bool) -> None:
    names = Names.load(None, [])
    assert ("Türkiye" in names.topics(text)) == is_named
    assert ("Türkiye" in [mention.name for mention in names.mentions(text)]) == is_named


def test_other_spellings_of_a_text_mind_its_capitals() -> None:
    names = Names.load(None, [])
    assert "talks in turkei" in names.spellings("talks in Turkey")
    assert names.spellings("stuffed turkey") == ()


@given(st.lists(st.sampled_from(["Georgia", "Tbilisi", "Gruzja", "and", "Black", "Sea"]), max_size=80))
def test_a_homonym_is_a_topic_exactly_if_its_words_are_near(spoken: list[str]) -> None:
    def is_near(position: int) -> bool:
        before, after = spoken[max(0, position - 30) : position], spoken[position + 1 : position + 31]
        return any("Tbilisi" in words or " Black Sea " in f" {' '.join(words)} " for words in (before, after))

    expected = "Gruzja" in spoken or any(is_near(n) for n, word in enumerate(spoken) if word == "Georgia")
    assert ("Republic of Georgia" in HOMONYMS.topics(" ".join(spoken))) == expected


def test_a_text_of_nothing_but_homonyms_takes_no_time() -> None:
    assert HOMONYMS.topics("Georgia " * 50_000) == ()
