"""Two articles side by side, sentence by sentence, with what differs between them marked."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.message import Message

from peacereader.tui.field_message import FieldMessage
from peacereader.tui.keys import bindings
from peacereader.tui.widgets.compare_layout import (
    Columns,
    CompareLine,
    Fold,
    Side,
    fold_words,
    items_of,
    row_lines,
)
from peacereader.tui.widgets.painting import paint, within
from peacereader.tui.widgets.row_view import RowView
from peacereader.tui.widgets.wrapping import LEFT_TO_RIGHT_MARK, has_right_to_left

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from peaceindex.model.comparison import ComparedRow, ComparedSentence, Comparison
    from peaceindex.model.search import Span


class CompareView(RowView):
    """Rows of sentences. The screen does what the keys ask for."""

    BINDINGS: ClassVar = bindings("compare")

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "compare--sign", "compare--mark", "compare--fact", "compare--rule", "compare--words", "compare--cursor",
        "compare--bar", "compare--passage",
    }  # fmt: skip

    DEFAULT_CSS = """
    CompareView {
        background: $background;
        color: $foreground;
        height: 1fr;
        & > .compare--sign { color: $accent; text-style: bold; }
        & > .compare--mark { text-style: underline; }
        & > .compare--fact { color: $room-hit; text-style: bold; }
        & > .compare--rule { color: $room-rule; }
        & > .compare--words { color: $room-muted; text-style: italic; }
        & > .compare--cursor { background: $room-cursor; }
        & > .compare--bar { color: $accent; }
        & > .compare--passage { color: $room-passage; }
    }
    """

    class Requested(FieldMessage):
        """Posted with the user's request: to `open` an article, to `swap` the sides, to go `back`, and others."""

        what: str

    class Moved(Message):
        """Posted when the cursor is on another row or side."""

    def __init__(self) -> None:
        super().__init__()
        self.comparison: Comparison | None = None
        self.side: Side = "left"
        self.cursor = 0
        """The row of the comparison under the cursor."""
        self.is_folded = False
        self._items: list[int | Fold] = []
        self._item = 0
        """The index in `_items` of what is shown at the cursor."""
        self._passages: Mapping[str, Collection[Span]] = {}
        self._lines_of: dict[int, list[CompareLine]] = {}
        self._columns = Columns.of(80)

    # Content

    def show(self, comparison: Comparison, cursor: int = 0) -> None:
        """Show two articles with the cursor on a row."""
        self.comparison = comparison
        self.cursor = min(max(0, cursor), max(0, len(comparison.rows) - 1))
        self._lay_out()

    def show_passages(self, passages: Mapping[str, Collection[Span]]) -> None:
        """Mark the sentences that are bookmarked, given as spans in the texts by the ids of the articles."""
        self._passages = passages
        self.refresh()

    @property
    def row(self) -> ComparedRow | None:
        """The row under the cursor."""
        return self.comparison.rows[self.cursor] if self.comparison and self.comparison.rows else None

    @property
    def shown_side(self) -> Side:
        """The side of the cursor: the one chosen, or the other where only that has a sentence."""
        row = self.row
        if row is None or getattr(row, self.side) is not None:
            return self.side
        return "right" if self.side == "left" else "left"

    @property
    def sentence(self) -> ComparedSentence | None:
        """The sentence under the cursor."""
        row = self.row
        return None if row is None else row.left if self.shown_side == "left" else row.right

    # Layout

    def on_resize(self) -> None:
        """Wrap again for another width, with the cursor in view where it was."""
        self._lay_out()

    def _lay_out(self) -> None:
        if self.comparison is None:
            return
        offset = self.row_offset(self._item) if len(self.heights) and self._item < len(self.heights) else None
        self._columns = Columns.of(self.width)
        self._lines_of.clear()
        self._items = items_of(self.comparison.rows, folds=self.is_folded)
        self._item = self._item_at(self.cursor)
        width = self._columns.left
        rows = self.comparison.rows
        self.set_rows(
            2 if isinstance(item, Fold) else 2 + max(map(len, _texts(rows[item]))) // width for item in self._items
        )
        self._reveal(offset)

    def _item_at(self, row: int) -> int:
        """Return the index of what the list shows for a row of the comparison."""
        for number, item in enumerate(self._items):
            if item == row or (isinstance(item, Fold) and item.first <= row < item.stop):
                return number
        return 0

    def row_height(self, row: int) -> int:
        """Return how many lines a row has."""
        return len(self._lines(row))

    def _lines(self, number: int) -> list[CompareLine]:
        if number not in self._lines_of:
            item = self._items[number]
            assert self.comparison is not None
            if isinstance(item, Fold):
                self._lines_of[number] = [CompareLine(" ", None, None, fold_words(item)), CompareLine(" ", None, None)]
            else:
                self._lines_of[number] = row_lines(item, self.comparison.rows[item], self._columns)
        return self._lines_of[number]

    def _reveal(self, offset: int | None = None) -> None:
        if self._items:
            self.show_row(self._item, offset)
        self.refresh()
        self.post_message(self.Moved())

    # Drawing

    def draw_line(self, y: int) -> list[Segment]:
        """Return a line of both sides, or of one."""
        if self.comparison is None or not self._items:
            return []
        number = self.heights.row_at(y)
        lines, index = self._lines(number), y - self.heights.start(number)
        if index >= len(lines) - 1:
            return self._rule() if self._columns.right and not isinstance(self._items[number], Fold) else []
        item, line = self._items[number], lines[index]
        is_current = number == self._item
        bar = Segment("▌" if is_current else " ", self.base_style + self.overlay_style("compare--bar"))
        segments = [Segment(" " * self._columns.indent, self.base_style), bar]
        if isinstance(item, Fold):
            ground = self._ground(is_current)
            return [*segments, Segment(f"  {line.note}", ground + self.overlay_style("compare--words"))]
        row = self.comparison.rows[item]
        segments.append(Segment(line.sign, self.base_style + self.overlay_style("compare--sign")))
        if not self._columns.right:
            return segments + self._single(row, line, is_current)
        mark = Segment(LEFT_TO_RIGHT_MARK, self.base_style) if has_right_to_left(*_texts(row)) else Segment("")
        return [
            *segments,
            *self._cell(row, line, "left", is_current),
            mark,
            Segment(" │", self.base_style + self.overlay_style("compare--rule")),
            *self._cell(row, line, "right", is_current),
            mark,
        ]

    def _rule(self) -> list[Segment]:
        """Return a line with nothing but the rule between the columns, and between two rows that have one."""
        rule = Segment("│", self.base_style + self.overlay_style("compare--rule"))
        return [Segment(" " * (self._columns.indent + self._columns.left + 4), self.base_style), rule]

    def _single(self, row: ComparedRow, line: CompareLine, is_current: bool) -> list[Segment]:
        if line.note:
            return [Segment(f" {line.note}", self.base_style + self.overlay_style("compare--words"))]
        if row.kind == "equal" and is_current:  # both stand in this one line
            return self._stretch(row, line.left, "left", self.shown_side, is_current)
        side: Side = "left" if line.left else "right"
        return self._stretch(row, line.left or line.right, side, side, is_current)

    def _stretch(
        self, row: ComparedRow, span: Span | None, shown: Side, marked: Side, is_current: bool
    ) -> list[Segment]:
        sentence = row.left if shown == "left" else row.right
        if sentence is None or span is None:
            return []
        ground = self._ground(is_current and marked == self.shown_side)
        start, end = span
        facts = [(fact.start, fact.end) for fact in sentence.facts]
        overlays = [
            *within(sentence.marks, start, end, self.overlay_style("compare--mark")),
            *within(facts, start, end, self.overlay_style("compare--fact")),
        ]
        gutter = "┃" if self._is_bookmarked(marked, row.left if marked == "left" else row.right) else " "
        return [
            Segment(gutter, self.base_style + self.overlay_style("compare--passage")),
            *paint(sentence.text[start:end].replace("\n", " "), ground, overlays),
        ]

    def _cell(self, row: ComparedRow, line: CompareLine, side: Side, is_current: bool) -> list[Segment]:
        """Return the line of one of two columns, as wide as the column."""
        width = self._columns.left
        span = line.left if side == "left" else line.right
        if span is not None:
            segments = self._stretch(row, span, side, side, is_current)
            used = sum(cell_len(segment.text) for segment in segments) - 1
            ground = self._ground(is_current and side == self.shown_side)
            return [*segments, Segment(" " * (width - used), ground)]
        is_noted = line.note and getattr(row, side) is None
        words = (line.note if is_noted else "")[:width]
        style = self.base_style + self.overlay_style("compare--words")
        return [Segment(f" {words}{' ' * (width - cell_len(words))}", style)]

    def _ground(self, is_current: bool) -> Style:
        return self.base_style + self.overlay_style("compare--cursor") if is_current else self.base_style

    def _is_bookmarked(self, side: Side, sentence: ComparedSentence | None) -> bool:
        if sentence is None or self.comparison is None:
            return False
        article = self.comparison.left if side == "left" else self.comparison.right
        start, end = sentence.span
        return any(first < end and last > start for first, last in self._passages.get(article.id, ()))

    # Moving

    def move_to(self, row: int) -> None:
        """Put the cursor on a row of the comparison."""
        if self.comparison and self.comparison.rows:
            self.cursor = min(max(0, row), len(self.comparison.rows) - 1)
            self._item = self._item_at(self.cursor)
            self._reveal()

    def _move_to_item(self, number: int) -> None:
        item = self._items[min(max(0, number), len(self._items) - 1)]
        self.move_to(item.first if isinstance(item, Fold) else item)

    def action_move(self, by: int) -> None:
        """Move the cursor by rows. One that is higher than the view is scrolled to its end first."""
        if self._items and not self.scroll_within(self._item, by):
            self._move_to_item(self._item + by)

    def action_page(self, by: int, part: int = 1) -> None:
        """Move the cursor by a page, or by one `part` of a page."""
        if not self._items:
            return
        lines = max(1, self.height // part - 1)
        number = self.heights.row_at(self.heights.start(self._item) + by * lines)
        if number == self._item:
            self.action_move(by)
        else:
            self._move_to_item(number)

    def action_first(self) -> None:
        """Go to the beginning."""
        self.move_to(0)

    def action_last(self) -> None:
        """Go to the end."""
        self.move_to(len(self.comparison.rows) if self.comparison else 0)

    def action_difference(self, by: int) -> None:
        """Go to the next or previous row that is not equal on both sides."""
        if self.comparison is None:
            return
        rows = self.comparison.rows
        places = range(self.cursor + 1, len(rows)) if by > 0 else range(self.cursor - 1, -1, -1)
        found = next((at for at in places if rows[at].kind != "equal"), None)
        if found is None:
            self.action_ask("no more" if by > 0 else "none before")
        else:
            self.move_to(found)

    def action_side(self, side: str = "") -> None:
        """Go to the other side, or to the one that is named."""
        before = self.shown_side
        self.side = "right" if side == "right" or (not side and before == "left") else "left"
        if before == self.shown_side and self.row is not None:
            self.action_ask("one side" if self.side != before else f"{before} already")
        self.refresh()
        self.post_message(self.Moved())

    def action_other(self) -> None:
        """Go to where a moved sentence stands in the other article."""
        row = self.row
        if row and row.other_row is not None:
            self.move_to(row.other_row)
        else:
            self.action_ask("not moved")

    def action_fold(self) -> None:
        """Fold what is equal, or show it."""
        self.is_folded = not self.is_folded
        self._lay_out()

    def action_ask(self, what: str) -> None:
        """Ask the screen for something."""
        self.post_message(self.Requested(what))

    def on_click(self, event: events.Click) -> None:
        """Put the cursor on the sentence that is clicked; open its article if it is clicked twice."""
        line = event.y - self.gutter.top + self.top_line
        if not self._items or line >= self.heights.total:
            return
        if self._columns.right:
            self.side = "left" if event.x < self._columns.indent + self._columns.left + 4 else "right"
        self._move_to_item(self.heights.row_at(line))
        if event.chain == 2:
            self.action_ask("open")


def _texts(row: ComparedRow) -> list[str]:
    return [sentence.text for sentence in (row.left, row.right) if sentence]
