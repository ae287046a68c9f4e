"""Stories in the reader: one row for each, the articles that tell it, and what each of them changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from peaceindex import Library
from peacereader.tui.screens.reading_room import ReadingRoom
from peacereader.tui.screens.story import StoryScreen
from peacereader.tui.widgets.change_view import ChangeView
from peacereader.tui.widgets.story_list import StoryList
from tests.reader.driving import Driver, reading

if TYPE_CHECKING:
    from pathlib import Path


def beside(driver: Driver) -> str:
    """What the pane of changes shows, with its lines joined."""
    region = driver.app.screen.query_one(ChangeView).region
    rows = [line[region.x : region.right] for line in driver.lines()[region.y : region.bottom]]
    return " ".join(" ".join(rows).split())


OUTLETS = {"Harbour Dispatch", "River Courier", "The Upland Post"}


async def test_a_story_has_one_row_that_says_in_how_many_outlets_it_stands(story_library: Path) -> None:
    async with reading(story_library, "strait", size=(200, 50)) as driver:
        assert driver.results.total == 1
        screen = driver.text()
        assert "in 3 outlets" in screen
        assert "3 of 8 · 1 story" in driver.lines()[0]
        await driver.press("z")
        assert driver.results.total == 3 and driver.text().count("in 3 outlets") >= 3
        assert "3 of 8 · 1 story" in driver.lines()[0]
        assert {hit.outlet for i in range(3) if (hit := driver.results.hit(i))} == OUTLETS
        await driver.press("j")
        article = driver.pane.article
        await driver.press("z")
        assert driver.results.total == 1
        assert driver.pane.article == article


async def test_facets_count_articles_and_stories(story_library: Path) -> None:
    async with reading(story_library, size=(200, 50)) as driver:
        assert "8 articles · 6 stories" in driver.lines()[0]
        assert not any("stor" in row[:33] for row in driver.lines()[1:])
        await driver.press("f")
        while driver.facets._lines[driver.facets.cursor].label != "Sep 2025":
            await driver.press("j")
        assert driver.facets.draw_line(driver.facets.cursor)[-1].text == "3 articles, 1 story"
        await driver.press("g")
        assert not any("stor" in row[:33] for row in driver.lines()[1:])
        await driver.pilot.resize_terminal(120, 40)
        await driver.rest()
        while driver.facets._lines[driver.facets.cursor].label != "Sep 2025":
            assert "1 story" not in driver.text()
            await driver.press("j")
        assert "1 story" in driver.text() and "1 sto…" not in driver.text()


async def test_its_articles_are_shown_with_what_each_changed(story_library: Path) -> None:
    async with reading(story_library, "strait") as driver:
        await driver.press("m")
        assert isinstance(driver.app.screen, StoryScreen)
        await driver.rest()
        screen = driver.text()
        assert "one copy · 3 articles in 3 outlets" in screen
        assert all(outlet in screen for outlet in OUTLETS)
        assert "likely the origin: the earliest" in screen
        assert "1 added, 1 removed" in screen and "1 changed" in screen
        await driver.press("g")
        assert "copy likely comes from here" in beside(driver)
        await driver.press("j")
        changes = beside(driver)
        assert "− Fishermen on the northern shore asked to be heard by it as well." in changes
        assert "+ Our own reporter saw the class go on board with songs and sandwiches." in changes
        await driver.press("j")
        changes = beside(driver)
        assert (
            "− Nobody was hurt, and both governments" in changes and "+ Nobody was hurt, and both capitals" in changes
        )


async def test_enter_reads_one_of_them_and_escape_returns(story_library: Path) -> None:
    async with reading(story_library, "strait") as driver:
        first = driver.pane.article
        await driver.press("m", "escape")
        assert isinstance(driver.app.screen, ReadingRoom) and driver.pane.article == first
        await driver.press("m", "G")
        story = driver.app.screen.query_one(StoryList)
        assert story.cursor == 2
        await driver.press("enter")
        assert isinstance(driver.app.screen, ReadingRoom) and driver.pane.has_focus
        with Library.open(story_library) as library:
            assert first is not None
            found = library.stories.of(first.id)
            assert found is not None and driver.pane.article is not None
            assert driver.pane.article.id == found.members[2].article_id
        await driver.press("m", "q")
        assert driver.pane.has_focus and driver.results.total == 1
        await driver.press("m", "g", "enter", "H")
        assert driver.pane.article.id == found.members[2].article_id, "back from one article of it to another"


async def test_an_article_that_is_alone_says_so(story_library: Path) -> None:
    async with reading(story_library, "alaska") as driver:
        assert "outlets" not in driver.lines()[3]
        await driver.press("enter", "m")
        assert "No other article of the library tells the same copy." in driver.text()
        assert isinstance(driver.app.screen, ReadingRoom)


async def test_a_story_that_is_gone_meanwhile_is_no_trouble(story_library: Path) -> None:
    async with reading(story_library, "alaska") as driver:
        library = driver.room.tasks.library
        assert library is not None and driver.pane.article is not None
        await driver.app.push_screen(
            StoryScreen(driver.app.context, library, driver.pane.article.id, lambda place: None)
        )
        await driver.rest()
        assert "No other article" in beside(driver)
        await driver.press("j", "G", "space", "escape")
        assert isinstance(driver.app.screen, ReadingRoom)


@pytest.mark.parametrize("size", [(60, 20), (40, 12), (30, 8)])
async def test_a_story_can_be_read_on_small_screens(story_library: Path, size: tuple[int, int]) -> None:
    async with reading(story_library, "strait", size=size) as driver:
        assert "in 3" in driver.text()
        await driver.press("m")
        await driver.rest()
        changes = driver.app.screen.query_one(ChangeView)
        assert driver.app.screen.query_one(StoryList).region.height >= 3 and changes.region.height >= 2
        await driver.press("j")
        top = driver.text()
        await driver.press("space")
        assert changes.virtual_size.height <= changes.height or driver.text() != top
