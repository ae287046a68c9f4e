"""The command line: what is typed after `:`, with the lines it may become above it, and those of before."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, NamedTuple

from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from peacereader.tui.base_screens import ReaderDialog
from peacereader.tui.commands import Command, Completion, completions, prepared
from peacereader.tui.widgets.guarded import GuardedInput, GuardedOptionList
from peacereader.tui.widgets.wrapping import padded, shortened

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_MOST_ROWS = 10
_HELP = "Enter runs it · Tab completes · ↑ ↓ earlier ones · Esc leaves"


class Chosen(NamedTuple):
    """A line that was typed, and what does it."""

    line: str
    run: Callable[[], None]


class CommandLine(ReaderDialog["Chosen | None"]):
    """A dialog whose result is the line that was typed and what does it; one that cannot be done is refused in words.

    `history` has the lines of before, the latest last.
    """

    BINDINGS: ClassVar = [
        Binding("tab", "complete(1)", show=False, priority=True),
        Binding("shift+tab", "complete(-1)", show=False, priority=True),
        Binding("up,ctrl+p", "earlier(1)", show=False, priority=True),
        Binding("down,ctrl+n", "earlier(-1)", show=False, priority=True),
        Binding("escape", "leave", "leave it", priority=True),
    ]

    DEFAULT_CSS = """
    CommandLine { align: left bottom; background: $background 0%; }
    CommandLine > Vertical { width: 100%; height: auto; background: $surface; }
    CommandLine OptionList { background: $surface; border: none; padding: 0 1; height: auto; max-height: 10; }
    CommandLine OptionList > .option-list--option-highlighted { background: $room-cursor; color: $foreground; }
    CommandLine .help { color: $room-muted; height: auto; padding: 0 1; }
    CommandLine .help.-wrong { color: $room-warning; }
    CommandLine Horizontal { height: 1; background: $room-cursor; padding: 0 1; }
    CommandLine Horizontal > Static { width: 1; color: $accent; }
    CommandLine Input { border: none; height: 1; padding: 0; background: $room-cursor; width: 1fr; }
    """

    def __init__(self, commands: Sequence[Command], history: Sequence[str]) -> None:
        super().__init__()
        self._commands = commands
        self._history = list(history)
        self._back = 0
        """How many lines back in the history the line is, 0 for the one that is being typed."""
        self._typed = ""
        self._completions: list[Completion] = []
        self._chosen: int | None = None

    def compose(self) -> ComposeResult:
        """Yield the lines that it may become, the words, and the line."""
        with Vertical():
            rows = GuardedOptionList(compact=True)
            rows.can_focus = False
            yield rows
            yield Static(_HELP, classes="help", markup=False)
            with Horizontal():
                yield Static(":", markup=False)
                line = GuardedInput(compact=True, select_on_focus=False)
                line.cursor_blink = False
                yield line

    def on_mount(self) -> None:
        """Let the user type. Messages would stand over the line."""
        self.app.clear_notifications()
        self.query_one(Input).focus()

    def on_resize(self, event: events.Resize) -> None:
        """Leave room for the line."""
        self.query_one(OptionList).styles.max_height = max(1, min(_MOST_ROWS, event.size.height - 3))
        self._offer(self.query_one(Input).value)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Show what the line may become, unless it was chosen there."""
        if event.value == self.query_one(Input).value and event.value != self._line:
            self._back, self._typed = 0, event.value
            self._offer(event.value)

    @property
    def _line(self) -> str | None:
        """The line that was put there, by Tab or from the history; None if it was typed."""
        if self._chosen is not None:
            return self._completions[self._chosen].line
        return self._history[-self._back] if self._back else None

    def _offer(self, typed: str) -> None:
        self._chosen = None
        self._completions = completions(self._commands, typed)
        rows = self.query_one(OptionList)
        rows.clear_options()
        width = max(20, self.size.width - 4)
        left = min(width // 2, max((len(one.line) for one in self._completions), default=0) + 2)
        for one in self._completions:
            row = Text(f" {padded(shortened(one.line, left - 1), left)}", "bold", no_wrap=True)
            rows.add_option(Option(row.append(shortened(one.about, width - left - 1), "not bold")))
        rows.display = bool(self._completions)
        rows.highlighted = None
        self._say(_HELP)

    def action_complete(self, by: int) -> None:
        """Put the next or previous completion into the line; one alone is taken, with a space if more follows."""
        if not self._completions:
            return
        count = len(self._completions)
        self._chosen = (0 if by > 0 else count - 1) if self._chosen is None else (self._chosen + by) % count
        self.query_one(OptionList).highlighted = self._chosen
        line = self._completions[self._chosen].line
        if count == 1 and (line.endswith("/") or (" " not in line and self._takes_more(line))):
            self._put(line if line.endswith("/") else f"{line} ")
            self._offer(self.query_one(Input).value)
        else:
            self._put(line)

    def _takes_more(self, name: str) -> bool:
        return any(one.name == name and one.takes for one in self._commands)

    def action_earlier(self, by: int) -> None:
        """Go back or forward in the lines of before."""
        back = min(len(self._history), max(0, self._back + by))
        if back != self._back:
            self._chosen = None
            self._back = back
            self._put(self._history[-back] if back else self._typed)
            if not back:
                self._offer(self._typed)
        else:
            self._say("There is no earlier line." if by > 0 else "This is the line that you are typing.")

    def _put(self, line: str) -> None:
        field = self.query_one(Input)
        field.value = line
        field.cursor_position = len(line)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Put a line that was clicked into the line."""
        self._chosen = event.option_index
        self._put(self._completions[event.option_index].line)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Leave with the line, or say why it cannot be run."""
        action = prepared(self._commands, event.value)
        if callable(action):
            self.leave(Chosen(event.value.strip().lstrip(":").strip(), action))
        elif action:
            self._say(action, is_wrong=True)
        else:
            self.leave()

    def _say(self, words: str, *, is_wrong: bool = False) -> None:
        line = self.query_one(".help", Static)
        line.update(words)
        line.set_class(is_wrong, "-wrong")
