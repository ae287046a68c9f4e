"""Running background tasks in threads, which touch no widget and report by message."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, Protocol, cast

from textual.message import Message
from textual.screen import Screen
from textual.worker import Worker, get_current_worker

from peaceindex.errors import Cancelled, PeaceindexError
from peacereader.error_wording import refusal
from peacereader.tui.keys import key_at
from peacereader.tui.tasks.messages import Failed

if TYPE_CHECKING:  # the worker that opens the library imports it and its databases, after the first paint
    from collections.abc import Callable
    from concurrent.futures import Future

    from peaceindex import Library
    from peacereader.tui.tasks.changes import Changes

SLOW_CHANGE_SECONDS = 1.5
"""Seconds after which a notification says that a change to the user's own work is still waiting."""


class ReaderApp(Protocol):
    """The part of the app that tasks need."""

    changes: Changes

    @property
    def is_ending(self) -> bool:
        """Whether the reader is closing."""

    def post_message(self, message: Message) -> bool:
        """Post a message to the app."""

    def notify(self, message: str, *, markup: bool) -> None:
        """Show a notification."""

    def report(self, error: BaseException) -> str:
        """Write a report of an unexpected error, and return the message for the user."""


class Runner:
    """A runner of the tasks of one screen. `library` is None until it is open; until then no task runs.

    Tasks that only read the library run in threads, and a newer task may overtake an older one. Tasks that change the
    user's own work, or read it, run in order, and run even if the screen is left in the meantime.
    """

    def __init__(self, screen: Screen[Any], library: Library | None = None) -> None:
        self._screen = screen
        self.library = library
        self._newest_tokens: dict[str, object] = {}

    def run(self, group: str, work: Callable[[Library], Message | None], *, newest_only: bool = False) -> None:
        """Run `work` with the library in a worker, and post its result.

        With `newest_only`, a newer task of the same `group` cancels this one, and its result is dropped.
        """
        library, app = self.library, self.app
        if library is None:
            return

        def task() -> None:
            worker: Worker[None] = get_current_worker()
            message = result_or_failure(app, lambda: work(library))
            self._post_notices(library)
            if message is not None and not (newest_only and worker.is_cancelled):
                self.post(message)

        self._screen.run_worker(task, group=group, exclusive=newest_only, thread=True)

    def run_in_order(
        self, work: Callable[[Library], Message | None], newest_of: str = "", *, is_awaited: bool = False
    ) -> None:
        """Run `work` after all earlier tasks that were given to this method, and post its result.

        Among the tasks with the same name in `newest_of`, skip all but the newest. With `is_awaited`, a key that comes
        at once waits for it, because it may act on what the work makes.
        """
        library, app = self.library, self.app
        if library is None:
            return
        token = self._newest_tokens[newest_of] = object()

        def is_overtaken() -> bool:
            return bool(newest_of) and self._newest_tokens[newest_of] is not token

        def task() -> None:
            message = None if is_overtaken() else result_or_failure(app, lambda: work(library))
            self._post_notices(library)
            if isinstance(message, Failed):
                app.changes.failures.append(message.words)
            if message is None or is_overtaken() or self.post(message):
                return
            if isinstance(message, Failed):
                app.post_message(message)

        done = app.changes.run(task)
        self._screen.app.run_worker(_wait_for(app, done), group="awaited changes" if is_awaited else "changes")

    def record(self, work: Callable[[Library], None]) -> None:
        """Run in order a change that the user did not ask for. Leave it out if the library is open for reading only.

        A notice has said so when the library was opened.
        """
        if self.library is not None and not self.library.is_read_only:
            self.run_in_order(work)

    def run_thread(self, group: str, task: Callable[[], None]) -> None:
        """Run `task` in a worker thread of the screen, whether or not the library is open."""
        self._screen.run_worker(task, group=group, thread=True)

    def _post_notices(self, library: Library) -> None:
        """Post the notices about damage found and repaired since the last call."""
        for notice in library.new_notices():
            self.post(Failed(notice))

    def key_of(self, action: str) -> str:
        """Return the key of an action, as the user has it. Not to be called from another thread."""
        return key_at(self._screen, action)

    @property
    def app(self) -> ReaderApp:
        """The app of the screen."""
        return cast(ReaderApp, self._screen.app)

    def post(self, message: Message) -> bool:
        """Post a message to the screen, from any thread; return False if the screen is gone."""
        try:
            return self._screen.post_message(message)
        except RuntimeError:  # the whole reader is gone
            return False


def result_or_failure(app: ReaderApp, work: Callable[[], Message | None]) -> Message | None:
    """Return the result of `work`, None if it was cancelled, or `Failed` with a message. Runs in any thread."""
    try:
        return work()
    except Cancelled:
        return None
    except PeaceindexError as error:
        return Failed(str(error))
    except Exception as error:
        return Failed(refusal(error) or app.report(error))


async def _wait_for(app: ReaderApp, done: Future[None]) -> None:
    """Keep a worker pending until `done` is done, so that the app can see it; cancelling it does not stop the task."""
    future = asyncio.wrap_future(done)
    await asyncio.wait([future], timeout=SLOW_CHANGE_SECONDS)
    if not future.done() and app.changes.mark_slow():
        app.notify("Still writing: another program may be at this library. What you did will be kept.", markup=False)
    await asyncio.shield(future)
