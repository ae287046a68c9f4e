"""The reading room: search line, facets, results and article. It passes messages and keys on to its controllers."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.widget import Widget
from textual.widgets import Input

from peaceindex.model.query_language import asks_for_marks, asks_for_own_names
from peaceindex.model.search import Request
from peacereader.tui.keys import bindings, key_of
from peacereader.tui.screens import placeholders
from peacereader.tui.screens.addition_controller import AdditionController
from peacereader.tui.screens.article_controller import ArticleController
from peacereader.tui.screens.article_screen import ArticleScreen
from peacereader.tui.screens.facet_controller import FacetController, open_facets
from peacereader.tui.screens.library_follower import LibraryFollower
from peacereader.tui.screens.navigation import NavigationController
from peacereader.tui.screens.outlet_controller import OutletController
from peacereader.tui.screens.result_browser import ResultBrowser
from peacereader.tui.screens.sample_offer import SampleOffer
from peacereader.tui.screens.search_controller import SearchController
from peacereader.tui.screens.search_logging import SearchLogger
from peacereader.tui.screens.tag_controller import TagController
from peacereader.tui.screens.toasts import show_error, show_toast
from peacereader.tui.tasks.library_tasks import LibraryTasks
from peacereader.tui.widgets.article_pane import ArticlePane
from peacereader.tui.widgets.facet_pane import FacetPane
from peacereader.tui.widgets.key_bar import KeyBar
from peacereader.tui.widgets.panes import Panes
from peacereader.tui.widgets.result_list import ResultList
from peacereader.tui.widgets.search_line import NOTHING_EARLIER, SearchInput, SearchLine
from peacereader.tui.widgets.state_line import StateLine

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from peaceindex.model.article import Article
    from peaceindex.model.article_marks import Mark
    from peaceindex.model.search import Request, Sort
    from peacereader.tui.screens.context import ReaderContext
    from peacereader.tui.screens.mark_controller import MarkController
    from peacereader.tui.screens.state_controller import StateController
    from peacereader.tui.tasks import later_messages as later
    from peacereader.tui.tasks import messages as done
    from peacereader.tui.tasks.opening import Opener
    from peacereader.tui.widgets.pane_layout import Pane
    from peacereader.tui.widgets.search_list import Search

PANES: tuple[Pane, ...] = ("list", "article", "facets")


class ReadingRoom(ArticleScreen[None]):
    """The main screen. Its layout follows the width: three panes, two, or one.

    What it does is in its controllers: one each for the search, the article, the results that are read one after
    another, other screens, and the changes that others make to the library.
    """

    BINDINGS: ClassVar = bindings("room")

    AUTO_FOCUS = "#list"

    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (80, "-medium"), (120, "-wide"), (170, "-vast")]

    VERTICAL_BREAKPOINTS = [(0, "-low"), (20, "-high")]

    DEFAULT_CSS = """
    ReadingRoom { background: $background; }
    """

    def __init__(
        self,
        context: ReaderContext,
        opener: Opener,
        request: Request,
        *,
        is_sample_library: bool = False,
        first_paths: Sequence[Path] = (),
    ) -> None:
        super().__init__()
        self._is_opening = False
        self._opener = opener
        self._reader_context = context
        self._line = SearchLine(completes=True)
        self._state_line = StateLine(id="state")
        self._facets = FacetPane(id="facets", open=open_facets(context))
        self._list = ResultList(id="list")
        audit_key = key_of("audit", context.keymap)
        self._pane = ArticlePane(context.measure, audit_key, id="article", annotator=context.annotator)
        self._panes = Panes(self._facets, self._list, self._pane, order=PANES)
        self._bar = KeyBar(context.keymap)
        self.tasks = tasks = LibraryTasks(self)
        logger = SearchLogger(self, tasks, context.logs_searches)
        self._article = ArticleController(self, context, tasks, self._pane, self._bar)
        self._search = search = SearchController(
            self,
            context,
            tasks,
            logger,
            request,
            self._line,
            self._state_line,
            self._facets,
            self._list,
            is_sample_library,
        )
        self._ticks = FacetController(context, search, self._facets)
        self._browser = browser = ResultBrowser(self, tasks, search, self._article, self._list, self._pane)
        self._tags = TagController(self, tasks, search, self._list, self._pane)
        self._outlets = OutletController(self, tasks, search)
        self._navigation = NavigationController(self, context, tasks, logger, search, browser, self._panes, self._pane)
        self._samples = SampleOffer(self, context, tasks)
        self._additions = AdditionController(
            self, context, tasks, search, browser, self._list, self._pane, self._panes, is_sample_library, first_paths
        )
        self.follower = LibraryFollower(self, tasks, search, browser, self._list, self._pane)

    @cached_property
    def _marks(self) -> MarkController:
        from peacereader.tui.screens.mark_controller import MarkController

        return MarkController(self, self._reader_context, self.tasks, self._search, self._list, self._pane)

    def compose(self) -> ComposeResult:
        """Yield the search line, the state line, the three panes and the key bar."""
        yield self._line
        yield self._state_line
        yield self._panes
        yield self._additions.line
        yield self._bar

    @property
    def answered(self) -> Request | None:
        """The request whose results are shown."""
        return self._search.answered

    def save_position(self) -> None:
        """Remember how far the article was read, at once, because the reader is closing."""
        self._article.save_position()

    # Opening

    def on_mount(self) -> None:
        """Open the library in a worker, after the screen is painted."""
        self._search.show_text(self._search.request.text)
        self._list.show(0, [], words=[placeholders.OPENING])
        self.call_after_refresh(self._open)

    def on_screen_suspend(self) -> None:
        """Open the library even if another screen covers this one before it was painted.

        Articles may be read there: the way back leads to this one where it is left now.
        """
        self._open()
        self._article.note_place()

    def _open(self) -> None:
        if not self._is_opening:
            self._is_opening = True
            self.tasks.open(self._opener)

    def on_preparing(self, message: done.Preparing) -> None:
        """Show the progress of the preparations."""
        self._list.show(0, [], words=[message.words])

    def on_library_opened(self, message: done.LibraryOpened) -> None:
        """Show the notices, and search as soon as the library is open."""
        for notice in message.notices:
            self.notify(notice, severity="warning", timeout=20, markup=False)
        self._search.repeat()
        self.follower.start(message.revision)
        if not self._additions.start():
            self._samples.look()

    def on_sample_passages(self, message: later.SamplePassages) -> None:
        """Ask whether to take passages along from the sample pages."""
        self._samples.ask(message.count)

    def on_samples_taken(self, message: later.SamplesTaken) -> None:
        """Show what came."""
        show_toast(self, message.words)
        self.follower.check()

    def on_failed(self, message: done.Failed) -> None:
        """Show the error, also in place of the results if there is no library."""
        if message.is_fatal:
            self._list.show(0, [], words=[message.words])
            self._pane.show_words([message.words, "", "q leaves."])
        show_error(self, message.words)

    # Changes by others

    def on_library_changed(self, message: done.LibraryChanged) -> None:
        """Show the new content."""
        self.follower.show(message)

    # Searching

    def on_input_changed(self, event: Input.Changed) -> None:
        """Search while the user types."""
        self._search.type(event.value)

    def on_facet_pane_changed(self, message: FacetPane.Changed) -> None:
        """Narrow the search to the ticked facet values."""
        self._ticks.narrow(message)

    def on_facet_pane_counts_wanted(self, message: FacetPane.CountsWanted) -> None:
        """Count what is unfolded."""
        self._ticks.count(message)

    def on_facet_pane_spellings_wanted(self, message: FacetPane.SpellingsWanted) -> None:
        """Look for other spellings of what filters the values of a facet."""
        self.tasks.search.spell(message.text)

    def on_spelled(self, message: later.Spelled) -> None:
        """Show the values with other spellings too."""
        self._facets.add_spellings(message.text, message.spellings)

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

    def on_marked_seen(self, message: done.MarkedSeen) -> None:
        """Show that what was new is not new any more, or is new again."""
        self._search.show_marked(message)

    def on_search_done(self, message: done.SearchDone) -> None:
        """Show the results, and the first of their articles."""
        if self._search.show(message):
            self._browser.show_first(message)

    def on_advised(self, message: done.Advised) -> None:
        """Show other requests to try."""
        self._search.show_advice(message)

    def on_result_list_chosen(self, message: ResultList.Chosen) -> None:
        """Search for the chosen request instead."""
        self._search.choose_alternative(message.number)

    def on_new_hits(self, message: done.NewHits) -> None:
        """Show the number of new hits in saved searches."""
        self._search.show_new_hits(message.count)

    def on_search_input_completing(self, message: SearchInput.Completing) -> None:
        """Request completions of the query."""
        self.tasks.search.complete(message.text, message.cursor)

    def on_completed(self, message: done.Completed) -> None:
        """Offer the completions."""
        self._line.input.offer(message.text, message.cursor, message.completions)

    def on_result_list_rows_wanted(self, message: ResultList.RowsWanted) -> None:
        """Read a page of hits."""
        self._search.read_rows(message.start, message.end)

    def on_rows_read(self, message: done.RowsRead) -> None:
        """Pass the page to the list."""
        self._search.show_rows(message)

    # The state line and earlier searches

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

    def on_state_line_removed(self, message: StateLine.Removed) -> None:
        """Search without what the chip stands for."""
        self._state.remove(message.chip)

    def on_state_line_clicked(self, message: StateLine.Clicked) -> None:
        """Change what was clicked."""
        self._state.click(message.kind)

    def on_state_line_left(self) -> None:
        """Go back to the pane that had the focus before."""
        self._state.leave()

    def on_search_input_empty_deleted(self) -> None:
        """Remove the last chip."""
        self._state.remove_last()

    def on_search_input_history_wanted(self) -> None:
        """Read the earlier searches."""
        self.tasks.saved_searches.read_history()

    def on_history_read(self, message: later.HistoryRead) -> None:
        """Go through them in the search line."""
        self._line.input.walk([*message.texts, *self._search.steps.texts])

    def on_search_input_nothing_earlier(self) -> None:
        """Say that there is none."""
        show_toast(self, NOTHING_EARLIER)

    def action_undo_search(self) -> None:
        """Undo the last change of the search."""
        self._state.undo()

    def action_trail(self, by: int) -> None:
        """Read the article that was read before, or after, the one in view."""
        self._navigation.go_along_trail(by)

    # The articles of the results

    def on_result_list_highlighted(self, message: ResultList.Highlighted) -> None:
        """Show the article beside the list when the cursor rests."""
        self._browser.preview(message.index)

    def on_result_list_opened(self, message: ResultList.Opened) -> None:
        """Open the article to read it."""
        self._search.finish()
        self._panes.go_to("article")
        self._browser.show_row(message.index, is_opened=True)

    def on_article_read(self, message: done.ArticleRead) -> None:
        """Show the article."""
        self._browser.show_article(message)

    def action_next_article(self) -> None:
        """Read the next article of the results."""
        self._browser.step(1)

    def action_previous_article(self) -> None:
        """Read the previous article of the results."""
        self._browser.step(-1)

    # The article that is shown

    def on_article_pane_measure_changed(self, message: ArticlePane.MeasureChanged) -> None:
        """Divide the room for the new measure."""
        self._panes.fit()

    def on_article_pane_followed(self, message: ArticlePane.Followed) -> None:
        """Search for what a link stands for, or read the article that it leads to."""
        self._navigation.follow(message.link)

    def step_work(self, *, is_redo: bool) -> None:
        """Undo or redo a change of passages."""
        (self._state.redo if is_redo else self._state.undo_work)()

    def on_neighbours_read(self, message: later.NeighboursRead) -> None:
        """Show where the article leads."""
        self._article.show_neighbours(message)

    def on_passages_changed(self, message: done.PassagesChanged) -> None:
        """Draw the passages, show their number in the article's row, and what is found or counted by them now."""
        self._article.show_passages(message)
        self._browser.show_passage_count(message)
        if self._search.request.counts_own_work or asks_for_own_names(self._search.request.text):
            self.follower.check()

    def action_tag(self) -> None:
        """Ask for the user's own tags on this article."""
        self._tags.choose(self._pane.article if self._panes.current == "article" else None)

    def action_tag_hits(self) -> None:
        """Ask for the user's own tags on all articles that the search finds."""
        self._tags.choose_for_hits()

    def on_tags_read(self, message: later.TagsRead) -> None:
        """Ask which tags the articles should have."""
        self._tags.ask(message)

    def on_tags_changed(self, message: later.TagsChanged) -> None:
        """Show the tags, and what is found now if they are asked for."""
        self._tags.show(message)
        if asks_for_own_names(self._search.request.text):
            self.follower.check()

    def action_mark(self, mark: Mark) -> None:
        """Set a mark on this article, or take it off."""
        self._marks.toggle(mark, self._pane.article if self._panes.current == "article" else None)

    def action_hits_read(self) -> None:
        """Mark all articles that the search finds as read."""
        self._marks.mark_hits_read()

    def on_marks_changed(self, message: later.MarksChanged) -> None:
        """Show the marks, and what is found now if they are asked for."""
        self._marks.show(message)
        if asks_for_marks(self._search.request.text):
            self.follower.check(after_own_work=True)

    def action_undo(self) -> None:
        """Undo the last change of tags or passages, or the last removal."""
        self._state.undo_work()

    def on_nothing_removed(self) -> None:
        """Undo the last change of tags or passages: it is later than any removal."""
        self._article.step(is_redo=False)

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

    # What is added and removed

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

    def on_addition_progress(self, message: later.AdditionProgress) -> None:
        """Show how far it is."""
        self._additions.show_progress(message)

    def on_addition_ended(self, message: later.AdditionEnded) -> None:
        """Show what came, and what failed."""
        self._additions.show_end(message)
        self.follower.check()
        self._samples.look()

    def on_watch_found(self, message: later.WatchFound) -> None:
        """Show what came."""
        self.follower.check()

    def on_result_list_removal_wanted(self, message: ResultList.RemovalWanted) -> None:
        """Move the article, or all hits, to the bin."""
        self._additions.remove(are_all=message.are_all)

    def on_hits_to_remove(self, message: later.HitsToRemove) -> None:
        """Ask whether to remove them."""
        self._additions.ask_to_remove(message.ids)

    def on_articles_removed(self, message: later.ArticlesRemoved) -> None:
        """Show the results without them, or with those that came back."""
        self._additions.show_removed(message)

    def on_own_library_made(self, message: later.OwnLibraryMade) -> None:
        """Offer to open the user's own library."""
        self._additions.offer_own_library(message)

    # Other screens

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

    def on_names_read(self, message: later.NamesRead) -> None:
        """Ask for a name for the search."""
        self._navigation.ask_for_name(message)

    def on_action_done(self, message: done.ActionDone) -> None:
        """Show what was done."""
        show_toast(self, message.words)

    # Commands

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

    def open_article(self, article_id: str) -> None:
        """Read an article, whether or not it is among the results."""
        self._panes.go_to("article")
        self._browser.read_article(article_id)

    def go_to_pane(self, pane: Widget) -> None:
        """Go to a pane or another part of the screen."""
        if pane.id in PANES:
            self._panes.go_to(pane.id)
        else:
            pane.focus()

    # Moving between panes

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

    def on_search_input_left(self, message: SearchInput.Left) -> None:
        """Go to the results."""
        if message.to_results and (refused := self._search.enter()):
            self.on_search_done(refused)
        else:
            self._panes.go_to("list")

    def on_article_pane_left(self) -> None:
        """Go back to the results."""
        self._panes.go_to("list")

    def action_back(self) -> None:
        """Leave the selection or the find, else the article or the facets. In the list, say how to clear the search."""
        if self._pane.step_out():
            return
        if self._panes.current != "list":
            self._panes.go_to("list")
        else:
            self._state.say_how_to_clear()
