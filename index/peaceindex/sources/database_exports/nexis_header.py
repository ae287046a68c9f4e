"""The header of a classic Nexis document: copyright, outlet, date, edition and headline, which have no labels.

In text they are told apart by where they stand in the line: outlet, date and edition are centred, the headline is not.
In markup and in documents of word processors they are told apart by their order.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from peaceindex.sources.database_exports.date_lines import DateLine, read_date_line
from peaceindex.sources.database_exports.nexis_units import Unit, joined
from peaceindex.sources.database_exports.nexis_values import is_copyright, publisher_of, word_count
from peaceindex.sources.database_exports.nexis_vocabulary import CORRECTED, NOTICE, RIGHTS
from peaceindex.startup.late_pattern import late_pattern

if TYPE_CHECKING:
    from collections.abc import Sequence

    from peaceindex.sources.database_exports.export import ExportLine

_ADDRESS = late_pattern(r"\s*(?:https?://|www\.)\S+\s*", re.IGNORECASE)
_PLACE = late_pattern(r"\s*\(.*\)\s*")
_COMPANY = late_pattern(
    r"\b(?:ltd|limited|inc|llc|plc|gmbh|ag|kg|b\.?v|n\.?v|s\.?a|s\.?l|corp(?:oration)?|company|co|uitgevers|verlag|a/s|ab)\W*$",
    re.I,
)
_EDITION = late_pattern(r"\b(?:edition|edición|edizione|édition|ausgabe|edição|uitgave|editie|final)\b", re.IGNORECASE)
_CENTRED: Final = 4
"""The spaces before a line from which it counts as centred."""


@dataclass(slots=True)
class Header:
    """What the header of a document states; "" for what it does not."""

    outlet: str = ""
    date: DateLine | None = None
    edition: str = ""
    title: str = ""
    publisher: str = ""
    url: str = ""
    words: str = ""
    has_copyright: bool = False
    has_correction: bool = False


@dataclass(slots=True)
class _Part:
    """Lines of one unit that are neither copyright, notice, address nor date."""

    unit: int
    lines: list[ExportLine] = field(default_factory=list)
    centred: bool = False
    after_date: bool = False
    with_date: bool = False


def is_centred(text: str) -> bool:
    """Return whether a line of plain text is set in the middle."""
    return len(text) - len(text.lstrip()) >= _CENTRED


def read_header(lines: Sequence[ExportLine], units: Sequence[Unit], width: int) -> Header:
    """Return what the units before the first label state."""
    header = Header()
    parts = _parts(lines, units, header)
    if any(part.centred for part in parts) or (header.date and _date_is_centred(lines, units)):
        outlets = [part for part in parts if part.centred and not part.after_date]
        editions = [part for part in parts if part.centred and part.after_date]
        titles = [part for part in parts if not part.centred]
    else:
        outlets, editions, titles = _by_order(parts, header.date is not None)
    header.outlet = _outlet(outlets)
    edition = [header.date.rest] if header.date and header.date.rest else []
    edition += [line.text.strip() for part in editions for line in part.lines]
    header.edition = " ".join(CORRECTED.sub("", text).strip() for text in edition).strip(" ;,")
    if header.date and CORRECTED.search(header.date.rest):
        header.has_correction = True
    if titles:
        header.title = joined(titles[0].lines, width)
    return header


def _date_is_centred(lines: Sequence[ExportLine], units: Sequence[Unit]) -> bool:
    return any(
        is_centred(lines[i].text) and read_date_line(lines[i].text) for u in units for i in range(u.first, u.end)
    )


def _parts(lines: Sequence[ExportLine], units: Sequence[Unit], header: Header) -> list[_Part]:
    """Return the lines that are outlet, edition or headline, and put what is sure into the header."""
    parts: list[_Part] = []
    for number, unit in enumerate(units):
        own = [lines[i] for i in range(unit.first, unit.end)]
        own = _without_copyright(own, header)
        date_here = False
        for line in own:
            text = line.text.strip()
            date = read_date_line(text)
            if date and (header.date is None or not header.date.has_day) and not (parts and parts[-1].after_date):
                header.date, date_here = date, True
            elif date and date.has_day and parts and not any(p.after_date and not p.centred for p in parts):
                pass  # the same date in another language
            elif NOTICE.fullmatch(text):
                header.has_correction = header.has_correction or bool(CORRECTED.search(text))
            elif _ADDRESS.fullmatch(text):
                header.url = header.url or text
            elif not header.words and len(text) < 30 and word_count(text):
                header.words = word_count(text)
            else:
                centred, after = is_centred(line.text), header.date is not None
                last = parts[-1] if parts else None
                if last and last.unit == number and last.centred == centred and last.after_date == after:
                    last.lines.append(line)
                else:
                    parts.append(_Part(number, [line], centred, after, date_here))
    return parts


def _without_copyright(own: list[ExportLine], header: Header) -> list[ExportLine]:
    first = next((i for i, line in enumerate(own) if is_copyright(line.text) or _is_notice(line, own)), None)
    rights = next((i for i, line in enumerate(own) if RIGHTS.search(line.text)), None)
    if first is None:
        if rights is None:
            return own
        return own[:rights] + own[rights + 1 :]
    end = first + 1 if rights is None or rights < first or rights > first + 4 else rights + 1
    header.has_copyright = True
    header.publisher = header.publisher or publisher_of(line.text for line in own[first:end])
    return own[:first] + own[end:]


def _is_notice(line: ExportLine, own: list[ExportLine]) -> bool:
    """Return whether a line is a copyright notice without a year, above the notice of rights."""
    is_first = line.text.strip().lower().startswith(("copyright", "©", "(c)"))
    return is_first and (is_centred(line.text) or any(RIGHTS.search(other.text) for other in own))


def _by_order(parts: list[_Part], has_date: bool) -> tuple[list[_Part], list[_Part], list[_Part]]:
    """Return the parts with the outlet, the edition and the headline, by their order alone."""
    before = [part for part in parts if not part.after_date]
    after = [part for part in parts if part.after_date]
    editions = [part for part in after if part.with_date]
    titles = [part for part in after if not part.with_date]
    if not editions and len(titles) > 1 and len(titles[0].lines) <= 2 and _EDITION.search(titles[0].lines[0].text):
        editions, titles = titles[:1], titles[1:]
    if not titles and len(before) > 1:
        strong = [part for part in before if all(line.is_strong for line in part.lines)]
        title = strong[0] if len(strong) == 1 else before[-1]
        before = [part for part in before if part is not title]
        titles = [title]
    if not has_date and not titles and len(before) == 1:
        return [], [], []  # it may be either
    return before, editions, titles


def _outlet(parts: list[_Part]) -> str:
    """Return the outlet: the line above the date that is no publisher and no place."""
    groups = [
        [line.text.strip() for line in part.lines if not _PLACE.fullmatch(line.text)] for part in parts if part.lines
    ]
    groups = [group for group in groups if group]
    for group in reversed(groups):
        for text in group:
            if not _COMPANY.search(text):
                return " ".join(text.split())
    return " ".join(groups[-1][0].split()) if groups else ""
