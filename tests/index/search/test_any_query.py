"""Nothing that can be typed raises, at any moment of typing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from peaceindex.errors import QueryError
from peaceindex.model.search import Request
from peaceindex.search.index import SearchIndex
from tests.trials import examples

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="module")
def index(article: Any, index_of: Any) -> Iterator[SearchIndex]:
    made = [
        article("Peace talks", "Kyiv and Kiev. Nord Stream, cease-fire.", outlet="Amed Post", date="2025-05-12"),
        article("War", "Peace is far.", tags=["peace"], date="2024-02-29"),
    ]
    with index_of(made) as built:
        yield built


syntax = st.lists(
    st.sampled_from(
        [
            *[
                "peace",
                "kiev",
                "nord",
                "stream",
                "cease",
                "fire",
                "x",
                "and",
                " ",
                " ",
                " ",
                "AND",
                "OR",
                "NOT",
                "-",
                "--",
            ],
            *["(", ")", '"', "“", "”", "=", "*", "?", "~", "~2", "~99999", ":", "title:", "outlet:", "tag:", "foo:"],
            *[
                "date:",
                "2025",
                "-05",
                "-12",
                "-99",
                "..",
                "none",
                "after:",
                "before:",
                "is:",
                "unread",
                "read",
                "label:",
                "mine:",
                "any",
                "[",
                "]",
            ],
            *[
                "\\",
                "'",
                "’",
                "é",
                "\u0301",
                "\u00ad",
                "\0",
                "\n",
                "İ",
                "ß",
                "й",
                "9" * 30,
                "^2",
                "{",
                "}",
                "<",
                "&",
                "\ud800",
            ],
        ]
    ),
    max_size=14,
).map("".join)


def ask(index: SearchIndex, text: str) -> None:
    states: dict[str, set[int]] = {"read": {1}, "bookmarked": set[int]()}

    def rows(state: str) -> set[int]:
        if ":" in state:  # as for a label that there is, and one that there is not
            if state.endswith("e"):
                raise QueryError(f"There is no {state}.")
            return {1}
        return states[state]

    for request in (Request(text), Request(text, exact=True, sort="newest")):
        found = index.search(request, states=rows)
        assert 0 <= found.total <= found.articles == 2
        assert len(found.rows) == len(found.scores) == found.total == len(set(map(int, found.rows)))
        assert sum(one.count for one in found.facets.outlets) == found.total
        highlighter = index.highlighter(request)
        highlighter.snippet("Peace talks in Kyiv. " + text.encode(errors="ignore").decode())
        highlighter.spans("Peace talks", title=True)


@settings(max_examples=examples(300))
@given(st.one_of(syntax, st.text()))
@example('"' * 7)
@example("NOT (NOT (OR))")
@example("title:(")
@example("-(")
@example("=*")
@example("title:outlet:tag:peace")
@example("date:2025..2024")
@example("date:9999-12..")
@example("before:0001")
@example("\x850")  # a space that is none of the common ones
def test_any_text_is_answered(index: SearchIndex, text: str) -> None:
    ask(index, text)


@pytest.mark.parametrize(
    "text",
    [
        '(kiev OR "peace talks"~3) -war title:peace date:2024-02-29..2025 ce?se* kieff~1 =Kiev is:unread',
        "outlet:\"Amed Post\" AND NOT tag:'peace' after:2025-01 before:2026 foo:bar https://a.example/b?c=d",
    ],
)
def test_every_moment_of_typing_is_answered(index: SearchIndex, text: str) -> None:
    for end in range(len(text) + 1):
        ask(index, text[:end])
    for start in range(len(text)):
        ask(index, text[start:])
