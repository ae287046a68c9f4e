"""The facet sidebar: outlets, dates and tags with live counts, which can be ticked or excluded."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.message import Message

from peaceindex.model.search import Selection
from peacereader import wording
from peacereader.tui.keys import bindings
from peacereader.tui.widgets.facet_lines import Facet, FacetLine, facet_lines
from peacereader.tui.widgets.line_view import LineView
from peacereader.tui.widgets.wrapping import shortened

if TYPE_CHECKING:
    from peaceindex.model.facets import CopyCounts, Facets

MIN_CELLS_FOR_STORIES = 30
"""The width in cells from which the number of stories is shown next to that of articles, if they differ."""

BOXES = {"off": "☐ ", "in": "▣ ", "out": "☒ "}


class FacetPane(LineView):
    """A pane that shows the counts, and posts what the user ticks as a message."""

    BINDINGS = bindings("facets")

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "facets--heading", "facets--count", "facets--ticked", "facets--cursor", "facets--more", "facets--chart",
        "facets--out",
    }  # fmt: skip

    DEFAULT_CSS = """
    FacetPane {
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

    @dataclass(eq=False, repr=False)
    class Changed(Message):
        """Posted when other values are ticked."""

        outlets: Selection
        dates: Selection
        tags: Selection

    @dataclass(eq=False, repr=False)
    class DaysWanted(Message):
        """Posted when these months are unfolded, so that their days must be counted."""

        months: frozenset[str]

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id)
        self.selections: dict[Facet, Selection] = {
            "outlets": Selection(), "dates": Selection(), "tags": Selection(),
        }  # fmt: skip
        self.cursor = 0
        self._facets: Facets | None = None  # no counts yet: the screen is painted before the first search
        self._copies: CopyCounts | None = None
        self._unfolded: set[str] = set()
        self._lines: list[FacetLine] = []

    # Content

    def show(self, facets: Facets, copies: CopyCounts) -> None:
        """Show these counts, and counts of stories if there is space; the cursor stays on its value."""
        self._facets = facets
        self._copies = copies
        self._rebuild()

    def _rebuild(self) -> None:
        if self._facets is None:
            return
        before = self._lines[self.cursor] if self.cursor < len(self._lines) else None
        self._lines = facet_lines(self._facets, self.selections, self._unfolded, self.width - 1)
        self.set_line_count(len(self._lines))
        index = next((i for i, line in enumerate(self._lines) if before and _is_same(line, before)), None)
        self.cursor = index if index is not None else min(self.cursor, len(self._lines) - 1)
        if not self._is_selectable(self.cursor):
            self.cursor = next((i for i in range(len(self._lines)) if self._is_selectable(i)), 0)

    @property
    def has_ticks(self) -> bool:
        """Whether any facet narrows the search."""
        return any(self.selections.values())

    def on_resize(self) -> None:
        """Draw the histogram for the new width."""
        self._rebuild()

    # Drawing

    def line_style(self, y: int) -> Style:
        """Give the line of the cursor its own background while the pane has the focus."""
        return self.component_style("facets--cursor") if self.has_focus and y == self.cursor else self.base_style

    def draw_line(self, y: int) -> list[Segment]:
        """Return a heading, a histogram, or a value with its box, label and count."""
        line = self._lines[y]
        ground = self.line_style(y)
        if line.kind == "blank":
            return []
        if line.kind == "heading":
            return [Segment(shortened(line.label, self.width), ground + self.overlay_style("facets--heading"))]
        if line.kind == "chart":
            return [Segment(line.label, ground + self.overlay_style("facets--chart"))]
        if line.kind == "more":
            mark = {"fewer": "- ", "nothing": "  "}.get(line.label, "+ ")
            return [Segment(f"  {mark}{line.label}", ground + self.overlay_style("facets--more"))]
        count = f"{line.count:,}"
        room = self.width - 2 - line.indent - len(count) - 2
        copies = getattr(self._copies, line.facet).get(line.value, 0)
        if copies and self.width >= MIN_CELLS_FOR_STORIES:
            stories = f"{wording.counted(line.count - copies, 'story', 'stories')} · "
            if len(stories) + cell_len(line.label) <= room:
                count, room = stories + count, room - len(stories)
        label = shortened(line.label, room)
        style = ground
        if line.state != "off":
            style += self.overlay_style("facets--ticked" if line.state == "in" else "facets--out")
        return [
            Segment(" " * line.indent + BOXES[line.state], ground + self.overlay_style("facets--count")),
            Segment(label, style),
            Segment(" " * max(1, room - cell_len(label) + 1), ground),
            Segment(count, ground + self.overlay_style("facets--count")),
        ]

    # Moving

    def _is_selectable(self, y: int) -> bool:
        return 0 <= y < len(self._lines) and (
            self._lines[y].kind == "value" or (self._lines[y].kind == "more" and bool(self._lines[y].value))
        )

    def _move_to(self, y: int) -> None:
        self.cursor = y
        first = y - 1 if y and self._lines[y - 1].kind in ("heading", "chart") else y
        first = first - 1 if first and self._lines[first].kind == "chart" else first
        self.reveal(0 if first <= 2 else first, y)
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
        self._move_to(next((i for i in range(len(self._lines)) if self._is_selectable(i)), 0))

    def action_last(self) -> None:
        """Go to the last value."""
        self._move_to(next((i for i in reversed(range(len(self._lines))) if self._is_selectable(i)), 0))

    # Ticking

    def _current(self) -> FacetLine | None:
        return self._lines[self.cursor] if self._is_selectable(self.cursor) else None

    def action_tick(self) -> None:
        """Tick or untick the value; unfold if the line says "more"."""
        line = self._current()
        if line and line.kind == "more":
            self._fold(line.value, line.value not in self._unfolded)
        elif line:
            self._toggle(line, "in")

    def action_exclude(self) -> None:
        """Exclude the value, or stop excluding it."""
        line = self._current()
        if line and line.kind == "value":
            self._toggle(line, "out")

    def _toggle(self, line: FacetLine, state: str) -> None:
        old = self.selections[line.facet]
        include, exclude = old.include - {line.value}, old.exclude - {line.value}
        if line.state != state:
            include = include | {line.value} if state == "in" else include
            exclude = exclude | {line.value} if state == "out" else exclude
        self.selections[line.facet] = replace(old, include=include, exclude=exclude)
        self._rebuild()
        self._post_change()

    def action_clear(self) -> None:
        """Untick everything."""
        if self.has_ticks:
            self.tick(Selection(), Selection(), Selection())
            self._post_change()

    def tick(self, outlets: Selection, dates: Selection, tags: Selection) -> None:
        """Tick these values and no others, without posting a message."""
        self.selections = {"outlets": outlets, "dates": dates, "tags": tags}
        self._rebuild()

    def _post_change(self) -> None:
        self.post_message(self.Changed(**self.selections))

    # Folding

    def action_unfold(self) -> None:
        """Show all values of the facet, the months of the year, or the days of the month."""
        if line := self._current():
            self._fold(line.value if line.facet == "dates" and line.value else line.facet, True)
            if len(line.value) == 7 and line.facet == "dates":
                self.post_message(self.DaysWanted(self.open_months))

    def action_fold(self) -> None:
        """Show fewer values, the month without its days, or the year without its months."""
        if line := self._current():
            month = line.value[:7]
            self._fold(month if month in self.open_months else _fold_name(line), False)

    @property
    def open_months(self) -> frozenset[str]:
        """The months that are unfolded into days."""
        return frozenset(name for name in self._unfolded if len(name) == 7 and name[:4].isdigit())

    def _fold(self, name: str, unfolded: bool) -> None:
        (self._unfolded.add if unfolded else self._unfolded.discard)(name)
        self._rebuild()
        self._move_to(self.cursor)

    def on_click(self, event: events.Click) -> None:
        """Tick the value that the user clicks."""
        y = event.y + self.top_line
        if self._is_selectable(y):
            self._move_to(y)
            self.action_tick()


def _fold_name(line: FacetLine) -> str:
    """Return the name under which a line is folded: its year, or its facet."""
    return line.value[:4] if line.facet == "dates" and line.value[:4].isdigit() else line.facet


def _is_same(one: FacetLine, other: FacetLine) -> bool:
    return (one.kind, one.facet, one.value) == (other.kind, other.facet, other.value)
