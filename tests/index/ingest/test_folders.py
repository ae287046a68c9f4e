"""The files and folders that were added: what is kept of them, and that no article is doubled when they move."""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from peaceindex.errors import LibraryError, PeaceindexError
from peaceindex.search.catch_up import no_progress
from tests.index.pages import add, page, write_pages

if TYPE_CHECKING:
    from pathlib import Path

    from peaceindex import Library


def listed(library: Library) -> dict[str, tuple[int, int]]:
    return {folder.path: (folder.articles, folder.failed) for folder in library.folders.all()}


def test_a_folder_below_another_is_not_listed_twice(library: Library, tmp_path: Path) -> None:
    outer, inner = tmp_path / "outer", tmp_path / "outer" / "inner"
    write_pages(inner, 2)
    write_pages(outer, 1, first=5)
    (inner / "bad.txt").write_text("")
    add(library, outer)
    add(library, inner)
    add(library, inner / "bad.txt")
    assert listed(library) == {str(outer): (3, 1)}
    assert [note.source for note in library.folders.notes(str(inner)) if note.reason] == [str(inner / "bad.txt")]
    assert library.folders.notes(str(tmp_path / "out")) == []


def test_many_files_of_a_pattern_are_no_list(library: Library, tmp_path: Path) -> None:
    pages = write_pages(tmp_path / "pages", 22)
    list(library.ingest.add(pages))
    assert listed(library) == {}
    list(library.ingest.add([*pages[:2], tmp_path / "nowhere"]))
    assert listed(library) == {str(path): (1, 0) for path in pages[:2]}


def test_what_was_stopped_says_so_until_it_is_done(library: Library, tmp_path: Path) -> None:
    write_pages(tmp_path / "pages", 3)
    adding = library.ingest.add([tmp_path / "pages"], processes=1)
    next(adding)
    adding.close()  # type: ignore[attr-defined]
    assert not library.folders.all()[0].is_finished
    add(library, tmp_path / "pages")
    assert library.folders.all()[0].is_finished


@pytest.mark.skipif(os.name != "posix", reason="names that are not UTF-8")
def test_a_folder_that_moved_keeps_its_articles(library: Library, tmp_path: Path) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    write_pages(old / "sub", 2)
    (tmp_path / "old2").mkdir()
    (tmp_path / "old2" / "other.txt").write_text(page(40))
    with open(os.fsencode(old) + b"/na\xefve.txt", "w") as file:
        file.write(page(60))
    add(library, old)
    add(library, tmp_path / "old2")
    ids = set(library.articles.ids().values())
    assert listed(library) == {str(old): (3, 0), str(tmp_path / "old2"): (1, 0)}
    shutil.move(old, new)
    add(library, new)  # before anybody said that it moved
    assert library.folders.moved(old, new) == 0, "all were known there already"
    assert {report.status for report in library.ingest.add([new])} == {"unchanged"}
    assert set(library.articles.ids().values()) == ids
    assert listed(library) == {str(new): (3, 0), str(tmp_path / "old2"): (1, 0)}
    assert not {one.kind for one in library.maintenance.check()} & {"source gone", "damage"}
    for before, after in ((old, new), (new, tmp_path / "nowhere")):
        with pytest.raises(PeaceindexError):
            library.folders.moved(before, after)


def places(library: Library) -> dict[str, str]:
    """Return the id of the article that is known at each place."""
    ids = library.articles.ids()
    return {path: id for row, id in ids.items() for path, _, _ in library.articles.sources.places_of(row)}


def noted(library: Library, path: Path) -> set[str]:
    return {note.source for note in library.folders.notes(str(path)) if note.reason}


def test_a_place_is_no_new_place_for_itself(library: Library, tmp_path: Path) -> None:
    folder = tmp_path / "pages"
    write_pages(folder, 3)
    add(library, folder)
    before = places(library)
    for same in (folder, folder / "." / "", folder / "sub" / ".."):
        with pytest.raises(PeaceindexError, match="where it was"):
            library.folders.moved(folder, same)
    assert places(library) == before and len(before) == 3
    assert listed(library) == {str(folder): (3, 0)}


@pytest.mark.parametrize("steps", [("x/a", "x"), ("x", "x/a"), ("x/a/b", "x"), ("x", "x/a/b"), ("", "x")])
def test_a_folder_moves_into_itself_or_out_again(library: Library, tmp_path: Path, steps: tuple[str, str]) -> None:
    old, new = (tmp_path / "n" / step for step in steps)
    names = ["f.txt", "a/f.txt", "a/a/f.txt", "a/b/f.txt", "b/f.txt", "x/f.txt", "x/x/f.txt"]
    for number, name in enumerate(names):
        (old / name).parent.mkdir(parents=True, exist_ok=True)
        (old / name).write_text(page(number))
    (old / "a" / "bad.txt").write_text("")
    add(library, old)
    before = places(library)
    assert len(before) == len(names)
    shutil.move(old, tmp_path / "aside")
    shutil.rmtree(tmp_path / "n", ignore_errors=True)
    new.parent.mkdir(parents=True, exist_ok=True)
    shutil.move(tmp_path / "aside", new)
    assert library.folders.moved(old, new) == len(names)
    assert places(library) == {str(new / name): before[str(old / name)] for name in names}
    assert listed(library) == {str(new): (len(names), 1)}
    assert noted(library, new) == {str(new / "a" / "bad.txt")}
    assert {report.status for report in library.ingest.add([new])} == {"unchanged", "failed"}


def test_what_was_found_in_the_new_place_inside_stays_there(library: Library, tmp_path: Path) -> None:
    old = tmp_path / "x"
    pages = write_pages(old, 3)
    (old / "a" / "deep").mkdir(parents=True)
    (old / "a" / "deep" / "f.txt").write_text(page(7))
    add(library, old)
    before = places(library)
    new = old / "a"
    for path in pages:
        shutil.move(path, new)
    shutil.move(new / "deep", tmp_path / "aside")
    (new / "a").mkdir()
    shutil.move(tmp_path / "aside", new / "a" / "deep")
    add(library, old)  # before anybody said that it moved
    library.folders.moved(old, new)
    assert places(library) == {path.replace(str(old), str(new), 1): id for path, id in before.items()}
    assert listed(library) == {str(new): (4, 0)}


def test_notes_move_with_their_sources(library: Library, tmp_path: Path) -> None:
    outer, other = tmp_path / "outer", tmp_path / "other"
    write_pages(outer / "sub", 2)
    for folder in (outer, outer / "sub", outer / "sub2"):
        folder.mkdir(exist_ok=True)
        (folder / "bad.txt").write_text("")
    write_pages(other, 1, first=9)
    add(library, outer)
    add(library, other)
    assert noted(library, outer) == {str(outer / name) for name in ("bad.txt", "sub/bad.txt", "sub2/bad.txt")}
    shutil.move(outer / "sub", outer / "renamed")  # within a folder of the list
    library.folders.moved(outer / "sub", outer / "renamed")
    assert noted(library, outer) == {str(outer / name) for name in ("bad.txt", "renamed/bad.txt", "sub2/bad.txt")}
    shutil.move(outer / "renamed", other / "sub")  # into another one
    library.folders.moved(outer / "renamed", other / "sub")
    assert noted(library, other) == {str(other / "sub" / "bad.txt")}
    assert listed(library) == {str(other): (3, 1), str(outer): (0, 2)}
    shutil.move(other / "sub", tmp_path / "alone")  # to a place that is in no folder of the list
    library.folders.moved(other / "sub", tmp_path / "alone")
    assert listed(library) == {str(other): (1, 0), str(outer): (0, 2)}
    add(library, tmp_path / "alone")
    assert noted(library, tmp_path / "alone") == {str(tmp_path / "alone" / "bad.txt")}
    (tmp_path / "up").mkdir()
    for folder in (outer, other):  # and all that is below a place that was never added itself
        shutil.move(folder, tmp_path / "up")
    shutil.move(tmp_path / "up", tmp_path / "there")
    library.folders.moved(tmp_path, tmp_path / "there")
    assert noted(library, tmp_path / "there" / "outer") == {
        str(tmp_path / "there" / "outer" / name) for name in ("bad.txt", "sub2/bad.txt")
    }


def test_what_was_said_of_either_place_is_kept(library: Library, tmp_path: Path) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    write_pages(old, 1)
    new.mkdir()
    (new / "polish.txt").write_bytes(page(2, " Żółć wróciła.").encode("cp1250"))
    add(library, old)
    list(library.ingest.add([new], processes=1, encoding="windows-1250"))
    first = min(folder.first for folder in library.folders.all())
    shutil.move(old / "page-00000.txt", new)
    library.folders.moved(old, new)
    (folder,) = library.folders.all()
    assert (folder.path, folder.encoding, folder.first, folder.articles) == (str(new), "windows-1250", first, 2)


def test_notes_that_cannot_be_written_are_told_unless_worse_happened(library: Library, tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / "pages" / name).parent.mkdir(exist_ok=True)
        (tmp_path / "pages" / name).write_text("")
    write_pages(tmp_path / "pages", 1)

    def fail_at_the_end(done: int, total: int) -> None:
        if done == 3:
            raise ZeroDivisionError

    for reading, expected in ((fail_at_the_end, ZeroDivisionError), (no_progress, LibraryError)):
        work = library.ingest.add([tmp_path / "pages"], processes=1, reading=reading)
        next(work)
        with closing(sqlite3.connect(library.folder / "library.db")) as other:
            for change in ("INSERT", "DELETE"):
                refusal = f"BEFORE {change} ON source_notes BEGIN SELECT RAISE(ABORT, 'no'); END"
                other.execute(f"CREATE TRIGGER no_{change} {refusal}")
        with pytest.raises(expected):
            list(work)
        with closing(sqlite3.connect(library.folder / "library.db")) as other:
            for change in ("INSERT", "DELETE"):
                other.execute(f"DROP TRIGGER no_{change}")
        assert [folder.is_finished for folder in library.folders.all()] == [False]
    add(library, tmp_path / "pages")
    assert [folder.is_finished for folder in library.folders.all()] == [True]
    assert noted(library, tmp_path / "pages") == {str(tmp_path / "pages" / name) for name in ("a.txt", "b.txt")}
