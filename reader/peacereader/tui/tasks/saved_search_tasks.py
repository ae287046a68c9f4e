"""Tasks that read and change saved searches and the search log."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.worker import Worker, get_current_worker

from peaceindex.model.search import Request
from peacereader import wording
from peacereader.tui.tasks.later_messages import HistoryRead, NamesRead, NewsCounted, SearchesRead
from peacereader.tui.tasks.messages import ActionDone, MarkedSeen, NewHits

if TYPE_CHECKING:  # the library and its databases are loaded by the worker that opens them, after the first paint
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from textual.message import Message

    from peaceindex import Library
    from peaceindex.model.saved_search import SavedSearch
    from peaceindex.model.search_change import SearchChange
    from peaceindex.model.search_results import Results
    from peacereader.tui.tasks.runner import Runner

_NOTHING_LEFT = ("Nothing is left to undo.", "Nothing is left to redo.")


class SavedSearchTasks:
    """Reads and changes saved searches and the search log for one screen."""

    def __init__(self, runner: Runner) -> None:
        self._runner = runner

    def read(self) -> None:
        """Read the saved searches and the log."""
        self._runner.run_in_order(_read)

    def read_history(self) -> None:
        """Read the texts of the searches that were logged."""
        self._runner.run_in_order(
            lambda library: HistoryRead([one.request.text for one in library.search.search_log()])
        )

    def read_names(self, request: Request) -> None:
        """Read the saved searches, to find a name for one more. The task fails if the query cannot mean anything."""

        def work(library: Library) -> Message:
            library.search.check(request)
            return NamesRead(request, library.search.saved_searches())

        self._runner.run_in_order(work, is_awaited=True)

    def count_news(self, searches: Sequence[SavedSearch]) -> None:
        """Count the hits of saved searches, and post the counts of each as soon as they are known."""

        def work(library: Library) -> None:
            worker: Worker[None] = get_current_worker()
            for search in searches:
                if worker.is_cancelled:
                    return
                self._runner.post(NewsCounted(search, library.search.news(search)))

        self._runner.run("news", work, newest_only=True)

    def count_new_hits(self) -> None:
        """Count what is new in any saved search. What is new in two of them counts once."""
        self._runner.run("news", lambda library: NewHits(library.search.find(Request("is:new"), advise=False).total))

    def save(self, name: str, request: Request) -> None:
        """Save a search under a name."""
        key = self._runner.key_of("searches")

        def work(library: Library) -> Message:
            return ActionDone(f"Saved as “{library.search.save_search(name, request).name}”. {key} shows all searches.")

        self._runner.run_in_order(work)

    def change(self, change: Callable[[Library], object]) -> None:
        """Change something in the saved searches or the log, and read them again."""

        def work(library: Library) -> Message:
            change(library)
            return _read(library)

        self._runner.run_in_order(work)

    def step(self, *, is_redo: bool) -> None:
        """Undo the last change of saved searches or removal from the log, or redo it, and read them again."""

        def work(library: Library) -> Message:
            change = library.search.redo() if is_redo else library.search.undo()
            words = wording.search_change_words(change) if change else ""
            left = f"{'Redone' if is_redo else 'Undone'}: {words}." if words else _NOTHING_LEFT[is_redo]
            self._runner.post(ActionDone(left))
            return _read(library, change)

        self._runner.run_in_order(work)

    def mark_seen(self, name: str, shown: Results) -> None:
        """Mark the hits of a saved search that are shown as seen."""

        def work(library: Library) -> Message:
            return MarkedSeen(library.search.mark_search_seen(name, shown))

        self._runner.run_in_order(work)

    def unmark_seen(self, before: SavedSearch) -> None:
        """Put a saved search back to what it was before its hits were marked as seen."""

        def work(library: Library) -> Message:
            library.search.restore_search(before)
            return MarkedSeen(None)

        self._runner.run_in_order(work)

    def log(self, results: Results) -> None:
        """Add a search to the log."""
        self._runner.record(lambda library: library.search.log_search(results))

    def export_log(self, path: Path, text: str) -> None:
        """Write the log, as `text`, to a file that does not exist yet."""

        def work(library: Library) -> Message:
            from peaceindex import printable
            from peacereader.exports.writing import write_text

            write_text(path, text)
            return ActionDone(f"Written to {printable(str(path))}.")

        self._runner.run_in_order(work)


def _read(library: Library, change: SearchChange | None = None) -> SearchesRead:
    return SearchesRead(library.search.saved_searches(), library.search.search_log(), change)
