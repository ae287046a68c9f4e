"""annotations.db: the user's own work. It cannot be replaced, so backups and recovery belong to it."""

from __future__ import annotations

from pathlib import Path

from peaceindex.storage.annotations_file import AnnotationFile
from peaceindex.storage.backups import newest_first
from peaceindex.storage.correction_store import CorrectionStore
from peaceindex.storage.passages import PassageStore
from peaceindex.storage.reading_progress import ReadingStore
from peaceindex.storage.safe_files import BACKUPS
from peaceindex.storage.saved_searches import SearchStore

NAME = "annotations.db"


def has_annotations(folder: Path) -> bool:
    """Return whether a library has annotations.db, or backups from which it can be recovered."""
    return (folder / NAME).exists() or bool(newest_first(folder / BACKUPS))


class Annotations:
    """The tables of annotations.db, by what they hold. It works without library.db.

    Every change is one transaction, which is on disk before the method returns. Any method may be called from any
    thread.
    """

    def __init__(self, folder: Path) -> None:
        self.file = AnnotationFile(folder / NAME)
        self.passages = PassageStore(self.file)
        self.corrections = CorrectionStore(self.file)
        self.reading = ReadingStore(self.file)
        self.searches = SearchStore(self.file)

    def close(self) -> None:
        """Close the file. Changes in progress are finished first."""
        self.file.close()
