"""What completes a command line, asked as the scripts of the shells ask. Real shells: `test_shells.py`."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING, get_args

import click
import pytest

from peaceindex import Library, names_for_shell
from peaceindex.model.search import Request
from peaceindex.model.shell_names import ShellNames
from peacereader.cli.completed_texts import COMPLETED
from peacereader.cli.completion_scripts import SCRIPTS
from peacereader.cli.group import group
from peacereader.command_help import COMMAND_NAMES

from .test_commands import Run, run

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["run"]

FREE_TEXT = {
    "NAME", "TEXT", "DATE", "HOW", "PLACE", "TYPE", "NUMBER", "QUOTE", "#RRGGBB", "DIGIT", "ID,…", "WORDS", "NAMES",
    "ADDRESS", "CODE", "TIME", "ID", "COPY",
}  # fmt: skip
"""The metavars of what only the user knows, or what no list is made of."""


@pytest.fixture
def library(tmp_path: Path) -> Path:
    pages = [
        {
            "title": "Frost",
            "text": "Frost came to the orchards of the coast. " * 5,
            "outlet": "Bay Post",
            "tags": ["a b"],
        },
        {"title": "Storm\x1b]0;x\x07", "text": "A storm came to the hills. " * 5, "outlet": "L'Écho $HOME"},
    ]
    (tmp_path / "pages.jsonl").write_text("".join(json.dumps(one) + "\n" for one in pages), encoding="utf-8")
    folder = tmp_path / "a library"
    with Library.open(folder, create=True) as library:
        assert [one.status for one in library.ingest.add([tmp_path / "pages.jsonl"])] == ["added", "added"]
        library.search.save_search("my frost", Request("frost"))
        article = next(library.article(id) for id in library.articles.ids().values())
        library.annotations.bookmark(article, 0, 5, "", ["Cold; snap"])
    return folder


def asked(run: Run, monkeypatch: pytest.MonkeyPatch, line: str, shell: str = "zsh") -> list[str]:
    with monkeypatch.context() as patch:
        patch.setenv("_PEACEREADER_COMPLETE", f"{shell}_complete")
        code, out, err = run(line, " \t\n\"'@><=;|&(:")
    assert (code, err) == (0, "")
    return out.splitlines()


def test_names_of_the_library_complete_a_line(library: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    at = f"peacereader --library '{library}'"
    with Library.open(library) as opened:
        ids = sorted(opened.articles.ids().values())
    shown = asked(run, monkeypatch, f"{at} show ")
    assert [line.split("\t")[0] for line in shown] == ["values", *ids]
    assert sorted(line.split("\t")[1] for line in shown[1:]) == ["Frost", "Storm"]
    assert asked(run, monkeypatch, f"{at} search outlet:b") == ["values", 'outlet:"Bay Post"\t']
    assert asked(run, monkeypatch, f"{at} search frost -tag:a", "bash") == ["values", '\\"a\\ b\\"']
    assert asked(run, monkeypatch, f"{at} search --saved m") == ["values", "my frost\t"]
    assert asked(run, monkeypatch, f"{at} annotate --label c", "bash") == ["values", "Cold\\;\\ snap"]
    assert asked(run, monkeypatch, f"{at} corrections --outlet=l", "bash") == ["values", "L\\'Écho\\ \\$HOME"]
    assert asked(run, monkeypatch, f"{at} search is:un") == ["values", "is:unread\t"]
    assert asked(run, monkeypatch, f"{at} search outl") == ["open", "outlet:\t"]
    assert asked(run, monkeypatch, f"{at} add ") == ["files"]
    assert [line.split("\t")[0] for line in asked(run, monkeypatch, "peacereader rela")] == ["values", "related"]


def test_nothing_reaches_the_prompt_but_what_completes(
    library: Path, run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "library.db").write_bytes(b"no database" * 500)
    for folder in (tmp_path / "broken", tmp_path / "none", library):
        for rest in (
            "show ",
            "search 'outlet:",
            "serach ",
            "show --no-such ",
            "",
            "-- x",
            '"',
            "library ",
            "export x ",
        ):
            asked(run, monkeypatch, f"peacereader --library '{folder}' {rest}")
    assert not (tmp_path / "none").exists()
    assert names_for_shell(tmp_path / "broken", "article", "") == []


def test_the_variable_and_the_command_print_the_same_script(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    for shell in SCRIPTS:
        code, script, err = run("completion", shell)
        assert (code, err) == (0, "") and "_PEACEREADER_COMPLETE" in script
        with monkeypatch.context() as patch:
            patch.setenv("_PEACEREADER_COMPLETE", f"{shell}_source")
            assert run() == (0, script, "")
    with monkeypatch.context() as patch:
        patch.setenv("_PEACEREADER_COMPLETE", "tcsh_source")
        assert run() == (0, "", "")


def test_each_text_is_completed_or_only_the_user_knows_it() -> None:
    context = click.Context(group)
    known = set()
    for name in COMMAND_NAMES:
        command = group.get_command(context, name)
        assert command is not None
        for one in command.params:
            if one.type.name != "text" or getattr(one, "is_flag", False):
                continue
            key = f"{name} {next((opt for opt in one.opts if opt.startswith('--')), one.name)}"
            known.add(key)
            assert key in COMPLETED or str(one.metavar).split()[0] in FREE_TEXT, key
    assert set(COMPLETED) <= known


def test_completing_imports_neither_engine_nor_screen(library: Path) -> None:
    program = (
        "import os, sys; os.environ['_PEACEREADER_COMPLETE'] = 'zsh_complete'\n"
        "from peacereader.cli.program import main\n"
        f"main(['peacereader --library \"{library}\" search tag:'])\n"
        "sys.exit(bool({'textual', 'rich', 'numpy', 'whoosh'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, 'values\ntag:"a b"\t\n', "")


def contents(folder: Path) -> dict[str, tuple[bytes, int]]:
    return {path.name: (path.read_bytes(), path.stat().st_mtime_ns) for path in folder.iterdir() if path.is_file()}


def test_completing_leaves_no_file_behind(library: Path, tmp_path: Path) -> None:
    before = contents(library)
    for what in get_args(ShellNames):
        names_for_shell(library, what, "")
        assert contents(library) == before, what
    assert names_for_shell(library, "label", "") == [("Cold; snap", "")]
    with Library.open(library) as opened:
        article = next(opened.article(id) for id in opened.articles.ids().values())
        opened.annotations.bookmark(article, 6, 9, "", ["Warm"])
        files = set(contents(library))
        assert [name for name, _ in names_for_shell(library, "label", "")] == ["Cold; snap", "Warm"], "read while open"
        assert set(contents(library)) == files
        # As after a crash: a log without its index, which whoever opens the library next reads.
        crashed = tmp_path / "crashed"
        crashed.mkdir()
        for name in ("library.db", "annotations.db", "annotations.db-wal"):
            shutil.copyfile(library / name, crashed / name)
    before = contents(crashed)
    assert names_for_shell(crashed, "outlet", "bay") == [("Bay Post", "")]
    assert [name for name, _ in names_for_shell(crashed, "label", "")] == ["Cold; snap"]
    assert contents(crashed) == before
    names_for_shell(tmp_path / "none", "outlet", "")
    assert not (tmp_path / "none").exists()
