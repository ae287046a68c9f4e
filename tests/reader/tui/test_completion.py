"""The search line as one types: what is offered, how it is taken, and that it never stands in the way."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peaceindex.model.search_results import Completion, CompletionKind
from peacereader.tui.widgets.completion_list import CompletionList
from peacereader.tui.widgets.offers import Offers
from peacereader.tui.widgets.search_line import SearchInput
from tests.reader.driving import Driver, reading

if TYPE_CHECKING:
    from pathlib import Path


def line(driver: Driver) -> SearchInput:
    return driver.room.query_one("#query", SearchInput)


def listed(driver: Driver) -> bool:
    return driver.room.query_one(CompletionList).display


async def test_the_rest_of_a_word_stands_behind_it_and_is_taken_with_right_or_tab(library_folder: Path) -> None:
    for key in ("right", "tab"):
        async with reading(library_folder) as driver:
            await driver.press("slash")
            await driver.type("talks ceasef")
            assert "talks ceasefire" in driver.lines()[0] and not listed(driver)
            assert driver.results.total == 2
            await driver.press(key)
            assert line(driver).value == "talks Ceasefire "  # as the pack writes it
            assert line(driver).cursor_position == len("talks ceasefire ")
            assert line(driver).has_focus and driver.results.total == 2


async def test_the_values_of_a_field_are_listed_with_their_counts(library_folder: Path) -> None:
    async with reading(library_folder) as driver:
        await driver.press("slash")
        await driver.type("outlet:")
        assert listed(driver)
        rows = driver.lines()[1:4]
        for row, outlet, count in zip(
            rows, ("Harbour Dispatch", "River Courier", "The Upland Post"), "221", strict=True
        ):
            assert outlet in row and f"outlet      {count}" in row
        await driver.press("down", "down")
        assert line(driver).value == 'outlet:"River Courier" '
        assert driver.results.total == 2 and listed(driver)
        await driver.press("up")
        assert line(driver).value == 'outlet:"Harbour Dispatch" '
        await driver.press("enter")
        assert driver.results.has_focus and not listed(driver)
        assert driver.results.total == 2


async def test_escape_closes_the_list_first_and_gives_back_what_was_typed(library_folder: Path) -> None:
    async with reading(library_folder) as driver:
        await driver.press("slash")
        await driver.type("outlet:")
        await driver.press("tab", "tab", "escape")
        assert (line(driver).value, listed(driver), line(driver).has_focus) == ("outlet:", False, True)
        assert driver.results.total == 5
        await driver.press("escape")
        assert driver.results.has_focus


async def test_tab_goes_round_the_completions_of_a_word_and_back(library_folder: Path) -> None:
    async with reading(library_folder) as driver:
        await driver.press("slash")
        await driver.type("pr")
        assert not listed(driver)
        seen = []
        await driver.press("tab")
        assert listed(driver)
        while line(driver).value != "pr":
            seen.append(line(driver).value)
            await driver.press("tab")
        assert len(seen) > 1 and len(set(seen)) == len(seen)
        await driver.press("shift+tab")
        assert line(driver).value == seen[-1]
        await driver.type("x")
        assert line(driver).value == seen[-1] + "x" and not listed(driver)


async def test_tab_goes_to_the_next_pane_where_there_is_nothing_to_complete(library_folder: Path) -> None:
    async with reading(library_folder) as driver:
        await driver.press("slash", "tab")
        assert driver.pane.has_focus
        await driver.press("ctrl+f")
        await driver.type("zzzz")
        assert "complete" not in driver.lines()[-1]
        await driver.press("tab")
        assert driver.pane.has_focus
        await driver.press("ctrl+f", "down")
        assert driver.results.has_focus


async def test_tab_pressed_before_the_answer_takes_it_when_it_comes(library_folder: Path) -> None:
    async with reading(library_folder) as driver:
        await driver.press("slash")
        await driver.press(*"ceasef", "tab")
        assert line(driver).value == "Ceasefire " and line(driver).has_focus


async def test_it_completes_in_the_middle_of_the_line_and_inside_quotation_marks(library_folder: Path) -> None:
    async with reading(library_folder) as driver:
        await driver.press("slash")
        await driver.type("tag:summit talks")
        await driver.press("home", *["right"] * 6, *["delete"] * 4)
        assert line(driver).value == "tag:su talks"
        await driver.type("m")
        await driver.press("tab")
        assert line(driver).value == "tag:summit talks"
        assert line(driver).cursor_position == len("tag:summit")
        await driver.press("ctrl+u")
        await driver.type('outlet:"the')
        assert "The Upland Post" in driver.lines()[1]
        await driver.press("tab")
        assert line(driver).value == 'outlet:"The Upland Post" '


async def test_a_field_that_was_completed_lists_its_values(library_folder: Path) -> None:
    async with reading(library_folder) as driver:
        await driver.press("slash")
        await driver.type("outl")
        assert "outlet:" in driver.lines()[0]
        await driver.press("tab")
        assert line(driver).value == "outlet:" and listed(driver)
        await driver.press("tab")
        assert line(driver).value == 'outlet:"Harbour Dispatch" '


async def test_a_late_answer_to_an_older_text_is_dropped(library_folder: Path) -> None:
    async with reading(library_folder) as driver:
        await driver.press("slash")
        await driver.type("zzz")
        late = (Completion("zebra", "word", 3, "zebra ", 6),)
        line(driver).offer("z", 1, late)
        line(driver).offer("zzz", 1, late)
        await driver.rest()
        assert "zebra" not in driver.text()
        line(driver).offer("zzz", 3, late)
        await driver.press("down")
        assert driver.results.has_focus


async def test_leaving_the_line_closes_the_list(library_folder: Path) -> None:
    async with reading(library_folder) as driver:
        await driver.press("slash")
        await driver.type("is:")
        assert listed(driver)
        driver.results.focus()
        await driver.rest()
        assert not listed(driver)
        await driver.press("slash")
        await driver.type("is:u")
        assert listed(driver)
        await driver.press("left")
        assert not listed(driver)


@pytest.mark.parametrize("size", [(60, 20), (40, 12), (30, 8), (200, 60)])
async def test_the_list_fits_every_screen(library_folder: Path, size: tuple[int, int]) -> None:
    async with reading(library_folder, size=size) as driver:
        await driver.press("slash")
        await driver.type("ceasefire talks tag:")
        region = driver.room.query_one(CompletionList).region
        assert listed(driver) and 2 <= region.height <= size[1] // 2
        assert driver.room.region.contains_region(region)
        last = len(driver.lines())
        await driver.press(*["down"] * 4)
        assert line(driver).value.startswith("ceasefire talks tag:") and len(line(driver).value) > 20
        assert len(driver.lines()) == last


async def test_help_is_a_key_away_while_typing(library_folder: Path) -> None:
    async with reading(library_folder, size=(120, 40)) as driver:
        await driver.press("slash")
        await driver.type("a?q")
        assert line(driver).value == "a?q"
        bar = driver.lines()[-1]
        assert "F1 help" in bar and "? help" not in bar and "q quit" not in bar
        await driver.press("f1")
        assert "What you can search for" in driver.lines()[1]
        await driver.press("escape")
        assert line(driver).has_focus and line(driver).value == "a?q"
        await driver.press("escape", "f1")
        assert "In the results" in driver.lines()[1]


def offers(text: str, shown: str, whole: str, start: int, kind: CompletionKind = "word") -> Offers:
    return Offers(text, len(text), (Completion(shown, kind, 1, whole, len(whole), start),))


@pytest.mark.parametrize(
    ("offered", "rest"),
    [
        (offers("talks cea", "ceasefire", "talks ceasefire ", 6), "sefire"),
        (offers("CEA", "ceasefire", "ceasefire ", 0), "sefire"),
        (offers("outlet:har", "Harbour Dispatch", 'outlet:"Harbour Dispatch" ', 7, "outlet"), "bour Dispatch"),
        (offers('outlet:"har', "Harbour Dispatch", 'outlet:"Harbour Dispatch" ', 7, "outlet"), "bour Dispatch"),
        (offers("outlet:dis", "Harbour Dispatch", 'outlet:"Harbour Dispatch" ', 7, "outlet"), ""),
        (offers("Киї", "Київ", "Київ ", 0, "name"), "в"),
        (offers("o", "outlet:", "outlet:", 0, "field"), ""),
        (offers("ou", "outlet:", "outlet:", 0, "field"), "tlet:"),
        (Offers("cea talks", 3, (Completion("ceasefire", "word", 1, "ceasefire talks", 9, 0),)), ""),
    ],
)
def test_the_letters_behind_the_text(offered: Offers, rest: str) -> None:
    assert offered.rest == rest


@given(st.integers(0, 5), st.lists(st.sampled_from([1, -1]), max_size=12))
def test_choosing_goes_round_a_ring_with_what_was_typed_in_it(count: int, steps: list[int]) -> None:
    found = tuple(Completion(str(n), "word", 1, f"text {n}", 6) for n in range(count))
    cycled = Offers("typed", 5, found)
    for by in steps:
        cycled = cycled.cycled(by)
    place = sum(steps) % (count + 1)
    assert cycled.line_state == (("typed", 5) if place == 0 else (f"text {place - 1}", 6))
    assert cycled.cycled(1).cycled(-1) == cycled
