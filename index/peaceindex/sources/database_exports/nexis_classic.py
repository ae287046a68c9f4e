"""Classic exports of Nexis and LexisNexis (nexis.com, LexisNexis Academic), as text, HTML or RTF.

Each document begins with its counter, `3 of 50 DOCUMENTS` or `Dokument 3 von 50`. In files without counters, a document
begins after the copyright or the last field of the one before.

Sources: exports in the test suites of LexisNexisTools, newspapers, tm.plugin.lexisnexis and AmCAT, and their parsers.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from peaceindex.sources.database_exports import Database
from peaceindex.sources.database_exports.date_lines import read_date_line
from peaceindex.sources.database_exports.export import Entry, Export, ExportLine, Unclear
from peaceindex.sources.database_exports.nexis_article import Document, read_document
from peaceindex.sources.database_exports.nexis_header import is_centred
from peaceindex.sources.database_exports.nexis_units import IsLabel, wrap_width
from peaceindex.sources.database_exports.nexis_values import is_copyright, word_count
from peaceindex.sources.database_exports.nexis_vocabulary import (
    END_OF_DOCUMENT,
    HEAD_KINDS,
    NOT_SHOWN,
    REQUEST,
    REQUEST_TIME,
    RIGHTS,
    counter_of,
    label_of,
)
from peaceindex.startup.late_pattern import late_pattern

if TYPE_CHECKING:
    from collections.abc import Sequence

    from peaceindex.sources.database_exports.marks import Searchable

_COUNT_BEFORE = late_pattern(r"\d\s+(?:of|von|de|di|van)\s+[\d.,]*\d\s+$")
_COUNTED = late_pattern(r"(?:documents?|dokumente?n?|documentos?|documenti|documenten)\b")
_NUMBERED = late_pattern(r"(?:dokument|documento?)\s+\d+\s+(?:von|of|de|di|sur|van)\s+\d+")
_MAX_COUNTER_CHARACTERS: Final = 120
_META = late_pattern(r"<meta\b[^<>]*\bdocuments\s*=\s*[\"']?(\d+)[^<>]*", re.IGNORECASE)
_UPDATED = late_pattern(r"\bupdated\s*=\s*[\"']([^\"'<>]{6,80})", re.IGNORECASE)
_RANGE = late_pattern(r":\s*((?:\d[\d.]*\s*(?:[-–]\s*\d[\d.]*)?[,;\s]*)+)$")
_REACH: Final = 40
"""The lines after a counter among which a header begins, and before the end among which a page of the request does."""


@dataclass(frozen=True, slots=True)
class _Start:
    """A place where a document begins: its first line, after the counter, and the numbers in the counter."""

    line: int
    first: int
    number: int = 0
    total: int = 0


def _read(lines: Sequence[ExportLine]) -> Export | None:
    is_label = _label_style(lines)
    counters = _counters(lines, is_label)
    if not counters and any(END_OF_DOCUMENT.fullmatch(line.text[:80]) for line in lines):
        return None
    starts = _with_implied(lines, counters, is_label)
    if not starts:
        return None
    width = wrap_width(lines)
    documents: list[Document] = []
    for start, following in zip(starts, [*starts[1:], None], strict=True):
        end = _without_request(lines, start.first, following.line if following else len(lines), is_label)
        if document := read_document(lines, start.first, end, start.number, width, is_label):
            documents.append(document)
    if not any(document.has_fields for document in documents) and not any(s.total for s in starts):
        return None
    if not any(document.entry and _is_stated(document.entry) for document in documents):
        return None
    entries, unclear = _whole(lines, documents, starts)
    return Export("Nexis", entries, unclear, _announced(lines, starts), _retrieved(lines))


def _is_stated(entry: Entry) -> bool:
    """Return whether the header of a document was found, and not only a line like a counter in any text."""
    return "published" in entry.stated or len(entry.details) >= 2


def _label_style(lines: Sequence[ExportLine]) -> IsLabel:
    """Return whether a label counts: only those in capitals, if the file writes the length or the like so."""
    labels = [found for line in lines if (found := label_of(line.text)) and found[1] in ("length", "loaded", "section")]
    in_capitals = sum(label.isupper() for label, _, _ in labels)
    if labels and not in_capitals:
        return lambda label: True
    return str.isupper


def _counters(lines: Sequence[ExportLine], is_label: IsLabel) -> list[_Start]:
    """Return the counters above documents, without lines of the same words that a text quotes."""
    found: list[_Start] = []
    for i, line in enumerate(lines):
        if not (match := counter_of(line.text)):
            continue
        is_alone = (i == 0 or not lines[i - 1].text.strip()) and (
            i + 1 == len(lines) or not lines[i + 1].text.strip() or line.is_block or is_centred(line.text)
        )
        if is_alone:
            number, total = match["n"] or match["n2"], match["all"] or match["all2"]
            found.append(_Start(i, i + 1, _figure(number), _figure(total)))
    centred = sum(is_centred(lines[start.line].text) for start in found)
    if centred * 2 > len(found):
        found = [start for start in found if is_centred(lines[start.line].text)]
    return [
        start
        for start in found
        if _ends_above(lines, start.line, is_label) or _header_follows(lines, start.first, is_label)
    ]


def _figure(text: str) -> int:
    return int(re.sub(r"\D", "", text)[:9] or 0)


def _ends_above(lines: Sequence[ExportLine], at: int, is_label: IsLabel) -> bool:
    """Return whether what stands above a line is the end of a document, or of the cover, or nothing."""
    i = at - 1
    while i >= 0 and not lines[i].text.strip():
        i -= 1
    if i < 0:
        return True
    first = i
    while first > 0 and lines[first - 1].text.strip() and i - first < 6:
        first -= 1
    own = [lines[k].text for k in range(first, i + 1)]
    if any(is_copyright(text) or RIGHTS.search(text) or NOT_SHOWN.search(text) for text in own):
        return True
    label = label_of(own[0])
    return bool(label and is_label(label[0]) and label[1] not in HEAD_KINDS)


def _header_follows(lines: Sequence[ExportLine], first: int, is_label: IsLabel) -> bool:
    """Return whether a date, a copyright or a field that stands before a body follows, before any that ends one."""
    for line in lines[first : first + _REACH]:
        text = line.text
        if not text.strip():
            continue
        if counter_of(text):
            return False
        if NOT_SHOWN.search(text) or is_copyright(text):
            return True
        label = label_of(text)
        if label and is_label(label[0]):
            return label[1] in HEAD_KINDS
        if (date := read_date_line(text)) and date.has_day:
            return True
    return False


def _with_implied(lines: Sequence[ExportLine], starts: list[_Start], is_label: IsLabel) -> list[_Start]:
    """Return the starts, and those of documents whose counter is missing.

    Such a document shows by its length and by the end of the document above it.
    """
    found: list[_Start] = []
    edges = [*starts, _Start(len(lines), len(lines))]
    if not starts or edges[0].line > 0:
        edges.insert(0, _Start(0, 0))
    for start, following in pairwise(edges):
        is_counted = start.total > 0
        implied = _lengths_after_ends(lines, start.first, following.line, is_label)
        if is_counted:
            found.append(start)
        elif implied:
            found.append(_Start(start.line, start.first))
        found += [_Start(at, at) for at in implied[1:]]
    return found


def _lengths_after_ends(lines: Sequence[ExportLine], first: int, end: int, is_label: IsLabel) -> list[int]:
    """Return the first line of each document in a stretch without counters; the first of them is `first`.

    A document is a field with the number of words, and the last field or the copyright below it. Where the copyright
    stands above the outlet, it begins the next document.
    """
    found: list[int] = []
    begin, last_end, seen_loaded = first, -1, False
    copyright_first: bool | None = None
    for i in range(first, end):
        text = lines[i].text
        if not text.strip():
            continue
        label = label_of(text)
        kind = label[1] if label and is_label(label[0]) else ""
        if kind == "length" and label and word_count(label[2]):
            if not found:
                found.append(begin)
                copyright_first = any(is_copyright(line.text) for line in lines[begin:i])
                last_end, seen_loaded = -1, False
            elif last_end >= 0:
                found.append(last_end)
                last_end, seen_loaded = -1, False
        elif kind and kind not in HEAD_KINDS and (seen_loaded or kind in ("loaded", "language")):
            seen_loaded, last_end = True, i + 1
        elif (is_copyright(text) or RIGHTS.search(text)) and not copyright_first and seen_loaded:
            last_end = i + 1
    if not found:
        return []
    return found if any(_is_loaded(line.text, is_label) for line in lines[first:end]) else found[:1]


def _is_loaded(text: str, is_label: IsLabel) -> bool:
    label = label_of(text)
    return bool(label and label[1] == "loaded" and is_label(label[0]))


def _without_request(lines: Sequence[ExportLine], first: int, end: int, is_label: IsLabel) -> int:
    """Return the end of a document without the page of the request, or the cover of another file, below it."""
    for i in range(max(first, end - 3 * _REACH), end):
        if REQUEST.match(lines[i].text[:80]) and _ends_above(lines, i, is_label):
            return i
    return end


def _whole(
    lines: Sequence[ExportLine], documents: list[Document], starts: list[_Start]
) -> tuple[list[Entry], list[Unclear]]:
    """Return the documents that are whole, and those that are not."""
    entries: list[Entry] = []
    unclear: list[Unclear] = []
    for i, document in enumerate(documents):
        is_last = i == len(documents) - 1
        if is_last and _is_cut_off(document, documents[:-1], starts):
            unclear.append(_unclear(lines, document, "it is cut off; its end is missing"))
        elif document.entry is None:
            unclear.append(_unclear(lines, document, document.problem))
        elif is_last and _lacks_rights(document, documents[:-1]):
            details = {key: value for key, value in document.entry.details.items() if key != "publisher"}
            entries.append(replace(document.entry, details=details))
        else:
            entries.append(document.entry)
    return entries, unclear


def _unclear(lines: Sequence[ExportLine], document: Document, reason: str) -> Unclear:
    first, end = document.first, document.end
    while first + 1 < end and not lines[first].text.strip():
        first += 1
    while end > first + 1 and not lines[end - 1].text.strip():
        end -= 1
    return Unclear(first, end, reason)


def _is_cut_off(last: Document, others: Sequence[Document], starts: Sequence[_Start]) -> bool:
    """Return whether the last document lacks what ends the others."""
    if last.problem and last.entry is None and not last.has_copyright_below:
        return True
    others = [document for document in others if document.entry]
    alike = [document for document in others if document.has_copyright_above == last.has_copyright_above]
    below = sum(document.has_copyright_below for document in alike or others)
    if others and below >= 0.9 * len(alike or others):
        return not last.has_copyright_below
    fields = sum(document.has_fields_below for document in others)
    # A field that stands before the text in all others is, at the end of the last, a sentence that begins like it.
    ends_by_field = last.has_fields_below and (
        last.last_field not in HEAD_KINDS or any(document.last_field in HEAD_KINDS for document in others)
    )
    if others and fields >= 0.9 * len(others):
        return not (ends_by_field or last.has_copyright_below)
    is_short = starts[-1].total > starts[-1].number > 0
    return is_short and not (ends_by_field or last.has_copyright_below)


def _lacks_rights(last: Document, others: Sequence[Document]) -> bool:
    """Return whether the copyright of the last document lacks the notice of rights, and so may be cut off."""
    return bool(others) and all(other.has_rights_below for other in others) and not last.has_rights_below


def _announced(lines: Sequence[ExportLine], starts: Sequence[_Start]) -> int:
    """Return the number of documents that the cover or the counters state, or 0."""
    counted = [start for start in starts if start.total]
    covers = [found for line in lines[: starts[0].line] if (found := _requested(line.text))]
    runs = _runs(counted)
    if len(covers) == 1 and len(runs) <= 1:
        return covers[0]
    announced = 0
    for run in runs:
        first, last, total = run[0].number, run[-1].number, run[0].total
        announced += total - first + 1 if first == 1 or last == total else max(last - first + 1, len(run))
    has_implied = len(starts) > len(counted)
    return max(announced, len(starts)) if announced and has_implied else announced


def _runs(counted: Sequence[_Start]) -> list[list[_Start]]:
    """Return the counters by the file that they come from: the total stays, the number rises."""
    totals = Counter(start.total for start in counted)
    runs: list[list[_Start]] = []
    for start in counted:
        if runs:
            last = runs[-1][-1]
            goes_on = start.total == last.total and start.number > last.number
            is_slip = start.number == last.number + 1 and totals[start.total] == 1
            if goes_on or is_slip:
                runs[-1].append(replace(start, total=last.total))
                continue
        runs.append([start])
    return runs


def _requested(text: str) -> int:
    """Return the number of documents in the range that a cover names: `Selected Items: 1-4, 7`."""
    if not REQUEST.match(text) or not (found := _RANGE.search(text[:2000])) or REQUEST_TIME.match(text):
        return 0
    count = 0
    for part in re.split(r"[,;\s]+", re.sub(r"\s*[-–]\s*", "-", found[1]).strip()):
        first, _, last = part.partition("-")
        if first:
            count += max(1, _figure(last) - _figure(first) + 1) if last else 1
    return count


def _retrieved(lines: Sequence[ExportLine]) -> str:
    near = [*lines[:_REACH], *lines[-_REACH:]] if len(lines) > 2 * _REACH else lines
    for line in near:
        if found := REQUEST_TIME.match(line.text[:200]):
            return " ".join(found[1].split())
    return ""


def _about_file(text: str) -> tuple[int, str]:
    """Return the number of documents and the date of the export that the head of a page of markup states."""
    found = _META.search(text[:20_000])
    updated = _UPDATED.search(found[0]) if found else None
    return (int(found[1][:9]), " ".join(updated[1].split())) if found and updated else (0, "")


def _is_likely(searchable: Searchable) -> bool:
    """Return whether there is a line `1 of 3 DOCUMENTS` or `Dokument 1 von 3`, in any case, or the label Load-Date."""
    text = searchable.lower
    if "load-date:" in text:
        return True
    for at in searchable.documents:
        if _NUMBERED.match(text, at):
            return True
        is_counted = text[at - 1].isspace() and _COUNTED.match(text, at)
        if is_counted and _COUNT_BEFORE.search(text[max(0, at - _MAX_COUNTER_CHARACTERS) : at]):
            return True
    return False


DATABASE = Database(name="Nexis", is_likely=_is_likely, read=_read, about_file=_about_file)
