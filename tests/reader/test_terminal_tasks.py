"""Ten tasks of a person with a new library, done in a real terminal; each ends on a screen that is kept.

The screens are in `terminal_captures`, wide and narrow ones. The tenth task is the other nine at 60 columns.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from peacereader.cli.program import main
from tests.reader.task_pages import LATER, write_page, write_pages
from tests.reader.terminals import PROGRAM, Terminal, new_terminal

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = [
    pytest.mark.terminal,
    pytest.mark.skipif(shutil.which("tmux") is None, reason="needs tmux"),
]


@pytest.fixture(params=[(120, 32), (60, 24)], ids=["wide", "narrow"])
def size(request: pytest.FixtureRequest) -> tuple[int, int]:
    size: tuple[int, int] = request.param
    return size


class Desk:
    """The reader on a new library, and where its last screen is kept."""

    def __init__(self, terminal: Terminal, size: tuple[int, int], capture: str) -> None:
        self.terminal, self.size, self._capture = terminal, size, capture
        self.is_wide = size[0] >= 100
        self.press, self.type, self.wait_for = terminal.press, terminal.type, terminal.wait_for

    def start(self, *words: str) -> None:
        self.terminal.start(*self.size, *words)
        self.wait_for("7 articles")

    def search(self, words: str, *shown: str) -> None:
        self.press("/", "Esc leave")
        self.type(words)
        self.press("Enter", *shown)

    def end(self) -> None:
        """Compare the screen, and quit."""
        self.terminal.matches(self._capture)
        self.press("C-q", "ended with 0")


@pytest.fixture
def desk(own_home: Path, size: tuple[int, int], request: pytest.FixtureRequest) -> Iterator[Desk]:
    """A home with a folder of pages, which were added by command, and a terminal."""
    assert main(["add", str(write_pages(own_home / "archive"))]) == 0
    task = request.node.originalname.removeprefix("test_")
    with new_terminal("DISPLAY", "WAYLAND_DISPLAY", TZ="UTC") as terminal:
        yield Desk(terminal, size, f"{task}-{size[0]}x{size[1]}")


def of_library(capsys: pytest.CaptureFixture[str], *words: str) -> Any:
    """What a command prints as JSON."""
    capsys.readouterr()
    assert main([*words, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_when_a_swap_was_announced(desk: Desk) -> None:
    desk.start()
    desk.search('announced "prisoner swap"', "2 of 7")
    desk.press("s s", "oldest first")
    desk.press("g Enter", "select")
    desk.end()


def test_who_said_it_first(desk: Desk) -> None:
    desk.start()
    desk.search('istanbul "thousand people"', " of 7")
    desk.press("T", "First: Harbour Dispatch (16 May 2025")
    desk.press("D", "by day")
    desk.end()


def test_three_passages_with_notes_and_labels(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    desk.start()
    desk.search("istanbul", " of 7")
    for label, note in {"Swap": "who: both", "Ceasefire": "none yet", "Families": "ask"}.items():
        desk.press("Enter", "select")
        desk.press("v", "1 sentence selected")
        desk.press("b", "│ ┃" if desk.is_wide else "\n ┃")
        desk.press("l", "type to find a label")
        desk.type(label, label)
        desk.press("Enter")
        desk.press("Escape", "v select")
        desk.press("e", "Esc saves")
        desk.type(note, note)
        desk.press("Escape", f"› {note}")
        desk.press("Escape", "Enter read")
        desk.press("j")
    desk.press("B", "3 passages")
    made = of_library(capsys, "passages")
    assert sorted((one["labels"], one["note"]) for one in made) == [
        (["Ceasefire"], "none yet"), (["Families"], "ask"), (["Swap"], "who: both"),
    ]  # fmt: skip
    desk.end()


def test_two_wordings(desk: Desk) -> None:
    desk.start()
    desk.search('istanbul "thousand people"', " of 7")
    desk.press("s s g", "oldest first")
    desk.press("m", "2 articles in 2 outlets", "likely the origin")
    desk.press("j", "2 of 2")
    desk.press("m n", "rejected")
    desk.end()


def test_a_citation(desk: Desk) -> None:
    desk.start()
    desk.search('"largest prisoner swap"', "1 of 7")
    desk.press("Enter", "select")
    desk.press("g v", "1 sentence selected")
    desk.press("Y", "APA, 7th edition")
    desk.press("j j", "Harbour Dispatch. “A thousand")
    desk.press("Enter", "Copied by tmux's buffer.")
    assert desk.terminal.tmux("show-buffer").rstrip() == (
        "Delegations of Russia and Ukraine sat down in Istanbul on Friday, for the first time in three years.\n\n"
        "Harbour Dispatch. “A thousand for a thousand: swap agreed in Istanbul.” May 16, 2025. "
        "https://harbourdispatch.example/20250516/announced.html."
    )
    desk.end()


def test_a_date_and_an_outlet_are_corrected(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    desk.start()
    desk.search('"list of names"', "1 of 7")
    desk.press("Enter", "date not known", "select")
    desk.press("c", "as it was scraped")
    desk.press("d", "Enter saves")
    desk.type("28 May 2025", "28 May 2025")
    desk.press("Enter", "28 May 2025", "by you")
    desk.press("o", "Enter saves")
    desk.type("River Courier", "River Courier")
    desk.press("Enter", "River Courier", "yours" if not desk.is_wide else "2 corrected by you")
    desk.press("Escape", "River Courier · 28 May 2025", "select")
    (hit,) = of_library(capsys, "search", "outlet:courier", "sumy")["hits"]
    assert (hit["outlet"], hit["date"]) == ("River Courier", "2025-05-28")
    desk.end()


def test_a_month_without_a_tag(desk: Desk) -> None:
    desk.start()
    desk.search("prisoner swap", "5 of 7")
    desk.press("f", "Enter tick")
    desk.press("j j j j j Enter", "Jun 2025 ✕", "2 of 7")
    desk.press("j j j /", "/▏")
    desk.type("foot", "/foot▏")
    desk.press("Escape", "Prisoner exchan")
    desk.press("x", "not football ✕", "1 of 7")
    desk.press("Escape", "Enter read")
    desk.press("u", "2 of 7")
    desk.press("C-r", "not football ✕", "1 of 7")
    desk.press("u", "2 of 7")
    desk.end()


def test_what_is_new_in_a_saved_search(desk: Desk, own_home: Path) -> None:
    desk.start()
    desk.search('"prisoner swap" announced', "2 of 7")
    desk.press("w", "Enter saves")
    desk.press("C-u", "Enter saves")
    desk.type("swaps", "swaps")
    desk.press("Enter", "Saved")
    write_page(own_home / "archive" / "later.txt", LATER)
    subprocess.run([*PROGRAM, "add", str(own_home / "archive")], check=True, capture_output=True)
    desk.press("W", "1 new")
    desk.press("g Enter", "Third prisoner swap is announced")
    desk.end()


def test_a_key_and_a_theme(desk: Desk, own_home: Path) -> None:
    desk.start()
    desk.press(":", "Enter runs it")
    desk.type("settings", ":settings")
    desk.press("Enter", "Settings ·")
    desk.press("g Enter", "The colour theme")
    desk.press("C-u", "The colour theme")
    desk.type("paper", "paper")
    desk.press("Enter", "paper", "v")
    desk.press("/", "Settings ·")
    desk.type("your own keys", "none of your own")
    desk.press("Enter j Enter", "what do you want to do?")
    desk.type("order the results", "Order the results")
    desk.press("Enter", "separated by commas")
    desk.press("C-u", "separated by commas")
    desk.type("f6", "f6")
    desk.press("Enter", "sort: f6")
    desk.press("C-q", "ended with 0")
    desk.terminal.restart(*desk.size)
    desk.wait_for("7 articles")
    desk.press("F6 F6", "oldest first")
    assert "48;5;255" in desk.terminal.tmux("capture-pane", "-p", "-e"), "the ground of paper in 256 colours"
    desk.end()
