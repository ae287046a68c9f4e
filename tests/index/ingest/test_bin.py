"""Articles that the user removed: the bin, what is left out of it everywhere, and how they come back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from peaceindex import Library
from peaceindex.errors import ArticleNotFoundError
from peaceindex.model.search import Request
from tests.index.pages import add, page, write_pages
from tests.trials import examples

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from peaceindex.model.additions import BinnedArticle


def ids_found(library: Library, query: str = "") -> set[str]:
    return set(library.search.article_ids(library.search.find(Request(query))))


def statuses(library: Library, *paths: Path, with_removed: bool = False) -> list[str]:
    return [report.status for report in library.ingest.add(paths, with_removed=with_removed)]


@pytest.fixture
def pages(library: Library, tmp_path: Path) -> list[Path]:
    pages = write_pages(tmp_path / "pages", 6)
    add(library, tmp_path / "pages")
    return pages


def test_nothing_shows_what_was_removed(library: Library, pages: Sequence[Path], tmp_path: Path) -> None:
    kept, *gone = sorted(ids_found(library))
    passage = library.annotations.bookmark(library.article(gone[0]), 0, 10)
    assert library.bin.remove([gone[0][:10], *gone[1:]]) == 5
    assert ids_found(library) == {kept}
    assert library.count() == 1
    assert library.maintenance.stats().articles == library.maintenance.stats().sources == 1
    with pytest.raises(ArticleNotFoundError, match="is in the bin"):
        library.article(gone[0])
    (found,) = library.annotations.passages()
    assert (found.quote, found.anchoring, found.removal) == (passage.quote, "lost", "in the bin")
    library.archives.export(tmp_path / "all.zip", "1")
    with Library.open(tmp_path / "other", create=True) as other:
        other.archives.merge(tmp_path / "all.zip")
        assert ids_found(other) == {kept}
    assert {problem.kind for problem in library.maintenance.check() if problem.severity == "error"} == set()


def test_adding_again_leaves_out_what_was_removed(library: Library, pages: Sequence[Path], tmp_path: Path) -> None:
    gone = sorted(ids_found(library))[:2]
    library.bin.remove(gone)
    assert statuses(library, tmp_path / "pages").count("removed") == 2
    copies = tmp_path / "copies"
    copies.mkdir()
    for path in pages:
        (copies / path.name).write_bytes(path.read_bytes())
    assert statuses(library, copies).count("removed") == 2, "nor is it added from another place"
    assert library.bin.empty() == 2
    library.maintenance.check()
    assert statuses(library, tmp_path / "pages").count("removed") == 2
    assert len(ids_found(library)) == 4 and library.bin.count() == 0
    assert statuses(library, tmp_path / "pages", with_removed=True).count("added") == 2
    assert ids_found(library) >= set(gone), "they have their ids again"
    assert set(statuses(library, tmp_path / "pages")) == {"unchanged"}


def test_what_is_emptied_leaves_no_text(library: Library, pages: Sequence[Path]) -> None:
    gone, *kept = sorted(ids_found(library))
    words = library.article(gone).text
    library.annotations.bookmark(library.article(gone), 0, 12)
    library.bin.remove([gone])
    library.bin.empty()
    with pytest.raises(ArticleNotFoundError, match="was removed"):
        library.article(gone)
    (passage,) = library.annotations.passages()
    assert (passage.quote, passage.removal) == (words[:12], "emptied")
    for row in library.articles.database.ask("SELECT title, url, text, words FROM articles WHERE id = ?", (gone,)):
        assert tuple(row) == (None, None, "", 0)
    assert {one.severity for one in library.maintenance.check()} <= {"note", "warning"}
    list(library.ingest.rebuild())
    assert ids_found(library) == set(kept)


def test_another_library_does_not_bring_back_what_was_removed(
    library: Library, pages: Sequence[Path], tmp_path: Path
) -> None:
    library.archives.export(tmp_path / "all.zip", "1")
    gone = sorted(ids_found(library))[:3]
    library.bin.remove(gone)
    library.archives.merge(tmp_path / "all.zip")
    assert ids_found(library).isdisjoint(gone)
    library.bin.empty()
    library.archives.merge(tmp_path / "all.zip")
    assert ids_found(library).isdisjoint(gone) and library.bin.count() == 0


def test_a_file_that_changed_in_the_bin_is_read_after_it_is_restored(
    library: Library, pages: Sequence[Path], tmp_path: Path
) -> None:
    (gone,) = [id for id in ids_found(library) if library.article(id).source == str(pages[0])]
    library.bin.remove([gone])
    pages[0].write_text(pages[0].read_text() + "\nAnother sentence that nobody had read before was added at the end.\n")
    assert "removed" in statuses(library, tmp_path / "pages")
    assert "added" in statuses(library, tmp_path / "pages", with_removed=True)
    assert "nobody had read before" in library.article(gone).text
    library.bin.remove([gone])
    pages[0].write_text(pages[0].read_text() + "\nAnd one more sentence that was not there a moment ago came too.\n")
    assert "removed" in statuses(library, tmp_path / "pages")
    assert library.bin.undo() == 1
    assert "changed" in statuses(library, tmp_path / "pages")
    assert "a moment ago" in library.article(gone).text
    pages[1].write_text(pages[0].read_text())
    library.bin.remove([gone])
    assert statuses(library, tmp_path / "pages").count("removed") == 2, "a file that says now what was removed"
    assert library.count() == 5


def test_only_what_was_deleted_is_counted(
    library: Library, pages: Sequence[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    restored, late, *others = sorted(ids_found(library))
    library.bin.remove([restored, *others])
    find = library.articles.bin.articles

    def change_and_find() -> list[BinnedArticle]:  # as another program may, after the index was written
        with Library.open(library.folder) as other:
            other.bin.remove([late])
        found = find()
        with Library.open(library.folder) as other:
            other.bin.restore([restored])
        return found

    monkeypatch.setattr(library.articles.bin, "articles", change_and_find)
    assert library.bin.empty() == len(others)
    monkeypatch.undo()
    assert [article.id for article in library.bin.articles()] == [late]
    assert ids_found(library) == {restored}
    assert library.bin.empty() == 1
    assert library.bin.empty() == 0


def csv_of(*numbers: int) -> str:
    rows = (page(number).split("\n\n", 1) for number in numbers)
    return "title,text\n" + "".join(f'"{title}","{text}"\n' for title, text in rows)


@pytest.mark.parametrize("is_emptied", [False, True])
@pytest.mark.parametrize("with_removed", [False, True])
def test_a_new_article_in_the_place_of_a_removed_one_is_added(
    library: Library, tmp_path: Path, is_emptied: bool, with_removed: bool
) -> None:
    folder = tmp_path / "pages"
    write_pages(folder, 2)
    (folder / "rows.csv").write_text(csv_of(10, 11, 12), encoding="utf-8")
    add(library, folder)
    found = {str(library.article(id).title): id for id in ids_found(library)}
    page_id, row_id = found[page(0).partition("\n")[0]], found[page(11).partition("\n")[0]]
    gone, titles = {page_id, row_id}, {title for title, id in found.items() if id in (page_id, row_id)}
    library.annotations.correct_field(page_id, "outlet", "Harbor Times")
    library.bin.remove(sorted(gone))
    if is_emptied:
        library.bin.empty()
    write_pages(tmp_path, 1, first=20)
    (tmp_path / "page-00020.txt").replace(folder / "page-00000.txt")
    (folder / "rows.csv").write_text(csv_of(10, 21, 12), encoding="utf-8")
    assert sorted(statuses(library, folder, with_removed=with_removed)) == ["added"] * 2 + ["unchanged"] * 3
    new = ids_found(library) - set(found.values())
    assert {library.article(id).title for id in new} == {page(number).partition("\n")[0] for number in (20, 21)}
    assert not any(library.article(id).outlet for id in new), "a correction is of an article, not of its place"
    assert set(statuses(library, folder, with_removed=with_removed)) == {"unchanged"}
    assert library.bin.count() == (0 if is_emptied else 2)
    list(library.ingest.rebuild())
    assert library.count() == 5 and not any(library.article(id).outlet for id in new)
    if not is_emptied:
        assert library.bin.undo() == 2
        assert {library.article(id).title for id in gone} == titles
        assert library.article(page_id).outlet == "Harbor Times"
        assert set(statuses(library, folder)) == {"unchanged"}
    assert {problem.kind for problem in library.maintenance.check() if problem.severity == "error"} == set()
    copies = tmp_path / "copies"
    write_pages(copies, 1)
    assert statuses(library, copies) == ["removed" if is_emptied else "same"], "it is known wherever it comes from"


def test_rows_that_move_up_are_not_taken_for_the_removed_one(library: Library, tmp_path: Path) -> None:
    rows = tmp_path / "rows.csv"
    rows.write_text(csv_of(10, 11, 12), encoding="utf-8")
    add(library, rows)
    titles = {id: library.article(id).title for id in ids_found(library)}
    (gone,) = [id for id, title in titles.items() if title and "round 11" in title]
    library.bin.remove([gone])
    rows.write_text(csv_of(11, 12, 13), encoding="utf-8")
    add(library, rows)
    now = {library.article(id).title for id in ids_found(library)}
    assert any("round 13" in str(title) for title in now) and not any("round 11" in str(title) for title in now)
    assert any("round 12" in str(title) for title in now)


@settings(max_examples=examples(20))
@given(
    steps=st.lists(
        st.tuples(st.sampled_from(["remove", "undo", "restore", "search", "add"]), st.sets(st.integers(0, 5))),
        max_size=8,
    )
)
def test_what_comes_back_is_as_it_was(
    steps: list[tuple[str, set[int]]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("bin")
    write_pages(folder / "pages", 6)
    with Library.open(folder / "library", create=True) as library:
        add(library, folder / "pages")
        before = {id: library.article(id) for id in sorted(ids_found(library))}
        ids, removals = list(before), list[set[str]]()
        for action, numbers in steps:
            chosen, gone = {ids[number] for number in numbers}, set().union(*removals)
            if action == "remove":
                library.bin.remove(sorted(chosen - gone))
                removals.append(chosen - gone)
            elif action == "undo":
                last = next((one for one in reversed(removals) if one), set())
                assert library.bin.undo() == len(last)
                last.clear()
            elif action == "restore":
                assert library.bin.restore(sorted(chosen & gone)) == len(chosen & gone)
                for removal in removals:
                    removal -= chosen
            elif action == "add":
                statuses(library, folder / "pages")
            gone = set().union(*removals)
            assert ids_found(library) == set(ids) - gone
            assert {article.id for article in library.bin.articles()} == gone
        library.bin.restore([article.id for article in library.bin.articles()])
        assert {id: library.article(id) for id in sorted(ids_found(library))} == before
        assert {one.kind for one in library.maintenance.check() if one.severity == "error"} == set()
