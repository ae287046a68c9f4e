"""The screen of all events: a table that is sorted, filtered and written to a file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.widgets import Input, Static

from peaceindex.model.passage import Passage
from peacereader import wording
from peacereader.tui.base_screens import ReaderScreen
from peacereader.tui.keys import key_of
from peacereader.tui.screens.passage_controller import PassageController
from peacereader.tui.screens.toasts import show_error, show_toast
from peacereader.tui.tasks.library_tasks import LibraryTasks
from peacereader.tui.widgets.event_list import COLUMNS, Column, EventHeads, EventList, sorted_by
from peacereader.tui.widgets.key_bar import KeyBar
from peacereader.tui.widgets.search_line import SearchInput, SearchLine
from peacereader.tui.widgets.wrapping import shortened

if TYPE_CHECKING:
    from peaceindex import Library
    from peaceindex.model.coded_passage import CodedPassage
    from peacereader.tui.screens.context import ReaderContext
    from peacereader.tui.tasks import later_messages as later
    from peacereader.tui.tasks import messages as done


class EventsScreen(ReaderScreen[Passage | None]):
    """The screen of all events. Its result is the passage that the user wants to see at its place, or None."""

    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (80, "-medium")]

    DEFAULT_CSS = """
    EventsScreen { background: $background; }
    EventsScreen #about { height: 2; background: $background; color: $room-muted; padding: 0 1; }
    """

    def __init__(self, context: ReaderContext, library: Library) -> None:
        super().__init__()
        self._reader_context = context
        self._tasks = LibraryTasks(self, library)
        self._passages = PassageController(self, self._tasks)
        self._coded: tuple[CodedPassage, ...] = ()
        self._column: Column = "date"
        self._backwards = False
        self._only_same = False
        self._line = SearchLine()
        self._heads = EventHeads()
        self._list = EventList()
        self._bar = KeyBar(context.keymap)

    def compose(self) -> ComposeResult:
        """Yield the search line, the heads, the rows, what the current row tells, and the key bar."""
        yield self._line
        yield self._heads
        yield self._list
        yield Static("", id="about", markup=False)
        yield self._bar

    def on_mount(self) -> None:
        """Read the events."""
        self._line.input.placeholder = "search your events, as event:Protests"
        self._list.focus()
        self._tasks.passages.find_events("")

    def on_events_listed(self, message: later.EventsListed) -> None:
        """Show the events, unless the query has changed since."""
        if message.query == self._line.input.value:
            self._coded = tuple(message.coded)
            self._show()

    def _show(self) -> None:
        rows = [one for one in self._coded if one.same or not self._only_same]
        key = key_of("passage-event", self._reader_context.keymap)
        if self._only_same:
            words = "No two outlets tell the same event here: the same date, place and type."
        elif self._line.input.value:
            words = f"No event has the words {self._line.input.value}."
        else:
            words = f"No events yet. On a passage, {key} says which event it tells of."
        self._list.show(sorted_by(rows, self._column, backwards=self._backwards), words)
        self._heads.show(self._column, backwards=self._backwards)
        self._line.say(wording.counted(len(rows), "event"))

    def on_passages_changed(self, message: done.PassagesChanged) -> None:
        """Read the events again."""
        self._tasks.passages.find_events(self._line.input.value)

    @property
    def article_in_view(self) -> tuple[str, int | None] | None:
        """The article of the event under the cursor, at its passage."""
        coded = self._list.current
        return (coded.passage.article_id, coded.passage.start) if coded else None

    def on_failed(self, message: done.Failed) -> None:
        """Show the error."""
        show_error(self, message.words)

    def on_action_done(self, message: done.ActionDone) -> None:
        """Show what was done."""
        show_toast(self, message.words)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Search while the user types."""
        self._tasks.passages.find_events(event.value)

    def on_search_input_left(self, message: SearchInput.Left) -> None:
        """Go to the rows; Escape also clears the search line."""
        if not message.to_results:
            self._line.input.value = ""
        self._list.focus()

    def on_event_read(self, message: later.EventRead) -> None:
        """Ask for the event."""
        self._passages.ask_for_event(message)

    def on_event_list_requested(self, message: EventList.Requested) -> None:
        """Do what the list requests."""
        passage = message.coded.passage if message.coded else None
        match message.what:
            case "back":
                self.leave(None)
            case "search":
                self._line.input.focus()
            case "sort":
                self._column = COLUMNS[(COLUMNS.index(self._column) + 1) % len(COLUMNS)]
                self._backwards = False
                self._show()
            case "turn":
                self._backwards = not self._backwards
                self._show()
            case "same":
                self._only_same = not self._only_same
                self._show()
            case "undo":
                self._passages.undo()
            case "redo":
                self._passages.redo()
            case "write" if self._list.rows:
                self._write()
            case "event" if passage:
                self._passages.write_event(passage)
            case "open" if passage and passage.anchoring == "lost":
                show_toast(self, "This passage is no longer in its article, so there is no place to go to.")
            case "open" if passage:
                self.leave(passage)

    def _write(self) -> None:
        from peacereader.tui.dialogs.file_name import FileNameScreen

        rows = list(self._list.rows)

        def write(line: str | None) -> None:
            if line:
                self._tasks.passages.write_events(Path(line).expanduser(), rows)

        about = f"Write {wording.counted(len(rows), 'event')} with ACLED's columns (CSV) to"
        self.enter(FileNameScreen(about, Path.cwd() / "events.csv", is_table=True), write)

    # The row under the cursor

    def on_event_list_moved(self) -> None:
        """Tell of the current row what has no room in it, and who else tells the event."""
        self._show_about()

    def on_resize(self) -> None:
        """Shorten it for the new width."""
        self._show_about()

    def _show_about(self) -> None:
        one, room = self._list.current, max(10, self.size.width - 2)
        lines = ["", ""]
        if one:
            outlets = {each.passage.id: each.passage.outlet or wording.OUTLET_NOT_KNOWN for each in self._coded}
            others = list(dict.fromkeys(outlets.get(id, "another passage") for id in one.same))
            also = f"≈ probably also told by {wording.join_words(others)}" if others else ""
            lines = [wording.event_words(one.event), also or f"“{one.passage.quote}”"]
        self.query_one("#about", Static).update("\n".join(shortened(line, room) for line in lines), layout=False)
        number = f"event {self._list.cursor + 1:,} of {len(self._list.rows):,}"
        self._bar.say(number if one else "")
