"""The frequent names of a library that no pack knows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from peaceindex import Library
from peaceindex.maintenance.missing_names import missing_names
from peaceindex.model.article import Article
from peaceindex.model.missing_names import MissingName
from peaceindex.names import Name, Names
from tests.index.search.conftest import make

if TYPE_CHECKING:
    from collections.abc import Sequence

NAMES = Names.of(
    [
        Name("Hasan di Tiro", "person", ("di Tiro", "Tiro")),
        Name("Banda Aceh", "place", ("Banda Aceh", "Kutaraja"), ("Sultanate of Aceh",)),
    ]
)


def articles(*texts: str, language: str | None = None) -> Sequence[Article]:
    return [make(f"Title In Capitals {number}", text, language=language) for number, text in enumerate(texts)]


def found(*texts: str, limit: int = 50) -> dict[str, int]:
    return {name.name: name.articles for name in missing_names(articles(*texts), NAMES, limit).names}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("We met Teuku Daud there.", ["Teuku Daud"]),
        ("We met Teuku there.", ["Teuku"]),
        ("Teuku Daud met them.", ["Teuku Daud"]),  # at the beginning, but the first word is never written small
        ("Teuku met them.", []),
        ("In Meulaboh it rained, and in all villages.", ["Meulaboh"]),
        ("They said: The rain of Meulaboh. “Nobody came,” said the men.", ["Meulaboh"]),
        ("Yesterday we met Cut Nyak Dhien of Lampadang.", ["Cut Nyak Dhien", "Lampadang"]),
        ("They met Cut Nyak Dhien Meutia Putri there.", []),  # longer than three words
        ("They met al-Shaab and O’Neill-Brown today.", ["O’Neill-Brown", "al-Shaab"]),
        ("It was Daud’s house.", ["Daud"]),
        ("It was Daud’s Meulaboh.", ["Daud", "Meulaboh"]),
        ("They met Mr Daud and Dr. Daud on Monday, the first of June, and I came.", ["Daud"]),
        ("они видели Ленту Приморья вчера", ["Ленту Приморья"]),
        ("They saw it, then. ŁÓDŹ. Then Łódź.", ["Łódź"]),
        ("they met xE1 and 3M and A", []),
        # what the packs know
        ("They met Hasan di Tiro, President Tiro and Muhammad Tiro in Banda Aceh and Kutaraja.", []),
        ("The fall of the Sultanate was long.", []),  # a part of a phrase
        ("They met Tiro Aceh there.", []),  # each word is known
    ],
)
def test_names_are_runs_of_capitalised_words(text: str, names: list[str]) -> None:
    assert sorted(found(text, text.replace("  ", " "))) == names


def test_words_that_are_mostly_written_small_are_no_names() -> None:
    minister = "the minister and the Minister met Daud."
    assert found(minister, minister, minister) == {"Daud": 3}
    assert found("they met Minister Daud", "the minister spoke", "met Daud", "met Daud") == {"Daud": 3}


def test_a_common_word_belongs_to_a_name_that_never_stands_without_it() -> None:
    new = "the new house in New Zealand"
    assert found(new, new) == {"New Zealand": 2}
    assert found(new, new, "in Zealand", "in Zealand") == {"Zealand": 4}


def test_each_article_counts_once_and_rare_names_are_left_out() -> None:
    assert found("met Daud and Daud and Daud", "met Daud", "met Meulaboh") == {"Daud": 2}


def test_the_spelling_that_is_most_frequent_is_shown() -> None:
    assert found("met Daud", "met Daud", "met DAUD") == {"Daud": 3}


def test_the_most_frequent_come_first_and_no_more_than_wanted() -> None:
    texts = ["in Aa, Bb, Cc", "in Bb, Cc", "in Cc, Aa", "in Cc"]
    assert list(found(*texts)) == ["Cc", "Aa", "Bb"]
    assert list(found(*texts, limit=1)) == ["Cc"]


def test_a_last_name_is_a_form_of_the_only_full_name() -> None:
    text = "They met Teuku Daud there. Later they met Daud."
    (name,) = missing_names(articles(text, text, "and met Daud"), NAMES, 9).names
    assert name == MissingName("Teuku Daud", 2, "Daud", 3)
    text += " Also there was Cut Daud."
    assert set(found(text, text)) == {"Teuku Daud", "Cut Daud", "Daud"}


def test_articles_in_german_are_left_out_and_counted() -> None:
    result = missing_names(articles("die Gespräche in Meulaboh", "die Gespräche in Meulaboh", language="de"), NAMES, 9)
    assert (result.names, result.left_out) == ((), 2)


def test_texts_without_names_and_without_words() -> None:
    assert found("", "   ", "...", "停火协议在雅加达签署", "اتفاق السلام") == {}


def test_a_long_text_of_capitals_takes_no_time() -> None:
    assert found("Aa" * 200_000, "Bb-" * 200_000, "Cc " * 100_000, "'" * 100_000) == {}


def test_a_library_is_read_whole(library: Library) -> None:
    with library.articles.writing():
        from peaceindex.model.article import RawDocument
        from peaceindex.storage.serialization import PackedArticle

        for article in articles(*["They met Teuku Daud in Kyiv and Derry."] * 3):
            library.articles.insert(PackedArticle.of(article, RawDocument.of(article.id, "")), article.id)
    steps: list[tuple[int, int]] = []
    result = library.maintenance.missing_names(9, lambda done, total: steps.append((done, total)))
    assert [(name.name, name.articles) for name in result.names] == [("Teuku Daud", 3)]  # packs that are off count too
    assert steps == [(1, 3), (2, 3), (3, 3)]
