"""A query that cannot mean anything: a hint while it is typed, a message instead of hits once it is finished."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from peaceindex import Library
from peacereader.tui.screens import search_logging
from peacereader.tui.screens.concordance import ConcordanceScreen
from peacereader.tui.widgets.concordance_list import ConcordanceList
from tests.reader.driving import Driver, reading

if TYPE_CHECKING:
    from pathlib import Path

REFUSED = "This cannot be searched."


def kept(folder: Path) -> tuple[int, int]:
    """How many searches the log holds, and how many are saved."""
    with Library.open(folder) as library:
        return len(library.search.search_log()), len(library.search.saved_searches())


async def type_slowly(driver: Driver, text: str) -> None:
    """Type, and wait until the search would be logged if it had an answer."""
    await driver.type(text)
    await driver.rest(search_logging.IDLE_SECONDS)


async def test_an_open_phrase_is_searched_while_it_is_typed_and_refused_when_it_is_entered(
    library_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search_logging, "IDLE_SECONDS", 0.01)
    async with reading(library_folder) as driver:
        await driver.press("slash")
        await type_slowly(driver, '"prisoner swap')
        assert driver.results.total > 0
        assert REFUSED not in driver.text() and "A quotation mark is still open" in driver.text()
        await driver.press("enter")
        assert driver.results.total == 0
        assert driver.app.focused is driver.room.query_one("#query")
        assert REFUSED in driver.text() and " of " not in driver.lines()[0]
        await driver.press("enter")
        assert REFUSED in driver.text()
        assert kept(library_folder) == (0, 0)
        await type_slowly(driver, '"')
        assert driver.results.total > 0 and REFUSED not in driver.text()
        await driver.press("enter")
        assert driver.app.focused is driver.results
    assert kept(library_folder) == (1, 0)


async def test_a_refused_search_is_not_saved(library_folder: Path) -> None:
    async with reading(library_folder, "foo:bar") as driver:
        assert REFUSED in driver.text() and driver.results.total == 0
        await driver.press("w")
        assert "There is no field “foo:”" in driver.text()
        assert driver.app.screen is driver.room
        await driver.press("slash", "ctrl+u")
        assert driver.results.total > 0 and REFUSED not in driver.text()
        await driver.type("date:2025-0")
        assert driver.results.total > 0 and REFUSED not in driver.text()
        await driver.press("escape", "w")
        assert driver.app.screen is driver.room
    assert kept(library_folder) == (0, 0)


async def test_enter_before_the_answer_is_there(library_folder: Path) -> None:
    async with reading(library_folder) as driver:
        await driver.press("slash")
        await driver.tap("f", "o", "o", "colon", "b", "enter")
        await driver.rest()
        assert REFUSED in driver.text() and driver.results.total == 0


async def test_the_concordance_refuses_alike(library_folder: Path) -> None:
    async with reading(library_folder, "ceasefire") as driver:
        await driver.press("C")
        screen = driver.app.screen
        assert isinstance(screen, ConcordanceScreen)
        lines = screen.query_one(ConcordanceList)
        assert lines.total > 0
        await driver.press("slash", "ctrl+u")
        await driver.type('"ceasefire')
        assert lines.total > 0
        await driver.press("enter")
        assert lines.total == 0 and REFUSED in driver.text()
        assert driver.app.focused is screen.query_one("#query")
        await driver.type('"')
        assert lines.total > 0 and REFUSED not in driver.text()
