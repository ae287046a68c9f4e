"""Factiva's layout without codes ("Article Format"): headline, byline, words, date, outlet, text, document number."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from typing import TYPE_CHECKING

from peaceindex.sources.database_exports.export import Entry, Export, ExportLine, Unclear
from peaceindex.sources.database_exports.factiva_header import Anchor, Top, anchors_of, top_above, with_number
from peaceindex.sources.database_exports.factiva_values import (
    DATABASE_NAME,
    Values,
    retrieved_of,
    summary_at,
    unread,
    with_agreeing_numbers,
)
from peaceindex.sources.database_exports.factiva_vocabulary import (
    document_number,
    is_boilerplate,
    is_page_foot,
    rights_holder,
)
from peaceindex.sources.database_exports.paragraphs import paragraphs_of, width_of
from peaceindex.startup.late_pattern import late_pattern

if TYPE_CHECKING:
    from collections.abc import Sequence

_CUT_OFF = "it is cut off before the line with its document number"
_NO_HEADER = "no heading stands above it"
_NO_START = "it is unclear where the text ends and the next heading begins"
_HEADLINE_ONLY = "it is only a headline, without its text"
_COMPANY = late_pattern(
    r"\b(?:ltd|limited|inc|llc|llp|plc|gmbh|ag|kg|s\.?a\.?s?|s\.?p\.?a|s\.?l|b\.?v|n\.?v|a/s|corp|corporation|co|"
    r"company|press|media|group|verlag|verlags\w*|publishing|publishers?|publications?|newspapers?|news|service|agency|"
    r"editorial|éditions|editions|presse|zeitung|holdings?|ооо|оао|ао)\b\.?",
    re.IGNORECASE,
)
_END_OF_WIRE = late_pattern(r"\(END\)\s+Dow Jones Newswires\b.*", re.IGNORECASE)


def read_display(lines: Sequence[ExportLine]) -> Export | None:
    """Return the export without codes in these lines, or None if no header of it is among them."""
    return _Reader(lines).read()


class _Reader:
    def __init__(self, lines: Sequence[ExportLine]) -> None:
        self._lines = lines
        self._width = width_of(lines)
        self._ends = [i for i, line in enumerate(lines) if document_number(line.text)]
        self._entries: list[Entry] = []
        self._unclear: list[Unclear] = []
        self._agreements: list[bool | None] = []

    def read(self) -> Export | None:
        anchors = anchors_of(self._lines)
        if not anchors or (len(anchors) == 1 and not self._ends and not self._looks_like_export()):
            return None
        floor = 0
        has_end = False
        pending: tuple[Anchor, Top] | None = None
        for anchor, following in zip(anchors, [*anchors[1:], None], strict=True):
            limit = following.first if following else len(self._lines)
            earlier = bisect_left(self._ends, anchor.first) - 1
            if not pending and earlier >= 0 and self._ends[earlier] >= floor:
                last = self._ends[earlier]
                self._unclear += unread(self._lines, floor, last + 1, _NO_HEADER)
                floor, has_end = last + 1, True
            top = top_above(self._lines, floor, anchor.first, has_end_before=has_end)
            if pending:
                self._finish_without_end(pending, anchor, top)
            elif top:
                self._report_before(floor, top.first, has_end=has_end)
            top = top or Top(anchor.first)
            later = bisect_left(self._ends, anchor.end)
            end = self._ends[later] if later < len(self._ends) else limit
            if end >= limit:
                pending, floor, has_end = (anchor, top), anchor.end, False
                continue
            pending, floor, has_end = None, end + 1, True
            if self._is_whole_number(end):
                self._add(anchor, top, end, end + 1)
            else:
                self._unclear.append(Unclear(top.first, end + 1, _CUT_OFF))
        if pending:
            self._finish_last(pending)
        else:
            self._report_rest(floor)
        self._unclear.sort(key=lambda one: one.first)
        retrieved = retrieved_of(self._lines, max(floor, anchors[-1].end))
        export = Export(DATABASE_NAME, self._entries, self._unclear, retrieved=retrieved)
        disagreeing = [i for i, agrees in enumerate(self._agreements) if agrees is False]
        return with_agreeing_numbers(export, disagreeing, sum(agrees is True for agrees in self._agreements))

    def _looks_like_export(self) -> bool:
        return any("articleParagraph" in line.names or "activa" in line.text for line in self._lines)

    def _is_whole_number(self, end: int) -> bool:
        """Return whether the number on the last line of the file is as long as the others."""
        if end != self._ends[-1] or any(line.text.strip() for line in self._lines[end + 1 :]):
            return True
        if end + 1 < len(self._lines) and not self._lines[end].is_block:
            return True
        lengths = Counter(len(document_number(self._lines[i].text)) for i in self._ends if i != end)
        usual = lengths.most_common(1)[0][0] if lengths else 25
        return len(document_number(self._lines[end].text)) >= usual

    def _report_before(self, floor: int, first: int, *, has_end: bool) -> None:
        """Report what stands between the end of an article and the next header."""
        if has_end:
            self._report_between(floor, first)
        elif self._has_text(floor, first):
            self._unclear += unread(self._lines, floor, first, _NO_HEADER)

    def _has_text(self, first: int, end: int) -> bool:
        return any("articleParagraph" in line.names or len(line.text.split()) >= 25 for line in self._lines[first:end])

    def _report_between(self, floor: int, end: int) -> None:
        headlines = [i for i in range(floor, end) if "printheadline" in self._lines[i].names]
        if not headlines:
            self._unclear += unread(self._lines, floor, end, _NO_HEADER)
            return
        self._unclear += unread(self._lines, floor, headlines[0], _NO_HEADER)
        for first, following in zip(headlines, [*headlines[1:], end], strict=True):
            self._unclear += unread(self._lines, first, following, _HEADLINE_ONLY)

    def _finish_without_end(self, pending: tuple[Anchor, Top], anchor: Anchor, top: Top | None) -> None:
        """Add or report an article whose end is not marked, before the next header."""
        before, own = pending
        if top is None:
            self._unclear.append(Unclear(own.first, anchor.first, _NO_START))
        elif self._ends:
            self._unclear.append(Unclear(own.first, top.first, _CUT_OFF))
        else:
            self._add(before, own, top.first, top.first)

    def _finish_last(self, pending: tuple[Anchor, Top]) -> None:
        anchor, top = pending
        end = summary_at(self._lines, anchor.end, len(self._lines))
        if self._ends or not self._entries:
            self._unclear.append(Unclear(top.first, end, _CUT_OFF))
        else:
            self._add(anchor, top, end, end)

    def _report_rest(self, floor: int) -> None:
        """Report what follows the last article: the beginning of one that is cut off."""
        end = summary_at(self._lines, floor, len(self._lines))
        feet = [i for i in range(floor, end) if self._lines[i].text.lstrip().startswith("©")]
        end = feet[0] if feet and is_boilerplate(self._lines[feet[0]].text) else end
        headlines = [i for i in range(floor, end) if "printheadline" in self._lines[i].names]
        if headlines:
            self._report_between(floor, end)
        else:
            self._unclear += unread(self._lines, floor, end, _CUT_OFF)

    def _add(self, anchor: Anchor, top: Top, body_end: int, end: int) -> None:
        number = document_number(self._lines[body_end].text) if body_end < end else ""
        body, tail, publisher = self._body(anchor, body_end)
        known = with_number(anchor.values, number)
        values = Values(
            title=top.title, byline=top.byline, section=top.section, words=known.words, date=known.date,
            time=known.time, outlet=known.outlet, source_code=known.source_code, edition=known.edition,
            page=known.page, language=known.language, rights=known.rights, publisher=publisher, number=number,
        )  # fmt: skip
        tail += [line.text for line in self._lines[body_end:end]]
        if not body:
            self._unclear.append(Unclear(top.first, end, "it has a heading without a text"))
            return
        head = [line.text for line in self._lines[top.first : anchor.end]]
        self._entries.append(Entry(top.first, end, head, body, tail, values.stated, values.details))
        self._agreements.append(values.number_agrees)

    def _body(self, anchor: Anchor, end: int) -> tuple[list[str], list[str], str]:
        """Return the paragraphs of the text, the lines after it and within it that are none, and the publisher."""
        lines = list(self._lines[anchor.end : end])
        publisher, tail = "", []
        shown = [i for i, line in enumerate(lines) if line.text.strip()]
        if shown and self._is_publisher(lines[shown[-1]], anchor.values) and len(shown) > 1:
            publisher = lines[shown[-1]].text.strip()
            lines, tail = lines[: shown[-1]], [publisher]
        body, others = _without_captions(lines)
        wire = next((i for i, line in enumerate(body) if _END_OF_WIRE.fullmatch(line.text.strip())), len(body))
        if sum(len(line.text.split()) for line in body[wire + 1 :]) > 40:
            wire = len(body)
        others += [line.text for line in body[wire:] if line.text.strip()]
        others += [line.text for line in body[:wire] if is_page_foot(line.text)]
        kept = [line for line in body[:wire] if not is_page_foot(line.text)]
        return paragraphs_of(kept, self._width), others + tail, publisher

    def _is_publisher(self, line: ExportLine, values: Values) -> bool:
        """Return whether the last line before the number is the publisher: the name of a company."""
        text = line.text.strip()
        if line.names and "articleParagraph" in line.names:
            return False
        if not text or len(text.split()) > 8 or text.endswith(("?", "!", "”", '"', ":", "…")):
            return False
        known = {word.casefold().strip(".,;") for word in f"{values.outlet} {rights_holder(values.rights)}".split()}
        shared = any(len(word) > 3 and word.casefold().strip(".,;") in known for word in text.split())
        is_company = _COMPANY.search(text) is not None and text[:1].isupper()
        if text.endswith(".") and not _COMPANY.fullmatch(text.split()[-1]):
            return False
        is_name = sum(word[:1].islower() for word in text.split()) <= 2
        return is_name and (is_company or shared)


def _without_captions(lines: Sequence[ExportLine]) -> tuple[list[ExportLine], list[str]]:
    """Return the lines of the text, and others: where markup names the paragraphs of the text, what is outside them."""
    if not any("articleParagraph" in line.names for line in lines):
        return list(lines), []
    body: list[ExportLine] = []
    others: list[str] = []
    is_within = False
    for line in lines:
        if not line.text.strip():
            is_within = False
        elif line.names:
            is_within = "articleParagraph" in line.names or "articlePre" in line.names or "companylink" in line.names
        if is_within or not line.text.strip():
            body.append(line)
        else:
            others.append(line.text)
    return body, others
