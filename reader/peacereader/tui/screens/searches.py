"""The screen of searches: the saved ones with their new hits, the recent ones, and the methods note of these."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from textual.containers import Container
from textual.widgets import Static

from peaceindex.model.saved_search import LoggedSearch, SavedSearch
from peacereader import wording
from peacereader.exports.methods import markdown
from peacereader.tui.base_screens import ReaderScreen
from peacereader.tui.dialogs.file_name import FileNameScreen
from peacereader.tui.dialogs.search_name import SearchNameScreen
from peacereader.tui.keys import key_of
from peacereader.tui.screens.toasts import show_error, show_toast
from peacereader.tui.tasks.library_tasks import LibraryTasks
from peacereader.tui.widgets.key_bar import KeyBar
from peacereader.tui.widgets.search_list import Search, SearchList

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from peaceindex import Library
    from peaceindex.model.search_results import Results
    from peacereader.tui.screens.context import ReaderContext
    from peacereader.tui.tasks import later_messages as later
    from peacereader.tui.tasks import messages as done

NO_SAVED = "None yet. In the reading room, w saves the present search with its ticks."
NO_RECENT = "None yet. What you search and settle on is noted here, with its hits, for a methods note."
NOT_LOGGED = "Nothing is noted: config.yaml says search_log: false."


class SearchesScreen(ReaderScreen[Search | None]):
    """The screen of searches. Its result is the search that the user wants to repeat, or None.

    The `unlogged` search is logged first, so that it is in the list.
    """

    DEFAULT_CSS = """
    SearchesScreen { background: $background; }
    SearchesScreen #head { height: 1; background: $surface; color: $room-muted; padding: 0 1; }
    """

    def __init__(self, context: ReaderContext, library: Library, unlogged: Results | None) -> None:
        super().__init__()
        self._reader_context = context
        self._unlogged = unlogged
        self._tasks = LibraryTasks(self, library)
        self._words_if_empty = {"saved": NO_SAVED, "recent": NO_RECENT if context.logs_searches else NOT_LOGGED}
        self._saved: list[SavedSearch] = []
        self._logged: list[LoggedSearch] = []
        self._before_seen: dict[str, SavedSearch] = {}
        """The saved searches whose hits were marked as seen here, as they were before, by name."""
        self._cursor_target: str | None = None
        """The saved search that the cursor goes to when the searches are read again; None leaves it where it is."""
        self._list = SearchList()
        self._bar = KeyBar(context.keymap)

    def compose(self) -> ComposeResult:
        """Yield the heading, the list and the key bar."""
        yield Static("your searches", id="head", markup=False)
        with Container(classes="centred"):
            yield self._list
        yield self._bar

    def on_mount(self) -> None:
        """Read the searches."""
        self._list.focus()
        if (unlogged := self._unlogged) and not (self._tasks.library and self._tasks.library.is_read_only):
            self._tasks.saved_searches.change(lambda library: library.search.log_search(unlogged))
        else:
            self._tasks.saved_searches.read()

    def on_searches_read(self, message: later.SearchesRead) -> None:
        """Show the searches, and count the hits of the saved ones that are not counted yet."""
        self._saved, self._logged = message.saved, message.logged
        at: str | int | None = self._cursor_target
        if change := message.change:
            at = change.after or change.before if change.number is None else change.number
        self._list.show(self._saved, self._logged, self._words_if_empty, at)
        self._cursor_target = None
        self._tasks.saved_searches.count_news([search for search in self._saved if search.name not in self._list.news])

    def on_news_counted(self, message: later.NewsCounted) -> None:
        """Fill in the hits of a saved search."""
        self._list.put_news(message.search, message.news)

    def on_failed(self, message: done.Failed) -> None:
        """Show the error."""
        show_error(self, message.words)

    def on_action_done(self, message: done.ActionDone) -> None:
        """Show what was done."""
        show_toast(self, message.words)

    def on_search_list_requested(self, message: SearchList.Requested) -> None:
        """Do what the list requests."""
        match message.what, message.search:
            case "back", _:
                self.leave(None)
            case ("undo" | "redo") as step, _:
                self._tasks.saved_searches.step(is_redo=step == "redo")
            case "copy", _ if self._has_log():
                self._reader_context.copy(markdown(self._logged))
            case "write", _ if self._has_log():
                self._write()
            case "open", search:
                self.leave(search)
            case "remove", (SavedSearch() | LoggedSearch()) as search:
                self._remove(search)
            case "seen", SavedSearch() as search:
                self._mark_seen(search)
            case "rename", SavedSearch() as search:
                self._rename(search)
            case "seen", _:
                show_toast(self, "Only saved searches tell what is new.")
            case "rename", _:
                show_toast(self, "Only saved searches have names.")

    def _remove(self, search: Search) -> None:
        if isinstance(search, SavedSearch):
            self._tasks.saved_searches.change(lambda library: library.search.remove_search(search.name))
        else:
            self._tasks.saved_searches.change(lambda library: library.search.remove_logged_search(search))
        show_toast(self, f"Removed. {key_of('search-undo', self._reader_context.keymap)} brings it back.")

    def _mark_seen(self, search: SavedSearch) -> None:
        """Mark the new hits of a saved search as seen; if that was done here, undo it."""
        key = key_of("search-seen", self._reader_context.keymap)
        news = self._list.news.get(search.name)
        if before := self._before_seen.pop(search.name, None):
            self._tasks.saved_searches.change(lambda library: library.search.restore_search(before))
            show_toast(self, "New again.")
        elif news and news.new:
            self._before_seen[search.name] = search
            self._tasks.saved_searches.change(lambda library: library.search.mark_search_seen(search.name))
            show_toast(self, f"Marked as seen. {key} undoes it.")
        else:
            show_toast(self, f"Nothing is new in “{search.name}”.")
            return
        self._list.news.pop(search.name, None)  # it is counted again

    def _rename(self, search: SavedSearch) -> None:
        def save(name: str | None) -> None:
            if name and name != search.name:
                self._cursor_target = " ".join(name.split())
                self._tasks.saved_searches.change(lambda library: library.search.rename_search(search.name, name))

        taken = {other.name for other in self._saved} - {search.name}
        self.enter(SearchNameScreen(search.request, search.name, taken), save)

    # The methods note

    def _has_log(self) -> bool:
        if not self._logged:
            show_toast(self, "No search has been logged yet.")
        return bool(self._logged)

    def _write(self) -> None:
        def write(line: str | None) -> None:
            if line:
                self._tasks.saved_searches.export_log(Path(line).expanduser(), markdown(self._logged) + "\n")

        about = f"Write the methods note of {wording.counted(len(self._logged), 'search', 'searches')} to"
        self.enter(FileNameScreen(about, Path.cwd() / "searches.md"), write)
