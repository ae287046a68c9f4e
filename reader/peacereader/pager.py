"""The pager, which shows on a terminal what is longer than its screen.

Which program it is and what it is started with follows git: `PEACEREADER_PAGER` before `PAGER` before `less`.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from unicodedata import combining, east_asian_width

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from types import FrameType

_VARIABLES = ("PEACEREADER_PAGER", "PAGER")
_NO_PAGERS = ("", "cat")
_PAGER_SETTINGS = {"LESS": "FRX", "LV": "-c"}
"""Settings of pagers where the user has none: less leaves at once what fits its screen, shows bold text as such, and
does not clear the screen; lv shows bold text too."""

_LESS_WITH_LINKS = 581


class Written(NamedTuple):
    """A text as a terminal shows it, the same without links for a pager that knows none, and without anything."""

    text: str
    unlinked: str
    plain: str


class Choice(NamedTuple):
    """The command of the pager, empty for none, and the variable that names it, "" if none does."""

    command: list[str]
    variable: str = ""


def chosen_pager(environ: Mapping[str, str] = os.environ) -> Choice:
    """Return the user's pager, else less, else more. There is none where the user wants none, or on a dumb terminal."""
    if environ.get("TERM") == "dumb":
        return Choice([])
    for name in _VARIABLES:
        if name in environ:
            value = environ[name].strip()
            return Choice([] if value in _NO_PAGERS else _words(value), name)
    found = next((program for program in ("less", "more") if shutil.which(program)), "")
    return Choice(_words(found) if found else [])


def shows_links(command: list[str]) -> bool:
    """Return whether a pager passes links on: only less is known to, and since version 581."""
    if Path(command[0]).stem != "less":
        return False
    try:
        done = subprocess.run([command[0], "--version"], capture_output=True, text=True, timeout=2, check=False)  # noqa: S603
    except (OSError, ValueError, subprocess.TimeoutExpired):
        return False
    found = re.match(r"less (\d{1,9})", done.stdout)
    return found is not None and int(found[1]) >= _LESS_WITH_LINKS


def _words(value: str) -> list[str]:
    """Return a command line as words. A value that is none is the name of a program, which nobody has."""
    try:
        words = shlex.split(value, posix=os.name == "posix")
    except ValueError:
        return [value]
    # Whatever LESS says: without -R it would show the codes of bold text as letters.
    return [words[0], "-R", *words[1:]] if words and Path(words[0]).stem == "less" else words


class PagedOutput:
    """What a command writes, kept until it is known whether it fits the screen.

    What does not fit goes to the pager, also all that follows. Messages for the user keep their place among the lines
    that fit; while a pager has the screen they wait until it is left.
    """

    def __init__(
        self, pager: Choice, show: Callable[[str], object], tell: Callable[[str], object], *, at_once: bool
    ) -> None:
        """`show` and `tell` write to standard output and standard error. With `at_once` nothing is kept back."""
        self._pager = pager
        self._show, self._tell = show, tell
        self._at_once = at_once
        self._kept: list[Written | str] = []
        """What was taken, in its order; messages are plain strings."""
        self._links: bool | None = None
        """Whether the pager shows links, once that is known."""
        self._room = _Room()
        self._process: subprocess.Popen[bytes] | None = None
        self._before: Callable[[int, FrameType | None], object] | int | None = None

    def write(self, written: Written) -> None:
        """Take a text for standard output. Raise BrokenPipeError when the user has left the pager."""
        if self._process is not None:
            self._send(written)
            return
        self._kept.append(written)
        self._room.take(written.plain)
        if self._pager.command and (self._at_once or self._room.is_full()):
            self._start()

    @property
    def is_running(self) -> bool:
        """Whether the pager was started."""
        return self._process is not None

    def message(self, text: str) -> None:
        """Take a message for standard error."""
        self._kept.append(text)

    def close(self) -> None:
        """Write what was kept. If there is a pager, wait until the user leaves it, and tell the messages then."""
        if self._process is not None:
            self._wait(self._process)
        kept, self._kept = self._kept, []
        for one in kept:
            if isinstance(one, str):
                self._tell(one)
            else:
                self._show(one.text)

    def _start(self) -> None:
        environ = {**_PAGER_SETTINGS, **os.environ}
        sys.stdout.flush()
        try:
            self._process = subprocess.Popen(self._pager.command, stdin=subprocess.PIPE, env=environ)  # noqa: S603
        except OSError as error:
            if self._pager.variable:
                from peaceindex import printable

                names = f"{self._pager.variable} names “{printable(self._pager.command[0])}”"
                self.message(f"peacereader: {names}, which cannot be started: {error.strerror or error}.")
            self._pager = Choice([])
            return
        self._before = signal.signal(signal.SIGINT, self._interrupt)
        texts = [one for one in self._kept if not isinstance(one, str)]
        self._kept = [one for one in self._kept if isinstance(one, str)]
        for one in texts:
            self._send(one)

    def _interrupt(self, number: int, frame: FrameType | None) -> None:
        """Leave Ctrl+C to the pager as long as it is there."""
        if self._process is None or self._process.poll() is not None:
            raise KeyboardInterrupt

    def _send(self, written: Written) -> None:
        text = written.unlinked
        if written.text != text:
            if self._links is None:
                self._links = shows_links(self._pager.command)
            text = written.text if self._links else text
        assert self._process is not None and self._process.stdin is not None
        self._process.stdin.write(text.encode(sys.stdout.encoding or "utf-8", "replace"))
        self._process.stdin.flush()

    def _wait(self, process: subprocess.Popen[bytes]) -> None:
        try:
            process.communicate()  # closes the pipe, and passes over one that the pager has closed
        finally:
            signal.signal(signal.SIGINT, self._before or signal.default_int_handler)


class _Room:
    """How much of a screen is written on."""

    def __init__(self) -> None:
        self._columns, self._rows = shutil.get_terminal_size()
        self._taken = 0

    def take(self, text: str) -> None:
        for line in text.removesuffix("\n").split("\n"):
            self._taken += max(1, -(-_cells(line) // max(1, self._columns)))

    def is_full(self) -> bool:
        """Return whether the first lines are gone once the prompt of the shell is there again."""
        return self._taken >= self._rows


def _cells(line: str) -> int:
    if line.isascii():
        return len(line.expandtabs())
    return sum(0 if combining(one) else 2 if east_asian_width(one) in "WF" else 1 for one in line.expandtabs())
