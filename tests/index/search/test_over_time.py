"""Searches over time: counts against a count by hand, periods without gaps, and which outlet was first."""

from __future__ import annotations

import datetime
import itertools
from dataclasses import replace
from typing import TYPE_CHECKING, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peaceindex import Library
from peaceindex.errors import QueryError
from peaceindex.model.article import RawDocument
from peaceindex.model.search import Request, Selection
from peaceindex.model.timeline import UNITS, Amount, Timeline, Unit, period_of
from peaceindex.storage.serialization import PackedArticle
from peaceindex.text.decoding import neutralise
from peaceindex.text.tokens import folded_words
from tests.index.near_duplicates.test_stories import copy, ids, write
from tests.index.search.conftest import make

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from peaceindex.model.article import Article

ARTICLES = [
    ("Harbor Times", "2025-05-01", "Talks, talks and a truce.", ("peace", "swap")),
    ("Harbor Times", "2025-05-31", "The truce held.", ("peace",)),
    ("Danube Post", "2025-05-12", "No talks here, said the envoy.", ()),
    ("Danube Post", "2025-08-02", "A truce at last; the talks are over.", ("swap",)),
    ("Danube Post", None, "Talks without a day.", ("peace",)),
    (None, "2026-01-01", "New talks about talks.", ()),
]
PAGES = [make("", text, outlet=outlet, date=date, tags=tags) for outlet, date, text, tags in ARTICLES]


@pytest.fixture
def dated(library: Library) -> Library:
    with library.articles.writing():
        for number, article in enumerate(PAGES):
            name = f"a{number}"
            library.articles.insert(PackedArticle.of(article, RawDocument.of(name, "")), name)
    return library


def amounts(timeline: Timeline, series: int = 0) -> dict[str, Amount]:
    pairs = zip(timeline.periods, timeline.series[series].amounts, strict=True)
    return {period.name: amount for period, amount in pairs if amount.articles}


@pytest.mark.parametrize("unit", UNITS)
def test_each_period_has_what_a_count_by_hand_finds(dated: Library, unit: Unit) -> None:
    timeline = dated.search.over_time([Request("talks"), Request("truce")], unit=unit)
    names = [period.name for period in timeline.periods]
    assert names == sorted(set(names)) and names[0] == period_of(datetime.date(2025, 5, 1), unit).name
    for one, other in itertools.pairwise(timeline.periods):
        after = datetime.date.fromisoformat(one.last) + datetime.timedelta(1)
        assert other.first == after.isoformat()
    for word, series in zip(("talks", "truce"), timeline.series, strict=True):
        assert series.name == word
        for period, amount in [*zip(timeline.periods, series.amounts, strict=True), (None, series.undated)]:
            there = [
                folded_words(text)
                for _, date, text, _ in ARTICLES
                if (period.first <= date <= period.last if period and date else not (period or date))
            ]
            with_word = [words for words in there if word in words]
            hits = sum(words.count(word) for words in there)
            assert amount == Amount(len(with_word), len(with_word), hits, sum(map(len, there)))
        for period in timeline.periods:
            found = dated.search.find(Request(f"{word} {period.query}")).total
            assert found == series.amounts[names.index(period.name)].articles


def test_one_search_is_divided_by_outlet_or_tag(dated: Library) -> None:
    by_outlet = dated.search.over_time([Request("talks")], unit="year", split="outlet", most=2)
    assert [series.name for series in by_outlet.series] == ["Danube Post", ""] and by_outlet.left_out == 1
    assert by_outlet.series[0].undated == Amount(1, 1, 1, 4)
    assert amounts(by_outlet)["2025"] == Amount(2, 2, 2, 14)
    assert amounts(by_outlet, 1)["2026"].per_thousand == 500
    by_tag = dated.search.over_time([Request("")], split="tag")
    assert [series.name for series in by_tag.series] == ["peace", "", "swap"]
    assert amounts(by_tag)["2025-05"].articles == 2
    ticked = Request("talks", outlets=Selection(frozenset({"Harbor Times"})))
    (only,) = dated.search.over_time([ticked]).series
    assert only.amounts == (Amount(1, 1, 2, 8),)


def test_what_the_user_made_of_articles_narrows_the_words_too(dated: Library) -> None:
    ids = [id for _, id in sorted(dated.articles.ids().items())]
    for number in (0, 5):
        dated.annotations.mark_read(ids[number])
    dated.annotations.bookmark(dated.article(ids[0]), 0, 5, labels=["Aid"])
    dated.annotations.bookmark(dated.article(ids[2]), 0, 2)
    every = frozenset(range(len(ARTICLES)))
    having = {
        ("states", "read"): {0, 5},
        ("states", "unread"): every - {0, 5},
        ("states", "bookmarked"): {0, 2},
        ("labels", "Aid"): {0},
        ("labels", ""): every - {0},
        ("labels", "gone"): set(),
    }

    def found(request: Request) -> Amount:
        (series,) = dated.search.over_time([request], unit="year").series
        all_of = [*series.amounts, series.undated]
        return Amount(
            sum(one.articles for one in all_of),
            sum(one.stories for one in all_of),
            sum(one.hits or 0 for one in all_of),
            sum(one.words for one in all_of),
        )

    def counted(numbers: Iterable[int]) -> Amount:
        texts = [folded_words(ARTICLES[number][2]) for number in numbers]
        with_word = sum("talks" in words for words in texts)
        hits = sum(words.count("talks") for words in texts)
        # Periods begin with the first and end with the last in which anything is found.
        return Amount(with_word, with_word, hits, sum(map(len, texts)) if with_word else 0)

    for (facet, value), numbers in having.items():
        for ticks, left in (
            (Selection(frozenset({value})), numbers),
            (Selection(exclude=frozenset({value})), every - numbers),
        ):
            of_states = Request("talks", states=ticks)
            assert found(of_states if facet == "states" else Request("talks", labels=ticks)) == counted(left)
    unread, not_aid = Selection(frozenset({"unread"})), Selection(exclude=frozenset({"Aid"}))
    assert found(Request("talks", states=unread, labels=not_aid)) == counted({1, 2, 3, 4})


def test_what_cannot_be_counted_is_said_and_never_guessed(dated: Library) -> None:
    assert dated.search.over_time([Request('"talks envoy"~5')]).series[0].amounts[0] == Amount(1, 1, None, 14)
    assert dated.search.over_time([Request("nowhere")]).periods == ()
    with pytest.raises(QueryError):
        dated.search.over_time([Request("date:2025-13")])
    with pytest.raises(ValueError, match="6 requests"):
        dated.search.over_time([Request("a")] * 6)
    assert dated.search.first_by_outlet(Request("nowhere")) == ()


def test_a_story_counts_once_in_a_period_and_the_earliest_is_first(library: Library, tmp_path: Path) -> None:
    pages = {f"p{n}": copy(1, f"Post {n}", day=10 + n, drop=n) for n in range(3)}
    by_name = ids(library, write(tmp_path / "pages", **pages, other=copy(2, "Birch Herald", day=20)))
    (series,) = library.search.over_time([Request("")], unit="month").series
    assert [(amount.articles, amount.stories) for amount in series.amounts if amount.articles] == [(4, 2)]
    firsts = library.search.first_by_outlet(Request(""))
    assert [first.id for first in firsts] == [by_name[name] for name in ("p0", "p1", "p2", "other")]
    assert [first.articles for first in firsts] == [1, 1, 1, 1] and not any(first.is_tied for first in firsts)


def test_the_hour_decides_within_a_day_where_it_is_known(library: Library) -> None:
    def page(outlet: str, published: str | None) -> Article:
        article = make("", f"Talks of {outlet}.", outlet=outlet, date="2025-05-12")
        return replace(article, published=neutralise(published) if published else None)

    pages = [
        page("Late", "2025-05-12T12:00:00+02:00"),
        page("Early", "2025-05-12T09:30:00Z"),
        page("Unknown", None),
        page("Early", None),
    ]
    with library.articles.writing():
        for number, article in enumerate(pages):
            library.articles.insert(PackedArticle.of(article, RawDocument.of(f"a{number}", "")), f"a{number}")
    firsts = library.search.first_by_outlet(Request("talks"))
    assert [(first.outlet, first.articles, first.is_tied) for first in firsts] == [
        ("Early", 2, True),
        ("Late", 1, False),
        ("Unknown", 1, False),
    ]


def test_a_month_or_a_year_is_not_first_within_itself_and_its_doubt_is_told(library: Library) -> None:
    dates: dict[str, list[str | None]] = {
        "Month": ["2025-05"],
        "Tenth": ["2025-05-10"],
        "First": ["2025-05-01", "2025-05-02"],
        "Both": ["2025-05", "2025-05-20", "2025-06"],
        "Year": ["2025", "2025"],
        "Sooner": ["2025-05-01", "2025-04"],
        "Later": ["2025-05-11", "2025-06", "2026"],
        "Undated": [None],
        "New Year": ["2025-01-01", "2025"],
    }
    with library.articles.writing():
        for outlet, dates_of in dates.items():
            for number, date in enumerate(dates_of):
                name = f"{outlet} {number}"
                article = make(name, f"Talks of {name}.", outlet=outlet, date=date)
                library.articles.insert(PackedArticle.of(article, RawDocument.of(name, "")), name)
    firsts = library.search.first_by_outlet(Request("talks"))
    assert [(first.outlet, first.date, first.articles, first.is_tied, first.is_day_uncertain) for first in firsts] == [
        ("New Year", "2025-01-01", 2, False, True),
        ("Sooner", "2025-04", 2, False, True),
        ("First", "2025-05-01", 2, False, False),
        ("Tenth", "2025-05-10", 1, False, False),
        ("Later", "2025-05-11", 3, False, False),
        ("Both", "2025-05-20", 3, False, True),
        ("Month", "2025-05", 1, False, True),
        ("Year", "2025", 2, True, True),
        ("Undated", None, 1, False, False),
    ]


@given(st.dates(), st.sampled_from(get_args(Unit)))
def test_a_day_lies_in_its_period(day: datetime.date, unit: Unit) -> None:
    period = period_of(day, unit)
    assert period.first <= day.isoformat() <= period.last
    assert period_of(datetime.date.fromisoformat(period.first), unit) == period
    assert period_of(datetime.date.fromisoformat(period.last), unit) == period
