"""The list of periods of a timeline: a row for each, with a bar for each search."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
from rich.segment import Segment

from peacereader.exports.timeline import bar, largest, number, series_name
from peacereader.tui.field_message import FieldMessage
from peacereader.tui.keys import bindings
from peacereader.tui.widgets.cursor_rows import CursorRows
from peacereader.tui.widgets.wrapping import padded, shortened, wrap

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.style import Style

    from peaceindex.model.timeline import Measure, Period, Series, Timeline

_PERIOD_CELLS = 12
_LEAST_SERIES_CELLS = 16
_MOST_SERIES_CELLS = 60
_GAP = 2


class TimelineList(CursorRows):
    """Rows of periods. The first row has the names of the searches, and stays where it is while the rest scrolls."""

    BINDINGS = bindings("timeline")

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "timeline--bar", "timeline--about", "timeline--cursor",
    }  # fmt: skip

    DEFAULT_CSS = """
    TimelineList { background: $background; color: $foreground; height: 1fr; padding: 0 1; }
    TimelineList > .timeline--bar { color: $accent; }
    TimelineList > .timeline--about { color: $room-muted; }
    TimelineList > .timeline--cursor { background: $room-cursor; }
    """

    class Requested(FieldMessage):
        """Posted with the user's request: `open`, `add`, `remove`, `write`, `first`, a unit, a split, and others."""

        what: str

    def __init__(self) -> None:
        super().__init__()
        self._timeline: Timeline | None = None
        self._measure: Measure = "articles"
        self._largest = 0.0
        self._words = ""
        self._wrapped: list[str] = []
        self.column = 0
        """The search or value under the cursor, by its place."""

    def show(self, timeline: Timeline | None, measure: Measure, words: str) -> None:
        """Show a timeline, or `words` if there is none, or nothing in it. The cursor stays on its day if it can."""
        day = period.first if (period := self.period) else ""
        self._timeline, self._measure, self._words = timeline, measure, words
        self._largest = largest(timeline, measure) if timeline else 0.0
        periods = timeline.periods if timeline else ()
        self.cursor = next((n for n, each in enumerate(periods) if each.first <= day <= each.last), 0)
        self.column = min(self.column, max(0, len(timeline.series) - 1)) if timeline else 0
        self.on_resize()

    @property
    def period(self) -> Period | None:
        """The period under the cursor; None for the articles without a date, and if there is none."""
        periods = self._timeline.periods if self._timeline else ()
        return periods[self.cursor] if self.cursor < len(periods) else None

    @property
    def series(self) -> Series | None:
        """The series under the cursor."""
        series = self._timeline.series if self._timeline else ()
        return series[self.column] if self.column < len(series) else None

    @property
    def row_count(self) -> int:
        """The number of rows: one for each period, and one for the undated articles if there are any."""
        if not self._timeline or not self._timeline.series:
            return 0
        return len(self._timeline.periods) + any(series.undated.articles for series in self._timeline.series)

    def on_resize(self) -> None:
        """Lay the columns out again."""
        self._wrapped = [self._words[start:end] for start, end in wrap(self._words, max(10, min(72, self.width - 2)))]
        self.set_line_count(self.row_count or len(self._wrapped))
        self.reveal(self.cursor, self.cursor)

    def heads(self) -> list[tuple[str, int, bool]]:
        """Return the names of the series in view, each with its cells, and whether the cursor is there."""
        assert self._timeline
        first, wide, count = self._columns()
        return [
            (series_name(series, self._timeline), wide, first + n == self.column)
            for n, series in enumerate(self._timeline.series[first : first + count])
        ]

    def _columns(self) -> tuple[int, int, int]:
        """Return the first series in view, the cells of each, and how many are in view."""
        total = len(self._timeline.series) if self._timeline else 0
        room = self.width - _PERIOD_CELLS
        count = max(1, min(total, room // _LEAST_SERIES_CELLS))
        first = min(max(0, self.column - count + 1), max(0, total - count))
        return first, min(_MOST_SERIES_CELLS, max(8, room // count)), count

    def line_style(self, y: int) -> Style:
        """Give the row of the cursor its own background."""
        is_current = y == self.cursor and y < self.row_count
        return self.base_style + self.overlay_style("timeline--cursor") if is_current else self.base_style

    def draw_line(self, y: int) -> list[Segment]:
        """Return a row: the period, then a number and a bar for each series in view."""
        if not self.row_count or self._timeline is None:
            return [Segment(self._wrapped[y], self.component_style("timeline--about"))]
        ground = self.line_style(y)
        about, drawn = (ground + self.overlay_style(f"timeline--{name}") for name in ("about", "bar"))
        is_undated = y >= len(self._timeline.periods)
        name = "no date" if is_undated else self._timeline.periods[y].name
        segments = [Segment(padded(name, _PERIOD_CELLS), about if is_undated else ground)]
        first, wide, count = self._columns()
        numbers = max(len(number(self._largest, self._measure)), 4) + 1
        for series in self._timeline.series[first : first + count]:
            amount = series.undated if is_undated else series.amounts[y]
            value = amount.value(self._measure)
            text = number(value, self._measure).rjust(numbers - 1) + " "
            length = "" if is_undated else bar(value or 0, self._largest, wide - numbers - _GAP)
            segments.append(Segment(text, ground if value else about))
            segments.append(Segment(length + " " * (wide - numbers - cell_len(length)), drawn))
        return segments

    def action_column(self, by: int) -> None:
        """Go to the next series, or the one before."""
        total = len(self._timeline.series) if self._timeline else 0
        before, self.column = self.column, min(max(0, self.column + by), max(0, total - 1))
        self.action_ask("no column" if self.column == before and self.row_count else "column")
        self.refresh()

    def action_ask(self, what: str) -> None:
        """Post a request."""
        self.post_message(self.Requested(what))


def head_segments(heads: Sequence[tuple[str, int, bool]], plain: Style, chosen: Style) -> list[Segment]:
    """Return the names of series in their columns, the one under the cursor marked."""
    segments = [Segment(" " * (_PERIOD_CELLS + 1), plain)]
    for name, wide, is_chosen in heads:
        text = shortened(name, wide - _GAP)
        segments.append(Segment(text, chosen if is_chosen and len(heads) > 1 else plain))
        segments.append(Segment(" " * (wide - cell_len(text)), plain))
    return segments
