"""Adding files and folders while the user reads: one request after another, and folders that are watched."""

from __future__ import annotations

import threading
import time
from collections import Counter, deque
from contextlib import closing
from typing import TYPE_CHECKING

from peaceindex.errors import LibraryLockedError
from peacereader.tui.tasks.later_messages import AdditionEnded, AdditionProgress, WatchFound
from peacereader.tui.tasks.messages import Failed
from peacereader.tui.tasks.runner import result_or_failure

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from textual.message import Message

    from peaceindex import Library
    from peaceindex.model.reports import AddReport
    from peacereader.tui.tasks.runner import ReaderApp

_PROGRESS_SECONDS = 0.2
"""The time between two messages about the progress, in seconds."""
_LOCK_SECONDS = 10.0
"""How long an addition waits for another that is writing to the library, in seconds."""
_RETRY_SECONDS = 0.5


class Adding:
    """Adds to one library in a thread of its own. What it reports, it posts.

    The thread ends when there is nothing to do. Only one addition runs at a time, since a library has one writer.
    """

    def __init__(self, app: ReaderApp, post: Callable[[Message], bool], library: Library) -> None:
        self._app = app
        self._post = post
        self._library = library
        self._lock = threading.Lock()
        self._jobs: deque[tuple[Sequence[Path], str]] = deque()
        self._watched: tuple[Path, ...] = ()
        self._thread: threading.Thread | None = None
        self._is_stopped = False
        self._is_closed = False
        self._is_adding = False

    @property
    def is_adding(self) -> bool:
        """Whether an addition goes on or waits; watching is none."""
        return self._is_adding or bool(self._jobs)

    @property
    def watched(self) -> tuple[Path, ...]:
        """The folders that are watched."""
        return self._watched

    def add(self, paths: Sequence[Path], encoding: str = "") -> None:
        """Add files and folders, after those that were asked for before. `encoding` is as in `Ingest.add`."""
        with self._lock:
            self._jobs.append((paths, encoding))
            self._begin()

    def watch(self, path: Path, *, on: bool) -> None:
        """Watch a folder, or watch it no more."""
        with self._lock:
            self._watched = tuple(one for one in self._watched if one != path) + ((path,) if on else ())
            self._begin()

    def stop(self) -> None:
        """Stop the additions that go on or wait. What was added stays."""
        with self._lock:
            self._jobs.clear()
            self._is_stopped = True

    def close(self) -> None:
        """Stop everything, and wait until it is."""
        self.stop()
        with self._lock:
            self._is_closed, self._watched, thread = True, (), self._thread
        if thread is not None:
            thread.join()

    def _begin(self) -> None:
        if self._thread is None and not self._is_closed:
            self._thread = threading.Thread(target=self._run, name="adding")
            self._thread.start()

    def _run(self) -> None:
        while True:
            with self._lock:
                self._is_stopped = False
                job = self._jobs.popleft() if self._jobs else None
                watched = self._watched
                self._is_adding = job is not None
                if self._is_closed or (job is None and not watched):
                    self._thread, self._is_adding = None, False
                    return
            if job is not None:
                self._add(*job)
                self._is_adding = False
            else:
                self._watch(watched)

    def _add(self, paths: Sequence[Path], encoding: str) -> None:
        from peacereader.config import load_config

        tally = Counter[str]()
        stage, done, total, shown = "", 0, 0, 0.0

        def progress(name: str) -> Callable[[int, int], None]:
            def step(now: int, of: int) -> None:
                nonlocal stage, done, total, shown
                stage, done, total = name, now, of
                if time.monotonic() - shown > _PROGRESS_SECONDS:
                    shown = time.monotonic()
                    self._post(AdditionProgress(paths, stage, done, total, Counter(tally)))

            return step

        def work() -> Message:
            deadline = time.monotonic() + _LOCK_SECONDS
            while True:
                try:
                    return once()
                except LibraryLockedError:  # what was added until then is there
                    if self._is_stopped or time.monotonic() > deadline:
                        raise
                    time.sleep(_RETRY_SECONDS)

        def once() -> Message:
            reports = self._library.ingest.add(
                paths,
                cancelled=lambda: self._is_stopped,
                reading=progress("reading"),
                finding_repeats=progress("comparing"),
                comparing=progress("comparing"),
                indexing=progress("indexing"),
                fields=load_config()[0].fields.as_mapping(),
                encoding=encoding,
            )
            with closing(reports):  # type: ignore[type-var] # a generator: closing it ends its workers at once
                for report in reports:
                    _count(tally, report)
            return AdditionEnded(paths, tally, is_stopped=self._is_stopped)

        self._post(AdditionProgress(paths, stage, done, total, Counter()))
        message = result_or_failure(self._app, work)
        if isinstance(message, Failed):
            self._post(message)
            message = AdditionEnded(paths, tally, is_stopped=True)
        if message is not None:
            self._post(message)

    def _watch(self, paths: tuple[Path, ...]) -> None:
        from peacereader.config import load_config

        def is_over() -> bool:
            return self._is_closed or bool(self._jobs) or self._watched != paths

        def work() -> Message | None:
            fields = load_config()[0].fields.as_mapping()
            try:
                watch(fields)
            except LibraryLockedError:  # another program is writing: it is tried again
                time.sleep(_RETRY_SECONDS)
            return None

        def watch(fields: Mapping[str, tuple[str, ...]]) -> None:
            for scan in self._library.ingest.watch(paths, cancelled=is_over, fields=fields):
                tally = Counter[str]()
                for report in scan:
                    _count(tally, report)
                if tally["added"] or tally["changed"]:
                    self._post(WatchFound(tally))

        message = result_or_failure(self._app, work)
        if message is not None:
            with self._lock:
                self._watched = ()
            self._post(message)


def _count(tally: Counter[str], report: AddReport) -> None:
    tally[report.status] += 1
    tally["in the bin"] += report.reason == "in the bin"
    tally["doubtful"] += bool(report.doubts)
