"""Following changes that others make to the library: a running `add`, or another reader."""

from __future__ import annotations

from typing import TYPE_CHECKING

from peacereader import wording

if TYPE_CHECKING:
    from peaceindex.model.revision import Revision
    from peacereader.tui.base_screens import GuardedScreen
    from peacereader.tui.screens.result_browser import ResultBrowser
    from peacereader.tui.screens.search_controller import SearchController
    from peacereader.tui.tasks import messages as done
    from peacereader.tui.tasks.library_tasks import LibraryTasks
    from peacereader.tui.widgets.article_pane import ArticlePane
    from peacereader.tui.widgets.result_list import ResultList

CHECK_SECONDS = 2.0
"""Seconds between checks of the library's files."""


class LibraryFollower:
    """Shows new content without moving the user's reading position, and reports it."""

    def __init__(
        self,
        screen: GuardedScreen,
        tasks: LibraryTasks,
        search: SearchController,
        browser: ResultBrowser,
        results: ResultList,
        pane: ArticlePane,
    ) -> None:
        self._screen = screen
        self._tasks = tasks
        self._search = search
        self._browser = browser
        self._list = results
        self._pane = pane
        self._shown: Revision | None = None
        """The revision of the library that the screen shows."""
        self._pending: Revision | None = None
        """The revision that the last check found, if its articles were still being written."""
        self._is_told = False
        """Whether the user is told otherwise what the last check finds added."""

    def start(self, revision: Revision) -> None:
        """Begin to check at regular intervals. `revision` is the current one."""
        self._shown = revision
        self._screen.set_interval(CHECK_SECONDS, self.check)

    def check(self, *, after_own_work: bool = False, is_told: bool = False) -> None:
        """Check whether others have written to the library, unless another request is pending.

        `after_own_work` says that the user has just changed what the request asks for, and `is_told` that the user is
        told otherwise what was added.
        """
        page, request = self._search.page, self._search.request
        if not self._screen.is_current or page is None or self._shown is None or self._search.answered != request:
            return
        self._is_told = is_told
        hit = self._list.hit(self._list.cursor)
        keep_id = hit.id if hit else None
        self._tasks.search.follow(
            self._shown, self._pending, request, page.results, keep_id, self._pane.article,
            after_own_work=after_own_work,
        )  # fmt: skip

    def show(self, message: done.LibraryChanged) -> None:
        """Show the new content."""
        found = message.found
        if found is not None and not (found.asked == self._search.request == self._search.answered):
            return  # another search is pending, and its answer will include everything
        before, self._shown, self._pending = self._shown, message.revision, message.pending
        if found is not None:
            self._browser.keep_article(found, self._search.renew(found))
        elif before != message.revision:
            self._list.request_again()
        article = self._pane.article
        if article and message.is_article_changed and not self._pane.selection:
            self._browser.read_again()
        elif article:
            self._tasks.passages.read(article.id)
        if message.new_articles > 0 and not self._is_told:
            verb = "was" if message.new_articles == 1 else "were"
            words = f"{wording.counted(message.new_articles, 'article')} {verb} added."
            self._screen.notify(words, timeout=6, markup=False)
