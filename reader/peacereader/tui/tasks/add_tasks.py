"""Adding a file or folder to the library while the reader is open."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from peacereader import wording
from peacereader.tui.tasks.messages import ActionDone, Failed

if TYPE_CHECKING:
    from pathlib import Path

    from textual.message import Message

    from peaceindex import Library
    from peacereader.tui.tasks.runner import Runner

_MOST_FAILURES = 3


def add_path(runner: Runner, path: Path) -> None:
    """Add a file or folder, and say what came of it."""

    def work(library: Library) -> Message:
        from peaceindex import printable
        from peacereader.config import load_config

        counts: Counter[str] = Counter()
        failures = []
        for source in library.ingest.add([path], fields=load_config()[0].fields.as_mapping()):
            counts[source.status] += 1
            if source.status == "failed":
                failures.append(source.reason)
        for reason in failures[:_MOST_FAILURES]:
            runner.post(Failed(reason))
        found = [f"{count:,} {status}" for status, count in counts.items()]
        where = printable(str(path))
        return ActionDone(f"{where}: {', '.join(found)}. {wording.counted(library.count(), 'article')} in the library."
                          if found else f"{where} holds nothing to add.")  # fmt: skip

    runner.run("adding", work)
