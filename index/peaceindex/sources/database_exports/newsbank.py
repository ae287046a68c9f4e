"""NewsBank (Access World News): the text of its PDF and mails.

Learned from the text of its "Multiple Articles" download. A document is a headline, a line with the day, the paper and
its place between bars, perhaps a line with author, section and words, `OpenURL Link`, the text, and a copyright line.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from peaceindex.sources.database_exports import Database
from peaceindex.sources.database_exports.export import Entry, Export, ExportLine, Unclear
from peaceindex.sources.database_exports.names_of_authors import authors_in
from peaceindex.sources.database_exports.paragraphs import paragraphs_of, width_of
from peaceindex.startup.late_pattern import late_pattern

if TYPE_CHECKING:
    from collections.abc import Sequence

    from peaceindex.sources.database_exports.marks import Searchable

_ANCHOR = late_pattern(
    r"\s*(?P<day>[^\W\d_]{3,12}\.? \d{1,2}, \d{4})\s*\|\s*(?P<paper>[^|]{2,120}?)\s*\|"
    r"(?P<rest>[^|]{0,120}(?:\|[^|]{0,60}){0,3})"
)
_ANCHOR_AT_START = late_pattern(r"\n[ \t]*+[^\W\d_]{3,12}\.? \d{1,2}, \d{4} \| ")
_PAGE = late_pattern(r"\bPages?\s*:?\s*([\w., &-]{1,30})$", re.IGNORECASE)
_LINK = late_pattern(r"\s*OpenURL Link\b.*", re.IGNORECASE)
_BY = late_pattern(r"\s*(?:Author(?:/Byline)?|Byline|Section|Source|Edition)\s*:|\s*\d[\d,]* words\s*$", re.IGNORECASE)
_FIELDS = late_pattern(
    r"(Author(?:/Byline)?|Byline|Section|Source|Edition)\s*:\s*|\|?\s*(\d[\d,]*)\s*Words\b", re.IGNORECASE
)
_END = late_pattern(
    r"\s*(?:(?:Copyright\b|©|\(c\)).{0,160}(?:\d{4}|all rights reserved)|Record Number\s*:|Record:|SQN\s*:|"
    r"Document ID\s*:).{0,200}",
    re.IGNORECASE,
)
_NUMBER = late_pattern(r"\s*(?:Record Number|Record|SQN|Document ID)\s*:\s*(\S{4,60})", re.IGNORECASE)
_PICTURE_OF_PAGE = late_pattern(r".{3,120} - [^\W\d_]{3,12}\.? \d{1,2}, \d{4} - page \S{1,8}\s*", re.IGNORECASE)
_OUTLET = late_pattern(
    r"(?P<name>.*?)(?:,\s*(?P<the>The|An?|Le|La|Les|El|Los|Las|Der|Die|Das))?\s*(?:\((?P<place>[^()]*)\))?\s*"
)

_MAX_HEADLINE_LINES: Final = 5
_MAX_LINES_BEFORE_TEXT: Final = 5


def _read(lines: Sequence[ExportLine]) -> Export | None:
    anchors = [i for i, line in enumerate(lines) if len(line.text) < 400 and _ANCHOR.fullmatch(line.text)]
    if not anchors:
        return None
    links = sum(1 for line in lines if _LINK.fullmatch(line.text))
    ends = [i for i, line in enumerate(lines) if _END.fullmatch(line.text)]
    if not links and len(anchors) < 2 and not ends:
        return None
    width = width_of(lines)
    starts = [_start_of(lines, anchor, anchors[i - 1] if i else -1) for i, anchor in enumerate(anchors)]
    entries: list[Entry] = []
    unclear: list[Unclear] = []
    for position, anchor in enumerate(anchors):
        is_last = position == len(anchors) - 1
        start = starts[position]
        end = _end_of_last(lines, anchor) if is_last else starts[position + 1]
        if end < 0 or start < 0:
            reason = "it cannot be seen where its text ends and the next headline begins"
            first = max(start, anchors[position - 1] + 1 if start < 0 and position else 0)
            unclear.append(Unclear(anchor if start < 0 else first, anchors[position + 1] if end < 0 else end, reason))
            continue
        entry = _entry(lines, start, anchor, end, width)
        if _PICTURE_OF_PAGE.fullmatch(str(entry.stated.get("title", ""))):
            unclear.append(Unclear(start, end, "it is the picture of a whole page"))
        elif is_last and ends and not entry.tail and len(anchors) > 1:
            unclear.append(Unclear(start, end, "its end is missing"))
        else:
            entries.append(entry)
    rest = _end_of_last(lines, anchors[-1])
    if any(line.text.strip() for line in lines[rest:]):
        unclear.append(Unclear(rest, len(lines), "no line with its day and paper is there"))
    return Export("NewsBank", entries, unclear, links if links > len(anchors) else 0)


def _start_of(lines: Sequence[ExportLine], anchor: int, before: int) -> int:
    """Return where the headline above a line with day and paper begins, or -1 if the text before it runs into it."""
    i = anchor
    while i - 1 > before and not lines[i - 1].text.strip():
        i -= 1
    first = i
    while first - 1 > before and lines[first - 1].text.strip() and not _END.fullmatch(lines[first - 1].text):
        first -= 1
        if lines[first].text.startswith("\f"):
            break
    if before >= 0 and (i - first > _MAX_HEADLINE_LINES or first - 1 == before):
        return -1
    return max(first, i - _MAX_HEADLINE_LINES)


def _end_of_last(lines: Sequence[ExportLine], anchor: int) -> int:
    """Return where the last document ends: after its copyright line, if it has one."""
    ends = [i for i in range(anchor + 1, len(lines)) if _END.fullmatch(lines[i].text)]
    return ends[-1] + 1 if ends else len(lines)


def _entry(lines: Sequence[ExportLine], start: int, anchor: int, end: int, width: int) -> Entry:
    header = _ANCHOR.fullmatch(lines[anchor].text)
    assert header is not None
    text = anchor + 1
    fields: dict[str, str] = {}
    for i in range(anchor + 1, min(end, anchor + 1 + _MAX_LINES_BEFORE_TEXT)):
        if _BY.match(lines[i].text) and len(lines[i].text) < 300:
            fields |= {name: value for name, value in _fields_of(lines[i].text).items() if name not in fields}
        elif not _LINK.fullmatch(lines[i].text) and lines[i].text.strip():
            break
        text = i + 1
    tail = next((i for i in range(end - 1, text, -1) if _END.fullmatch(lines[i].text)), end)
    while tail - 1 > text and (_END.fullmatch(lines[tail - 1].text) or not lines[tail - 1].text.strip()):
        tail -= 1
    name = _OUTLET.fullmatch(header["paper"])
    outlet = header["paper"]
    if name and name["name"].strip():
        outlet = f"{name['the']} {name['name']}" if name["the"] else name["name"]
    page = _PAGE.search(header["rest"].strip())
    number = next((found[1] for line in lines[tail:end] if (found := _NUMBER.match(line.text))), "")
    stated: dict[str, Any] = {
        "title": " ".join(line.text.strip() for line in lines[start:anchor] if line.text.strip()),
        "outlet": outlet.strip(),
        "published": header["day"],
        "authors": authors_in(fields.get("author", "")),
    }
    details = {
        "section": fields.get("section", ""),
        "edition": fields.get("edition", ""),
        "page": page[1].strip() if page else "",
        "words": fields.get("words", ""),
        "document_id": number,
    }
    return Entry(
        start, end,
        head=[line.text for line in lines[start:text] if line.text.strip()],
        body=paragraphs_of(lines[text:tail], width),
        tail=tuple(line.text for line in lines[tail:end] if line.text.strip()),
        stated={key: value for key, value in stated.items() if value},
        details={key: value for key, value in details.items() if value},
    )  # fmt: skip


def _fields_of(line: str) -> dict[str, str]:
    """Return the values in "Author: Ana Torlak | Section: News | 412 Words", whatever is between them."""
    values: dict[str, str] = {}
    found = list(_FIELDS.finditer(line))
    for one, following in zip(found, [*found[1:], None], strict=True):
        if one[2]:
            values["words"] = re.sub(r"\D", "", one[2])
        else:
            name = "author" if one[1].casefold() in ("author", "author/byline", "byline") else one[1].casefold()
            values[name] = line[one.end() : following.start() if following else len(line)].strip(" |\t")
    return values


def _is_likely(searchable: Searchable) -> bool:
    text = searchable.text
    return "OpenURL Link" in text or (" | " in text and _ANCHOR_AT_START.search(text) is not None)


DATABASE: Final = Database(name="NewsBank", is_likely=_is_likely, read=_read)
