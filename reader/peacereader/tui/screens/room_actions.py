"""What the keys of the reading room do: each action passes on to the controller whose work it is."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from peacereader.tui.screens.article_screen import ArticleScreen

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from textual.widget import Widget

    from peaceindex.model.article import Article
    from peaceindex.model.article_marks import Mark
    from peaceindex.model.search import Request, Sort
    from peacereader.tui.screens.addition_controller import AdditionController
    from peacereader.tui.screens.context import ReaderContext
    from peacereader.tui.screens.library_follower import LibraryFollower
    from peacereader.tui.screens.mark_controller import MarkController
    from peacereader.tui.screens.navigation import NavigationController
    from peacereader.tui.screens.outlet_controller import OutletController
    from peacereader.tui.screens.result_browser import ResultBrowser
    from peacereader.tui.screens.search_controller import SearchController
    from peacereader.tui.screens.state_controller import StateController
    from peacereader.tui.screens.tag_controller import TagController
    from peacereader.tui.tasks.library_tasks import LibraryTasks
    from peacereader.tui.widgets.article_pane import ArticlePane
    from peacereader.tui.widgets.facet_pane import FacetPane
    from peacereader.tui.widgets.pane_layout import Pane
    from peacereader.tui.widgets.panes import Panes
    from peacereader.tui.widgets.result_list import ResultList
    from peacereader.tui.widgets.search_line import SearchLine
    from peacereader.tui.widgets.search_list import Search
    from peacereader.tui.widgets.state_line import StateLine

PANES: tuple[Pane, ...] = ("list", "article", "facets")
"""The panes by their ids, in the order in which Tab goes through them."""


class RoomActions(ArticleScreen[None]):
    """The actions of the reading room, and what commands ask of it. The room itself makes its parts."""

    tasks: LibraryTasks
    follower: LibraryFollower
    _reader_context: ReaderContext
    _line: SearchLine
    _state_line: StateLine
    _facets: FacetPane
    _list: ResultList
    _pane: ArticlePane
    _panes: Panes
    _search: SearchController
    _browser: ResultBrowser
    _navigation: NavigationController
    _is_sample_library: bool
    _first_paths: Sequence[Path]
    _then: tuple[str, Callable[[], None]] | None = None
    """The id of an article that is being read, and what to do when it is shown."""

    # What the first paint does not need is made when it is first asked for.

    @cached_property
    def _tags(self) -> TagController:
        from peacereader.tui.screens.tag_controller import TagController

        return TagController(self, self.tasks, self._search, self._list, self._pane)

    @cached_property
    def _outlets(self) -> OutletController:
        from peacereader.tui.screens.outlet_controller import OutletController

        return OutletController(self, self.tasks, self._search)

    @cached_property
    def _additions(self) -> AdditionController:
        from peacereader.tui.screens.addition_controller import AdditionController

        return AdditionController(
            self,
            self._reader_context,
            self.tasks,
            self._search,
            self.follower,
            self._list,
            self._pane,
            self._panes,
            self._is_sample_library,
            self._first_paths,
        )

    @cached_property
    def _marks(self) -> MarkController:
        from peacereader.tui.screens.mark_controller import MarkController

        return MarkController(self, self._reader_context, self.tasks, self._search, self._list, self._pane)

    def action_sort(self) -> None:
        """Sort the results in the next order."""
        self._search.change_sort()

    def action_exact(self) -> None:
        """Turn other spellings of names off or on."""
        self._search.change_exact()

    def action_fold(self) -> None:
        """Switch between one row for each story and one for each article."""
        self._search.change_folding()

    def action_mark_seen(self) -> None:
        """Mark what is new in a saved search as seen, or undo that."""
        self._search.mark_seen()

    @cached_property
    def _state(self) -> StateController:
        """What the state line does. It is made at the first key that needs it, after the first paint."""
        from peacereader.tui.screens.state_controller import StateController

        return StateController(
            self, self._reader_context, self.tasks, self._search, self._article, self._state_line, self._panes
        )

    def action_chips(self) -> None:
        """Go to the chips, to remove some."""
        self._state.choose()

    def action_undo_search(self) -> None:
        """Undo the last change of the search."""
        self._state.undo()

    def action_trail(self, by: int) -> None:
        """Read the article that was read before, or after, the one in view."""
        self._navigation.go_along_trail(by)

    def action_next_article(self) -> None:
        """Read the next article of the results."""
        self._browser.step(1)

    def action_previous_article(self) -> None:
        """Read the previous article of the results."""
        self._browser.step(-1)

    def action_tag(self) -> None:
        """Ask for the user's own tags on this article."""
        self._tags.choose(self._pane.article if self._panes.current == "article" else None)

    def action_tag_hits(self) -> None:
        """Ask for the user's own tags on all articles that the search finds."""
        self._tags.choose_for_hits()

    def action_mark(self, mark: Mark) -> None:
        """Set a mark on this article, or take it off."""
        self._marks.toggle(mark, self._pane.article if self._panes.current == "article" else None)

    def action_hits_read(self) -> None:
        """Mark all articles that the search finds as read."""
        self._marks.mark_hits_read()

    def action_undo(self) -> None:
        """Undo the last change of tags or passages, or the last removal."""
        self._state.undo_work()

    def action_redo(self) -> None:
        """Redo what was undone last: a change of the search, of tags or passages."""
        self._state.redo()

    def action_outlet_of_hits(self) -> None:
        """Ask for the outlet of all articles that the search finds."""
        self._outlets.choose_for_hits()

    def action_open_address(self) -> None:
        """Open the article's address in the browser."""
        self._article.open_address()

    def action_export(self) -> None:
        """Export the article that is being read, or the hits."""
        self._navigation.export(self._article)

    def action_audit(self) -> None:
        """Show the page as it was scraped. If it is corrected, search again with the article still in view."""

        def search_again(article: Article) -> None:
            self._search.repeat(keep_id=article.id)

        self._article.open_audit(search_again)

    @property
    def additions(self) -> AdditionController:
        """What adds and removes articles."""
        return self._additions

    def action_add(self) -> None:
        """Add a file or folder, or see how far that is."""
        self._additions.add()

    def action_folders(self) -> None:
        """Show what was added."""
        self._additions.open_folders()

    def action_passages(self) -> None:
        """Show all passages."""
        self._navigation.open_passages()

    def action_story(self) -> None:
        """Show the articles that share the same copy with this one."""
        focused = self._pane.article if self._panes.current == "article" else None
        if article_id := self._browser.article_with_story(focused):
            self._navigation.open_story(article_id)

    def action_compare(self) -> None:
        """Mark this article for comparison, or compare it with the one that is marked."""
        focused = self._pane.article if self._panes.current == "article" else None
        if article := self._browser.chosen_article(focused):
            self._navigation.compare(article)

    def action_concordance(self) -> None:
        """Show every hit of the search in a line of context."""
        self._navigation.open_concordance()

    def action_timeline(self) -> None:
        """Show the search over time."""
        self._navigation.open_timeline()

    def action_searches(self) -> None:
        """Show the saved and the recent searches."""
        self._navigation.open_searches()

    def action_save_search(self) -> None:
        """Save the current search with its ticked facets."""
        self._navigation.save_search()

    def search_for(self, search: Search | Request) -> None:
        """Search for something that was chosen elsewhere."""
        self._navigation.search_for(search)

    @property
    def sort(self) -> Sort:
        """The order of the results."""
        return self._search.request.sort

    def sort_by(self, sort: Sort) -> None:
        """Sort the results in this order."""
        self._search.sort_by(sort)

    def open_article(
        self, article_id: str, position: int | None = None, then: Callable[[], None] | None = None
    ) -> None:
        """Read an article, whether or not it is among the results, from a position on or from where reading ended.

        `then` is called when it is shown; not if it cannot be read, or another is shown instead.
        """
        self._panes.go_to("article")
        self._then = (article_id, then) if then else None
        self._browser.read_article(article_id, position)

    def go_on(self, article_id: str = "") -> None:
        """Do what was to be done when an article is shown. Without an id none could be read, and it is not done."""
        waiting, self._then = self._then, None
        if waiting and waiting[0] == article_id:
            self.set_focus(self._pane)  # at once: what is done then is about the article in focus
            self.call_after_refresh(waiting[1])

    def go_to_pane(self, pane: Widget) -> None:
        """Go to a pane or another part of the screen."""
        if pane.id in PANES:
            self._panes.go_to(pane.id)
        else:
            pane.focus()

    def action_next_pane(self) -> None:
        """Go to the next pane."""
        self._panes.turn(1)

    def action_previous_pane(self) -> None:
        """Go to the previous pane."""
        self._panes.turn(-1)

    def action_search(self) -> None:
        """Go to the search line, with the results in view where there is no room for all panes."""
        self._search.steps.settle()
        self._panes.show("list")
        self._line.input.focus()

    def action_facets(self) -> None:
        """Go to the facets, or from them back to the results."""
        self._panes.go_to("list" if self._panes.current == "facets" else "facets")

    def action_back(self) -> None:
        """Leave the selection or the find, else the article or the facets. In the list, say how to clear the search."""
        if self._pane.step_out():
            return
        if self._panes.current != "list":
            self._panes.go_to("list")
        else:
            self._state.say_how_to_clear()
