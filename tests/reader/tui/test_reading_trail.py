"""Back and forward through the articles that were read, as in a browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

from peacereader.tui.reading_trail import MAX_ARTICLES, ReadingTrail
from tests.reader.driving import Driver, reading

if TYPE_CHECKING:
    from pathlib import Path


def shown(driver: Driver) -> str:
    """The title of the article that is shown."""
    return (driver.pane.article.title or "") if driver.pane.article else ""


def gone(trail: ReadingTrail, by: int, shown_id: str) -> str:
    """The article that the trail leads to, which is opened then."""
    read = trail.step(by, shown_id)
    if read:
        trail.open(read.id)
    return read.id if read else ""


def test_it_is_the_trail_of_a_browser() -> None:
    trail = ReadingTrail()
    assert trail.step(-1, "") is None and trail.step(1, "") is None
    for name in "abca":
        trail.open(name)
        trail.open(name)
    assert [gone(trail, -1, "a"), gone(trail, -1, "c"), gone(trail, -1, "b"), gone(trail, -1, "a")] == [
        "c",
        "b",
        "a",
        "",
    ]
    assert [gone(trail, 1, "a"), gone(trail, 1, "b")] == ["b", "c"]
    trail.open("d")
    assert gone(trail, 1, "d") == "" and gone(trail, -1, "x") == "d", "back to what was read, from what is looked at"
    assert gone(trail, -1, "d") == "c"
    trail.leave("c", 70)
    assert trail.step(-1, "c") is not None
    read = trail.step(-1, "c")
    assert read is not None and read.id == "a", "an article that does not open is passed over"
    trail.open("c")
    for number in range(2 * MAX_ARTICLES):
        trail.open(str(number))
    count = 0
    while gone(trail, -1, str(2 * MAX_ARTICLES - 1 - count)):
        count += 1
    assert count == MAX_ARTICLES - 1


async def test_articles_are_gone_back_to_where_they_were_left(library_folder: Path) -> None:
    async with reading(library_folder, size=(60, 12)) as driver:
        await driver.press("H")
        assert "no article before" in driver.text()
        await driver.press("j", "j", "enter", "ctrl+d", "ctrl+d", "j")
        first, place = shown(driver), driver.pane.reading_position
        assert place
        await driver.press("J")
        second = shown(driver)
        await driver.press("escape", "slash")
        await driver.type("alaska")
        await driver.press("enter", "enter")
        assert first != second != shown(driver) != first
        third = shown(driver)
        await driver.press("H")
        assert shown(driver) == second and driver.pane.has_focus and driver.pane.top_line == 0
        await driver.press("alt+left")
        assert (shown(driver), driver.pane.reading_position) == (first, place), "after the results changed"
        await driver.press("H")
        assert "no article before" in driver.text()
        await driver.press("L", "alt+right")
        assert shown(driver) == third and driver.results.cursor == 0
        await driver.press("L")
        assert "no article after" in driver.text()
        await driver.press("ctrl+f", "ctrl+u", "enter", "H", "H", "H")
        row = driver.results.hit(driver.results.cursor)
        assert row and row.title == shown(driver) == first, "its row has the cursor where it is among the results"
        await driver.press("escape", "g", "H")
        assert (shown(driver), driver.pane.has_focus) == (first, True), "from the list to what was read last"


async def test_what_is_read_from_other_screens_is_gone_back_to(library_folder: Path) -> None:
    async with reading(library_folder, "ceasefire", size=(120, 12)) as driver:
        await driver.press("enter", "ctrl+d", "j")
        first, place = shown(driver), driver.pane.reading_position
        await driver.press("C", "j", "j", "enter", "J", "J", "q")
        await driver.press("escape", "H")
        assert shown(driver) != first, "the article that was read last in the concordance"
        while shown(driver) != first:
            await driver.press("H")
        assert driver.pane.reading_position == place
        await driver.press("v", "b", "g", "J", "B", "enter", "H", "H")
        assert shown(driver) == first
