"""Lists of entries of two lines each: the articles in the bin, folders that were added, notes about sources."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from peaceindex.model.safe_text import printable
from peacereader.tui.error_handling import GuardedWidget
from peacereader.tui.field_message import FieldMessage
from peacereader.tui.keys import bindings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.binding import BindingType


class EntryList(GuardedWidget, OptionList):
    """A list that posts what the user wants to do with an entry as a message."""

    DEFAULT_CSS = """
    EntryList { height: 1fr; background: $background; border: none; padding: 1 1 0 1; }
    EntryList:focus { border: none; }
    EntryList > .option-list--option-highlighted { background: $room-cursor; color: $foreground; text-style: none; }
    EntryList:focus > .option-list--option-highlighted {
        background: $room-cursor; color: $foreground; text-style: none;
    }
    EntryList > .option-list--option-disabled { color: $room-muted; }
    """

    class Requested(FieldMessage):
        """Posted with the request and the number of the entry under the cursor; None if there is none."""

        what: str
        number: int | None

    def show(self, entries: Sequence[tuple[str, str]], if_empty: str) -> None:
        """Show entries, each a title and what is said of it; the words `if_empty` if there are none."""
        cursor = self.highlighted or 0
        self.clear_options()
        if not entries:
            self.add_option(Option(Content(if_empty), disabled=True))
            return
        self.add_options(
            Option(Content.assemble((printable(title), "bold"), "\n  ", (printable(about), "$room-muted"), "\n"))
            for title, about in entries
        )
        self.highlighted = min(cursor, len(entries) - 1)

    def action_ask(self, what: str) -> None:
        """Post a request."""
        self.post_message(self.Requested(what, self.highlighted))

    def action_cursor_down(self) -> None:
        """Move the cursor down; it stays on the last entry."""
        if self.highlighted is None or self.highlighted < self.option_count - 1:
            super().action_cursor_down()

    def action_cursor_up(self) -> None:
        """Move the cursor up; it stays on the first entry."""
        if self.highlighted:
            super().action_cursor_up()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Open an entry that is clicked."""
        event.stop()
        self.action_ask("open")


class BinList(EntryList):
    """The articles in the bin."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("bin")


class FolderList(EntryList):
    """The folders that were added."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("folders")


class NoteList(EntryList):
    """The sources that failed or look doubtful."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("report")
