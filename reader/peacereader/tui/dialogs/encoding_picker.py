"""The list of encodings that a page may be in, each with a line of the page as it reads in it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.cells import cell_len
from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from peaceindex.model.audit import EncodingChoice
from peacereader.tui.base_screens import ReaderDialog
from peacereader.tui.widgets.guarded import GuardedOptionList
from peacereader.tui.widgets.wrapping import shortened

_AROUND = 8
"""Columns for the border and the room within it."""
AS_TOLD = "as its text tells"


class EncodingPicker(ReaderDialog[str | None]):
    """Gives back the name of the chosen encoding, "" for the one that the text tells, or None to leave it as it is."""

    BINDINGS: ClassVar = [
        Binding("escape,q,e", "leave", "as it is"),
        Binding("j", "cursor_down", show=False),
        Binding("k", "cursor_up", show=False),
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
        """`chosen` says whether the user has chosen one before, which can be taken back then."""
        super().__init__()
        self._choices = choices
        self._names = ([""] if chosen else []) + [choice.encoding for choice in choices]

    def compose(self) -> ComposeResult:
        """The encodings, the likeliest first."""
        with Vertical():
            yield Static("In which encoding does the page read right?", classes="name", markup=False)
            yield GuardedOptionList(compact=True)
            yield Static("● as it is read now · Enter reads it again · Esc leaves it as it is", classes="about")

    def on_mount(self) -> None:
        """Begin on the encoding that the page was read in."""
        self._fill()
        current = next((c.encoding for c in self._choices if c.current), None)
        self.query_one(OptionList).highlighted = self._names.index(current) if current else 0

    def on_resize(self) -> None:
        """Shorten the lines anew."""
        self._fill()

    def _fill(self) -> None:
        options = self.query_one(OptionList)
        at = options.highlighted
        # The right end stays free for the bar that shows where the list stands.
        room = min(110, self.size.width * 96 // 100) - _AROUND - 2
        width = max((cell_len(name) for name in (*self._names, AS_TOLD)), default=0)
        options.clear_options()
        if "" in self._names:
            options.add_option(Option(Text(f"  {AS_TOLD}", style="italic")))
        for choice in self._choices:
            name = choice.encoding + " " * (width - cell_len(choice.encoding))
            preview = shortened(choice.preview, max(10, room - width - 4))
            options.add_option(Option(Text(f"{'●' if choice.current else ' '} {name}  {preview}", no_wrap=True)))
        options.highlighted = at

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Take it."""
        self.leave(self._names[event.option_index])

    def action_cursor_down(self) -> None:
        """The next encoding."""
        self.query_one(OptionList).action_cursor_down()

    def action_cursor_up(self) -> None:
        """The previous encoding."""
        self.query_one(OptionList).action_cursor_up()

    def action_first(self) -> None:
        """The first encoding."""
        self.query_one(OptionList).action_first()

    def action_last(self) -> None:
        """The last encoding."""
        self.query_one(OptionList).action_last()
