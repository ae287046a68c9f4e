"""Saved searches and the search log."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peaceindex import Library
from peaceindex.errors import PeaceindexError
from peaceindex.model.saved_search import HitCounts, request_from_record
from peaceindex.model.search import Request, Selection, Sort
from tests.index.older import set_back_annotations
from tests.index.pages import add, write_pages

if TYPE_CHECKING:
    from pathlib import Path

selections = st.builds(Selection, st.frozensets(st.text()), st.frozensets(st.text()))


@given(
    st.builds(Request, st.text(), st.sampled_from(get_args(Sort)), st.booleans(), selections, selections, selections)
)
def test_a_request_comes_back_from_its_record(request_: Request) -> None:
    assert request_from_record(request_.as_record()) == request_


def test_a_request_of_a_later_version_keeps_its_words() -> None:
    assert request_from_record({"text": "talks", "sort": "by mood", "colour": 3}) == Request("talks")
    assert request_from_record({"text": "talks", "colour": 3}) == Request("talks")


def test_a_saved_search_tells_what_is_new(library: Library, tmp_path: Path) -> None:
    add(library, *write_pages(tmp_path / "pages", 3))
    request = Request("prisoners", sort="newest", tags=Selection(exclude=frozenset({"sport"})))
    saved = library.search.save_search("  my   swaps ", request)
    assert saved.name == "my swaps"
    assert library.search.news(saved) == HitCounts(3, 0)
    add(library, *write_pages(tmp_path / "pages", 2, first=3))
    with Library.open(library.folder) as again:
        (found,) = again.search.saved_searches()
        assert found == saved
        assert again.search.news(found) == HitCounts(5, 2)
        again.search.mark_search_seen("my swaps")
        assert again.search.news(again.search.saved_search("my swaps")) == HitCounts(5, 0)


def test_a_saved_search_can_be_replaced_and_forgotten(library: Library) -> None:
    library.search.save_search("b", Request("one"))
    library.search.save_search("a", Request("two"))
    library.search.save_search("b", Request("three"))
    assert [(one.name, one.request.text) for one in library.search.saved_searches()] == [("a", "two"), ("b", "three")]
    assert library.search.remove_search("b").request.text == "three"
    assert [one.name for one in library.search.saved_searches()] == ["a"]
    with pytest.raises(PeaceindexError, match="under the name 'b'"):
        library.search.remove_search("b")
    with pytest.raises(ValueError):
        library.search.save_search("\x1b \n", Request())


def test_the_log_tells_what_was_found_in_which_library(library: Library, tmp_path: Path) -> None:
    add(library, *write_pages(tmp_path / "pages", 3))
    request = Request("meeting Geneva", outlets=Selection(frozenset({"", "x"})))
    library.search.log_search(library.search.find(request))
    add(library, *write_pages(tmp_path / "pages", 1, first=3))
    library.search.log_search(library.search.find(Request()))
    first, second = library.search.search_log()
    assert first.request == request
    assert "met" in first.also_matching["meeting"]
    assert (first.articles, second.articles) == (3, 4)
    assert second.total == 4
    assert first.made < second.made
    assert first.added is not None and second.added is not None and first.added < second.added
    assert first.index_format > 0
    assert library.search.clear_search_log() == 2
    assert library.search.search_log() == []


def test_a_file_of_the_first_version_is_carried_over(library: Library) -> None:
    library.search.save_search("old", Request("talks"))
    file = library.folder / "annotations.db"
    library.close()
    set_back_annotations(library.folder, 1)
    with closing(sqlite3.connect(file)) as database, database:
        database.execute("INSERT INTO search_log (text, total, made) VALUES ('talks', 3, '2025-05-12T00:00:00Z')")
    with Library.open(library.folder) as again:
        (saved,) = again.search.saved_searches()
        assert saved.seen == saved.made
        (logged,) = again.search.search_log()
        assert (logged.request, logged.total) == (Request("talks"), 3)


def test_a_saved_search_can_be_renamed_and_brought_back(library: Library, tmp_path: Path) -> None:
    add(library, *write_pages(tmp_path / "pages", 2))
    saved = library.search.save_search("swaps", Request("prisoners"))
    library.search.save_search("talks", Request("talks"))
    add(library, *write_pages(tmp_path / "pages", 1, first=2))
    renamed = library.search.rename_search("swaps", " prisoner   swaps ")
    assert (renamed.name, renamed.request, renamed.seen) == ("prisoner swaps", saved.request, saved.seen)
    assert library.search.news(renamed) == HitCounts(3, 1)
    with pytest.raises(PeaceindexError, match="'talks' already"):
        library.search.rename_search("prisoner swaps", "talks")
    with pytest.raises(PeaceindexError, match="under the name 'swaps'"):
        library.search.rename_search("swaps", "other")
    with pytest.raises(ValueError):
        library.search.rename_search("talks", " ")
    removed = library.search.remove_search("prisoner swaps")
    library.search.restore_search(removed)
    assert library.search.saved_searches()[0] == removed == renamed


def test_a_search_is_taken_out_of_the_log_and_put_back(library: Library, tmp_path: Path) -> None:
    add(library, *write_pages(tmp_path / "pages", 2))
    for text in ("prisoners", "oslo", "talks"):
        library.search.log_search(library.search.find(Request(text)))
    before = library.search.search_log()
    library.search.remove_logged_search(before[1])
    assert [one.request.text for one in library.search.search_log()] == ["prisoners", "talks"]
    library.search.restore_logged_search(before[1])
    assert library.search.search_log() == before
