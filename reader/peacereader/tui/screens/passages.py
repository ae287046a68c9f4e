"""The screen of all passages: a list that is filtered, sorted and grouped, and the article around the current one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Container
from textual.widgets import Input

from peaceindex.model.passage import Passage
from peacereader import wording
from peacereader.exports.citation import citation_of_passage
from peacereader.passage_order import (
    GROUPING_WORDS,
    GROUPINGS,
    ORDER_WORDS,
    ORDERS,
    Grouping,
    Order,
)
from peacereader.tui.base_screens import ReaderScreen
from peacereader.tui.keys import key_at, key_of
from peacereader.tui.screens import exporting
from peacereader.tui.screens.article_controller import remembered_measure
from peacereader.tui.screens.copying import copy_citation
from peacereader.tui.screens.passage_controller import PassageController
from peacereader.tui.screens.toasts import show_error, show_toast
from peacereader.tui.tasks.library_tasks import LibraryTasks
from peacereader.tui.widgets.key_bar import KeyBar
from peacereader.tui.widgets.passage_list import PassageList
from peacereader.tui.widgets.passage_place import PassagePlace
from peacereader.tui.widgets.search_line import NoteLine, SearchInput, SearchLine

if TYPE_CHECKING:
    from peaceindex import Library
    from peacereader.tui.screens.context import ReaderContext
    from peacereader.tui.tasks import later_messages as later
    from peacereader.tui.tasks import messages as done

FOLLOW_DELAY = 0.05
"""The seconds that the cursor rests on a passage before its article is read, so that holding j stays fast."""

_LOST = "This passage is no longer in its article."


class PassagesScreen(ReaderScreen[Passage | None]):
    """The screen of all passages. Its result is the passage that the user wants to see at its place, or None.

    The article stands beside the list, below it on a narrow but high screen, or in its place when the user goes there.
    """

    HORIZONTAL_BREAKPOINTS = [(0, "-single"), (100, "-double")]

    VERTICAL_BREAKPOINTS = [(0, "-short"), (32, "-tall")]

    DEFAULT_CSS = """
    PassagesScreen {
        background: $background;
        #desk { height: 1fr; & > * { overflow-y: scroll; } }
        PassagePlace { width: 1fr; height: 1fr; padding-top: 1; }
        &.-double #desk { layout: horizontal; }
        &.-double PassageList { width: 48%; border-right: vkey $room-rule; }
        &.-single.-tall PassageList { height: 60%; border-bottom: hkey $room-rule; }
        &.-single.-short PassagePlace { display: none; }
        &.-single.-short.-at-place PassagePlace { display: block; }
        &.-single.-short.-at-place PassageList { display: none; }
    }
    """

    def __init__(self, context: ReaderContext, library: Library) -> None:
        super().__init__()
        self._library = library
        self._tasks = LibraryTasks(self, library)
        self._reader_context = context
        self._passages = PassageController(self, self._tasks)
        order, grouping = context.recall("passage_sort", ORDERS[0]), context.recall("passage_grouping", GROUPINGS[0])
        self._order: Order = next((one for one in ORDERS if one == order), ORDERS[0])
        self._grouping: Grouping = next((one for one in GROUPINGS if one == grouping), GROUPINGS[0])
        self._hint = ""
        self._refusal = ""
        self._entered = ""
        """The query that is finished, since Enter was pressed; another is being typed."""
        self._requested: Passage | None = None
        """The passage whose article is being read."""
        self._line = SearchLine(completes=True)
        self._note = NoteLine(id="note")
        self._list = PassageList(id="list")
        self._place = PassagePlace(
            remembered_measure(context), folding=context.folding, id="place", annotator=context.annotator
        )
        self._bar = KeyBar(context.keymap)

    def compose(self) -> ComposeResult:
        """Yield the search line, the line of state, the list, the article and the key bar."""
        yield self._line
        yield self._note
        with Container(id="desk"):
            yield self._list
            yield self._place
        yield self._bar

    def on_mount(self) -> None:
        """Read the passages."""
        self._line.input.placeholder = "search your passages and notes"
        self._list.focus()
        self._find()

    def _find(self) -> None:
        self._tasks.passages.find(self._line.input.value, self._order, self._grouping)

    def on_passages_listed(self, message: later.PassagesListed) -> None:
        """Show the passages, unless the query has changed since."""
        if message.query != self._line.input.value:
            return
        self._hint, self._refusal = message.hint, message.refusal
        if self._refusal and message.query == self._entered:
            self._list.show((), (), f"This cannot be searched. {self._refusal}")
            self._line.say("")
        else:
            words = (
                "No passage is found. Esc in the search line shows all again." if message.query else self._no_passages()
            )
            by_article = self._grouping == "article"
            self._list.show(message.passages, message.groups, words, with_sources=not by_article)
            self._line.say(wording.counted(len(self._list.passages), "passage"))
        self._show_state()

    def _no_passages(self) -> str:
        select, bookmark = key_at(self, "select"), key_at(self, "bookmark")
        return f"No passages yet. In an article, {select} selects sentences and {bookmark} bookmarks them."

    def _show_state(self) -> None:
        """Show the order, the groups and the number of marked passages, or what is unusual about the query."""
        keymap = self._reader_context.keymap
        if words := self._hint or (self._refusal if self._line.input.value == self._entered else ""):
            self._note.say(words, hint=True)
            return
        parts = [ORDER_WORDS[self._order], GROUPING_WORDS[self._grouping]]
        if marked := len(self._list.marked):
            parts.append(f"{marked:,} marked")
        keys = f"{key_of('passage-sort', keymap)} sorts · {key_of('passage-group', keymap)} groups"
        self._note.say(" · ".join(parts), keys=keys if self.size.width >= 80 else "")

    def on_passages_changed(self, message: done.PassagesChanged) -> None:
        """Read the passages again, and draw those of the article that is shown."""
        if self._place.article and self._place.article.id == message.article_id:
            self._place.set_passages(message.passages)
        self._find()

    def on_failed(self, message: done.Failed) -> None:
        """Show the error."""
        show_error(self, message.words)

    # Searching

    def on_input_changed(self, event: Input.Changed) -> None:
        """Search while the user types."""
        self._entered = ""
        self._find()

    def on_search_input_completing(self, message: SearchInput.Completing) -> None:
        """Request completions of the query."""
        self._tasks.passages.complete(message.text, message.cursor)

    def on_completed(self, message: done.Completed) -> None:
        """Offer the completions."""
        self._line.input.offer(message.text, message.cursor, message.completions)

    def on_search_input_left(self, message: SearchInput.Left) -> None:
        """Go to the list; Escape also clears the search line."""
        if not message.to_results:
            self._line.input.value = ""
        elif self._refusal:
            self._entered = self._line.input.value
            self._find()
        self._go_to_list()

    # The article of the passage under the cursor

    def on_passage_list_moved(self) -> None:
        """Show the article of the passage when the cursor rests there, at once if it is shown already."""
        total = len(self._list.passages)
        self._bar.say(f"{self._list.cursor + 1:,} of {self._list.total:,}" if total else "")
        self._show_state()
        self._follow()

    def _follow(self) -> None:
        passage = self._list.current
        if passage is None:
            self._place.show_nothing()
        elif self._shows_place and (passage.anchoring == "lost" or not self._place.follow(passage)):
            if self._place.article is None:
                self._read_if_resting(passage)
            else:
                self.set_timer(FOLLOW_DELAY, lambda: self._read_if_resting(passage))

    @property
    def _shows_place(self) -> bool:
        """Whether there is room for the article beside the list, or the user went there."""
        return any(map(self.has_class, ("-double", "-tall", "-at-place")))

    def _read_if_resting(self, passage: Passage) -> None:
        if self._list.current is passage and self._requested is not passage:
            self._requested = passage
            self._tasks.passages.read_place(passage)

    def on_place_read(self, message: later.PlaceRead) -> None:
        """Show the article, or the words of a passage that is in none."""
        passage = message.passage
        self._requested = None
        if self._list.current is not passage:
            return
        if message.article is None or passage.anchoring == "lost":
            self._place.show_words_of(passage, _removal_of(passage) or message.problem or _LOST)
        else:
            self._place.show_passage(message.article, message.passages, passage)

    def on_resize(self) -> None:
        """Follow the list if there is room for the article now."""
        self._show_state()
        self.call_after_refresh(self._follow)

    def _go_to_place(self) -> None:
        if self._list.current:
            self.add_class("-at-place")
            self._place.focus()
            self._follow()

    def _go_to_list(self) -> None:
        self.remove_class("-at-place")
        self._list.focus()

    @property
    def article_in_view(self) -> tuple[str, int | None] | None:
        """The article of the passage under the cursor, at the passage."""
        passage = self._list.current
        return (passage.article_id, passage.start) if passage else None

    # Requests of the user

    def on_passage_place_requested(self, message: PassagePlace.Requested) -> None:
        """Do what is requested beside the article: it is about the passage in it, whatever is marked in the list."""
        passage = self._list.current
        self._do(message.what, passage, (passage,) if passage else ())

    def on_passage_list_requested(self, message: PassageList.Requested) -> None:
        """Do what the list requests."""
        self._do(message.what, message.passage, message.passages, message.digit)

    def _do(self, what: str, passage: Passage | None, passages: tuple[Passage, ...], digit: str = "") -> None:
        match what, passage:
            case "back", _:
                self.leave(None)
            case "list", _:
                self._go_to_list()
            case "place", _:
                self._go_to_place()
            case "search", _:
                self.remove_class("-at-place")
                self._line.input.focus()
                self._tasks.passages.prepare_search()
            case "sort", _:
                self._order = ORDERS[(ORDERS.index(self._order) + 1) % len(ORDERS)]
                self._reader_context.remember("passage_sort", self._order)
                self._find()
            case "group", _:
                self._grouping = GROUPINGS[(GROUPINGS.index(self._grouping) + 1) % len(GROUPINGS)]
                self._reader_context.remember("passage_grouping", self._grouping)
                self._find()
            case "fold notes", _:
                self._place.fold_notes()
                show_toast(self, "Notes are folded." if self._place.folding.is_folded else "Notes are shown.")
            case "codebook", _:
                self._open_codebook()
            case "agreement", _:
                self._compare_coders()
            case "undo", _:
                self._passages.undo()
            case "redo", _:
                self._passages.redo()
            case "open", Passage():
                self._open(passage)
            case "quote", Passage():
                self._tasks.passages.find_evidence(passage, choose_style=False)
            case "quote in style", Passage():
                self._tasks.passages.find_evidence(passage, choose_style=True)
            case "export", _:
                scopes = exporting.passage_scopes(self._list.marked, self._list.passages, self._line.input.value)
                exporting.open_dialog(self, self._reader_context, self._tasks.library, scopes)
            case "remove", _ if passages:
                self._tasks.passages.remove(passages)
                words = "Removed." if len(passages) == 1 else f"{len(passages):,} passages removed."
                show_toast(self, f"{words} {key_at(self, 'passage-undo')} brings back.")
            case "event", Passage() as passage:
                self._passages.write_event(passage)
            case "events", _:
                self._open_events()
            case (("note" | "editor"), _) if passages:
                self._passages.write_note(passages, in_editor=what == "editor")
            case "label", _ if passages:
                if digit:
                    self._passages.label_by_digit(passages, digit)
                else:
                    self._passages.choose_labels(passages)

    def on_labels_read(self, message: later.LabelsRead) -> None:
        """Ask which labels the passages should have."""
        self._passages.ask_for_labels(message)

    def on_event_read(self, message: later.EventRead) -> None:
        """Ask which event the passage tells of."""
        self._passages.ask_for_event(message)

    def on_action_done(self, message: done.ActionDone) -> None:
        """Show what was done."""
        show_toast(self, message.words)

    def on_evidence_found(self, message: later.EvidenceFound) -> None:
        """Copy the passage with its source."""
        citation = citation_of_passage(message.passage, message.evidence)
        copy_citation(self, self._reader_context, citation, choose_style=message.choose_style)

    def _open_codebook(self) -> None:
        from peacereader.tui.screens.codebook import CodebookScreen

        def come_back(label: str | None) -> None:
            if label:
                from peaceindex import in_quotes

                self._line.input.value = f"label:{in_quotes(label)}"
            self._find()

        query, ids = self._line.input.value, [passage.id for passage in self._list.marked]
        self.enter(CodebookScreen(self._reader_context, self._library, query, ids), come_back)

    def _compare_coders(self) -> None:
        from peacereader.tui.screens.agreement import AgreementScreen

        def come_back(passage: Passage | None) -> None:
            if passage:
                self.leave(passage)
            else:
                self._find()

        if library := self._tasks.library:
            self.enter(AgreementScreen(self._reader_context, library), come_back)

    def _open_events(self) -> None:
        from peacereader.tui.screens.events import EventsScreen

        def come_back(passage: Passage | None) -> None:
            if passage is not None:
                self.leave(passage)
            else:
                self._find()

        if self._tasks.library is not None:
            self.enter(EventsScreen(self._reader_context, self._tasks.library), come_back)

    def _open(self, passage: Passage) -> None:
        if passage.removal == "in the bin":
            folders, its_bin = key_at(self, "folders"), key_at(self, "folder-bin")
            show_toast(self, f"Its article is in the bin: {folders}, then {its_bin} in the reading room shows it.")
        elif passage.anchoring == "lost":
            show_toast(self, "This passage is no longer in its article, so there is no place to go to.")
        else:
            self.leave(passage)


def _removal_of(passage: Passage) -> str:
    """Return that the user removed the article of a passage, or ""."""
    return {"in the bin": "Its article is in the bin.", "emptied": "You removed its article."}.get(passage.removal, "")
