"""The tasks of one screen that use the library, by subject.

Each task runs in a thread and posts its result to the screen as a message. No
thread touches a widget. When a newer task overtakes an older one of its kind,
the older one is cancelled, and its result is dropped if it still comes.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from textual.screen import Screen

from peacereader.tui.tasks.article_tasks import ArticleTasks
from peacereader.tui.tasks.opening import Opener, open_library
from peacereader.tui.tasks.runner import ReaderApp, Runner
from peacereader.tui.tasks.search_tasks import SearchTasks

if TYPE_CHECKING:  # the library and its databases are loaded by the worker that opens them, after the first paint
    from peaceindex import Library
    from peacereader.tui.tasks.agreement_tasks import AgreementTasks
    from peacereader.tui.tasks.codebook_tasks import CodebookTasks
    from peacereader.tui.tasks.compare_tasks import CompareTasks
    from peacereader.tui.tasks.concordance_tasks import ConcordanceTasks
    from peacereader.tui.tasks.correction_tasks import CorrectionTasks
    from peacereader.tui.tasks.mark_tasks import MarkTasks
    from peacereader.tui.tasks.neighbour_tasks import NeighbourTasks
    from peacereader.tui.tasks.passage_tasks import PassageTasks
    from peacereader.tui.tasks.removal_tasks import RemovalTasks
    from peacereader.tui.tasks.sample_tasks import SampleTasks
    from peacereader.tui.tasks.saved_search_tasks import SavedSearchTasks
    from peacereader.tui.tasks.tag_tasks import TagTasks
    from peacereader.tui.tasks.timeline_tasks import TimelineTasks


class LibraryTasks:
    """The tasks of one screen. None runs before the library is open.

    Those that no first paint needs are loaded when they are first asked for.
    """

    def __init__(self, screen: Screen[Any], library: Library | None = None) -> None:
        self._runner = runner = Runner(screen, library)
        self.search = SearchTasks(runner)
        self.articles = ArticleTasks(runner)

    @cached_property
    def passages(self) -> PassageTasks:
        """Tasks about passages."""
        from peacereader.tui.tasks.passage_tasks import PassageTasks

        return PassageTasks(self._runner)

    @cached_property
    def codebook(self) -> CodebookTasks:
        """Tasks about the codebook."""
        from peacereader.tui.tasks.codebook_tasks import CodebookTasks

        return CodebookTasks(self._runner)

    @cached_property
    def agreement(self) -> AgreementTasks:
        """Tasks that compare coders."""
        from peacereader.tui.tasks.agreement_tasks import AgreementTasks

        return AgreementTasks(self._runner)

    @cached_property
    def tags(self) -> TagTasks:
        """Tasks about the user's tags on articles."""
        from peacereader.tui.tasks.tag_tasks import TagTasks

        return TagTasks(self._runner)

    @cached_property
    def marks(self) -> MarkTasks:
        """Tasks about the marks of articles."""
        from peacereader.tui.tasks.mark_tasks import MarkTasks

        return MarkTasks(self._runner)

    @cached_property
    def neighbours(self) -> NeighbourTasks:
        """Tasks that find where articles lead."""
        from peacereader.tui.tasks.neighbour_tasks import NeighbourTasks

        return NeighbourTasks(self._runner)

    @cached_property
    def corrections(self) -> CorrectionTasks:
        """Tasks that audit and correct articles."""
        from peacereader.tui.tasks.correction_tasks import CorrectionTasks

        return CorrectionTasks(self._runner)

    @cached_property
    def concordance(self) -> ConcordanceTasks:
        """Tasks of the concordance."""
        from peacereader.tui.tasks.concordance_tasks import ConcordanceTasks

        return ConcordanceTasks(self._runner)

    @cached_property
    def timeline(self) -> TimelineTasks:
        """Tasks that count over time."""
        from peacereader.tui.tasks.timeline_tasks import TimelineTasks

        return TimelineTasks(self._runner)

    @cached_property
    def comparisons(self) -> CompareTasks:
        """Tasks that put articles side by side."""
        from peacereader.tui.tasks.compare_tasks import CompareTasks

        return CompareTasks(self._runner)

    @cached_property
    def saved_searches(self) -> SavedSearchTasks:
        """Tasks about saved searches and the log."""
        from peacereader.tui.tasks.saved_search_tasks import SavedSearchTasks

        return SavedSearchTasks(self._runner)

    @cached_property
    def samples(self) -> SampleTasks:
        """Tasks about passages of the sample pages."""
        from peacereader.tui.tasks.sample_tasks import SampleTasks

        return SampleTasks(self._runner)

    @cached_property
    def removals(self) -> RemovalTasks:
        """Tasks about what was added and removed."""
        from peacereader.tui.tasks.removal_tasks import RemovalTasks

        return RemovalTasks(self._runner)

    @property
    def app(self) -> ReaderApp:
        """The app, for what runs in a thread of its own."""
        return self._runner.app

    @property
    def runner(self) -> Runner:
        """What runs the tasks."""
        return self._runner

    @property
    def library(self) -> Library | None:
        """The library; None until it is open."""
        return self._runner.library

    def open(self, opener: Opener) -> None:
        """Open the library."""
        open_library(self._runner, opener)
