"""Navigation from the reading room to other screens and back: passages, stories, concordance, searches."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from peaceindex.model.passage import Passage
from peaceindex.model.saved_search import SavedSearch
from peaceindex.model.search import Request
from peacereader.tui.screens.article_reading import ArticleReading
from peacereader.tui.screens.settled_searches import Settling, kind_of
from peacereader.tui.screens.toasts import in_passing
from peacereader.tui.tasks import messages as done
from peacereader.tui.tasks.library_tasks import LibraryTasks
from peacereader.tui.widgets.article_pane import ArticlePane
from peacereader.tui.widgets.panes import Panes

if TYPE_CHECKING:
    from peacereader.tui.screens.concordance import Outcome
    from peacereader.tui.widgets.search_list import Search


class RoomWithDoors(ArticleReading[None]):
    """The part of the reading room that opens other screens. With `logs`, finished searches are logged."""

    _request: Request
    _panes: Panes
    _asked_index: int | None

    def __init__(
        self, pane: ArticlePane, copy: Callable[[str], None], keymap: Mapping[str, str], logs: bool, classes: str
    ) -> None:
        super().__init__(LibraryTasks(self), pane, copy, keymap, classes)
        self._logs = logs
        self._settling = Settling(self, self.tasks, logs)
        self._new_hits = 0
        """The number of hits in saved searches that the user has not seen."""

    def _adopt(self, request: Request) -> None:
        """Search for a request that was not entered in this screen."""
        raise NotImplementedError

    def _say_note(self) -> None:
        """Show the current note under the search line."""
        raise NotImplementedError

    # Passages

    def action_passages(self) -> None:
        """Show all passages."""
        from peacereader.tui.screens.passages import PassagesScreen

        if self.tasks.library:
            self.enter(PassagesScreen(self.tasks.library, self._copy, self._keymap), self._come_back_from_passages)

    def _come_back_from_passages(self, passage: Passage | None) -> None:
        if passage:
            self._leave_article()
            self._panes.go_to("article")
            self._asked_index = None
            self.tasks.articles.read_at(passage, self._request)
        elif self._pane.article:
            self.tasks.passages.read(self._pane.article.id)

    # Stories

    def _open_story(self, article_id: str) -> None:
        from peacereader.tui.screens.story import StoryScreen

        if library := self.tasks.library:
            self.enter(StoryScreen(library, article_id, self._keymap), self._come_back_from_story)

    def _come_back_from_story(self, article_id: str | None) -> None:
        if article_id:
            self._settling.settle(self._request)
            self._leave_article()
            self._panes.go_to("article")
            self._asked_index = None
            self.tasks.articles.read(article_id, self._request, None, None, to_read=True)

    # The concordance

    def action_concordance(self) -> None:
        """Show every hit of the search in a line of context."""
        from peacereader.tui.screens.concordance import ConcordanceScreen

        if library := self.tasks.library:
            self._settling.settle(self._request)
            screen = ConcordanceScreen(
                library, self._request, self._settling, self._copy, self._keymap, self._pane.measure
            )
            self.enter(screen, self._come_back_from_concordance)

    def _come_back_from_concordance(self, outcome: Outcome | None) -> None:
        if outcome is None:
            return
        article = self._pane.article
        if outcome.text != self._request.text:
            self._adopt(replace(self._request, text=outcome.text))
        elif outcome.read:
            self.tasks.search.find(self._request, stay=article.id if article else None)

    # Searches

    def action_save_search(self) -> None:
        """Save the current search with its ticked facets."""
        if kind_of(self._request) == Request():
            in_passing(self, "There is nothing to save: every article is shown. / searches.")
        else:
            self._settling.settle(self._request)
            self.tasks.saved_searches.read_names(self._request)

    def on_names_read(self, message: done.NamesRead) -> None:
        """Ask for a name, unless the same search is already saved."""
        from peacereader.tui.dialogs.search_name import SearchNameScreen, proposed_name

        request = message.request
        same = [search.name for search in message.saved if kind_of(search.request) == kind_of(request)]
        if same:
            in_passing(self, f"This search is saved already, as “{same[0]}”.")
            return

        def keep(name: str | None) -> None:
            if name:
                self.tasks.saved_searches.save(name, request)

        taken = {search.name for search in message.saved}
        self.enter(SearchNameScreen(request, proposed_name(request, taken), taken), keep)

    def on_said(self, message: done.Said) -> None:
        """Show the message."""
        in_passing(self, message.words)

    def action_searches(self) -> None:
        """Show the saved and the recent searches."""
        from peacereader.tui.screens.searches import SearchesScreen

        if library := self.tasks.library:
            self._new_hits = 0
            self._say_note()
            due = self._settling.due(self._request)
            screen = SearchesScreen(library, self._logs, due, self._copy, self._keymap)
            self.enter(screen, self._come_back_from_searches)

    def _come_back_from_searches(self, search: Search | None) -> None:
        if search is None:
            return
        if isinstance(search, SavedSearch):
            self.tasks.saved_searches.mark_seen(search.name)
        self._panes.go_to("list")
        self._adopt(search.request)
