"""The measures against the numbers of the papers that define them, and against what must hold for any data."""

from __future__ import annotations

import random
from collections import Counter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peaceindex.annotations.agreement.coefficients import (
    alpha_of_two,
    cohens_kappa,
    krippendorffs_alpha,
    percent_agreement,
)
from peaceindex.annotations.agreement.unitizing import Stretches, disagreements, joined, unitizing_alpha

COHEN = {
    (a, b): n
    for a, row in zip("abc", ((88, 14, 18), (10, 40, 10), (2, 6, 12)), strict=True)
    for b, n in zip("abc", row, strict=True)
}
"""Cohen (1960): 200 cases diagnosed by two judges; kappa is .492."""

KRIPPENDORFF = (
    "1 2 3 3 2 1 4 1 2 . . .",
    "1 2 3 3 2 2 4 1 2 5 . 3",
    ". 3 3 3 2 3 4 2 2 5 1 .",
    "1 2 3 3 2 4 4 1 2 5 1 .",
)
"""Krippendorff (2011), section C: 12 units, 4 observers, missing values; nominal alpha is .743."""

pairs = st.lists(st.tuples(st.sampled_from("abcd"), st.sampled_from("abcd")), max_size=30)


def reliability_data() -> list[list[str | None]]:
    rows = [line.split() for line in KRIPPENDORFF]
    return [[None if value == "." else value for value in unit] for unit in zip(*rows, strict=True)]


def digits(first: str, second: str) -> Counter[tuple[str, str]]:
    return Counter(zip(first.replace(" ", ""), second.replace(" ", ""), strict=True))


def test_the_example_of_cohen() -> None:
    kappa = cohens_kappa(COHEN)
    assert kappa.value == pytest.approx(0.492, abs=0.0005)
    assert percent_agreement(COHEN) == 70.0


def test_the_example_of_krippendorff_with_missing_values() -> None:
    assert krippendorffs_alpha(reliability_data()).value == pytest.approx(0.743, abs=0.0005)


@pytest.mark.parametrize(
    ("first", "second", "kappa", "alpha"),
    [
        # Krippendorff (1995), the pairs A and C, cut into 24 units. With 24 units alpha is above Scott's pi of .314.
        ("001111111100001111110000", "000011110000000110000000", 0.385, 0.329),
        ("001111110011001111001100", "110011110011110011001100", 0.314, 0.329),
    ],
)
def test_the_examples_of_1995_cut_into_units(first: str, second: str, kappa: float, alpha: float) -> None:
    table = digits(first, second)
    assert cohens_kappa(table).value == pytest.approx(kappa, abs=0.001)
    assert alpha_of_two(table).value == pytest.approx(alpha, abs=0.001)


def test_what_is_not_defined_is_said_in_words() -> None:
    for table in (Counter(), Counter({("a", "a"): 7})):
        for measure in (cohens_kappa, alpha_of_two):
            found = measure(table)
            assert found.value is None and found.reason
    assert percent_agreement({}) is None
    assert krippendorffs_alpha([["a", None], [None, "b"]]).reason == "there are no units to compare"
    assert cohens_kappa({("a", "b"): 5}).value == 0.0, "each gave one value, and not the same"


@given(pairs)
def test_what_holds_for_any_two_coders(values: list[tuple[str, str]]) -> None:
    table = Counter(values)
    swapped = Counter((b, a) for a, b in values)
    renamed = Counter(("xyzu"["abcd".index(a)], "xyzu"["abcd".index(b)]) for a, b in values)
    shuffled = values[:]
    random.Random(7).shuffle(shuffled)
    for measure in (cohens_kappa, alpha_of_two, percent_agreement):
        same: list[Any] = [measure(one) for one in (table, swapped, renamed, Counter(shuffled))]
        assert same == [same[0]] * 4
    assert alpha_of_two(table) == krippendorffs_alpha(values)
    for found in (cohens_kappa(table), alpha_of_two(table)):
        assert found.value is None or found.value <= 1
        assert (found.value is None) == bool(found.reason)
    perfect = Counter((a, a) for a, _ in values)
    if len(perfect) > 1:
        assert cohens_kappa(perfect).value == alpha_of_two(perfect).value == 1


@given(st.lists(st.lists(st.sampled_from([None, "a", "b", "c"]), min_size=4, max_size=4), max_size=12), st.randoms())
def test_the_order_of_units_and_coders_does_not_matter(units: list[list[str | None]], order: random.Random) -> None:
    coders = [0, 1, 2, 3]
    order.shuffle(coders)
    other = [[unit[at] for at in coders] for unit in units]
    order.shuffle(other)
    assert krippendorffs_alpha(units) == krippendorffs_alpha(other)


# Unitizing


def stretches(length: int, first: list[tuple[int, int]], second: list[tuple[int, int]], scale: int = 1) -> Stretches:
    """Stretches given as beginning and length, as the papers give them."""
    spans = [[(start * scale, (start + size) * scale) for start, size in one] for one in (first, second)]
    return Stretches(length * scale, *spans)


# Krippendorff (2004), page 254: a continuum from 150 to 450, here from 0.
PAGE_254 = (
    stretches(300, [(75, 70), (220, 30)], [(70, 80), (205, 20), (250, 20)]),
    stretches(300, [(30, 60), (150, 50)], [(30, 60), (150, 50)]),
)

# Krippendorff (1995), page 57: the stretches of two coders, D_o, D_e and alpha where lengths are as good as continuous;
# and how far D_e and alpha may be from those of 2004, which corrected a term that A and D do not need.
PAGE_57 = {
    "A": ([(2, 8), (14, 6)], [(4, 4), (15, 2)], (0.03125, 0.06990, 0.553), 5e-4),
    "B": ([(0, 18)], [(0, 2), (2, 1), (3, 1), (4, 1), (5, 1), (6, 3), (9, 1)], (2.26736, 1.17731, -0.926), 5e-3),
    "C": (
        [(2, 6), (10, 2), (14, 4), (20, 2)], [(0, 2), (4, 4), (10, 4), (16, 2), (20, 2)],
        (0.02777, 0.08642, 0.679), 2e-2,
    ),
    "D": (
        [(0, 2), (2, 8), (10, 4), (14, 6), (20, 4)], [(0, 4), (4, 4), (8, 7), (15, 2), (17, 7)],
        (0.38715, 0.41445, 0.066), 5e-4,
    ),
}  # fmt: skip


def test_the_example_of_2004() -> None:
    one, other = ([text] for text in PAGE_254)
    assert [float(part) for part in disagreements(one)] == [
        pytest.approx(0.0144, abs=5e-5),
        pytest.approx(0.0532, abs=5e-5),
    ]
    assert [float(part) for part in disagreements(other)] == [0, pytest.approx(0.0490, abs=5e-5)]
    assert unitizing_alpha([one]).value == pytest.approx(0.7286, abs=5e-5)
    assert unitizing_alpha([other]).value == 1
    assert unitizing_alpha([one, other]).value == pytest.approx(0.8591, abs=5e-4)


@pytest.mark.parametrize("name", PAGE_57)
def test_the_examples_of_1995(name: str) -> None:
    first, second, (observed, expected, alpha), error = PAGE_57[name]
    text = [stretches(24, first, second, scale=50_000)]
    found = [float(part) for part in disagreements(text)]
    assert found == [pytest.approx(observed, abs=1e-5), pytest.approx(expected, abs=error)]
    assert unitizing_alpha([text]).value == pytest.approx(alpha, abs=error)


spans = st.lists(st.tuples(st.integers(0, 59), st.integers(1, 20)), max_size=4).map(
    lambda found: joined((start, min(60, start + size)) for start, size in found)
)


@given(st.lists(st.tuples(spans, spans), min_size=1, max_size=4))
def test_what_holds_for_any_stretches(texts: list[tuple[list[tuple[int, int]], list[tuple[int, int]]]]) -> None:
    found = unitizing_alpha([[Stretches(60, a, b) for a, b in texts]])
    assert found == unitizing_alpha([[Stretches(60, b, a) for a, b in reversed(texts)]])
    assert found.value is None or found.value <= 1
    same = unitizing_alpha([[Stretches(60, a, a) for a, _ in texts]])
    assert same.value in (1, None) and (same.value is None) == bool(same.reason)


def test_stretches_that_overlap_are_one() -> None:
    assert joined([(5, 9), (0, 3), (2, 4), (4, 5), (9, 9 + 1), (5, 9)]) == [(0, 4), (4, 5), (5, 9), (9, 10)]
    assert unitizing_alpha([[]]).reason == "there is no text to compare"
    assert unitizing_alpha([[Stretches(10, [], [])]]).reason == "neither coded any stretch"
