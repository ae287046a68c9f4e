"""The list of results: three lines a hit, drawn only where seen, as quick with 100,000 rows as with ten."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.message import Message

from peaceindex.model.search import Hit
from peacereader import wording
from peacereader.tui.keys import bindings
from peacereader.tui.widgets.line_view import LineView
from peacereader.tui.widgets.painting import paint, within
from peacereader.tui.widgets.wrapping import shortened, wrap

ROW_LINES = 5
"""A row: the title on one line or two, the facts, the snippet on the lines that are left, an empty line."""

ROOM_FOR_WORDS = 50
"""Cells of a row from which on it says "in 3 outlets", and not "in 3"."""

PAGE = 16
"""Hits that are asked for at a time."""

KEPT_PAGES = 100
"""Pages of hits that are kept before the oldest are let go."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A line in place of results that can be chosen, and how many hits it leads to."""

    words: str
    count: int


class ResultList(LineView):
    """Rows of hits. It knows how many there are and asks by message for those that it is to draw.

    Where there are none, it shows lines of words; the cursor goes through the choices among them.
    """

    BINDINGS = bindings("list")

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "list--title", "list--read", "list--meta", "list--snippet", "list--hit", "list--cursor", "list--cursor-bar",
        "list--derived", "list--passage", "list--words", "list--choice",
    }  # fmt: skip

    DEFAULT_CSS = """
    ResultList {
        background: $background;
        color: $foreground;
        & > .list--title { text-style: bold; }
        & > .list--read { text-style: not bold; color: $room-muted; }
        & > .list--meta { color: $room-muted; }
        & > .list--snippet { color: $foreground; }
        & > .list--hit { color: $room-hit; text-style: bold underline; }
        & > .list--cursor { background: $room-cursor; }
        & > .list--cursor-bar { color: $room-muted; }
        & > .list--derived { text-style: italic; }
        & > .list--passage { color: $room-passage; }
        & > .list--words { color: $room-muted; }
        & > .list--choice { color: $foreground; }
        &:focus > .list--cursor-bar { color: $accent; }
    }
    """

    @dataclass
    class Highlighted(Message):
        """The cursor stands on another row."""

        index: int

    @dataclass
    class Opened(Message):
        """The user wants to read the article of this row."""

        index: int

    @dataclass
    class Chosen(Message):
        """The user wants what a choice says; its number among the choices."""

        number: int

    @dataclass
    class RowsWanted(Message):
        """Rows are about to be drawn whose hits are not there yet."""

        start: int
        end: int

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id)
        self.cursor = 0
        self.total = 0
        self._hits: dict[int, Sequence[Hit]] = {}
        self._asked: set[int] = set()
        self._words: Sequence[str | Choice] = ()
        self._choices: Sequence[int] = ()
        """The lines of `_words` that can be chosen."""

    # What is shown

    def show(self, total: int, first_hits: Sequence[Hit], cursor: int = 0, words: Sequence[str | Choice] = ()) -> None:
        """Show another list of `total` rows, of which the first ones are at hand; `words` where there are none."""
        self.total = total
        self._hits = {0: first_hits} if first_hits else {}
        self._asked = set(self._hits)
        self._words = tuple(words)
        self._choices = () if total else [n for n, line in enumerate(self._words) if isinstance(line, Choice)]
        self.cursor = min(max(0, cursor), max(0, self._rows - 1))
        self.set_line_count(total * ROW_LINES if total else len(self._words))
        self.go_to(0)
        self._reveal_cursor()

    def renew(self, total: int, first_hits: Sequence[Hit], cursor: int) -> None:
        """Show another list with the cursor on the row of the same hit, which stays where it is on the screen."""
        height = self.cursor * ROW_LINES - self.top_line
        self.show(total, first_hits, cursor)
        self.go_to(self.cursor * ROW_LINES - height)
        self._reveal_cursor()

    def ask_again(self) -> None:
        """Ask for all hits anew that are at hand, and show these until the new ones come."""
        for page in list(self._hits):
            self.post_message(self.RowsWanted(page * PAGE, min(self.total, (page + 1) * PAGE)))

    @property
    def _rows(self) -> int:
        """How many places the cursor has."""
        return self.total or len(self._choices)

    def _row_at(self, line: int) -> int:
        """The row to which a line belongs; -1 where the cursor cannot stand."""
        if not self.total:
            return self._choices.index(line) if line in self._choices else -1
        return line // ROW_LINES if line < self.total * ROW_LINES and line % ROW_LINES < ROW_LINES - 1 else -1

    def put(self, start: int, hits: Sequence[Hit]) -> None:
        """The hits of a page that was asked for, from row `start`."""
        while len(self._hits) >= KEPT_PAGES:
            oldest = next(iter(self._hits))
            del self._hits[oldest]
            self._asked.discard(oldest)
        self._hits[start // PAGE] = hits
        self.refresh()

    def forget(self, start: int) -> None:
        """The page from row `start` could not be had now; ask again when it is next drawn."""
        self._asked.discard(start // PAGE)

    def hit(self, index: int) -> Hit | None:
        """The hit of a row, or None where it is not at hand."""
        page = self._hits.get(index // PAGE)
        offset = index % PAGE
        return page[offset] if page and offset < len(page) else None

    def replace(self, index: int, hit: Hit) -> None:
        """Another hit for a row, because its marks changed."""
        page = list(self._hits.get(index // PAGE, ()))
        if index % PAGE < len(page):
            page[index % PAGE] = hit
            self._hits[index // PAGE] = page
            self.refresh()

    # Drawing

    def line_style(self, y: int) -> Style:
        """The cursor's row has a ground of its own."""
        if self._row_at(y) == self.cursor:
            return self.ground + self.over("list--cursor")
        return self.ground

    def draw_line(self, y: int) -> list[Segment]:
        """One of the lines of a row."""
        if not self.total:
            return self._draw_words(self._words[y], y)
        index, line = divmod(y, ROW_LINES)
        if line == ROW_LINES - 1 or index >= self.total:
            return []
        ground = self.line_style(y)
        bar = self._bar(y, ground)
        hit = self.hit(index)
        if hit is None:
            self._ask(index)
            return [bar, Segment("…" if line == 0 else "", ground + self.over("list--meta"))]
        room = self.width - 3
        title = self._title_lines(hit, room)
        if line < len(title):
            return [bar, *self._title(hit, *title[line], ground)]
        if line == len(title):
            return [bar, *self._facts(hit, room, ground)]
        return [bar, *self._snippet(hit, room, line - len(title) - 1, ROW_LINES - len(title) - 2, ground)]

    def _bar(self, y: int, ground: Style) -> Segment:
        if self._row_at(y) == self.cursor:
            return Segment("▌ ", ground + self.over("list--cursor-bar"))
        return Segment("  ", ground)

    def _draw_words(self, line: str | Choice, y: int) -> list[Segment]:
        if isinstance(line, str):
            return [Segment("  " + shortened(line, self.width - 3), self.part("list--words"))]
        ground = self.line_style(y)
        count = f"{line.count:,}"
        words = shortened(line.words, self.width - 6 - len(count))
        gap = " " * (self.width - 3 - cell_len(words) - len(count))
        return [
            self._bar(y, ground),
            Segment(words + gap, ground + self.over("list--choice")),
            Segment(count, ground + self.over("list--words")),
        ]

    def _title_lines(self, hit: Hit, room: int) -> list[tuple[int, int, bool]]:
        """Start and end in the title of its one or two lines, and whether more would follow."""
        lines = wrap(hit.title or wording.TITLE_NOT_KNOWN, room - 1)
        more = len(lines) > 2
        return [(s, e, more and i == 1) for i, (s, e) in enumerate(lines[:2])]

    def _title(self, hit: Hit, start: int, end: int, more: bool, ground: Style) -> list[Segment]:
        style = ground + self.over("list--read" if hit.read else "list--title")
        if hit.title_provenance == "derived" or not hit.title:
            style += self.over("list--derived")
        text = (hit.title or wording.TITLE_NOT_KNOWN)[start:end] + ("…" if more else "")
        return paint(text, style, within(hit.title_marks, start, end, self.over("list--hit")))

    def _facts(self, hit: Hit, room: int, ground: Style) -> list[Segment]:
        signs = f"  ┃{hit.passages}" if hit.passages else ""
        unread = "" if hit.read else "● "
        told = wording.told_by(hit, brief=room < ROOM_FOR_WORDS)
        date = f" · {wording.short_date(hit.date)}" + (f" · {told}" if told else "")
        spare = room - cell_len(signs) - cell_len(unread) - cell_len(date)
        outlet = shortened(hit.outlet or wording.OUTLET_NOT_KNOWN, max(6, spare))
        return [
            Segment(unread, ground + self.over("list--passage")),
            Segment(outlet + date, ground + self.over("list--meta")),
            Segment(signs, ground + self.over("list--passage")),
        ]

    def _snippet(self, hit: Hit, room: int, number: int, count: int, ground: Style) -> list[Segment]:
        text, marks = window(hit.snippet.text, hit.snippet.marks, room * count - 4 * (count - 1))
        lines = wrap(text, room)
        if number >= len(lines):
            return []
        start, end = lines[number]
        overlays = within(marks, start, end, self.over("list--hit"))
        return paint(text[start:end], ground + self.over("list--snippet"), overlays)

    def _ask(self, index: int) -> None:
        page = index // PAGE
        if page not in self._asked:
            self._asked.add(page)
            self.post_message(self.RowsWanted(page * PAGE, min(self.total, (page + 1) * PAGE)))

    # Moving

    def _reveal_cursor(self) -> None:
        if self.total:
            self.reveal(self.cursor * ROW_LINES, self.cursor * ROW_LINES + ROW_LINES - 2)
        elif self._choices:
            line = self._choices[self.cursor]
            self.reveal(0 if self.cursor == 0 else line, line)

    def move_to(self, index: int) -> None:
        """Put the cursor on a row or a choice, or on the nearest that there is."""
        index = min(max(0, index), self._rows - 1)
        if self._rows and index != self.cursor:
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
        self.move_to(self.cursor + by * max(1, self.height // ROW_LINES // 2))

    def action_page(self, by: int) -> None:
        """Move the cursor by a page."""
        self.move_to(self.cursor + by * max(1, self.height // ROW_LINES))

    def action_first(self) -> None:
        """Go to the first row."""
        self.move_to(0)

    def action_last(self) -> None:
        """Go to the last row."""
        self.move_to(self._rows - 1)

    def action_open(self) -> None:
        """Ask for the article under the cursor, or for what is to be chosen there."""
        if self.total:
            self.post_message(self.Opened(self.cursor))
        elif self._choices:
            self.post_message(self.Chosen(self.cursor))

    def on_resize(self) -> None:
        """Keep the cursor in view."""
        self.set_line_count(self.virtual_size.height)
        self._reveal_cursor()

    def on_click(self, event: events.Click) -> None:
        """Put the cursor where the user points; on the cursor's own row, open it."""
        index = self._row_at(event.y + self.top_line)
        if index < 0:
            return
        if index == self.cursor:
            self.action_open()
        else:
            self.move_to(index)


def window(text: str, marks: Sequence[tuple[int, int]], room: int) -> tuple[str, list[tuple[int, int]]]:
    """The part of a snippet that fits `room` cells and shows its first hit, with the marks moved along."""
    start = 0
    if marks and cell_len(text[: marks[0][1]]) > room - 1:
        # A third of the room before the hit, or more where little follows it.
        start = max(0, min(marks[0][0] - room // 3, len(text) - room + 2))
        space = text.find(" ", start, marks[0][0])
        start = 0 if start == 0 else space + 1 if space >= 0 else marks[0][0]
    lead = "…" if start else ""
    shown = lead + text[start:].replace("\n", " ")
    cut = len(shown)
    if cell_len(shown) > room:
        used = 0
        for place, char in enumerate(shown):
            used += cell_len(char)
            if used > room - 1:
                cut = place
                break
    moved = [(s - start + len(lead), e - start + len(lead)) for s, e in marks if s >= start]
    kept = [(s, min(e, cut)) for s, e in moved if s < cut]
    return (shown[:cut] + "…" if cut < len(shown) else shown), kept
