"""Every hit in its line of context."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peaceindex import Library
from peaceindex.errors import Cancelled
from peaceindex.model.concordance import ORDERS, ConcordanceLine, Order
from peaceindex.model.search import Request
from peaceindex.search.concordance import WordContext, _left, _right
from peaceindex.text.tokens import folded_words
from tests.index.pages import add, write_pages

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def filled(library: Library, tmp_path: Path) -> Library:
    add(library, *write_pages(tmp_path / "pages", 12))
    return library


@pytest.mark.parametrize("query", ["prisoners", '"of the"', "meet*", "talks OR Geneva", "prisoners -Oslo", "meeting"])
def test_every_hit_has_its_line(filled: Library, query: str) -> None:
    request = Request(query)
    found = filled.search.concordance(request)
    expected = set()
    for hit in filled.search.hits(filled.search.find(request), 0, 100):
        article = filled.article(hit.id)
        for start, end in filled.search.matches(request, article).text:
            expected.add((article.id, start, article.text[start:end]))
    assert {(line.article_id, line.position, line.hit) for line in found} == expected
    assert (found.total, found.complete) == (len(found), True)
    assert len(expected) == len(found) > 5
    for line in found:
        text = " ".join(filled.article(line.article_id).text.split())
        assert line.left + line.hit + line.right in text
        assert len(line.left) <= 60 >= len(line.right)
    cut = filled.search.concordance(request, limit=3)
    assert (len(cut), cut.complete) == (3, False)
    assert cut.total == len(found)


def sorting_key(line: ConcordanceLine, order: Order) -> Any:
    """Return the key by which a line is sorted, as far as it is shown."""
    if order in ("outlet", "date"):
        return getattr(line, order) or "~"
    side, _, number = order.partition("-")
    words = folded_words(getattr(line, side))
    nth = int(number or 1) - 1
    return words if side == "hit" else (words[::-1] if side == "left" else words)[nth : nth + 1]


@pytest.mark.parametrize("order", ORDERS)
def test_lines_are_in_order(filled: Library, order: Order) -> None:
    for place, outlet, date in (("Oslo", "Amber Post", "2025-03-01"), ("Doha", "Zenith", "2024-11-30")):
        id = filled.search.hits(filled.search.find(Request(place)), 0, 1)[0].id
        filled.annotations.correct_field(id, "outlet", outlet)
        filled.annotations.correct_field(id, "date", date)
    lines = filled.search.concordance(Request("prisoners OR talk*"), sort=order)
    assert len({str(sorting_key(line, order)) for line in lines}) > 1
    assert [sorting_key(line, order) for line in lines] == sorted(sorting_key(line, order) for line in lines)
    assert lines[2:4] == [lines[2], lines[3]]
    assert lines[-1] == lines[len(lines) - 1]
    for line in lines:
        word = WordContext().sorting_word(line, order)
        if word is None:
            assert order in ("outlet", "date") or not sorting_key(line, order)
        else:
            side, (start, end) = word
            assert folded_words(getattr(line, side)[start:end]) == sorting_key(line, order)


def test_lines_are_sorted_otherwise_without_another_search(filled: Library) -> None:
    request = Request("prisoners")
    found = filled.search.concordance(request)
    for order in ORDERS:
        assert list(found.sorted_by(order)) == list(filled.search.concordance(request, sort=order))
    other = found.sorted_by("date")
    assert [other[place] for line in found if (place := other.find(line)) is not None] == list(found)
    assert filled.search.concordance(Request("Geneva")).find(found[0]) is None
    assert found.articles == len({line.article_id for line in found}) < len(found)


def test_a_line_can_be_had_at_any_width(filled: Library) -> None:
    found = filled.search.concordance(Request("prisoners"), width=30)
    wide, narrow = found.line(3, 80), found[3]
    assert wide.left.endswith(narrow.left) and wide.right.startswith(narrow.right)
    assert len(wide.left) > len(narrow.left)


def test_text_without_spaces_has_context(library: Library, tmp_path: Path) -> None:
    page = tmp_path / "chinese.txt"
    page.write_text(
        "停火\n\n" + "双方代表在伊斯坦布尔举行会谈并讨论了交换战俘的问题" * 6 + " NATO " + "双方" * 60, encoding="utf-8"
    )
    add(library, page)
    (line,) = library.search.concordance(Request("nato"))
    assert 50 < len(line.left) <= 60 >= len(line.right) > 50


def test_what_has_no_words_has_no_lines(filled: Library) -> None:
    assert len(filled.search.concordance(Request(""))) == 0
    assert len(filled.search.concordance(Request("NOT Geneva"))) == 0
    assert len(filled.search.concordance(Request("nowheresuch"))) == 0


def test_phrases_with_gaps_are_not_counted_beyond_the_limit(filled: Library) -> None:
    found = filled.search.concordance(Request('"exchange prisoners"~2'), limit=2)
    assert (len(found), found.total, found.complete) == (2, None, False)


def test_a_concordance_can_be_given_up(filled: Library) -> None:
    filled.search.find(Request("prisoners"))
    with pytest.raises(Cancelled):
        filled.search.concordance(Request("prisoners"), cancelled=lambda: True)


@given(st.text(" ab\n", max_size=40), st.integers(0, 40), st.integers(0, 20))
def test_context_is_cut_between_words(text: str, at: int, width: int) -> None:
    at = min(at, len(text))
    words = set(text.split())
    assert len(_left(text, at, width)) <= width >= len(_right(text, at, width))
    if at == 0 or text[at - 1 : at].isspace():
        assert set(_left(text, at, width).split()) <= words
        assert set(_right(text, at, width).split()) <= words
