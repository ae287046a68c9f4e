"""The state line of the reading room: chips that are removed, and undo and redo of searches."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import msgspec

from peacereader import wording
from peacereader.tui.keys import key_of
from peacereader.tui.screens.search_steps import step_words
from peacereader.tui.screens.toasts import show_toast

if TYPE_CHECKING:
    from collections.abc import Sequence

    from peacereader.tui.base_screens import GuardedScreen
    from peacereader.tui.screens.article_controller import ArticleController
    from peacereader.tui.screens.context import ReaderContext
    from peacereader.tui.screens.search_controller import SearchController
    from peacereader.tui.tasks.library_tasks import LibraryTasks
    from peacereader.tui.tasks.step_messages import RemovalUndone
    from peacereader.tui.widgets.pane_layout import Pane
    from peacereader.tui.widgets.panes import Panes
    from peacereader.tui.widgets.state_layout import Chip
    from peacereader.tui.widgets.state_line import StateLine


class _Undone(msgspec.Struct, eq=False):
    """Something that was undone: its number, and of a removal the articles and when the change before was made."""

    number: int
    kind: Literal["search", "work"]
    removed: Sequence[str] = ()
    latest: str = ""


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
        self._undone: list[_Undone] = []
        """What was undone and not redone yet, in order."""
        self._count = 0
        """How many steps were undone."""

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
        self._tasks.removals.undo(self._add("work"))

    def _add(self, kind: Literal["search", "work"]) -> int:
        """Note that something is undone, and return its number."""
        self._count += 1
        self._undone.append(_Undone(self._count, kind))
        return self._count

    def note_removal(self, message: RemovalUndone) -> None:
        """Note that it was a removal that was undone."""
        for one in self._undone:
            if one.number == message.step:
                one.removed, one.latest = message.ids, message.latest

    def forget(self, number: int) -> None:
        """Note that there was nothing to undo."""
        self._undone = [one for one in self._undone if one.number != number]

    def redo(self) -> None:
        """Redo what was undone last: a change of the search, a removal, or a change of passages or tags.

        What cannot be redone, because something else was asked or changed since, is passed over.
        """
        while self._undone:
            last = self._undone.pop()
            if last.kind == "work" and last.removed:
                words = f"{wording.counted(len(last.removed), 'article')} moved to the bin again."
                self._tasks.removals.redo(last.removed, last.latest, f"{words} {self._key('undo-here')} brings back.")
                return
            if last.kind == "work":
                self._tasks.passages.redo(goes_on=True)
                return
            if self._search.steps.can_redo:
                self._step(is_redo=True)
                return
        self._article.step(is_redo=True)

    def _step(self, *, is_redo: bool) -> None:
        states = self._search.step(is_redo=is_redo)
        if states is None:
            show_toast(self._screen, "No earlier search is left to go back to.")
            return
        if not is_redo:
            self._add("search")
        if self._panes.current == "article":
            self._panes.go_to("list")
        earlier, later = states if is_redo else states[::-1]
        words = step_words(later, earlier)
        key = self._key("undo-search" if is_redo else "redo-here")
        again = "undoes" if is_redo else "redoes"
        show_toast(self._screen, f"{'Redone' if is_redo else 'Undone'}: {words}. {key} {again} it.")
