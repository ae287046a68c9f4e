"""Other processes that read and clean, so that all cores have something to do.

They are started as programs of their own and spoken to through their standard
input and output. So nothing of this process is copied into them or run again
in them, a key pressed in the terminal does not reach them, and they end by
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
"""Questions that one worker has at a time: it never waits for the next, and little is lost with it."""
_QUESTIONS = 64
_BYTES = 32 * 1024 * 1024
"""So many questions, or bytes of sources, are under way for each worker at most; both bound the memory."""
_PATIENCE = 600.0
"""Seconds after which a worker that says nothing is ended: no source takes so long to be cleaned."""
_FALSE_STARTS = 2
"""So many workers may end before they can work; then there are to be none."""


def usable_cores() -> int:
    """How many processes this one may keep busy."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:
        return os.cpu_count() or 1


@dataclass(eq=False, slots=True)
class Answer:
    """What became of a question: its documents as they come in, until `done`.

    `given_up` if no worker can be had; then the question is the asker's own again.
    """

    question: tuple[Any, ...]
    name: str
    size: int
    found: deque[tuple[Prepared, Callable[[], None]]] = field(default_factory=deque)
    """Each with what is to be called when it has been taken."""
    done: bool = False
    unwanted: bool = False
    """Whether nobody will take what comes of it any more."""
    given_up: bool = False


class _Worker:
    """One of them, with a thread that listens to it."""

    def __init__(self, words: Sequence[str], arrived: queue.SimpleQueue[Message]) -> None:
        self.asked: deque[Answer] = deque()
        self.ready = False
        self.too_slow = False
        # In a session of its own: Ctrl-C is for us alone, and we end the workers.
        apart: dict[str, Any] = {"start_new_session": True}
        if sys.platform == "win32":
            apart = {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP}
        self.process = subprocess.Popen(  # noqa: S603 - our own program
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
        with suppress(Exception):  # it ended in the middle of a word
            while True:
                arrived.put((self, *self.inbox.read()))
        arrived.put((self, None, 0))

    @property
    def is_overdue(self) -> bool:
        """Whether it has been at one question for longer than any takes."""
        return bool(self.asked) and self.inbox.is_empty and time.monotonic() - self.inbox.heard > _PATIENCE

    def ask(self, answer: Answer) -> None:
        if not self.asked:
            self.inbox.heard = time.monotonic()
        self.asked.append(answer)
        with suppress(OSError):  # it has gone; the listener notices
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
"""Who said it, what was said (None: it has ended), and the size of that in bytes."""


def _nothing() -> None:
    pass


class Workers:
    """Some workers. Answers may be taken in the order of the questions, whoever gave them and when."""

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
        """Whether any has been ready to work; to ask before is to wait for it."""
        if not self._worked:
            self._hear_what_came()
        return self._worked

    @property
    def are_full(self) -> bool:
        """Whether answers must be taken before more is asked."""
        return self._under_way >= _QUESTIONS * self._count or self._bytes >= _BYTES * self._count

    @property
    def gave_up(self) -> bool:
        """Whether no worker can be had on this machine."""
        return self._false_starts > _FALSE_STARTS

    def ask(self, name: str, size: int, *question: Any) -> Answer:
        """Ask for the documents of a source (see `working`), which is called `name` and of about this size."""
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
        """The documents of an answer, waited for. If no worker can be had, they come from `otherwise`."""
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
        """End them all, in the middle of whatever they do."""
        for worker in self._workers:
            worker.end()
        self._workers.clear()

    def _hear_what_came(self) -> None:
        while not self._arrived.empty():
            self._hear(*self._arrived.get())

    def _wait_for(self, answer: Answer) -> None:
        """Hear what comes next, while this answer is wanted."""
        # Its worker may first have to be rid of answers to other questions, which nobody takes before this one.
        before_it = [worker for worker in self._workers if answer in worker.asked] or list(self._workers)
        for worker in before_it:
            worker.inbox.open(True)
        try:
            self._hear(*self._arrived.get(timeout=_PATIENCE / 10))
        except queue.Empty:
            for worker in self._workers:
                if worker.is_overdue:
                    worker.too_slow = True
                    worker.process.kill()  # its listener tells of the end
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
        """A worker has ended: what it had in hand has failed, the rest is for others."""
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
        except OSError:  # the machine allows no more processes
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
