"""Commands for what only keys could do before: corrections of an article, names of searches, articles as exports."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING

import openpyxl
import pytest

from peacereader.cli.program import main

if TYPE_CHECKING:
    from pathlib import Path

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], library_folder: Path) -> Run:
    def run(*words: str) -> tuple[int, str, str]:
        code = main(["--library", str(library_folder), *words])
        out, err = capsys.readouterr()
        return code, out, err

    return run


@pytest.fixture
def id(run: Run) -> str:
    return run("search", "alaska", "--format", "ids")[1].split()[0]


def test_an_article_is_corrected_by_command_and_the_correction_undone(run: Run, id: str) -> None:
    before = json.loads(run("show", id, "--json")[1])
    code, out, err = run(
        "corrections", id[:8], "--date", "2024-01-02", "--authors", "Ann Stone, Bo Li", "--title", "New"
    )
    assert (code, out) == (0, "") and err.startswith(f"corrected: {id}")
    record = json.loads(run("show", id, "--json")[1])
    assert (record["date"], record["authors"], record["title"]) == ("2024-01-02", ["Ann Stone", "Bo Li"], "New")
    cases = json.loads(run("corrections", "--json")[1])
    for correction in cases[0]["corrections"]:
        assert run("corrections", "--remove", correction["id"])[0] == 0
    assert json.loads(run("show", id, "--json")[1]) == before


def test_a_line_is_cut_and_kept_by_its_number(run: Run, id: str) -> None:
    record = json.loads(run("show", id, "--json")[1])
    lines = run("show", id, "--raw")[1].split("\n")
    last = record["paragraphs"][-1]
    number = 1 + next(n for n, line in enumerate(lines) if last in line)
    assert run("corrections", id, "--cut", str(number))[0] == 0
    assert last not in json.loads(run("show", id, "--json")[1])["paragraphs"]
    assert run("corrections", id, "--keep", str(number))[0] == 0
    assert last in json.loads(run("show", id, "--json")[1])["paragraphs"]
    code, out, err = run("corrections", id, "--keep", "99999")
    assert (code, out) == (1, "") and "Traceback" not in err


def test_the_source_of_an_article_is_read_in_another_encoding(run: Run, id: str) -> None:
    assert run("corrections", id, "--encoding", "koi8-r")[0] == 0
    assert run("corrections", id, "--encoding", "auto")[0] == 0
    code, _, err = run("corrections", id, "--encoding", "no-such-encoding")
    assert code == 1 and "no-such-encoding" in err


@pytest.mark.parametrize(
    "words",
    [
        ["corrections", "3f9a1c"], ["corrections", "--title", "x"], ["corrections", "3f9a1c", "--json", "--title", "x"],
        ["corrections", "3f9a1c", "--date", "2025-13"], ["corrections", "--query", "a"],
        ["corrections", "--query", "a", "--url", "no address"], ["corrections", "3f", "--query", "a", "--outlet", "x"],
        ["corrections", "3f9a1c", "--keep", "0"],
        ["searches", "--rename", "a", " "],
        ["show", "x", "--raw", "--format", "ris"],
        ["show", "x", "--format", "obsidian"], ["show", "x", "--output", "y"], ["log", "--clear", "--output", "y"],
    ],
)  # fmt: skip
def test_wrong_usage(run: Run, words: list[str]) -> None:
    code, out, err = run(*words)
    assert (code, out) == (2, "") and "--help" in err


def test_a_saved_search_is_renamed(run: Run) -> None:
    run("searches", "--save", "old", "alaska")
    assert run("searches", "--rename", "old", "new name") == (0, "", "renamed: new name\n")
    assert [one["name"] for one in json.loads(run("searches", "--json")[1])] == ["new name"]
    assert run("searches", "--rename", "old", "x")[0] == 1


def test_the_methods_note_goes_to_a_new_file(run: Run, tmp_path: Path) -> None:
    run("search", "alaska")
    out = run("log")[1]
    assert run("log", "--output", str(tmp_path / "methods.md")) == (0, "", "")
    assert (tmp_path / "methods.md").read_text() == out
    (made,) = [one["made"] for one in json.loads(run("log", "--format", "json")[1])["searches"]]
    code, _, err = run("log", "--output", str(tmp_path / "methods.md"))
    assert code == 1 and "exists already and was left as it is" in err
    assert run("log", "--remove", "2001-01-01")[0] == 1
    assert run("log", "--remove", made) == (0, "", "1 deleted\n")
    assert run("log") == (0, "", "Nothing has been logged yet.\n")


def test_articles_are_exported_with_their_texts(run: Run, id: str, tmp_path: Path) -> None:
    record = json.loads(run("show", id, "--json")[1])
    out = run("show", id, "--format", "markdown")[1]
    assert out.startswith(f"## {record['title']}\n") and record["paragraphs"][-1].split(".")[0] in out
    assert run("show", id, "--format", "xlsx", "--output", str(tmp_path / "one.xlsx")) == (0, "", "")
    head, row = openpyxl.load_workbook(tmp_path / "one.xlsx").active.iter_rows(values_only=True)
    assert dict(zip(head, row, strict=True))["text"] == "\n\n".join(record["paragraphs"])
    code, out, err = run("show", "ffffffff", id, "--format", "ris")
    assert code == 1 and out.count("TY  - NEWS") == 1 and "ffffffff" in err
