"""Undo and redo of searches, and the way through earlier ones in the search line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from peaceindex import Library
from peaceindex.model.search import Request
from peacereader.tui.screens import search_logging
from peacereader.tui.screens.search_steps import MAX_STEPS, SearchState, SearchSteps, step_words
from peacereader.tui.widgets.history_walk import HistoryWalk
from peacereader.tui.widgets.search_line import NOTHING_EARLIER, SearchInput
from tests.reader.driving import Driver, reading
from tests.reader.tui.test_facets import go_to

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def line(driver: Driver) -> str:
    """What stands in the search line."""
    return driver.room.query_one(SearchInput).value


def asked(text: str, *, folds: bool = True) -> SearchState:
    return SearchState(Request(text), folds)


def test_what_is_typed_is_one_step_and_none_if_it_is_taken_back() -> None:
    steps = SearchSteps(asked(""))
    for text in ("k", "ky", "kyiv"):
        steps.change(asked(text), article_id="1", is_typing=True)
    steps.change(asked("kyiv", folds=False), article_id="2")
    steps.change(asked("kyiv", folds=False), article_id="2")
    assert steps.undo("3") == SearchState(Request("kyiv"), True, "2")
    assert steps.undo("") == SearchState(Request(), True, "1") and steps.undo("") is None
    for text in ("a", ""):
        steps.change(asked(text), article_id="", is_typing=True)
    assert steps.undo("") is None
    assert [state and state.request.text for state in (steps.redo(""), steps.redo(""), steps.redo(""))] == [
        "kyiv", "kyiv", None,
    ]  # fmt: skip
    steps.undo("")
    steps.change(asked("oslo"), article_id="")
    assert steps.redo("") is None
    assert step_words(asked("oslo", folds=False), asked("")) == "the words “oslo”, folding of stories"
    for number in range(2 * MAX_STEPS):
        steps.change(asked(str(number)), article_id="")
    assert sum(steps.undo("") is not None for _ in range(2 * MAX_STEPS)) == MAX_STEPS


def test_the_way_through_earlier_texts_begins_and_ends_with_what_is_typed() -> None:
    texts = ("Kyiv talks", "oslo", "kyiv  talks", "kyiv", "Kyiv talks", " ", "κάιρο")
    walk = HistoryWalk("ky", "ky", texts)
    seen = [walk.text]
    while walk.step(1):
        seen.append(walk.text)
    assert seen == ["ky", "Kyiv talks", "kyiv", "kyiv talks"]
    assert [walk.step(-1), walk.step(-1), walk.step(-1), walk.step(-1)] == [True, True, True, False]
    assert walk.is_at_start and walk.text == "ky"
    assert HistoryWalk("", "", texts).step(1) and not HistoryWalk("x", "x", texts).step(1)


async def test_each_settled_search_tick_and_order_is_a_step(
    library_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with reading(library_folder) as driver:
        await driver.press("slash")
        await driver.type("ceasefire")
        await driver.press("enter", "j", "f")
        await go_to(driver, "value")
        await driver.press("enter", "s", "f")
        kept = driver.results.total
        await driver.press("slash", "ctrl+u")
        await driver.type("alaska")
        await driver.press("enter", "u")
        assert "Undone: the words “alaska”. ^r redoes it." in driver.text()
        assert (line(driver), driver.results.total) == ("ceasefire", kept) and driver.facets.has_ticks
        await driver.press("enter", "u", "u")
        assert driver.results.has_focus and not driver.facets.has_ticks
        assert driver.results.total == 3 and driver.results.cursor == 1, "where it was left"
        await driver.press("u", "u")
        assert line(driver) == "" and driver.results.total == 5 and "No earlier search is left" in driver.text()
        await driver.press("ctrl+r", "ctrl+r", "ctrl+r", "ctrl+r")
        assert line(driver) == "alaska" and driver.facets.has_ticks
        await driver.press("u", "enter", "v", "b", "U", "ctrl+r")
        assert len(driver.pane.passages) == 1, "the key redoes what was undone last"
        await driver.press("ctrl+r")
        assert line(driver) == "alaska"
        monkeypatch.setattr(search_logging, "IDLE_SECONDS", 0.01)
        await driver.press("slash", "ctrl+u")
        for word in ("kyiv", " talks"):
            await driver.type(word)
            await driver.rest(0.01)
        await driver.press("enter", "u")
        assert line(driver) == "kyiv talk"


async def test_what_was_undone_last_is_redone_first_whatever_it_was(library_folder: Path) -> None:
    async with reading(library_folder) as driver:
        await driver.press("enter", "v", "b", "escape", "escape")
        titles = driver.titles
        await driver.press("d")
        assert len(driver.titles) == len(titles) - 1
        await driver.press("s", "U", "u", "U", "U")
        assert "Nothing is left to undo." in driver.text() and len(driver.titles) == len(titles)
        with Library.open(library_folder) as library:
            assert not library.annotations.passages()
        await driver.press("ctrl+r")
        with Library.open(library_folder) as library:
            assert len(library.annotations.passages()) == 1, "what was undone last; the last key undid nothing"
        assert str(driver.room.sort) == "relevance"
        await driver.press("ctrl+r")
        assert str(driver.room.sort) == "newest" and len(driver.titles) == len(titles)
        await driver.press("ctrl+r")
        assert (
            len(driver.titles) == len(titles) - 1
            and "1 article moved to the bin again. U brings back." in driver.text()
        )
        await driver.press("U")
        assert len(driver.titles) == len(titles), "and is undone again"
        await driver.press("ctrl+r", "ctrl+r")
        assert len(driver.titles) == len(titles) - 1 and "Nothing is left to redo." in driver.text()


async def test_what_cannot_be_redone_any_more_is_passed_over(library_folder: Path) -> None:
    async with reading(library_folder) as driver:
        titles = driver.titles
        await driver.press("s", "u", "d", "U", "asterisk", "ctrl+r")
        assert len(driver.titles) == len(titles), "no article goes to the bin after something else was changed"
        assert str(driver.room.sort) == "newest", "and the change of the search before is redone at once"
        await driver.press("s", "u", "U", "asterisk", "ctrl+r")
        assert str(driver.room.sort) == "oldest"


async def test_up_and_down_go_through_earlier_searches(library_folder: Path) -> None:
    async with reading(library_folder) as driver:
        await driver.press("slash", "up")
        assert NOTHING_EARLIER in driver.text()
        for text in ("ceasefire", "kyiv talks", "kyiv"):
            await driver.press("slash", "ctrl+u")
            await driver.type(text)
            await driver.press("enter")
    async with reading(library_folder, "alaska") as driver:
        await driver.press("enter", "ctrl+f", "up")
        assert line(driver) == "kyiv", "over a restart, and without a word that is typed from the beginning"
        await driver.press("up")
        assert line(driver) == "kyiv talks"
        assert driver.room.answered == Request("kyiv talks"), "what it finds is shown at once"
        await driver.press("up", "up")
        assert line(driver) == "ceasefire" and NOTHING_EARLIER in driver.text()
        await driver.press("down", "down", "down")
        assert line(driver) == "alaska"
        await driver.press("down")
        assert driver.results.has_focus
        await driver.press("slash", "ctrl+u")
        await driver.type("kyiv t")
        await driver.press("up")
        assert line(driver) == "kyiv talks"
        await driver.press("up", "down")
        assert line(driver) == "kyiv t" and driver.room.query_one(SearchInput).has_focus
        await driver.press("ctrl+u")
        await driver.type("outlet:")
        await driver.press("up", "escape", "up")
        assert line(driver) == "outlet:", "a list of completions comes first; without it, no search begins so"
        await driver.press("ctrl+u", "enter", "C", "up")
        assert driver.app.screen.query_one(SearchInput).value == "alaska"
