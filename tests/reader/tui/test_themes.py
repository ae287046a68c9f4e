"""The themes that come along are whole and legible; a broken one of the user's is named and passed over."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from peaceindex.errors import DataFileError
from peacereader.resources import themes_dir
from peacereader.tui.themes import DEFAULT_THEME, load_theme, load_themes

if TYPE_CHECKING:
    from pathlib import Path

THEMES, _ = load_themes(themes_dir())


def luminance(colour: str) -> float:
    """Relative luminance after WCAG 2.2."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    r, g, b = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def contrast(one: str, other: str) -> float:
    """Contrast ratio after WCAG 2.2."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_there_are_themes_for_every_eye() -> None:
    _, problems = load_themes(themes_dir())
    assert problems == []
    assert {"paper", "ink", "sepia", "contrast", "clear", "terminal"} <= set(THEMES)
    assert DEFAULT_THEME in THEMES
    assert {theme.dark for theme in THEMES.values()} == {True, False}


@pytest.mark.parametrize("name", [name for name, theme in THEMES.items() if not theme.terminal_colours])
def test_every_text_can_be_read_on_every_ground_it_stands_on(name: str) -> None:
    c = THEMES[name].colours
    least = 7.0 if name == "contrast" else 4.5
    pairs = [
        (c.text, c.background), (c.text, c.panel), (c.text, c.cursor), (c.text, c.selection), (c.muted, c.background),
        (c.muted, c.panel), (c.muted, c.cursor), (c.accent, c.background), (c.accent, c.panel),
        (c.hit, c.hit_background), (c.hit, c.background), (c.hit, c.cursor), (c.current_hit, c.current_hit_background),
        (c.on_accent, c.accent), (c.warning, c.background), (c.error, c.background),
    ]  # fmt: skip
    too_faint = {pair: round(contrast(*pair), 2) for pair in pairs if contrast(*pair) < least}
    assert not too_faint


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
