"""Keys that are sent back to back do what they do one by one."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import pytest
from textual import events
from textual._compositor import Compositor
from textual.keys import _character_to_key

from peaceindex.annotations.coding import Coding
from peaceindex.annotations.service import AnnotationService
from peacereader.tui.app import PeacereaderApp
from peacereader.tui.screens.help import HelpScreen
from peacereader.tui.screens.passages import PassagesScreen
from peacereader.tui.screens.reading_room import ReadingRoom
from tests.reader.driving import Driver, paint_at_once, reading

if TYPE_CHECKING:
    from pathlib import Path

    from peaceindex.annotations.codebook import Codebook
    from peaceindex.model.passage import Passage

NAMED = {"\r": "enter", "\t": "tab", "\x1b": "escape"}


@pytest.fixture(autouse=True)
def painted_at_once(waits_for_work_alone: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Paint as the reader does: here it matters when something happens."""
    monkeypatch.setattr(Compositor, "render_update", paint_at_once)


def send(driver: Driver, keys: str) -> None:
    """Send keys as a terminal does that has them all at once."""
    for char in keys:
        name = NAMED.get(char) or _character_to_key(char)
        driver.app.post_message(events.Key(name, None if char in NAMED else char))


async def test_a_query_with_the_key_that_leads_to_it(library_folder: Path) -> None:
    async with reading(library_folder) as driver:
        send(driver, "/ceasefire\r")
        await driver.rest()
        assert driver.room._line.input.value == "ceasefire"
        assert driver.room.answered is not None and driver.room.answered.text == "ceasefire"
        assert driver.app.focused is driver.results


async def test_keys_behind_enter_wait_for_the_results(library_folder: Path) -> None:
    async with reading(library_folder) as driver:
        all_titles = driver.titles
        send(driver, "/talks\rj\r")
        await driver.rest()
        assert driver.titles != all_titles
        assert driver.results.cursor == 1
        assert driver.pane.article is not None and driver.pane.article.title == driver.titles[1]
        assert driver.app.focused is driver.pane


@pytest.mark.parametrize("times", [1, 3])
async def test_screens_take_the_keys_meant_for_them(library_folder: Path, times: int) -> None:
    async with reading(library_folder) as driver:
        send(driver, "B\x1b" * times + "?\x1b" * times + "B")
        await driver.rest()
        assert [type(screen) for screen in driver.app.screen_stack] == [ReadingRoom, PassagesScreen]
        send(driver, "\x1b?")
        await driver.rest()
        assert [type(screen) for screen in driver.app.screen_stack] == [ReadingRoom, HelpScreen]


async def test_a_paste_goes_where_the_key_before_it_leads(library_folder: Path) -> None:
    async with reading(library_folder) as driver:
        send(driver, "/")
        driver.app.post_message(events.Paste("prisoner exchange"))
        send(driver, "\r")
        await driver.rest()
        assert driver.room._line.input.value == "prisoner exchange"
        assert driver.app.focused is driver.results


async def test_what_is_typed_while_the_library_opens_is_not_lost(library_folder: Path) -> None:
    app = PeacereaderApp(library_folder)
    async with app.run_test(size=(120, 40)) as pilot:
        driver = Driver(app, pilot)
        send(driver, "/talks\rj")
        await driver.rest()
        assert driver.room._line.input.value == "talks"
        assert driver.app.focused is driver.results
        assert driver.results.cursor == 1


async def test_a_key_that_fails_costs_none_of_those_that_wait(
    library_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with reading(library_folder) as driver:
        driver.may_fail = True
        handle = driver.app._handle_now

        async def failing(event: events.Key | events.Paste) -> None:
            if isinstance(event, events.Key) and event.key == "f":
                raise RuntimeError("odd")
            await handle(event)

        monkeypatch.setattr(driver.app, "_handle_now", failing)
        send(driver, "Bf\x1b/talks\r")
        await driver.rest()
        assert len(driver.app.failures) == 1
        assert driver.room._line.input.value == "talks"
        assert driver.app.focused is driver.results


async def test_keys_behind_a_bookmark_act_on_it(library_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bookmark, codebook = AnnotationService.bookmark, Coding.codebook

    def bookmark_slowly(self: AnnotationService, *what: Any, **more: Any) -> Passage:
        time.sleep(0.2)
        return bookmark(self, *what, **more)

    def read_slowly(self: Coding) -> Codebook:
        time.sleep(0.2)
        return codebook(self)

    monkeypatch.setattr(AnnotationService, "bookmark", bookmark_slowly)
    monkeypatch.setattr(Coding, "codebook", read_slowly)
    async with reading(library_folder, "ceasefire") as driver:
        send(driver, "\rvblTalks\r\x1b")
        await driver.rest()
        assert driver.app.screen is driver.room
        assert [passage.labels for passage in driver.pane._passages] == [("Talks",)]
