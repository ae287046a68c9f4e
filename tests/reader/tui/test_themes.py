"""The themes that come along are whole and legible; a broken one of the user's is named and passed over."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace
from rich.color import ColorType
from rich.console import Console
from textual.widgets import Input

from peaceindex.errors import DataFileError
from peacereader.resources import themes_dir
from peacereader.tui.colour_depth import depth_of
from peacereader.tui.textual_themes import textual_theme
from peacereader.tui.theme_colours import (
    ROLES,
    SIGN_RATIO,
    TEXT_PAIRS,
    Colours,
    contrast,
    faint_pairs,
    least_contrast,
    nearest_number,
    palette_colour,
    rgb,
)
from peacereader.tui.themes import DEFAULT_THEME, load_theme, load_themes
from tests.reader.driving import reading

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from rich.style import Style

    from peacereader.tui.theme_colours import Depth
    from tests.reader.driving import Driver

THEMES, _ = load_themes(themes_dir())


def test_there_are_themes_for_every_eye() -> None:
    _, problems = load_themes(themes_dir())
    assert problems == []
    assert {"paper", "ink", "sepia", "contrast", "clear", "terminal"} <= set(THEMES)
    assert DEFAULT_THEME in THEMES
    assert {theme.dark for theme in THEMES.values()} == {True, False}


@pytest.mark.parametrize("depth", ["24bit", "256", "16"])
@pytest.mark.parametrize("name", THEMES)
def test_every_text_can_be_read_on_every_ground_it_stands_on(name: str, depth: Depth) -> None:
    """The least contrast is that of WCAG 2.2, level AA, success criteria 1.4.3 for text and 1.4.11 for signs.

    https://www.w3.org/TR/WCAG22/#contrast-minimum. The sixteen colours are those of xterm and of Linux's console.
    """
    theme = THEMES[name]
    colours = theme.colours_in(depth)
    assert not faint_pairs(colours, dark=theme.dark)
    for sign, ground in SIGNS:
        assert least_contrast(getattr(colours, sign), getattr(colours, ground), dark=theme.dark) >= SIGN_RATIO
    if name in ("contrast", "daylight") and depth != "16":
        least = min(
            least_contrast(getattr(colours, text), getattr(colours, ground), dark=theme.dark)
            for text, ground in TEXT_PAIRS
        )
        assert least >= 7


@pytest.mark.parametrize("name", [name for name, theme in THEMES.items() if not theme.terminal_colours])
def test_each_theme_chooses_its_colours_for_every_depth(name: str) -> None:
    theme = THEMES[name]
    assert set(theme.colours_256) == set(theme.colours_16) == set(ROLES)
    assert theme.colours_256 != {role: nearest_number(getattr(theme.colours, role)) for role in ROLES}
    for depth in ("24bit", "256"):
        colours = theme.colours_in(depth)
        grounds = {colours.background, colours.cursor, colours.selection, colours.current_hit_background}
        assert len(grounds) == 4, "what is told by its ground stands out in each depth"


def test_the_luminance_and_contrast_are_those_of_wcag() -> None:
    assert contrast((0, 0, 0), (255, 255, 255)) == pytest.approx(21)
    assert contrast((119, 119, 119), (255, 255, 255)) == pytest.approx(4.48, abs=0.01), "#777 on white just fails"
    assert contrast((118, 118, 118), (255, 255, 255)) == pytest.approx(4.54, abs=0.01), "#767676 just passes"


def test_the_palette_is_that_of_xterm() -> None:
    assert [palette_colour(n) for n in (16, 21, 46, 196, 231, 232, 255)] == [
        "#000000", "#0000ff", "#00ff00", "#ff0000", "#ffffff", "#080808", "#eeeeee",
    ]  # fmt: skip
    assert all(palette_colour(nearest_number(palette_colour(n))) == palette_colour(n) for n in range(16, 256))


@pytest.mark.parametrize(
    ("environment", "depth"),
    [
        ({"COLORTERM": "truecolor", "TERM": "xterm-256color"}, "24bit"),
        ({"COLORTERM": "", "TERM": "xterm-256color"}, "256"),
        ({"COLORTERM": "", "TERM": "xterm"}, "16"),
        ({"COLORTERM": "", "TERM": "linux"}, "16"),
    ],
)
def test_the_terminal_tells_how_many_colours_it_shows(environment: dict[str, str], depth: str) -> None:
    console = Console(force_terminal=True, legacy_windows=False, _environ=environment)
    assert depth_of(console, has_terminal=True) == depth
    assert depth_of(console, has_terminal=False) == "24bit"
    assert depth_of(console, has_terminal=True, no_color=True) == "none"


async def test_what_is_painted_is_within_the_pairs_and_the_depth(library_folder: Path, tmp_path: Path) -> None:
    """A theme of which each colour is another one shows which role stands on which, on the screens that have most."""
    async with reading(library_folder, "ceasefire", size=(160, 40)) as driver:
        app = driver.app
        theme = THEMES["ink"]
        odd = {role: f"#{40 + 9 * n:02x}{7 * n:02x}{200 - 5 * n:02x}" for n, role in enumerate(ROLES)}
        app.register_theme(textual_theme(replace(theme, name="odd", colours=Colours(**odd)), "24bit"))
        app.theme = "odd"
        await driver.rest()
        keys = (
            "", "enter v j", "b e x enter", "escape f x", "escape f slash o u t l e t colon", "escape escape B", "C",
            "escape escape W", "escape C", "escape question_mark", "escape x", "escape enter c", "d",
            "escape escape escape T", "x enter escape t",
        )  # fmt: skip
        found: set[tuple[str, str]] = set()
        for part in keys:
            await driver.press(*part.split())
            found |= {(role_of(text, odd), role_of(ground, odd)) for text, ground in painted(driver)}
        assert {pair for pair in found if pair[0] != "rule"} <= set(TEXT_PAIRS)
        assert len(found) > 12

        app.theme = "ink"
        app.use_depth("256")
        await driver.rest()
        assert {colour.type for style in styles(driver) for colour in (style.color, style.bgcolor) if colour} == {
            ColorType.EIGHT_BIT
        }
        app.use_depth("16")
        await driver.rest()
        types = {colour.type for style in styles(driver) for colour in (style.color, style.bgcolor) if colour}
        assert types <= {ColorType.STANDARD, ColorType.DEFAULT}
        app.use_depth("none")
        await driver.rest()
        assert all(c.is_default for style in styles(driver) for c in (style.color, style.bgcolor) if c)
        assert any(style.reverse for style in styles(driver)), "the cursor is seen without colours"


async def test_the_cursor_of_a_line_is_seen_without_colours(library_folder: Path) -> None:
    async with reading(library_folder, size=(80, 24)) as driver:
        driver.app.use_depth("none")
        for keys, is_reversed_around in (
            ("slash x", True),
            ("escape T a x", True),
            ("escape escape colon s e t t i n g s enter slash x", False),
        ):
            await driver.press(*keys.split())
            line = driver.app.screen.query_one(Input)
            around = line.region
            strip = driver.app.screen._compositor.render_strips()[around.y].crop(around.x, around.right)
            assert strip.text.startswith("x ")
            cells = [bool(style and style.reverse) for text, style, _ in strip for _ in text]
            assert cells[:3] == [is_reversed_around, not is_reversed_around, is_reversed_around], keys


SIGNS = (("muted", "background"), ("muted", "panel"), ("accent", "panel"), ("passage", "background"))
"""Scroll bar, tick boxes, frames of dialogs, bars of passages."""


def role_of(colour: str, colours: Mapping[str, str]) -> str:
    """Return whose colour this is. Textual rounds some by one."""
    return next(
        (r for r, c in colours.items() if max(abs(a - b) for a, b in zip(rgb(c), rgb(colour), strict=True)) < 3), colour
    )


def styles(driver: Driver) -> list[Style]:
    strips = driver.app.screen._compositor.render_strips()
    return [segment.style for strip in strips for segment in strip if segment.style]


def painted(driver: Driver) -> set[tuple[str, str]]:
    """The pairs of colours of which one is text and the other its ground, in a dialog those of the dialog alone."""
    screen = driver.app.screen
    region = screen.children[0].region if screen.is_modal else screen.region
    strips = [strip.crop(region.x, region.right) for strip in screen._compositor.render_strips()]
    return {
        (segment.style.color.name, segment.style.bgcolor.name)
        for strip in strips[region.y : region.bottom]
        for segment in strip
        if segment.text.strip() and segment.style and segment.style.color and segment.style.bgcolor
    }


def test_a_users_theme_is_found_and_replaces_one_of_the_same_name(tmp_path: Path) -> None:
    text = (themes_dir() / "paper.yaml").read_text(encoding="utf-8")
    (tmp_path / "mine.yaml").write_text(text.replace("title: Paper", "title: My paper"), encoding="utf-8")
    themes, problems = load_themes(themes_dir(), tmp_path)
    assert problems == []
    assert themes["paper"].title == "My paper"


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('text: "#24221e"', 'text: "red"', "colours.text"),
        ('text: "#24221e"', "", "text"),
        ("name: paper", "name: 'Pa per!'", "name"),
        ("dark: false", "dark: perhaps", "dark"),
        ("name: paper", "name: [", ""),
        ("title: Paper", "title: Paper\nfont: serif", "font"),
    ],
)
def test_a_broken_theme_is_named_and_passed_over(tmp_path: Path, old: str, new: str, told: str) -> None:
    text = (themes_dir() / "paper.yaml").read_text(encoding="utf-8")
    assert old in text
    broken = tmp_path / "broken.yaml"
    broken.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(DataFileError):
        load_theme(broken)
    themes, problems = load_themes(themes_dir(), tmp_path)
    assert len(themes) == len(THEMES)
    assert len(problems) == 1
    assert "broken.yaml" in problems[0] and told in problems[0]
