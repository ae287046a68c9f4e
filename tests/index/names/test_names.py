"""Spelling variants and topics."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peaceindex import paths
from peaceindex.errors import DataFileError
from peaceindex.names import MAX_TOPICS, Name, Names, default_names
from peaceindex.text.tokens import folded_words

if TYPE_CHECKING:
    from pathlib import Path

NAMES = Names.of(
    [
        Name("Volodymyr Zelensky", "person", ("Zelensky", "Zelenskyy", "Зеленський"), ("President of Ukraine",)),
        Name("Kyiv", "place", ("Kiev", "Київ")),
        Name("Turkey", "place", ("Türkiye", "Turkey", "Turkiye")),
        Name("ceasefire", "subject", ("cease-fire",)),
        Name("Ukraine", "place", ("Ukraina",)),
        Name("United States", "place", ("US", "U.S.", "USA")),
    ]
)


@pytest.mark.parametrize(
    ("word", "others"),
    [
        ("Zelensky", ("Zelenskyy", "Зеленський")),
        ("ЗЕЛЕНСЬКИЙ", ("Zelensky", "Zelenskyy")),
        ("kiev", ("Kyiv", "Київ")),
        ("Turkey", ("Türkiye",)),
        ("ceasefire", ("cease-fire",)),
        ("cease fire", ("ceasefire",)),
        ("President of Ukraine", ()),
        ("lamp", ()),
        ("", ()),
    ],
)
def test_variants_are_the_other_spellings(word: str, others: tuple[str, ...]) -> None:
    assert NAMES.variants(word) == others


def test_topics_come_most_mentioned_first() -> None:
    text = "Kiev, Kyiv and Київ. Zelenskyy spoke of a cease-fire."
    assert NAMES.topics(text) == ("Kyiv", "Volodymyr Zelensky", "ceasefire")


def test_the_longest_name_counts() -> None:
    assert NAMES.topics("The President of Ukraine spoke.") == ("Volodymyr Zelensky",)


@pytest.mark.parametrize(
    ("text", "topics"),
    [
        ("They ate turkey with us.", ()),
        ("TURKEY SPEAKS TO US", ("Turkey", "United States")),
        ("Turkey told the U.S. envoy", ("Turkey", "United States")),
        ("Ceasefire!", ("ceasefire",)),
    ],
)
def test_capitals_of_the_file_are_asked_of_the_text(text: str, topics: tuple[str, ...]) -> None:
    assert NAMES.topics(text) == topics


def test_at_most_so_many_topics() -> None:
    many = Names.of([Name(f"Thing{i}") for i in range(40)])
    assert len(many.topics(" ".join(f"Thing{i}" for i in range(40)))) == MAX_TOPICS


@given(st.text())
def test_any_text_has_topics_and_variants(text: str) -> None:
    NAMES.topics(text)
    NAMES.variants(text)


@given(st.lists(st.sampled_from(["Kiev", "Zelensky", "and", "spoke"]), max_size=30))
def test_topics_are_those_whose_words_occur(spoken: list[str]) -> None:
    expected = {"Kiev": "Kyiv", "Zelensky": "Volodymyr Zelensky"}
    assert set(NAMES.topics(" ".join(spoken))) == {expected[w] for w in spoken if w in expected}


def test_longest_form() -> None:
    key = folded_words("the cease-fire holds")
    assert [NAMES.longest_form_length(key, start) for start in range(4)] == [0, 2, 0, 0]


def user_file(text: str) -> Path:
    path = paths.config_dir() / "names.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_a_user_adds_forms_and_names() -> None:
    path = user_file("names:\n  - {name: Kyiv, forms: [Kyjiw]}\n  - {name: Gondor, kind: place, forms: [Gondur]}\n")
    for _ in range(2):  # the second time from the cache
        names = Names.load(path, ())
        assert "Kyjiw" in names.variants("Kyiv")
        assert names.variants("gondur") == ("Gondor",)


def test_a_changed_file_is_read_again() -> None:
    assert Names.load(user_file("names: [{name: Gondor, forms: [Gondur]}]"), ()).variants("Gondor") == ("Gondur",)
    assert Names.load(user_file("names: [{name: Gondor, forms: [Gondar]}]"), ()).variants("Gondor") == ("Gondar",)


@pytest.mark.parametrize(
    "text", ["names: [", "names: [{nam: x}]", "names: 3", "names: [{name: x, kind: dragon}]", "\x00"]
)
def test_a_broken_user_file_is_told(text: str) -> None:
    with pytest.raises(DataFileError, match=r"names\.yaml"):
        Names.load(user_file(text), ())


def test_a_broken_user_file_leaves_the_names_of_the_package() -> None:
    user_file("names: [")
    names = default_names()
    assert "names.yaml" in names.problem and "is ignored" not in names.problem
    assert len(names) == len(Names.load())


@pytest.mark.parametrize("left", [None, b"", b"\x92\xa1x", b"broken"])
def test_without_a_cache_that_can_be_read_the_names_are_made_ready_again(left: bytes | None) -> None:
    ready = Names.load(None, ["russia-ukraine"]).variants("Kyiv")
    kept = {cache: cache.read_bytes() for cache in paths.cache_dir().iterdir()}
    for cache in kept:
        cache.unlink()
        if left is not None:
            cache.write_bytes(left)
    assert Names.load(None, ["russia-ukraine"]).variants("Kyiv") == ready != ()
    made = [cache for cache in kept if cache.exists() and cache.read_bytes() != left]
    assert any(cache.name.startswith("names-") for cache in made)
    assert all(cache.read_bytes() == kept[cache] for cache in made)


def test_an_unwritable_cache_costs_nothing_but_time(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(blocked))
    assert Names.load(user_file("names: [{name: Gondor}]"), ()).topics("Gondor") == ("Gondor",)
