"""The table of events: a row for each passage that tells of one, sorted by a column."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from rich.segment import Segment
from rich.style import Style
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from peaceindex.model.event_book import name_key
from peacereader import wording
from peacereader.tui.error_handling import GuardedWidget
from peacereader.tui.field_message import FieldMessage
from peacereader.tui.keys import bindings
from peacereader.tui.widgets.cursor_rows import CursorRows
from peacereader.tui.widgets.wrapping import padded, shortened, wrap

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from peaceindex.model.coded_passage import CodedPassage

Column = Literal["date", "precision", "place", "type", "actors", "outlet", "quote"]
COLUMNS: tuple[Column, ...] = ("date", "precision", "place", "type", "actors", "outlet", "quote")

_WIDTHS: Mapping[int, Mapping[Column, int]] = {
    130: {"date": 13, "precision": 11, "place": 18, "type": 24, "actors": 28, "outlet": 20},
    100: {"date": 13, "precision": 11, "place": 16, "type": 20, "outlet": 18},
    72: {"date": 13, "place": 16, "type": 18, "outlet": 16},
    0: {"date": 13, "place": 14},
}
"""The widths of the columns in cells, from a width of the list on; the rest is for actors, type or the quote."""
_REST: Mapping[int, Column] = {130: "quote", 100: "quote", 72: "actors", 0: "type"}


def columns_of(width: int) -> dict[Column, int]:
    """Return the columns that a list of this width has, with their widths."""
    least = next(least for least in _WIDTHS if width >= least)
    found = dict(_WIDTHS[least])
    found[_REST[least]] = max(8, width - 2 - sum(found.values()))
    return found


def cell(coded: CodedPassage, column: Column) -> str:
    """Return what a column shows of an event."""
    event = coded.event
    match column:
        case "date":
            return wording.short_date(event.date) if event.date else "no date"
        case "precision" | "place":
            return getattr(event, column) or "–"
        case "type":
            return ", ".join(filter(None, (event.type, event.subtype))) or "–"
        case "actors":
            return " – ".join(event.actors) or "–"
        case "outlet":
            return coded.passage.outlet or wording.OUTLET_NOT_KNOWN
        case "quote":
            return " ".join(coded.passage.quote.split())


def sorted_by(coded: Sequence[CodedPassage], column: Column, *, backwards: bool = False) -> list[CodedPassage]:
    """Return events in the order of a column, then by date, place and type, so that equal ones stand together.

    What has nothing in the column comes last in both directions.
    """

    def key(one: CodedPassage) -> tuple[str, ...]:
        event = one.event
        by_date = (event.date or "9999", name_key(event.place), name_key(event.type))
        return by_date if column == "date" else (name_key(cell(one, column)), *by_date)

    def is_empty(one: CodedPassage) -> bool:
        return not one.event.date if column == "date" else cell(one, column) == "–"

    return sorted(sorted(coded, key=key, reverse=backwards), key=is_empty)


class EventHeads(GuardedWidget, Widget):
    """The names of the columns, with the one that sorts marked."""

    COMPONENT_CLASSES = {"heads--name", "heads--sorted"}

    DEFAULT_CSS = """
    EventHeads { height: 1; background: $background; }
    EventHeads > .heads--name { color: $room-muted; }
    EventHeads > .heads--sorted { color: $accent; text-style: bold underline; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._column: Column = "date"
        self._backwards = False

    def show(self, column: Column, *, backwards: bool) -> None:
        """Mark the column that sorts, and its direction."""
        self._column, self._backwards = column, backwards
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """Return the names; of a column that is not shown the name stands at the end."""
        plain, chosen = self.get_component_rich_style("heads--name"), self.get_component_rich_style("heads--sorted")
        arrow = "↑" if self._backwards else "↓"
        segments = [Segment("  ", plain)]
        shown = columns_of(max(1, self.size.width - 1))  # the list has a scrollbar
        for name, width in shown.items():
            is_sorted = name == self._column
            text = shortened(f"{name} {arrow}" if is_sorted else name, width - 1)
            segments += [Segment(text, chosen if is_sorted else plain), Segment(" " * (width - len(text)), plain)]
        if self._column not in shown:
            text = f" by {self._column} {arrow}"
            line = Strip(segments).adjust_cell_length(max(1, self.size.width - len(text)), plain)
            return Strip([*line, Segment(text, chosen)]).adjust_cell_length(self.size.width, plain)
        return Strip(segments).adjust_cell_length(self.size.width, plain)


class EventList(CursorRows):
    """Rows of events, which posts what the user wants to do."""

    BINDINGS = bindings("events")

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "events--same", "events--about", "events--cursor", "events--words",
    }  # fmt: skip

    DEFAULT_CSS = """
    EventList { background: $background; color: $foreground; height: 1fr; }
    EventList > .events--same { color: $room-warning; }
    EventList > .events--about { color: $room-muted; }
    EventList > .events--cursor { background: $room-cursor; }
    EventList > .events--words { color: $room-muted; }
    """

    class Requested(FieldMessage):
        """Posted with the user's request: `open`, `event`, `search`, `sort`, `turn`, `same`, `write` and others.

        `coded` is the event under the cursor, if there is one.
        """

        what: str
        coded: CodedPassage | None

    class Moved(Message):
        """Posted when the cursor is on another row, or there are other rows."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[CodedPassage] = []
        self._words = ""
        self._wrapped_words: list[str] = []

    def show(self, rows: Sequence[CodedPassage], words: str) -> None:
        """Show these events, or `words` if there are none; the cursor follows its event."""
        before = self.current
        self.rows = list(rows)
        self._words = words
        ids = [one.passage.id for one in self.rows]
        if before and before.passage.id in ids:
            self.cursor = ids.index(before.passage.id)
        self.cursor = min(self.cursor, max(0, len(self.rows) - 1))
        self.on_resize()
        self.post_message(self.Moved())

    @property
    def current(self) -> CodedPassage | None:
        """The event under the cursor."""
        return self.rows[self.cursor] if self.rows else None

    def on_resize(self) -> None:
        """Lay the columns out again."""
        room = min(72, self.width - 4)
        self._wrapped_words = [self._words[s:e] for s, e in wrap(self._words, room)]
        self.set_line_count(len(self.rows) or len(self._wrapped_words))
        self.reveal(self.cursor, self.cursor)

    def line_style(self, y: int) -> Style:
        """Give the row of the cursor its own background."""
        is_current = bool(self.rows) and y == self.cursor
        return self.base_style + self.overlay_style("events--cursor") if is_current else self.base_style

    def draw_line(self, y: int) -> list[Segment]:
        """Return a row: ≈ for an event that others probably tell too, then the columns."""
        if not self.rows:
            return [Segment("  " + self._wrapped_words[y], self.component_style("events--words"))]
        one, ground = self.rows[y], self.line_style(y)
        about = ground + self.overlay_style("events--about")
        mark = Segment("≈ " if one.same else "  ", ground + self.overlay_style("events--same"))
        cells = [
            Segment(padded(cell(one, column), width), about if column in ("precision", "outlet", "quote") else ground)
            for column, width in columns_of(self.width).items()
        ]
        return [mark, *cells]

    # Moving

    @property
    def row_count(self) -> int:
        """The number of events."""
        return len(self.rows)

    def move_to(self, row: int) -> None:
        """Move the cursor to a row, or to the nearest one that exists, and say so."""
        super().move_to(row)
        self.post_message(self.Moved())

    def action_ask(self, what: str) -> None:
        """Post a request."""
        self.post_message(self.Requested(what, self.current))
