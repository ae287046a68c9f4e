"""Tasks about what was added and removed: the bin, folders, and notes about their sources."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from peaceindex.errors import PeaceindexError
from peacereader import wording
from peacereader.tui.tasks.later_messages import (
    ArticlesRemoved,
    BinRead,
    FoldersRead,
    HitsToRemove,
    OwnLibraryMade,
    SourceNotesRead,
)
from peacereader.tui.tasks.messages import ActionDone
from peacereader.tui.tasks.step_messages import NothingRedone, NothingRemoved, RemovalUndone

if TYPE_CHECKING:  # the library and its databases are loaded by the worker that opens them, after the first paint
    from collections.abc import Callable, Sequence

    from textual.message import Message

    from peaceindex import Library
    from peaceindex.model.search_results import Results
    from peacereader.tui.tasks.runner import Runner


class RemovalTasks:
    """Moves articles to the bin and back for one screen, and reads folders, in the order in which it asks."""

    def __init__(self, runner: Runner) -> None:
        self._runner = runner

    def remove(self, ids: Sequence[str], words: str) -> None:
        """Move articles to the bin. `words` say so afterwards."""

        def work(library: Library) -> Message:
            library.bin.remove(ids)
            return ArticlesRemoved(words, ids)

        self._runner.run_in_order(work)

    def find_hits(self, results: Results) -> None:
        """Find the ids of all hits of a search, to ask whether to remove them."""
        self._runner.run_in_order(lambda library: HitsToRemove(library.search.article_ids(results)), is_awaited=True)

    def undo(self, step: int) -> None:
        """Restore what was removed last, if that was the user's last change; `step` is the number of this undo."""

        def work(library: Library) -> Message:
            made, count = library.bin.last_removal()
            if not count or made < library.annotations.last_change():
                return NothingRemoved(step)
            ids = [article.id for article in library.bin.articles() if article.removed == made]
            restored = _restored(library.bin.undo())
            self._runner.post(RemovalUndone(step, ids, _latest_change(library)))
            return restored

        self._runner.run_in_order(work)

    def redo(self, ids: Sequence[str], latest: str, words: str) -> None:
        """Move articles to the bin again, unless something was changed after `latest`. `words` say so afterwards."""

        def work(library: Library) -> Message:
            if _latest_change(library) > latest:
                return NothingRedone()
            library.bin.remove(ids)
            return ArticlesRemoved(words, ids)

        self._runner.run_in_order(work)

    def read_bin(self) -> None:
        """Read the articles in the bin."""
        self._runner.run_in_order(lambda library: BinRead(library.bin.articles()), "bin")

    def restore(self, ids: Sequence[str]) -> None:
        """Bring articles back from the bin."""
        self._change_bin(lambda library: library.bin.restore(ids))

    def restore_last(self) -> None:
        """Bring back what was removed last."""
        self._change_bin(lambda library: library.bin.undo())

    def _change_bin(self, change: Callable[[Library], int]) -> None:
        def work(library: Library) -> Message:
            self._runner.post(_restored(change(library)))
            return BinRead(library.bin.articles())

        self._runner.run_in_order(work)

    def empty_bin(self) -> None:
        """Delete for good what is in the bin."""

        def work(library: Library) -> Message:
            count = library.bin.empty()
            self._runner.post(ActionDone(f"{wording.counted(count, 'article')} deleted; their passages are kept."))
            return BinRead(library.bin.articles())

        self._runner.run_in_order(work)

    def read_folders(self, *, is_asked: bool = True) -> None:
        """Read the folders that were added. No key waits for it if it is not `is_asked`."""
        group = "folders" if is_asked else "folders again"
        self._runner.run(group, lambda library: FoldersRead(library.folders.all()), newest_only=True)

    def forget(self, path: str) -> None:
        """Take a folder from the list."""

        def work(library: Library) -> Message:
            library.folders.forget(Path(path))
            self._runner.post(ActionDone("Forgotten. Its articles stay."))
            return FoldersRead(library.folders.all())

        self._runner.run_in_order(work)

    def move(self, old: str, new: str) -> None:
        """Say where a folder is now."""

        def work(library: Library) -> Message:
            count = library.folders.moved(Path(old), Path(new))
            self._runner.post(ActionDone(f"{wording.counted(count, 'source')} known there now."))
            return FoldersRead(library.folders.all())

        self._runner.run_in_order(work)

    def read_notes(self, paths: Sequence[str]) -> None:
        """Read which sources at or below these paths failed or look doubtful."""

        def work(library: Library) -> Message:
            notes = [note for path in paths for note in library.folders.notes(path)]
            return SourceNotesRead(list({note.source: note for note in notes}.values()))

        self._runner.run("notes", work, newest_only=True)

    def look_for_own_library(self, folder: Path) -> None:
        """Tell how many articles the user's own library has, if there is one by now that can be opened.

        Why it cannot is told when the user opens it.
        """

        def work(samples: Library) -> Message | None:
            from peaceindex import Library

            with suppress(PeaceindexError), Library.open(folder, read_only=samples.is_read_only) as library:
                return OwnLibraryMade(library.count())
            return None

        self._runner.run("own library", work, newest_only=True)


def _latest_change(library: Library) -> str:
    """Return when the last change was made that can be undone, be it a removal or not; "" if there is none."""
    return max(library.bin.last_removal()[0], library.annotations.last_change())


def _restored(count: int) -> ArticlesRemoved:
    return ArticlesRemoved(f"{wording.counted(count, 'article')} restored." if count else "Nothing is in the bin.")
