"""How many files there are to go through, counted beside the work."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path

from peaceindex.sources import walk


class Counting:
    """Counts the files that `paths` name, but for those in the folder `home`, in a thread of its own."""

    def __init__(self, paths: Sequence[Path], home: Path) -> None:
        self.files = 0
        """How many there are; 0 until they are counted."""
        self._ended = False
        threading.Thread(target=self._count, args=(paths, home), daemon=True).start()

    def close(self) -> None:
        """Count no further."""
        self._ended = True

    def _count(self, paths: Sequence[Path], home: Path) -> None:
        count = 0
        for _ in walk(paths, skip=(home,)):
            if self._ended:
                return
            count += 1
        self.files = count
