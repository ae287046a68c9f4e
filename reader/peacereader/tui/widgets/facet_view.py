"""The facet sidebar as it is drawn: counted values with their signs, a histogram, and what the cursor points at."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
from rich.segment import Segment

from peaceindex.model.search import FURTHER_FACETS, Selection
from peacereader import wording
from peacereader.tui.widgets.facet_lines import HEADINGS, Facet, FacetLine, Shown, Sidebar, sidebar
from peacereader.tui.widgets.line_view import LineView
from peacereader.tui.widgets.wrapping import fitting, shortened, wrap

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from rich.style import Style

    from peaceindex.model.facets import CopyCounts, Facets

SIGNS = {"off": "  ", "in": "✓ ", "out": "– "}
OPEN_AT_FIRST: tuple[Facet, ...] = ("outlets", "dates", "tags")
MARGIN = 2
"""The cells at the left of labels and bars, where the sign of a ticked value is."""
_MAX_LABEL_LINES = 3
"""The most lines in which a label is shown that does not fit into one."""
_FILTER_CELLS = 12
"""The cells that a heading leaves for what the user types to filter values."""


class FacetView(LineView):
    """A pane that shows counts, with a cursor, and says more of the line where that is."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "facets--heading", "facets--count", "facets--ticked", "facets--cursor", "facets--more", "facets--chart",
        "facets--out",
    }  # fmt: skip

    DEFAULT_CSS = """
    FacetView {
        background: $surface;
        color: $foreground;
        padding: 0 0 0 1;
        & > .facets--heading { text-style: bold; color: $accent; }
        & > .facets--count { color: $room-muted; }
        & > .facets--ticked { text-style: bold; color: $accent; }
        & > .facets--out { text-style: strike; color: $room-muted; }
        & > .facets--more { color: $room-muted; text-style: italic; }
        & > .facets--chart { color: $accent; }
        &:focus > .facets--cursor { background: $room-cursor; }
    }
    """

    def __init__(self, id: str | None = None, open: Collection[str] = OPEN_AT_FIRST) -> None:
        """`open` are the names of the facets whose values are shown at first; others are ignored."""
        super().__init__(id=id)
        self.selections: dict[str, Selection] = dict.fromkeys(HEADINGS, Selection())
        self.cursor = 0
        self.open: set[Facet] = {facet for facet in HEADINGS if facet in open}
        """The facets whose values are shown."""
        self._facets: Facets | None = None  # no counts yet: the screen is painted before the first search
        self._copies: CopyCounts | None = None
        self._unfolded: set[str] = set()
        self._sidebar = Sidebar([])
        self._details: tuple[str, ...] = ()
        """What is said of the line under the cursor, in lines below it."""
        self._bar = -1
        """The bar of the histogram where the cursor is; those before the first are counted from the last."""
        self._mark: str | None = None
        """The first date of the bar where the user marked one end of a range."""
        self._filter: str | None = None
        """What the user is typing to filter values; None if nothing is filtered."""
        self._filtered: Facet = "outlets"
        self._spellings: frozenset[str] = frozenset()

    # Content

    def show(self, facets: Facets, copies: CopyCounts) -> None:
        """Show these counts; the cursor stays on its value."""
        self._facets = facets
        self._copies = copies
        self._rebuild()

    @property
    def counted(self) -> frozenset[str]:
        """The names of the facets that a search must count because they are shown, as in `Request.counted`."""
        return FURTHER_FACETS & self.open

    @property
    def _lines(self) -> list[FacetLine]:
        return self._sidebar.lines

    def _rebuild(self) -> None:
        if self._facets is None:
            return
        before = self._lines[self.cursor] if self.cursor < len(self._lines) else None
        shown = Shown(self.open, self._unfolded, "" if self._filter is None else self._filtered, self._spellings)
        self._sidebar = sidebar(self._facets, self.selections, shown, self.width - MARGIN)
        if self._sidebar.chart is None:
            self._mark = None
        index = next((i for i, line in enumerate(self._lines) if before and is_same(line, before)), None)
        if index is None:
            first = next((i for i in range(len(self._lines)) if self._lines[i].kind == "value"), 0)
            index = min(self.cursor, len(self._lines) - 1) if before else first
        while index and not self._is_selectable(index):
            index -= 1
        self.cursor = index
        self._describe()

    def _describe(self) -> None:
        """Say what there is to say of the line under the cursor."""
        self._details = self._details_of(self._current()) if self.has_focus else ()
        self.set_line_count(len(self._lines) + len(self._details))

    @property
    def has_ticks(self) -> bool:
        """Whether any facet narrows the search."""
        return any(self.selections.values())

    def on_resize(self) -> None:
        """Draw the histogram for the new width."""
        self._rebuild()

    def on_focus(self) -> None:
        """Say more of the line under the cursor."""
        self._describe()

    def on_blur(self) -> None:
        """Say no more of the line under the cursor, and end what was begun."""
        self._mark = self._filter = None
        self._spellings = frozenset()
        self._rebuild()

    # Drawing

    def _line_number(self, y: int) -> int:
        """Return the number of the line in row `y`; that of the line under the cursor for what is said of it."""
        return y if y <= self.cursor else max(self.cursor, y - len(self._details))

    def line_style(self, y: int) -> Style:
        """Give the line of the cursor its own background while the pane has the focus."""
        is_current = self.has_focus and self._line_number(y) == self.cursor
        return self.component_style("facets--cursor") if is_current else self.base_style

    def draw_line(self, y: int) -> list[Segment]:
        """Return a heading, a part of the histogram, a value with its sign, label and count, or what is said of it."""
        ground = self.line_style(y)
        if self.cursor < y <= self.cursor + len(self._details):
            words = shortened(self._details[y - self.cursor - 1], self.width - MARGIN)
            return [Segment(" " * MARGIN + words, ground + self.overlay_style("facets--count"))]
        line = self._lines[self._line_number(y)]
        if line.kind == "blank":
            return []
        if line.kind == "heading":
            return self._draw_heading(line, ground)
        if line.kind == "chart":
            return self._draw_bars(line, ground)
        if line.kind == "axis":
            return [Segment(" " * MARGIN + line.label, ground + self.overlay_style("facets--count"))]
        if line.kind == "more":
            mark = "- " if line.label == "fewer" else "+ "
            return [Segment(f"{' ' * MARGIN}{mark}{line.label}", ground + self.overlay_style("facets--more"))]
        return self._draw_value(line, ground)

    def _draw_heading(self, line: FacetLine, ground: Style) -> list[Segment]:
        label = f"{'▾' if line.is_open else '▸'} {line.label}"
        end = "" if line.is_open or not line.count else f"{line.count:,}"
        if line.facet == "dates" and line.is_open and self._sidebar.chart:
            end = f"█ {self._sidebar.chart.highest:,}"
        if self._filter is not None and self._filtered == line.facet:
            label = f"{shortened(label, self.width - _FILTER_CELLS)} /"
            room = self.width - cell_len(label) - 1
            typed = self._filter
            if cell_len(typed) > room:
                typed = f"…{fitting(typed, max(2, room - 1), at_end=True)}"
            return [
                Segment(label, ground + self.overlay_style("facets--heading")),
                Segment(f"{typed}▏", ground),
            ]
        label = shortened(label, self.width - len(end) - 1)
        space = " " * max(1, self.width - cell_len(label) - len(end))
        return [
            Segment(label, ground + self.overlay_style("facets--heading")),
            Segment(space + end, ground + self.overlay_style("facets--count")),
        ]

    def _draw_bars(self, line: FacetLine, ground: Style) -> list[Segment]:
        """Return a row of bars: those of ticked dates in colour, and all of them if none is ticked."""
        chart = self._sidebar.chart
        assert chart is not None
        ticked = {name for name in self.selections["dates"].include if name}
        on_chart = self.has_focus and self._current_kind == "axis"
        marked = self._marked_bars
        segments = [Segment(" " * MARGIN, ground)]
        for number, bar in enumerate(chart.bars):
            is_shown = (
                number in marked if marked else not ticked or any(_overlaps(bar.first, bar.last, t) for t in ticked)
            )
            style = ground + self.overlay_style("facets--chart" if is_shown else "facets--count")
            if on_chart and number == self._bar_number:
                style += self.overlay_style("facets--cursor")
            start = number * chart.cells
            segments.append(Segment(line.label[start : start + chart.cells], style))
        return segments

    def _draw_value(self, line: FacetLine, ground: Style) -> list[Segment]:
        count = f"{line.count:,}"
        if self.has_focus and line == self._current() and self._fits(line):
            count = self._count_words(line)
        room = self.width - MARGIN - line.indent - len(count) - 1
        label = shortened(line.label, room)
        style = ground
        if line.state != "off":
            style += self.overlay_style("facets--ticked" if line.state == "in" else "facets--out")
        sign = " " * line.indent + SIGNS[line.state]
        return [
            Segment(sign, ground + self.overlay_style("facets--ticked" if line.state == "in" else "facets--count")),
            Segment(label, style),
            Segment(" " * max(1, room - cell_len(label) + 1), ground),
            Segment(count, ground + self.overlay_style("facets--count")),
        ]

    def _copies_of(self, line: FacetLine) -> int:
        """Return how many articles with a value repeat the story of another."""
        copies: Mapping[str, int] = getattr(self._copies, line.facet, {})
        return copies.get(line.value, 0)

    def _count_words(self, line: FacetLine) -> str:
        """Return the counts of a value in words: `81 articles, 64 stories`; without stories if all articles differ."""
        words, copies = wording.counted(line.count, "article"), self._copies_of(line)
        return f"{words}, {wording.counted(line.count - copies, 'story', 'stories')}" if copies else words

    def _fits(self, line: FacetLine) -> bool:
        """Return whether there is room for the counts of a value in words beside its label."""
        words = len(self._count_words(line))
        return MARGIN + line.indent + cell_len(line.label) + 1 + words <= self.width

    def _details_of(self, line: FacetLine | None) -> tuple[str, ...]:
        """Return what is said below a line: the dates and counts of a bar, or counts that do not fit beside a label."""
        if line is None:
            return ()
        chart = self._sidebar.chart
        if line.kind == "axis" and chart:
            bars = self._marked_bars or range(self._bar_number, self._bar_number + 1)
            span = chart.span(bars[0], bars[-1])
            count = sum(chart.bars[number].count for number in bars)
            return wording.date_span(span), self._count_words(FacetLine("value", "dates", value=span, count=count))
        if line.kind != "value" or self._fits(line):
            return ()
        details = []
        if copies := self._copies_of(line):  # the row has the number of articles already
            words, stories = self._count_words(line), wording.counted(line.count - copies, "story", "stories")
            details = [words if len(words) <= self.width - MARGIN else stories]
        if cell_len(line.label) > self.width - MARGIN - line.indent - len(f"{line.count:,}") - 1:
            whole = [line.label[start:end] for start, end in wrap(line.label, self.width - MARGIN)]
            details = [*whole[:_MAX_LABEL_LINES], *details]
        return tuple(details)

    # Moving

    def _is_selectable(self, y: int) -> bool:
        return 0 <= y < len(self._lines) and self._lines[y].kind in ("heading", "axis", "value", "more")

    def _current(self) -> FacetLine | None:
        return self._lines[self.cursor] if self._is_selectable(self.cursor) else None

    @property
    def _current_kind(self) -> str:
        line = self._current()
        return line.kind if line else ""

    def _move_to(self, y: int) -> None:
        self.cursor = y
        self._describe()
        first = y
        while first and self._lines[first - 1].kind in ("heading", "chart"):
            first -= 1
        self.reveal(first, y + len(self._details))
        self.refresh()

    def action_move(self, by: int) -> None:
        """Move the cursor to the next line that can be ticked."""
        y = self.cursor + by
        while 0 <= y < len(self._lines):
            if self._is_selectable(y):
                self._move_to(y)
                return
            y += by

    def action_first(self) -> None:
        """Go to the first value."""
        self._move_to(next((i for i, line in enumerate(self._lines) if line.kind == "value"), 0))

    def action_last(self) -> None:
        """Go to the last value."""
        self._move_to(next((i for i in reversed(range(len(self._lines))) if self._is_selectable(i)), 0))

    # The cursor on the histogram

    @property
    def _bar_number(self) -> int:
        """The number of the bar where the cursor is."""
        bars = len(self._sidebar.chart.bars) if self._sidebar.chart else 1
        return self._bar % bars if -bars <= self._bar < bars else bars - 1

    @property
    def _marked_bars(self) -> range:
        """The bars from the one that is marked to the cursor; none if nothing is marked."""
        if self._mark is None or self._sidebar.chart is None:
            return range(0)
        ends = sorted((self._sidebar.chart.bar_of(self._mark), self._bar_number))
        return range(ends[0], ends[1] + 1)


def _overlaps(first: str, last: str, ticked: str) -> bool:
    """Return whether the dates of a bar and a ticked year, month, day or range have a day in common."""
    start, _, end = ticked.partition("..")
    return first[: len(end or start)] <= (end or start) and start <= f"{last}~"


def is_same(one: FacetLine, other: FacetLine) -> bool:
    """Return whether two lines stand for the same, whatever their counts and ticks."""
    return (one.kind, one.facet, one.value) == (other.kind, other.facet, other.value)
