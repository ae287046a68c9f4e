"""The screen of collocates: the words that stand near the hits of a concordance more often than by chance."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.widgets import Static

from peacereader import wording
from peacereader.exports.collocates import collocate_rows
from peacereader.tui.base_screens import ReaderScreen
from peacereader.tui.dialogs.file_name import FileNameScreen
from peacereader.tui.screens.toasts import show_error, show_toast
from peacereader.tui.tasks.library_tasks import LibraryTasks
from peacereader.tui.widgets.collocate_list import CollocateList
from peacereader.tui.widgets.key_bar import KeyBar
from peacereader.tui.widgets.wrapping import shortened

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from peaceindex import Library
    from peaceindex.model.collocates import Collocate, Collocates
    from peaceindex.model.concordance import Concordance
    from peacereader.tui.screens.context import ReaderContext
    from peacereader.tui.tasks import later_messages as later
    from peacereader.tui.tasks import messages as done

_MAX_WINDOW = 20
_ORDERS: tuple[tuple[int, Callable[[Collocate], Any]], ...] = (
    (6, lambda row: (-row.score, row.word)),
    (3, lambda row: (-row.count, -row.score)),
    (1, lambda row: (-row.left, -row.score)),
    (2, lambda row: (-row.right, -row.score)),
    (0, lambda row: row.word),
)
"""The orders: the column that is sorted by, and the key."""


class CollocatesScreen(ReaderScreen[None]):
    """The screen of the words near the hits of a concordance."""

    DEFAULT_CSS = """
    CollocatesScreen { background: $background; }
    CollocatesScreen #head { height: 1; background: $surface; color: $room-muted; padding: 0 1; }
    """

    def __init__(self, context: ReaderContext, library: Library, lines: Concordance) -> None:
        super().__init__()
        self._tasks = LibraryTasks(self, library)
        self._lines = lines
        self._window = 5
        self._order = 0
        self._found: Collocates | None = None
        self._list = CollocateList()
        self._bar = KeyBar(context.keymap)

    def compose(self) -> ComposeResult:
        """Yield the heading, the table and the key bar."""
        yield Static("", id="head", markup=False)
        yield self._list
        yield self._bar

    def on_mount(self) -> None:
        """Count the words."""
        self._list.focus()
        self._count()

    def _count(self) -> None:
        self._show_heading()
        self._tasks.concordance.count_collocates(self._lines, self._window)

    def on_collocates_counted(self, message: later.CollocatesCounted) -> None:
        """Show the words."""
        if message.collocates.window == self._window:
            self._found = message.collocates
            self._show()

    def _show(self) -> None:
        if self._found is None:
            return
        column, key = _ORDERS[self._order]
        rows = sorted(self._found.rows, key=lambda row: (row.is_function_word, key(row)))
        table = collocate_rows(replace(self._found, rows=tuple(rows)), for_people=True)
        self._list.show(table, column, "No word stands near the hits more than once. + counts more words.")
        self._show_heading()

    def on_resize(self) -> None:
        """Shorten the heading for the new width."""
        self._show_heading()

    def _show_heading(self) -> None:
        lines = self._lines
        words = f"near “{lines.results.request.text}” · {wording.counted(self._window, 'word')} on either side"
        words += f" · {wording.counted(len(lines), 'line')}"
        if self._found:
            words += f" · compared with {self._found.words:,} words of the library"
        self.query_one("#head", Static).update(shortened(words, max(10, self.size.width - 2)))

    def on_failed(self, message: done.Failed) -> None:
        """Show the error."""
        show_error(self, message.words)

    def on_action_done(self, message: done.ActionDone) -> None:
        """Show what was done."""
        show_toast(self, message.words)

    def on_collocate_list_moved(self) -> None:
        """Show the number of the row."""
        self._bar.say(f"{self._list.cursor + 1:,} of {self._list.total:,}" if self._list.total else "")

    def on_collocate_list_requested(self, message: CollocateList.Requested) -> None:
        """Do what the table asks for."""
        match message.what:
            case "back":
                self.leave()
            case "sort":
                self._order = (self._order + 1) % len(_ORDERS)
                self._show()
            case "wider" | "narrower" as what:
                window = min(_MAX_WINDOW, max(1, self._window + (1 if what == "wider" else -1)))
                if window == self._window:
                    show_toast(self, f"{wording.counted(window, 'word')} on either side is the limit.")
                else:
                    self._window = window
                    self._count()
            case "write":
                self._write()

    def _write(self) -> None:
        if self._found is None or not self._found.rows:
            show_toast(self, "There is nothing to write yet.")
            return
        rows = collocate_rows(self._found, for_people=False)

        def write(line: str | None) -> None:
            if line:
                self._tasks.codebook.write(Path(line).expanduser(), rows)

        path = Path.cwd() / "collocates.csv"
        self.enter(FileNameScreen("Write the collocates as CSV to", path, is_table=True), write)
