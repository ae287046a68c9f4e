"""Exports of Europresse and NewsBank are read as one article for each document."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings

from tests.index.sources.made_database_exports import Found, Made, all_made, read_export
from tests.index.sources.made_europresse import document_id, new_article, new_export, newsbank_text, old_export
from tests.trials import examples

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


def named(articles: list[Made]) -> list[Made]:
    """The articles, each with an outlet and an id, without which these databases have none."""
    return [
        replace(one, outlet=one.outlet or f"The Herald {one.number}", own_id=one.own_id or f"77{one.number}")
        for one in articles
    ]


def check(found: Found, made: Made) -> None:
    assert found.title == made.title
    assert found.outlet == made.outlet
    assert found.authors == ([made.author] if made.author else [])
    assert found.body == made.body
    assert found.details.get("section", "") == made.section
    assert found.details.get("page", "") == made.page


@settings(max_examples=examples(12))
@given(all_made(60).map(named))
def test_each_article_of_a_page_is_read_exactly(articles: list[Made]) -> None:
    found, errors, documents = read_export(new_export(articles), "export.html")
    assert not errors
    for one, made in zip(found, articles, strict=True):
        check(one, made)
        assert one.published == f"mardi {made.day} mai 2025"
        assert one.details["document_id"] == document_id(made)
    assert {str(document.evidence.retrieved) for document in documents} == {"2025-07-04"}


@settings(max_examples=examples(12))
@given(all_made(60).map(named))
def test_each_article_of_an_older_page_is_read_exactly(articles: list[Made]) -> None:
    found, errors, _ = read_export(old_export(articles).encode("latin-1"), "export.html")
    assert not errors
    for one, made in zip(found, articles, strict=True):
        check(one, made)
        assert one.published == f"mardi {made.day} mai 2025"


@settings(max_examples=examples(12))
@given(all_made(60).map(named))
def test_each_article_of_newsbank_is_read_exactly(articles: list[Made]) -> None:
    found, errors, _ = read_export(newsbank_text(articles))
    assert not errors
    for one, made in zip(found, articles, strict=True):
        check(one, made)
        assert one.published == made.month_first
        assert one.details["document_id"] == f"N{made.number}XYZ"


@pytest.mark.parametrize(("export", "name"), [(new_export, "a.html"), (old_export, "a.html"), (newsbank_text, "a.txt")])
@pytest.mark.parametrize("share", [0.55, 0.62, 0.7, 0.78, 0.85, 0.9, 0.94, 0.97])
def test_what_is_whole_in_an_export_that_is_cut_off_is_read(
    export: Callable[[Sequence[Made]], str], name: str, share: float
) -> None:
    articles = [
        Made(n, f"Talks {n} resume", f"The Courier {n}", n, f"Ana Torlak{n}",
             (f"The {n} parties met for talks at last.",) * 2, section=f"World {n}", page=f"A{n}", own_id=f"55{n}")
        for n in range(1, 5)
    ]  # fmt: skip
    text = export(articles)
    text = text[: int(len(text) * share)]
    begun = sum(article.title in text for article in articles)
    found, errors, _ = read_export(text, name)
    for one, made in zip(found, articles, strict=False):
        check(one, made)
    assert begun - 1 <= len(found) <= begun
    assert errors or len(found) == begun


def test_a_document_without_an_end_tag_or_title_does_not_hold_the_next() -> None:
    one, two, three = (
        Made(n, f"Talks {n}", f"Le Courrier {n}", n, "", (f"Les {n} partis se sont enfin rencontrés.",), own_id=f"1{n}")
        for n in (1, 2, 3)
    )
    broken = new_article(one).replace("</div></div></section>", "")
    page = f"<html><body>{broken}{new_article(two)}{new_article(three)}</body></html>"
    found, errors, _ = read_export(
        page.replace('titreArticleVisu rdp__articletitle">Talks 2', 'x">Talks 2'), "export.html"
    )
    assert not errors
    assert [item.outlet for item in found] == ["Le Courrier 1", "Le Courrier 2", "Le Courrier 3"]
    assert found[1].body == two.body
    assert found[0].body == one.body


@pytest.mark.parametrize("export", [new_export, old_export])
@pytest.mark.parametrize(
    "last",
    [
        "Copyright law was not on the table, a delegate said after the second round of the talks had ended.",
        "Copyright is for the next round.",
        "Lire aussi les lettres de Guernica, dit-elle, c’est comprendre pourquoi la paix prend du temps.",
    ],
)
def test_a_paragraph_that_begins_as_a_notice_stays(export: Callable[[Sequence[Made]], str], last: str) -> None:
    first = "The two parties met for talks on the lake at last, and both of them said that they would come again."
    for body in ((first, last), (first, last, first)):
        articles = [Made(n, "Talks", "Courier", n, "", body, own_id=f"{n}") for n in (1, 2)]
        found, errors, _ = read_export(export(articles), "export.html")
        assert not errors
        assert [item.body for item in found] == [article.body for article in articles]


def test_headers_of_europresse_in_english_with_time_and_words() -> None:
    article = Made(
        1, "Talks", "Amber Courier (web site)", 13, "", ("The parties met for talks on the lake at last.",), own_id="9"
    )
    page = new_export([article]).replace(
        "mardi 13 mai 2025", "World, Friday, November 13, 2015 - 12:30 UTC +0200, p. A3, 843 words"
    )
    (found,), errors, _ = read_export(page, "export.html")
    assert not errors
    assert found.published == "Friday, November 13, 2015"
    assert dict(found.details) == {
        "section": "World",
        "page": "A3",
        "words": "843",
        "document_id": "news·20250513·LM·9",
    }


def test_a_headline_that_runs_into_the_text_before_it_is_reported() -> None:
    articles = [
        Made(
            n,
            f"Talks {n}",
            f"The Courier {n}",
            n,
            "",
            tuple(f"Line {i} of report {n} goes on and on." for i in range(9)),
        )
        for n in (1, 2)
    ]
    text = newsbank_text(articles)
    text = "\n".join(line for line in text.split("\n") if line and not line.startswith(("Copyright", "Record")))
    found, errors, _ = read_export(text)
    assert not found
    assert len(errors) == 2
    assert "next headline" in errors[0]
