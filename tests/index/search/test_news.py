"""What is new in a saved search: until it was seen, and only what was not there before."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from peaceindex import Library
from peaceindex.annotations.backups import Backups
from peaceindex.errors import PeaceindexError, ReadOnlyError
from peaceindex.model.saved_search import HitCounts, SavedSearch
from peaceindex.model.search import Request, SavedView, Selection
from peaceindex.model.search_results import Results
from peaceindex.storage.backups import back_up
from tests.index.older import set_back_annotations
from tests.index.pages import add, page, write_pages
from tests.trials import examples

if TYPE_CHECKING:
    from collections.abc import Iterator


def found(library: Library, text: str, view: SavedView | None = None) -> list[str]:
    """The ids that a search finds, in order."""
    results = library.search.find(Request(text, view=view))
    return [hit.id for hit in library.search.hits(results, 0, results.total)]


def look(library: Library, name: str) -> Results:
    """Open a saved search, as the reader does."""
    return library.search.find(library.search.view(library.search.saved_search(name)))


def new_ids(library: Library, results: Results) -> set[str]:
    return {hit.id for hit in library.search.hits(results, 0, results.total) if hit.new}


def counts(library: Library, name: str) -> HitCounts:
    return library.search.news(library.search.saved_search(name))


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    return tmp_path / "pages"


def fill(library: Library, pages: Path) -> None:
    """Add three articles, save a search that has seen them, and add two articles more."""
    add(library, *write_pages(pages, 3))
    library.search.save_search("swaps", Request("prisoners", sort="oldest"))
    add(library, *write_pages(pages, 2, first=3))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made")
    with Library.open(folder / "library", create=True) as library:
        fill(library, folder / "pages")
    return folder / "library"


@pytest.fixture
def saved(made: Path, tmp_path: Path) -> Iterator[Library]:
    """A library that was filled, without its pages."""
    with Library.open(Path(shutil.copytree(made, tmp_path / "copy"))) as library:
        yield library


@pytest.fixture
def filled(library: Library, pages: Path) -> Library:
    """A library that was filled from `pages`, which may be changed."""
    fill(library, pages)
    return library


def test_what_is_new_comes_first_and_stays_so_until_it_was_seen(saved: Library) -> None:
    for _ in range(2):  # opening the search, and closing the program at once, loses nothing
        results = look(saved, "swaps")
        assert (results.total, results.new) == (5, 2)
        hits = saved.search.hits(results, 0, 5)
        assert [hit.new for hit in hits] == [True, True, False, False, False]
        assert [hit.new for hit in saved.search.hits(results, 1, 3)] == [True, False]
    saved.annotations.mark_read(hits[1].id)
    assert counts(saved, "swaps") == HitCounts(5, 1)
    assert new_ids(saved, results) == {hits[0].id}, "it keeps its place, but not its mark"
    again = saved.search.find(results.request)
    assert list(again.rows) == list(results.rows)
    assert (look(saved, "swaps").new, new_ids(saved, look(saved, "swaps"))) == (1, {hits[0].id})
    before = saved.search.mark_search_seen("swaps", results)
    assert counts(saved, "swaps") == HitCounts(5, 0)
    saved.search.restore_search(before)
    assert new_ids(saved, look(saved, "swaps")) == {hits[0].id}
    saved.annotations.mark_read(hits[1].id, False)
    assert counts(saved, "swaps").new == 2


def test_nothing_that_was_there_becomes_new(filled: Library, pages: Path) -> None:
    filled.search.mark_search_seen("swaps")
    (first, *_) = found(filled, "prisoners")
    list(filled.ingest.rebuild())
    filled.annotations.correct_field(first, "title", "Another title for the prisoners")
    (pages / "page-00001.txt").write_text(page(1, more=" Nobody left before midnight."))
    assert [one.status for one in add(filled, pages)].count("changed") == 1
    add(filled, Path(shutil.copytree(pages, pages.with_name("copy"))))
    assert counts(filled, "swaps") == HitCounts(filled.count(), 0)
    assert look(filled, "swaps").new == 0
    folder = filled.folder
    filled.close()
    for file in folder.glob("library.db*"):
        file.unlink()
    (pages / "page-00001.txt").write_text(page(1))
    with Library.open(folder, create=True) as anew:
        add(anew, pages)
        assert counts(anew, "swaps") == HitCounts(5, 0)


def test_an_article_that_begins_to_match_is_new(filled: Library, pages: Path) -> None:
    filled.search.save_search("ransom", Request("ransom"))
    (pages / "page-00001.txt").write_text(page(1, more=" A ransom was paid."))
    (changed,) = [one for one in add(filled, pages) if one.status == "changed"]
    assert new_ids(filled, look(filled, "ransom")) == {changed.article_id}
    assert counts(filled, "swaps").new == 2, "it was there before"
    filled.annotations.mark_read(str(changed.article_id))
    assert counts(filled, "ransom") == HitCounts(1, 0)


def test_an_article_that_was_read_before_it_matched_is_new_until_it_is_opened_again(
    filled: Library, pages: Path
) -> None:
    id = found(filled, "Ankara")[0]
    filled.annotations.mark_read(id)
    filled.search.save_search("ransom", Request("ransom"))
    (pages / "page-00001.txt").write_text(page(1, more=" A ransom was paid."))
    add(filled, pages)
    assert new_ids(filled, look(filled, "ransom")) == {id}
    filled.annotations.mark_read(id)
    assert counts(filled, "ransom").new == 0


def test_what_arrives_while_the_search_is_open_is_new_and_not_swept_away(saved: Library, pages: Path) -> None:
    results = look(saved, "swaps")
    add(saved, *write_pages(pages, 1, first=5))
    assert saved.search.find(results.request).new == 3
    saved.search.mark_search_seen("swaps", results)
    assert counts(saved, "swaps") == HitCounts(6, 1)
    saved.search.mark_search_seen("swaps")
    assert counts(saved, "swaps") == HitCounts(6, 0)


def test_two_readers_that_see_different_hits_have_seen_both(saved: Library) -> None:
    view = saved.search.view(saved.search.saved_search("swaps"))
    one, other = (saved.search.find(Request(f"prisoners {place}", view=view.view)) for place in ("Vienna", "Doha"))
    assert (one.total, one.new, other.total, other.new) == (1, 1, 1, 1)
    with Library.open(saved.folder) as second:
        saved.search.mark_search_seen("swaps", one)
        assert counts(second, "swaps").new == 1
        second.search.mark_search_seen("swaps", other)
    assert counts(saved, "swaps").new == 0


def test_a_narrowed_view_marks_only_what_it_shows(saved: Library) -> None:
    view = saved.search.view(saved.search.saved_search("swaps")).view
    opened, shown = found(saved, "Vienna")[0], saved.search.find(Request("nowhere", view=view))
    saved.annotations.mark_read(opened)
    saved.search.mark_search_seen("swaps", shown)
    assert counts(saved, "swaps") == HitCounts(5, 1), "what was opened stays seen, the rest stays new"


def test_is_new_means_new_in_this_search_or_else_in_any(saved: Library, pages: Path) -> None:
    new = found(saved, "Vienna") + found(saved, "Doha")
    saved.search.save_search("oslo", Request("Oslo"))
    view = saved.search.view(saved.search.saved_search("oslo")).view
    assert sorted(found(saved, "is:new")) == sorted(new)
    assert found(saved, "IS:NEW vienna") == new[:1]
    assert len(found(saved, "-is:new")) == 3
    assert found(saved, "is:new", view) == []
    (added,) = add(saved, *write_pages(pages, 1, first=10))  # number 10 is in Oslo again
    assert found(saved, "is:new", view) == [added.article_id]
    assert len(found(saved, "is:new")) == 3
    assert found(saved, "is:new", SavedView("no such search", "")) == []


def test_without_saved_searches_is_new_says_what_it_is_for(library: Library, pages: Path) -> None:
    add(library, *write_pages(pages, 1))
    results = library.search.find(Request("is:new"))
    assert (results.total, results.refusal) == (0, "")
    assert "added:7d" in results.hint
    assert not library.search.find(Request("prisoners")).hint


def test_a_saved_search_may_ask_for_what_is_new(library: Library, pages: Path) -> None:
    add(library, *write_pages(pages, 3))
    library.search.save_search("inbox", Request("is:new"))
    library.search.save_search("old swaps", Request("prisoners -is:new"))
    assert counts(library, "inbox") == HitCounts(0, 0)
    assert counts(library, "old swaps") == HitCounts(3, 0)
    (added,) = add(library, *write_pages(pages, 1, first=3))
    assert counts(library, "inbox") == HitCounts(1, 1)
    assert counts(library, "old swaps") == HitCounts(3, 0)
    results = look(library, "inbox")
    library.annotations.mark_read(str(added.article_id))
    assert library.search.find(results.request).total == 1, "the list that is read does not shrink"
    assert counts(library, "inbox") == HitCounts(0, 0)
    library.search.mark_search_seen("inbox", results)
    assert counts(library, "inbox") == HitCounts(0, 0)


def test_a_search_that_cannot_be_answered_is_not_marked(library: Library, pages: Path) -> None:
    add(library, *write_pages(pages, 1))
    library.stores.annotations.searches.save_search(SavedSearch("odd", Request("date:2025-13"), "", ""))
    assert "not a date" in counts(library, "odd").refusal
    assert found(library, "is:new") == []
    with pytest.raises(PeaceindexError, match="not a date"):
        library.search.mark_search_seen("odd")
    with pytest.raises(PeaceindexError, match="under the name 'none'"):
        library.search.mark_search_seen("none")


def test_ticks_of_a_saved_search_count_too(library: Library, pages: Path) -> None:
    add(library, *write_pages(pages, 2))
    library.search.save_search("undated", Request(dates=Selection(frozenset({""}))))
    (added,) = add(library, *write_pages(pages, 1, first=2))
    assert new_ids(library, look(library, "undated")) == {added.article_id}


def test_a_search_that_an_older_version_saved_goes_by_time(saved: Library) -> None:
    folder = saved.folder
    saved.close()
    set_back_annotations(folder, 4)
    with Library.open(folder) as again:
        assert again.search.saved_search("swaps").known is None
        assert counts(again, "swaps") == HitCounts(5, 2)
        again.search.mark_search_seen("swaps", look(again, "swaps"))
        assert counts(again, "swaps") == HitCounts(5, 0)


def test_what_was_seen_is_lost_to_damage_without_harm(saved: Library) -> None:
    saved.search.mark_search_seen("swaps")
    with saved.stores.annotations.file.writing() as connection:
        connection.execute("UPDATE saved_searches SET known = ?", (b"no ids",))
    assert counts(saved, "swaps") == HitCounts(5, 0), "it goes by the time"
    assert any("swaps" in line for line in saved.bad_values())


def test_with_an_older_copy_what_was_new_then_is_new_again(saved: Library) -> None:
    folder = saved.folder
    saved.close()
    backups = Backups(folder)
    copy = back_up(folder / "annotations.db", folder / "backups", always=True)
    assert copy
    with Library.open(folder) as library:
        library.search.mark_search_seen("swaps")
        assert counts(library, "swaps").new == 0
    backups.restore(backups.find(copy.stem))
    with Library.open(folder) as library:
        assert counts(library, "swaps") == HitCounts(5, 2)


def test_a_library_that_cannot_be_written_shows_what_is_new(saved: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    results = look(saved, "swaps")
    refusal = ReadOnlyError("It cannot be written to.", "")
    monkeypatch.setattr(saved.stores.annotations.file.exclusive_database().__enter__(), "read_only", refusal)
    with pytest.raises(ReadOnlyError):
        saved.search.mark_search_seen("swaps", results)
    assert counts(saved, "swaps").new == 2


@settings(max_examples=examples(12), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=st.lists(st.sampled_from(["add", "open", "mark", "look", "again", "other"]), max_size=8), data=st.data())
def test_news_are_what_came_and_was_not_seen(
    made: Path, tmp_path_factory: pytest.TempPathFactory, acts: list[str], data: st.DataObject
) -> None:
    folder = tmp_path_factory.mktemp("drawn")
    with Library.open(Path(shutil.copytree(made, folder / "library"))) as library:
        known, number = set(found(library, "prisoners")), 5
        library.search.save_search("swaps", Request("prisoners"))
        opened: set[str] = set()
        for act in acts:
            match act:
                case "add":
                    add(library, *write_pages(folder / "pages", 1, first=number))
                    number += 1
                case "open":
                    id = data.draw(st.sampled_from(sorted(found(library, "prisoners"))))
                    library.annotations.mark_read(id)
                    opened.add(id)
                case "mark":
                    known |= set(found(library, "prisoners"))
                    library.search.mark_search_seen("swaps", look(library, "swaps"))
                case "look":
                    look(library, "swaps")
                case "again":
                    list(library.ingest.rebuild())
                case "other":
                    library.search.save_search("other", Request("Oslo"))
            expected = set(found(library, "prisoners")) - known - opened
            assert new_ids(library, look(library, "swaps")) == expected
            assert counts(library, "swaps").new == len(expected)
