"""Exports of Factiva for the tests, made from articles: each layout in the languages of its interface."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any, Final

from peaceindex.model.article import BODY_LINES, DETAILS, RawDocument

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date


@dataclass(frozen=True)
class Made:
    """An article that an export is made of, and that must be read back."""

    title: str
    outlet: str
    day: date
    paragraphs: tuple[str, ...]
    code: str
    serial: str
    authors: tuple[str, ...] = ()
    time: str = ""
    edition: str = ""
    section: str = ""
    page: str = ""
    words: int = 412
    subjects: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    rights: str = ""
    publisher: str = ""
    language: str = "en"

    @property
    def number(self) -> str:
        """The document number; its day is that of loading, a month later."""
        return f"{self.code:0<8}20{(self.day.year + 1) % 100:02}{self.day.month:02}{self.day.day:02}{self.serial}"

    def expected(self, *, tags: bool = True) -> dict[str, Any]:
        """Return the values that must be stated; the layout without codes states no `tags`."""
        values: dict[str, Any] = {
            "title": self.title,
            "outlet": self.outlet,
            "authors": self.authors,
            "tags": (*self.subjects, *self.regions) if tags else (),
            "language": self.language,
        }
        details = {
            "edition": self.edition,
            "section": self.section,
            "page": self.page,
            "words": str(self.words) if self.words else "",
            "publisher": self.publisher or self.rights,
            "document_id": self.number,
        }
        return {
            **{name: value for name, value in values.items() if value},
            "details": {name: value for name, value in details.items() if value},
            "paragraphs": self.paragraphs,
        }


@dataclass(frozen=True)
class Words:
    """The words of an interface."""

    words: str
    document: str
    by: str
    languages: dict[str, str]
    months: tuple[str, ...]
    date: str
    summary: str
    stamp: str
    rows: tuple[str, ...]


def _split(text: str) -> tuple[str, ...]:
    return tuple(text.split())


ENGLISH: Final = Words(
    "words", "Document", "By ", {"en": "English", "de": "German", "fr": "French", "zh": "Chinese - Traditional"},
    _split("January February March April May June July August September October November December"),
    "{day} {month} {year}", "Search Summary", "Timestamp", ("Text", "Date", "Source", "Results Found"),
)  # fmt: skip
GERMAN: Final = Words(
    "Wörter", "Dokument", "Von ", {"en": "Englisch", "de": "Deutsch", "fr": "Französisch", "zh": "Chinesisch"},
    _split("Januar Februar März April Mai Juni Juli August September Oktober November Dezember"),
    "{day} {month} {year}", "Zusammenfassung der Suche", "Zeitstempel",
    ("Text", "Datum", "Quelle", "Gefundene Ergebnisse"),
)  # fmt: skip
FRENCH: Final = Words(
    "mots", "Document", "Par ", {"en": "Anglais", "de": "Allemand", "fr": "Français", "zh": "Chinois"},
    _split("janvier février mars avril mai juin juillet août septembre octobre novembre décembre"),
    "{day} {month} {year}", "Résumé de la recherche", "Horodatage", ("Texte", "Date", "Source", "Résultats trouvés"),
)  # fmt: skip
SPANISH: Final = Words(
    "palabras", "Documento", "Por ", {"en": "Inglés", "de": "Alemán", "fr": "Francés", "zh": "Chino"},
    _split("enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre"),
    "{day} {month} {year}", "Resumen de la búsqueda", "Marca de tiempo", ("Texto", "Fecha", "Fuente", "Resultados"),
)  # fmt: skip
CHINESE: Final = Words(
    "字", "文件", "By ", {"en": "英文", "de": "德文", "fr": "法文", "zh": "中文（繁體）"},
    tuple(map(str, range(1, 13))), "{year} 年 {month} 月 {day} 日", "搜尋摘要", "時間戳記",
    ("文字", "日期", "來源", "結果"),
)  # fmt: skip
INTERFACES: Final = {"en": ENGLISH, "de": GERMAN, "fr": FRENCH, "es": SPANISH, "zh": CHINESE}


def dated(day: date, words: Words = ENGLISH) -> str:
    """Return a day as the interface writes it."""
    return words.date.format(day=day.day, month=words.months[day.month - 1], year=day.year)


def _fields(made: Made, words: Words) -> list[tuple[str, str]]:
    """Return the header as codes and values, without those that are empty."""
    by = " and ".join(made.authors) if len(made.authors) < 3 else ";".join(made.authors)
    values = [
        ("SE", made.section),
        ("HD", made.title),
        ("BY", words.by + by if by else ""),
        ("WC", f"{made.words:,} {words.words}" if made.words else ""),
        ("PD", dated(made.day, words)),
        ("ET", made.time),
        ("SN", made.outlet),
        ("SC", made.code),
        ("ED", made.edition),
        ("PG", made.page),
        ("LA", words.languages[made.language]),
        ("CY", f"Copyright {made.day.year} {made.rights}. All Rights Reserved." if made.rights else ""),
    ]
    return [(code, value) for code, value in values if value]


def _tail(made: Made, words: Words) -> list[tuple[str, str]]:
    values = [
        ("IN", "i475 : Media" if made.subjects else ""),
        ("NS", " | ".join(f"g{i}cat : {term}" for i, term in enumerate(made.subjects))),
        ("RE", " | ".join(f"r{i}z : {term}" for i, term in enumerate(made.regions))),
        ("PUB", made.publisher),
        ("AN", f"{words.document} {made.number}"),
    ]
    return [(code, value) for code, value in values if value]


def _end(words: Words) -> list[str]:
    values = ("ceasefire and prisoners", "All Dates", "All Sources", "5,012", "26 March 2014 14:54")
    rows = zip((*words.rows, words.stamp), values, strict=True)
    return [words.summary, *(text for row in rows for text in row)]


def codes_text(articles: Sequence[Made], words: Words = ENGLISH, *, gap: str = "\n", summary: bool = True) -> str:
    """Return the export with codes as text; `gap` stands between a code and its value."""
    lines: list[str] = [""]
    for made in articles:
        lines += [f"{code}{gap}{value}" for code, value in _fields(made, words)]
        lines += [f"LP{gap}{made.paragraphs[0]}"]
        if made.paragraphs[1:]:
            lines += [f"TD{gap}" + "\n\n".join(made.paragraphs[1:]), ""]
        lines += [f"{code}{gap}{value}" for code, value in _tail(made, words)]
        lines += ["", ""]
    return "\n".join([*lines, *(_end(words) if summary else [])]) + "\n"


def _paragraph(text: str) -> str:
    """Return the beginning of a paragraph of text as markup, in which hits of the search are bold."""
    marked = escape(text).replace("delegation", "<b>delegation</b>")
    return f'<p class="articleParagraph enarticleParagraph">{marked}'


def codes_html(articles: Sequence[Made], words: Words = ENGLISH) -> str:
    """Return the export with codes as a page."""

    def row(code: str, value: str, lead: str = "") -> str:
        cell = f'<td align="right" valign="top" class="index">{lead}<b>{code}</b>&nbsp;</td>'
        return f"<tr>{cell}<td>{lead}{value}</td></tr>\n"

    def text(code: str, paragraphs: Sequence[str]) -> str:
        cell = f'<td align="right" valign="top" class="index"><p><b>{code}</b>&nbsp;</p></td>'
        inner = "".join(f"{_paragraph(p)}</p>\n" for p in paragraphs)
        return f"<tr>{cell}<td>{inner}</td></tr>\n"

    pieces = [_PAGE_TOP]
    for made in articles:
        rows = "".join(
            row(code, f"<b class='enHeadline'>{escape(value)}</b>" if code == "HD" else escape(value))
            for code, value in _fields(made, words)
        )
        rows += text("LP", made.paragraphs[:1]) + (text("TD", made.paragraphs[1:]) if made.paragraphs[1:] else "")
        rows += "".join(row(code, escape(value), "<br/>") for code, value in _tail(made, words))
        pieces.append(f'<div class="article enArticle"><table border="0">{rows}</table><br/></div><br/><span></span>')
    return "".join(pieces) + _page_end(words)


def display_text(articles: Sequence[Made], words: Words = ENGLISH, *, contents: bool = False) -> str:
    """Return the export without codes as text."""
    lines = ["Factiva", "", "Dow Jones", ""]
    if contents:
        lines += [f"{made.title}{'.' * 12}{3 * i + 2}" for i, made in enumerate(articles)] + [""]
    for made in articles:
        lines += [value for _, value in _fields(made, words)] + [""]
        for paragraph in made.paragraphs:
            lines += [paragraph, ""]
        lines += [made.publisher] if made.publisher else []
        lines += [f"{words.document} {made.number}", ""]
        if contents:
            lines += ["Page 3 of 57 © 2025 Factiva, Inc. All rights reserved.", ""]
    return "\n".join([*lines, *_end(words)]) + "\n"


def display_html(articles: Sequence[Made], words: Words = ENGLISH, *, old: bool = False) -> str:
    """Return the export without codes as a page; `old` as in 2013."""
    pieces = [_PAGE_TOP]
    for made in articles:
        parts = []
        for code, value in _fields(made, words):
            text = escape(value)
            if code == "HD" and old:
                text = f"<div id=\"hd\"><b class='enHeadline counted'>{text}</b> </div>"
            elif code == "HD":
                first, _, rest = text.partition(" ")
                text = f"<div id=\"hd\" ><span class='enHeadline'><b>{first}</b> {rest}</span>   </div>"
            elif code == "BY":
                text = f'<div class="author">{text} </div>'
            else:
                text = f"<div>{text} </div>"
            parts.append(text)
        body = "".join(f"{_paragraph(p)}\n</p>\n" for p in made.paragraphs)
        tail = (f"<p>{escape(made.publisher)}</p>" if made.publisher else "") + f"<p>{words.document} {made.number}</p>"
        inner = f'<div class="article enArticle"><p>\n{"".join(parts)}\n</p>\n{body}{tail}</div>'
        outer = inner if old else f'<div id="article-{made.number}" class="article" >{inner}</div>'
        pieces.append(f"{outer}<br/><span></span>\n")
    return "".join(pieces) + _page_end(words)


_PAGE_TOP: Final = (
    '<html><head><title>Factiva</title></head><body><div id="navcontainer" class="fcpNavContainer">'
    '<h1>Dow Jones Factiva</h1></div><form><input type="hidden" name="_XFORMSESSSTATE" value="x"/></form>'
    '<div id="contentWrapper"><div id="contentLeft" class="carryOverOpen"><span></span>'
)


def _page_end(words: Words) -> str:
    title, *rest = _end(words)
    rows = "".join(
        f'<tr><td class="label">{label}</td><td>{value}</td></tr>'
        for label, value in zip(rest[::2], rest[1::2], strict=True)
    )
    return (
        f'<table class="searchPreview "><tr><td class="sbSummaryTitle">{title}</td></tr>{rows}</table>'
        '</div></div><div><span class="copyright">© 2018 Factiva, Inc.  All rights reserved.</span></div>'
        "</body></html>"
    )


def as_read(document: RawDocument) -> dict[str, Any]:
    """Return what a document states, as `Made.expected` does."""
    ((first, last),) = document.stated[BODY_LINES]
    body = document.text.split("\n")[first - 1 : last]
    names = ("title", "outlet", "authors", "tags", "language")
    stated = {name: document.stated[name] for name in names if name in document.stated}
    return {
        **{name: tuple(value) if isinstance(value, list | tuple) else value for name, value in stated.items()},
        "details": dict(document.stated.get(DETAILS) or {}),
        "paragraphs": tuple(line for line in body if line),
    }
