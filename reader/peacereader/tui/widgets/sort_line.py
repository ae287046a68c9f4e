"""The line that shows the order of a concordance and the other possible orders."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.segment import Segment
from textual.strip import Strip
from textual.widget import Widget

from peacereader.tui.error_handling import GuardedWidget

if TYPE_CHECKING:
    from peaceindex.model.concordance import Order

_PARTS: tuple[tuple[str, Order | None], ...] = (
    ("left", None), (" 3", "left-3"), (" 2", "left-2"), (" 1", "left"), ("   hit", "hit"),
    ("   1", "right"), (" 2", "right-2"), (" 3", "right-3"), (" right", None), ("   outlet", "outlet"),
    ("   date", "date"),
)  # fmt: skip
"""Words on either side are counted from the hit."""


class SortLine(GuardedWidget, Widget):
    """All orders in one line, with the current one marked."""

    COMPONENT_CLASSES = {"sort--order", "sort--word"}

    DEFAULT_CSS = """
    SortLine { height: 1; background: $background; color: $room-muted; }
    SortLine > .sort--word { color: $room-muted; }
    SortLine > .sort--order { color: $accent; text-style: bold underline; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.order: Order = "right"

    def show(self, order: Order) -> None:
        """Mark another order."""
        self.order = order
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """Return the orders."""
        word = self.get_component_rich_style("sort--word")
        chosen = self.get_component_rich_style("sort--order")
        segments = [Segment(" sorted by  " if self.size.width >= 60 else " by ", word)]
        for text, order in _PARTS:
            name = text.lstrip()
            segments += [
                Segment(" " * (len(text) - len(name)), word),
                Segment(name, chosen if order == self.order else word),
            ]
        return Strip(segments).adjust_cell_length(self.size.width, word)
