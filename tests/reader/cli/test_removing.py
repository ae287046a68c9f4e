"""`remove`, `bin`, `folders` and what `add` says of them, from the command line."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from peaceindex import Library
from peaceindex.model.search import Request
from tests.index.pages import write_pages

from .test_coding import Run, run

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["run"]


@pytest.fixture
def folder(library_folder: Path, tmp_path: Path) -> Path:
    """Return a folder of four pages and an empty file."""
    write_pages(tmp_path / "inbox", 4, first=70)
    (tmp_path / "inbox" / "empty.txt").write_text("")
    return tmp_path / "inbox"


def test_articles_are_removed_restored_and_deleted(run: Run, library_folder: Path, folder: Path) -> None:
    run("add", str(folder))
    with Library.open(library_folder) as library:
        before = library.count()
        ids = library.search.article_ids(library.search.find(Request("ceasefire")))
        library.annotations.bookmark(library.article(ids[0]), 0, 9)
    assert run("remove", ids[0][:8])[2] == "1 article moved to the bin; 'peacereader bin' lists it\n"
    assert run("remove", ids[0])[0] != 0, "it is there no more"
    assert ids[0] in run("remove", ids[0])[2]
    assert "in the bin" in run("passages")[1] and ids[0] in run("bin")[1]
    assert run("remove", "--query", "ceasefire")[2].startswith(f"{len(ids) - 1} article")
    assert [one["id"] for one in json.loads(run("bin", "--json")[1])][-1] == ids[0]
    assert json.loads(run("search", "ceasefire", "--json")[1])["hits"] == []
    assert run("bin", "--restore")[2] == f"{len(ids) - 1} article{'s' if len(ids) > 2 else ''} restored\n"
    assert run("bin", "--restore", ids[0])[2] == "1 article restored\n"
    assert json.loads(run("stats", "--json")[1])["articles"] == before
    for wrong in (["remove"], ["remove", "--query", " "], ["remove", ids[0], "--query", "x"], ["bin", ids[0]],
                  ["bin", "--empty", "--restore"], ["remove", "ffffffffff"], ["bin", "--restore", "ffff"]):  # fmt: skip
        assert run(*wrong)[0] != 0, wrong
    run("remove", ids[0])
    assert run("bin", "--empty")[2] == "1 article deleted; their passages are kept\n"
    assert run("bin", "--empty")[2] == "The bin is empty.\n"
    assert "you removed its article" in run("passages")[1]


def test_add_says_what_was_left_out(run: Run, folder: Path) -> None:
    run("add", str(folder))
    (id,) = [hit["id"] for hit in json.loads(run("search", "", "--sort", "added", "--limit", "1", "--json")[1])["hits"]]
    run("remove", id)
    assert "1 in the bin was left out" in run("add", str(folder))[2]
    assert "1 of them removed by you" in run("add", "--dry-run", str(folder))[2]
    run("bin", "--empty")
    again = run("add", str(folder))[2]
    assert "1 that you removed was left out" in again and "--with-removed" in again
    assert "1 added" in run("add", "--with-removed", str(folder))[2]


def test_folders_are_listed_added_again_moved_and_forgotten(run: Run, folder: Path, tmp_path: Path) -> None:
    assert run("folders")[0] == 0
    run("add", str(folder))
    (entry,) = [one for one in json.loads(run("folders", "--json")[1]) if one["path"] == str(folder)]
    assert (entry["articles"], entry["failed"], entry["finished"], entry["exists"]) == (4, 1, True, True)
    assert "empty.txt" in run("folders", "--notes", str(folder))[1]
    (failed, *_) = json.loads(run("folders", "--notes", str(folder), "--json")[1])
    assert failed["source"] == str(folder / "empty.txt") and failed["reason"]
    (folder / "empty.txt").unlink()
    write_pages(folder, 1, first=90)
    assert run("folders", "--again", str(folder))[2].startswith("1 added, 4 unchanged;")
    assert "empty.txt" not in run("folders", "--notes", str(folder))[1]
    new = tmp_path / "elsewhere"
    assert run("folders", "--moved", str(folder), str(new))[0] != 0, "there is no such place"
    code, _, said = run("folders", "--moved", str(folder), f"{folder}/")
    assert code == 1 and "is where it was before" in said
    folder.rename(new)
    assert "it is not there any more" in run("folders")[1]
    assert run("folders", "--moved", str(folder), str(new))[2].startswith("5 sources")
    assert run("add", str(new))[2].startswith("5 unchanged;")
    assert run("folders", "--moved", str(folder), str(new))[0] != 0, "nothing is known of it any more"
    assert run("folders", "--forget", str(new))[2].endswith("its articles stay\n")
    assert run("folders", "--forget", str(new))[0] != 0
    assert str(new) not in run("folders")[1]


def test_a_folder_that_is_gone_makes_adding_again_fail_after_the_others(run: Run, folder: Path, tmp_path: Path) -> None:
    gone, file = tmp_path / "a-gone", tmp_path / "gone.txt"
    write_pages(gone, 2, first=80)
    (folder / "empty.txt").unlink()
    write_pages(tmp_path, 1, first=95)[0].rename(file)
    run("add", str(gone), str(folder), str(file))
    assert run("folders", "--again")[0] == 0
    gone.rename(tmp_path / "b")
    file.unlink()
    write_pages(folder, 1, first=90)
    code, _, said = run("folders", "--again")
    assert code == 1
    assert f"{gone} is not there" in said and f"{file} is not there" in said and "1 added" in said
    assert run("folders", "--again", str(gone))[0] == 1
    assert run("folders", "--again", str(folder))[0] == 0
    run("folders", "--moved", str(gone), str(tmp_path / "b"))
    run("folders", "--forget", str(file))
    assert run("folders", "--again")[0] == 0


def test_corrections_of_removed_articles_say_so(run: Run, folder: Path) -> None:
    run("add", str(folder))
    hits = json.loads(run("search", "", "--sort", "added", "--limit", "2", "--json")[1])["hits"]
    (id, title), (other, _) = ((hit["id"], hit["title"]) for hit in hits)
    run("corrections", id, "--outlet", "Harbor Times", "--cut", "3")
    run("corrections", other, "--outlet", "Quay Post")
    run("remove", id)
    lines = run("corrections")[1].splitlines()
    assert f"{title} (in the bin)  {id}" in lines
    assert sum(line.endswith("[its article is in the bin]") for line in lines) == 2
    assert "no longer" not in " ".join(lines)
    cases = {case["article_id"]: case["corrections"] for case in json.loads(run("corrections", "--json")[1])}
    assert [correction["removal"] for correction in cases[id]] == ["in the bin"] * 2
    assert [correction["removal"] for correction in cases[other]] == [""]
    run("bin", "--restore")
    assert "in the bin" not in run("corrections")[1]
    run("remove", id)
    run("bin", "--empty")
    said = run("corrections")[1]
    assert said.count("[you removed its article]") == 2 and "no longer there" not in said
    assert "correction lost" not in run("check", "--json")[1]
