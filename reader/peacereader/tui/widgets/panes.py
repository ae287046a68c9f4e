"""The three panes of the reading room side by side, as many as the width allows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import Horizontal
from textual.widget import Widget

from peacereader.tui.error_handling import GuardedWidget

if TYPE_CHECKING:
    from collections.abc import Sequence


class Panes(GuardedWidget, Horizontal):
    """Facets, list and article. If they do not all fit, the pane visited last is shown.

    The screen's width classes (`-narrow`, `-medium`, `-wide`, `-vast`) choose the layout. A class `-at-ID` of the
    screen names the pane visited last.
    """

    SCOPED_CSS = False  # the classes that choose the layout belong to the screen

    DEFAULT_CSS = """
    Panes {
        height: 1fr;
        & > #facets { width: 25; border-right: vkey $room-rule; }
        & > #list { width: 37; border-right: vkey $room-rule; }
        & > #article { width: 1fr; }
    }
    .-vast Panes > #facets { width: 34; }
    .-vast Panes > #list { width: 62; }
    .-medium Panes > #list { width: 34; }
    .-medium Panes > #facets { width: 34; display: none; }
    .-medium.-at-facets Panes > #facets { display: block; }
    .-medium.-at-facets Panes > #list { display: none; }
    .-narrow Panes > #facets, .-narrow Panes > #list, .-narrow Panes > #article {
        width: 1fr; display: none; border-right: none;
    }
    .-narrow.-at-facets Panes > #facets { display: block; }
    .-narrow.-at-list Panes > #list { display: block; }
    .-narrow.-at-article Panes > #article { display: block; }
    """

    def __init__(self, facets: Widget, results: Widget, article: Widget, order: Sequence[str]) -> None:
        super().__init__(facets, results, article, id="panes")
        self._order = order
        """The ids of the panes, in the order in which keys go through them."""

    def go_to(self, name: str) -> None:
        """Show the pane with this id, and focus it."""
        # With all panes side by side nothing depends on the classes; new styles for the whole screen take long.
        has_room = not (self.screen.has_class("-narrow") or self.screen.has_class("-medium"))
        self.screen.update_classes({f"-at-{pane}": pane == name for pane in self._order}, update=not has_room)
        self.query_one(f"#{name}").focus()

    @property
    def current(self) -> str:
        """The id of the focused pane, or that of the list if none is focused."""
        focused = self.screen.focused
        return next((name for name in self._order if focused and focused.id == name), "list")

    def turn(self, by: int) -> None:
        """Go to the next or previous pane."""
        self.go_to(self._order[(self._order.index(self.current) + by) % len(self._order)])
