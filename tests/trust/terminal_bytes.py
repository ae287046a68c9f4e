"""What a terminal does with bytes: each sequence in them that acts, and what is wrong with it."""

from __future__ import annotations

import base64
import os
import re
import time
from collections.abc import Callable, Iterator
from typing import Any

from tests.trust.hostile import MARK, NUMBER

_SEQUENCE = re.compile(
    r"""\x1b\[(?P<csi>[0-?]*[ -/]*[@-~])
      | \x1b(?P<kind>[\]PX^_])(?P<string>[^\x07\x1b]*)(?:\x07|\x1b\\)
      | \x1b(?P<short>[ -/]*[0-~])
      | (?P<lone>[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f])
      | (?P<turns>[\u2028\u2029\u202a-\u202e\u2066-\u206f\ufeff])
      | (?P<byte>[\udc80-\udcff])
    """,
    re.VERBOSE,
)
_OURS = re.compile(
    r"[0-9;:]*m|[0-9;]*[ABCDGHJKd]|\?[0-9;]+[hl]|[<>=?][0-9;]*u|>[0-9;]*[qm]|[0-9;]*[tnc]|\?[0-9]+\$p|[0-9] q"
)
"""What the program and its libraries send: colours, cursor, modes, questions about the terminal."""
_SHORT = frozenset("78=>")
_COPY = re.compile(r"52;c;([A-Za-z0-9+/=]*)")


def faults(data: bytes, *, styles_alone: bool = False) -> list[str]:
    """All that acts in these bytes of a terminal and should not, with what stands around it.

    With `styles_alone` nothing may act but bold and its end.
    """
    text = data.decode("utf-8", "surrogateescape")
    return [f"{what} in {text[max(0, at - 30) : at + 40]!r}" for at, what in _found(text, styles_alone)]


def _found(text: str, styles_alone: bool) -> Iterator[tuple[int, str]]:
    for found in _SEQUENCE.finditer(text):
        whole = found[0]
        if MARK in whole or (found["csi"] and NUMBER in whole):
            yield found.start(), "a sequence of a source"
        elif styles_alone and whole not in ("\x1b[1m", "\x1b[0m"):
            yield found.start(), f"{whole!r}"
        elif found["string"] is not None:
            copied = _COPY.fullmatch(found["string"]) if found["kind"] == "]" else None
            held = base64.b64decode(copied[1]).decode("utf-8") if copied else None
            if held is None or faults(held.encode()):
                yield found.start(), f"the string {whole!r}"
        elif found["csi"]:
            if not _OURS.fullmatch(found["csi"]):
                yield found.start(), f"the sequence {whole!r}"
        elif found["short"] not in _SHORT:
            yield found.start(), f"the sign {whole!r}"


class Terminal:
    """A program in a pseudo terminal: all its bytes, and what they show."""

    def __init__(self, command: list[str], environment: dict[str, str], columns: int = 100, lines: int = 32) -> None:
        import pexpect
        import pyte

        self.screen = pyte.Screen(columns, lines)
        self._stream = pyte.ByteStream(self.screen)
        self.data = b""
        wanted = {**os.environ, "TERM": "xterm-256color", **environment}
        self.child: Any = pexpect.spawn(command[0], command[1:], env=wanted, timeout=60, dimensions=(lines, columns))

    def read(self, seconds: float) -> bool:
        """Take what the program writes within this time; False once it has ended."""
        import pexpect

        try:
            data = self.child.read_nonblocking(65_536, seconds)
        except pexpect.TIMEOUT:
            return True
        except pexpect.EOF:
            return False
        self.data += data
        self._stream.feed(data)
        return True

    def wait(self, reached: Callable[[str], bool], what: str, seconds: float = 60) -> str:
        """Wait until the screen is as wanted; what it shows."""
        end = time.monotonic() + seconds
        while not reached(shown := "\n".join(self.screen.display)):
            assert self.read(0.2) and time.monotonic() < end, f"{what} never came:\n{shown}"
        return shown

    def keys(self, keys: str, words: str) -> str:
        """Press keys, and wait until these words are on the screen."""
        self.child.send(keys)
        return self.wait(lambda shown: words in shown, f"{words!r} after {keys!r}")

    def to_end(self) -> int:
        """Read until the program ends; its exit code."""
        while self.read(5):
            pass
        self.child.close()
        return int(self.child.exitstatus if self.child.exitstatus is not None else -1)
