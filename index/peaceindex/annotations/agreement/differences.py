"""The places of an article that two coders coded differently.

Passages that share a unit, directly or by way of others, belong to one place, so that a place is settled as a whole.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from peaceindex.annotations.agreement.units import MARKED, CodedArticle, touched
from peaceindex.model.agreement import Difference

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from peaceindex.model.passage import Passage


def differences(
    one: CodedArticle, names: Mapping[str, str], keys: Collection[str], settled: Sequence[Passage]
) -> Iterator[Difference]:
    """Yield the places at which the two coders' labels differ on a unit, in the order of the text.

    `keys` are the labels that are compared, and `names` how each is spelled. `settled` are the passages of the
    consensus in the article.
    """
    text = one.article.text
    for indexes, first, second in _places(one):
        only_first = {key for at in indexes for key in one.first_labels[at] - one.second_labels[at] if key in keys}
        only_second = {key for at in indexes for key in one.second_labels[at] - one.first_labels[at] if key in keys}
        if not only_first and not only_second:
            continue
        start = min(passage.start for passage in (*first, *second))
        end = max(passage.end for passage in (*first, *second))
        yield Difference(
            one.article.id,
            one.article.title,
            one.article.outlet,
            one.article.date,
            start,
            end,
            text[start:end],
            tuple(first),
            tuple(second),
            tuple(sorted(names[key] for key in only_first if key != MARKED)),
            tuple(sorted(names[key] for key in only_second if key != MARKED)),
            tuple(passage for passage in settled if passage.start < end and start < passage.end),
        )


def _places(one: CodedArticle) -> Iterator[tuple[range, list[Passage], list[Passage]]]:
    """Yield runs of units that passages join, with the passages of each coder."""
    found = [
        (units, number, passage)
        for number, passages in enumerate((one.first, one.second))
        for passage in passages
        if (units := touched(one.article.text, one.spans, passage))
    ]
    found.sort(key=lambda entry: (entry[0].start, entry[0].stop, entry[1], entry[2].start, entry[2].id))
    indexes = range(0)
    sides: tuple[list[Passage], list[Passage]] = [], []
    for units, number, passage in found:
        if units.start >= indexes.stop:
            if indexes:
                yield indexes, *sides
            indexes, sides = units, ([], [])
        indexes = range(indexes.start, max(indexes.stop, units.stop))
        sides[number].append(passage)
    if indexes:
        yield indexes, *sides
