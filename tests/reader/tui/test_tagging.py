"""The user's own tags on articles, driven by keys: on one, on all that a search finds, and undone."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from peaceindex import Library
from peacereader.tui.dialogs.tag_picker import TagPicker
from tests.reader.driving import Driver, reading

if TYPE_CHECKING:
    from pathlib import Path


def stored(folder: Path) -> list[tuple[str, ...]]:
    """The tags of each article that has some."""
    with Library.open(folder) as library:
        return sorted(library.annotations.tagging.all().values())


def found(driver: Driver) -> int:
    """How many articles the search line says that there are."""
    return int(re.search(r"(\d+)(?: of \d+| articles)", driver.lines()[0])[1])  # type: ignore[index]


async def test_an_article_is_tagged_from_the_list_and_from_the_article(library_folder: Path) -> None:
    async with reading(library_folder, "ceasefire", size=(200, 40)) as driver:
        await driver.press("number_sign")
        assert isinstance(driver.app.screen, TagPicker)
        await driver.type("to cite")
        assert "new tag “to cite”" in driver.text()
        await driver.press("enter", "escape")
        assert stored(library_folder) == [("to cite",)]
        assert "your tags: to cite" in driver.text() and " #to cite" in driver.text()
        await driver.press("enter", "number_sign", "d", "enter", "up", "escape")
        assert stored(library_folder) == [("to cite", "d")]
        assert "your tags: to cite · d" in driver.text()
        await driver.press("U", "escape", "U")
        assert stored(library_folder) == []
        assert "Undone: tags of 1 article." in driver.text() and "your tags" not in driver.text()
        await driver.press("ctrl+r")
        assert stored(library_folder) == [("to cite",)]
        assert "your tags: to cite" in driver.text()
        await driver.press("number_sign", "enter", "escape")
        assert stored(library_folder) == []


async def test_all_that_a_search_finds_is_tagged_in_one_step(library_folder: Path) -> None:
    async with reading(library_folder, "ceasefire") as driver:
        total = found(driver)
        assert total > 1
        await driver.press("ctrl+t")
        assert f"Tag {total} articles: all that this search finds." in driver.text()
        await driver.press("x", "enter", "escape")
        assert stored(library_folder) == [("x",)] * total
        assert f"Tags changed on {total} articles." in driver.text()
        assert sum("#  " in line and "2025" in line for line in driver.lines()) > 1, (
            "where there is no room, a sign says that there are tags"
        )
        await driver.press("slash", "ctrl+u")
        await driver.type("mine:x")
        await driver.press("enter")
        await driver.press("number_sign", "enter", "escape")
        assert stored(library_folder) == [("x",)] * (total - 1)
        assert found(driver) == total - 1
        await driver.press("ctrl+t", "enter", "escape")
        assert driver.results.total == 0 and stored(library_folder) == []
        await driver.press("U")
        assert found(driver) == total - 1
        await driver.press("slash", "ctrl+u")
        await driver.type("qqqqq")
        await driver.press("enter", "number_sign")
        assert "no article to tag" in driver.text() or "There are no results" in driver.text()
        await driver.press("ctrl+t")
        assert "There are no results to tag." in driver.text()
