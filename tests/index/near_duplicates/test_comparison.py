"""Two articles side by side: each sentence once, in order, with what differs."""

from __future__ import annotations

from itertools import pairwise
from types import MappingProxyType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from peaceindex.model.article import Article
from peaceindex.model.comparison import ROW_KINDS, Comparison
from peaceindex.model.safe_text import neutralise, parts
from peaceindex.near_duplicates.alignment import Pair, heaviest_chain
from peaceindex.near_duplicates.comparison import compare
from peaceindex.text.sentences import sentence_spans
from tests.trials import examples


def article(text: str, language: str | None = "en") -> Article:
    safe = neutralise(language) if language else None
    return Article(
        "x", "x", None, None, None, None, None, (), (), (), None, safe, None, parts(neutralise(text), "\n\n"), (),
        MappingProxyType({}),
    )  # fmt: skip


def compared(left: str, right: str, language: str | None = "en") -> Comparison:
    return compare(article(left, language), article(right, language))


def differences(comparison: Comparison) -> set[tuple[str, str, str]]:
    return {(one.kind, one.left, one.right) for one in comparison.differences}


SENTENCES = st.lists(
    st.one_of(
        st.lists(
            st.sampled_from(("the", "envoys", "met", "in", "Ankara", "on", "40", "no", "May", "and")), min_size=1
        ).map(lambda words: " ".join(words).capitalize() + "."),
        st.sampled_from(("双方在伊斯坦布尔举行会谈。", "***", "قال بوتين إن", "Yes.", "40名战俘")),
        st.text(max_size=20),
    ),
    max_size=12,
)
TEXTS = st.tuples(SENTENCES, st.sampled_from((" ", "\n\n"))).map(lambda drawn: drawn[1].join(drawn[0]))


@given(TEXTS, TEXTS, st.sampled_from(("en", "zh", "ar", None)))
@settings(max_examples=examples(200))
def test_each_sentence_is_there_once_on_its_side_and_in_order(one: str, other: str, language: str | None) -> None:
    left, right = article(one, language), article(other, language)
    comparison = compare(left, right)
    for side, text in (("left", left.text), ("right", right.text)):
        sentences = [sentence for row in comparison.rows if (sentence := getattr(row, side))]
        spans = sentence_spans(text, language)
        held = [[span for span in spans if one.span[0] <= span[0] and span[1] <= one.span[1]] for one in sentences]
        assert [span for part in held for span in part] == list(spans)
        assert all((part[0][0], part[-1][1]) == one.span for part, one in zip(held, sentences, strict=True))
        assert all(text[s.start : s.start + len(s.text)] == s.text for s in sentences)
        for sentence in sentences:
            marked = [*sentence.marks, *((fact.start, fact.end) for fact in sentence.facts)]
            assert all(0 <= start < end <= len(sentence.text) for start, end in marked)
            assert all(first[1] <= second[0] for first, second in pairwise(sentence.marks))
    for at, row in enumerate(comparison.rows):
        assert (row.left is not None and row.right is not None) == (row.kind in ("equal", "changed"))
        if row.kind == "equal":
            assert row.left and row.right and not row.left.marks and not row.right.marks
        if row.kind == "changed":
            assert row.left and row.right and (row.left.marks or row.right.marks)
        if row.kind == "moved":
            assert row.other_row is not None and comparison.rows[row.other_row].other_row == at
            assert (row.left is None) == (comparison.rows[row.other_row].left is not None)
    kinds = [row.kind for row in comparison.rows]
    assert comparison.counts == {kind: kinds.count(kind) // (2 if kind == "moved" else 1) for kind in ROW_KINDS}


@given(TEXTS)
@settings(max_examples=examples(80))
def test_a_text_equals_itself(text: str) -> None:
    comparison = compared(text, text)
    assert {row.kind for row in comparison.rows} <= {"equal"} and not comparison.differences


@given(st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7), st.integers(1, 9)), max_size=14))
@settings(max_examples=examples(200))
def test_the_chain_is_the_heaviest_of_all(drawn: list[tuple[int, int, int]]) -> None:
    known = sorted({(i, j): Pair(i, j, float(weight)) for i, j, weight in drawn}.values())
    chain = heaviest_chain(known)
    assert all(a[0] < b[0] and a[1] < b[1] for a, b in pairwise(chain))
    weights = {(pair.left, pair.right): pair.weight for pair in known}
    best: list[float] = []  # the same by comparing each with all before it
    for at, pair in enumerate(known):
        before = (best[k] for k in range(at) if known[k].left < pair.left and known[k].right < pair.right)
        best.append(pair.weight + max(before, default=0.0))
    assert sum(weights[pair] for pair in chain) == max(best, default=0.0)


def test_what_one_outlet_changed_is_marked_with_its_numbers_dates_and_names() -> None:
    comparison = compared(
        "The talks in Istanbul ended on Friday with 1,040 prisoners freed. A spokesman for the ministry in Kyiv "
        "declined to comment on the matter. President Vladimir Putin said he was ready. "
        "The next round is on 12 May 2025.",
        "A spokesman for the ministry in Kiev declined to comment on the matter. The talks in Istanbul ended on "
        "Saturday with 1.040 prisoners freed. President Volodymyr Zelensky said he was ready for 3,5 hours. "
        "The next round is on 13 May 2025. Nobody asked.",
    )
    assert comparison.counts == {"equal": 0, "changed": 3, "moved": 1, "left": 0, "right": 1}
    assert differences(comparison) == {
        ("date", "Friday", "Saturday"),
        ("date", "12 May 2025", "13 May 2025"),
        ("number", "", "3,5"),
        ("name", "Vladimir Putin", "Volodymyr Zelensky"),
    }
    left = next(row.left for row in comparison.rows if row.left and row.left.text.startswith("The talks"))
    right = next(row.right for row in comparison.rows if row.right and row.right.text.startswith("The talks"))
    assert [left.text[start:end] for start, end in left.marks] == ["Friday", "1,040"]
    assert [right.text[fact.start : fact.end] for fact in right.facts] == ["Saturday"]


@pytest.mark.parametrize(
    ("language", "left", "right", "expected"),
    [
        ("zh", "双方在伊斯坦布尔举行会谈。40名战俘获释。", "双方周五在伊斯坦布尔举行会谈。45名战俘获释。",
         ("number", "40", "45")),
        ("ar", "انتهت المحادثات يوم الجمعة. أفرج عن ٤٠ أسيرا.", "انتهت المحادثات يوم السبت. أفرج عن 45 أسيرا.",
         ("number", "٤٠", "45")),
        ("de", "Am Montag kamen 1.200 Gefangene frei.", "Am Dienstag kamen 1200 Gefangene frei.",
         ("date", "Montag", "Dienstag")),
        ("fr", "Les pourparlers ont repris lundi.", "Les pourparlers ont repris mardi.", ("date", "lundi", "mardi")),
        ("ru", "Путин заявил об этом 3 марта.", "Зеленский заявил об этом 3 марта.", ("name", "Путин", "Зеленский")),
        ("he", "ראש הממשלה אמר כי 40 חטופים שוחררו.", "ראש הממשלה אמר כי 45 חטופים שוחררו.", ("number", "40", "45")),
    ],
)  # fmt: skip
def test_it_works_in_other_languages_and_scripts(
    language: str, left: str, right: str, expected: tuple[str, str, str]
) -> None:
    comparison = compared(left, right, language)
    assert {row.kind for row in comparison.rows} <= {"equal", "changed"}
    assert expected in differences(comparison)
    assert not {one.kind for one in comparison.differences} - {expected[0], "date", "name"}


def test_a_name_that_only_one_text_lets_us_know_does_not_differ() -> None:
    left = "Kanzler Merz traf Selenskyj am Freitag in Berlin. Drei Tote in Charkiw."
    right = "Kanzler Merz traf Macron am Freitag in Berlin. Vier Tote in Charkiw."
    assert differences(compared(left, right, "de")) == {("name", "Selenskyj", "Macron")}


def test_one_sentence_that_became_two_stands_beside_both() -> None:
    one = "The envoys met in the old harbour hall, and they agreed to free forty prisoners before winter."
    two = "The envoys met in the old harbour hall. They agreed to free forty prisoners before winter. Nobody slept."
    for left, right, only in ((one, two, "right"), (two, one, "left")):
        comparison = compared(left, right)
        assert [row.kind for row in comparison.rows] == ["changed", only]
        row = comparison.rows[0]
        assert row.left and row.right and {row.left.text, row.right.text} == {one, two[: two.index(" Nobody")]}
        assert "prisoners" not in "".join(row.left.text[start:end] for start, end in row.left.marks)


def test_empty_and_unlike_texts_are_compared_too() -> None:
    assert compared("", "").rows == ()
    assert compared("", "One. Two.").counts["right"] == 2
    unlike = compared("Ferries cross the strait.", "Nobody knows why bread is dear.")
    assert [row.kind for row in unlike.rows] == ["left", "right"]


def test_a_long_text_whose_sentences_are_all_alike_keeps_its_order() -> None:
    left = " ".join(f"Line {n} of the record was read aloud." for n in range(300))
    right = " ".join(f"Line {n} of the record was read aloud." for n in range(300) if n % 7)
    comparison = compared(left, right)
    assert comparison.counts["equal"] == 257 and comparison.counts["left"] == 43
