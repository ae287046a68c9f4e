"""The effect of bytes on a terminal: each sequence in them that acts, and what is wrong with it."""

from __future__ import annotations

import base64
import os
import re
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.trust.hostile import MARK, NUMBER

if TYPE_CHECKING:
    from collections.abc import Iterator

pexpect = pytest.importorskip("pexpect")

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
"""Sequences that the program and its libraries send: colours, cursor, modes, queries to the terminal."""
_SHORT = frozenset("78=>")
_POINTER = re.compile(r"22;[a-z]+")
_LINK = re.compile(r"\x1b\]8;;(?:https?://[!-~]+)?\x1b\\")
_TITLE = re.compile(r"2;peacereader(?: – ([^\n\t]{1,161}))?")
_COPY = re.compile(r"52;c;([A-Za-z0-9+/=]*)")


def faults(data: bytes, *, styles_alone: bool = False, links: bool = False) -> list[str]:
    """Return everything in these bytes that acts on a terminal and should not, with its surroundings.

    With `styles_alone`, only the start and end of bold may act, and with `links` also the start of a link to a page,
    whose address is printing ASCII, and its end.
    """
    text = data.decode("utf-8", "surrogateescape")
    return [f"{what} in {text[max(0, at - 30) : at + 40]!r}" for at, what in _found(text, styles_alone, links)]


def _found(text: str, styles_alone: bool, links: bool) -> Iterator[tuple[int, str]]:
    for found in _SEQUENCE.finditer(text):
        whole = found[0]
        if found["kind"] == "]" and (title := _TITLE.fullmatch(found["string"])) and not styles_alone:
            if MARK in (title[1] or "") or faults((title[1] or "").encode("utf-8", "surrogateescape")):
                yield found.start(), f"a source in the title {whole!r}"
        elif MARK in whole or (found["csi"] and NUMBER in whole):
            yield found.start(), "a sequence of a source"
        elif links and _LINK.fullmatch(whole):
            continue
        elif styles_alone and whole not in ("\x1b[1m", "\x1b[0m"):
            yield found.start(), f"{whole!r}"
        elif found["string"] is not None:
            copied = _COPY.fullmatch(found["string"]) if found["kind"] == "]" else None
            held = base64.b64decode(copied[1]).decode("utf-8") if copied else None
            if not _POINTER.fullmatch(found["string"]) and (held is None or faults(held.encode())):
                yield found.start(), f"the string {whole!r}"
        elif found["csi"]:
            if not _OURS.fullmatch(found["csi"]):
                yield found.start(), f"the sequence {whole!r}"
        elif found["short"] not in _SHORT:
            yield found.start(), f"the sign {whole!r}"


PATIENCE_SECONDS = 60


def offline(calls: Path) -> dict[str, str]:
    """Return the environment of a Python that cannot reach a network and records each attempt."""
    path = [str(Path(__file__).parent / "offline"), *filter(None, [os.environ.get("PYTHONPATH")])]
    return {"PYTHONPATH": os.pathsep.join(path), "PEACEREADER_TEST_CALLS": str(calls)}


class Terminal:
    """A program in a pseudo terminal, and all the bytes that it sends.

    It runs in `folder`, with a umask that keeps nothing private, and none of its processes can reach a network: `calls`
    holds the attempts.
    """

    def __init__(self, command: list[str], folder: Path, **environment: str) -> None:
        self.data = b""
        self._calls = folder / "calls.txt"
        wanted = {**os.environ, "TERM": "xterm-256color", **offline(self._calls), **environment}
        self.child: Any = pexpect.spawn(
            command[0], command[1:], env=wanted, cwd=str(folder), timeout=60, dimensions=(32, 100),
            preexec_fn=lambda: os.umask(0),
        )  # fmt: skip

    @property
    def calls(self) -> str:
        """The program's attempts to reach a network, one a line."""
        return self._calls.read_text() if self._calls.exists() else ""

    def read(self, seconds: float) -> bool:
        """Read what the program writes within this time; return False once it has ended."""
        try:
            self.data += self.child.read_nonblocking(1 << 20, seconds)
        except pexpect.TIMEOUT:
            return True
        except pexpect.EOF:
            return False
        return True

    def keys(self, keys: str, words: str) -> None:
        """Press keys, and wait until these words are painted and the output stops."""
        before = len(self.data)
        self.child.send(keys)
        end = time.monotonic() + PATIENCE_SECONDS
        while words not in (painted := _SEQUENCE.sub("", self.data[before:].decode("utf-8", "replace"))):
            assert self.read(0.2) and time.monotonic() < end, f"{words!r} never came after {keys!r}: {painted}"
        size = -1
        while size != len(self.data):
            size = len(self.data)
            self.read(0.2)

    def to_end(self) -> int:
        """Read until the program ends, and return its exit code."""
        end = time.monotonic() + 10 * PATIENCE_SECONDS
        while self.read(1):
            assert time.monotonic() < end, self.data[-2000:]
        self.child.close()
        return int(self.child.exitstatus if self.child.exitstatus is not None else -1)
