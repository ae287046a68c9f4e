"""The screens of the bin, of the folders that were added, and of the sources that failed or look doubtful."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from textual.widgets import Static

from peaceindex.model.safe_text import printable
from peacereader import wording
from peacereader.addition_wording import advice_of, folder_counts
from peacereader.tui.base_screens import ReaderScreen
from peacereader.tui.keys import key_at
from peacereader.tui.screens.toasts import show_error, show_toast
from peacereader.tui.tasks.library_tasks import LibraryTasks
from peacereader.tui.widgets.entry_list import BinList, EntryList, FolderList, NoteList
from peacereader.tui.widgets.key_bar import KeyBar

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult

    from peaceindex import Library
    from peaceindex.model.additions import AddedFolder, BinnedArticle, SourceNote
    from peacereader.tui.screens.context import ReaderContext
    from peacereader.tui.tasks import later_messages as later
    from peacereader.tui.tasks import messages as done
    from peacereader.tui.tasks.adding import Adding

_REFRESH_SECONDS = 2.0


class _EntryScreen(ReaderScreen[str | None]):
    """A heading, a list and the key bar."""

    DEFAULT_CSS = """
    _EntryScreen { background: $background; }
    _EntryScreen .head {
        height: 1; background: $surface; color: $room-muted; padding: 0 1; text-wrap: nowrap; text-overflow: ellipsis;
    }
    """

    def __init__(self, context: ReaderContext, library: Library, heading: str, entries: EntryList) -> None:
        super().__init__()
        self._reader_context = context
        self._tasks = LibraryTasks(self, library)
        self._heading = heading
        self._list = entries

    def compose(self) -> ComposeResult:
        """Yield the heading, the list and the key bar."""
        yield Static(self._heading, classes="head", markup=False)
        yield self._list
        yield KeyBar(self._reader_context.keymap)

    def on_failed(self, message: done.Failed) -> None:
        """Show the error."""
        show_error(self, message.words)

    def on_action_done(self, message: done.ActionDone) -> None:
        """Show what was done."""
        show_toast(self, message.words)

    def head(self, words: str) -> None:
        """Change the heading."""
        self.query_one(".head", Static).update(words)


class BinScreen(_EntryScreen):
    """The articles in the bin."""

    def __init__(self, context: ReaderContext, library: Library) -> None:
        super().__init__(context, library, "the bin", BinList())
        self._articles: Sequence[BinnedArticle] = ()

    def on_mount(self) -> None:
        """Read the bin."""
        self._list.focus()
        self._tasks.removals.read_bin()

    def on_bin_read(self, message: later.BinRead) -> None:
        """Show what is in it."""
        self._articles = message.articles
        count = wording.counted(len(message.articles), "article")
        self.head(f"the bin · {count}" if message.articles else "the bin")
        self._list.show(
            [
                (
                    article.title or wording.TITLE_NOT_KNOWN,
                    f"{article.outlet or wording.OUTLET_NOT_KNOWN} · {wording.long_date(article.date)} · "
                    f"removed {wording.local_time(article.removed)}",
                )
                for article in message.articles
            ],
            f"The bin is empty. In the results, {key_at(self, 'remove-article')} moves an article to it, and "
            f"{key_at(self, 'remove-hits')} all that a search finds.",
        )

    def on_articles_removed(self, message: later.ArticlesRemoved) -> None:
        """Say what came back."""
        show_toast(self, message.words)

    def on_entry_list_requested(self, message: EntryList.Requested) -> None:
        """Do what the list asks for."""
        article = self._articles[message.number] if message.number is not None and self._articles else None
        match message.what:
            case "back":
                self.leave(None)
            case "undo":
                self._tasks.removals.restore_last()
            case "empty":
                self._ask_to_empty()
            case "restore" | "open" if article is not None:
                self._tasks.removals.restore([article.id])

    def _ask_to_empty(self) -> None:
        from peacereader.tui.dialogs.question import Question

        if not self._articles:
            show_toast(self, "The bin is empty.")
            return
        count = wording.counted(len(self._articles), "article")
        words = (
            f"Delete {count} for good? Your passages in them are kept. If you add their files again, they are left "
            "out, unless you ask for them by 'peacereader add --with-removed'."
        )

        def answer(name: str | None) -> None:
            if name == "yes":
                self._tasks.removals.empty_bin()

        self.enter(Question(words, {"no": "No", "yes": f"Yes, delete {count}"}), answer)


class FoldersScreen(_EntryScreen):
    """The files and folders that were added. Its result is `add` if the user wants to add another, else None."""

    def __init__(self, context: ReaderContext, library: Library, adding: Adding) -> None:
        super().__init__(context, library, "what you added", FolderList())
        self._adding = adding
        self._folders: Sequence[AddedFolder] = ()

    def on_mount(self) -> None:
        """Read the folders, now and again while something is added."""
        self._list.focus()
        self._tasks.removals.read_folders()
        self.set_interval(_REFRESH_SECONDS, self._read_while_adding)

    def _read_while_adding(self) -> None:
        if self._adding.is_adding or self._adding.watched:
            self._tasks.removals.read_folders(is_asked=False)

    def on_folders_read(self, message: later.FoldersRead) -> None:
        """Show them."""
        self._folders = message.folders
        self._list.show(
            [(folder.path, self._about(folder)) for folder in message.folders],
            f"Nothing is in the list yet. {key_at(self, 'folder-add')} adds a file or folder.",
        )

    def _about(self, folder: AddedFolder) -> str:
        parts = [f"added {wording.local_time(folder.last)}", folder_counts(folder)]
        if not folder.is_finished and not self._adding.is_adding:
            parts.insert(1, "stopped before its end")
        if Path(folder.path) in self._adding.watched:
            parts.insert(0, "watched")
        if not folder.exists:
            parts.insert(0, f"not there any more: {key_at(self, 'folder-moved')} says where it is")
        return " · ".join(parts)

    def on_entry_list_requested(self, message: EntryList.Requested) -> None:
        """Do what the list asks for."""
        folder = self._folders[message.number] if message.number is not None and self._folders else None
        match message.what:
            case "back":
                self.leave(None)
            case "add":
                self.leave("add")
            case "bin":
                if library := self._tasks.library:
                    self.enter(BinScreen(self._reader_context, library), lambda _: self._tasks.removals.read_folders())
            case _ if folder is not None:
                self._do(message.what, folder)

    def _do(self, what: str, folder: AddedFolder) -> None:
        path = Path(folder.path)
        match what:
            case "open":
                if library := self._tasks.library:
                    self.enter(ReportScreen(self._reader_context, library, [folder.path]))
            case "again" | "watch" if not folder.exists:
                show_toast(self, f"It is not there any more. {key_at(self, 'folder-moved')} says where it is now.")
            case "again":
                self._adding.add([path], folder.encoding)
                show_toast(self, "Added again: what is new or has changed comes as you read.")
            case "watch":
                is_watched = path in self._adding.watched
                self._adding.watch(path, on=not is_watched)
                show_toast(self, "Not watched any more." if is_watched else "Watched until you quit the reader.")
                self._tasks.removals.read_folders()
            case "forget":
                self._adding.watch(path, on=False)
                self._tasks.removals.forget(folder.path)
            case "moved":
                self._ask_where(folder)

    def _ask_where(self, folder: AddedFolder) -> None:
        from peacereader.tui.dialogs.moved_folder import MovedFolder

        def move(line: str | None) -> None:
            if line:
                self._tasks.removals.move(folder.path, line)

        self.enter(MovedFolder(folder.path), move)


class ReportScreen(_EntryScreen):
    """The sources below some paths that failed or look doubtful. Its result is None."""

    def __init__(self, context: ReaderContext, library: Library, paths: Sequence[str], summary: str = "") -> None:
        super().__init__(context, library, summary or "sources that failed or look doubtful", NoteList())
        self._paths = paths
        self._has_summary = bool(summary)
        self._notes: Sequence[SourceNote] = ()

    def on_mount(self) -> None:
        """Read the notes."""
        self._list.focus()
        self._tasks.removals.read_notes(self._paths)

    def on_source_notes_read(self, message: later.SourceNotesRead) -> None:
        """Show them."""
        self._notes = message.notes
        folder = f"{self._paths[0].rstrip('/')}/" if len(self._paths) == 1 else ""
        if folder and not self._has_summary:
            self.head(f"sources that failed or look doubtful in {printable(folder)}")
        self._list.show(
            [(note.source.removeprefix(printable(folder)), _note_words(note)) for note in message.notes],
            "No source failed, and none looks doubtful.",
        )

    def on_entry_list_requested(self, message: EntryList.Requested) -> None:
        """Do what the list asks for."""
        if message.what == "back":
            self.leave(None)
        elif message.number is not None and self._notes:
            note = self._notes[message.number]
            if note.article_id:
                self._audit(note.article_id)
            else:
                show_toast(self, "There is no article of this source.")

    def _audit(self, article_id: str) -> None:
        """Show the page as it was scraped, where it is corrected."""
        from peacereader.tui.screens.audit import AuditScreen

        if library := self._tasks.library:
            again = lambda _: self._tasks.removals.read_notes(self._paths)  # noqa: E731
            self.enter(AuditScreen(self._reader_context, library, article_id), again)


def _note_words(note: SourceNote) -> str:
    what = printable(note.reason) if note.reason else wording.join_words(note.doubts)
    what = what.replace(note.source, "the file")
    advice = advice_of(note)
    return f"{what[:1].upper()}{what[1:]}{'' if what.endswith('.') else '.'} {advice}".strip()
