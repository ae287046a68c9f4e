"""The list of searches: the saved ones with their new hits, and the recent ones below."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events

from peaceindex.model.saved_search import HitCounts, LoggedSearch, SavedSearch
from peacereader import wording
from peacereader.tui.field_message import FieldMessage
from peacereader.tui.keys import bindings
from peacereader.tui.widgets.line_view import LineView
from peacereader.tui.widgets.wrapping import padded, shortened, wrap

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Search = SavedSearch | LoggedSearch

_TIME_CELLS = 19
"""The width in cells of the narrowest first column: a time, and two cells of space."""


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the list: a `heading`, `words` of the reader itself, a `search`, or `blank`."""

    kind: str
    text: str = ""
    search: Search | None = None


class SearchList(LineView):
    """A list of searches, one per line; it posts what the user wants to do with one as a message."""

    BINDINGS = bindings("searches")

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "searches--heading", "searches--name", "searches--about", "searches--new", "searches--cursor",
        "searches--bar", "searches--words",
    }  # fmt: skip

    DEFAULT_CSS = """
    SearchList {
        background: $background;
        color: $foreground;
        padding: 1 0 0 0;
        & > .searches--heading { color: $accent; text-style: bold; }
        & > .searches--name { text-style: bold; }
        & > .searches--about { color: $room-muted; }
        & > .searches--new { color: $room-hit; text-style: bold; }
        & > .searches--cursor { background: $room-cursor; }
        & > .searches--bar { color: $accent; }
        & > .searches--words { color: $room-muted; }
    }
    """

    class Requested(FieldMessage):
        """Posted with the request: `open`, `seen`, `rename`, `remove`, `undo`, `redo`, `copy`, `write` or `back`."""

        what: str
        search: Search | None

    def __init__(self) -> None:
        super().__init__()
        self.news: dict[str, HitCounts] = {}
        """The hits of saved searches, by name, as far as they are counted."""
        self.cursor = 0
        self._saved: Sequence[SavedSearch] = ()
        self._logged: Sequence[LoggedSearch] = ()
        self._words: Mapping[str, str] = {}
        self._rows: list[Row] = []
        self._search_lines: list[int] = []
        """The lines of the searches."""

    # Content

    def show(
        self,
        saved: Sequence[SavedSearch],
        logged: Sequence[LoggedSearch],
        words: Mapping[str, str],
        at: str | int | None = None,
    ) -> None:
        """Show these searches, the logged ones newest first.

        `words` holds the words to show under `saved` and `recent` if there are none. The cursor goes to the saved
        search with the name `at`, or the logged one with this number, or stays on its search.
        """
        wanted = _key(self.current) if at is None else at
        self._saved, self._logged, self._words = saved, logged[::-1], words
        keys = [*(_key(search) for search in self._saved), *(_key(search) for search in self._logged)]
        self.cursor = keys.index(wanted) if wanted in keys else self.cursor
        self.on_resize()

    @property
    def current(self) -> Search | None:
        """The search under the cursor."""
        return self._rows[self._search_lines[self.cursor]].search if self._search_lines else None

    def put_news(self, search: SavedSearch, news: HitCounts) -> None:
        """Show the counted hits of a saved search."""
        self.news[search.name] = news
        self.refresh()

    def on_resize(self) -> None:
        """Wrap the words again."""
        rows: list[Row] = []
        for heading, searches in (("saved", self._saved), ("recent", self._logged)):
            rows += [Row("blank")] if rows else []
            rows += [Row("heading", heading.title())]
            rows += [Row("search", search=search) for search in searches]
            if not searches:
                text = self._words.get(heading, "")
                rows += [Row("words", text[s:e]) for s, e in wrap(text, min(76, self.width - 4))]
        self._rows = rows
        self._search_lines = [line for line, row in enumerate(rows) if row.kind == "search"]
        self.cursor = min(self.cursor, max(0, len(self._search_lines) - 1))
        self.set_line_count(len(rows))
        self._reveal()

    # Drawing

    def line_style(self, y: int) -> Style:
        """Give the line of the cursor its own background."""
        return self.base_style + self.overlay_style("searches--cursor") if self._is_current(y) else self.base_style

    def _is_current(self, y: int) -> bool:
        return bool(self._search_lines) and y == self._search_lines[self.cursor]

    def draw_line(self, y: int) -> list[Segment]:
        """Return a heading, words, or a search: its name or time, what it searches for, and its hits."""
        row = self._rows[y]
        if row.search is None:
            return [
                Segment(
                    f"  {row.text}",
                    self.component_style("searches--words" if row.kind == "words" else "searches--heading"),
                )
            ]
        ground = self.line_style(y)
        bar = Segment("▌ " if self._is_current(y) else "  ", ground + self.overlay_style("searches--bar"))
        saved = isinstance(row.search, SavedSearch)
        first = row.search.name if isinstance(row.search, SavedSearch) else wording.local_time(row.search.made)
        counts = 18 if self.width >= 80 else 14
        left = min(40, max(_TIME_CELLS, (self.width - counts) // 3))
        room = max(4, self.width - 3 - left - counts)
        about = shortened(wording.request_line(row.search.request), room - 2)
        return [
            bar,
            Segment(padded(first, left), ground + self.overlay_style("searches--name" if saved else "searches--about")),
            Segment(padded(about, room), ground + (self.overlay_style("searches--about") if saved else Style())),
            *self._counts(row.search, ground),
        ]

    def _counts(self, search: Search, ground: Style) -> list[Segment]:
        muted = ground + self.overlay_style("searches--about")
        if isinstance(search, LoggedSearch):
            return [Segment(f"{search.total:>7,}", muted)]
        news = self.news.get(search.name)
        if news is None:
            return [Segment(f"{'…':>7}", muted)]
        if news.refusal:
            return [Segment("  not searched", muted)]
        new = f"  {news.new:,} new" if news.new else ""
        return [Segment(f"{news.total:>7,}", muted), Segment(new, ground + self.overlay_style("searches--new"))]

    # Moving

    def _reveal(self) -> None:
        if self._search_lines:
            line = self._search_lines[self.cursor]
            self.reveal(0 if self.cursor == 0 else line, line)
        self.refresh()

    def action_move(self, by: int) -> None:
        """Move the cursor by searches."""
        self.cursor = min(max(0, self.cursor + by), max(0, len(self._search_lines) - 1))
        self._reveal()

    def action_half_page(self, by: int) -> None:
        """Move the cursor by half a page."""
        self.action_move(by * max(1, self.height // 2))

    def action_first(self) -> None:
        """Go to the first search."""
        self.action_move(-len(self._search_lines))

    def action_last(self) -> None:
        """Go to the last search."""
        self.action_move(len(self._search_lines))

    def on_click(self, event: events.Click) -> None:
        """Move the cursor to the line that the user clicks; if it is already there, repeat the search."""
        line = event.y - self.gutter.top + self.top_line
        if self._is_current(line):
            self.action_ask("open")
        elif line in self._search_lines:
            self.cursor = self._search_lines.index(line)
            self._reveal()

    def action_ask(self, what: str) -> None:
        """Post a request about the search under the cursor, or one that needs no search."""
        if self.current or what in ("undo", "redo", "copy", "write", "back"):
            self.post_message(self.Requested(what, self.current))


def _key(search: Search | None) -> str | int | None:
    """Return the key that identifies a search: a name, a number, or None for no search."""
    return search.name if isinstance(search, SavedSearch) else search.number if search else None
