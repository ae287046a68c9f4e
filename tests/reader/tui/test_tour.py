"""The one-minute tour of the documentation: its keys lead where it says, in the order in which it names them."""

from __future__ import annotations

import re

import pytest

from peaceindex.paths import samples_library
from peacereader.tui import clipboard
from tests.conftest import REPOSITORY
from tests.reader.driving import reading

TOUR = (REPOSITORY / "docs" / "tour.md").read_text("utf-8")


async def test_the_tour_ends_with_the_passage_that_it_shows(monkeypatch: pytest.MonkeyPatch) -> None:
    copied: list[str] = []

    def copy(text: str) -> str:
        copied.append(text)
        return "a test"

    monkeypatch.setattr(clipboard, "copy", copy)
    (shown,) = re.findall(r"```text\n(.*?)```", TOUR, re.DOTALL)
    async with reading(samples_library(), samples=True, size=(110, 30)) as driver:
        assert "28 articles" in driver.text() and "28 sample pages" in TOUR
        await driver.press("slash")
        await driver.type("ceasefire")
        await driver.press("enter")
        counts = re.search(r"(\d+ of 28) · (\d+ stories)", driver.lines()[0])
        assert counts and f"{counts[1]} articles have the word" in TOUR and counts[2] in TOUR
        for word in ("Waffenruhe", "alto el fuego", "ateşkes"):
            assert word in driver.text() and f"*{word}*" in TOUR

        await driver.press("f", "j", "j", "j", "enter")
        assert driver.lines()[1].startswith(" May 2025 ✕"), driver.lines()[1]
        assert "3 of 28" in driver.text()
        await driver.press("u", "escape")
        assert "✕" not in driver.lines()[1] and counts[1] in driver.text()
        assert driver.results.has_focus

        await driver.press("j", "enter", "n")
        assert "hit 1 of 2" in driver.text()
        await driver.press("n")
        assert "hit 2 of 2" in driver.text()
        await driver.press("v", "b", "e")
        await driver.type("Does Moscow say this?")
        await driver.press("escape", "B")
        assert "1 passage" in driver.text() and "Does Moscow say this?" in driver.text()
        await driver.press("escape", "Y", "j", "j", "enter")
        assert copied == [shown]

        await driver.press("T")
        assert "articles by month · ceasefire" in driver.text() and "First: " in driver.text()
