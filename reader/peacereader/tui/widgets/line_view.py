"""The base of all panes that draw themselves line by line, so that length costs nothing."""

from __future__ import annotations

from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from peacereader.tui.error_handling import GuardedApp, GuardedWidget

CANNOT_BE_SHOWN = "(this line cannot be shown)"


class LineView(GuardedWidget, ScrollView, can_focus=True):
    """A scrolling pane of `line_count` lines; a subclass says what stands in line `y` by `draw_line`.

    Scrolling is at once: nothing moves without a reason.
    """

    ALLOW_SELECT = False
    ALLOW_MAXIMIZE = False

    _ground: Style | None = None

    DEFAULT_CSS = """
    LineView {
        overflow-x: hidden;
        overflow-y: auto;
        scrollbar-gutter: stable;
        scrollbar-size-vertical: 1;
    }
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = set()

    @property
    def width(self) -> int:
        """Cells in a line."""
        return max(1, self.scrollable_content_region.width)

    @property
    def height(self) -> int:
        """Lines that are seen at once."""
        return max(1, self.scrollable_content_region.height)

    @property
    def top_line(self) -> int:
        """The first line that is seen."""
        return self.scroll_offset.y

    def set_line_count(self, count: int) -> None:
        """Say how many lines there are, and draw them anew."""
        self.virtual_size = Size(self.width, count)
        self.refresh()

    def go_to(self, line: int) -> None:
        """Make `line` the first that is seen, as far as the end allows."""
        self.scroll_to(y=max(0, line), animate=False, force=True, immediate=True)

    def reveal(self, first: int, last: int) -> None:
        """Scroll just so far that the lines from `first` to `last` are seen; the first, where not all fit."""
        if last >= self.top_line + self.height:
            self.go_to(last - self.height + 1)
        if first < self.top_line:
            self.go_to(first)

    @property
    def ground(self) -> Style:
        """The style of the pane itself; Textual's own property works it out anew at every call."""
        if self._ground is None:
            self._ground = self.rich_style
        return self._ground

    def notify_style_update(self) -> None:
        """Forget the ground when a style changes."""
        self._ground = None
        super().notify_style_update()

    def part(self, name: str) -> Style:
        """The whole style of a component class."""
        return self.get_component_rich_style(name)

    def over(self, name: str) -> Style:
        """The style of a component class, only what it says itself, to be laid over another."""
        return self.get_component_rich_style(name, partial=True)

    def draw_line(self, y: int) -> list[Segment]:
        """The segments of line `y`, without padding."""
        raise NotImplementedError

    def line_style(self, y: int) -> Style:
        """The style that fills line `y` to its end."""
        return self.ground

    def render_line(self, y: int) -> Strip:
        """Line `y` of the window, as Textual asks for it."""
        line = y + self.top_line
        fill = self.line_style(line)
        if line >= self.virtual_size.height:
            return Strip.blank(self.size.width, self.ground)
        try:
            segments = self.draw_line(line)
        except Exception as error:  # the other lines can be read all the same
            if not isinstance(self.app, GuardedApp):
                raise
            self.app.fail(error, drawing=True)
            segments = [Segment(CANNOT_BE_SHOWN, self.ground)]
        return Strip(segments).adjust_cell_length(self.size.width, fill)
