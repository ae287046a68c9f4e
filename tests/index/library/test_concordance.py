"""Every hit in its line of context."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.index.library.pages import add, write_pages

from peaceindex import Library
from peaceindex.concordance import ConcordanceLine, Order, _left, _right
from peaceindex.errors import Cancelled
from peaceindex.names import word_list
from peaceindex.results import Request


@pytest.fixture
def filled(library: Library, tmp_path: Path) -> Library:
    add(library, *write_pages(tmp_path / "pages", 12))
    return library


@pytest.mark.parametrize("query", ["prisoners", '"of the"', "meet*", "talks OR Geneva", "prisoners -Oslo", "meeting"])
def test_every_hit_has_its_line(filled: Library, query: str) -> None:
    request = Request(query)
    found = filled.concordance(request)
    expected = set()
    for hit in filled.hits(filled.search(request), 0, 100):
        article = filled.article(hit.id)
        for start, end in filled.matches(request, article).text:
            expected.add((article.id, start, article.text[start:end]))
    assert {(line.article_id, line.position, line.hit) for line in found} == expected
    assert (found.total, found.complete) == (len(found), True)
    assert len(expected) == len(found) > 5
    for line in found:
        text = " ".join(filled.article(line.article_id).text.split())
        assert " ".join(filter(None, [line.left, line.hit])) in text
        assert len(line.left) <= 60 >= len(line.right)
    cut = filled.concordance(request, limit=3)
    assert (len(cut), cut.complete) == (3, False)
    assert cut.total == len(found)


@pytest.mark.parametrize("order", ["right", "left", "outlet", "date"])
def test_lines_are_in_order(filled: Library, order: Order) -> None:
    lines = filled.concordance(Request("prisoners"), sort=order, width=30)

    def key(line: ConcordanceLine) -> Any:
        if order in ("left", "right"):
            return word_list(line.left)[::-1] if order == "left" else word_list(line.right)
        return line.outlet or "" if order == "outlet" else line.date or ""

    assert [key(line) for line in lines] == sorted(key(line) for line in lines)
    assert lines[2:4] == [lines[2], lines[3]]
    assert lines[-1] == lines[len(lines) - 1]


def test_what_has_no_words_has_no_lines(filled: Library) -> None:
    assert len(filled.concordance(Request(""))) == 0
    assert len(filled.concordance(Request("NOT Geneva"))) == 0
    assert len(filled.concordance(Request("nowheresuch"))) == 0


def test_phrases_with_gaps_are_not_counted_beyond_the_limit(filled: Library) -> None:
    found = filled.concordance(Request('"exchange prisoners"~2'), limit=2)
    assert (len(found), found.total, found.complete) == (2, None, False)


def test_a_concordance_can_be_given_up(filled: Library) -> None:
    filled.search(Request("prisoners"))
    with pytest.raises(Cancelled):
        filled.concordance(Request("prisoners"), cancelled=lambda: True)


@given(st.text(" ab\n", max_size=40), st.integers(0, 40), st.integers(0, 20))
def test_context_is_cut_between_words(text: str, at: int, width: int) -> None:
    at = min(at, len(text))
    words = set(text.split())
    assert len(_left(text, at, width)) <= width >= len(_right(text, at, width))
    if at == 0 or text[at - 1 : at].isspace():
        assert set(_left(text, at, width).split()) <= words
        assert set(_right(text, at, width).split()) <= words
