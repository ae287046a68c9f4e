"""Exporting from the reader: what, in which format, and where to; nothing is written over and nothing typed is lost."""

from __future__ import annotations

import csv
import zipfile
from pathlib import Path

import pytest
from textual.widgets import Checkbox, Input, OptionList, Static

from peacereader.cli.program import main
from peacereader.exports.formats import FORMATS, HIT_FORMATS, PASSAGE_FORMATS
from peacereader.tui.dialogs.export import ExportScreen, completed_folder, file_stem
from peacereader.tui.dialogs.file_name import file_objection
from peacereader.tui.widgets.passage_list import PassageList
from tests.reader.driving import Driver, reading


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder in which the reader is started."""
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


def dialog(driver: Driver) -> ExportScreen:
    screen = driver.app.screen
    assert isinstance(screen, ExportScreen)
    return screen


def said(driver: Driver) -> str:
    return str(dialog(driver).query_one("#help", Static).content)


def path(driver: Driver) -> str:
    return dialog(driver).query_one("#path", Input).value


def listed(driver: Driver, name: str) -> list[str]:
    return [str(option.prompt) for option in dialog(driver).query_one(f"#{name}", OptionList).options]


async def choose(driver: Driver, form: str) -> None:
    formats = dialog(driver).query_one("#formats", OptionList)
    formats.highlighted = next(n for n, option in enumerate(formats.options) if option.id == form)
    await driver.rest()


def toasts(driver: Driver) -> list[str]:
    return [toast.message for toast in driver.app._notifications]


async def test_all_hits_are_what_the_command_writes(library_folder: Path, place: Path) -> None:
    async with reading(library_folder, "istanbul") as driver:
        await driver.press("x")
        total = driver.results.total
        assert listed(driver, "scopes")[0] == f"{total} hits of “istanbul”"
        assert len(listed(driver, "formats")) == len(HIT_FORMATS) and path(driver).endswith("istanbul.md")
        await choose(driver, "csv")
        assert path(driver).endswith("istanbul.csv")
        await driver.press("enter", "enter")
        assert not isinstance(driver.app.screen, ExportScreen)
        assert str(place / "istanbul.csv") in toasts(driver)[-1]
        words = ["--library", str(library_folder), "search", "istanbul", "--format", "csv", "--limit", "all"]
        assert main([*words, "--output", "by-command.csv"]) == 0
        assert (place / "istanbul.csv").read_bytes() == (place / "by-command.csv").read_bytes()
        await driver.press("x", "enter")  # the format stays, and another name is proposed
        assert path(driver).endswith("istanbul-2.csv")
        line = dialog(driver).query_one("#path", Input)
        line.value = str(place / "istanbul.csv")
        await driver.press("enter")
        assert "already exists" in said(driver)
        line.value = str(place / "no" / "such.csv")
        await driver.press("enter")
        assert "There is no folder" in said(driver)
        await driver.press("ctrl+q")
        assert "not kept yet" in toasts(driver)[-1] and dialog(driver).is_changed
        await driver.press("escape", "x")
        assert path(driver) == str(place / "no" / "such.csv"), "what was typed is there again"
        (place / "no").mkdir()
        await driver.press("tab", "tab", "space", "tab", "tab", "tab", "enter")
        with (place / "no" / "such.csv").open(newline="") as file:
            rows = list(csv.DictReader(file))
        assert len(rows) == total and all(len(row["sha256"]) == 64 for row in rows)


async def test_an_article_is_written_with_its_text_and_its_passages_alone(library_folder: Path, place: Path) -> None:
    async with reading(library_folder, "alaska") as driver:
        await driver.press("enter", "v", "x", "x", "b", "x")  # while something is selected, x moves the other end
        article = driver.pane.article
        assert article is not None and listed(driver, "scopes")[0].startswith(f"this article, “{article.title}"[:30])
        assert listed(driver, "scopes")[1] == "1 passage of this article"
        assert dialog(driver).query_one("#text", Checkbox).value
        await driver.press("enter", "enter")
        (file,) = place.iterdir()
        assert article.paragraphs[-1].split()[-1] in file.read_text() and file.suffix == ".md"
        await driver.press("x", "shift+tab", "j")
        assert len(listed(driver, "formats")) == len(PASSAGE_FORMATS)
        await choose(driver, "qdpx")
        await driver.press("tab", "tab", "tab", "tab", "tab", "enter")
        (project,) = place.glob("*.qdpx")
        with zipfile.ZipFile(project) as archive:
            assert "project.qde" in archive.namelist()


async def test_marked_passages_or_all_that_are_shown(library_folder: Path, place: Path) -> None:
    async with reading(library_folder, "alaska") as driver:
        await driver.press("B", "x")
        assert driver.app.screen.query(PassageList), "without passages there is no dialog"
        await driver.press("escape", "enter", "v", "b", "v", "j", "j", "v", "b", "B", "space", "x")
        assert listed(driver, "scopes") == ["1 marked passage", "2 passages"]
        await choose(driver, "ris")
        await driver.press("enter", "enter")
        assert (place / "passages.ris").read_text().count("TY  - ") == 1
        await driver.press("x")
        await choose(driver, "qdc")
        await driver.press("enter", "enter")
        assert "no codes" in said(driver) and not (place / "passages.qdc").exists()
        await choose(driver, "chicago")
        assert path(driver).endswith("passages.txt")
        await driver.press("enter", "enter")
        assert (place / "passages.txt").read_text().count("Upland Post") == 1


async def test_the_setting_adds_to_what_is_copied_and_is_ticked(
    library_folder: Path, own_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from peaceindex.paths import config_dir
    from peacereader.tui.app import PeacereaderApp

    config_dir().mkdir(parents=True, exist_ok=True)
    (config_dir() / "config.yaml").write_text("citation_style: chicago\ncite_with: [sha256, nonsense]\n")
    copied: list[str] = []
    monkeypatch.setattr(PeacereaderApp, "copy", lambda _, text: copied.append(text))
    async with reading(library_folder, "alaska") as driver:
        assert any("'nonsense' in cite_with" in words for words in toasts(driver))
        await driver.press("enter", "v", "y", "x")
        ticked = {box.id for box in dialog(driver).query(Checkbox) if box.value}
    assert "[SHA-256 of the source: " in copied[0] and ticked == {"sha256", "text"}


async def test_every_format_that_is_offered_is_written(library_folder: Path, place: Path) -> None:
    async with reading(library_folder, "istanbul") as driver:
        for form in HIT_FORMATS:
            await driver.press("x")
            await choose(driver, form)
            await driver.press("enter", "enter")
            assert not isinstance(driver.app.screen, ExportScreen), form
    assert {file.suffix for file in place.iterdir()} == {FORMATS[form].ending for form in HIT_FORMATS}


def test_folders_are_completed_as_a_shell_does(place: Path) -> None:
    for name in ("notes", "north", ".hidden"):
        (place / name).mkdir()
    (place / "nothing.txt").write_text("")
    assert completed_folder("no") == "north/" and completed_folder(f"{place}/not") == f"{place}/notes/"
    assert completed_folder("~") == "~/" and completed_folder("not\0") is None and completed_folder("zz") is None
    assert completed_folder("north/") is None and completed_folder("nothing") is None


@pytest.mark.parametrize(
    ("words", "stem"),
    [
        (["“Peace deal” after:2025"], "peace-deal-after-2025"), (["../../etc/passwd"], "etc-passwd"),
        (["", " "], "export"), (["переговоры", "2025"], "переговоры-2025"), (["युद्ध विराम"], "युद्ध-विराम"),
        (["สันติภาพ"], "สันติภาพ"), (["...", "a/b\\c"], "a-b-c"),
    ],
)  # fmt: skip
def test_names_of_files_are_made_of_words(words: list[str], stem: str) -> None:
    assert file_stem(*words) == stem


def test_a_long_name_is_shortened() -> None:
    assert len(file_stem("word " * 40)) <= 48


def test_a_folder_may_be_there_already(place: Path) -> None:
    assert file_objection(str(place), is_folder=True) == "" and file_objection(str(place))
    (place / "file").write_text("")
    assert file_objection(str(place / "file"), is_folder=True)
