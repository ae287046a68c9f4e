"""The list of labels: type to find or make one, and set or remove any number of them."""

from __future__ import annotations

import unicodedata
from collections import Counter
from typing import TYPE_CHECKING, ClassVar

import msgspec
from rich.text import Text
from textual.binding import Binding
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from peaceindex.model.safe_text import neutralise
from peacereader import wording
from peacereader.tui.dialogs.list_dialog import ListDialog

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from peaceindex.model.code import Code
    from peacereader.tui.base_screens import ReaderDialog

_SET, _PARTLY_SET, _NOT_SET = "■", "◪", "□"


class LabelChange(msgspec.Struct, frozen=True):
    """What the user decided: labels to add to the passages, and labels to remove from them."""

    add: tuple[str, ...] = ()
    remove: tuple[str, ...] = ()


class LabelPicker(ListDialog[LabelChange | None]):
    """A dialog whose result is the change of labels, or None if there is none."""

    BINDINGS: ClassVar = [
        Binding("escape", "leave", "save the labels"),
    ]

    HELP = "Enter sets or removes it · Esc saves"

    KEEPING_KEY = "Esc"

    THING = "label"
    """What is set, in a word."""

    DEFAULT_CSS = """
    LabelPicker { align: center middle; background: $background 60%; }
    LabelPicker > Vertical {
        width: 60; max-width: 96%; height: auto; max-height: 96%; background: $surface; padding: 1 2;
        border: round $accent;
    }
    LabelPicker .about, LabelPicker .help { color: $room-muted; height: auto; max-height: 3; }
    LabelPicker .help { margin-top: 1; }
    LabelPicker Input { border: none; height: 1; padding: 0; margin: 1 0; background: $room-cursor; }
    LabelPicker OptionList { background: $surface; border: none; padding: 0; height: auto; max-height: 14; }
    LabelPicker OptionList > .option-list--option-highlighted {
        background: $room-cursor; color: $foreground; text-style: bold;
    }
    """

    def __init__(
        self, codes: Sequence[Code], digits: Mapping[str, str], labels: Sequence[Sequence[str]], about: str
    ) -> None:
        """`digits` gives labels by the key that sets them, `labels` those of each passage; `about` names them."""
        super().__init__(about, f"type to find a {self.THING}, or to make one")
        self._codes = list(codes)
        self._digits = {label: digit for digit, label in digits.items()}
        self._before = Counter(label for each in labels for label in set(each))
        self._count = len(labels)
        self._wanted: dict[str, bool] = {}
        self._warned_of = ""

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Set or remove the label under the cursor; make it if there is none."""
        self._toggle()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Set or remove the label that was clicked."""
        self.query_one(OptionList).highlighted = event.option_index
        self._toggle()

    def on_reader_dialog_leaving(self, message: ReaderDialog.Leaving) -> None:  # type: ignore[override]
        """Return what changes. Text that was typed but not set is left out only after a second Esc."""
        typed = self._typed()
        if typed and typed != self._warned_of:
            self._warned_of = typed
            message.prevent_default()  # the base would leave
            self.query_one(".help", Static).update(f"“{typed}” is not set: Enter sets it · Esc leaves it out")
            return
        self.leave(self._change() if self.is_changed else None)

    @property
    def is_changed(self) -> bool:
        """Whether labels were set or removed that are not saved yet."""
        return self._change() != LabelChange()

    def _change(self) -> LabelChange:
        wanted, before = self._wanted.items(), self._before
        return LabelChange(
            tuple(label for label, is_set in wanted if is_set and before.get(label) != self._count),
            tuple(label for label, is_set in wanted if not is_set and before.get(label)),
        )

    def _typed(self) -> str:
        return " ".join(neutralise(self.query_one(Input).value).split())

    def _toggle(self) -> None:
        highlighted = self.query_one(OptionList).highlighted
        if not self._shown or highlighted is None:
            return
        self._set(self._shown[highlighted])
        line = self.query_one(Input)
        if line.value:
            line.value = ""
        else:
            self._fill(highlighted)

    def _set(self, label: str) -> None:
        self._wanted[label] = not self._wanted.get(label, self._before.get(label, 0) == self._count)

    def _fill(self, highlighted: int = 0) -> None:
        """Show the labels with what is typed: those that begin with it first, then a new one if there is none of it."""
        typed = _folded(self._typed())
        known = [code.name for code in self._codes]
        names = known + [label for label in self._wanted if label not in known]
        found = [name for name in names if typed in _folded(name)]
        found.sort(key=lambda name: bool(typed) and not _folded(name).startswith(typed))
        is_new = bool(typed) and not any(_folded(name) == typed for name in names)
        self._shown = [*found, self._typed()] if is_new else found
        depths = self._depths() if not typed else {}
        options = self.query_one(OptionList)
        options.clear_options()
        for name in found:
            digit = f"  {self._digits[name]}" if name in self._digits else ""
            options.add_option(Option(Text(f"{self._mark(name)} {'  ' * depths.get(name, 0)}{name}{digit}")))
        if is_new:
            options.add_option(Option(Text(f"+ new {self.THING} “{self._typed()}”")))
        if self._shown:
            options.highlighted = min(highlighted, len(self._shown) - 1)

    def _mark(self, label: str) -> str:
        count = self._before.get(label, 0)
        if label in self._wanted:
            return _SET if self._wanted[label] else _NOT_SET
        return _SET if count == self._count else _PARTLY_SET if count else _NOT_SET

    def _depths(self) -> dict[str, int]:
        depths: dict[str, int] = {}
        for code in self._codes:  # parents come before children
            depths[code.name] = 0 if code.parent is None else depths.get(code.parent, 0) + 1
        return depths


def about_passages(quotes: Sequence[str]) -> str:
    """Return what a dialog says of the passages that it changes: the quote of one, or the number of several."""
    if len(quotes) == 1:
        from peacereader.tui.widgets.wrapping import shortened

        return f"“{shortened(quotes[0], 160)}”"
    return wording.counted(len(quotes), "passage")


def _folded(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(character for character in decomposed if not unicodedata.combining(character))
