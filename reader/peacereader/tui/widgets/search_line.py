"""The line at the top: the search input, what else is matched, and how much was found."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.message import Message
from textual.suggester import SuggestionReady
from textual.widgets import Input, Static

from peaceindex.model.search import Completion
from peacereader.tui.error_handling import GuardedWidget
from peacereader.tui.keys import bindings
from peacereader.tui.widgets.completion_list import CompletionList
from peacereader.tui.widgets.offers import Offers
from peacereader.tui.widgets.wrapping import shortened


class SearchInput(GuardedWidget, Input):
    """The input of the search line. It knows two ways out, and offers how the text may go on, if it is told so.

    It asks by `Completing` whenever the text has changed, and is answered by
    `offer`. The likeliest completion stands dim behind the text; those of a
    field are listed below it, all others once Tab is pressed. What is chosen
    stands in the line at once, so that the results show what it finds.
    """

    BINDINGS: ClassVar = bindings("input")

    cursor_blink = False

    @dataclass
    class Left(Message):
        """The user leaves the line; `to_results` where the results are wanted."""

        to_results: bool

    @dataclass
    class Completing(Message):
        """How may this text go on, at this place of it?"""

        text: str
        cursor: int

    @dataclass
    class Offered(Message):
        """Other completions are offered, or another one is chosen; `listed`: they are to be seen."""

        offers: Offers
        listed: bool

    def __init__(self, completes: bool) -> None:
        super().__init__(placeholder="search", compact=True, id="query")
        self._completes = completes
        self._offers = Offers()
        self._listed = False
        self._awaited: str | None = None
        """The text for which an answer is due."""
        self._hurried = False
        """Whether the likeliest completion was taken before it was there."""
        self._rest = ("", "")
        """A text, and the letters that stand dim behind it."""

    # Being offered completions

    def on_input_changed(self, event: Input.Changed) -> None:
        """Ask how the text may go on, unless it is a completion itself."""
        if not self._completes or event.value != self.value or event.value == self._offers.stand[0]:
            return
        self._awaited, self._hurried = event.value, False
        self.post_message(self.Completing(event.value, self.cursor_position))

    def offer(self, text: str, cursor: int, completions: tuple[Completion, ...]) -> None:
        """The answer to `Completing`; dropped if the text has gone on since."""
        if (text, cursor) != (self.value, self.cursor_position) or not self.has_focus:
            return
        self._awaited = None
        self._put(Offers(text, cursor, completions))
        if self._hurried:
            self.action_complete(1)

    def _put(self, offers: Offers, listed: bool | None = None) -> None:
        self._offers = offers
        self._listed = bool(offers.completions) and (offers.are_listed if listed is None else listed)
        self._say_rest(offers.rest)
        self.post_message(self.Offered(offers, self._listed))
        self.refresh_bindings()

    def _drop(self) -> None:
        self._awaited = None
        if self._offers.completions:
            self._put(Offers(self.value, self.cursor_position))

    def _say_rest(self, rest: str) -> None:
        self._rest = (self.value, rest)
        self.post_message(SuggestionReady(self.value, self.value + rest))

    def watch_value(self, value: str) -> None:
        """Keep the dim letters behind the text as long as they are what is being typed, so that they do not flicker."""
        text, rest = self._rest
        added = value[len(text) :]
        fits = added and value.startswith(text) and rest.casefold().startswith(added.casefold())
        self._say_rest(rest[len(added) :] if fits else "")

    def watch_selection(self) -> None:
        """What was offered for one place of the text is not for another."""
        if self.value == self._offers.stand[0] and self.cursor_position != self._offers.stand[1]:
            self._drop()

    def on_blur(self) -> None:
        """Offer nothing any more."""
        self._drop()

    # Choosing among them

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Completing leaves its keys to others while there is nothing to complete."""
        if action == "complete":
            return bool(self._offers.completions) or (self._awaited is not None and not self._hurried)
        return True

    def action_complete(self, by: int) -> None:
        """Put the next completion into the line, or the previous one; with several of them, list them."""
        if self._awaited is not None:
            self._hurried = True
        elif len(self._offers.completions) == 1 and self._offers.chosen is None:
            self.take(0)
        else:
            self._choose(self._offers.turned(by), listed=True)

    def action_step(self, by: int) -> None:
        """Go through the completions that are listed; where none are, down leads to the results."""
        if self._listed:
            self._choose(self._offers.turned(by), listed=True)
        elif by > 0:
            self.action_to_results()

    def action_right(self) -> None:
        """Take the dim letters behind the text, or move the cursor."""
        if self.cursor_at_end and self._rest[1] and self._awaited is None and self._offers.completions:
            self.take(0)
        else:
            self.action_cursor_right()

    def take(self, number: int) -> None:
        """Put a completion into the line for good, and ask how it goes on from there."""
        self._choose(replace(self._offers, chosen=number), listed=False)
        text, cursor = self._offers.stand
        self._put(Offers(text, cursor))
        self._awaited, self._hurried = text, False
        self.post_message(self.Completing(text, cursor))

    def _choose(self, offers: Offers, listed: bool) -> None:
        self._put(offers, listed)
        self.value, self.cursor_position = offers.stand

    # Leaving

    def action_to_results(self) -> None:
        """Go to the results."""
        self.post_message(self.Left(to_results=True))

    def action_leave(self) -> None:
        """Close the list, with the text as it was typed; without a list, leave the line."""
        if self._listed:
            self._choose(replace(self._offers, chosen=None), listed=False)
        else:
            self.post_message(self.Left(to_results=False))

    def action_clear(self) -> None:
        """Empty the line."""
        self.value = ""


class SearchLine(GuardedWidget, Horizontal):
    """The name of the program, the input, and the count of what was found.

    `completes`: somebody answers how the text may go on (`SearchInput.Completing`).
    """

    SCOPED_CSS = False  # how wide it is, the screen's classes tell

    DEFAULT_CSS = """
    SearchLine {
        height: 1;
        background: $surface;
        color: $foreground;
        & > #name { width: auto; padding: 0 1; color: $accent; text-style: bold; }
        & > #sign { width: 2; color: $room-muted; }
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
        """Name, sign, input, count, and the list of completions that lies over what is below."""
        yield Static("peacereader", id="name", markup=False)
        yield Static("/ ", id="sign", markup=False)
        yield SearchInput(self._completes)
        yield Static("", id="count", markup=False)
        yield CompletionList()

    def on_search_input_offered(self, message: SearchInput.Offered) -> None:
        """List what is offered below the word that it completes."""
        listing = self.query_one(CompletionList)
        self.screen.set_class(message.listed, "-listing")
        if message.listed:
            before = message.offers.text[: message.offers.start]
            left = self.input.region.x - self.region.x + cell_len(before) - self.input.scroll_offset.x
            listing.show(message.offers, left, 1)
        else:
            listing.hide()

    def on_completion_list_picked(self, message: CompletionList.Picked) -> None:
        """Take what the user points at."""
        self.input.take(message.number)

    @property
    def input(self) -> SearchInput:
        """The input."""
        return self.query_one(SearchInput)

    def say(self, text: str) -> None:
        """Show how much was found."""
        self.query_one("#count", Static).update(text)


class NoteLine(GuardedWidget, Static):
    """A line under the search line: other spellings that were searched, or what is odd about the query.

    It stays where it is when it is empty, so that nothing jumps while typing;
    only where lines are few it gives way. It says nothing while completions
    are listed over it.
    """

    SCOPED_CSS = False  # how many lines there are, and whether completions are listed, is told by the screen's classes

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

    def say(self, text: str, hint: bool = False, keys: str = "") -> None:
        """Show the words, or nothing at all; `keys` stand at the right and are never cut off."""
        self._text = text
        self._keys = keys
        self.set_class(bool(text), "-shown")
        self.set_class(hint, "-hint")
        self.on_resize()

    def on_resize(self) -> None:
        """Shorten the words to the line."""
        room = max(10, self.screen.size.width - 2 - (len(self._keys) + 3 if self._keys else 0))
        self.update(shortened(self._text, room) + (f"   {self._keys}" if self._keys else ""))
