"""The list of possible encodings of a page, each with a line of the page decoded with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from peacereader.tui.base_screens import ReaderDialog
from peacereader.tui.widgets.guarded import GuardedOptionList
from peacereader.tui.widgets.wrapping import shortened

if TYPE_CHECKING:
    from collections.abc import Sequence

    from peaceindex.model.audit import EncodingChoice

_FRAME_COLUMNS = 8
"""Columns taken by the border and the space inside it."""
FROM_TEXT = "detected from the text"


class EncodingPicker(ReaderDialog[str | None]):
    """A dialog whose result is the chosen encoding, "" to detect it from the text, or None to change nothing."""

    BINDINGS: ClassVar = [
        Binding("escape,q,e", "leave", "as it is"),
        Binding("g", "first", show=False),
        Binding("G", "last", show=False),
    ]

    DEFAULT_CSS = """
    EncodingPicker { align: center middle; }
    EncodingPicker > Vertical {
        width: 96%; max-width: 110; height: auto; max-height: 96%; background: $surface; padding: 1 2;
        border: round $accent;
    }
    EncodingPicker .name { text-style: bold; margin: 0 0 1 0; height: auto; }
    EncodingPicker OptionList { background: $surface; border: none; padding: 0; height: auto; max-height: 55vh; }
    EncodingPicker OptionList > .option-list--option-highlighted {
        background: $room-cursor; color: $foreground; text-style: bold;
    }
    EncodingPicker .about { color: $room-muted; margin: 1 0 0 0; height: auto; }
    """

    def __init__(self, choices: Sequence[EncodingChoice], chosen: bool) -> None:
        """With `chosen`, the user has chosen an encoding before, and the list also offers to undo that."""
        super().__init__()
        self._choices = choices
        self._names = ([""] if chosen else []) + [choice.encoding for choice in choices]

    def compose(self) -> ComposeResult:
        """Yield the list of encodings, the most likely first."""
        with Vertical():
            yield Static("In which encoding does the page read correctly?", classes="name", markup=False)
            yield GuardedOptionList(compact=True)
            yield Static("● current encoding · Enter applies the selected one · Esc changes nothing", classes="about")

    def on_mount(self) -> None:
        """Place the cursor on the encoding that the page was read in."""
        self._fill()
        current = next((c.encoding for c in self._choices if c.current), None)
        self.query_one(OptionList).highlighted = self._names.index(current) if current else 0

    def on_resize(self) -> None:
        """Shorten the lines for the new width."""
        self._fill()

    def _fill(self) -> None:
        options = self.query_one(OptionList)
        index = options.highlighted
        # The right edge stays free for the scrollbar.
        columns = min(110, self.size.width * 96 // 100) - _FRAME_COLUMNS - 2
        width = max((cell_len(name) for name in (*self._names, FROM_TEXT)), default=0)
        options.clear_options()
        if "" in self._names:
            options.add_option(Option(Text(f"  {FROM_TEXT}", style="italic")))
        for choice in self._choices:
            name = choice.encoding + " " * (width - cell_len(choice.encoding))
            preview = shortened(choice.preview, max(10, columns - width - 4))
            options.add_option(Option(Text(f"{'●' if choice.current else ' '} {name}  {preview}", no_wrap=True)))
        options.highlighted = index

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Return the chosen encoding."""
        self.leave(self._names[event.option_index])

    def action_first(self) -> None:
        """Move to the first encoding."""
        self.query_one(OptionList).action_first()

    def action_last(self) -> None:
        """Move to the last encoding."""
        self.query_one(OptionList).action_last()
