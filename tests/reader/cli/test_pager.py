"""What is longer than the screen goes through the user's pager, whole, and never where there is no terminal."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from peaceindex import Library
from peacereader.pager import chosen_pager
from tests.reader.cli.test_terminal import start
from tests.reader.terminals import PROGRAM

if TYPE_CHECKING:
    from collections.abc import Mapping

pexpect = pytest.importorskip("pexpect")

in_terminal = [
    pytest.mark.terminal,
    pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo terminal"),
]
KEEPS = "import sys; open(sys.argv[1], 'wb').write(sys.stdin.buffer.read()); print('the pager was here')"


@pytest.fixture
def library(tmp_path: Path) -> Path:
    lines = "\n\n".join(
        f"On day {n} the delegates met for an hour and parted as friends, said Émile 李." for n in range(60)
    )
    pages = [{"title": "The talks", "text": lines}, {"title": "A brief", "text": "Frost came to the coast. " * 4}]
    (tmp_path / "pages.jsonl").write_text("".join(json.dumps(one) + "\n" for one in pages))
    with Library.open(tmp_path / "library", create=True) as opened:
        assert [one.status for one in opened.ingest.add([tmp_path / "pages.jsonl"])] == ["added", "added"]
    return tmp_path / "library"


def ids(library: Path) -> tuple[str, str]:
    """Return the ids of the long article and of the short one."""
    with Library.open(library) as opened:
        long, short = sorted(opened.articles.ids().values(), key=lambda id: -len(opened.article(id).text))
    return long, short


def piped(*words: object, **more: str) -> str:
    done = subprocess.run([*PROGRAM, *map(str, words)], capture_output=True, check=True, env={**os.environ, **more})
    return done.stdout.decode("utf-8")


def seen(child: Any) -> str:
    child.expect(pexpect.EOF)
    child.close()
    return str(child.before).replace("\r\n", "\n")


def keeping(target: Path) -> str:
    """Return the command of a pager that writes into a file what it is given."""
    return shlex.join([sys.executable, "-c", KEEPS, str(target)])


class TestInTerminal:
    pytestmark = in_terminal

    @pytest.mark.parametrize("options", [[], ["--raw"], ["--json"]])
    def test_the_pager_gets_all_that_a_pipe_gets(self, library: Path, tmp_path: Path, options: list[str]) -> None:
        long, short = ids(library)
        words = ["--library", library, "show", short, long, short, *options]
        child = start(*words, PAGER="false", PEACEREADER_PAGER=keeping(tmp_path / "shown"), NO_COLOR="1")
        assert seen(child).endswith("the pager was here\n") and child.exitstatus == 0
        assert (tmp_path / "shown").read_text("utf-8") == piped(*words)

    def test_bold_text_is_bold_in_the_pager(self, library: Path, tmp_path: Path) -> None:
        assert seen(start("--library", library, "show", ids(library)[0], PAGER=keeping(tmp_path / "shown")))
        assert (tmp_path / "shown").read_text("utf-8").startswith("\x1b[1mThe talks\x1b[0m\n")

    @pytest.mark.parametrize(
        ("options", "environ"),
        [
            (["--no-pager"], {}),
            ([], {"PEACEREADER_PAGER": ""}),
            ([], {"PEACEREADER_PAGER": " cat "}),
            ([], {"PEACEREADER_PAGER": "", "PAGER": "less"}),
            ([], {"TERM": "dumb"}),
        ],
    )
    def test_it_can_be_switched_off(
        self, library: Path, tmp_path: Path, options: list[str], environ: dict[str, str]
    ) -> None:
        words = ["--library", library, "show", ids(library)[0], *options]
        shown = seen(start(*words, **{"PAGER": keeping(tmp_path / "shown"), "NO_COLOR": "1", **environ}))
        assert shown == piped(*words)
        assert not (tmp_path / "shown").exists()

    def test_what_fits_the_screen_is_printed(self, library: Path, tmp_path: Path) -> None:
        words = ["--library", library, "show", ids(library)[1]]
        assert seen(start(*words, PAGER=keeping(tmp_path / "shown"), NO_COLOR="1")) == piped(*words)
        assert not (tmp_path / "shown").exists()

    @pytest.mark.parametrize("pager", ["true", "head -n 1", "sh -c 'exit 3'"])
    def test_a_pager_that_leaves_early_is_no_error(self, library: Path, pager: str) -> None:
        long, _ = ids(library)
        child = start("--library", library, "show", "nowhere", *[long] * 40, PAGER=pager)
        shown = seen(child)
        assert "Traceback" not in shown and "nowhere" in shown
        assert child.exitstatus == 1  # of the id that is not known
        child = start("--library", library, "show", *[long] * 40, PAGER=pager)
        assert "peacereader:" not in seen(child) and child.exitstatus == 0

    @pytest.mark.parametrize("pager", ["no-such-pager -x", "'half", '""', "/"])
    def test_a_pager_that_cannot_be_started_loses_nothing(self, library: Path, pager: str) -> None:
        words = ["--library", library, "show", *ids(library)]
        child = start(*words, PAGER=pager, NO_COLOR="1")
        shown = seen(child)
        message = re.search(r"peacereader: PAGER names .*\n", shown)
        assert message and "cannot be started" in message[0] and child.exitstatus == 0
        assert shown.replace(message[0], "") == piped(*words)

    def test_messages_wait_until_the_pager_is_left(self, library: Path, tmp_path: Path) -> None:
        long, _ = ids(library)
        child = start("--library", library, "show", long, "nowhere", PAGER=keeping(tmp_path / "shown"))
        shown = seen(child)
        assert shown.index("the pager was here") < shown.index("nowhere")
        assert child.exitstatus == 1

    def test_messages_keep_their_place_among_lines_that_fit(self, library: Path) -> None:
        _, short = ids(library)
        shown = seen(start("--library", library, "show", "--cuts", short, "nowhere", short, PAGER="less"))
        assert shown.index("Nothing was cut") < shown.index("nowhere") < shown.rindex("Nothing was cut")

    @pytest.mark.skipif(shutil.which("less") is None, reason="needs less")
    def test_less_shows_the_article_page_by_page(self, library: Path) -> None:
        long, _ = ids(library)
        child = start("--library", library, "show", long, LESS="i")
        child.expect("On day 3 ")
        assert "\x1b[1mThe talks\x1b[0m" in child.before and "ESC" not in child.before
        child.sendintr()  # which less keeps for itself
        child.send("G")
        child.expect("On day 59 ")
        child.send("q")
        assert "Traceback" not in seen(child)
        assert child.exitstatus == 0

    @pytest.mark.skipif(shutil.which("less") is None, reason="needs less")
    def test_ids_from_a_pipe_are_paged_as_they_come(self, library: Path) -> None:
        long, _ = ids(library)
        line = f"(echo {long}; sleep 60) | {shlex.join(PROGRAM)} --library {shlex.quote(str(library))} show -"
        child = pexpect.spawn(
            "sh", ["-c", line], encoding="utf-8", timeout=60, dimensions=(24, 80),
            env={**os.environ, "TERM": "xterm-256color"},
        )  # fmt: skip
        child.expect("On day 3 ")
        child.terminate(force=True)


@pytest.mark.parametrize(
    ("environ", "command", "variable"),
    [
        ({"PAGER": "more -s"}, ["more", "-s"], "PAGER"),
        ({"PAGER": "more", "PEACEREADER_PAGER": "most"}, ["most"], "PEACEREADER_PAGER"),
        ({"PAGER": "/usr/bin/less -i"}, ["/usr/bin/less", "-R", "-i"], "PAGER"),
        ({"PAGER": "more", "PEACEREADER_PAGER": ""}, [], "PEACEREADER_PAGER"),
        ({"PAGER": "cat"}, [], "PAGER"),
        ({"PAGER": "more", "TERM": "dumb"}, [], ""),
    ],
)
def test_the_pager_is_chosen_as_git_chooses_it(environ: Mapping[str, str], command: list[str], variable: str) -> None:
    assert chosen_pager(environ) == (command, variable)


def test_a_pipe_is_never_paged(library: Path, tmp_path: Path) -> None:
    long, _ = ids(library)
    shown = piped("--library", library, "show", long, PEACEREADER_PAGER=keeping(tmp_path / "shown"))
    assert "On day 59" in shown and not (tmp_path / "shown").exists()
