"""The concordance screen: every hit of a search in a line of context, sorted by the words beside it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.widgets import Input, Static

from peaceindex.model.concordance import Concordance, ConcordanceLine
from peacereader import wording
from peacereader.exports.citation import citation_of_article
from peacereader.tui.base_screens import ReaderScreen
from peacereader.tui.keys import key_at
from peacereader.tui.screens import placeholders
from peacereader.tui.screens.copying import copy_citation
from peacereader.tui.screens.hit_article import HitArticleScreen
from peacereader.tui.screens.passage_controller import PassageController
from peacereader.tui.screens.search_wording import Note, search_note
from peacereader.tui.screens.toasts import show_error, show_toast
from peacereader.tui.tasks.library_tasks import LibraryTasks
from peacereader.tui.widgets.concordance_list import ConcordanceList
from peacereader.tui.widgets.key_bar import KeyBar
from peacereader.tui.widgets.search_line import NOTHING_EARLIER, NoteLine, SearchInput, SearchLine
from peacereader.tui.widgets.sort_line import SortLine
from peacereader.tui.widgets.wrapping import shortened

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from peaceindex import Library
    from peaceindex.model.search import Request, Sort
    from peacereader.tui.screens.context import ReaderContext
    from peacereader.tui.screens.search_logging import SearchLogger
    from peacereader.tui.tasks import later_messages as later
    from peacereader.tui.tasks import messages as done
    from peacereader.tui.widgets.article_links import Link

_FIRST_LINES_OF: Mapping[Sort, str] = {
    "relevance": "the best matches",
    "newest": "the newest articles",
    "oldest": "the oldest articles",
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the reading room needs to know afterwards: the current query, and whether an article was read."""

    text: str
    has_read: bool


class ConcordanceScreen(ReaderScreen[Outcome | None]):
    """The screen of a concordance. It begins with a request.

    The words of the request can be changed here; its ticked facets and its order of articles stay.
    """

    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (80, "-medium")]

    VERTICAL_BREAKPOINTS = [(0, "-low"), (16, "-high")]

    DEFAULT_CSS = """
    ConcordanceScreen { background: $background; }
    ConcordanceScreen #source { height: 1; background: $background; color: $room-muted; padding: 0 1; }
    """

    def __init__(
        self,
        context: ReaderContext,
        library: Library,
        request: Request,
        logger: SearchLogger,
        follow: Callable[[Link], None],
    ) -> None:
        """`follow` is called, when this screen is left, with a link that the user follows in an article."""
        super().__init__()
        self._follow = follow
        self._reader_context = context
        self._library = library
        self._tasks = LibraryTasks(self, library)
        self._request = replace(request, days_of=frozenset(), counted=frozenset())
        self._answered: Request | None = None
        """The request whose lines are shown."""
        self._entered: Request | None = self._request
        """The request that is finished, since Enter was pressed or it came from elsewhere; another is being typed."""
        self._refusal = ""
        """Why this request cannot be answered, if it is finished; "" if it can."""
        self._logger = logger
        self._has_read = False
        self._folds = True
        """Whether copies of one text have one line."""
        self._passages = PassageController(self, self._tasks)
        self._line = SearchLine(completes=True)
        self._note = NoteLine(id="note")
        self._sort = SortLine()
        self._list = ConcordanceList()
        self._bar = KeyBar(context.keymap)

    def compose(self) -> ComposeResult:
        """Yield the search line, the note, the sort line, the lines, the source of the current line and the key bar."""
        yield self._line
        yield self._note
        yield self._sort
        yield self._list
        yield Static("", id="source", markup=False)
        yield self._bar

    def on_mount(self) -> None:
        """Find the lines."""
        with self.prevent(Input.Changed):
            self._line.input.value = self._request.text
        self._line.input.placeholder = "a word or a phrase"
        self._list.show(None, words=["Reading the articles …"])
        (self._list if self._request.text else self._line.input).focus()
        self._make()

    def _make(self) -> None:
        self._tasks.concordance.make(self._request, self._sort.order, folds=self._folds)

    def on_concordance_made(self, message: later.ConcordanceMade) -> None:
        """Show the lines, unless the query has changed since.

        If they were only sorted in another order, and the cursor has been moved, it follows its line.
        """
        if message.asked != self._request:
            return
        self._answered = message.asked
        lines, before = message.lines, self._list.lines
        self._logger.add_results(message.asked, lines.results)
        self._refusal = lines.results.refusal
        if self._refusal and message.asked == self._entered:
            self._show_refusal()
            return
        same = before is not None and before.results is lines.results
        place = lines.find(self._list.current) if same and self._list.cursor and self._list.current else None
        self._list.show(lines, place or 0, no_lines_words(self._request, lines))
        self._sort.show(lines.order)
        self._line.say(count_words(lines))
        note = lines_note(self._request, lines)
        self._note.say(note.text, hint=note.hint)

    def _show_refusal(self) -> None:
        """Show why the query cannot mean anything, in place of lines."""
        self._list.show(None, words=["This cannot be searched.", "", self._refusal])
        self._line.say("")
        self._note.say(self._refusal, hint=True)

    def on_failed(self, message: done.Failed) -> None:
        """Show the error."""
        show_error(self, message.words)

    # Requests of the user

    def on_input_changed(self, event: Input.Changed) -> None:
        """Search while the user types."""
        if event.value != self._request.text:
            self._request = replace(self._request, text=event.value, view=None)
            self._entered = None
            self._logger.begin()
            self._make()

    def on_search_input_completing(self, message: SearchInput.Completing) -> None:
        """Request completions of the query."""
        self._tasks.search.complete(message.text, message.cursor)

    def on_completed(self, message: done.Completed) -> None:
        """Offer the completions."""
        self._line.input.offer(message.text, message.cursor, message.completions)

    def on_search_input_history_wanted(self) -> None:
        """Read the earlier searches."""
        self._tasks.saved_searches.read_history()

    def on_history_read(self, message: later.HistoryRead) -> None:
        """Go through them in the search line."""
        self._line.input.walk(message.texts)

    def on_search_input_nothing_earlier(self) -> None:
        """Say that there is none."""
        show_toast(self, NOTHING_EARLIER)

    def on_search_input_left(self, message: SearchInput.Left) -> None:
        """Go to the lines, unless Enter was pressed after a query that cannot mean anything."""
        self._logger.finish(self._request)
        if message.to_results:
            self._entered = self._request
            if self._refusal and self._answered == self._request:
                self._show_refusal()
                return
        self._list.focus()

    def on_concordance_list_sorted(self, message: ConcordanceList.Sorted) -> None:
        """Sort the lines in another order."""
        self._sort.show(message.order)
        if self._list.lines and self._answered == self._request:
            self._tasks.concordance.sort(self._request, self._list.lines, message.order)
        else:
            self._make()

    def on_concordance_list_requested(self, message: ConcordanceList.Requested) -> None:
        """Do what the list requests."""
        lines = self._list.lines
        match message.what, message.line:
            case "back", _:
                self.leave(Outcome(self._request.text, self._has_read))
            case "search", _:
                self._line.input.focus()
            case "undo", _:
                self._passages.undo()
            case "redo", _:
                self._passages.redo()
            case "fold", _ if lines and self._answered == self._request:
                self._folds = not self._folds
                none = " There are none here." if lines.is_folded and lines.unfolded_count == len(lines) else ""
                show_toast(self, f"Copies are {'folded into one line' if self._folds else 'shown one by one'}.{none}")
                self._tasks.concordance.fold(self._request, lines, folds=self._folds)
            case "bookmark", ConcordanceLine() as line if lines:
                self._tasks.passages.bookmark_hit(line, lines.results.request)
            case "collocates", ConcordanceLine() if lines:
                self._open_collocates(lines)
            case ("quote" | "quote in style") as what, ConcordanceLine() as line if lines:
                request, choose_style = lines.results.request, what == "quote in style"
                self._tasks.concordance.find_sentence(line, request, choose_style=choose_style)
            case "open", ConcordanceLine() if lines:
                self._open(lines)

    def _open_collocates(self, lines: Concordance) -> None:
        from peacereader.tui.screens.collocates import CollocatesScreen

        self._logger.finish(self._request)
        self.enter(CollocatesScreen(self._reader_context, self._library, lines))

    def on_passages_changed(self, message: done.PassagesChanged) -> None:
        """Say that the sentence is bookmarked."""
        if message.newest:
            show_toast(self, f"Bookmarked the sentence. {key_at(self, 'line-undo')} takes it back.")

    def on_action_done(self, message: done.ActionDone) -> None:
        """Show what was done."""
        show_toast(self, message.words)

    def on_sentence_found(self, message: later.SentenceFound) -> None:
        """Copy the sentence with its source."""
        citation = citation_of_article(message.article, message.span)
        copy_citation(self, self._reader_context, citation, choose_style=message.choose_style)

    def _open(self, lines: Concordance) -> None:
        def come_back(index: int | None) -> None:
            if index is not None and self._list.lines is lines:
                self._list.move_to(index)

        def follow(link: Link) -> None:
            self.leave(None)
            self._follow(link)

        self._has_read = True
        self._logger.finish(self._request)
        page = HitArticleScreen(self._reader_context, self._library, lines, self._list.cursor, follow)
        self.enter(page, come_back)

    # The position of the cursor

    @property
    def article_in_view(self) -> tuple[str, int | None] | None:
        """The article of the line under the cursor, at its hit."""
        line = self._list.current
        return (line.article_id, line.position) if line else None

    def on_concordance_list_moved(self) -> None:
        """Show the source of the line, and its number."""
        self._show_source()
        self._bar.say(f"line {self._list.cursor + 1:,} of {self._list.total:,}" if self._list.total else "")

    def on_resize(self) -> None:
        """Shorten the source for the new width."""
        self._show_source()

    def _show_source(self) -> None:
        line = self._list.current
        words = " · ".join(source_words(line)) if line else ""
        self.query_one("#source", Static).update(shortened(words, max(10, self.size.width - 2)), layout=False)


def source_words(line: ConcordanceLine) -> list[str]:
    """Return the outlet, date and title of the article that a line comes from."""
    return [
        line.outlet or wording.OUTLET_NOT_KNOWN,
        wording.long_date(line.date),
        line.title or wording.TITLE_NOT_KNOWN,
    ]


def count_words(lines: Concordance) -> str:
    """Return the number of lines, and of the articles that they come from."""
    total = "" if lines.complete else f" of {lines.total:,}" if lines.total else " of more"
    noun = "line" if len(lines) == 1 and lines.complete else "lines"
    return f"{len(lines):,}{total} {noun}{wording.copy_words(lines)} in {wording.counted(lines.articles, 'article')}"


def lines_note(asked: Request, lines: Concordance) -> Note:
    """Return the note on the lines: problems with the query, limits, filters in force, and what else was searched."""
    note = search_note(asked, lines.results, samples=False)
    if note.hint:
        return note
    parts = []
    if not lines.complete:
        parts.append(f"only the first {len(lines):,} lines, of {_FIRST_LINES_OF[asked.sort]}")
    narrowing = wording.filters(replace(asked, exact=False, sort="relevance"))
    return Note(" · ".join(filter(None, [*parts, *narrowing, note.text])))


def no_lines_words(asked: Request, lines: Concordance) -> list[str]:
    """Return the words to show if there are no lines."""
    if not lines.results.articles:
        return placeholders.EMPTY_LIBRARY
    if not asked.text.strip():
        return ["Type a word or a phrase above, and every place where it stands is shown here in its context."]
    if lines.results.total:
        found = wording.counted(lines.results.total, "article")
        return [f"{found} found, but with no words of the search in the text: they stand in titles, or in fields."]
    narrowing = wording.filters(replace(asked, sort="relevance"))
    return ["No article matches.", *(["", f"The search holds for: {'; '.join(narrowing)}."] if narrowing else [])]
