"""The files and folders that were added: what is kept of them, and that no article is doubled when they move."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

import pytest

from peaceindex.errors import PeaceindexError
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
