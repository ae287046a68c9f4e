"""Exports of ProQuest, as text and as a page."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from tests.index.sources.made_database_exports import Made

if TYPE_CHECKING:
    from collections.abc import Sequence

RULE = "_" * 60
FRONT = f"{RULE}\n\nReport Information from ProQuest\n\nJune 02 2025 10:11\n\n"
END = (
    f"\n\n{RULE}\n\nContact us at: http://about.proquest.example/go/contact\n\n"
    "Database copyright © 2025 ProQuest LLC. All rights reserved.\n\nTerms and Conditions: https://terms.example/\n"
)
ENGLISH = {
    "author": "Author", "info": "Publication info", "abstract": "Abstract", "text": "Full text", "subject": "Subject",
    "title": "Title", "outlet": "Publication title", "date": "Publication date", "section": "Section",
    "page": "Pages", "id": "ProQuest document ID", "type": "Document type", "copyright": "Copyright",
}  # fmt: skip
GERMAN = {
    "author": "Autor", "info": "Informationen zur Publikation", "abstract": "Zusammenfassung", "text": "Volltext",
    "subject": "Thema", "title": "Titel", "outlet": "Titel der Publikation", "date": "Publikationsdatum",
    "section": "Bereich", "page": "Seiten", "id": "ProQuest-Dokument-ID", "type": "Dokumententyp",
    "copyright": "Copyright",
}  # fmt: skip
RUSSIAN = {
    "author": "Автор", "info": "Информация о публикации", "abstract": "Аннотация", "text": "Полный текст",
    "subject": "Тема", "title": "Название", "outlet": "Название публикации", "date": "Дата публикации",
    "section": "Раздел", "page": "Страницы", "id": "ID документа ProQuest", "type": "Тип документа",
    "copyright": "Copyright",
}  # fmt: skip
SPANISH = {
    "author": "Autor", "info": "Información de publicación", "abstract": "Resumen", "text": "Texto completo",
    "subject": "Materia", "title": "Título", "outlet": "Título de publicación", "date": "Fecha de publicación",
    "section": "Sección", "page": "Páginas", "id": "ID del documento de ProQuest", "type": "Tipo de documento",
    "copyright": "Copyright",
}  # fmt: skip
TURKISH = {
    "author": "Yazar adı", "info": "Yayın bilgisi", "abstract": "Özet", "text": "Tam metin", "subject": "Konu",
    "title": "Başlık", "outlet": "Yayın adı", "date": "Yayınlanma tarihi", "section": "Bölüm", "page": "Sayfalar",
    "id": "ProQuest belge kimliği", "type": "Belge türü", "copyright": "Telif Hakkı",
}  # fmt: skip
CHINESE = {
    "author": "作者", "info": "出版物信息", "abstract": "摘要", "text": "全文", "subject": "主题", "title": "标题",
    "outlet": "出版物名称", "date": "出版日期", "section": "章节", "page": "页", "id": "ProQuest 文档 ID",
    "type": "文档类型", "copyright": "版权",
}  # fmt: skip
LANGUAGES = (ENGLISH, GERMAN, RUSSIAN, SPANISH, TURKISH, CHINESE)


def labels_of(article: Made, words: dict[str, str]) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """The labels before and after the text."""
    outlet = f"{article.outlet}, {article.edition}; Lakeside" if article.edition else f"{article.outlet}; Lakeside"
    page = f": {article.page}" if article.page else ""
    head = [
        ("author", article.last_first),
        ("info", f"{outlet} [Lakeside]. {article.day:02} May 2025{page}." if article.outlet else ""),
        ("abstract", "None available."),
    ]
    tail = [
        ("subject", "; ".join(article.tags)),
        ("title", article.title),
        ("outlet", outlet if article.outlet else ""),
        ("page", article.page),
        ("date", article.month_first),
        ("section", article.section),
        ("type", "News"),
        ("id", article.own_id),
        ("copyright", f"Copyright Press {article.number} May 2, 2019"),
    ]
    return (
        [(words[key], value) for key, value in head if value],
        [(words[key], value) for key, value in tail if value],
    )


def document(article: Made, words: dict[str, str] = ENGLISH) -> str:
    head, tail = labels_of(article, words)
    return "\n\n".join([
        article.title,
        *(f"{label}: {value}" for label, value in head),
        f"{words['text']}: {article.body[0]}",
        *article.body[1:],
        *(f"{label}: {value}" for label, value in tail),
    ])  # fmt: skip


def text_export(
    articles: Sequence[Made], words: dict[str, str] = ENGLISH, is_numbered: bool = True, is_framed: bool = True
) -> str:
    count = len(articles)
    parts = [
        (f"{RULE}\n\nDocument {number} of {count}\n\n" if is_numbered else f"{RULE}\n\n") + document(article, words)
        for number, article in enumerate(articles, 1)
    ]
    contents = "Table of contents\n\n" + "\n".join(f"{a.number}. {a.title}" for a in articles) + "\n\n"
    return (FRONT + RULE + "\n\n" + contents if is_framed else "") + "\n\n".join(parts) + (END if is_framed else "")


def page_export(articles: Sequence[Made], words: dict[str, str] = ENGLISH) -> str:
    records = []
    for article in articles:
        head, tail = labels_of(article, words)
        body = " ".join(f"<p>{escape(paragraph)}</p>" for paragraph in article.body)
        count = sum(len(paragraph.split()) for paragraph in article.body)
        records.append(
            f'<div style="margin-bottom:20px"><a name="DocID_MSTAR_{article.own_id or 900 + article.number}"></a>'
            f'<p style="x"></p><p style="font-weight:bold;">{escape(article.title)}</p>'
            + "".join(f"<p><strong>{label}:  </strong>{escape(value)}</p>" for label, value in head)
            + '<div style="x"><strong>Links: </strong><a href="https://find.example">Find it</a></div>'
            + f'<p style="x"><strong>{words["text"]}: </strong><Text WordCount="{count}" HTMLContent="true">'
            + f"<html><head><title>x</title></head><body>{body}</body></html></Text></p>"
            + "".join(f"<p><strong>{label}: </strong>{escape(value)}</p>" for label, value in tail)
            + "</div>"
        )
    return (
        "<!DOCTYPE html><html><head><title>ProQuest Export</title></head><body><table><tr><td>All documents are "
        "reproduced with the permission of the copyright owners.</td></tr></table>"
        + "".join(records)
        + '<div class="copyright">Contact ProQuest<p>Database copyright © 2025 ProQuest LLC.</p></div></body></html>'
    )
