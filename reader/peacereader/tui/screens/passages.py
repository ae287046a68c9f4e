"""The screen of all passages: a searchable list with notes, from which each passage can be opened at its place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.widgets import Input

from peaceindex.model.passage import Passage
from peacereader import wording
from peacereader.exports.citation import citation_of_passage
from peacereader.tui.base_screens import ReaderScreen
from peacereader.tui.screens.copying import copy_citation
from peacereader.tui.screens.passage_controller import PassageController
from peacereader.tui.screens.toasts import show_error, show_toast
from peacereader.tui.tasks.library_tasks import LibraryTasks
from peacereader.tui.widgets.key_bar import KeyBar
from peacereader.tui.widgets.passage_list import PassageList
from peacereader.tui.widgets.search_line import SearchInput, SearchLine

if TYPE_CHECKING:
    from peaceindex import Library
    from peacereader.tui.screens.context import ReaderContext
    from peacereader.tui.tasks import messages as done

NO_PASSAGES = "No passages yet. In an article, v selects sentences and b bookmarks them."


class PassagesScreen(ReaderScreen[Passage | None]):
    """The screen of all passages. Its result is the passage that the user wants to see at its place, or None."""

    DEFAULT_CSS = """
    PassagesScreen { background: $background; }
    """

    def __init__(self, context: ReaderContext, library: Library) -> None:
        super().__init__()
        self._tasks = LibraryTasks(self, library)
        self._reader_context = context
        self._passages = PassageController(self, self._tasks)
        self._line = SearchLine()
        self._list = PassageList()
        self._bar = KeyBar(context.keymap)

    def compose(self) -> ComposeResult:
        """Yield the search line, the list and the key bar."""
        yield self._line
        yield self._list
        yield self._bar

    def on_mount(self) -> None:
        """Read the passages."""
        self._line.input.placeholder = "search your passages and notes"
        self._list.focus()
        self._tasks.passages.find("")

    def on_passages_listed(self, message: done.PassagesListed) -> None:
        """Show the passages, unless the query has changed since."""
        if message.query == self._line.input.value:
            words = f"No passage has the words {message.query}." if message.query else NO_PASSAGES
            self._list.show(message.passages, words)
            self._line.say(wording.counted(len(message.passages), "passage"))

    def on_passages_changed(self, message: done.PassagesChanged) -> None:
        """Read the passages again."""
        self._tasks.passages.find(self._line.input.value)

    def on_failed(self, message: done.Failed) -> None:
        """Show the error."""
        show_error(self, message.words)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Search while the user types."""
        self._tasks.passages.find(event.value)

    def on_search_input_left(self, message: SearchInput.Left) -> None:
        """Go to the list; Escape also clears the search line."""
        if not message.to_results:
            self._line.input.value = ""
        self._list.focus()

    def on_passage_list_requested(self, message: PassageList.Requested) -> None:
        """Do what the list requests."""
        match message.what, message.passage:
            case "back", _:
                self.leave(None)
            case "search", _:
                self._line.input.focus()
            case "undo", _:
                self._passages.undo()
            case "redo", _:
                self._passages.redo()
            case "open", Passage() as passage:
                self._open(passage)
            case "quote", Passage() as passage:
                self._tasks.passages.find_evidence(passage, choose_style=False)
            case "quote in style", Passage() as passage:
                self._tasks.passages.find_evidence(passage, choose_style=True)
            case "remove", _ if message.passages:
                self._tasks.passages.remove(message.passages)
                words = "Removed." if len(message.passages) == 1 else f"{len(message.passages):,} passages removed."
                show_toast(self, f"{words} u brings back.")
            case "note", Passage() as passage:
                self._passages.write_note(passage)
            case "event", Passage() as passage:
                self._passages.write_event(passage)
            case "events", _:
                self._open_events()
            case "label", _ if message.passages:
                if message.digit:
                    self._passages.label_by_digit(message.passages, message.digit)
                else:
                    self._passages.choose_labels(message.passages)

    def on_labels_read(self, message: done.LabelsRead) -> None:
        """Ask which labels the passages should have."""
        self._passages.ask_for_labels(message)

    def on_event_read(self, message: done.EventRead) -> None:
        """Ask which event the passage tells of."""
        self._passages.ask_for_event(message)

    def on_action_done(self, message: done.ActionDone) -> None:
        """Show what was done."""
        show_toast(self, message.words)

    def on_evidence_found(self, message: done.EvidenceFound) -> None:
        """Copy the passage with its source."""
        citation = citation_of_passage(message.passage, message.evidence)
        copy_citation(self, self._reader_context, citation, choose_style=message.choose_style)

    def _open_events(self) -> None:
        from peacereader.tui.screens.events import EventsScreen

        def come_back(passage: Passage | None) -> None:
            if passage is not None:
                self.leave(passage)
            else:
                self._tasks.passages.find(self._line.input.value)

        if self._tasks.library is not None:
            self.enter(EventsScreen(self._reader_context, self._tasks.library), come_back)

    def _open(self, passage: Passage) -> None:
        if passage.anchoring == "lost":
            show_toast(self, "This passage is no longer in its article, so there is no place to go to.")
        else:
            self.leave(passage)
