"""A dialog with a line to type in and a list below it: the base of the dialogs for labels, tags and codes."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.screen import ScreenResultType
from textual.widgets import Input, OptionList, Static

from peacereader.tui.base_screens import ReaderDialog
from peacereader.tui.widgets.guarded import GuardedInput, GuardedOptionList

_LINES_AROUND = 12
"""The lines of the dialog beside the list: its border, the words, the line to type in, the keys."""


class ListDialog(ReaderDialog[ScreenResultType]):
    """A dialog in which typing chooses what is in the list, and up and down move its cursor.

    A subclass fills the list in `_fill`, and keeps in `_shown` what each of its rows stands for.
    """

    BINDINGS: ClassVar = [
        Binding("down", "move(1)", show=False, priority=True),
        Binding("up", "move(-1)", show=False, priority=True),
    ]

    HELP = ""
    """The keys, for the last line."""

    def __init__(self, about: str, placeholder: str) -> None:
        super().__init__()
        self._about = about
        self._placeholder = placeholder
        self._shown: list[str] = []

    def compose(self) -> ComposeResult:
        """Yield the words, the line to type in, the list and the keys."""
        with Vertical():
            yield Static(self._about, classes="about", markup=False)
            line = GuardedInput(placeholder=self._placeholder, compact=True)
            line.cursor_blink = False
            yield line
            choices = GuardedOptionList(compact=True)
            choices.can_focus = False
            yield choices
            yield Static(self.HELP, classes="help", markup=False)

    def on_mount(self) -> None:
        """Show all that there is."""
        self.query_one(Input).focus()
        self._fill()

    def on_resize(self, event: events.Resize) -> None:
        """Leave room for the line and the keys: the list scrolls."""
        self.query_one(OptionList).styles.max_height = min(14, max(1, event.size.height - _LINES_AROUND))

    def on_input_changed(self, event: Input.Changed) -> None:
        """Show what has the words that are typed."""
        self._fill()

    def action_move(self, by: int) -> None:
        """Move the cursor in the list."""
        choices = self.query_one(OptionList)
        if self._shown:
            choices.highlighted = min(len(self._shown) - 1, max(0, (choices.highlighted or 0) + by))

    def _fill(self) -> None:
        raise NotImplementedError
