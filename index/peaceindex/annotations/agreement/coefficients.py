"""Measures of agreement on units: per cent, Cohen's kappa and Krippendorff's alpha for nominal data.

All are computed with whole numbers up to the last division, so that the order of units, coders and values never
matters. Where a measure is not defined, its value is None with the reason in words: it is neither 1 nor "not a number".
"""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from typing import TYPE_CHECKING, TypeVar

from peaceindex.model.agreement import Coefficient

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Mapping, Sequence

    Value = TypeVar("Value", bound=Hashable)

NO_UNITS = "there are no units to compare"
NO_VARIATION = "no variation: both gave all units the same value"


def percent_agreement(table: Mapping[tuple[Value, Value], int]) -> float | None:
    """Return the per cent of units to which both coders gave the same value; None without units.

    `table` counts units by the values of the two coders.
    """
    total = sum(table.values())
    return 100 * sum(n for (a, b), n in table.items() if a == b) / total if total else None


def cohens_kappa(table: Mapping[tuple[Value, Value], int]) -> Coefficient:
    """Return Cohen's kappa for a table of units by the values of two coders.

    It is (p_o - p_e) / (1 - p_e), where p_o is the share of units on which they agree, and p_e the share to be expected
    if each gave the values as often as he does, but by chance. Source: Cohen, J. (1960), "A coefficient of agreement
    for nominal scales", Educational and Psychological Measurement 20(1), 37-46.
    """
    total = sum(table.values())
    if not total:
        return Coefficient(None, NO_UNITS)
    first: Counter[Value] = Counter()
    second: Counter[Value] = Counter()
    for (a, b), n in table.items():
        first[a] += n
        second[b] += n
    agreed = sum(n for (a, b), n in table.items() if a == b)
    by_chance = sum(n * second[value] for value, n in first.items())
    if by_chance == total * total:
        return Coefficient(None, NO_VARIATION)
    return Coefficient((total * agreed - by_chance) / (total * total - by_chance))


def krippendorffs_alpha(units: Iterable[Sequence[Value | None]]) -> Coefficient:
    """Return Krippendorff's alpha for nominal data: one row of values for each unit, None where a coder gave none.

    Any number of coders may have given values. A unit with fewer than two values has nothing to compare, and is left
    out. Alpha is 1 - D_o / D_e: the observed disagreement among the values within units, over that among all values.
    Source: Krippendorff, K. (2011), "Computing Krippendorff's Alpha-Reliability", sections A to C.
    """
    coincidences: dict[tuple[Value, Value], Fraction] = {}
    for row, count in Counter(tuple(row) for row in units).items():
        values = Counter(value for value in row if value is not None)
        size = values.total()
        if size < 2:
            continue
        for a, n in values.items():
            for b, m in values.items():
                pairs = Fraction(count * n * (m - (a == b)), size - 1)
                coincidences[a, b] = coincidences.get((a, b), Fraction()) + pairs
    return _alpha(coincidences)


def alpha_of_two(table: Mapping[tuple[Value, Value], int]) -> Coefficient:
    """Return Krippendorff's alpha for a table of units by the values of two coders, none of which is missing."""
    coincidences: Counter[tuple[Value, Value]] = Counter()
    for (a, b), n in table.items():
        coincidences[a, b] += n
        coincidences[b, a] += n
    return _alpha(coincidences)


def _alpha(coincidences: Mapping[tuple[Value, Value], int | Fraction]) -> Coefficient:
    """Return alpha from a matrix of coincidences: 1 - (n - 1) * sum of o_ck / sum of n_c * n_k, over c other than k."""
    marginals: dict[Value, int | Fraction] = {}
    for (a, _), n in coincidences.items():
        marginals[a] = marginals.get(a, 0) + n
    total = sum(marginals.values())
    if not total:
        return Coefficient(None, NO_UNITS)
    observed = sum(n for (a, b), n in coincidences.items() if a != b)
    expected = total * total - sum(n * n for n in marginals.values())
    if not expected:
        return Coefficient(None, NO_VARIATION)
    return Coefficient(float(1 - Fraction((total - 1) * observed) / Fraction(expected)))
