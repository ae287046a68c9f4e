"""What an engine must do to be compared.

A question is a line of queries.json. To ask is to get the 50 best hits of it
and the counts of all hits by outlet, month and tag; None where an engine has
no such query. To show is to get 20 snippets of what was found.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator

TOP, SHOWN = 50, 20

Item = dict[str, Any]
"""An article of the corpus, or a question."""


class Engine(Protocol):
    """One of the engines."""

    name: str

    def build(self, items: Iterator[Item]) -> None:
        """Write an index of these articles."""

    def open(self) -> None:
        """Open it anew, with nothing in memory."""

    def ask(self, question: Item) -> Any:
        """The engine's own answer; None if it cannot be asked so."""

    def total(self, answer: Any) -> int:
        """How many hits there are."""

    def show(self, question: Item, answer: Any) -> list[str]:
        """Snippets of the first hits."""
