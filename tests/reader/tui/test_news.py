"""What is new in a saved search, in the reader: it comes first, and is not forgotten until it was seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from peaceindex import Library
from peacereader.tui.screens.search_controller import NEWS_DELAY
from tests.reader.driving import Driver, reading
from tests.reader.pages import write_swap

if TYPE_CHECKING:
    from pathlib import Path


def news(folder: Path, name: str = "swaps") -> int:
    with Library.open(folder) as library:
        return library.search.news(library.search.saved_search(name)).new


def marked(driver: Driver) -> int:
    return sum("new · " in line and "marks all seen" not in line for line in driver.lines())


async def open_swaps(driver: Driver) -> None:
    await driver.press("W", "j", "enter")


async def test_what_is_new_comes_first_under_a_heading(news_library: Path) -> None:
    async with reading(news_library, size=(80, 30)) as driver:
        await driver.rest(NEWS_DELAY)
        assert "2 new hits in your saved searches" in driver.text()
        await open_swaps(driver)
        lines = driver.lines()
        first, others = (next(n for n, line in enumerate(lines) if words in line) for words in ("2 new", "2 others"))
        assert "M marks all seen" in lines[first]
        rows = [n for n, line in enumerate(lines) if "new · " in line and n != first]
        assert len(rows) == 2 and first < min(rows) < max(rows) < others
        assert marked(driver) == 2
    assert news(news_library) == 2, "closed at once, nothing is lost"


@pytest.mark.parametrize("size", [(60, 30), (120, 40), (34, 24)])
async def test_the_mark_is_a_word_at_any_width(news_library: Path, size: tuple[int, int]) -> None:
    async with reading(news_library, size=size) as driver:
        await open_swaps(driver)
        assert marked(driver) == 2
        assert "2 new" in driver.text() and "“swaps” ✕" in driver.lines()[1]


async def test_an_article_that_was_opened_is_seen_and_keeps_its_place(news_library: Path) -> None:
    async with reading(news_library, size=(80, 30)) as driver:
        await open_swaps(driver)
        titles = driver.titles
        await driver.press("j", "j", "j", "k", "k", "k")  # moving past it is not opening it
        assert marked(driver) == 2
        await driver.press("enter", "escape")
        assert marked(driver) == 1
        assert driver.titles == titles
        await driver.press("s", "s", "s", "s")
        assert driver.titles == titles, "it keeps its place when the list is sorted anew"
        assert (driver.results.total, news(news_library)) == (4, 1)
        await open_swaps(driver)
        assert "1 new" in driver.text() and "3 others" in driver.text()
        await driver.press("enter", "J", "J", "escape")
    assert news(news_library) == 0


async def test_all_are_marked_as_seen_and_back(news_library: Path) -> None:
    async with reading(news_library, size=(80, 30)) as driver:
        await driver.press("M")
        assert "This is no saved search" in driver.text()
        await open_swaps(driver)
        await driver.press("enter", "escape", "M")
        assert "Marked as seen. M undoes it." in driver.text()
        assert (marked(driver), news(news_library)) == (0, 0)
        assert "others" not in driver.text() and "nothing is new in “swaps”" in driver.text()
        await driver.press("M")
        assert (marked(driver), news(news_library)) == (1, 1)
        await driver.press("M", "W", "g", "enter", "M")
        assert "Nothing is new in “north”" in driver.text()
    assert news(news_library) == 0


async def test_they_are_marked_as_seen_in_the_list_of_searches(news_library: Path) -> None:
    async with reading(news_library) as driver:
        await driver.press("W", "M")
        assert "Nothing is new in “north”" in driver.text()
        await driver.press("j", "M")
        assert "2 new" not in driver.text() and news(news_library) == 0
        await driver.press("M")
        assert "2 new" in driver.text() and news(news_library) == 2


async def test_what_arrives_meanwhile_is_new_too(news_library: Path, tmp_path: Path) -> None:
    async with reading(news_library, size=(80, 40)) as driver:
        await open_swaps(driver)
        await driver.press("enter", "escape")
        with Library.open(news_library) as other:
            assert [one.status for one in other.ingest.add([write_swap(tmp_path, 3)])] == ["added"]
        await driver.press("M")
        assert news(news_library) == 1, "what was not shown is not seen"
        await follow(driver)
        assert marked(driver) == 1 and "1 new" in driver.text()


async def test_what_another_reader_marks_is_not_new_here(news_library: Path) -> None:
    async with reading(news_library, size=(80, 40)) as driver:
        await open_swaps(driver)
        assert marked(driver) == 2
        with Library.open(news_library) as other:
            other.search.mark_search_seen("swaps")
        await follow(driver)
        assert marked(driver) == 0 and driver.results.total == 4


async def follow(driver: Driver) -> None:
    driver.room.follower.check()
    await driver.rest()


async def test_another_search_has_no_news(news_library: Path) -> None:
    async with reading(news_library, size=(80, 30)) as driver:
        await open_swaps(driver)
        await driver.press("f", "enter", "f")
        assert marked(driver) >= 1, "a part of a saved search is still one"
        await driver.press("escape", "slash")
        await driver.type(" -alaska")
        await driver.press("enter")
        assert marked(driver) == 0 and "marks all seen" not in driver.text()
        await driver.press("slash", "ctrl+u")
        await driver.type("is:new")
        await driver.press("enter")
        assert driver.results.total == 2
