"""Brief messages: each replaces the one before, and stays as long as any."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.widgets._toast import Toast

from peacereader.tui.screens.toasts import show_error, show_toast
from tests.reader.driving import Driver, reading

if TYPE_CHECKING:
    from pathlib import Path


def shown(driver: Driver) -> list[str]:
    return [toast._notification.message for toast in driver.app.screen.query(Toast)]


async def test_a_message_that_replaces_another_stays_its_whole_time(library_folder: Path) -> None:
    async with reading(library_folder) as driver:
        show_toast(driver.app.screen, "the first")
        await driver.rest()
        for notification in driver.app._notifications:
            notification.raised_at -= 3  # it was shown three seconds ago
        await driver.press("B")
        assert shown(driver) == ["the first"]
        show_toast(driver.app.screen, "the second")
        await driver.rest()
        (toast,) = driver.app.screen.query(Toast)
        assert shown(driver) == ["the second"] and "the second" in driver.text()
        assert [timer._interval for timer in toast._timers if timer._task and not timer._task.done()] == [4]
        await driver.press("escape")
        assert shown(driver) == ["the second"]


async def test_an_error_stands_beside_a_message_and_gives_way_to_the_next(library_folder: Path) -> None:
    async with reading(library_folder) as driver:
        show_toast(driver.app.screen, "a message")
        show_error(driver.app.screen, "an error")
        await driver.rest()
        assert shown(driver) == ["a message", "an error"]
        show_toast(driver.app.screen, "the next")
        await driver.rest()
        assert shown(driver) == ["the next"] and "the next" in driver.text()
