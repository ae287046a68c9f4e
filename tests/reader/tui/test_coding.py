"""Labels, notes of several lines, undo and redo, driven by keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import events

from peaceindex import Library
from peacereader.tui.dialogs.label_picker import LabelPicker
from peacereader.tui.dialogs.note import NoteScreen
from peacereader.tui.widgets.passage_list import PassageList
from peacereader.tui.widgets.search_line import SearchInput
from tests.reader.driving import Driver, reading

if TYPE_CHECKING:
    from pathlib import Path


def stored(folder: Path) -> list[tuple[str, tuple[str, ...]]]:
    """The notes and labels of the passages, oldest first."""
    with Library.open(folder) as library:
        return [(passage.note, passage.labels) for passage in reversed(library.annotations.passages())]


async def bookmark_two(driver: Driver) -> None:
    await driver.press("enter", "v", "b", "j", "j", "j", "v", "j", "b")


async def test_a_label_is_made_set_and_removed(library_folder: Path) -> None:
    async with reading(library_folder, "ceasefire") as driver:
        await driver.press("enter", "v", "b", "l")
        assert isinstance(driver.app.screen, LabelPicker)
        await driver.type("Prisoner swap")
        assert "new label “Prisoner swap”" in driver.text()
        await driver.press("enter")
        await driver.type("Aid")
        await driver.press("enter", "escape")
        assert stored(library_folder) == [("", ("Prisoner swap", "Aid"))]
        await driver.press("l")
        await driver.type("swap")
        assert "■ Prisoner swap" in driver.text()
        await driver.press("enter", "escape")
        assert stored(library_folder) == [("", ("Aid",))]
        await driver.press("l", "escape")
        assert stored(library_folder) == [("", ("Aid",))]


async def test_a_digit_sets_and_removes_the_label_used_most(library_folder: Path) -> None:
    async with reading(library_folder, "ceasefire") as driver:
        await driver.press("enter", "v", "b", "1")
        assert "No label has the key 1 yet" in driver.text()
        await driver.press("l", "A", "i", "d", "enter", "escape", "1")
        assert stored(library_folder) == [("", ())]
        await driver.press("U", "1")
        assert stored(library_folder) == [("", ())]
        (library_folder / "codes.yaml").write_text("codes:\n  - {name: Law, key: 7}\n")
        await driver.press("7")
        assert stored(library_folder) == [("", ("Law",))]
        assert "Label set: Law" in driver.text()


async def test_several_marked_passages_are_labelled_and_removed_in_one_step(library_folder: Path) -> None:
    async with reading(library_folder, "ceasefire") as driver:
        await bookmark_two(driver)
        await driver.press("B", "space", "space", "l")
        assert "2 passages" in driver.text()
        await driver.press("L", "a", "w", "enter", "escape")
        assert [labels for _, labels in stored(library_folder)] == [("Law",), ("Law",)]
        assert driver.text().count("Law") >= 2
        await driver.press("slash")
        await driver.type("label:law")
        assert len(driver.app.screen.query_one(PassageList).passages) == 2
        await driver.press("ctrl+u")
        await driver.type("-label:law")
        assert driver.app.screen.query_one(PassageList).passages == []
        await driver.press("ctrl+u", "enter", "d")
        assert stored(library_folder) == []
        await driver.press("u")
        assert len(stored(library_folder)) == 2
        await driver.press("u")
        assert [labels for _, labels in stored(library_folder)] == [(), ()]
        await driver.press("ctrl+r")
        assert [labels for _, labels in stored(library_folder)] == [("Law",), ("Law",)]


async def test_a_label_that_some_have_is_given_to_all(library_folder: Path) -> None:
    async with reading(library_folder, "ceasefire") as driver:
        await bookmark_two(driver)
        await driver.press("B", "l", "x", "enter", "escape", "space", "space", "l")
        assert "◪ x" in driver.text()
        await driver.press("enter", "escape")
        assert [labels for _, labels in stored(library_folder)] == [("x",), ("x",)]


async def test_a_note_keeps_every_line_that_is_pasted(library_folder: Path) -> None:
    async with reading(library_folder, "ceasefire") as driver:
        await driver.press("enter", "v", "b", "e")
        driver.app.post_message(events.Paste("one\r\ntwo\x1b[31m\n\nfour"))
        await driver.rest()
        await driver.press("enter", "5", "escape")
        ((note, _),) = stored(library_folder)
        first, second, *rest = note.split("\n")
        assert (first, second[:3], rest) == ("one", "two", ["", "four", "5"])
        assert "\x1b" not in note
        await driver.press("B")
        assert "  four" in driver.text()


async def test_a_note_outlasts_escape_a_resize_and_quitting(library_folder: Path) -> None:
    async with reading(library_folder, "ceasefire") as driver:
        await driver.press("enter", "v", "b", "e", "a")
        await driver.pilot.resize_terminal(80, 24)
        await driver.rest()
        assert isinstance(driver.app.screen, NoteScreen)
        await driver.press("b", "escape", "e", "c")
        await driver.press("ctrl+q")
        assert "Esc keeps it" in driver.text()
        await driver.press("escape")
        assert stored(library_folder) == [("abc", ())]


async def test_labels_that_are_not_saved_yet_are_not_lost_by_quitting(library_folder: Path) -> None:
    async with reading(library_folder, "ceasefire") as driver:
        await driver.press("enter", "v", "b", "l", "A", "i", "d", "enter", "ctrl+q")
        assert "Esc keeps it" in driver.text()
        assert not driver.app.is_ending
        await driver.press("escape")
        assert stored(library_folder) == [("", ("Aid",))]


async def test_a_label_that_is_typed_but_not_set_is_not_dropped_in_silence(library_folder: Path) -> None:
    async with reading(library_folder, "ceasefire") as driver:
        await driver.press("enter", "v", "b", "l", "A", "i", "d", "escape")
        assert "“Aid” is not set: Enter sets it" in driver.text()
        await driver.press("enter", "escape")
        assert stored(library_folder) == [("", ("Aid",))]
        await driver.press("l", "x", "escape", "escape")
        assert stored(library_folder) == [("", ("Aid",))]


async def test_undo_goes_on_after_a_restart(library_folder: Path) -> None:
    async with reading(library_folder, "ceasefire") as driver:
        await driver.press("enter", "v", "b", "e", "a", "escape", "e", "b", "escape")
    assert stored(library_folder) == [("ab", ())]
    async with reading(library_folder, "ceasefire") as driver:
        await driver.press("enter", "U")
        assert "Undone: note on 1 passage" in driver.text()
        assert stored(library_folder) == [("a", ())]
        await driver.press("U", "U")
        assert stored(library_folder) == []
        await driver.press("U")
        assert "Nothing is left to undo" in driver.text()
        await driver.press("ctrl+r", "ctrl+r", "ctrl+r")
        assert stored(library_folder) == [("ab", ())]


async def test_without_a_passage_in_view_the_keys_say_so(library_folder: Path) -> None:
    async with reading(library_folder, "ceasefire") as driver:
        for key in ("l", "3", "e"):
            await driver.press("enter", key)
            assert "No passage in view" in driver.text()


async def test_a_search_for_a_label_follows_the_labels(library_folder: Path) -> None:
    async with reading(library_folder, "ceasefire") as driver:
        await driver.press("enter", "v", "b", "l")
        await driver.type("Prisoner swap")
        await driver.press("enter", "escape", "escape", "slash", "ctrl+u")
        await driver.type('label:"prisoner swp"')
        assert "Is it “Prisoner swap”?" in driver.text()
        await driver.press("ctrl+u")
        await driver.type("label:pris")
        await driver.press("tab")
        assert driver.app.screen.query_one(SearchInput).value == 'label:"Prisoner swap" '
        await driver.press("enter")
        assert driver.results.total == 1
        await driver.press("enter", "1")
        assert driver.results.total == 0
        assert driver.pane.article, "what is read stays, though it is no longer found"
        await driver.press("U")
        assert driver.results.total == 1
