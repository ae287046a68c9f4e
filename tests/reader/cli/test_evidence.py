"""What a file holds before it is added, and the evidence for each article afterwards."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from peacereader.cli.program import main

if TYPE_CHECKING:
    from pathlib import Path

Run = Callable[..., tuple[int, str, str]]

RECORDS = """\
Title: Envoys settle the ferry timetable
Source: Harbour Courier
Date: 3 March 2024
Address: https://harbourcourier.example/ferry

The envoys of both shores agreed on Monday that the first ferry will leave at dawn, with monitors of each side on board.

Title: Bridge stays closed another week
Source: Upland Gazette
Date: 5 March 2024

Engineers of the joint commission found two more cracks in the eastern pier, and the bridge stays closed for a week.
"""
PAGE_TIME = 1_709_900_000  # 8 March 2024, 12:13:20 UTC


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Run the program in this process. Return exit code, standard output and standard error."""

    def run(*arguments: object) -> tuple[int, str, str]:
        code = main([str(argument) for argument in arguments])
        return code, *capsys.readouterr()

    return run


@pytest.fixture
def export(tmp_path: Path) -> Path:
    path = tmp_path / "pages" / "articles.txt"
    path.parent.mkdir()
    path.write_text(RECORDS)
    os.utime(path, (PAGE_TIME, PAGE_TIME))
    return path


def added(run: Run, library: Path, *paths: Path) -> list[dict[str, object]]:
    code, _, err = run("--library", library, "add", *paths)
    assert code == 0, err
    code, out, err = run("--library", library, "search", "--json", "--sort", "oldest", "")
    assert code == 0, err
    hits = json.loads(out)["hits"]
    return [json.loads(run("--library", library, "show", "--json", hit["id"])[1]) for hit in hits]


def test_articles_say_when_where_and_from_which_file(run: Run, tmp_path: Path, export: Path) -> None:
    first, second = added(run, tmp_path / "library", export)
    sha256 = hashlib.sha256(export.read_bytes()).hexdigest()
    assert first["evidence"] == {
        "retrieved": "2024-03-08T12:13:20Z", "retrieved_by": "file", "sha256": sha256, "record": 1, "line": 1,
        "archive_url": "https://web.archive.org/web/20240308121320/https://harbourcourier.example/ferry",
    }  # fmt: skip
    assert second["evidence"] == {
        "retrieved": "2024-03-08T12:13:20Z", "retrieved_by": "file", "sha256": sha256, "record": 2, "line": 8,
    }  # fmt: skip


def test_a_page_that_is_touched_keeps_its_time(run: Run, tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text(RECORDS.split("\nTitle: Bridge")[0])
    os.utime(page, (PAGE_TIME, PAGE_TIME))
    (before,) = added(run, tmp_path / "library", page)
    os.utime(page, (PAGE_TIME + 500_000, PAGE_TIME + 500_000))
    (after,) = added(run, tmp_path / "library", page)
    assert after["evidence"] == before["evidence"]


def test_exported_passages_carry_the_evidence(run: Run, tmp_path: Path, export: Path) -> None:
    from peaceindex import Library

    library = tmp_path / "library"
    first = added(run, library, export)[0]
    with Library.open(library) as opened:
        opened.annotations.bookmark(opened.article(str(first["id"])), 4, 10)
    (passage,) = json.loads(run("--library", library, "passages", "--json")[1])
    assert passage["quote"] == "envoys"
    assert passage["evidence"] == first["evidence"]
    markdown = run("--library", library, "passages", "--format", "markdown")[1]
    assert "Retrieved 8 March 2024 (date of the file), at record 1, line 1 of its file" in markdown
    assert str(passage["evidence"]["sha256"]) in markdown


def test_a_dry_run_shows_what_is_there_and_writes_nothing(run: Run, tmp_path: Path, export: Path) -> None:
    library = tmp_path / "library"
    (export.parent / "broken.json").write_text('{"title": "no text here"}')
    code, out, err = run("--library", library, "add", "--dry-run", export.parent)
    assert code == 1
    assert out.splitlines() == [
        str(export),
        "  several articles in one file: 2 articles",
        "  outlets: Harbour Courier 1, Upland Gazette 1",
        "  dates: 3 March 2024 to 5 March 2024",
        "  doubtful: 2 with tiny body",
    ]
    assert "broken.json" in err and "2 articles in 2 files, 1 could not be read; nothing was written" in err
    assert not library.exists()


def test_a_dry_run_knows_what_the_library_has(run: Run, tmp_path: Path, export: Path) -> None:
    library = tmp_path / "library"
    added(run, library, export)
    before = sorted((path.name, path.stat().st_size) for path in library.rglob("*.db"))
    code, out, _ = run("--library", library, "add", "--dry-run", "--json", export)
    record = json.loads(out)
    assert (code, record["articles"], record["known"]) == (0, 2, 2)
    assert (record["first_date"], record["last_date"]) == ("2024-03-03", "2024-03-05")
    assert sorted((path.name, path.stat().st_size) for path in library.rglob("*.db")) == before


def test_a_summary_needs_no_library(run: Run, export: Path) -> None:
    code, out, err = run("clean", "--summary", export)
    assert code == 0
    assert out.splitlines()[1] == "  several articles in one file: 2 articles"
    assert err == "2 articles in 1 file; nothing was written\n"
