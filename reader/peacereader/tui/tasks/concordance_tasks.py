"""Tasks that make and sort a concordance, and find the sentence of one of its lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.message import Message
from textual.worker import Worker, get_current_worker

from peacereader.tui.tasks.later_messages import CollocatesCounted, ConcordanceMade, SentenceFound

if TYPE_CHECKING:  # the library and its databases are loaded by the worker that opens them, after the first paint
    from peaceindex import Library
    from peaceindex.model.concordance import Concordance, ConcordanceLine, Order
    from peaceindex.model.search import Request
    from peacereader.tui.tasks.runner import Runner


class ConcordanceTasks:
    """Makes concordances for one screen."""

    def __init__(self, runner: Runner) -> None:
        self._runner = runner

    def make(self, request: Request, order: Order, *, folds: bool) -> None:
        """Find every hit of a request in its line of context; with `folds`, copies of one text only once."""

        def work(library: Library) -> Message:
            worker: Worker[None] = get_current_worker()
            lines = library.search.concordance(
                request, sort=order, cancelled=lambda: worker.is_cancelled, half_typed=True
            )
            return ConcordanceMade(request, lines.folded() if folds else lines)

        self._runner.run("concordance", work, newest_only=True)

    def fold(self, asked: Request, lines: Concordance, *, folds: bool) -> None:
        """Fold the lines of copies of one text, or unfold them."""

        def work(library: Library) -> Message:
            return ConcordanceMade(asked, lines.folded() if folds else lines.unfolded())

        self._runner.run("concordance", work, newest_only=True)

    def count_collocates(self, lines: Concordance, window: int) -> None:
        """Count the words near the hits."""

        def work(library: Library) -> Message:
            return CollocatesCounted(library.search.collocates(lines, window=window))

        self._runner.run("collocates", work, newest_only=True)

    def sort(self, asked: Request, lines: Concordance, order: Order) -> None:
        """Sort the lines of a concordance in another order."""
        self._runner.run("concordance", lambda _: ConcordanceMade(asked, lines.sorted_by(order)), newest_only=True)

    def find_sentence(self, line: ConcordanceLine, request: Request, *, choose_style: bool) -> None:
        """Find the sentence that contains the hit of a line, so that it can be copied."""

        def work(library: Library) -> Message:
            article = library.article(line.article_id)
            return SentenceFound(article, library.search.sentence_of_hit(request, article, line.position), choose_style)

        self._runner.run("sentence", work, newest_only=True)
