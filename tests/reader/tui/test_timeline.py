"""The screen of searches over time, driven by keys: units, measures, comparison, and the way to the articles."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from peaceindex import Library
from peaceindex.model.search import Request
from peacereader.tui.screens.reading_room import ReadingRoom
from peacereader.tui.screens.timeline import TimelineScreen
from peacereader.tui.widgets.timeline_list import TimelineList
from tests.reader.driving import reading
from tests.reader.tui.test_facets import go_to

if TYPE_CHECKING:
    from pathlib import Path


async def test_a_search_is_counted_compared_narrowed_and_written(library_folder: Path, tmp_path: Path) -> None:
    async with reading(library_folder, "ceasefire", size=(120, 30)) as driver:
        total = driver.results.total
        await driver.press("T")
        assert isinstance(driver.app.screen, TimelineScreen)
        rows = driver.app.screen.query_one(TimelineList)
        assert "articles by month · ceasefire" in driver.text() and "█" in driver.text() and "First: " in driver.text()
        await driver.press("y")
        assert "articles by year" in driver.text() and rows.period and len(rows.period.name) == 4
        await driver.press("v", "v")
        assert "hits per 1,000 words by year" in driver.text()
        await driver.press("o")
        assert "by year and outlet" in driver.text()
        await driver.press("a")
        await driver.type("talks")
        await driver.press("enter", "m", "v", "l")
        assert [name for name, _, _ in rows.heads()] == ["ceasefire", "talks"] and rows.series.name == "talks"  # type: ignore[union-attr]
        await driver.press("o")
        assert "Only one search can be divided" in driver.text()
        await driver.press("d", "d")
        assert "the only search" in driver.text() and len(rows.heads()) == 1
        await driver.press("x", "ctrl+a", "ctrl+k")
        await driver.type(str(tmp_path / "months.json"))
        await driver.press("enter")
        record = json.loads((tmp_path / "months.json").read_text(encoding="utf-8"))
        assert record["unit"] == "month" and record["series"][0]["name"] == "ceasefire"
        counts = [period["articles"] for period in record["series"][0]["periods"]]
        assert sum(counts) + record["series"][0]["undated"]["articles"] == total
        await driver.press("w", "G", "g")
        count = rows.series.amounts[0].articles  # type: ignore[union-attr]
        await driver.press("enter")
        assert isinstance(driver.app.screen, ReadingRoom)
        assert driver.results.total == count > 0


async def test_what_cannot_be_counted_is_said(library_folder: Path) -> None:
    async with reading(library_folder, "qqqqq", size=(60, 20)) as driver:
        await driver.press("T")
        assert "Nothing was found" in driver.text()
        await driver.press("enter")
        assert "no article to show" in driver.text()
        await driver.press("x", "o", "l", "j", "o")
        assert "nothing to write yet" in driver.text()
        await driver.press("a")
        await driver.type("date:2025-13")
        await driver.press("enter")
        assert "is not a date" in driver.text() and "qqqqq" in driver.text()
        await driver.press("escape")
        assert isinstance(driver.app.screen, ReadingRoom)


async def test_a_first_article_without_its_day_is_told(library_folder: Path) -> None:
    with Library.open(library_folder) as library:
        first = library.search.first_by_outlet(Request("ceasefire"))[0]
        assert first.date and first.date > f"{first.date[:4]}-02"
        library.annotations.correct_field(first.id, "date", f"{first.date[:4]}-01")
    async with reading(library_folder, "ceasefire", size=(120, 30)) as driver:
        await driver.press("T")
        assert f"{first.outlet} (Jan {first.date[:4]}, day not certain)" in " ".join(driver.text().split())


async def test_a_search_that_is_refused_is_not_asked_again(library_folder: Path) -> None:
    async with reading(library_folder, "ceasefire", size=(120, 30)) as driver:
        await driver.press("T", "o", "l")  # two outlets in view
        rows = driver.app.screen.query_one(TimelineList)
        await driver.press("a")
        await driver.type("date:2025-13")
        await driver.press("enter")
        assert "is not a date" in driver.text() and "by month and outlet" in driver.text() and rows.column == 1
        driver.app.clear_notifications()
        await driver.press("d")
        assert "the only search" in driver.text()
        await driver.press("y")
        assert "by year and outlet" in driver.text() and "is not a date" not in driver.text()
        await driver.press("a")
        await driver.type("talks")
        await driver.press("enter")
        assert [name for name, _, _ in rows.heads()] == ["ceasefire", "talks"]


async def test_a_first_search_that_is_refused_makes_room_for_another(library_folder: Path) -> None:
    async with reading(library_folder, "date:2025-13", size=(120, 30)) as driver:
        await driver.press("T")
        driver.app.clear_notifications()
        assert "is not a date" in driver.text() and "Counting" not in driver.text()
        await driver.press("d", "a")
        await driver.type("ceasefire")
        await driver.press("enter")
        assert "articles by month · ceasefire" in driver.text() and "█" in driver.text()


async def test_facets_that_are_counted_are_no_part_of_what_is_counted_over_time(library_folder: Path) -> None:
    async with reading(library_folder, size=(120, 30)) as driver:
        await driver.press("f")
        await go_to(driver, "heading", "Author")
        await driver.press("l", "T")
        assert driver.room._search.request.counted
        assert "articles by month" in driver.text() and "· all articles" not in driver.text()


async def test_no_search_is_taken_away_that_is_not_counted_yet(library_folder: Path) -> None:
    async with reading(library_folder, "qqqqq", size=(120, 30)) as driver:
        await driver.press("T", "a")
        await driver.type("ceasefire")
        await driver.tap("enter", "d", "d", "d")
        await driver.rest()
        await driver.press("d", "d", "d")
        assert "the only search" in driver.text()
