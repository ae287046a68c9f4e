"""The reading room: search line, facets, results and article. It handles the widgets' messages and starts tasks."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import ClassVar

from textual.app import ComposeResult
from textual.widgets import Input

from peaceindex.model.article import Article
from peaceindex.model.passage import Passage
from peaceindex.model.search import Matches, Request, Results, Sort
from peacereader import wording
from peacereader.tui.keys import bindings, key_of
from peacereader.tui.screens import greetings
from peacereader.tui.screens.following import RoomThatFollows
from peacereader.tui.screens.room_wording import Note, count_words, note_on, ways_out, words_for_nothing
from peacereader.tui.screens.toasts import in_passing
from peacereader.tui.tasks import messages as done
from peacereader.tui.tasks.opening import Opener
from peacereader.tui.widgets.article_pane import ArticlePane
from peacereader.tui.widgets.facet_pane import FacetPane
from peacereader.tui.widgets.panes import Panes
from peacereader.tui.widgets.result_list import ResultList
from peacereader.tui.widgets.search_line import NoteLine, SearchInput, SearchLine

SORTS: tuple[Sort, ...] = ("relevance", "newest", "oldest")
SORT_WORDS = {"relevance": "best match first", "newest": "newest first", "oldest": "oldest first"}
PANES = ("list", "article", "facets")

ADVICE_DELAY = 0.3
"""The seconds after which advice is sought for a query that finds nothing and has not changed."""

NEWS_DELAY = 0.5
"""The seconds from the first results to the count of new hits in saved searches, which nobody waits for."""

PREVIEW_DELAY = 0.06
"""The seconds that the cursor rests on a row before its article is read, so that holding j stays fast."""


class ReadingRoom(RoomThatFollows):
    """The main screen. Its layout follows the width: three panes, two, or one."""

    BINDINGS: ClassVar = bindings("room")

    AUTO_FOCUS = "#list"

    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (80, "-medium"), (120, "-wide"), (170, "-vast")]

    VERTICAL_BREAKPOINTS = [(0, "-low"), (20, "-high")]

    DEFAULT_CSS = """
    ReadingRoom { background: $background; }
    """

    def __init__(
        self,
        opener: Opener,
        query: str,
        measure: int,
        sort: Sort,
        samples: bool,
        logs: bool,
        remember: Callable[[str, str], None],
        copy: Callable[[str], None],
        keymap: Mapping[str, str],
    ) -> None:
        super().__init__(
            ArticlePane(measure, key_of("audit", keymap), id="article"), copy, keymap, logs, classes="-at-list"
        )
        self._opener = opener
        self._samples = samples
        self._remember = remember
        self._request = Request(text=query, sort=sort)
        self._results: Results | None = None
        """All hits of the search, one for each article."""
        self._rows: Results | None = None
        """The hits that have a row in the list: all of them, or one for each story."""
        self._article_index: int | None = None
        """The row of the article that is shown; None if it was not opened from the results."""
        self.answered: Request | None = None
        """The request whose results are shown."""
        self._ways_out: list[Request] = []
        """Requests to try instead when nothing is found: the choices in the list."""
        self._asked_index: int | None = None
        """The row whose article was requested last, so that a resting cursor does not request it again."""
        self._line = SearchLine(completes=True)
        self._note = NoteLine(id="note")
        self._facets = FacetPane(id="facets")
        self._list = ResultList(id="list")
        self._panes = Panes(self._facets, self._list, self._pane, order=PANES)

    def compose(self) -> ComposeResult:
        """Yield the search line, the note, the three panes and the key bar."""
        yield self._line
        yield self._note
        yield self._panes
        yield self._bar

    # Opening

    def on_mount(self) -> None:
        """Open the library in a worker, after the screen is painted."""
        with self.prevent(Input.Changed):
            self._line.input.value = self._request.text
        self._list.show(0, [], words=[greetings.OPENING])
        self.call_after_refresh(self.tasks.open, self._opener)

    def on_preparing(self, message: done.Preparing) -> None:
        """Show the progress of the preparations."""
        self._list.show(0, [], words=[message.words])

    def on_library_opened(self, message: done.LibraryOpened) -> None:
        """Show the notices, and search as soon as the library is open."""
        for notice in message.notices:
            self.notify(notice, severity="warning", timeout=20, markup=False)
        self.tasks.search.find(self._request)

    def on_failed(self, message: done.Failed) -> None:
        """Show the error in place of the results if there is no library."""
        if message.fatal:
            self._list.show(0, [], words=[message.words])
            self._pane.show_words([message.words, "", "q leaves."])

    # Searching

    def _ask(self, request: Request) -> None:
        self._request = request
        self._settling.asked()
        self.tasks.search.find(request)

    def on_search_done(self, message: done.SearchDone) -> None:
        """Show the results, unless the request has changed since."""
        results = message.results
        if message.asked != self._request:
            return
        self._settling.found(message.asked, results)
        if self.answered is None:
            self.set_timer(NEWS_DELAY, self.tasks.saved_searches.count_new_hits)
        same_list = self.answered is not None and replace(self.answered, days_of=message.asked.days_of) == message.asked
        self.answered = message.asked
        if same_list and not message.stay:
            self._facets.show(results.facets, message.copies)
            return
        position, reading = self._pane.place_to_remember or None, self._reading
        self._leave_article()
        self._results, self._rows = results, message.rows
        self._article_index = self._asked_index = None
        nothing = words_for_nothing(self._request, results, self._facets.any_ticked)
        self._list.show(message.rows.total, message.hits, message.index or 0, nothing)
        self._facets.show(results.facets, message.copies)
        self._line.say(count_words(results, message.copies.total))
        self._say_note()
        if message.stay:
            self._asked_index = message.index
            self.tasks.articles.read(message.stay, results.request, message.index, position, reading)
        elif results.total:
            self.show_row(0, to_read=False)
        else:
            self._pane.set_matches(Matches())
            self.set_timer(ADVICE_DELAY, lambda: self._advise(message.asked))

    def _advise(self, asked: Request) -> None:
        if asked == self._request:
            self.tasks.search.advise(asked)

    def on_advised(self, message: done.Advised) -> None:
        """Show other requests to try, if the list is still empty."""
        if message.asked == self._request == self.answered:
            self._ways_out = ways_out(message.results)
            words = words_for_nothing(message.asked, message.results, self._facets.any_ticked)
            self._list.show(0, [], words=words)

    def on_result_list_chosen(self, message: ResultList.Chosen) -> None:
        """Search for the chosen request instead."""
        self._adopt(self._ways_out[message.number])

    def _adopt(self, request: Request) -> None:
        """Search for a request that was not typed here, and show it in the search line and the facets."""
        with self.prevent(Input.Changed):
            self._line.input.value = request.text
        self._facets.tick(request.outlets, request.dates, request.tags)
        self._ask(request)

    def _say_note(self) -> None:
        note = note_on(self._request, self._results, self._samples) if self._results else Note()
        if not note.text and self._new_hits:
            words = wording.counted(self._new_hits, "new hit")
            note = Note(f"{words} in your saved searches", keys="W shows them")
        self._note.say(note.text, hint=note.hint, keys=note.keys)

    def on_new_hits(self, message: done.NewHits) -> None:
        """Show the number of new hits, unless the note shows something else."""
        self._new_hits = message.count
        self._say_note()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Search while the user types."""
        if event.value != self._request.text:
            self._ask(replace(self._request, text=event.value))

    def on_search_input_completing(self, message: SearchInput.Completing) -> None:
        """Request completions of the query."""
        self.tasks.search.complete(message.text, message.cursor)

    def on_completed(self, message: done.Completed) -> None:
        """Offer the completions."""
        self._line.input.offer(message.text, message.cursor, message.completions)

    def on_facet_pane_changed(self, message: FacetPane.Changed) -> None:
        """Narrow the search to the ticked facet values."""
        self._ask(replace(self._request, outlets=message.outlets, dates=message.dates, tags=message.tags))

    def on_facet_pane_days_wanted(self, message: FacetPane.DaysWanted) -> None:
        """Count the hits on each day of the unfolded months."""
        self._ask(replace(self._request, days_of=message.months))

    def action_sort(self) -> None:
        """Sort the results in the next order."""
        sort = SORTS[(SORTS.index(self._request.sort) + 1) % len(SORTS)]
        self._remember("sort", sort)
        in_passing(self, f"Results: {SORT_WORDS[sort]}.")
        self._ask(replace(self._request, sort=sort))

    def action_exact(self) -> None:
        """Turn other spellings of names off or on."""
        exact = not self._request.exact
        in_passing(self, "Only as typed." if exact else "Other spellings of names are searched too.")
        self._ask(replace(self._request, exact=exact))

    def action_fold(self) -> None:
        """Switch between one row for each story and one for each article."""
        search = self.tasks.search
        search.folds = not search.folds
        folded = "One row for each story: m shows its articles." if search.folds else "One row for each article."
        in_passing(self, folded)
        hit = self._list.hit(self._list.cursor)
        if hit:
            self.tasks.search.find(self._request, stay=hit.id)

    def on_result_list_rows_wanted(self, message: ResultList.RowsWanted) -> None:
        """Read a page of hits."""
        if self._rows:
            self.tasks.search.read_rows(self._rows, message.start, message.end)

    def on_rows_read(self, message: done.RowsRead) -> None:
        """Pass the page to the list, if the list still shows the same results."""
        if message.results is not self._rows:
            return
        if message.hits is None:
            self._list.forget(message.start)
        else:
            self._list.put(message.start, message.hits)

    # Articles

    def on_result_list_highlighted(self, message: ResultList.Highlighted) -> None:
        """Show the article beside the list when the cursor rests."""
        self.set_timer(PREVIEW_DELAY, lambda: self._show_if_resting(message.index))

    def _show_if_resting(self, index: int) -> None:
        if self._list.cursor == index and self._asked_index != index:
            self.show_row(index, to_read=False)

    def on_result_list_opened(self, message: ResultList.Opened) -> None:
        """Open the article to read it."""
        self._settling.settle(self._request)
        self._panes.go_to("article")
        self.show_row(message.index, to_read=True)

    def show_row(self, index: int, to_read: bool) -> None:
        """Show the article of a row. `to_read` says that the user opened it."""
        if not self._rows or not 0 <= index < self._rows.total:
            return
        if index == self._article_index and self._pane.article:
            if to_read and not self._reading:
                self._begin_reading()
            return
        self._leave_article()
        self._asked_index = index
        self.tasks.articles.read_row(self._rows, index, to_read)

    def on_article_read(self, message: done.ArticleRead) -> None:
        """Show the article."""
        self._article_index = message.index
        self._reading = False
        self._pane.show(message.article, message.matches, message.passages, message.position, context=message.passage)
        if message.to_read:
            self._begin_reading()

    def action_next_article(self) -> None:
        """Read the next article of the results."""
        self._step(1)

    def action_previous_article(self) -> None:
        """Read the previous article of the results."""
        self._step(-1)

    def _step(self, by: int) -> None:
        index = self._list.cursor + by
        if 0 <= index < self._list.total:
            self._list.move_to(index)
            self.show_row(index, to_read=True)
        else:
            in_passing(self, "This is the last article of the results." if by > 0 else "This is the first article.")

    def article_opened(self, article: Article) -> None:
        """Mark its row as read."""
        index = self._article_index
        hit = self._list.hit(index) if index is not None else None
        if index is not None and hit and hit.id == article.id and not hit.read:
            self._list.replace(index, replace(hit, read=True))

    def article_corrected(self, article: Article) -> None:
        """Search again, with the article still in view."""
        self.tasks.search.find(self._request, stay=article.id)

    # Stories

    def action_story(self) -> None:
        """Show the articles that share the same copy with this one."""
        hit = self._list.hit(self._list.cursor)
        article = self._pane.article if self._panes.current == "article" else None
        id = article.id if article else hit.id if hit else ""
        if hit and hit.id == id and hit.story_size < 2:
            in_passing(self, "No other article of the library tells the same copy.")
        elif id:
            self._open_story(id)

    # Passages

    def passages_known(self, article_id: str, passages: Sequence[Passage]) -> None:
        """Show the number of passages in the article's row."""
        index = self._list.cursor if self._article_index is None else self._article_index
        hit = self._list.hit(index)
        if hit and hit.id == article_id:
            self._list.replace(index, replace(hit, passages=len(passages)))

    # Moving between panes

    def action_next_pane(self) -> None:
        """Go to the next pane."""
        self._panes.turn(1)

    def action_previous_pane(self) -> None:
        """Go to the previous pane."""
        self._panes.turn(-1)

    def action_search(self) -> None:
        """Go to the search line."""
        self._line.input.focus()

    def action_facets(self) -> None:
        """Go to the facets, or from them back to the results."""
        self._panes.go_to("list" if self._panes.current == "facets" else "facets")

    def on_search_input_left(self, message: SearchInput.Left) -> None:
        """Go to the results."""
        if message.to_results:
            self._settling.settle(self._request)
        self._panes.go_to("list")

    def on_article_pane_left(self) -> None:
        """Go back to the results."""
        self._panes.go_to("list")

    def action_back(self) -> None:
        """Leave the innermost of these: the selection, the article or facets, the ticks, the query."""
        if self._pane.drop_selection():
            return
        if self._panes.current != "list":
            self._panes.go_to("list")
        elif self._facets.any_ticked:
            self._facets.action_clear()
        elif self._request.text:
            self._line.input.value = ""
