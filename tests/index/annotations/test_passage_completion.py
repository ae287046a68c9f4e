"""Completions of queries of passages: fields, labels and outlets, and nothing where nothing can follow."""

from __future__ import annotations

import pytest

from peaceindex.annotations.passage_completion import completions
from peaceindex.annotations.passage_query import PassageQuery

from .test_history import made

PASSAGES = [
    made(1, labels=("Prisoner swap", "Law"), outlet="Amed Post"),
    made(2, labels=("Law",), outlet="Émigré Courier"),
    made(3, labels=("none",), outlet="Amed Post"),
]


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("la", ["label:"]),
        ("talks -o", ["talks -outlet:"]),
        ("label:", ["label:Law ", 'label:"Prisoner swap" ', 'label:"none" ', "label:Aid "]),
        ("label:swa", ['label:"Prisoner swap" ']),
        ('-label:"pris', ['-label:"Prisoner swap" ']),
        ("label:law", ["label:Law "]),
        ("outlet:emi", ['outlet:"Émigré Courier" ']),
        ("outlet:", ['outlet:"Amed Post" ', 'outlet:"Émigré Courier" ']),
        ("note:che", []),
        ("", []),
        ("x:y", []),
    ],
)
def test_what_may_follow(typed: str, offered: list[str]) -> None:
    found = completions(typed, len(typed), lambda: PASSAGES, lambda: ["Aid", "Law"])
    assert [one.text for one in found] == offered
    assert all(one.cursor == len(one.text) and one.text.startswith(typed[: one.start]) for one in found)
    for one in found:
        if one.kind != "field" and one.count:
            assert len(PassageQuery(one.text.lstrip("-")).matching(PASSAGES)) == one.count


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("label:the", ['label:"the far side" ']),
        ("label:an", ['label:"any" ']),
        ("label:q", ['label:"q" ']),
        ("outlet:yol", ['outlet:"Yeni Yol" ']),
    ],
)
def test_names_that_a_query_cannot_hold_as_they_are(typed: str, offered: list[str]) -> None:
    passages = [made(1, labels=('the "far" side', "any", "«q»"), outlet='"Yeni" Yol'), PASSAGES[2]]
    found = completions(typed, len(typed), lambda: passages, list)
    assert [one.text for one in found] == offered
    assert [PassageQuery(one.text).matching(passages) for one in found] == [passages[:1]]


def test_within_a_query() -> None:
    (one,) = completions("label:l talks", 7, lambda: PASSAGES, list)
    assert (one.text, one.cursor, one.count) == ("label:Law talks", 9, 2)
    assert completions("label:law", 7, lambda: PASSAGES, list) == ()
