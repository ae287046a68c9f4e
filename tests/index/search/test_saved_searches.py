"""Saved searches and the search log."""

from __future__ import annotations

import sqlite3
import tempfile
from contextlib import closing, suppress
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from peaceindex import Library
from peaceindex.errors import PeaceindexError
from peaceindex.model.saved_search import HitCounts, SavedSearch, request_from_record
from peaceindex.model.search import Request, Selection, Sort
from peaceindex.model.search_change import SearchChange
from peaceindex.storage.annotations import Annotations
from peaceindex.storage.serialization import packed_ids
from tests.index.older import set_back_annotations
from tests.index.pages import add, write_pages
from tests.trials import examples

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
    assert library.search.undo() == SearchChange("prisoner swaps", None)
    assert library.search.saved_searches()[0] == removed == renamed
    assert library.search.undo() == SearchChange("swaps", "prisoner swaps")
    assert library.search.news(library.search.saved_search("swaps")) == HitCounts(3, 1)


def test_a_search_is_taken_out_of_the_log_and_put_back(library: Library, tmp_path: Path) -> None:
    add(library, *write_pages(tmp_path / "pages", 2))
    for text in ("prisoners", "oslo", "talks"):
        library.search.log_search(library.search.find(Request(text)))
    before = library.search.search_log()
    library.search.remove_logged_search(before[1])
    assert [one.request.text for one in library.search.search_log()] == ["prisoners", "talks"]
    assert library.search.undo() == SearchChange("oslo", None, before[1].number)
    assert library.search.search_log() == before
    library.search.redo()
    assert [one.request.text for one in library.search.search_log()] == ["prisoners", "talks"]


def test_a_search_comes_back_to_the_log_though_another_has_its_number(library: Library) -> None:
    for text in ("prisoners", "oslo"):
        library.search.log_search(library.search.find(Request(text)))
    library.search.remove_logged_search(library.search.search_log()[-1])
    library.search.log_search(library.search.find(Request("talks")))

    def words() -> list[str]:
        return sorted(one.request.text for one in library.search.search_log())

    library.search.undo()
    assert words() == ["oslo", "prisoners", "talks"]
    library.search.redo()
    assert words() == ["prisoners", "talks"]
    library.search.undo()
    assert words() == ["oslo", "prisoners", "talks"]


_NAMES = st.sampled_from(["swaps", "Überfälle", "سلام 𓂀", "a"])
_CHANGES = st.lists(
    st.one_of(
        st.tuples(st.just("save"), _NAMES, st.sampled_from(["talks", "oslo"])),
        st.tuples(st.just("rename"), _NAMES, _NAMES),
        st.tuples(st.just("remove"), _NAMES, st.just("")),
        st.tuples(st.just("seen"), _NAMES, st.just("")),
    ),
    max_size=8,
)


@settings(max_examples=examples(40))
@given(changes=_CHANGES)
def test_every_change_of_saved_searches_is_undone_and_redone(changes: list[tuple[str, str, str]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        store = Annotations(Path(folder))
        searches = store.searches
        states = [searches.saved_searches()]
        for what, name, other in changes:
            known = packed_ids(frozenset([name, other]))
            with suppress(PeaceindexError):
                if what == "save":
                    searches.save_search(SavedSearch(name, Request(other), "2025-05-12T10:00:00Z", "", known))
                elif what == "rename":
                    searches.rename_search(name, other)
                elif what == "remove":
                    searches.remove_search(name)
                else:
                    searches.mark_search_seen(name, frozenset(["x"]))
                    states[-1] = searches.saved_searches()  # no step of its own: it belongs to the state
                    continue
                states.append(searches.saved_searches())
        store.close()
        store = Annotations(Path(folder))  # the history outlives the program
        searches = store.searches
        end = states[-1]
        for expected in reversed(states[:-1]):
            assert searches.move_step(is_undo=True) is not None
            assert [bare(one) for one in searches.saved_searches()] == [bare(one) for one in expected]
        assert searches.move_step(is_undo=True) is None
        while searches.move_step(is_undo=False):
            pass
        assert searches.saved_searches() == end
        assert store.history.undo() == [], "passages have a history of their own"
        store.close()


def bare(search: SavedSearch) -> tuple[str, Request]:
    """Return what a step must restore; which hits were seen meanwhile may stay seen."""
    return search.name, search.request


def test_what_another_program_saved_meanwhile_stays_in_the_history(library: Library) -> None:
    library.search.save_search("swaps", Request("one"))
    path = library.folder / "annotations.db"
    with closing(sqlite3.connect(path)) as other, other:
        other.execute("""UPDATE saved_searches SET request = '{"text": "theirs"}'""")
    library.search.undo()
    assert library.search.saved_searches() == []
    library.search.redo()
    assert [one.request.text for one in library.search.saved_searches()] == ["theirs"]
