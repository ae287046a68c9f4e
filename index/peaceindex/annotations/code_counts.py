"""Counts of labels by outlet, month and side."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from peaceindex.annotations.codebook import code_key
from peaceindex.model.code_table import CodeTable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from peaceindex.annotations.codebook import Codebook
    from peaceindex.model.code_table import CountedBy
    from peaceindex.model.passage import Passage

UNKNOWN: Final = "not known"
"""The value of passages whose outlet or date is not known."""
NO_SIDE: Final = "no side"
"""The value of passages whose outlet is on no side that the codebook states."""


def count_by(passages: Iterable[Passage], book: Codebook, by: Sequence[CountedBy]) -> CodeTable:
    """Return how many of the passages have each label, for the labels in use, in the order of the codebook.

    Months and outlets are in alphabetical order, sides in that of the codebook; what is not known comes last.
    """
    properties = _properties(book)
    counts: Counter[tuple[str, ...]] = Counter()
    for passage in passages:
        values = tuple(properties[each](passage) for each in by)
        counts.update((label, *values) for label in passage.labels)
    used = {key[0] for key in counts}
    labels = [code.name for code in book.codes if code.name in used]
    sides = {side: number for number, side in enumerate(book.sides)}
    heads = tuple(
        tuple(sorted({key[place] for key in counts}, key=lambda head: _place(head, sides if each == "side" else {})))
        for place, each in enumerate(by, 1)
    )
    return CodeTable(tuple(by), (*labels, *sorted(used.difference(labels))), heads, counts)


def _properties(book: Codebook) -> Mapping[CountedBy, Callable[[Passage], str]]:
    side_of = book.side_of()
    return {
        "outlet": lambda passage: passage.outlet or UNKNOWN,
        "month": lambda passage: (passage.date or "")[:7] or UNKNOWN,
        "side": lambda passage: side_of.get(code_key(passage.outlet or ""), NO_SIDE),
    }


def _place(head: str, order: Mapping[str, int]) -> tuple[bool, int, str]:
    return head in (UNKNOWN, NO_SIDE) and head not in order, order.get(head, 0), head
