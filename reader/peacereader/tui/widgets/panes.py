"""The three panes of the reading room side by side, as many as the width allows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.geometry import NULL_OFFSET, NULL_SPACING, Region, Size
from textual.layout import ArrangeResult, Layout, WidgetPlacement
from textual.message import Message
from textual.widget import Widget

from peacereader.tui.error_handling import GuardedWidget
from peacereader.tui.widgets.pane_layout import Pane, Widths, pane_widths
from peacereader.tui.widgets.scroll_bar import RuledScrollBar

if TYPE_CHECKING:
    from collections.abc import Sequence

    from peacereader.tui.widgets.article_view import ArticleView


class _PaneLayout(Layout):
    """Places the panes that are shown. It asks for no styles, so it is quick."""

    name = "panes"

    def __init__(self, panes: Panes) -> None:
        self._panes = panes

    def arrange(self, parent: Widget, children: list[Widget], size: Size, greedy: bool = True) -> ArrangeResult:
        """Return where each pane that is shown stands. A pane that has no place is hidden."""
        by_id = {child.id: child for child in children}
        placements = []
        left = 0
        shown = self._panes.widths(size.width).shown
        self._panes.note_shown([name for name, _ in shown])
        for name, width in shown:
            region = Region(left, 0, width, size.height)
            placements.append(WidgetPlacement(region, NULL_OFFSET, NULL_SPACING, by_id[name]))
            left += width
        return placements


class Panes(GuardedWidget, Widget):
    """Facets, list and article. If they do not all fit, the pane visited last is among those that are shown."""

    DEFAULT_CSS = """
    Panes {
        height: 1fr;
        background: $background;
        & > #facets, & > #list {
            overflow-y: scroll;
            scrollbar-background: $room-rule;
            scrollbar-background-hover: $room-rule;
            scrollbar-background-active: $room-rule;
        }
    }
    """

    class Exchanged(Message):
        """Posted when a pane has appeared or disappeared."""

    def __init__(self, facets: Widget, results: Widget, article: ArticleView, order: Sequence[Pane]) -> None:
        super().__init__(facets, results, article, id="panes")
        self._article = article
        self._order = order
        """The ids of the panes, in the order in which keys go through them."""
        self._last: Pane = "list"
        """The pane visited last."""
        self._shown: list[str] = []
        self._layout = _PaneLayout(self)

    def on_mount(self) -> None:
        """Let the scroll bars of the panes on the left be the rules between the panes."""
        for pane in list(self.children)[:-1]:
            pane.vertical_scrollbar.renderer = RuledScrollBar  # type: ignore[misc]

    def on_resize(self) -> None:
        """Tell which panes are shown: at a size that there was before, Textual arranges nothing anew."""
        self.note_shown([name for name, _ in self.widths(self.size.width).shown])

    def note_shown(self, names: list[str]) -> None:
        """Say so if these panes are others than before."""
        if names != self._shown:
            self._shown = names
            self.post_message(self.Exchanged())

    @property
    def layout(self) -> Layout:
        """The layout of the panes."""
        return self._layout

    def widths(self, total: int) -> Widths:
        """Return the widths of the panes in this many columns."""
        return pane_widths(total, self._last, self._article.measure)

    def go_to(self, name: Pane) -> None:
        """Show the pane with this id, and focus it."""
        self.show(name)
        self.query_one(f"#{name}").focus()

    def show(self, name: Pane) -> None:
        """Show the pane with this id, without the focus."""
        before = self.widths(self.size.width)
        self._last = name
        if self.widths(self.size.width) != before:
            self.fit()

    def fit(self) -> None:
        """Divide the room again, for example for another measure."""
        self._clear_arrangement_cache()
        self.refresh(layout=True)

    @property
    def current(self) -> Pane:
        """The id of the focused pane, or that of the list if none is focused."""
        focused = self.screen.focused
        return next((name for name in self._order if focused and focused.id == name), "list")

    def turn(self, by: int) -> None:
        """Go to the next or previous pane."""
        self.go_to(self._order[(self._order.index(self.current) + by) % len(self._order)])
