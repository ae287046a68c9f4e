"""Marking one article and comparing another with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from peacereader.tui.keys import key_of
from peacereader.tui.screens.toasts import show_toast
from peacereader.tui.widgets.wrapping import shortened

if TYPE_CHECKING:
    from collections.abc import Callable

    from peaceindex import Library
    from peacereader.tui.base_screens import GuardedScreen
    from peacereader.tui.screens.context import Place, ReaderContext

_TITLE_CELLS = 48


def mark_or_compare(
    screen: GuardedScreen,
    context: ReaderContext,
    library: Library,
    article: tuple[str, str],
    open_place: Callable[[Place], None],
) -> None:
    """Mark an article, given as its id and title; or compare it with the one that is marked, or unmark it.

    If the user wants to read one of the two afterwards, `open_place` is called.
    """
    id, title = article
    mark = context.marked
    shown = shortened(title, _TITLE_CELLS)
    if not mark.article_id:
        mark.article_id = id
        key = key_of("compare", context.keymap)
        words = f"{key} on another article shows both; {key} here unmarks it."
        show_toast(screen, f"Marked for comparison: “{shown}”. {words}")
    elif mark.article_id == id:
        mark.article_id = ""
        show_toast(screen, f"No longer marked for comparison: “{shown}”.")
    else:
        open_comparison(screen, context, library, mark.article_id, id, open_place)


def open_comparison(
    screen: GuardedScreen,
    context: ReaderContext,
    library: Library,
    left_id: str,
    right_id: str,
    open_place: Callable[[Place], None],
) -> None:
    """Show two articles side by side. No article is marked any more."""
    from peacereader.tui.screens.compare import CompareScreen

    def come_back(place: Place | None) -> None:
        if place is not None:
            open_place(place)

    context.marked.article_id = ""
    screen.enter(CompareScreen(context, library, left_id, right_id), come_back)
