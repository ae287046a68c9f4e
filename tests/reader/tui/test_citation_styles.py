"""Copying in a style: `y` takes the one in force, `Y` lets choose one, with the passage shown in each, and keeps it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from textual.widgets import Static

from peacereader.config import RememberedValues
from peacereader.exports.styles import STYLES
from peacereader.tui.app import PeacereaderApp
from peacereader.tui.dialogs.style_picker import StylePicker
from tests.reader.driving import reading

if TYPE_CHECKING:
    from pathlib import Path

REFERENCE = "agreement.” August 15, 2025. https://theuplandpost.example/"


@pytest.fixture
def copied(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The texts that were copied."""
    texts: list[str] = []
    monkeypatch.setattr(PeacereaderApp, "copy", lambda _, text: texts.append(text))
    return texts


async def test_a_style_is_chosen_with_the_passage_in_view_and_is_kept(library_folder: Path, copied: list[str]) -> None:
    async with reading(library_folder, "alaska") as driver:
        await driver.press("enter", "v", "Y")
        picker = driver.app.screen
        assert isinstance(picker, StylePicker)
        shown = []
        for _ in STYLES:
            shown.append(str(picker.query_one("#preview", Static).content))
            await driver.press("j")
        assert len(set(shown)) == len(STYLES) and not copied
        assert all("Alaska" in text and "The Upland Post" in text for text in shown)
        assert REFERENCE in shown[2] and shown[5].startswith("@article{article-") and "<blockquote" in shown[6]
        await driver.press("j", "j", "enter")  # after the last comes the first
        assert not isinstance(driver.app.screen, StylePicker)
        await driver.press("v", "y")
    chosen, again = copied
    assert chosen == again and REFERENCE in chosen
    assert chosen.startswith("The presidents of the United States and Russia met on a military base in Alaska.\n\n")
    assert RememberedValues().get("citation_style", "") == "chicago"


async def test_leaving_the_list_copies_nothing_and_keeps_the_style(library_folder: Path, copied: list[str]) -> None:
    async with reading(library_folder, "alaska") as driver:
        await driver.press("enter", "v", "Y", "j", "j", "escape")
        assert not copied and not isinstance(driver.app.screen, StylePicker)
        await driver.press("v", "y")
    assert "— " in copied[0] and "article " in copied[0]


async def test_a_passage_is_copied_with_its_note_from_either_place(library_folder: Path, copied: list[str]) -> None:
    async with reading(library_folder, "alaska") as driver:
        await driver.press("enter", "v", "b", "e")
        await driver.type("for chapter two")
        await driver.press("escape", "Y", "j", "enter", "B", "y")
    in_article, in_list = copied
    assert in_article == in_list
    assert "Note: for chapter two" in in_list and "SHA-256" in in_list and in_list.startswith("> ")


async def test_a_style_is_chosen_in_the_list_and_in_the_concordance(library_folder: Path, copied: list[str]) -> None:
    async with reading(library_folder, "alaska") as driver:
        await driver.press("enter", "v", "b", "B", "Y", "k", "enter", "escape", "escape", "C", "Y")
        assert isinstance(driver.app.screen, StylePicker)
        await driver.press("k", "enter")
    assert copied[0].startswith("<blockquote cite=") and copied[1].startswith("@article{")


@pytest.mark.parametrize(("style", "begins"), [("bibtex", "@article{"), ("nonsense", "The presidents")])
async def test_the_setting_says_the_style(
    library_folder: Path, own_home: Path, copied: list[str], style: str, begins: str
) -> None:
    config = own_home / ".config" / "peacereader"
    config.mkdir(parents=True)
    (config / "config.yaml").write_text(f"citation_style: {style}\n")
    async with reading(library_folder, "alaska") as driver:
        assert ("'nonsense'" in driver.text()) == (style == "nonsense")
        await driver.press("enter", "v", "y")
    assert copied[0].startswith(begins)


@pytest.mark.parametrize("takes_it", [True, False])
async def test_html_is_copied_as_formatted_text_where_the_clipboard_takes_it(
    library_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, takes_it: bool
) -> None:
    kept, program = tmp_path / "kept", tmp_path / "wl-copy"
    program.write_text(f"""#!/bin/sh
[ "$*" = "--type text/html" ] && {"true" if takes_it else "exit 1"}
{{ echo "arguments: $*"; cat; }} > {kept}
""")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    monkeypatch.setenv("WAYLAND_DISPLAY", "w")
    RememberedValues().put("citation_style", "html")
    async with reading(library_folder, "alaska") as driver:
        await driver.press("enter", "v", "y")
        assert ("as formatted text" if takes_it else "Copied by wl-copy.") in driver.text()
        arguments, _, html = kept.read_text("utf-8").partition("\n")
        assert arguments == f"arguments: {'--type text/html' if takes_it else ''}"
        assert html.startswith("<blockquote") and html.endswith("</p>\n")
        assert driver.app.clipboard == ("" if takes_it else html)
