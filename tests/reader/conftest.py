"""A small library for tests of the reader, made once by the real `add` from pages of our own."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import textual.app
import textual.pilot
from textual._compositor import Compositor
from textual.css.stylesheet import Stylesheet

from peaceindex import Library
from peaceindex.model.search import Request
from peacereader.tui.screens import result_browser
from peacereader.tui.screens.result_browser import PREVIEW_DELAY
from tests import careless
from tests.reader.driving import paint_later, parse_once
from tests.reader.pages import write_pages, write_story, write_swap
from tests.reader.terminals import Terminal, new_terminal


@pytest.fixture(scope="session")
def made_library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The library, not to be changed by a test."""
    folder = tmp_path_factory.mktemp("made")
    pages = write_pages(folder / "pages")
    with Library.open(folder / "library", create=True) as library:
        added = list(library.ingest.add(pages))
    assert {a.status for a in added} == {"added"}, added
    return folder / "library"


@pytest.fixture
def library_folder(made_library: Path, tmp_path: Path) -> Path:
    """A copy of the library for one test."""
    return Path(shutil.copytree(made_library, tmp_path / "library"))


@pytest.fixture
def story_library(library_folder: Path, tmp_path: Path) -> Path:
    """The library for one test, with a story that three outlets tell."""
    with Library.open(library_folder) as library:
        assert {a.status for a in library.ingest.add(write_story(tmp_path / "story"))} == {"added"}
    return library_folder


@pytest.fixture(scope="session")
def made_news(made_library: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The library with two saved searches, not to be changed by a test. Two of the four hits of `swaps` are new."""
    folder = tmp_path_factory.mktemp("news")
    with Library.open(Path(shutil.copytree(made_library, folder / "library"))) as library:
        library.search.save_search("swaps", Request('"prisoner swap"'))
        library.search.save_search("north", Request("alaska"))
        added = list(library.ingest.add([write_swap(folder / "pages", 1), write_swap(folder / "pages", 2)]))
        assert {one.status for one in added} == {"added"}, added
    return folder / "library"


@pytest.fixture
def news_library(made_news: Path, tmp_path: Path) -> Path:
    """A copy of that library for one test."""
    return Path(shutil.copytree(made_news, tmp_path / "news"))


@pytest.fixture
def cut_library(library_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The library for one test, with an article of which the first two lines were cut by mistake."""
    path = tmp_path / "cut.txt"
    path.write_text(careless.page(careless.FIRST, careless.SECOND))
    with monkeypatch.context() as patched, Library.open(library_folder) as library:
        careless.make_careless(patched)
        assert [a.status for a in library.ingest.add([path])] == ["added"]
    return library_folder


@pytest.fixture(autouse=True)
def waits_for_work_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """After each key Textual's pilot sleeps until the process seems idle: too long for a quick machine, and too short
    for one that is busy with something else. `Driver.rest` waits for all that was started."""

    async def no_sleep(*_: float) -> None:
        await asyncio.sleep(0)

    for module in (textual.app, textual.pilot):
        monkeypatch.setattr(module, "wait_for_idle", no_sleep)
    monkeypatch.setattr(Compositor, "render_update", paint_later)
    monkeypatch.setattr(Stylesheet, "_parse_rules", parse_once)
    monkeypatch.setattr(result_browser, "PREVIEW_DELAY", PREVIEW_DELAY / 6)


@pytest.fixture
def terminal(own_home: Path) -> Iterator[Terminal]:
    """A terminal in which the program can run, with a home of its own."""
    with new_terminal() as terminal:
        yield terminal
