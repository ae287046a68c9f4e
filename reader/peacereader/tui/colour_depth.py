"""How many colours the terminal shows, and the filters that keep what is painted within them.

Rich tells the number by `COLORTERM` (`truecolor` or `24bit`) and by the end of `TERM` (`-256color`); `NO_COLOR` stands
for none. It would take the nearest of 256 colours for one of 24 bits, by lightness for greys, so that two greys become
one. A theme has chosen its colours from the palette, and these are written as the numbers that they are.
"""

from __future__ import annotations

import sys
from functools import lru_cache
from typing import TYPE_CHECKING

from rich.color import Color as RichColor
from rich.segment import Segment
from rich.style import Style
from textual.filter import LineFilter, Monochrome, NoColor

from peacereader.tui.theme_colours import Depth, nearest_number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console
    from textual.color import Color
    from textual.theme import Theme

_DEPTHS: dict[str | None, Depth] = {"truecolor": "24bit", "256": "256", "standard": "16", "windows": "16"}


def depth_of(console: Console, *, no_color: bool = False, has_terminal: bool | None = None) -> Depth:
    """Return how many colours a console shows, as Rich tells by the environment.

    What is painted for no terminal, such as a picture or a page in a browser, has them all.
    """
    if no_color:
        return "none"
    if has_terminal is None:
        has_terminal = bool(sys.__stdout__ and sys.__stdout__.isatty())
    return _DEPTHS.get(console.color_system, "none") if has_terminal else "24bit"


@lru_cache(1024)
def _in_palette(style: Style) -> Style:
    colours = [
        RichColor.from_ansi(nearest_number(colour.triplet.hex)) if colour and colour.triplet else None
        for colour in (style.color, style.bgcolor)
    ]
    return style + Style.from_color(*colours) if any(colours) else style


class Palette(LineFilter):
    """A filter that writes each colour of 24 bits as a number of xterm's palette of 256."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """Return the segments of a line in colours of the palette."""
        return [Segment(text, style and _in_palette(style), control) for text, style, control in segments]


class Colourless(LineFilter):
    """A filter that shows by reverse and underline what would be shown by the colour of the ground.

    What has the ground `accent`, such as the cursor of a line that is typed in, is left as it is where the cells beside
    it are reversed: it would not be seen among them.
    """

    def __init__(self, reversed_grounds: frozenset[str], underlined_grounds: frozenset[str], accent: str) -> None:
        super().__init__()
        self._reversed = reversed_grounds
        self._underlined = underlined_grounds
        self._accent = accent

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """Return the segments of a line without any colour."""
        grounds = ["", *(_ground(style) for _, style, _ in segments), ""]
        around = self._reversed - {self._accent}
        return [
            Segment(
                text,
                style and self._without(style, is_among_reversed=not around.isdisjoint((before, after))),
                control,
            )
            for (text, style, control), before, after in zip(segments, grounds, grounds[2:], strict=False)
        ]

    def _without(self, style: Style, *, is_among_reversed: bool) -> Style:
        ground = _ground(style)
        plain = style + NoColor.DEFAULT_COLORS
        if ground in self._reversed and not (ground == self._accent and is_among_reversed):
            return plain + Style(reverse=True)
        return plain + Style(underline=True) if ground in self._underlined else plain


def _ground(style: Style | None) -> str:
    return style.bgcolor.name if style and style.bgcolor else ""


_PALETTE = Palette()


@lru_cache(4)
def _colourless(cursor: str, selection: str, current: str, accent: str, hit: str, *plain: str) -> Colourless:
    return Colourless(frozenset((cursor, selection, current, accent)).difference(plain), frozenset((hit,)), accent)


def colour_filters(filters: Sequence[LineFilter], depth: Depth, theme: Theme) -> Sequence[LineFilter]:
    """Return Textual's filters of every line, with those that the depth asks for."""
    if depth == "256":
        return [*filters, _PALETTE]
    if depth != "none":
        return filters
    names = ("cursor", "selection", "current-hit-background", "hit-background")
    grounds = [theme.variables.get(f"room-{name}", "") for name in names]
    grounds.insert(3, theme.accent or "")
    kept = [one for one in filters if not isinstance(one, (Monochrome, NoColor))]
    return [*kept, _colourless(*grounds, theme.background or "", theme.panel or "")]
