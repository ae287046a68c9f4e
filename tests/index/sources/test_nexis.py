"""Exports of Nexis and LexisNexis: layouts that occur, each with what must be read."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from peaceindex.errors import NoSourceError
from peaceindex.model.article import BODY_LINES, DETAILS, RawDocument
from peaceindex.sources import documents
from tests.index.sources.made import read, zipped
from tests.index.sources.made_nexis import Made, as_read, classic_html, classic_text, uni_markup, uni_text

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

TALKS = (
    "The two delegations met for a second round of talks in the lakeside town on the border, and agreed to exchange "
    "lists before the end of the month."
)
LISTS = "Officials from both sides said that the ceasefire along the river had held for nine days."
WALK = "The opposition walked out of parliament on Tuesday after the speaker refused a debate on the deal."


def centred(*lines: str) -> str:
    return "\n".join(f"{line:^76}".rstrip() for line in lines)


def body(document: RawDocument) -> list[str]:
    ((first, last),) = document.stated[BODY_LINES]
    return [line for line in document.text.split("\n")[first - 1 : last] if line]


def details(document: RawDocument) -> dict[str, str]:
    return dict(document.stated.get(DETAILS) or {})


def only(folder: Path, text: str, name: str = "x.txt") -> RawDocument:
    found, errors = read(folder, name, text.encode())
    assert not errors
    (document,) = found
    return document


SECOND = f"""
{centred("2 of 2 DOCUMENTS")}

{centred("The Northern Herald")}

{centred("May 13, 2025 Tuesday")}

Opposition walks out

LENGTH: 388 words

{WALK}

LOAD-DATE: May 14, 2025

LANGUAGE: ENGLISH

{centred("Copyright 2025 Herald Media", "All Rights Reserved")}
"""


def test_the_cover_is_no_article_and_states_count_and_day(tmp_path: Path) -> None:
    text = f"""Download Request: Selected Items: 1-2, 5
Time Of Request: Friday, March 20, 2018  16:51:31

Send To:
2152 311G
SOME UNIVERSITY LIBRARY

Terms: (talks and (river or bridge)) and date geq (01/01/2025)


Source: Amber Courier;Northern Herald
Project ID: None


{centred("1 of 2 DOCUMENTS")}

{centred("The Amber Courier (London)")}

{centred("May 12, 2025 Monday 11:21 AM GMT", "Edition 1;", "Scotland")}

Delegations meet again in lakeside town;
Both sides speak of a third round

BYLINE: Ana Torlak in Lakeside and Ilko Ferran

SECTION: FEATURES; ANGLING NOTES; Pg. B22

LENGTH: 2,968  words


{TALKS}

{LISTS}

GRAPHIC: Photo: The bridge at night.

LOAD-DATE: May 13, 2025

{centred("Copyright 2025 Amber Press Ltd", "All Rights Reserved")}
{SECOND}

Time of Request:  Friday, March 20, 2018  16:51:31
Print Number:  2821:0:1
Number of Lines: 345
"""
    found, errors = read(tmp_path, "x.txt", text.encode())
    assert ["states that it holds 3 documents" in error for error in errors] == [True]
    first, second = found
    assert first.stated["title"] == "Delegations meet again in lakeside town; Both sides speak of a third round"
    assert first.stated["outlet"] == "The Amber Courier (London)"
    assert first.stated["published"] == "May 12, 2025 11:21 AM GMT"
    assert list(first.stated["authors"]) == ["Ana Torlak", "Ilko Ferran"]
    assert details(first) == {
        "edition": "Edition 1; Scotland",
        "section": "FEATURES; ANGLING NOTES",
        "page": "B22",
        "words": "2968",
        "publisher": "Amber Press Ltd",
    }
    assert body(first) == [TALKS, LISTS]
    assert "GRAPHIC: Photo: The bridge at night." in first.text
    assert first.evidence.retrieved.startswith("Friday, March 20, 2018")
    assert first.evidence.retrieved_by == "export"
    assert body(second) == [WALK]
    assert "Print Number" not in second.text


def test_what_an_article_does_not_state_stays_unknown(tmp_path: Path) -> None:
    text = f"""
{centred("1 of 2 DOCUMENTS")}

{centred("The Amber Courier")}

Delegations meet again

BYLINE: Ana Torlak

{TALKS}

LOAD-DATE: May 13, 2025

{centred("Copyright 2025 Amber Press Ltd", "All Rights Reserved")}
{SECOND}"""
    (first, second), errors = read(tmp_path, "x.txt", text.encode())
    assert not errors
    assert first.stated["outlet"] == "The Amber Courier"
    assert first.stated["title"] == "Delegations meet again"
    assert "published" not in first.stated
    assert "words" not in details(first)
    assert body(first) == [TALKS]
    assert "authors" not in second.stated


def test_the_copyright_may_stand_above_and_the_date_in_two_languages(tmp_path: Path) -> None:
    document = only(
        tmp_path,
        f"""
{centred("1 of 1 DOCUMENT")}

{centred("Copyright 2002 Amber Uitgevers B.V.", "All Rights Reserved", "De Amberkoerier")}

{centred("24. September 2002")}

{centred("September 24, 2002")}

LENGTE: 158 woorden
KOP: Gesprekken hervat;
 Tweede ronde aan het meer
AUTEUR: Door Ana Torlak
TEKST:
   {TALKS}

   {LISTS}
PUB-TYPE: Krant
TAAL: Dutch / Nederlands
LOAD-DATE: September 25, 2002
""",
    )
    assert document.stated["title"] == "Gesprekken hervat; Tweede ronde aan het meer"
    assert document.stated["outlet"] == "De Amberkoerier"
    assert document.stated["published"] == "24. September 2002"
    assert list(document.stated["authors"]) == ["Ana Torlak"]
    assert document.stated["language"] == "nl"
    assert details(document) == {"words": "158", "publisher": "Amber Uitgevers B.V."}
    assert body(document) == [TALKS, LISTS]


def test_a_correction_is_no_part_of_the_text(tmp_path: Path) -> None:
    document = only(
        tmp_path,
        f"""
{centred("1 of 1 DOCUMENT")}

{centred("The Amber Courier")}

{centred("January 28, 1993, Thursday, Late Edition - Final", "Correction Appended")}

Talks resume

LENGTH: 158 words

{TALKS}

CORRECTION-DATE: January 30, 1993

CORRECTION:

An article on Thursday misstated the name of the town.

It is Lakeside.

LOAD-DATE: January 31, 1993

{centred("Copyright 1993 Amber Press")}
""",
    )
    assert body(document) == [TALKS]
    assert document.stated["modified"] == "January 30, 1993"
    assert details(document)["edition"] == "Late Edition - Final"
    assert "It is Lakeside." in document.text


def test_a_document_that_could_not_be_shown_is_reported(tmp_path: Path) -> None:
    text = f"""
{centred("1 of 2 DOCUMENTS")}

We are sorry but there is an error in this document and it is not possible to display it.

{SECOND}"""
    found, errors = read(tmp_path, "x.txt", text.encode())
    assert [document.stated["title"] for document in found] == ["Opposition walks out"]
    assert any("could not show" in error for error in errors)


def article(outlet: str, title: str, text: str, day: str = "May 12, 2025 Monday") -> str:
    return f"""
{centred(outlet)}

{centred(day)}

{title}

LENGTH: 412 words

{text}

LOAD-DATE: May 13, 2025

{centred(f"Copyright 2025 {outlet} Ltd", "All Rights Reserved")}
"""


def test_a_document_without_its_counter_is_an_article_of_its_own(tmp_path: Path) -> None:
    one, two, three = (
        article("Amber Courier", "One", TALKS),
        article("Herald", "Two", WALK),
        article("Echo", "Three", LISTS),
    )
    for text, names in (
        (one + two + three, "no counters"),
        (f"{centred('1 of 3 DOCUMENTS')}\n{one}{two}{centred('3 of 3 DOCUMENTS')}\n{three}", "the second is missing"),
        (f"{one}{centred('2 of 3 DOCUMENTS')}\n{two}{centred('3 of 3 DOCUMENTS')}\n{three}", "the first is missing"),
    ):
        found, errors = read(tmp_path, "x.txt", text.encode())
        assert not errors, names
        assert [document.stated["outlet"] for document in found] == ["Amber Courier", "Herald", "Echo"], names
        assert [document.stated["title"] for document in found] == ["One", "Two", "Three"], names
        assert [body(document) for document in found] == [[TALKS], [WALK], [LISTS]], names


def test_files_put_together_and_counters_that_do_not_begin_at_one(tmp_path: Path) -> None:
    def numbered(counter: str, text: str) -> str:
        return f"\n{centred(counter)}\n{text}"

    one, two = article("Amber Courier", "One", TALKS), article("Herald", "Two", WALK)
    cover = "\nDownload Request: All Items: 2001-2002\nTime Of Request: Monday, May 19, 2025\n\n\n"
    glued = (
        numbered("1 of 2 DOCUMENTS", one)
        + numbered("2 of 2 DOCUMENTS", two)
        + cover
        + numbered("2001 of 2002 DOCUMENTS", article("Echo", "Three", LISTS))
        + numbered("2002 of 2002 DOCUMENTS", article("Mail", "Four", WALK))
    )
    found, errors = read(tmp_path, "x.txt", glued.encode())
    assert not errors
    assert [document.stated["title"] for document in found] == ["One", "Two", "Three", "Four"]
    assert "Download" not in found[1].text
    short = numbered("1 of 9 DOCUMENTS", one) + numbered("2 of 9 DOCUMENTS", two)
    found, errors = read(tmp_path, "x.txt", short.encode())
    assert len(found) == 2
    assert ["states that it holds 9 documents" in error for error in errors] == [True]


def test_web_articles_without_labels(tmp_path: Path) -> None:
    document = only(
        tmp_path,
        f"""
{centred("1 of 1 DOCUMENT")}

{centred("amberkoerier.example")}

{centred("http://amberkoerier.example/talks/12")}

{centred("12 mei 2025 maandag")}

Gesprekken hervat

412 woorden

Bewaar lees artikel

{TALKS}

{LISTS}
""",
    )
    assert document.stated["title"] == "Gesprekken hervat"
    assert document.stated["url"] == "http://amberkoerier.example/talks/12"
    assert details(document)["words"] == "412"
    assert body(document) == [TALKS, LISTS]


def test_a_headline_may_stand_above_the_outlet_and_an_ordinary_text_is_none(tmp_path: Path) -> None:
    document = only(
        tmp_path,
        f"""
{centred("Dokument 1 von 1")}

Opposition verlässt den Saal

{centred("Nordkurier")}

{centred("Dienstag 13. Mai 2025")}

AUTOR: Ilko Ferran

RUBRIK: POLITIK; S. 3

{WALK}

UPDATE: 14. Mai 2025
""",
    )
    assert document.stated["title"] == "Opposition verlässt den Saal"
    assert document.stated["outlet"] == "Nordkurier"
    assert details(document) == {"section": "POLITIK", "page": "3"}
    plain = only(tmp_path, f"Talks resume\n\n{TALKS}\n\n1 of 3 DOCUMENTS\n\n{LISTS}\n\nEnd of Document\n\n{WALK}\n")
    assert BODY_LINES not in plain.stated


UNI = """{title}
{outlet}
{date}

Copyright 2023 {outlet} All Rights Reserved
{fields}
Body

{text}

{tail}Load-Date:\u00a0 May 24, 2023

End of Document

"""


def uni(
    title: str = "Talks resume", outlet: str = "Amber Courier", date: str = "May 22, 2023 Monday", **more: str
) -> str:
    values = {"fields": "Length:\u00a0412 words\n", "text": TALKS, "tail": "", **more}
    return UNI.format(title=title, outlet=outlet, date=date, **values)


def test_dates_and_editions_of_nexis_uni(tmp_path: Path) -> None:
    for line, published, edition in (
        ("May 23, 2023 Tuesday 1:42 PM GMT", "May 23, 2023 1:42 PM GMT", ""),
        ("mercredi 17 avril 2013 20:15 GMT", "17 avril 2013 20:15 GMT", ""),
        ("Sonntag 21.Mai 2023", "21.Mai 2023", ""),
        ("November 27, 2013 Wednesday, FINAL EDITION", "November 27, 2013", "FINAL EDITION"),
        ("May 2, 2002, Thursday,, FINAL EDITION", "May 2, 2002", "FINAL EDITION"),
        ("November 5, 2002 Tuesday Final Edition", "November 5, 2002", "Final Edition"),
        ("June 13, 2005, Monday 20:00:00 - 21:00:00 Eastern Time", "June 13, 2005 20:00:00", ""),
        ("3 Julho 2018 Terça-feira 10:27 AM GMT", "3 Julho 2018 10:27 AM GMT", ""),
        ("4 oktober 2017 woensdag", "4 oktober 2017", ""),
        ("May 22, 2023 Monday\nAndalucía Edición", "May 22, 2023", "Andalucía Edición"),
        ("27. Februar 2012 Montag 9:50 PM GMT+1", "27. Februar 2012 9:50 PM +01:00", ""),
    ):
        document = only(tmp_path, uni(date=line))
        assert document.stated["published"] == published
        assert details(document).get("edition", "") == edition
        assert document.stated["title"] == "Talks resume"
        assert document.stated["outlet"] == "Amber Courier"


def test_an_article_without_a_day_has_none(tmp_path: Path) -> None:
    document = only(tmp_path, uni(date="Correction Appended"))
    assert document.stated["outlet"] == "Amber Courier"
    assert "published" not in document.stated
    document = only(tmp_path, uni(date="June 2004"))
    assert "published" not in document.stated
    assert details(document)["edition"] == "June 2004"


def test_parts_after_the_body_are_no_text(tmp_path: Path) -> None:
    tails = (
        "Graphic\n\nThe bridge at night. Photo by Sena Obrad.\n\n",
        "Related Articles\n\nTalks in the valley\n\nWater returns\n\n",
        "Correction\n\nThe town was misspelt.\n\nCorrection-Date: May 25, 2023\n\n",
        "Classification\n\nLanguage: ENGLISH\n\nSubject: PEACE PROCESS (90%); TALKS (78%) AMNESTY\n (70%)\n\n"
        "Industry: NAICS221310 WATER SUPPLY (85%)\n\nGeographic: LAKESIDE (94%)\n\n",
        "https://amber.example/talks\n\n",
    )
    for tail in tails:
        document = only(tmp_path, uni(tail=tail))
        assert body(document) == [TALKS]
        for line in tail.split("\n"):
            assert line.strip() in document.text
    assert only(tmp_path, uni(tail=tails[4])).stated["url"] == "https://amber.example/talks"
    assert only(tmp_path, uni(tail=tails[2])).stated["modified"] == "May 25, 2023"
    assert list(only(tmp_path, uni(tail=tails[3])).stated["tags"]) == ["PEACE PROCESS", "TALKS", "AMNESTY", "LAKESIDE"]


def test_fields_that_run_on_and_heads_of_pages(tmp_path: Path) -> None:
    fields = "Section: ECONOMÍA; Base; Pág. 20\nLength: 2,571 words\nByline: By Ana Torlak, theguardian.com\n\n"
    fields += "Highlight: A long one\n"
    text = "The delegations met in the\n\nPage 2 of 3\n\nTalks resume\n\ntown on the border.\n\n" + LISTS
    document = only(tmp_path, uni(fields=fields, text=text))
    assert list(document.stated["authors"]) == ["Ana Torlak"]
    assert details(document)["section"] == "ECONOMÍA; Base"
    assert details(document)["page"] == "20"
    assert body(document)[-1] == LISTS
    assert "Page 2 of 3" not in body(document)
    assert "Talks resume" not in body(document)


def test_a_missing_end_of_document_merges_nothing(tmp_path: Path) -> None:
    text = uni("One", "Courier") + uni("Two", "Herald", text=WALK) + uni("Three", "Echo", text=LISTS)
    broken = text.replace("End of Document", "", 1)
    found, errors = read(tmp_path, "x.txt", broken.encode())
    assert not errors
    assert [document.stated["title"] for document in found] == ["One", "Two", "Three"]
    assert [body(document) for document in found] == [[TALKS], [WALK], [LISTS]]
    no_loads = "\n".join(line for line in text.split("\n") if not line.startswith("Load-Date"))
    found, errors = read(tmp_path, "x.txt", no_loads.encode())
    assert not errors
    assert [document.stated["outlet"] for document in found] == ["Courier", "Herald", "Echo"]


def test_a_zip_of_single_documents_with_its_list(tmp_path: Path) -> None:
    names = "User Name: = NAME\nDate and Time: Sunday, July 17, 2022\nDocuments (2)\n"
    names += "1. One\nClient/Matter: -None-\n2. Two\n"
    data = zipped(
        {
            "One.txt": uni("One", "Courier").encode(),
            "Two.txt": uni("Two", "Herald", text=WALK).encode(),
            "Files (2)_doclist.txt": names.encode(),
        }
    )
    (tmp_path / "Files (2).ZIP").write_bytes(data)
    found = list(documents(tmp_path / "Files (2).ZIP", "Files (2).ZIP"))
    assert [item.stated["title"] for item in found if isinstance(item, RawDocument)] == ["One", "Two"]
    (list_of_documents,) = [item for item in found if not isinstance(item, RawDocument)]
    assert isinstance(list_of_documents, NoSourceError)
    assert "list of documents" in list_of_documents.what


@pytest.mark.parametrize("build", [classic_text, classic_html, uni_text, uni_markup])
def test_lines_of_an_export_that_a_text_quotes_are_text(tmp_path: Path, build: Callable[[list[Made]], str]) -> None:
    quoted = (TALKS, "1 of 3 DOCUMENTS", LISTS, "End of Document", WALK, "Body", WALK)
    made = [Made(f"One {n}", f"Courier {n}", date(2020, 1, n), quoted, publisher=f"Media {n}") for n in (1, 2, 3)]
    name = "x.html" if build in (classic_html, uni_markup) else "x.txt"
    found, errors = read(tmp_path, name, build(made).encode())
    assert not errors
    assert [as_read(document) for document in found] == [article.expected() for article in made]


def test_html_states_its_count_and_day(tmp_path: Path) -> None:
    page = f"""<HTML><HEAD><META TOPIC="null" DOCUMENTS="3" UPDATED="Thursday, October 27, 2016  20:54:06 EST"></HEAD>
    <BODY>
    <A NAME="DOC_ID_0_0"></A><DIV><P><SPAN>Dokument 1 von 3</SPAN></P></DIV>
    <BR><DIV><P><SPAN>Nordkurier</SPAN></P></DIV><BR><DIV><P><SPAN>13</SPAN><SPAN>. Mai 2025 Dienstag</SPAN></P></DIV>
    <BR><DIV><P><SPAN>Opposition verl&auml;sst den Saal;<BR>Streit um Geheimhaltung</SPAN></P></DIV>
    <BR><DIV><P><SPAN>AUTOR: </SPAN><SPAN>Ilko Ferran</SPAN></P></DIV>
    <BR><DIV><P><SPAN>L&Auml;NGE: </SPAN><SPAN>388 W&ouml;rter</SPAN></P></DIV>
    <BR><DIV><P><SPAN>HIGHLIGHT:</SPAN><SPAN>&nbsp;Kurz gesagt.</SPAN></P></DIV>
    <BR><DIV><P><SPAN>SPIEGEL: </SPAN><SPAN>Was nun?</SPAN></P><P>{WALK}</P></DIV>
    <TABLE><TR><TD>1</TD><TD>2</TD></TR></TABLE>
    <BR><DIV><P><SPAN>UPDATE: </SPAN><SPAN>14. Mai 2025</SPAN></P></DIV>
    <BR><DIV><P><SPAN>Copyright 2025 Nordmedien GmbH<BR>Alle Rechte vorbehalten</SPAN></P></DIV></BODY></HTML>"""
    found, errors = read(tmp_path, "x.html", page.encode())
    assert ["states that it holds 3 documents" in error for error in errors] == [True]
    (document,) = found
    assert document.stated["title"] == "Opposition verlässt den Saal; Streit um Geheimhaltung"
    assert document.stated["outlet"] == "Nordkurier"
    assert body(document) == ["SPIEGEL: Was nun?", WALK, "1    2"]
    assert document.evidence.retrieved.startswith("Thursday, October 27, 2016")
    assert document.text.startswith("Nordkurier")
