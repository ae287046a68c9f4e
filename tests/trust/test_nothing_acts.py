"""Nothing that a source, a file's name or a stranger's library holds ever acts: not in a terminal, a file, a clipboard.

The bytes that the real program sends to a pseudo terminal are read as a terminal reads them (`terminal_bytes`).
"""

from __future__ import annotations

import json
import re
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.trust import hostile
from tests.trust.conftest import SOAK
from tests.trust.hostile import MARK, POISON
from tests.trust.terminal_bytes import Terminal, faults

from peaceindex import Library
from peaceindex.errors import PeaceindexError
from peaceindex.results import Request
from peacereader.cli import COMMAND_NAMES

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo terminal")

WALK = """
import json, sys
from peacereader.cli import main
for words in json.load(open(sys.argv[1])):
    try:
        code = main(words)
    except SystemExit as end:
        code = end.code
    print("=" * 9, words[-1].encode("ascii", "backslashreplace").decode()[:9] if words[-1].isalnum() else "", code)
"""
"""Runs many commands in one process: each by itself would take the time of all to start."""


@pytest.fixture(scope="module")
def poisoned(tmp_path_factory: pytest.TempPathFactory, names_ready: Path) -> Iterator[Path]:
    """A folder with hostile files, and a library of them with passages, notes, searches and corrections; not to change."""
    folder = tmp_path_factory.mktemp("hostile")
    hostile.write_files(folder / "files")
    with pytest.MonkeyPatch.context() as patch:
        for name in ("HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME"):
            patch.setenv(name, str(folder / "home"))
        with Library.open(folder / "library", create=True) as library:
            assert sum(one.status == "added" for one in library.add([folder / "files"], processes=1)) > 35
            for hit in library.hits(library.search(Request("")), 0, 100):
                passage = library.bookmark(library.article(hit.id), 0, 40)
                library.annotate(passage.id, note=f"Note {POISON}{hostile.MARKUP}", labels=[f"label{POISON}"])
                library.mark_read(hit.id)
            library.save_search(f"name{POISON}", Request(f"Ankara {hostile.MARKUP}"))
            library.log_search(library.search(Request(f"Ankara {POISON}")))
            library.correct_field(hit.id, "title", f"Corrected{POISON}")
            library.correct_line(hit.id, 1, True)
    yield folder


def copied(poisoned: Path, to: Path) -> Path:
    return Path(shutil.copytree(poisoned / "library", to))


def every_command(library: Path, files: Path) -> list[list[str]]:
    """A line for each command and each way in which it prints, for every article."""
    at = ["--library", str(library)]
    ids = ids_of(library)
    found = [
        ["clean", str(files)], ["clean", "--json", str(files)], ["clean", "--siblings", str(files)],
        [*at, "add", str(files)], [*at, "stats"], [*at, "stats", "--json"], [*at, "check"], [*at, "check", "--json"],
        [*at, "locate"], [*at, "locate", "--json"], [*at, "passages"], [*at, "passages", "--json"], [*at, "log"],
        [*at, "passages", "--format", "markdown"], [*at, "passages", f"none{POISON}"], [*at, "log", "--format", "json"],
        [*at, "searches"], [*at, "searches", "--json"], [*at, "searches", "--seen", f"none{POISON}"],
        [*at, "searches", "--save", f"n{POISON}", f"q{POISON}"], [*at, "corrections"], [*at, "corrections", "--json"],
        [*at, "search", "delegations", "--facets"], [*at, "search", "delegations", "--json"],
        [*at, "search", f"{POISON} {MARK} \udcff"], [*at, "search", f"title:{POISON}x OR zzz{POISON}"],
        [*at, "search", "--sort", f"bad{POISON}"], [*at, "search", f"--x{POISON}", "a"], [*at, "concordance", "delegations"],
        [*at, "concordance", "delegations", "--json"], [*at, "show", f"none{POISON}"], [f"--x{POISON}"],
        ["clean", f"{POISON}/no"], ["--library", f"/no{POISON}\udcff", "stats"], ["add", "--encoding", f"x{POISON}", "."],
        [*at, "search", "--terms", str(files / "page.txt")], ["--help"], [*at, "rebuild"], [*at, "log", "--since", POISON],
    ]  # fmt: skip
    for id in ids:
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
            return [hit.id for hit in opened.hits(opened.search(Request("")), 0, 100)]
    except PeaceindexError:
        return []


def walk(commands: list[list[str]], folder: Path) -> str:
    """Run commands in a terminal and assert that nothing acts in its bytes; the text that came."""
    (folder / "commands.json").write_text(json.dumps(commands))
    (folder / "config").mkdir(exist_ok=True)
    hostile.write_settings(folder / "config")
    environment = {"TERM": "dumb", "PEACEREADER_CONFIG": str(folder / "config"), "COLUMNS": "100"}
    terminal = Terminal([sys.executable, "-c", WALK, str(folder / "commands.json")], environment)
    code = terminal.to_end()
    text = terminal.data.decode()
    assert code == 0, text[-3000:]
    assert not (wrong := faults(terminal.data, styles_alone=True)), "\n".join(wrong[:5])
    assert text.count("=" * 9) == len(commands)
    assert "Traceback" not in text
    assert "should not have" not in text, re.findall(r".*should not have.*", text)[:3]
    return text


def test_the_list_of_commands_is_whole(poisoned: Path) -> None:
    tried = {word for words in every_command(poisoned / "library", poisoned / "files") for word in words}
    assert tried >= COMMAND_NAMES


def test_no_command_lets_a_source_act(poisoned: Path, tmp_path: Path) -> None:
    library = copied(poisoned, tmp_path / "library")
    text = walk(every_command(library, poisoned / "files"), tmp_path)
    assert r"\x1b]52;c;" in text and r"\xff\x9b1337J\x1b[1337J.txt" in text
    assert hostile.MARKUP in text


@pytest.mark.parametrize("keys", [False, True] if SOAK else [False])
def test_no_command_lets_a_strangers_library_act(poisoned: Path, tmp_path: Path, keys: bool) -> None:
    library = hostile.poison(copied(poisoned, tmp_path / "library"), keys=keys)
    text = walk(every_command(library, poisoned / "files"), tmp_path)
    assert r"\x1b]52;c;" in text
