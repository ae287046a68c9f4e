"""The offer to take passages along from the sample pages, when the user's first library is opened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from peacereader.resources import samples_with_passages, taking_along

if TYPE_CHECKING:
    from peacereader.tui.base_screens import GuardedScreen
    from peacereader.tui.screens.context import ReaderContext
    from peacereader.tui.tasks.library_tasks import LibraryTasks

ANSWERED = "samples_answered"
"""The name under which it is remembered that the question was answered for good."""


class SampleOffer:
    """Asks once, and remembers the answer."""

    def __init__(self, screen: GuardedScreen, context: ReaderContext, tasks: LibraryTasks) -> None:
        self._screen = screen
        self._context = context
        self._tasks = tasks

    def look(self) -> None:
        """Look for passages to take along, unless the question was answered before."""
        library = self._tasks.library
        if library is None or self._context.recall(ANSWERED, ""):
            return
        if samples := samples_with_passages(library.folder):
            self._tasks.samples.count(samples)

    def ask(self, count: int) -> None:
        """Ask whether to take so many passages along. If another screen is open by now, ask at the next start."""
        from peacereader.tui.dialogs.taking_along import TakingAlong

        self._screen.enter(TakingAlong(count), self._answer)

    def _answer(self, answer: str | None) -> None:
        library = self._tasks.library
        samples = samples_with_passages(library.folder) if library else None
        if library is None or samples is None or answer not in ("yes", "no"):
            return
        if answer == "yes":
            self._tasks.samples.take(samples)
            return
        self._context.remember(ANSWERED, "no")
        later = f"This takes them along later: {taking_along(samples, library.folder)}"
        self._screen.notify(later, timeout=20, markup=False)
