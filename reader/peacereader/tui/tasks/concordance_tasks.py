"""Tasks that make and sort a concordance, and find the sentence of one of its lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.message import Message
from textual.worker import Worker, get_current_worker

from peaceindex import sentence_spans
from peaceindex.model.concordance import Concordance, ConcordanceLine, Order
from peaceindex.model.search import Request
from peacereader.tui.tasks.messages import ConcordanceMade, SentenceFound
from peacereader.tui.tasks.runner import Runner
from peacereader.tui.tasks.search_tasks import as_prefix

if TYPE_CHECKING:  # the library and its databases are loaded by the worker that opens them, after the first paint
    from peaceindex import Library


class ConcordanceTasks:
    """Makes concordances for one screen."""

    def __init__(self, runner: Runner) -> None:
        self._runner = runner

    def make(self, request: Request, order: Order) -> None:
        """Find every hit of a request in its line of context."""

        def work(library: Library) -> Message:
            worker: Worker[None] = get_current_worker()
            lines = library.search.concordance(request, sort=order, cancelled=lambda: worker.is_cancelled)
            if not lines.results.total and (prefix := as_prefix(request)):
                more = library.search.concordance(prefix, sort=order, cancelled=lambda: worker.is_cancelled)
                lines = more if more.results.total else lines
            return ConcordanceMade(request, lines)

        self._runner.run("concordance", work, newest_only=True)

    def sort(self, asked: Request, lines: Concordance, order: Order) -> None:
        """Sort the lines of a concordance in another order."""
        self._runner.run("concordance", lambda _: ConcordanceMade(asked, lines.sorted_by(order)), newest_only=True)

    def find_sentence(self, line: ConcordanceLine, request: Request) -> None:
        """Find the sentence that contains the hit of a line."""

        def work(library: Library) -> Message:
            article = library.article(line.article_id)
            hits = library.search.matches(request, article).text
            start, end = min(hits, key=lambda hit: abs(hit[0] - line.position), default=(line.position, line.position))
            sentences = sentence_spans(article.text, article.language)
            held = [sentence for sentence in sentences if sentence[0] < end and start < sentence[1]]
            return SentenceFound(article, (held[0][0], held[-1][1]) if held else (start, end))

        self._runner.run("sentence", work, newest_only=True)
