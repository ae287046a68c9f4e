"""The screen of counts: how many passages have each label, by outlet, month, side, or several of them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from textual.containers import Container
from textual.widgets import Static

from peacereader.tui.base_screens import ReaderScreen
from peacereader.tui.dialogs.file_name import FileNameScreen
from peacereader.tui.keys import key_at
from peacereader.tui.screens.toasts import show_error, show_toast
from peacereader.tui.tasks.library_tasks import LibraryTasks
from peacereader.tui.widgets.count_table import CountTable
from peacereader.tui.widgets.key_bar import KeyBar
from peacereader.tui.widgets.wrapping import shortened

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from peaceindex import Library
    from peaceindex.model.code_table import CountedBy
    from peacereader.tui.screens.context import ReaderContext
    from peacereader.tui.tasks import later_messages as later
    from peacereader.tui.tasks import messages as done


class CodeCountsScreen(ReaderScreen[None]):
    """The counts of the passages that a query finds."""

    DEFAULT_CSS = """
    CodeCountsScreen { background: $background; }
    CodeCountsScreen #head { height: 1; background: $surface; color: $room-muted; padding: 0 1; }
    """

    def __init__(self, context: ReaderContext, library: Library, query: str) -> None:
        super().__init__()
        self._tasks = LibraryTasks(self, library)
        self._query = query
        self._by: tuple[CountedBy, ...] = ("outlet",)
        self._table = CountTable()
        self._bar = KeyBar(context.keymap)

    def compose(self) -> ComposeResult:
        """Yield the heading, the table and the key bar."""
        yield Static("", id="head", markup=False)
        with Container(classes="centred"):
            yield self._table
        yield self._bar

    def on_mount(self) -> None:
        """Count."""
        self._table.focus()
        self._count()

    def on_resize(self) -> None:
        """Shorten the heading for the new width."""
        self._show_heading()

    def _count(self) -> None:
        self._show_heading()
        self._tasks.codebook.count(self._query, self._by)

    def _show_heading(self) -> None:
        which = f" · passages with {self._query}" if self._query else ""
        words = f"passages by label and {' and '.join(self._by)}{which}"
        self.query_one("#head", Static).update(shortened(words, max(10, self.size.width - 2)))

    def on_codes_counted(self, message: later.CodesCounted) -> None:
        """Show the table."""
        self._table.show(
            message.table.rows(),
            f"No passage has a label yet. In an article, {key_at(self, 'label')} labels a passage.",
        )

    def on_failed(self, message: done.Failed) -> None:
        """Show the error."""
        show_error(self, message.words)

    def on_action_done(self, message: done.ActionDone) -> None:
        """Show what was done."""
        show_toast(self, message.words)

    def on_count_table_requested(self, message: CountTable.Requested) -> None:
        """Count by something else, write the table to a file, or go back."""
        match message.what:
            case "back":
                self.leave()
            case "write":
                self._write()
            case "outlet" | "month" | "side" as which:
                if self._by == (which,):
                    show_toast(self, f"They are counted by {which} already.")
                    return
                if not message.is_added:
                    self._by = (which,)
                elif which not in self._by:
                    self._by = (*self._by, which)
                elif len(self._by) > 1:
                    self._by = tuple(each for each in self._by if each != which)
                self._count()

    def _write(self) -> None:
        rows = self._table.rows
        if len(rows) < 2:
            show_toast(self, "There is nothing to write yet.")
            return

        def write(line: str | None) -> None:
            if line:
                self._tasks.codebook.write(Path(line).expanduser(), rows)

        about = f"Write passages by label and {' and '.join(self._by)} as CSV to"
        path = Path.cwd() / f"labels-by-{'-'.join(self._by)}.csv"
        self.enter(FileNameScreen(about, path, is_table=True), write)
