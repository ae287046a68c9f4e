"""The line under the search line: what narrows the search, a note on it, the order of the results, folding of stories.

What narrows the search are chips, each of which can be removed. What does not fit is shortened; of chips that do not
fit even then, the line says how many there are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from peacereader.tui.error_handling import GuardedWidget
from peacereader.tui.keys import bindings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from peacereader.tui.widgets.state_layout import Chip, Part, State


class StateLine(GuardedWidget, Widget, can_focus=True):
    """The line. It posts what the user removes or clicks; it has the focus only while a chip is chosen.

    It is hidden while completions are listed over it.
    """

    SCOPED_CSS = False  # the screen's classes say whether completions are listed

    FOCUS_ON_CLICK = False  # the pane that is read keeps the keys

    BINDINGS = bindings("chips")

    key_mode = "filters"
    """The mode of which the key bar shows the keys."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"state--chip", "state--chosen", "state--hint"}

    DEFAULT_CSS = """
    StateLine { height: 1; background: $background; color: $room-muted; padding: 0 1; }
    StateLine > .state--chip { color: $accent; background: $surface; }
    StateLine > .state--chosen { color: $foreground; background: $room-selection; text-style: bold underline; }
    StateLine > .state--hint { color: $room-warning; }
    .-listing StateLine { visibility: hidden; }
    """

    class Removed(Message):
        """Posted when the user removes a chip."""

        def __init__(self, chip: Chip) -> None:
            super().__init__()
            self.chip = chip

    class Clicked(Message):
        """Posted when the user clicks on what is no chip: `order`, `folding` or `more`."""

        def __init__(self, kind: str) -> None:
            super().__init__()
            self.kind = kind

    class Left(Message):
        """Posted when the user leaves the chips."""

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id)
        self.state: State | None = None
        """What the line shows; None before there are any results."""
        self._chosen = 0

    def show(self, state: State) -> None:
        """Show another state."""
        if state != self.state:
            self.state = state
            self._chosen = max(0, min(self._chosen, len(state.chips) - 1))
            self.refresh()
            if self.has_focus and not state.chips:
                self.post_message(self.Left())

    @property
    def chips(self) -> Sequence[Chip]:
        """The chips."""
        return self.state.chips if self.state else ()

    def choose_last(self) -> None:
        """Take the focus, with the last chip chosen."""
        self._chosen = max(0, len(self.chips) - 1)
        self.focus()

    @property
    def _parts(self) -> list[Part]:
        if self.state is None:
            return []
        from peacereader.tui.widgets.state_layout import lay_out

        return lay_out(self.state, max(1, self.content_size.width), self._chosen if self.has_focus else None)

    def render_line(self, y: int) -> Strip:
        """Return the chips, the note, and at the right the order of the results."""
        base = self.rich_style
        segments = [Segment(part.text, base + self._style(part)) for part in self._parts]
        return Strip(segments).adjust_cell_length(self.content_size.width, base)

    def _style(self, part: Part) -> Style:
        if part.kind not in ("chip", "more", "hint"):
            return Style()
        name = "hint" if part.kind == "hint" else "chip"
        if self.has_focus and part.kind == "chip" and part.number == self._chosen:
            name = "chosen"
        return self.get_component_rich_style(f"state--{name}", partial=True)

    def action_move(self, by: int) -> None:
        """Choose the next or previous chip, going round."""
        self._chosen = (self._chosen + by) % max(1, len(self.chips))
        self.refresh()

    def action_remove(self) -> None:
        """Remove the chosen chip."""
        if self.chips:
            self.post_message(self.Removed(self.chips[self._chosen]))

    def action_leave(self) -> None:
        """Leave the chips."""
        self.post_message(self.Left())

    def on_click(self, event: events.Click) -> None:
        """Remove the chip that is clicked, or report what else is."""
        column = event.get_content_offset(self)
        place = column.x if column else -1
        for part in self._parts:
            if 0 <= place < cell_len(part.text):
                if part.kind == "chip":
                    self.post_message(self.Removed(self.chips[part.number]))
                elif part.kind in ("order", "folding", "more"):
                    self.post_message(self.Clicked(part.kind))
                return
            place -= cell_len(part.text)
