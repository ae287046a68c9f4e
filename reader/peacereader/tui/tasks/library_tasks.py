"""The tasks of one screen that use the library, by subject.

Each task runs in a thread and posts its result to the screen as a message. No
thread touches a widget. When a newer task overtakes an older one of its kind,
the older one is cancelled, and its result is dropped if it still comes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual.screen import Screen

from peacereader.tui.tasks.agreement_tasks import AgreementTasks
from peacereader.tui.tasks.article_tasks import ArticleTasks
from peacereader.tui.tasks.concordance_tasks import ConcordanceTasks
from peacereader.tui.tasks.correction_tasks import CorrectionTasks
from peacereader.tui.tasks.opening import Opener, open_library
from peacereader.tui.tasks.passage_tasks import PassageTasks
from peacereader.tui.tasks.runner import Runner
from peacereader.tui.tasks.sample_tasks import SampleTasks
from peacereader.tui.tasks.saved_search_tasks import SavedSearchTasks
from peacereader.tui.tasks.search_tasks import SearchTasks
from peacereader.tui.tasks.tag_tasks import TagTasks

if TYPE_CHECKING:  # the library and its databases are loaded by the worker that opens them, after the first paint
    from peaceindex import Library


class LibraryTasks:
    """The tasks of one screen. None runs before the library is open."""

    def __init__(self, screen: Screen[Any], library: Library | None = None) -> None:
        self._runner = runner = Runner(screen, library)
        self.search = SearchTasks(runner)
        self.articles = ArticleTasks(runner)
        self.passages = PassageTasks(runner)
        self.agreement = AgreementTasks(runner)
        self.tags = TagTasks(runner)
        self.corrections = CorrectionTasks(runner)
        self.concordance = ConcordanceTasks(runner)
        self.saved_searches = SavedSearchTasks(runner)
        self.samples = SampleTasks(runner)

    @property
    def library(self) -> Library | None:
        """The library; None until it is open."""
        return self._runner.library

    def open(self, opener: Opener) -> None:
        """Open the library."""
        open_library(self._runner, opener)
