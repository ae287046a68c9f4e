"""The screen of passages: what it lists, in which order, and the article beside it."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from textual.widgets import Input

from peaceindex import Library
from peacereader.tui.screens.passages import PassagesScreen
from peacereader.tui.widgets.passage_list import PassageList
from peacereader.tui.widgets.passage_place import PassagePlace
from tests.reader.driving import Driver, reading
from tests.reader.passages import article_ids

if TYPE_CHECKING:
    from pathlib import Path

LONG_NOTE = "\n".join(f"Line {number} of a long note." for number in range(60))


@pytest.fixture
def desk(library_folder: Path) -> Path:
    """The library with five passages of two articles, and one that is lost, which was bookmarked last."""
    with Library.open(library_folder) as library:
        first, *_, last = (library.article(id) for id in article_ids(library))
        middle = len(last.text) // 2
        for article, start, end, note, labels in (
            (first, 0, 30, "check the date", ["Law"]),
            (first, 40, 60, "", ["Aid", "Law"]),
            (last, 0, 25, "", []),
            (last, middle, middle + 20, "with Kyiv\nand Minsk", ["Aid"]),
            (last, len(last.text) - 30, len(last.text), "", []),
            (last, 10, 30, "", []),
        ):
            made = library.annotations.bookmark(article, start, end, note, labels)
        library.annotations.remove_passage(made.id)
        lost = replace(made, id="ff00ff00ff00", quote="Words that were here once.", prefix="Before. ", suffix=" After.")
        library.annotations.store.passages.add(replace(lost, text_hash="0" * 64))
    return library_folder


def screen(driver: Driver) -> tuple[PassageList, PassagePlace]:
    return driver.app.screen.query_one(PassageList), driver.app.screen.query_one(PassagePlace)


async def test_the_article_follows_the_list(desk: Path) -> None:
    with Library.open(desk) as library:
        gone = replace(library.annotations.passages()[1], id="00ff00ff00ff", article_id="0" * 12, created="2020-01-01")
        library.annotations.store.passages.add(replace(gone, source="nowhere.txt", note=""))
    async with reading(desk, size=(120, 40)) as driver:
        await driver.press("B")
        assert isinstance(driver.app.screen, PassagesScreen)
        listed, place = screen(driver)
        text = driver.text()
        assert "Words that were here once." in text and "Before. Words that were here once. After." in text
        assert "This passage is no longer in its article." in text and "with those around them." in text
        await driver.press("j")
        passage = listed.current
        assert passage and place.article and place.article.id == passage.article_id
        assert passage.quote.split()[-1] in "\n".join(driver.lines())
        await driver.press("j")
        passage = listed.current
        assert passage and passage.note and "› with Kyiv" in driver.text()
        first, last = (place._page.line_of(at) for at in (passage.start, passage.end - 1))
        assert place.top_line <= first <= last < place.top_line + place.height
        before = place.article
        await driver.press("j")
        assert place.article is before  # it is the same one, and was not read again
        await driver.press("N")
        assert "› with Kyiv" not in driver.text() and "Notes are folded" in driver.text()
        await driver.press("j", "i")
        assert place.article is not before and "check the date" in driver.text()
        await driver.press("G")
        assert "The article of this passage is not in this library." in driver.text()
        await driver.press("k")
        # The keys of the article
        await driver.press("tab", "G")
        assert place.has_focus and place.top_line == max(0, place.virtual_size.height - place.height)
        await driver.press("l", "X", "enter", "escape")
        assert listed.current and "X" in listed.current.labels
        await driver.press("escape", "g", "tab", "enter")
        assert isinstance(driver.app.screen, PassagesScreen) and "in its article, so there" in driver.text()
        await driver.press("tab", "j", "enter")
        assert not isinstance(driver.app.screen, PassagesScreen)
        assert driver.pane.article and driver.pane.article.id == before.id


async def test_passages_are_filtered_sorted_and_grouped(desk: Path) -> None:
    async with reading(desk, size=(120, 40)) as driver:
        await driver.press("B")
        listed, _ = screen(driver)
        assert "6 passages" in driver.text() and "last bookmarked first · no groups" in driver.text()
        for query, count in (("label:aid", 2), ("-label:none note:none", 1), ("note:kyiv -outlet:none", 1)):
            await driver.press("slash", "ctrl+u")
            await driver.type(query)
            assert len(listed.passages) == count, query
        await driver.press("ctrl+u")
        await driver.type("label:ai")
        assert "Aid" in "\n".join(driver.lines()[1:4])
        await driver.press("escape")
        assert "No label is called “ai”. These begin so: Aid." in driver.text()
        await driver.press("ctrl+u")
        await driver.type("outlet:")
        await driver.press("tab")
        assert (
            listed.current
            and listed.current.outlet
            and listed.current.outlet in driver.app.screen.query_one(Input).value
        )
        await driver.press("ctrl+u")
        await driver.type("date:2025-13")
        assert "“2025-13” is not a date" in driver.text() and len(listed.passages) == 6
        await driver.press("enter")
        assert "This cannot be searched." in driver.text() and not listed.passages
        await driver.press("slash", "ctrl+u")
        await driver.type("author:s")
        assert "Passages have no field “author:”" in driver.text()
        await driver.press("slash", "escape")
        assert len(listed.passages) == 6
        # Marks and the cursor stay on their passages
        await driver.press("g", "j", "space")
        (marked,), current = listed.marked, listed.current
        assert current and "1 marked" in driver.text()
        await driver.press("s", "s")
        assert "by title, then place in the article" in driver.text()
        assert [p.start for p in listed.passages if p.article_id == marked.article_id] == sorted(
            p.start for p in listed.passages if p.article_id == marked.article_id
        )
        await driver.press("z", "z")
        assert "grouped by label" in driver.text() and "Aid (2)" in driver.text()
        assert listed.marked == (marked,) and listed.current is not None and listed.current.id == current.id
        assert len(listed.passages) == 6 and listed.total == 7
        # What is done goes to all that are marked, in one step
        await driver.press("g", "space", "e", "n", "o", "w", "escape")
        notes = [p.note for p in listed.marked]
        assert [note.split("\n")[-1] for note in notes] == ["now", "now"] and len(notes) == 2
        assert sum("now" in p.note for p in listed.passages) == 2
        await driver.press("u")
        assert not any("now" in p.note for p in listed.passages)
        await driver.press("z")
        assert "grouped by month" in driver.text()
    async with reading(desk, size=(80, 24)) as driver:
        await driver.press("B")
        assert "grouped by month" in driver.text() and "by title, then place" in driver.text()


async def test_nothing_of_a_long_passage_is_cut(desk: Path) -> None:
    with Library.open(desk) as library:
        newest = library.annotations.passages()[1]
        library.annotations.annotate(newest.id, note=LONG_NOTE)
    async with reading(desk, size=(80, 24)) as driver:
        await driver.press("B", "j")
        listed, place = screen(driver)
        assert not place.display
        seen = driver.text()
        for _ in range(4):
            await driver.press("j")
            seen += driver.text()
            if listed.current and listed.current.id != newest.id:
                break
        for line in LONG_NOTE.split("\n"):
            assert line in seen
        await driver.press("k")
        assert listed.current and listed.current.id == newest.id
        # The article takes the place of the list, and gives it back
        await driver.press("tab")
        assert place.display and not listed.display and "Line 0 of a long note." in driver.text()
        await driver.press("tab")
        assert listed.display and listed.has_focus
        await driver.pilot.resize_terminal(120, 40)
        while driver.app.screen.size != (120, 40):
            await asyncio.sleep(0.01)
        await asyncio.sleep(0.05)  # a layout may be due that nothing announces
        await driver.rest()
        assert place.display and listed.display and place.article
        await driver.press("G", "g", "ctrl+d", "pageup", "pagedown")
        assert "Words that were here once." in driver.text() or listed.cursor
        await driver.press("G", "d")
        assert len(listed.passages) == 5 and listed.cursor == 4
        await driver.press("slash")
        await driver.type("nothingofthekind")
        assert "No passage is found." in driver.text()


async def test_a_long_list_stays_where_it_is_while_it_is_wrapped(library_folder: Path) -> None:
    with Library.open(library_folder) as library:
        article = library.article(article_ids(library)[0])
        one = library.annotations.bookmark(article, 0, 10)
        more = (
            replace(
                one,
                id=f"{number:012x}",
                quote="word " * (number * 37 % 90 + 1),
                note="line\n" * (number % 5) + "end" if number % 3 else "",
                labels=("Law",) * (number % 2),
                created=f"2025-01-01T00:{number // 60:02}:{number % 60:02}.000000Z",
            )
            for number in range(300)
        )
        library.annotations.store.passages.add_all(list(more))
    (library_folder / "codes.yaml").write_text("codes:\n  - {name: Aid, key: 1}\n")
    async with reading(library_folder, size=(80, 24)) as driver:
        await driver.press("B", "pagedown", "pagedown", "j")
        listed, _ = screen(driver)
        before = [listed.draw_line(listed.top_line + y)[1:] for y in range(listed.height)]
        await driver.press("1")
        row = listed._stops[listed.cursor]
        assert listed.row_offset(row) >= 0 and listed.current and listed.current.labels[-1] == "Aid"
        after = [listed.draw_line(listed.top_line + y)[1:] for y in range(listed.height)]
        assert [line for line in before[:3] if line] == [line for line in after[:3] if line]
        await driver.press("u", "G")
        # From the end line by line: each step shows what was there, one line further down
        assert listed.top_line == listed.virtual_size.height - listed.height - 1  # without the blank line at the end
        shown = [driver.lines()[y] for y in range(4, 20)]
        for _ in range(30):
            listed.go_to(listed.top_line - 1)
            await driver.settle()
            lines = [driver.lines()[y] for y in range(4, 20)]
            assert [line[:76] for line in lines[1:]] == [line[:76] for line in shown[:-1]]
            shown = lines


async def test_notes_in_the_article_change_nothing_that_is_selected_copied_or_found(desk: Path) -> None:
    async with reading(desk, "from", size=(120, 40)) as driver:
        await driver.press("enter")
        pane = driver.pane
        assert pane.article and pane.hits
        text = pane.article.text

        async def marks() -> list[object]:
            """What the keys for hits and sentences lead to, and what is under the mouse in each line of the text."""
            found: list[object] = [pane.hits, pane.percent >= 0]
            for keys in (("g", "n"), ("n",), ("N",), ("g", "v"), ("j",), ("p",), ("w",), ("escape",)):
                await driver.press(*keys)
                found.append((pane.hit_number, pane.selection.span if pane.selection else None))
            texts = [line for line in pane._page.lines if line.kind == "text"]
            found += [text[line.start : line.end] == line.text for line in texts]
            return found

        plain = await marks()
        await driver.press("g", "v", "b", "E")  # no editor in the tests' terminal: said, and nothing changes
        await driver.press("e", *"one", "enter", *"two", "escape")
        assert "› one" in driver.text() and await marks() == plain
        await driver.press("i")
        assert "› one" not in driver.text() and await marks() == plain
        await driver.press("i")
        assert "› one" in driver.text()
    async with reading(desk, size=(120, 40)) as driver:
        await driver.press("B", "enter")
        for _ in range(2):
            await driver.press("N")  # without hits this folds, too
        assert "Notes are shown" in driver.text()
    with Library.open(desk) as library:
        made = library.annotations.passages()[0]
        assert made.note == "one\ntwo" and made.anchoring == "exact"
        assert library.article(made.article_id).text[made.start : made.end] == made.quote
