"""The real program in a real terminal, tmux: what a person would do, and what must come of it."""

from __future__ import annotations

import io
import json
import shlex
import shutil
import subprocess
from contextlib import redirect_stdout
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from peacereader.cli.program import main
from peacereader.exports.formats import PASSAGE_FORMATS
from tests.conftest import REPOSITORY
from tests.reader.terminals import PROGRAM, Terminal

if TYPE_CHECKING:
    pass

pytestmark = [
    pytest.mark.terminal,
    pytest.mark.skipif(shutil.which("tmux") is None, reason="needs tmux"),
]


def command_line(library: Path, *words: str) -> str:
    """Return what a command prints; that it does so as a program is tried elsewhere."""
    with redirect_stdout(io.StringIO()) as printed:
        assert main(["--library", str(library), *words]) == 0
    return printed.getvalue()


def read_and_bookmark(terminal: Terminal, library: Path, columns: int, lines: int) -> None:
    """Search for ceasefire, read the second hit, bookmark two of its sentences, quit."""
    found = json.loads(command_line(library, "search", "ceasefire", "--json"))["total"]
    terminal.start(columns, lines, "--library", str(library))
    terminal.wait_for("articles")
    terminal.keys("/")
    terminal.wait_for("Esc leave")
    terminal.keys("ceasefire")
    terminal.wait_for(f" {found} of ")
    terminal.keys("Enter", "j", "Enter")
    terminal.wait_for("select")
    terminal.keys("v", "j")
    terminal.wait_for("2 sentences selected")
    terminal.keys("b")
    terminal.wait_for("Bookmarked")
    terminal.keys("q")
    terminal.wait_for("ended with 0")


@pytest.mark.parametrize(("columns", "lines"), [(120, 40), (80, 24), (60, 20)])
def test_a_person_reads_and_bookmarks(terminal: Terminal, library_folder: Path, columns: int, lines: int) -> None:
    read_and_bookmark(terminal, library_folder, columns, lines)
    (passage,) = json.loads(command_line(library_folder, "passages", "--json"))
    second = json.loads(command_line(library_folder, "search", "ceasefire", "--json"))["hits"][1]
    article = json.loads(command_line(library_folder, "show", second["id"], "--json"))
    assert passage["article_id"] == second["id"]
    assert passage["quote"] in "\n\n".join(article["paragraphs"])
    assert passage["quote"].count(".") == 2
    assert (passage["outlet"], passage["date"]) == (article["outlet"], article["date"])


def passages_of(library: Path) -> list[dict[str, Any]]:
    """Return the passages of a library as `passages --json` prints them, by their place in the article."""
    found: list[dict[str, Any]] = json.loads(command_line(library, "passages", "--json"))
    return sorted(found, key=lambda passage: (passage["start"], passage["end"]))


@pytest.mark.parametrize(("columns", "lines"), [(120, 40), (80, 24)])
def test_a_person_codes_passages_and_takes_them_along(
    terminal: Terminal, library_folder: Path, tmp_path: Path, columns: int, lines: int
) -> None:
    command_line(library_folder, "codes", "--add", "Ceasefire", "--key", "1")
    empty = Path(shutil.copytree(library_folder, tmp_path / "empty"))
    terminal.start(columns, lines, "--library", str(library_folder))
    terminal.wait_for("articles")
    terminal.keys("Tab", "Enter")
    terminal.wait_for("select")
    terminal.keys("v", "w", "v", "j", "b")  # two words
    terminal.wait_for("Bookmarked")
    terminal.keys("l")
    terminal.wait_for("type to find a label")
    terminal.keys("Talks", "Enter", "cease", "Enter", "Escape")
    terminal.keys("v", "p", "b", "1")  # a paragraph
    terminal.wait_for("Label set: Ceasefire")
    terminal.keys("v", "j", "j", "v", "b", "e")  # a sentence
    terminal.wait_for("Esc saves")
    note = "line one\nzwei: „Ruhe“, سلام 𐎠\nthird 👍🏽"
    terminal.tmux("set-buffer", note)
    terminal.tmux("paste-buffer", "-p")
    terminal.wait_for("third")
    terminal.keys("Escape", "U")
    terminal.wait_for("Undone: note")
    terminal.keys("C-r")
    terminal.wait_for("Redone: note")
    terminal.keys("1")
    terminal.wait_for("Label set: Ceasefire")
    terminal.keys("q")
    terminal.wait_for("ended with 0")
    made = passages_of(library_folder)
    assert sorted(passage["labels"] for passage in made) == [["Ceasefire"], ["Ceasefire"], ["Talks", "Ceasefire"]]
    assert sorted(passage["note"] for passage in made) == ["", "", note]
    terminal.restart(columns, lines, "--library", str(library_folder))
    terminal.wait_for("articles")
    terminal.keys("B")
    terminal.wait_for("3 passages", "third", "Talks · Ceasefire")
    terminal.keys("q", "q")
    terminal.wait_for("ended with 0")
    for form in PASSAGE_FORMATS:
        target = tmp_path / f"passages.{form}"
        command_line(library_folder, "passages", "--format", form, "--output", str(target))
        assert any(target.iterdir()) if target.is_dir() else target.stat().st_size
    (tmp_path / "passages.json").write_text(command_line(library_folder, "passages", "--json"), encoding="utf-8")
    for form in ("json", "jsonld", "qdpx"):
        library = Path(shutil.copytree(empty, tmp_path / f"empty-{form}"))
        command_line(library, "passages", "--import", str(tmp_path / f"passages.{form}"))
        assert passages_of(library) == made
    command_line(library_folder, "library", "export", str(tmp_path / "whole.zip"))
    command_line(tmp_path / "elsewhere", "library", "import", str(tmp_path / "whole.zip"))
    assert passages_of(tmp_path / "elsewhere") == made


def test_a_person_writes_a_note_in_an_editor_of_their_own(terminal: Terminal, library_folder: Path) -> None:
    terminal.environ["VISUAL"] = """sh -c 'printf "the note: "; read line; printf "%s\\n" "$line" >> "$1"' sh"""
    terminal.start(80, 24, "--library", str(library_folder))
    terminal.wait_for("articles")
    terminal.keys("Tab", "Enter")
    terminal.wait_for("select")
    terminal.keys("v", "b")
    terminal.wait_for("Bookmarked")
    terminal.keys("E")
    terminal.wait_for("the note:")
    terminal.keys("zwei: „Ruhe“", "Enter")
    terminal.wait_for("› zwei: „Ruhe“")
    terminal.keys("B", "E")
    terminal.wait_for("the note:")
    terminal.keys("C-c", "C-d")  # the editor is interrupted, and the reader goes on
    terminal.wait_for("ended with an error", "1 passage")
    terminal.keys("q", "q")
    terminal.wait_for("ended with 0")
    assert [passage["note"] for passage in passages_of(library_folder)] == ["zwei: „Ruhe“"]


@pytest.mark.parametrize(("columns", "lines"), [(120, 40), (80, 24)])
def test_a_person_reads_the_real_documents(
    terminal: Terminal, tmp_path: Path, shared_dir: Path, columns: int, lines: int
) -> None:
    command_line(tmp_path / "library", "add", str(shared_dir / "seeds"))
    read_and_bookmark(terminal, tmp_path / "library", columns, lines)
    (passage,) = json.loads(command_line(tmp_path / "library", "passages", "--json"))
    article = json.loads(command_line(tmp_path / "library", "show", passage["article_id"], "--json"))
    text = "\n\n".join(article["paragraphs"])
    assert text[passage["start"] : passage["end"]] == passage["quote"]
    assert (passage["outlet"], passage["date"]) == (article["outlet"], article["date"])


@pytest.mark.parametrize(("columns", "lines"), [(120, 40), (80, 24)])
def test_a_person_reads_hits_in_their_context(
    terminal: Terminal, library_folder: Path, columns: int, lines: int
) -> None:
    terminal.start(columns, lines, "--library", str(library_folder), "prisoners")
    terminal.wait_for(" of 5")
    terminal.keys("C")
    screen = terminal.wait_for("lines in")
    assert "6 lines in 3 articles" in screen
    assert len({line.index("prisoner") for line in screen.splitlines()[3:9]}) == 1
    terminal.keys("s", "j", "j")
    chosen = next(line for line in terminal.wait_for("line 3 of").splitlines() if line.startswith("▌"))
    terminal.keys("Enter")
    terminal.wait_for("hit ")
    terminal.keys("Escape")
    assert chosen in terminal.wait_for("sorted by")
    terminal.keys("q", "q")
    terminal.wait_for("ended with 0")


def test_a_new_user_is_shown_the_samples(terminal: Terminal) -> None:
    terminal.start(120, 40)
    screen = terminal.wait_for("Sample pages")
    assert "a adds your own" in screen
    assert "Traceback" not in screen
    terminal.keys("?")
    terminal.wait_for("Everywhere")
    terminal.keys("q", "q")
    terminal.wait_for("ended with 0")


@pytest.mark.parametrize(("columns", "lines"), [(120, 40), (60, 20)])
def test_a_person_completes_a_query(terminal: Terminal, library_folder: Path, columns: int, lines: int) -> None:
    terminal.start(columns, lines, "--library", str(library_folder))
    terminal.wait_for("5 articles")
    terminal.keys("/")
    terminal.wait_for("Esc leave")
    terminal.keys("istanb")
    terminal.wait_for("/ istanbul")
    terminal.keys("Tab", "outlet:")
    terminal.wait_for("River Courier     outlet      2")
    terminal.keys("Down", "Down", "Up")
    terminal.wait_for('/ Istanbul outlet:"Harbour Dispatch"', "2 of 5")
    terminal.keys("Enter")
    terminal.wait_for("f facets")
    terminal.keys("q")
    terminal.wait_for("ended with 0")


def test_the_reader_stops_for_the_shell_and_comes_back(terminal: Terminal, library_folder: Path) -> None:
    terminal.tmux("new-session", "-d", "-x", "100", "-y", "30", "bash --norc --noprofile")
    command = " ".join(map(shlex.quote, [*PROGRAM, "--library", str(library_folder), "ceasefire"]))
    terminal.keys(command, "Enter")
    terminal.wait_for("3 of 5")
    terminal.keys("C-z")
    assert "3 of 5" not in terminal.wait_for("Stopped")
    terminal.keys("echo", "Space", "between", "Enter", "fg", "Enter")
    assert "Stopped" not in terminal.wait_for("3 of 5", "Enter read")
    terminal.keys("j", "Enter")
    terminal.wait_for("select")
    terminal.keys("q")
    terminal.wait_for("between")


def test_a_tiny_terminal_is_told_to_grow(terminal: Terminal) -> None:
    terminal.start(20, 5)
    assert "small" in terminal.wait_for("Too")
    terminal.tmux("resize-window", "-x", "100", "-y", "30")
    terminal.wait_for("facets")
    terminal.keys("q")
    terminal.wait_for("ended with 0")


def test_there_is_no_interface_without_a_terminal(tmp_path: Path) -> None:
    done = subprocess.run(PROGRAM, capture_output=True, text=True, cwd=REPOSITORY, stdin=subprocess.DEVNULL)
    assert done.returncode == 2
    assert "terminal" in done.stderr and "Traceback" not in done.stderr
    assert done.stdout == ""
