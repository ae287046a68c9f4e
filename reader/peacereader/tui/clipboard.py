"""Copying text: a clipboard program where there is one, tmux's buffer, and the terminal's own way always.

The terminal's way (OSC 52) is silently dropped by tmux and some terminals, so
it alone proves nothing; the user is told which way was taken.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping

TIMEOUT_SECONDS = 2.0


def _programs(environ: Mapping[str, str]) -> Iterator[tuple[str, list[str]]]:
    """Names and command lines of the clipboard programs that this session could use."""
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
    """Give `text` to the first clipboard program that takes it, and name it; None where there is none.

    Blocks for up to two seconds a program, so call it from a worker.
    """
    for name, command in _programs(environ):
        if shutil.which(command[0]) is None:
            continue
        try:
            # The child may live on to serve the clipboard, so its output is not waited for.
            done = subprocess.run(  # noqa: S603 - fixed commands, the text goes by standard input
                command,
                input=text.encode("utf-8"),
                timeout=TIMEOUT_SECONDS,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                check=False,
            )
        except (OSError, subprocess.TimeoutExpired):
            continue
        if done.returncode == 0:
            return name
    return None
