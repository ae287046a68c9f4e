"""Exports of ProQuest are read as one article for each document, and nothing comes from another document."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.index.sources.made_database_exports import Found, Made, all_made, read_export
from tests.index.sources.made_proquest import END, ENGLISH, FRONT, LANGUAGES, RULE, document, page_export, text_export
from tests.trials import examples

FIRST = Made(
    1, "Talks resume", "Amber Courier", 12, "Ana Torlak",
    ("The two delegations met for a second round of talks.", "A third round is expected within the month."),
    ("Peace", "Prisoners"), "World", "A4", "Late Edition", "1234",
)  # fmt: skip
SECOND = Made(
    2, "Opposition walks out", "Northern Herald", 13, "Ilko Ferran",
    ("The opposition walked out of parliament on Tuesday.", "It wants the annexes to be read out in the chamber."),
    ("Parliaments",), "Home", "1", "", "5678",
)  # fmt: skip


def check(found: Found, made: Made) -> None:
    assert found.title == made.title
    assert found.outlet == made.outlet
    assert found.published == made.month_first
    assert found.authors == ([made.author] if made.author else [])
    assert found.tags == list(made.tags)
    assert found.body == made.body
    assert found.details.get("section", "") == made.section
    assert found.details.get("page", "") == made.page
    assert found.details.get("edition", "") == (made.edition if made.outlet else "")


@settings(max_examples=examples(15))
@given(all_made(60), st.sampled_from(LANGUAGES), st.booleans(), st.booleans())
def test_each_article_of_a_text_is_read_exactly(
    articles: list[Made], words: dict[str, str], is_numbered: bool, is_framed: bool
) -> None:
    found, errors, _ = read_export(text_export(articles, words, is_numbered, is_framed))
    assert not errors
    assert len(found) == len(articles)
    for one, made in zip(found, articles, strict=True):
        check(one, made)
        assert one.details.get("document_id", "") == made.own_id


@settings(max_examples=examples(15))
@given(all_made(60), st.sampled_from(LANGUAGES))
def test_each_article_of_a_page_is_read_exactly(articles: list[Made], words: dict[str, str]) -> None:
    found, errors, _ = read_export(page_export(articles, words), "export.html")
    assert not errors
    assert len(found) == len(articles)
    for one, made in zip(found, articles, strict=True):
        check(one, made)
        assert one.details["document_id"] == made.own_id or not made.own_id
        assert one.details["words"] == str(sum(len(paragraph.split()) for paragraph in made.body))


@settings(max_examples=examples(40))
@given(all_made(8, is_full=True), st.floats(0.15, 1), st.booleans())
def test_what_is_whole_in_a_text_that_is_cut_off_is_read(articles: list[Made], share: float, is_numbered: bool) -> None:
    text = text_export(articles, is_numbered=is_numbered)
    text = text[: int(len(text) * share)]
    found, errors, _ = read_export(text)
    starts = [i for i, a in enumerate(articles) if f"{a.title}\n\nAuthor: " in text]
    if len(starts) < 2:
        return  # too little of it is left to be known as an export
    for one, made in zip(found, articles, strict=False):
        check(one, made)
    assert len(found) <= len(starts)
    assert len(found) >= len(starts) - 1
    if len(found) < len(starts):
        assert errors


def test_front_contents_bibliography_and_contact_are_no_text() -> None:
    text = text_export([FIRST, SECOND]).replace(
        END, f"\n\n{RULE}\n\nBibliography\n\nCitation style: APA 6th\n\nTorlak, A. (2025). Talks resume. Amber.{END}"
    )
    found, errors, documents = read_export(text)
    assert not errors
    check(found[0], FIRST)
    check(found[1], SECOND)
    assert not any("Bibliography" in one.text or "Contact us" in one.text for one in documents)
    assert documents[0].evidence.retrieved == "June 02 2025 10:11"
    assert documents[0].evidence.retrieved_by == "export"
    assert documents[1].evidence.record == 2
    assert documents[0].stated["url"] == "https://www.proquest.com/docview/1234"


def test_a_number_of_documents_that_differs_is_reported() -> None:
    text = text_export([FIRST, SECOND]).replace(" of 2\n", " of 84\n")
    found, errors, _ = read_export(text)
    assert len(found) == 2
    assert len(errors) == 1
    assert "84 documents" in errors[0]


def test_values_are_not_carried_over() -> None:
    """What a document does not state is unknown, even where the document before it states it."""
    bare = Made(2, "Water returns", "", 14, "", ("Farmers in the valley began clearing the channels on Wednesday.",))
    found, errors, _ = read_export(text_export([FIRST, bare, SECOND]))
    assert not errors
    assert found[1].outlet == ""
    assert found[1].authors == []
    assert found[1].tags == []
    assert set(found[1].details) == set()


@pytest.mark.parametrize(
    ("value", "outlet", "edition", "page"),
    [
        ("New York Post ,  Late Edition (East Coast) ; New York, N.Y. [New York, N.Y]08 May 2010: AA.2.",
         "New York Post", "Late Edition (East Coast)", "AA.2"),
        ("Amber Courier; Lakeside [Lakeside]. 08 May 2010: A4.", "Amber Courier", "", "A4"),
        ("Amber Courier (Online): Amber Press. May 8, 2010.", "Amber Courier (Online): Amber Press", "", ""),
        ("Le Lacustre ; Lac [Lac]08 mai 2010: 18.", "Le Lacustre", "", "18"),
    ],
)  # fmt: skip
def test_the_publication_info_says_what_the_title_does_not(value: str, outlet: str, edition: str, page: str) -> None:
    text = (
        f"{RULE}\n\nTalks resume\n\nPublication info: {value}\n\n"
        "Full text: The two delegations met for talks in May.\n\n"
        f"Subject: Peace\n\nProQuest document ID: 77\n\nCopyright: Copyright Press\n\n{RULE}\n"
    )
    (found,), errors, _ = read_export(text)
    assert not errors
    assert (found.outlet, found.details.get("edition", ""), found.details.get("page", "")) == (outlet, edition, page)
    assert "2010" in found.published


def test_a_rule_and_labels_within_a_text_divide_nothing() -> None:
    poem = Made(
        1, "A poem", "Amber Courier", 3, "Ana Torlak",
        ("The first verse was on the wall of the mill.", RULE, "Document 3 of 5", "Title: the second verse",
         "Publication title: so it was called in the house.", "The third verse was never written down by anyone."),
    )  # fmt: skip
    text = text_export([poem, SECOND], is_numbered=False)
    found, errors, _ = read_export(text)
    assert not errors
    check(found[0], poem)
    check(found[1], SECOND)


def test_documents_without_rules_are_told_apart() -> None:
    found, errors, _ = read_export(document(FIRST) + "\n\n" + document(SECOND) + "\n")
    assert not errors
    check(found[0], FIRST)
    check(found[1], SECOND)


def test_a_citation_without_text_is_reported_and_an_abstract_is_named() -> None:
    citation = (
        "Only a citation\n\nAuthor: Obrad, Sena\n\nAbstract: None available.\n\nPublication title: Valley Echo\n\n"
        "Publication date: May 14, 2025\n\nProQuest document ID: 99\n\nCopyright: Copyright Echo"
    )
    abstract = citation.replace("Only a", "Another").replace(
        "None available.", "Farmers have begun clearing channels in the north."
    )
    text = (
        f"\n\n{RULE}\n\n".join([FRONT, document(FIRST), citation, abstract.replace(": 99", ": 98"), document(SECOND)])
        + END
    )
    found, errors, _ = read_export(text)
    assert [one.title for one in found] == ["Talks resume", "Another citation", "Opposition walks out"]
    assert found[1].body == ("Farmers have begun clearing channels in the north.",)
    assert found[1].details["text"] == "abstract only"
    assert len(errors) == 1
    assert "99" in errors[0]


def test_a_broken_record_of_a_page_does_not_hold_the_next() -> None:
    page = page_export([FIRST, SECOND])
    broken = page.replace('HTMLContent="true"><html><head>', 'HTMLContent="true">html&gt;<head', 1).replace(
        "</div>", "", 1
    )
    found, errors, _ = read_export(broken, "export.html")
    assert not errors
    assert found[0].title == FIRST.title
    assert found[0].outlet == FIRST.outlet
    check(found[1], SECOND)


def test_spans_of_newer_pages_give_author_and_outlet() -> None:
    page = (
        '<html><head><title>ProQuest Export</title></head><body><div><a name="DocID_MSTAR_7"></a><p>Talks resume</p>'
        '<p><span class="scholUnivAuthors"><span class="truncatedAuthor">Torlak, Ana.</span></span>'
        '<span class="newspaperArticle"><strong>Amber Courier</strong><strong>, Late Edition; Lakeside</strong> '
        "[Lakeside]. "
        "12 May 2025.</span></p><p><strong>Full text: </strong><Text WordCount='9'>"
        "<p>The two delegations met for talks.</p>"
        "<p>Enlarge this image.</p></Text></p><p><strong>Subject: </strong>Peace</p><p>"
        "<strong>Publication date: </strong>"
        "May 12, 2025</p></div></body></html>"
    )
    (found,), errors, _ = read_export(page, "export.html")
    assert not errors
    assert found == Found(
        "Talks resume", "Amber Courier", "May 12, 2025", ["Ana Torlak"], ["Peace"],
        ("The two delegations met for talks.",),
        {"edition": "Late Edition", "words": "9", "document_id": "7"}, 1,
    )  # fmt: skip


def test_a_page_about_proquest_is_a_page() -> None:
    text = "ProQuest buys a rival\n\nBy Ana Torlak\n\nThe company ProQuest said on Monday at six."
    _, errors, documents = read_export(text)
    assert not errors
    assert "body_lines" not in documents[0].stated


def test_labels_are_known_without_spaces_and_in_any_case() -> None:
    text = document(FIRST, {**ENGLISH, "text": "Full Text", "date": "Publicationdate"}) + f"\n\n{RULE}\n"
    (found,), errors, _ = read_export(text)
    assert not errors
    check(found, FIRST)
