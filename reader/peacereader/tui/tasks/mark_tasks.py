"""Tasks that change the marks of articles: read, starred, to read later."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.message import Message

from peacereader import wording
from peacereader.tui.tasks.later_messages import MarksChanged
from peacereader.tui.tasks.messages import ActionDone

if TYPE_CHECKING:  # the library and its databases are loaded by the worker that opens them, after the first paint
    from peaceindex import Library
    from peaceindex.model.article_marks import Mark
    from peaceindex.model.search_results import Results
    from peacereader.tui.tasks.runner import Runner

_SET = {"read": "Marked as read", "starred": "Starred", "later": "To read later: is:later finds it"}
_TAKEN_OFF = {"read": "Marked as unread", "starred": "No longer starred", "later": "Not to be read later any more"}


class MarkTasks:
    """Changes marks for one screen, in the order in which it asks."""

    def __init__(self, runner: Runner) -> None:
        self._runner = runner

    def toggle(self, article_id: str, mark: Mark) -> None:
        """Set a mark on an article, or take it off if it has it."""

        def work(library: Library) -> Message:
            marking = library.annotations.marking
            (before,) = marking.of([article_id]).values()
            is_set = not getattr(before, mark)
            marking.change([article_id], {mark: is_set})
            self._runner.post(ActionDone(f"{(_SET if is_set else _TAKEN_OFF)[mark]}."))
            return MarksChanged(marking.of([article_id]))

        self._runner.run_in_order(work)

    def mark_hits_read(self, results: Results, undo_key: str) -> None:
        """Mark all hits of a search as read, in one step that `undo_key` undoes."""

        def work(library: Library) -> Message:
            ids = library.search.article_ids(results)
            count = library.annotations.marking.change(ids, {"read": True})
            words = f"{wording.counted(count, 'article')} marked as read. {undo_key} undoes."
            self._runner.post(ActionDone(words if count else "All of these are marked as read already."))
            return MarksChanged(library.annotations.marking.of(ids))

        self._runner.run_in_order(work)
