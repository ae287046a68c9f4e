"""The library that is checked, repaired or counted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from peaceindex.annotations.service import AnnotationService
    from peaceindex.model.correction import Correction
    from peaceindex.model.passage import Passage
    from peaceindex.search.updater import IndexUpdater
    from peaceindex.storage.annotations import Annotations
    from peaceindex.storage.articles import ArticleStore
    from peaceindex.storage.stores import Stores


class Subject:
    """What maintenance reads of one library."""

    def __init__(self, stores: Stores, updater: IndexUpdater, annotations: AnnotationService) -> None:
        self._stores = stores
        self._updater = updater
        self._annotations = annotations

    @property
    def folder(self) -> Path:
        """The folder of the library."""
        return self._stores.folder

    @property
    def articles(self) -> ArticleStore:
        """The database of articles."""
        return self._stores.articles

    @property
    def annotations(self) -> Annotations:
        """The database of the user's own work."""
        return self._stores.annotations

    def has_annotations(self) -> bool:
        """Return whether there is any of the user's own work."""
        return self._stores.has_annotations()

    def passages(self) -> Sequence[Passage]:
        """Return all passages, each with its current position."""
        return self._annotations.passages()

    def corrections(self) -> Sequence[Correction]:
        """Return all corrections. Each says whether it is in force."""
        return self._annotations.corrections()

    def index_state(self) -> Literal["in step", "behind", "missing"]:
        """Return whether the search index holds all articles."""
        return self._updater.state()

    def index_is_damaged(self) -> bool:
        """Return whether there is a search index that cannot be used."""
        return self._updater.is_damaged()

    def index_difference(self) -> int | None:
        """Count the articles that are in the search index or in the database but not in both."""
        return self._updater.difference()
