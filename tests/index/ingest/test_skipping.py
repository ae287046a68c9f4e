"""Files that hold no articles are skipped. They fail if the user named them, or if their name is that of a source."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from peaceindex import Library
from tests.index.pages import add, page, statuses
from tests.index.sources.made import NO_SOURCES, tarred, zipped
from tests.index.sources.made import page as html_page


def test_in_a_folder_they_are_skipped_and_the_rest_done(library: Library, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for name, (data, _) in NO_SOURCES.items():
        (folder / name).write_bytes(data)
    (folder / "article.md").write_text(page(1))
    (folder / "index.php").write_text(html_page("Envoys meet"))
    added = add(library, folder)
    assert {one.source for one in added if one.status == "added"} == {
        str(folder / "article.md"),
        str(folder / "index.php"),
    }
    skipped = {Path(one.source).name: one.kind for one in added if one.status == "skipped"}
    assert skipped == {name: kind for name, (_, kind) in NO_SOURCES.items()}
    assert len(added) == len(NO_SOURCES) + 2


@pytest.mark.parametrize("name", ["photo.jpg", "old.doc", "blob", "empty"])
def test_what_the_person_named_is_a_failure(library: Library, tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(NO_SOURCES[name][0])
    assert statuses(add(library, tmp_path / name)) == ["failed"]


def test_a_readme_that_the_person_named_is_read(library: Library, tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text(page(1))
    assert statuses(add(library, tmp_path / "README.md")) == ["added"]


@pytest.mark.parametrize("name", ["page.txt", "page.html", "page.md", "news.json", "news.zip", "page.txt.gz"])
@pytest.mark.parametrize("data", [b"", b"%PDF-1.7", bytes(range(1, 9)) * 50], ids=["empty", "PDF", "binary"])
def test_what_is_named_like_a_source_and_is_none_is_a_failure(
    library: Library, tmp_path: Path, name: str, data: bytes
) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / name).write_bytes(data)
    (one,) = add(library, tmp_path / "in")
    assert one.status == "failed"
    assert name in one.reason


@pytest.mark.parametrize("archive", ["x.zip", "x.tar"])
def test_in_an_archive_they_are_skipped(library: Library, tmp_path: Path, archive: str) -> None:
    members = {"a.jpg": b"\xff\xd8\xff", "b.txt": page(1).encode(), "c/README": b"Words.", "d.txt": b"%PDF-1.4"}
    (tmp_path / archive).write_bytes((zipped if archive == "x.zip" else tarred)(members))
    added = add(library, tmp_path / archive)
    assert statuses(added) == ["skipped", "added", "skipped", "failed"]
    assert f"{archive}!d.txt is a PDF file" in added[3].reason


def test_an_article_that_became_a_picture_is_kept_and_told_of(library: Library, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "page").write_text(page(1))
    (first,) = add(library, tmp_path / "in")
    (tmp_path / "in" / "page").write_bytes(b"\x89PNG")
    (again,) = add(library, tmp_path / "in")
    assert (again.status, again.article_id) == ("failed", first.article_id)
    assert "The article it was before is kept." in again.reason


def test_a_library_in_the_folder_is_not_added_to_itself(library: Library, tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text(page(1))
    assert statuses(add(library, tmp_path)) == ["added"]
    with closing(sqlite3.connect(library.folder / "library.db")) as file:
        assert file.execute("SELECT count(*) FROM sources").fetchone() == (1,)
