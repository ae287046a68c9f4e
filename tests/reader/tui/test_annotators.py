"""Passages of several coders in the reader: each can be reached, and says whose it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from peaceindex import Library
from peaceindex.model.search import Request
from peaceindex.paths import config_dir
from peacereader.tui.widgets.passage_list import PassageList
from tests.reader.driving import reading

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def named() -> None:
    config_dir().mkdir(parents=True, exist_ok=True)
    (config_dir() / "config.yaml").write_text("annotator: Ada\n")


def code(folder: Path, *makers: str) -> None:
    """Bookmark the beginning of the article on the ceasefire for each of these, each with a label of their own."""
    with Library.open(folder) as library:
        article = library.article(library.search.hits(library.search.find(Request("ceasefire")), 0, 1)[0].id)
        for maker in makers:
            library.annotations.annotator = maker
            library.annotations.bookmark(article, 0, 60, labels=[f"of {maker}"])


def labels(folder: Path) -> dict[str, tuple[str, ...]]:
    with Library.open(folder) as library:
        return {passage.annotator: passage.labels for passage in library.annotations.passages()}


@pytest.mark.usefixtures("named")
async def test_overlapping_passages_are_each_reached(library_folder: Path) -> None:
    code(library_folder, "Ada", "Bo", "Cem")
    async with reading(library_folder, "ceasefire") as driver:
        await driver.press("enter", "l", *"mine", "enter", "escape")
        assert labels(library_folder)["Ada"] == ("of Ada", "mine"), "one's own come first, though others are newer"
        await driver.press("right_curly_bracket")
        assert "Passage 1 of 3 · by Ada" in driver.text()
        await driver.press("right_curly_bracket")
        assert "Passage 2 of 3 · by Bo · of Bo" in driver.text()
        await driver.press("l")
        assert "This passage was made by Bo." in driver.text()
        await driver.press(*"settled", "enter", "escape")
        assert labels(library_folder)["Bo"] == ("of Bo", "settled")
        await driver.press("left_curly_bracket", "left_curly_bracket")
        assert "Passage 3 of 3 · by Cem" in driver.text()
        await driver.press("right_curly_bracket", "B", "slash")
        assert "by Ada" in driver.text() and "by Cem" in driver.text()
        await driver.type("-by:me")
        listed = driver.app.screen.query_one(PassageList)
        assert [passage.annotator for passage in listed.passages] == ["Cem", "Bo"]
        await driver.press("enter", "j", "enter", "l", *"opened", "enter", "escape")
        assert labels(library_folder)["Bo"] == ("of Bo", "settled", "opened"), "the one that was opened is meant"


@pytest.mark.usefixtures("named")
async def test_what_is_bookmarked_bears_the_name_of_the_config(library_folder: Path) -> None:
    async with reading(library_folder, "ceasefire") as driver:
        await driver.press("enter", "right_curly_bracket")
        assert "No passage in this article" in driver.text()
        await driver.press("v", "b")
        assert list(labels(library_folder)) == ["Ada"]
