"""The state line of the reading room: chips that are removed, and undo and redo of searches."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from peacereader.tui.keys import key_of
from peacereader.tui.screens.search_steps import step_words
from peacereader.tui.screens.toasts import show_toast

if TYPE_CHECKING:
    from peacereader.tui.base_screens import GuardedScreen
    from peacereader.tui.screens.article_controller import ArticleController
    from peacereader.tui.screens.context import ReaderContext
    from peacereader.tui.screens.search_controller import SearchController
    from peacereader.tui.tasks.library_tasks import LibraryTasks
    from peacereader.tui.widgets.pane_layout import Pane
    from peacereader.tui.widgets.panes import Panes
    from peacereader.tui.widgets.state_layout import Chip
    from peacereader.tui.widgets.state_line import StateLine


class StateController:
    """Changes the search from the state line, and goes back and forward through its changes."""

    def __init__(
        self,
        screen: GuardedScreen,
        context: ReaderContext,
        tasks: LibraryTasks,
        search: SearchController,
        article: ArticleController,
        line: StateLine,
        panes: Panes,
    ) -> None:
        self._screen = screen
        self._context = context
        self._tasks = tasks
        self._search = search
        self._article = article
        self._line = line
        self._panes = panes
        self._pane_before: Pane = "list"
        """The pane that had the focus before the chips."""
        self._undone: list[Literal["search", "work"]] = []
        """What was undone and not redone yet, in order: a change of the search, or of passages and tags."""

    def _key(self, action: str) -> str:
        return key_of(action, self._context.keymap)

    # Chips

    def choose(self) -> None:
        """Go to the chips, to remove some."""
        if not self._line.chips:
            facets, search = self._key("facets"), self._key("search")
            show_toast(self._screen, f"No filter is set. {facets} goes to the facets, {search} searches.")
        elif not self._line.has_focus:
            self._pane_before = self._panes.current
            self._line.choose_last()

    def leave(self) -> None:
        """Go back to the pane that had the focus before."""
        if self._line.has_focus:
            self._panes.go_to(self._pane_before)

    def remove(self, chip: Chip) -> None:
        """Search without what a chip stands for."""
        from peacereader.tui.screens.state_wording import without

        self._search.load(without(self._search.request, chip))

    def remove_last(self) -> None:
        """Search without what the last chip stands for."""
        if chips := self._line.chips:
            self.remove(chips[-1])

    def click(self, kind: str) -> None:
        """Do what a click on the rest of the line asks for."""
        if kind == "order":
            self._search.change_sort()
        elif kind == "folding":
            self._search.change_folding()
        else:
            self.choose()

    def say_how_to_clear(self) -> None:
        """Say which keys change the search, to a user who goes back though there is nothing left to leave."""
        parts = []
        if self._search.request.text:
            parts.append(f"{self._key('search')} {self._key('clear-search')} clears the words")
        if self._line.chips:
            parts.append(f"{self._key('chips')} removes filters")
        if parts:
            parts.append(f"{self._key('undo-search')} undoes")
        words = ", ".join(parts) or f"These are all articles. {self._key('quit')} quits"
        show_toast(self._screen, f"{words}.")

    # Undo and redo

    def undo(self) -> None:
        """Undo the last change of the search."""
        self._step(is_redo=False)

    def undo_work(self) -> None:
        """Undo the last removal, or else the last change of passages or tags."""
        self._undone.append("work")
        self._tasks.removals.undo()

    def redo(self) -> None:
        """Redo what was undone last, be it a search or a change of passages or tags."""
        while self._undone and self._undone[-1] == "search" and not self._search.steps.can_redo:
            self._undone.pop()  # something else was asked since
        if self._undone and self._undone.pop() == "search":
            self._step(is_redo=True)
        else:
            self._article.step(is_redo=True)

    def _step(self, *, is_redo: bool) -> None:
        states = self._search.step(is_redo=is_redo)
        if states is None:
            show_toast(self._screen, "No earlier search is left to go back to.")
            return
        if not is_redo:
            self._undone.append("search")
        if self._panes.current == "article":
            self._panes.go_to("list")
        earlier, later = states if is_redo else states[::-1]
        words = step_words(later, earlier)
        key = self._key("undo-search" if is_redo else "redo-here")
        again = "undoes" if is_redo else "redoes"
        show_toast(self._screen, f"{'Redone' if is_redo else 'Undone'}: {words}. {key} {again} it.")
