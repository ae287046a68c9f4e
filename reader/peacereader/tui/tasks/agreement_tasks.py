"""Tasks that compare two coders, and settle the places where they differ."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from textual.message import Message

from peaceindex.errors import PeaceindexError
from peacereader.tui.tasks.later_messages import CodersCompared
from peacereader.tui.tasks.messages import ActionDone

if TYPE_CHECKING:  # the library and its databases are loaded by the worker that opens them, after the first paint
    from collections.abc import Callable, Sequence

    from peaceindex import Library
    from peaceindex.model.agreement import Difference
    from peacereader.tui.tasks.runner import Runner

Pair = tuple[str, str]

NOBODY = (
    "All passages here are of one person. To compare coders, import another's: "
    "peacereader passages --import FILE --as NAME"
)


class AgreementTasks:
    """Compares coders for one screen, in the order in which it asks."""

    def __init__(self, runner: Runner) -> None:
        self._runner = runner

    def compare(self, pair: Pair | None) -> None:
        """Compare two coders; None for the user and who else has most passages."""
        self._runner.run_in_order(lambda library: _compared(library, pair), newest_of="agreement")

    def settle(self, pair: Pair, difference: Difference, side: Literal["first", "second"], name: str) -> None:
        """Take one coder's coding of a place for the consensus. `name` is who that is."""
        self._change(
            pair,
            lambda library: library.annotations.comparison.settle(difference, side, name),
            f"Settled as {name} coded it. {self._runner.key_of('difference-undo')} undoes.",
        )

    def settle_otherwise(self, pair: Pair, difference: Difference, note: str, labels: Sequence[str] = ()) -> None:
        """Settle a place with a note, or with other labels."""
        self._change(
            pair,
            lambda library: library.annotations.comparison.settle_otherwise(difference, note, labels),
            f"Settled. {self._runner.key_of('difference-undo')} undoes.",
        )

    def _change(self, pair: Pair, change: Callable[[Library], object], words: str) -> None:
        def work(library: Library) -> Message:
            change(library)
            self._runner.post(ActionDone(words))
            return _compared(library, pair)

        self._runner.run_in_order(work)


def _compared(library: Library, pair: Pair | None) -> Message:
    comparison = library.annotations.comparison
    people = comparison.people()
    if len(people) < 2:
        return CodersCompared(None, people, NOBODY)
    first, second = pair or (people[0], people[1])
    try:
        return CodersCompared(comparison.compare(first, second), people)
    except PeaceindexError as error:
        return CodersCompared(None, people, str(error))
