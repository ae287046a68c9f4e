"""The layout of a scraped page as rows for a given width: a pure function, like the layout of an article."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from rich.cells import cell_len

from peaceindex.model.correction import FIELDS, Correction, Field
from peacereader import wording
from peacereader.tui.widgets.wrapping import shortened, wrap

if TYPE_CHECKING:
    from peaceindex.model.audit import Audit, AuditLine
    from peaceindex.model.search import Span

WIDE_CELLS = 72
"""The width in cells from which the reasons stand to the right of the lines; below it, they stand under them."""
MAX_TEXT_CELLS = 88
"""The greatest width in cells of a line's text."""
_REASON_CELLS, _REASON_CELLS_VERY_WIDE = 26, 36
"""The least widths in cells of a reason on the right; the second applies from `_VERY_WIDE_CELLS` cells on."""
_VERY_WIDE_CELLS = 110
_GAP = 2
_LABEL_CELLS = 9
"""The width in cells of a field's name."""

RowKind = Literal["kept", "cut", "part", "field", "reason", "blank"]


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the screen.

    `line` is the number of the source line that it belongs to, or 0 for none. `gutter` stands before the text: the
    number of a line, or the key of a field. `is_corrected` says whether the user corrected it. `cut_spans` are in code
    points of `text`. `label` is the name of a field, and `reason` stands on the right.
    """

    kind: RowKind
    text: str = ""
    line: int = 0
    gutter: str = ""
    is_corrected: bool = False
    cut_spans: tuple[Span, ...] = ()
    label: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class AuditPage:
    """All rows, with the number of cells before a row's text (`text_column`) and for the text (`text_width`)."""

    rows: tuple[Row, ...]
    text_column: int
    text_width: int


def lay_out(audit: Audit, width: int, field_keys: dict[Field, str]) -> AuditPage:
    """Return the rows of a page, none wider than `width` cells; `field_keys` are the keys that correct the fields."""
    digits = max(3, len(str(len(audit.lines))))
    text_column = digits + 3
    reason_width = (
        (_REASON_CELLS_VERY_WIDE if width >= _VERY_WIDE_CELLS else _REASON_CELLS) if width >= WIDE_CELLS else 0
    )
    text_width = min(MAX_TEXT_CELLS, width - text_column - 1 - (reason_width + _GAP if reason_width else 0))
    if reason_width:
        reason_width = width - text_column - text_width - 1 - _GAP
    rows: list[Row] = []
    for field in FIELDS:
        rows += _field_rows(audit, field, field_keys.get(field, ""), text_width, reason_width)
    after_blank = False
    for line in audit.lines:
        if line.state == "blank":
            after_blank = True
            continue
        if after_blank or len(rows) == len(FIELDS):
            rows.append(Row("blank"))
        after_blank = False
        rows += _line_rows(line, text_width, reason_width)
    return AuditPage(tuple(rows), text_column, text_width)


def _field_rows(audit: Audit, field: Field, key: str, text_width: int, reason_width: int) -> list[Row]:
    article = audit.article
    value: str | None = {
        "title": article.title,
        "outlet": article.outlet,
        "date": wording.long_date(article.date) if article.date else None,
        "authors": ", ".join(article.authors),
        "url": article.url,
        "tags": ", ".join(article.tags),
        "language": article.language,
    }[field]
    is_corrected = any(c.field == field for c in audit.corrections)
    reason = "by you" if is_corrected else article.provenance.get(field, "none").replace("none", "")
    text = shortened(value or "not known", text_width - _LABEL_CELLS - (0 if reason_width else cell_len(reason) + 3))
    if reason and not reason_width:
        text, reason = f"{text} · {reason}", ""
    return [Row("field", text, 0, key, is_corrected, label=wording.field_name(field), reason=reason)]


def _line_rows(line: AuditLine, text_width: int, reason_width: int) -> list[Row]:
    """Return the rows of a line. Its reason is on the right, `reason_width` cells wide; if that is 0, it is below."""
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
            reason="" if number or not reason_width else shortened(reason, reason_width),
        )
        for number, (start, end) in enumerate(wrap(line.text, text_width))
    ]
    if reason and not reason_width:
        below = f"— {reason}"
        rows += [
            Row("reason", below[s:e], line.number, "", correction is not None) for s, e in wrap(below, text_width, 2)
        ]
    return rows


def _reason(line: AuditLine, correction: Correction | None) -> str:
    if correction is not None and correction.value == "keep":
        return "kept by you"
    return f"{line.reason} (in part)" if line.state == "part" else line.reason
