"""The values of the fields of Factiva exports: names, terms, pages, and the facts that they make."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from peaceindex.sources.database_exports.export import Export, ExportLine, Unclear
from peaceindex.sources.database_exports.factiva_vocabulary import (
    SUMMARY,
    TIMESTAMP,
    is_boilerplate,
    rights_holder,
    word_count,
)
from peaceindex.sources.database_exports.language_names import code_of_name
from peaceindex.startup.late_pattern import late_pattern

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

DATABASE_NAME: Final = "Factiva"

_BY: Final = r"(?:by|von|par|por|de|di|door|av|af|от|автор|作者|文|記者|记者)"
_BY_AT_START = late_pattern(rf"{_BY}(?:\s*[:：]\s*|\s+)(?=[^\W\d_])", re.IGNORECASE)
_BYLINE = late_pattern(
    rf"(?:{_BY}\s+(?=[^\W\d_])(?:[^\W\d_a-z][^\s,;]*|van|von|de|del|al|and|und|et|y|e|[,;&|\s])+|{_BY}\s*[:：].+)",
    re.IGNORECASE,
)
_AND = late_pattern(r"\s*[;|]\s*|\s+(?:and|und|et|y|e|en|og|и|&)\s+|\s*/\s*|、", re.IGNORECASE)
_ROLE = late_pattern(
    r"correspond|editor|reporter|writer|staff|bureau|redak|rédac|redac|columnist|critic|special to|journalist|"
    r"envoy|korrespond|contributor|director|photograph|producer|desk\b|analyst|professor|agency|news\b",
    re.IGNORECASE,
)
_IN_PLACE = late_pattern(r"\s+(?:in|à|en|aus|at)\s+[A-Z]\S*(?:\s[A-Z]\S*)?$")
_SMALL_NAME_PARTS: Final = frozenset("van von de der den del della di da dos du la le el al bin ibn ten ter y".split())  # noqa: SIM905
_PAGE = late_pattern(r"[A-Z]{0,4}-?\d{1,4}[A-Z]?(?:[-–,]\s?[A-Z]{0,3}\d{1,4})*")
_VOLUME = late_pattern(
    r"\b(?:volume|vol\.|issue|issn|number|jahrgang|heft|numéro|número|tome)\b|n[o°º]\.?\s?\d|\d+\s?/\s?(?:19|20)\d\d|"
    r"\d{1,3}\s(?:19|20)\d\d",
    re.IGNORECASE,
)
_TERM = late_pattern(r"[^\s:|]{1,12}\s+:\s+(\S.*)|[a-z][a-z0-9]{1,11}\s?:\s?(\S.*)", re.DOTALL)


def authors_of(byline: str, outlet: str = "") -> list[str]:
    """Return the names in a byline, without "By", roles and places. `outlet` is never an author."""
    names: list[str] = []
    for part in _AND.split(_BY_AT_START.sub("", " ".join(byline.split()), count=1)):
        for name in _between_commas(_BY_AT_START.sub("", part.strip(" ,.;"), count=1)):
            if name and name not in names and name.casefold() != outlet.casefold():
                names.append(name)
    return names


def _between_commas(text: str) -> list[str]:
    parts = [part for part in (piece.strip() for piece in text.split(",")) if part]
    if len(parts) == 2 and " " not in parts[0] and not _ROLE.search(parts[1]):
        return [", ".join(parts)]  # "Torlak, Ana", or the codes of agencies
    names = [part for i, part in enumerate(parts) if i == 0 or looks_like_names(part)]
    return [_IN_PLACE.sub("", name) for name in names]


def looks_like_names(text: str) -> bool:
    """Return whether a line without "By" may be names of people: `Ana Torlak`, `Torlak A;Morek I`."""
    for part in _AND.split(text):
        words = part.replace(",", " ").split()
        is_named = all(word[:1].isupper() or word in _SMALL_NAME_PARTS for word in words)
        if not 2 <= len(words) <= 5 or not is_named or _ROLE.search(part) or any(c.isdigit() for c in part):
            return False
    return True


def is_byline(text: str) -> bool:
    """Return whether a line is a byline with its word: `By Ana Torlak`."""
    return len(text) < 200 and _BYLINE.match(text) is not None and not text.rstrip().endswith(("?", "!"))


def terms_of(lines: Iterable[str]) -> list[str]:
    """Return the names in index terms: `gpeace : Peace Talks | gpol : Politics`."""
    text = ""
    for line in lines:
        text += (" | " if _TERM.match(line.strip()) else " ") + line.strip()
    found: dict[str, None] = {}
    for part in re.split(r"\s*[|｜]\s*", text):
        term = _TERM.fullmatch(part.strip())
        if name := " ".join(((term[1] or term[2]) if term else part).split()):
            found.setdefault(name)
    return list(found)


def is_terms(lines: Sequence[str]) -> bool:
    """Return whether the value of a field is index terms, not text."""
    values = [line.strip() for line in lines if line.strip()]
    if not values or _TERM.match(values[0]):
        return bool(values)
    text = " ".join(values)
    return "|" in text or (len(values) == 1 and len(text.split()) <= 8 and not text.endswith((".", "!", "?", ":", "”")))


def is_page(text: str) -> bool:
    """Return whether a line is only the number of a page: `4`, `R7`, `72-84`."""
    return len(text) < 24 and _PAGE.fullmatch(text.strip()) is not None


def is_volume(text: str) -> bool:
    """Return whether a line names a volume or an issue, not an edition: `Volume 32; Issue 3`, `64/2017`."""
    return _VOLUME.search(text) is not None


@dataclass(frozen=True, slots=True)
class Values:
    """The values of the header and the tail of one article, as written; "" or () for what it does not state."""

    title: str = ""
    byline: str = ""
    section: str = ""
    words: str = ""
    date: str = ""
    time: str = ""
    outlet: str = ""
    source_code: str = ""
    edition: str = ""
    page: str = ""
    language: str = ""
    rights: str = ""
    publisher: str = ""
    terms: Sequence[str] = ()
    number: str = ""

    @property
    def stated(self) -> dict[str, Any]:
        """The values that `Entry.stated` has."""
        found = {
            "title": self.title,
            "outlet": self.outlet,
            "published": f"{self.date} {self.time}".strip() if self.date else "",
            "authors": authors_of(self.byline, self.outlet),
            "tags": list(self.terms),
            "language": code_of_name(self.language),
        }
        return {name: value for name, value in found.items() if value}

    @property
    def details(self) -> dict[str, str]:
        """The values that `Entry.details` has."""
        found = {
            "edition": self.edition,
            "section": self.section,
            "page": self.page,
            "words": word_count(self.words),
            "publisher": self.publisher or rights_holder(self.rights),
            "document_id": self.number,
        }
        return {name: value for name, value in found.items() if value}

    @property
    def number_agrees(self) -> bool | None:
        """Whether the document number begins with the code of the outlet; None if one of them is not known."""
        if not self.number or not self.source_code:
            return None
        return self.number.upper().startswith(self.source_code.upper())


def summary_at(lines: Sequence[ExportLine], first: int, end: int) -> int:
    """Return the index of the title of the search's description among these lines, or `end`."""
    return next((i for i in range(first, end) if SUMMARY.fullmatch(lines[i].text)), end)


def unread(lines: Sequence[ExportLine], first: int, end: int, reason: str) -> list[Unclear]:
    """Return what between two articles is neither empty nor part of the export's own pages, to be reported."""
    end = summary_at(lines, first, end)
    while first < end and is_boilerplate(lines[first].text):
        first += 1
    while end > first and is_boilerplate(lines[end - 1].text):
        end -= 1
    return [Unclear(first, end, reason)] if first < end else []


def retrieved_of(lines: Sequence[ExportLine], first: int) -> str:
    """Return the time of the export that the description of the search states, or "". `first` is where to look from."""
    begin = summary_at(lines, first, len(lines))
    for i in range(begin, min(begin + 200, len(lines))):
        if found := TIMESTAMP.fullmatch(lines[i].text.replace("\t", " ")):
            following = (line.text.strip() for line in lines[i + 1 : i + 4])
            return found[1].strip() or next(filter(None, following), "")
    return ""


def with_agreeing_numbers(export: Export, disagreeing: Sequence[int], agreeing: int) -> Export:
    """Return the export without the entries whose number belongs to another outlet, which are reported.

    `disagreeing` are their positions, `agreeing` is the number of entries whose number begins with the code of their
    outlet. Such an entry has the header of one article and the end of another. Where most numbers disagree, this
    export numbers its documents in another way, and nothing follows from it.
    """
    if not disagreeing or agreeing < 2 * len(disagreeing):
        return export
    out = set(disagreeing)
    reason = "its header and its end are those of two articles"
    unclear = [Unclear(e.first, e.end, reason) for i, e in enumerate(export.entries) if i in out]
    return Export(
        export.database,
        [entry for i, entry in enumerate(export.entries) if i not in out],
        sorted([*export.unclear, *unclear], key=lambda one: one.first),
        retrieved=export.retrieved,
    )
