"""The outlet of all articles that a search finds: scraped folders often name it in none of their pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from peacereader import wording
from peacereader.tui.screens.toasts import show_toast

if TYPE_CHECKING:
    from peacereader.tui.base_screens import GuardedScreen
    from peacereader.tui.screens.search_controller import SearchController
    from peacereader.tui.tasks.library_tasks import LibraryTasks


class OutletController:
    """Corrects the outlet of all hits of the search, not only of those in view."""

    def __init__(self, screen: GuardedScreen, tasks: LibraryTasks, search: SearchController) -> None:
        self._screen = screen
        self._tasks = tasks
        self._search = search

    def choose_for_hits(self) -> None:
        """Ask for the outlet."""
        from peacereader.tui.dialogs.field import FieldScreen

        if (results := self._search.used_results()) is None:
            show_toast(self._screen, "There are no results to correct.")
            return
        about = f"Outlet of {wording.counted(results.total, 'article')}: all that this search finds"

        def save(value: str | None) -> None:
            if value is not None:
                self._tasks.corrections.correct_hits(results, "outlet", value)

        self._screen.enter(FieldScreen("outlet", "", about), save)
