"""The articles of a story, each with its outlet, date, title and the amount it changed in the copy."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.message import Message

from peacereader import wording
from peacereader.tui.keys import bindings
from peacereader.tui.widgets.line_view import LineView
from peacereader.tui.widgets.wrapping import shortened

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from peaceindex.model.story import Change, Story

ROW_LINES = 4
"""Lines of a row: outlet and date, the title, the changes, an empty line."""


class StoryList(LineView):
    """One row per article, the earliest first; the likely origin of the copy is marked."""

    BINDINGS: ClassVar = bindings("story")

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "story--outlet", "story--title", "story--facts", "story--origin", "story--cursor", "story--bar",
    }  # fmt: skip

    DEFAULT_CSS = """
    StoryList {
        background: $background;
        color: $foreground;
        & > .story--outlet { text-style: bold; }
        & > .story--title { color: $foreground; }
        & > .story--facts { color: $room-muted; }
        & > .story--origin { color: $accent; }
        & > .story--cursor { background: $room-cursor; }
        & > .story--bar { color: $accent; }
    }
    """

    class Moved(Message):
        """Posted when the cursor is on another article."""

    class Opened(Message):
        """Posted when the user wants to read the article under the cursor."""

    class Left(Message):
        """Posted when the user goes back."""

    class Asked(Message):
        """Posted when the user wants to `compare` the article under the cursor, or to `mark` it for comparison."""

        def __init__(self, what: str) -> None:
            super().__init__()
            self.what = what

    class Paged(Message):
        """Posted when the user scrolls the changes by `by` pages."""

        def __init__(self, by: int) -> None:
            super().__init__()
            self.by = by

    def __init__(self) -> None:
        super().__init__()
        self.cursor = 0
        self._story: Story | None = None
        self._changes: Mapping[str, Sequence[Change] | None] = {}

    def show(self, story: Story, cursor: int) -> None:
        """Show the articles of a story, with the cursor on one of them."""
        self._story = story
        self.set_line_count(len(story.members) * ROW_LINES - 1)
        self._move_to(cursor)

    def show_changes(self, changes: Mapping[str, Sequence[Change] | None]) -> None:
        """Show the changes known so far, by article id; None stands for the article that the others are compared to."""
        self._changes = changes
        self.refresh()

    # Drawing

    def line_style(self, y: int) -> Style:
        """Give the row of the cursor its own background."""
        if y // ROW_LINES == self.cursor and y % ROW_LINES < ROW_LINES - 1:
            return self.base_style + self.overlay_style("story--cursor")
        return self.base_style

    def draw_line(self, y: int) -> list[Segment]:
        """Return one of the lines of a row."""
        index, line = divmod(y, ROW_LINES)
        if self._story is None or line == ROW_LINES - 1:
            return []
        member = self._story.members[index]
        ground = self.line_style(y)
        room = self.width - 3
        bar = Segment("▌ " if index == self.cursor else "  ", ground + self.overlay_style("story--bar"))
        if line == 0:
            date = f" · {wording.short_date(member.date)}"
            outlet = shortened(member.outlet or wording.OUTLET_NOT_KNOWN, max(6, room - len(date)))
            return [
                bar,
                Segment(outlet, ground + self.overlay_style("story--outlet")),
                Segment(date, ground + self.overlay_style("story--facts")),
            ]
        if line == 1:
            title = shortened(member.title or wording.TITLE_NOT_KNOWN, room)
            return [bar, Segment(title, ground + self.overlay_style("story--title"))]
        if member.article_id == self._story.origin.article_id:
            words = shortened(origin_words(self._story), room)
            return [bar, Segment(words, ground + self.overlay_style("story--origin"))]
        words = change_words(self._changes.get(member.article_id))
        return [bar, Segment(shortened(words, room), ground + self.overlay_style("story--facts"))]

    # Moving

    def _move_to(self, index: int) -> None:
        self.cursor = index
        self.reveal(index * ROW_LINES, index * ROW_LINES + ROW_LINES - 2)
        self.refresh()
        self.post_message(self.Moved())

    def action_move(self, by: int) -> None:
        """Move the cursor by articles."""
        last = len(self._story.members) - 1 if self._story else 0
        index = min(max(0, self.cursor + by), last)
        if index != self.cursor:
            self._move_to(index)

    def action_first(self) -> None:
        """Go to the first article."""
        self.action_move(-self.cursor)

    def action_last(self) -> None:
        """Go to the last article."""
        self.action_move(len(self._story.members) if self._story else 0)

    def action_open(self) -> None:
        """Read the article."""
        self.post_message(self.Opened())

    def action_ask(self, what: str) -> None:
        """Ask the screen for a comparison."""
        self.post_message(self.Asked(what))

    def action_page(self, by: int) -> None:
        """Scroll the changes by pages."""
        self.post_message(self.Paged(by))

    def action_back(self) -> None:
        """Leave the story."""
        self.post_message(self.Left())

    def on_resize(self) -> None:
        """Keep the cursor in view."""
        if self._story:
            self.set_line_count(self.virtual_size.height)
            self.reveal(self.cursor * ROW_LINES, self.cursor * ROW_LINES + ROW_LINES - 2)

    def on_click(self, event: events.Click) -> None:
        """Move the cursor to the row that the user clicks; if it is already there, open the row."""
        index = (event.y + self.top_line) // ROW_LINES
        if index == self.cursor:
            self.action_open()
        else:
            self.action_move(index - self.cursor)


def origin_words(story: Story) -> str:
    """Return the words for the likely origin of the copy and the reason for assuming it."""
    if story.origin.reason == "agency":
        return f"likely the origin: names {story.origin.agency} as its source"
    return "likely the origin: the earliest"


def change_words(changes: Sequence[Change] | None) -> str:
    """Return how many sentences an article added, removed and changed, or "" while that is unknown."""
    if changes is None:
        return ""
    counts = Counter(change.kind for change in changes)
    return (
        ", ".join(f"{counts[kind]} {kind}" for kind in ("added", "removed", "changed") if counts[kind]) or "unchanged"
    )
