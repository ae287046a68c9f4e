"""Commands in a library with damaged values: all else is printed, what is damaged is named, and the exit code is 1."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from peaceindex import Library
from peaceindex.model.search import Request
from peacereader.cli.program import main

if TYPE_CHECKING:
    from pathlib import Path

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], library_folder: Path) -> Run:
    def run(*words: object) -> tuple[int, str, str]:
        code = main(["--library", str(library_folder), *map(str, words)])
        out, err = capsys.readouterr()
        return code, out, err

    return run


@pytest.fixture
def quotes(library_folder: Path) -> list[str]:
    """Four bookmarked passages, each with a search that was saved and logged."""
    with Library.open(library_folder) as library:
        hits = library.search.hits(library.search.find(Request("")), 0, 4)
        for number, hit in enumerate(hits):
            article = library.article(hit.id)
            library.annotations.bookmark(article, 0, 30 + number, labels=["one", f"label {number}"])
            library.search.save_search(f"search {number}", Request(f"word{number}"))
            library.search.log_search(library.search.find(Request(f"word{number}")))
        return [passage.quote for passage in library.annotations.passages()]


def damage(folder: Path, name: str, *statements: str) -> None:
    with closing(sqlite3.connect(folder / name, isolation_level=None)) as database:
        for statement in statements:
            database.execute(statement)


def test_passages_go_on_where_one_is_damaged(run: Run, library_folder: Path, quotes: list[str]) -> None:
    ids = sorted(passage["id"] for passage in json.loads(run("passages", "--json")[1]))
    damage(
        library_folder,
        "annotations.db",
        f"UPDATE passages SET quote = CAST(x'ff' || CAST(quote AS BLOB) AS TEXT) WHERE id = '{ids[0]}'",
        f"UPDATE passages SET labels = '[\"one\", ' WHERE id = '{ids[1]}'",
    )
    for words in (("passages",), ("passages", "--json"), ("passages", "--format", "markdown")):
        code, out, err = run(*words)
        assert code == 1
        flat = " ".join(out.replace("\n> ", " ").split())
        assert sum(" ".join(quote.split()) in flat for quote in quotes) == 4, words  # behind the byte that is none
        assert ids[0] in err and ids[1] in err
        assert err.count("check --repair") == 1
    code, out, _ = run("check")
    assert code == 1
    assert f"The quote of passage {ids[0]}" in out and f"The labels of passage {ids[1]}" in out
    code, out, _ = run("check", "--repair")
    assert code == 0
    assert out.count("repaired: Passage") == 2
    assert (library_folder / "set-aside.jsonl").read_text().count("\n") == 2
    assert (library_folder / "set-aside.jsonl").stat().st_mode & 0o077 == 0
    code, out, err = run("passages", "--json")
    assert (code, err) == (0, "")
    assert [passage["quote"] for passage in json.loads(out)] == quotes
    assert run("check", "--repair", "--json")[0] == 0


def test_searches_and_log_go_on_where_one_is_damaged(run: Run, library_folder: Path, quotes: list[str]) -> None:
    damage(
        library_folder,
        "annotations.db",
        "UPDATE saved_searches SET request = '{\"te' WHERE name = 'search 1'",
        "UPDATE search_log SET request = x'00ff', text = CAST(x'ff41' AS TEXT) WHERE text = 'word2'",
    )
    code, out, err = run("searches", "--json")
    assert code == 1 and "“search 1”" in err
    assert [search["name"] for search in json.loads(out)] == ["search 0", "search 2", "search 3"]
    code, out, err = run("log", "--format", "json")
    assert code == 1 and "search log" in err
    assert {"word0", "word1", "\ufffdA", "word3"} <= {search["text"] for search in json.loads(out)["searches"]}
    code, out, _ = run("check", "--repair")
    assert code == 0 and "set aside: The saved search “search 1”" in out
    assert run("searches")[0] == 0


def test_search_and_show_go_on_where_an_article_is_damaged(run: Run, library_folder: Path) -> None:
    ids = {hit["id"] for hit in json.loads(run("search", "", "--json", "--limit", "100")[1])["hits"]}
    damage(
        library_folder,
        "library.db",
        "UPDATE articles SET title = CAST(x'ff41' AS TEXT) WHERE row = 1",
        "UPDATE articles SET provenance = '{', tags = '[1]' WHERE row = 2",
        "UPDATE articles SET text = x'ff41' WHERE row = 3",
        "UPDATE raws SET packed = x'00' WHERE article_row = 4",
    )
    code, out, err = run("search", "", "--json", "--limit", "100")
    assert code == 1 and "The title of article" in err
    assert {hit["id"] for hit in json.loads(out)["hits"]} == ids
    assert sum(run("show", id)[0] for id in ids) == 4  # that with a damaged source lacks the text of its cut lines
    code, out, _ = run("check")
    assert code == 1 and out.count("error: ") >= 5
    code, _, err = run("rebuild")
    assert code == 0, err  # from sources and files
    assert not [line for line in run("check")[1].splitlines() if line.startswith("error")]


def test_damaged_work_can_be_mended_without_any_article(run: Run, library_folder: Path, quotes: list[str]) -> None:
    damage(library_folder, "annotations.db", "UPDATE passages SET note = CAST(x'ff41' AS TEXT)")
    file = library_folder / "library.db"
    file.write_bytes(file.read_bytes()[:8192] + bytes(file.stat().st_size - 8192))
    for ending in ("-wal", "-shm"):
        file.with_name(file.name + ending).unlink(missing_ok=True)
    code, out, err = run("passages")
    assert code == 1 and out.count("\ufffdA") == 4
    assert err.count("The note of passage") == 4
