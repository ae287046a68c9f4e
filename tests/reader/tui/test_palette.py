"""The palette and the command line: what they find on each screen, and that it is done."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from textual.widgets import Input

from peaceindex import Library
from peaceindex.model.search import Request
from peaceindex.paths import config_dir
from peacereader.tui import key_purposes
from peacereader.tui.dialogs.command_line import CommandLine
from peacereader.tui.dialogs.export import ExportScreen
from peacereader.tui.dialogs.palette import Palette
from peacereader.tui.keys import GROUPS
from peacereader.tui.palette_search import Entry, find, folded
from peacereader.tui.screens.codebook import CodebookScreen
from peacereader.tui.screens.events import EventsScreen
from peacereader.tui.screens.help import HelpScreen
from peacereader.tui.screens.passages import PassagesScreen
from peacereader.tui.screens.reading_room import ReadingRoom
from peacereader.tui.screens.settings import SettingsScreen
from tests.reader.driving import Driver, reading
from tests.reader.pages import PAGES
from tests.trials import examples

if TYPE_CHECKING:
    from pathlib import Path

SCREENS = {
    "passages": "B", "searches": "W", "concordance": "C", "audit": "enter c", "codes": "B C", "events": "B T",
    "counts": "B C t", "differences": "B A", "help": "question_mark",
}  # fmt: skip


def offered(driver: Driver) -> list[str]:
    assert isinstance(driver.app.screen, Palette)
    return [one.entry.title for one in driver.app.screen._found]


def named(*titles: str) -> list[Entry]:
    return [Entry(title, "", "", lambda: None) for title in titles]


# Finding


def test_the_best_comes_first_and_the_typed_letters_are_marked() -> None:
    entries = named(
        "All bookmarked passages", "Bookmark what is selected", "Your codebook", "Undo it", "The look of it"
    )
    found = find(entries, "book")
    assert [one.entry.title for one in found] == [
        "Bookmark what is selected", "All bookmarked passages", "Your codebook",
    ]  # fmt: skip
    assert [sorted(one.marks) for one in found] == [[0, 1, 2, 3], [4, 5, 6, 7], [9, 10, 11, 12]]
    assert [one.entry.title for one in find(entries, "sel bookm")] == ["Bookmark what is selected"]
    assert [one.entry.title for one in find(entries, "bwis")] == ["Bookmark what is selected"]
    assert find(entries, "book undo") == [] and len(find(entries, "  ")) == len(entries)


def test_case_accents_and_scripts_are_one() -> None:
    entries = named("Überblick São", "Пошук статей", "搜索文章", "ΆΛΦΑ ½ ﬁn")
    for typed, title in {"uber": 0, "SAO": 0, "ПОШУК": 1, "搜索": 2, "αλφα": 3}.items():
        (one,) = find(entries, typed)
        assert one.entry is entries[title] and all(at < len(one.entry.title) for at in one.marks)
    assert len(folded("ΆΛΦΑ ½ ﬁn İ")) == len("ΆΛΦΑ ½ ﬁn İ")


@settings(max_examples=examples(200))
@given(st.lists(st.text(max_size=30), max_size=5), st.text(max_size=8))
def test_whatever_is_typed_marks_what_was_typed(titles: list[str], typed: str) -> None:
    for one in find(named(*titles), typed):
        letters = set("".join(folded(typed).split()))
        assert {folded(one.entry.title)[at] for at in one.marks} <= letters
        assert one.marks or not folded(typed).split()


# The palette


async def test_the_palette_opens_on_every_screen_with_what_it_can_do(library_folder: Path) -> None:
    async with reading(library_folder) as driver:
        for group, keys in SCREENS.items():
            await driver.press(*keys.split())
            screen = driver.app.screen
            assert screen is not driver.room, group
            await driver.press("ctrl+p")
            titles = offered(driver)
            own = [one for one in GROUPS[group][1] if one.bar and one.action != "label_key"]
            assert sum(one.about in titles for one in own) >= len(own) - 1, group
            assert "Order the results: best match, newest, oldest or last added first" in titles, "of the room"
            assert not [title for title in titles if title in {one.name for _, all_ in GROUPS.values() for one in all_}]
            await driver.press("escape")
            assert driver.app.screen is screen, group
            for _ in range(4):
                if driver.app.screen is not driver.room:
                    await driver.press("escape")
            assert driver.app.screen is driver.room, group


async def test_what_is_chosen_is_done_where_it_belongs(library_folder: Path) -> None:
    async with reading(library_folder) as driver:
        await driver.press("ctrl+p")
        await driver.type("order results")
        await driver.press("enter")
        assert isinstance(driver.app.screen, ReadingRoom) and driver.room.sort == "newest"
        await driver.press("ctrl+p")
        await driver.type("start selecting")
        await driver.press("enter")
        assert driver.pane.has_focus and driver.pane.selection, "an action of another pane goes there first"
        bar = driver.lines()[-1]
        assert "b bookmark" in bar and "j more" in bar and "Esc cancel" in bar and "? help" in bar
        await driver.press("escape")
        assert "b bookmark" in driver.lines()[-1] and "j more" not in driver.lines()[-1]
        await driver.press("ctrl+p")
        await driver.type("your codebook")
        await driver.press("enter")
        assert isinstance(driver.app.screen, CodebookScreen), "and what is behind another screen, by way of it"
        await driver.press("ctrl+p")
        await driver.type("theme paper")
        await driver.press("enter")
        assert driver.app.theme == "paper" and isinstance(driver.app.screen, CodebookScreen)
        await driver.press("ctrl+p")
        await driver.type("exact")
        await driver.press("ctrl+p")
        assert isinstance(driver.app.screen, CodebookScreen), "the key that opened it leaves it"
        await driver.press("ctrl+p")
        await driver.type("zzzz")
        await driver.press("enter")
        assert "Nothing has these words" in driver.text()


async def test_searches_and_labels_are_found(library_folder: Path) -> None:
    with Library.open(library_folder) as library:
        library.search.save_search("The [b]swaps[/b]", Request('"prisoner swap"'))
        library.search.log_search(library.search.find(Request("alaska")))
        article = library.article(library.search.hits(library.search.find(Request("geneva")), 0, 1)[0].id)
        library.annotations.bookmark(article, 0, 9, labels=["Peace plan"])
    async with reading(library_folder) as driver:
        await driver.press("B", "ctrl+p")
        await driver.type("swaps")
        assert "Saved search: The [b]swaps[/b]" in driver.text()
        await driver.press("enter")
        assert driver.app.screen is driver.room and driver.results.total == 2
        await driver.press("ctrl+p")
        await driver.type("alaska")
        await driver.press("enter")
        assert driver.titles == [PAGES["04"][2]] if "04" in PAGES else driver.results.total == 1
        await driver.press("ctrl+p")
        await driver.type("label peace")
        await driver.press("enter")
        assert driver.results.total == 1 and "Geneva" in driver.titles[0]


@pytest.mark.parametrize("name", ['The "deal": a plan', "none", "*", "a-b OR c", 'Ends with "'])
async def test_a_label_is_found_whatever_its_name(library_folder: Path, name: str) -> None:
    with Library.open(library_folder) as library:
        article = library.article(library.search.hits(library.search.find(Request("geneva")), 0, 1)[0].id)
        library.annotations.bookmark(article, 0, 9, labels=[name])
    async with reading(library_folder, "alaska") as driver:
        await driver.press("ctrl+p")
        driver.app.screen.query_one(Input).value = f"label {name}"
        await driver.rest()
        await driver.press("enter")
        assert [title for title in driver.titles if "Geneva" in title] == driver.titles and driver.titles
        assert "cannot be searched" not in driver.text()


# The command line


async def test_commands_are_run_by_name(library_folder: Path) -> None:
    async with reading(library_folder) as driver:
        await driver.command("sort oldest")
        assert str(driver.room.sort) == "oldest"
        await driver.command("so newest")
        assert str(driver.room.sort) == "newest", "by the beginning of its name, too"
        await driver.command("theme paper")
        assert driver.app.theme == "paper"
        await driver.command("search alaska")
        assert driver.results.total == 1
        hit = driver.results.hit(0)
        assert hit
        await driver.command("search")
        assert isinstance(driver.app.screen, CommandLine) and "“search” needs QUERY" in driver.text()
        await driver.press("escape", "B")
        await driver.command(f"open {hit.id[:6]}")
        assert driver.pane.has_focus and driver.pane.article and driver.pane.article.id == hit.id
        await driver.command("events")
        assert isinstance(driver.app.screen, EventsScreen)
        await driver.command("passages")
        assert isinstance(driver.app.screen, PassagesScreen)
        await driver.press("escape")
        await driver.command("export csv /tmp/here.csv")
        assert isinstance(driver.app.screen, ExportScreen)
        assert "/tmp/here.csv" in driver.text() and driver.app.screen._form == "csv"
        await driver.press("escape")
        await driver.command("help bookmark")
        assert isinstance(driver.app.screen, HelpScreen) and "Bookmark what is selected" in driver.text()
        await driver.press("escape", "escape")
        await driver.command("open ffffffffffff")
        assert "no article" in driver.text().casefold()
        await driver.press("colon", "q")
        with pytest.MonkeyPatch.context() as patched:
            quitting: list[bool] = []
            patched.setattr(driver.app, "_quit", lambda: quitting.append(True))  # a reader that ends comes to no rest
            await driver.press("enter")
        assert quitting


async def test_the_command_line_completes_remembers_and_refuses_in_words(library_folder: Path) -> None:
    async with reading(library_folder) as driver:
        await driver.press("colon", "s", "o", "tab")
        line = driver.app.screen.query_one("Input")
        assert line.value == "sort "  # type: ignore[attr-defined]
        await driver.press("tab", "tab")
        assert line.value == "sort newest"  # type: ignore[attr-defined]
        await driver.press("enter", "colon", "up")
        assert driver.app.screen.query_one("Input").value == "sort newest"  # type: ignore[attr-defined]
        await driver.press("down", "escape")
        for typed, words in {
            "sorte": "There is no command “sorte”. Did you mean sort",
            "sort best": "There is no order “best”. There are: relevance, newest, oldest, added.",
            "s": "“search” needs QUERY",
            "quit now": "“quit” stands alone",
            "open ../x": "is no id of an article",
            "set measure 3": "measure cannot be 3. It takes 30 to 160.",
            "set": "“set” needs SETTING VALUE",
            "export nope": "There is no format “nope”",
            "add /no/such/place": "There is no file or folder /no/such/place.",
            "[b]x[/b]": "There is no command “[b]x[/b]”",
        }.items():
            await driver.command(typed)
            shown = " ".join(driver.text().split())
            assert words in shown, (typed, driver.lines()[-4:])
            await driver.press("escape")
        await driver.command("")
        assert driver.app.screen is driver.room
    async with reading(library_folder) as driver:
        await driver.press("colon", "up")
        assert driver.app.screen.query_one("Input").value == "sort newest"  # type: ignore[attr-defined]


async def test_a_path_is_completed_and_added(library_folder: Path, tmp_path: Path) -> None:
    (tmp_path / "more pages").mkdir()
    (tmp_path / "more pages" / "one.txt").write_text(
        "The harbour opens again\nBy Ann Stone\n12 June 2025\n\nThe harbour opened again on Monday, after a winter in "
        "which no ship came in. The first was a freighter with grain.\n\nThe mayor spoke of a good day for the town.\n"
    )
    async with reading(library_folder) as driver:
        await driver.press("colon")
        await driver.type(f"add {tmp_path}/more p")
        await driver.press("tab")
        assert driver.app.screen.query_one("Input").value == f"add {tmp_path}/more pages/"  # type: ignore[attr-defined]
        await driver.press("enter")
        await driver.added()
        assert "1 added" in " ".join(driver.text().split())
    with Library.open(library_folder) as library:
        assert library.count() == 6


# Settings


async def test_settings_are_changed_and_written(library_folder: Path) -> None:
    path = config_dir() / "config.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("# mine\nmeasure: 60  # narrow\nannotator: Ada\n")
    async with reading(library_folder) as driver:
        await driver.command("settings")
        assert isinstance(driver.app.screen, SettingsScreen)
        text = driver.text()
        for words in (r"measure +60\b", "The longest line of an article", r"annotator +Ada\b"):
            assert re.search(words, text), words
        await driver.press("j", "enter", "ctrl+u", "3", "enter")
        assert "measure cannot be 3" in driver.text()
        await driver.press("0", "enter")
        assert path.read_text() == "# mine\nmeasure: 30  # narrow\nannotator: Ada\n"
        await driver.press("k", "enter", "tab", "enter")
        assert "theme: clear" in path.read_text() and driver.app.theme == "clear", "a theme counts at once"
        await driver.press("d")
        assert "#theme: clear" in path.read_text()
        await driver.press("slash")
        await driver.type("searches logged")
        await driver.press("enter", "enter")
        assert "search_log: false" in path.read_text()
        await driver.press("slash", "ctrl+u")
        await driver.type("your own keys")
        await driver.press("enter", "j", "enter")
        await driver.type("next of what was")
        await driver.press("enter", "ctrl+u")
        await driver.type("e")
        await driver.press("enter")
        assert "two actions on one screen" in " ".join(driver.text().split())
        await driver.press("ctrl+u", "f", "9", "enter")
        assert "keys:\n  next-hit: f9\n" in path.read_text()
        await driver.press("escape")
        await driver.command("set measure 80")
        assert "measure: 80  # narrow" in path.read_text()


async def test_a_config_that_cannot_be_changed_is_left_and_told(library_folder: Path) -> None:
    path = config_dir() / "config.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("theme: &x ink\nannotator: *x\n")
    async with reading(library_folder) as driver:
        await driver.command("set theme paper")
        assert any("cannot be changed safely" in toast.message for toast in driver.app._notifications)
        assert "config.yaml" in driver.text()
    assert path.read_text() == "theme: &x ink\nannotator: *x\n"


# The help


def test_every_word_that_says_what_actions_are_for_is_of_an_action() -> None:
    parts = [action.name.split("-") for _, actions in GROUPS.values() for action in actions]
    words = {word for name in parts for word in (*name, *("-".join(name[at:]) for at in range(len(name))))}
    assert set(key_purposes._PURPOSES) <= words
    assert {key_purposes.purpose_of(action) for _, actions in GROUPS.values() for action in actions} == {
        *key_purposes.ORDER
    }


async def test_the_help_begins_here_and_is_filtered(library_folder: Path) -> None:
    async with reading(library_folder, size=(120, 40)) as driver:
        await driver.press("B", "question_mark")
        assert "In the list of passages (here)" in driver.lines()[1]
        await driver.type("undo passages")
        text = driver.text()
        assert "Undo your last change of passages" in text and "Next passage" not in text
        await driver.type(" zzz")
        assert "Nothing in this help has these words" in driver.text()
        await driver.press("escape")
        assert isinstance(driver.app.screen, HelpScreen) and "Next passage" in driver.text()
        await driver.press("pagedown")
        assert "In the list of passages (here)" not in driver.lines()[1]
        await driver.press("tab", "g")
        assert "In the list of passages (here)" in driver.lines()[1]
        await driver.press("q")
        assert isinstance(driver.app.screen, PassagesScreen)


@pytest.mark.parametrize("width", [60, 80, 200])
async def test_the_bar_always_has_the_help(library_folder: Path, width: int) -> None:
    async with reading(library_folder, size=(width, 24)) as driver:
        for keys in ("", "enter", "v", "escape", "f", "escape", "slash", "escape", "B", "C", "escape", "escape", "W"):
            await driver.press(*keys.split())
            bar = driver.lines()[-1]
            assert "help" in bar, (keys, bar)
            assert len(bar.rstrip()) <= width


async def test_messages_name_the_keys_that_the_user_has(library_folder: Path) -> None:
    path = config_dir() / "config.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    keys = {
        "select": "f2", "bookmark": "f3", "note": "f4", "line-undo": "f5", "searches": "f6", "folders": "f7",
        "folder-add": "f8", "period-add": "f9", "label": "f10", "code-add": "f11", "passage-undo": "f12", "event": "Z",
    }  # fmt: skip
    path.write_text("keys:\n" + "".join(f"  {name}: {key}\n" for name, key in keys.items()))
    async with reading(library_folder, "ceasefire") as driver:
        await driver.press("M")
        assert "F6 shows yours." in driver.text()
        await driver.press("T", "d")
        assert "F9 adds another to compare." in driver.text()
        await driver.press("escape", "B")
        assert "In an article, F2 selects" in driver.text()
        await driver.press("C")
        assert "No codes yet. F11 adds one; or label a passage by F10" in " ".join(driver.text().split())
        await driver.press("escape", "escape", "enter", "Z")
        assert "F2 selects, F3 bookmarks, then Z codes" in driver.text()
        await driver.press("f3")
        assert "Sentence selected: j adds the next, F3 bookmarks." in driver.text()
        await driver.press("f3")
        assert "F4 writes a note on it, F10 labels it" in driver.text()
        await driver.press("escape", "B", "d")
        assert "Removed. F12 brings back." in driver.text()
        await driver.press("escape", "C", "b")
        assert "F5 takes it back." in driver.text()
