"""The task that opens the library for a screen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from textual.message import Message

from peaceindex.errors import LibraryLockedError
from peacereader.tui.tasks.messages import Failed, LibraryOpened, Preparing
from peacereader.tui.tasks.runner import Runner, result_or_failure

if TYPE_CHECKING:  # the library and its databases are loaded by the worker that opens them, after the first paint
    from peaceindex import Library

Opener = Callable[[Callable[[str], None]], "Library"]
"""Opens the library. The argument is a function to which it reports its progress, in words."""

_MAX_LISTED_VALUES = 3
"""The number of damaged values that are listed when the library is opened. More would hide the screen."""


def open_library(runner: Runner, opener: Opener) -> None:
    """Open the library in a thread, bring its index in step, and give it to the runner."""
    app = runner.app

    def report(words: str) -> None:
        runner.post(Preparing(words))

    def work() -> Message:
        library = runner.library = opener(report)
        if library.search.index_state() != "in step":
            with suppress(LibraryLockedError):  # a later search finds what another program is writing now
                library.ingest.catch_up(lambda done, total: report(f"Indexing … {done:,} of {total:,} articles"))
        library.annotations.passages()  # opens the user's own work, and repairs it where it is damaged
        return LibraryOpened([*library.new_notices(), *_bad_value_notices(library.bad_values())], library.revision())

    def task() -> None:
        message = result_or_failure(app, work)
        if message is not None:
            runner.post(Failed(message.words, is_fatal=True) if isinstance(message, Failed) else message)

    runner.run_thread("open", task)


def _bad_value_notices(bad: Sequence[str]) -> list[str]:
    """Return the first few lines about damaged values, and a line of advice."""
    more = f" There are {len(bad) - _MAX_LISTED_VALUES:,} more." if len(bad) > _MAX_LISTED_VALUES else ""
    advice = [f"'peacereader check --repair' repairs what is damaged or sets it aside.{more}"] if bad else []
    return [*bad[:_MAX_LISTED_VALUES], *advice]
