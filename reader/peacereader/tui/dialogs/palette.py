"""The palette: all that can be done here, and searches, labels, themes and settings, found by the words of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
from rich.style import Style
from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from peacereader.tui.base_screens import ReaderDialog
from peacereader.tui.palette_search import Entry, Found, find
from peacereader.tui.tasks.runner import Runner
from peacereader.tui.widgets.guarded import GuardedInput, GuardedOptionList
from peacereader.tui.widgets.wrapping import padded, shortened

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from peaceindex import Library
    from peacereader.tui.tasks import later_messages as later

_MOST_SHOWN = 500
"""The most rows: whoever looks further down types another letter."""
_LINES_AROUND = 6
_HELP = "Enter does it · ↑ ↓ choose · Esc leaves"


class Palette(ReaderDialog[Entry | None]):
    """A dialog whose result is the chosen entry. `more` makes entries of what is read from the library."""

    BINDINGS: ClassVar = [
        Binding("down,ctrl+n", "move(1)", show=False, priority=True),
        Binding("up", "move(-1)", show=False, priority=True),
        Binding("pagedown", "move(10)", show=False, priority=True),
        Binding("pageup", "move(-10)", show=False, priority=True),
        Binding("escape,ctrl+p", "leave", "leave it", priority=True),
    ]

    COMPONENT_CLASSES: ClassVar[set[str]] = {"palette--mark", "palette--kind"}

    DEFAULT_CSS = """
    Palette > .palette--mark { color: $accent; text-style: bold underline; }
    Palette > .palette--kind { color: $room-muted; }
    Palette { align: center top; background: $background 60%; }
    Palette > Vertical {
        width: 96; max-width: 98%; height: auto; max-height: 100%; background: $surface; padding: 0 1;
        border: round $accent;
    }
    Palette Input { border: none; height: 1; padding: 0; background: $room-cursor; }
    Palette OptionList { background: $surface; border: none; padding: 0; height: auto; scrollbar-size-vertical: 1; }
    Palette OptionList > .option-list--option-highlighted { background: $room-cursor; color: $foreground; }
    Palette .help { color: $room-muted; height: 1; }
    """

    def __init__(
        self,
        entries: Sequence[Entry],
        library: Library | None,
        more: Callable[[later.PaletteRead], Sequence[Entry]],
        typed: str = "",
    ) -> None:
        super().__init__()
        self._entries = list(entries)
        self._library = library
        self._more = more
        self._typed = typed
        self._found: list[Found] = []

    def compose(self) -> ComposeResult:
        """Yield the line to type in, the entries and the keys."""
        with Vertical():
            line = GuardedInput(self._typed, placeholder="what do you want to do?", compact=True, select_on_focus=False)
            line.cursor_blink = False
            yield line
            rows = GuardedOptionList(compact=True)
            rows.can_focus = False
            yield rows
            yield Static(_HELP, classes="help", markup=False)

    def on_mount(self) -> None:
        """Show all that there is, and read searches and labels."""
        self.query_one(Input).focus()
        from peacereader.tui.tasks.palette_tasks import read_palette

        read_palette(Runner(self, self._library))

    def on_resize(self, event: events.Resize) -> None:
        """Leave room for the line and the keys: the list scrolls."""
        self.query_one(OptionList).styles.max_height = min(24, max(1, event.size.height - _LINES_AROUND))
        self._fill()

    def on_palette_read(self, message: later.PaletteRead) -> None:
        """Offer searches and labels, too. The cursor stays where it is if it was moved."""
        self._entries += self._more(message)
        self._fill(self.query_one(OptionList).highlighted or 0)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Show what has the words that are typed."""
        self._fill()

    def _fill(self, highlighted: int = 0) -> None:
        rows = self.query_one(OptionList)
        found = find(self._entries, self.query_one(Input).value)
        self._found = found[:_MOST_SHOWN]
        width = max(20, min(96, int(self.size.width * 0.98)) - 5)
        mark = self.get_component_rich_style("palette--mark", partial=True)
        dim = self.get_component_rich_style("palette--kind", partial=True)
        rows.clear_options()
        keys = max((cell_len(one.entry.key) for one in self._found), default=0)
        rows.add_options(Option(_row(one, width, max(5, keys), mark, dim)) for one in self._found)
        words = _HELP
        if not found:
            words = "Nothing has these words. Backspace takes a letter back, Esc leaves."
        elif len(found) > _MOST_SHOWN:
            words = f"{_MOST_SHOWN} of {len(found):,} · {_HELP}"
        self.query_one(".help", Static).update(words)
        if self._found:
            rows.highlighted = min(highlighted, len(self._found) - 1)

    def action_move(self, by: int) -> None:
        """Move the cursor in the list."""
        rows = self.query_one(OptionList)
        if self._found:
            rows.highlighted = min(len(self._found) - 1, max(0, (rows.highlighted or 0) + by))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Return the entry under the cursor."""
        self._choose(self.query_one(OptionList).highlighted)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Return the entry that was clicked."""
        self._choose(event.option_index)

    def _choose(self, index: int | None) -> None:
        if index is not None and index < len(self._found):
            self.leave(self._found[index].entry)


def _row(found: Found, width: int, key_width: int, mark: Style, dim: Style) -> Text:
    """The words of an entry with the typed letters marked, then its kind if there is room, and its key on the right."""
    entry = found.entry
    kind = entry.kind if width >= 76 else ""
    kind_width = 26 if kind else 0
    room = width - key_width - kind_width
    title = shortened(entry.title, room - 1)
    row = Text(padded(title, room), no_wrap=True)
    for at in found.marks:
        if at < len(title) and (at < len(title) - 1 or title == entry.title):
            row.stylize(mark, at, at + 1)
    row.append(padded(shortened(kind, kind_width - 1), kind_width) if kind else "", dim)
    row.append(f"{entry.key:>{key_width}}", "bold")
    return row
