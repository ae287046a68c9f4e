"""The page as it was scraped: seeing what was cut and why, and setting it right, by its keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from peaceindex import Library
from peaceindex.model.audit import AuditLine
from peacereader.tui.dialogs.encoding_picker import EncodingPicker
from peacereader.tui.dialogs.field import FieldScreen
from peacereader.tui.screens.audit import AuditScreen
from peacereader.tui.screens.reading_room import ReadingRoom
from peacereader.tui.widgets.audit_pane import AuditPane
from tests.reader.driving import Driver, reading

if TYPE_CHECKING:
    from pathlib import Path

ALASKA = "Summit in Alaska brings handshakes and no agreement"


def pane(driver: Driver) -> AuditPane:
    return driver.app.screen.query_one(AuditPane)


def current(driver: Driver) -> AuditLine:
    line = pane(driver).current
    assert line is not None
    return line


async def at_line(driver: Driver, words: str) -> AuditLine:
    """Put the cursor on the line with these words that was kept."""
    await driver.press("g")
    audit = pane(driver).audit
    assert audit is not None
    for _ in audit.lines:
        if words in current(driver).text and current(driver).state == "kept":
            return current(driver)
        await driver.press("j")
    raise AssertionError(words)


async def test_c_shows_the_page_as_scraped_with_every_reason(library_folder: Path) -> None:
    async with reading(library_folder, "alaska") as driver:
        await driver.press("enter", "c")
        assert isinstance(driver.app.screen, AuditScreen)
        audit = pane(driver).audit
        assert audit is not None
        with Library.open(library_folder) as library:
            assert "\n".join(line.text for line in audit.lines) == library.raw(audit.article.id)
        screen = driver.text()
        assert f"{audit.cut_count} of " in screen
        await driver.press("G")
        screen += driver.text()
        for line in audit.lines:
            assert line.reason in screen
            assert line.text[:30] in screen
        await driver.press("escape")
        assert isinstance(driver.app.screen, ReadingRoom)
        assert driver.pane.has_focus and driver.pane.article == audit.article


@pytest.mark.parametrize("key", ["q", "c", "escape"])
async def test_without_a_correction_nothing_has_moved(library_folder: Path, key: str) -> None:
    async with reading(library_folder, "istanbul") as driver:
        await driver.press("enter", "n", "c", key)
        assert driver.pane.hit_number == 1


async def test_one_key_cuts_a_line_and_brings_it_back(library_folder: Path) -> None:
    async with reading(library_folder, "alaska") as driver:
        await driver.press("enter", "c")
        await at_line(driver, "In Kyiv the mood was wary")
        await driver.press("space")
        assert (current(driver).state, current(driver).reason) == ("cut", "cut by you")
        assert "cut by you" in driver.text() and "1 corrected by you" in driver.text()
        await driver.press("space")
        assert (current(driver).state, current(driver).correction) == ("kept", None)
        await driver.press("space", "escape")
        assert driver.pane.article is not None
        assert "the mood was wary" not in driver.pane.article.text
        assert "the mood was wary" not in driver.text()
    async with reading(library_folder, "wary") as driver:
        assert driver.results.total == 0


async def test_a_cut_line_comes_into_the_article(library_folder: Path) -> None:
    async with reading(library_folder, "alaska") as driver:
        await driver.press("enter", "c", "n")
        line = current(driver)
        assert line.state == "cut"
        await driver.press("x")
        assert "kept by you" in driver.text()
        await driver.press("q")
        assert driver.pane.article is not None
        assert " ".join(line.text.split()) in driver.pane.article.text


async def test_n_goes_round_the_cuts(library_folder: Path) -> None:
    async with reading(library_folder, "alaska") as driver:
        await driver.press("enter", "c", "G")
        audit = pane(driver).audit
        assert audit is not None
        cuts = [line.number for line in audit.lines if line.state in ("cut", "part")]
        seen = []
        for _ in cuts:
            await driver.press("n")
            seen.append(current(driver).number)
        assert sorted(seen) == cuts
        await driver.press("n", "N")
        assert current(driver).number == seen[-1]


async def test_fields_are_corrected_and_seen_at_once_in_list_facets_and_article(library_folder: Path) -> None:
    async with reading(library_folder, "alaska", size=(150, 40)) as driver:
        await driver.press("enter", "c", "o", "ctrl+u")
        await driver.type("Fjord Mail")
        await driver.press("enter", "a")
        await driver.type("Ada Stone, Bo Li")
        await driver.press("enter", "t", "ctrl+u")
        await driver.type("Alaska again")
        await driver.press("enter")
        assert driver.text().count("by you") >= 4
        await driver.press("escape")
        article = driver.pane.article
        assert article is not None
        assert (article.outlet, article.title, article.authors) == (
            "Fjord Mail",
            "Alaska again",
            ("Ada Stone", "Bo Li"),
        )
        assert driver.titles == ["Alaska again"]
        screen = driver.text()
        assert screen.count("Fjord Mail") >= 3 and "Upland Post" not in screen
        assert "Ada Stone and Bo Li" in screen


async def test_a_date_must_be_one(library_folder: Path) -> None:
    async with reading(library_folder, "alaska") as driver:
        await driver.press("enter", "c", "d", "ctrl+u")
        await driver.type("2025-02-30")
        await driver.press("enter")
        assert isinstance(driver.app.screen, FieldScreen)
        assert "There is no day 2025-02-30" in driver.text()
        await driver.press("ctrl+u")
        await driver.type("2 March 2025")
        await driver.press("enter")
        assert "2 March 2025" in driver.text()
        await driver.press("d", "escape", "d", "enter", "escape")
        assert driver.pane.article is not None and driver.pane.article.date == "2025-03-02"
    with Library.open(library_folder) as library:
        assert [c.value for c in library.annotations.corrections()] == ["2025-03-02"]


async def test_address_tags_and_language_are_corrected_and_the_outlet_of_all_hits(library_folder: Path) -> None:
    async with reading(library_folder, "ceasefire") as driver:
        total = driver.results.total
        await driver.press("O")
        assert f"Outlet of {total} articles" in driver.text()
        await driver.type("Fjord Mail")
        await driver.press("enter")
        assert f"Outlet corrected in {total} articles." in driver.text()
        await driver.press("slash", "ctrl+u")
        await driver.type('outlet:"Fjord Mail"')
        await driver.press("enter")
        assert driver.results.total == total
        await driver.press("enter", "c", "A", "ctrl+u")
        await driver.type("fjord.example")
        await driver.press("enter")
        assert "is not a web address" in driver.text()
        await driver.press("ctrl+u")
        await driver.type("https://fjord.example/1")
        await driver.press("enter", "T", "ctrl+u")
        await driver.type("Swap, Talks")
        await driver.press("enter", "L", "ctrl+u")
        await driver.type("Norwegian")
        await driver.press("enter", "escape")
        article = driver.pane.article
        assert article is not None
        assert (article.url, article.tags, article.language) == ("https://fjord.example/1", ("Swap", "Talks"), "no")
        await driver.press("escape", "slash", "ctrl+u")
        await driver.type("qqqqq")
        await driver.press("enter", "O")
        assert "no results to correct" in driver.text()


async def test_the_last_corrections_are_taken_back_one_by_one(library_folder: Path) -> None:
    async with reading(library_folder, "alaska") as driver:
        before = driver.pane.article
        await driver.press("enter", "c", "n", "space", "d", "ctrl+u", "enter")
        assert "not known" in driver.text() and "2 corrected by you" in driver.text()
        await driver.press("u")
        assert "1 corrected by you" in driver.text()
        await driver.press("u")
        assert "by you" not in driver.text()
        await driver.press("u")
        assert "not corrected anything" in driver.text()
        await driver.press("ctrl+r", "ctrl+r")
        assert "2 corrected by you" in driver.text()
        await driver.press("ctrl+r")
        assert "Nothing is left to redo." in driver.text()
        await driver.press("u", "u")
        await driver.press("escape")
        assert driver.pane.article == before


async def test_what_no_longer_matches_stays_in_view(library_folder: Path) -> None:
    async with reading(library_folder, "alaska wary") as driver:
        await driver.press("enter", "c")
        await at_line(driver, "the mood was wary")
        await driver.press("space", "escape")
        assert driver.results.total == 0
        assert driver.pane.article is not None and driver.pane.article.title == ALASKA


async def test_the_article_stays_under_the_cursor(library_folder: Path) -> None:
    async with reading(library_folder) as driver:
        await driver.press("j", "j", "enter")
        title = driver.pane.article.title if driver.pane.article else ""
        await driver.press("c", "n", "space", "escape")
        assert driver.pane.article is not None and driver.pane.article.title == title
        assert driver.titles[driver.results.cursor] == title
        await driver.press("J")
        assert driver.titles[driver.results.cursor] == driver.pane.article.title


async def test_it_says_what_becomes_of_passages(library_folder: Path) -> None:
    async with reading(library_folder, "alaska") as driver:
        await driver.press("enter", "v", "G", "v", "b")
        assert "Bookmarked" in driver.text()
        await driver.press("c")
        await at_line(driver, "The presidents of the United States")
        await driver.press("space")
        assert "1 passage has moved with the text" in driver.text()
        await driver.press("escape")
        assert "passages: 1 moved with the text" in driver.text()
        await driver.press("c", "u")
        assert "1 passage stands again where it was bookmarked" in driver.text()
        await at_line(driver, "In Kyiv the mood was wary")
        await driver.press("space")
        assert "1 passage is no longer in the article" in driver.text()
        await driver.press("escape")
        assert "passages: 1 no longer in the text" in driver.text()
        await driver.press("B")
        assert "no longer in the article" in driver.text()


async def test_the_last_line_is_not_cut(library_folder: Path) -> None:
    async with reading(library_folder, "alaska") as driver:
        await driver.press("enter", "c")
        await at_line(driver, "The presidents of the United States")
        await driver.press("space")
        await at_line(driver, "In Kyiv the mood was wary")
        await driver.press("space")
        assert "Nothing would be left" in driver.text()
        await driver.press("escape")
        assert driver.pane.article is not None and "wary" in driver.pane.article.text


@pytest.mark.parametrize("size", [(40, 12), (60, 20), (80, 24), (120, 40), (200, 50)])
async def test_every_line_can_be_reached_at_every_size(library_folder: Path, size: tuple[int, int]) -> None:
    async with reading(library_folder, "second round", size=size) as driver:
        await driver.press("enter", "c")
        audit = pane(driver).audit
        assert audit is not None
        wanted = [line.number for line in audit.lines if line.state != "blank"]
        reached, presses = [current(driver).number], 0
        while reached[-1] != wanted[-1] and presses < 4 * len(wanted):
            await driver.tap("j")
            presses += 1
            if current(driver).number != reached[-1]:
                reached.append(current(driver).number)
        await driver.press("j", "j")
        assert current(driver).number == wanted[-1]
        assert reached == wanted
        last = audit.lines[wanted[-1] - 1]
        assert last.text.split()[-1][-6:] in driver.text()
        for key in ("ctrl+d", "ctrl+u", "pageup", "pagedown", "k", "g", "G", "home", "end"):
            await driver.press(key)
            first = pane(driver)._first_rows[current(driver).number]
            assert pane(driver).top_line <= first < pane(driver).top_line + pane(driver).height or key in "Gend"


async def test_a_page_with_hostile_text_is_only_shown(tmp_path: Path) -> None:
    page = tmp_path / "hostile.txt"
    words = "The talks went on in the same room for a third day, said an official who was there for most of it."
    page.write_text(f"[bold red]Markup[/] and \x1b[31mcolour\n\n{words} [link=x]{words}[/link]\n\n{words}\n")
    with Library.open(tmp_path / "library", create=True) as library:
        list(library.ingest.add([page]))
    async with reading(tmp_path / "library") as driver:
        await driver.press("enter", "c")
        assert "[bold red]Markup[/] and colour" in driver.text()
        assert "[link=x]" in driver.text()


LETTER = "Письмо из Женевы"
BODY = "Переговоры о прекращении огня продолжились после перерыва, а жители сёл впервые вернулись домой."
QUAGGA = "The delegates of Quagga said on Monday that the ceasefire had held for nine days, and that they would return."


@pytest.fixture
def old_page(library_folder: Path, tmp_path: Path) -> Path:
    """A page in KOI8-R, in the library as somebody took it for windows-1251."""
    path = tmp_path / "old.txt"
    path.write_bytes(f"{LETTER}\n\n{BODY}\n\n{QUAGGA}\n\n{BODY}\n\n{QUAGGA}\n".encode("koi8_r"))
    with Library.open(library_folder) as library:
        (added,) = library.ingest.add([path], encoding="windows-1251")
    assert added.status == "added"
    return path


async def test_a_page_is_read_again_in_the_encoding_that_reads_right(library_folder: Path, old_page: Path) -> None:
    async with reading(library_folder, "quagga") as driver:
        await driver.press("enter", "c")
        assert BODY not in driver.text()
        assert "windows-1251" in driver.text()
        await driver.press("e")
        assert isinstance(driver.app.screen, EncodingPicker)
        assert "о прекращении огня" in driver.text()
        assert "● windows-1251" in driver.text()
        await driver.press("g", "j", "enter")
        audit = pane(driver).audit
        assert audit is not None and audit.encoding == "KOI8-R" and audit.is_encoding_chosen
        assert "KOI8-R" in driver.text()
        await driver.press("escape")
        assert driver.pane.article is not None
        assert "о прекращении огня" in driver.pane.article.text


async def test_an_encoding_that_is_not_chosen_changes_nothing(library_folder: Path, old_page: Path) -> None:
    async with reading(library_folder, "quagga") as driver:
        await driver.press("enter", "c", "e", "j", "escape")
        audit = pane(driver).audit
        assert audit is not None and audit.encoding == "windows-1251"


async def test_a_page_whose_source_is_gone_says_so(library_folder: Path, old_page: Path) -> None:
    old_page.unlink()
    async with reading(library_folder, "quagga") as driver:
        await driver.press("enter", "c", "e")
        assert "not there any more" in driver.text()
        await driver.press("q")
        assert isinstance(driver.app.screen, ReadingRoom)
