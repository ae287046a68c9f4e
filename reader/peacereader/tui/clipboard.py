"""Copying text through a clipboard program or tmux's buffer, where one is available.

The app also copies through the terminal itself (OSC 52). tmux and some terminals drop that silently, so it proves
nothing by itself; the user is told which method was used.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

TIMEOUT_SECONDS = 2.0


def _programs(environ: Mapping[str, str]) -> Iterator[tuple[str, list[str]]]:
    """Yield the name and command line of each clipboard program that may work in this environment."""
    if sys.platform == "darwin":
        yield "pbcopy", ["pbcopy"]
    if environ.get("WAYLAND_DISPLAY"):
        yield "wl-copy", ["wl-copy"]
    if environ.get("DISPLAY"):
        yield "xclip", ["xclip", "-selection", "clipboard"]
        yield "xsel", ["xsel", "--clipboard", "--input"]
    if sys.platform == "win32" or "WSL_DISTRO_NAME" in environ:
        yield "clip.exe", ["clip.exe"]
    if environ.get("TMUX"):
        yield "tmux's buffer", ["tmux", "load-buffer", "-w", "-"]


def copy(text: str, environ: Mapping[str, str] = os.environ) -> str | None:
    """Pass `text` to the first clipboard program that accepts it, and return the program's name, or None if none does.

    Block for up to two seconds per program, so call it from a worker.
    """
    return next((name for name, command in _programs(environ) if _is_taken(command, text)), None)


def copy_formatted(html: str) -> bool:
    """Pass HTML to the clipboard as formatted text, and return whether it was taken. Block as `copy` does.

    wl-copy alone does so and offers the source as plain text, too: with xclip, a program for plain text had nothing.
    """
    return bool(os.environ.get("WAYLAND_DISPLAY")) and _is_taken(["wl-copy", "--type", "text/html"], html)


def _is_taken(command: list[str], text: str) -> bool:
    if shutil.which(command[0]) is None:
        return False
    try:
        # The child may live on to serve the clipboard, so do not wait for its output.
        done = subprocess.run(  # noqa: S603 - the commands are fixed, and the text goes through standard input
            command,
            input=text.encode("utf-8"),
            timeout=TIMEOUT_SECONDS,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0
