"""The names that searches of a library use: those of the packs that its words choose; homonyms by their neighbours."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

import pytest

from peaceindex import paths
from peaceindex.errors import LibraryDamagedError
from peaceindex.model.article import Article
from peaceindex.model.search import Request
from peaceindex.names import LibraryNames, Name, Names
from peaceindex.search.index import SearchIndex
from peaceindex.search.query.syntax import parse_query

if TYPE_CHECKING:
    from pathlib import Path

MakeArticle = Callable[..., Article]

NAMES = Names.of(
    [
        Name("Georgia", "place", ("Georgia", "Грузия"), (), ("Tbilisi", "South Ossetia"), ("Georgia",)),
        Name("Tbilisi", "place", ("Tbilissi", "Тбилиси")),
    ]
)


def written(folder: Path, articles: Sequence[Article]) -> SearchIndex:
    index = SearchIndex(folder / "search", LibraryNames())
    index.write(enumerate(articles, 1), fresh=True)
    return index


def packs_on(index: SearchIndex) -> set[str]:
    return {state.pack for state in index.packs() if state.is_on}


def test_the_words_of_a_library_choose_its_packs(tmp_path: Path, article: MakeArticle) -> None:
    index = written(
        tmp_path, [article("Talks", "The talks at Stormont were long."), article("Talks", "In Londonderry")]
    )
    assert packs_on(index) == {"common", "northern-ireland"}
    found = index.search(Request("derry"))
    assert (found.total, found.also_matching) == (1, {"derry": ("Londonderry",)})
    assert index.search(Request("=derry")).total == index.search(Request("derry", exact=True)).total == 0
    assert [one.text.strip() for one in index.complete("londond", 7, 5)] == ["Londonderry"]
    assert index.highlighter(Request("derry")).spans("In Londonderry") == ((3, 14),)
    index.close()


def test_initials_and_the_long_form_of_a_name_are_one(tmp_path: Path, article: MakeArticle) -> None:
    texts = (
        "The UN envoy left.",
        "An envoy of the United Nations came.",
        "A U.N. envoy spoke.",
        "The W.H.O. said so.",
        "The World Health Organization told us who it was.",
        "The WHO agreed.",
        "Un envoyé est venu.",
    )
    index = written(tmp_path, [article("", text) for text in texts])

    def rows(text: str) -> list[int]:
        return sorted(int(row) for row in index.search(Request(text)).rows)

    assert [rows(text) for text in ("UN", '"United Nations"', "U.N. envoy", '"UN envoy"')] == [
        [1, 2, 3],
        [1, 2, 3],
        [1, 2, 3],
        [1, 3],
    ]
    assert [rows(text) for text in ("WHO", "W.H.O.", "World Health Organization")] == [[4, 5, 6]] * 3
    assert [rows(text) for text in ("un", "who", "=UN", "=WHO")] == [[7], [5], [1], [6]]
    assert index.search(Request("W.H.O.")).also_matching == {"W.H.O.": ("World Health Organization", "WHO")}
    index.close()


NAMED = (
    ("ar", "تقرير للأمم المتحدة عن الجوع"),  # 1
    ("ar", "وحزب الله ينفي في غزة، وللسودان رأي"),  # 2
    ("ar", "الأمم القديمة وسلطة المملكة"),  # 3
    ("he", "הם שבו בהפסקת האש הקודמת"),  # 4
    ("de", "Beobachter der Vereinten Nationen, Saudi-Arabiens Kronprinz"),  # 5
    ("pl", "kraje Unii Europejskiej, wojska Narodów Zjednoczonych"),  # 6
    ("ru", "Доклад Организации Объединённых Наций"),  # 7
    ("en", "The nation was united in grief, in a united state of mind."),  # 8
    ("en", "HTS fighters guarded Damascus in Syria."),  # 9
    ("he", "הם נפגשו בבית הלבן"),  # 10
)


@pytest.fixture
def named(article: MakeArticle, tmp_path: Path) -> SearchIndex:
    return written(tmp_path, [article("", text, language=language) for language, text in NAMED])


@pytest.mark.parametrize(
    ("query", "texts"),
    [
        ("الأمم المتحدة", {1, 5, 6, 7}),
        ("United Nations", {1, 5, 6, 7}),
        ("UN", {1, 5, 6, 7}),
        ("Hezbollah", {2}),
        ("حزب الله", {2}),
        ("السودان", {2}),
        ("הפסקת אש", {4}),
        ("ceasefire", {4}),
        ("Unia Europejska", {6}),
        ("Saudi-Arabien", {5}),
        ("Hayat Tahrir al-Sham", {9}),
        ("White House", {10}),
        ("United States", set()),
        ("=Hezbollah", set()),
    ],
)
def test_names_of_several_words_are_found_in_their_forms(named: SearchIndex, query: str, texts: set[int]) -> None:
    assert set(map(int, named.search(Request(query)).rows)) == texts


def test_forms_of_names_are_shown_and_marked(named: SearchIndex) -> None:
    assert "للامم المتحده" in named.search(Request("الأمم المتحدة")).also_matching["الأمم المتحدة"]
    text = NAMED[4][1]
    marks = named.highlighter(Request("United Nations")).spans(text)
    assert [text[start:end] for start, end in marks] == ["Vereinten Nationen"]


def test_a_library_of_something_else_uses_common_alone(tmp_path: Path, article: MakeArticle) -> None:
    index = written(tmp_path, [article("Talks", "NATO spoke of Doire.")])
    assert packs_on(index) == {"common"}
    assert index.search(Request("derry")).total == 0
    assert index.search(Request("OTAN")).total == 1
    index.close()


def test_a_written_index_chooses_anew(tmp_path: Path, article: MakeArticle) -> None:
    index = written(tmp_path, [article("Talks", "A walk in Doire")])
    assert index.search(Request("derry")).total == 0
    index.write([(2, article("Belfast talks", "It rained."))])  # a signal in a title counts
    assert packs_on(index) == {"common", "northern-ireland"}
    assert index.search(Request("derry")).total == 1
    index.close()


def test_a_signal_of_several_words_counts_only_as_a_phrase(tmp_path: Path, article: MakeArticle) -> None:
    index = written(tmp_path, [article("Rain", "An agreement on Friday was good. Northern parts of Ireland: rain.")])
    assert packs_on(index) == {"common"}
    index.write([(2, article("Peace", "It was the Good Friday Agreement."))])
    (state,) = (state for state in index.packs() if state.pack == "northern-ireland")
    assert (state.reason, state.signal, state.articles) == ("words", "good friday agreement", 1)
    index.close()


def test_the_setting_chooses_packs_whatever_the_words(tmp_path: Path, article: MakeArticle) -> None:
    paths.config_dir().mkdir(parents=True)
    (paths.config_dir() / "config.yaml").write_text("names_packs: [northern-ireland]\n")
    index = written(tmp_path, [article("Ukraine", "Kharkiv and Doire")])
    assert packs_on(index) == {"common", "northern-ireland"}
    assert index.search(Request("derry")).total == 1
    assert index.search(Request("Харків")).total == 0
    index.close()


def test_counts_are_kept_until_the_index_is_written(
    tmp_path: Path, article: MakeArticle, monkeypatch: pytest.MonkeyPatch
) -> None:
    from peaceindex.search.assistance.vocabulary import Vocabulary

    written(tmp_path, [article("Talks", "Belfast")]).search(Request("derry"))
    asked: list[str] = []
    frequency = Vocabulary.frequency

    def counted(self: Vocabulary, word: str, *rest: Any) -> int:
        asked.append(word)
        return frequency(self, word, *rest)

    monkeypatch.setattr(Vocabulary, "frequency", counted)
    again = SearchIndex(tmp_path / "search", LibraryNames())
    assert packs_on(again) == {"common", "northern-ireland"} and asked == []
    again.write([(2, article("Rain", "It rained."))])
    assert packs_on(again) == {"common", "northern-ireland"} and "belfast" in asked
    again.close()


def test_an_index_that_cannot_be_opened_has_no_packs_but_still_highlights(tmp_path: Path) -> None:
    index = SearchIndex(tmp_path / "search", LibraryNames())
    with pytest.raises(LibraryDamagedError):
        index.packs()
    assert index.highlighter(Request("NATO")).spans("OTAN") == ((0, 4),)


@pytest.fixture(scope="module")
def mixed(tmp_path_factory: pytest.TempPathFactory, article: MakeArticle) -> Iterator[SearchIndex]:
    texts = ["Грузия голосует", "Georgia votes in Atlanta", "Georgia votes, says Tbilisi", "South Ossetia and Грузия"]
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_STATE_HOME", str(tmp_path_factory.mktemp("state")))
        index = SearchIndex(tmp_path_factory.mktemp("mixed") / "search", NAMES)
        index.write((row, article("Page", text)) for row, text in enumerate(texts, 1))
        index.search(Request("page"))
    yield index
    index.close()


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("Georgia", {2, 3}),
        ("Грузия", {1, 4}),
        ("Georgia OR Tbilisi", {1, 2, 3, 4}),
        ("(Georgia OR Тбилиси)", {1, 2, 3, 4}),
        ("Georgia Tbilisi", {3}),
        ('Georgia "South Ossetia"', {4}),
        ("Georgia South OR Ossetia", {4}),
        ('"Georgia South"', set()),
        ('"South Ossetia and Georgia"', {4}),
        ("Georgia -Tbilisi", {2}),
        ("Georgia NOT (South Ossetia)", {2, 3}),
        ("Georgia outlet:Tbilisi", set()),
        ("Georgia -title:Tbilisi", {2, 3}),
        ("=Georgia OR Tbilisi", {2, 3}),
    ],
)
def test_a_homonym_is_widened_by_the_other_words_of_the_query(mixed: SearchIndex, text: str, rows: set[int]) -> None:
    assert set(map(int, mixed.search(Request(text)).rows)) == rows


def test_a_bird_is_no_country_but_its_word_is_found_everywhere(article: MakeArticle, tmp_path: Path) -> None:
    index = SearchIndex(tmp_path / "search", Names.load(None, []))
    texts = ["A turkey farm", "Talks in Turkey", "В Анкаре, Турция", "Türkiye hosts talks"]
    index.write((row, article("Page", text)) for row, text in enumerate(texts, 1))
    found = {
        text: set(map(int, index.search(Request(text)).rows))
        for text in ("turkey", "Turkey", "=Turkey", "turkey Ankara", '"talks in Turkey"', "Türkiye", "turkey -NATO")
    }
    index.close()
    assert found == {
        "turkey": {1, 2},
        "Turkey": {1, 2, 3, 4},
        "=Turkey": {1, 2},
        "turkey Ankara": {3},
        '"talks in Turkey"': {2},
        "Türkiye": {1, 2, 3, 4},
        "turkey -NATO": {1, 2},
    }


@pytest.mark.parametrize(
    ("text", "is_widened"),
    [
        ("Georgia title:Tbilisi", True),
        ("Georgia tag:Tbilisi", True),
        ("Georgia outlet:Tbilisi", False),
        ("Georgia lang:Tbilisi", False),
        ("Georgia Tbilisi~", True),
        ("title:(Georgia Tbilisi)", True),
        ("((Georgia) (talks OR (Tbilisi)))", True),
        ("Georgia Tbil", False),
        ("Georgia date:2008", False),
    ],
)
def test_which_words_are_neighbours(text: str, is_widened: bool) -> None:
    added = {spelling.form for spelling in parse_query(text, NAMES).added_spellings}
    assert ("Грузия" in added) == is_widened
