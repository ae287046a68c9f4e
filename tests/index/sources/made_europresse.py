"""Exports of Europresse, in today's layout and that until 2014, and texts of NewsBank."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from tests.index.sources.made_database_exports import Made

if TYPE_CHECKING:
    from collections.abc import Sequence


def _header(article: Made) -> str:
    section = f"{article.section}, " if article.section else ""
    page = f", p. {article.page}" if article.page else ""
    return f"{section}mardi {article.day} mai 2025{page}"


def document_id(article: Made) -> str:
    return f"news·202505{article.day:02}·LM·{article.own_id}"


def new_article(article: Made) -> str:
    body = "".join(f"<p>{escape(text).replace('the', '<mark>the</mark>', 1)}</p>" for text in article.body)
    authors = f'<div class="docAuthors">{article.author}</div>' if article.author else ""
    number = f"<p>Numéro de document : {document_id(article)}</p>" if article.own_id else ""
    return (
        f'<article> <header> <img sourcecode="LM" /> <div class="rdp__DocPublicationName"> '
        '<span class="DocPublicationName">'
        f'{article.outlet}, no. 43018 </span> </div> <div> <span class="DocHeader">{_header(article)}</span> </div>'
        f'<div class="titreArticle"><p class="sm-margin-bottom">Sur-titre</p><p class="sm-margin-TopNews '
        "titreArticleVisu "
        f'rdp__articletitle">{article.title}</p></div>{authors}</header><section> <div class="DocText clearfix"> '
        f"<div class='docOcurrContainer'>{body}</div></div></section>"
        "<aside><p><b>Illustration(s) : </b></p></aside><footer>"
        f"<small>© 2025 {article.outlet}. Tous droits réservés.</small>{number}"
        '<div id="divPubliC"><span id="PubliC_lblCertificatIssuedTo">Ce certificat est émis à <b>Université</b></span>'
        '<span>Date d\'émission : <b><span id="PubliC_lblEndDate">2025-07-04</span></b></span></div></footer></article>'
    )


def new_export(articles: Sequence[Made]) -> str:
    return (
        '<!DOCTYPE html><html><head><meta charset="utf-8"><title></title><style>p {}</style></head><body>'
        + "".join(map(new_article, articles))
        + "</body></html>"
    )


def old_export(articles: Sequence[Made]) -> str:
    parts = []
    for article in articles:
        section = f'<span class="DocHeader">{article.section}, </span>' if article.section else ""
        page = f'<span class="DocHeader">, p. {article.page}</span>' if article.page else ""
        author = f"{article.author}<br>" if article.author else ""
        parts.append(
            '<table border="0"><tr><td><table id="tbHeaderImages"><tr><td><img src="x"></td></tr></table>'
            f'<span class="DocPublicationName">{article.outlet}, no. 5968</span><br>{section}<span class="DocHeader">'
            f'mardi </span><span class="DocHeader">{article.day} mai 2025</span>{page}<br><br>Sur-titre<br>'
            f'<span class="TitreArticleVisu">{article.title}</span><br><br>{author}'
            + "".join(f"<p></p>{escape(text)}" for text in article.body)
            + f"<p></p><b><i>© 2025 {article.outlet}. Tous droits réservés.</i></b><p></p>"
            f"Numéro de document : {document_id(article)}<br><table><tr><td>Ce certificat est émis à <b>Université</b>"
            "</td></tr></table></td></tr></table><p>"
        )
    return (
        '<html><head><meta http-equiv="Content-Type" content="text/html; charset=iso-8859-1"></head><body>'
        "<input value='Sauvegarder'>" + "".join(parts) + "</body></html>"
    )


def newsbank_text(articles: Sequence[Made]) -> str:
    parts = []
    for article in articles:
        name = article.outlet.removeprefix("The ")
        page = f" | Page {article.page}" if article.page else ""
        about = (f"Author: {article.author} | " if article.author else "") + (
            f"Section: {article.section} | " if article.section else ""
        )
        parts.append(
            f"{article.title}\n{article.month_first} | {name}, The (Lakeside, NC) | Lakeside, North Carolina{page}\n"
            + (f"{about}412 Words\n" if about else "")
            + "OpenURL Link\n"
            + "\n\n".join(article.body)
            + f"\n\nCopyright, 2025, {name}, The (Lakeside, NC), All rights reserved.\n"
            f"Record Number: N{article.number}XYZ\n"
        )
    return "\n".join(parts)
