"""Counts over all hits, and ticks that narrow them."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from peaceindex.model.article import Article
from peaceindex.model.facets import Facets, FacetValue, LongFacet
from peaceindex.model.search import Request, Selection, Sort
from peaceindex.text.folding import fold
from tests.trials import examples

if TYPE_CHECKING:
    from collections.abc import Sequence

OUTLETS = [None, "Amed Post", "Bosphorus Wire"]
DATES = [None, "2024-12-31", "2025-05-01", "2025-05-12", "2025-06-02"]
TAGS = ["peace talks", "Kyiv", "swap"]
LANGUAGES = [None, "en", "uk"]
AUTHORS = ["Ada Stone", "ADA STONE", "Bao Nguyễn", "bao nguyen", "Олена Ткач"]
COUNTED = ("outlets", "dates", "tags", "languages", "authors")


def counts(values: Sequence[FacetValue]) -> dict[str, int]:
    return {one.value: one.count for one in values}


def values_of(article: Article, facet: str) -> set[str]:
    if facet == "outlets":
        return {article.outlet or ""}
    if facet == "dates":
        return {(article.date or "")[:7]}
    if facet == "languages":
        return {article.language or ""}
    if facet == "authors":
        return {fold(author) for author in article.authors} or {""}
    return set(article.tags + article.topics) or {""}


def passes(article: Article, facet: str, selection: Selection) -> bool:
    mine = values_of(article, facet)
    if facet == "authors":
        selection = Selection(frozenset(map(fold, selection.include)), frozenset(map(fold, selection.exclude)))
    if facet == "dates":
        mine = mine | {month[:4] for month in mine} | {article.date or ""}
        ranges = [name for name in selection.include | selection.exclude if ".." in name]
        mine |= {name for name in ranges if article.date and is_within(article.date, name)}
    return not (mine & selection.exclude) and (not selection.include or bool(mine & selection.include))


def is_within(date: str, span: str) -> bool:
    first, last = span.split("..")
    return first <= date <= last + "~"  # 2025-05~ comes after each of its days


def selections(values: list[str]) -> st.SearchStrategy[Selection]:
    some = st.frozensets(st.sampled_from(values), max_size=2)
    return st.builds(Selection, some, some)


articles_made = st.lists(
    st.fixed_dictionaries(
        {
            "body": st.sampled_from(["peace", "war", "peace war"]),
            "outlet": st.sampled_from(OUTLETS),
            "date": st.sampled_from(DATES),
            "tags": st.lists(st.sampled_from(TAGS), max_size=2, unique=True),
            "topics": st.lists(st.sampled_from(TAGS), max_size=1),
            "language": st.sampled_from(LANGUAGES),
            "authors": st.lists(st.sampled_from(AUTHORS), max_size=2, unique=True),
        }
    ),
    min_size=1,
    max_size=10,
)
requests = st.builds(
    Request,
    text=st.sampled_from(["", "peace", "-peace", "date:2025"]),
    sort=st.sampled_from(get_args(Sort)),
    outlets=selections(["", "Amed Post", "Bosphorus Wire", "Nowhere"]),
    dates=selections(
        [
            "",
            "2025",
            "2025-05",
            "2025-06",
            "2025-05-12",
            "1999-01",
            "2025-02-31",
            "2024-12..2025-05",
            "2025-05-02..2025-06",
        ]
    ),
    days_of=st.sampled_from([frozenset[str](), frozenset({"2025-05"})]),
    tags=selections(["", "peace talks", "Kyiv", "nothing"]),
    languages=selections(["", "en", "fr"]),
    authors=selections(["", "Ada Stone", "Bao Nguyen", "Nobody"]),
    counted=st.just(frozenset({"languages", "authors"})),
)


@settings(max_examples=examples(25))
@given(made=articles_made, asked=st.lists(requests, min_size=8, max_size=8))
def test_counts_are_those_of_counting_by_hand(
    article: Any, index_of: Any, made: list[dict[str, Any]], asked: list[Request]
) -> None:
    articles = dict(enumerate((article(**fields) for fields in made), 1))
    with index_of(list(articles.values())) as index:
        for request in asked:
            found = index.search(request)
            matching = {int(row) for row in index.search(Request(request.text)).rows}
            ticked: dict[str, Selection] = {name: getattr(request, name) for name in COUNTED}
            expected = {
                row for row in matching if all(passes(articles[row], name, ticks) for name, ticks in ticked.items())
            }
            assert {int(row) for row in found.rows} == expected
            assert found.total == len(expected)
            for facet, ticks in ticked.items():
                left = [
                    articles[row]
                    for row in matching
                    if all(passes(articles[row], name, ticks) for name, ticks in ticked.items() if name != facet)
                ]
                by_hand = Counter(value for one in left for value in values_of(one, facet))
                shown = counts(getattr(found.facets, facet))
                if facet == "authors":
                    shown = {fold(value): count for value, count in shown.items()}
                if facet == "dates":
                    for one in found.facets.ranges:
                        assert one.count == sum(is_within(article.date, one.value) for article in left if article.date)
                assert {value: count for value, count in shown.items() if count} == dict(by_hand)
                if facet == "dates":
                    ticked_days = {name for name in ticks.include | ticks.exclude if len(name) == 10}
                    asked_for = request.days_of | {day[:7] for day in ticked_days}
                    by_day = Counter(one.date for one in left if (one.date or "")[:7] in asked_for)
                    shown = counts(found.facets.days)
                    assert {day: count for day, count in shown.items() if day[:7] in asked_for} == dict(by_day)


@pytest.fixture(scope="module")
def facets(article: Any, index_of: Any) -> Facets:
    made = [
        article(body="a", outlet="B", date="2025-06-02", tags=["swap"]),
        article(body="a", outlet="B", date="2025-05-12", tags=["Swap", "Kyiv"]),
        article(body="a", outlet="A", date="2024-01-01", tags=["Kyiv", "swap"], topics=["Kyiv"]),
        article(body="a", outlet="C"),
    ]
    with index_of(made) as index:
        found: Facets = index.search(Request("a", tags=Selection(frozenset({"unheard of"}), frozenset()))).facets
    return found


def test_tags_come_most_frequent_first(facets: Facets) -> None:
    assert list(counts(facets.tags).items()) == [("Swap", 3), ("Kyiv", 2), ("", 1), ("unheard of", 0)]


def test_months_come_in_order_of_time_the_unknown_last(article: Any, index_of: Any) -> None:
    made = [article(body="a", date=date) for date in ("2025-06-02", None, "2024-01-01", "2025-06-30")]
    with index_of(made) as index:
        found = index.search(Request("a")).facets
    assert list(counts(found.dates).items()) == [("2024-01", 1), ("2025-06", 2), ("", 1)]


def test_days_of_all_centuries_are_counted_sorted_and_found(article: Any, index_of: Any) -> None:
    days = ["1658-02-26", "1789-08-26", "1953-07-27", "2025-05-12"]
    with index_of([article(body="a", date=day) for day in days]) as index:
        found = index.search(Request("a"))
        assert list(counts(found.facets.dates)) == [day[:7] for day in days]
        assert index.search(Request("date:1600..1799")).total == 2
        assert index.search(Request("before:1658-02-27")).total == 1
        assert index.search(Request("after:1789-08-26")).total == 3
        ticked = Selection(frozenset({"1789", "1953-07"}), frozenset())
        assert index.search(Request("a", dates=ticked)).total == 2


def test_outlets_of_equal_count_come_by_name(article: Any, index_of: Any) -> None:
    with index_of([article(body="a", outlet=name) for name in ("C", "A", "B", "B")]) as index:
        found = index.search(Request("")).facets
    assert list(counts(found.outlets)) == ["B", "A", "C"]


def test_of_very_many_values_the_rare_ones_are_found_and_counted_too(article: Any, index_of: Any) -> None:
    names = [f"tag {n}" for n in range(1500)] + ["Überlingen", "uberaba"]
    made = [
        article(body="a b", tags=names),
        article(body="a", tags=names[:900]),
        article(body="a", tags=["Überlingen"]),
    ]
    with index_of(made) as index:
        tags = index.search(Request("a")).facets.tags
        assert isinstance(tags, LongFacet) and (len(tags), tags.rare) == (1000, 502)
        assert counts(tags)["tag 899"] == 2 and counts(tags)["Überlingen"] == 2 and "tag 1499" not in counts(tags)
        found = tags.matching(lambda text: "uber" in text or text == "tag 1499", {"tag 1498", "tag 3", "none"})
        assert counts(found) == {"tag 3": 2, "Überlingen": 2, "tag 1498": 1, "tag 1499": 1, "uberaba": 1}
        every = tags.matching(lambda text: True, ())
        assert list(every)[:1000] == list(tags) and len(every) == len(counts(every)) == len(names)
        ticks = Selection(frozenset({"TAG 1499", "nothing"}), frozenset({"tag 2"}))
        ticked = index.search(Request("", tags=ticks))
        tail = list(ticked.facets.tags)[1000:]
        assert tail == [FacetValue("tag 1499", 1), FacetValue("nothing", 0)], "a rare one that is ticked has its count"
        assert isinstance(ticked.facets.tags, LongFacet) and ticked.facets.tags.rare == 501


def test_authors_are_shown_by_their_best_spelling(article: Any, index_of: Any) -> None:
    made = [article(body="a", authors=[name]) for name in ("ADA STONE", "Ada Stone", "ada stone", "UNHCR", " ")]
    with index_of(made) as index:
        found = index.search(Request("", counted=frozenset({"authors"}))).facets
        assert list(counts(found.authors).items()) == [("Ada Stone", 3), ("", 1), ("UNHCR", 1)]
        assert index.search(Request("")).facets.authors == ()
        ticked = index.search(Request("", authors=Selection(frozenset({"unhcr"}))))
        assert ticked.total == 1 and counts(ticked.facets.authors)["Ada Stone"] == 3


def test_a_filter_of_values_knows_other_spellings(article: Any, index_of: Any) -> None:
    with index_of([article(body="a")]) as index:
        assert "kyiv" in index.spellings("Kiev") and "kyiv" not in index.spellings("kyiv")
        assert "mayor of kyiv" in index.spellings("Mayor of Kiev")
        assert index.spellings("") == index.spellings("xyzzy") == ()
