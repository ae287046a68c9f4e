"""Factiva's layout with field codes ("Full Article/Report plus Indexing"): `HD`, `BY`, `WC`, `PD`, `SN`, `LP`, `AN`.

A code stands alone on its line, with its value on the next lines, or before its value. A text may hold lines that look
like codes, so a header counts only as a run of codes whose values have the right shape.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from peaceindex.sources.database_exports.export import Entry, Export, ExportLine, Unclear
from peaceindex.sources.database_exports.factiva_marks import Mark, is_marked, marks_of, without_bars
from peaceindex.sources.database_exports.factiva_values import (
    DATABASE_NAME,
    Values,
    is_page,
    is_terms,
    retrieved_of,
    summary_at,
    terms_of,
    unread,
    with_agreeing_numbers,
)
from peaceindex.sources.database_exports.factiva_vocabulary import (
    BODY_CODES,
    HEADER_CODES,
    SOURCE_CODE,
    TAIL_CODES,
    TERM_CODES,
    is_date,
    is_page_foot,
    is_time,
    stated_number,
    word_count,
)
from peaceindex.sources.database_exports.language_names import code_of_name
from peaceindex.sources.database_exports.paragraphs import paragraphs_of, width_of

if TYPE_CHECKING:
    from collections.abc import Sequence

_LONGEST_VALUE_LINES = 12
_CUT_OFF = "it is cut off before the line with its document number"
_NO_HEADER = "no heading stands above it"


@dataclass(frozen=True, slots=True)
class _Header:
    """The codes before a text: the indices of the first of them, and of the mark after the last, in all marks."""

    first: int
    end: int


def read_codes(lines: Sequence[ExportLine]) -> Export | None:
    """Return the export with codes in these lines, or None if no header of codes is among them."""
    return _Reader(lines).read()


class _Reader:
    def __init__(self, lines: Sequence[ExportLine]) -> None:
        self._lines = without_bars(lines)
        self._marks = marks_of(self._lines)
        self._width = width_of(self._lines)

    def read(self) -> Export | None:
        headers = self._headers()
        if not headers:
            return None
        starts = [self._marks[header.first].line for header in headers]
        entries: list[Entry] = []
        unclear: list[Unclear] = []
        kinds: list[bool | None] = []
        have_ends: list[tuple[str, bool]] = []
        if starts[0] and self._is_text(0, starts[0]):
            unclear += unread(self._lines, 0, starts[0], _NO_HEADER)
        for header, start, end in zip(headers, starts, [*starts[1:], len(self._lines)], strict=True):
            entry, values, has_end, after = self._entry(header, start, end)
            if after < end:
                reason = _CUT_OFF if end == len(self._lines) else _NO_HEADER
                unclear += unread(self._lines, after, end, reason)
            have_ends.append((values.number, has_end))
            if not entry.body:
                unclear.append(Unclear(start, entry.end, "it has a heading without a text"))
                continue
            entries.append(entry)
            kinds.append(values.number_agrees)
        if entries and entries[-1].first == starts[-1] and _is_cut_off(have_ends):
            last = entries.pop()
            kinds.pop()
            unclear.append(Unclear(last.first, last.end, _CUT_OFF))
        unclear.sort(key=lambda one: one.first)
        export = Export(DATABASE_NAME, entries, unclear, retrieved=retrieved_of(self._lines, starts[-1]))
        disagreeing = [i for i, agrees in enumerate(kinds) if agrees is False]
        return with_agreeing_numbers(export, disagreeing, sum(agrees is True for agrees in kinds))

    def _headers(self) -> list[_Header]:
        """Return the headers: runs of codes, none twice, of which enough have values of the right shape."""
        found: list[_Header] = []
        i = 0
        ended = True  # whether the article before is known to end here
        while i < len(self._marks):
            end = self._end_of_run(i)
            first = self._start_in_run(i, end, ended=ended)
            if end > first and self._is_header(first, end):
                found.append(_Header(first, end))
                i, ended = end, False
                continue
            mark = self._marks[i]
            if mark.code == "AN" and stated_number(" ".join(self._value(i))):
                ended = True
            i += 1
        return found

    def _end_of_run(self, first: int) -> int:
        seen: set[str] = set()
        i = first
        while i < len(self._marks):
            mark = self._marks[i]
            if mark.code not in HEADER_CODES or mark.code in seen:
                break
            if i > first and mark.line - self._marks[i - 1].line > _LONGEST_VALUE_LINES:
                break
            seen.add(mark.code)
            i += 1
        return i

    def _start_in_run(self, first: int, end: int, *, ended: bool) -> int:
        """Return the first code of the article in a run: a line like a code may end the text before."""
        codes = [mark.code for mark in self._marks[first:end]]
        if ended or "HD" not in codes:
            return first
        start = first + codes.index("HD")
        while start > first and self._marks[start - 1].code in ("SE", "CLM", "NGC", "GC"):
            if len(self._value(start - 1)) != 1 or not self._is_blank_before(start - 1):
                break
            start -= 1
        return start

    def _is_blank_before(self, i: int) -> bool:
        line = self._marks[i].line
        return line == 0 or not self._lines[line - 1].text.strip()

    def _is_header(self, first: int, end: int) -> bool:
        values = {self._marks[i].code: " ".join(self._value(i)) for i in range(first, end)}
        sure = (
            is_date(values.get("PD", ""))
            + bool(word_count(values.get("WC", "")))
            + (SOURCE_CODE.fullmatch(values.get("SC", "")) is not None)
            + bool(code_of_name(values.get("LA", "")))
        )
        return sure >= 2 or (sure == 1 and bool(values.get("SN")) and len(values) >= 3)

    def _value(self, i: int) -> list[str]:
        """Return the lines of the value of a mark that are not empty, up to the next mark."""
        return [line.text.strip(" \u00a0\t") for line in self._value_lines(i, len(self._lines)) if line.text.strip()]

    def _value_lines(self, i: int, end: int, until: int | None = None) -> list[ExportLine]:
        """Return the lines of a value, up to the mark `until` (the next one if None) or the line `end`."""
        mark = self._marks[i]
        following = i + 1 if until is None else until
        if following < len(self._marks):
            end = min(end, self._marks[following].line)
        own = self._lines[mark.line]
        first = [replace(own, text=" " * mark.at + own.text[mark.at :])] if mark.at < len(own.text) else []
        return [*first, *self._lines[mark.line + 1 : end]]

    def _entry(self, header: _Header, start: int, end: int) -> tuple[Entry, Values, bool, int]:
        """Return the article, its values, whether its end is known, and the index of the line after it."""
        after = self._mark_at(end)
        text = self._body_mark(header.end, after)
        number = ""
        for i in range(text, after):
            if self._marks[i].code == "AN" and (number := stated_number("".join(self._value(i)[:1]))):
                after = i + 1
                break
        tail = self._tail(text, after)
        stop = end
        if number:
            stop = self._line_after_number(after - 1)
        elif end == len(self._lines):
            stop = min(self._summary(start, end), self._cut_header(text, after, end))
        body, feet = self._body(text, tail, stop, after)
        values = self._values(header, tail, after, number)
        head_end = self._marks[text].line if text < after else stop
        tail_lines = [line.text for line in self._lines[self._marks[tail].line : stop]] if tail < after else []
        head = [line.text for line in self._lines[start:head_end]]
        entry = Entry(start, stop, head, body, [*feet, *tail_lines], values.stated, values.details)
        return entry, values, bool(number) or tail < after, stop

    def _mark_at(self, line: int) -> int:
        """Return the position of the first mark at or after a line."""
        low, high = 0, len(self._marks)
        while low < high:
            middle = (low + high) // 2
            if self._marks[middle].line < line:
                low = middle + 1
            else:
                high = middle
        return low

    def _body_mark(self, first: int, after: int) -> int:
        """Return the position of the mark where the text begins, or `after` if there is no text."""
        return next((i for i in range(first, after) if self._marks[i].code in BODY_CODES), after)

    def _tail(self, text: int, after: int) -> int:
        """Return the position of the first mark after the text: all from there on have values that are no text."""
        seen: set[str] = set()
        tail = after
        low = text if text < after else after
        for i in range(after - 1, low, -1):
            mark = self._marks[i]
            if mark.code == "AN" and i != after - 1:
                continue
            if mark.code not in TAIL_CODES or mark.code in seen or not self._is_tail_value(i):
                break
            seen.add(mark.code)
            tail = i
        return tail

    def _is_tail_value(self, i: int) -> bool:
        mark = self._marks[i]
        if is_marked(self._lines[mark.line], mark.code):
            return True
        raw = self._value_lines(i, len(self._lines))
        value = [line.text for line in raw if line.text.strip()]
        if not value:
            return False
        if mark.code == "AN":
            return bool(stated_number(value[0]))
        if mark.code in TERM_CODES:
            return is_terms(value)
        texts = "".join("\n" if not line.text.strip() else "x" for line in raw).strip("\n")
        is_one = "\n" not in texts
        return is_one and (mark.code != "PUB" or (len(value) == 1 and len(value[0]) < 120))

    def _line_after_number(self, i: int) -> int:
        line = self._marks[i].line
        if self._marks[i].at < len(self._lines[line].text):
            return line + 1
        line += 1
        while line < len(self._lines) and not self._lines[line].text.strip():
            line += 1
        return min(line + 1, len(self._lines))

    def _summary(self, start: int, end: int) -> int:
        """Return the line of the description of the search, if what follows it has its shape; else `end`."""
        at = summary_at(self._lines, start, end)
        following = [line.text for line in self._lines[at + 1 : end] if line.text.strip()]
        return at if all(len(text) < 400 for text in following) and not self._mark_after(at, end) else end

    def _mark_after(self, line: int, end: int) -> bool:
        return any(line < mark.line < end for mark in self._marks[self._mark_at(line) :])

    def _cut_header(self, text: int, after: int, end: int) -> int:
        """Return the line of the last `HD` if only the beginning of a header follows it: the file is cut off there."""
        for i in range(after - 1, text, -1):
            mark = self._marks[i]
            if mark.code not in HEADER_CODES:
                break
            if mark.code == "HD" and self._is_blank_before(i) and end - mark.line <= 2 * _LONGEST_VALUE_LINES:
                return mark.line
        return end

    def _body(self, text: int, tail: int, stop: int, after: int) -> tuple[list[str], list[str]]:
        """Return the paragraphs of the text, and the feet of pages within it."""
        if text >= after:
            return [], []
        until = self._marks[tail].line if tail < after else stop
        first = self._marks[text]
        second = -1
        if first.code == "LP":
            second = next((i for i in range(text + 1, tail) if self._marks[i].code == "TD"), -1)
        lines = self._value_lines(text, until, until=second if second > 0 else len(self._marks))
        if second > 0:
            lines += [ExportLine(""), *self._value_lines(second, until, until=len(self._marks))]
        feet = [line.text for line in lines if is_page_foot(line.text)]
        kept = [line for line in lines if not is_page_foot(line.text)]
        return paragraphs_of(kept, self._hanging_width(first, kept) or self._width), feet

    def _hanging_width(self, mark: Mark, lines: Sequence[ExportLine]) -> int:
        """Return the width of a text whose lines hang below its first one, to the right of the code; else 0."""
        column = min(mark.at, 4)
        hanging = [line.text for line in lines[1:] if line.text.strip() and not line.is_block]
        if mark.gap != "wide" or not hanging or any(text[:column].strip() for text in hanging):
            return 0
        width = max(len(text) for text in hanging)
        return width if 40 <= width <= 132 else 0

    def _values(self, header: _Header, tail: int, after: int, number: str) -> Values:
        head = {self._marks[i].code: " ".join(self._value(i)) for i in range(header.first, header.end)}
        end = {self._marks[i].code: self._value(i) for i in range(tail, after)}
        page = head.get("PG", "")
        return Values(
            title=head.get("HD", ""),
            byline=head.get("BY", ""),
            section="; ".join(filter(None, (head.get("SE"), head.get("CLM")))),
            words=head.get("WC", ""),
            date=head.get("PD", ""),
            time=time if is_time(time := head.get("ET", "")) else "",
            outlet=head.get("SN", ""),
            source_code=head.get("SC", ""),
            edition=head.get("ED", ""),
            page=page if is_page(page) or len(page) < 40 else "",
            language=head.get("LA", ""),
            rights=head.get("CY", ""),
            publisher=" ".join(end.get("PUB", ())),
            terms=list(dict.fromkeys([*terms_of(end.get("NS", ())), *terms_of(end.get("RE", ()))])),
            number=number,
        )

    def _is_text(self, first: int, end: int) -> bool:
        """Return whether these lines hold the text or the end of an article."""
        texts = [line.text for line in self._lines[first:end]]
        return any(mark.code in BODY_CODES | {"AN"} for mark in self._marks[: self._mark_at(end)]) or any(
            len(text.split()) >= 25 for text in texts
        )


def _is_cut_off(ends: Sequence[tuple[str, bool]]) -> bool:
    """Return whether the last article lacks the end that articles of this export have.

    `ends` are the document numbers of the articles, and whether codes stand after their texts.
    """
    numbers = [number for number, _ in ends]
    if not any(has_end for _, has_end in ends):
        return len(ends) == 1
    if not any(numbers):
        return not ends[-1][1]
    usual = Counter(len(number) for number in numbers[:-1] if number).most_common(1)
    return not numbers[-1] or len(numbers[-1]) < (usual[0][0] if usual else 25)
