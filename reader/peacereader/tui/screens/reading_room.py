"""The reading room: search line, facets, results and article. It passes messages and keys on to its controllers."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.widgets import Input

from peaceindex.model.query_language import asks_for_marks, asks_for_own_names
from peaceindex.model.search import Request
from peacereader import wording
from peacereader.tui.keys import bindings, key_of
from peacereader.tui.screens import placeholders
from peacereader.tui.screens.article_controller import ArticleController
from peacereader.tui.screens.facet_controller import FacetController, open_facets
from peacereader.tui.screens.library_follower import LibraryFollower
from peacereader.tui.screens.navigation import NavigationController
from peacereader.tui.screens.result_browser import ResultBrowser
from peacereader.tui.screens.room_actions import PANES, RoomActions
from peacereader.tui.screens.sample_offer import SampleOffer
from peacereader.tui.screens.search_controller import SearchController
from peacereader.tui.screens.search_logging import SearchLogger
from peacereader.tui.screens.toasts import show_error, show_toast
from peacereader.tui.tasks.library_tasks import LibraryTasks
from peacereader.tui.widgets.article_pane import ArticlePane
from peacereader.tui.widgets.facet_pane import FacetPane
from peacereader.tui.widgets.key_bar import KeyBar
from peacereader.tui.widgets.pane_layout import THREE_FROM, TWO_FROM
from peacereader.tui.widgets.panes import Panes
from peacereader.tui.widgets.result_list import ResultList
from peacereader.tui.widgets.search_line import NOTHING_EARLIER, SearchInput, SearchLine
from peacereader.tui.widgets.state_line import StateLine

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from peaceindex.model.search import Request
    from peacereader.tui.screens.context import ReaderContext
    from peacereader.tui.tasks import later_messages as later
    from peacereader.tui.tasks import messages as done
    from peacereader.tui.tasks import step_messages as steps
    from peacereader.tui.tasks.opening import Opener


class ReadingRoom(RoomActions):
    """The main screen. Its layout follows the width: three panes, two, or one.

    What it does is in its controllers: one each for the search, the article, the results that are read one after
    another, other screens, and the changes that others make to the library.
    """

    BINDINGS: ClassVar = bindings("room")

    AUTO_FOCUS = "#list"

    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (TWO_FROM, "-medium"), (THREE_FROM, "-wide")]

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
        self._navigation = NavigationController(self, context, tasks, logger, search, browser, self._panes, self._pane)
        self._samples = SampleOffer(self, context, tasks)
        self._is_sample_library = is_sample_library
        self._first_paths = first_paths
        self.follower = LibraryFollower(self, tasks, search, browser, self._list, self._pane)

    def compose(self) -> ComposeResult:
        """Yield the search line, the state line, the three panes and the key bar."""
        yield self._line
        yield self._state_line
        yield self._panes
        yield self._bar

    @property
    def answered(self) -> Request | None:
        """The request whose results are shown."""
        return self._search.answered

    @property
    def subject(self) -> str:
        """The article while it is read, else the query."""
        shown = self._pane.article if self._pane.has_focus else None
        return shown.title or wording.TITLE_NOT_KNOWN if shown else self._search.request.text

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
        has_additions = self._is_sample_library or self._first_paths
        if not (has_additions and self._additions.start()):
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
        self.go_on()

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

    def on_facet_pane_hinted(self, message: FacetPane.Hinted) -> None:
        """Show the hint."""
        show_toast(self, message.text)

    def on_facet_pane_spellings_wanted(self, message: FacetPane.SpellingsWanted) -> None:
        """Look for other spellings of what filters the values of a facet."""
        self.tasks.search.spell(message.text)

    def on_spelled(self, message: later.Spelled) -> None:
        """Show the values with other spellings too."""
        self._facets.add_spellings(message.text, message.spellings)

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
        self.go_on(message.article.id)

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

    def on_passages_changed(self, message: done.PassagesChanged) -> None:
        """Draw the passages, show their number in the article's row, and what is found or counted by them now."""
        self._article.show_passages(message)
        self._browser.show_passage_count(message)
        if self._search.request.counts_own_work or asks_for_own_names(self._search.request.text):
            self.follower.check()

    def on_tags_read(self, message: later.TagsRead) -> None:
        """Ask which tags the articles should have."""
        self._tags.ask(message)

    def on_tags_changed(self, message: later.TagsChanged) -> None:
        """Show the tags, and what is found now if they are asked for."""
        self._tags.show(message)
        if asks_for_own_names(self._search.request.text):
            self.follower.check()

    def on_marks_changed(self, message: later.MarksChanged) -> None:
        """Show the marks, and what is found now if they are asked for."""
        self._marks.show(message)
        if asks_for_marks(self._search.request.text):
            self.follower.check(after_own_work=True)

    def on_nothing_removed(self, message: steps.NothingRemoved) -> None:
        """Undo the last change of tags or passages: it is later than any removal."""
        self.tasks.passages.undo(message.step)

    def on_removal_undone(self, message: steps.RemovalUndone) -> None:
        """Note that a removal was undone."""
        self._state.note_removal(message)

    def on_nothing_undone(self, message: steps.NothingUndone) -> None:
        """Note that there is nothing to redo either."""
        self._state.forget(message.step)

    def on_nothing_redone(self) -> None:
        """Redo what was undone before."""
        self._state.redo()

    # What is added and removed

    def on_addition_progress(self, message: later.AdditionProgress) -> None:
        """Show how far it is."""
        self._additions.show_progress(message)

    def on_addition_ended(self, message: later.AdditionEnded) -> None:
        """Show what came, and what failed."""
        self._additions.show_end(message)
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

    def on_names_read(self, message: later.NamesRead) -> None:
        """Ask for a name for the search."""
        self._navigation.ask_for_name(message)

    def on_action_done(self, message: done.ActionDone) -> None:
        """Show what was done."""
        show_toast(self, message.words)

    # Moving between panes

    def on_search_input_left(self, message: SearchInput.Left) -> None:
        """Go to the results."""
        if message.to_results and (refused := self._search.enter()):
            self.on_search_done(refused)
        else:
            self._panes.go_to("list")

    def on_article_pane_left(self) -> None:
        """Go back to the results."""
        self._panes.go_to("list")
