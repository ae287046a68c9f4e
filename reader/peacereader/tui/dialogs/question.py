"""A question with a few answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding
from textual.containers import Vertical
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from peacereader.tui.base_screens import ReaderDialog
from peacereader.tui.widgets.guarded import GuardedOptionList

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual.app import ComposeResult


class Question(ReaderDialog[str | None]):
    """A dialog whose result is the name of an answer, or None if the user leaves it.

    The first answer should change nothing, since Enter alone chooses it.
    """

    BINDINGS: ClassVar = [Binding("escape,q", "leave", "leave it")]

    DEFAULT_CSS = """
    Question { align: center middle; background: $background 60%; }
    Question > Vertical {
        width: 70; max-width: 96%; height: auto; max-height: 96%; background: $surface; padding: 1 2;
        border: round $accent;
    }
    Question OptionList { background: $surface; border: none; padding: 0; margin: 1 0; height: auto; }
    Question OptionList > .option-list--option-highlighted {
        background: $room-cursor; color: $foreground; text-style: bold;
    }
    Question Static { height: auto; }
    Question .help { color: $room-muted; }
    """

    HELP = "Enter chooses · Esc leaves it as it is"

    def __init__(self, words: str, answers: Mapping[str, str]) -> None:
        """`answers` are the words of each answer, by its name."""
        super().__init__()
        self._words = words
        self._answers = answers

    def compose(self) -> ComposeResult:
        """Yield the question, the answers and the keys."""
        with Vertical():
            yield Static(self._words, markup=False)
            yield GuardedOptionList(*(Option(words, id=name) for name, words in self._answers.items()), compact=True)
            yield Static(self.HELP, classes="help", markup=False)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Take the answer."""
        self.leave(event.option.id)
