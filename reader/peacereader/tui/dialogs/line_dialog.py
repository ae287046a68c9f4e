"""A dialog that asks for one line of text: the base of the dialogs for notes, fields and names."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.widgets import Input, Static

from peacereader.tui.base_screens import ReaderDialog
from peacereader.tui.widgets.guarded import GuardedInput


class LineDialog(ReaderDialog[str | None]):
    """A dialog whose result is the line without surrounding white space, or None if the user cancels.

    A subclass describes the line in `about` (a Static), and gives its reason for refusing a line in `objection`.
    """

    BINDINGS: ClassVar = [Binding("escape", "leave", "leave it as it was")]

    HELP = "Enter saves · Esc cancels"

    DEFAULT_CSS = """
    LineDialog { align: center middle; background: $background 60%; }
    LineDialog > Vertical {
        width: 72; max-width: 96%; height: auto; background: $surface; padding: 1 2; border: round $accent;
    }
    LineDialog .help { color: $room-muted; height: auto; }
    LineDialog .help.-wrong { color: $room-warning; }
    LineDialog Input { border: none; height: 1; padding: 0; margin: 1 0; background: $room-cursor; }
    """

    def __init__(self, value: str, placeholder: str) -> None:
        super().__init__()
        self._value = value
        self._placeholder = placeholder

    def about(self) -> Static:
        """Return what stands above the line."""
        raise NotImplementedError

    def objection(self, line: str) -> str:
        """Return why `line` cannot be accepted, or "" if it can."""
        return ""

    @property
    def is_changed(self) -> bool:
        """Whether the line differs from its first value and is not saved yet."""
        return self.is_mounted and any(line.value != self._value for line in self.query(Input))

    def compose(self) -> ComposeResult:
        """Yield the description, the line and the keys."""
        with Vertical():
            yield self.about()
            line = GuardedInput(self._value, placeholder=self._placeholder, compact=True, select_on_focus=False)
            line.cursor_blink = False
            yield line
            yield Static(self.HELP, classes="help", markup=False)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Return the line, or show why it is refused."""
        if objection := self.objection(event.value):
            words = self.query_one(".help", Static)
            words.update(objection)
            words.add_class("-wrong")
        else:
            self.leave(event.value.strip())
