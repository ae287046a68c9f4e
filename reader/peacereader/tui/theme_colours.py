"""What the colours of a theme become in a terminal of 24 bits, of 256 or of 16 colours, and how they stand out.

Pure functions, which are tested without a screen. The modules beside it read theme files (`themes.py`) and hand the
colours to Textual (`textual_themes.py`).
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

import msgspec

if TYPE_CHECKING:
    from collections.abc import Mapping

Depth = Literal["24bit", "256", "16", "none"]
"""How many colours a terminal shows: none with NO_COLOR."""

RGB = tuple[int, int, int]

FIRST_EXACT = 16
"""The first number of xterm's palette whose colour is the same in every terminal: those before are the user's."""

HEX = re.compile(r"#[0-9a-fA-F]{6}")
ANSI_NAMES = tuple(
    f"ansi_{bright}{name}"
    for bright in ("", "bright_")
    for name in ("black", "red", "green", "yellow", "blue", "magenta", "cyan", "white")
)
"""The names of the sixteen colours, by their numbers."""
DEFAULT_COLOUR = "ansi_default"
TERMINAL_COLOURS = frozenset((DEFAULT_COLOUR, *ANSI_NAMES))

XTERM_COLOURS: tuple[RGB, ...] = (
    (0, 0, 0), (205, 0, 0), (0, 205, 0), (205, 205, 0), (0, 0, 238), (205, 0, 205), (0, 205, 205), (229, 229, 229),
    (127, 127, 127), (255, 0, 0), (0, 255, 0), (255, 255, 0), (92, 92, 255), (255, 0, 255), (0, 255, 255),
    (255, 255, 255),
)  # fmt: skip
"""The sixteen colours as xterm shows them, from the table in its XTerm-col.ad."""
CONSOLE_COLOURS: tuple[RGB, ...] = (
    (0, 0, 0), (170, 0, 0), (0, 170, 0), (170, 85, 0), (0, 0, 170), (170, 0, 170), (0, 170, 170), (170, 170, 170),
    (85, 85, 85), (255, 85, 85), (85, 255, 85), (255, 255, 85), (85, 85, 255), (255, 85, 255), (85, 255, 255),
    (255, 255, 255),
)  # fmt: skip
"""The sixteen colours as a VGA card and so Linux's console shows them."""

TEXT_RATIO = 4.5
"""The contrast that WCAG 2.2 asks of text for level AA (success criterion 1.4.3)."""
SIGN_RATIO = 3.0
"""The contrast that it asks of signs, such as the thumb of a scroll bar (success criterion 1.4.11)."""

TEXT_PAIRS: tuple[tuple[str, str], ...] = (
    ("text", "background"), ("text", "panel"), ("text", "cursor"), ("text", "selection"),
    ("muted", "background"), ("muted", "panel"), ("muted", "cursor"),
    ("accent", "background"), ("accent", "panel"), ("accent", "cursor"), ("on_accent", "accent"),
    ("hit", "hit_background"), ("hit", "background"), ("hit", "cursor"),
    ("current_hit", "current_hit_background"),
    ("passage", "background"), ("passage", "panel"), ("passage", "cursor"),
    ("warning", "background"), ("warning", "panel"), ("warning", "cursor"),
    ("error", "background"), ("error", "panel"),
)  # fmt: skip
"""Which colour of a theme is text on which ground. What is painted is compared with it by a test."""


class Colours(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The colours of a theme: each is `#rrggbb`, or `ansi_...` for one of the terminal's own sixteen."""

    background: str
    panel: str
    text: str
    muted: str
    rule: str
    accent: str
    on_accent: str
    hit: str
    hit_background: str
    current_hit: str
    current_hit_background: str
    selection: str
    passage: str
    cursor: str
    warning: str
    error: str


ROLES: tuple[str, ...] = Colours.__struct_fields__

_USUAL_16 = {
    True: "black black bright_white white bright_black bright_yellow black bright_yellow black black bright_yellow "
    "blue bright_yellow blue bright_yellow bright_red",
    False: "bright_white bright_white black black white blue bright_white blue bright_white bright_white blue "
    "bright_cyan blue white black red",
}
"""The sixteen colours of dark and of light themes that name none themselves, in the order of the roles."""


def usual_16(*, dark: bool) -> dict[str, str]:
    """Return the terminal's colours for a theme that names none itself, by their roles."""
    return {role: f"ansi_{name}" for role, name in zip(ROLES, _USUAL_16[dark].split(), strict=True)}


def palette_colour(number: int) -> str:
    """Return a colour of xterm's palette of 256, from 16 on, as `#rrggbb`.

    From 16 to 231 it is a cube of six steps, from 232 to 255 a row of greys: the values of xterm's 256colres.pl.
    """
    if number >= 232:
        level = 8 + 10 * (number - 232)
        return f"#{level:02x}{level:02x}{level:02x}"
    steps = divmod(number - FIRST_EXACT, 36)[0], (number - FIRST_EXACT) // 6 % 6, (number - FIRST_EXACT) % 6
    return "#" + "".join(f"{55 + 40 * step if step else 0:02x}" for step in steps)


@lru_cache(1024)
def nearest_number(colour: str) -> int:
    """Return the number of the colour of xterm's palette that is nearest to `#rrggbb`, weighted as the eye does.

    The weights are those of "redmean", Thiadmer Riemersma's approximation, https://www.compuphase.com/cmetric.htm.
    """
    red, green, blue = rgb(colour)

    def distance(number: int) -> float:
        r, g, b = rgb(palette_colour(number))
        mean = (red + r) / 2
        return (2 + mean / 256) * (red - r) ** 2 + 4 * (green - g) ** 2 + (2 + (255 - mean) / 256) * (blue - b) ** 2

    return min(range(FIRST_EXACT, 256), key=distance)


def rgb(colour: str) -> RGB:
    """Return the red, green and blue of `#rrggbb`, each from 0 to 255."""
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def rgb_in(colour: str, palette: tuple[RGB, ...], *, dark: bool, is_ground: bool) -> RGB:
    """Return the red, green and blue of a theme's colour in a terminal whose sixteen colours are `palette`.

    The terminal's default is taken to be its black or white, as the theme is made for.
    """
    if colour.startswith("#"):
        return rgb(colour)
    if colour == DEFAULT_COLOUR:
        return palette[(0 if dark else 15) if is_ground else (7 if dark else 0)]
    return palette[ANSI_NAMES.index(colour)]


def luminance(colour: RGB) -> float:
    """Return the relative luminance of a colour, from 0 for black to 1 for white.

    The formula is that of WCAG 2.2, https://www.w3.org/TR/WCAG22/#dfn-relative-luminance.
    """
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (v / 255 for v in colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: RGB, other: RGB) -> float:
    """Return the contrast ratio of two colours, from 1 to 21.

    The formula is that of WCAG 2.2, https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio.
    """
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def faint_pairs(colours: Colours, *, dark: bool) -> Mapping[tuple[str, str], float]:
    """Return the pairs of text and ground below `TEXT_RATIO`, each with its contrast in the worst of the palettes."""
    found = {}
    for text, ground in TEXT_PAIRS:
        ratio = least_contrast(getattr(colours, text), getattr(colours, ground), dark=dark)
        if ratio < TEXT_RATIO:
            found[text, ground] = ratio
    return found


def least_contrast(text: str, ground: str, *, dark: bool) -> float:
    """Return the contrast of two colours of a theme in whichever palette of sixteen it is smaller."""
    return min(
        contrast(rgb_in(text, palette, dark=dark, is_ground=False), rgb_in(ground, palette, dark=dark, is_ground=True))
        for palette in (XTERM_COLOURS, CONSOLE_COLOURS)
    )
