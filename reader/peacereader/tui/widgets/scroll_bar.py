"""A thin scroll bar: a light thumb half a column wide, and no track."""

from __future__ import annotations

from rich.color import Color
from rich.segment import Segment, Segments
from rich.style import Style
from textual.scrollbar import ScrollBar, ScrollBarRender

_NO_COLOUR = Color.default()


class ThinScrollBar(ScrollBarRender):
    """Draws a vertical bar. A click above or below the thumb scrolls by a page, as in Textual's own."""

    THUMB = "▐"
    TRACK = " "
    """The sign above and below the thumb, in the colour of the bar's ground."""

    @classmethod
    def render_bar(
        cls,
        size: int = 25,
        virtual_size: float = 50,
        window_size: float = 20,
        position: float = 0,
        thickness: int = 1,
        vertical: bool = True,
        back_color: Color = _NO_COLOUR,
        bar_color: Color = _NO_COLOUR,
    ) -> Segments:
        """Return the bar, `size` cells long, for a window of `window_size` lines at `position` of `virtual_size`."""
        if not vertical:
            return super().render_bar(
                size, virtual_size, window_size, position, thickness, vertical, back_color, bar_color
            )
        first, count = thumb(size, virtual_size, window_size, position)
        track = cls.TRACK.rjust(thickness)
        above = Segment(track, Style(color=back_color, meta={"@mouse.down": "scroll_up"}))
        below = Segment(track, Style(color=back_color, meta={"@mouse.down": "scroll_down"}))
        inside = Segment(cls.THUMB.rjust(thickness), Style(color=bar_color, meta={"@mouse.down": "grab"}))
        return Segments([above] * first + [inside] * count + [below] * (size - first - count), new_lines=True)


class RuledScrollBar(ThinScrollBar):
    """A bar on the rule between two panes: the thumb is a bolder stretch of it."""

    THUMB = "┃"
    TRACK = "│"


def thumb(size: int, virtual_size: float, window_size: float, position: float) -> tuple[int, int]:
    """Return the first cell of the thumb and its number of cells: none if all lines are in view.

    It touches an end of the bar only where the content ends.
    """
    hidden = virtual_size - window_size
    if size < 1 or window_size <= 0 or hidden <= 0:
        return 0, 0
    count = min(size, max(1, round(size * window_size / virtual_size)))
    free = size - count
    first = round(free * min(1.0, max(0.0, position / hidden)))
    if free > 1:
        first = min(max(first, int(position > 0)), free - int(position < hidden))
    return first, count


def use_thin_scroll_bars() -> None:
    """Draw all scroll bars thin."""
    ScrollBar.renderer = ThinScrollBar
