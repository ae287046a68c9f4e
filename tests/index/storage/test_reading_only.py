"""A library that is opened for reading only: nothing in its folder changes, and what others write to it is seen."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from peaceindex import Library
from peaceindex.errors import LibraryNotFoundError, ReadOnlyError
from peaceindex.model.code import Code
from peaceindex.model.search import Request
from tests.index.pages import add, only_id, write_pages
from tests.index.storage.older_layouts import write_library

REFUSED = "This library is open for reading only."


def content(folder: Path) -> dict[str, tuple[bytes, int]]:
    """Return each file of a folder with its bytes and the time at which it was written, journals included."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): (path.read_bytes(), path.stat().st_mtime_ns) for path in files}


@pytest.fixture
def full(library: Library, tmp_path: Path) -> Path:
    """Return the folder of a closed library with four articles, a passage and a saved search."""
    pages = write_pages(tmp_path / "pages", 4)
    id = only_id(add(library, pages[0]))
    add(library, *pages[1:])
    library.search.find(Request("talks"))
    library.search.save_search("talks", Request("talks"))
    library.annotations.bookmark(library.article(id), 3, 20, "Mine.")
    library.close()
    return library.folder


def test_what_would_write_is_refused_and_nothing_changes(full: Path, tmp_path: Path) -> None:
    other = write_library(tmp_path / "old", 3, 2)
    before = content(full)
    with Library.open(full, read_only=True) as library:
        assert library.is_read_only
        assert library.new_notices() == []  # the user asked for it
        revision = library.revision()
        results = library.search.find(Request("talks"))
        assert results.total == 4
        hit = library.search.hits(results, 0, 1)[0]
        article = library.article(hit.id)
        (passage,) = library.annotations.passages()
        assert [search.name for search in library.search.saved_searches()] == ["talks"]
        for change in (
            lambda: list(library.ingest.add([tmp_path / "pages"])),
            lambda: list(library.ingest.rebuild()),
            lambda: library.bin.remove([hit.id]),
            lambda: library.folders.forget(tmp_path / "pages" / "page-00000.txt"),
            lambda: library.folders.moved(tmp_path / "pages", tmp_path),
            lambda: library.annotations.bookmark(article, 0, 5),
            lambda: library.annotations.mark_read(hit.id),
            lambda: library.annotations.remember_position(hit.id, 9),
            lambda: library.annotations.marking.change([hit.id], {"starred": True}),
            lambda: library.annotations.coding.label([passage.id], ["Ceasefire"]),
            lambda: library.annotations.coding.add(Code("Ceasefire")),
            lambda: library.annotations.events.start_book(),
            lambda: library.annotations.correct_field(hit.id, "title", "Other"),
            lambda: library.search.save_search("new", Request("round")),
            lambda: library.search.log_search(results),
            lambda: library.archives.merge(other),
        ):
            with pytest.raises(ReadOnlyError, match=REFUSED):
                change()
        assert library.revision() == revision
    assert content(full) == before


def test_what_is_not_there_is_not_made(full: Path, tmp_path: Path) -> None:
    with pytest.raises(LibraryNotFoundError):
        Library.open(tmp_path / "none", create=True, read_only=True)
    assert not (tmp_path / "none").exists()
    with Library.open(full) as library:  # which makes a backup
        assert library.annotations.passages()
    (full / "annotations.db").unlink()
    before = content(full)
    with Library.open(full, read_only=True) as library:
        assert library.annotations.passages() == []
        assert "It is restored when" in library.new_notices()[0]
    assert content(full) == before
    shutil.rmtree(full / "backups", ignore_errors=True)
    shutil.rmtree(full / "search")
    before = content(full)
    with Library.open(full, read_only=True) as library:
        assert library.search.find(Request("talks")).total == 4
        assert library.annotations.passages() == []
    assert content(full) == before


def test_a_library_of_an_older_layout_stays_of_it(tmp_path: Path) -> None:
    folder = write_library(tmp_path / "old", 3, 2)
    before = content(folder)
    with Library.open(folder, read_only=True) as library:
        assert library.count()
        assert library.annotations.passages()
    assert content(folder) == before


def test_what_another_program_writes_is_seen(full: Path, tmp_path: Path) -> None:
    pages = write_pages(tmp_path / "more", 2, first=70)
    with Library.open(full, read_only=True) as reading:
        assert reading.search.find(Request("talks")).total == 4
        assert len(reading.annotations.passages()) == 1
        revision = reading.revision()
        with Library.open(full) as writing:
            id = only_id(add(writing, pages[0]))
            writing.annotations.bookmark(writing.article(id), 0, 11)
            assert reading.revision() != revision
            assert reading.search.find(Request("talks")).total == 5
            assert len(reading.annotations.passages()) == 2
        assert reading.article(id).title
        with Library.open(full) as writing:
            other = only_id(add(writing, pages[1]))
        assert reading.search.find(Request("talks")).total == 6
        assert reading.article(other).title
        assert len(reading.annotations.passages()) == 2
    with Library.open(full) as library:
        assert library.search.find(Request("talks")).total == 6
        assert len(library.annotations.passages()) == 2
        assert not [problem for problem in library.maintenance.check() if problem.severity == "error"]
