"""The agreement of two coders and their differences: as text for people, and as rows for spreadsheets and scripts."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Final
from unicodedata import combining, east_asian_width

from peaceindex.model.safe_text import one_line
from peacereader import wording
from peacereader.exports.tables import Number, table_row

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from peaceindex.model.agreement import AgreementReport, AgreementRow, Coefficient, Difference
    from peaceindex.model.passage import Passage
    from peacereader.exports.tables import Table

MEASURES: Final = (("kappa", "kappa"), ("alpha", "alpha"), ("unitizing_alpha", "u-alpha"))
"""The fields of a row that hold a measure, and their heads."""
_NONE: Final = "–"
_WIDTH: Final = 80
_MAX_LABEL: Final = 28
_MAX_NAME: Final = 16

AGREEMENT_COLUMNS: Final = (
    "first", "second", "unit", "articles", "kind", "label", "units", "both", "only_first", "only_second", "neither",
    "percent",
    *(f"{name}{part}" for name, _ in MEASURES for part in ("", "_low", "_high", "_reason")),
)  # fmt: skip
DIFFERENCE_COLUMNS: Final = (
    "article_id", "date", "outlet", "title", "start", "end", "quote", "first", "first_labels", "first_notes", "second",
    "second_labels", "second_notes", "only_first", "only_second", "settled", "settled_labels", "settled_notes",
)  # fmt: skip


def row_name(row: AgreementRow) -> str:
    """Return the name of a row for people."""
    return {"label": one_line(row.label), "marked": "marked at all", "all": "all labels"}[row.kind]


def number(value: float | None) -> str:
    """Return a coefficient with two digits, as `.79` or `-.05`; a dash if there is none."""
    if value is None:
        return _NONE
    shown = f"{value:.2f}"
    return "1.00" if shown == "1.00" else shown.replace("0.", ".", 1).replace("-.00", ".00")


def agreement_text(report: AgreementReport) -> str:
    """Return the agreement as a table in plain text, with what is not defined and what was left out below it."""
    heads = ["", f"{report.unit}s", "both", *_own_heads(report), "neither", "agree"]
    rows = [[*heads, *(head for _, head in MEASURES)]]
    reasons: dict[str, list[str]] = {}
    for row in report.rows:
        name = row_name(row)
        counts = [row.units, row.both, row.only_first, row.only_second, row.neither]
        line = [_cut(name, _MAX_LABEL), *("" if count is None else f"{count:,}" for count in counts)]
        line.append(_NONE if row.percent is None else f"{row.percent:.1f} %")
        for field, head in MEASURES:
            measure: Coefficient = getattr(row, field)
            line.append(_with_interval(measure))
            if measure.value is None:
                reasons.setdefault(f"{head}: {measure.reason}", []).append(name)
        rows.append(line)
    title = f"{one_line(report.first)} and {one_line(report.second)}: "
    lines = [title + wording.counted(len(report.articles), "article"), "", *aligned(rows)]
    below = [f"{_NONE} {reason} ({wording.first_of(names)})." for reason, names in reasons.items()]
    places = wording.counted(len(report.differences), "place")
    settled = sum(bool(one.settled) for one in report.differences)
    below.append(f"They differ at {places}{f'; {settled:,} of them settled' if settled else ''}.")
    below += [one_line(note) for note in report.notes]
    return "\n".join([*lines, "", *(part for line in below for part in textwrap.wrap(line, _WIDTH))])


def _own_heads(report: AgreementReport) -> list[str]:
    return [f"only {_cut(one_line(name), _MAX_NAME)}" for name in (report.first, report.second)]


def _cut(text: str, length: int) -> str:
    return text if len(text) <= length else f"{text[: length - 1]}…"


def _with_interval(measure: Coefficient) -> str:
    if measure.low is None or measure.high is None:
        return number(measure.value)
    return f"{number(measure.value)} ({number(measure.low)} to {number(measure.high)})"


def aligned(rows: Sequence[Sequence[str]]) -> list[str]:
    """Return rows as lines, the first column to the left and the others to the right."""
    widths = [max(cells(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = []
    for row in rows:
        padding = [" " * (width - cells(cell)) for cell, width in zip(row, widths, strict=True)]
        lines.append(
            "  ".join([row[0] + padding[0], *(p + cell for p, cell in zip(padding[1:], row[1:], strict=True))]).rstrip()
        )
    return lines


def cells(text: str) -> int:
    """Return the cells that a text takes in a terminal: two for wide characters, as in Chinese, none for marks."""
    widths = ((0 if combining(one) else 2 if east_asian_width(one) in "WF" else 1) for one in text)
    return sum(widths)


def differences_text(report: AgreementReport) -> str:
    """Return the differences for people: for each place its article, its words, and what each of the two has there."""
    blocks = []
    for one in report.differences:
        quote = f"“{one_line(' '.join(one.quote.split()))}”"
        about = (one.outlet or wording.OUTLET_NOT_KNOWN, wording.long_date(one.date), one.article_id)
        lines = [
            textwrap.fill(textwrap.shorten(quote, 4 * _WIDTH, placeholder=" …”"), _WIDTH, break_on_hyphens=False),
            f"  {one_line(one.title or wording.TITLE_NOT_KNOWN)}",
            f"  {one_line(' · '.join(about))}",
        ]
        for name, coded in coded_by(report, one):
            lines.append(f"  {one_line(name)}: {one_line(coded)}")
        blocks.append("\n".join([*lines, ""]))
    return "\n".join(blocks)


def coded_by(report: AgreementReport, difference: Difference) -> Iterator[tuple[str, str]]:
    """Yield who coded a place, the consensus too if it is settled, and what each of them has there, in words."""
    for name, passages in ((report.first, difference.first), (report.second, difference.second)):
        yield name, _coding(difference, passages) if passages else "nothing"
    if difference.settled:
        yield "settled", _coding(difference, difference.settled)


def _coding(difference: Difference, passages: Sequence[Passage]) -> str:
    labels = ", ".join(difference.labels(passages)) or "no label"
    notes = " / ".join(passage.note for passage in passages if passage.note)
    return f"{labels} ({notes})" if notes else labels


def agreement_csv(report: AgreementReport, form: Table = "csv") -> str:
    """Return the agreement as CSV with a row for each label; `form` may be `spreadsheet`."""
    rows: list[Sequence[str]] = [AGREEMENT_COLUMNS]
    for row in report.rows:
        counts = (row.units, row.both, row.only_first, row.only_second, row.neither, row.percent)
        measures = [getattr(row, name) for name, _ in MEASURES]
        parts = [part for one in measures for part in (one.value, one.low, one.high, one.reason)]
        head = (report.first, report.second, report.unit, len(report.articles), row.kind, row.label)
        rows.append([_cell(value) for value in (*head, *counts, *parts)])
    return _csv(rows, form)


def differences_csv(report: AgreementReport, form: Table = "csv") -> str:
    """Return the differences as CSV with a row for each place. Labels of one cell are parted by semicolons.

    `form` may be `spreadsheet`.
    """
    rows: list[Sequence[str]] = [DIFFERENCE_COLUMNS]
    for one in report.differences:
        codings = []
        for name, passages in ((report.first, one.first), (report.second, one.second)):
            notes = "\n\n".join(passage.note for passage in passages if passage.note)
            codings += [name, "; ".join(one.labels(passages)), notes]
        notes = "\n\n".join(passage.note for passage in one.settled if passage.note)
        settled = ["yes" if one.settled else "", "; ".join(one.labels(one.settled)), notes]
        place = (one.article_id, one.date, one.outlet, one.title, one.start, one.end, one.quote)
        only = ("; ".join(one.only_first), "; ".join(one.only_second))
        rows.append([*map(_cell, place), *codings, *only, *settled])
    return _csv(rows, form)


def _cell(value: object) -> str:
    if isinstance(value, float):
        return Number(f"{value:.6g}")
    return "" if value is None else str(value)


def _csv(rows: Sequence[Sequence[str]], form: Table) -> str:
    return "".join(table_row(row, form) + "\r\n" for row in rows)
