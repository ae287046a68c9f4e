"""A page as it was scraped, laid out as rows for a given width: a pure function, as that of the article is."""

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
"""Cells from which on the reasons stand at the right of the lines; below they stand under them."""
MEASURE = 88
"""Cells of a line's text at most."""
_REASON, _REASON_WHERE_WIDE = 26, 36
"""Cells of a reason at the right, at most; the second from `_VERY_WIDE` cells on."""
_VERY_WIDE = 110
_LABEL = 9
"""Cells of a field's name."""

RowKind = Literal["kept", "cut", "part", "field", "reason", "blank"]


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the screen.

    `line` is the number of the source's line that it belongs to, 0 for none.
    `left` stands before the text: a line's number, or a field's; `mine` says
    that the user set it right. `pieces` are cut stretches, counted in `text`.
    `label` is a field's name, `reason` what stands at the right.
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
    """All rows, the cells before a row's text, and those of the text."""

    rows: tuple[Row, ...]
    margin: int
    room: int


def lay_out(audit: Audit, width: int, field_keys: dict[Field, str]) -> AuditPage:
    """The rows of a page, none wider than `width` cells; `field_keys` are the keys that correct the fields."""
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
    """The rows of a line; its reason at the right, in `beside` cells, or below where there are none."""
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
