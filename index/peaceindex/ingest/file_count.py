"""The total number of files to process, counted while the work goes on."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path

from peaceindex.sources import walk


class Counting:
    """Counts the files that `paths` name, in a thread of its own. Files in the folder `home` are left out."""

    def __init__(self, paths: Sequence[Path], home: Path) -> None:
        self.files = 0
        """The number of files; 0 until the count is complete."""
        self._ended = False
        threading.Thread(target=self._count, args=(paths, home), daemon=True).start()

    def close(self) -> None:
        """Stop counting."""
        self._ended = True

    def _count(self, paths: Sequence[Path], home: Path) -> None:
        count = 0
        for _ in walk(paths, skip=(home,)):
            if self._ended:
                return
            count += 1
        self.files = count
