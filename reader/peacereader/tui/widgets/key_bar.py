"""The line at the bottom: the keys that work at the moment, and the position of the user."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.segment import Segment
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Input

from peacereader.tui.error_handling import GuardedWidget
from peacereader.tui.keys import key_bar

if TYPE_CHECKING:
    from collections.abc import Mapping


class KeyBar(GuardedWidget, Widget):
    """A bar that shows as many of the active bindings as fit, those of the focused pane first."""

    COMPONENT_CLASSES = {"bar--key", "bar--word", "bar--place"}

    DEFAULT_CSS = """
    KeyBar {
        height: 1;
        dock: bottom;
        background: $surface;
        & > .bar--key { color: $accent; text-style: bold; }
        & > .bar--word { color: $room-muted; }
        & > .bar--place { color: $foreground; }
    }
    """

    def __init__(self, keymap: Mapping[str, str]) -> None:
        super().__init__()
        self._keymap = keymap
        self._place = ""

    def on_mount(self) -> None:
        """Follow changes of the screen's bindings."""
        self.screen.bindings_updated_signal.subscribe(self, lambda _: self.refresh())

    def say(self, place: str) -> None:
        """Show the position on the right."""
        if place != self._place:
            self._place = place
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """Return the keys that fit, then the position."""
        width = self.size.width
        place = f" {self._place} " if self._place else ""
        room = width - cell_len(place) - 1
        key_style = self.get_component_rich_style("bar--key")
        word_style = self.get_component_rich_style("bar--word")
        segments = [Segment(" ", word_style)]
        used = 1
        for key, word in self._keys():
            if used + cell_len(key) + cell_len(word) + 3 > room:
                continue
            segments += [Segment(key, key_style), Segment(f" {word}  ", word_style)]
            used += cell_len(key) + cell_len(word) + 3
        segments.append(Segment(" " * max(0, width - used - cell_len(place)), word_style))
        segments.append(Segment(place, self.get_component_rich_style("bar--place")))
        return Strip(segments).adjust_cell_length(width, word_style)

    def _keys(self) -> list[tuple[str, str]]:
        active = self.screen.active_bindings.values()
        typing = isinstance(self.screen.focused, Input)
        return key_bar([a.binding for a in active if a.enabled], self._keymap, typing)
