"""The table of counts: how many passages have each label, by outlet, month, side, or several of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

CountedBy = Literal["outlet", "month", "side"]
COUNTED_BY: tuple[CountedBy, ...] = ("outlet", "month", "side")


@dataclass(frozen=True, slots=True)
class CodeTable:
    """How many passages have each label, `by` one or several properties of their articles.

    A passage with several labels counts under each. `heads` has the values of each property that occur, in order;
    `counts` maps a label, followed by a value of each property, to the number.
    """

    by: tuple[CountedBy, ...]
    labels: tuple[str, ...]
    heads: tuple[tuple[str, ...], ...]
    counts: Mapping[tuple[str, ...], int]

    def rows(self) -> list[list[str]]:
        """Return the table as rows of text, the heads first.

        By one property, there is a row for each label, with a column for each value. By several, there is a row for
        each label with each combination that occurs, and its number: what a program for statistics reads.
        """
        if len(self.by) == 1:
            return self._matrix(self.heads[0])
        orders = [{head: number for number, head in enumerate(heads)} for heads in (self.labels, *self.heads)]
        keys = sorted(self.counts, key=lambda key: [order[part] for order, part in zip(orders, key, strict=True)])
        return [["label", *self.by, "passages"], *([*key, str(self.counts[key])] for key in keys)]

    def _matrix(self, heads: tuple[str, ...]) -> list[list[str]]:
        rows = [["label", "all", *heads]]
        for label in self.labels:
            numbers = [self.counts.get((label, head), 0) for head in heads]
            rows.append([label, str(sum(numbers)), *map(str, numbers)])
        return rows
