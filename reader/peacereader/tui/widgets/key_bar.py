"""The line at the bottom: the keys that work at the moment, and the position of the user."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.segment import Segment
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Input

from peacereader.tui.error_handling import GuardedApp, GuardedWidget
from peacereader.tui.keys import key_bar, shown_key

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


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
        """Follow changes of the screen's bindings, and of the screens over it."""
        self.screen.bindings_updated_signal.subscribe(self, lambda _: self.refresh())
        self.app.screen_change_signal.subscribe(self, lambda _: self.refresh())

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
        entries = fitting(self._keys(), room - 1)
        key_style = self.get_component_rich_style("bar--key")
        word_style = self.get_component_rich_style("bar--word")
        segments = [Segment(" ", word_style)]
        used = 1
        for key, word in entries:
            segments += [Segment(key, key_style), Segment(f" {word}  ", word_style)]
            used += _cells(key, word)
        segments.append(Segment(" " * max(0, width - used - cell_len(place)), word_style))
        segments.append(Segment(place, self.get_component_rich_style("bar--place")))
        return Strip(segments).adjust_cell_length(width, word_style)

    def _keys(self) -> list[tuple[str, str]]:
        top = self.app.screen
        refused = self.app.refused_actions if isinstance(self.app, GuardedApp) else ()
        active = [a.binding for a in top.active_bindings.values() if a.enabled and a.binding.id not in refused]
        if top is not self.screen:  # a dialog is over it, and its keys are the ones that act
            shown = {b.action: b for b in reversed(active) if b.show and b.description}
            return [(shown_key(b.key), b.description) for b in reversed(shown.values())]
        mode = getattr(top.focused, "key_mode", "")
        return key_bar(active, self._keymap, isinstance(top.focused, Input), mode)


def fitting(entries: Sequence[tuple[str, str]], room: int) -> list[tuple[str, str]]:
    """Return the entries that fit into `room` cells, in their order; the key of the help is there whenever it fits."""
    help_ = next((entry for entry in entries if entry[1] == "help"), None)
    left = room - (_cells(*help_) if help_ else 0)
    chosen = []
    for entry in entries:
        if entry == help_:
            chosen += [entry] if left >= 0 else []
        elif _cells(*entry) <= left:
            chosen.append(entry)
            left -= _cells(*entry)
    return chosen


def _cells(key: str, word: str) -> int:
    return cell_len(key) + cell_len(word) + 3
