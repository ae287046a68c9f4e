"""The command line in a real terminal: a bar while it works, quiet colours, an interrupted `add` that goes on."""

from __future__ import annotations

import os
import re
import sys
import time
from typing import TYPE_CHECKING, Any

import pytest

from peaceindex import Library
from peaceindex.model.search import Request
from peacereader.cli.program import main
from tests.reader.terminals import PROGRAM

if TYPE_CHECKING:
    from pathlib import Path

pexpect = pytest.importorskip("pexpect")
pytestmark = [
    pytest.mark.terminal,
    pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo terminal"),
]


def write_pages(folder: Path, count: int) -> Path:
    folder.mkdir(exist_ok=True)
    for number in range(count):
        if (folder / f"{number:04}.txt").exists():
            continue
        (folder / f"{number:04}.txt").write_text(
            f"Day {number} of the talks\n\n"
            + f"On day {number} the delegates met for an hour and parted as friends. " * 5
        )
    return folder


def start(*words: object, **more: str) -> Any:
    environment = {**os.environ, "TERM": "xterm-256color", **more}
    command = [*PROGRAM, *map(str, words)]
    return pexpect.spawn(command[0], command[1:], encoding="utf-8", env=environment, timeout=60, dimensions=(24, 80))


def test_a_bar_while_it_works(tmp_path: Path) -> None:
    pages = write_pages(tmp_path / "pages", 40)
    child = start("--library", tmp_path / "library", "add", pages)
    child.expect(pexpect.EOF)
    assert re.search(r"\d/(?:40|\?)", child.before)
    assert "40 added; 40 articles in" in child.before
    child.close()
    assert child.exitstatus == 0


def test_an_interrupted_add_goes_on_where_it_was(tmp_path: Path) -> None:
    pages = write_pages(tmp_path / "pages", 800)
    child = start("--library", tmp_path / "library", "add", pages)
    child.expect(r"[1-9]\d*/(?:800|\?)")
    child.sendintr()
    child.expect(pexpect.EOF)
    assert re.search(r"stopped after \d+ added; the same command continues", child.before)
    assert "Traceback" not in child.before
    child.close()
    assert child.exitstatus == 130
    with Library.open(tmp_path / "library") as library:
        kept = library.count()
        assert 0 < kept < 800
        assert library.search.find(Request("")).total == kept
    assert main(["--library", str(tmp_path / "library"), "add", str(pages)]) == 0
    with Library.open(tmp_path / "library") as library:
        assert library.count() == library.search.find(Request("")).total == 800


@pytest.mark.parametrize(("setting", "bold"), [({}, True), ({"NO_COLOR": "1"}, False), ({"TERM": "dumb"}, False)])
def test_colour_is_for_terminals_that_want_it(tmp_path: Path, setting: dict[str, str], bold: bool) -> None:
    pages = write_pages(tmp_path / "pages", 1)
    child = start("clean", pages, **setting)
    child.expect(pexpect.EOF)
    assert ("\x1b[1m" in child.before) == bold
    assert bool(re.search("\x1b", child.before)) == bold


def test_a_watched_folder_is_kept_in_step_until_the_person_has_enough(tmp_path: Path) -> None:
    pages = write_pages(tmp_path / "pages", 2)
    child = start("--library", tmp_path / "library", "add", "--watch", pages, TERM="dumb")
    child.expect("2 added; 2 articles")
    child.expect("Ctrl-C stops")
    write_pages(tmp_path / "pages", 3)
    child.expect("1 added; 3 articles")
    child.sendintr()
    child.expect("stopped watching")
    child.expect(pexpect.EOF)
    assert "Traceback" not in child.before
    child.close()
    assert child.exitstatus == 0


def test_a_reader_whose_terminal_is_gone_ends(tmp_path: Path) -> None:
    write_pages(tmp_path / "pages", 2)
    main(["--library", str(tmp_path / "library"), "add", str(tmp_path / "pages")])
    child = pexpect.spawn(
        PROGRAM[0], [*PROGRAM[1:], "--library", str(tmp_path / "library")], encoding="utf-8", timeout=60,
        dimensions=(24, 80), env={**os.environ, "TERM": "xterm-256color"}, ignore_sighup=True,
    )  # fmt: skip
    child.expect("2 articles")
    os.close(child.child_fd)  # as when the window is closed, here under nohup
    until = time.monotonic() + 30
    while os.waitpid(child.pid, os.WNOHANG) == (0, 0):
        assert time.monotonic() < until, "it goes on without a terminal"
        time.sleep(0.05)
