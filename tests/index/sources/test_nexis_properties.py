"""Exports of Nexis with any number of articles are read back exactly; cut off, nothing is merged or made up."""

from __future__ import annotations

import string
from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from peaceindex.cleaning import dates
from peaceindex.model.article import RawDocument
from tests.index.sources.made import read
from tests.index.sources.made_nexis import (
    FRENCH,
    GERMAN,
    INTERFACES,
    SPANISH,
    Made,
    as_read,
    classic_html,
    classic_text,
    classic_text_labelled,
    uni_markup,
    uni_text,
)
from tests.trials import SOAK, examples

if TYPE_CHECKING:
    from pathlib import Path

_WORDS = st.text(string.ascii_lowercase, min_size=2, max_size=9)
_SENTENCE = st.lists(_WORDS, min_size=6, max_size=40).map(lambda words: (" ".join(words)).capitalize() + ".")
_LOOKALIKE = st.sampled_from(
    [
        "EXCLUSIVE: The lists are ready, the delegation said.",
        "SECTION: the fence along the river was cut in two places, monitors said.",
        "LENGTH: 412 words were all that the speaker was given, he said.",
        "BYLINE: nobody signed the letter.",
        "MOREK: I said that in the chamber, and I say it again.",
        "NOTES: the annexes are missing.",
        "Copyright 2024 rules were broken by the site, the court said.",
        "Copyright law was the last thing on the minds of those who fled.",
        'The file began with "1 of 3 DOCUMENTS" and ended in the middle of a word.',
        "He read out: 2 of 3 DOCUMENTS are lost, and nobody has asked for them.",
        "On May 12, 2025 the two sides met again; on Monday they did not.",
        "It was the end of document and archive alike, she wrote. End of Document was stamped on it.",
        "Subject: your letter. Date: May 3, 2021. The mail that the office published had no more.",
        "______________________________________________________________",
        "Body of evidence",
        "Notes",
    ]
)
_NAME = st.sampled_from(["Torlak", "Ferran", "Obrad", "Morek", "Ilan", "Sedan", "Vastra", "Kolm"])
_SECOND_PARTS = ["", "; and a second part of it that goes on over the end of the line, as some of them do"]
_EDITIONS = ["", "First Edition", "Late Edition - Final", "Scotland"]
_TERMS = ["PEACE PROCESS", "TALKS & MEETINGS", "AMNESTIES", "BORDER CONTROL", "REFUGEES, RETURN OF"]


@st.composite
def articles(draw: st.DrawFn, most: int = 60 if SOAK else 15) -> list[Made]:
    """Draw articles with values that no two share."""
    count = draw(st.one_of(st.integers(1, 8), st.integers(1, most)))
    body = st.lists(st.one_of(_SENTENCE, _LOOKALIKE), max_size=5)
    made = []
    for i in range(count):
        mark = f"{i:03}"
        inner = draw(body)
        made.append(
            Made(
                title=f"Headline {mark} of {draw(_WORDS)}{draw(st.sampled_from(_SECOND_PARTS))}",
                outlet=f"The {draw(_WORDS).capitalize()} Courier {mark}",
                day=draw(st.dates(date(1985, 1, 1), date(2024, 12, 31))),
                paragraphs=(draw(_SENTENCE) + f" First {mark}.", *inner, draw(_SENTENCE) + f" Last {mark}."),
                authors=tuple(
                    f"{draw(_NAME)}a {draw(_NAME)}{c * (i + 1)}".title() for c in "xy"[: draw(st.integers(0, 2))]
                ),
                edition=draw(st.sampled_from(_EDITIONS)),
                section=draw(st.sampled_from(["", f"NEWS {mark}", f"FEATURES; DESK {mark}"])),
                page=draw(st.sampled_from(["", str(i + 1), f"A{i + 1}"])),
                words=str(100 + i),
                subjects=tuple(draw(st.lists(st.sampled_from(_TERMS), max_size=4, unique=True))),
                publisher=f"{draw(_WORDS).capitalize()} Media {mark} Ltd",
            )
        )
    return made


Layout = Callable[[Sequence[Made]], str]
LAYOUTS: dict[str, tuple[Layout, str]] = {
    **{f"classic text {name}": (partial(classic_text, words=words), "x.txt") for name, words in INTERFACES.items()},
    "classic text, labelled": (classic_text_labelled, "x.txt"),
    "classic HTML": (classic_html, "x.html"),
    "classic HTML, German": (partial(classic_html, words=GERMAN), "x.html"),
    "classic HTML, French": (partial(classic_html, words=FRENCH), "x.html"),
    "classic HTML, Spanish": (partial(classic_html, words=SPANISH), "x.html"),
    "Uni text": (uni_text, "x.txt"),
    "Uni text without cover": (partial(uni_text, cover=False), "x.txt"),
    "Uni markup": (uni_markup, "x.html"),
    "Uni markup without cover": (partial(uni_markup, cover=False), "x.html"),
}


def published(document: RawDocument) -> date:
    (found,) = dates.find_all(document.stated["published"])
    return found.day


def check(document: RawDocument, made: Made, layout: str) -> None:
    assert as_read(document) == made.expected(tags=layout != "classic text, labelled")
    assert published(document) == made.day


@pytest.mark.parametrize("layout", LAYOUTS)
@settings(max_examples=examples(6))
@given(made=articles())
def test_what_is_written_is_read_back(tmp_path: Path, layout: str, made: list[Made]) -> None:
    build, name = LAYOUTS[layout]
    found, errors = read(tmp_path, name, build(made).encode())
    assert not errors
    assert len(found) == len(made)
    for document, article in zip(found, made, strict=True):
        check(document, article, layout)


@pytest.mark.parametrize("layout", LAYOUTS)
@settings(max_examples=examples(8))
@given(made=articles(most=6), where=st.floats(0, 1))
def test_an_export_that_is_cut_off_gives_what_is_whole(
    tmp_path: Path, layout: str, made: list[Made], where: float
) -> None:
    build, name = LAYOUTS[layout]
    if len(made) < 3:
        made = (made * 3)[:3]
    whole = build(made).encode()
    # The first two articles are whole, so that it can be seen what ends an article.
    two = build(made[:2]).encode()
    begin = min(len(two), len(whole) - 1)
    data = whole[: begin + int((len(whole) - begin) * where)]
    found, errors = read(tmp_path, name, data)
    assert len(found) <= len(made)
    for document, article in zip(found, made, strict=False):
        expected = article.expected(tags=layout != "classic text, labelled")
        own = as_read(document)
        if document is found[-1]:
            expected["details"].pop("publisher", None)
            own["details"].pop("publisher", None)
        assert own == expected
        assert published(document) == article.day
    if len(found) < len(made):
        assert errors or "without cover" in layout
