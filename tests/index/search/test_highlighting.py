"""Marks and snippets."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from peaceindex.model.search import Request
from peaceindex.model.search_results import Snippet
from peaceindex.search.index import SearchIndex
from peaceindex.search.results.highlight import Highlighter
from peaceindex.text.folding import fold
from peaceindex.text.tokens import folded_words, words

TEXT = (
    "A cease-fire was offered in Kiev. The U.S. envoy left for İstanbul, and nobody in Kyiv negotiated.\n\n"
    "Nordstream was no topic. The Nord Stream pipes lie in the sea; peace talks, they said, are talks about peace."
)

Of = Callable[..., Highlighter]


@pytest.fixture(scope="module")
def index(index_of: Any) -> Iterator[SearchIndex]:
    with index_of([]) as built:
        yield built


@pytest.fixture(scope="module")
def of(index: SearchIndex) -> Of:
    return lambda text, **request: index.highlighter(Request(text, **request))


@pytest.mark.parametrize(
    ("query", "marked"),
    [
        ("envoy", ["envoy"]),
        ("U.S.", ["U.S"]),
        ("kyiv", ["Kiev", "Kyiv"]),
        ("=kyiv", ["Kyiv"]),
        ("istanbul", ["İstanbul"]),
        ("negotiat*", ["negotiated"]),
        ("n?bod*", ["nobody"]),
        ("negotiatd~", ["negotiated"]),
        ('"peace talks"', ["peace talks"]),
        ('"talks peace"~2', ["talks about peace"]),
        ('"in kyiv"', ["in Kiev", "in Kyiv"]),
        ("ceasefire", ["cease-fire"]),
        ("nord stream", ["Nordstream", "Nord", "Stream"]),
        ('"nord stream"', ["Nordstream", "Nord Stream"]),
        ("envoy -sea", ["envoy"]),
        ("NOT envoy", []),
        ("envoy OR sea", ["envoy", "sea"]),
        ("title:envoy", []),
        ("outlet:envoy date:2025", []),
        ("(envoy (sea", ["envoy", "sea"]),
        ("", []),
        ("AND", []),
    ],
)
def test_marks(of: Of, query: str, marked: list[str]) -> None:
    assert [TEXT[start:end] for start, end in of(query).spans(TEXT)] == marked


def test_words_asked_for_in_the_title_are_marked_there_alone(of: Of) -> None:
    assert of("title:envoy sea").spans("The envoy at sea", title=True) == ((4, 9), (13, 16))
    assert of("title:envoy sea").spans("The envoy at sea") == ((13, 16),)


def test_exact_marks_this_spelling_alone(of: Of) -> None:
    assert [TEXT[s:e] for s, e in of("kyiv", exact=True).spans(TEXT)] == ["Kyiv"]


def marked(snippet: Snippet) -> list[str]:
    return [snippet.text[start:end] for start, end in snippet.marks]


def test_a_snippet_without_hits_is_the_beginning(of: Of) -> None:
    snippet = of("").snippet("First of all, this. Then that. " + "And so on and on. " * 40)
    assert snippet.text.startswith("First of all, this. Then that.")
    assert snippet.text.endswith("…")
    assert len(snippet.text) <= 242
    assert snippet.marks == ()


def test_a_short_text_is_its_own_snippet(of: Of) -> None:
    assert of("envoy").snippet("The envoy left.") == Snippet("The envoy left.", ((4, 9),))
    assert of("x").snippet("") == Snippet("")


def test_the_passage_with_most_of_the_words_is_shown(of: Of) -> None:
    filler = "Nothing of note was said about anything that day. " * 12
    text = f"The envoy came. {filler}Peace is near, the envoy said, and talks go on. {filler}Talks talks talks."
    snippet = of("envoy peace talks").snippet(text)
    assert marked(snippet) == ["Peace", "envoy", "talks"]
    assert "…Nothing" in snippet.text or snippet.text.startswith("…Peace")
    assert "Peace is near, the envoy said, and talks go on." in snippet.text


def test_a_whole_sentence_is_shown_rather_than_a_word_said_twice(of: Of) -> None:
    first = "For the first time in a year of silence the envoy spoke of peace, and at length, to everybody in the hall."
    then = (
        "Nobody had expected that of this envoy, whose flight home was to leave within the hour, whatever he might say."
    )
    snippet = of("envoy peace").snippet(f"{first} {then} {'And so on, for hours and hours. ' * 20}")
    assert snippet.text == f"{first} {then}…"
    assert marked(of("envoy peace").snippet(f"{first} {then}", 200)) == ["envoy", "peace"]
    assert of("envoy peace").snippet(f"{first} {then}", 200).text == f"{first}…"


def test_long_sentences_are_cut_between_words(of: Of) -> None:
    text = "unending words " * 60 + "the envoy " + "unending words " * 60
    snippet = of("envoy").snippet(text, 100)
    assert marked(snippet) == ["envoy"]
    assert snippet.text.startswith("…") and snippet.text.endswith("…")
    assert len(snippet.text) <= 110
    assert set(folded_words(snippet.text)) == {"unending", "words", "the", "envoy"}


def test_paragraphs_are_joined_by_a_space(of: Of) -> None:
    snippet = of("one two").snippet("One.\n\nTwo.\n\nThree.")
    assert snippet == Snippet("One. Two. Three.", ((0, 3), (5, 8)))


@pytest.mark.parametrize("text", ["x" * 5000 + " envoy " + "y" * 5000, "x" * 5000 + "-envoy-" + "y" * 5000])
def test_what_is_no_word_does_not_fill_a_snippet(of: Of, text: str) -> None:
    snippet = of("envoy").snippet(text, 60)
    assert marked(snippet) == ["envoy"]
    assert len(snippet.text) < 200
    assert len(of("").snippet(text, 60).text) < 200


pieces = st.sampled_from(
    [
        "Kyiv",
        "Київ",
        "peace",
        "talks",
        "envoy",
        "cease-fire",
        "U.S.",
        " ",
        " ",
        " ",
        ". ",
        "\n\n",
        ", ",
        "é",
        "\u0301",
        "x" * 30,
    ]
)
asked = st.sampled_from(
    [
        "kyiv",
        "peace",
        '"peace talks"',
        "talks envoy",
        "t*",
        "piece~1",
        "U.S.",
        "ceasefire",
        '"kyiv envoy"~3',
        "-peace",
        "",
    ]
)


@given(text=st.one_of(st.text(), st.lists(pieces, max_size=40).map("".join)), query=asked)
def test_spans_lie_in_the_text_in_order_and_on_word_edges(of: Of, text: str, query: str) -> None:
    starts = {word.start for word in words(text)}
    ends = {word.end for word in words(text)}
    last = 0
    for start, end in of(query).spans(text):
        assert last <= start < end <= len(text)
        assert start in starts and end in ends
        last = end


def parts(text: str) -> set[str]:
    """The words of a text; initials letter by letter, since `1.A.B` has none and `A.B` has."""
    return {part.lower() for word in folded_words(text) for part in word.split(".")}


@given(text=st.one_of(st.text(), st.lists(pieces, max_size=60).map("".join)), query=asked, width=st.integers(0, 120))
@example(text="000000000000.A.A:KYIV", query="kyiv", width=0)
@example(text="00000000000000000:A.A", query="kyiv", width=0)
def test_a_snippet_is_a_stretch_of_the_text_with_its_marks(of: Of, text: str, query: str, width: int) -> None:
    snippet = of(query).snippet(text, width)
    shown = snippet.text.removeprefix("…").removesuffix("…") if "…" not in text else snippet.text
    assert " ".join(shown.split()) in " ".join(text.split())
    if max(map(len, text.split()), default=0) < 100:
        assert parts(snippet.text) <= parts(text)  # no word is cut
    spans = of(query).spans(text)
    inside = {fold(text[start:end]) for start, end in spans}
    last = 0
    for start, end in snippet.marks:
        assert last <= start < end <= len(snippet.text)
        assert " ".join(fold(snippet.text[start:end]).split()) in {" ".join(one.split()) for one in inside}
        last = end
    assert bool(snippet.marks) == bool(spans)


@given(st.lists(st.sampled_from(["kyiv", "talks", "peace"]), max_size=20))
def test_each_word_that_was_asked_for_is_marked(of: Of, spoken: list[str]) -> None:
    text = " ".join(spoken)
    assert len(of("=kyiv OR peace").spans(text)) == sum(word != "talks" for word in spoken)
