"""What is combined, counted and ranked in arrays is what sets and sorting give, for few documents and for many."""

from __future__ import annotations

from collections import Counter
from typing import get_args

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from peaceindex.model.search import Sort
from peaceindex.search.columns import Columns
from peaceindex.search.execution.combine import Combiner, ScoredDocuments
from peaceindex.search.execution.ranking import FIRST_PAGE_HITS, Ranking
from peaceindex.search.results.tally import Tally
from tests.trials import examples

SETTINGS = settings(max_examples=examples(80))
SIZE = 6_000
seeds = st.integers(0, 2**32 - 1)
shares = st.sampled_from([0.0, 0.0005, 0.005, 0.02, 0.1, 0.5, 1.0])


def some(rng: np.random.Generator, share: float) -> ScoredDocuments:
    documents = np.flatnonzero(rng.random(SIZE) < share)
    return ScoredDocuments(documents, rng.random(len(documents)))


def scores_of(found: ScoredDocuments) -> dict[int, float]:
    assert found.documents.tolist() == sorted(set(found.documents.tolist()))
    return dict(zip(found.documents.tolist(), found.scores.tolist(), strict=True))


@SETTINGS
@given(seed=seeds, parts=st.lists(shares, min_size=1, max_size=4))
def test_any_and_all_of(seed: int, parts: list[float]) -> None:
    rng = np.random.default_rng(seed)
    combiner = Combiner(SIZE)
    for _ in range(2):  # what the first use left behind does not matter to the second
        found = [some(rng, share) for share in parts]
        known = [scores_of(one) for one in found]
        union = {n: sum(one.get(n, 0.0) for one in known) for n in set().union(*known)}
        both = {n: union[n] for n in set(known[0]).intersection(*known)}
        assert scores_of(combiner.any_of(list(found))) == pytest.approx(union)
        assert scores_of(combiner.all_of(list(found))) == pytest.approx(both)


@SETTINGS
@given(seed=seeds, share=shares, other=shares)
def test_those_among_others_and_those_without(seed: int, share: float, other: float) -> None:
    rng = np.random.default_rng(seed)
    combiner, found, others = Combiner(SIZE), some(rng, share), some(rng, other).documents
    wanted = set(others.tolist())
    assert combiner.among(found.documents, others).tolist() == [n in wanted for n in found.documents.tolist()]
    left = {n: score for n, score in scores_of(found).items() if n not in wanted}
    assert scores_of(combiner.without(found, others)) == left


@SETTINGS
@given(seed=seeds, share=shares, size=st.sampled_from([1, 63, 64, 65, SIZE]), kinds=st.integers(1, 40))
def test_values_are_counted(seed: int, share: float, size: int, kinds: int) -> None:
    rng = np.random.default_rng(seed)
    rarity = rng.random(kinds) ** 4  # some values are frequent, most are rare
    rows = [np.flatnonzero(rng.random(kinds) < rarity) for _ in range(size)]
    start = np.concatenate(([0], np.cumsum([len(row) for row in rows])))
    tally = Tally(start, np.concatenate(rows).astype(np.int32), kinds)
    documents = np.flatnonzero(rng.random(size) < share)
    counts = Counter(value for n in documents.tolist() for value in rows[n].tolist() or [kinds])
    assert tally.counts(documents).tolist() == [counts[value] for value in range(kinds + 1)]


@SETTINGS
@given(
    seed=seeds,
    share=shares,
    different=st.sampled_from([1, 2, 300, 10**9]),
    sort=st.sampled_from(get_args(Sort)),
)
def test_the_first_hits_are_those_of_the_whole_order(seed: int, share: float, different: int, sort: Sort) -> None:
    rng = np.random.default_rng(seed)
    day = rng.integers(700_000, 700_900, SIZE).astype(np.int32)
    rows = np.arange(SIZE, dtype=np.int32)
    added = rng.integers(0, 1_000, SIZE)
    columns = replace(Columns.of_rows(rows), day=day, added=added)
    documents = np.flatnonzero(rng.random(SIZE) < share)
    scores = rng.integers(0, different, len(documents)).astype(float)

    def place(hit: int) -> tuple[float, int, int]:
        if sort == "added":
            return -float(added[documents[hit]]), -int(documents[hit]), 0
        score = -scores[hit] if sort == "relevance" else 0.0
        return score, int(day[documents[hit]]) * (1 if sort == "oldest" else -1), int(documents[hit])

    wanted = documents[sorted(range(len(documents)), key=place)].tolist()
    ranking = Ranking(columns, documents, scores, sort)
    assert ranking.rows[:FIRST_PAGE_HITS].tolist() == wanted[:FIRST_PAGE_HITS]  # type: ignore[attr-defined]
    assert ranking.rows[:].tolist() == wanted  # type: ignore[attr-defined]
