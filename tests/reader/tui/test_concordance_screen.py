"""The concordance, driven by its keys: every hit under the others, sorted, read and quoted."""

from __future__ import annotations

import json
import threading
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from unicodedata import normalize

import pytest
from rich.cells import cell_len

from peaceindex import Library
from peaceindex.model.concordance import Concordance, ConcordanceLine
from peaceindex.model.search import Request
from peaceindex.search.service import Search
from peaceindex.text.tokens import folded_words
from peacereader.tui.app import PeacereaderApp
from peacereader.tui.screens.collocates import CollocatesScreen
from peacereader.tui.screens.concordance import ConcordanceScreen
from peacereader.tui.screens.hit_article import HitArticleScreen
from peacereader.tui.widgets.article_pane import ArticlePane
from peacereader.tui.widgets.collocate_list import CollocateList
from peacereader.tui.widgets.concordance_list import ConcordanceList
from tests.reader.driving import Driver, reading

if TYPE_CHECKING:
    from pathlib import Path


def shown(driver: Driver) -> ConcordanceList:
    return driver.app.screen.query_one(ConcordanceList)


def rows(driver: Driver) -> list[str]:
    """The lines of the concordance that are on the screen, below the three at the top."""
    return driver.lines()[3 : 3 + shown(driver).total]


async def test_every_hit_has_a_line_with_the_hits_under_one_another(library_folder: Path) -> None:
    async with reading(library_folder, "ceasefire") as driver:
        await driver.press("C")
        with Library.open(library_folder) as library:
            expected = list(library.search.concordance(Request("ceasefire")))
        assert "3 lines in 3 articles" in driver.text()
        assert len(expected) == shown(driver).total == 3
        lines = rows(driver)
        assert len({line.lower().index("ceasefire") for line in lines}) == 1
        for line, found in zip(lines, expected, strict=True):
            assert found.outlet and found.outlet in line and "2025" in line
            assert found.hit + found.right[:20] in line and found.left[-20:] + found.hit in line
        assert shown(driver).current == expected[0]


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 40), (200, 60)])
async def test_it_uses_the_width_that_there_is(library_folder: Path, size: tuple[int, int]) -> None:
    async with reading(library_folder, "ceasefire", size=size) as driver:
        await driver.press("C")
        screen = driver.text()
        lines = rows(driver)
        column = lines[0].lower().index("ceasefire")
        assert size[0] * 0.35 < column < size[0] * 0.6
        assert ("River Courier" in lines[1] or "River Courier" in lines[2]) == (size[0] >= 100)
        assert "Harbour Dispatch · " in screen or "River Courier · " in screen
        assert "sorted by" in screen and "date" in screen


async def test_lines_are_sorted_by_what_stands_beside_the_hit(library_folder: Path) -> None:
    async with reading(library_folder, "prisoners OR prisoner") as driver:
        await driver.press("C")
        assert shown(driver).total > 5

        def order() -> list[str]:
            lines = shown(driver).lines
            assert lines is not None
            side, _, number = lines.order.partition("-")
            words = [folded_words(getattr(line, side)) for line in lines]
            nth = int(number or 1)
            return [([""] * nth + found)[-nth] if side == "left" else (found + [""] * nth)[nth - 1] for found in words]

        assert order() == sorted(order())
        for keys, name in (
            ("h", "hit"),
            ("h", "left"),
            ("left", "left-2"),
            ("l", "left"),
            ("greater_than_sign", "hit"),
        ):
            await driver.press(keys)
            lines = shown(driver).lines
            assert lines is not None and lines.order == name
            assert order() == sorted(order())
        seen = []
        for _ in range(5):
            await driver.press("s")
            lines = shown(driver).lines
            assert lines is not None
            seen.append(lines.order)
        assert seen == ["outlet", "date", "right", "left", "hit"]


async def test_the_cursor_stays_on_its_line_when_they_are_sorted(library_folder: Path) -> None:
    async with reading(library_folder, "prisoners") as driver:
        await driver.press("C", "j", "j")
        line = shown(driver).current
        await driver.press("s")
        assert shown(driver).current == line
        assert f"line {shown(driver).cursor + 1} of" in driver.text()


async def test_a_line_opens_its_article_at_the_hit_and_back_is_the_same_line(library_folder: Path) -> None:
    async with reading(library_folder, "prisoners") as driver:
        await driver.press("C", "j", "j", "j")
        line = shown(driver).current
        assert line is not None
        await driver.press("enter")
        pane = driver.app.screen.query_one(ArticlePane)
        assert pane.article is not None and pane.article.id == line.article_id
        with Library.open(library_folder) as library:
            hits = library.search.matches(Request("prisoners"), pane.article).text
        assert hits[pane.hit_number - 1][0] == line.position
        assert "line 4 of" in driver.text()
        await driver.press("v", "escape")
        assert isinstance(driver.app.screen, HitArticleScreen)
        await driver.press("escape")
        assert shown(driver).current == line
        await driver.press("enter", "J", "h")
        assert shown(driver).cursor == 4
        await driver.press("escape")
        assert not isinstance(driver.app.screen, ConcordanceScreen)
        read = [hit.read for number in range(driver.results.total) if (hit := driver.results.hit(number))]
        assert any(read)


async def test_the_place_is_remembered_when_the_program_is_left_from_there(library_folder: Path) -> None:
    async with reading(library_folder, "erdogan", size=(50, 12)) as driver:
        await driver.press("C", "enter", "G")
        pane = driver.app.screen.query_one(ArticlePane)
        assert pane.article is not None
        id, place = pane.article.id, pane.position_to_remember
        assert place > 0
    with Library.open(library_folder) as library:
        assert library.annotations.position(id) == place


async def test_a_passage_is_bookmarked_from_there(library_folder: Path) -> None:
    async with reading(library_folder, "alaska") as driver:
        await driver.press("C", "enter", "v", "b")
        assert "Bookmarked" in driver.text() and "B shows" not in driver.text(), "B is no key of this screen"
        await driver.press("escape", "escape")
        hit = driver.results.hit(0)
        assert hit is not None and hit.passages == 1
    with Library.open(library_folder) as library:
        (passage,) = library.annotations.passages()
    assert "Alaska" in passage.quote


async def test_the_sentence_of_a_line_is_quoted_with_its_source(
    library_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copied: list[str] = []
    monkeypatch.setattr(PeacereaderApp, "copy", lambda _, text: copied.append(text))
    async with reading(library_folder, '"largest prisoner swap"') as driver:
        await driver.press("C", "y")
    (text,) = copied
    assert text.startswith("It was the largest prisoner swap of the war, and no ceasefire went with it.\n\n— ")
    assert "River Courier" in text and "25 May 2025" in text and "article " in text


async def test_another_query_is_searched_inside_and_taken_back(library_folder: Path) -> None:
    async with reading(library_folder, "ceasefire") as driver:
        await driver.press("C", "slash", "ctrl+u")
        await driver.type("geneva")
        assert "1 line in 1 article" in driver.text()
        await driver.press("enter")
        assert driver.app.focused is shown(driver)
        await driver.press("q")
        assert driver.titles == ["Geneva: a plan of twenty-eight points grows shorter"]


async def test_another_order_never_brings_back_another_query(
    library_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate, whole = threading.Event(), Search.concordance

    def waiting(*args: Any, **named: Any) -> Concordance:
        gate.wait(20)
        return whole(*args, **named)

    monkeypatch.setattr(Search, "concordance", waiting)
    gate.set()
    async with reading(library_folder, "prisoners") as driver:
        await driver.press("C", "slash")
        gate.clear()
        await driver.tap("ctrl+u", *"geneva", "enter", "s")
        gate.set()
        await driver.rest()
        lines = shown(driver).lines
        assert lines is not None and lines.results.request.text == "geneva"
        assert (lines.order, shown(driver).total) == ("left", 1)


async def test_ticks_hold_and_are_told(library_folder: Path) -> None:
    async with reading(library_folder, "ceasefire") as driver:
        await driver.press("f", "enter", "C")
        assert shown(driver).total == 2
        assert "outlet Harbour Dispatch" in driver.text()
        assert shown(driver).current is not None
        lines = shown(driver).lines
        assert lines is not None and {line.outlet for line in lines} == {"Harbour Dispatch"}


async def test_a_limit_is_said(library_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = Search.concordance
    monkeypatch.setattr(Search, "concordance", lambda *args, **named: whole(*args, **named, limit=4))
    async with reading(library_folder, "prisoners") as driver:
        await driver.press("C")
        assert "4 of 5 lines" in driver.text() or "4 of 6 lines" in driver.text()
        assert "only the first 4 lines, of the best matches" in driver.text()


async def test_where_there_are_no_lines_it_says_why(library_folder: Path) -> None:
    async with reading(library_folder) as driver:
        await driver.press("C")
        assert "Type a word or a phrase" in driver.text()
        await driver.type("title:alaska")
        assert "they stand in titles, or in fields" in " ".join(driver.text().split())
        await driver.press("ctrl+u")
        await driver.type("xyzzy")
        assert "No article matches" in driver.text()
        await driver.press("escape", "enter", "y", "s", "l", "j", "G", "ctrl+d", "q")
        assert driver.app.screen is driver.room


async def test_wide_letters_marks_and_letters_from_right_to_left_keep_their_columns(tmp_path: Path) -> None:
    texts = {
        "cjk": "双方代表在伊斯坦布尔举行会谈讨论 NATO 交换战俘的问题并同意再次会晤以便继续讨论其余的各项问题",
        "hebrew": "המשלחות נפגשו באיסטנבול לשיחות ראשונות עם NATO לאחר שלוש שנים והסכימו להיפגש שוב בקרוב מאוד",
        "marks": normalize("NFD", "Západní výbor jednal s NATO o výměně zajatců a příměří, které mělo začít v neděli"),
        "emoji": "The family 👩\u200d👩\u200d👧 waited ❤️ for NATO 🇺🇦 and heard of it on the radio, as they said then",
        "plain": "The delegations of NATO met again on Friday and spoke of everything for an hour or so",
    }  # fmt: skip
    with Library.open(tmp_path / "library", create=True) as library:
        for name, text in texts.items():
            page = {"title": f"A page in {name}", "text": f"{text}.\n\n{text * 3}.", "date": "2025-05-01", "url": name}
            (tmp_path / f"{name}.json").write_text(json.dumps(page), encoding="utf-8")
        list(library.ingest.add([tmp_path / f"{name}.json" for name in texts]))
    for width in (60, 81, 120):
        async with reading(tmp_path / "library", "nato", size=(width, 40)) as driver:
            await driver.press("C")
            assert shown(driver).total >= 10
            before = {cell_len(line.partition("NATO")[0]) for line in rows(driver)}
            assert len(before) == 1, rows(driver)


async def test_thousands_of_lines_are_made_only_where_they_are_seen(
    library_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: set[int] = set()
    async with reading(library_folder, "prisoners") as driver:
        await driver.press("C")
        pane = shown(driver)
        lines = pane.lines
        assert lines is not None
        lines._places = lines._places * 2000
        one = Concordance.line

        def line(self: Concordance, number: int, width: int) -> ConcordanceLine:
            made.add(number)
            return one(self, number, width)

        monkeypatch.setattr(Concordance, "line", line)
        pane.show(lines)
        for key in ("ctrl+d", "G", "g", "ctrl+f"):
            await driver.press(key)
            driver.paint()
        assert pane.total >= 10_000
        assert len(made) < 200
        assert pane.total - 1 in made


async def test_the_screen_is_a_view_of_the_same_search_each_time(library_folder: Path) -> None:
    async with reading(library_folder, "kiev") as driver:
        await driver.press("C")
        assert "also matching: " in driver.text()
        found = shown(driver).total
        await driver.press("q", "tilde", "C")
        assert isinstance(driver.app.screen, ConcordanceScreen)
        assert shown(driver).total < found


async def test_copies_are_folded_and_a_sentence_is_kept(story_library: Path) -> None:
    async with reading(story_library, "harbour master", size=(120, 40)) as driver:
        await driver.press("C")
        folded = shown(driver).total
        assert " with copies, in " in driver.text()
        assert any(line.rstrip().endswith("×3") for line in rows(driver))
        await driver.press("G")
        before = shown(driver).current
        await driver.press("z")
        lines = shown(driver).lines
        assert lines is not None and shown(driver).total == lines.unfolded_count > folded
        assert before and shown(driver).current == replace(before, copies=1)
        assert "×3" not in driver.text()
        await driver.press("z")
        assert shown(driver).total == folded
        await driver.press("b")
        assert "Bookmarked the sentence" in driver.text()
        with Library.open(story_library) as library:
            (passage,) = library.annotations.passages()
        assert before.hit in passage.quote and passage.quote.endswith(".")
        await driver.press("U")
        with Library.open(story_library) as library:
            assert library.annotations.passages() == []


@pytest.mark.parametrize("size", [(60, 20), (120, 40)])
async def test_collocates_are_shown_sorted_and_written(
    story_library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int]
) -> None:
    monkeypatch.chdir(tmp_path)
    async with reading(story_library, "prisoner OR prisoners", size=size) as driver:
        await driver.press("C", "c")
        screen = driver.app.screen
        assert isinstance(screen, CollocatesScreen)
        table = screen.query_one(CollocateList)
        assert table.total > 2 and "G²" in driver.text() and "swap" in driver.text()
        assert ("expected" in driver.text()) == (size[0] > 100)
        words = [row[0] for row in table.rows]
        await driver.press("s", "s", "s", "s")
        assert [row[0] for row in table.rows] != words
        content = [row[0] for row in table.rows[1:] if not row[7]]
        assert content == sorted(content)
        await driver.press("plus", "j", "G", "ctrl+u", "g", "minus", "w", "enter")
        rows_written = (tmp_path / "collocates.csv").read_text("utf-8").splitlines()
        assert rows_written[0].startswith("word,left,right") and len(rows_written) == table.total + 1
        await driver.press("escape")
        assert isinstance(driver.app.screen, ConcordanceScreen)
