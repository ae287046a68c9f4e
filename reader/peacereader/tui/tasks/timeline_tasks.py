"""Tasks that count searches over time, and write the counts to a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.message import Message
from textual.worker import Worker, get_current_worker

from peacereader.tui.tasks.later_messages import TimelineMade
from peacereader.tui.tasks.messages import ActionDone, Failed
from peacereader.tui.tasks.runner import result_or_failure

if TYPE_CHECKING:
    from pathlib import Path

    from peaceindex import Library
    from peaceindex.model.timeline import Measure, Timeline
    from peacereader.tui.tasks.runner import Runner
    from peacereader.tui.tasks.timeline_request import TimelineRequest


class TimelineTasks:
    """Counts searches over time for one screen."""

    def __init__(self, runner: Runner) -> None:
        self._runner = runner

    def count(self, asked: TimelineRequest, *, finds_firsts: bool) -> None:
        """Count searches by a unit of time. `TimelineMade` has the counts, or why there are none.

        With `finds_firsts`, also find which outlets were first; of several searches, of none.
        """
        app = self._runner.app
        requests, unit, split = asked.requests, asked.unit, asked.split

        def count(library: Library) -> Message:
            worker: Worker[None] = get_current_worker()
            timeline = library.search.over_time(requests, unit=unit, split=split, cancelled=lambda: worker.is_cancelled)
            firsts = None
            if finds_firsts:
                firsts = library.search.first_by_outlet(requests[0]) if len(requests) == 1 else ()
            return TimelineMade(asked, timeline, firsts)

        def work(library: Library) -> Message | None:
            made = result_or_failure(app, lambda: count(library))
            return TimelineMade(asked, None, words=made.words) if isinstance(made, Failed) else made

        self._runner.run("timeline", work, newest_only=True)

    def write(self, path: Path, timeline: Timeline, measure: Measure) -> None:
        """Write the counts to a new file: a drawing if its name ends in `.svg`, JSON for `.json`, else CSV.

        CSV is for spreadsheets if its name says so.
        """

        def work(library: Library) -> Message:
            from peaceindex import printable
            from peacereader.exports.tables import table_named
            from peacereader.exports.timeline import timeline_file
            from peacereader.exports.writing import write_new

            form = {".svg": "svg", ".json": "json"}.get(path.suffix.lower(), table_named(path))
            write_new(path, *timeline_file(timeline, form, measure))
            return ActionDone(f"Written to {printable(str(path))}.")

        self._runner.run_in_order(work)
