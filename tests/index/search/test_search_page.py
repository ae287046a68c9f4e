"""One call answers a key in the search line: results, rows, copies, the hits of a page and the row of an article."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from peaceindex import Library, sentence_spans
from peaceindex.errors import Cancelled
from peaceindex.model.search import Request
from tests.index.near_duplicates.test_stories import copy, ids, write

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def articles(library: Library, tmp_path: Path) -> dict[str, str]:
    """Return the ids of three articles of one story and one of another, by name."""
    pages = {f"p{n}": copy(1, f"Post {n}", day=10 + n, drop=n) for n in range(3)}
    return ids(library, write(tmp_path / "pages", **pages, other=copy(2, "Birch Herald", day=20)))


@pytest.mark.parametrize("fold", [True, False])
def test_a_page_is_what_the_single_calls_return(library: Library, articles: dict[str, str], fold: bool) -> None:
    for request in (Request(""), Request("harbour", sort="oldest"), Request("nowhere at all")):
        page = library.search.search_page(request, fold, 0, 2, locate=articles["other"])
        results = library.search.find(request, advise=False)
        rows = library.search.fold(results) if fold else results
        assert list(page.results.rows) == list(results.rows) and list(page.rows.rows) == list(rows.rows)
        assert page.results.facets == results.facets
        assert page.copies == library.search.copies(results)
        assert page.hits == library.search.hits(rows, 0, 2)
        assert page.index == library.search.index_of(rows, articles["other"])
        second = library.search.page(page.results, fold, 2, 4)
        assert second.hits == library.search.hits(rows, 2, 4) and second.start == 2 and second.index is None
        every = library.search.hits(rows, 0, rows.total)
        assert [library.search.article_id(rows, n) for n in range(rows.total)] == [hit.id for hit in every]
    assert library.search.search_page(Request(""), fold, 0, 9).rows.total == (2 if fold else 4)


def test_a_half_typed_word_is_searched_as_a_prefix_if_it_finds_nothing(
    library: Library, articles: dict[str, str]
) -> None:
    page = library.search.search_page(Request("harbo"), True, 0, 9)
    assert page.results.request.text == "harbo*" and page.results.total > 0
    lines = library.search.concordance(Request("harbo"), half_typed=True)
    assert lines.results.request.text == "harbo*" and len(lines) > 0
    assert len(library.search.concordance(Request("harbo"))) == 0
    for text in ("xyzzy", '"harbo"', "harbo "):  # nothing begins so, or the word is complete
        assert library.search.search_page(Request(text), True, 0, 9).results.request.text == text


def test_a_page_that_nobody_waits_for_is_not_made(library: Library, articles: dict[str, str]) -> None:
    with pytest.raises(Cancelled):
        library.search.search_page(Request("harbour"), True, 0, 9, cancelled=lambda: True)


def test_the_sentence_of_a_hit(library: Library, articles: dict[str, str]) -> None:
    article = library.article(articles["other"])
    for line in library.search.concordance(Request("river")):
        if line.article_id == article.id:
            start, end = library.search.sentence_of_hit(Request("river"), article, line.position)
            assert (start, end) in sentence_spans(article.text, article.language)
            assert start <= line.position < end
            break
    else:
        raise AssertionError("the article has the word")
