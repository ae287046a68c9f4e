"""The base of all panes that draw themselves line by line, so that a long content costs nothing."""

from __future__ import annotations

from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Size
from textual.reactive import Reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from peacereader.tui.error_handling import GuardedApp, GuardedWidget

CANNOT_BE_SHOWN = "(this line cannot be shown)"


class LineView(GuardedWidget, ScrollView, can_focus=True):
    """A scrolling pane of lines; a subclass draws line `y` in `draw_line`.

    Scrolling is immediate, without animation: nothing moves without a reason.
    """

    ALLOW_SELECT = False
    ALLOW_MAXIMIZE = False

    virtual_size: Reactive[Size] = Reactive(Size(0, 0))
    """The size of all lines. Textual's own lays the whole screen out when it changes; a pane keeps its place here."""

    _base_style: Style | None = None
    _scrolled: tuple[Size, Size, Size, bool] | None = None

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
        """The number of cells in a line."""
        return max(1, self.scrollable_content_region.width)

    @property
    def height(self) -> int:
        """The number of lines in view."""
        return max(1, self.scrollable_content_region.height)

    @property
    def top_line(self) -> int:
        """The first line in view."""
        return self.scroll_offset.y

    def set_line_count(self, count: int) -> None:
        """Set the number of lines, and draw them again."""
        self.virtual_size = Size(self.width, count)
        self.refresh()

    def watch_virtual_size(self, size: Size) -> None:
        """Bring the scrollbar and the first line in view in step with the number of lines."""
        self._scroll_update(size)

    def _scroll_update(self, virtual_size: Size) -> None:
        self._refresh_scrollbars()
        state = (virtual_size, self.container_size, self.size, self.show_vertical_scrollbar)
        if state != self._scrolled:  # Textual asks at every layout, and paints the scroll bar again each time
            self._scrolled = state
            super()._scroll_update(virtual_size)
        if self.show_vertical_scrollbar:  # it may have been hidden when the view was scrolled
            self.vertical_scrollbar.position = self.scroll_y

    def go_to(self, line: int) -> None:
        """Make `line` the first in view, as far as the end allows."""
        self.scroll_to(y=max(0, line), animate=False, force=True, immediate=True)

    def reveal(self, first: int, last: int) -> None:
        """Scroll only as far as needed to show the lines from `first` to `last`; if not all fit, show `first`."""
        if last >= self.top_line + self.height:
            self.go_to(last - self.height + 1)
        if first < self.top_line:
            self.go_to(first)

    @property
    def base_style(self) -> Style:
        """The style of the pane itself. It is cached, because Textual's own property computes it at every call."""
        if self._base_style is None:
            self._base_style = self.rich_style
        return self._base_style

    def notify_style_update(self) -> None:
        """Clear the cached style when a style changes."""
        self._base_style = None
        super().notify_style_update()

    def component_style(self, name: str) -> Style:
        """Return the whole style of a component class."""
        return self.get_component_rich_style(name)

    def overlay_style(self, name: str) -> Style:
        """Return only what a component class itself defines, to be applied on top of another style."""
        return self.get_component_rich_style(name, partial=True)

    def draw_line(self, y: int) -> list[Segment]:
        """Return the segments of line `y`, without padding."""
        raise NotImplementedError

    def line_style(self, y: int) -> Style:
        """Return the style that fills line `y` to its end."""
        return self.base_style

    def render_line(self, y: int) -> Strip:
        """Return line `y` of the window for Textual."""
        line = y + self.top_line
        fill = self.line_style(line)
        if line >= self.virtual_size.height:
            return Strip.blank(self.size.width, self.base_style)
        try:
            segments = self.draw_line(line)
        except Exception as error:  # the other lines can still be read
            if not isinstance(self.app, GuardedApp):
                raise
            self.app.fail(error, drawing=True)
            segments = [Segment(CANNOT_BE_SHOWN, self.base_style)]
        return Strip(segments).adjust_cell_length(self.size.width, fill)
