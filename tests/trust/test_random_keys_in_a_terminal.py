"""Random keys sent back to back to the real program in a pseudo terminal; long form only: it takes minutes."""

from __future__ import annotations

import os
import random
import re
import signal
import sys
import time
from typing import TYPE_CHECKING, Any

import pytest

from peaceindex import Library
from peaceindex.paths import config_dir, state_dir
from tests.trials import SOAK
from tests.trust.reading import make_library

if TYPE_CHECKING:
    from pathlib import Path

pexpect = pytest.importorskip("pexpect")

pytestmark = [
    pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo terminal"),
    pytest.mark.skipif(not SOAK, reason="long form only (make soak)"),
]

_KEYS = [
    *"abcdefghijklmnoprstuvwxyzABCGJKNW/?=<>-' \"()*~:.0123éжم中🙂",
    *("\r", "\x1b", "\t", "\x7f", "\x1b[A", "\x1b[B", "\x1b[C", "\x1b[D", "\x1b[5~", "\x1b[6~", "\x1b[H", "\x1b[F"),
    *("\x1b[Z", "\x1bOP", "\x04", "\x15", "\x06", "\x02", "\x1b[3~", "\x1b\x1b\x1b", "\x1b[", "\x1b]", "\xff"),
    *("\x1b[200~pasted \x1b]52;c;QQ==\x07\n text\x1b[201~", "\x1b[<0;20;10M\x1b[<0;20;10m", "\x1b[<64;30;9M"),
    *("\x1b[<0;5;5M\x1b[<32;60;12M\x1b[<0;60;12m", "\x1b[<0;500;500M\x1b[<0;500;500m", "\x1b[I", "\x1b[O"),
]
_HABITS = (
    "Bqq",
    "Wqq",
    "t\r\r",
    "c\x1b\x1b\x1b\x1b\x1b",
    "\rvjb",
    "\rvb",
    "Bdu",
    "C\rvb\x1b\x1b",
    "/ceasefire\r",
    "w\r",
)


@pytest.mark.parametrize("seed", range(10))
def test_random_keys_in_a_terminal(seed: int, tmp_path: Path) -> None:
    """Send a thousand keys per seed, resize the terminal now and then, and leave the program with ctrl+c at the end."""
    folder = make_library(tmp_path)
    # What is typed at random may be a path of this machine, and what is removed is not found again.
    (config_dir() / "config.yaml").parent.mkdir(parents=True, exist_ok=True)
    keys = "add: f7, folders: f8, remove-article: f9, remove-hits: f10"
    (config_dir() / "config.yaml").write_text(f"keys: {{{keys}}}\n")
    chance = random.Random(seed)
    sent = 0
    environ = {**os.environ, "TERM": "xterm-256color", "BROWSER": "true", "LANG": "C.UTF-8"}
    while sent < 1000:
        child = pexpect.spawn(
            sys.executable,
            ["-m", "peacereader", "--library", str(folder), "ceasefire"],
            dimensions=(40, 120), timeout=60, env=environ, cwd=str(tmp_path),
        )  # fmt: skip
        child.expect("of 8")
        while sent < 1000 and child.isalive():
            burst = [chance.choice(_HABITS if chance.random() < 0.2 else _KEYS) for _ in range(chance.randrange(1, 60))]
            sent += len(burst)
            try:
                child.send("".join(burst))
            except OSError:
                break
            if chance.random() < 0.1:
                child.setwinsize(*chance.choice(((40, 120), (24, 80), (9, 31), (5, 20), (60, 200))))
            drain(child)
        leave(child)
        child.close()
        assert child.exitstatus == 0 or child.signalstatus == signal.SIGINT, (child.exitstatus, child.signalstatus)
    assert not (state_dir() / "errors").exists()
    with Library.open(folder) as library:
        library.ingest.catch_up()  # the reader may have been left just after a correction
        assert list(library.maintenance.check()) == []


def drain(child: Any) -> None:
    """Read what the program draws, so that it never waits for the test, and check that there is no traceback in it."""
    try:
        while text := child.read_nonblocking(1 << 16, timeout=0.05):
            assert not re.search(rb"Traceback|had to stop", text)
    except (pexpect.TIMEOUT, pexpect.EOF):
        pass


def leave(child: Any) -> None:
    """End the program as a user would, with ctrl+c, and again where it asks."""
    until = time.monotonic() + 60
    while child.isalive():
        assert time.monotonic() < until, "the program does not end"
        try:
            child.send("\x03")
        except OSError:
            return
        drain(child)
