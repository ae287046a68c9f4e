"""The line at the bottom: the keys that do something here and now, and where the reader is."""

from __future__ import annotations

from collections.abc import Mapping

from rich.cells import cell_len
from rich.segment import Segment
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Input

from peacereader.tui.error_handling import GuardedWidget
from peacereader.tui.keys import key_bar


class KeyBar(GuardedWidget, Widget):
    """Keys come from the bindings that are active, those of the focused pane first; as many as fit are shown."""

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
        """Follow the bindings of the screen."""
        self.screen.bindings_updated_signal.subscribe(self, lambda _: self.refresh())

    def say(self, place: str) -> None:
        """Show where the reader is, at the right."""
        if place != self._place:
            self._place = place
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """The keys that fit, then the place."""
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
