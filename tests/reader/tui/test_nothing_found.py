"""Where nothing is found: what was meant, what to leave out, and the keys that choose it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from peacereader.tui.screens.search_controller import ADVICE_DELAY
from tests.reader.driving import Driver, reading

if TYPE_CHECKING:
    from pathlib import Path


async def advised(driver: Driver) -> str:
    """The screen once advice has come."""
    await driver.rest(ADVICE_DELAY)
    return driver.text()


async def test_a_slip_is_set_right_with_enter(library_folder: Path) -> None:
    async with reading(library_folder) as driver:
        await driver.press("slash")
        await driver.type("istambul ceasefire")
        assert "No article matches" in driver.text()
        screen = await advised(driver)
        assert "Did you mean" in screen and "Istanbul ceasefire" in screen
        await driver.press("enter", "enter")
        assert driver.results.total == 2 and driver.results.has_focus
        assert "/ Istanbul ceasefire" in driver.lines()[0]
        await driver.press("enter")
        assert driver.pane.has_focus and driver.pane.article is not None


async def test_the_cursor_goes_through_what_can_be_left_out(library_folder: Path) -> None:
    async with reading(library_folder, "ceasefire alaska date:2025") as driver:
        screen = await advised(driver)
        assert "without ceasefire" in screen and "without alaska" in screen
        await driver.press("G")
        chosen = next(row for row in driver.lines() if "▌" in row)
        await driver.press("j", "g")
        assert chosen != next(row for row in driver.lines() if "▌" in row)
        await driver.press("k", "G", "enter")
        what, count = chosen[chosen.index("▌") + 1 : chosen.index("│", chosen.index("▌"))].rsplit(None, 1)
        assert driver.results.total == int(count) > 0
        assert what.split()[-1] not in driver.lines()[0]


async def test_ticks_are_let_go_in_the_sidebar_too(library_folder: Path) -> None:
    async with reading(library_folder) as driver:
        await driver.press("f", "enter", "f", "slash")
        await driver.type("alaska")
        assert driver.results.total == 0 and "✓" in driver.text()
        assert "in any outlet" in await advised(driver)
        await driver.press("enter", "enter")
        assert driver.results.total == 1
        assert not driver.facets.has_ticks and "✓" not in driver.text()
        assert "/ alaska" in driver.lines()[0]


async def test_advice_on_what_is_no_longer_asked_is_not_shown(library_folder: Path) -> None:
    async with reading(library_folder) as driver:
        await driver.press("slash")
        await driver.type("istambul")
        await driver.press("ctrl+u")
        await driver.type("alaska")
        assert "Did you mean" not in await advised(driver)
        assert driver.results.total == 1


async def test_where_nothing_helps_nothing_can_be_chosen(library_folder: Path) -> None:
    async with reading(library_folder, "qqqqqqqqqqq") as driver:
        await advised(driver)
        assert "No article matches" in driver.text()
        await driver.press("j", "G", "k", "enter", "escape")
        assert driver.results.total == 0 and "/ ^u clears the words" in driver.text()
