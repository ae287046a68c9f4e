"""Changing the colours of a theme, and saving it as a file: functions that need no screen."""

from __future__ import annotations

import colorsys
import json
import re
import unicodedata
from typing import TYPE_CHECKING

from msgspec.structs import replace
from textual.color import Color, ColorParseError

from peacereader.tui.theme_colours import (
    ANSI_NAMES,
    DEFAULT_COLOUR,
    FIRST_EXACT,
    ROLES,
    TERMINAL_COLOURS,
    TEXT_PAIRS,
    Depth,
    least_contrast,
    nearest_number,
    palette_colour,
    rgb,
)

if TYPE_CHECKING:
    from pathlib import Path

    from peacereader.tui.themes import ReaderTheme

_LAST_NUMBER = 255
_CHOICES = (DEFAULT_COLOUR, *ANSI_NAMES)


def value_of(theme: ReaderTheme, role: str, depth: Depth) -> str:
    """Return a colour of a theme as it is written: `#1b1f24`, a number of the palette, or a name such as `cyan`."""
    colour: str = getattr(theme.colours_in(depth), role)
    if colour.startswith("ansi_"):
        return colour.removeprefix("ansi_").replace("_", " ")
    return str(nearest_number(colour)) if depth == "256" else colour


def with_value(theme: ReaderTheme, role: str, value: str, depth: Depth) -> ReaderTheme:
    """Return the theme with another colour for `role` in terminals of this depth.

    `value` is what a user types: the name of a colour, `#rgb` or `#rrggbb`, in 256 colours also the number of one.
    Raise ValueError with words for the user if it is none. A colour of 24 bits brings its nearest of 256 with it.
    """
    if theme.is_of_terminal(depth):
        name = "ansi_" + "_".join(value.casefold().removeprefix("ansi_").split())
        if name not in TERMINAL_COLOURS:
            raise ValueError("In sixteen colours a colour is a name such as cyan, bright blue or default.")
        return _with_colour(theme, role, name, depth)
    if depth == "256" and value.strip().isdecimal():
        if not FIRST_EXACT <= int(value) <= _LAST_NUMBER:
            raise ValueError(f"The palette has the numbers from {FIRST_EXACT} to {_LAST_NUMBER}.")
        return _with_colour(theme, role, palette_colour(int(value)), depth)
    try:
        colour = Color.parse(value.strip().casefold().replace(" ", ""))
    except (ColorParseError, ValueError):
        colour = None
    if colour is None or colour.ansi is not None or colour.a < 1:
        raise ValueError("A colour is a name such as navy, or hex digits such as #1b1f24.")
    return _with_colour(theme, role, f"#{colour.r:02x}{colour.g:02x}{colour.b:02x}", depth)


def turned(
    theme: ReaderTheme, role: str, depth: Depth, *, hue: int = 0, light: int = 0, strong: int = 0
) -> ReaderTheme:
    """Return the theme with the colour of `role` turned by degrees of hue, and by per cent of lightness and saturation.

    In 256 colours it becomes the next one of the palette in that direction; of the sixteen, the next in their order.
    """
    colour: str = getattr(theme.colours_in(depth), role)
    if theme.is_of_terminal(depth):
        step = 1 if hue + light + strong > 0 else -1
        return _with_colour(theme, role, _CHOICES[(_CHOICES.index(colour) + step) % len(_CHOICES)], depth)
    number = nearest_number(colour)
    for times in range(1, 60 if depth == "256" else 2):
        changed = _turned(colour, times * hue, times * light, times * strong)
        if depth != "256" or nearest_number(changed) != number:
            return _with_colour(theme, role, changed, depth)
    return theme


def _turned(colour: str, hue: int, light: int, strong: int) -> str:
    h, lightness, saturation = colorsys.rgb_to_hls(*(part / 255 for part in rgb(colour)))
    if hue and saturation < 0.05:  # a grey has no hue that could be seen to turn
        saturation = 0.3
    lightness = min(1.0, max(0.0, lightness + light / 100))
    saturation = min(1.0, max(0.0, saturation + strong / 100))
    parts = colorsys.hls_to_rgb((h + hue / 360) % 1, lightness, saturation)
    return "#" + "".join(f"{round(255 * part):02x}" for part in parts)


def _with_colour(theme: ReaderTheme, role: str, colour: str, depth: Depth) -> ReaderTheme:
    if theme.terminal_colours:
        return replace(theme, colours=replace(theme.colours, **{role: colour}))
    if depth == "16":
        shown = theme.colours_in("16")
        return replace(theme, colours_16={one: getattr(shown, one) for one in ROLES} | {role: colour})
    numbers = theme.colours_256 and theme.colours_256 | {role: nearest_number(colour)}
    if depth == "256":
        shown = theme.colours_in("256")
        nearest = {one: nearest_number(getattr(shown, one)) for one in ROLES}
        return replace(theme, colours_256=nearest | {role: nearest_number(colour)})
    return replace(theme, colours=replace(theme.colours, **{role: colour}), colours_256=numbers)


def weakest(theme: ReaderTheme, role: str, depth: Depth) -> tuple[float, str, str] | None:
    """Return the least contrast of a colour, with the text and the ground that have it; None if it is decoration."""
    colours = theme.colours_in(depth)
    found = [
        (least_contrast(getattr(colours, text), getattr(colours, ground), dark=theme.dark), text, ground)
        for text, ground in TEXT_PAIRS
        if role in (text, ground)
    ]
    return min(found, default=None)


def short_name(title: str) -> str:
    """Return the name under which a theme of this title is kept: lowercase letters, digits and hyphens; "" if none."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().casefold()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:31].strip("-")


def theme_file(theme: ReaderTheme) -> str:
    """Return a theme as the text of a theme file."""
    lines = [
        "# Made by the theme editor. The fields are told in docs/themes.md.",
        f"name: {theme.name}",
        f"title: {json.dumps(theme.title, ensure_ascii=False)}",
        f"about: {json.dumps(theme.about, ensure_ascii=False)}",
        f"dark: {json.dumps(theme.dark)}",
    ]
    if theme.terminal_colours:
        lines.append("terminal_colours: true")
    lines += ["colours:", *(f'  {role}: "{getattr(theme.colours, role)}"' for role in ROLES)]
    if theme.colours_256:
        lines += ["colours_256:", *(f"  {role}: {theme.colours_256[role]}" for role in ROLES)]
    if theme.colours_16:
        lines += ["colours_16:", *(f'  {role}: "{theme.colours_16[role]}"' for role in ROLES)]
    return "\n".join(lines) + "\n"


def save_theme(theme: ReaderTheme, folder: Path) -> Path:
    """Write a theme as a new file in `folder`, and return its path. Raise FileExistsError rather than replace one."""
    from peaceindex.private_files import create_private, replace_private

    path = folder / f"{theme.name}.yaml"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    create_private(path)
    replace_private(path, theme_file(theme))
    return path
