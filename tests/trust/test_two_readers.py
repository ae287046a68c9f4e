"""Two at once: a reader sees changes by `add` and another reader, keeps its place, reports waits, loses nothing."""

from __future__ import annotations

import asyncio
import sqlite3
import subprocess
import sys
from contextlib import asynccontextmanager, closing
from typing import TYPE_CHECKING

import pytest
from textual._compositor import Compositor

from peaceindex import Library
from peaceindex.storage import database
from peacereader.tui import clipboard
from peacereader.tui.app import PeacereaderApp
from peacereader.tui.screens.reading_room import ReadingRoom
from peacereader.tui.tasks import runner
from peacereader.tui.widgets.article_pane import ArticlePane
from peacereader.tui.widgets.result_list import ResultList
from tests.reader.driving import paint_later
from tests.reader.pages import write_pages, write_story
from tests.trust.random_input import key_event
from tests.trust.reading import at_rest

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("styles_parsed_once")


@pytest.fixture(autouse=True)
def unpainted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave out the painting, which takes half of the time and is not looked at."""
    monkeypatch.setattr(Compositor, "render_update", paint_later)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder of a library of five pages."""
    monkeypatch.setattr(clipboard, "copy", lambda text: None)
    pages = write_pages(tmp_path / "pages")
    with Library.open(tmp_path / "library", create=True) as library:
        assert {added.status for added in library.ingest.add(pages)} == {"added"}
    return tmp_path / "library"


class Reader:
    """A reader at 120 columns, and its notifications."""

    def __init__(self, app: PeacereaderApp, said: list[str]) -> None:
        self.app = app
        self.said = said

    @property
    def room(self) -> ReadingRoom:
        room = self.app.screen_stack[0]
        assert isinstance(room, ReadingRoom)
        return room

    @property
    def results(self) -> ResultList:
        return self.room.query_one(ResultList)

    @property
    def pane(self) -> ArticlePane:
        return self.room.query_one(ArticlePane)

    async def press(self, *steps: str) -> None:
        for step in steps:
            for key in step.split():
                self.app.post_message(key_event(key))
            await at_rest(self.app)

    async def look(self) -> None:
        """Run what the reader does by itself every now and then."""
        self.room.call_later(self.room.follower.check)
        await at_rest(self.app)


@asynccontextmanager
async def reading(folder: Path, query: str = "") -> AsyncIterator[Reader]:
    app = PeacereaderApp(folder, query)
    said: list[str] = []
    notify = app.notify

    def saying(words: str, **how: object) -> None:
        said.append(words)
        notify(words, markup=False)

    app.notify = saying  # type: ignore[method-assign, assignment]
    async with app.run_test(size=(120, 40), notifications=True):
        await at_rest(app)
        await asyncio.sleep(0.1)
        await at_rest(app)
        yield Reader(app, said)
    assert app.failures == []


def add(folder: Path, *paths: Path) -> None:
    words = [sys.executable, "-m", "peacereader", "--library", str(folder), "add", *map(str, paths)]
    subprocess.run(words, check=True, capture_output=True)


async def test_an_open_reader_sees_what_add_adds_and_keeps_its_place(folder: Path, tmp_path: Path) -> None:
    async with reading(folder) as reader:
        await reader.press("j", "j", "enter", "v j")
        hit, shown, selection = reader.results.hit(reader.results.cursor), reader.pane.article, reader.pane.selection
        assert hit and shown and selection and hit.id == shown.id
        height = reader.results.cursor * 6 - reader.results.top_line
        await asyncio.to_thread(add, folder, *write_story(tmp_path / "story"))
        await reader.look()
        after = reader.results.hit(reader.results.cursor)
        assert after and after.id == hit.id
        assert reader.results.total == 6  # the three that came are one story
        assert reader.results.cursor == 3
        assert reader.results.cursor * 6 - reader.results.top_line in (height, 18)
        assert reader.pane.article == shown and reader.pane.selection == selection
        assert "3 articles were added." in reader.said
        await reader.press("b")
    with Library.open(folder) as library:
        (passage,) = library.annotations.passages()
        assert passage.article_id == shown.id


async def test_an_empty_library_fills_before_the_eyes(tmp_path: Path) -> None:
    Library.open(tmp_path / "library", create=True).close()
    async with reading(tmp_path / "library") as reader:
        assert reader.results.total == 0
        await asyncio.to_thread(add, tmp_path / "library", *write_pages(tmp_path / "pages"))
        await reader.look()
        assert reader.results.total == 5
        assert reader.pane.article is not None


async def test_nothing_is_said_where_nothing_has_come(folder: Path) -> None:
    async with reading(folder) as reader:
        await reader.press("enter", "v b", "escape")
        said = len(reader.said)
        for _ in range(3):
            await reader.look()
        assert len(reader.said) == said


async def test_an_article_that_changes_is_shown_as_it_is_now(folder: Path) -> None:
    async with reading(folder) as reader:
        await reader.press("enter")
        before = reader.pane.article
        assert before
        with Library.open(folder) as library:
            library.annotations.correct_field(before.id, "title", "Another title")
            line = next(
                line for line in library.annotations.audit(before.id).lines if line.text.startswith("The hardest")
            )
            library.annotations.correct_line(before.id, line.number, False)
        await reader.look()
        await reader.look()  # nobody is writing any more
        assert reader.pane.article
        assert reader.pane.article.id == before.id and reader.pane.article.title == "Another title"


async def test_two_readers_see_each_others_passages(folder: Path) -> None:
    async with reading(folder) as one, reading(folder) as other:
        await one.press("enter", "v b")
        await other.press("enter", "v j j b")
        await one.look()
        await other.look()
        for reader in (one, other):
            hit = reader.results.hit(0)
            assert hit and hit.passages == 2
            assert len(reader.pane._passages) == 2
    with Library.open(folder) as library:
        assert len(library.annotations.passages()) == 2


async def test_two_notes_on_one_passage_are_both_kept(folder: Path) -> None:
    async with reading(folder) as one:
        await one.press("enter", "v b", "e")
        async with reading(folder) as other:
            await other.press("enter", "e", "o t h e r ctrl+s")
        await one.press("m i n e ctrl+s")
        assert any("both are kept" in words for words in one.said)
    with Library.open(folder) as library:
        (passage,) = library.annotations.passages()
        assert passage.note == "mine / other"


async def test_a_passage_waits_for_another_program_and_says_so(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runner, "SLOW_CHANGE_SECONDS", 0.05)
    async with reading(folder) as reader:
        await reader.press("enter", "v b")
        with closing(sqlite3.connect(folder / "annotations.db", isolation_level=None)) as busy:
            busy.execute("BEGIN IMMEDIATE")
            for key in "jjvbvjb":
                reader.app.post_message(key_event(key))
            while not any("Still writing" in words for words in reader.said):
                await asyncio.sleep(0.01)
            monkeypatch.setattr(runner, "SLOW_CHANGE_SECONDS", 60)  # the other changes may take long on a busy machine
            busy.execute("ROLLBACK")
        await at_rest(reader.app)
        assert sum("Still writing" in words for words in reader.said) == 1
    with Library.open(folder) as library:
        assert len(library.annotations.passages()) == 3


async def test_a_note_that_cannot_be_kept_is_given_back(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "_BUSY_TIMEOUT", 0.4)
    async with reading(folder) as reader:
        await reader.press("enter", "v b", "e")
        with closing(sqlite3.connect(folder / "annotations.db", isolation_level=None)) as busy:
            busy.execute("BEGIN IMMEDIATE")
            await reader.press("m i n e ctrl+s")
            assert any("What you wrote: “mine”" in words for words in reader.said)
            await reader.press("e", "a g a i n ctrl+s ctrl+q")
            assert not reader.app.is_ending, "leaving would hide that the note was not kept"
            busy.execute("ROLLBACK")
        await reader.press("e", "x ctrl+s", "q")
        assert reader.app.is_ending
    with Library.open(folder) as library:
        assert library.annotations.passages()[0].note == "x"
