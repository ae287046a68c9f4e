"""The messages of a worker: each is preceded by its length, and no more of them wait than fit in memory."""

from __future__ import annotations

import enum
import pickle
import threading
import time
from typing import Any, BinaryIO

_LENGTH_BYTES = 8
MAX_PENDING_BYTES = 16 * 1024 * 1024
"""Bytes of one worker's answers that wait to be taken, at most; beyond that no more are read, and the worker waits."""


class Signal(enum.Enum):
    """A message of a worker that is no document."""

    READY = enum.auto()
    """The worker can begin."""
    DONE = enum.auto()
    """The answer to the question is complete."""


def write_message(stream: BinaryIO, message: Any) -> None:
    """Write a message. It is packed first, so nothing is written if packing runs out of memory."""
    data = pickle.dumps(message, pickle.HIGHEST_PROTOCOL)
    stream.write(len(data).to_bytes(_LENGTH_BYTES, "little"))
    stream.write(data)
    stream.flush()


class Inbox:
    """Reads the messages of one worker. Pauses while too many bytes wait to be taken."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._changed = threading.Condition()
        self._pending_bytes = 0
        self._is_unlimited = False
        self._is_ended = False
        self.last_activity = time.monotonic()
        """When the last message came or its reading was unblocked, in seconds of the monotonic clock."""

    def read(self) -> tuple[Any, int]:
        """Wait for the next message; return it with its size in bytes. Raise EOFError if the worker has ended."""
        size = int.from_bytes(self._read_exactly(_LENGTH_BYTES), "little")
        message = pickle.loads(self._read_exactly(size))  # noqa: S301 - from a process of this program
        with self._changed:
            self._changed.wait_for(
                lambda: (
                    self._is_unlimited
                    or self._is_ended
                    or not self._pending_bytes
                    or self._pending_bytes + size <= MAX_PENDING_BYTES
                )
            )
            self._pending_bytes += size
            self.last_activity = time.monotonic()
        return message, size

    def mark_taken(self, size: int) -> None:
        """Record that a message of this size in bytes has been taken."""
        with self._changed:
            self._pending_bytes -= size
            self._changed.notify()

    def set_unlimited(self, is_unlimited: bool) -> None:
        """Set whether everything is read, however much waits. An answer behind others can be awaited only like this."""
        with self._changed:
            self._is_unlimited = is_unlimited
            self._changed.notify()

    def end(self) -> None:
        """Let the reading thread run to its end."""
        with self._changed:
            self._is_ended = True
            self._changed.notify()

    @property
    def is_empty(self) -> bool:
        """Whether every message that came has been taken."""
        return not self._pending_bytes

    def _read_exactly(self, size: int) -> bytes:
        data = self._stream.read(size)
        if len(data) < size:
            raise EOFError
        return data
