"""PressReader: the text of an article, copied, printed or mailed, with its address.

PressReader exports one article at a time, and no layout is documented. What is sure is its address: it holds the
paper, the day and a number. Several addresses in a file are several articles, which are reported, not guessed apart.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Any, Final

from peaceindex.sources.database_exports import Database
from peaceindex.sources.database_exports.export import Entry, Export, ExportLine, Unclear
from peaceindex.sources.database_exports.names_of_authors import authors_in
from peaceindex.sources.database_exports.paragraphs import paragraphs_of, width_of
from peaceindex.startup.late_pattern import late_pattern

if TYPE_CHECKING:
    from collections.abc import Sequence

    from peaceindex.sources.database_exports.marks import Searchable

_ADDRESS = late_pattern(
    r"(?:https?://)?(?:www\.)?pressreader\.com/(?P<country>[a-z-]{2,40})/(?P<paper>[\w-]{2,80})/"
    r"(?P<day>(?:19|20)\d{6})/(?P<id>\d{6,20})",
    re.IGNORECASE,
)
_NOTICE = late_pattern(
    r"\s*(?:(?:©|copyright|\(c\))?\s*PressReader\.?\s*(?:Inc\.?)?\s*(?:All rights reserved\.?)?|"
    r"PressReader\.com\b.{0,60}|"
    r"ORIGINAL COPY\b.{0,120}|Copyright and protected by applicable law\.?|Newspapers\s*\|.{0,60}|"
    r"Printed and distributed by PressReader.{0,120}|©\s*PressReader\b.{0,80})\s*",
    re.IGNORECASE,
)
_BY = late_pattern(r"(?:by|par|von|por|di|door)\s+(\S.{2,100})", re.IGNORECASE)
_BETWEEN = late_pattern(r"\s*[·•|]\s*")
_DAY = late_pattern(
    r"(?:[^\W\d_]{3,12},?\s+)?(?:\d{1,2}\.?\s+(?:de\s+)?[^\W\d_]{3,12}\.?\s+(?:de\s+)?\d{4}|"
    r"[^\W\d_]{3,12}\.?\s+\d{1,2},?\s+\d{4}|\d{4}-\d\d-\d\d)"
)
_HEAD_LINES: Final = 7
_MIN_TEXT_WORDS: Final = 8


def _read(lines: Sequence[ExportLine]) -> Export | None:
    if any(line.is_block for line in lines):
        return None
    found = [(i, match) for i, line in enumerate(lines) if (match := _ADDRESS.search(line.text[:500]))]
    numbers = {match["id"] for _, match in found}
    alone = {match["id"] for i, match in found if len(lines[i].text) - len(match[0]) < 40}
    if len(alone) > 1:
        reason = "PressReader has no mark between articles"
        return Export("PressReader", [], [Unclear(0, len(lines), reason, count=len(alone))])
    if len(numbers) != 1 or not alone or not any(_NOTICE.fullmatch(line.text) for line in lines if line.text.strip()):
        return None
    entry = _entry(lines, found[0][1])
    return Export("PressReader", [entry]) if sum(len(text.split()) for text in entry.body) >= _MIN_TEXT_WORDS else None


def _entry(lines: Sequence[ExportLine], address: re.Match[str]) -> Entry:
    shown = [i for i, line in enumerate(lines) if line.text.strip() and not _is_notice(line.text)]
    outlet = ""
    authors: list[str] = []
    text = shown[1] if len(shown) > 1 else len(lines)
    title = lines[shown[0]].text.strip() if shown else ""
    for i in shown[1:_HEAD_LINES]:
        parts = [part for part in _BETWEEN.split(lines[i].text.strip()) if part]
        known = [
            _slug(part) == address["paper"].casefold() or _DAY.fullmatch(part) or _BY.fullmatch(part) for part in parts
        ]
        if not all(known):
            continue
        for part in parts:
            if _slug(part) == address["paper"].casefold():
                outlet = part
            elif by := _BY.fullmatch(part):
                authors = authors_in(by[1])
        text = i + 1
    body = [line if not _is_notice(line.text) else ExportLine("") for line in lines[text:]]
    day = address["day"]
    stated: dict[str, Any] = {
        "title": title,
        "outlet": outlet,
        "authors": authors,
        "published": f"{day[:4]}-{day[4:6]}-{day[6:]}",
        "url": f"https://www.pressreader.com/{address['country']}/{address['paper']}/{day}/{address['id']}",
    }
    return Entry(
        0, len(lines),
        head=[line.text for line in lines[:text] if line.text.strip()],
        body=paragraphs_of(body, width_of(lines)),
        tail=[line.text for line in lines[text:] if line.text.strip() and _is_notice(line.text)],
        stated={name: value for name, value in stated.items() if value},
        details={"document_id": address["id"]},
    )  # fmt: skip


def _is_notice(text: str) -> bool:
    return _NOTICE.fullmatch(text) is not None or (
        (found := _ADDRESS.search(text[:500])) is not None and len(text) - len(found[0]) < 40
    )


def _slug(name: str) -> str:
    plain = "".join(c for c in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(c))
    return re.sub(r"[^\w]+", "-", plain).strip("-")


def _is_likely(searchable: Searchable) -> bool:
    return "pressreader.com/" in searchable.lower


DATABASE: Final = Database(name="PressReader", is_likely=_is_likely, page_marks=("pressreader.com/",), read=_read)
