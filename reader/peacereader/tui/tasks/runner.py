"""How errands are run: in threads, which touch no widget and come back with a message."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import Future
from typing import TYPE_CHECKING, Any, Protocol, cast

from textual.message import Message
from textual.screen import Screen
from textual.worker import Worker, get_current_worker

from peaceindex.errors import Cancelled, PeaceindexError
from peacereader.error_wording import refusal
from peacereader.tui.tasks.changes import Changes
from peacereader.tui.tasks.messages import Failed

if TYPE_CHECKING:  # the library and its databases are loaded by the worker that opens them, after the first paint
    from peaceindex import Library

WAITING = 1.5
"""Seconds after which words say that a change of the user's own work is waiting."""


class ReaderApp(Protocol):
    """What errands need of the app."""

    changes: Changes

    @property
    def is_ending(self) -> bool:
        """Whether the reader is being left."""

    def post_message(self, message: Message) -> bool:
        """Tell the app something."""

    def notify(self, message: str, *, markup: bool) -> None:
        """Say something."""

    def report(self, error: BaseException) -> str:
        """Write a report of an error that nobody foresaw; the words for it."""


class Runner:
    """Runs the errands of one screen with a library, which is None until it is open; until then none is run.

    What is read is read in threads that may be overtaken. What changes the user's own work, and what reads it, is done
    in order, and is done even if the screen is left meanwhile.
    """

    def __init__(self, screen: Screen[Any], library: Library | None = None) -> None:
        self._screen = screen
        self.library = library
        self._newest: dict[str, object] = {}

    def run(self, group: str, work: Callable[[Library], Message | None], *, newest_only: bool = False) -> None:
        """Run `work` with the library in a worker and post what it returns, unless it was overtaken."""
        library, app = self.library, self.app
        if library is None:
            return

        def errand() -> None:
            worker: Worker[None] = get_current_worker()
            message = outcome(app, lambda: work(library))
            self._tell_what_was_found(library)
            if message is not None and not (newest_only and worker.is_cancelled):
                self.post(message)

        self._screen.run_worker(errand, group=group, exclusive=newest_only, thread=True)

    def run_in_order(self, work: Callable[[Library], Message | None], newest_of: str = "") -> None:
        """Run `work` after all that was asked for before in this way, and post what it returns.

        Of the works that are the newest of one name, those that a newer one has overtaken are left out.
        """
        library, app = self.library, self.app
        if library is None:
            return
        mine = self._newest[newest_of] = object()

        def overtaken() -> bool:
            return bool(newest_of) and self._newest[newest_of] is not mine

        def errand() -> None:
            message = None if overtaken() else outcome(app, lambda: work(library))
            self._tell_what_was_found(library)
            if isinstance(message, Failed):
                app.changes.failures.append(message.words)
            if message is None or overtaken() or self.post(message):
                return
            if isinstance(message, Failed):
                app.post_message(message)

        done = app.changes.run(errand)
        self._screen.app.run_worker(_end_of(app, done), group="changes")

    def record(self, work: Callable[[Library], None]) -> None:
        """Run in order a change that the user did not ask for. Leave it out if the library is open for reading only.

        A notice has said so when the library was opened.
        """
        if self.library is not None and not self.library.is_read_only:
            self.run_in_order(work)

    def run_thread(self, group: str, task: Callable[[], None]) -> None:
        """Run `task` in a worker thread of the screen, whether or not the library is open."""
        self._screen.run_worker(task, group=group, thread=True)

    def _tell_what_was_found(self, library: Library) -> None:
        """Say what was found damaged meanwhile, and mended."""
        for notice in library.untold():
            self.post(Failed(notice))

    @property
    def app(self) -> ReaderApp:
        """The app of the screen."""
        return cast(ReaderApp, self._screen.app)

    def post(self, message: Message) -> bool:
        """Tell the screen something, from any thread; False where it has gone."""
        try:
            return self._screen.post_message(message)
        except RuntimeError:  # the whole reader has gone
            return False


def outcome(app: ReaderApp, work: Callable[[], Message | None]) -> Message | None:
    """What comes of some work; `Failed` where it fails, with words for the person. In any thread."""
    try:
        return work()
    except Cancelled:
        return None
    except PeaceindexError as error:
        return Failed(str(error))
    except Exception as error:
        return Failed(refusal(error) or app.report(error))


async def _end_of(app: ReaderApp, done: Future[None]) -> None:
    """Let the app know that something is under way, until it is done; being cancelled does not stop it."""
    future = asyncio.wrap_future(done)
    await asyncio.wait([future], timeout=WAITING)
    if not future.done() and app.changes.begins_to_wait():
        app.notify("Still writing: another program may be at this library. What you did will be kept.", markup=False)
    await asyncio.shield(future)
