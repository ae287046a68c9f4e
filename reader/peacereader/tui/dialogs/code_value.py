"""The dialogs for a code: one asks for a line (a name, a color), one for another code."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual.binding import Binding
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from peacereader.tui.dialogs.line_dialog import LineDialog
from peacereader.tui.dialogs.list_dialog import ListDialog

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


class CodeValueScreen(LineDialog):
    """A dialog that asks for a value of a code; `refuse` returns why one cannot be accepted, or ""."""

    DEFAULT_CSS = """
    CodeValueScreen .name { text-style: bold; height: auto; max-height: 4; }
    """

    def __init__(
        self, about: str, value: str, placeholder: str, refuse: Callable[[str], str] = lambda line: ""
    ) -> None:
        super().__init__(value, placeholder)
        self._about = about
        self._refuse = refuse

    def about(self) -> Static:
        """Return what is asked for."""
        return Static(self._about, classes="name", markup=False)

    def objection(self, line: str) -> str:
        """Return why the value cannot be accepted, or ""."""
        return self._refuse(line.strip())


class CodeChoice(ListDialog[str | None]):
    """A dialog whose result is one of the choices, or None."""

    BINDINGS: ClassVar = [Binding("escape", "leave", "leave it as it was")]

    HELP = "Enter chooses · Esc cancels"

    DEFAULT_CSS = """
    CodeChoice { align: center middle; background: $background 60%; }
    CodeChoice > Vertical {
        width: 60; max-width: 96%; height: auto; max-height: 96%; background: $surface; padding: 1 2;
        border: round $accent;
    }
    CodeChoice .about { text-style: bold; height: auto; max-height: 3; }
    CodeChoice .help { color: $room-muted; height: auto; margin-top: 1; }
    CodeChoice Input { border: none; height: 1; padding: 0; margin: 1 0; background: $room-cursor; }
    CodeChoice OptionList { background: $surface; border: none; padding: 0; height: auto; max-height: 14; }
    """

    def __init__(self, about: str, choices: Sequence[tuple[str, str]]) -> None:
        """`choices` are pairs of what is returned and what is shown."""
        super().__init__(about, "type to find a code")
        self._choices = choices

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Choose what is under the cursor."""
        highlighted = self.query_one(OptionList).highlighted
        if self._shown and highlighted is not None:
            self.leave(self._shown[highlighted])

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Choose what was clicked."""
        self.leave(self._shown[event.option_index])

    def _fill(self) -> None:
        typed = self.query_one(Input).value.strip().casefold()
        found = [(value, shown) for value, shown in self._choices if typed in shown.casefold()]
        self._shown = [value for value, _ in found]
        choices = self.query_one(OptionList)
        choices.clear_options()
        choices.add_options([Option(Text(shown.strip() if typed else shown)) for _, shown in found])
        if found:
            choices.highlighted = 0
