"""What is said when nothing is found."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from peaceindex.model.search import Request, Selection
from peaceindex.model.search_results import Results
from peaceindex.search.index import SearchIndex
from peaceindex.text.edit_distance import near
from tests.trials import examples

Ask = Callable[..., Results]


@pytest.fixture(scope="module")
def index(article: Any, index_of: Any) -> Iterator[SearchIndex]:
    articles = [
        article("Talks", "Zelensky left for Istanbul. The ceasefire held.", outlet="Amed Post", date="2025-05-12"),
        article(
            "Gas", "The prime minister spoke of prisoners in Kyiv.", outlet="Wire", date="2025-06-02", tags=["gas"]
        ),
        article("Gas again", "Nothing was said of a ceasefire by the minister.", outlet="Wire", date="2024-01-01"),
    ]
    with index_of(articles) as built:
        yield built


@pytest.fixture(scope="module")
def ask(index: SearchIndex) -> Ask:
    def ask(text: str, **more: Any) -> Results:
        results = index.search(Request(text, **more))
        assert not results.total
        return index.advised(results)

    return ask


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("istambul", "Istanbul"),
        ("Istambul ceasefire", "Istanbul ceasefire"),
        ("CAESEFIRE", "CEASEFIRE"),
        ("prizoners -talks", "prisoners -talks"),
        ("title:tolks", "title:talks"),
        ('"primr minister" prisoners', '"prime minister" prisoners'),
        ("(prisonners) tag:gas", "(prisoners) tag:gas"),
        ("zelensci", "Zelensky"),
        ("Zelenskjy", "Zelensky"),
        ("primeminister", "prime minister"),
        ("outlet:amet talks", "outlet:amed talks"),
        ("xstanbul", "Istanbul"),
    ],
)
def test_what_was_meant(ask: Ask, typed: str, meant: str) -> None:
    assert [one.text for one in ask(typed).suggestions[:1]] == [meant]


@pytest.mark.parametrize(
    "typed", ["qqqqqqqqqq", "xyz", "talks gas", "istambul prizoners", "date:1999 talks", "-talks -gas"]
)
def test_nothing_is_suggested_that_finds_nothing(index: SearchIndex, typed: str) -> None:
    assert index.advised(index.search(Request(typed))).suggestions == ()


@pytest.mark.parametrize(
    ("text", "offered"),
    [
        ("ceasefire date:2019", {"without date:2019": ("ceasefire", 2), "without ceasefire": None}),
        ("talks gas", {"without talks": ("gas", 2), "without gas": ("talks", 1)}),
        ("talks AND gas", {"without talks": ("gas", 2)}),
        ("istanbul (gas OR prisoners)", {"without (gas OR prisoners)": ("istanbul", 1)}),
        ("istanbul gas OR prisoners", {"without gas OR prisoners": ("istanbul", 1)}),
        ("istanbul outlet: wire", {"without outlet: wire": ("istanbul", 1)}),
        ("istanbul -zelensky", {"without -zelensky": ("istanbul", 1)}),
        (
            '"ceasefire istanbul"',
            {"without the quotation marks around ceasefire istanbul": ("(ceasefire istanbul)", 1)},
        ),
        ("istanbul AND gas OR moon", {}),
    ],
)
def test_what_to_leave_out(ask: Ask, text: str, offered: dict[str, Any]) -> None:
    found = {one.what: (one.request.text, one.count) for one in ask(text).relaxations}
    for what, expected in offered.items():
        assert found.get(what) == expected
    assert offered or not found


def test_ticks_and_exactness_can_be_let_go(ask: Ask) -> None:
    results = ask("negotiate", exact=True)
    assert results.relaxations == ()
    (one,) = ask("talk", exact=True).relaxations
    assert (one.what, one.request, one.count) == ("with other spellings and forms", Request("talk"), 1)
    ticked = Request("prisoners", outlets=Selection(frozenset({"Amed Post"})), dates=Selection(frozenset({"2025"})))
    offered = ask(ticked.text, outlets=ticked.outlets, dates=ticked.dates).relaxations
    assert [(one.what, one.count) for one in offered] == [("in any outlet", 1)]


queries = st.lists(
    st.sampled_from(
        ["talks", "tolks", '"', "(", ")", "AND", "OR", "NOT", "-", "title:", "date:2025", "is:x", "*", "a~", "=g", "é"]
    ),
    max_size=12,
)


@settings(max_examples=examples(60))
@given(queries, st.sampled_from(["", " "]))
def test_anything_can_be_advised_on(index: SearchIndex, pieces: list[str], between: str) -> None:
    results = index.advised(index.search(Request(between.join(pieces))))
    for text in [one.text for one in results.suggestions]:
        assert index.search(Request(text)).total
    for one in results.relaxations:
        assert index.search(one.request).total == one.count > 0


@given(st.text("abc", max_size=6), st.text("abc", max_size=6), st.integers(0, 3))
def test_distance_is_the_same_both_ways(one: str, other: str, most: int) -> None:
    assert near(one, other, most, 0) == near(other, one, most, 0)
    assert near(one, one, 0)
