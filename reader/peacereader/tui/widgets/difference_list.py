"""The list of places that two coders coded differently, in rows of differing height."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.message import Message

from peacereader import wording
from peacereader.tui.field_message import FieldMessage
from peacereader.tui.keys import bindings
from peacereader.tui.widgets.line_view import LineView
from peacereader.tui.widgets.wrapping import shortened, wrap

if TYPE_CHECKING:
    from collections.abc import Sequence

    from peaceindex.model.agreement import Difference

MAX_QUOTE_LINES = 3
"""The number of lines of a place's words that the list shows."""


@dataclass(frozen=True, slots=True)
class DifferenceRow:
    """A place, and for each who coded it the name and what was coded, in words."""

    difference: Difference
    codings: Sequence[tuple[str, str]]


class DifferenceList(LineView):
    """Rows of places. The screen does what the keys ask for."""

    BINDINGS: ClassVar = bindings("differences")

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "differences--quote", "differences--source", "differences--coding", "differences--settled",
        "differences--cursor", "differences--bar", "differences--words",
    }  # fmt: skip

    DEFAULT_CSS = """
    DifferenceList { background: $background; color: $foreground; padding: 0 0 0 1; }
    DifferenceList > .differences--source { color: $room-muted; }
    DifferenceList > .differences--coding { color: $room-passage; }
    DifferenceList > .differences--settled { color: $accent; text-style: italic; }
    DifferenceList > .differences--cursor { background: $room-cursor; }
    DifferenceList > .differences--bar { color: $room-passage; }
    DifferenceList > .differences--words { color: $room-muted; }
    """

    class Moved(Message):
        """Posted when the cursor is on another place."""

    class Requested(FieldMessage):
        """Posted with the user's request: to `open` a place, to settle it, to go `back`, and others.

        A place is settled by the `first` or the `second` coder, by a `note` or by `labels`.
        """

        what: str

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[DifferenceRow] = []
        self.cursor = 0
        self._lines: list[tuple[int, str, str]] = []
        self._words = ""

    def show(self, rows: Sequence[DifferenceRow], words: str, cursor: int) -> None:
        """Show these places with the cursor on one of them, or `words` if there are none."""
        self.rows = list(rows)
        self._words = words
        self.cursor = min(max(0, cursor), max(0, len(self.rows) - 1))
        self.on_resize()
        self.post_message(self.Moved())

    @property
    def current(self) -> Difference | None:
        """The place under the cursor."""
        return self.rows[self.cursor].difference if self.rows else None

    def next_unsettled(self, start: int) -> int:
        """Return the index of the first place from `start` on that is not settled, wrapping around; else `start`."""
        order = [*range(start, len(self.rows)), *range(min(start, len(self.rows)))]
        return next((at for at in order if not self.rows[at].difference.settled), start)

    def on_resize(self) -> None:
        """Wrap again."""
        width = min(88, self.width - 4)
        lines: list[tuple[int, str, str]] = []
        for number, row in enumerate(self.rows):
            one = row.difference
            flat = " ".join(one.quote.split())
            pieces = [flat[start:end] for start, end in wrap(flat, width)]
            if len(pieces) > MAX_QUOTE_LINES:
                pieces = [*pieces[: MAX_QUOTE_LINES - 1], shortened(pieces[MAX_QUOTE_LINES - 1] + " …", width)]
            lines += [(number, "quote", piece) for piece in pieces]
            facts = (one.outlet or wording.OUTLET_NOT_KNOWN, wording.long_date(one.date), one.title or "")
            lines.append((number, "source", shortened("— " + " · ".join(filter(None, facts)), width)))
            for index, (name, coded) in enumerate(row.codings):
                kind = "settled" if index == 2 else "coding"
                words = f"{name}: {' '.join(coded.split())}"
                lines += [(number, kind, words[start:end]) for start, end in wrap(words, width, hanging=2)]
            lines.append((number, "blank", ""))
        if not lines:
            lines = [(-1, "words", self._words[start:end]) for start, end in wrap(self._words, width)]
        self._lines = lines
        self.set_line_count(len(lines))
        self._reveal()

    def draw_line(self, y: int) -> list[Segment]:
        """Return a line of a place."""
        number, kind, text = self._lines[y]
        if kind == "blank":
            return []
        if kind == "words":
            return [Segment("  " + text, self.component_style("differences--words"))]
        ground = self.line_style(y)
        is_settled = bool(self.rows[number].difference.settled)
        is_first = not y or self._lines[y - 1][0] != number
        bar = "  " if kind != "quote" or (is_settled and not is_first) else "✓ " if is_settled else "┃ "
        return [
            Segment(bar, ground + self.overlay_style("differences--bar")),
            Segment(text, ground + self.overlay_style(f"differences--{kind}")),
        ]

    def line_style(self, y: int) -> Style:
        """Give the place under the cursor its own background."""
        number, kind, _ = self._lines[y] if y < len(self._lines) else (-1, "blank", "")
        if number == self.cursor and kind not in ("blank", "words"):
            return self.base_style + self.overlay_style("differences--cursor")
        return self.base_style

    def _reveal(self) -> None:
        lines = [at for at, (number, _, _) in enumerate(self._lines) if number == self.cursor]
        if lines:
            self.reveal(lines[0], lines[-1])
        self.refresh()

    def move_to(self, index: int) -> None:
        """Move the cursor to a place."""
        index = min(max(0, index), max(0, len(self.rows) - 1))
        if index != self.cursor:
            self.cursor = index
            self._reveal()
            self.post_message(self.Moved())

    def action_move(self, by: int) -> None:
        """Move the cursor by places."""
        self.move_to(self.cursor + by)

    def action_first(self) -> None:
        """Go to the first place."""
        self.move_to(0)

    def action_last(self) -> None:
        """Go to the last place."""
        self.move_to(len(self.rows) - 1)

    def action_next(self) -> None:
        """Go to the next place that is not settled."""
        if self.rows:
            self.move_to(self.next_unsettled(min(self.cursor + 1, len(self.rows))))

    def action_ask(self, what: str) -> None:
        """Ask the screen for something."""
        self.post_message(self.Requested(what))

    def on_click(self, event: events.Click) -> None:
        """Move the cursor to the place that the user clicks."""
        at = event.y + self.top_line
        if at < len(self._lines) and self._lines[at][0] >= 0:
            self.move_to(self._lines[at][0])
