"""Tasks that read and change passages and their notes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.message import Message

from peaceindex.errors import PeaceindexError
from peacereader.tui.tasks.messages import ActionDone, Failed, PassagesChanged, PassagesListed

if TYPE_CHECKING:  # the library and its databases are loaded by the worker that opens them, after the first paint
    from peaceindex import Library
    from peaceindex.model.article import Article
    from peaceindex.model.passage import Passage
    from peacereader.tui.tasks.runner import Runner


class PassageTasks:
    """Reads and changes passages for one screen, in the order in which it asks."""

    def __init__(self, runner: Runner) -> None:
        self._runner = runner

    def bookmark(self, article: Article, start: int, end: int) -> None:
        """Save the passage from `start` to `end` of an article's text."""

        def work(library: Library) -> Message:
            passage = library.annotations.bookmark(article, start, end)
            return _passages_of(library, article.id, newest=passage)

        self._runner.run_in_order(work)

    def annotate(self, passage: Passage, note: str) -> None:
        """Save a note on a passage."""

        def work(library: Library) -> Message:
            try:
                saved = library.annotations.annotate(passage.id, note=note, instead_of=passage.note)
            except PeaceindexError as error:
                return Failed(f"{error} What you wrote: “{note}”")
            if saved.note != note:
                self._runner.post(ActionDone("This note was also changed elsewhere in the meantime: both are kept."))
            return _passages_of(library, passage.article_id)

        self._runner.run_in_order(work)

    def read(self, article_id: str) -> None:
        """Read the passages of an article again."""
        self._runner.run_in_order(lambda library: _passages_of(library, article_id))

    def find(self, query: str) -> None:
        """Find the passages that match a query."""
        self._runner.run_in_order(
            lambda library: PassagesListed(query, library.annotations.passages(query)), newest_of="passages"
        )

    def remove(self, passage: Passage) -> None:
        """Move a passage to the bin."""

        def work(library: Library) -> Message:
            library.annotations.remove_passage(passage.id)
            return _passages_of(library, passage.article_id)

        self._runner.run_in_order(work)

    def restore(self, passage: Passage) -> None:
        """Restore a passage from the bin."""

        def work(library: Library) -> Message:
            library.annotations.restore_passage(passage.id)
            return _passages_of(library, passage.article_id)

        self._runner.run_in_order(work)


def _passages_of(library: Library, article_id: str, newest: Passage | None = None) -> PassagesChanged:
    return PassagesChanged(article_id, library.annotations.passages(article_id=article_id), newest)
