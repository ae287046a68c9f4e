"""The program in a real terminal, tmux: keys go in, and what stands on the screen comes out."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PROGRAM = [sys.executable, "-m", "peacereader"]
PATIENCE_SECONDS = 40
CAPTURES = Path(__file__).parent / "terminal_captures"
TAKE_AGAIN = "PEACEREADER_CAPTURES"
"""The variable that has the kept screens written anew."""
_CALM_SECONDS = 6.0
"""How long a screen stays as it is before it is kept: longer than any message stands on it."""


class Terminal:
    """A tmux session of its own server."""

    def __init__(self, environ: dict[str, str]) -> None:
        self.socket = _new_socket()
        self.environ = environ

    def tmux(self, *words: str) -> str:
        done = subprocess.run(
            ["tmux", "-L", self.socket, "-f", "/dev/null", *words], capture_output=True, text=True, env=self.environ
        )
        return done.stdout

    def restart(self, columns: int, lines: int, *words: str) -> None:
        """End the terminal, and start the program in another one: the server of the first may take a while to end."""
        self.tmux("kill-server")
        self.socket = _new_socket()
        self.start(columns, lines, *words)

    def start(self, columns: int, lines: int, *words: str) -> None:
        command = " ".join([*map(shlex.quote, [*PROGRAM, *words]), "; echo ended with $?; sleep 60"])
        self.tmux("new-session", "-d", "-x", str(columns), "-y", str(lines), command)

    def screen(self) -> str:
        return self.tmux("capture-pane", "-p")

    def wait_for(self, *words: str) -> str:
        """Return the first screen that shows all of these words."""
        end = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < end:
            screen = self.screen()
            if all(word in screen for word in words):
                return screen
            time.sleep(0.03)
        raise AssertionError(f"{words!r} never came:\n{self.screen()}")

    def keys(self, *keys: str) -> None:
        """Press keys; a word is typed."""
        for key in keys:
            self.tmux("send-keys", key)
            time.sleep(0.15)

    def press(self, keys: str, *words: str) -> str:
        """Press keys, which wait in the reader for those before them, until the screen shows these words; return it.

        Escape is the last of them: with a key after it at once, a terminal takes the two for one.
        """
        *before, _ = pressed = keys.split()
        assert "Escape" not in before
        self.tmux("send-keys", *pressed)
        return self.wait_for(*words)

    def type(self, text: str, *words: str) -> str:
        """Type a text, until the screen shows these words; return it."""
        self.tmux("send-keys", "-l", text)
        return self.wait_for(*words)

    def matches(self, name: str) -> None:
        """Check that the screen becomes the one that is kept under a name, in lines of plain text.

        Messages that go by themselves may stand on it for a while. With `PEACEREADER_CAPTURES` set, the screen is kept
        instead, once nothing has changed for a while.
        """
        kept = CAPTURES / f"{name}.txt"
        if os.environ.get(TAKE_AGAIN):
            kept.parent.mkdir(exist_ok=True)
            kept.write_text(self._calm(), encoding="utf-8")
            return
        wanted = kept.read_text(encoding="utf-8")
        end = time.monotonic() + PATIENCE_SECONDS
        while (shown := trimmed(self.screen())) != wanted and time.monotonic() < end:
            time.sleep(0.05)
        assert shown == wanted, f"not as in {kept}:\n{shown}"

    def _calm(self) -> str:
        shown, since = trimmed(self.screen()), time.monotonic()
        while time.monotonic() < since + _CALM_SECONDS:
            time.sleep(0.1)
            if (now := trimmed(self.screen())) != shown:
                shown, since = now, time.monotonic()
        return shown


def trimmed(screen: str) -> str:
    """Return a screen without the blanks at the ends of its lines."""
    return "\n".join(line.rstrip() for line in screen.splitlines()).rstrip("\n") + "\n"


@contextmanager
def new_terminal(*without: str, **more: str) -> Iterator[Terminal]:
    """A terminal with the variables of this process, without some and with others, which is ended with the block."""
    left_out = {"TMUX", "TMUX_PANE", *without}
    environ = {name: value for name, value in os.environ.items() if name not in left_out}
    terminal = Terminal(environ | {"TERM": "xterm-256color", "LANG": "C.UTF-8"} | more)
    try:
        yield terminal
    finally:
        terminal.tmux("kill-server")


def _new_socket() -> str:
    return f"peacereader-{uuid.uuid4().hex[:8]}"
