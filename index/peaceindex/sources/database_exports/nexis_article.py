"""One document of a classic Nexis export: its header, the fields before the body, the body, the fields after it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from peaceindex.sources.database_exports.export import Entry, ExportLine
from peaceindex.sources.database_exports.language_names import code_in
from peaceindex.sources.database_exports.nexis_header import Header, is_centred, read_header
from peaceindex.sources.database_exports.nexis_units import IsLabel, Unit, Values, units_of, value_of
from peaceindex.sources.database_exports.nexis_values import (
    authors_of,
    is_copyright,
    publisher_of,
    section_and_page,
    terms_of,
    word_count,
)
from peaceindex.sources.database_exports.nexis_vocabulary import HEAD_KINDS, NOT_SHOWN, RIGHTS
from peaceindex.sources.database_exports.paragraphs import paragraphs_of
from peaceindex.startup.late_pattern import late_pattern

if TYPE_CHECKING:
    from collections.abc import Sequence

_MOST_HEADER_UNITS: Final = 10
_MOST_HEADER_LINES: Final = 12
"""The lines of a unit of a header: a paragraph of a text may have more."""
_MOST_CAPTIONS: Final = 8
_CAPTION = late_pattern(
    r"\W*(?:photos?|pictures?|charts?|maps?|graphs?|graphics?|drawings?|tables?|images?|credits?|foto|grafik|karte|"
    r"diagram|illustration|cartoon|logo)\b",
    re.IGNORECASE,
)
_LONE_NUMBER = late_pattern(r"\s*-?\d{3,}\s*")
_READ_LATER = late_pattern(r"\s*bewaar lees artikel\s*", re.IGNORECASE)
_LONE_HEADING = late_pattern(r"\s*(?:samenvatting|abstract|zusammenfassung|summary)\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Document:
    """A document as it was read. `entry` is None if it has no text, and `problem` says why, as a clause."""

    first: int
    end: int
    entry: Entry | None
    problem: str = ""
    has_copyright_above: bool = False
    has_copyright_below: bool = False
    has_rights_below: bool = False
    has_fields_below: bool = False
    last_field: str = ""
    """The kind of the last field below the text, or ""."""
    has_fields: bool = False
    """Whether it has a label of Nexis at all."""


def read_document(
    lines: Sequence[ExportLine], first: int, end: int, number: int, width: int, is_label: IsLabel
) -> Document | None:
    """Return the document in the lines from `first` to `end`, without its counter; None if they are empty."""
    units = units_of(lines, first, end, is_label)
    if not units:
        return None
    if len(units) <= 12 and any(NOT_SHOWN.search(lines[i].text) for unit in units for i in range(unit.first, unit.end)):
        return Document(first, end, None, "the database could not show the document")
    header_end = _header_end(units)
    values = Values()
    header = read_header(lines, units[:header_end], width)
    if header_end == len(units) or not any(unit.kind in HEAD_KINDS for unit in units[header_end : header_end + 1]):
        header_end, header = _header_without_labels(lines, units, header_end, width)
    body_begin, first_line = _read_fields(lines, units, header_end, values, width)
    body_end, copyright_at = _body_end(lines, units, body_begin, header)
    for unit in units[body_end:copyright_at]:
        if unit.kind:
            values.add(unit.kind, value_of(lines, unit, width))
    body = _body(lines, units[body_begin:body_end], first_line, width)
    notices = [lines[i].text for unit in units[copyright_at:] for i in range(unit.first, unit.end)]
    if publisher := publisher_of(notices):
        header.publisher = publisher
    entry = None
    if body:
        start = units[body_begin].first if body_begin < len(units) else end
        stop = units[body_end - 1].end if body_end > body_begin else start
        head = [line.text for line in lines[units[0].first : start]]
        if first_line is not None and head:
            head[-1] = head[-1][: len(head[-1]) - len(first_line.text)].rstrip()
        tail = [line.text for line in lines[stop:end]]
        entry = Entry(units[0].first, end, head, body, tail, _stated(header, values), _details(header, values), number)
    return Document(
        first,
        end,
        entry,
        "" if entry else "it has a heading without a text",
        has_copyright_above=header.has_copyright,
        has_copyright_below=bool(notices),
        has_rights_below=any(RIGHTS.search(text) for text in notices),
        has_fields_below=any(unit.kind for unit in units[body_end:copyright_at]),
        last_field=next((unit.kind for unit in reversed(units[body_end:copyright_at]) if unit.kind), ""),
        has_fields=bool(values.by_kind),
    )


def _header_end(units: Sequence[Unit]) -> int:
    """Return the index of the first unit with a label, or the number of units if none stands near the beginning."""
    for i, unit in enumerate(units[: _MOST_HEADER_UNITS + 1]):
        if unit.kind:
            long = any(other.end - other.first > _MOST_HEADER_LINES for other in units[:i])
            return len(units) if long else i
    return len(units)


def _header_without_labels(
    lines: Sequence[ExportLine], units: Sequence[Unit], end: int, width: int
) -> tuple[int, Header]:
    """Return the end of the header, and what it states, of a document without fields before its body."""
    limit = min(end, 6)
    for stop in range(1, limit + 1):
        header = read_header(lines, units[:stop], width)
        if not (header.date and header.title):
            continue
        while stop < limit and _is_small_print(lines, units[stop]):
            stop += 1
        return stop, read_header(lines, units[:stop], width)
    stop = 0
    while stop < limit and all(is_centred(lines[i].text) for i in range(units[stop].first, units[stop].end)):
        stop += 1
    return stop, read_header(lines, units[:stop], width)


def _is_small_print(lines: Sequence[ExportLine], unit: Unit) -> bool:
    text = lines[unit.first].text
    return unit.end == unit.first + 1 and (
        (len(text) < 30 and bool(word_count(text))) or bool(_READ_LATER.fullmatch(text))
    )


def _read_fields(
    lines: Sequence[ExportLine], units: list[Unit], begin: int, values: Values, width: int
) -> tuple[int, ExportLine | None]:
    """Read the fields before the body. Return the index of the first unit of the body.

    The second value is the beginning of the body if it stands in the line of its label.
    """
    seen: set[str] = set()
    usual_gap = 0
    i = begin
    while i < len(units):
        unit = units[i]
        if "length" in seen and unit.gap >= 2 and unit.gap > usual_gap and unit.kind != "body":
            break
        if unit.kind in HEAD_KINDS and unit.kind not in seen:
            if seen:
                usual_gap = max(usual_gap, unit.gap)
            seen.add(unit.kind)
            if unit.kind == "body":
                return _body_after_label(lines, units, i)
            if unit.kind == "length" and unit.end > unit.first + 1:
                values.add("length", unit.value)
                return _split_off(units, i), None
            value = value_of(lines, unit, width)
            if not value and i + 1 < len(units) and not units[i + 1].kind and unit.kind in ("title", "highlight"):
                i += 1
                value = value_of(lines, units[i], width)
            values.add(unit.kind, value)
        elif not _goes_on(lines, units, i, seen):
            break
        i += 1
    while i < len(units) and not units[i].kind and _is_small_print(lines, units[i]):
        i += 1
    return i, None


def _goes_on(lines: Sequence[ExportLine], units: Sequence[Unit], i: int, seen: set[str]) -> bool:
    """Return whether fields still follow a unit without a label: the length, or the label of the body."""
    if units[i].kind in HEAD_KINDS and units[i].kind in seen:
        return False
    reach = 12 if _LONE_HEADING.fullmatch(lines[units[i].first].text) else 3
    for unit in units[i + 1 : i + 1 + reach]:
        if unit.kind == "body" and not unit.value and "body" not in seen:
            return True
        if unit.kind == "length" and "length" not in seen and word_count(unit.value):
            return True
    return False


def _body_after_label(lines: Sequence[ExportLine], units: list[Unit], i: int) -> tuple[int, ExportLine | None]:
    unit = units[i]
    first_line = ExportLine(unit.value, lines[unit.first].is_block) if unit.value else None
    return _split_off(units, i), first_line


def _split_off(units: list[Unit], i: int) -> int:
    """Make the lines below the first one of a unit a unit of their own, and return its index."""
    unit = units[i]
    rest = [Unit(unit.first + 1, unit.end)] if unit.end > unit.first + 1 else []
    units[i : i + 1] = [Unit(unit.first, unit.first + 1, unit.kind, unit.value, unit.gap), *rest]
    return i + 1


def _body_end(lines: Sequence[ExportLine], units: Sequence[Unit], begin: int, header: Header) -> tuple[int, int]:
    """Return the index of the first unit after the body, and that of the first with the copyright.

    What follows the body are fields to the end, or the notice of copyright; a field in the midst of the text is text.
    """
    end = len(units)
    while end > begin and not units[end - 1].kind and _is_rights(lines, units[end - 1]):
        end -= 1
    if end > begin and _is_copyright_unit(lines, units[end - 1]):
        end -= 1
    copyright_at = end
    while end > begin:
        unit = units[end - 1]
        if unit.kind and unit.kind not in ("body", "title"):
            end -= 1
        elif not unit.kind and end < copyright_at and (start := _note_start(lines, units, begin, end, header)) < end:
            end = start
        else:
            break
    return end, copyright_at


def _is_rights(lines: Sequence[ExportLine], unit: Unit) -> bool:
    text = lines[unit.first].text
    return unit.end - unit.first <= 2 and len(text) < 120 and bool(RIGHTS.search(text)) and not is_copyright(text)


def _is_copyright_unit(lines: Sequence[ExportLine], unit: Unit) -> bool:
    own = [lines[i].text for i in range(unit.first, unit.end)]
    begins = own[0].strip().lower().startswith(("copyright", "©", "(c)"))
    return len(own) <= 6 and (is_copyright(own[0]) or (begins and (is_centred(own[0]) or bool(RIGHTS.search(own[-1])))))


def _note_start(lines: Sequence[ExportLine], units: Sequence[Unit], begin: int, end: int, header: Header) -> int:
    """Return the index of the label to which the unit before `end` belongs as a caption or a note, or `end`."""
    if _LONE_NUMBER.fullmatch(lines[units[end - 1].first].text):
        return end - 1
    for start in range(end - 2, max(begin, end - _MOST_CAPTIONS) - 1, -1):
        unit = units[start]
        if not unit.kind:
            continue
        between = units[start + 1 : end]
        if unit.kind == "graphic" and all(_CAPTION.match(lines[other.first].text) for other in between):
            return start
        has_note = header.has_correction or any(other.kind == "correction_date" for other in units[end:])
        if unit.kind in ("correction", "correction_date") and (has_note or unit.kind == "correction_date"):
            return start
        return end
    return end


def _body(lines: Sequence[ExportLine], units: Sequence[Unit], first_line: ExportLine | None, width: int) -> list[str]:
    own = [first_line] if first_line else []
    if units:
        own += lines[units[0].first : units[-1].end]
    return paragraphs_of(own, width)


def _stated(header: Header, values: Values) -> dict[str, Any]:
    outlet = header.outlet
    title = values.first("title") or header.title
    url = values.first("url") or header.url
    found: dict[str, Any] = {
        "title": title,
        "outlet": outlet,
        "published": header.date.date if header.date and header.date.has_day else "",
        "modified": values.first("correction_date"),
        "authors": [name for byline in values.all("authors")[:1] for name in authors_of(byline, outlet)],
        "tags": terms_of([*values.all("subject"), *values.all("place")]),
        "url": url if re.match(r"(?:https?://|www\.)\S+$", url, re.IGNORECASE) else "",
        "language": code_in(values.first("language")),
    }
    return {key: value for key, value in found.items() if value}


def _details(header: Header, values: Values) -> dict[str, str]:
    section, page = section_and_page(values.first("section"))
    issue = header.date.date if header.date and not header.date.has_day else ""
    found = {
        "edition": header.edition or issue,
        "section": section or values.first("programme"),
        "page": page,
        "words": word_count(values.first("length")) or header.words,
        "publisher": header.publisher,
        "document_id": values.first("document_id"),
    }
    return {key: value for key, value in found.items() if value}
