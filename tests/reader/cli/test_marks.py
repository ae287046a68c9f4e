"""`mark`: articles are read, starred or to be read later; what finds them, undoes it, and takes the marks along."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from peaceindex import Library
from peaceindex.model.search import Request

from .test_coding import Run, run

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["run"]


@pytest.fixture
def ids(library_folder: Path) -> list[str]:
    with Library.open(library_folder) as library:
        return library.search.article_ids(library.search.find(Request("ceasefire", sort="oldest")))


def found(run: Run, query: str) -> list[str]:
    return [hit["id"] for hit in json.loads(run("search", query, "--json", "--sort", "oldest")[1])["hits"]]


def test_marks_are_set_listed_found_and_undone(run: Run, ids: list[str]) -> None:
    assert run("mark", ids[0])[1] == f"{ids[0]}  unread\n"
    assert found(run, "is:starred") == []
    assert run("mark", ids[0][:8], ids[1], "--starred", "--later") == (0, "", "marks changed on 2 articles\n")
    again = run("mark", ids[0], ids[2], "--starred")[2]
    assert again == "marks changed on 1 article; 1 had them so already\n"
    assert run("mark", ids[1], "--read", "--not-later")[0] == 0
    assert run("mark", ids[0], ids[1])[1] == (f"{ids[0]}  unread, starred, to read later\n{ids[1]}  read, starred\n")
    assert json.loads(run("mark", ids[1], "--json")[1]) == [
        {"id": ids[1], "read": True, "starred": True, "later": False}
    ]
    assert found(run, "is:starred") == ids[:3]
    assert found(run, "is:later") == ids[:1]
    assert found(run, "is:starred -is:later") == ids[1:3]
    assert found(run, "is:read") == [ids[1]]
    shown = json.loads(run("show", ids[1], "--json")[1])
    assert (shown["read"], shown["starred"], shown["later"]) == (True, True, False)
    (hit,) = json.loads(run("search", "is:read", "--json")[1])["hits"]
    assert (hit["read"], hit["starred"], hit["later"]) == (True, True, False)
    assert run("annotate", "--undo")[2] == "undone: marks of 1 article\n"
    assert (found(run, "is:read"), found(run, "is:later")) == ([], ids[:2])
    assert run("annotate", "--redo")[2] == "redone: marks of 1 article\n"
    assert (found(run, "is:read"), found(run, "is:later")) == ([ids[1]], ids[:1])


def test_all_hits_are_marked_in_one_step(run: Run, ids: list[str]) -> None:
    run("mark", ids[0], "--read")
    told = run("mark", "--query", "ceasefire is:unread", "--read")[2]
    assert told == f"marks changed on {len(ids) - 1} articles\n"
    assert found(run, "ceasefire is:unread") == []
    run("annotate", "--undo")
    assert found(run, "ceasefire is:read") == ids[:1], "what was read before stays so"


def test_what_cannot_be_asked_is_refused(run: Run, ids: list[str]) -> None:
    for wrong in (["--starred"], ["--query", " "], ["--query", "x", ids[0]], ["--json", "--starred", ids[0]]):
        assert run("mark", *wrong)[0] == 2
    code, _, err = run("mark", "zzz", "--starred")
    assert code != 0 and "zzz" in err
    code, _, err = run("search", "is:stared")
    assert code != 0 and "starred, later" in err


def test_archives_carry_marks_and_the_later_change_wins(run: Run, ids: list[str], tmp_path: Path) -> None:
    run("mark", *ids[:2], "--starred")
    archive, other = tmp_path / "all.zip", tmp_path / "other"
    assert run("library", "export", str(archive))[0] == 0
    run("mark", ids[0], "--no-star", "--later")
    assert run("library", "merge", str(archive))[0] == 0
    assert (found(run, "is:starred"), found(run, "is:later")) == ([ids[1]], [ids[0]]), "the later change wins"
    assert run("--library", str(other), "library", "import", str(archive))[0] == 0
    with Library.open(other) as library:
        assert set(library.search.article_ids(library.search.find(Request("is:starred")))) == set(ids[:2])
    assert run("mark", ids[1], "--no-star")[0] == 0
    assert found(run, "is:starred") == []
