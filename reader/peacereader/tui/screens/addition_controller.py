"""What the reading room adds and removes: files and folders while the user reads, articles that go to the bin."""

from __future__ import annotations

from typing import TYPE_CHECKING

from peaceindex.model.safe_text import printable
from peacereader import wording
from peacereader.tui.keys import key_of
from peacereader.tui.screens.toasts import show_toast
from peacereader.tui.widgets.addition_line import AdditionLine
from peacereader.tui.widgets.key_bar import KeyBar

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from peaceindex.model.reports import FilePreview
    from peacereader.tui.base_screens import GuardedScreen
    from peacereader.tui.screens.context import ReaderContext
    from peacereader.tui.screens.library_follower import LibraryFollower
    from peacereader.tui.screens.search_controller import SearchController
    from peacereader.tui.tasks import later_messages as later
    from peacereader.tui.tasks.adding import Adding
    from peacereader.tui.tasks.library_tasks import LibraryTasks
    from peacereader.tui.widgets.article_pane import ArticlePane
    from peacereader.tui.widgets.panes import Panes
    from peacereader.tui.widgets.result_list import ResultList

_LOOK_SECONDS = 2.0
"""Seconds between two looks whether the user's own library was made, while the sample pages are open."""
_STAGES = {"": "Adding", "reading": "Adding", "comparing": "Comparing the pages of", "indexing": "Indexing"}


class AdditionController:
    """Adds files and folders to the library of the room, and moves articles to the bin.

    `first_paths` are added as soon as the library is open. With `is_sample_library`, what the user adds goes to a
    library of their own, which is opened for it.
    """

    def __init__(
        self,
        screen: GuardedScreen,
        context: ReaderContext,
        tasks: LibraryTasks,
        search: SearchController,
        follower: LibraryFollower,
        results: ResultList,
        pane: ArticlePane,
        panes: Panes,
        is_sample_library: bool,
        first_paths: Sequence[Path],
    ) -> None:
        self._line: AdditionLine | None = None
        self._screen = screen
        self._context = context
        self._tasks = tasks
        self._search = search
        self._follower = follower
        self._list = results
        self._pane = pane
        self._panes = panes
        self._is_sample_library = is_sample_library
        self._first_paths = first_paths
        self._made_adding: Adding | None = None
        self._has_offered = False
        self._looked_at: tuple[object, ...] = ()
        """The state of the files of the user's own library when it was last looked at."""
        self._has_warned = False

    def _say(self, words: str) -> None:
        """Show words in a line above the key bar, which is there as long as there are some."""
        if self._line is None and words:
            self._line = AdditionLine()
            self._screen.mount(self._line, before=self._screen.query_one(KeyBar))
        if self._line is not None:
            self._line.say(words)

    @property
    def _adding(self) -> Adding | None:
        """What adds to the library; None until that is open."""
        if self._made_adding is None and (library := self._tasks.library) is not None:
            from peacereader.tui.tasks.adding import Adding

            self._made_adding = Adding(self._tasks.app, self._screen.post_message, library)
        return self._made_adding

    @property
    def is_adding(self) -> bool:
        """Whether files are being added."""
        return self._made_adding is not None and self._made_adding.is_adding

    def start(self) -> bool:
        """Begin to add what is to be added first, now that the library is open. Return whether there is anything."""
        if self._is_sample_library:
            self._screen.set_interval(_LOOK_SECONDS, self.look_for_own_library)
        paths, self._first_paths = self._first_paths, ()
        if paths and (adding := self._adding):
            adding.add(paths)
        return bool(paths)

    def warns(self) -> bool:
        """Return whether to tell a user who quits that files are being added; only once."""
        warns, self._has_warned = self.is_adding and not self._has_warned, self.is_adding
        return warns

    def close(self) -> None:
        """Stop adding, and wait until that is done."""
        if self._made_adding is not None:
            self._made_adding.close()

    # Adding

    def add(self) -> None:
        """Ask what to add; while something is added, whether to go on."""
        adding = self._adding
        if adding is None or self._refuses():
            return
        if adding.is_adding:
            self._ask_to_stop(adding)
        else:
            self.ask_for_paths()

    def _refuses(self) -> bool:
        """Return whether nothing can be added to the library, and say so."""
        refuses = bool(self._tasks.library and self._tasks.library.is_read_only and not self._is_sample_library)
        if refuses:
            show_toast(self._screen, "The library is open read-only: nothing can be added to it.")
        return refuses

    def add_paths(self, paths: Sequence[Path]) -> None:
        """Add files and folders, after those that are being added; from the sample pages, to the user's own library."""
        adding = self._adding
        if adding is None or self._refuses():
            return
        if self._is_sample_library:
            self._context.open_own_library(paths)
        else:
            adding.add(paths)

    def ask_for_paths(self) -> None:
        """Ask which files and folders to add."""
        from peaceindex.paths import default_library
        from peacereader.tui.dialogs.add_dialog import AddDialog

        def add(paths: Sequence[Path] | None) -> None:
            if paths:
                self.add_paths(paths)

        about = "Add a file or a folder"
        if self._is_sample_library:
            own = printable(str(default_library()))
            about += f". These are the sample pages: yours go to a library of your own in {own}, which is opened then"
        self._screen.enter(AddDialog(f"{about}.", self._preview), add)

    def _preview(self, paths: Sequence[Path]) -> Iterator[FilePreview]:
        """Find what is in paths; runs in a thread."""
        from peaceindex.paths import default_library
        from peacereader.config import load_config

        fields = load_config()[0].fields.as_mapping()
        library = self._tasks.library
        if library is not None and not self._is_sample_library:
            yield from library.ingest.preview(paths, fields)
            return
        from peaceindex import Library, preview

        if not Library.exists(default_library()):
            yield from preview(paths, [], fields)
            return
        with Library.open(default_library()) as own:
            yield from own.ingest.preview(paths, fields)

    def _ask_to_stop(self, adding: Adding) -> None:
        from peacereader.tui.dialogs.question import Question

        def answer(name: str | None) -> None:
            if name == "stop":
                adding.stop()
            elif name == "more":
                self.ask_for_paths()

        answers = {
            "on": "Go on",
            "more": "Add something else after it",
            "stop": "Stop. What was added stays, and adding it again goes on from there",
        }
        self._screen.enter(Question("Files are being added while you read.", answers), answer)

    def show_progress(self, message: later.AdditionProgress) -> None:
        """Show how far an addition is."""
        name: str = printable(message.paths[0].name or str(message.paths[0]))
        if len(message.paths) > 1:
            name += f" and {len(message.paths) - 1:,} more"
        words = f"{_STAGES[message.stage]} {name}"
        if message.done:
            of = f" of {message.total:,}" if message.total else ""
            words += f" · {message.done:,}{of}"
        if failed := message.tally.get("failed", 0):
            words += f" · {failed:,} failed"
        self._say(f"{words} · {key_of('add', self._context.keymap)} stops")

    def show_end(self, message: later.AdditionEnded) -> None:
        """Show what came of an addition, and the sources that failed or look doubtful, unless the user is reading."""
        self._say("")
        words = end_words(message)
        tally = message.tally
        self._follower.check(is_told=True)
        self._tasks.saved_searches.count_new_hits()
        key = key_of("folders", self._context.keymap)
        if not (tally.get("failed") or tally.get("doubtful")):
            show_toast(self._screen, words)
            return
        paths = [str(path.absolute()) for path in message.paths]
        if self._panes.current == "article" or not self._open_report(paths, words):
            show_toast(self._screen, f"{words} {key} shows which, and what to do.")

    def _open_report(self, paths: Sequence[str], words: str) -> bool:
        from textual.widgets import Input

        from peacereader.tui.screens.entry_screens import ReportScreen

        library = self._tasks.library
        if library is None or isinstance(self._screen.focused, Input):
            return False
        return self._screen.enter(ReportScreen(self._context, library, paths, words))

    def open_folders(self) -> None:
        """Show the files and folders that were added."""
        from peacereader.tui.screens.entry_screens import FoldersScreen

        library, adding = self._tasks.library, self._adding
        if library is None or adding is None:
            return

        def come_back(what: str | None) -> None:
            self._follower.check(after_own_work=True)
            if what == "add":
                self.add()

        self._screen.enter(FoldersScreen(self._context, library, adding), come_back)

    # Removing

    def remove(self, *, are_all: bool) -> None:
        """Move the article under the cursor to the bin, or ask whether to do so with all hits."""
        library, page = self._tasks.library, self._search.page
        if library is None or page is None or self._search.answered != self._search.request:
            return
        if library.is_read_only:
            show_toast(self._screen, "The library is open read-only: nothing can be removed from it.")
        elif are_all and page.results.total:
            self._tasks.removals.find_hits(page.results)
        elif not are_all and (hit := self._list.hit(self._list.cursor)) is not None and hit.id:
            title = printable(hit.title or wording.TITLE_NOT_KNOWN)
            undo = key_of("undo-here", self._context.keymap)
            self._tasks.removals.remove([hit.id], f"Moved to the bin: {title}. {undo} brings it back.")
        else:
            show_toast(self._screen, "There is nothing to remove.")

    def ask_to_remove(self, ids: Sequence[str]) -> None:
        """Ask whether to move so many articles to the bin."""
        from peacereader.tui.dialogs.question import Question

        count = wording.counted(len(ids), "article")

        def answer(name: str | None) -> None:
            if name == "yes":
                undo = key_of("undo-here", self._context.keymap)
                self._tasks.removals.remove(ids, f"{count} moved to the bin. {undo} brings back all.")

        words = f"Move {count} to the bin: all that this search finds? Your files stay, and so do your passages."
        self._screen.enter(Question(words, {"no": "No", "yes": f"Yes, move {count} to the bin"}), answer)

    def show_removed(self, message: later.ArticlesRemoved) -> None:
        """Show what is found now, and say what was moved or came back."""
        if self._pane.article and self._pane.article.id in message.ids:
            undo = key_of("undo-here", self._context.keymap)
            self._pane.show_words(["This article is in the bin.", "", f"{undo} brings it back."])
        self._follower.check(after_own_work=True)
        show_toast(self._screen, message.words)

    # The user's own library, while the sample pages are open

    def look_for_own_library(self) -> None:
        """Look whether the user's own library was made meanwhile; `offer_own_library` goes on.

        It is opened only if it has changed since the last look.
        """
        from peaceindex.paths import default_library

        if self._has_offered or not self._screen.is_current:
            return
        state = tuple(map(_file_state, (default_library() / name for name in ("library.db", "library.db-wal"))))
        if state[0] and state != self._looked_at:
            self._looked_at = state
            self._tasks.removals.look_for_own_library(default_library())

    def offer_own_library(self, message: later.OwnLibraryMade) -> None:
        """Ask whether to open the user's own library. It is asked once; `a` opens it as well."""
        from peacereader.tui.dialogs.question import Question

        if self._has_offered or not message.articles:
            return

        def answer(name: str | None) -> None:
            if name == "open":
                self._context.open_own_library(())

        words = "Your own library was made meanwhile. These are the sample pages."
        answers = {"no": "Stay with the sample pages until the next start", "open": "Open your own library"}
        self._has_offered = self._screen.enter(Question(words, answers), answer)
        if not self._has_offered:  # another screen is open by now: it is asked later
            self._looked_at = ()


def _file_state(path: Path) -> tuple[int, int] | None:
    """Return what differs when a file has changed; None if there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size


def end_words(message: later.AdditionEnded) -> str:
    """Return in words what came of an addition: `12 added, 3 unchanged, 1 failed.`"""
    from peacereader.addition_wording import removed_summary

    tally = message.tally
    names = ("added", "changed", "unchanged", "same", "failed", "doubtful")
    parts = [
        f"{tally[name]:,} {'the same as another' if name == 'same' else name}" for name in names if tally.get(name)
    ]
    if removed := tally.get("removed", 0):
        parts.append(removed_summary(removed, tally.get("in the bin", 0)))
    words = ", ".join(parts) or "Nothing found to add"
    return f"{'Stopped: ' if message.is_stopped else ''}{words}."
