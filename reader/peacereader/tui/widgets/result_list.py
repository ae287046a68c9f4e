"""The list of results: several lines per hit, drawn only when in view, as fast with 100,000 rows as with ten."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import msgspec
from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual import events

from peacereader import wording
from peacereader.tui.field_message import FieldMessage
from peacereader.tui.keys import bindings
from peacereader.tui.widgets.fact_columns import fact_columns
from peacereader.tui.widgets.line_view import LineView
from peacereader.tui.widgets.painting import paint, within
from peacereader.tui.widgets.pane_layout import THREE_FROM
from peacereader.tui.widgets.row_places import RowPlaces
from peacereader.tui.widgets.wrapping import fitting, shortened, wrap

if TYPE_CHECKING:
    from collections.abc import Sequence

    from peaceindex.model.search_results import Hit

ROW_LINES = 5
"""Lines of a row: the title on one or two lines, the facts, the snippet on the remaining lines, an empty line."""

SHORT_ROW_LINES = 2
"""Lines of a row in a terminal of less than `THREE_FROM` columns: the title, the facts."""

_MORE_AT_CURSOR = 2
"""The lines by which a short row is higher at the cursor: the rest of its title, and the snippet."""

PAGE_HITS = 16
"""The number of hits requested at a time."""

MAX_CACHED_PAGES = 100
"""The number of cached pages of hits; beyond it, the oldest are dropped."""


class Choice(msgspec.Struct, frozen=True):
    """A line that can be chosen, shown if there are no results, and the number of hits that it leads to."""

    words: str
    count: int


class Division(msgspec.Struct, frozen=True):
    """The division of the rows into `new` ones, which come first, and others: the headings of both parts."""

    new: int
    heading: str
    others_heading: str


class ResultList(LineView):
    """Rows of hits. The list knows the number of rows, and requests by message the hits that it must draw.

    If there are no hits, it shows lines of words; the cursor goes through the choices among them.
    """

    BINDINGS = bindings("list")

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "list--title", "list--meta", "list--snippet", "list--hit", "list--cursor", "list--cursor-bar",
        "list--derived", "list--passage", "list--words", "list--choice", "list--new",
    }  # fmt: skip

    DEFAULT_CSS = """
    ResultList {
        background: $background;
        color: $foreground;
        & > .list--title { text-style: bold; }
        & > .list--meta { color: $room-muted; }
        & > .list--snippet { color: $foreground; }
        & > .list--hit { color: $room-hit; text-style: bold underline; }
        & > .list--cursor { background: $room-cursor; }
        & > .list--cursor-bar { color: $room-muted; }
        & > .list--derived { text-style: italic; }
        & > .list--passage { color: $room-passage; }
        & > .list--words { color: $room-muted; }
        & > .list--choice { color: $foreground; }
        & > .list--new { color: $accent; text-style: bold; }
        &:focus > .list--cursor-bar { color: $accent; }
    }
    """

    class RemovalWanted(FieldMessage):
        """Posted when the article under the cursor, or all hits, are to be moved to the bin."""

        are_all: bool

    class Highlighted(FieldMessage):
        """Posted when the cursor is on another row."""

        index: int

    class Opened(FieldMessage):
        """Posted when the user wants to read the article of this row."""

        index: int

    class Chosen(FieldMessage):
        """Posted when the user picks a choice; `number` is its index among the choices."""

        number: int

    class RowsWanted(FieldMessage):
        """Posted when rows are about to be drawn whose hits are not loaded."""

        start: int
        end: int

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id)
        self.cursor = 0
        self.total = 0
        self._hits: dict[int, Sequence[Hit]] = {}
        self._requested_pages: set[int] = set()
        self._words: Sequence[str | Choice] = ()
        self._choices: Sequence[int] = ()
        """The lines of `_words` that can be chosen."""
        self._division: Division | None = None
        self._is_short = False
        """Whether a row shows its snippet only at the cursor."""

    # Content

    @property
    def _places(self) -> RowPlaces:
        divided_at = None if self._division is None else self._division.new
        if self._is_short:
            return RowPlaces(SHORT_ROW_LINES, _MORE_AT_CURSOR, self.cursor, divided_at)
        return RowPlaces(ROW_LINES, 0, self.cursor, divided_at)

    def _count_lines(self) -> None:
        self.set_line_count(self._places.total(self.total) if self.total else len(self._words))

    def show(
        self,
        total: int,
        first_hits: Sequence[Hit],
        cursor: int = 0,
        words: Sequence[str | Choice] = (),
        division: Division | None = None,
    ) -> None:
        """Show another list of `total` rows, of which `first_hits` are loaded, or `words` if there are no rows."""
        self.total = total
        self._division = division
        self._hits = {0: first_hits} if first_hits else {}
        self._requested_pages = set(self._hits)
        self._words = tuple(words)
        self._choices = () if total else [n for n, line in enumerate(self._words) if isinstance(line, Choice)]
        self.cursor = min(max(0, cursor), max(0, self._row_count - 1))
        self._count_lines()
        self.go_to(0)
        self._reveal_cursor()

    def renew(self, total: int, first_hits: Sequence[Hit], cursor: int, division: Division | None = None) -> None:
        """Show another list with the cursor on row `cursor`, at the same height on the screen as before."""
        height = self._places.line_of(self.cursor) - self.top_line
        self.show(total, first_hits, cursor, division=division)
        self.go_to(self._places.line_of(self.cursor) - height)
        self._reveal_cursor()

    def request_again(self) -> None:
        """Request all loaded hits again, and show the old ones until the new ones arrive."""
        for page in list(self._hits):
            self.post_message(self.RowsWanted(page * PAGE_HITS, min(self.total, (page + 1) * PAGE_HITS)))

    @property
    def _row_count(self) -> int:
        """The number of positions of the cursor."""
        return self.total or len(self._choices)

    def _row_at(self, line: int) -> int:
        """Return the row that a line belongs to, or -1 if the cursor cannot be there."""
        if not self.total:
            return self._choices.index(line) if line in self._choices else -1
        places = self._places
        row, line = places.at(line)
        return row if row < self.total and 0 <= line < places.height_of(row) - self._gap else -1

    @property
    def _gap(self) -> int:
        """The number of empty lines below a row."""
        return 0 if self._is_short else 1

    def put(self, start: int, hits: Sequence[Hit]) -> None:
        """Store the hits of a requested page, from row `start`."""
        while len(self._hits) >= MAX_CACHED_PAGES:
            oldest = next(iter(self._hits))
            del self._hits[oldest]
            self._requested_pages.discard(oldest)
        self._hits[start // PAGE_HITS] = hits
        self.refresh()

    def forget(self, start: int) -> None:
        """Note that the page from row `start` could not be read, so that it is requested again when next drawn."""
        self._requested_pages.discard(start // PAGE_HITS)

    def hit(self, index: int) -> Hit | None:
        """Return the hit of a row, or None if it is not loaded."""
        page = self._hits.get(index // PAGE_HITS)
        offset = index % PAGE_HITS
        return page[offset] if page and offset < len(page) else None

    def rows_of(self, article_id: str) -> list[tuple[int, Hit]]:
        """Return the rows of an article among those that are loaded, each with its hit."""
        pages = [(page * PAGE_HITS, hits) for page, hits in self._hits.items()]
        return [(first + n, hit) for first, hits in pages for n, hit in enumerate(hits) if hit.id == article_id]

    def replace(self, index: int, hit: Hit) -> None:
        """Replace the hit of a row, because its marks have changed."""
        page = list(self._hits.get(index // PAGE_HITS, ()))
        if index % PAGE_HITS < len(page):
            page[index % PAGE_HITS] = hit
            self._hits[index // PAGE_HITS] = page
            self.refresh()

    # Drawing

    def line_style(self, y: int) -> Style:
        """Give the row of the cursor its own background."""
        if self._row_at(y) == self.cursor:
            return self.base_style + self.overlay_style("list--cursor")
        return self.base_style

    def draw_line(self, y: int) -> list[Segment]:
        """Return one of the lines of a row."""
        if not self.total:
            return self._draw_words(self._words[y], y)
        places = self._places
        index, line = places.at(y)
        if index >= self.total or line >= (lines := places.height_of(index) - self._gap):
            return []
        if line < 0:
            return self._draw_heading(index)
        ground = self.line_style(y)
        bar = self._bar_segment(y, ground)
        hit = self.hit(index)
        if hit is None:
            self._request_page(index)
            return [bar, Segment("…" if line == 0 else "", ground + self.overlay_style("list--meta"))]
        room = self.width - 3
        title = self._title_lines(hit, room, 2 if lines > SHORT_ROW_LINES else 1)
        if line < len(title):
            return [bar, *self._title_segments(hit, *title[line], ground)]
        if line == len(title):
            return [bar, *self._facts_segments(hit, room, ground)]
        return [bar, *self._snippet_segments(hit, room, line - len(title) - 1, lines - len(title) - 1, ground)]

    def _bar_segment(self, y: int, ground: Style) -> Segment:
        if self._row_at(y) == self.cursor:
            return Segment("▌ ", ground + self.overlay_style("list--cursor-bar"))
        return Segment("  ", ground)

    def _draw_heading(self, row: int) -> list[Segment]:
        """Return the heading above a row, with a rule to the end of the line."""
        assert self._division
        text = shortened(self._division.others_heading if row else self._division.heading, self.width - 6)
        rule = "─" * max(0, self.width - 5 - cell_len(text))
        words = self.component_style("list--meta" if row else "list--new")
        return [Segment(f"─ {text} ", words), Segment(rule, self.component_style("list--meta"))]

    def _draw_words(self, line: str | Choice, y: int) -> list[Segment]:
        if isinstance(line, str):
            return [Segment("  " + shortened(line, self.width - 3), self.component_style("list--words"))]
        ground = self.line_style(y)
        count = f"{line.count:,}"
        words = shortened(line.words, self.width - 6 - len(count))
        gap = " " * (self.width - 3 - cell_len(words) - len(count))
        return [
            self._bar_segment(y, ground),
            Segment(words + gap, ground + self.overlay_style("list--choice")),
            Segment(count, ground + self.overlay_style("list--words")),
        ]

    def _title_lines(self, hit: Hit, room: int, most: int) -> list[tuple[int, int, bool]]:
        """Return the spans in the title of its lines, `most` at most, each with whether an ellipsis must follow."""
        title = hit.title or wording.TITLE_NOT_KNOWN
        lines = wrap(title, room - 1)
        spans = [(start, end, False) for start, end in lines[:most]]
        if len(lines) > most:
            start = spans[-1][0]
            spans[-1] = (start, start + len(fitting(title[start:], room - 1)), True)
        return spans

    def _title_segments(self, hit: Hit, start: int, end: int, is_cut: bool, ground: Style) -> list[Segment]:
        style = ground + self.overlay_style("list--title")
        if hit.title_provenance == "derived" or not hit.title:
            style += self.overlay_style("list--derived")
        text = (hit.title or wording.TITLE_NOT_KNOWN)[start:end] + ("…" if is_cut else "")
        return paint(text, style, within(hit.title_marks, start, end, self.overlay_style("list--hit")))

    def _facts_segments(self, hit: Hit, room: int, ground: Style) -> list[Segment]:
        """Return the line of facts, in which outlets and dates stand in columns."""
        names = {"mark": "list--passage", "new": "list--new", "fact": "list--meta"}
        return [
            Segment(text, ground + self.overlay_style(names[kind])) for text, kind in fact_columns(hit, room) if text
        ]

    def _snippet_segments(self, hit: Hit, room: int, number: int, count: int, ground: Style) -> list[Segment]:
        text, marks = snippet_window(hit.snippet.text, hit.snippet.marks, room * count - 4 * (count - 1))
        lines = wrap(text, room)
        if number >= len(lines):
            return []
        start, end = lines[number]
        overlays = within(marks, start, end, self.overlay_style("list--hit"))
        return paint(text[start:end], ground + self.overlay_style("list--snippet"), overlays)

    def _request_page(self, index: int) -> None:
        page = index // PAGE_HITS
        if page not in self._requested_pages:
            self._requested_pages.add(page)
            self.post_message(self.RowsWanted(page * PAGE_HITS, min(self.total, (page + 1) * PAGE_HITS)))

    # Moving

    def _reveal_cursor(self) -> None:
        if self.total:
            places = self._places
            first = places.line_of(self.cursor)
            is_below_heading = self._division is not None and self.cursor in (0, self._division.new)
            self.reveal(first - is_below_heading, first + places.height_of(self.cursor) - 1 - self._gap)
        elif self._choices:
            line = self._choices[self.cursor]
            self.reveal(0 if self.cursor == 0 else line, line)

    def move_to(self, index: int) -> None:
        """Move the cursor to a row or a choice, or to the nearest one that exists."""
        index = min(max(0, index), self._row_count - 1)
        if self._row_count and index != self.cursor:
            self.cursor = index
            self._reveal_cursor()
            self.refresh()
            if self.total:
                self.post_message(self.Highlighted(index))

    def action_move(self, by: int) -> None:
        """Move the cursor by rows."""
        self.move_to(self.cursor + by)

    def action_half_page(self, by: int) -> None:
        """Move the cursor by half a page."""
        self.move_to(self.cursor + by * max(1, self.height // self._places.height // 2))

    def action_page(self, by: int) -> None:
        """Move the cursor by a page."""
        self.move_to(self.cursor + by * max(1, self.height // self._places.height))

    def action_first(self) -> None:
        """Go to the first row."""
        self.move_to(0)

    def action_last(self) -> None:
        """Go to the last row."""
        self.move_to(self._row_count - 1)

    def action_ask_to_remove(self, are_all: bool = False) -> None:
        """Ask to move the article under the cursor, or all hits, to the bin."""
        self.post_message(self.RemovalWanted(are_all))

    def action_open(self) -> None:
        """Open the article under the cursor, or pick the choice there."""
        if self.total:
            self.post_message(self.Opened(self.cursor))
        elif self._choices:
            self.post_message(self.Chosen(self.cursor))

    def on_resize(self) -> None:
        """Choose the height of rows by the terminal's width, and keep the cursor in view, where it was."""
        height = self._places.line_of(self.cursor) - self.top_line
        is_short = self.app.size.width < THREE_FROM
        has_changed, self._is_short = is_short != self._is_short, is_short
        self._count_lines()
        if has_changed:
            self.go_to(self._places.line_of(self.cursor) - height)
        self._reveal_cursor()

    def on_click(self, event: events.Click) -> None:
        """Move the cursor to the row that the user clicks; if it is already there, open the row."""
        index = self._row_at(event.y + self.top_line)
        if index < 0:
            return
        if index == self.cursor:
            self.action_open()
        else:
            self.move_to(index)


def snippet_window(text: str, marks: Sequence[tuple[int, int]], room: int) -> tuple[str, list[tuple[int, int]]]:
    """Return the part of a snippet that fits into `room` cells and shows its first hit, with its marks shifted."""
    start = 0
    if marks and cell_len(text[: marks[0][1]]) > room - 1:
        # A third of the room goes before the hit, or more if little follows it.
        start = max(0, min(marks[0][0] - room // 3, len(text) - room + 2))
        space = text.find(" ", start, marks[0][0])
        start = 0 if start == 0 else space + 1 if space >= 0 else marks[0][0]
    prefix = "…" if start else ""
    shown = prefix + text[start:].replace("\n", " ")
    end = len(shown)
    if cell_len(shown) > room:
        used = 0
        for place, char in enumerate(shown):
            used += cell_len(char)
            if used > room - 1:
                end = place
                break
    shifted = [(s - start + len(prefix), e - start + len(prefix)) for s, e in marks if s >= start]
    visible = [(s, min(e, end)) for s, e in shifted if s < end]
    return (shown[:end] + "…" if end < len(shown) else shown), visible
