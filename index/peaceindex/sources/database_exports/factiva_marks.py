"""Lines of a Factiva export that begin with a field code: alone, before a value, in a cell of a table."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from peaceindex.sources.database_exports.factiva_vocabulary import BODY_CODES, HEADER_CODES, TAIL_CODES, is_date
from peaceindex.startup.late_pattern import late_pattern

if TYPE_CHECKING:
    from collections.abc import Sequence

    from peaceindex.sources.database_exports.export import ExportLine

_CODES: Final = HEADER_CODES | BODY_CODES | TAIL_CODES
_CODE_LINE = late_pattern(r"[ \u00a0]*([A-Z]{2,3})(?:([ \u00a0]*\t[ \t\u00a0]*|[ \u00a0]+)(\S.*)|[ \t\u00a0]*)")
_CELL = late_pattern(r"[ \u00a0]*(HD|PD|SN|WC|LA)[ \u00a0]*\|")
_BAR = late_pattern(r"([ \u00a0]*[A-Z]{2,3})[ \u00a0]*\|")
_ALWAYS_WITH_VALUE: Final = frozenset(("SC", "GC", "NGC", "ED", "SN"))
"""Codes whose value may look like a code: that of an outlet, a group of outlets, an edition."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A line that begins with a code. `at` is where the value begins in it; the length of the line if it is alone."""

    line: int
    code: str
    at: int
    gap: str


def marks_of(lines: Sequence[ExportLine]) -> list[Mark]:
    """Return the lines that begin with a code, in the way in which this export writes codes."""
    found: list[Mark] = []
    for i, line in enumerate(lines):
        if line.text[:1].islower() or not (match := _CODE_LINE.fullmatch(line.text)) or match[1] not in _CODES:
            continue
        at = match.start(3) if match[3] else len(line.text)
        found.append(Mark(i, match[1], at, _gap(match[2] if match[3] else None)))
    single = any(
        mark.gap == "space" and mark.code == "PD" and is_date(lines[mark.line].text[mark.at :]) for mark in found
    )
    marked = any(mark.code in ("HD", "PD") and is_marked(lines[mark.line], mark.code) for mark in found)
    found = [
        mark
        for mark in found
        if (single or mark.gap != "space") and (not marked or is_marked(lines[mark.line], mark.code))
    ]
    return _without_values(lines, found)


def _gap(between: str | None) -> str:
    if between is None:
        return ""
    return "wide" if "\t" in between or len(between) > 1 else "space"


def is_marked(line: ExportLine, code: str) -> bool:
    """Return whether the markup shows that a line begins with a code: it has its own cell, or is bold."""
    return "index" in line.names.split() or (line.is_block and line.is_strong and line.text.strip() == code)


def _without_values(lines: Sequence[ExportLine], marks: Sequence[Mark]) -> list[Mark]:
    """Return the marks without those lines that are the value of the code before them: an outlet may be called `RE`."""
    found: list[Mark] = []
    for mark in marks:
        if found and (before := found[-1]).code in _ALWAYS_WITH_VALUE and not before.gap and not mark.gap:
            between = lines[before.line + 1 : mark.line]
            if not any(line.text.strip() for line in between) and mark.code not in ("LP", "TD", "PG", "LA", "SC", "PD"):
                continue
        found.append(mark)
    return found


def without_bars(lines: Sequence[ExportLine]) -> Sequence[ExportLine]:
    """Return the lines of a table whose cells are parted by bars, as text from RTF is, with tabs; other lines as is."""
    if sum(_CELL.match(line.text) is not None for line in lines) < 3:
        return lines
    return [replace(line, text=_BAR.sub("\\1\t", line.text, count=1).rstrip("| ")) for line in lines]
