"""ProQuest: text ("Text only"), and pages that are saved or mailed.

Learned from the sanitised exports and parsers of tm.plugin.proquest, pq_parser and importProquest, and from the labels
in Zotero's translator. A document is a title, labels, `Full text:`, and labels again. Lines of underscores are between
documents, and in texts too; so a document starts only where a title and its labels follow.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from peaceindex.sources.database_exports import Database
from peaceindex.sources.database_exports.export import Entry, Export, ExportLine, Unclear
from peaceindex.sources.database_exports.paragraphs import paragraphs_of, width_of
from peaceindex.sources.database_exports.proquest_labels import FRONT_OF_TAIL, HEAD, TAIL, field_of, has_labels
from peaceindex.sources.database_exports.proquest_pages import RULE, lines_of_page
from peaceindex.sources.database_exports.proquest_values import date_in, details_of, stated_of
from peaceindex.startup.late_pattern import late_pattern

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from peaceindex.sources.database_exports.marks import Searchable

_SEPARATOR = late_pattern(r"\s*([_*=—–-])\1{19,}\s*")
_COUNTER = late_pattern(
    r"\s*(?:documento?|dokument[u]?|документ|belge|doküman|المستند|文档|文件|文書|문서|dokumentum)\s+"
    r"(\d{1,6})\s*(?:of|von|de|sur|di|из|z|/|من|van|av|dari)\s*(\d{1,6})\s*",
    re.IGNORECASE,
)
_MAX_TITLE_PARAGRAPHS: Final = 3
_MAX_TITLE_CHARACTERS: Final = 1000
_MIN_TEXT_WORDS: Final = 8
_MAX_TAIL_PARTS: Final = 80
_NOT_OF_TEXT = late_pattern(r"(?:enlarge this image\.?|illustration|-{1,3})\s*", re.IGNORECASE)
_FRAME = late_pattern(
    r"contact (?:us|proquest)|database copyright|terms and conditions|table of contents|search strategy|bibliograph|"
    r"citation style|report information|about\.proquest|proquest\.com/go",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Part:
    """A paragraph (lines `first` to `end`): with a label at its start, its kind and value; else kind is ""."""

    first: int
    end: int
    kind: str
    value: str


@dataclass(slots=True)
class _Record:
    """A document: its lines, and the numbers before it in "Document 3 of 84"."""

    first: int
    end: int
    number: int = 0
    total: int = 0
    parts: list[_Part] = field(default_factory=list)
    is_closed: bool = False
    """Whether a separator follows it."""
    marks: str = ""
    """What its page says of it outside its text: `id=… words=…`."""


def _read(lines: Sequence[ExportLine]) -> Export | None:
    blocks = _blocks(lines)
    records, others = _records(lines, blocks)
    if not any(_is_sure(record) for record in records):
        return None
    width = width_of(lines)
    entries: list[Entry] = []
    unclear = [
        Unclear(block.first, block.end, "it has no fields such as Full text")
        for block in others
        if block.first > records[0].first
        and not _FRAME.search(" ".join(line.text for line in lines[block.first : block.end])[:2000])
    ]
    ends = {record.parts[-1].kind for record in records[:-1] if record.parts}
    for position, record in enumerate(records):
        is_last = position == len(records) - 1
        if is_last and not record.is_closed and (reason := _why_cut_off(record, ends)):
            unclear.append(Unclear(record.first, record.end, reason))
        else:
            entries.append(_entry(lines, record, width))
    unclear.sort(key=lambda part: part.first)
    return Export("ProQuest", entries, unclear, _announced(records), _retrieved(lines, records[0].first))


def _blocks(lines: Sequence[ExportLine]) -> list[_Record]:
    """Return what is between separators and numbers of documents."""
    blocks: list[_Record] = []
    first = number = total = 0
    marks = ""

    def close(end: int, by_rule: bool) -> None:
        start = first
        while start < end and not lines[start].text.strip():
            start += 1
        if start < end or number:
            blocks.append(_Record(start, end, number, total, list(_parts(lines, start, end)), by_rule, marks))

    for i, line in enumerate(lines):
        if _SEPARATOR.fullmatch(line.text):
            close(i, True)
            first, number, total, marks = i + 1, 0, 0, line.names if line.text == RULE else ""
        elif len(line.text) < 60 and (found := _COUNTER.fullmatch(line.text)):
            close(i, True)
            first, number, total = i + 1, int(found[1]), int(found[2])
    close(len(lines), False)
    return blocks


def _parts(lines: Sequence[ExportLine], first: int, end: int) -> Iterator[_Part]:
    i = first
    kind = ""
    while i < end:
        if not lines[i].text.strip():
            i += 1
            continue
        start = i
        found = field_of(lines[i].text)
        kind, value = found or ("", lines[i].text.strip())
        texts = [value]
        i += 1
        while i < end and lines[i].text.strip() and not lines[start].is_block:
            if kind not in ("", "body", "abstract") and field_of(lines[i].text):
                break
            texts.append(lines[i].text.strip())
            i += 1
        yield _Part(start, i, kind, " ".join(texts).strip())


def _records(lines: Sequence[ExportLine], blocks: Sequence[_Record]) -> tuple[list[_Record], list[_Record]]:
    """Return the documents, and the blocks that are none. A separator within a text parts nothing."""
    records: list[_Record] = []
    others: list[_Record] = []
    is_open = False
    for block in blocks:
        if _has_head(block) or (not is_open and _has_tail(block)):
            records += (split := list(_split(block)))
            is_open = _is_open(split[-1])
        elif is_open and block.parts:
            last = records[-1]
            last.end, last.is_closed = block.end, block.is_closed
            last.parts += block.parts
            is_open = _is_open(last)
        elif block.parts or block.number:
            others.append(block)
    return records, others


def _has_head(block: _Record) -> bool:
    """Return whether a title and then a label that stands before texts are at the start of a block."""
    for part in block.parts[: _MAX_TITLE_PARAGRAPHS + 1]:
        if part.kind:
            return part.kind in HEAD
        if len(part.value) > _MAX_TITLE_CHARACTERS:
            return False
    return False


def _has_tail(block: _Record) -> bool:
    return len({part.kind for part in block.parts} & (TAIL | HEAD)) >= 2


def _is_open(record: _Record) -> bool:
    """Return whether the text of a document goes on: it has begun, and no label follows it."""
    end = record.parts[-_MAX_TAIL_PARTS:]
    return _tail_of(end) == len(end) and any(part.kind in ("body", "abstract", "links") for part in record.parts)


def _is_sure(record: _Record) -> bool:
    kinds = {part.kind for part in record.parts}
    return ("body" in kinds and len(kinds & (TAIL | {"info"})) >= 1) or ("document_id" in kinds and len(kinds) >= 4)


def _split(block: _Record) -> Iterator[_Record]:
    """Yield the documents of a block. After the labels at the end of a text, a title and labels are another one."""
    parts = block.parts
    starts = [0]
    i = 0
    while i < len(parts):
        if parts[i].kind in TAIL:
            j = i + 1
            while j < len(parts) and not parts[j].kind and j - i <= _MAX_TITLE_PARAGRAPHS:
                j += 1
            if i + 1 < j < len(parts) - 1 and parts[j].kind in HEAD and parts[j + 1].kind:
                starts.append(j - 1)
                i = j
        i += 1
    for position, start in enumerate(starts):
        is_last = position == len(starts) - 1
        own = parts[start:] if is_last else parts[start : starts[position + 1]]
        end = block.end if is_last else parts[starts[position + 1]].first
        yield _Record(
            own[0].first if position else block.first, end, *((0, 0) if position else (block.number, block.total)), own,
            block.is_closed or not is_last, block.marks if not position else "",
        )  # fmt: skip


def _tail_of(parts: Sequence[_Part]) -> int:
    """Return where the labels after the text begin: an index into `parts`, or their number if there are none.

    Labels that follow each other to the end are those; so a paragraph of the text may begin like one.
    """
    start = next((i for i, part in enumerate(parts) if part.kind in ("body", "links", "abstract")), -1)
    start = next((i for i, part in enumerate(parts) if part.kind == "body"), start)
    i = len(parts)
    while i - 1 > start and not parts[i - 1].kind and (len(parts) - i < 3):
        i -= 1
    if i - 1 <= start or parts[i - 1].kind not in TAIL | FRONT_OF_TAIL:
        return len(parts)
    seen: set[str] = set()
    in_front = False
    begin = i
    while i - 1 > start:
        kind = parts[i - 1].kind
        if kind in TAIL and not in_front:
            begin = i - 1
        elif kind in FRONT_OF_TAIL and (kind in ("tags", "other") or kind not in seen):
            in_front = True
            begin = i - 1
        elif kind or not (i - 2 > start and parts[i - 2].kind in ("copyright", "caption")):
            break
        seen.add(kind)
        i -= 1
    return begin


def _why_cut_off(record: _Record, ends: set[str]) -> str:
    """Return why the last document is not whole, as a clause, or "". `ends` are the last labels of the others."""
    kinds = [part.kind for part in record.parts]
    tail = _tail_of(record.parts)
    if tail == len(kinds):
        return "" if ends and ends <= {"", "body"} else "its end is missing"
    last = next((kind for kind in reversed(kinds) if kind), "")
    if last == "copyright" or (last in ends and kinds[-1]):
        return ""
    return (
        "its end is missing" if ends or not kinds[-1] or last in ("outlet", "published", "title", "document_id") else ""
    )


def _entry(lines: Sequence[ExportLine], record: _Record, width: int) -> Entry:
    parts = record.parts
    tail = _tail_of(parts)
    start = next((i for i, part in enumerate(parts[:tail]) if part.kind == "body"), -1)
    is_abstract = False
    if start < 0:
        start, is_abstract = _unlabelled_text(parts[:tail])
    end = record.end if tail == len(parts) else parts[tail].first
    head_end = parts[start].first if start >= 0 else end
    body_lines: list[ExportLine] = []
    if start >= 0:
        body_lines = list(lines[head_end:end])
        if parts[start].kind:
            found = field_of(body_lines[0].text)
            body_lines[0] = replace(body_lines[0], text=found[1] if found else "")
    body = paragraphs_of(body_lines, width)
    cut = [text for text in body if _NOT_OF_TEXT.fullmatch(text)]
    fields = [part for i, part in enumerate(parts) if part.kind and (i < start or i >= tail or start < 0)]
    bare = [part.value for part in parts[: max(start, 0) or tail] if not part.kind]
    first_bare = bare[0] if bare and parts and not parts[0].kind else ""
    details = details_of(fields, record.marks)
    if is_abstract:
        details["text"] = "abstract only"
    return Entry(
        record.first, record.end,
        head=_texts(lines, record.first, head_end),
        body=[text for text in body if not _NOT_OF_TEXT.fullmatch(text)],
        tail=[*cut, *_texts(lines, end, record.end)],
        stated=stated_of(fields, first_bare, details),
        details=details,
        number=record.number,
    )  # fmt: skip


def _unlabelled_text(parts: Sequence[_Part]) -> tuple[int, bool]:
    """Return where the text begins in a document without `Full text:`, or -1, and whether it is only an abstract."""
    last = max((i for i, part in enumerate(parts) if part.kind in HEAD), default=-1)
    abstract = next((i for i, part in enumerate(parts) if part.kind == "abstract"), -1)
    if 0 <= last < len(parts) - 1 and last != abstract and _words(parts[last + 1 :]) >= _MIN_TEXT_WORDS:
        return last + 1, False
    if abstract >= 0 and _words([p for p in parts[abstract:] if p.kind in ("abstract", "")]) >= _MIN_TEXT_WORDS:
        return abstract, True
    return -1, False


def _words(parts: Sequence[_Part]) -> int:
    return sum(len(part.value.split()) for part in parts)


def _texts(lines: Sequence[ExportLine], first: int, end: int) -> list[str]:
    return [line.text for line in lines[first:end] if line.text.strip()]


def _announced(records: Sequence[_Record]) -> int:
    """Return the number of documents that the file states: that in "Document 1 of 84", if the first one is here."""
    totals = {record.total for record in records if record.number}
    return totals.pop() if records[0].number == 1 and len(totals) == 1 else 0


def _retrieved(lines: Sequence[ExportLine], first: int) -> str:
    """Return the date of the report, which stands before the first document."""
    if not any("proquest" in line.text.casefold() for line in lines[:first]):
        return ""
    return next((line.text.strip() for line in lines[: min(first, 40)] if date_in(line.text, whole=True)), "")


_NAMES: Final = ("ProQuest", "proquest.com", "DocID_MSTAR_")


def _is_likely(searchable: Searchable) -> bool:
    return any(name in searchable.text for name in _NAMES) or has_labels(searchable.labels)


DATABASE: Final = Database(
    name="ProQuest", is_likely=_is_likely, page_marks=_NAMES, read=_read, own_lines=lines_of_page
)
