"""The screen of two coders, driven by keys: the places where they differ are listed, opened and settled."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from peaceindex import Library
from peaceindex.model.search import Request
from peaceindex.paths import config_dir
from peacereader.tui.screens.agreement import AgreementScreen
from peacereader.tui.screens.reading_room import ReadingRoom
from peacereader.tui.widgets.article_view import ArticleView
from peacereader.tui.widgets.difference_list import DifferenceList
from tests.reader.driving import Driver, reading

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def coded_library(library_folder: Path) -> Path:
    """The library of Ada, in which Ada and Bo coded two articles and differ at three places; Cem coded one of them."""
    config_dir().mkdir(parents=True, exist_ok=True)
    (config_dir() / "config.yaml").write_text("annotator: Ada\n")
    with Library.open(library_folder) as library:
        hits = library.search.hits(library.search.find(Request("", sort="oldest")), 0, 2)
        for hit in hits:
            article = library.article(hit.id)
            first, second, *_ = article.paragraphs
            codings = {"Ada": (("Talks",), ("Aid",)), "Bo": (("Talks",), ("Law",))}
            for maker, labels in codings.items():
                library.annotations.annotator = maker
                library.annotations.bookmark(article, 0, len(first), labels=labels[0])
                start = article.text.index(second)
                library.annotations.bookmark(article, start, start + len(second), f"by {maker}", labels[1])
        library.annotations.bookmark(article, len(article.text) - 20, len(article.text), labels=["End"])
        library.annotations.annotator = "Cem"
        library.annotations.bookmark(article, 0, 30, labels=["Talks"])
    return library_folder


def places(driver: Driver) -> DifferenceList:
    return driver.app.screen.query_one(DifferenceList)


def consensus(folder: Path) -> list[tuple[tuple[str, ...], str]]:
    """The labels and notes of the consensus, oldest first."""
    with Library.open(folder) as library:
        return [(one.labels, one.note) for one in reversed(library.annotations.passages("by:consensus"))]


async def test_differences_are_settled_and_undone(coded_library: Path) -> None:
    async with reading(coded_library, "", size=(120, 40)) as driver:
        await driver.press("B", "A")
        assert isinstance(driver.app.screen, AgreementScreen)
        text = driver.text()
        assert "a: Ada · b: Bo · they differ at 3 places, 0 settled" in text and "2 articles · " in text
        assert "Ada: Aid (by Ada)" in text and "Bo: Law (by Bo)" in text
        view = driver.app.screen.query_one(ArticleView)
        assert view.article is not None and view.selection is not None
        assert (place := places(driver).current) and view.article.id == place.article_id
        await driver.press("a")
        assert consensus(coded_library) == [(("Aid",), "As Ada coded it.")]
        assert places(driver).cursor == 1, "on to the next that is not settled"
        assert "3 places, 1 settled" in driver.text() and "settled: Aid (As Ada coded it.)" in driver.text()
        await driver.press("b")
        await driver.press("l")
        await driver.type("Aid")
        await driver.press("enter", "escape")
        assert len(consensus(coded_library)) == 3 and consensus(coded_library)[2] == (("Aid",), "")
        assert "3 places, 3 settled" in driver.text()
        await driver.press("a")
        assert "This place is settled" in driver.text() and len(consensus(coded_library)) == 3
        await driver.press("u", "u", "u")
        assert consensus(coded_library) == [] and "0 settled" in driver.text()
        await driver.press("G", "e")
        await driver.type("Neither")
        await driver.press("escape")
        assert consensus(coded_library) == [((), "Neither")]
        with Library.open(coded_library) as library:
            assert len(library.annotations.passages("by:Ada")) == 4, "what was coded is as it was"


async def test_a_place_is_opened_and_others_are_compared(coded_library: Path) -> None:
    async with reading(coded_library, "") as driver:
        await driver.press("B", "A", "G", "p")
        assert "a: Ada · b: Cem" in driver.text() and places(driver).cursor == 0
        await driver.press("p")
        assert "a: Bo · b: Cem" in driver.text()
        await driver.press("p")
        assert "a: Ada · b: Bo" in driver.text()
        await driver.press("j", "n", "k")
        place = places(driver).current
        assert place is not None
        await driver.press("enter")
        assert isinstance(driver.app.screen, ReadingRoom)
        assert driver.pane.article is not None and driver.pane.article.id == place.article_id
        await driver.press("B", "A", "escape", "escape")
        assert isinstance(driver.app.screen, ReadingRoom)


@pytest.mark.parametrize("size", [(60, 20), (80, 14)])
async def test_it_fits_every_terminal(coded_library: Path, size: tuple[int, int]) -> None:
    async with reading(coded_library, "", size=size) as driver:
        await driver.press("B", "A")
        assert "Ada: Aid" in driver.text() and "a as first" in driver.text()


async def test_one_coder_alone_is_told_what_to_do(library_folder: Path) -> None:
    async with reading(library_folder, "ceasefire") as driver:
        await driver.press("enter", "v", "b", "B", "A")
        assert "All passages here are of one person" in driver.text()
        await driver.press("a", "b", "e", "l", "enter", "n", "j", "p")
        assert "There is nobody else to compare" in driver.text()
        await driver.press("q")
        assert not isinstance(driver.app.screen, AgreementScreen)
