"""Selecting a passage by words, sentences and paragraphs, with keys and with the mouse."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from rich.cells import cell_len
from textual import events

from peaceindex import Library
from tests.reader.driving import Driver, reading

if TYPE_CHECKING:
    from pathlib import Path


def selected(driver: Driver) -> str:
    article, selection = driver.pane.article, driver.pane.selection
    assert article and selection
    return article.text[slice(*selection.span)]


async def test_the_end_moves_by_words_sentences_and_paragraphs(library_folder: Path) -> None:
    async with reading(library_folder, "alaska") as driver:
        await driver.press("enter", "v")
        sentence = selected(driver)
        assert sentence == "The presidents of the United States and Russia met on a military base in Alaska."
        await driver.press("w")
        assert selected(driver) == sentence
        assert "15 words selected" in driver.text()
        await driver.press("k", "k")
        assert selected(driver) == "The presidents of the United States and Russia met on a military base"
        await driver.press("x", "j")
        assert selected(driver) == "presidents of the United States and Russia met on a military base"
        await driver.press("s")
        assert selected(driver) == sentence
        await driver.press("p")
        article = driver.pane.article
        assert article and selected(driver) == article.paragraphs[0]
        await driver.press("x", "j")
        assert selected(driver) == "\n\n".join(article.paragraphs[:2])


async def test_shift_and_arrows_select_at_once(library_folder: Path) -> None:
    async with reading(library_folder, "alaska") as driver:
        await driver.press("enter", "shift+right")
        assert selected(driver) == "The"
        await driver.press("shift+right", "shift+right", "shift+left")
        assert selected(driver) == "The presidents"
        await driver.press("b", "shift+down")
        assert selected(driver).endswith("in Alaska.")


async def test_a_passage_of_words_is_kept_exactly_and_seen(library_folder: Path) -> None:
    async with reading(library_folder, "alaska") as driver:
        await driver.press("enter", "v", "w", "v", "shift+left", "b", "B")
        assert "base in Alaska." not in driver.text().splitlines()[2]
        passages = driver.app.screen.query("PassageList").first().passages  # type: ignore[attr-defined]
        assert [passage.quote for passage in passages] == ["in Alaska."]


async def test_without_a_selection_the_keys_of_the_room_work(library_folder: Path) -> None:
    async with reading(library_folder, "alaska") as driver:
        await driver.press("enter", "w")
        assert driver.pane.selection is None
        assert "A name for the search" in driver.text()


@pytest.mark.parametrize(("clicks", "expected"), [(2, "presidents"), (3, "")])
async def test_clicks_select_a_word_or_a_paragraph(library_folder: Path, clicks: int, expected: str) -> None:
    async with reading(library_folder, "alaska") as driver:
        await driver.press("enter")
        pane = driver.pane
        lines = driver.lines()
        y = next(i for i, line in enumerate(lines) if "The presidents of" in line)
        x = lines[y].index("presidents") + 2
        await driver.pilot.click(offset=(x, y), times=clicks)
        await driver.rest()
        article = pane.article
        assert article and selected(driver) == (expected or article.paragraphs[0])


WORDS = ("停火协议", "한국어", "e\u0301te\u0301", "राजधानी", "👩🏽\u200d🚀", "سَلام", "words", "𝔊𝔬𝔱𝔥𝔦𝔠", "last")
"""Words whose letters take two cells, or of which some take none: behind them a cell is no code point."""


async def test_a_click_finds_the_word_in_any_script(library_folder: Path, tmp_path: Path) -> None:
    sentence = " ".join(WORDS)
    (tmp_path / "odd.json").write_text(json.dumps({"title": "Scripts", "text": f"{sentence}.", "language": "en"}))
    with Library.open(library_folder) as library:
        assert [one.status for one in library.ingest.add([tmp_path / "odd.json"])] == ["added"]
    async with reading(library_folder, "title:scripts") as driver:
        await driver.press("enter")
        (y,) = (i for i, line in enumerate(driver.lines()) if sentence in line and "│" in line)
        line = driver.lines()[y]
        first = line.rindex(sentence)
        for word in WORDS:
            before, end = (cell_len(line[: first + sentence.index(word) + n]) for n in (0, len(word)))
            for x, letter in ((before, word[0]), (end - 1, word[-1])):
                await driver.pilot.click(offset=(x, y), times=2)
                await driver.rest()
                wanted = letter if word == WORDS[0] else word  # in Chinese a letter is a word
                assert selected(driver).rstrip(".") == wanted, (word, x)


async def test_dragging_after_two_clicks_goes_by_words(library_folder: Path) -> None:
    async with reading(library_folder, "alaska") as driver:
        await driver.press("enter")
        lines = driver.lines()
        y = next(i for i, line in enumerate(lines) if "The presidents of" in line)
        x = lines[y].index("presidents")
        await driver.pilot.click(offset=(x + 1, y), times=2)
        region = driver.pane.content_region
        event = events.MouseMove(
            driver.pane, x + 22 - region.x, y - region.y, 1, 0, 1, False, False, False, screen_x=x + 22, screen_y=y
        )
        driver.pane.post_message(event)
        await driver.rest()
        assert selected(driver).startswith("presidents of the United")
        assert not selected(driver).endswith(".")
