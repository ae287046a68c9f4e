"""Copies folded in a concordance, and the words near its hits with their log-likelihood."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peaceindex import Library
from peaceindex.model.article import RawDocument
from peaceindex.model.concordance import ORDERS
from peaceindex.model.search import Request
from peaceindex.search.collocates import log_likelihood
from peaceindex.search.concordance import WordContext
from peaceindex.storage.serialization import PackedArticle
from peaceindex.text.tokens import folded_words
from tests.index.pages import add
from tests.index.search.conftest import make

if TYPE_CHECKING:
    from pathlib import Path

COPY = (
    "Envoys of the two sides met in the old harbour hall on Tuesday. They spoke about a lasting ceasefire for the "
    "whole of the northern coast, officials said. Nobody was hurt on the way."
)
TEXTS = {
    "a": ("2025-09-02", COPY),
    "b": ("2025-09-01", COPY),
    "c": ("2025-09-03", COPY.replace("Nobody was hurt", "No one was late")),
    "d": ("2025-09-04", "A fragile ceasefire was broken again at dawn, and a fragile ceasefire it remains, he said."),
    "e": ("2025-09-05", "The ceasefire."),
    "f": ("2025-09-06", "The ceasefire."),
}


@pytest.fixture
def filled(library: Library, tmp_path: Path) -> Library:
    paths = []
    for name, (date, text) in TEXTS.items():
        path = tmp_path / f"{name}.txt"
        path.write_text(f" date {date} https://{name}.example/{name}.html\n\nTitle {name}\n\nPost {name}\n\n{text}\n")
        paths.append(path)
    add(library, *paths)
    return library


def test_the_lines_of_copies_are_folded_into_that_of_the_earliest(filled: Library) -> None:
    lines = filled.search.concordance(Request("ceasefire"))
    assert len(lines) == 7 and not lines.is_folded and {line.copies for line in lines} == {1}
    for order in ORDERS:
        folded = lines.sorted_by(order).folded()
        assert sorted(line.copies for line in folded) == [1, 1, 1, 1, 3]
        (copy,) = (line for line in folded if line.copies == 3)
        assert copy.date == "2025-09-01"
        assert folded.sorted_by("date").is_folded
        assert (folded.articles, folded.unfolded_count, folded.total) == (lines.articles, 7, 7)
        for line in lines:  # each line is found, or the one that stands for it
            number = folded.find(line)
            assert number is not None and folded[number].hit == line.hit
        unfolded = folded.unfolded()
        assert [unfolded[n] for n in range(7)] == [lines.sorted_by(order)[n] for n in range(7)]


def test_what_an_article_says_often_is_folded_only_with_other_articles_and_in_one_pass(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    times = {"a": 300, "b": 200, "c": 1, "d": 250}
    with library.articles.writing():
        for name, number in times.items():
            article = make(name, " ".join([COPY] * number), outlet=f"Post {name}", date="2025-09-01")
            library.articles.insert(PackedArticle.of(article, RawDocument.of(name, "")), name)
    lines = library.search.concordance(Request("ceasefire"))
    hashed = Counter[object]()

    class Key(str):
        __slots__ = ()

        def __hash__(self) -> int:
            hashed[str(self)] += 1
            return super().__hash__()

    copy_keys = WordContext.copy_keys
    monkeypatch.setattr(WordContext, "copy_keys", lambda self, places: [Key(key) for key in copy_keys(self, places)])
    folded = lines.folded()
    assert Counter(line.copies for line in folded) == {4: 1, 3: 199, 2: 50, 1: 50}
    assert sum(hashed.values()) <= 10 * len(lines), (
        "each line is looked up a few times, however often an article has it"
    )


def test_words_near_the_hits_are_counted_on_both_sides(filled: Library) -> None:
    lines = filled.search.concordance(Request("ceasefire"))
    found = filled.search.collocates(lines, window=3, least=1)
    left: Counter[str] = Counter()
    right: Counter[str] = Counter()
    every: Counter[str] = Counter()
    for name, (_, text) in TEXTS.items():
        words = folded_words(text)
        every.update(words)
        for at, word in enumerate(words):
            if word == "ceasefire":
                left.update(words[max(0, at - 3) : at])
                right.update(words[at + 1 : at + 4])
        assert name
    assert {row.word: (row.left, row.right) for row in found.rows} == {
        word: (left[word], right[word]) for word in left | right
    }
    assert {row.word: row.frequency for row in found.rows} == {word: every[word] for word in left | right}
    assert (found.window, found.lines, found.words) == (3, 7, every.total())
    near = left.total() + right.total()
    for row in found.rows:
        assert row.expected == pytest.approx(near * row.frequency / found.words)
        assert (row.score >= 0) == (row.count >= row.expected)
    kinds = [row.is_function_word for row in found.rows]
    assert kinds == sorted(kinds) and {"the", "a"} <= {row.word for row in found.rows if row.is_function_word}
    once = filled.search.collocates(lines.folded(), window=3, least=1)
    assert next(row for row in once.rows if row.word == "lasting").count == 1
    assert next(row for row in found.rows if row.word == "lasting").count == 3
    assert {row.count for row in filled.search.collocates(lines, least=3).rows} <= set(range(3, 20))


def test_the_log_likelihood_is_that_of_dunning() -> None:
    """The first row of table 2 in Dunning (1993): 110, 2442, 111 and 29114 give 270.72."""
    assert log_likelihood(110, 2442, 111, 29114) == pytest.approx(270.72, abs=0.005)
    assert log_likelihood(0, 10, 20, 1000) > 0
    assert log_likelihood(10, 90, 100, 900) == pytest.approx(0.0, abs=1e-9)


@given(st.tuples(*[st.integers(0, 10**6)] * 4))
def test_a_log_likelihood_is_never_below_zero(counts: tuple[int, int, int, int]) -> None:
    assert log_likelihood(*counts) >= -1e-4
    both, first, second, neither = counts
    assert log_likelihood(both, second, first, neither) == pytest.approx(log_likelihood(*counts), abs=1e-4)


def test_nothing_found_has_no_collocates(filled: Library) -> None:
    found = filled.search.collocates(filled.search.concordance(Request("nowhere")))
    assert found.rows == () and found.lines == 0
