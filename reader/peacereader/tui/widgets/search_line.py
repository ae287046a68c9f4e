"""The lines at the top: the search input with its completions, the number of hits, and the note below them."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from msgspec.structs import replace
from rich.cells import cell_len
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.geometry import Size
from textual.message import Message
from textual.reactive import Reactive
from textual.suggester import SuggestionReady
from textual.widgets import Input, Static

from peacereader.tui.error_handling import GuardedWidget
from peacereader.tui.field_message import FieldMessage
from peacereader.tui.keys import bindings
from peacereader.tui.widgets.completion_list import CompletionList
from peacereader.tui.widgets.offers import Offers
from peacereader.tui.widgets.wrapping import shortened

if TYPE_CHECKING:
    from collections.abc import Iterable

    from peaceindex.model.search_results import Completion
    from peacereader.tui.widgets.history_walk import HistoryWalk


_MOST_SPARE_CELLS = 6
NOTHING_EARLIER: Final = "No earlier search begins like this."


class SearchInput(GuardedWidget, Input):
    """The input of the search line. It has two exits, and offers completions if `completes` is set.

    It requests them with `Completing` whenever the text has changed, and receives them through `offer`. The most likely
    completion appears dimmed after the text. Completions of a field are listed below it at once, all others when Tab is
    pressed. A chosen completion is put into the line at once, so that the results show what it finds.

    Up goes through earlier searches, those that begin with what is typed, and down comes back. While completions are
    listed, both choose among these. The earlier searches are requested with `HistoryWanted`, and come through `walk`.
    """

    BINDINGS: ClassVar = bindings("input")

    cursor_blink = False

    virtual_size: Reactive[Size] = Reactive(Size(0, 0))
    """The size of the text. Textual's own lays the whole screen out at each key; the line keeps its place here."""

    class Left(FieldMessage):
        """Posted when the user leaves the line; `to_results` says whether to go to the results."""

        to_results: bool

    class Completing(FieldMessage):
        """A request for completions of this text at this position."""

        text: str
        cursor: int

    class Offered(FieldMessage):
        """Posted when the offered completions or the chosen one have changed; `listed` says whether to list them."""

        offers: Offers
        listed: bool

    class HistoryWanted(Message):
        """A request for the earlier searches."""

    class NothingEarlier(Message):
        """Posted when no earlier search begins with what is typed."""

    class EmptyDeleted(Message):
        """Posted when the user deletes to the left in an empty line."""

    def __init__(self, completes: bool) -> None:
        super().__init__(placeholder="search", compact=True, id="query")
        self._completes = completes
        self._offers = Offers()
        self._listed = False
        self._awaited_text: str | None = None
        """The text whose completions are pending."""
        self._accepted_early = False
        """Whether the most likely completion was accepted before it arrived."""
        self._dimmed_rest = ("", "")
        """A text, and the dimmed letters after it."""
        self._walk: HistoryWalk | None = None
        """The way through earlier searches, as long as the line shows one of them."""
        self._steps_to_walk = 0
        """The steps that wait for the earlier searches."""
        self._is_edited = False
        """Whether something was typed since the line has the focus: then earlier searches must begin with it."""

    # Receiving completions

    def on_input_changed(self, event: Input.Changed) -> None:
        """Request completions of the text, unless it is itself a completion."""
        self._is_edited |= self._walk is None or self._walk.text != event.value
        if not self._completes or event.value != self.value or event.value == self._offers.line_state[0]:
            return
        self._awaited_text, self._accepted_early = event.value, False
        self.post_message(self.Completing(event.value, self.cursor_position))

    def offer(self, text: str, cursor: int, completions: tuple[Completion, ...]) -> None:
        """Receive the answer to `Completing`; drop it if the text has changed since."""
        if (text, cursor) != (self.value, self.cursor_position) or not self.has_focus:
            return
        self._awaited_text = None
        self._set_offers(Offers(text, cursor, completions))
        if self._accepted_early:
            self.action_complete(1)

    def _set_offers(self, offers: Offers, listed: bool | None = None) -> None:
        self._offers = offers
        self._listed = bool(offers.completions) and (offers.are_listed if listed is None else listed)
        self._show_suggestion(offers.rest)
        self.post_message(self.Offered(offers, self._listed))
        self.refresh_bindings()

    def _drop_offers(self) -> None:
        self._awaited_text = None
        if self._offers.completions:
            self._set_offers(Offers(self.value, self.cursor_position))

    def _show_suggestion(self, rest: str) -> None:
        self._dimmed_rest = (self.value, rest)
        self.post_message(SuggestionReady(self.value, self.value + rest))

    def watch_virtual_size(self, size: Size) -> None:
        """Bring what is in view in step with the length of the text."""
        self._scroll_update(size)

    def watch_value(self, value: str) -> None:
        """Keep the dimmed letters as long as the user types exactly them, so that they do not flicker."""
        text, rest = self._dimmed_rest
        added = value[len(text) :]
        continues = added and value.startswith(text) and rest.casefold().startswith(added.casefold())
        self._show_suggestion(rest[len(added) :] if continues else "")

    def watch_selection(self) -> None:
        """Drop the offers if the cursor moves, because they hold for one position only."""
        if self.value == self._offers.line_state[0] and self.cursor_position != self._offers.line_state[1]:
            self._drop_offers()

    def on_focus(self) -> None:
        """Note that nothing was typed yet."""
        self._is_edited = False

    def on_blur(self) -> None:
        """Drop all offers, and end the way through earlier searches."""
        self._drop_offers()
        self._walk, self._steps_to_walk = None, 0

    # Choosing a completion

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave the completion keys to others while there is nothing to complete."""
        if action == "complete":
            return bool(self._offers.completions) or (self._awaited_text is not None and not self._accepted_early)
        return True

    def action_complete(self, by: int) -> None:
        """Put the next or previous completion into the line; if there are several, list them."""
        if self._awaited_text is not None:
            self._accepted_early = True
        elif len(self._offers.completions) == 1 and self._offers.chosen is None:
            self.take(0)
        else:
            self._choose(self._offers.cycled(by), listed=True)

    def action_step(self, by: int) -> None:
        """Go through the listed completions, or else through earlier searches; down from what is typed: the results."""
        if self._listed:
            self._choose(self._offers.cycled(by), listed=True)
        elif self._walk and self._walk.text == self.value:
            self._go_on(-by)
        elif by < 0:
            self._steps_to_walk += 1
            self.post_message(self.HistoryWanted())
        else:
            self.action_to_results()

    # Earlier searches

    def walk(self, texts: Iterable[str]) -> None:
        """Receive the answer to `HistoryWanted`: the texts of earlier searches, oldest first."""
        steps, self._steps_to_walk = self._steps_to_walk, 0
        if steps and self.has_focus:
            from peacereader.tui.widgets.history_walk import HistoryWalk

            self._walk = HistoryWalk(self.value, self.value if self._is_edited else "", texts)
            for _ in range(steps):
                self._go_on(1)

    def _go_on(self, by: int) -> None:
        walk = self._walk
        if walk is None:
            return
        if by < 0 and walk.is_at_start:
            self.action_to_results()
        elif walk.step(by):
            self._set_offers(Offers(walk.text, len(walk.text)))  # no completions of it, which up and down would choose
            self._awaited_text = None
            self.value, self.cursor_position = walk.text, len(walk.text)
        else:
            self.post_message(self.NothingEarlier())

    def action_delete_left(self) -> None:
        """Delete the character before the cursor; in an empty line, ask for what else can be removed."""
        if self.value:
            super().action_delete_left()
        else:
            self.post_message(self.EmptyDeleted())

    def action_right(self) -> None:
        """Accept the dimmed letters after the text, or move the cursor."""
        if self.cursor_at_end and self._dimmed_rest[1] and self._awaited_text is None and self._offers.completions:
            self.take(0)
        else:
            self.action_cursor_right()

    def take(self, number: int) -> None:
        """Put a completion into the line for good, and request the completions that follow it."""
        self._choose(replace(self._offers, chosen=number), listed=False)
        text, cursor = self._offers.line_state
        self._set_offers(Offers(text, cursor))
        self._awaited_text, self._accepted_early = text, False
        self.post_message(self.Completing(text, cursor))

    def _choose(self, offers: Offers, listed: bool) -> None:
        self._set_offers(offers, listed)
        self.value, self.cursor_position = offers.line_state

    # Leaving

    def action_to_results(self) -> None:
        """Go to the results."""
        self.post_message(self.Left(to_results=True))

    def action_leave(self) -> None:
        """Close the list and restore the typed text; without a list, leave the line."""
        if self._listed:
            self._choose(replace(self._offers, chosen=None), listed=False)
        else:
            self.post_message(self.Left(to_results=False))

    def action_clear(self) -> None:
        """Clear the line."""
        self.value = ""


class _Count(Static):
    """How much was found. It keeps some room that it does not need, since a change of its width lays out the screen."""

    virtual_size: Reactive[Size] = Reactive(Size(0, 0))
    """The size of the words. Textual's own lays the whole screen out once more when it changes."""

    _cells = 0

    def say(self, words: str) -> None:
        """Show these words."""
        cells = cell_len(words)
        is_resized = not self._cells - _MOST_SPARE_CELLS <= cells <= self._cells
        if is_resized:
            self._cells = cells
        self.update(" " * (self._cells - cells) + words, layout=is_resized)


class SearchLine(GuardedWidget, Horizontal):
    """The name of the program, the input, and the count of hits.

    With `completes`, the input requests completions (`SearchInput.Completing`).
    """

    SCOPED_CSS = False  # the screen's classes say how wide the line is

    DEFAULT_CSS = """
    SearchLine {
        height: 1;
        background: $surface;
        color: $foreground;
        & > #name { width: auto; padding: 0 1; color: $accent; text-style: bold; }
        & > #prompt { width: 2; color: $room-muted; }
        & > SearchInput {
            width: 1fr; min-width: 12; background: $surface; color: $foreground; border: none; height: 1; padding: 0;
        }
        & > SearchInput:focus { background: $room-cursor; border: none; }
        & > SearchInput > .input--suggestion { color: $room-muted; }
        & > #count { width: auto; padding: 0 1; color: $room-muted; }
    }
    .-narrow SearchLine > #name { display: none; }
    """

    def __init__(self, completes: bool = False) -> None:
        super().__init__()
        self._completes = completes

    def compose(self) -> ComposeResult:
        """Yield the name, the prompt, the input, the count, and the list of completions, which overlays the screen."""
        yield Static("peacereader", id="name", markup=False)
        yield Static("/ ", id="prompt", markup=False)
        yield SearchInput(self._completes)
        yield _Count("", id="count", markup=False)
        yield CompletionList()

    def on_search_input_offered(self, message: SearchInput.Offered) -> None:
        """List the completions below the word that they complete."""
        completion_list = self.query_one(CompletionList)
        self.screen.set_class(message.listed, "-listing")
        if message.listed:
            before = message.offers.text[: message.offers.start]
            column = self.input.region.x - self.region.x + cell_len(before) - self.input.scroll_offset.x
            completion_list.show(message.offers, column, 1)
        else:
            completion_list.hide()

    def on_completion_list_picked(self, message: CompletionList.Picked) -> None:
        """Accept the completion that the user clicks."""
        self.input.take(message.number)

    @property
    def input(self) -> SearchInput:
        """The input."""
        return self.query_one(SearchInput)

    def say(self, text: str) -> None:
        """Show how much was found."""
        self.query_one(_Count).say(text)


class NoteLine(GuardedWidget, Static):
    """A line under the search line: other spellings that were searched, or a problem with the query.

    It keeps its space when it is empty, so that nothing jumps while the user types; only on a low screen does it
    disappear then. It is hidden while completions are listed over it.
    """

    SCOPED_CSS = False  # the screen's classes say how many lines there are, and whether completions are listed

    DEFAULT_CSS = """
    NoteLine { height: 1; background: $background; color: $room-muted; padding: 0 1; }
    NoteLine.-hint { color: $room-warning; }
    .-listing NoteLine { visibility: hidden; }
    .-low NoteLine { display: none; }
    .-low NoteLine.-shown { display: block; }
    """

    def __init__(self, id: str | None = None) -> None:
        super().__init__("", markup=False, id=id)
        self._text = ""
        self._keys = ""
        self._shown = ""

    def say(self, text: str, hint: bool = False, keys: str = "") -> None:
        """Show the words, or nothing if `text` is empty; `keys` stand on the right and are never cut off."""
        self._text = text
        self._keys = keys
        self.set_class(bool(text), "-shown")
        self.set_class(hint, "-hint")
        self.on_resize()

    def on_resize(self) -> None:
        """Shorten the words for the new width."""
        room = max(10, self.screen.size.width - 2 - (len(self._keys) + 3 if self._keys else 0))
        shown = shortened(self._text, room) + (f"   {self._keys}" if self._keys else "")
        if shown != self._shown:  # each key that changes the query says the same again, most often nothing
            self._shown = shown
            self.update(shown, layout=False)
