"""The maintenance of a library: statistics, checks and repairs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from peaceindex.annotations.service import AnnotationService
from peaceindex.ingest.service import Ingest
from peaceindex.model.correction import Correction
from peaceindex.model.passage import Passage
from peaceindex.model.reports import Problem, Repair, Stats
from peaceindex.search.updater import IndexUpdater
from peaceindex.storage.annotations import Annotations
from peaceindex.storage.articles import ArticleStore
from peaceindex.storage.stores import Stores

if TYPE_CHECKING:
    from peaceindex.cleaning.cleaner import Cleaner


class Maintenance:
    """The maintenance of one library: `Library.maintenance`."""

    def __init__(
        self,
        stores: Stores,
        updater: IndexUpdater,
        annotations: AnnotationService,
        ingest: Ingest,
        cleaner: Callable[[], Cleaner],
    ) -> None:
        self._stores = stores
        self._updater = updater
        self._annotations = annotations
        self._ingest = ingest
        self._cleaner = cleaner

    def stats(self) -> Stats:
        """Return statistics of the library."""
        from peaceindex.maintenance.statistics import stats

        return stats(self)

    def check(self) -> Iterator[Problem]:
        """Yield what is wrong or doubtful, the worst first."""
        from peaceindex.maintenance.check import check

        return check(self)

    def repair(self) -> Iterator[Repair]:
        """Repair what `check` finds damaged: rows of both databases, and the search index.

        A damaged article is cleaned again from its source. A damaged value of the user's own work is restored from a
        backup or an article, or salvaged as far as it can be read. Rows that are changed or removed are saved as they
        were in `set-aside.jsonl`. Raises LibraryLockedError if another process is writing.
        """
        from peaceindex.ingest.add import Adder
        from peaceindex.maintenance.repair import repair

        with self._updater.writing():
            yield from repair(self, lambda: Adder(self.articles, self._cleaner, self._stores.corrections()))
            self._ingest.compare_siblings()
            self._ingest.place_in_stories()
            self._ingest.make_losses()
            if self._updater.is_damaged() or self._updater.difference():
                self._updater.catch_up(fresh=True)
                yield Repair("The search index was made anew.")
            else:
                self._updater.catch_up()

    # --- what checks and repairs need

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
