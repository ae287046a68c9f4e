"""Articles marked as read, starred or to be read later, driven by keys: on one, on all that a search finds, undone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from peaceindex import Library
from peaceindex.model.search import Request
from tests.reader.driving import reading

if TYPE_CHECKING:
    from pathlib import Path


def count(folder: Path, query: str) -> int:
    """How many articles a search finds."""
    with Library.open(folder) as library:
        return library.search.find(Request(query), advise=False).total


async def test_an_article_is_marked_from_the_list_and_from_the_article(library_folder: Path) -> None:
    async with reading(library_folder, "ceasefire", size=(160, 40)) as driver:
        total = driver.results.total
        await driver.press("asterisk", "greater_than_sign", "r")
        assert (count(library_folder, "is:starred"), count(library_folder, "is:later is:read")) == (1, 1)
        assert "★ later " in driver.text() and "★ starred · to read later" in driver.text()
        await driver.press("r")
        assert count(library_folder, "is:read") == 0
        assert "unread" not in driver.text().replace("Marked as unread", ""), "what was never opened needs no such word"
        await driver.press("enter")
        assert count(library_folder, "is:read") == 1
        await driver.press("r")
        assert "unread · ★ starred · to read later" in driver.text() and count(library_folder, "is:read") == 0
        await driver.press("r", "asterisk")
        assert count(library_folder, "is:starred") == 0 and "★" not in driver.text()
        await driver.press("U")
        assert count(library_folder, "is:starred") == 1 and "★ starred" in driver.text()
        await driver.press("ctrl+f", "ctrl+u")
        await driver.type("is:unread")
        await driver.press("enter", "R")
        assert driver.results.total == 0 and "marked as read. U undoes." in driver.text()
        assert count(library_folder, "ceasefire is:read") == total
        await driver.press("U")
        assert count(library_folder, "is:read") == 1 and driver.results.total > total - 2


async def test_an_article_opened_from_elsewhere_is_read_in_the_list_too(library_folder: Path) -> None:
    async with reading(library_folder, "ceasefire", size=(160, 60)) as driver:
        hit = driver.results.hit(2)
        assert hit and not hit.read
        driver.app.screen._browser.read_article(hit.id)  # type: ignore[attr-defined]
        await driver.rest()
        read = driver.results.hit(2)
        assert read and read.read


async def test_measure_and_folded_notes_are_remembered(library_folder: Path) -> None:
    async with reading(library_folder, "ceasefire", size=(200, 40)) as driver:
        await driver.press("enter", "v", "b")
        await driver.press("e")
        await driver.type("look here")
        await driver.press("ctrl+s")
        assert "look here" in driver.text()
        await driver.press("i", "minus", "minus")
        assert "look here" not in driver.text() and "64 columns" in driver.text()
        for _ in range(20):
            await driver.press("minus")
        assert driver.pane.measure == 30 and "no shorter lines here" in driver.text()
        await driver.press("plus", "escape", "j")
        await driver.press("enter")
        assert not driver.pane.folding.is_folded, "another article has its own"
    async with reading(library_folder, "ceasefire", size=(200, 40)) as driver:
        await driver.press("enter")
        assert driver.pane.measure == 34
        assert driver.pane.folding.is_folded and "look here" not in driver.text()
        await driver.press("i")
        assert "look here" in driver.text()
    config = driver.app.context.measure
    assert config == 72
