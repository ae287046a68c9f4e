"""Addresses are links in a terminal (OSC 8), whatever stands in them, and plain text anywhere else."""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from peaceindex import Library
from peacereader import output
from peacereader.pager import shows_links
from tests.trust.terminal_bytes import faults

from .test_pager import ids, keeping, piped, seen
from .test_terminal import start

pytest.importorskip("pexpect")

ADDRESS = "https://courier.example/2025/Київ?a=b c#d"
TARGET = "https://courier.example/2025/%D0%9A%D0%B8%D1%97%D0%B2?a=b%20c#d"
LINK = re.compile(r"\x1b\]8;;([^\x1b\x07]*)\x1b\\")
BOLD = re.compile(r"\x1b\[[01]m")


@pytest.fixture
def library(tmp_path: Path) -> Path:
    lines = "\n\n".join(f"On day {n} the delegates met for an hour and parted as friends." for n in range(60))
    pages = [
        {"title": "The frost talks", "text": lines, "url": ADDRESS},
        {"title": "A frost brief", "text": "Frost came to the coast. " * 4, "url": "javascript:alert(1)"},
    ]
    (tmp_path / "pages.jsonl").write_text("".join(json.dumps(one) + "\n" for one in pages))
    with Library.open(tmp_path / "library", create=True) as opened:
        assert [one.status for one in opened.ingest.add([tmp_path / "pages.jsonl"])] == ["added", "added"]
        article = max(map(opened.article, opened.articles.ids().values()), key=lambda one: len(one.text))
        opened.annotations.bookmark(article, 0, 8)
    return tmp_path / "library"


def unlinked(shown: str) -> str:
    return LINK.sub("", shown)


@pytest.mark.terminal
@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo terminal")
class TestInTerminal:
    @pytest.mark.parametrize(
        ("words", "text"),
        [
            (("show", "--no-pager", "LONG"), ADDRESS),
            (("search", "frost talks"), "The frost talks"),
            (("passages",), "The frost talks"),
        ],
    )
    def test_an_address_is_a_link(self, library: Path, words: tuple[str, ...], text: str) -> None:
        words = tuple(ids(library)[0] if word == "LONG" else word for word in words)
        shown = BOLD.sub("", seen(start("--library", library, *words, PAGER="cat")))
        linked = f"\x1b]8;;{TARGET}\x1b\\{text}\x1b]8;;\x1b\\"
        assert linked in shown
        assert LINK.findall(shown) == [TARGET, ""]
        assert not faults(shown.encode(), styles_alone=True, links=True)
        plain = piped("--library", library, *words).replace("*", "")
        assert unlinked(shown).startswith(plain)  # the count of hits goes to standard error

    @pytest.mark.parametrize("setting", [{"TERM": "dumb"}, {"TERM": "linux"}, {"TERM": ""}, {"NO_COLOR": "1"}])
    def test_a_terminal_that_shows_no_links_gets_none(self, library: Path, setting: dict[str, str]) -> None:
        words = ("--library", library, "show", "--no-pager", ids(library)[0])
        assert BOLD.sub("", seen(start(*words, **setting))) == piped(*words)

    def test_an_address_that_is_none_of_the_web_is_text(self, library: Path) -> None:
        assert "\x1b]8" not in seen(start("--library", library, "show", ids(library)[1], "--no-pager"))

    @pytest.mark.skipif(shutil.which("less") is None, reason="needs less")
    def test_less_gets_links_and_another_pager_does_not(self, library: Path, tmp_path: Path) -> None:
        words = ("--library", library, "show", ids(library)[0])
        seen(start(*words, PAGER=keeping(tmp_path / "shown")))
        assert BOLD.sub("", (tmp_path / "shown").read_text("utf-8")) == piped(*words)
        child = start(*words, PAGER="less")
        child.expect_exact(f"\x1b]8;;{TARGET}\x1b\\")
        child.expect("On day 3 ")
        child.send("q")
        assert "Traceback" not in seen(child)


@pytest.mark.parametrize(("version", "shows"), [("less 590 (GNU", True), ("less 551", False), ("BusyBox", False)])
def test_whether_less_shows_links_is_told_by_its_version(tmp_path: Path, version: str, shows: bool) -> None:
    (tmp_path / "less").write_text(f"#!/bin/sh\necho '{version}'\n")
    (tmp_path / "less").chmod(0o755)
    assert shows_links([str(tmp_path / "less"), "-R"]) == shows
    assert not shows_links([str(tmp_path / "missing" / "less")])
    assert not shows_links(["more"])


def test_a_pipe_gets_no_links(library: Path) -> None:
    for words in (("search", "frost"), ("passages",), ("show", *ids(library))):
        assert "\x1b" not in piped("--library", library, *words)


def written(text: str) -> str:
    """Return what is written of a text to a terminal."""
    pieces: list[str] = []
    stream: Any = mock.Mock(isatty=lambda: True, write=pieces.append)
    with mock.patch.object(sys, "stdout", stream):
        output.write(text)
    return "".join(pieces)


def linked(text: str, address: str) -> str:
    """Return a text as a link in a terminal."""
    stream: Any = mock.Mock(isatty=lambda: True)
    with mock.patch.object(sys, "stdout", stream), mock.patch.dict(os.environ, {"TERM": "xterm"}):
        return output.link(text, address)


@given(address=st.text(max_size=60) | st.from_regex(r"https?://.{1,40}"), text=st.text(max_size=20))
@example(address="https://a.example/\x1b]52;c;eA==\x07", text="x")
@example(address="https://a.example/\x9c\x1b\\", text="\x1b]8;;https://b.example\x1b\\")
@example(address="https://a.example/" + "я" * 400, text="longer than terminals take")
@example(address="file:///etc/passwd", text="x")
def test_nothing_in_an_address_acts(address: str, text: str) -> None:
    shown = written(linked(text, address))
    assert not faults(shown.encode("utf-8", "surrogatepass"), styles_alone=True, links=True)
    links = LINK.findall(shown)
    assert links in ([], [links[0], ""] if links else [])
    assert all(one == "" or (len(one) <= 2083 and re.fullmatch(r"https?://[!-~]+", one, re.I)) for one in links)
    assert unlinked(shown) == written(text)
