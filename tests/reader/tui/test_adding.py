"""Adding and removing from inside the reader: paths, progress, what failed, the bin, and from samples to one's own."""

from __future__ import annotations

import asyncio
import shutil
from typing import TYPE_CHECKING

import pytest
from textual import events
from textual.widgets import Input

from peaceindex import Library
from peaceindex.paths import default_library, samples_library
from peacereader.cli.program import main
from peacereader.tui.type_ahead import BACKGROUND_GROUPS
from tests.index.pages import write_pages
from tests.reader.driving import Driver, reading

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    """Return a folder with a space in its name, of three pages and an empty file."""
    folder = tmp_path / "in box"
    write_pages(folder, 3, first=70)
    (folder / "empty.txt").write_text("")
    (folder / ".hidden").mkdir()
    return folder


async def drop(driver: Driver, text: str) -> None:
    """Drop files onto the terminal, which pastes their names."""
    driver.app.screen.query_one(Input).post_message(events.Paste(text))
    await driver.rest()


async def test_a_folder_is_added_while_one_reads(library_folder: Path, inbox: Path, tmp_path: Path) -> None:
    async with reading(library_folder, size=(80, 24)) as driver:
        before = driver.found
        await driver.press("a", "enter")
        assert "Type the path" in driver.text()
        line = driver.app.screen.query_one(Input)
        line.value = f"{tmp_path}/nowhere"
        await driver.press("enter")
        assert "There is nothing at" in driver.text()
        line.value = f"{tmp_path}/in"
        await driver.press("tab")
        assert line.value == f"{inbox}/"
        assert "page-" in driver.text() and ".hidden" not in driver.text()
        await driver.press("enter")
        assert "3 articles in 4 files" in driver.text() and "3 new, 1 could not be read" in driver.text()
        await driver.press("x")
        assert line.value == f"{inbox}/x" and "3 articles" not in driver.text(), "another path was not looked at"
        await driver.press("backspace", "enter", "enter")
        await driver.added()
        assert "3 added, 1 failed" in driver.text() and "empty.txt" in driver.text()
        await driver.press("enter")
        assert "There is no article of this source." in driver.text()
        await driver.press("j", "enter", "escape", "escape")
        assert driver.found == before + 3
        await driver.press("A")
        assert "3 articles, 1 failed" in driver.text()
        (inbox / "empty.txt").unlink()
        write_pages(inbox, 1, first=90)
        await driver.press("G", "r")
        await driver.added()
        await driver.press("enter", "escape", "q")
        assert driver.found == before + 4
    with Library.open(library_folder) as library:
        assert [folder.articles for folder in library.folders.all() if folder.path == str(inbox)] == [4]


async def test_what_is_dropped_is_read_as_paths(library_folder: Path, inbox: Path, tmp_path: Path) -> None:
    pages = sorted(inbox.glob("page*"))
    escaped = str(pages[0]).replace(" ", "\\ ")
    async with reading(library_folder, size=(60, 20)) as driver:
        for text, count in (
            (f"'{inbox}' ", 1),
            (f"file://{str(inbox).replace(' ', '%20')}\n", 1),
            (f"{escaped} '{pages[1]}'", 2),
            (f"{pages[0]}\n{pages[1]}\n{pages[2]}\n", 3),
        ):
            await driver.press("a")
            await drop(driver, text)
            await driver.press("enter")
            articles = 3 if count == 1 else count
            assert f"{articles} articles in {4 if count == 1 else count} files" in driver.text(), text
            await driver.press("escape")
        await driver.press("a")
        await drop(driver, "not a path")
        assert driver.app.screen.query_one(Input).value == "not a path"


async def test_articles_go_to_the_bin_and_back(library_folder: Path) -> None:
    async with reading(library_folder, size=(80, 24)) as driver:
        titles = driver.titles
        await driver.press("d")
        assert driver.titles == titles[1:] and "Moved to the bin" in driver.text()
        await driver.press("j", "delete", "U", "U")
        assert sorted(driver.titles) == sorted(titles)
        await driver.press("U")
        assert "Nothing is left to undo." in driver.text()
        await driver.press("g", "enter", "v", "b", "escape", "d", "D", "enter")
        assert len(driver.titles) == len(titles) - 1, "the first answer changes nothing"
        await driver.press("D", "down", "enter")
        assert driver.titles == []
        await driver.press("B")
        assert "its article is in the bin" in " ".join(driver.text().split())
        await driver.press("escape", "A", "b")
        assert f"the bin · {len(titles)} articles" in driver.text()
        await driver.press("enter")
        assert f"the bin · {len(titles) - 1} articles" in driver.text()
        await driver.press("u")
        assert f"the bin · {1}" in driver.text() or "The bin is empty" in driver.text()
        await driver.press("E", "enter", "escape", "escape")
        assert len(driver.titles) >= len(titles) - 1
    with Library.open(library_folder) as library:
        assert len(library.annotations.passages()) == 1


async def test_the_last_change_is_undone_whatever_it_was(library_folder: Path) -> None:
    async with reading(library_folder) as driver:
        count = driver.found
        await driver.press("d", "enter", "v", "b", "U")
        assert "Undone: bookmarking of 1 passage" in driver.text() and driver.found == count - 1
        await driver.press("U")
        assert driver.found == count


async def test_from_the_samples_to_a_library_of_ones_own(made_library: Path, inbox: Path) -> None:
    samples_library().parent.mkdir(parents=True)
    shutil.copytree(made_library, samples_library())
    async with reading(samples_library(), samples=True, size=(80, 24)) as driver:
        await driver.press("a")
        assert "your own" in driver.text() and "sample pages" in driver.text()
        await drop(driver, str(inbox))
        await driver.press("enter", "enter")
        await driver.added()
        assert "3 added, 1 failed" in driver.text()
        await driver.press("escape")
        assert driver.found == 3 and "Sample pages" not in driver.text()
    with Library.open(default_library()) as library:
        assert library.count() == 3


async def test_the_samples_offer_a_library_that_another_program_made(made_library: Path, inbox: Path) -> None:
    samples_library().parent.mkdir(parents=True)
    shutil.copytree(made_library, samples_library())
    async with reading(samples_library(), samples=True, size=(80, 24)) as driver:
        assert main(["add", str(inbox)]) == 1
        driver.room.additions.look_for_own_library()
        await driver.rest()
        assert "Your own library was made meanwhile." in " ".join(driver.text().split())
        await driver.press("down", "enter")
        assert driver.found == 3


async def test_a_file_without_articles_makes_no_library(made_library: Path, tmp_path: Path) -> None:
    samples_library().parent.mkdir(parents=True)
    shutil.copytree(made_library, samples_library())
    (tmp_path / "nothing.txt").write_text("")
    async with reading(samples_library(), samples=True) as driver:
        await driver.press("a")
        await drop(driver, str(tmp_path / "nothing.txt"))
        await driver.press("enter", "enter")
        assert "There is no article in it" in driver.text()
    assert not Library.exists(default_library())


async def test_a_folder_is_watched_moved_and_forgotten(library_folder: Path, inbox: Path, tmp_path: Path) -> None:
    with Library.open(library_folder) as library:
        list(library.ingest.add([inbox]))
        for folder in library.folders.all():
            if folder.path != str(inbox):
                library.articles.folders.forget(folder.path)
        before = library.count()
    async with reading(library_folder, size=(160, 24)) as driver:
        await driver.press("A", "w")
        assert "watched · added" in driver.text()
        write_pages(inbox, 1, first=90)
        with Library.open(library_folder) as library:
            while library.count() == before:
                await asyncio.sleep(0.05)
        await driver.press("w")
        assert "Not watched any more." in driver.text()
        inbox.rename(tmp_path / "elsewhere")
        await driver.press("m")
        driver.app.screen.query_one(Input).value = str(tmp_path / "elsewhere")
        await driver.press("enter")
        assert "elsewhere" in driver.text() and "4 sources known there now." in driver.text()
        await driver.press("d")
        assert "Nothing is in the list yet." in driver.text()
    with Library.open(library_folder) as library:
        assert library.count() == before + 1


@pytest.mark.parametrize("what", ["add", "folders", "restore"])
async def test_an_article_that_is_read_stays_whatever_comes(library_folder: Path, inbox: Path, what: str) -> None:
    async with reading(library_folder, size=(80, 12)) as driver:
        hits = [driver.results.hit(row) for row in range(driver.results.total)]
        await driver.press("j", "d")
        wanted = next(hit for hit in reversed(hits) if hit and driver.pane.article and hit.id != driver.pane.article.id)
        driver.room.open_article(wanted.id)  # it is not the one under the cursor of the list
        await driver.rest()
        await driver.press("j", "j", "j")
        cursor, line = driver.results.cursor, driver.pane.top_line
        assert line
        if what == "add":
            driver.room.additions.add_paths([inbox])
            await driver.added()
            assert "3 added, 1 failed" in driver.text() and "were added" not in driver.text()
        elif what == "folders":
            await driver.press("A", "b", "enter", "escape", "escape")
        else:
            await driver.press("U")
        assert driver.found == len(hits) + (2 if what == "add" else 0)
        article = driver.pane.article
        assert article and article.id == wanted.id and driver.pane.has_focus
        assert driver.pane.top_line == line and driver.results.cursor in (cursor, cursor + 1)


async def test_the_cursor_stays_when_articles_go_and_come_back(library_folder: Path) -> None:
    async with reading(library_folder) as driver:
        titles = driver.titles
        await driver.press("j", "j", "d")
        assert driver.results.cursor == 2 and driver.titles == [*titles[:2], *titles[3:]]
        assert driver.pane.article and driver.pane.article.title == titles[3]
        await driver.press("G", "d")
        assert driver.results.cursor == 2 and driver.pane.article.title == titles[3], "the last one"
        await driver.press("k", "U", "U")
        assert sorted(driver.titles) == sorted(titles) and driver.titles[driver.results.cursor] == titles[1]


@pytest.mark.parametrize("is_damaged", [True, False])
async def test_the_samples_look_at_a_library_once_for_each_change(
    made_library: Path, inbox: Path, monkeypatch: pytest.MonkeyPatch, is_damaged: bool
) -> None:
    samples_library().parent.mkdir(parents=True)
    shutil.copytree(made_library, samples_library())
    opened: list[Path] = []

    def noted(folder: Path, *, create: bool = False, read_only: bool = False) -> Library:
        opened.append(folder)
        return open_library(folder, create=create, read_only=read_only)

    open_library = Library.open
    monkeypatch.setattr(Library, "open", noted)
    async with reading(samples_library(), samples=True) as driver:
        if is_damaged:
            default_library().mkdir(parents=True)
            (default_library() / "library.db").write_bytes(b"no library" * 1000)
        else:
            open_library(default_library(), create=True).close()
        opened.clear()
        for _ in range(4):
            driver.room.additions.look_for_own_library()
            await driver.rest()
        assert opened == [default_library()]
        assert not driver.app._notifications, "nobody has asked for it"
        if not is_damaged:
            with open_library(default_library()) as library:
                assert [one.status for one in library.ingest.add([inbox])].count("added") == 3
            driver.room.additions.look_for_own_library()
            await driver.rest()
            assert "Your own library was made meanwhile." in " ".join(driver.text().split())


def test_no_key_waits_for_what_is_looked_at_now_and_then() -> None:
    assert {"own library", "folders again", "news", "follow"} <= BACKGROUND_GROUPS


async def test_a_look_that_fails_is_told_and_made_again(
    made_library: Path, inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    samples_library().parent.mkdir(parents=True)
    shutil.copytree(made_library, samples_library())
    default_library().mkdir(parents=True)
    (default_library() / "library.db").write_bytes(b"no library" * 1000)
    async with reading(samples_library(), samples=True, size=(100, 30)) as driver:
        await driver.press("a")
        await drop(driver, str(inbox))
        for _ in range(2):
            await driver.press("enter")
            words = " ".join(driver.text().split())
            assert "library.db" in words and "damaged" in words
            assert "There is no article" not in words and "0 articles" not in words and "Looking" not in words
        shutil.rmtree(default_library())
        await driver.press("enter")
        assert "3 articles in 4 files" in driver.text() and "damaged" not in driver.text()
        await driver.press("escape")

        def fails(*_: object) -> None:
            raise RuntimeError("something else")

        driver.may_fail = True
        monkeypatch.setattr(driver.room.additions, "_preview", fails)
        await driver.press("a")
        await drop(driver, str(inbox))
        await driver.press("enter")
        assert "Looking" not in driver.text() and "Something went wrong unexpectedly" in driver.text()
