"""The list of passages: quote, source, labels and note of each, whole, in rows of differing height under headings."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from itertools import accumulate, chain
from typing import TYPE_CHECKING, ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.message import Message

from peacereader.tui.field_message import FieldMessage
from peacereader.tui.keys import bindings
from peacereader.tui.widgets.passage_layout import (
    PassageLine,
    heading_lines,
    passage_lines,
    words_lines,
)
from peacereader.tui.widgets.row_view import RowView

if TYPE_CHECKING:
    from collections.abc import Sequence

    from peaceindex.model.passage import Passage
    from peacereader.passage_order import Group

MEASURE = 88
"""The longest line of a passage in the list, in cells."""

Row = tuple["Group", "Passage | None"]
"""A group with one of its passages, or with None for its heading."""


class PassageList(RowView):
    """Rows of passages and of headings, with a cursor that goes from passage to passage."""

    BINDINGS = bindings("passages")

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "passages--quote", "passages--source", "passages--note", "passages--warning", "passages--cursor",
        "passages--bar", "passages--words", "passages--labels", "passages--heading",
    }  # fmt: skip

    DEFAULT_CSS = """
    PassageList { background: $background; color: $foreground; padding: 1 1 0 1; }
    PassageList > .passages--source { color: $room-muted; }
    PassageList > .passages--note { color: $accent; text-style: italic; }
    PassageList > .passages--labels { color: $room-passage; }
    PassageList > .passages--warning { color: $room-warning; text-style: italic; }
    PassageList > .passages--cursor { background: $surface; }
    PassageList:focus > .passages--cursor { background: $room-cursor; }
    PassageList > .passages--bar { color: $room-passage; }
    PassageList > .passages--words { color: $room-muted; }
    PassageList > .passages--heading { color: $accent; text-style: bold; }
    """

    class Requested(FieldMessage):
        """Posted with the user's request: `open`, `note`, `quote`, `quote in style`, `label`, and others.

        `passage` is the one under the cursor; `passages` are the marked ones, or else that one. `digit` is the key of a
        label.
        """

        what: str
        passage: Passage | None
        passages: tuple[Passage, ...] = ()
        digit: str = ""

    class Moved(Message):
        """Posted when another passage may be under the cursor, or another number of passages is marked."""

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id)
        self.passages: list[Passage] = []
        """The passages in the list, each once."""
        self.cursor = 0
        """The number of the row under the cursor among those that hold passages."""
        self._groups: Sequence[Group] = ()
        self._starts = [0]
        """The first row of each group, and the number of all rows. Rows are no objects: there may be many thousands."""
        self._stops: Sequence[int] = ()
        """The indexes of the rows that hold passages."""
        self._wrapped: dict[str, tuple[Passage, list[PassageLine]]] = {}
        """The lines of passages that were in view, by id, for the width that they were wrapped for."""
        self._wrapped_for = (0, True)
        """The width, and whether sources are shown."""
        self._with_sources = True
        self._words = ""
        self._marked: set[str] = set()
        self._last_key = ""

    # Content

    def show(
        self, passages: Sequence[Passage], groups: Sequence[Group], words: str, *, with_sources: bool = True
    ) -> None:
        """Show passages in these groups, or `words` if there are none; the cursor stays on its passage.

        Without `with_sources`, the headings tell from which article the passages are.
        """
        offset = self._cursor_offset
        group, current = self._row(self._stops[self.cursor]) if self._stops else (None, None)
        self.passages = list(passages)
        self._groups = groups
        self._starts = [0, *accumulate(len(each.passages) + bool(each.heading) for each in groups)]
        headed = [range(end - len(each.passages), end) for each, end in zip(groups, self._starts[1:], strict=True)]
        self._stops = headed[0] if len(headed) == 1 else list(chain.from_iterable(headed))
        self._words = words
        self._with_sources = with_sources
        if group is not None and current is not None:
            self.cursor = self._find(current.id, group.key)
        self.cursor = min(self.cursor, max(0, len(self._stops) - 1))
        self._lay_out(offset)
        self.post_message(self.Moved())

    def _find(self, id: str, key: str) -> int:
        """Return the number of a passage in the list, in the group of this key if it can be; else the cursor."""
        elsewhere, first = None, 0
        for group in self._groups:
            if elsewhere is None or group.key == key:
                for number, passage in enumerate(group.passages, first):
                    if passage.id == id:
                        if group.key == key:
                            return number
                        elsewhere = number if elsewhere is None else elsewhere
                        break
            first += len(group.passages)
        return self.cursor if elsewhere is None else elsewhere

    def _row(self, row: int) -> Row:
        number = bisect_right(self._starts, row) - 1
        group = self._groups[number]
        place = row - self._starts[number] - bool(group.heading)
        return group, group.passages[place] if place >= 0 else None

    @property
    def current(self) -> Passage | None:
        """The passage under the cursor."""
        return self._row(self._stops[self.cursor])[1] if self._stops else None

    @property
    def total(self) -> int:
        """The number of rows that hold passages: one with two labels may have two."""
        return len(self._stops)

    @property
    def marked(self) -> tuple[Passage, ...]:
        """The marked passages in the list."""
        return tuple(passage for passage in self.passages if passage.id in self._marked) if self._marked else ()

    # Layout

    @property
    def _text_width(self) -> int:
        return max(4, min(MEASURE, self.width - 4))

    def on_resize(self) -> None:
        """Wrap again for another width, with the cursor in view where it was."""
        self._lay_out(self._cursor_offset)

    @property
    def _cursor_offset(self) -> int | None:
        """How far below the top of the view the row under the cursor begins; None if there is none."""
        return self.row_offset(self._stops[self.cursor]) if self._stops and len(self.heights) else None

    def _lay_out(self, offset: int | None) -> None:
        width = self._text_width
        if (width, self._with_sources) != self._wrapped_for:
            self._wrapped.clear()
            self._wrapped_for = width, self._with_sources
        estimates: list[int] = []
        for group in self._groups:
            if group.heading:
                estimates.append(2)
            estimates += [4 + (len(passage.quote) + len(passage.note)) // width for passage in group.passages]
        self.set_rows(estimates)
        if not self._stops:
            self.set_line_count(len(self._words_lines()))
        self._reveal(offset)

    def _words_lines(self) -> list[PassageLine]:
        return words_lines(self._words, self._text_width)

    def row_height(self, row: int) -> int:
        """Return how many lines a row has."""
        return len(self._lines(row))

    def _lines(self, row: int) -> list[PassageLine]:
        group, passage = self._row(row)
        if passage is None:
            return heading_lines(group, self._text_width)
        found = self._wrapped.get(passage.id)
        if found is None or found[0] is not passage:
            lines = passage_lines(passage, self._text_width, with_source=self._with_sources)
            found = self._wrapped[passage.id] = passage, lines
        return found[1]

    def _reveal(self, offset: int | None = None) -> None:
        """Scroll to the cursor, as far as needed. The first passage of a group brings its heading along."""
        if self._stops:
            row = self._stops[self.cursor]
            has_heading = row and self._row(row - 1)[1] is None
            self.show_row(row, offset, first=row - 1 if has_heading else row)
        self.refresh()

    # Drawing

    def draw_line(self, y: int) -> list[Segment]:
        """Return a line of a quote, its source, its labels, its note, a warning or a heading."""
        if not self._stops:
            return [Segment("  " + self._words_lines()[y].text, self.component_style("passages--words"))]
        row = self.heights.row_at(y)
        line = self._line(row, y)
        passage = self._row(row)[1]
        if line is None or line.kind == "blank":
            return []
        if passage is None:
            return [Segment("  " + line.text, self.base_style + self.overlay_style("passages--heading"))]
        ground = self.line_style(y)
        bar = ("■ " if passage.id in self._marked else "┃ ") if line.kind == "quote" else "  "
        return [
            Segment(bar, ground + self.overlay_style("passages--bar")),
            Segment(line.text, ground + self.overlay_style(f"passages--{line.kind}")),
        ]

    def _line(self, row: int, y: int) -> PassageLine | None:
        lines, index = self._lines(row), y - self.heights.start(row)
        return lines[index] if index < len(lines) else None

    def line_style(self, y: int) -> Style:
        """Give the passage under the cursor its own background."""
        if self._stops and y < self.heights.total:
            row = self.heights.row_at(y)
            line = self._line(row, y) if row == self._stops[self.cursor] else None
            if line and line.kind != "blank":
                return self.base_style + self.overlay_style("passages--cursor")
        return self.base_style

    # Moving

    def action_move(self, by: int) -> None:
        """Move the cursor by passages. One that is higher than the view is scrolled to its end first."""
        if self._stops and self.scroll_within(self._stops[self.cursor], by):
            return
        self.move_to(self.cursor + by)

    def move_to(self, number: int) -> None:
        """Put the cursor on a passage, by its number in the list."""
        self.cursor = min(max(0, number), max(0, len(self._stops) - 1))
        self._reveal()
        self.post_message(self.Moved())

    def action_page(self, by: int, part: int = 1) -> None:
        """Move the cursor by a page, or by one `part` of a page."""
        if not self._stops:
            return
        lines = max(1, self.height // part - 1)
        row = self.heights.row_at(self.heights.start(self._stops[self.cursor]) + by * lines)
        number = bisect_left(self._stops, row)
        if number == self.cursor:
            self.action_move(by)
        else:
            self.move_to(number)

    def action_first(self) -> None:
        """Go to the first passage."""
        self.move_to(0)

    def action_last(self) -> None:
        """Go to the last passage."""
        self.move_to(len(self._stops))

    def on_click(self, event: events.Click) -> None:
        """Put the cursor on the passage that is clicked; open it if it is clicked twice."""
        row = self.heights.row_at(event.y - self.gutter.top + self.top_line) if self._stops else 0
        if row in self._stops:
            self.move_to(self._stops.index(row))
            if event.chain == 2:
                self.action_open()

    # What is done with passages

    def action_open(self) -> None:
        """Open the article at the passage."""
        self._request("open")

    def action_note(self) -> None:
        """Write a note."""
        self._request("note")

    def action_quote(self, choose_style: bool = False) -> None:
        """Copy the passage."""
        self._request("quote in style" if choose_style else "quote")

    def on_key(self, event: events.Key) -> None:
        """Remember which of the keys of an action was pressed."""
        self._last_key = event.key

    def action_mark(self) -> None:
        """Mark the passage or take its mark away, and go to the next."""
        if self.current:
            self._marked ^= {self.current.id}
            self.move_to(self.cursor + 1)

    def action_label(self) -> None:
        """Label the passages."""
        self._request("label")

    def action_label_key(self) -> None:
        """Set or remove the label of a digit."""
        self._request("label", self._last_key)

    def action_remove(self) -> None:
        """Remove the passages."""
        self._request("remove")
        self._marked.difference_update([passage.id for passage in self.marked])

    def action_export(self) -> None:
        """Export the passages. The screen says so if there are none."""
        self.action_ask("export")

    def action_event(self) -> None:
        """Say which event the passage tells of."""
        self._request("event")

    def action_editor(self) -> None:
        """Write a note in the user's editor."""
        self._request("editor")

    def action_ask(self, what: str) -> None:
        """Ask the screen for something that needs no passage."""
        self.post_message(self.Requested(what, None))

    def _request(self, what: str, digit: str = "") -> None:
        if self.current:
            self.post_message(self.Requested(what, self.current, self.marked or (self.current,), digit))
