"""`/` in the article finds in its text, as it is typed; `n` and `N` follow what was asked last."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from peaceindex import find_spans
from tests.reader.driving import reading
from tests.trials import examples

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("text", "wanted", "found"),
    [
        ("Kyiv and KYIV, Kyivan", "kyiv", ["Kyiv", "KYIV", "Kyivan"]),
        ("Kyiv and Kyivan", "kyiv ", ["Kyiv"]),
        ("Erdoğan met him; Erdogan left", "erdogan", ["Erdoğan", "Erdogan"]),
        ("a prisoner  swap, a prisoner’s swap", "prisoner sw", ["prisoner  swap"]),
        ("The ceasefire held", "fire", ["fire"]),
        ("100 € – or 1,000 €", "€", ["€", "€"]),
        ("1,000 dead", "1000", ["1,000"]),
        ("й Київ", "киів", []),
        ("停火谈判开始,停火", "停火", ["停火", "停火"]),
        ("停火谈判", "判", ["判"]),
        ("US envoy told us", "us", ["US", "us"]),
        ("anything", "  ", []),
        ("", "x", []),
    ],
)
def test_words_are_found_as_they_are_typed(text: str, wanted: str, found: list[str]) -> None:
    assert [text[start:end] for start, end in find_spans(text, wanted)] == found


@settings(max_examples=examples(60))
@given(st.text(), st.text(max_size=4))
def test_what_is_found_is_in_the_text_and_in_order(text: str, wanted: str) -> None:
    spans = find_spans(text, wanted)
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(one[1] <= other[0] for one, other in pairwise(spans))


async def test_a_find_goes_with_what_is_typed_and_the_hits_stay(library_folder: Path) -> None:
    async with reading(library_folder, "ceasefire", size=(120, 24)) as driver:
        await driver.press("enter", "n")
        assert "hit 1 of " in driver.text()
        await driver.press("slash")
        await driver.type("the")
        count = driver.pane.find_count
        assert count > 2 and f" of {count}" in driver.lines()[-2]
        assert driver.pane.hit_count, "the hits of the search stay"
        asked = driver.results.total
        await driver.type("zzz")
        assert "not found" in driver.text() and driver.results.total == asked, "the library is not searched"
        await driver.press("ctrl+u")
        await driver.type("the")
        await driver.press("down", "enter")
        number = driver.pane.find_number
        assert driver.app.focused is driver.pane and f"{number} of {count} “the”" in driver.text()
        await driver.press("n")
        assert driver.pane.find_number == number % count + 1
        await driver.press(*["n"] * (count - number))
        assert driver.pane.find_number == 1 and f"From the last back to the first of {count}." in driver.text()
        place = driver.pane.top_line
        await driver.press("slash", "escape")
        assert driver.pane.find_text == "" and driver.pane.top_line == place
        await driver.press("n")
        assert "hit 1 of 1" in driver.text(), "now the hits of the search are followed again"
        await driver.press("slash")
        await driver.type("the")
        await driver.press("enter", "escape")
        assert driver.pane.find_text == "" and driver.app.focused is driver.pane
        await driver.press("escape", "slash")
        assert driver.app.focused.id == "query"
        await driver.press("escape", "enter", "ctrl+f")
        assert driver.app.focused.id == "query", "from the article too"


async def test_a_find_at_60_columns_and_in_a_line_of_the_concordance(library_folder: Path) -> None:
    async with reading(library_folder, "ceasefire", size=(60, 20)) as driver:
        await driver.press("enter", "slash")
        await driver.type("THE")
        assert f"1 of {driver.pane.find_count}" in driver.lines()[-2]
        await driver.press("enter", "J")
        assert driver.pane.find_text == "THE" and driver.pane.find_count, "the next article is looked through too"
        await driver.press("escape", "C", "enter", "slash")
        await driver.type("and")
        assert " of " in driver.lines()[-2]
        await driver.press("enter", "n", "escape", "escape")


@pytest.mark.parametrize("width", [60, 120])
async def test_the_key_bar_has_the_keys_of_the_find_and_of_the_filters_alone(library_folder: Path, width: int) -> None:
    async with reading(library_folder, "ceasefire", size=(width, 24)) as driver:
        await driver.press("enter", "slash")
        bar = driver.lines()[-1]
        assert all(words in bar for words in ("Enter read on", "↓ next", "↑ previous", "F1 help")), bar
        assert width == 60 or "Esc close  ^u clear" in bar
        assert "search" not in bar and "quit" not in bar
        await driver.press("escape", "escape", "f", "j", "space", "X")
        bar = driver.lines()[-1]
        assert all(words in bar for words in ("Enter remove", "← previous", "→ next", "? help")), bar
        assert "facets" not in bar and "search" not in bar
        await driver.press("escape")
        assert "remove" not in driver.lines()[-1]
