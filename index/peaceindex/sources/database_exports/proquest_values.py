"""The values of the fields of ProQuest: outlet with place and edition, publication info, terms."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, Protocol

from peaceindex.sources.database_exports.names_of_authors import authors_in
from peaceindex.startup.late_pattern import late_pattern

if TYPE_CHECKING:
    from collections.abc import Sequence

_MONTH: Final = r"[^\W\d_]{3,12}\.?"
_DATE = late_pattern(
    rf"\b\d{{1,2}}\.?\s+(?:de\s+)?{_MONTH}\s+(?:de\s+)?\d{{4}}\b|\b{_MONTH}\s+\d{{1,2}},?\s+\d{{4}}\b|\b\d{{4}}-\d\d-\d\d\b|"
    rf"\b\d{{4}}\s*[年년]\s*\d{{1,2}}\s*[月월]\s*\d{{1,2}}\s*[日일]|\b{_MONTH}\s+\d{{4}}\b"
)
_TIME = late_pattern(r"[\s,@-]*(?:\d{1,2}:\d\d(?::\d\d)?\s*(?:[AP]M)?)?\W*", re.IGNORECASE)
_EDITION = late_pattern(r"edition|édition|edición|edizione|edição|ausgabe|выпуск|издание|baskı", re.IGNORECASE)
_TITLE_EDITION = late_pattern(r"\s*\[([^\[\]]{2,40}?)\]\s*$")
_COMPANY_NAME = late_pattern(r"^\s*(?:Name|Nom|Nombre|Nome|Название|Ad|名称)\s*:\s*", re.IGNORECASE)
_COMPANY_CODE = late_pattern(r"^\s*[^\W\d_]{2,10}\s*:\s*[\d, ]+$")
_QUERY = late_pattern(r"\?(?:accountid|.*&accountid)=.*$", re.IGNORECASE)
_PAGE = late_pattern(r"[A-Z]{0,6}[.-]?\d[\w.,– -]{0,20}|[A-Z]{1,3}", re.IGNORECASE)
_LANGUAGE: Final = late_pattern(r"\s*[;,/]\s*")


class _Field(Protocol):
    @property
    def kind(self) -> str: ...
    @property
    def value(self) -> str: ...


def date_in(text: str, whole: bool = False) -> str:
    """Return the date in a text as written, or "". `whole` accepts nothing but a date and a time beside it."""
    found = _DATE.search(text[:500])
    if not found:
        return ""
    if whole and (text[: found.start()].strip() or not _TIME.fullmatch(text[found.end() :])):
        return ""
    return found[0]


def outlet_in(value: str) -> tuple[str, str]:
    """Return outlet and edition: "New York Times, Late Edition (East Coast); New York, N.Y." without the place."""
    name = value.split(";", 1)[0].strip()
    parts = re.split(r"\s*,\s*", name)
    edition = next((i for i, part in enumerate(parts) if i and _EDITION.search(part)), 0)
    if edition:
        return ", ".join(parts[:edition]), ", ".join(parts[edition:])
    return name, ""


def info_in(value: str) -> dict[str, str]:
    """Return outlet, edition, date and page in "Amber Courier ; Lakeside [Lakeside]08 May 2025: A4." """
    before, bracket, after = value.rpartition("]")
    named = before.rsplit("[", 1)[0] if bracket and "[" in before else ""
    if not named:
        found = _DATE.search(value)
        named, after = (value[: found.start()], value[found.start() :]) if found else ("", "")
    outlet, edition = outlet_in(named.strip(" .,;"))
    found = _DATE.search(after)
    page = after[found.end() :].rpartition(":")[2].strip(" .") if found and ":" in after[found.end() :] else ""
    return {
        "outlet": outlet.strip(" .,"),
        "edition": edition.strip(" .,"),
        "published": found[0] if found else "",
        "page": page if _PAGE.fullmatch(page) else "",
    }


def stated_of(fields: Sequence[_Field], bare_title: str, details: dict[str, str]) -> dict[str, Any]:
    """Return the stated values of a document. An edition within its title goes to `details`."""
    values = _first_values(fields)
    info = info_in(values.get("info", ""))
    title = values.get("title") or bare_title
    if (found := _TITLE_EDITION.search(title)) and _EDITION.search(found[1]):
        title = title[: found.start()]
        details.setdefault("edition", found[1])
    outlet = outlet_in(values.get("outlet", ""))[0] or info["outlet"]
    authors = authors_in(values.get("authors", "")) or authors_in(values.get("credit", "").split(";")[0])
    stated: dict[str, Any] = {
        "title": title,
        "outlet": outlet,
        "published": values.get("published") or info["published"],
        "authors": authors,
        "tags": _terms(fields),
        "url": _address(values, details),
        "language": _LANGUAGE.split(values.get("language", ""))[0],
    }
    return {name: value for name, value in stated.items() if value}


def details_of(fields: Sequence[_Field], marks: str) -> dict[str, str]:
    """Return the details of a document. `marks` are its id and its number of words, from the markup around it."""
    values = _first_values(fields)
    info = info_in(values.get("info", ""))
    own_id, _, words = marks.partition(" ")
    details = {
        "edition": values.get("edition") or outlet_in(values.get("outlet", ""))[1] or info["edition"],
        "section": values.get("section", ""),
        "page": values.get("page") or info["page"],
        "words": words,
        "publisher": values.get("publisher", ""),
        "document_id": values.get("document_id") or own_id,
    }
    return {name: value for name, value in details.items() if value}


def _first_values(fields: Sequence[_Field]) -> dict[str, str]:
    values: dict[str, str] = {}
    for one in fields:
        if one.value:
            values.setdefault(one.kind, one.value)
    return values


def _terms(fields: Sequence[_Field]) -> list[str]:
    terms: list[str] = []
    for one in fields:
        if one.kind == "tags":
            terms += one.value.split(";")
        elif one.kind == "companies":
            terms += [_COMPANY_NAME.sub("", part) for part in one.value.split(";") if not _COMPANY_CODE.match(part)]
    return list(dict.fromkeys(term.strip() for term in terms if term.strip()))


def _address(values: dict[str, str], details: dict[str, str]) -> str:
    if address := values.get("url", "").split(" ")[0]:
        return _QUERY.sub("", address)
    own_id = details.get("document_id", "")
    return f"https://www.proquest.com/docview/{own_id}" if own_id.isdigit() else ""
