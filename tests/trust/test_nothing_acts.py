"""Nothing in a source, a file name or a stranger's library ever acts on a terminal, a file or the clipboard.

The bytes that the real program sends to a pseudo terminal are read as a terminal reads them (`terminal_bytes`).
"""

from __future__ import annotations

import json
import re
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from peaceindex import Library
from peaceindex.errors import PeaceindexError
from peaceindex.model.search import Request
from peacereader.cli.hit_output import FORMATS as HIT_FORMATS
from peacereader.command_help import COMMAND_NAMES
from peacereader.exports.formats import FORMATS, PASSAGE_FORMATS
from tests.trials import SOAK
from tests.trust import hostile
from tests.trust.hostile import MARK, POISON
from tests.trust.terminal_bytes import Terminal, faults

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = [
    pytest.mark.terminal,
    pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo terminal"),
]

WALK = """
import json, sys
from peacereader.cli.program import main
sys.stdin = open("/dev/null")  # a command that converses ends at once
for words in json.load(open(sys.argv[1])):
    try:
        code = main(words)
    except SystemExit as end:
        code = end.code
    print("=" * 9, words[-1].encode("ascii", "backslashreplace").decode()[:9] if words[-1].isalnum() else "", code)
"""
"""Runs many commands in one process; starting a process for each would take most of the time."""


@pytest.fixture(scope="module")
def poisoned(tmp_path_factory: pytest.TempPathFactory, names_ready: Path) -> Iterator[Path]:
    """Yield hostile files, and a library of them with passages, notes, searches and corrections.

    The library must not be changed.
    """
    folder = tmp_path_factory.mktemp("hostile")
    hostile.write_files(folder / "files")
    with pytest.MonkeyPatch.context() as patch:
        for name in ("HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME"):
            patch.setenv(name, str(folder / "home"))
        with Library.open(folder / "library", create=True) as library:
            assert sum(one.status == "added" for one in library.ingest.add([folder / "files"], processes=1)) > 35
            for hit in library.search.hits(library.search.find(Request("")), 0, 100):
                passage = library.annotations.bookmark(library.article(hit.id), 0, 40)
                library.annotations.annotate(
                    passage.id, note=f"Note {POISON}{hostile.MARKUP}", labels=[f"label{POISON}"]
                )
                library.annotations.mark_read(hit.id)
            library.search.save_search(f"name{POISON}", Request(f"Ankara {hostile.MARKUP}"))
            library.search.log_search(library.search.find(Request(f"Ankara {POISON}")))
            library.annotations.correct_field(hit.id, "title", f"Corrected{POISON}")
            library.annotations.correct_line(hit.id, 1, True)
    yield folder


def copied(poisoned: Path, to: Path) -> Path:
    return Path(shutil.copytree(poisoned / "library", to))


def _folder(library: Path, name: str) -> list[str]:
    return ["--output", str(library.with_name(f"{library.name} {name}"))]


def every_command(library: Path, files: Path) -> list[list[str]]:
    """Return a command line for each command and each format of its output, for every article."""
    at = ["--library", str(library)]
    ids = ids_of(library)
    found = [
        ["clean", str(files)], ["clean", "--json", str(files / "page.html")], [*at, "add", str(files)],
        [*at, "names"], [*at, "names", "--missing"],
        [*at, "stats"], [*at, "stats", "--json"], [*at, "check"], [*at, "check", "--json"],
        [*at, "locate"], [*at, "locate", "--json"], [*at, "passages"], [*at, "passages", "--json"],
        [*at, "passages", f"none{POISON}"],
        [*at, "log"], [*at, "log", "--format", "json"], [*at, "log", "--since", POISON],
        [*at, "searches"], [*at, "searches", "--json"], [*at, "searches", "--seen", f"none{POISON}\udcff"],
        [*at, "searches", "--save", f"n{POISON}", f"q{POISON}"], [*at, "corrections"], [*at, "corrections", "--json"],
        [*at, "search", "delegations", "--facets"], [*at, "search", "delegations", "--json"],
        [*at, "search", f"{POISON} {MARK} \udcff"], [*at, "search", f"title:{POISON}x OR zzz{POISON}"],
        [*at, "search", "--sort", f"bad{POISON}"], [*at, "search", f"--x{POISON}", "a"],
        [*at, "search", "--terms", str(files / "page.txt")],
        [*at, "concordance", "delegations"], [*at, "concordance", "delegations", "--json"],
        [*at, "show", f"none{POISON}\udcff"], [f"--x{POISON}"], ["clean", f"{POISON}/no"], ["--help"],
        [*at, "restore"], [*at, "restore", "--json"], [*at, "restore", "annotations"],
        [*at, "restore", "annotations", "--json"], [*at, "restore", f"none{POISON}\udcff", "--all"],
        ["--library", f"/no{POISON}\udcff", "stats"], ["add", "--encoding", f"x{POISON}", "."], [*at, "rebuild"],
    ]  # fmt: skip
    formats = (form for form in HIT_FORMATS if form not in ("text", "json"))
    for form in formats:
        to_folder = _folder(library, "hits") if form in FORMATS and FORMATS[form].kind == "folder" else []
        found.append([*at, "search", "", "--limit", "all", "--format", form, *to_folder])
    for form in PASSAGE_FORMATS:
        to_folder = _folder(library, "pages") if FORMATS[form].kind == "folder" else []
        found.append([*at, "passages", "--format", form, *to_folder])
    found += [[*at, "concordance", "delegations", "--format", form] for form in ("csv", "tsv")]
    found += [[*at, "concordance", "delegations", "--collocates", *form] for form in ([], ["--json"], ["--fold"])]
    found += [[*at, "compare", *ids[:2], *form] for form in ([], ["--json"], ["--html"], ["--differences"])]
    found.append([*at, "compare", ids[0], f"none{POISON}\udcff"])
    found += [[*at, "show", *ids[:2], f"none{POISON}"], [*at, "search", f"foo:bar{POISON}"], ["serach", f"x{POISON}"]]
    found += [[*at, "check", "--repair"], [*at, "--debug", "show", POISON]]
    # What serves until it is stopped, and listens for it, is tried in tests/reader/browser.
    found += [[*at, "serve", "--port", f"x{POISON}"], ["--library", f"/no{POISON}\udcff", "serve"]]
    tried = {word for words in found for word in words}
    for name in sorted(COMMAND_NAMES - tried):  # a command that is not yet listed here
        found += [[*at, name], [*at, name, "--json"], [*at, name, f"none{POISON}\udcff"]]
    if SOAK:
        found += [["clean", "--json", str(files)], ["clean", "--siblings", str(files)]]
    for id in ids if SOAK else ids[::8]:
        found += [
            [*at, "show", id],
            [*at, "show", id, "--json"],
            [*at, "show", id, "--raw"],
            [*at, "show", id, "--cuts"],
        ]
    return found


def ids_of(library: Path) -> list[str]:
    try:
        with Library.open(library) as opened:
            return [hit.id for hit in opened.search.hits(opened.search.find(Request("")), 0, 100)]
    except PeaceindexError:
        return []


@dataclass
class Walk:
    """The results of running every command: bytes in the terminal, attempts to reach a network, new files."""

    text: str
    data: bytes
    calls: str
    folder: Path


def walk(library: Path, files: Path, folder: Path) -> Walk:
    """Run every command on a library in a terminal."""
    commands = every_command(library, files)
    commands.append(["--library", str(folder / "new" / "library"), "add", str(files / "page.txt")])
    (folder / "commands.json").write_text(json.dumps(commands))
    (folder / "config").mkdir()
    hostile.write_settings(folder / "config")
    home = {name: str(folder / "home" / name) for name in HOME}
    config = str(folder / "config")
    program = [sys.executable, "-c", WALK, str(folder / "commands.json")]
    terminal = Terminal(program, folder, TERM="dumb", COLUMNS="100", PEACEREADER_CONFIG=config, **home)
    code = terminal.to_end()
    text = terminal.data.decode()
    assert code == 0, text[-3000:]
    assert text.count("=" * 9) == len(commands)
    return Walk(text, terminal.data, terminal.calls, folder)


HOME = ("HOME", "XDG_STATE_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME")
LIBRARIES = ("a source", "a stranger", "a stranger, ids and all") if SOAK else ("a source", "a stranger")
"""Who wrote the contents of the library: sources, or somebody directly into its databases."""


@pytest.fixture(scope="module", params=LIBRARIES)
def walked(request: pytest.FixtureRequest, poisoned: Path, tmp_path_factory: pytest.TempPathFactory) -> Walk:
    folder = tmp_path_factory.mktemp("walked")
    library, files = copied(poisoned, folder / "library"), poisoned / "files"
    if request.param != "a source":
        hostile.poison(library, keys="ids" in request.param)
        files = folder / "files"  # the hostile files have already been tried
        files.mkdir()
        shutil.copy(poisoned / "files" / "page.txt", files)
        shutil.copy(poisoned / "files" / "page.html", files)
    return walk(library, files, folder)


def test_no_command_lets_it_act(walked: Walk) -> None:
    assert not (wrong := faults(walked.data, styles_alone=True)), "\n".join(wrong[:5])
    assert r"\x1b]52;c;" in walked.text and r"\x1b[1337J" in walked.text
    assert hostile.MARKUP in walked.text


def test_no_command_is_surprised_by_it(walked: Walk) -> None:
    assert walked.text.count("Traceback") == 1  # the one of --debug
    assert "went wrong unexpectedly" not in walked.text


def test_no_command_reaches_a_network(walked: Walk) -> None:
    assert walked.calls == ""


def test_what_commands_write_is_private(walked: Walk) -> None:
    made = [walked.folder / name for name in ("library", "new", "home", "library pages")]
    assert {path.name for path in (made[1] / "library").iterdir()} >= {"library.db", "search"}
    assert any(path.name == "seal.key" for path in made[2].rglob("*"))
    assert not open_to_others(made)


def open_to_others(made: list[Path]) -> list[str]:
    """Return the files and folders that somebody other than their owner may read or change."""
    found = [*made, *(path for top in made for path in top.rglob("*"))]
    return [f"{path} {path.stat().st_mode:o}" for path in found if path.stat().st_mode & 0o077]


SCREENS = (
    ("/", "Enter results"),
    ("delegations", " of 39"),
    ("\r", "Enter read"),
    ("\r", "v select"),
    ("v", "1 sentence selected"),
    ("b", "Bookmarked"),
    ("y", "Copied"),
    ("Y", "Esc leaves"),
    ("\x1b", "q quit"),
    ("o", "address"),
    ("f", "Enter tick"),
    ("f", "Enter read"),
    ("c", "the page as it was scraped"),
    ("t", "Esc cancels"),
    ("\x1b", "cut or keep"),
    ("e", ""),
    ("q", "q quit"),
    ("C", "sorted by"),
    ("\r", "concordance"),
    ("y", "Copied"),
    ("q", "sorted by"),
    ("c", "on either side"),
    ("q", "sorted by"),
    ("q", "q quit"),
    ("B", "go there"),
    ("y", "Copied"),
    ("e", "Esc saves"),
    ("\x1b", "go there"),
    ("l", "type to find a label"),
    ("\x1b", "go there"),
    ("q", "q quit"),
    ("W", "your searches"),
    ("y", "Copied"),
    ("s", "Esc cancels"),
    ("\r", "Written"),
    ("q", "q quit"),
    ("m", "one copy"),
    ("q", "q quit"),
    ("t", "Paper"),
    ("\x1b", "q quit"),
    ("?", "Everywhere"),
    ("q", "q quit"),
    ("w", "Esc cancels"),
    ("\x1b", "q quit"),
)
"""Keys that lead through every screen and dialog, each with words that show that it is there."""
ENCODINGS = {"a source": "In which encoding", "a stranger": "is not there any more"}
"""The files named in a stranger's library are not on this machine."""


@pytest.mark.parametrize("whose", ["a source", "a stranger"] if SOAK else ["a stranger"])
def test_no_screen_lets_it_act(poisoned: Path, tmp_path: Path, whose: str) -> None:
    library = copied(poisoned, tmp_path / "library")
    if whose == "a stranger":
        hostile.poison(library)
    opened = tmp_path / "opened"
    browser = tmp_path / "browser"
    browser.write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" >> {opened}\n')
    browser.chmod(0o755)
    (tmp_path / "config").mkdir()
    hostile.write_settings(tmp_path / "config")
    environment = {name: str(tmp_path / "home" / name) for name in HOME} | dict.fromkeys(CLIPBOARDS, "")
    environment |= {
        "PEACEREADER_CONFIG": str(tmp_path / "config"),
        "BROWSER": f"{browser} %s",
        "COLORTERM": "truecolor",
    }
    reader = [sys.executable, "-m", "peacereader", "--library", str(library)]
    terminal = Terminal(reader, tmp_path, PEACEREADER_TEST_BROWSER="1", **environment)
    terminal.keys("", "39 articles")
    for keys, words in SCREENS:
        if keys == "e" and not words:
            terminal.keys(keys, ENCODINGS[whose])
            if whose == "a source":
                terminal.keys("\x1b", "cut or keep")
            continue
        terminal.keys(keys, words)
    terminal.child.send("q")
    assert terminal.to_end() == 0
    assert not (wrong := faults(terminal.data)), "\n".join(wrong[:5])
    assert r"\x1b]52;c;" in terminal.data.decode("utf-8", "replace")
    assert terminal.data.count(b"\x1b]52;c;") >= 4
    if opened.exists():
        assert all(re.fullmatch(r"https://courier\.example/[!-~]+", line) for line in opened.read_text().splitlines())
    assert terminal.calls == ""
    (note,) = tmp_path.glob("*.md")
    assert not faults(note.read_bytes(), styles_alone=True)
    assert not open_to_others([library, tmp_path / "home", note])


CLIPBOARDS = ("DISPLAY", "WAYLAND_DISPLAY", "TMUX")
"""Without these variables there is no clipboard program, and the terminal's clipboard is used."""
