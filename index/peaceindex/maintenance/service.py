"""The maintenance of a library: statistics, checks and repairs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from peaceindex.maintenance.subject import Subject
from peaceindex.model.reports import Problem, Repair, Stats
from peaceindex.search.catch_up import Progress, no_progress

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from peaceindex.annotations.service import AnnotationService
    from peaceindex.cleaning.cleaner import Cleaner
    from peaceindex.ingest.service import Ingest
    from peaceindex.model.missing_names import MissingNames
    from peaceindex.search.updater import IndexUpdater
    from peaceindex.storage.stores import Stores

_ARTICLES_AT_A_TIME = 500


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
        self._subject = Subject(stores, updater, annotations)
        self._ingest = ingest
        self._cleaner = cleaner

    def stats(self) -> Stats:
        """Return statistics of the library."""
        from peaceindex.maintenance.statistics import stats

        return stats(self._subject)

    def missing_names(self, limit: int, progress: Progress = no_progress) -> MissingNames:
        """Return up to `limit` frequent names that no pack of names knows, whether or not it is on.

        All texts are read. `progress` receives the number of articles read and the total.
        """
        from peaceindex.maintenance.missing_names import missing_names
        from peaceindex.names import all_names

        rows = sorted(self._stores.articles.ids())
        done = 0

        def step() -> None:
            nonlocal done
            done += 1
            progress(done, len(rows))

        batches = (rows[start : start + _ARTICLES_AT_A_TIME] for start in range(0, len(rows), _ARTICLES_AT_A_TIME))
        articles = (article for batch in batches for _, article in self._stores.articles.articles(batch))
        return missing_names(articles, all_names(), limit, step)

    def check(self) -> Iterator[Problem]:
        """Yield what is wrong or doubtful, the worst first."""
        from peaceindex.maintenance.check import check

        return check(self._subject)

    def repair(self) -> Iterator[Repair]:
        """Repair what `check` finds damaged: rows of both databases, and the search index.

        A damaged article is cleaned again from its source. A damaged value of the user's own work is restored from a
        backup or an article, or salvaged as far as it can be read. Rows that are changed or removed are saved as they
        were in `set-aside.jsonl`. Raises LibraryLockedError if another process is writing.
        """
        from peaceindex.ingest.add import Adder
        from peaceindex.maintenance.repair import repair

        with self._updater.writing():
            yield from repair(
                self._subject, lambda: Adder(self._stores.articles, self._cleaner, self._stores.corrections())
            )
            self._ingest.compare_siblings()
            self._ingest.place_in_stories()
            self._ingest.compute_missing_losses()
            if self._updater.is_damaged() or self._updater.difference():
                self._updater.catch_up(fresh=True)
                yield Repair("The search index was made anew.")
            else:
                self._updater.catch_up()
