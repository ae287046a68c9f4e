"""The reading room, driven by its keys."""

from __future__ import annotations

import json
import os
import shutil
from typing import TYPE_CHECKING

import pytest

from peaceindex import Library
from peacereader.tui import clipboard
from peacereader.tui.app import PeacereaderApp
from peacereader.tui.keys import GROUPS
from peacereader.tui.screens.help import HelpScreen
from peacereader.tui.screens.passages import PassagesScreen
from peacereader.tui.screens.reading_room import ReadingRoom
from peacereader.tui.screens.too_small import TooSmallScreen
from peacereader.tui.widgets.passage_list import PassageList
from tests.reader.driving import Driver, reading
from tests.reader.tui.test_facets import go_to, side

if TYPE_CHECKING:
    from pathlib import Path

FIRST = "Delegations meet in Istanbul for the first time in three years"
SECOND = "Second round in Istanbul ends with lists but no ceasefire"


async def test_it_opens_on_all_articles_with_facets_and_the_first_article(library_folder: Path) -> None:
    async with reading(library_folder) as driver:
        assert driver.results.total == 5
        screen = driver.text()
        assert "5 articles" in screen
        assert "River Courier" in screen and "Outlets" in screen and "Dates" in screen
        assert driver.pane.article is not None


async def test_it_searches_while_one_types(library_folder: Path) -> None:
    async with reading(library_folder) as driver:
        await driver.press("slash")
        await driver.type("ceasefire")
        assert driver.results.total == 3
        await driver.type(" alaska")
        assert driver.results.total == 0
        assert "No article matches" in driver.text()
        await driver.press("ctrl+u")
        assert driver.results.total == 5


async def test_a_word_that_is_still_being_typed_finds_what_begins_so(library_folder: Path) -> None:
    async with reading(library_folder) as driver:
        await driver.press("slash")
        await driver.type("ceasef")
        assert driver.results.total == 3
        assert "found: ceasef*" in driver.text()
        await driver.type("ire")
        assert driver.results.total == 3
        assert "found:" not in driver.text()
        await driver.press("enter", "enter", "n")
        assert driver.pane.hit_number == 1


async def test_a_query_from_the_command_line_is_asked_at_once(library_folder: Path) -> None:
    async with reading(library_folder, "alaska") as driver:
        assert driver.titles == ["Summit in Alaska brings handshakes and no agreement"]
        assert driver.room.query_one("#query").value == "alaska"  # type: ignore[attr-defined]


async def test_a_passage_is_kept_exactly(library_folder: Path) -> None:
    async with reading(library_folder) as driver:
        await driver.press("slash")
        await driver.type("ceasefire")
        await driver.press("enter", "j", "enter")
        article = driver.pane.article
        assert article is not None
        await driver.press("v", "j", "b")
        assert "Bookmarked" in driver.text()
        await driver.press("q")
    with Library.open(library_folder) as library:
        (passage,) = library.annotations.passages()
    sentences = article.paragraphs[0].split(". ")
    assert passage.quote == ". ".join(sentences[:2])
    assert passage.quote == article.text[passage.start : passage.end]
    assert (passage.outlet, passage.date, passage.article_id) == (article.outlet, article.date, article.id)
    assert passage.anchoring == "exact"


async def test_hits_are_gone_through_in_a_ring(library_folder: Path) -> None:
    async with reading(library_folder, "ceasefire istanbul second") as driver:
        await driver.press("enter")
        count = driver.pane.hit_count
        assert count >= 2
        numbers = []
        for _ in range(count + 1):
            await driver.press("n")
            numbers.append(driver.pane.hit_number)
        assert numbers == [*range(1, count + 1), 1]
        await driver.press("N")
        assert driver.pane.hit_number == count
        assert f"hit {count} of {count}" in driver.text()


async def test_next_and_previous_article(library_folder: Path) -> None:
    async with reading(library_folder) as driver:
        titles = driver.titles
        await driver.press("enter", "J")
        assert driver.pane.article is not None and driver.pane.article.title == titles[1]
        await driver.press("K", "K")
        assert driver.pane.article.title == titles[0]
        assert "first article" in driver.text()


async def test_what_was_read_is_marked_and_found_again(library_folder: Path) -> None:
    async with reading(library_folder, "alaska") as driver:
        await driver.press("enter")
        hit = driver.results.hit(0)
        assert hit is not None and hit.read
    async with reading(library_folder, "is:unread") as driver:
        assert driver.results.total == 4


async def test_ticking_facets_narrows_and_keeps_the_other_values_in_sight(library_folder: Path) -> None:
    async with reading(library_folder) as driver:
        await driver.press("f", "enter")
        assert driver.results.total == 2
        assert "✓" in driver.text()
        await driver.press("j", "enter")
        assert driver.results.total == 4
        await driver.press("x")
        assert driver.results.total == 2
        assert "– " in driver.text()
        await driver.press("c")
        assert driver.results.total == 5


async def test_escape_leads_out_step_by_step(library_folder: Path) -> None:
    async with reading(library_folder, "istanbul") as driver:
        await driver.press("f", "enter", "tab", "tab", "v")
        assert driver.pane.selection
        await driver.press("escape")
        assert not driver.pane.selection
        await driver.press("escape")
        assert driver.results.has_focus and driver.facets.has_ticks
        await driver.press("escape", "escape")
        assert driver.facets.has_ticks and driver.room.query_one("#query").value == "istanbul"  # type: ignore[attr-defined]
        assert "/ ^u clears the words, X removes filters, u undoes." in driver.text()


async def test_results_are_sorted_and_the_order_is_remembered(library_folder: Path) -> None:
    async with reading(library_folder, "ceasefire") as driver:
        await driver.press("s")
        dates = [hit.date for i in range(3) if (hit := driver.results.hit(i))]
        assert dates == sorted(dates, key=str, reverse=True)
        await driver.press("s")
        dates = [hit.date for i in range(3) if (hit := driver.results.hit(i))]
        assert dates == sorted(dates, key=str)
    async with reading(library_folder, "ceasefire") as driver:
        assert driver.titles[0] == FIRST


async def test_other_spellings_are_told_and_switched_off(library_folder: Path) -> None:
    async with reading(library_folder, "Kyiv") as driver:
        assert driver.results.total == 3
        assert "also matching: Kiev" in driver.text()
        await driver.press("tilde")
        assert driver.results.total == 2
        assert SECOND not in driver.titles


async def test_an_odd_query_gets_a_hint_and_no_error(library_folder: Path) -> None:
    async with reading(library_folder) as driver:
        await driver.press("slash")
        for query in ('"', "((", "AND", "date:", "foo:bar", "-", "*", "~", "[bold]x[/]", "a OR", '"Kyiv said'):
            await driver.press("ctrl+u")
            await driver.type(query)
        assert driver.app.is_running


async def test_passages_are_listed_annotated_removed_and_brought_back(library_folder: Path) -> None:
    async with reading(library_folder, "ceasefire") as driver:
        await driver.press("enter", "v", "b", "e")
        await driver.type("for chapter two")
        await driver.press("ctrl+s", "J", "v", "j", "b", "B")
        assert isinstance(driver.app.screen, PassagesScreen)
        passages = driver.app.screen.query_one(PassageList)
        assert len(passages.passages) == 2
        assert "for chapter two" in driver.text()
        await driver.press("d")
        assert len(passages.passages) == 1
        await driver.press("u")
        assert len(passages.passages) == 2
        await driver.press("slash")
        await driver.type("chapter")
        assert [p.note for p in passages.passages] == ["for chapter two"]
        place = passages.passages[0]
        await driver.press("enter", "enter")
        assert driver.pane.article is not None and driver.pane.article.id == place.article_id
        assert driver.pane.has_focus


async def test_copying_gives_the_words_with_their_source(library_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copied: list[str] = []

    def copy(text: str) -> str:
        copied.append(text)
        return "a test"

    monkeypatch.setattr(clipboard, "copy", copy)
    async with reading(library_folder, "alaska") as driver:
        await driver.press("enter", "v", "y")
        assert "by a test" in driver.text()
        assert driver.app.clipboard == copied[0]
    assert copied[0].startswith("The presidents of the United States and Russia met on a military base in Alaska.\n")
    for part in ("Summit in Alaska", "The Upland Post", "15 August 2025", "https://theuplandpost.example/", "article "):
        assert part in copied[0]


async def test_the_help_tells_every_key_in_force(library_folder: Path, own_home: Path) -> None:
    config = own_home / ".config" / "peacereader"
    config.mkdir(parents=True)
    (config / "config.yaml").write_text("keys: {next-hit: ctrl+n, nonsense: x}\n")
    async with reading(library_folder, "ceasefire", size=(120, 1000)) as driver:
        assert "nonsense" in driver.text()
        await driver.press("enter", "n")
        assert driver.pane.hit_number == 0
        await driver.press("ctrl+n")
        assert driver.pane.hit_number == 1
        await driver.press("question_mark")
        assert isinstance(driver.app.screen, HelpScreen)
        screen = driver.text()
        for _, actions in GROUPS.values():
            for action in actions:
                assert action.name == "help-back" or action.about[:40] in screen, action.name
        assert "^n " in screen
        await driver.press("q")
        assert isinstance(driver.app.screen, ReadingRoom)


async def test_themes_are_shown_while_choosing_and_the_choice_is_remembered(
    library_folder: Path, own_home: Path
) -> None:
    async with reading(library_folder) as driver:
        before = driver.app.theme
        await driver.press("t", "j")
        assert driver.app.theme != before
        await driver.press("escape")
        assert driver.app.theme == before
        await driver.press("t", "j", "enter")
        chosen = driver.app.theme
    state = json.loads((own_home / ".local/state/peacereader/reader.json").read_text())
    assert state["theme"] == chosen != before
    async with reading(library_folder) as driver:
        assert driver.app.theme == chosen


async def test_the_address_is_opened_or_said_to_be_unknown(
    library_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    async with reading(library_folder, "alaska") as driver:
        monkeypatch.setattr(driver.app, "open_url", lambda url, new_tab=True: opened.append(url))
        await driver.press("enter", "o")
    assert opened == ["https://theuplandpost.example/20250815/04.html"]


@pytest.mark.parametrize("size", [(200, 60), (120, 40), (100, 30), (80, 24), (60, 20), (40, 12)])
async def test_every_pane_can_be_reached_at_every_size(library_folder: Path, size: tuple[int, int]) -> None:
    async with reading(library_folder, "ceasefire", size=size) as driver:
        assert driver.results.region.width >= 20
        await driver.press("enter")
        assert driver.pane.has_focus and driver.pane.region.width >= 30
        await driver.press("f")
        assert driver.facets.has_focus and driver.facets.region.width >= 20
        await driver.press("f", "tab")
        assert driver.pane.has_focus
        assert all(len(line) == size[0] for line in driver.lines())
        measure = driver.pane.measure
        assert size[0] < 80 or driver.pane.width >= measure + 4, "the text that one reads keeps its measure"
        await driver.press("escape")
        panes = (driver.results, driver.pane, driver.facets)
        shown = sum(pane in driver.room._compositor.visible_widgets for pane in panes)
        assert shown == (3 if size[0] >= 120 else 2 if size[0] >= 80 else 1)


async def test_a_terminal_that_is_too_small_says_so_and_recovers(library_folder: Path) -> None:
    async with reading(library_folder, size=(20, 5)) as driver:
        assert isinstance(driver.app.screen, TooSmallScreen)
        assert "Too small" in driver.text()
        await driver.pilot.resize_terminal(80, 24)
        await driver.rest()
        assert isinstance(driver.app.screen, ReadingRoom)
        assert driver.results.total == 5


async def test_the_words_in_view_stay_in_view_when_the_width_changes(library_folder: Path) -> None:
    async with reading(library_folder, "second", size=(80, 12)) as driver:
        await driver.press("enter", "G")
        place = driver.pane.reading_position
        await driver.pilot.resize_terminal(140, 12)
        await driver.rest()
        assert abs(driver.pane.reading_position - place) < 200


async def test_text_of_a_source_is_never_markup_and_never_acts(tmp_path: Path) -> None:
    page = tmp_path / "hostile.txt"
    page.write_text(
        " date 2025-06-02 https://harbourdispatch.example/x.html\n\n[bold red]Title[/] of @click=quit()\n\n"
        "Harbour Dispatch\n\n"
        + "The delegations met [link=x]in \x1b[31mIstanbul\x1b]0;owned\x07 on Monday and spoke for an hour. " * 3
        + "\n\n[/] [reverse]Another paragraph [[that]] looks like markup, and is long enough to be an article.\n",
        encoding="utf-8",
    )
    with Library.open(tmp_path / "library", create=True) as library:
        assert [a.status for a in library.ingest.add([page])] == ["added"]
    async with reading(tmp_path / "library", "istanbul") as driver:
        await driver.press("enter", "v", "b", "B")
        screen = driver.text()
        assert "\x1b" not in screen and "\x07" not in screen
        await driver.press("escape")
        assert "[link=x]in Istanbul on Monday" in " ".join(driver.text().split())


async def test_a_library_that_is_not_there_is_told(tmp_path: Path) -> None:
    async with reading(tmp_path / "nowhere") as driver:
        assert "nowhere" in driver.text() and "q leaves" in driver.text()
        await driver.press("q")


async def test_a_first_launch_opens_the_sample_pages_and_says_so(own_home: Path) -> None:
    from peacereader.resources import choose_library

    folder, samples = choose_library(None)
    assert samples
    async with reading(folder, samples=samples) as driver:
        while driver.results.total == 0:
            await driver.rest()
        assert driver.results.total >= 20
        assert "Sample pages" in driver.text() and "a adds your own" in driver.text()


async def test_a_month_unfolds_into_days_that_can_be_ticked(library_folder: Path) -> None:
    async with reading(library_folder) as driver:
        await driver.press("enter", "f")
        await go_to(driver, "value", "May 2025")
        assert "16 May" not in side(driver)
        article = driver.pane.article
        await driver.press("l")
        assert "16 May" in side(driver) and "25 May" in side(driver)
        assert driver.pane.article is article
        await driver.press("j", "enter")
        assert driver.titles == [FIRST]
        await driver.press("enter", "h")
        assert driver.results.total == 5
        assert "25 May" not in side(driver)


async def test_an_article_that_is_left_and_come_back_to_shows_the_lines_it_was_left_at(library_folder: Path) -> None:
    async with reading(library_folder, size=(60, 10)) as driver:
        await driver.press("j", "j", "enter", "ctrl+d", "ctrl+d", "ctrl+d", "j")
        place = driver.pane.top_line
        assert driver.pane.position_to_remember
        for _ in range(3):
            await driver.press("J", "K")
            assert 0 <= driver.pane.top_line - place <= 1, "a blank line at the top is passed over, once"


async def test_notes_that_are_taken_away_while_it_is_open_come_back_and_are_told(
    library_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with reading(library_folder) as driver:
        said: list[str] = []
        monkeypatch.setattr(driver.app, "notify", lambda message, **_: said.append(message))
        await driver.press("enter", "v", "b")
        (library_folder / "annotations.db").unlink()
        await driver.press("v", "j", "b")
        assert any("annotations.db was gone. It was restored" in words for words in said)
    with Library.open(library_folder) as library:
        assert len(library.annotations.passages()) == 2


@pytest.mark.parametrize("index", ["its own", "none"])
async def test_a_library_that_cannot_be_written_is_read(
    library_folder: Path, monkeypatch: pytest.MonkeyPatch, index: str
) -> None:
    if index == "none":
        shutil.rmtree(library_folder / "search", ignore_errors=True)
    monkeypatch.setattr(os, "access", lambda path, mode, **how: not mode & os.W_OK)  # only root can make such a disk
    async with reading(library_folder) as driver:
        assert "open read-only" in driver.text()
        await driver.press("slash")
        await driver.type("ceasefire")
        assert driver.results.total == 3
        await driver.press("enter", "enter", "j", "escape", "W", "escape")
        assert "annotations.db" not in driver.text()  # what nobody asked to be kept is not spoken of again
        await driver.press("enter", "v", "b")
        assert "annotations.db" in driver.text()
        await driver.press("escape", "escape", "q")


async def test_the_library_opens_behind_a_screen_that_comes_first(library_folder: Path) -> None:
    app = PeacereaderApp(library_folder)
    async with app.run_test(size=(120, 40)) as pilot:
        app.action_help()
        driver = Driver(app, pilot)
        await driver.rest()
        assert isinstance(app.screen, HelpScreen)
        assert driver.room.tasks.library is not None
