"""Queries of passages: what each form finds, half typed or whole, and what is said of those that mean nothing."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from peaceindex import in_quotes
from peaceindex.annotations.passage_query import PassageQuery
from peaceindex.model.event import Event
from tests.trials import examples

from .test_history import made

PASSAGES = [
    made(1, quote="Talks in İstanbul\n\nended.", note="Check Kiev", labels=("Law",), outlet="Amed Post"),
    made(
        2,
        quote="It can’t hold in 2025-26.",
        date="2025-06-01",
        outlet="Harbour Dispatch",
        title="Zürich, the talks",
    ),
    made(3, quote="Мир настал", note="none of this", labels=("none",), date=None, outlet=None, article_id="beef" * 3),
    made(4, quote="两国代表团会谈。", date="2024-02-29", title=None, outlet="مراسل الميناء"),
    made(5, quote="It is 10:30, see https://x.example/a and note: this.", date="2025", labels=("Law", "Aid")),
]


def found(query: str) -> list[int]:
    return [passage.start for passage in PassageQuery(query).matching(PASSAGES)]


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("istanbul", [1]),
        ("zurich TALKS", [2]),
        ("-talks", [4]),
        ('"istanbul ended"', [1]),
        ('"ended istanbul"', []),
        ("“istanbul ended”", [1]),
        ('"istanbul en', [1]),
        ('-"istanbul ended"', [2, 3, 4, 5]),
        ("会谈", [4]),
        ("мир", [3]),
        ("10:30 https://x.example/a", [5]),
        ("x.example/a and", [5]),
        ("2025–26 can't", [2]),
        ("label:law", [1, 5]),
        ("label:law -label:aid", [1]),
        ("label:none", [2, 4]),
        ('label:"none"', [3]),
        ("label:any", [1, 3, 5]),
        ("-LABEL:Any", [2, 4]),
        ('label:"any"', []),
        ("note:any", [1, 3]),
        ("-note:any", [2, 4, 5]),
        ('note:"any"', []),
        ("outlet:any", [1, 2, 4, 5]),
        ("event:any", []),
        ("-label:none", [1, 3, 5]),
        ("outlet:post", [1]),
        ('OUTLET:"amed post"', [1]),
        ("outlet:الميناء", [4]),
        ("outlet:none", [3]),
        ("date:2025", [1, 2, 5]),
        ("date:2025-05..2025-06", [1, 2]),
        ("date:2025-06..2025-05", [1, 2]),
        ("-date:2025", [3, 4]),
        ("date:none", [3]),
        ("date:2025-0", [1, 2, 5]),
        ("after:2025-05-12", [1, 2]),
        ("before:2025", [4]),
        ("article:zurich", [2]),
        ("article:beef", [3]),
        ("article:bee", []),
        ("note:kiev", [1]),
        ("note:none", [2, 4, 5]),
        ("-note:none", [1, 3]),
        ('note:"none of"', [3]),
        ("outlet:post date:2025-05 note:check label:law", [1]),
        ("label: istanbul", [1]),
        ("date:", [1, 2, 3, 4, 5]),
        ("date:2025-13", [1, 2, 3, 4, 5]),
        ("-", [1, 2, 3, 4, 5]),
        ("", [1, 2, 3, 4, 5]),
    ],
)
def test_what_a_query_finds(query: str, numbers: list[int]) -> None:
    assert found(query) == numbers


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("date:2025-13", "“2025-13” is not a date"),
        ("-date:2025-02-30", "“2025-02-30” is not a date"),
        ("date:2025-05..2024", "write date:2024..2025-05"),
        ("after:", "“after:” waits for a date, such as after:2025-05."),
        ("label:", "“label:” waits for a word"),
        ('note:""', "“note:” waits for a word"),
        ("author:stone", "Passages have no field “author:”; they have label:, outlet:"),
        ('tag:"peace talks"', "Passages have no field “tag:”"),
        ("labl:law", "Passages have no field “labl:”"),
    ],
)
def test_what_cannot_be_answered_is_said(query: str, told: str) -> None:
    assert told in " ".join(PassageQuery(f"talks {query}").refusals)


def test_a_label_that_is_not_there_is_named_with_those_that_begin_so() -> None:
    asked = PassageQuery("label:cea label:x -label:Law", known_labels=lambda: ["Cease-fire", "Ceasefire", "Law"])
    assert asked.hints == [
        "No label is called “cea”. These begin so: Cease-fire, Ceasefire.",
        "No label is called “x”.",
    ]
    assert not asked.refusals


NAMES = ['the "other" side', "«Грань»", 'צה"ל', "any", "None", "two words", 'a "b', "“x” y", "(x)", "law"]


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_found_by_what_the_program_writes_of_it(name: str) -> None:
    passages = [made(1, labels=(name,), outlet=name, event=Event("2025-05-01", type=name)), made(2, labels=("other",))]
    for field in ("label", "event", "outlet"):
        asked = PassageQuery(f"{field}:{in_quotes(name)} date:2025", known_labels=lambda: [name, "other"])
        assert [each.start for each in asked.matching(passages)] == [1], field
        assert not asked.hints + asked.refusals


_WORDS = st.sampled_from(
    ["talks", "label:law", "note:", "date:2025-0", '"ended', "-", "outlet:none", "article:beef", "»"]
)


@settings(max_examples=examples(200), deadline=None)
@given(st.lists(_WORDS | st.text(max_size=6), max_size=4).map(" ".join))
def test_no_text_raises_and_excluding_is_the_opposite(text: str) -> None:
    assert set(found(text)) <= {1, 2, 3, 4, 5}
    term = text.split()[0] if text.split() else ""
    if term and not term.startswith("-") and '"' not in term and not PassageQuery(term).refusals:
        every = found("")
        both = sorted(found(term) + found("-" + term))
        assert both == every or found(term) == every == found("-" + term)
