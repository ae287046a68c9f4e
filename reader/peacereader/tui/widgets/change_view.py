"""The changes that an article made to the copy: sentences removed and added, with the differing words marked."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import TYPE_CHECKING, ClassVar

from rich.segment import Segment

from peacereader.tui.widgets.line_view import LineView
from peacereader.tui.widgets.painting import paint, within
from peacereader.tui.widgets.wrapping import wrap

if TYPE_CHECKING:
    from collections.abc import Sequence

    from peaceindex.model.search import Span
    from peaceindex.model.story import Change

MAX_LINE_CELLS = 88
"""The greatest width in cells of a line."""

TWO_COLUMNS_FROM = 100
"""The width in cells from which what an article says stands beside what the origin says."""
_GAP = 4
"""The cells between the two columns."""


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One line: its kind, its mark (− or +), its text, and the spans of the words that differ."""

    kind: str
    symbol: str
    text: str
    marks: tuple[Span, ...] = ()
    beside: ChangeLine | None = None
    """The line in the column at the right, if there are two."""


def change_lines(words: Sequence[str], changes: Sequence[Change], width: int) -> list[ChangeLine]:
    """Return the words, then each change: `−` before the text of the origin, `+` before the text of this article.

    From `TWO_COLUMNS_FROM` cells on they stand side by side, each as wide as `column_width` says.
    """
    column = column_width(width)
    lines: list[ChangeLine] = []
    for paragraph in words:
        lines += [ChangeLine("words", "", paragraph[s:e]) for s, e in wrap(paragraph, min(MAX_LINE_CELLS, width))] or [
            ChangeLine("blank", "", "")
        ]
    for change in changes:
        lines.append(ChangeLine("blank", "", ""))
        is_changed = change.kind == "changed"
        removed = _sentence("removed", "−", change.before, change.before_marks if is_changed else (), column)
        added = _sentence("added", "+", change.after, change.after_marks if is_changed else (), column)
        if width < TWO_COLUMNS_FROM:
            lines += [*removed, *added]
        else:
            nothing = ChangeLine("blank", "", "")
            pairs = zip_longest(removed, added, fillvalue=nothing)
            lines += [replace(left, kind="removed", beside=right) for left, right in pairs]
    return lines


def column_width(width: int) -> int:
    """Return the cells of a column of changes in a view of `width` cells."""
    return min(MAX_LINE_CELLS, (width - _GAP) // 2 if width >= TWO_COLUMNS_FROM else width)


def _sentence(kind: str, symbol: str, text: str, marks: Sequence[Span], width: int) -> list[ChangeLine]:
    flat = text.replace("\n", " ")
    lines = []
    for number, (start, end) in enumerate(wrap(flat, width - 2)):
        line_marks = tuple((s - start, e - start) for s, e in marks if s < end and e > start)
        lines.append(ChangeLine(kind, symbol if number == 0 else " ", flat[start:end], line_marks))
    return lines


class ChangeView(LineView, can_focus=False):
    """The changes of one article."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"changes--words", "changes--removed", "changes--added", "changes--mark"}

    DEFAULT_CSS = """
    ChangeView {
        background: $background;
        color: $foreground;
        padding: 0 0 0 2;
        & > .changes--words { color: $room-muted; }
        & > .changes--removed { color: $room-muted; }
        & > .changes--added { color: $foreground; }
        & > .changes--mark { text-style: bold underline; }
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self._words: Sequence[str] = ()
        self._changes: Sequence[Change] = ()
        self._lines: list[ChangeLine] = []

    def show(self, words: Sequence[str], changes: Sequence[Change], *, stay: bool) -> None:
        """Show these words and changes, from the beginning unless `stay`."""
        self._words, self._changes = words, changes
        self.on_resize()
        if not stay:
            self.go_to(0)

    def on_resize(self) -> None:
        """Wrap again."""
        self._lines = change_lines(self._words, self._changes, self.width - 3)
        self.set_line_count(len(self._lines))

    def page(self, by: int) -> None:
        """Scroll by pages."""
        self.go_to(self.top_line + by * max(1, self.height - 2))

    def draw_line(self, y: int) -> list[Segment]:
        """Return a line of words, or of a sentence with its mark."""
        line = self._lines[y]
        segments = self._draw(line)
        if line.beside:
            column = column_width(self.width - 3) + _GAP
            segments = Segment.adjust_line_length(segments, column, self.base_style)
            segments += self._draw(line.beside)
        return segments

    def _draw(self, line: ChangeLine) -> list[Segment]:
        if line.kind == "blank":
            return []
        style = self.component_style(f"changes--{line.kind}")
        if line.kind == "words":
            return [Segment(line.text, style)]
        marks = within(line.marks, 0, len(line.text), self.overlay_style("changes--mark"))
        return [Segment(f"{line.symbol} ", style), *paint(line.text, style, marks)]
