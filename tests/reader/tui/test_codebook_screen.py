"""The codebook on the screen: each change through its keys, undone, and nothing of the file or of a coding is lost."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest

from peaceindex import Library
from peaceindex.model.search import Request
from peacereader.tui.screens.code_counts import CodeCountsScreen
from peacereader.tui.screens.codebook import CodebookScreen
from peacereader.tui.screens.passages import PassagesScreen
from tests.reader.driving import Driver, reading

if TYPE_CHECKING:
    from pathlib import Path

CODES = """\
# ours
codes:
  - name: Ceasefire  # the main one
    description: any halt to fighting
    color: "#2a6f97"
    key: 1
    codes:
      - Violation
  - Law
"""


@pytest.fixture
def coded(library_folder: Path) -> Path:
    """A library with four passages and a codebook."""
    with Library.open(library_folder) as library:
        for hit in library.search.hits(library.search.find(Request("ceasefire", sort="oldest")), 0, 2):
            article = library.article(hit.id)
            library.annotations.bookmark(article, 0, 20, labels=["Ceasefire"])
            library.annotations.bookmark(article, 21, 40, labels=["Aid"])
    (library_folder / "codes.yaml").write_text(CODES)
    return library_folder


def labels(folder: Path) -> dict[str, int]:
    with Library.open(folder) as library:
        return dict(Counter(label for p in library.annotations.passages() for label in p.labels))


def text(folder: Path) -> str:
    return (folder / "codes.yaml").read_text()


async def open_codebook(driver: Driver) -> None:
    await driver.press("B", "C")
    assert isinstance(driver.app.screen, CodebookScreen)


def codes(driver: Driver) -> list[str]:
    """The lines of the codes, without the color signs."""
    return [line.replace("■", "").replace("□", "").replace("▌", " ").rstrip() for line in driver.lines()[2:8]]


async def test_codes_are_added_described_moved_and_removed(coded: Path) -> None:
    async with reading(coded) as driver:
        await open_codebook(driver)
        shown = [line.split() for line in codes(driver)]
        assert [line[0] for line in shown if line] == ["Ceasefire", "Violation", "Law", "Aid"]
        assert shown[0][1:3] == ["2", "1"] and "any halt to fighting" in driver.text()
        await driver.press("a")
        await driver.type("aid")
        await driver.press("enter")
        assert "There is a code of this name already." in driver.text()
        await driver.press("ctrl+u")
        await driver.type("Monitoring")
        await driver.press("enter", "2", "e")
        await driver.type("who watches")
        await driver.press("escape", "m", "x", "escape", "c")
        await driver.type("red")
        await driver.press("enter")
        assert "'red' is no color." in driver.text()
        await driver.press("ctrl+u")
        await driver.type("#00aa00")
        await driver.press("enter")
        assert "memo: x" in driver.text()
        await driver.press("v", "c", "e", "a", "enter")
        with Library.open(coded) as library:
            code = library.annotations.coding.codebook().find("Monitoring")
        assert code is not None
        assert (code.parent, code.key, code.description) == ("Ceasefire", "2", "who watches")
        assert (code.memo, code.color) == ("x", "#00aa00")
        assert "# the main one" in text(coded)
        await driver.press("1")
        assert "The key 1 is that of 'Ceasefire'." in driver.text()
        await driver.press("d")
        assert "Monitoring" not in text(coded)
        for _ in range(7):
            await driver.press("u")
        assert text(coded) == CODES
        await driver.press("escape")
        assert isinstance(driver.app.screen, PassagesScreen)


async def test_codes_are_renamed_merged_and_split_with_their_passages(coded: Path) -> None:
    async with reading(coded) as driver:
        await driver.press("B", "space", "C", "j", "j", "j", "r")
        assert "A new name for “Aid”" in driver.text()
        await driver.press("ctrl+u")
        await driver.type("Relief")
        await driver.press("enter")
        assert labels(coded) == {"Ceasefire": 2, "Relief": 2}
        await driver.press("M")
        await driver.type("law")
        await driver.press("enter")
        assert labels(coded) == {"Ceasefire": 2, "Law": 2}
        await driver.press("u", "u")
        assert (labels(coded), text(coded)) == ({"Ceasefire": 2, "Aid": 2}, CODES)
        with Library.open(coded) as library:
            marked = library.annotations.passages()[0].labels[0]
        await driver.press(*(["G"] if marked == "Aid" else ["g"]), "s")
        assert "that are marked get the label" in driver.text()
        await driver.type("Food")
        await driver.press("enter")
        assert labels(coded)["Food"] == 1 and labels(coded)[marked] == 1
        await driver.press("ctrl+r", "u")
        assert labels(coded) == {"Ceasefire": 2, "Aid": 2}
        await driver.press("g", "enter")
        assert isinstance(driver.app.screen, PassagesScreen)
        assert 'label:"Ceasefire"' in driver.text() and "2 passages" in driver.text()


async def test_the_passages_of_a_code_with_quotation_marks_in_its_name_are_found(coded: Path) -> None:
    async with reading(coded) as driver:
        await driver.press("B", "C", "g", "r", "ctrl+u")
        await driver.type('the "far" side')
        await driver.press("enter", "g", "enter")
        assert isinstance(driver.app.screen, PassagesScreen)
        assert 'label:"the far side"' in driver.text() and "2 passages" in driver.text()
    with Library.open(coded) as library:
        for query, count in (('label:"the far side"', 2), ("label:any", 4), ("note:any", 0), ("-note:any", 4)):
            found = library.annotations.find_passages(query)
            assert (len(found.passages), found.hint, found.refusal) == (count, "", ""), query


async def test_labels_are_counted_and_the_table_written(
    coded: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with Library.open(coded) as library:
        library.annotations.coding.label([library.annotations.passages()[0].id], ["=1+1"])
    async with reading(coded, size=(80, 24)) as driver:
        await open_codebook(driver)
        await driver.press("t")
        assert isinstance(driver.app.screen, CodeCountsScreen)
        assert "passages by label and outlet" in driver.text()
        await driver.press("s")
        assert "codes.yaml states no sides yet" in driver.text() and "no side" in driver.text()
        await driver.press("m", "O")
        assert "passages by label and month and outlet" in driver.text()
        await driver.press("w", "enter")
        written = (tmp_path / "labels-by-month-outlet.csv").read_bytes().decode()
        assert written.startswith("label,month,outlet,passages\r\nCeasefire,")
        await driver.press("w", "enter")
        assert "A file of this name already exists." in driver.text()
        assert "ends in .spreadsheet.csv: for Excel" in driver.text()
        await driver.press("ctrl+u")
        await driver.type("counts.Spreadsheet.csv")
        await driver.press("enter", "w")
        safe = (tmp_path / "counts.Spreadsheet.csv").read_bytes().decode()
        assert safe.startswith("\ufefflabel,month,outlet,passages\r\n") and "\r\n'=1+1," in safe
        assert "\r\n=1+1," in written
        await driver.press("escape", "l", "h", "j", "pagedown", "escape", "escape", "escape")
        assert len(driver.app.screen_stack) == 1 and "articles" in driver.lines()[0]


async def test_an_empty_codebook_and_one_that_cannot_be_read(library_folder: Path) -> None:
    async with reading(library_folder, size=(60, 20)) as driver:
        await open_codebook(driver)
        assert "No codes yet. a adds one" in driver.text()
        await driver.press("j", "enter", "e", "d", "t")
        assert "No passage has a label yet." in driver.text()
        await driver.press("w")
        assert "There is nothing to write yet." in driver.text()
        await driver.press("escape")
        (library_folder / "codes.yaml").write_text("codes: [{name: A")
        await driver.press("a", "B", "enter")
        assert "this is not YAML" in " ".join(driver.text().split())
        assert text(library_folder) == "codes: [{name: A"
