"""The search of the reading room: its request, what came of it, and the widgets that show both."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from textual.widgets import Input

from peacereader import wording
from peacereader.tui.keys import key_of
from peacereader.tui.screens.search_steps import SearchState, SearchSteps
from peacereader.tui.screens.search_wording import (
    Note,
    alternative_requests,
    count_words,
    no_results_words,
    refusal_words,
    search_note,
)
from peacereader.tui.screens.toasts import show_toast
from peacereader.tui.tasks import messages as done
from peacereader.tui.widgets.result_list import Division

if TYPE_CHECKING:
    from peaceindex.model.saved_search import SavedSearch
    from peaceindex.model.search import Request, Sort
    from peaceindex.model.search_results import Results, SearchPage
    from peacereader.tui.base_screens import GuardedScreen
    from peacereader.tui.screens.context import ReaderContext
    from peacereader.tui.screens.search_logging import SearchLogger
    from peacereader.tui.tasks.library_tasks import LibraryTasks
    from peacereader.tui.widgets.facet_pane import FacetPane
    from peacereader.tui.widgets.result_list import Choice, ResultList
    from peacereader.tui.widgets.search_line import SearchLine
    from peacereader.tui.widgets.state_line import StateLine

ADVICE_DELAY = 0.3
"""The seconds after which advice is sought for a query that finds nothing and has not changed."""

NEWS_DELAY = 0.5
"""The seconds from the first results to the count of new hits in saved searches, which nobody waits for."""


class SearchController:
    """Holds the current request and its results. Shows them in the search line, the note, the facets and the list."""

    def __init__(
        self,
        screen: GuardedScreen,
        context: ReaderContext,
        tasks: LibraryTasks,
        logger: SearchLogger,
        request: Request,
        line: SearchLine,
        state: StateLine,
        facets: FacetPane,
        results: ResultList,
        is_sample_library: bool,
    ) -> None:
        self._screen = screen
        self._context = context
        self._tasks = tasks
        self._logger = logger
        self._line = line
        self._state = state
        self._facets = facets
        self._list = results
        self._is_sample_library = is_sample_library
        self.request = replace(request, counted=facets.counted)
        """What the user wants to find now."""
        self.steps = SearchSteps(SearchState(request, tasks.search.folds_stories))
        """What the user wanted to find before, to be undone."""
        self.answered: Request | None = None
        """The request whose results are shown."""
        self.page: SearchPage | None = None
        """What was found. The list keeps the hits of its own pages."""
        self._entered: Request | None = self.request
        """The request that is finished, since Enter was pressed or it came from elsewhere; another is being typed."""
        self._alternatives: list[Request] = []
        """Requests to try instead when nothing is found: the choices in the list."""
        self._new_hits = 0
        """The number of hits in saved searches that the user has not seen."""
        self._before_seen: SavedSearch | None = None
        """The saved search as it was before its hits were marked as seen just now."""

    # Asking

    def find(self, request: Request, *, is_typing: bool = False) -> None:
        """Search for another request, which the search line and the facets show already."""
        if is_typing and (self._logger.is_finished(self.request) or (not request.text and len(self.request.text) > 1)):
            self.steps.settle()
        self.steps.change(self._state_for(request), article_id=self._article_id, is_typing=is_typing)
        self._ask(request)

    def _state_for(self, request: Request) -> SearchState:
        return SearchState(request, self._tasks.search.folds_stories)

    @property
    def _article_id(self) -> str:
        """The id of the article under the cursor, or ""."""
        hit = self._list.hit(self._list.cursor) if self._list.total else None
        return hit.id if hit else ""

    def _ask(self, request: Request, keep_id: str | None = None) -> None:
        if request.view != self.request.view:
            self._before_seen = None
        self.request = replace(request, counted=self._facets.counted)
        self._entered = None
        self._logger.begin()
        self._tasks.search.find(self.request, keep_id)

    def type(self, text: str) -> None:
        """Search for what is typed."""
        if text != self.request.text:
            self.find(replace(self.request, text=text, view=None), is_typing=True)

    def load(self, request: Request) -> None:
        """Search for a request that was not entered here, and show it in the search line and the facets."""
        self._show_request(request)
        self.find(request)
        self._entered = self.request

    def _show_request(self, request: Request) -> None:
        self.show_text(request.text)
        self._facets.tick(request.selections)

    def step(self, *, is_redo: bool) -> tuple[SearchState, SearchState] | None:
        """Undo the last change of the search, or redo it. Return the states before and after; None if none is left."""
        before = self.steps.current
        state = (self.steps.redo if is_redo else self.steps.undo)(self._article_id)
        if state is None:
            return None
        self._tasks.search.folds_stories = state.folds_stories
        self._context.remember("sort", state.request.sort)
        request = replace(state.request, days_of=self.request.days_of)
        self._show_request(request)
        self._ask(request, state.article_id or None)
        self._logger.bring_back(self.request)
        self._entered = self.request
        return before, state

    def repeat(self, keep_id: str | None = None) -> None:
        """Search for the same again. `keep_id` is the id of an article that is to stay in view."""
        self._tasks.search.find(self.request, keep_id=keep_id)

    def show_text(self, text: str) -> None:
        """Put a text into the search line without searching for it."""
        with self._screen.prevent(Input.Changed):
            self._line.input.value = text

    def change_sort(self) -> None:
        """Sort the results in the next order."""
        from peacereader.tui.screens.state_wording import SORT_WORDS

        sorts = tuple(SORT_WORDS)
        self.sort_by(sorts[(sorts.index(self.request.sort) + 1) % len(sorts)])

    def sort_by(self, sort: Sort) -> None:
        """Sort the results in this order."""
        from peacereader.tui.screens.state_wording import SORT_WORDS

        self._context.remember("sort", sort)
        show_toast(self._screen, f"Results: {SORT_WORDS[sort]}.")
        self.find(replace(self.request, sort=sort))

    def change_exact(self) -> None:
        """Turn other spellings of names off or on."""
        exact = not self.request.exact
        show_toast(self._screen, "Only as typed." if exact else "Other spellings of names are searched too.")
        self.find(replace(self.request, exact=exact, view=None))

    def change_folding(self) -> None:
        """Switch between one row for each story and one for each article."""
        search = self._tasks.search
        search.folds_stories = not search.folds_stories
        words = (
            f"One row for each story: {key_of('story', self._context.keymap)} shows its articles."
            if search.folds_stories
            else "One row for each article."
        )
        show_toast(self._screen, words)
        self.steps.change(self._state_for(self.request), article_id=self._article_id)
        self.repeat(keep_id=self._article_id or None)

    # What is new in a saved search

    def mark_seen(self) -> None:
        """Mark what is new in the saved search on the screen as seen; if that was done just now, undo it."""
        view, page, searches = self.request.view, self.page, self._tasks.saved_searches
        if view is None:
            show_toast(
                self._screen, f"This is no saved search. {key_of('searches', self._context.keymap)} shows yours."
            )
        elif self._tasks.library and self._tasks.library.is_read_only:
            show_toast(self._screen, "The library is open read-only, so what is new stays new.")
        elif self._before_seen:
            searches.unmark_seen(self._before_seen)
        elif page and page.results.new and self.answered == self.request:
            searches.mark_seen(view.name, page.results)
        else:
            show_toast(self._screen, f"Nothing is new in “{view.name}”.")

    def show_marked(self, message: done.MarkedSeen) -> None:
        """Say that hits were marked as seen, or are new again, and show the list accordingly."""
        view = self.request.view
        self._before_seen = message.before if view and message.before and message.before.name == view.name else None
        key = key_of("mark-seen", self._context.keymap)
        show_toast(self._screen, f"Marked as seen. {key} undoes it." if message.before else "New again.")
        if view:
            hit = self._list.hit(self._list.cursor)
            self.repeat(keep_id=hit.id if hit else None)

    def _division(self, page: SearchPage) -> Division | None:
        """Return the headings of the new rows and of the others; None if nothing is new."""
        new, others = page.rows.new, page.rows.total - page.rows.new
        if not new:
            return None
        key = key_of("mark-seen", self._context.keymap)
        rows = f" ({wording.counted(new, 'row')})" if new != page.results.new else ""
        return Division(new, f"{page.results.new:,} new{rows} · {key} marks all seen", wording.counted(others, "other"))

    def used_results(self) -> Results | None:
        """Return what the present search finds, to be changed as a whole, and note that it is used.

        Return None if it finds nothing, or is not answered yet.
        """
        page = self.page
        if page is None or not page.results.total or self.answered != self.request:
            return None
        self.finish()
        return page.results

    def finish(self) -> None:
        """Note that the user uses the results, so that the search is logged."""
        self._logger.finish(self.request)

    def enter(self) -> done.SearchDone | None:
        """Note that the query is finished, so that the search is logged.

        If the query is answered already, but cannot mean anything, return the empty answer to show instead.
        """
        self._entered = self.request
        self.finish()
        if self.page and self.answered == self.request and self.page.results.refusal:
            return done.SearchDone(self.request, refused_page(self.page))
        return None

    # Showing what was found

    def show(self, message: done.SearchDone) -> bool:
        """Show the results, unless the request has changed since. Return whether the list has changed."""
        if message.asked != self.request:
            return False
        self._logger.add_results(message.asked, message.page.results)
        if message.page.results.refusal and message.asked == self._entered:
            message.page = refused_page(message.page)
        page = message.page
        before, self.answered = self.answered, message.asked
        if before is None:
            self._screen.set_timer(NEWS_DELAY, self._tasks.saved_searches.count_new_hits)
        elif (
            before != message.asked  # the same again has other results: the library has changed
            and replace(before, days_of=message.asked.days_of, counted=message.asked.counted) == message.asked
            and not message.keep_id
            and not page.results.refusal
        ):
            self._facets.show(page.results.facets, page.copies)
            return False
        self.page = page
        words, division = self._words_without_hits(page.results), self._division(page)
        self._list.show(page.rows.total, page.hits, page.index or 0, words, division)
        self._show_summary(page)
        if not page.results.total and not message.keep_id and not self._is_refused(page):
            self._screen.set_timer(ADVICE_DELAY, lambda: self._seek_advice(message.asked))
        return True

    def renew(self, message: done.SearchDone) -> int:
        """Show the results of a repeated search in place of the earlier ones. Return the row of the cursor."""
        if message.page.results.refusal and message.asked == self._entered:
            message.page = refused_page(message.page)
        page = self.page = message.page
        total = page.rows.total
        index = min(self._list.cursor, max(0, total - 1)) if page.index is None else page.index
        if total:
            self._list.renew(total, page.hits, index, self._division(page))
        elif self._list.total:
            self._list.show(0, [], words=self._words_without_hits(page.results))
        self._show_summary(page)
        return index

    def _show_summary(self, page: SearchPage) -> None:
        self._facets.show(page.results.facets, page.copies)
        self._line.say("" if self._is_refused(page) else count_words(page.results, page.copies.total))
        self._show_state()

    def _is_refused(self, page: SearchPage) -> bool:
        """Return whether a page stands for a finished query that cannot mean anything."""
        return bool(page.results.refusal) and self._entered == self.request

    def _words_without_hits(self, results: Results) -> list[str | Choice]:
        if results.refusal and self._entered == self.request:
            return list(refusal_words(results.refusal, self._list.width))
        return no_results_words(self.request, results, self._facets.has_ticks)

    def _seek_advice(self, asked: Request) -> None:
        if asked == self.request and self._is_empty:
            self._tasks.search.advise(asked)

    @property
    def _is_empty(self) -> bool:
        """Whether the search found nothing; articles may have come since it was asked."""
        return self.page is not None and not self.page.results.total

    def show_advice(self, message: done.Advised) -> None:
        """Show other requests to try, if the list is still empty."""
        is_answer = message.asked == self.request == self.answered and self._is_empty and not message.results.total
        if is_answer and not (self.page and self._is_refused(self.page)):
            self._alternatives = alternative_requests(message.results)
            self._list.show(0, [], words=self._words_without_hits(message.results))

    def choose_alternative(self, number: int) -> None:
        """Search for one of the requests of the advice instead."""
        self.load(replace(self._alternatives[number], view=None))

    def show_new_hits(self, count: int) -> None:
        """Show the number of new hits in saved searches, unless the note shows something else."""
        self._new_hits = count
        self._show_state()

    def _show_state(self) -> None:
        """Show what narrows the search that is answered, a note on it, and how its results are shown."""
        from peacereader.tui.screens.state_wording import chips, order_words
        from peacereader.tui.widgets.state_layout import State

        request, note = self.answered or self.request, Note()
        if self.page and self._is_refused(self.page):
            note = Note(self.page.results.refusal, hint=True)
        elif self.page:
            note = search_note(replace(request, exact=False), self.page.results, self._is_sample_library)
        if not note.text and self._new_hits and request.view is None:
            words = wording.counted(self._new_hits, "new hit")
            note = Note(
                f"{words} in your saved searches", keys=f"{key_of('searches', self._context.keymap)} shows them"
            )
        folds, order = self._tasks.search.folds_stories, order_words(request)
        brief = note.text.replace("also matching: ", "also ", 1)
        read_only = self._context.is_read_only
        self._state.show(State(tuple(chips(request)), note.text, brief, note.keys, note.hint, order, folds, read_only))

    # Rows

    def read_rows(self, start: int, end: int) -> None:
        """Read a page of rows."""
        if self.page:
            self._tasks.search.read_rows(self.page.rows, start, end)

    def show_rows(self, message: done.RowsRead) -> None:
        """Pass a page to the list, if the list still shows the same results."""
        if self.page is None or message.results is not self.page.rows:
            return
        if message.hits is None:
            self._list.forget(message.start)
        else:
            self._list.put(message.start, message.hits)


def refused_page(page: SearchPage) -> SearchPage:
    """Return the answer to a finished query that cannot mean anything: no hits, and nothing counted."""
    from peaceindex.model.facets import CopyCounts, Facets

    nothing = replace(page.results, total=0, rows=(), scores=(), facets=Facets(), also_matching={}, new=0)
    return replace(page, results=nothing, rows=nothing, copies=CopyCounts(), start=0, hits=(), index=None)
