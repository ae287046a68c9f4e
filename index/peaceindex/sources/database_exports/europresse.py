"""Europresse and Eureka: pages, today's with an `<article>` each and those until 2014 in tables.

Learned from the test files of tm.plugin.europresse and the parsers of gargantext and Europresse_to_iramuteq. Documents
are told apart in the markup, and each is parsed by itself, because end tags are missing in many.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from peaceindex.model.safe_text import neutralise
from peaceindex.sources.database_exports import Database
from peaceindex.sources.database_exports.europresse_values import authors_of, header_of, id_in, is_notice, outlet_of
from peaceindex.sources.database_exports.export import Entry, Export, ExportLine, Unclear
from peaceindex.sources.html.blocks import INLINE
from peaceindex.startup.late_pattern import late_pattern

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lxml.etree import _Element

    from peaceindex.sources.database_exports.marks import Searchable

_ARTICLE = late_pattern(r"<article\b[^<>]{0,500}>", re.IGNORECASE)
_END_OF_ARTICLE = late_pattern(r"</article", re.IGNORECASE)
_OUTLET = late_pattern(
    r"""<(?:span|div)\s[^<>]{0,200}?class\s*=\s*["']?[^"'<>]{0,80}?\bDocPublicationName\b""", re.IGNORECASE
)
_TABLE = late_pattern(r"<table\b", re.IGNORECASE)
_ROLES: Final = {
    "docpublicationname": "outlet",
    "rdp__docpublicationname": "outlet",
    "docheader": "header",
    "titrearticlevisu": "title",
    "rdp__articletitle": "title",
    "titrearticle": "titles",
    "docauthors": "authors",
    "rdp__docauthors": "authors",
    "dococurrcontainer": "body",
    "doctext": "body",
    "public-lblnodoc": "notice",
    "apd-wrapper": "notice",
}
_TAGS: Final = {"aside": "notice", "footer": "notice", "section": "section"}
_NOT_SHOWN: Final = frozenset(("script", "style", "head", "title", "template", "noscript"))
_START: Final = "start of a document"
_BEFORE: Final = "before"
_MAX_AUTHOR_WORDS: Final = 10
_MAX_WORDS_AMONG_NOTICES: Final = 12
"""A line of more words is text, unless it is a notice itself."""


def _own_lines(markup: str) -> list[ExportLine] | None:
    """Return the lines of a page of Europresse, each with its role in `names`, and a mark before each document."""
    if not _OUTLET.search(markup):
        return None
    starts = [found.start() for found in _ARTICLE.finditer(markup)]
    is_old = not starts
    starts = _starts_of_tables(markup) if is_old else _with_outlet(markup, starts)
    ends = [*starts[1:], len(markup)]
    lines: list[ExportLine] = []
    for start, end in zip(starts, ends, strict=True):
        is_closed = (
            bool(id_in(markup[start:end])[0]) if is_old else _END_OF_ARTICLE.search(markup, start, end) is not None
        )
        lines.append(ExportLine("", names=f"{_START} {'old' if is_old else 'new'}{' closed' if is_closed else ''}"))
        lines += _lines_of(markup[start:end])
    return lines


def _with_outlet(markup: str, starts: list[int]) -> list[int]:
    """Return the starts of documents. An `<article>` that stands within a document and has no outlet is part of it."""
    found = starts[:1]
    is_closed = False
    for position, start in enumerate(starts[1:], 2):
        end = starts[position] if position < len(starts) else len(markup)
        is_closed = is_closed or _END_OF_ARTICLE.search(markup, starts[position - 2], start) is not None
        if is_closed or _OUTLET.search(markup, start, end):
            found.append(start)
            is_closed = False
    return found


def _starts_of_tables(markup: str) -> list[int]:
    """Return where each document of an older page starts: at the outer table before the name of its outlet."""
    starts: list[int] = []
    before = 0
    for found in _OUTLET.finditer(markup):
        tables = [table.start() for table in _TABLE.finditer(markup, before, found.start())]
        header = markup.find("tbHeaderImages", before, found.start())
        outer = [place for place in tables if header < 0 or place < header]
        last = markup.rfind("</table", before, found.start())
        after = [place for place in outer if place > last] if header < 0 else outer[-2:]
        starts.append(after[0] if after else found.start())
        before = found.end()
    return starts


def _lines_of(markup: str) -> Iterator[ExportLine]:
    """Yield the lines of one document with their roles."""
    from lxml import etree

    from peaceindex.sources.html.parsing import parse

    root = parse(markup)
    if root is None:
        return
    roles: list[str] = []
    pieces: list[str] = []
    role_of_line = ""
    hidden = 0

    def line() -> ExportLine | None:
        text = " ".join(neutralise("".join(pieces)).split())
        pieces.clear()
        return ExportLine(text, is_block=True, names=role_of_line) if text else None

    for event, element in etree.iterwalk(root, events=("start", "end")):
        tag = element.tag if isinstance(element.tag, str) else ""
        if event == "start":
            own = _role(tag, element)
            breaks = tag not in INLINE or tag == "br" or bool(own)
            if breaks and not _joins(own, role_of_line) and (done := line()):
                yield done
            roles.append(own)
            hidden += tag in _NOT_SHOWN
            text = element.text
        else:
            breaks = tag not in INLINE or bool(roles[-1])
            if breaks and not _joins(roles[-1], role_of_line) and (done := line()):
                yield done
            roles.pop()
            hidden -= tag in _NOT_SHOWN
            text = element.tail
        if text and not hidden:
            role = next((role for role in reversed(roles) if role), "")
            if "notice" in roles:
                role = "notice"
            if text.strip() and not any(piece.strip() for piece in pieces):
                role_of_line = role
            elif text.strip() and role != role_of_line:
                if done := line():
                    yield done
                role_of_line = role
            pieces.append(text)
    if done := line():
        yield done


def _joins(role: str, role_of_line: str) -> bool:
    """Return whether an element continues the line: a header in several spans is one line."""
    return role == role_of_line == "header"


def _role(tag: str, element: _Element) -> str:
    names = (element.get("class") or "").casefold().split()
    own = next((_ROLES[name] for name in names if name in _ROLES), "")
    if not own and (element.get("id") or "").casefold().startswith("public"):
        own = "notice"
    return own or _TAGS.get(tag, "")


def _read(lines: Sequence[ExportLine]) -> Export | None:
    starts = [i for i, line in enumerate(lines) if line.names.startswith(_START)]
    if not starts:
        return None
    entries: list[Entry] = []
    unclear: list[Unclear] = []
    retrieved = ""
    are_closed = any(lines[i].names.endswith("closed") for i in starts)
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        own = list(lines[start + 1 : end])
        if not any(line.names == "outlet" for line in own):
            if any(line.text for line in own) or (end == len(lines) and entries):
                unclear.append(Unclear(start, end, "no outlet is named in it"))
            continue
        marks = lines[start].names.split()
        entry = _entry(own, start + 1, end, "old" in marks)
        if end == len(lines) and "closed" not in marks and are_closed:
            unclear.append(Unclear(start, end, "its end is missing"))
        else:
            entries.append(entry)
        retrieved = retrieved or entry.details.get("retrieved", "")
    return Export("Europresse", [_without_date_of_export(entry) for entry in entries], unclear, 0, retrieved)


def _without_date_of_export(entry: Entry) -> Entry:
    return replace(entry, details={name: value for name, value in entry.details.items() if name != "retrieved"})


def _entry(lines: Sequence[ExportLine], first: int, end: int, is_old: bool) -> Entry:
    roles = _roles_of_old(lines) if is_old else _roles_of_new(lines)
    by_role: dict[str, list[str]] = {}
    for line, role in zip(lines, roles, strict=True):
        if line.text:
            by_role.setdefault(role, []).append(line.text)
    outlet, edition = outlet_of(by_role.get("outlet", []))
    values = header_of(" ".join(by_role.get("header", [])) or " ".join(by_role.get(_BEFORE, [])))
    titles = by_role.get("title") or by_role.get("titles", [])[:1]
    notices = " \n".join(by_role.get("notice", []))
    own_id, retrieved = id_in(notices)
    stated: dict[str, Any] = {
        "outlet": outlet,
        "published": values.pop("published", ""),
        "title": " ".join(titles),
        "authors": authors_of(by_role.get("authors", [])),
    }
    details = {**values, "edition": edition, "document_id": own_id, "retrieved": retrieved}
    head_roles = ("outlet", "header", "title", "titles", "authors", _BEFORE)
    return Entry(
        first, end,
        head=[text for line, role in zip(lines, roles, strict=True) if role in head_roles and (text := line.text)],
        body=by_role.get("body", []),
        tail=tuple(by_role.get("notice", [])),
        stated={name: value for name, value in stated.items() if value},
        details={name: value for name, value in details.items() if value},
    )  # fmt: skip


def _roles_of_new(lines: Sequence[ExportLine]) -> list[str]:
    roles = [line.names or _BEFORE for line in lines]
    if "body" not in roles:
        roles = ["body" if role == "section" else role for role in roles]
    else:
        roles = ["notice" if role == "section" else role for role in roles]
    text = next((i for i, role in enumerate(roles) if role == "body"), len(roles))
    titled = max((i for i, role in enumerate(roles) if role in ("title", "titles")), default=-1)
    for i, role in enumerate(roles):
        if role == _BEFORE and i > text:
            roles[i] = "notice" if is_notice(lines[i].text) else "body"
        elif role == _BEFORE and "authors" not in roles and 0 <= titled < i < text:
            roles[i] = "authors" if len(lines[i].text.split()) <= _MAX_AUTHOR_WORDS else _BEFORE
        elif role == "body" and is_notice(lines[i].text):
            roles[i] = "notice"
    return roles


def _roles_of_old(lines: Sequence[ExportLine]) -> list[str]:
    """Return the roles of the lines of an older page, whose text, authors and notices have no marks."""
    roles = [line.names or _BEFORE for line in lines]
    titled = max((i for i, role in enumerate(roles) if role in ("title", "titles")), default=-1)
    if titled < 0:
        titled = max((i for i, role in enumerate(roles) if role == "header"), default=len(roles))
    after = [i for i in range(titled + 1, len(roles)) if lines[i].text]
    noticed = len(roles)
    for i in reversed(after):  # a paragraph in the midst of the text may begin as a notice does
        if is_notice(lines[i].text):
            noticed = i
        elif len(lines[i].text.split()) > _MAX_WORDS_AMONG_NOTICES:
            break
    for i in after:
        if i >= noticed:
            roles[i] = "notice"
        elif roles[i] in (_BEFORE, "section"):
            is_author = i == after[0] and i + 1 < noticed and len(lines[i].text.split()) <= _MAX_AUTHOR_WORDS
            roles[i] = "authors" if is_author and not lines[i].text.endswith((".", "!", "?", "…", ":")) else "body"
    return roles


def _is_likely(searchable: Searchable) -> bool:
    return "DocPublicationName" in searchable.text


DATABASE: Final = Database(
    name="Europresse", is_likely=_is_likely, page_marks=("DocPublicationName",), read=_read, own_lines=_own_lines
)
