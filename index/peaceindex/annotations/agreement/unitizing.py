"""Krippendorff's alpha for unitizing: agreement on where in a text a label begins and ends, without any units given.

Source: Krippendorff, K. (2004), "Content Analysis: An Introduction to Its Methodology", 2nd edition, chapter 11
(alpha-U), which corrects a term of the expected disagreement in Krippendorff, K. (1995), "On the reliability of
unitizing continuous data", Sociological Methodology 25, 47-76. Krippendorff, Mathet, Bouvry and Widlöcher (2016,
Quality & Quantity 50, 2347-2364) have changed it since, because it misleads with more than two coders; here there are
two, for whom the numbers published in 1995 and 2004 can be checked.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate
from typing import TYPE_CHECKING

from peaceindex.model.agreement import Coefficient

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from peaceindex.model.search import Span

_CODERS = 2
NO_TEXT = "there is no text to compare"
NO_STRETCH = "neither coded any stretch"


@dataclass(frozen=True, slots=True)
class Stretches:
    """The stretches of a text that two coders gave one label: in order, none overlapping another of the same coder."""

    length: int
    first: Sequence[Span]
    second: Sequence[Span]


def joined(spans: Iterable[Span]) -> list[Span]:
    """Return spans in order, with those that overlap joined to one. Those that only touch stay apart."""
    found: list[Span] = []
    for start, end in sorted(set(spans)):
        if found and start < found[-1][1]:
            found[-1] = found[-1][0], max(end, found[-1][1])
        else:
            found.append((start, end))
    return found


def unitizing_alpha(labels: Iterable[Sequence[Stretches]]) -> Coefficient:
    """Return alpha for unitizing: for each label its stretches in all texts, which count as one continuum.

    With several labels it is 1 - (sum of D_o) / (sum of D_e) over them. A gap without the label ends where its text
    does, because nobody codes across two texts.
    """
    observed, expected, length = Fraction(), Fraction(), 0
    for texts in labels:
        length += sum(text.length for text in texts)
        one_observed, one_expected = disagreements(texts)
        observed += one_observed
        expected += one_expected
    if not length:
        return Coefficient(None, NO_TEXT)
    if not expected:
        return Coefficient(None, NO_STRETCH)
    return Coefficient(float(1 - observed / expected))


def disagreements(texts: Sequence[Stretches]) -> tuple[Fraction, Fraction]:
    """Return the observed and the expected disagreement on one label, D_o and D_e; 0 and 0 if it is nowhere."""
    length = sum(text.length for text in texts)
    lengths = [end - start for text in texts for spans in (text.first, text.second) for start, end in spans]
    if not length or not lengths:
        return Fraction(), Fraction()
    gaps = sorted(gap for text in texts for spans in (text.first, text.second) for gap in _gaps(text.length, spans))
    observed = sum(_differences(text.first, text.second) for text in texts)
    sums = list(accumulate(reversed(gaps), initial=0))
    expected = Fraction()
    for size, count in Counter(lengths).items():
        among_units = Fraction((len(lengths) - 1) * (2 * size**3 - 3 * size**2 + size), 3)
        fitting = len(gaps) - bisect_left(gaps, size)  # gaps in which a stretch of this size finds room
        in_gaps = size**2 * (sums[fitting] - fitting * (size - 1))
        expected += count * (among_units + in_gaps)
    places = _CODERS * length * (_CODERS * length - 1) - sum(size * (size - 1) for size in lengths)
    return Fraction(observed, length**2), Fraction(2, length) * expected / places if places else Fraction()


def _differences(first: Sequence[Span], second: Sequence[Span]) -> int:
    """Return the sum of the squared differences of all pairs of sections of the two coders."""
    total = sum((a - c) ** 2 + (b - d) ** 2 for a, b in first for c, d in second if a < d and c < b)
    for spans, others in ((first, second), (second, first)):
        total += sum((b - a) ** 2 for a, b in spans if not any(a < d and c < b for c, d in others))
    return total


def _gaps(length: int, spans: Iterable[Span]) -> Iterator[int]:
    end = 0
    for start, stop in spans:
        if start > end:
            yield start - end
        end = stop
    if length > end:
        yield length - end
