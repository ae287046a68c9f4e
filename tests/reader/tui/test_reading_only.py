"""The reader that is opened for reading only: each key that would write says so, and not a byte changes."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from textual.widgets import Input

from peaceindex import Library
from peaceindex.model.search import Request
from peaceindex.paths import config_dir
from peacereader.tui.app import PeacereaderApp
from peacereader.tui.command_twins import COMMANDS
from peacereader.tui.dialogs.theme_picker import ThemePicker
from peacereader.tui.keys import GROUPS
from peacereader.tui.writing_actions import REFUSAL, WRITING
from tests.reader.driving import Driver, content, reading
from tests.reader.pages import write_story

SCENES = {
    "list": (["escape"], ("room", "list")),
    "article": (["enter", "v"], ("article",)),
    "passages": (["B"], ("passages",)),
    "place": (["B", "tab"], ("place",)),
    "codes": (["B", "C"], ("codes",)),
    "counts": (["B", "C", "t"], ("counts",)),
    "events": (["B", "T"], ("events",)),
    "differences": (["B", "A"], ("differences",)),
    "searches": (["W"], ("searches",)),
    "folders": (["A"], ("folders",)),
    "bin": (["A", "b"], ("bin",)),
    "concordance": (["C"], ("concordance",)),
    "collocates": (["C", "c"], ("collocates",)),
    "hit": (["C", "enter"], ("hit", "article")),
    "timeline": (["T"], ("timeline",)),
    "compare": (["equals_sign", "J", "equals_sign"], ("compare",)),
    "audit": (["c"], ("audit",)),
    "settings": (["colon", *"settings", "enter"], ("settings",)),
}
"""How each part of the reader is reached from the results, and the groups of keys that act there."""


@pytest.fixture
def full(library_folder: Path, tmp_path: Path) -> Path:
    """A library in which there is something to change on each screen."""
    config_dir().mkdir(parents=True, exist_ok=True)
    (config_dir() / "config.yaml").write_text("annotator: Ada\n")
    with Library.open(library_folder) as library:
        library.ingest.catch_up()
        added = list(library.ingest.add(write_story(tmp_path / "story")))
        library.bin.remove([str(added[0].article_id)])
        for hit in library.search.hits(library.search.find(Request("ceasefire")), 0, 2):
            article = library.article(hit.id)
            for maker, labels in (("Ada", ["Talks"]), ("Bo", ["Law"])):
                library.annotations.annotator = maker
                passage = library.annotations.bookmark(article, 0, 40, "a note", labels)
        library.annotations.events.set([passage.id], lambda event, _: replace(event, type="Protests"))
        library.search.save_search("truce", Request("ceasefire"))
        library.search.log_search(library.search.find(Request("istanbul")))
    return library_folder


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the reader says in toasts."""
    said: list[str] = []
    monkeypatch.setattr(PeacereaderApp, "notify", lambda app, message, **_: said.append(message))
    return said


async def at_results(driver: Driver) -> None:
    """Leave all screens and panes for the results."""
    while (top := driver.app.screen) is not driver.room:
        top.leave(None)  # type: ignore[attr-defined]
        await driver.rest()
    driver.room.go_to_pane(driver.results)
    await driver.rest()


async def test_each_key_that_writes_is_refused_and_nothing_changes(full: Path, own_home: Path, said: list[str]) -> None:
    before = content(full, own_home)
    tried = set[str]()
    async with reading(full, "ceasefire", read_only=True) as driver:
        assert "read only" in driver.text()
        for scene, (steps, groups) in SCENES.items():
            await at_results(driver)
            await driver.press(*steps)
            screen = driver.app.screen
            for action in (one for group in groups for one in GROUPS[group][1] if one.name in WRITING):
                for key in action.keys.split(","):
                    said.clear()
                    await driver.press(key)
                    assert said == [REFUSAL], (scene, action.name, key, said)
                    assert driver.app.screen is screen, (scene, action.name)
                tried.add(action.name)
        await at_results(driver)
        # What needs no key of the table: a theme of one's own, the command line, the palette.
        await driver.press("t")
        assert isinstance(driver.app.screen, ThemePicker)
        await driver.press("e")
        assert said[-1] == REFUSAL and isinstance(driver.app.screen, ThemePicker)
        await driver.press("j", "enter")
        for line in ("set measure 60", f"add {full}", "bookmark", "export csv out.csv", "save", "theme paper"):
            said.clear()
            await driver.press("colon")
            driver.app.screen.query_one(Input).value = line
            await driver.press("enter")
            assert said == ([REFUSAL] if not line.startswith("theme") else []), line
        await driver.press("escape", "n", "enter", "pagedown", "i", "plus", "J", "H", "s", "f", "enter", "escape", "u")
        await driver.press("ctrl+r", "slash")
        await driver.type("istanbul")
        await driver.press("enter", "enter", "q")
    assert tried | {"theme-edit"} == WRITING
    assert content(full, own_home) == before


def test_the_actions_that_write_are_those_whose_commands_do() -> None:
    begin = (
        "annotate",
        "tag",
        "remove",
        "add",
        "mark",
        "corrections ID",
        "corrections --",
        "codes --add",
        "codes --sp",
    )
    parts = {
        "--output", "--save", "--seen", "--remove", "--undo", "--redo", "--rename", "--again", "--watch", "--moved",
        "--forget", "--restore", "--empty", "--set", "--move", "--merge", "--import",
    }  # fmt: skip
    found = {n for n, line in COMMANDS.items() if line.startswith(begin) or parts.intersection(line.split())}
    # To mark passages writes nothing yet; Ctrl+R in the reading room also redoes searches; two write what a command
    # prints.
    found -= {"passage-mark", "redo-here", "audit-help"}
    found |= {"count-write", "collocate-write", "setting-change", "setting-default", "theme-edit"}
    assert found == WRITING


@pytest.mark.parametrize("width", [30, 44, 60, 80, 120])
async def test_the_reader_says_that_it_only_reads_and_offers_no_key_that_writes(full: Path, width: int) -> None:
    async with reading(full, "ceasefire", size=(width, 30), read_only=True) as driver:
        assert "read only" in driver.text()
        assert "bookmark" not in driver.lines()[-1]
        await driver.press("enter", "v")
        assert "bookmark" not in driver.lines()[-1]


async def test_the_sample_pages_are_read_too(own_home: Path) -> None:
    for _ in range(2):
        async with reading(Path(own_home / "unused"), samples=True, read_only=True) as driver:
            assert driver.results.total > 3
            await driver.press("a")
            assert REFUSAL in driver.text()


async def test_what_was_remembered_before_still_counts(full: Path, own_home: Path) -> None:
    async with reading(full, "ceasefire") as driver:
        await driver.press("s")
    state = next(own_home.rglob("reader.json"))
    kept = json.loads(state.read_bytes())
    async with reading(full, "ceasefire", read_only=True) as driver:
        assert driver.room.sort == kept["sort"]
        await driver.press("s")
        assert driver.room.sort != kept["sort"]
    assert json.loads(state.read_bytes()) == kept
