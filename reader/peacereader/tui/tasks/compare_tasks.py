"""Tasks that put two articles side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.message import Message

from peacereader.tui.tasks.later_messages import Compared
from peacereader.tui.tasks.messages import ActionDone

if TYPE_CHECKING:  # the library and its databases are loaded by the worker that opens them, after the first paint
    from pathlib import Path

    from peaceindex import Library
    from peaceindex.model.comparison import Comparison
    from peacereader.tui.tasks.runner import Runner


class CompareTasks:
    """Compares articles for one screen."""

    def __init__(self, runner: Runner) -> None:
        self._runner = runner

    def compare(self, left_id: str, right_id: str) -> None:
        """Put two articles side by side, with the passages of both."""

        def work(library: Library) -> Message:
            comparison = library.stories.compare(left_id, right_id)
            passages = {
                article.id: library.annotations.passages(article_id=article.id)
                for article in (comparison.left, comparison.right)
            }
            return Compared(comparison, passages)

        self._runner.run("compare", work, newest_only=True)

    def write(self, path: Path, comparison: Comparison) -> None:
        """Write two articles side by side to a new file, as an HTML page."""

        def work(library: Library) -> Message:
            from peaceindex import printable
            from peacereader.exports.comparison_html import comparison_page
            from peacereader.exports.writing import write_text

            write_text(path, "".join(f"{line}\n" for line in comparison_page(comparison, comparison.rows)))
            return ActionDone(f"Written to {printable(str(path))}.")

        self._runner.run_in_order(work)
