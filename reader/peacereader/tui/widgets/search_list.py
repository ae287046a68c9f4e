"""The list of searches: the saved ones with what is new in them, and the recent ones below."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.message import Message

from peaceindex.model.saved_search import LoggedSearch, News, SavedSearch
from peacereader import wording
from peacereader.tui.keys import bindings
from peacereader.tui.widgets.line_view import LineView
from peacereader.tui.widgets.wrapping import shortened, wrap

Search = SavedSearch | LoggedSearch

_TIME = 19
"""Cells of the narrowest first column: a time, and two of air."""


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the list: a `heading`, `words` of ours, a `search`, or `blank`."""

    kind: str
    text: str = ""
    search: Search | None = None


class SearchList(LineView):
    """Shows searches, a line each; what the user wants with one leaves as a message."""

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

    @dataclass
    class Asked(Message):
        """The user wants something done: `open`, `rename`, `remove`, `restore`, `copy`, `write` or `back`."""

        what: str
        search: Search | None

    def __init__(self) -> None:
        super().__init__()
        self.news: dict[str, News] = {}
        """The hits of saved searches, by name, as far as they are counted."""
        self.cursor = 0
        self._saved: Sequence[SavedSearch] = ()
        self._logged: Sequence[LoggedSearch] = ()
        self._words: Mapping[str, str] = {}
        self._rows: list[Row] = []
        self._places: list[int] = []
        """The lines of the searches."""

    # What is shown

    def show(
        self,
        saved: Sequence[SavedSearch],
        logged: Sequence[LoggedSearch],
        words: Mapping[str, str],
        at: Search | None = None,
    ) -> None:
        """Show these, the logged ones newest first; `words` for `saved` and `recent` where there are none.

        The cursor goes to the search `at`, or stays on the one on which it is.
        """
        wanted = _key(at or self.current)
        self._saved, self._logged, self._words = saved, logged[::-1], words
        keys = [*(_key(search) for search in self._saved), *(_key(search) for search in self._logged)]
        self.cursor = keys.index(wanted) if wanted in keys else self.cursor
        self.on_resize()

    @property
    def current(self) -> Search | None:
        """The search under the cursor."""
        return self._rows[self._places[self.cursor]].search if self._places else None

    def put_news(self, search: SavedSearch, news: News) -> None:
        """The hits of a saved search were counted."""
        self.news[search.name] = news
        self.refresh()

    def on_resize(self) -> None:
        """Wrap the words anew."""
        rows: list[Row] = []
        for heading, searches in (("saved", self._saved), ("recent", self._logged)):
            rows += [Row("blank")] if rows else []
            rows += [Row("heading", heading.title())]
            rows += [Row("search", search=search) for search in searches]
            if not searches:
                said = self._words.get(heading, "")
                rows += [Row("words", said[s:e]) for s, e in wrap(said, min(76, self.width - 4))]
        self._rows = rows
        self._places = [line for line, row in enumerate(rows) if row.kind == "search"]
        self.cursor = min(self.cursor, max(0, len(self._places) - 1))
        self.set_line_count(len(rows))
        self._reveal()

    # Drawing

    def line_style(self, y: int) -> Style:
        """The cursor's line has a ground of its own."""
        return self.ground + self.over("searches--cursor") if self._is_current(y) else self.ground

    def _is_current(self, y: int) -> bool:
        return bool(self._places) and y == self._places[self.cursor]

    def draw_line(self, y: int) -> list[Segment]:
        """A heading, words, or a search: its name or time, what it asks for, its hits."""
        row = self._rows[y]
        if row.search is None:
            return [
                Segment(f"  {row.text}", self.part("searches--words" if row.kind == "words" else "searches--heading"))
            ]
        ground = self.line_style(y)
        bar = Segment("▌ " if self._is_current(y) else "  ", ground + self.over("searches--bar"))
        saved = isinstance(row.search, SavedSearch)
        first = row.search.name if isinstance(row.search, SavedSearch) else wording.moment(row.search.made)
        counts = 18 if self.width >= 80 else 14
        left = min(40, max(_TIME, (self.width - counts) // 3))
        room = max(4, self.width - 3 - left - counts)
        about = shortened(wording.asked(row.search.request), room - 2)
        return [
            bar,
            Segment(_filled(first, left), ground + self.over("searches--name" if saved else "searches--about")),
            Segment(_filled(about, room), ground + (self.over("searches--about") if saved else Style())),
            *self._counts(row.search, ground),
        ]

    def _counts(self, search: Search, ground: Style) -> list[Segment]:
        muted = ground + self.over("searches--about")
        if isinstance(search, LoggedSearch):
            return [Segment(f"{search.total:>7,}", muted)]
        news = self.news.get(search.name)
        if news is None:
            return [Segment(f"{'…':>7}", muted)]
        new = f"  {news.new:,} new" if news.new else ""
        return [Segment(f"{news.total:>7,}", muted), Segment(new, ground + self.over("searches--new"))]

    # Moving

    def _reveal(self) -> None:
        if self._places:
            line = self._places[self.cursor]
            self.reveal(0 if self.cursor == 0 else line, line)
        self.refresh()

    def action_move(self, by: int) -> None:
        """Move the cursor by searches."""
        self.cursor = min(max(0, self.cursor + by), max(0, len(self._places) - 1))
        self._reveal()

    def action_half_page(self, by: int) -> None:
        """Move the cursor by half a page."""
        self.action_move(by * max(1, self.height // 2))

    def action_first(self) -> None:
        """Go to the first search."""
        self.action_move(-len(self._places))

    def action_last(self) -> None:
        """Go to the last search."""
        self.action_move(len(self._places))

    def on_click(self, event: events.Click) -> None:
        """Put the cursor where the user points; on the cursor's own line, search it."""
        line = event.y - self.gutter.top + self.top_line
        if self._is_current(line):
            self.action_ask("open")
        elif line in self._places:
            self.cursor = self._places.index(line)
            self._reveal()

    def action_ask(self, what: str) -> None:
        """Ask for something to be done with the search under the cursor, or without one."""
        if self.current or what in ("restore", "copy", "write", "back"):
            self.post_message(self.Asked(what, self.current))


def _key(search: Search | None) -> str | int | None:
    """By what a search is known."""
    return search.name if isinstance(search, SavedSearch) else search.number if search else None


def _filled(text: str, width: int) -> str:
    """`text` in a column of `width` cells, with two of them empty at its end."""
    text = shortened(text, width - 2)
    return text + " " * (width - cell_len(text))
