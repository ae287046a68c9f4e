"""Tasks that read and change the user's own tags on articles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.message import Message

from peacereader import wording
from peacereader.tui.tasks.later_messages import TagsChanged, TagsRead
from peacereader.tui.tasks.messages import ActionDone

if TYPE_CHECKING:  # the library and its databases are loaded by the worker that opens them, after the first paint
    from collections.abc import Sequence

    from peaceindex import Library
    from peaceindex.model.search_results import Results
    from peacereader.tui.tasks.runner import Runner


class TagTasks:
    """Reads and changes tags for one screen, in the order in which it asks."""

    def __init__(self, runner: Runner) -> None:
        self._runner = runner

    def read(self, article_id: str, title: str) -> None:
        """Read the tags that there are, to choose some for an article."""
        self._runner.run_in_order(lambda library: _read(library, [article_id], title), is_awaited=True)

    def read_for_hits(self, results: Results) -> None:
        """Read the tags that there are, to choose some for all hits of a search."""

        def work(library: Library) -> Message:
            ids = library.search.article_ids(results)
            return _read(library, ids, f"Tag {wording.counted(len(ids), 'article')}: all that this search finds.")

        self._runner.run_in_order(work, is_awaited=True)

    def change(self, article_ids: Sequence[str], add: Sequence[str], remove: Sequence[str]) -> None:
        """Add tags to articles and take others off, in one step."""
        undo = self._runner.key_of("undo-here")

        def work(library: Library) -> Message:
            count = library.annotations.tagging.change(article_ids, add, remove)
            if len(article_ids) > 1:
                self._runner.post(ActionDone(f"Tags changed on {wording.counted(count, 'article')}. {undo} undoes."))
            return TagsChanged(library.annotations.tagging.of(article_ids))

        self._runner.run_in_order(work)


def _read(library: Library, ids: Sequence[str], about: str) -> TagsRead:
    tagging = library.annotations.tagging
    known = sorted(tagging.uses(), key=str.casefold)
    tags = tagging.of(ids)
    return TagsRead(about, list(tags), list(tags.values()), known)
