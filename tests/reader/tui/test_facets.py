"""The facets as they are used: values filtered, facets opened and closed, ranges of dates marked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from peaceindex import Library
from peaceindex.model.article import RawDocument
from peaceindex.storage.serialization import PackedArticle
from tests.index.search.conftest import make
from tests.reader.driving import reading

if TYPE_CHECKING:
    from pathlib import Path

    from tests.reader.driving import Driver


def side(driver: Driver) -> str:
    """What stands in the sidebar."""
    facets = driver.facets
    return "\n".join(line[: facets.region.right - 1].rstrip() for line in driver.lines()[facets.region.y :])


async def go_to(driver: Driver, kind: str, label: str = "") -> None:
    """Move the cursor down to a line."""
    await driver.press("g", "k", "k")
    lines = driver.facets._lines
    wanted = next(n for n, line in enumerate(lines) if line.kind == kind and line.label.startswith(label))
    while driver.facets.cursor < wanted:
        await driver.press("j")
    assert driver.facets.cursor == wanted


async def test_values_are_filtered_as_one_types(library_folder: Path) -> None:
    async with reading(library_folder) as driver:
        await driver.press("f")
        await go_to(driver, "heading", "Tags")
        before = side(driver).replace(" articles", "")
        assert "Kyiv" in before and "Ceasefire" in before
        await driver.press("slash")
        await driver.type("kiev")
        await driver.rest()
        assert "/kiev▏" in side(driver)
        assert "Kyiv" in side(driver) and "Ceasefire" not in side(driver) and "Harbour Dispatch" in side(driver)
        await driver.press("ctrl+u")
        await driver.type("停火" * 20 + "和平")
        assert "和平▏" in side(driver)
        await driver.press("ctrl+u")
        await driver.type("cease q")
        assert "Ceasefire" not in side(driver)
        await driver.press("backspace", "backspace")
        assert "Ceasefire" in side(driver) and "Kyiv" not in side(driver)
        await driver.press("escape")
        assert (
            "".join(side(driver).replace(" articles", "").split()) == "".join(before.split())
            and driver.facets.has_focus
            and driver.results.total == 5
        )
        await driver.press("slash")
        await driver.type("kyiv")
        await driver.press("enter")
        assert "✓ Kyiv" in side(driver) and "Ceasefire" in side(driver) and "/kyiv" not in side(driver)
        assert 0 < driver.results.total < 5


async def test_a_filter_looks_at_all_of_very_many_values(library_folder: Path) -> None:
    tags = {"many": [f"tag {n:04}" for n in range(2500)], "few": ["rarest"]}
    with Library.open(library_folder) as library, library.articles.writing():
        for name, tags_of in tags.items():
            article = make(name, "The quagga came back to the coast.", tags=tags_of)
            library.articles.insert(PackedArticle.of(article, RawDocument.of(name, "")), name)
    async with reading(library_folder, "quagga") as driver:
        await driver.press("f")
        await go_to(driver, "heading", "Tags")
        await driver.press("h")
        assert "2,501" in side(driver), "a closed heading counts all of them"
        await driver.press("l")
        assert "+ 2,489 more" in side(driver)
        await driver.press("slash")
        await driver.type("tag")
        await driver.rest()
        assert any(line.label == "1,500 more match" for line in driver.facets._lines)
        await driver.press("ctrl+u")
        await driver.type("2499")
        await driver.rest()
        assert "tag 2499" in side(driver)
        await driver.press("enter")
        await driver.rest()
        assert driver.results.total == 1 and "✓ tag 2499" in side(driver) and "0 articles" not in side(driver)
        await go_to(driver, "more")
        await driver.press("enter")
        await driver.press("G", "k", "k", "k", "k", "k")
        assert "+ 1,500 by filter" in side(driver) and "- fewer" in side(driver), "what is not listed is told"
        await driver.press("enter")
        await driver.type("rarest")
        await driver.rest()
        assert "/rarest▏" in side(driver) and any(line.value == "rarest" for line in driver.facets._lines)


async def test_a_range_of_dates_is_marked_by_its_ends(library_folder: Path) -> None:
    async with reading(library_folder) as driver:
        await driver.press("f")
        await go_to(driver, "axis")
        chart = driver.facets._sidebar.chart
        assert chart and len(chart.bars) > 3
        await driver.press(*["h"] * len(chart.bars), "v")
        await driver.press(*["l"] * (len(chart.bars) - 2), "space")
        (span,) = driver.room.answered.dates.include  # type: ignore[union-attr]
        assert span == chart.span(0, len(chart.bars) - 2)
        expected = sum(bar.count for bar in chart.bars[:-1])
        assert driver.results.total == expected and "✓ May" in side(driver)
        assert driver.facets._sidebar.chart == chart, "ticks of dates do not change the histogram"

        await driver.press("v", "escape")
        assert driver.facets.has_focus, "Escape takes back the mark before it leaves"
        y = next(n for n, line in enumerate(driver.facets._lines) if line.kind == "axis")
        last = 3 + (len(chart.bars) - 1) * chart.cells
        await driver.pilot.click(driver.facets, offset=(3, y))
        await driver.pilot.click(driver.facets, offset=(last, y))
        await driver.rest()
        (whole,) = driver.room.answered.dates.include  # type: ignore[union-attr]
        assert whole == chart.span(0, len(chart.bars) - 1)
        await driver.pilot.mouse_down(driver.facets, offset=(last, y))
        await driver.pilot.mouse_up(driver.facets, offset=(last - chart.cells, y))
        await driver.rest()
        (drawn,) = driver.room.answered.dates.include  # type: ignore[union-attr]
        assert drawn == chart.span(len(chart.bars) - 2, len(chart.bars) - 1)
        await driver.press("c")
        assert driver.results.total == 5


async def test_facets_that_are_opened_are_counted_and_stay_open(library_folder: Path) -> None:
    async with reading(library_folder) as driver:
        assert "Languages" in side(driver) and "English" not in side(driver) and "unread" not in side(driver)
        assert driver.room.answered and not driver.room.answered.counted
        await driver.press("f")
        await go_to(driver, "heading", "Languages")
        await driver.press("l")
        assert "English" in side(driver)
        await go_to(driver, "heading", "Outlets")
        await driver.press("j", "h")
        assert driver.facets._lines[driver.facets.cursor].label == "Outlets" and "Harbour Dispatch" in side(driver)
        await driver.press("h")
        assert "Harbour Dispatch" not in side(driver)
        await go_to(driver, "heading", "Read or not")
        await driver.press("enter")
        assert driver.room.answered.counted == {"languages", "states"}
        await driver.press("j", "x")
        assert "– unread" in side(driver) and driver.results.total == 0
        assert "No article matches." in driver.text() and driver.pane.article is None
        await driver.press("x", "f")
        assert driver.results.total == 5 and driver.pane.article is not None
        await driver.press("enter", "escape", "f")
        driver.room.follower.check()
        await driver.rest()
        await go_to(driver, "value", "read")
        await go_to(driver, "heading", "Your labels")
        await driver.press("l", "f", "enter", *"vbl")
        await driver.type("Aid")
        await driver.press("enter", "escape")
        assert {"Aid", "bookmarked"} <= {line.label for line in driver.facets._lines if line.count == 1}
    async with reading(library_folder, "xyzzy") as driver:
        assert "nothing" not in side(driver) and "English" not in side(driver) and "No article" in driver.text()
        await driver.press("slash", "ctrl+u")
        assert "English" in side(driver) and "unread" in side(driver) and "Harbour Dispatch" not in side(driver)
        await driver.press("enter", "f")
        await go_to(driver, "value", "read")
        await driver.press("enter")
        assert driver.results.total == 1
        await driver.press("w")
        await driver.type("done")
        await driver.press("enter")
    with Library.open(library_folder) as library:
        (saved,) = library.search.saved_searches()
    assert saved.request.states.include == {"read"} and not saved.request.counted
