"""Two articles side by side, driven by the keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from rich.cells import cell_len

from peaceindex import Library
from peacereader.tui.screens.compare import CompareScreen
from peacereader.tui.screens.reading_room import ReadingRoom
from peacereader.tui.screens.story import StoryScreen
from peacereader.tui.widgets.compare_view import CompareView
from tests.reader.driving import Driver, reading

if TYPE_CHECKING:
    from pathlib import Path


def shown(driver: Driver) -> CompareView:
    return driver.app.screen.query_one(CompareView)


async def open_from_story(driver: Driver) -> CompareView:
    """Open the story, and compare its last article, in which words were changed, with the origin."""
    await driver.press("m", "G", "m")
    assert isinstance(driver.app.screen, CompareScreen)
    return shown(driver)


async def test_a_row_of_a_story_is_shown_beside_the_origin(story_library: Path) -> None:
    async with reading(story_library, "strait", size=(120, 40)) as driver:
        view = await open_from_story(driver)
        screen = driver.text()
        assert "Ferries cross the strait again" in driver.lines()[0]
        assert "After a week, boats sail the strait" in driver.lines()[0]
        assert "sentences equal, 1 changed" in screen
        row = next(line for line in driver.lines() if "both governments" in line)
        assert "≠" in row and "│" in row and "both capitals" in row
        assert view.row and view.row.kind == "changed"
        await driver.press("n")
        assert "This is the last difference." in driver.text()
        await driver.press("z")
        assert "equal sentences" in driver.text() and "both governments" in driver.text()
        await driver.press("g", "G", "k", "z", "ctrl+d", "ctrl+u", "pagedown", "pageup", "N", "o")
        await driver.press("escape")
        assert isinstance(driver.app.screen, StoryScreen)
        await driver.press("g", "m")  # the origin itself
        assert isinstance(driver.app.screen, StoryScreen)
        assert "The others are compared with this one" in driver.text()


async def test_sentences_are_kept_and_cited_from_either_side(
    story_library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    copied: list[str] = []
    async with reading(story_library, "strait", size=(80, 24)) as driver:
        monkeypatch.setattr(driver.app, "copy_to_clipboard", copied.append)
        view = await open_from_story(driver)
        assert view.side == "left" and not any("│" in line for line in driver.lines())
        await driver.press("b", "tab", "b")
        with Library.open(story_library) as library:
            quotes = {passage.outlet: passage.quote for passage in library.annotations.passages()}
        assert "both governments" in quotes["Harbour Dispatch"] and "both capitals" in quotes["The Upland Post"]
        assert sum("┃" in line for line in driver.lines()) >= 2
        await driver.press("u", "y")
        with Library.open(story_library) as library:
            assert len(library.annotations.passages()) == 1
        assert copied and "both capitals" in copied[0] and "The Upland Post" in copied[0]
        await driver.press("w", "enter")
        (page,) = tmp_path.glob("compare-*.html")
        assert "both capitals" in page.read_text("utf-8").replace("<mark>", "").replace("</mark>", "")
        await driver.press("x")
        assert driver.lines()[0].startswith(" − After a week")
        assert view.shown_side == "left" and view.sentence and "both capitals" in view.sentence.text
        await driver.press("enter")
        assert isinstance(driver.app.screen, ReadingRoom)
        assert driver.pane.article and driver.pane.article.outlet == "The Upland Post"


async def test_any_two_articles_are_marked_and_compared(story_library: Path) -> None:
    async with reading(story_library, size=(120, 40)) as driver:
        await driver.press("equals_sign")
        assert "Marked for comparison" in driver.text()
        await driver.press("equals_sign")
        assert "No longer marked" in driver.text()
        await driver.press("equals_sign", "j", "j")
        first = driver.results.hit(0)
        other = driver.results.hit(2)
        assert first and other
        await driver.press("enter", "equals_sign")
        screen = driver.app.screen
        assert isinstance(screen, CompareScreen)
        comparison = shown(driver).comparison
        assert comparison and (comparison.left.id, comparison.right.id) == (first.id, other.id)
        await driver.press("equals_sign", "equals_sign")  # back, and the mark is gone: another one is set
        assert isinstance(driver.app.screen, ReadingRoom) and "Marked for comparison" in driver.text()


PAGES = {
    "ar": (
        "قال الوزير إن المحادثات انتهت يوم الجمعة. أفرج عن ٤٠ أسيرا. ",
        "قال الوزير إن المحادثات انتهت يوم السبت. أفرج عن 45 أسيرا. ",
    ),
    "zh": (
        "双方在伊斯坦布尔举行会谈。40名战俘获释。双方同意再次会谈。",
        "双方周五在伊斯坦布尔举行会谈。45名战俘获释。双方同意再次会谈。",
    ),
    "long": ("A sentence that is told again and again without an end, " * 300 + "the end.", "The end. " * 40),
}


@pytest.mark.parametrize("size", [(60, 20), (40, 10), (200, 60)])
async def test_it_fits_other_scripts_long_sentences_and_any_size(
    library_folder: Path, tmp_path: Path, size: tuple[int, int]
) -> None:
    ids: list[str] = []
    with Library.open(library_folder) as library:
        for name, texts in PAGES.items():
            for number, text in enumerate(texts):
                path = tmp_path / f"{name}{number}.txt"
                path.write_text(f"Title {name} {number}\n\n{text * 3}\n\n{text}\n", encoding="utf-8")
                (added,) = library.ingest.add([path])
                ids.append(str(added.article_id))
    async with reading(library_folder, size=size) as driver:
        opened = driver.room.tasks.library
        assert opened is not None
        for at in (0, 2, 4):
            await driver.app.push_screen(CompareScreen(driver.app.context, opened, ids[at], ids[at + 1]))
            await driver.rest()
            await driver.press("j", "j", "l", "n", "G", "ctrl+u", "N", "z")
            assert max(map(cell_len, driver.lines())) <= size[0]
            await driver.press("q")
            assert isinstance(driver.app.screen, ReadingRoom)
