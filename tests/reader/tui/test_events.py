"""Events in the reader: the dialog on a passage, the table, and what is typed there, driven by keys."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

from textual.widgets import Input

from peaceindex import Library
from peaceindex.model.event import Event
from peacereader.tui.dialogs.event_dialog import EventDialog
from peacereader.tui.screens.events import EventsScreen
from peacereader.tui.widgets.event_list import EventList
from tests.reader.driving import Driver, reading
from tests.reader.passages import article_ids

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

BOOK = """\
types:
  - {name: Protests, sub_types: [Peaceful protest, Protest with intervention]}
  - {name: Riots, sub_types: [Mob violence]}
actors:
  - name: Police Forces
  - name: Protesters
places:
  - name: Diyarbakır
"""


def stored(folder: Path) -> list[Event | None]:
    """The events of the passages, oldest first."""
    with Library.open(folder) as library:
        return [passage.event for passage in reversed(library.annotations.passages())]


def value(driver: Driver, id: str) -> str:
    return driver.app.screen.query_one(f"#{id}", Input).value


async def fill(driver: Driver, id: str, text: str) -> None:
    driver.app.screen.query_one(f"#{id}", Input).focus()
    await driver.press("ctrl+u", "ctrl+k")
    await driver.type(text)


async def test_an_event_is_coded_with_completions_and_undone(library_folder: Path) -> None:
    (library_folder / "events.yaml").write_text(BOOK)
    async with reading(library_folder, "ceasefire", size=(80, 24)) as driver:
        await driver.press("enter", "V")
        assert "No passage in view" in driver.text()
        await driver.press("v", "b", "V")
        assert isinstance(driver.app.screen, EventDialog)
        assert not driver.app.screen.is_changed
        await driver.press("escape")
        assert stored(library_folder) == [None]
        await driver.press("V")
        await fill(driver, "date", "week of 12 May 2025")
        assert "12 May 2025 ·" in driver.text()
        assert value(driver, "precision") == "week"
        await fill(driver, "place", "diyarbakır")
        await fill(driver, "type", "pro")
        await driver.press("down", "enter")
        assert value(driver, "type") == "Protests"
        assert "Mob violence" not in driver.text()
        await driver.press("down", "down", "enter")
        assert value(driver, "subtype") == "Protest with intervention"
        await fill(driver, "actor1", "Teachers; prot")
        await driver.press("down", "enter")
        assert value(driver, "actor1") == "Teachers; Protesters"
        await fill(driver, "fatalities", "x")
        await driver.press("ctrl+q")
        assert "Esc keeps it" in driver.text()
        await driver.press("escape")
        assert "Killed is a number of people" in driver.text()
        await fill(driver, "fatalities", "1,200")
        await driver.app._press_keys([])
        await driver.press("escape")
        expected = Event(
            "2025-05-12", "week", "Diyarbakır", ("Teachers; Protesters",), "Protests", "Protest with intervention", 1200
        )
        assert stored(library_folder) == [expected]
        assert "not in events.yaml: Teachers" in driver.text()
        await driver.press("U")
        assert stored(library_folder) == [None]
        await driver.press("ctrl+r")
        assert stored(library_folder) == [expected]


async def test_a_date_that_cannot_be_read_is_said_and_the_rest_is_kept(library_folder: Path) -> None:
    async with reading(library_folder, "ceasefire", size=(60, 16)) as driver:
        await driver.press("enter", "v", "b", "V")
        await fill(driver, "date", "32 May 2025")
        await fill(driver, "place", "Somewhere [b]")
        await driver.press("escape")
        assert isinstance(driver.app.screen, EventDialog)
        assert "is no date of an event" in driver.text()
        assert driver.app.focused is driver.app.screen.query_one("#date")
        await driver.press("escape")
        assert stored(library_folder) == [Event(place="Somewhere [b]")]


async def test_the_table_sorts_filters_marks_duplicates_opens_and_writes(
    library_folder: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    with Library.open(library_folder) as library:
        articles = {one.outlet: one for one in map(library.article, article_ids(library)) if one.outlet}
        ids = [library.annotations.bookmark(one, 0, 30).id for one in list(articles.values())[:3]]
        same = Event("2025-05-12", "day", "Sur", ("A", "B"), "Protests")
        for id, event in zip(ids, (same, Event("2024-01", "month", "Van"), same), strict=True):
            library.annotations.events.set([id], lambda *_, event=event: event)
    async with reading(library_folder) as driver:
        await driver.press("B")
        assert "12 May 2025 · Sur · Protests · A – B" in driver.text()
        await driver.press("T")
        assert isinstance(driver.app.screen, EventsScreen)
        table = driver.app.screen.query_one(EventList)
        assert [one.event.place for one in table.rows] == ["Van", "Sur", "Sur"]
        assert "3 events" in driver.text()
        await driver.press("j")
        assert "probably also told by" in driver.text()
        await driver.press("D")
        assert [one.event.place for one in table.rows] == ["Sur", "Sur"]
        await driver.press("D", "r")
        assert [one.event.place for one in table.rows] == ["Sur", "Sur", "Van"]
        await driver.press("s", "s", "s")
        assert [one.event.type for one in table.rows] == ["Protests", "Protests", ""]
        await driver.press("slash")
        await driver.type("event:Protests")
        await driver.press("enter")
        assert len(table.rows) == 2
        await driver.press("x", "enter")
        with (tmp_path / "events.csv").open(newline="") as file:
            assert [row["location"] for row in csv.DictReader(file)] == ["Sur", "Sur"]
        await driver.press("V")
        await fill(driver, "place", "Lice")
        await driver.press("escape")
        assert sorted(one.event.place for one in table.rows) == ["Lice", "Sur"]
        wanted = table.current
        await driver.press("enter")
        assert wanted is not None
        assert driver.pane.article is not None
        assert driver.pane.article.id == wanted.passage.article_id
