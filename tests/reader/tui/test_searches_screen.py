"""Saved searches and the search log in the reader, driven by its keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from peaceindex import Library
from peaceindex.model.search import Request, Selection
from peacereader.tui.app import PeacereaderApp
from peacereader.tui.dialogs.line_dialog import LineDialog
from peacereader.tui.screens import search_logging
from peacereader.tui.screens.search_controller import NEWS_DELAY
from peacereader.tui.screens.searches import SearchesScreen
from tests.reader.driving import Driver, reading
from tests.reader.pages import PAGES, write_pages

if TYPE_CHECKING:
    from pathlib import Path


def logged(folder: Path) -> list[str]:
    with Library.open(folder) as library:
        return [search.request.text for search in library.search.search_log()]


def saved(folder: Path) -> dict[str, Request]:
    with Library.open(folder) as library:
        return {search.name: search.request for search in library.search.saved_searches()}


def row(driver: Driver, words: str) -> str:
    return next(line for line in driver.lines() if words in line)


@pytest.fixture(autouse=True)
def never_rested(monkeypatch: pytest.MonkeyPatch) -> None:
    """However slow the machine, no search counts as settled only because the next letter was late."""
    monkeypatch.setattr(search_logging, "IDLE_SECONDS", 3600)


@pytest.fixture
def with_news(library_folder: Path, tmp_path: Path) -> Path:
    """A library with two saved searches, to one of which an article was added since."""
    with Library.open(library_folder) as library:
        library.search.save_search("swaps", Request('"prisoner swap"'))
        library.search.save_search("north", Request("alaska", outlets=Selection(frozenset({"The Upland Post"}))))
        page = write_pages(tmp_path / "more")[0]
        page.write_text(page.read_text(encoding="utf-8").replace("Friday", "Saturday"), encoding="utf-8")
        list(library.ingest.add([page]))
    return library_folder


async def test_a_search_is_saved_with_its_ticks_under_a_name(library_folder: Path) -> None:
    async with reading(library_folder, '"prisoner swap"') as driver:
        await driver.press("f", "enter", "w")
        assert isinstance(driver.app.screen, LineDialog)
        assert "outlet Harbour Dispatch" in driver.text()
        await driver.press("enter")
        assert "Saved as “prisoner swap, Harbour Dispatch”" in driver.text()
        await driver.press("w")
        assert "saved already" in driver.text()
    assert saved(library_folder) == {
        "prisoner swap, Harbour Dispatch": Request(
            '"prisoner swap"', outlets=Selection(frozenset({"Harbour Dispatch"}))
        )
    }


async def test_a_name_is_needed_and_taken_once(library_folder: Path) -> None:
    async with reading(library_folder, "kyiv") as driver:
        await driver.press("w", "ctrl+u", "enter")
        assert "needs a name" in driver.text()
        await driver.press("escape", "w", "enter", "slash", "ctrl+u")
        await driver.type("=kyiv")
        await driver.press("enter", "w")
        assert "kyiv 2" in driver.text()
        await driver.press("backspace", "backspace", "enter")
        assert "already has this name" in driver.text()
        await driver.press("escape", "slash", "ctrl+u", "enter", "w")
        assert "nothing to save" in driver.text()
    assert list(saved(library_folder)) == ["kyiv"]


async def test_saved_searches_tell_their_hits_and_the_new_ones(with_news: Path) -> None:
    async with reading(with_news) as driver:
        await driver.rest(NEWS_DELAY)
        assert "1 new hit in your saved searches" in driver.text()
        await driver.press("W")
        assert "1 new" in row(driver, "swaps") and " 3 " in row(driver, "swaps")
        assert "new" not in row(driver, "north") and "outlet The Upland Post" in row(driver, "north")
        await driver.press("j", "enter")
        assert "3 of 6 · 2 stories" in driver.text()
        assert driver.room.query_one("#query").value == '"prisoner swap"'  # type: ignore[attr-defined]
        await driver.press("W")
        assert "1 new" in row(driver, "swaps"), "looking at the list is not seeing what is new"
        await driver.press("g", "enter")
        assert driver.titles == [PAGES["04"][2]]
        assert "✓ The Upland Post" in driver.text()
        assert "saved searches" not in driver.text()


async def test_a_saved_search_is_removed_brought_back_and_renamed(with_news: Path) -> None:
    async with reading(with_news) as driver:
        await driver.press("W", "j", "d")
        assert "swaps" not in driver.text()
        assert list(saved(with_news)) == ["north"]
        await driver.press("u")
        assert "1 new" in row(driver, "swaps")
        await driver.press("r", "ctrl+u")
        await driver.type("north")
        await driver.press("enter")
        assert "already has this name" in driver.text()
        await driver.press("ctrl+u")
        await driver.type("exchanges")
        await driver.press("enter")
        assert "1 new" in row(driver, "exchanges")
        await driver.press("u")
        assert "Undone: renaming of “swaps” to “exchanges”." in driver.text()
        assert "1 new" in row(driver, "swaps")
        await driver.press("ctrl+r", "g", "d")
    assert list(saved(with_news)) == ["north"]
    async with reading(with_news) as driver:
        await driver.press("W", "u")
        assert "1 new" in row(driver, "exchanges"), "over a restart"
        await driver.press("ctrl+r", *"uuuuu")
        assert "Nothing is left to undo." in driver.text()
    assert list(saved(with_news)) == []


async def test_a_search_is_logged_once_when_its_results_are_made_use_of(library_folder: Path) -> None:
    async with reading(library_folder) as driver:
        await driver.press("slash")
        await driver.type("ceasefire")
        assert logged(library_folder) == []
        await driver.press("enter", "enter", "escape", "s")
        assert logged(library_folder) == ["ceasefire"]
        await driver.press("C", "slash", "ctrl+u")
        await driver.type("kyiv")
        await driver.press("enter", "q")
        assert driver.results.total == 3
        await driver.press("enter")
    assert logged(library_folder) == ["ceasefire", "kyiv"]


async def test_a_search_is_logged_when_the_typing_rests(library_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with reading(library_folder) as driver:
        await driver.press("slash")
        await driver.type("ceasefir")
        monkeypatch.setattr(search_logging, "IDLE_SECONDS", 0.01)
        await driver.type("e")
        await driver.rest()
    assert logged(library_folder) == ["ceasefire"]


async def test_a_search_that_was_settled_before_its_answer_is_logged(library_folder: Path) -> None:
    async with reading(library_folder) as driver:
        await driver.press("slash", *"kyiv", "enter")
        await driver.press("escape")
    assert logged(library_folder) == ["kyiv"]


async def test_a_logged_search_is_made_again_and_taken_out(library_folder: Path) -> None:
    async with reading(library_folder, "alaska") as driver:
        await driver.press("enter", "escape", "slash", "ctrl+u")
        await driver.type("geneva")
        await driver.press("enter", "W")
        lines = driver.lines()
        assert next(n for n, line in enumerate(lines) if "geneva" in line) < next(
            n for n, line in enumerate(lines) if "alaska" in line
        )
        await driver.press("j", "enter")
        assert driver.titles == [PAGES["04"][2]]
        await driver.press("W", "g", "d")
        assert logged(library_folder) == ["alaska", "geneva"]
        await driver.press("u")
        assert logged(library_folder) == ["alaska", "geneva", "alaska"]


async def test_the_methods_note_is_copied_and_written(
    library_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copied: list[str] = []
    monkeypatch.setattr(PeacereaderApp, "copy", lambda _, text: copied.append(text))
    monkeypatch.chdir(tmp_path)
    async with reading(library_folder, "alaska") as driver:
        await driver.press("enter", "W", "y")
        assert copied[0].startswith("# Searches") and "`alaska`" in copied[0]
        await driver.press("s", "enter")
        assert "Written to" in driver.text()
        await driver.press("s", "enter")
        assert "A file of this name already exists" in driver.text()
        await driver.press("ctrl+u", *"/nowhere/x", "enter")
        assert "There is no folder" in driver.text()
        await driver.press("escape", "q")
        assert not isinstance(driver.app.screen, SearchesScreen)
    assert (tmp_path / "searches.md").read_text(encoding="utf-8") == copied[0] + "\n"


async def test_nothing_is_logged_where_the_config_says_so(library_folder: Path, own_home: Path) -> None:
    config = own_home / ".config" / "peacereader"
    config.mkdir(parents=True)
    (config / "config.yaml").write_text("search_log: false\n")
    async with reading(library_folder, "alaska") as driver:
        await driver.press("enter", "W")
        assert "search_log: false" in driver.text()
        assert "None yet. In the reading room, w saves" in driver.text()
        await driver.press("y", "s", "r", "d", "enter", "u", "j", "G")
        assert isinstance(driver.app.screen, SearchesScreen)
    assert logged(library_folder) == []


async def test_a_search_that_is_brought_back_is_not_logged_again(
    library_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with reading(library_folder) as driver:
        for query in ("ceasefire", "alaska"):
            await driver.press("slash", "ctrl+u")
            await driver.type(query)
            await driver.press("enter")
        monkeypatch.setattr(search_logging, "IDLE_SECONDS", 0.01)
        await driver.press("u")
        await driver.rest(0.1)
        await driver.press("ctrl+r")
        await driver.rest(0.1)
        assert driver.results.total == 1
        monkeypatch.setattr(search_logging, "IDLE_SECONDS", 3600)
        await driver.press("slash", "ctrl+u")
        await driver.type("ceasefire")
        await driver.press("enter")
    assert logged(library_folder) == ["ceasefire", "alaska", "ceasefire"]
