"""The marks of articles in the reading room: read, starred, to read later."""

from __future__ import annotations

from typing import TYPE_CHECKING

from peacereader.tui.keys import key_of
from peacereader.tui.screens.toasts import show_toast

if TYPE_CHECKING:
    from peaceindex.model.article import Article
    from peaceindex.model.article_marks import Mark
    from peacereader.tui.base_screens import GuardedScreen
    from peacereader.tui.screens.context import ReaderContext
    from peacereader.tui.screens.search_controller import SearchController
    from peacereader.tui.tasks import later_messages as later
    from peacereader.tui.tasks.library_tasks import LibraryTasks
    from peacereader.tui.widgets.article_pane import ArticlePane
    from peacereader.tui.widgets.result_list import ResultList


class MarkController:
    """Marks the article in focus, or all hits of the search, and shows the marks."""

    def __init__(
        self,
        screen: GuardedScreen,
        context: ReaderContext,
        tasks: LibraryTasks,
        search: SearchController,
        results: ResultList,
        pane: ArticlePane,
    ) -> None:
        self._screen = screen
        self._context = context
        self._tasks = tasks
        self._search = search
        self._list = results
        self._pane = pane

    def toggle(self, mark: Mark, focused: Article | None) -> None:
        """Set a mark on the focused article, or else on the one under the cursor, or take it off."""
        shown = focused or self._list.hit(self._list.cursor)
        if shown is None or not shown.id:  # an article that has gone since the search has no id
            show_toast(self._screen, "There is no article to mark.")
        else:
            self._tasks.marks.toggle(shown.id, mark)

    def mark_hits_read(self) -> None:
        """Mark all articles that the search finds as read, not only those in view."""
        if (results := self._search.used_results()) is None:
            show_toast(self._screen, "There are no results to mark.")
        else:
            self._tasks.marks.mark_hits_read(results, key_of("undo-here", self._context.keymap))

    def show(self, message: later.MarksChanged) -> None:
        """Show the marks of the article in the pane, and those of the rows."""
        article = self._pane.article
        if article and article.id in message.marks:
            self._pane.set_marks(message.marks[article.id])
        self._list.request_again()
