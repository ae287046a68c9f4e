"""How a query that is being typed may go on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from peaceindex.model.search import Request
from peaceindex.model.search_results import Completion
from peaceindex.search.index import SearchIndex
from tests.trials import examples

if TYPE_CHECKING:
    from collections.abc import Iterator

NEW = {"added": "2026-01-15T10:00:00.000000Z"}
SWAP, GAS = ["Prisoner swap"], ["gas", "talks", "Nord Stream"]


@pytest.fixture(scope="module")
def index(article: Any, index_of: Any) -> Iterator[SearchIndex]:
    articles = [
        article("Talks", "Zelenskyy in Kiev; talks, talking.", outlet="Amed Post", date="2025-05-12", tags=SWAP),
        article("Talks", "The Nord Stream, again in Kiev and Kyiv.", outlet="Wire", date="2025-06-02", tags=GAS, **NEW),
        article("Taxes", "Nothing tall.", outlet="Wire", date="2024-01-01", authors=["Ada Lovelace"], language="en"),
    ]
    with index_of(articles) as built:
        yield built


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("ta", ["tag:", "talks ", "tall ", "talking ", "taxes "]),
        ("tal", ["talks ", "talking ", "tall "]),
        ("peace -tall", []),
        ("peace -tal", ["peace -talks ", "peace -talking ", "peace -tall "]),
        ("(talki", ["(talking "]),
        ("out", ["outlet:"]),
        ("talks outlet:", ["talks outlet:Wire ", 'talks outlet:"Amed Post" ']),
        ("outlet:po", ['outlet:"Amed Post" ']),
        ('outlet:"amed p', ['outlet:"Amed Post" ']),
        ("tag:pris", ['tag:"Prisoner swap" ']),
        ("TOPIC:swap", ['TOPIC:"Prisoner swap" ']),
        ("author:love", ["author:lovelace "]),
        ("is:u", ["is:unread "]),
        ("date:", ["date:2025 ", "date:2024 "]),
        ("after:2025", ["after:2025-06 ", "after:2025-05 "]),
        ("added:", ["added:today ", "added:yesterday ", "added:7d ", "added:2026 "]),
        ("added:y", ["added:yesterday "]),
        ("added:2026", ["added:2026-01 "]),
        ("date:2024..2025-0", ["date:2024..2025-06 ", "date:2024..2025-05 "]),
        ("lang:", ["lang:en "]),
        ("kye", []),
        ("kyi", ["Kyiv "]),
        ("zel", ["Zelenskyy "]),
        ("nord", ['"Nord Stream" ']),
        ("", []),
        ("talks ", []),
        ("t", ["title:", "tag:"]),
        ("foo:ta", []),
    ],
)
def test_what_is_offered(index: SearchIndex, typed: str, text: list[str]) -> None:
    offered = [one.text for one in index.complete(typed, len(typed), 8)]
    if typed in ("ta", "tal"):
        assert sorted(offered) == sorted(text)
    else:
        assert offered == text


def test_the_most_frequent_comes_first_and_is_counted(index: SearchIndex) -> None:
    first = index.complete("tal", 3, 8)[0]
    assert first == Completion("talks", "word", 3, "talks ", 6)
    assert len(index.complete("ta", 2, 2)) == 2


def test_what_stands_after_the_cursor_stays(index: SearchIndex) -> None:
    (one,) = index.complete("peace talki) gas", 11, 8)
    assert (one.text, one.text[: one.cursor]) == ("peace talking) gas", "peace talking")
    (one,) = index.complete("outlet:amxx gas", 9, 8)
    assert one.text == 'outlet:"Amed Post" gas'


pieces = st.sampled_from(
    ["ta", "outlet:", "tag:", '"', " ", "(", "-", "=", "date:", "20", "..", "é", "\x00", "nord", ":", "*"]
)


@settings(max_examples=examples(150))
@given(st.lists(pieces, max_size=6).map("".join), st.integers(-1, 12))
def test_any_text_can_be_completed(index: SearchIndex, text: str, cursor: int) -> None:
    for one in index.complete(text, cursor, 8):
        assert one.text[: one.cursor].rstrip().strip('"').endswith(one.shown)
        index.search(Request(one.text))
