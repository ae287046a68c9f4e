"""What a search finds: syntax, fields, dates, spellings, order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from peaceindex.errors import Cancelled
from peaceindex.model.search import Request
from peaceindex.search.index import SearchIndex

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="module")
def index(article: Any, index_of: Any) -> Iterator[SearchIndex]:
    articles = [
        article(  # 1
            "Zelensky calls for talks",
            "A cease-fire was offered in Kiev. The U.S. envoy left for İstanbul.\n\nNobody negotiated for long.",
            outlet="The Amed Post",
            date="2025-05-12",
            tags=("peace talks", "envoys"),
            topics=("Kyiv",),
            authors=("Ada Lovelace", "Grace Hopper"),
            url="https://www.amed.example/2025/talks?id=1",
            language="en",
        ),
        article(  # 2
            "Talks in Istanbul",
            "Zelenskyy spoke of prisoners. They negotiate over 1,000 names.",
            outlet="Bosphorus Wire",
            date="2025-06-02",
            tags=("prisoner swap",),
            topics=("Istanbul",),
            language="en",
        ),
        article("Зеленський у Києві", "Київ чекає на мир.", outlet="Вісті", date="2025-06-30", language="uk"),  # 3
        article("", "Undated: the ceasefire holds in Kyiv; the envoy of Ankara says so."),  # 4
        article("Gas", "Nordstream was blown up. Kiev is silent.", outlet="Bosphorus Wire", date="2024-12-31"),  # 5
        article("Gas again", "The Nord Stream pipes lie in the sea.", outlet="Danube Post", date="2023-01-01"),  # 6
    ]
    with index_of(articles) as built:
        yield built


def rows(index: SearchIndex, text: str, **request: Any) -> list[int]:
    return sorted(int(row) for row in index.search(Request(text, **request)).rows)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", [1, 2, 3, 4, 5, 6]),
        ("   ", [1, 2, 3, 4, 5, 6]),
        ("talks", [1, 2]),
        ("TALKS envoy", [1]),
        ("talks prisoners", [2]),  # one word in the title, one in the text
        ("prisoners OR gas", [2, 5, 6]),
        ("talks -prisoners", [1]),
        ("talks NOT prisoners", [1]),
        ("-talks", [3, 4, 5, 6]),
        ("(prisoners OR envoy) talks", [1, 2]),
        ("talks (prisoners OR gas)", [2]),
        ("gas AND silent OR talks", [1, 2, 5]),
        ('"lie in the sea"', [6]),
        ('"in lie"', []),
        ('"envoy istanbul"~3', [1]),
        ('"envoy istanbul"~2', []),
        ('"spoke of"~1', [2]),
        ("“lie in” sea", [6]),
        ("negotiat*", [1, 2]),
        ("ne?otiate", [2]),
        ("negotiate?", [1, 2]),
        ("negotiation", [1, 2]),
        ("=negotiate", [2]),
        ('"negotiate over"', [2]),
        ('"negotiated over"', []),
        ("title:calling", [1]),
        ("-negotiating", [3, 4, 5, 6]),
        ("tag:envoy", [1]),
        ("say", [4]),
        ("kievs", []),
        ("prisonner~", [2]),
        ("prisonner~1", []),
        ("prixoners~1", [2]),
        ("cease-fire", [1, 4]),
        ("ceasefire", [1, 4]),
        ("=ceasefire", [4]),
        ('="cease fire"', [1]),
        ("zelensky", [1, 2, 3]),
        ("=zelensky", [1]),
        ("Kiev", [1, 3, 4, 5]),
        ("=Kiev", [1, 5]),
        ("ISTANBUL", [1, 2]),
        ("=İstanbul", [1, 2]),
        ('"in Kyiv"', [1, 4]),
        ('="in Kyiv"', [4]),
        ("nordstream", [5, 6]),
        ("nord stream", [5, 6]),
        ('"nord stream"', [5, 6]),
        ("U.S.", [1]),
        ("us", []),
        ("1,000", [2]),
        ("1000", [2]),
        ("title:talks", [1, 2]),
        ("title:prisoners", []),
        ("title:(gas again)", [6]),
        ("title: gas", [5, 6]),
        ("outlet:post", [1, 6]),
        ('outlet:"Amed Post"', [1]),
        ("outlet:вісті", [3]),
        ("outlet:bos*", [2, 5]),
        ("-outlet:post talks", [2]),
        ("tag:talks", [1]),
        ('tag:"peace talks"', [1]),
        ('tag:"talks envoys"', []),
        ("tag:Kiev", [1]),
        ("topic:istanbul", [2]),
        ("author:lovelace", [1]),
        ('author:"lovelace grace"', []),
        ("url:amed.example", [1]),
        ("https://www.amed.example/2025/talks", [1]),
        ("lang:uk", [3]),
        ("LANG:UK", [3]),
        ("lang:ukrainian", [3]),
        ("lang:Ukrainian", [3]),
        ("lang:украинский", [3]),
        ("lang:(ukrainian OR klingon)", [3]),
        ("lang:norwegian", []),
        ("date:2025", [1, 2, 3]),
        ("date:2025-05", [1]),
        ("date:2025-05-12", [1]),
        ("date:2025-05..2025-06", [1, 2, 3]),
        ("date:2025-06-02..", [2, 3]),
        ("date:..2024", [5, 6]),
        ("date:none", [4]),
        ("after:2025-06-02", [2, 3]),
        ("before:2025", [5, 6]),
        ("before:2025-06-02 after:2025", [1]),
        ("-date:2025", [4, 5, 6]),
        ("is:unread", [2, 4]),
        ("is:read talks", [1]),
        ("is:bookmarked", []),
    ],
)
def test_what_a_query_finds(index: SearchIndex, text: str, expected: list[int]) -> None:
    states = {"read": {1, 3, 5, 6, 77}, "bookmarked": set[int]()}
    assert sorted(index.search(Request(text), states=states.__getitem__).rows) == expected


@pytest.mark.parametrize(
    ("typed", "means", "hint"),
    [
        ('"lie in the', '"lie in the"', "quotation mark"),
        ("(talks", "talks", "bracket"),
        ("talks)", "talks", "bracket"),
        ("talks AND", "talks", "AND"),
        ("OR talks", "talks", "OR"),
        ("talks OR AND gas", "talks AND gas", "OR"),
        ("talks NOT", "talks", "NOT"),
        ("talks -", "talks", "talks -minsk"),
        ("talks *", "talks", "cease*"),
        ("talks ~", "talks", "zelenski~"),
        ("talks date:", "talks", "date:"),
        ("talks date:20", "talks", "waits for a date"),
        ("talks date:2025-", "talks date:2025", ""),
        ("talks date:2025-13", "talks", "is not a date"),
        ("talks title:", "talks", "title:"),
        ("talks is:", "talks", "is:"),
        ("foo:talks", "foo talks", "no field"),
        ("talks NOT NOT gas", "talks gas", ""),
        ("AND", "", "AND"),
        ("((", "", "bracket"),
        ("!?", "", "nothing"),
    ],
)
def test_half_typed_queries_mean_what_is_there(index: SearchIndex, typed: str, means: str, hint: str) -> None:
    found = index.search(Request(typed))
    assert sorted(found.rows) == rows(index, means)
    assert hint in found.hint
    assert bool(found.hint) == bool(hint)


def test_exact_switches_spellings_off(index: SearchIndex) -> None:
    assert rows(index, "Kiev", exact=True) == [1, 5]
    assert index.search(Request("Kiev", exact=True)).also_matching == {}


def test_also_matching_names_spellings_that_occur_as_the_file_writes_them(index: SearchIndex) -> None:
    found = index.search(Request('Kiev zelensky "nordstream" =istanbul'))
    assert found.also_matching == {
        "Kiev": ("Kyiv", "Київ", "києві"),
        "zelensky": ("Zelenskyy", "Зеленський"),
        "nordstream": ("Nord Stream",),
    }


def test_also_matching_names_the_forms_that_occur(index: SearchIndex) -> None:
    assert index.search(Request("negotiations sea")).also_matching == {"negotiations": ("negotiate", "negotiated")}
    assert index.search(Request("=negotiations sea")).also_matching == {}
    assert index.search(Request("negotiate", exact=True)).also_matching == {}
    assert index.search(Request('"negotiate over"')).also_matching == {}


def test_titles_weigh_more(index: SearchIndex) -> None:
    found = index.search(Request("istanbul"))
    assert list(found.rows) == [2, 1]
    assert found.scores[0] > found.scores[1] > 0


@pytest.mark.parametrize(
    ("text", "sort", "expected"),
    [
        ("", "relevance", [3, 2, 1, 5, 6, 4]),
        ("", "newest", [3, 2, 1, 5, 6, 4]),
        ("", "oldest", [6, 5, 1, 2, 3, 4]),
        ("kyiv", "newest", [3, 1, 5, 4]),
        ("kyiv", "oldest", [5, 1, 3, 4]),
        ("outlet:wire OR lang:uk", "relevance", [3, 2, 5]),
    ],
)
def test_order(index: SearchIndex, text: str, sort: Any, expected: list[int]) -> None:
    assert list(index.search(Request(text, sort=sort)).rows) == expected


def test_results_tell_of_the_whole(index: SearchIndex) -> None:
    found = index.search(Request("talks"))
    assert (found.total, found.articles, len(found.rows), len(found.scores)) == (2, 6, 2, 2)
    assert found.took_ms > 0


def test_a_search_can_be_given_up(index: SearchIndex) -> None:
    with pytest.raises(Cancelled):
        index.search(Request("never asked before"), cancelled=lambda: True)


@pytest.mark.parametrize(
    ("piece", "times"),
    [
        ("a", 10_000),
        ("a ", 5_000),
        ("(", 10_000),
        ('"', 9_999),
        ("-", 10_000),
        ("a* ", 3_000),
        ("*a ", 3_000),
        ("is:unread ", 99),
    ],
)
def test_a_monstrous_query_is_answered(index: SearchIndex, piece: str, times: int) -> None:
    index.search(Request(piece * times))


def test_a_wildcard_of_stars_is_answered(index: SearchIndex) -> None:
    assert rows(index, "*a*" * 20 + "b") == []
