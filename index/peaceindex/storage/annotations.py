"""annotations.db: the user's own work. It cannot be replaced, so backups and recovery belong to it."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from peaceindex.storage.annotations_file import AnnotationFile
from peaceindex.storage.backups import newest_first
from peaceindex.storage.reading_progress import ReadingStore
from peaceindex.storage.safe_files import BACKUPS
from peaceindex.storage.saved_searches import SearchStore

if TYPE_CHECKING:
    from pathlib import Path

    from peaceindex.storage.article_marks import ArticleMarkStore
    from peaceindex.storage.article_tags import ArticleTagStore
    from peaceindex.storage.correction_store import CorrectionStore
    from peaceindex.storage.passage_history import PassageHistory
    from peaceindex.storage.passages import PassageStore

NAME = "annotations.db"


def has_annotations(folder: Path) -> bool:
    """Return whether a library has annotations.db, or backups from which it can be recovered."""
    return (folder / NAME).exists() or bool(newest_first(folder / BACKUPS))


class Annotations:
    """The tables of annotations.db, by what they hold. It works without library.db.

    Every change is one transaction, which is on disk before the method returns. Any method may be called from any
    thread. With `untouched`, the file is only read, and nothing is made beside it.
    """

    def __init__(self, folder: Path, *, untouched: bool = False) -> None:
        self.file = AnnotationFile(folder / NAME, untouched=untouched)
        self.reading = ReadingStore(self.file)
        self.searches = SearchStore(self.file)

    @cached_property
    def passages(self) -> PassageStore:
        """The table of passages. A search has no use for it, nor for the next."""
        from peaceindex.storage.passages import PassageStore

        return PassageStore(self.file)

    @cached_property
    def history(self) -> PassageHistory:
        """The table of changes of passages."""
        from peaceindex.storage.passage_history import PassageHistory

        return PassageHistory(self.file)

    @cached_property
    def article_tags(self) -> ArticleTagStore:
        """The table of the user's own tags on articles."""
        from peaceindex.storage.article_tags import ArticleTagStore

        return ArticleTagStore(self.file)

    @cached_property
    def article_marks(self) -> ArticleMarkStore:
        """The marks that the user sets on articles."""
        from peaceindex.storage.article_marks import ArticleMarkStore

        return ArticleMarkStore(self.file)

    @cached_property
    def corrections(self) -> CorrectionStore:
        """The table of corrections."""
        from peaceindex.storage.correction_store import CorrectionStore

        return CorrectionStore(self.file)

    def close(self) -> None:
        """Close the file. Changes in progress are finished first."""
        self.file.close()
