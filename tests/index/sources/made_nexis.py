"""Exports of Nexis for the tests, made from articles: each layout in each of its languages."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from datetime import date, timedelta
from html import escape
from typing import TYPE_CHECKING, Any, Final

from peaceindex.model.article import BODY_LINES, DETAILS, RawDocument

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True)
class Made:
    """An article that an export is made of, and that must be read back."""

    title: str
    outlet: str
    day: date
    paragraphs: tuple[str, ...]
    authors: tuple[str, ...] = ()
    edition: str = ""
    section: str = ""
    page: str = ""
    words: str = "412"
    subjects: tuple[str, ...] = ()
    publisher: str = ""

    def expected(self, *, tags: bool = True) -> dict[str, Any]:
        """Return the values that must be stated; a layout without terms states no `tags`."""
        details = {
            "edition": self.edition,
            "section": self.section,
            "page": self.page,
            "words": self.words,
            "publisher": self.publisher,
        }
        values: dict[str, Any] = {
            "title": self.title,
            "outlet": self.outlet,
            "authors": self.authors,
            "tags": self.subjects if tags else (),
        }
        return {
            **{name: value for name, value in values.items() if value},
            "details": {name: value for name, value in details.items() if value},
            "paragraphs": self.paragraphs,
        }


@dataclass(frozen=True)
class Words:
    """The words of an interface."""

    counter: str
    byline: str
    section: str
    length: str
    words: str
    loaded: str
    language: str
    rights: str
    months: tuple[str, ...]
    days: tuple[str, ...]
    date: str
    page: str = "Pg."
    subject: str = "SUBJECT"


_EN_MONTHS = tuple(
    "January February March April May June July August September October November December".split()  # noqa: SIM905
)
_EN_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
ENGLISH: Final = Words(
    "{n} of {all} DOCUMENTS", "BYLINE", "SECTION", "LENGTH", "words", "LOAD-DATE", "LANGUAGE", "All Rights Reserved",
    _EN_MONTHS, _EN_DAYS, "{month} {day}, {year} {weekday}",
)  # fmt: skip
GERMAN: Final = Words(
    "Dokument {n} von {all}", "AUTOR", "RUBRIK", "LÄNGE", "Wörter", "UPDATE", "SPRACHE", "Alle Rechte vorbehalten",
    ("Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November",
     "Dezember"),
    ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"),
    "{weekday} {day}. {month} {year}",
    page="S.", subject="THEMA",
)  # fmt: skip
FRENCH: Final = Words(
    "Document {n} de {all}", "AUTEUR", "RUBRIQUE", "LONGUEUR", "mots", "DATE-CHARGEMENT", "LANGUE",
    "Tous droits réservés",
    ("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre",
     "décembre"),
    ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"), "{weekday} {day} {month} {year}",
    subject="SUJET",
)  # fmt: skip
DUTCH: Final = Words(
    "{n} of {all} DOCUMENTS", "AUTEUR", "SECTIE", "LENGTE", "woorden", "LOAD-DATE", "TAAL", "Alle rechten voorbehouden",
    ("januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober", "november",
     "december"),
    ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag"), "{day} {month} {year} {weekday}",
    page="Blz.", subject="ONDERWERP",
)  # fmt: skip
SPANISH: Final = Words(
    "Documento {n} de {all}", "AUTOR", "SECCIÓN", "LONGITUD", "palabras", "LOAD-DATE", "IDIOMA",
    "Todos los derechos reservados",
    ("enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre",
     "diciembre"),
    ("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"), "{day} {month} {year} {weekday}",
    page="Pág.",
)  # fmt: skip
INTERFACES: Final = {"en": ENGLISH, "de": GERMAN, "fr": FRENCH, "nl": DUTCH, "es": SPANISH}


def dated(day: date, words: Words = ENGLISH) -> str:
    """Return a day as the interface writes it."""
    month, weekday = words.months[day.month - 1], words.days[day.weekday()]
    return words.date.format(day=day.day, month=month, year=day.year, weekday=weekday)


def classic_text(
    articles: Sequence[Made],
    words: Words = ENGLISH,
    *,
    width: int = 78,
    cover: str = "",
    first: int = 1,
    total: int = 0,
) -> str:
    """Return the export of nexis.com as text: the copyright at the end."""
    total = total or first + len(articles) - 1
    pieces = ["\ufeff" + cover]
    for number, made in enumerate(articles, first):
        lines = ["", "", f"{words.counter.format(n=number, all=total):^{width}}".rstrip(), "", ""]
        lines += [f"{made.outlet:^{width}}".rstrip(), "", f"{dated(made.day, words):^{width}}".rstrip()]
        if made.edition:
            lines.append(f"{made.edition:^{width}}".rstrip())
        lines += ["", *textwrap.wrap(made.title, width - 4), ""]
        if made.authors:
            lines += [f"{words.byline}: {' and '.join(made.authors)}", ""]
        if made.section or made.page:
            page = f"{words.page} {made.page}" if made.page else ""
            lines += [f"{words.section}: " + "; ".join(part for part in (made.section, page) if part), ""]
        if made.words:
            lines += [f"{words.length}: {made.words} {words.words}", ""]
        lines.append("")
        for paragraph in made.paragraphs:
            lines += [*textwrap.wrap(paragraph, width - 4, break_on_hyphens=False, break_long_words=False), ""]
        if made.subjects:
            value = "; ".join(f"{term} (9{i % 10}%)" for i, term in enumerate(made.subjects))
            lines += [*textwrap.wrap(f"{words.subject}: {value}", width - 4, break_on_hyphens=False), ""]
        lines += [
            f"{words.loaded}: {dated(made.day + timedelta(days=40), ENGLISH)}",
            "",
            f"{words.language}: ENGLISH",
            "",
        ]
        lines += ["", f"{f'Copyright {made.day.year} {made.publisher}':^{width}}".rstrip()]
        lines += [f"{words.rights:^{width}}".rstrip(), ""]
        pieces.append("\r\n".join(lines))
    return "\r\n".join(pieces)


def classic_text_labelled(articles: Sequence[Made], *, width: int = 78) -> str:
    """Return the older export as text: the copyright above the outlet, the headline and the body with labels."""
    pieces = []
    for number, made in enumerate(articles, 1):
        lines = ["", f"{f'{number} of {len(articles)} DOCUMENTS':^{width}}", ""]
        lines += [f"{f'Copyright {made.day.year} {made.publisher}':^{width}}", f"{'All Rights Reserved':^{width}}"]
        day = f"{made.day:%B} {made.day.day}, {made.day.year}, {made.day:%A}"
        lines += [f"{made.outlet:^{width}}", "", f"{day + (', ' + made.edition if made.edition else ''):^{width}}", ""]
        if made.section or made.page:
            page = f"Page {made.page}" if made.page else ""
            lines += ["SECTION: " + "; ".join(part for part in (made.section, page) if part)]
        lines += [f"LENGTH: {made.words} words"] if made.words else []
        title = textwrap.wrap(made.title, width - 14)
        lines += ["HEADLINE: " + title[0], *(" " + line for line in title[1:])]
        if made.authors:
            lines.append("BYLINE: By " + ", ".join(made.authors))
        lines.append("BODY:")
        for paragraph in made.paragraphs:
            lines += [*textwrap.wrap("   " + paragraph, width - 4, break_on_hyphens=False, break_long_words=False), ""]
        lines += [f"LOAD-DATE: {dated(made.day + timedelta(days=3))}", ""]
        pieces.append("\n".join(line.rstrip() for line in lines))
    return "\n".join(pieces)


def classic_html(articles: Sequence[Made], words: Words = ENGLISH) -> str:
    """Return the export of nexis.com as HTML."""
    total = len(articles)
    pieces = [
        "<!-- LXNComment 2827:1 -->\n<HTML><HEAD>\n<TITLE>&nbsp;</TITLE>\n"
        f'<META TOPIC="null" DOCUMENTS="{total}" UPDATED="Thursday, October 27, 2016  20:54:06" />\n'
        '<STYLE TYPE="text/css">.c0 { text-align: center; }</STYLE></HEAD><BODY>\n'
        '<DIV CLASS="c0">Download Request: All Items<BR>Time Of Request: Thursday, October 27, 2016<BR></DIV>\n'
    ]

    def block(text: str, kind: str = "c2") -> str:
        return f'<BR><DIV CLASS="c0"><P CLASS="c1"><SPAN CLASS="{kind}">{text}</SPAN></P>\n</DIV>\n'

    def field(label: str, value: str) -> str:
        return block(f'{label}: </SPAN><SPAN CLASS="c2">{escape(value)}')

    for number, made in enumerate(articles, 1):
        day = dated(made.day, words)
        month, _, rest = day.partition(" ")
        pieces.append(
            f'<A NAME="DOC_ID_{number}_0"></A><!-- Hide XML section from browser\n<DOC NUMBER=1>\n<DOCFULL> -->\n'
        )
        pieces.append(block(words.counter.format(n=number, all=total)))
        pieces.append(block(f'<IMG SRC="logo?type=logo"><BR>{escape(made.outlet)}'))
        edition = f'</SPAN><SPAN CLASS="c2">&nbsp;<BR>{escape(made.edition)}' if made.edition else ""
        pieces.append(block(f'{month}</SPAN><SPAN CLASS="c4"> {rest}</SPAN><SPAN CLASS="c2">&nbsp;{edition}'))
        pieces.append(block(escape(made.title), "c7"))
        if made.authors:
            pieces.append(field(words.byline, "; ".join(made.authors)))
        if made.section or made.page:
            page = f"{words.page} {made.page}" if made.page else ""
            pieces.append(field(words.section, "; ".join(part for part in (made.section, page) if part)))
        if made.words:
            pieces.append(field(words.length, f"{made.words} {words.words}"))
        paragraphs = "\n".join(f'<P CLASS="c9"><SPAN CLASS="c2">{escape(text)}</SPAN></P>' for text in made.paragraphs)
        pieces.append(f'<BR><DIV CLASS="c5">{paragraphs}\n</DIV>\n')
        if made.subjects:
            pieces.append(field(words.subject, "; ".join(f"{term} (90%)" for term in made.subjects)))
        pieces.append(field(words.loaded, dated(made.day + timedelta(days=40))))
        pieces.append(field(words.language, "ENGLISH"))
        pieces.append(block(f"Copyright {made.day.year} {escape(made.publisher)}<BR>{words.rights}"))
        pieces.append('<!-- Hide XML section from browser\n</DOCFULL>\n</DOC> -->\n<DIV CLASS="c10"/>\n')
    return "".join(pieces) + "</BODY></HTML>\n"


def uni_paragraphs(articles: Sequence[Made], *, cover: bool) -> list[list[str]]:
    """Return the paragraphs of an export of Nexis Uni: of the cover, if there is one, then of each article."""
    groups: list[list[str]] = []
    if cover:
        lines = ["User Name:\u00a0= READER", "Date and Time:\u00a0Sunday, July 17, 2022 1:45:00 PM EDT"]
        lines += ["Job Number:\u00a0175419939", f"Documents ({len(articles)})"]
        for number, made in enumerate(articles, 1):
            lines += [f"{number}. {made.title}", "Client/Matter: -None-", "Search Terms: talks and (river or bridge)"]
            lines += ["Search Type: Terms and Connectors", "Narrowed by:", "Content Type\tNarrowed by"]
            lines += ["News\tSources: Some Paper; Timeline: Jan 01, 2010 to Dec 31, 2013"]
        groups.append(lines)
    for made in articles:
        lines = [made.title, made.outlet, dated(made.day)]
        lines += [made.edition] if made.edition else []
        lines += ["", f"Copyright {made.day.year} {made.publisher} All Rights Reserved", ""]
        if made.section or made.page:
            page = f"Pg. {made.page}" if made.page else ""
            lines.append("Section:\u00a0" + "; ".join(part for part in (made.section, page) if part))
        lines += [f"Length:\u00a0{made.words} words"] if made.words else []
        lines += ["Byline:\u00a0" + ", ".join(made.authors)] if made.authors else []
        lines += ["", "Body", ""]
        for paragraph in made.paragraphs:
            lines += [paragraph, ""]
        if made.subjects:
            value = "; ".join(f"{term} (9{i % 10}%)" for i, term in enumerate(made.subjects))
            lines += ["Classification", "", "Language:\u00a0ENGLISH", "", f"Subject:\u00a0{value}", ""]
        lines += [f"Load-Date:\u00a0 {dated(made.day + timedelta(days=9))}", "", "End of Document", ""]
        groups.append(lines)
    return groups


def uni_text(articles: Sequence[Made], *, cover: bool = True) -> str:
    """Return the export of Nexis Uni as plain text."""
    return "\n\n".join("\n".join(group) for group in uni_paragraphs(articles, cover=cover))


def uni_markup(articles: Sequence[Made], *, cover: bool = True) -> str:
    """Return the export of Nexis Uni as the markup that a word processor's document becomes."""
    parts = ["<html><body>"]
    for number, group in enumerate(uni_paragraphs(articles, cover=cover)):
        for position, text in enumerate(group):
            tag = "h1" if position == 0 and (number or not cover) else "p"
            if "\t" in text:
                cells = "".join(f"<td><p>{escape(cell)}</p></td>" for cell in text.split("\t"))
                parts.append(f"<table><tr>{cells}</tr></table>")
            elif text.startswith(("Load-Date", "Copyright")):
                parts.append(f"<p><br />{escape(text)}</p>")
            else:
                parts.append(f"<{tag}>{escape(text)}</{tag}>")
    return "\n".join(parts) + "</body></html>"


def as_read(document: RawDocument) -> dict[str, Any]:
    """Return what a document states, as `Made.expected` does."""
    ((first, last),) = document.stated[BODY_LINES]
    body = document.text.split("\n")[first - 1 : last]
    stated = {name: document.stated[name] for name in ("title", "outlet", "authors", "tags") if name in document.stated}
    return {
        **{name: tuple(value) if isinstance(value, list | tuple) else value for name, value in stated.items()},
        "details": dict(document.stated.get(DETAILS) or {}),
        "paragraphs": tuple(line for line in body if line),
    }
