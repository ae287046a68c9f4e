"""The state line: what narrows a search as chips, which are removed by key, by backspace or by a click."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import msgspec
import pytest
from rich.cells import cell_len

from peaceindex.model.search import Request, SavedView, Selection
from peacereader.tui.screens.state_wording import chips, date_ranges, order_words, without
from peacereader.tui.widgets.search_line import SearchInput
from peacereader.tui.widgets.state_layout import Chip, State, lay_out
from peacereader.tui.widgets.state_line import StateLine
from tests.reader.driving import Driver, reading
from tests.reader.tui.test_facets import go_to

if TYPE_CHECKING:
    from pathlib import Path


def state(driver: Driver) -> str:
    """What the state line says."""
    return driver.lines()[1]


def ticked(*values: str, out: tuple[str, ...] = ()) -> Selection:
    return Selection(frozenset(values), frozenset(out))


@pytest.mark.parametrize(
    ("values", "words"),
    [
        (["2025-06", "2025-05"], ["May–Jun 2025"]),
        (["2025-12", "2026-01"], ["Dec 2025–Jan 2026"]),
        (["2025-05", "2025-07"], ["May 2025", "Jul 2025"]),
        (["2023", "2024", "2025"], ["2023–2025"]),
        (["2025-05-12", "2025-05-13", "2025-05-14"], ["12–14 May 2025"]),
        (["2025-05-31", "2025-06-01"], ["31 May–1 Jun 2025"]),
        (["2025-12-31", "2026-01-01"], ["31 Dec 2025–1 Jan 2026"]),
        (["2024-02-28", "2024-02-29", "2024-03-01"], ["28 Feb–1 Mar 2024"]),
        (["2025", "2025-01", "2025-01-01"], ["2025", "Jan 2025", "1 Jan 2025"]),
        (["2025-05..2025-06", "2025-07", "2025-09..2025-10"], ["May–Jul 2025", "Sep–Oct 2025"]),
        (["2025-05-30..2025-06-02", "2024..2025"], ["2024–2025", "30 May–2 Jun 2025"]),
        (["2025..2025-06", "2025-08..2025-08-05"], ["2025–Jun 2025", "Aug 2025–5 Aug 2025"]),
        (["2025-13", "9999-12-31", "yesterday"], ["2025-13", "yesterday", "31 Dec 9999"]),
    ],
)
def test_adjacent_dates_are_one_range(values: list[str], words: list[str]) -> None:
    ranges = date_ranges(values)
    assert [name for name, _ in ranges] == words
    assert sorted(value for _, members in ranges for value in members) == sorted(values)


def test_each_filter_is_a_chip_and_none_is_left_without_them() -> None:
    request = Request(
        "swap",
        "newest",
        exact=True,
        outlets=ticked("Harbor Times", "", out=("Upland Post",)),
        dates=ticked("2025-05", "2025-06", out=("",)),
        tags=ticked(out=("usa", "")),
        view=SavedView("swaps", "2026-01-01T00:00:00Z"),
    )
    assert [chip.words for chip in chips(request)] == [
        "saved “swaps”", "outlet Harbor Times", "outlet not known", "not Upland Post", "May–Jun 2025", "date known",
        "not usa", "with tags", "exact spellings",
    ]  # fmt: skip
    for left in range(7, -1, -1):  # with other spellings more is found than was saved: both chips go
        request = without(request, chips(request)[-1])
        assert len(chips(request)) == left
    assert request == Request("swap", "newest")
    assert order_words(request) == "newest first" and order_words(Request("swap")) == "best match first"
    assert order_words(Request(" ")) == "newest first", "nothing matches better than anything else"


STATE = State(
    (
        Chip("outlet Harbor Times", "outlets"),
        Chip("not usa", "tags"),
        Chip("May–Jun 2025", "dates", is_date=True),
        Chip("outlet Государственное информационное агентство", "outlets"),
        Chip("not 新华社", "outlets"),
    ),
    "also matching: Kiev, Kyyiv, Київ and 12 more",
    "also matching 15 more",
    "~ only as typed",
    order="best match first",
)


@pytest.mark.parametrize("count", [0, 1, 2, len(STATE.chips)])
@pytest.mark.parametrize("is_hint", [False, True])
@pytest.mark.parametrize("folds_stories", [False, True])
def test_the_line_fits_and_counts_what_it_leaves_out(count: int, is_hint: bool, folds_stories: bool) -> None:
    state = msgspec.structs.replace(STATE, chips=STATE.chips[:count], is_hint=is_hint, folds_stories=folds_stories)
    for width, chosen in itertools.product(range(10, 240), (None, 0, 2, 4)):
        if chosen is not None and chosen >= max(count, 1):
            continue
        parts = lay_out(state, width, chosen)
        assert width < 30 or sum(cell_len(part.text) for part in parts) <= width
        shown = [part for part in parts if part.kind == "chip"]
        assert count != 1 or len(shown) == 1, "a click on its cross removes it"
        more = sum(int("".join(filter(str.isdigit, part.text))) for part in parts if part.kind == "more")
        assert len(shown) + more == count
        is_around = chosen is not None and count > 0
        assert not is_around or chosen in [part.number for part in shown]
        assert is_around or width < 40 or any(part.kind == ("hint" if is_hint else "note") for part in parts)
    text = "".join(part.text for part in lay_out(state, 220))
    assert f"best match first · stories {'folded' if folds_stories else 'unfolded'}" in text
    assert "also matching: Kiev" in text and "~ only as typed" in text
    assert [f"{chip.words} ✕" in text for chip in state.chips] == [True] * count


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ("the (", "A bracket is still open"),
        ("ceasefire AND", "“AND” waits for a word"),
        ('"unclosed the', "A quotation mark is still open"),
        ("kyiv outlit:x", "There is no field “outlit:”"),
    ],
)
async def test_a_problem_is_named_in_a_narrow_terminal(library_folder: Path, query: str, named: str) -> None:
    async with reading(library_folder, size=(40, 24)) as driver:
        await driver.press("z", "ctrl+f")
        await driver.type(query)
        await driver.settle()
        assert named in state(driver) and not driver.app.failures


async def test_filters_are_chips_that_are_removed_and_come_back(library_folder: Path) -> None:
    async with reading(library_folder, "istanbul") as driver:
        assert "best match first · stories folded" in state(driver)
        assert "ms" not in driver.lines()[0] and "2 of 5" in driver.lines()[0]
        await driver.press("f")
        await go_to(driver, "value", "Harbour Dispatch")
        await driver.press("enter")
        await go_to(driver, "value", "May 2025")
        await driver.press("x", "tilde", "s", "f")
        line = state(driver)
        for words in ("outlet Harbour Dispatch ✕", "not May 2025 ✕", "exact spellings ✕", "newest first"):
            assert words in line
        await driver.press("X")
        assert driver.room.query_one(StateLine).has_focus and "Enter remove" in driver.lines()[-1]
        await driver.press("left", "left", "left", "right", "enter")
        assert "Harbour Dispatch" not in state(driver) and "not May 2025 ✕" in state(driver)
        await driver.press("right", "backspace", "h", "delete")
        assert "✕" not in state(driver) and driver.results.has_focus and not driver.facets.has_ticks
        await driver.press("u", "u", "u")
        assert "outlet Harbour Dispatch ✕" in state(driver) and "exact spellings ✕" in state(driver)
        await driver.press("ctrl+r", "ctrl+r", "ctrl+r")
        assert "✕" not in state(driver)
        await driver.press("X")
        assert "No filter is set" in driver.text()


async def test_backspace_in_an_empty_line_removes_the_last_chip(library_folder: Path) -> None:
    async with reading(library_folder) as driver:
        await driver.press("f")
        await go_to(driver, "value", "Harbour Dispatch")
        await driver.press("enter")
        await go_to(driver, "value", "May 2025")
        await driver.press("enter", "ctrl+f")
        assert "outlet Harbour Dispatch ✕" in state(driver) and "May 2025 ✕" in state(driver)
        await driver.type("a")
        await driver.press("backspace")
        assert "May 2025 ✕" in state(driver)
        await driver.press("backspace")
        assert "May 2025" not in state(driver) and "outlet Harbour Dispatch ✕" in state(driver)
        await driver.press("backspace", "backspace")
        assert "✕" not in state(driver) and driver.results.total == 5
        assert driver.room.query_one(SearchInput).has_focus


async def test_a_click_removes_a_chip_and_changes_the_order(library_folder: Path) -> None:
    async with reading(library_folder, "istanbul", size=(80, 24)) as driver:
        await driver.press("f")
        await go_to(driver, "value", "Harbour Dispatch")
        await driver.press("enter", "f", "tilde")
        assert "outlet Harbour Dispatch ✕  exact spellings ✕" in state(driver)
        await driver.pilot.click(StateLine, offset=(state(driver).rindex("✕"), 0))
        await driver.rest()
        assert "outlet Harbour Dispatch ✕" in state(driver) and "exact" not in state(driver)
        assert driver.results.has_focus
        await driver.pilot.click(StateLine, offset=(state(driver).index("✕"), 0))
        await driver.rest()
        assert "✕" not in state(driver) and driver.results.total == 2
        await driver.pilot.click(StateLine, offset=(state(driver).index("best"), 0))
        await driver.rest()
        assert "newest first" in state(driver)
        await driver.pilot.click(StateLine, offset=(state(driver).index("folded"), 0))
        await driver.rest()
        assert "unfolded" in state(driver)
        await driver.press("u", "u", "u")
        assert "outlet Harbour Dispatch ✕" in state(driver) and "best match" in state(driver)


async def test_at_sixty_columns_no_filter_is_dropped_in_silence(library_folder: Path) -> None:
    async with reading(library_folder, "the", size=(60, 20)) as driver:
        await driver.press("f")
        await go_to(driver, "value", "Harbour Dispatch")
        await driver.press("enter", "j", "enter", "j", "x")
        await go_to(driver, "value", "May 2025")
        await driver.press("enter", "f")
        line = state(driver)
        assert line.count("✕") + int(line.split("+")[1].split(" more")[0]) == 4, line
        await driver.press("X", "h", "h", "h", "enter", "escape")
        assert driver.results.has_focus and "Harbour" not in state(driver)
