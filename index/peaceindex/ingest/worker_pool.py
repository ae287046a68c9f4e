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
from collections.abc import Callable, Generator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO

from peaceindex.ingest.prepare import Prepared
from peaceindex.ingest.worker_messages import Inbox
from peaceindex.sources import Fields

PROGRAM = """
import json, sys
sys.path[:] = json.loads(sys.argv[1])
from peaceindex.ingest.worker import main
main(*sys.argv[2:])
"""
_AT_ONCE = 6
"""Questions that one worker has at a time, so that it never waits for the next. Little is lost if it fails."""
_QUESTIONS = 64
_BYTES = 32 * 1024 * 1024
"""The questions, and the bytes of sources, that may be pending for each worker at most; both bound the memory."""
_PATIENCE = 600.0
"""Seconds without a message after which a worker is ended: no source takes this long to clean."""
_FALSE_STARTS = 2
"""Workers that may end before they are ready; after one more, no workers are used."""


def usable_cores() -> int:
    """Return the number of cores that this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:
        return os.cpu_count() or 1


@dataclass(eq=False, slots=True)
class Answer:
    """The answer to a question: its documents as they come in, until `done`.

    If no worker can be had, `given_up` is true; then the caller must answer the question itself.
    """

    question: tuple[Any, ...]
    name: str
    size: int
    found: deque[tuple[Prepared, Callable[[], None]]] = field(default_factory=deque)
    """Each document comes with a function to call when it has been taken."""
    done: bool = False
    unwanted: bool = False
    """Whether nobody will take the rest of it."""
    given_up: bool = False


class _Worker:
    """One worker process, with a thread that reads its messages."""

    def __init__(self, words: Sequence[str], arrived: queue.SimpleQueue[Message]) -> None:
        self.asked: deque[Answer] = deque()
        self.ready = False
        self.too_slow = False
        # In a session of its own: Ctrl-C reaches only this process, which ends the workers itself.
        apart: dict[str, Any] = {"start_new_session": True}
        if sys.platform == "win32":
            apart = {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP}
        self.process = subprocess.Popen(  # noqa: S603 - this program itself
            [sys.executable, "-c", PROGRAM, json.dumps(sys.path), *words],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            **apart,
        )
        assert self.process.stdin and self.process.stdout
        self._to: BinaryIO = self.process.stdin  # type: ignore[assignment]
        self.inbox = Inbox(self.process.stdout)  # type: ignore[arg-type]
        threading.Thread(target=self._listen, args=(arrived,), daemon=True).start()

    def _listen(self, arrived: queue.SimpleQueue[Message]) -> None:
        with suppress(Exception):  # it ended in the middle of a message
            while True:
                arrived.put((self, *self.inbox.read()))
        arrived.put((self, None, 0))

    @property
    def is_overdue(self) -> bool:
        """Whether it has spent longer on one question than any takes."""
        return bool(self.asked) and self.inbox.is_empty and time.monotonic() - self.inbox.heard > _PATIENCE

    def ask(self, answer: Answer) -> None:
        if not self.asked:
            self.inbox.heard = time.monotonic()
        self.asked.append(answer)
        with suppress(OSError):  # it has ended; the reading thread notices
            pickle.dump(answer.question, self._to, pickle.HIGHEST_PROTOCOL)
            self._to.flush()

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


def _nothing() -> None:
    pass


class Workers:
    """A pool of workers. Answers can be taken in the order of the questions, whichever worker gave them and when."""

    def __init__(self, count: int, database: Path, fields: Fields) -> None:
        self._count = count
        self._words = (os.fspath(database), json.dumps({name: list(theirs) for name, theirs in fields.items()}))
        self._arrived: queue.SimpleQueue[Message] = queue.SimpleQueue()
        self._waiting: deque[Answer] = deque()
        self._workers: list[_Worker] = []
        self._under_way = 0
        self._bytes = 0
        self._false_starts = 0
        self._worked = False
        while len(self._workers) < count and not self.gave_up:
            self._start_one()

    @property
    def are_ready(self) -> bool:
        """Whether any worker has been ready; a question asked earlier waits for one."""
        if not self._worked:
            self._hear_what_came()
        return self._worked

    @property
    def are_full(self) -> bool:
        """Whether answers must be taken before more questions are asked."""
        return self._under_way >= _QUESTIONS * self._count or self._bytes >= _BYTES * self._count

    @property
    def gave_up(self) -> bool:
        """Whether no worker can be started on this machine."""
        return self._false_starts > _FALSE_STARTS

    def ask(self, name: str, size: int, *question: Any) -> Answer:
        """Ask for the documents of a source called `name`, of about `size` bytes. `question` is as in `worker`."""
        answer = Answer(question, name, size)
        self._under_way += 1
        self._bytes += size
        self._waiting.append(answer)
        self._hear_what_came()
        self._hand_out()
        return answer

    def take(
        self, answer: Answer, otherwise: Callable[[], Generator[Prepared, None, None]]
    ) -> Generator[Prepared, None, None]:
        """Yield the documents of an answer, and wait for them. If no worker can be had, they come from `otherwise`."""
        try:
            while True:
                while answer.found:
                    prepared, taken = answer.found.popleft()
                    taken()
                    yield prepared
                if answer.given_up:
                    yield from otherwise()
                if answer.done or answer.given_up:
                    return
                self._wait_for(answer)
        finally:
            answer.unwanted = True
            while answer.found:
                answer.found.popleft()[1]()
            self._under_way -= 1
            self._bytes -= answer.size

    def close(self) -> None:
        """End all workers, whatever they are doing."""
        for worker in self._workers:
            worker.end()
        self._workers.clear()

    def _hear_what_came(self) -> None:
        while not self._arrived.empty():
            self._hear(*self._arrived.get())

    def _wait_for(self, answer: Answer) -> None:
        """Handle the next message, while this answer is awaited."""
        # Its worker may first have to send answers to other questions, which nobody takes before this one.
        before_it = [worker for worker in self._workers if answer in worker.asked] or list(self._workers)
        for worker in before_it:
            worker.inbox.open(True)
        try:
            self._hear(*self._arrived.get(timeout=_PATIENCE / 10))
        except queue.Empty:
            for worker in self._workers:
                if worker.is_overdue:
                    worker.too_slow = True
                    worker.process.kill()  # the reading thread reports the end
        finally:
            for worker in before_it:
                worker.inbox.open(False)

    def _hear(self, worker: _Worker, said: Any, size: int) -> None:
        if not isinstance(said, Prepared):
            worker.inbox.take(size)
        if said is None:
            self._bury(worker)
        elif said == "ready":
            worker.ready = self._worked = True
            self._false_starts = 0
        elif said == "done":
            worker.asked.popleft().done = True
        elif worker.asked[0].unwanted:
            worker.inbox.take(size)
        else:
            worker.asked[0].found.append((said, partial(worker.inbox.take, size)))
        self._hand_out()

    def _bury(self, worker: _Worker) -> None:
        """Handle a worker that failed: the question it was at has failed, the others are handed out again."""
        if worker not in self._workers:
            return
        worker.end()
        self._workers.remove(worker)
        if worker.ready and worker.asked:
            lost = worker.asked.popleft()
            how = worker.process.returncode
            why = f"signal {-how}" if how < 0 else f"code {how}"
            reason = f"{lost.name} could not be cleaned (the program that was at it broke off with {why})."
            failure = f"{reason} Please report it."
            if worker.too_slow:
                failure = f"{lost.name} takes more than {_PATIENCE / 60:.0f} minutes to be cleaned. Leave it out."
            lost.found.append((Prepared(lost.name, failure=failure), _nothing))
            lost.done = True
        elif not worker.ready:
            self._false_starts += 1
        self._waiting.extendleft(reversed(worker.asked))

    def _start_one(self) -> None:
        try:
            self._workers.append(_Worker(self._words, self._arrived))
        except OSError:  # the system allows no more processes
            self._false_starts = _FALSE_STARTS + 1

    def _hand_out(self) -> None:
        while self._waiting and not self.gave_up:
            if len(self._workers) < self._count:
                self._start_one()
                continue
            free = [worker for worker in self._workers if len(worker.asked) < _AT_ONCE]
            if not free:
                return
            min(free, key=lambda worker: len(worker.asked)).ask(self._waiting.popleft())
        if self.gave_up:
            for answer in self._waiting:
                answer.given_up = True
            self._waiting.clear()
