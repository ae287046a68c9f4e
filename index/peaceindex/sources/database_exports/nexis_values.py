"""The values of the fields of Nexis exports: names, terms, pages, counts, languages."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from peaceindex.sources.database_exports.nexis_vocabulary import COPYRIGHT, RIGHTS, WORD_COUNT
from peaceindex.startup.late_pattern import late_pattern

if TYPE_CHECKING:
    from collections.abc import Iterable

_BY = late_pattern(r"(?:(?:by|door|text:|texte:)\s+(?=\S)|(?:von|par|por|di)\s+(?=\S+\s+\S))", re.IGNORECASE)
_SITE = late_pattern(r"(?:[\w-]+\.)+[a-z]{2,6}", re.IGNORECASE)
_AND = late_pattern(r"\s*[;|]\s*|\s+(?:and|und|et|&)\s+", re.IGNORECASE)
_PERHAPS_AND = late_pattern(r"\s+(?:y|e|en)\s+|\s*/\s*", re.IGNORECASE)
"""These part names only if each of them has two words: not in `Ortega y Gasset`, nor before a place."""
_IN_PLACE = late_pattern(r"\s+(?:in|à|en|aus|at)\s+[A-Z]\S*(?:\s[A-Z]\S*)?(?:,.*)?$")
_ROLE = late_pattern(
    r"correspond|editor|reporter|writer|staff|bureau|agency|agentur|agence|redak|rédac|redac|columnist|critic|"
    r"special to|service|press\b|news\b|reuters|desk|analyst|author|professor|chief|minister|journalist|envoy|"
    r"korrespond|chef|contributor|director|photograph|producer|newspaper|times|post|daily|\bap\b|\bafp\b|\bdpa\b",
    re.IGNORECASE,
)
_CITIES = (
    "new york|los angeles|san francisco|hong kong|tel aviv|new delhi|buenos aires|mexico city|kuala lumpur|cape town|"
    "washington dc|las vegas|são paulo|sao paulo|the hague|den haag|east jerusalem|west bank|addis ababa|phnom penh"
)
_PLACES: Final = frozenset(_CITIES.split("|"))
_PERCENT = late_pattern(r"\s*\(\s*\d{1,3}\s?%\s*\)")
_CODE = late_pattern(r"^(?:NAICS|SIC)\d+\s+")
_PAGE = late_pattern(
    r"\b(?:Pg|Page|Pag|Pág|S|Seite|p|Blz|Pagina|Página)\b[.:]?\s*([A-Z]{0,3}-?\d+[A-Z]?(?:[-–]\d+|,\s\d+)*)(?!\d)", re.I
)


def authors_of(byline: str, outlet: str = "") -> list[str]:
    """Return the names in a byline, without "By", places, roles and addresses of sites. `outlet` is never an author."""
    names: list[str] = []
    for part in _parts(byline):
        for name in _names_between_commas(_without_by(part.strip(" ,;")), outlet):
            if name and name not in names:
                names.append(name)
    return names


def _parts(byline: str) -> list[str]:
    found: list[str] = []
    for part in _AND.split(byline):
        pieces = _PERHAPS_AND.split(part)
        found += pieces if all(" " in piece.strip() for piece in pieces) else [part]
    return found


def _without_by(text: str) -> str:
    found = _BY.match(text)
    return text[found.end() :] if found else text


def _names_between_commas(text: str, outlet: str) -> list[str]:
    parts = [part for part in (piece.strip(" .") for piece in text.split(",")) if part and not _SITE.fullmatch(part)]
    parts = [part for part in parts if part.casefold() != outlet.casefold()] or parts
    if len(parts) > 1 and " " not in parts[0]:
        return [", ".join(parts)]  # "Torlak, Ana", or the codes of agencies
    names = [part for i, part in enumerate(parts) if i == 0 or _is_further_name(part)]
    return [_IN_PLACE.sub("", name) if _IN_PLACE.search(name) and name.count(" ") > 2 else name for name in names]


def _is_further_name(part: str) -> bool:
    words = part.split()
    is_named = all(
        word[:1].isupper() or word in ("van", "von", "de", "der", "den", "del", "al", "bin") for word in words
    )
    return 2 <= len(words) <= 4 and is_named and not _ROLE.search(part) and part.casefold() not in _PLACES


def terms_of(values: Iterable[str]) -> list[str]:
    """Return the terms in the values of fields: `PEACE PROCESS (90%); TALKS (78%)`. A term is named once."""
    found: dict[str, None] = {}
    for value in values:
        for term in re.split(r"\s*;\s*|(?<=%\))\s+", value):
            if name := _CODE.sub("", _PERCENT.sub("", term)).strip(" ,;"):
                found.setdefault(name)
    return list(found)


def section_and_page(value: str) -> tuple[str, str]:
    """Return the section and the page that a section field states: `NEWS; Pg. 4`."""
    page = ""
    parts: list[str] = []
    for part in re.split(r"\s*;\s*", value):
        if not page and (found := _PAGE.search(part)):
            page = found[1]
            part = (part[: found.start()] + part[found.end() :]).strip(" ,")
        if part:
            parts.append(part)
    return "; ".join(parts), page


def word_count(value: str) -> str:
    """Return the digits of `2,968 words`, or ""."""
    found = WORD_COUNT.match(value)
    return re.sub(r"\D", "", found[1]) if found else ""


def publisher_of(lines: Iterable[str]) -> str:
    """Return the name in the copyright lines of a document, without the year and the notice of rights; or ""."""
    text = " ".join(line.strip() for line in lines)
    found = COPYRIGHT.match(text)
    if not found:
        return ""
    text = RIGHTS.split(text[found.end() :])[0]
    text = re.split(r"\s(?:copyright|©)\s", text, maxsplit=1, flags=re.I)[0]
    return re.sub(r"^(?:\(c\)\s*)?(?:\d{4}(?:\s?[-–,]\s?\d{4})?)?[\s,.]*(?:by\s+)?", "", text).strip(" ,;")


def is_copyright(text: str) -> bool:
    """Return whether a line is the notice of the holder of the rights, not a sentence about copyright."""
    found = COPYRIGHT.match(text)
    if not found or len(text) > 240:
        return False
    rest = text[found.end() :].strip()
    if RIGHTS.search(rest):
        return True
    has_year = re.match(r"(?:\d{4}\b|\(c\)|©)", rest) or re.search(r"\b(?:19|20)\d\d\W*$", rest)
    words = rest.split()
    small = sum(word[:1].islower() for word in words)
    return bool(has_year) and len(words) <= 16 and small <= max(2, len(words) // 3) and not _is_sentence(rest)


def _is_sentence(text: str) -> bool:
    return text.endswith((".", "!", "?", "”", '"')) and not re.search(r"\b(?:\w{1,4}|[A-Z]\.\w)\.$", text)
