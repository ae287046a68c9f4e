"""The list of the styles in which a passage is copied, with the passage in the style under the cursor."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from peacereader.exports.styles import STYLES
from peacereader.tui.base_screens import ReaderDialog
from peacereader.tui.widgets.guarded import GuardedOptionList
from peacereader.tui.widgets.wrapping import shortened

if TYPE_CHECKING:
    from peacereader.exports.citation import Citation

_SHOWN_CELLS = 60
"""How much of a quotation and of a note is shown, so that the source is in view too. All of it is copied."""


_PREVIEW_LINES = 11
_LINES_AROUND = 6
"""The lines of the dialog beside the list and the preview: its border, the keys, what is between them."""


class StylePicker(ReaderDialog[str | None]):
    """A dialog whose result is the name of the chosen style, or None to copy nothing."""

    BINDINGS: ClassVar = [
        Binding("escape,q,Y", "leave", "copy nothing"),
    ]

    DEFAULT_CSS = """
    StylePicker { align: center middle; background: $background 0%; }
    StylePicker > Vertical {
        width: 84; max-width: 96%; height: auto; max-height: 100%; background: $surface; padding: 0 2;
        border: round $accent;
    }
    StylePicker OptionList { background: $surface; border: none; padding: 0; height: auto; max-height: 7; }
    StylePicker OptionList > .option-list--option-highlighted {
        background: $room-cursor; color: $foreground; text-style: bold;
    }
    StylePicker Static { height: auto; }
    StylePicker #preview { margin: 1 0; }
    StylePicker #keys { color: $room-muted; }
    """

    def __init__(self, citation: Citation, current: str) -> None:
        super().__init__()
        self._citation = replace(
            citation,
            quotations=tuple(
                replace(one, quote=shortened(one.quote, _SHOWN_CELLS), note=shortened(one.note, _SHOWN_CELLS))
                for one in citation.quotations
            ),
        )
        self._current = current

    def compose(self) -> ComposeResult:
        """Yield the list of styles, the passage in one of them, and what the keys do."""
        with Vertical():
            yield GuardedOptionList(
                *(Option(Text(style.title), id=name) for name, style in STYLES.items()), compact=True
            )
            yield Static("", id="preview", markup=False)
            yield Static("Enter copies, and y copies like this from now on · Esc leaves", id="keys", markup=False)

    def on_resize(self, event: events.Resize) -> None:
        """Leave room for the keys in a low terminal: the end of the preview is not shown."""
        preview = self.query_one("#preview")
        preview.styles.max_height = max(1, min(_PREVIEW_LINES, event.size.height - len(STYLES) - _LINES_AROUND))

    def on_mount(self) -> None:
        """Place the cursor on the style in use."""
        names = list(STYLES)
        self.query_one(OptionList).highlighted = names.index(self._current) if self._current in names else 0

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Show the passage in the style."""
        if event.option.id:
            self.query_one("#preview", Static).update(STYLES[event.option.id].write(self._citation).strip("\n"))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Take the style."""
        self.leave(event.option.id)
