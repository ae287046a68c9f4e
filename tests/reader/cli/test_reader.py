"""Which library the reader opens, and on what query."""

from __future__ import annotations

from pathlib import Path

import pytest

from peaceindex import Library
from peaceindex.model.search import Request
from peaceindex.paths import default_library, samples_library
from peacereader.cli.commands import reader
from peacereader.cli.program import main
from peacereader.resources import ensure_samples, seeds_dir, themes_dir

Opened = list[tuple[Path, str, bool]]


opened_read_only: list[bool] = []
"""Whether each of these was opened for reading only."""


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> Opened:
    """What the reader was opened with; the interface itself stays shut."""
    opened: Opened = []
    opened_read_only.clear()

    def run_reader(library_folder: Path, query: str, *, samples: bool, read_only: bool) -> int:
        opened.append((library_folder, query, samples))
        opened_read_only.append(read_only)
        return 0

    monkeypatch.setattr(reader, "run_reader", run_reader)
    monkeypatch.setattr(reader, "has_terminal", lambda: True)
    return opened


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    Library.open(tmp_path / "mine", create=True).close()
    return tmp_path / "mine"


def test_a_first_launch_opens_the_samples(opened: Opened) -> None:
    assert main([]) == 0
    assert main(["prisoner", "swap"]) == 0
    assert opened == [(samples_library(), "", True), (samples_library(), "prisoner swap", True)]


def test_then_the_usual_library(opened: Opened) -> None:
    Library.open(default_library(), create=True).close()
    assert main([]) == 0
    assert opened == [(default_library(), "", False)]


@pytest.mark.parametrize(
    ("words", "query"),
    [
        ([], ""),
        (["ceasefire"], "ceasefire"),
        (["ceasefire", "-istanbul", "--now"], "ceasefire -istanbul --now"),
        (["--", "add"], "add"),
        (["--", "add", "-x"], "add -x"),
        (["--", "--help"], "--help"),
        (['"prisoner swap" after:2025'], '"prisoner swap" after:2025'),
        (["(", "["], "( ["),
        (["adding", "add"], "adding add"),
    ],
)
def test_the_words_are_the_query(opened: Opened, mine: Path, words: list[str], query: str) -> None:
    assert main(["--library", str(mine), *words]) == 0
    assert opened == [(mine, query, False)]


def test_the_library_may_stand_after_the_query(opened: Opened, mine: Path) -> None:
    assert main(["ceasefire", "--library", str(mine)]) == 0
    assert main(["ceasefire", f"--library={mine}", "now"]) == 0
    assert opened == [(mine, "ceasefire", False), (mine, "ceasefire now", False)]


def test_the_reader_is_opened_for_reading_only_when_asked(
    opened: Opened, mine: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    library = ["--library", str(mine)]
    for words in (["--read-only"], ["--read-only", "talks"], ["talks", "--read-only"]):
        assert main([*library, *words]) == 0
    assert main([*library, "--", "--read-only"]) == main([*library, "talks"]) == 0
    assert [query for _, query, _ in opened] == ["", "talks", "talks", "--read-only", "talks"]
    assert opened_read_only == [True, True, True, False, False]
    assert main(["--read-only", *library, "stats"]) == 2
    assert "--read-only is for the reader" in capsys.readouterr().err


def test_the_environment_chooses(opened: Opened, mine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PEACEREADER_LIBRARY", str(mine))
    assert main(["talks"]) == 0
    assert opened == [(mine, "talks", False)]


def test_a_library_that_was_asked_for_must_be_there(
    opened: Opened, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--library", str(tmp_path / "none")]) == 1
    monkeypatch.setenv("PEACEREADER_LIBRARY", str(tmp_path / "none"))
    assert main([]) == 1
    assert capsys.readouterr().err.count("There is no library in") == 2
    assert opened == []


def test_the_samples_become_a_library_once() -> None:
    told: list[tuple[int, int]] = []
    folder = ensure_samples(lambda done, total: told.append((done, total)))
    assert folder == samples_library()
    assert told[-1][0] == told[-1][1] >= 24
    with Library.open(folder) as library:
        first = library.maintenance.stats()
        assert library.search.find(Request("")).total == library.count() >= 22
    ensure_samples()
    with Library.open(folder) as library:
        assert library.maintenance.stats().articles == first.articles


def test_the_data_that_comes_along_is_found() -> None:
    assert any(themes_dir().glob("*.yaml"))
    assert any(seeds_dir().glob("*.txt"))
