"""Processes that read and clean, so that all cores are busy.

They are started as separate programs, and communicate through their standard input and output. So nothing of this
process is copied into them or run again in them, keys pressed in the terminal do not reach them, and they end by
themselves when this process ends, however it ends.
"""

from __future__ import annotations

import json
import os
import pickle
import queue
import subprocess
import sys
import threading
import time
from collections import deque
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any, BinaryIO

from peaceindex.ingest.prepare import Prepared
from peaceindex.ingest.worker_messages import Inbox, Signal

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Sequence
    from pathlib import Path

    from peaceindex.ingest.worker import Question
    from peaceindex.sources import Fields

PROGRAM = """
import gc, json, sys
gc.disable()
sys.path[:] = json.loads(sys.argv[1])
from peaceindex.startup.stand_ins import CLEANING, stand_ins
with stand_ins(CLEANING):
    from peaceindex.ingest.worker import main
main(*sys.argv[2:])
"""
"""What a worker runs. Until it is ready there is no garbage: what it loads stays."""
_QUESTIONS_PER_WORKER = 6
"""Questions that one worker has at a time, so that it never waits for the next. Little is lost if it fails."""
_MAX_PENDING_QUESTIONS = 64
_MAX_PENDING_BYTES = 32 * 1024 * 1024
"""The questions, and the bytes of sources, that may be pending for each worker at most; both bound the memory."""
_TIMEOUT_SECONDS = 600.0
"""Seconds without a message after which a worker is ended: no source takes this long to clean."""
_MAX_FALSE_STARTS = 2
"""Workers that may end before they are ready; after one more, no workers are used."""


def usable_cores() -> int:
    """Return the number of cores that this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:
        return os.cpu_count() or 1


@dataclass(eq=False, slots=True)
class Answer:
    """The answer to a question: its documents as they come in, until `is_done`.

    If no worker can be had, `is_given_up` is true; then the caller must answer the question itself.
    """

    question: Question
    name: str
    size: int
    documents: deque[tuple[Prepared, Callable[[], None]]] = field(default_factory=deque)
    """Each document comes with a function to call when it has been taken."""
    is_done: bool = False
    is_unwanted: bool = False
    """Whether nobody will take the rest of it."""
    is_given_up: bool = False


class _Worker:
    """One worker process, with a thread that reads its messages."""

    def __init__(self, arguments: Sequence[str], messages: queue.SimpleQueue[Message]) -> None:
        self.questions: deque[Answer] = deque()
        self.is_ready = False
        self.is_too_slow = False
        # In a session of its own: Ctrl-C reaches only this process, which ends the workers itself.
        options: dict[str, Any] = {"start_new_session": True}
        if sys.platform == "win32":
            options = {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP}
        self.process = subprocess.Popen(  # noqa: S603 - this program itself
            [sys.executable, "-c", PROGRAM, json.dumps(sys.path), *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            **options,
        )
        assert self.process.stdin and self.process.stdout
        self._input: BinaryIO = self.process.stdin  # type: ignore[assignment]
        self.inbox = Inbox(self.process.stdout)  # type: ignore[arg-type]
        threading.Thread(target=self._read_messages, args=(messages,), daemon=True).start()

    def _read_messages(self, messages: queue.SimpleQueue[Message]) -> None:
        with suppress(Exception):  # it ended in the middle of a message
            while True:
                messages.put((self, *self.inbox.read()))
        messages.put((self, None, 0))

    @property
    def is_overdue(self) -> bool:
        """Whether it has spent longer on one question than any takes."""
        return (
            bool(self.questions)
            and self.inbox.is_empty
            and time.monotonic() - self.inbox.last_activity > _TIMEOUT_SECONDS
        )

    def ask(self, answer: Answer) -> None:
        if not self.questions:
            self.inbox.last_activity = time.monotonic()
        self.questions.append(answer)
        with suppress(OSError):  # it has ended; the reading thread notices
            pickle.dump(answer.question, self._input, pickle.HIGHEST_PROTOCOL)
            self._input.flush()

    def end(self) -> None:
        self.inbox.end()
        self.process.kill()
        self.process.wait()
        for stream in (self.process.stdin, self.process.stdout):
            with suppress(OSError):
                if stream:
                    stream.close()


Message = tuple[_Worker, Any, int]
"""The sender, the message (None: the worker has ended), and the size of the message in bytes."""


def _ignore() -> None:
    pass


class WorkerPool:
    """A pool of workers. Answers can be taken in the order of the questions, whichever worker gave them and when."""

    def __init__(self, count: int, database: Path, fields: Fields) -> None:
        self._count = count
        self._arguments = (os.fspath(database), json.dumps({name: list(theirs) for name, theirs in fields.items()}))
        self._messages: queue.SimpleQueue[Message] = queue.SimpleQueue()
        self._pending: deque[Answer] = deque()
        self._workers: list[_Worker] = []
        self._open_questions = 0
        self._open_bytes = 0
        self._false_starts = 0
        self._was_ready = False
        while len(self._workers) < count and not self.has_given_up:
            self._start_worker()

    @property
    def is_ready(self) -> bool:
        """Whether any worker has been ready; a question asked earlier waits for one."""
        if not self._was_ready:
            self._handle_waiting_messages()
        return self._was_ready

    @property
    def is_full(self) -> bool:
        """Whether answers must be taken before more questions are asked."""
        return (
            self._open_questions >= _MAX_PENDING_QUESTIONS * self._count
            or self._open_bytes >= _MAX_PENDING_BYTES * self._count
        )

    @property
    def has_given_up(self) -> bool:
        """Whether no worker can be started on this machine."""
        return self._false_starts > _MAX_FALSE_STARTS

    def ask(self, name: str, size: int, question: Question) -> Answer:
        """Ask for the documents of a source called `name`, of about `size` bytes."""
        answer = Answer(question, name, size)
        self._open_questions += 1
        self._open_bytes += size
        self._pending.append(answer)
        self._handle_waiting_messages()
        self._assign_questions()
        return answer

    def take(
        self, answer: Answer, fallback: Callable[[], Generator[Prepared, None, None]]
    ) -> Generator[Prepared, None, None]:
        """Yield the documents of an answer, and wait for them. If no worker can be had, they come from `fallback`."""
        try:
            while True:
                while answer.documents:
                    prepared, mark_taken = answer.documents.popleft()
                    mark_taken()
                    yield prepared
                if answer.is_given_up:
                    yield from fallback()
                if answer.is_done or answer.is_given_up:
                    return
                self._wait_for(answer)
        finally:
            answer.is_unwanted = True
            while answer.documents:
                answer.documents.popleft()[1]()
            self._open_questions -= 1
            self._open_bytes -= answer.size

    def close(self) -> None:
        """End all workers, whatever they are doing."""
        for worker in self._workers:
            worker.end()
        self._workers.clear()

    def _handle_waiting_messages(self) -> None:
        while not self._messages.empty():
            self._handle_message(*self._messages.get())

    def _wait_for(self, answer: Answer) -> None:
        """Handle the next message, while this answer is awaited."""
        # Its worker may first have to send answers to other questions, which nobody takes before this one.
        asked_workers = [worker for worker in self._workers if answer in worker.questions] or list(self._workers)
        for worker in asked_workers:
            worker.inbox.set_unlimited(True)
        try:
            self._handle_message(*self._messages.get(timeout=_TIMEOUT_SECONDS / 10))
        except queue.Empty:
            for worker in self._workers:
                if worker.is_overdue:
                    worker.is_too_slow = True
                    worker.process.kill()  # the reading thread reports the end
        finally:
            for worker in asked_workers:
                worker.inbox.set_unlimited(False)

    def _handle_message(self, worker: _Worker, message: Any, size: int) -> None:
        if not isinstance(message, Prepared):
            worker.inbox.mark_taken(size)
        if message is None:
            self._worker_failed(worker)
        elif message is Signal.READY:
            worker.is_ready = self._was_ready = True
            self._false_starts = 0
        elif message is Signal.DONE:
            worker.questions.popleft().is_done = True
        elif worker.questions[0].is_unwanted:
            worker.inbox.mark_taken(size)
        else:
            worker.questions[0].documents.append((message, partial(worker.inbox.mark_taken, size)))
        self._assign_questions()

    def _worker_failed(self, worker: _Worker) -> None:
        """Handle a worker that failed: the question it was at has failed, the others are handed out again."""
        if worker not in self._workers:
            return
        worker.end()
        self._workers.remove(worker)
        if worker.is_ready and worker.questions:
            failed = worker.questions.popleft()
            code = worker.process.returncode
            why = f"signal {-code}" if code < 0 else f"code {code}"
            reason = f"{failed.name} could not be cleaned (the program that was at it broke off with {why})."
            failure = f"{reason} Please report it."
            if worker.is_too_slow:
                failure = (
                    f"{failed.name} takes more than {_TIMEOUT_SECONDS / 60:.0f} minutes to be cleaned. Leave it out."
                )
            failed.documents.append((Prepared(failed.name, failure=failure), _ignore))
            failed.is_done = True
        elif not worker.is_ready:
            self._false_starts += 1
        self._pending.extendleft(reversed(worker.questions))

    def _start_worker(self) -> None:
        try:
            self._workers.append(_Worker(self._arguments, self._messages))
        except OSError:  # the system allows no more processes
            self._false_starts = _MAX_FALSE_STARTS + 1

    def _assign_questions(self) -> None:
        while self._pending and not self.has_given_up:
            if len(self._workers) < self._count:
                self._start_worker()
                continue
            free = [worker for worker in self._workers if len(worker.questions) < _QUESTIONS_PER_WORKER]
            if not free:
                return
            min(free, key=lambda worker: len(worker.questions)).ask(self._pending.popleft())
        if self.has_given_up:
            for answer in self._pending:
                answer.is_given_up = True
            self._pending.clear()
