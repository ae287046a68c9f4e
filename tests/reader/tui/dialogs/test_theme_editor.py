"""The theme editor shows the screen while a colour changes, and saves a new file: never over one that is there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from peacereader.resources import themes_dir
from peacereader.tui.theme_colours import ROLES
from peacereader.tui.theme_editing import save_theme, short_name, theme_file, turned, value_of, weakest, with_value
from peacereader.tui.themes import load_theme, load_themes
from tests.reader.driving import reading
from tests.trials import examples

if TYPE_CHECKING:
    from pathlib import Path

    from peacereader.tui.theme_colours import Depth

THEMES, _ = load_themes(themes_dir())


async def test_a_colour_is_changed_on_the_screen_itself_and_saved_as_a_new_theme(
    library_folder: Path, own_home: Path
) -> None:
    folder = own_home / ".config/peacereader/themes"
    async with reading(library_folder, size=(120, 40)) as driver:
        app = driver.app
        before = app.theme_variables["room-muted"]
        await driver.press("t", "e", "j", "j", "j")
        assert "muted" in driver.text() and "All text stands out" in driver.text()
        await driver.press(*["minus"] * 8)
        assert app.theme_variables["room-muted"] != before
        assert "Faint pairs" in driver.text() and "✗" in driver.text()
        await driver.press("u", "enter", "ctrl+u")
        await driver.type("no colour")
        await driver.press("enter")
        assert "A colour is a name such as navy" in driver.text()
        await driver.press("ctrl+u")
        await driver.type("silver")
        await driver.press("enter")
        assert app.theme_variables["room-muted"] == "#c0c0c0"
        await driver.press("escape")
        assert "not saved" in driver.text()
        await driver.press("s", "ctrl+u")
        await driver.type("Paper")
        await driver.press("enter")
        assert "There is a theme 'paper' already" in driver.text()
        await driver.press("ctrl+u")
        await driver.type("Dämmerung")
        await driver.press("enter")
        assert app.theme == "dammerung"
        theme = load_theme(folder / "dammerung.yaml")
        assert (theme.title, theme.colours.muted, theme.dark) == ("Dämmerung", "#c0c0c0", THEMES["ink"].dark)
        assert (folder / "dammerung.yaml").stat().st_mode & 0o077 == 0
        with pytest.raises(FileExistsError):
            save_theme(theme, folder)

        await driver.press("t", "e", "d", "l", "d", "l", "escape", "escape")
        assert app.theme == "dammerung" and app.depth == "24bit", "what was not saved is gone"
        await driver.press("escape")
        await driver.pilot.resize_terminal(60, 20)
        await driver.rest()
        await driver.press("t", "e")
        assert "background" in driver.text()
    async with reading(library_folder) as driver:
        assert driver.app.theme == "dammerung", "it is the theme of the next start"


@given(
    st.sampled_from(sorted(THEMES)),
    st.sampled_from(ROLES),
    st.sampled_from(["24bit", "256", "16"]),
    st.lists(st.tuples(st.sampled_from(["hue", "light", "strong"]), st.sampled_from([-5, 5])), max_size=4),
)
@settings(max_examples=examples(80), deadline=None)
def test_a_theme_that_was_changed_can_be_saved_and_read(
    tmp_path_factory: pytest.TempPathFactory, name: str, role: str, depth: Depth, turns: list[tuple[str, int]]
) -> None:
    theme = THEMES[name]
    for what, by in turns:
        theme = turned(theme, role, depth, **{what: by})
        assert with_value(theme, role, value_of(theme, role, depth), depth).colours_in(depth) == theme.colours_in(depth)
    assert weakest(theme, role, depth) is not None or role == "rule"
    path = tmp_path_factory.mktemp("theme") / "one.yaml"
    path.write_text(theme_file(theme), encoding="utf-8")
    assert load_theme(path) == theme


@pytest.mark.parametrize(
    ("value", "depth", "shown"),
    [
        ("navy", "24bit", "#000080"), ("#abc", "24bit", "#aabbcc"), ("Light Blue", "24bit", "#add8e6"),
        ("130", "256", "130"), ("#ffffff", "256", "231"), ("bright cyan", "16", "bright cyan"),
    ],
)  # fmt: skip
def test_a_colour_is_typed_by_its_name_or_digits(value: str, depth: Depth, shown: str) -> None:
    assert value_of(with_value(THEMES["ink"], "accent", value, depth), "accent", depth) == shown


@pytest.mark.parametrize(
    ("value", "depth"),
    [("", "24bit"), ("#12", "24bit"), ("ansi_red", "24bit"), ("rgba(1,2,3,0.5)", "24bit"), ("300", "256"), ("7", "256"),
     ("navy", "16"), ("#ffffff", "16")],
)  # fmt: skip
def test_what_is_no_colour_is_refused(value: str, depth: Depth) -> None:
    with pytest.raises(ValueError, match=r"colour|palette"):
        with_value(THEMES["ink"], "accent", value, depth)


def test_a_title_becomes_a_name() -> None:
    assert [short_name(title) for title in ("My Ink!", "Üb  er", "日本", "a" * 50, "../x")] == [
        "my-ink", "ub-er", "", "a" * 31, "x",
    ]  # fmt: skip
