"""The page as it was scraped: what was kept in plain style, what was cut dimmed with its reason, a cursor on a line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.message import Message

from peaceindex.model.audit import Audit, AuditLine
from peaceindex.model.correction import FIELDS, Field
from peacereader.tui.keys import bindings, key_of
from peacereader.tui.widgets.audit_layout import AuditPage, Row, lay_out
from peacereader.tui.widgets.line_view import LineView
from peacereader.tui.widgets.painting import paint


class AuditPane(LineView):
    """Shows the lines of a source with their fate; what the user wants to change leaves as a message."""

    BINDINGS = bindings("audit")

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "audit--kept", "audit--cut", "audit--piece", "audit--reason", "audit--number", "audit--mine", "audit--label",
        "audit--cursor", "audit--key",
    }  # fmt: skip

    DEFAULT_CSS = """
    AuditPane {
        background: $background;
        color: $foreground;
        padding: 0 0 0 1;
        & > .audit--kept { color: $foreground; }
        & > .audit--cut { color: $room-muted; }
        & > .audit--piece { color: $room-muted; text-style: italic; }
        & > .audit--reason { color: $room-muted; text-style: italic; }
        & > .audit--number { color: $room-muted; }
        & > .audit--mine { color: $room-passage; }
        & > .audit--label { color: $room-muted; }
        & > .audit--key { color: $accent; text-style: bold; }
        & > .audit--cursor { background: $room-cursor; }
    }
    """

    @dataclass
    class Turned(Message):
        """The user wants a line kept (True), cut (False), or left to cleaning again (None)."""

        line: AuditLine
        keep: bool | None

    @dataclass
    class FieldWanted(Message):
        """The user wants to correct a field."""

        field: Field

    class EncodingWanted(Message):
        """The user wants the page read in another encoding."""

    class UndoWanted(Message):
        """The user wants the last correction taken back."""

    class Left(Message):
        """The user goes back to the article."""

    class Moved(Message):
        """The cursor stands on another line."""

    def __init__(self, keymap: Mapping[str, str]) -> None:
        super().__init__()
        self.audit: Audit | None = None
        self.cursor = 0
        """The number of the source's line under the cursor; 0 where there is none."""
        self._field_keys: dict[Field, str] = {field: key_of(f"audit-{field}", keymap) for field in FIELDS}
        self._page = AuditPage((), 0, 0)
        self._first: dict[int, int] = {}
        self._last: dict[int, int] = {}

    # What is shown

    def show(self, audit: Audit) -> None:
        """Show a page; the cursor stays where it is, and begins on the first line with words."""
        begun = self.audit is not None
        self.audit = audit
        self._lay_out()
        if self.cursor not in self._first:
            self.cursor = next(iter(self._first), 0)
        if begun:
            self._reveal()
        self.post_message(self.Moved())

    @property
    def current(self) -> AuditLine | None:
        """The line under the cursor."""
        return self.audit.lines[self.cursor - 1] if self.audit and self.cursor else None

    def _lay_out(self) -> None:
        if self.audit is None:
            return
        self._page = lay_out(self.audit, self.width, self._field_keys)
        self._first, self._last = {}, {}
        for y, row in enumerate(self._page.rows):
            if row.line:
                self._first.setdefault(row.line, y)
                self._last[row.line] = y
        self.set_line_count(len(self._page.rows))

    def on_resize(self) -> None:
        """Wrap anew, with the cursor in view."""
        self._lay_out()
        self._reveal()

    # Drawing

    def draw_line(self, y: int) -> list[Segment]:
        """A field, or a row of a line: its number, the user's mark, the text, the reason."""
        row = self._page.rows[y]
        if row.kind == "blank":
            return []
        ground = self.line_style(y)
        left = "audit--key" if row.kind == "field" else "audit--number"
        text = [*self._label(row, ground), *paint(row.text, self._base(row, ground), self._pieces(row))]
        segments = [
            Segment(row.left.rjust(self._page.margin - 3), ground + self.over(left)),
            Segment(" ┃ " if row.mine else "   ", ground + self.over("audit--mine")),
            *text,
        ]
        if row.reason:
            used = sum(cell_len(segment.text) for segment in text)
            segments.append(Segment(" " * max(2, self._page.room + 2 - used), ground))
            segments.append(Segment(row.reason, self._reason(row, ground)))
        return segments

    def _label(self, row: Row, ground: Style) -> list[Segment]:
        return [Segment(row.label.ljust(9), ground + self.over("audit--label"))] if row.label else []

    def _base(self, row: Row, ground: Style) -> Style:
        if row.kind == "reason":
            return self._reason(row, ground)
        return ground + self.over("audit--cut" if row.kind == "cut" else "audit--kept")

    def _reason(self, row: Row, ground: Style) -> Style:
        style = ground + self.over("audit--reason")
        return style + self.over("audit--mine") if row.mine else style

    def _pieces(self, row: Row) -> list[tuple[int, int, Style]]:
        return [(a, b, self.over("audit--piece")) for a, b in row.pieces]

    def line_style(self, y: int) -> Style:
        """The line under the cursor has a ground of its own."""
        rows = self._page.rows
        if y < len(rows) and rows[y].line and rows[y].line == self.cursor:
            return self.ground + self.over("audit--cursor")
        return self.ground

    # Moving

    def _reveal(self) -> None:
        if self.cursor in self._first:
            first = self._first[self.cursor]
            # The fields stand above the first line: they are seen whenever it is.
            self.reveal(0 if first == min(self._first.values()) else first, self._last[self.cursor])
        self.refresh()

    def _put(self, line: int) -> None:
        self.cursor = line
        self._reveal()
        self.post_message(self.Moved())

    def action_move(self, by: int) -> None:
        """Move the cursor by lines; a line that is longer than the window is read to its end first."""
        if self.cursor not in self._first:
            return
        if by > 0 and self._last[self.cursor] >= self.top_line + self.height:
            self.go_to(min(self.top_line + self.height // 2, self._last[self.cursor] - self.height + 1))
        elif by < 0 and self._first[self.cursor] < self.top_line:
            self.go_to(max(self.top_line - self.height // 2, self._first[self.cursor]))
        else:
            lines = list(self._first)
            at = lines.index(self.cursor)
            self._put(lines[min(max(0, at + by), len(lines) - 1)])

    def action_half_page(self, by: int) -> None:
        """Move the cursor by half a page."""
        self._leap(by * max(1, self.height // 2))

    def action_page(self, by: int) -> None:
        """Move the cursor by a page."""
        self._leap(by * max(1, self.height - 2))

    def _leap(self, rows: int) -> None:
        """Move window and cursor by so many rows; the cursor by one line at least."""
        if self.cursor not in self._first:
            return
        wanted = self._first[self.cursor] + rows
        lines = list(self._first)
        at = lines.index(self.cursor)
        if rows > 0:
            target = next((n for n in lines[at + 1 :] if self._last[n] >= wanted), lines[-1])
        else:
            target = next((n for n in reversed(lines[:at]) if self._first[n] <= wanted), lines[0])
        self.go_to(self.top_line + rows)
        self._put(target)

    def action_first(self) -> None:
        """Go to the beginning."""
        if self._first:
            self._put(min(self._first))

    def action_last(self) -> None:
        """Go to the end."""
        if self._first:
            self._put(max(self._first))

    def action_cut(self, by: int) -> None:
        """Go to the next or previous line of which something was cut, round the end."""
        lines = self.audit.lines if self.audit else ()
        cuts = [line.number for line in lines if line.state in ("cut", "part")]
        if not cuts:
            return
        ahead = [n for n in cuts if (n > self.cursor if by > 0 else n < self.cursor)] or cuts
        self._put(ahead[0] if by > 0 else ahead[-1])

    def on_click(self, event: events.Click) -> None:
        """Put the cursor where the user points."""
        y = event.y + self.top_line
        if 0 <= y < len(self._page.rows) and self._page.rows[y].line:
            self._put(self._page.rows[y].line)

    # Correcting

    def action_turn(self) -> None:
        """Turn the line over."""
        if self.current:
            self.post_message(self.Turned(self.current, self.current.other_choice))

    def action_field(self, field: Field) -> None:
        """Correct a field."""
        self.post_message(self.FieldWanted(field))

    def action_encoding(self) -> None:
        """Choose another encoding."""
        self.post_message(self.EncodingWanted())

    def action_undo(self) -> None:
        """Take the last correction back."""
        self.post_message(self.UndoWanted())

    def action_back(self) -> None:
        """Leave."""
        self.post_message(self.Left())
