"""The layout of a scraped page as rows for a given width: a pure function, like the layout of an article."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from rich.cells import cell_len

from peaceindex.model.audit import Audit, AuditLine
from peaceindex.model.correction import FIELDS, Correction, Field
from peaceindex.model.search import Span
from peacereader import wording
from peacereader.tui.widgets.wrapping import shortened, wrap

WIDE = 72
"""The width in cells from which the reasons stand to the right of the lines; below it, they stand under them."""
MEASURE = 88
"""The greatest width in cells of a line's text."""
_REASON, _REASON_WHERE_WIDE = 26, 36
"""The greatest widths in cells of a reason on the right; the second applies from `_VERY_WIDE` cells on."""
_VERY_WIDE = 110
_LABEL = 9
"""The width in cells of a field's name."""

RowKind = Literal["kept", "cut", "part", "field", "reason", "blank"]


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the screen.

    `line` is the number of the source line that it belongs to, or 0 for none. `left` stands before the text: the number
    of a line, or the key of a field. `mine` says whether the user corrected it. `pieces` are the cut spans, in code
    points of `text`. `label` is the name of a field, and `reason` stands on the right.
    """

    kind: RowKind
    text: str = ""
    line: int = 0
    left: str = ""
    mine: bool = False
    pieces: tuple[Span, ...] = ()
    label: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class AuditPage:
    """All rows, with the number of cells before a row's text (`margin`) and for the text (`room`)."""

    rows: tuple[Row, ...]
    margin: int
    room: int


def lay_out(audit: Audit, width: int, field_keys: dict[Field, str]) -> AuditPage:
    """Return the rows of a page, none wider than `width` cells; `field_keys` are the keys that correct the fields."""
    digits = max(3, len(str(len(audit.lines))))
    margin = digits + 3
    beside = (_REASON_WHERE_WIDE if width >= _VERY_WIDE else _REASON) if width >= WIDE else 0
    room = min(MEASURE, width - margin - 1 - (beside + 2 if beside else 0))
    rows: list[Row] = []
    for field in FIELDS:
        rows += _field(audit, field, field_keys.get(field, ""), room, beside)
    blank = False
    for line in audit.lines:
        if line.state == "blank":
            blank = True
            continue
        if blank or len(rows) == len(FIELDS):
            rows.append(Row("blank"))
        blank = False
        rows += _line(line, room, beside)
    return AuditPage(tuple(rows), margin, room)


def _field(audit: Audit, field: Field, key: str, room: int, beside: int) -> list[Row]:
    article = audit.article
    value: str | None = {
        "title": article.title,
        "outlet": article.outlet,
        "date": wording.spoken_date(article.date) if article.date else None,
        "authors": ", ".join(article.authors),
    }[field]
    mine = any(c.field == field for c in audit.corrections)
    reason = "by you" if mine else article.provenance.get(field, "none").replace("none", "")
    text = shortened(value or "not known", room - _LABEL - (0 if beside else cell_len(reason) + 3))
    if reason and not beside:
        text, reason = f"{text} · {reason}", ""
    return [Row("field", text, 0, key, mine, label=field.title(), reason=reason)]


def _line(line: AuditLine, room: int, beside: int) -> list[Row]:
    """Return the rows of a line. Its reason is on the right, `beside` cells wide, or below the line if that is 0."""
    kind: RowKind = "kept" if line.state == "blank" else line.state
    correction = line.correction
    reason = _reason(line, correction)
    rows = [
        Row(
            kind,
            line.text[start:end],
            line.number,
            "" if number else str(line.number),
            correction is not None,
            tuple((a - start, b - start) for a, b in line.pieces if a < end and b > start),
            reason="" if number or not beside else shortened(reason, beside),
        )
        for number, (start, end) in enumerate(wrap(line.text, room))
    ]
    if reason and not beside:
        below = f"— {reason}"
        rows += [Row("reason", below[s:e], line.number, "", correction is not None) for s, e in wrap(below, room, 2)]
    return rows


def _reason(line: AuditLine, correction: Correction | None) -> str:
    if correction is not None and correction.value == "keep":
        return "kept by you"
    return f"{line.reason} (a piece)" if line.state == "part" else line.reason
