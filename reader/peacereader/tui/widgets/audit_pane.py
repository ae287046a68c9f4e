"""The pane of a scraped page: kept lines in plain style, cut lines dimmed with a reason, and a cursor."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.message import Message

from peaceindex.model.correction import FIELDS, Field
from peacereader.tui.field_message import FieldMessage
from peacereader.tui.keys import bindings, key_of
from peacereader.tui.widgets.audit_layout import AuditPage, Row, lay_out
from peacereader.tui.widgets.line_view import LineView
from peacereader.tui.widgets.painting import paint

if TYPE_CHECKING:
    from collections.abc import Mapping

    from peaceindex.model.audit import Audit, AuditLine


class AuditPane(LineView):
    """A pane that shows which lines of a source were kept or cut, and posts the user's corrections as messages."""

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

    class LineToggled(FieldMessage):
        """Posted when the user wants a line kept (True), cut (False), or left to cleaning again (None)."""

        line: AuditLine
        keep: bool | None

    class FieldWanted(FieldMessage):
        """Posted when the user wants to correct a field."""

        field: Field

    class EncodingWanted(Message):
        """Posted when the user wants the page read in another encoding."""

    class StepWanted(FieldMessage):
        """Posted when the user undoes the last correction, or redoes it."""

        is_redo: bool

    class Left(Message):
        """Posted when the user goes back to the article."""

    class Moved(Message):
        """Posted when the cursor has moved, or another page is shown."""

    def __init__(self, keymap: Mapping[str, str]) -> None:
        super().__init__()
        self.audit: Audit | None = None
        self.cursor = 0
        """The number of the source line under the cursor, or 0 if there is none."""
        self._field_keys: dict[Field, str] = {field: key_of(f"audit-{field}", keymap) for field in FIELDS}
        self._page = AuditPage((), 0, 0)
        self._first_rows: dict[int, int] = {}
        self._last_rows: dict[int, int] = {}

    # Content

    def show(self, audit: Audit) -> None:
        """Show a page; the cursor stays where it is, and begins on the first line with words."""
        was_shown = self.audit is not None
        self.audit = audit
        self._lay_out()
        if self.cursor not in self._first_rows:
            self.cursor = next(iter(self._first_rows), 0)
        if was_shown:
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
        self._first_rows, self._last_rows = {}, {}
        for y, row in enumerate(self._page.rows):
            if row.line:
                self._first_rows.setdefault(row.line, y)
                self._last_rows[row.line] = y
        self.set_line_count(len(self._page.rows))

    def on_resize(self) -> None:
        """Wrap again, with the cursor in view."""
        self._lay_out()
        self._reveal()

    # Drawing

    def draw_line(self, y: int) -> list[Segment]:
        """Return a field, or a row of a line: its number, the mark of a correction, the text and the reason."""
        row = self._page.rows[y]
        if row.kind == "blank":
            return []
        ground = self.line_style(y)
        left = "audit--key" if row.kind == "field" else "audit--number"
        text = [
            *self._label_segments(row, ground),
            *paint(row.text, self._text_style(row, ground), self._cut_overlays(row)),
        ]
        segments = [
            Segment(row.gutter.rjust(self._page.text_column - 3), ground + self.overlay_style(left)),
            Segment(" ┃ " if row.is_corrected else "   ", ground + self.overlay_style("audit--mine")),
            *text,
        ]
        if row.reason:
            used = sum(cell_len(segment.text) for segment in text)
            segments.append(Segment(" " * max(2, self._page.text_width + 2 - used), ground))
            segments.append(Segment(row.reason, self._reason_style(row, ground)))
        return segments

    def _label_segments(self, row: Row, ground: Style) -> list[Segment]:
        return [Segment(row.label.ljust(9), ground + self.overlay_style("audit--label"))] if row.label else []

    def _text_style(self, row: Row, ground: Style) -> Style:
        if row.kind == "reason":
            return self._reason_style(row, ground)
        return ground + self.overlay_style("audit--cut" if row.kind == "cut" else "audit--kept")

    def _reason_style(self, row: Row, ground: Style) -> Style:
        style = ground + self.overlay_style("audit--reason")
        return style + self.overlay_style("audit--mine") if row.is_corrected else style

    def _cut_overlays(self, row: Row) -> list[tuple[int, int, Style]]:
        return [(a, b, self.overlay_style("audit--piece")) for a, b in row.cut_spans]

    def line_style(self, y: int) -> Style:
        """Give the line under the cursor its own background."""
        rows = self._page.rows
        if y < len(rows) and rows[y].line and rows[y].line == self.cursor:
            return self.base_style + self.overlay_style("audit--cursor")
        return self.base_style

    # Moving

    def _reveal(self) -> None:
        if self.cursor in self._first_rows:
            first = self._first_rows[self.cursor]
            # The fields stand above the first line, so show them whenever it is shown.
            self.reveal(0 if first == min(self._first_rows.values()) else first, self._last_rows[self.cursor])
        self.refresh()

    def _move_to(self, line: int) -> None:
        self.cursor = line
        self._reveal()
        self.post_message(self.Moved())

    def action_move(self, by: int) -> None:
        """Move the cursor by lines; if the current line is longer than the window, scroll to its end first."""
        if self.cursor not in self._first_rows:
            return
        if by > 0 and self._last_rows[self.cursor] >= self.top_line + self.height:
            self.go_to(min(self.top_line + self.height // 2, self._last_rows[self.cursor] - self.height + 1))
        elif by < 0 and self._first_rows[self.cursor] < self.top_line:
            self.go_to(max(self.top_line - self.height // 2, self._first_rows[self.cursor]))
        else:
            lines = list(self._first_rows)
            index = lines.index(self.cursor)
            self._move_to(lines[min(max(0, index + by), len(lines) - 1)])

    def action_half_page(self, by: int) -> None:
        """Move the cursor by half a page."""
        self._move_rows(by * max(1, self.height // 2))

    def action_page(self, by: int) -> None:
        """Move the cursor by a page."""
        self._move_rows(by * max(1, self.height - 2))

    def _move_rows(self, rows: int) -> None:
        """Move the window and the cursor by `rows` rows; the cursor by at least one line."""
        if self.cursor not in self._first_rows:
            return
        wanted = self._first_rows[self.cursor] + rows
        lines = list(self._first_rows)
        index = lines.index(self.cursor)
        if rows > 0:
            target = next((n for n in lines[index + 1 :] if self._last_rows[n] >= wanted), lines[-1])
        else:
            target = next((n for n in reversed(lines[:index]) if self._first_rows[n] <= wanted), lines[0])
        self.go_to(self.top_line + rows)
        self._move_to(target)

    def action_first(self) -> None:
        """Go to the beginning."""
        if self._first_rows:
            self._move_to(min(self._first_rows))

    def action_last(self) -> None:
        """Go to the end."""
        if self._first_rows:
            self._move_to(max(self._first_rows))

    def action_cut(self, by: int) -> None:
        """Go to the next or previous line with a cut, wrapping around."""
        lines = self.audit.lines if self.audit else ()
        cuts = [line.number for line in lines if line.state in ("cut", "part")]
        if not cuts:
            return
        candidates = [n for n in cuts if (n > self.cursor if by > 0 else n < self.cursor)] or cuts
        self._move_to(candidates[0] if by > 0 else candidates[-1])

    def on_click(self, event: events.Click) -> None:
        """Move the cursor to the line that the user clicks."""
        y = event.y + self.top_line
        if 0 <= y < len(self._page.rows) and self._page.rows[y].line:
            self._move_to(self._page.rows[y].line)

    # Correcting

    def action_toggle_line(self) -> None:
        """Keep the line if it is cut, cut it if it is kept, or undo that."""
        if self.current:
            self.post_message(self.LineToggled(self.current, self.current.toggled_choice))

    def action_field(self, field: Field) -> None:
        """Correct a field."""
        self.post_message(self.FieldWanted(field))

    def action_encoding(self) -> None:
        """Choose another encoding."""
        self.post_message(self.EncodingWanted())

    def action_undo(self) -> None:
        """Undo the last correction."""
        self.post_message(self.StepWanted(is_redo=False))

    def action_redo(self) -> None:
        """Redo the correction that was undone last."""
        self.post_message(self.StepWanted(is_redo=True))

    def action_back(self) -> None:
        """Leave the page."""
        self.post_message(self.Left())
