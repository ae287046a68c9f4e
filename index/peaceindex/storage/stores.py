"""The two databases of a library, and the notices about them."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from peaceindex.storage.annotations import Annotations, has_annotations

if TYPE_CHECKING:
    from pathlib import Path

    from peaceindex.storage.articles import ArticleStore
    from peaceindex.storage.corrections import Corrections


class Stores:
    """The databases of one library. Any method may be called from any thread.

    With `untouched`, they are only read, and nothing is made beside them.
    """

    def __init__(self, folder: Path, articles: ArticleStore, *, untouched: bool = False) -> None:
        self.folder = folder
        self.untouched = untouched
        self.articles = articles
        self.notices: list[str] = []
        """Messages for the user: a damaged file was repaired, a settings file was ignored."""
        self._annotations: Annotations | None = None
        self._lock = threading.RLock()

    @property
    def annotations(self) -> Annotations:
        """The database of the user's own work, opened when it is first needed."""
        with self._lock:
            if self._annotations is None:
                self._annotations = Annotations(self.folder, untouched=self.untouched)
                self.notices += self._annotations.file.notices
                self._annotations.file.notices = self.notices  # later repairs are noticed there too
            return self._annotations

    def has_annotations(self) -> bool:
        """Return whether there is any of the user's own work, or a backup of it."""
        return self._annotations is not None or has_annotations(self.folder)

    def corrections(self) -> Corrections:
        """Return the user's current corrections, by article."""
        from peaceindex.storage.corrections import Corrections

        return Corrections(self.articles, lambda: self.annotations if self.has_annotations() else None)

    def bad_values(self) -> list[str]:
        """Return a line for each damaged value found so far while reading the databases."""
        return [*self.articles.database.bad, *(self._annotations.file.bad if self._annotations else ())]

    def clear_bad_values(self) -> None:
        """Empty the list of `bad_values`."""
        self.articles.database.bad.clear()
        if self._annotations:
            self._annotations.file.bad.clear()

    def close(self) -> None:
        """Close both files. Changes that were requested before are finished first."""
        with self._lock:
            self.articles.close()
            if self._annotations:
                self._annotations.close()
