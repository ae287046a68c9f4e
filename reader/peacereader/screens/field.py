"""The dialog in which a field of an article is corrected."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from peaceindex.correcting import checked
from peaceindex.correction import Field
from peaceindex.errors import PeaceindexError

_HINTS: dict[Field, str] = {"date": "as 2025-05-12", "authors": "names, parted by commas"}


class FieldScreen(ModalScreen[str | None]):
    """Asks for a field's value; gives it back, or None where the user thinks better of it."""

    BINDINGS: ClassVar = [Binding("escape", "dismiss(None)", "leave it as it was")]

    DEFAULT_CSS = """
    FieldScreen { align: center middle; background: $background 60%; }
    FieldScreen > Vertical {
        width: 72; max-width: 96%; height: auto; background: $surface; padding: 1 2; border: round $accent;
    }
    FieldScreen .name { text-style: bold; height: auto; }
    FieldScreen .help { color: $room-muted; height: auto; }
    FieldScreen .help.-wrong { color: $room-warning; }
    FieldScreen Input { border: none; height: 1; padding: 0; margin: 1 0; background: $room-cursor; }
    """

    def __init__(self, field: Field, value: str) -> None:
        super().__init__()
        self._field = field
        self._value = value

    def compose(self) -> ComposeResult:
        """The field's name, the line, and the keys."""
        hint = _HINTS.get(self._field, "")
        with Vertical():
            yield Static(self._field.title() + (f", {hint}" if hint else ""), classes="name", markup=False)
            line = Input(self._value, placeholder="not known", compact=True, select_on_focus=False)
            line.cursor_blink = False
            yield line
            yield Static("Enter keeps it · empty: not known · Esc leaves it as it was", classes="help", markup=False)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Give the value back, if it is one."""
        try:
            checked(self._field, event.value)
        except PeaceindexError as error:
            words = self.query_one(".help", Static)
            words.update(str(error))
            words.add_class("-wrong")
        else:
            self.dismiss(event.value.strip())
