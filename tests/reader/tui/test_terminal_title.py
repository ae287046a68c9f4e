"""The title of the terminal's window says what is read, and is the old one whenever the reader is not there."""

from __future__ import annotations

import os
import re
import shutil
import signal
import sys
import time
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from peacereader.tui.terminal_title import title_of
from tests.reader.cli.test_terminal import start
from tests.reader.driving import reading
from tests.reader.terminals import Terminal
from tests.trust.terminal_bytes import faults

if TYPE_CHECKING:
    from pathlib import Path


pexpect = pytest.importorskip("pexpect")

KEPT, BACK = "\x1b[22;2t", "\x1b[23;2t"


async def test_the_subject_is_the_article_while_it_is_read_and_else_the_query(library_folder: Path) -> None:
    async with reading(library_folder) as driver:
        assert driver.app.subject == ""
        await driver.press("slash")
        await driver.type("ceasefire")
        assert driver.app.subject == "ceasefire"
        await driver.press("enter", "enter")
        assert driver.pane.article is not None
        title = driver.pane.article.title
        assert title and driver.app.subject == title
        await driver.press("question_mark")
        assert driver.app.subject == title, "the screen of help has no title of its own"
        await driver.press("q", "h")
        assert driver.app.subject == "ceasefire"
        await driver.press("C", "enter")
        assert driver.app.subject in driver.titles, "an article that is read for its hit"


@given(st.text(max_size=300))
@example("\x1b]0;x\x07\x1b[21t")
@example("a\x9cb\x07c\nd\u202ee\udc9c")
def test_nothing_in_a_title_acts(subject: str) -> None:
    title = title_of(subject)
    assert not faults(f"\x1b]2;{title}\x07".encode())
    assert not re.search(r"[\x00-\x1f\x7f-\x9f\u2028-\u202e]", title)
    assert title.startswith("peacereader") and len(title) < 200


@pytest.mark.terminal
@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo terminal")
class TestInTerminal:
    def test_the_title_is_put_away_shown_and_brought_back(self, library_folder: Path) -> None:
        child = start("--library", library_folder, "ceasefire")
        child.expect_exact(KEPT)
        child.expect_exact("\x1b]2;peacereader – ceasefire\x07")
        child.expect("3 of 5")
        child.send("\r")
        child.expect("\x1b\\]2;peacereader – (?!ceasefire\x07)[^\x07]+\x07")
        read = child.after
        child.send("\x1a")
        child.expect_exact(BACK)
        self.wait_until_stopped(child.pid)
        os.kill(child.pid, signal.SIGCONT)
        child.expect_exact(KEPT + read)
        child.send("q")
        child.expect_exact(BACK)
        child.expect(pexpect.EOF)
        assert "\x1b]2;" not in child.before
        child.close()
        assert child.exitstatus == 0

    def wait_until_stopped(self, pid: int) -> None:
        until = time.monotonic() + 30
        while os.waitpid(pid, os.WUNTRACED | os.WNOHANG) == (0, 0):
            assert time.monotonic() < until
            time.sleep(0.02)

    def test_an_editor_finds_the_old_title(self, library_folder: Path) -> None:
        child = start("--library", library_folder, "ceasefire", VISUAL="sh -c 'echo the editor is here'")
        child.expect("3 of 5")
        child.send("\r")
        child.expect("select")
        child.send("v")
        child.expect("selected")
        child.send("b")
        child.expect("Bookmarked")
        child.send("E")
        child.expect_exact(BACK)
        child.expect("the editor is here")
        child.expect_exact(KEPT + "\x1b]2;peacereader – ")
        child.send("\x03")
        child.expect_exact(BACK)
        child.expect(pexpect.EOF)

    @pytest.mark.parametrize("term", ["linux", "dumb"])
    def test_a_terminal_without_titles_gets_none(self, library_folder: Path, term: str) -> None:
        child = start("--library", library_folder, "ceasefire", TERM=term)
        child.expect("3 of 5")
        seen = child.before
        child.send("q")
        child.expect(pexpect.EOF)
        assert not re.search(r"\x1b\[2[23];2t|\x1b\]2;", seen + child.before)


@pytest.mark.terminal
@pytest.mark.skipif(shutil.which("tmux") is None, reason="needs tmux")
def test_tmux_shows_the_title_and_has_its_own_again(terminal: Terminal, library_folder: Path) -> None:
    terminal.start(100, 30, "--library", str(library_folder), "ceasefire")
    terminal.tmux("select-pane", "-T", "mine")
    terminal.wait_for("3 of 5")

    def title() -> str:
        return terminal.tmux("display-message", "-p", "#{pane_title}").strip()

    until = time.monotonic() + 30
    while title() != "peacereader – ceasefire":
        assert time.monotonic() < until, title()
        time.sleep(0.05)
    terminal.keys("q")
    terminal.wait_for("ended with 0")
    assert title() == "mine"
