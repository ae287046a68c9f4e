"""A command imports what it needs and no more: nobody waits for a screen or a search engine that is not used."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from peaceindex import Library

if TYPE_CHECKING:
    from pathlib import Path

CHECK = """
import sys
from peacereader.cli.program import main
code = main(sys.argv[1:])
heavy = {name.partition(".")[0] for name in sys.modules} & {"textual", "whoosh", "numpy", "rich", "ftfy", "sentencex"}
print("HEAVY", sorted(heavy), code, file=sys.stderr)
"""


def heavy(*words: str) -> str:
    done = subprocess.run([sys.executable, "-c", CHECK, *words], capture_output=True, text=True, check=True)
    return done.stderr.rpartition("HEAVY ")[2].strip()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("light")
    page = folder / "page.txt"
    page.write_text(
        "A headline of the day\n\n" + "Delegates spoke of a ceasefire and left the hall, a witness said. " * 5
    )
    with Library.open(folder / "library", create=True) as library:
        (added,) = library.ingest.add([page])
        article = library.article(str(added.article_id))
        library.annotations.bookmark(article, 0, 9)
    return folder


@pytest.mark.parametrize("words", [["--version"], ["--help"], ["add", "--help"], ["locate"], ["search", "--help"]])
def test_asking_about_the_program_is_light(words: list[str]) -> None:
    assert heavy(*words) == "[] 0"


@pytest.mark.parametrize("words", [["stats"], ["stats", "--json"], ["passages"], ["passages", "--format", "markdown"]])
def test_asking_about_the_library_is_light(folder: Path, words: list[str]) -> None:
    assert heavy("--library", str(folder / "library"), *words) == "[] 0"


def test_cleaning_needs_no_search_engine_and_no_screen(folder: Path) -> None:
    # A page of nothing but a title and sentences needs no model either; the model that judges lines is numpy's work.
    assert heavy("clean", "--json", str(folder / "page.txt")) == "[] 0"
    scraped = folder / "scraped.txt"
    scraped.write_text((folder / "page.txt").read_text() + "\n\nShare this\n\nMost read\n")
    assert heavy("clean", "--json", str(scraped)) == "['numpy'] 0"


def test_unchanged_sources_need_no_search_engine(folder: Path) -> None:
    assert heavy("--library", str(folder / "library"), "add", str(folder / "page.txt")) == "[] 0"


NOT_FOR_A_SEARCH = {
    "asyncio", "ssl", "http.client", "urllib.request", "cached_property",  # the search engine imports them for a name
    "inspect", "ast", "dis", "tokenize", "typing_extensions", "platform", "ctypes", "tempfile", "subprocess",
    "numpy.linalg", "numpy._typing", "numpy.ma", "numpy.random", "numpy._core._add_newdocs",
    "rich", "textual", "yaml", "lxml", "ftfy", "email", "logging",
    "peaceindex.storage.passages", "peaceindex.storage.corrections", "peaceindex.model.missing_names",
}  # fmt: skip


def test_a_search_imports_nothing_large_for_a_name_or_two(folder: Path) -> None:
    code = f"""
import sys
from peacereader.cli.program import main
main(sys.argv[1:])
print(sorted({NOT_FOR_A_SEARCH!r} & set(sys.modules)))
"""
    words = ["--library", str(folder / "library"), "search", "ceasefire", "--json"]
    subprocess.run([sys.executable, "-c", code, *words], capture_output=True, check=True)  # makes its index ready
    done = subprocess.run([sys.executable, "-c", code, *words], capture_output=True, text=True, check=True)
    assert '"total": 1' in done.stdout and done.stdout.splitlines()[-1] == "[]"


NOT_FOR_THE_FIRST_PAINT = {
    "whoosh", "numpy", "sqlite3", "json", "peaceindex.library", "peaceindex.model.search_results",
    "peaceindex.model.facets", "peaceindex.model.saved_search", "peacereader.tui.screens.help",
    "peacereader.tui.screens.too_small", "peacereader.tui.dialogs.line_dialog",
    "peacereader.tui.screens.find_controller", "peacereader.tui.screens.mark_controller",
    "peacereader.tui.widgets.find_line", "peacereader.tui.widgets.article_margin", "peaceindex.text.finding",
    "peacereader.tui.tasks.neighbour_tasks", "peacereader.tui.tasks.mark_tasks",
}  # fmt: skip


def test_the_reader_is_made_without_what_comes_after_its_first_paint(tmp_path: Path) -> None:
    code = f"""
import sys
from pathlib import Path
from peacereader.tui.app import PeacereaderApp
PeacereaderApp(Path(sys.argv[1]))
print(sorted({NOT_FOR_THE_FIRST_PAINT!r} & set(sys.modules)))
"""
    done = subprocess.run([sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_way_to_the_reader_goes_without_click() -> None:
    code = "import sys; from peacereader.cli.program import main; main(['ceasefire']); print('click' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, stdin=subprocess.DEVNULL
    )
    assert done.stdout.strip() == "False"
