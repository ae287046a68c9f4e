"""One document of a Nexis Uni export."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from peaceindex.sources.database_exports.date_lines import DateLine, read_date_line
from peaceindex.sources.database_exports.export import Entry, ExportLine
from peaceindex.sources.database_exports.language_names import code_in
from peaceindex.sources.database_exports.nexis_units import Unit, Values, joined, units_of, value_of
from peaceindex.sources.database_exports.nexis_values import (
    authors_of,
    is_copyright,
    publisher_of,
    section_and_page,
    terms_of,
    word_count,
)
from peaceindex.sources.database_exports.nexis_vocabulary import (
    BODY_BEGINS,
    CORRECTED,
    END_OF_DOCUMENT,
    HEAD_KINDS,
    PART_AFTER_BODY,
    RIGHTS,
    counter_of,
    label_of,
)
from peaceindex.sources.database_exports.paragraphs import paragraphs_of
from peaceindex.startup.late_pattern import late_pattern

if TYPE_CHECKING:
    from collections.abc import Sequence

_PAGE_HEADER = late_pattern(r"\s*(?:page|seite|página|pagina|strona)\s+\d+\s+(?:of|von|sur|de|di|van|z)\s+\d+\s*", re.I)
_FOOTER = late_pattern(
    r"[|\s]*(?:about lexisnexis|privacy policy|terms & conditions|copyright © \d{4} lexisnexis)\b.*", re.I
)
_DOMAIN = late_pattern(r"(?:https?://|www\.)\S+|(?:[\w-]+\.)+[a-z]{2,6}/?", re.IGNORECASE)
_ADDRESS = late_pattern(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_FULL_TEXT = late_pattern(r"\s*(?:full text|volledige tekst|volltext)\s*:?\s*", re.IGNORECASE)
_ABSTRACT = late_pattern(r"\s*(?:abstract|samenvatting|zusammenfassung|summary)\s*:?\s*", re.IGNORECASE)
_CONTENT_ID = late_pattern(r"urn:contentItem:[\w-]+")
_AFTER: Final = frozenset(
    ("loaded", "language", "tail", "subject", "place", "document_id", "correction_date", "graphic", "url")
)
_NOTES: Final = frozenset(
    ("notes", "note", "bio", "source", "quelle", "copyright", "type", "day", "class", "publisher")
)
"""Labels that a sentence of the text may begin with; they count only below a heading such as `Classification`."""
_MOST_PART_UNITS: Final = 24
_MOST_HEADER_LINES: Final = 60


def is_boilerplate(text: str) -> bool:
    """Return whether a line is empty, or the head or foot of a page."""
    return not text.strip() or bool(
        len(text) < 200 and (_PAGE_HEADER.fullmatch(text) or _FOOTER.fullmatch(text) or END_OF_DOCUMENT.fullmatch(text))
    )


def find_body(lines: Sequence[ExportLine], first: int, end: int) -> int | None:
    """Return the line `Body` below the header of a document, or None. A field or a copyright must stand above it."""
    has_header = False
    for i in range(first, end):
        text = lines[i].text
        if has_header and len(text) < 40 and BODY_BEGINS.fullmatch(text):
            return i
        label = label_of(text)
        if label and label[1] == "loaded":
            return None
        is_length = bool(label and label[1] == "length" and word_count(label[2]))
        has_header = has_header or is_length or is_copyright(text) or bool(RIGHTS.search(text[:300]))
    return None


def read_document(lines: Sequence[ExportLine], first: int, end: int, width: int) -> Entry | str | None:
    """Return the document in these lines, the reason why it cannot be read, or None if nothing looks like one."""
    while first < end and is_boilerplate(lines[first].text):
        first += 1
    stop = end
    while stop > first and is_boilerplate(lines[stop - 1].text):
        stop -= 1
    body_at = find_body(lines, first, stop)
    if body_at is None:
        length_at = _last_field(lines, first, stop)
        if length_at is None:
            return "it has no header" if stop - first > 3 else None
        body_at = length_at
    header = _Header(lines, first, body_at + 1, width)
    tail_units, tail_at = _tail(lines, body_at + 1, stop, header.has_correction)
    for unit in tail_units:
        if unit.kind:
            header.values.add(unit.kind, value_of(lines, unit, width))
    body_first, body_end = _without_abstract(lines, body_at + 1, tail_at), tail_at
    while body_end > body_first and not lines[body_end - 1].text.strip():
        body_end -= 1
    if body_end > body_first and re.fullmatch(r"\s*https?://\S+\s*", lines[body_end - 1].text):
        body_end -= 1
        header.values.add("url", lines[body_end].text.strip())
    own, removed = _without_page_headers(lines, body_first, body_end, header.title)
    body = paragraphs_of(own, width)
    if not body:
        return "it has a heading without a text"
    head = [line.text for line in lines[first:body_first]]
    tail = [*removed, *(line.text for line in lines[body_end:stop])]
    content_id = _CONTENT_ID.search(" ".join(head))
    return Entry(first, end, head, body, tail, header.stated(), header.details(content_id[0] if content_id else ""))


class _Header:
    """What stands above the body of a document."""

    def __init__(self, lines: Sequence[ExportLine], first: int, end: int, width: int) -> None:
        self.title = self.outlet = self.edition = self.publisher = ""
        self.date: DateLine | None = None
        self.values = Values()
        shown = [i for i in range(first, end) if not is_boilerplate(lines[i].text) and not counter_of(lines[i].text)]
        fields_at = next((i for i in shown[1:] if _is_head_field(lines[i].text) and _begins_fields(lines, i, end)), end)
        names = [i for i in shown if i < fields_at]
        rights = [i for i in names[1:] if is_copyright(lines[i].text) or RIGHTS.search(lines[i].text)]
        if rights:
            after = [i for i in names if i >= rights[0]]
            names = [i for i in names if i < rights[0]]
            self.publisher = publisher_of(lines[i].text for i in after)
        corrected = [i for i in names[1:] if CORRECTED.fullmatch(lines[i].text.strip())]
        self.has_correction = bool(corrected)
        self._read_names(lines, [i for i in names if i not in corrected], width)
        for unit in units_of(lines, fields_at, end, lambda label: True):
            if unit.kind in HEAD_KINDS and unit.kind != "body":
                self.values.add(unit.kind, value_of(lines, unit, width))

    def _read_names(self, lines: Sequence[ExportLine], names: list[int], width: int) -> None:
        """Read headline, outlet, date and edition: those lines above the copyright."""
        dated = [(i, date) for i in names[1:] if (date := read_date_line(lines[i].text))]
        sure = [(i, date) for i, date in dated if date.has_day] or dated
        at = sure[-1][0] if sure else None
        self.date = sure[-1][1] if sure else None
        above = [i for i in names if (at is None or i < at) and not _ADDRESS.fullmatch(lines[i].text.strip())]
        below = [lines[i].text.strip() for i in names if at is not None and i > at]
        edition = [self.date.rest] if self.date and self.date.rest else []
        edition += [text for text in below if not _DOMAIN.fullmatch(text)][:1]
        if self.date and CORRECTED.search(self.date.rest):
            self.has_correction = True
        self.edition = " ".join(CORRECTED.sub("", text).strip() for text in edition).strip(" ;,")
        groups = _groups(above)
        if len(above) < 2:
            holder = joined([lines[i] for i in above], width)
            if holder and self.publisher.casefold().startswith(holder.casefold()):
                self.outlet = _outlet(holder)
            else:
                self.title = holder
            return
        if len(groups) == 1:
            headline, outlet = above[:-1], above[-1]
        else:
            headline, rest = list(groups[0]), groups[1:]
            while len(rest) > 1 and lines[headline[-1]].text.rstrip().endswith(";"):
                headline += rest.pop(0)
            outlet = rest[0][0]
        self.title = joined([lines[i] for i in headline], width)
        self.outlet = _outlet(lines[outlet].text)

    def stated(self) -> dict[str, Any]:
        """Return the values by the names of `RawDocument.stated`."""
        values = self.values
        url = values.first("url")
        found: dict[str, Any] = {
            "title": self.title,
            "outlet": self.outlet,
            "published": self.date.date if self.date and self.date.has_day else "",
            "modified": values.first("correction_date"),
            "authors": [name for byline in values.all("authors")[:1] for name in authors_of(byline, self.outlet)],
            "tags": terms_of([*values.all("subject"), *values.all("place")]),
            "url": url if re.match(r"(?:https?://|www\.)\S+$", url, re.IGNORECASE) else "",
            "language": code_in(values.first("language")),
        }
        return {key: value for key, value in found.items() if value}

    def details(self, content_id: str) -> dict[str, str]:
        """Return what else is stated."""
        section, page = section_and_page(self.values.first("section"))
        found = {
            "edition": self.edition or (self.date.date if self.date and not self.date.has_day else ""),
            "section": section or self.values.first("programme"),
            "page": page,
            "words": word_count(self.values.first("length")),
            "publisher": self.publisher,
            "document_id": self.values.first("document_id") or content_id,
        }
        return {key: value for key, value in found.items() if value}


def _is_head_field(text: str) -> bool:
    label = label_of(text)
    return bool(label and label[1] in HEAD_KINDS and label[1] not in ("title", "body"))


def _begins_fields(lines: Sequence[ExportLine], at: int, end: int) -> bool:
    """Return whether a field begins those of the header: no date or copyright stands between it and the body."""
    return not any(
        is_copyright(lines[i].text) or ((date := read_date_line(lines[i].text)) and date.has_day)
        for i in range(at + 1, end)
    )


def _last_field(lines: Sequence[ExportLine], first: int, end: int) -> int | None:
    """Return the last line of the fields of a header above a body without its line `Body`."""
    length_at = None
    for i in range(first, min(end, first + _MOST_HEADER_LINES)):
        label = label_of(lines[i].text)
        if not label:
            continue
        is_length = label[1] == "length" and bool(word_count(label[2]))
        if is_length or (length_at is not None and label[1] in HEAD_KINDS and i <= length_at + 3):
            length_at = i
        elif label[1] == "loaded":
            break
    return length_at


def _groups(indices: Sequence[int]) -> list[list[int]]:
    """Return runs of lines that follow each other directly."""
    found: list[list[int]] = []
    for i in indices:
        if found and found[-1][-1] == i - 1:
            found[-1].append(i)
        else:
            found.append([i])
    return found


def _outlet(text: str) -> str:
    """Return the name of an outlet, without the full stop after an address: `Guardian.com.`"""
    name = " ".join(text.split())
    return name[:-1] if name.endswith(".") and _DOMAIN.fullmatch(name[:-1]) else name


def _tail(lines: Sequence[ExportLine], first: int, end: int, has_correction: bool) -> tuple[list[Unit], int]:
    """Return the units after the body, and the line at which they begin."""
    units = units_of(lines, first, end, lambda label: True)
    at = len(units)
    while at and _is_after(units[at - 1], lines):
        at -= 1
    # The parts with a heading: each heading that nothing but fields, or few paragraphs, divides from the end.
    for i in range(max(0, at - _MOST_PART_UNITS), at):
        if _begins_part(lines, units, i, at, has_correction):
            at = i
            break
    while at and _is_after(units[at - 1], lines):
        at -= 1
    return units[at:], units[at].first if at < len(units) else end


def _is_after(unit: Unit, lines: Sequence[ExportLine]) -> bool:
    label = label_of(lines[unit.first].text)
    return unit.kind in _AFTER and label is not None and label[0].casefold().replace("-", " ") not in _NOTES


def _begins_part(lines: Sequence[ExportLine], units: Sequence[Unit], i: int, at: int, has_correction: bool) -> bool:
    """Return whether a unit is the heading of a part after the body: Classification, Graphic, Correction …"""
    unit = units[i]
    found = PART_AFTER_BODY.fullmatch(lines[unit.first].text[:60])
    if unit.kind or not found:
        return False
    heading = found[1].casefold()
    rest = units[i + 1 : at]
    if heading.startswith(("clas", "klas")):
        return not rest or all(other.kind or lines[other.first].text.startswith((" ", "(")) for other in rest)
    if heading.startswith("correction"):
        return has_correction or any(other.kind == "correction_date" for other in units[i:]) or len(rest) <= 3
    if heading.startswith("related"):
        return all(lines[other.end - 1].text.strip()[-1:] not in (".", "!", "?") for other in rest)
    if heading == "notes":  # in plain text it may be a heading of the article
        return lines[unit.first].is_strong and len(rest) <= 2
    return len(rest) <= 6


def _without_abstract(lines: Sequence[ExportLine], first: int, end: int) -> int:
    """Return the first line of the text below an abstract that has a heading of its own."""
    shown = next((i for i in range(first, end) if lines[i].text.strip()), end)
    if shown < end and _ABSTRACT.fullmatch(lines[shown].text[:60]):
        for i in range(shown + 1, min(end, shown + 40)):
            if _FULL_TEXT.fullmatch(lines[i].text[:60]):
                return i + 1
    return first


def _without_page_headers(
    lines: Sequence[ExportLine], first: int, end: int, title: str
) -> tuple[list[ExportLine], list[str]]:
    """Return the lines of a body without the heads of pages in it, which are returned as well.

    A head is `Page 2 of 5` and the headline below it. A paragraph goes on below it if its sentence has not ended.
    """
    own: list[ExportLine] = []
    removed: list[str] = []
    i = first
    while i < end:
        if not _PAGE_HEADER.fullmatch(lines[i].text[:60]):
            own.append(lines[i])
            i += 1
            continue
        while i < end and (is_boilerplate(lines[i].text) or _is_running_title(lines[i].text, title)):
            if lines[i].text.strip():
                removed.append(lines[i].text)
            i += 1
        while own and not own[-1].text.strip():
            own.pop()
        if own and i < end and (own[-1].text.endswith((".", "!", "?", "”", '"')) or not lines[i].text[:1].islower()):
            own.append(ExportLine(""))
    return own, removed


def _is_running_title(text: str, title: str) -> bool:
    own = " ".join(text.split())
    return len(own) > 3 and title.startswith(own.rstrip(".…").rstrip())
