"""Tasks that count searches over time, and write the counts to a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.message import Message
from textual.worker import Worker, get_current_worker

from peacereader.tui.tasks.later_messages import TimelineMade
from peacereader.tui.tasks.messages import ActionDone

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from peaceindex import Library
    from peaceindex.model.search import Request
    from peaceindex.model.timeline import Measure, Split, Timeline, Unit
    from peacereader.tui.tasks.runner import Runner


class TimelineTasks:
    """Counts searches over time for one screen."""

    def __init__(self, runner: Runner) -> None:
        self._runner = runner

    def count(self, requests: Sequence[Request], unit: Unit, split: Split | None, *, finds_firsts: bool) -> None:
        """Count these requests by a unit of time; one request by outlet or tag as well.

        With `finds_firsts`, also find which outlets were first; of several requests, of none.
        """

        def work(library: Library) -> Message:
            worker: Worker[None] = get_current_worker()
            timeline = library.search.over_time(requests, unit=unit, split=split, cancelled=lambda: worker.is_cancelled)
            firsts = None
            if finds_firsts:
                firsts = library.search.first_by_outlet(requests[0]) if len(requests) == 1 else ()
            return TimelineMade(timeline, firsts)

        self._runner.run("timeline", work, newest_only=True)

    def write(self, path: Path, timeline: Timeline, measure: Measure) -> None:
        """Write the counts to a new file: a drawing if its name ends in `.svg`, JSON for `.json`, else CSV."""

        def work(library: Library) -> Message:
            from peaceindex import printable
            from peacereader.exports.timeline import timeline_file
            from peacereader.exports.writing import write_new

            form = {".svg": "svg", ".json": "json"}.get(path.suffix.lower(), "csv")
            write_new(path, *timeline_file(timeline, form, measure))
            return ActionDone(f"Written to {printable(str(path))}.")

        self._runner.run_in_order(work)
