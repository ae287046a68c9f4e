"""Exports of Nexis Uni, Lexis Advance and Nexis (new), as lines of DOCX, RTF or plain text.

A document is a headline, an outlet, a date, a copyright, fields, the line `Body`, the text, more fields, and the line
`End of Document`. A cover with a list of the documents may stand above the first.

Sources: exports in the test suites of LexisNexisTools, newspapers and nexis_uni_extractor, and their parsers.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from peaceindex.sources.database_exports import Database
from peaceindex.sources.database_exports.date_lines import read_date_line
from peaceindex.sources.database_exports.export import Entry, Export, ExportLine, Unclear
from peaceindex.sources.database_exports.nexis_uni_document import find_body, is_boilerplate, read_document
from peaceindex.sources.database_exports.nexis_values import is_copyright, word_count
from peaceindex.sources.database_exports.nexis_vocabulary import (
    BODY_BEGINS,
    DOCUMENT_COUNT,
    END_OF_DOCUMENT,
    REQUEST_TIME,
    label_of,
)
from peaceindex.sources.database_exports.paragraphs import width_of
from peaceindex.startup.late_pattern import late_pattern

if TYPE_CHECKING:
    from collections.abc import Sequence

    from peaceindex.sources.database_exports.marks import Searchable

_END_BEFORE = late_pattern(r"(?:end of |ende des |fin du |fin del |einde van (?:het )?|fine del |fim do )$")
_END = late_pattern(r"(?:documento?|dokuments)\b")
_COUNT = late_pattern(r"\b(?:documents?|dokumente?|documentos?|documenti|documenten)\s?\(\d")
_BODY_BEFORE = late_pattern(r"[\n>][^\S\n]*$")
_BODY_BEHIND = late_pattern(r"[^\S\n]*(?:<|$)", re.MULTILINE)
_MAX_INDENT: Final = 200
_LISTED = late_pattern(r"\s*(\d{1,5})\.\s+(\S.*)")
_COVER: Final = late_pattern(
    r"\s*(?:user name|date and time|job number|client/matter|search terms|search type|narrowed by|content type|"
    r"timeline|sources|source|date|benutzername|datum und uhrzeit|auftragsnummer|suchbegriffe|suchtyp|suchart|"
    r"eingegrenzt (?:durch|von)|inhaltstyp|zeitachse|zeitleiste|quellen|"
    r"nom d['’]utilisateur|date et heure|termes de recherche|type de recherche|"
    r"numéro de (?:la )?tâche|filtré par|type de contenu|chronologie|nombre de usuario|fecha y hora|número de trabajo|"
    r"términos de búsqueda|tipo de búsqueda|acotado por|tipo de contenido|gebruikersnaam|datum en tijd|taaknummer|"
    r"zoektermen|zoektype|verfijnd op|client/matter|news|nachrichten)\b.{0,3}?(?:[:：\t]|$)",
    re.IGNORECASE,
)
_REACH: Final = 40
"""The lines within which the header of a document has its date, its copyright and its first field."""


@dataclass(frozen=True, slots=True)
class _Stretch:
    """The lines of a document, the line at its end included. `is_ended` says whether it has one."""

    first: int
    end: int
    is_ended: bool


def _read(lines: Sequence[ExportLine]) -> Export | None:
    width = width_of(lines)
    entries: list[Entry] = []
    unclear: list[Unclear] = []
    stretches = _stretches(lines)
    ended = sum(stretch.is_ended for stretch in stretches)
    announced, has_list = 0, False
    for stretch in stretches:
        first, count, titles = _after_cover(lines, stretch)
        announced += count
        has_list = has_list or bool(titles)
        shown = [i for i in range(first, stretch.end) if not is_boilerplate(lines[i].text)]
        if not shown:
            continue
        if not stretch.is_ended and (ended or (announced > 1 and not _is_loaded(lines, stretch))):
            unclear.append(Unclear(shown[0], shown[-1] + 1, "it is cut off; its end is missing"))
            continue
        read = read_document(lines, first, stretch.end, width)
        if isinstance(read, Entry):
            entries.append(read)
        elif read:
            unclear.append(Unclear(shown[0], shown[-1] + 1, read))
    if not entries and not unclear:
        is_list = announced and has_list
        return Export("Nexis", (), nothing="it is a list of documents without their texts") if is_list else None
    if not entries and not announced and not any(_has_header(lines, stretch) for stretch in stretches):
        return None  # a text in which such a line stands by chance
    return Export("Nexis", entries, unclear, announced, _retrieved(lines))


def _stretches(lines: Sequence[ExportLine]) -> list[_Stretch]:
    """Return the stretches between the ends of documents.

    A line of the same words in a text ends nothing: a header, or the end of the file, must follow the end of a
    document.
    """
    ends = [i for i, line in enumerate(lines) if len(line.text) < 60 and END_OF_DOCUMENT.fullmatch(line.text)]
    if not ends:
        ends = [
            i for i, line in enumerate(lines) if (label := label_of(line.text)) and label[1] == "loaded" and label[2]
        ]
        marks_end = False
    else:
        marks_end = True
    found: list[_Stretch] = []
    first = 0
    for position, at in enumerate(ends):
        is_last = position == len(ends) - 1
        if (is_last and marks_end) or _is_end(lines, at, ends[position + 1] if not is_last else len(lines)):
            found += _parted(lines, first, at + 1)
            found[-1] = _Stretch(found[-1].first, at + 1, is_ended=marks_end)
            first = at + 1
    if first < len(lines):
        found += [_Stretch(part.first, part.end, is_ended=False) for part in _parted(lines, first, len(lines))]
    return found


def _is_end(lines: Sequence[ExportLine], at: int, following: int) -> bool:
    """Return whether the last field of a document stands above a line, or a header below it."""
    above = [label_of(lines[i].text) for i in range(max(0, at - 4), at) if lines[i].text.strip()]
    if above and above[-1] and above[-1][1] == "loaded":
        return True
    dates, lengths, shown = False, False, 0
    for i in range(at + 1, min(following, at + 1 + 3 * _REACH)):
        text = lines[i].text
        if not text.strip() or is_boilerplate(text):
            continue
        shown += 1
        if shown > _REACH or BODY_BEGINS.fullmatch(text):
            break
        label = label_of(text)
        dates = dates or read_date_line(text) is not None or is_copyright(text)
        lengths = lengths or bool(label and label[1] == "length" and word_count(label[2]))
        if DOCUMENT_COUNT.fullmatch(text):
            return True
    return shown == 0 or (dates and lengths)


def _parted(lines: Sequence[ExportLine], first: int, end: int) -> list[_Stretch]:
    """Return the documents in a stretch: more than one if the line at the end of one is missing.

    A document ends at its last field, `Load-Date`, if another header and body follow.
    """
    found: list[_Stretch] = []
    begin = first
    for i in range(first, end):
        label = label_of(lines[i].text)
        if not label or label[1] != "loaded" or find_body(lines, begin, i) is None:
            continue
        if find_body(lines, i + 1, min(end, i + 1 + 3 * _REACH)) is not None:
            found.append(_Stretch(begin, i + 1, is_ended=True))
            begin = i + 1
    return [*found, _Stretch(begin, end, is_ended=False)]


def _is_loaded(lines: Sequence[ExportLine], stretch: _Stretch) -> bool:
    return any(
        label is not None and label[1] == "loaded"
        for label in (label_of(lines[i].text) for i in range(stretch.first, stretch.end))
    )


def _has_header(lines: Sequence[ExportLine], stretch: _Stretch) -> bool:
    labels = [label for i in range(stretch.first, stretch.end) if (label := label_of(lines[i].text))]
    return any(kind == "length" and bool(word_count(value)) for _, kind, value in labels)


def _after_cover(lines: Sequence[ExportLine], stretch: _Stretch) -> tuple[int, int, dict[int, str]]:
    """Return the first line after the cover above a document, the number of documents it states, and their titles.

    Without a cover the first line is that of the stretch.
    """
    body = find_body(lines, stretch.first, stretch.end)
    limit = stretch.end if body is None else body
    count, after = 0, stretch.first
    titles: dict[int, str] = {}
    for i in range(stretch.first, limit):
        text = lines[i].text
        if found := DOCUMENT_COUNT.fullmatch(text[:80]):
            count += int(re.sub(r"\D", "", found[1])[:9])
            after = i + 1
        elif (count or after > stretch.first) and (item := _LISTED.match(text[:400])):
            titles.setdefault(int(item[1]), " ".join(item[2].split()))
            after = i + 1
        elif _COVER.match(text[:60]) and not _is_header(lines, i, limit):
            after = i + 1
    if after == stretch.first:
        return after, 0, {}
    wanted = titles.get(min(titles, default=0), "").casefold()
    for i in range(after, limit):
        own = " ".join(lines[i].text.split()).casefold()
        if len(own) > 3 and wanted and (wanted.startswith(own) or own.startswith(wanted)):
            return i, count, titles
    return after, count, titles


def _is_header(lines: Sequence[ExportLine], at: int, limit: int) -> bool:
    """Return whether a line that looks like one of the cover stands within the header of a document."""
    return any(is_copyright(lines[i].text) for i in range(max(0, at - 12), at)) or at + 1 >= limit


def _retrieved(lines: Sequence[ExportLine]) -> str:
    for line in lines[: 3 * _REACH]:
        if found := REQUEST_TIME.match(line.text[:200]):
            return " ".join(found[1].split())
    return ""


def _is_likely(searchable: Searchable) -> bool:
    """Return whether there is a line `End of Document`, `Documents (3)` or `Body`, in one of its languages."""
    text = searchable.lower
    for at in searchable.documents:
        if _COUNT.match(text, at) or (_END.match(text, at) and _END_BEFORE.search(text[max(0, at - 20) : at])):
            return True
    for body in re.finditer("body", text):
        before = text[max(0, body.start() - _MAX_INDENT) : body.start()]
        if _BODY_BEHIND.match(text, body.end()) and _BODY_BEFORE.search(before):
            return True
    return False


DATABASE = Database(name="Nexis", is_likely=_is_likely, read=_read)
