"""The question whether to take passages along from the sample pages to the user's first library."""

from __future__ import annotations

from typing import ClassVar, Literal

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from peacereader import wording
from peacereader.tui.base_screens import ReaderDialog
from peacereader.tui.widgets.guarded import GuardedOptionList

Answer = Literal["later", "yes", "no"]


class TakingAlong(ReaderDialog[Answer | None]):
    """A dialog whose result is the answer, or None if the user leaves it.

    It opens by itself, so Enter alone, which may have been meant for something else, changes nothing.
    """

    BINDINGS: ClassVar = [Binding("escape,q", "leave", "ask again next time")]

    DEFAULT_CSS = """
    TakingAlong { align: center middle; background: $background 60%; }
    TakingAlong > Vertical {
        width: 66; max-width: 96%; height: auto; max-height: 96%; background: $surface; padding: 1 2;
        border: round $accent;
    }
    TakingAlong OptionList { background: $surface; border: none; padding: 0; margin: 1 0; height: auto; }
    TakingAlong OptionList > .option-list--option-highlighted {
        background: $room-cursor; color: $foreground; text-style: bold;
    }
    TakingAlong Static { height: auto; }
    TakingAlong .help { color: $room-muted; }
    """

    def __init__(self, count: int) -> None:
        super().__init__()
        self._count = count

    def compose(self) -> ComposeResult:
        """Yield the question, the answers and the keys."""
        passages = wording.counted(self._count, "passage")
        them = "it" if self._count == 1 else "them"
        answers: dict[Answer, str] = {
            "later": "Not now",
            "yes": f"Yes, take {them} along, with notes, labels and articles",
            "no": "No, and do not ask again",
        }
        with Vertical():
            yield Static(
                f"You bookmarked {passages} in the sample pages. Take {them} along to this library?", markup=False
            )
            yield GuardedOptionList(*(Option(words, id=answer) for answer, words in answers.items()), compact=True)
            yield Static("Enter chooses · Esc asks again next time", classes="help", markup=False)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Take the answer."""
        self.leave(event.option.id)
