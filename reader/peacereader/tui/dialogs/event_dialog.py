"""The dialog for the event that a passage tells of: a line for each part, with completions from what is known."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, NamedTuple, cast

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widgets import Input, OptionList, Static

from peaceindex import neutralise, read_event_date
from peaceindex.errors import PeaceindexError
from peaceindex.model.event import MAX_FATALITIES, PRECISIONS, SIDES, Event
from peaceindex.model.event_book import EventBook, name_key
from peacereader import wording
from peacereader.tui.base_screens import ReaderDialog
from peacereader.tui.widgets.guarded import GuardedInput, GuardedOptionList
from peacereader.tui.widgets.wrapping import shortened

if TYPE_CHECKING:
    from collections.abc import Sequence

    from peaceindex.model.event import Precision
    from peaceindex.model.passage import Passage

_MAX_TEXT = 300
_MOST_OFFERED = 50
_LINES_AROUND = 9
"""The lines of the dialog beside its fields and completions: border, padding, the passage, the words, space."""
_MOST_COMPLETIONS = 5
_WIDTH = 76


class Part(NamedTuple):
    """A line of the dialog: the id of its input, its name, and what an empty one shows."""

    id: str
    name: str
    placeholder: str = ""


_FIRST = (
    Part("date", "Date", "12 May 2025 · 2025-05 · Tuesday"),
    Part("precision", "Precision", "day, week or month"),
    Part("place", "Place"),
    Part("type", "Type"),
    Part("subtype", "Sub-type"),
)
_LAST = Part("fatalities", "Killed", "a number; empty: not known")
HELP = "Esc saves · Tab next · ↓ Enter complete"


class EventDialog(ReaderDialog[Event | None]):
    """A dialog whose result is the event, empty if there is none any more, or None if it is as it was.

    There is no key that throws away what was typed: Esc saves it, and undoing brings the earlier event back. A date or
    number that cannot be read is left as it was only after a second Esc.
    """

    BINDINGS: ClassVar = [
        Binding("escape,ctrl+s", "leave", "save the event", priority=True),
        Binding("down", "move(1)", show=False, priority=True),
        Binding("up", "move(-1)", show=False, priority=True),
    ]

    KEEPING_KEY = "Esc"

    DEFAULT_CSS = """
    EventDialog { align: center middle; background: $background 60%; }
    EventDialog > Vertical {
        width: 76; max-width: 96%; height: auto; max-height: 96%; background: $surface; padding: 1 2;
        border: round $accent;
    }
    EventDialog .quote { color: $room-muted; text-style: italic; height: auto; max-height: 2; margin-bottom: 1; }
    EventDialog VerticalScroll { height: auto; }
    EventDialog Horizontal { height: 1; }
    EventDialog .name { width: 11; color: $room-muted; }
    EventDialog Input { border: none; height: 1; padding: 0; width: 1fr; background: $surface; }
    EventDialog Input:focus { background: $room-cursor; border: none; }
    EventDialog .help { color: $room-muted; height: 1; margin-top: 1; }
    EventDialog .help.-wrong { color: $room-warning; }
    EventDialog OptionList { background: $surface; border: none; padding: 0; height: 5; }
    EventDialog OptionList > .option-list--option-highlighted {
        background: $room-cursor; color: $foreground; text-style: bold;
    }
    """

    def __init__(self, passage: Passage, known: EventBook, listed: EventBook, suggested: Event) -> None:
        """`known` are names to complete, `listed` those of events.yaml; `suggested` fills an event that is empty."""
        super().__init__()
        self._passage = passage
        self._known = known
        self._listed = listed
        self._event = passage.event or Event()
        self._first_values = _values(passage.event or suggested)
        self._offered: list[str] = []
        self._warned_of: dict[str, str] | None = None
        self._is_confirmed = False
        by_itself = "month" if len(self._event.date) == 7 else "day"
        self._precision_is_typed = self._event.precision not in ("", by_itself)

    def compose(self) -> ComposeResult:
        """Yield the passage, the lines, the words below them and the completions."""
        actors = [Part(f"actor{n}", f"Actor {n}") for n in range(1, 1 + max(2, len(self._event.actors)))]
        with Vertical():
            yield Static(f"“{shortened(self._passage.quote, 140)}”", classes="quote", markup=False)
            fields = VerticalScroll(can_focus=False)
            with fields:
                for part in (*_FIRST, *actors, _LAST):
                    with Horizontal():
                        yield Static(part.name, classes="name", markup=False)
                        line = GuardedInput(
                            self._first_values.get(part.id, ""), placeholder=part.placeholder, id=part.id, compact=True,
                            max_length=_MAX_TEXT, select_on_focus=False,
                        )  # fmt: skip
                        line.cursor_blink = False
                        yield line
            yield Static(HELP, classes="help", markup=False)
            offered = GuardedOptionList(compact=True, markup=False)
            offered.can_focus = False
            yield offered

    def on_mount(self) -> None:
        """Begin at the date."""
        self.query_one("#date").focus()

    def on_resize(self, event: events.Resize) -> None:
        """Leave room for the words and the completions: the lines scroll."""
        room = max(2, event.size.height - _LINES_AROUND)
        offered = min(_MOST_COMPLETIONS, max(1, room - len(self.query(Input))))
        self.query_one(OptionList).styles.height = offered  # always the same, so that nothing jumps
        self.query_one(VerticalScroll).styles.max_height = max(1, room - offered)

    # Typing

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Offer what fits the line that has the focus now."""
        self._offer()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Offer what fits the text; a date also tells how exact it is."""
        if event.input.id == "precision" and event.input.has_focus:
            self._precision_is_typed = bool(event.value)
        elif event.input.id == "date" and event.input.has_focus and not self._precision_is_typed:
            self._line("precision").value = self._read_date()[1]
        if event.input.has_focus:
            self._offer()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Take the completion that is chosen, and go to the next line; from the last one, save."""
        self._take()
        if event.input.id == _LAST.id:
            self._is_confirmed = True  # what was filled in at first, too
            self.action_leave()
        else:
            self.focus_next(Input)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Take the completion that was clicked."""
        self.query_one(OptionList).highlighted = event.option_index
        self._take()

    def action_move(self, by: int) -> None:
        """Move in the completions; without any, between the lines."""
        options = self.query_one(OptionList)
        if self._offered:
            place = -1 if options.highlighted is None else options.highlighted
            options.highlighted = place + by if 0 <= place + by < len(self._offered) else None
        elif by > 0:
            self.focus_next(Input)
        else:
            self.focus_previous(Input)

    def _take(self) -> None:
        options, line = self.query_one(OptionList), self.focused
        if options.highlighted is None or not isinstance(line, Input) or options.highlighted >= len(self._offered):
            return
        before, sign, _ = line.value.rpartition(SIDES) if _is_actor(line) else ("", "", "")
        line.value = f"{before}{sign}{' ' if sign else ''}{self._offered[options.highlighted]}"
        line.cursor_position = len(line.value)

    def _offer(self) -> None:
        """List the names that fit the line, and say what is to be said about its text."""
        line = self.focused
        if not isinstance(line, Input):
            return
        typed = name_key(line.value.rpartition(SIDES)[2] if _is_actor(line) else line.value)
        names = self._names(line.id or "") if typed or line.id in ("precision", "type", "subtype") else []
        found = [name for name in names if typed in name_key(name) and name_key(name) != typed]
        found.sort(key=lambda name: not name_key(name).startswith(typed))
        self._offered = found[:_MOST_OFFERED]
        options = self.query_one(OptionList)
        options.clear_options()
        options.add_options(self._offered)
        options.highlighted = None
        self._say(self._words_about(line))

    def _names(self, id: str) -> Sequence[str]:
        match id:
            case "precision":
                return PRECISIONS[1:]
            case "place":
                return [place.name for place in self._known.places]
            case "type":
                return [one.name for one in self._known.types if not one.parent]
            case "subtype":
                return self._known.subtypes(self._line("type").value)
            case "date" | "fatalities":
                return []
            case _:
                return [actor.name for actor in self._known.actors]

    def _words_about(self, line: Input) -> str:
        if line.id == "date" and line.value.strip():
            date, _, problem = self._read_date()
            return problem or f"{wording.long_date(date)} · {HELP}"
        if line.id in ("place", "type", "subtype") or _is_actor(line):
            event = self._read()[0]
            own = name_key(line.value)
            missing = [name for name in self._listed.unlisted(event) if name_key(name) in own]
            if missing:
                return f"Esc saves · not in events.yaml: {', '.join(missing)}"
        return HELP

    def _say(self, words: str, *, is_wrong: bool = False) -> None:
        help = self.query_one(".help", Static)
        help.update(shortened(words, max(20, min(_WIDTH, self.size.width * 96 // 100) - 6)))
        help.set_class(is_wrong, "-wrong")

    # What is typed

    def _line(self, id: str) -> Input:
        return self.query_one(f"#{id}", Input)

    def _typed(self) -> dict[str, str]:
        return {line.id or "": " ".join(neutralise(line.value).split()) for line in self.query(Input)}

    @property
    def is_changed(self) -> bool:
        """Whether something was typed that is not saved yet."""
        return self.is_mounted and any(
            line.value != self._first_values.get(line.id or "", "") for line in self.query(Input)
        )

    def _read_date(self) -> tuple[str, Precision, str]:
        """Return the date that is typed, how exact it is written, and what is wrong with it."""
        try:
            date, precision = read_event_date(self._line("date").value, self._passage.date)
        except PeaceindexError as error:
            return "", "", str(error)
        return date, precision, ""

    def _read(self) -> tuple[Event, dict[str, str]]:
        """Return the event that is typed, with the former parts in place of those that are wrong, and what is wrong."""
        typed, wrong = self._typed(), {}
        date, precision, problem = self._read_date()
        if problem:
            wrong["date"] = problem
        if typed["precision"].casefold() in PRECISIONS:
            precision = cast("Precision", typed["precision"].casefold()) or precision
            if precision and not date and not problem:
                wrong["precision"] = "A precision needs a date."
            elif len(date) == 7 and precision != "month":
                wrong["precision"] = f"{wording.long_date(date)} is a month, not a {precision}."
        else:
            wrong["precision"] = "The precision is day, week or month."
        if wrong:
            date, precision = self._event.date, self._event.precision
        killed = typed[_LAST.id].replace(",", "")
        fatalities = self._event.fatalities
        if not killed or killed.casefold() in ("unknown", "not known"):
            fatalities = None
        elif killed.isascii() and killed.isdecimal() and int(killed) <= MAX_FATALITIES:
            fatalities = int(killed)
        else:
            wrong[_LAST.id] = "Killed is a number of people, or empty if it is not known."
        actors = tuple(text for id, text in typed.items() if id.startswith("actor") and text)
        event = Event(date, precision, typed["place"], actors, typed["type"], typed["subtype"], fatalities)
        return event, wrong

    def on_reader_dialog_leaving(self, message: ReaderDialog.Leaving) -> None:  # type: ignore[override]
        """Return the event if something was typed. What cannot be read is left as it was only after a second Esc."""
        event, wrong = self._read()
        is_wanted = self.is_changed or self._is_confirmed
        if wrong and is_wanted and self._warned_of != self._typed():
            self._warned_of = self._typed()
            message.prevent_default()  # the base would leave
            id, words = next(iter(wrong.items()))
            self._line(id).focus()
            self.call_after_refresh(self._say, f"{words} Correct it, or Esc leaves it as it was.", is_wrong=True)
            return
        self.leave(event if is_wanted and event != self._event else None)


def _values(event: Event) -> dict[str, str]:
    """Return the texts of the lines by their ids."""
    actors = {f"actor{number}": actor for number, actor in enumerate(event.actors, 1)}
    killed = "" if event.fatalities is None else str(event.fatalities)
    names = ("date", "precision", "place", "type", "subtype")
    return {name: getattr(event, name) for name in names} | actors | {_LAST.id: killed}


def _is_actor(line: Input) -> bool:
    return (line.id or "").startswith("actor")
