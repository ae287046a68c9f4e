"""`peacereader serve` as a process, for tests."""

from __future__ import annotations

import signal
import subprocess
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from tests.reader.terminals import PROGRAM

if TYPE_CHECKING:
    from collections.abc import Iterator


class Served:
    """A server that runs, and the address that it has printed."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        assert process.stdout is not None
        self.address = process.stdout.readline().strip()
        self.origin = self.address.partition("/?")[0]
        self.key = self.address.partition("key=")[2]
        self.cookies = {f"peacereader-{self.origin.rpartition(':')[2]}": self.key}
        """The cookie that a browser has which has opened the address."""

    def readers(self) -> list[int]:
        """Return the processes that the server has started."""
        found = []
        for status in Path("/proc").glob("[0-9]*/stat"):
            with suppress(OSError):
                parent = int(status.read_text().rpartition(")")[2].split()[1])
                if parent == self.process.pid:
                    found.append(int(status.parent.name))
        return found

    def end(self, by: int = signal.SIGINT) -> tuple[int, str]:
        """End the server as Ctrl+C does, and return its exit code and what it has written to standard error."""
        self.process.send_signal(by)
        _, err = self.process.communicate(timeout=60)
        return self.process.returncode, err


@contextmanager
def serving(library: Path, *options: str) -> Iterator[Served]:
    """Serve a library on a free port, until the end of the context."""
    words = [*PROGRAM, "--library", str(library), "serve", "--port", "0", *options]
    process = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        served = Served(process)
        assert served.address, process.communicate()[1]
        yield served
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate()
