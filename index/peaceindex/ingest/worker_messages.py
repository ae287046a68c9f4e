"""How a worker's answers reach us: each with its length before it, and no more of them waiting than fit in memory."""

from __future__ import annotations

import pickle
import threading
import time
from typing import Any, BinaryIO

_SIZE = 8
MOST_WAITING = 16 * 1024 * 1024
"""Bytes of answers of one worker that nobody has taken yet; then no more are read, and the worker waits."""


def write(stream: BinaryIO, message: Any) -> None:
    """Write a message. It is packed first: where there is no memory for that, nothing of it has been written."""
    data = pickle.dumps(message, pickle.HIGHEST_PROTOCOL)
    stream.write(len(data).to_bytes(_SIZE, "little"))
    stream.write(data)
    stream.flush()


class Inbox:
    """Reads the messages of one worker, in a thread of its own, and stops reading while too many wait to be taken."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._changed = threading.Condition()
        self._waiting = 0
        self._open = False
        self._ended = False
        self.heard = time.monotonic()
        """When the last message came, or could have come."""

    def read(self) -> tuple[Any, int]:
        """The next message and its size in bytes; waits for it. Raises EOFError when the worker has ended."""
        size = int.from_bytes(self._exactly(_SIZE), "little")
        message = pickle.loads(self._exactly(size))  # noqa: S301 - from our own process
        with self._changed:
            self._changed.wait_for(
                lambda: self._open or self._ended or not self._waiting or self._waiting + size <= MOST_WAITING
            )
            self._waiting += size
            self.heard = time.monotonic()
        return message, size

    def take(self, size: int) -> None:
        """A message of this size has been taken."""
        with self._changed:
            self._waiting -= size
            self._changed.notify()

    def open(self, wide: bool) -> None:
        """Whether everything is read, however much waits: so it must be where an answer is waited for behind others."""
        with self._changed:
            self._open = wide
            self._changed.notify()

    def end(self) -> None:
        """Let the thread that reads go on to the end."""
        with self._changed:
            self._ended = True
            self._changed.notify()

    @property
    def is_empty(self) -> bool:
        """Whether all that came has been taken."""
        return not self._waiting

    def _exactly(self, size: int) -> bytes:
        data = self._stream.read(size)
        if len(data) < size:
            raise EOFError
        return data
