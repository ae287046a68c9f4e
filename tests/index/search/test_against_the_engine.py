"""The executor gives what the engine's own matchers give, and what a plain reading of the query gives."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from whoosh.index import open_dir
from whoosh.scoring import BM25F
from whoosh.searching import Searcher

from peaceindex.model.search import Request
from peaceindex.search.index import SearchIndex
from tests.trials import examples

WORDS = ("peace", "talks", "talk", "kiev", "zelensky", "cease", "fire")
SETTINGS = settings(max_examples=examples(20))

Document = tuple[list[str], list[str]]
Test = Callable[[Document], bool]
Query = tuple[str, Test]

documents = st.lists(
    st.tuples(st.lists(st.sampled_from(WORDS), max_size=4), st.lists(st.sampled_from(WORDS), max_size=8)),
    min_size=1,
    max_size=8,
)


def word(text: str) -> Query:
    return f"={text}", lambda document: text in document[0] or text in document[1]


def phrase(texts: list[str], slop: int) -> Query:
    def follows(row: list[str], at: int, rest: list[str]) -> bool:
        return not rest or any(
            row[n] == rest[0] and follows(row, n, rest[1:]) for n in range(at + 1, min(at + slop, len(row) - 1) + 1)
        )

    def matches(document: Document) -> bool:
        return any(row[at] == texts[0] and follows(row, at, texts[1:]) for row in document for at in range(len(row)))

    return f'="{" ".join(texts)}"~{slop}', matches


def prefix(text: str) -> Query:
    return f"{text}*", lambda document: any(w.startswith(text) for row in document for w in row)


def joined(kind: str, parts: list[Query]) -> Query:
    text = f" {kind} ".join(f"({part})" for part, _ in parts)
    check = any if kind == "OR" else all
    return text, lambda document: check(test(document) for _, test in parts)


def negated(part: Query) -> Query:
    return f"NOT ({part[0]})", lambda document: not part[1](document)


leaves = st.one_of(
    st.sampled_from(WORDS).map(word),
    st.builds(phrase, st.lists(st.sampled_from(WORDS), min_size=1, max_size=3), st.integers(1, 3)),
    st.sampled_from(["pe", "t", "k", "cea", "x"]).map(prefix),
)
queries = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.builds(joined, st.sampled_from(["AND", "OR", ""]), st.lists(inner, min_size=2, max_size=3)),
        inner.map(negated),
    ),
    max_leaves=6,
)


@SETTINGS
@given(documents, st.lists(queries, min_size=8, max_size=8))
def test_hits_are_those_of_a_plain_reading(
    article: Any, index_of: Any, rows: list[Document], asked: list[Query]
) -> None:
    with index_of([article(" ".join(title), " ".join(body)) for title, body in rows]) as index:
        for text, matches in asked:
            found = index.search(Request(text))
            assert sorted(found.rows) == [number for number, row in enumerate(rows, 1) if matches(row)], text
            assert found.hint == ""


typed = st.lists(
    st.sampled_from(
        [
            *WORDS,
            "kyiv",
            "=kiev",
            "-peace",
            "OR",
            "AND",
            "NOT",
            '"peace talks"',
            '"kiev talks"~2',
            "cease-fire",
            "ceasefire",
            '"cease-fire talks"',
            '"peace ceasefire talk"~2',
            "talked",
            "fires kyiv",
        ]
    ),
    min_size=1,
    max_size=6,
).map(" ".join)


PIECES = """
    停火 協議 火 5月 AK-47步枪 人々 ﾊﾟﾚ หยุดยิง น้ำ ຢຸດ បញ្ឈប់ ရပ်စဲရေး السلام بسلام سلام آتش‌بس آتش بس آتشبس ئاگربەست
    ئاگربه‌ست ١٢ שלום ולשלום צה״ל 휴전 휴전이 휴전협정 शांति peace
"""
pieces = st.sampled_from(PIECES.split())
in_a_row = st.builds("{}{}".format, pieces, st.sampled_from(["", " ", "，"]))
in_scripts = st.lists(
    st.tuples(st.lists(in_a_row, max_size=3).map("".join), st.lists(in_a_row, max_size=8).map("".join)),
    min_size=1,
    max_size=8,
)
before, after = st.sampled_from(["", "", "", "=", "-", '"']), st.sampled_from(["", "", " ", "*", '"', " OR"])
typed_in_scripts = st.lists(st.builds("{}{}{}".format, before, pieces, after), min_size=1, max_size=4).map(" ".join)


@SETTINGS
@given(rows=in_scripts, texts=st.lists(typed_in_scripts, min_size=6, max_size=6))
def test_hits_and_scores_in_other_scripts_are_those_of_the_engine(
    article: Any, index_of: Any, rows: list[tuple[str, str]], texts: list[str]
) -> None:
    articles = [article(title, body) for title, body in rows]
    with index_of(articles[::2]) as index:
        index.write(list(enumerate(articles[1::2], 100)))
        check_against_the_engine(index, texts)


def test_a_form_of_a_word_counts_in_the_articles_of_its_language_only(article: Any, index_of: Any) -> None:
    texts = [("hr", "mir"), ("hr", "nakon mira"), ("cs", "mira roste"), ("cs", "mir a mira"), ("hr", "mira mira")]
    articles = [article(text if n == 4 else "", text, language=language) for n, (language, text) in enumerate(texts)]
    with index_of(articles[:3]) as index:
        index.write(list(enumerate(articles[3:], 4)))
        assert sorted(index.search(Request("mir")).rows) == [1, 2, 4, 5]
        assert sorted(index.search(Request("mira")).rows) == [1, 2, 3, 4, 5]
        check_against_the_engine(index, ["mir", "mira", "title:mir", "mir -nakon", "mir nakon", "mir OR roste"])


@pytest.mark.parametrize("commits", [1, 3])
@SETTINGS
@given(rows=documents, texts=st.lists(typed, min_size=6, max_size=6))
def test_hits_and_scores_are_those_of_the_engine(
    article: Any, index_of: Any, commits: int, rows: list[Document], texts: list[str]
) -> None:
    articles = [article(" ".join(title), " ".join(body)) for title, body in rows]
    with index_of(articles[::commits]) as index:
        for n in range(1, commits):  # several segments, and a deleted article
            index.write(list(enumerate(articles[n::commits], 100 * n)), removed=[1] if n == 1 else [])
        check_against_the_engine(index, texts)


def check_against_the_engine(index: SearchIndex, texts: list[str]) -> None:
    for text in texts:
        found = index.search(Request(text))
        if tree := index._parsed_request(Request(text)).tree:
            ours = dict(zip(map(int, found.rows), map(float, found.scores), strict=True))
            assert ours == pytest.approx(stock(index, tree), rel=1e-6), text


def stock(index: SearchIndex, tree: Any) -> dict[int, float]:
    """The rows and scores that the engine finds by itself."""
    reader = open_dir(str(index._folder)).reader()
    if not reader.doc_count():
        return {}
    with Searcher(reader, weighting=BM25F()) as searcher:
        column = reader.column_reader("row")
        return {column[hit.docnum]: hit.score for hit in searcher.search(tree, limit=None)}
