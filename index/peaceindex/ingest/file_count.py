"""The total number of files to process, counted while the work goes on."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from peaceindex.sources import walk

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


class FileCounter:
    """Counts the files that `paths` name, in a thread of its own. Files in `library_folder` are left out."""

    def __init__(self, paths: Sequence[Path], library_folder: Path) -> None:
        self.files = 0
        """The number of files; 0 until the count is complete."""
        self._is_closed = False
        threading.Thread(target=self._count, args=(paths, library_folder), daemon=True).start()

    def close(self) -> None:
        """Stop counting."""
        self._is_closed = True

    def _count(self, paths: Sequence[Path], library_folder: Path) -> None:
        count = 0
        for _ in walk(paths, skip=(library_folder,)):
            if self._is_closed:
                return
            count += 1
        self.files = count
