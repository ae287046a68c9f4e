"""The ways from the reading room to other screens and back: passages, stories, concordance, searches."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from peaceindex.model.search import Request
from peacereader.tui.keys import key_of
from peacereader.tui.screens.search_logging import SearchLogger, without_order
from peacereader.tui.screens.toasts import show_toast

if TYPE_CHECKING:
    from peaceindex.model.passage import Passage
    from peacereader.tui.base_screens import GuardedScreen
    from peacereader.tui.screens.article_controller import ArticleController
    from peacereader.tui.screens.concordance import Outcome
    from peacereader.tui.screens.context import Place, ReaderContext
    from peacereader.tui.screens.result_browser import ResultBrowser
    from peacereader.tui.screens.search_controller import SearchController
    from peacereader.tui.tasks import later_messages as later
    from peacereader.tui.tasks.library_tasks import LibraryTasks
    from peacereader.tui.widgets.article_links import Link
    from peacereader.tui.widgets.article_pane import ArticlePane
    from peacereader.tui.widgets.panes import Panes
    from peacereader.tui.widgets.search_list import Search


class NavigationController:
    """Opens other screens from the reading room, and does what their results ask for."""

    def __init__(
        self,
        screen: GuardedScreen,
        context: ReaderContext,
        tasks: LibraryTasks,
        logger: SearchLogger,
        search: SearchController,
        browser: ResultBrowser,
        panes: Panes,
        pane: ArticlePane,
    ) -> None:
        self._screen = screen
        self._context = context
        self._tasks = tasks
        self._logger = logger
        self._search = search
        self._browser = browser
        self._panes = panes
        self._pane = pane

    # Articles that were read

    def go_along_trail(self, by: int) -> None:
        """Read the article that was read before (`by` -1), or after (1), the one in view."""
        article = self._pane.article if self._pane.display else None
        if read := self._context.trail.step(by, article.id if article else ""):
            self._panes.go_to("article")
            self._browser.go_to(read)
        else:
            words = (
                "You have read no article before this one." if by < 0 else "You have read no article after this one."
            )
            show_toast(self._screen, words)

    # Passages

    def open_passages(self) -> None:
        """Show all passages."""
        from peacereader.tui.screens.passages import PassagesScreen

        if library := self._tasks.library:
            self._screen.enter(PassagesScreen(self._context, library), self._come_back_from_passages)

    def _come_back_from_passages(self, passage: Passage | None) -> None:
        if passage:
            self._panes.go_to("article")
            self._pane.choose_passage(passage)
            self._browser.read_passage(passage)
        elif self._pane.article:
            self._tasks.passages.read(self._pane.article.id)

    # Exports

    def export(self, article: ArticleController) -> None:
        """Export the article that is being read, or all hits; each of them can be chosen in the dialog too."""
        from peacereader.tui.screens import exporting

        hits = exporting.hit_scopes(self._search.page.results if self._search.page else None)
        is_article_first = self._panes.current == "article"
        if not is_article_first:
            self._search.finish()
        article.export(hits, is_first=is_article_first)

    # Stories

    def open_story(self, article_id: str) -> None:
        """Show the articles that share the same copy with this one."""
        from peacereader.tui.screens.story import StoryScreen

        if library := self._tasks.library:
            screen = StoryScreen(self._context, library, article_id, self._open_place)
            self._screen.enter(screen, self._come_back_from_story)

    def _come_back_from_story(self, article_id: str | None) -> None:
        if article_id:
            self._search.finish()
            self._panes.go_to("article")
            self._browser.read_article(article_id)

    # Links in an article

    def follow(self, link: Link) -> None:
        """Search for what a link stands for, without ticks, or read the article that it leads to."""
        if query := link.query:
            self._panes.go_to("list")
            self._search.load(Request(query, sort=self._search.request.sort))
            self._search.finish()
        else:
            self._panes.go_to("article")
            self._browser.read_article(link.value)

    # Two articles side by side

    def compare(self, article: tuple[str, str]) -> None:
        """Mark an article, given as its id and title, for comparison, or compare it with the one that is marked."""
        from peacereader.tui.screens.comparing import mark_or_compare

        if library := self._tasks.library:
            mark_or_compare(self._screen, self._context, library, article, self._open_place)

    def _open_place(self, place: Place) -> None:
        self._search.finish()
        self._panes.go_to("article")
        self._browser.read_article(*place)

    # The concordance

    def open_concordance(self) -> None:
        """Show every hit of the search in a line of context."""
        from peacereader.tui.screens.concordance import ConcordanceScreen

        if library := self._tasks.library:
            self._search.finish()
            screen = ConcordanceScreen(self._context, library, self._search.request, self._logger, self.follow)
            self._screen.enter(screen, self._come_back_from_concordance)

    def _come_back_from_concordance(self, outcome: Outcome | None) -> None:
        if outcome is None:
            return
        article = self._pane.article
        if outcome.text != self._search.request.text:
            self._search.load(replace(self._search.request, text=outcome.text, view=None))
        elif outcome.has_read:
            self._search.repeat(keep_id=article.id if article else None)

    # Over time

    def open_timeline(self) -> None:
        """Show the search over time."""
        from peacereader.tui.screens.timeline import TimelineScreen

        if library := self._tasks.library:
            self._search.finish()
            self._screen.enter(TimelineScreen(self._context, library, self._search.request), self._narrow)

    def _narrow(self, request: Request | None) -> None:
        if request is not None:
            self._panes.go_to("list")
            self._search.load(request)

    # Searches

    def save_search(self) -> None:
        """Save the current search with its ticked facets."""
        if without_order(self._search.request) == Request():
            show_toast(
                self._screen,
                f"There is nothing to save: every article is shown. {key_of('search', self._context.keymap)} searches.",
            )
        else:
            self._search.finish()
            self._tasks.saved_searches.read_names(self._search.request)

    def ask_for_name(self, message: later.NamesRead) -> None:
        """Ask for the name of a search to save, unless the same search is already saved."""
        from peacereader.tui.dialogs.search_name import SearchNameScreen, proposed_name

        request = message.request
        same = [each.name for each in message.saved if without_order(each.request) == without_order(request)]
        if same:
            show_toast(self._screen, f"This search is saved already, as “{same[0]}”.")
            return

        def save(name: str | None) -> None:
            if name:
                self._tasks.saved_searches.save(name, request)

        taken = {search.name for search in message.saved}
        self._screen.enter(SearchNameScreen(request, proposed_name(request, taken), taken), save)

    def open_searches(self) -> None:
        """Show the saved and the recent searches."""
        from peacereader.tui.screens.searches import SearchesScreen

        if library := self._tasks.library:
            self._search.show_new_hits(0)
            unlogged = self._logger.take_unlogged(self._search.request)
            self._screen.enter(SearchesScreen(self._context, library, unlogged), self._come_back_from_searches)

    def _come_back_from_searches(self, search: Search | None) -> None:
        if search is not None:
            self.search_for(search)

    def search_for(self, search: Search | Request) -> None:
        """Run a search; of a saved one, what is new in it comes first."""
        self._panes.go_to("list")
        from peaceindex.model.saved_search import SavedSearch

        if isinstance(search, SavedSearch) and (library := self._tasks.library):
            self._search.load(library.search.view(search))
        else:
            self._search.load(search if isinstance(search, Request) else search.request)
