"""The dialog in which a note on a passage is written."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from peacereader.widgets.wrapping import shortened


class NoteScreen(ModalScreen[str | None]):
    """Asks for one line of text; gives it back, or None where the user thinks better of it."""

    BINDINGS: ClassVar = [Binding("escape", "dismiss(None)", "leave it as it was")]

    DEFAULT_CSS = """
    NoteScreen { align: center middle; background: $background 60%; }
    NoteScreen > Vertical {
        width: 72; max-width: 96%; height: auto; background: $surface; padding: 1 2; border: round $accent;
    }
    NoteScreen .quote { color: $room-muted; text-style: italic; height: auto; max-height: 4; }
    NoteScreen .help { color: $room-muted; }
    NoteScreen Input { border: none; height: 1; padding: 0; margin: 1 0; background: $room-cursor; }
    """

    def __init__(self, quote: str, note: str) -> None:
        super().__init__()
        self._quote = quote
        self._note = note

    def compose(self) -> ComposeResult:
        """The quote, the line, and the keys."""
        with Vertical():
            yield Static(f"“{shortened(self._quote, 200)}”", classes="quote", markup=False)
            line = Input(self._note, placeholder="note", compact=True, select_on_focus=False)
            line.cursor_blink = False
            yield line
            yield Static("Enter keeps it · Esc leaves it as it was", classes="help", markup=False)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Give the note back."""
        self.dismiss(event.value.strip())
