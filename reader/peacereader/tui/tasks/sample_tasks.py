"""Tasks about passages in the sample pages: whether there are any, and taking them along."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.message import Message

from peacereader import wording
from peacereader.tui.tasks.later_messages import SamplePassages, SamplesTaken

if TYPE_CHECKING:  # the library and its databases are loaded by the worker that opens them, after the first paint
    from pathlib import Path

    from peaceindex import Library
    from peacereader.tui.tasks.runner import Runner


class SampleTasks:
    """Counts and takes along the passages of the sample library for one screen."""

    def __init__(self, runner: Runner) -> None:
        self._runner = runner

    def count(self, samples: Path) -> None:
        """Tell if there are passages to take along."""

        def work(library: Library) -> Message | None:
            count = 0 if library.is_read_only else library.archives.missing_passages(samples)
            return SamplePassages(count) if count else None

        self._runner.run("samples", work)

    def take(self, samples: Path) -> None:
        """Take the passages along, with their articles."""

        def work(library: Library) -> Message:
            done = library.archives.merge(samples, passages_only=True)
            passages = wording.counted(done.added.get("passages", 0), "passage")
            articles = wording.counted(done.articles, "article")
            return SamplesTaken(f"Taken along: {passages}, with {articles}.")

        self._runner.run_in_order(work)
