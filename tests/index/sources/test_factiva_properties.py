"""Exports of Factiva with any number of articles are read back exactly; cut off, nothing is merged or made up."""

from __future__ import annotations

import string
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from peaceindex.cleaning import dates
from peaceindex.model.article import RawDocument
from tests.trials import SOAK, examples

from .made import read
from .made_factiva import INTERFACES, Made, as_read, codes_html, codes_text, display_html, display_text

if TYPE_CHECKING:
    from pathlib import Path

_WORDS = st.text(string.ascii_lowercase, min_size=2, max_size=9)
_SENTENCE = st.lists(_WORDS, min_size=6, max_size=40).map(lambda words: (" ".join(words)).capitalize() + ".")
_LOOKALIKE = st.sampled_from(
    [
        "HD",
        "IN",
        "BY",
        "NS",
        "SE",
        "LA",
        "IN the chamber nobody spoke.",
        "RE: your letter of the third of May.",
        "412 words",
        "12 May 2025",
        "English",
        "Copyright 2024 rules were broken by the site, the court said.",
        "By Ilan Morek",
        "Search Summary",
        "Document AMBC000020250512el5c0001x was quoted by the court.",
        "The delegation & its guests <spoke> of nine days.",
        "09:14",
        "LP",
        "A report of 412 words was printed on 12 May 2025 in the Amber Courier, in English.",
        "- - -",
    ]
)
_TITLE_END = st.sampled_from(["talks", "and a much longer second part of it, and a third, then the last one"])
_NAME = st.sampled_from(["Torlak", "Ferran", "Obrad", "Morek", "Ilan", "Sedan", "Vastra", "Kolm"])
_TERMS = ["Peace Talks", "National/Presidential Elections", "Human Rights", "Refugees, Return of", "Domestic Politics"]
_REGIONS = ["Lakeland", "Northern Valley", "European Union"]


@st.composite
def articles(draw: st.DrawFn, most: int = 60 if SOAK else 15) -> list[Made]:
    """Draw articles with values that no two share."""
    count = draw(st.one_of(st.integers(1, 8), st.integers(1, most)))
    body = st.lists(st.one_of(_SENTENCE, _LOOKALIKE), max_size=5)
    made = []
    for i in range(count):
        mark = f"{i:03}"
        publisher = draw(st.sampled_from(["", f"Amber Press {mark} Limited"]))
        made.append(
            Made(
                title=f"Headline {mark} of {draw(_WORDS)} {draw(_TITLE_END)}",
                outlet=f"The {draw(_WORDS).capitalize()} Courier {mark}",
                day=draw(st.dates(date(1985, 1, 1), date(2024, 12, 31))),
                paragraphs=(
                    draw(_SENTENCE) + f" First {mark}.",
                    draw(_SENTENCE),
                    *draw(body),
                    draw(_SENTENCE) + f" Last {mark}.",
                ),
                code=f"{draw(st.sampled_from(['AM', 'NHER', 'BOSPH']))}{chr(65 + i // 26)}{chr(65 + i % 26)}",
                serial=f"e{i:08}",
                authors=tuple(
                    f"{draw(_NAME)}a {draw(_NAME)}{c * (i + 1)}".title() for c in "xyz"[: draw(st.integers(0, 3))]
                ),
                time=draw(st.sampled_from(["", "09:14", "22:15"])),
                edition=draw(st.sampled_from(["", "First", "Late Edition - Final"])),
                section=draw(st.sampled_from(["", f"Desk {mark}"])),
                page=draw(st.sampled_from(["", str(i + 1), f"A{i + 1}"])),
                words=draw(st.sampled_from([100 + i, 1200 + i])),
                subjects=tuple(draw(st.lists(st.sampled_from(_TERMS), max_size=4, unique=True))),
                regions=tuple(draw(st.lists(st.sampled_from(_REGIONS), max_size=2, unique=True))),
                rights=draw(st.sampled_from(["", f"Amber Media {mark} Ltd"])),
                publisher=publisher,
                language=draw(st.sampled_from(["en", "de", "fr", "zh"])),
            )
        )
    return made


Layout = Callable[[Sequence[Made]], str]
LAYOUTS: dict[str, tuple[Layout, str]] = {
    **{f"codes, text {name}": (partial(codes_text, words=words), "x.txt") for name, words in INTERFACES.items()},
    "codes, text, on one line": (partial(codes_text, gap="  "), "x.txt"),
    "codes, text, with tabs": (partial(codes_text, gap="\t"), "x.txt"),
    "codes, text, one space": (partial(codes_text, gap=" "), "x.txt"),
    "codes, text, without summary": (partial(codes_text, summary=False), "x.txt"),
    "codes, HTML": (codes_html, "x.html"),
    "codes, HTML, French": (partial(codes_html, words=INTERFACES["fr"]), "x.html"),
    **{f"display, text {name}": (partial(display_text, words=words), "x.txt") for name, words in INTERFACES.items()},
    "display, text, with contents": (partial(display_text, contents=True), "x.txt"),
    **{f"display, HTML {name}": (partial(display_html, words=words), "x.html") for name, words in INTERFACES.items()},
    "display, HTML of 2013": (partial(display_html, old=True), "x.html"),
}


def published(document: RawDocument) -> tuple[date, str]:
    (found,) = dates.find_all(document.stated["published"])
    return found.day, found.time


def check(document: RawDocument, made: Made, layout: str) -> None:
    assert as_read(document) == made.expected(tags=layout.startswith("codes"))
    assert published(document) == (made.day, made.time)


@pytest.mark.parametrize("layout", LAYOUTS)
@settings(max_examples=examples(8))
@given(made=articles())
def test_what_is_written_is_read_back(tmp_path: Path, layout: str, made: list[Made]) -> None:
    build, name = LAYOUTS[layout]
    found, errors = read(tmp_path, name, build(made).encode())
    assert not errors
    assert len(found) == len(made)
    for document, article in zip(found, made, strict=True):
        check(document, article, layout)


@pytest.mark.parametrize("layout", LAYOUTS)
@settings(max_examples=examples(12))
@given(made=articles(most=6), where=st.floats(0, 1))
def test_an_export_that_is_cut_off_gives_what_is_whole(
    tmp_path: Path, layout: str, made: list[Made], where: float
) -> None:
    build, name = LAYOUTS[layout]
    whole = build(made).encode()
    size = len(build(made[:1]).encode()) // 3
    data = whole[: size + int((len(whole) - size) * where)]
    found, errors = read(tmp_path, name, data)
    texts = data.decode(errors="ignore")
    complete = [article for article in made if f" {article.number}" in texts]
    if len(found) == 1 and not complete:
        return  # too little is left to see that it is an export
    assert len(found) == len(complete)
    for document, article in zip(found, complete, strict=True):
        check(document, article, layout)
    rest = made[len(complete) :]
    read_to = texts.rfind(f" {complete[-1].number}") if complete else 0
    if rest and texts.rfind(rest[0].title) > read_to:  # not only in the table of contents
        assert errors


@pytest.mark.parametrize("layout", LAYOUTS)
@settings(max_examples=examples(8))
@given(made=articles(most=12), data=st.data())
def test_a_missing_value_stays_unknown(tmp_path: Path, layout: str, made: list[Made], data: st.DataObject) -> None:
    build, name = LAYOUTS[layout]
    i = data.draw(st.integers(0, len(made) - 1))
    empty = data.draw(st.sampled_from(["authors", "section", "edition", "page", "rights", "publisher", "subjects"]))
    made[i] = replace(made[i], **{empty: () if empty in ("authors", "subjects") else ""})  # type: ignore[arg-type]
    found, errors = read(tmp_path, name, build(made).encode())
    assert not errors
    for document, article in zip(found, made, strict=True):
        check(document, article, layout)
