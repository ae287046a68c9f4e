"""Commands after `:`: each names an action, and those about one article are about the one in view."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from textual.widgets import Input

from peaceindex import Library
from peaceindex.model.search import Request
from peaceindex.paths import default_library, samples_library
from peacereader.exports.formats import HIT_FORMATS
from peacereader.tui.actions_here import entries_here
from peacereader.tui.commands import ACTION_COMMANDS, ARTICLE_ACTIONS
from peacereader.tui.dialogs.export import ExportScreen
from peacereader.tui.keys import GROUPS, action_of
from peacereader.tui.screens.audit import AuditScreen
from peacereader.tui.screens.compare import CompareScreen
from peacereader.tui.screens.concordance import ConcordanceScreen
from peacereader.tui.screens.hit_article import HitArticleScreen
from peacereader.tui.screens.reading_room import ReadingRoom
from peacereader.tui.screens.story import StoryScreen
from peacereader.tui.widgets.compare_view import CompareView
from peacereader.tui.widgets.concordance_list import ConcordanceList
from tests.index.pages import write_pages
from tests.reader.driving import Driver, reading

if TYPE_CHECKING:
    from pathlib import Path


def test_every_command_names_actions_that_there_are() -> None:
    there_are = {action.name for _, actions in GROUPS.values() for action in actions}
    assert {name for actions in ACTION_COMMANDS.values() for name in actions} <= there_are
    assert there_are >= ARTICLE_ACTIONS


async def test_every_command_is_offered_and_finds_its_action(library_folder: Path) -> None:
    async with reading(library_folder, "ceasefire") as driver:
        commands = {one.name: one for one in driver.app._commands._commands(driver.room)}
        assert commands.keys() >= ACTION_COMMANDS.keys()
        here = {entry.name for entry in entries_here(driver.room, {})}
        await driver.press("B")
        here |= {entry.name for entry in entries_here(driver.app.screen, {})}
        assert {actions[0] for actions in ACTION_COMMANDS.values()} <= here
        for name, actions in ACTION_COMMANDS.items():
            action = action_of(actions[0])
            assert action and (name == "add" or commands[name].about == action.about)


async def test_compare_marks_an_article_and_shows_two(story_library: Path) -> None:
    async with reading(story_library) as driver:
        await driver.command("compare")
        assert "Marked for comparison" in driver.text()
        await driver.press("j")
        await driver.command("compare")
        assert isinstance(driver.app.screen, CompareScreen)


async def test_in_a_story_they_are_about_the_article_under_the_cursor(story_library: Path) -> None:
    async with reading(story_library, "strait") as driver:
        shown = driver.pane.article
        await driver.press("m", "G")
        assert isinstance(driver.app.screen, StoryScreen) and shown
        wanted = driver.app.screen._current_id
        assert wanted != shown.id
        await driver.command("tag")
        await driver.type("read twice")
        await driver.press("enter", "escape")
        assert driver.pane.article and driver.pane.article.id == wanted
        await driver.press("escape", "m", "g")
        assert isinstance(driver.app.screen, StoryScreen)
        origin = driver.app.screen._current_id
        await driver.command("scraped")
        assert isinstance(driver.app.screen, AuditScreen) and driver.app.screen._article_id == origin
    with Library.open(story_library) as library:
        tags = library.annotations.tagging.of([wanted, origin])
        assert tags[wanted] == ("read twice",) and tags[origin] == ()


async def test_in_the_concordance_they_are_about_the_line_under_the_cursor(
    library_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copied: list[str] = []
    async with reading(library_folder, "ceasefire") as driver:
        monkeypatch.setattr(driver.app, "copy_to_clipboard", copied.append)
        await driver.press("C", "G")
        line = driver.app.screen.query_one(ConcordanceList).current
        assert line and driver.pane.article and line.article_id != driver.pane.article.id
        await driver.command("quote")
        assert isinstance(driver.app.screen, ConcordanceScreen) and line.outlet and line.outlet in copied[-1]
        await driver.command("bookmark")
        assert isinstance(driver.app.screen, ConcordanceScreen) and "Bookmarked the sentence" in driver.text()
        await driver.press("enter")
        assert isinstance(driver.app.screen, HitArticleScreen)
        await driver.command("previous")
        assert isinstance(driver.app.screen, HitArticleScreen)
        await driver.command("next")
        await driver.command("scraped")
        assert isinstance(driver.app.screen, AuditScreen) and driver.app.screen._article_id == line.article_id
        await driver.command("back")
        assert isinstance(driver.app.screen, HitArticleScreen)
        await driver.command("story")
        assert driver.pane.article and driver.pane.article.id == line.article_id
    with Library.open(library_folder) as library:
        assert [passage.article_id for passage in library.annotations.passages()] == [line.article_id]


async def test_in_the_passages_they_are_about_the_passage_under_the_cursor(library_folder: Path) -> None:
    with Library.open(library_folder) as library:
        hits = library.search.hits(library.search.find(Request("alaska")), 0, 1)
        article = library.article(hits[0].id)
        library.annotations.bookmark(article, 0, 9)
    async with reading(library_folder) as driver:
        assert driver.pane.article and driver.pane.article.id != article.id
        await driver.press("B")
        await driver.command("label")
        await driver.type("Plan")
        await driver.press("enter", "escape")
        await driver.command("scraped")
        assert isinstance(driver.app.screen, AuditScreen) and driver.app.screen._article_id == article.id
    with Library.open(library_folder) as library:
        assert [passage.labels for passage in library.annotations.passages()] == [("Plan",)]


async def test_in_a_comparison_they_are_about_the_side_of_the_cursor(story_library: Path) -> None:
    async with reading(story_library, "strait") as driver:
        await driver.press("m", "G", "m")
        screen = driver.app.screen
        assert isinstance(screen, CompareScreen)
        await driver.press("l")
        comparison = screen.query_one(CompareView).comparison
        assert comparison and driver.pane.article and driver.pane.article.id != comparison.right.id
        await driver.command("bookmark")
        assert driver.app.screen is screen and "Bookmarked" in driver.text()
        await driver.command("tag")
        await driver.type("side")
        await driver.press("enter", "escape")
        assert driver.pane.article.id == comparison.right.id
    with Library.open(story_library) as library:
        assert [passage.article_id for passage in library.annotations.passages()] == [comparison.right.id]
        assert library.annotations.tagging.of([comparison.right.id])[comparison.right.id] == ("side",)


async def test_an_article_that_is_gone_has_nothing_done_to_another(library_folder: Path) -> None:
    with Library.open(library_folder) as library:
        article = library.article(library.search.hits(library.search.find(Request("alaska")), 0, 1)[0].id)
        library.annotations.bookmark(article, 0, 9)
        library.bin.remove([article.id])
        library.bin.empty()
    async with reading(library_folder) as driver:
        await driver.press("B")
        await driver.command("tag")
        assert isinstance(driver.app.screen, ReadingRoom) and "was removed, and the bin emptied" in driver.text()
        await driver.press("escape", "j", "enter")
        assert isinstance(driver.app.screen, ReadingRoom), "it is not done later either"


@pytest.mark.parametrize("keys", ["", "A", "B C"])
async def test_a_path_is_added_as_the_dialog_adds_it(library_folder: Path, tmp_path: Path, keys: str) -> None:
    write_pages(tmp_path / "in box", 2, first=70)
    async with reading(library_folder) as driver:
        before = driver.found
        await driver.press(*keys.split())
        await driver.command(f"add {tmp_path}/in box")
        await driver.added()
        assert "2 added" in driver.text()
        await driver.press("escape")
        assert driver.found == before + 2
        await driver.command("add")
        assert "Add a file or a folder" in driver.text()
        await driver.press("escape", "A")
        assert "in box" in driver.text()


async def test_a_path_from_the_samples_goes_to_ones_own_library(made_library: Path, tmp_path: Path) -> None:
    samples_library().parent.mkdir(parents=True)
    shutil.copytree(made_library, samples_library())
    write_pages(tmp_path / "inbox", 3, first=70)
    async with reading(samples_library(), samples=True) as driver:
        await driver.press("B")
        await driver.command(f"add '{tmp_path}/inbox'")
        await driver.added()
        assert driver.found == 3
    with Library.open(default_library()) as library:
        assert library.count() == 3


def path_line(driver: Driver) -> str:
    return driver.app.screen.query_one("#path", Input).value


async def test_an_export_with_a_path_is_written_at_once(library_folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "hits.csv"
    async with reading(library_folder, "ceasefire") as driver:
        await driver.command(f"export csv {path}")
        assert driver.app.screen is driver.room and "written to" in driver.text()
        assert path.read_text(encoding="utf-8-sig").count("ceasefire") >= 3
        await driver.command(f"export csv {path}")
        assert isinstance(driver.app.screen, ExportScreen), "a file that is there is never written over"
        assert "already exists" in " ".join(driver.text().split()) and path_line(driver) == str(path)
        await driver.press("escape")
        await driver.command(f"export csv {tmp_path}/nowhere/x.csv")
        assert isinstance(driver.app.screen, ExportScreen) and not (tmp_path / "nowhere").exists()
        await driver.press("escape", "enter", "v", "b", "escape", "B")
        await driver.command(f"export markdown {tmp_path}/passages.md")
        assert "1 passage: written to" in " ".join(driver.text().split()) and (tmp_path / "passages.md").exists()


async def test_an_export_that_may_mean_several_things_is_asked_about(library_folder: Path, tmp_path: Path) -> None:
    async with reading(library_folder, "ceasefire") as driver:
        await driver.press("enter")
        await driver.command(f"export csv {tmp_path}/a.csv")
        assert isinstance(driver.app.screen, ExportScreen) and "this article" in driver.text()
        await driver.press("escape", "h", "T")
        await driver.command(f"export csv {tmp_path}/b.csv")
        assert isinstance(driver.app.screen, ExportScreen), "the screen in view has none of its own"
        await driver.press("escape")
        await driver.command(f"export jsonld {tmp_path}/c.jsonld")
        assert isinstance(driver.app.screen, ExportScreen), "hits have another format"
        await driver.press("escape")
    assert not list(tmp_path.glob("*.*"))


async def test_what_a_command_asked_for_is_not_proposed_later(library_folder: Path, tmp_path: Path) -> None:
    async with reading(library_folder, "qqqqq") as driver:
        await driver.press("B")
        await driver.command(f"export jsonld {tmp_path}/nothing.jsonld")
        assert "There is nothing to export." in driver.text()
        await driver.press("escape", "slash", "ctrl+u")
        await driver.type("ceasefire")
        await driver.press("enter", "x")
        screen = driver.app.screen
        assert isinstance(screen, ExportScreen) and "nothing" not in path_line(driver)
        assert screen._form == HIT_FORMATS[0], "nor its format"
