"""Exports of Factiva in their many shapes: each value from its own header, and reports of what is no article."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from .made import read
from .made_factiva import Made, as_read, display_text

if TYPE_CHECKING:
    from pathlib import Path

P1 = "The two delegations met for a second round of talks in the lakeside town, and agreed to exchange lists."
P2 = "Officials from both sides said that the ceasefire along the river had held for nine days, although shots fell."
P3 = "A third round is expected, and the mediators have asked each side to bring proposals on the return of families."


def values(tmp_path: Path, name: str, text: str, encoding: str = "utf-8") -> tuple[list[dict[str, Any]], list[str]]:
    found, errors = read(tmp_path, name, text.encode(encoding))
    return [{**as_read(one), "published": one.stated["published"]} for one in found], errors


def test_the_german_interface_and_a_time_after_the_code(tmp_path: Path) -> None:
    text = f"""Factiva

Dow Jones

Politik
Delegationen treffen sich erneut am See
Von Ana Torlak
1.412 Wörter
12 Mai 2025
Bernsteiner Bote
BEBO
BIDE
22:15:30
1
Deutsch
Copyright 2025 Bernstein Verlag GmbH

{P1}

{P2}

Bernstein Verlag GmbH
Dokument BEBO000020250512el5c0001x

Opposition verlässt den Saal
388 Wörter
13 Mai 2025
Nordzeitung
NORZ
Late Edition - Final
9; National
24
Deutsch

{P3}

Dokument NORZ000020250513el5d0001y

Zusammenfassung der Suche
Zeitstempel
16 Januar 2020 7:41 GMT
"""
    (first, second), errors = values(tmp_path, "x.txt", text)
    assert not errors
    assert first == {
        "title": "Delegationen treffen sich erneut am See",
        "outlet": "Bernsteiner Bote",
        "authors": ("Ana Torlak",),
        "language": "de",
        "published": "12 Mai 2025 22:15:30",
        "paragraphs": (P1, P2),
        "details": {
            "section": "Politik",
            "page": "1",
            "words": "1412",
            "publisher": "Bernstein Verlag GmbH",
            "document_id": "BEBO000020250512el5c0001x",
        },
    }
    assert second["details"]["edition"] == "Late Edition - Final"
    assert second["details"]["page"] == "24"
    assert "authors" not in second
    assert second["paragraphs"] == (P3,)


def test_a_german_page_that_names_no_encoding_with_a_headline_between_the_articles(tmp_path: Path) -> None:
    text = f"""<html><body><div class="fcpNavContainer"><h1>Factiva</h1></div><div class="article deArticle"><p>
<div>Außenpolitik</div><div id="hd"><b class='deHeadline'>Gespräche am See</b> </div><div>877 Wörter</div>
<div>9 Januar 1993</div><div>Süddeutsche Probe</div><div>SDDP</div><div>9</div><div>Deutsch</div></p>
<p class="articleParagraph dearticleParagraph">Die Waffenruhe längs des Flusses hält seit neun Tagen.</p>
<p>Bildunterschrift</p><p>Dokument SDDP000020050408dp1300id4</p></div><br/><span></span>
<table class="headlines"><tr><td><b class="printheadline enHeadline">Only a headline</b>
<div class="leadFields">Web Site, 9 January 1993, 72 words, (English)</div></td></tr></table>
<div class="article deArticle"><p><div id="hd"><b class='deHeadline'>Zweiter Titel</b></div><div>12 Wörter</div>
<div>10 Januar 1993</div><div>02:00</div><div>Andere Zeitung</div><div>ANZT</div><div>Deutsch</div></p>
<p class="articleParagraph dearticleParagraph">{P3}</p><p>Dokument ANZT000020050408dp1300id5</p></div>
<span class="copyright">© 2018 Factiva, Inc.  All rights reserved.</span></body></html>"""
    (first, second), (error,) = values(tmp_path, "x.html", text, "cp1252")
    assert (first["title"], first["outlet"], first["details"]["section"]) == (
        "Gespräche am See",
        "Süddeutsche Probe",
        "Außenpolitik",
    )
    assert first["paragraphs"] == ("Die Waffenruhe längs des Flusses hält seit neun Tagen.",)
    assert (second["title"], second["outlet"], second["published"]) == (
        "Zweiter Titel",
        "Andere Zeitung",
        "10 Januar 1993 02:00",
    )
    assert "only a headline" in error


def test_codes_before_wrapped_values(tmp_path: Path) -> None:
    text = """HD\tDelegations meet again in lakeside town, and agree to a third
\tround
BY\tAna Torlak and Ilan Morek
WC\t412 words
PD\t12 May 2025
SN\tAmber Courier
LA\tEnglish
LP\tThe two delegations met for a second round of talks in the lakeside
\ttown on the border, and agreed to exchange lists of prisoners before
\tthe end of the month.
TD\tOfficials said that it had held for nine days.

\tA third round is expected.
NS\tgpeace : Peace Talks | gpol : Domestic
\tPolitics
RE\teurz : Europe
AN\tDocument AMBC000020250512el5c0001x
"""
    (one,), errors = values(tmp_path, "x.txt", text)
    assert not errors
    assert one["title"] == "Delegations meet again in lakeside town, and agree to a third round"
    assert one["authors"] == ("Ana Torlak", "Ilan Morek")
    assert one["tags"] == ("Peace Talks", "Domestic Politics", "Europe")
    assert [paragraph[-12:] for paragraph in one["paragraphs"]] == ["f the month.", "r nine days.", "is expected."]


def test_codes_in_cells_that_bars_part(tmp_path: Path) -> None:
    head = "HD|One title|\nBY|By Ana Torlak|\nWC|412 words|\nPD|12 May 2025|\nSN|Amber Courier|\nLA|English|\n"
    text = f"{head}LP|{P1}|\nTD|{P2}\n\n{P3}|\nNS|gpeace : Peace Talks|\nAN|Document AMBC000020250512el5c0001x|\n"
    (one,), errors = values(tmp_path, "x.txt", text)
    assert not errors
    assert (one["title"], one["outlet"], one["tags"]) == ("One title", "Amber Courier", ("Peace Talks",))
    assert one["paragraphs"] == (P1, P2, P3)


def test_a_text_whose_header_is_lost_joins_no_other(tmp_path: Path) -> None:
    def article(title: str, code: str, text: str) -> str:
        return f"{title}\n412 words\n12 May 2025\nThe {code} Post\n{code}\nEnglish\n\n{text}\n\n{end(code)}"

    def end(code: str) -> str:
        return f"Document {code}000020250512el5c0001x\n\n"

    text = article("One title", "AMBC", P1) + f"{P2}\n\n{end('LOST')}" + article("Third title", "NHER", P3)
    (first, second), (error,) = values(tmp_path, "x.txt", text)
    assert (first["title"], first["paragraphs"]) == ("One title", (P1,))
    assert (second["title"], second["outlet"], second["paragraphs"]) == ("Third title", "The NHER Post", (P3,))
    assert "no heading stands above it" in error


def test_a_list_of_headlines_is_no_article(tmp_path: Path) -> None:
    text = """<html><body><h1>Factiva</h1><b class="printheadline enHeadline">Only a headline</b>
<div class="leadFields">Web Site, 9 January 1993, 72 words, (English)</div></body></html>"""
    found, (error,) = values(tmp_path, "x.html", text)
    assert not found
    assert "list of headlines" in error


def test_a_page_that_quotes_a_document_number_is_a_page(tmp_path: Path) -> None:
    text = (
        f"How to cite\n\n12 May 2025\n\n{P1} Document AMBC000020250512el5c0001x is an example.\n\n412 words\n\n{P2}\n"
    )
    found, errors = read(tmp_path, "x.txt", text.encode())
    assert not errors
    assert [one.source for one in found] == ["x.txt"]


@pytest.mark.parametrize(
    "first",
    [
        "A quarrel over copyright held up the talks on books.",
        "Copyright reform divides the two delegations.",
        "Copyright talks begin again, the mediators said.",
        "Los derechos humanos fueron el tema del segundo día de las conversaciones.",
        "Les droits des réfugiés seront discutés à la prochaine rencontre.",
        "I diritti delle minoranze restano la questione più difficile.",
        "Os direitos das famílias deslocadas foram discutidos.",
        "Авторские объединения призвали стороны к переговорам.",
        "著作権をめぐる協議が再開された。",
        "记者的版权问题在会谈中被提出。",
        "저작권 문제는 회담에서 다루어지지 않았다.",
    ],
)
def test_a_first_paragraph_about_rights_is_text(tmp_path: Path, first: str) -> None:
    made = Made("One title", "Amber Courier", date(2025, 5, 12), (first, P1), "AMBC", "e00000001")
    (one,), errors = values(tmp_path, "x.txt", display_text([made]))
    assert not errors
    assert one["paragraphs"] == (first, P1)


@pytest.mark.parametrize(
    "line",
    [
        "Copyright 2025 Amber Media Ltd. All Rights Reserved.",
        "Copyright Amber Media Ltd",
        "© 2025 Amber Media",
        "(c) 2025 Amber Media",
        "Copyright © 2025, Amber Media",
        "2025 Amber Media. Tous droits réservés.",
        "Amber Media. Todos los derechos reservados",
        "Alle Rechte vorbehalten",
        "(c) Amber Media 2025",
        "Все права защищены. Amber Media",
        "版权所有 2025 Amber Media",
        "無断転載を禁じます Amber Media",
        "저작권자 © Amber Media",
        "Amber Media (c) 2025",
    ],
)
def test_a_line_of_copyright_is_no_text(tmp_path: Path, line: str) -> None:
    made = Made("One title", "Amber Courier", date(2025, 5, 12), (P1, P2), "AMBC", "e00000001")
    text = display_text([made]).replace(f"\n\n{P1}", f"\n{line}\n\n{P1}")
    assert line in text
    (one,), errors = values(tmp_path, "x.txt", text)
    assert not errors
    assert (one["title"], one["outlet"], one["paragraphs"]) == ("One title", "Amber Courier", (P1, P2))
