"""How a text table is written: what stands between its cells, and how they are quoted."""

from __future__ import annotations

import csv
import re
from collections import Counter
from dataclasses import dataclass
from typing import Final

from peaceindex.sources.tables.column_names import KNOWN, plain
from peaceindex.startup.late_pattern import late_pattern

_DELIMITERS: Final = (",", ";", "\t", "|")
_MAX_SAMPLE_ROWS: Final = 40
_MAX_SAMPLE_CHARACTERS: Final = 200_000
_EXCEL_LINE = late_pattern(r'"?sep=(.)"?\s*$', re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Dialect:
    """`delimiter` is "" if nothing is between cells: the table has one column. `width` is the usual number of cells."""

    delimiter: str
    quote: str = '"'
    escape: str | None = None
    width: int = 1

    @property
    def separator(self) -> str:
        """What separates cells; in a table of one column, a sign that no text holds."""
        return self.delimiter or "\x1f"

    def reader(self, lines: object, strict: bool = True) -> csv.Reader:  # type: ignore[name-defined]
        """Return the cells of each row in these lines."""
        return csv.reader(
            lines,  # type: ignore[arg-type]
            delimiter=self.separator, quotechar=self.quote, escapechar=self.escape, strict=strict,
            skipinitialspace=True,
        )  # fmt: skip


def delimiter_line(line: str) -> str:
    """Return the delimiter that a first line for Excel states, as in `sep=;`; "" for any other line."""
    found = _EXCEL_LINE.match(line.rstrip("\r\n"))
    return found[1] if found else ""


def dialect_of(sample: str) -> Dialect:
    """Return how the text at the beginning of a table is written."""
    first, _, rest = sample.partition("\n")
    if stated := delimiter_line(first):
        return _measured(stated, rest)[1]
    if KNOWN.get(plain(first.strip('"\r')), ("", 0))[0] in ("text", "markup"):
        return Dialect("", '"', _escape_of(sample))
    candidates = [_measured(delimiter, sample) for delimiter in _DELIMITERS]
    best = max(candidates, key=lambda found: found[0])
    return best[1] if best[0] > (0, 0.0, 0) else Dialect("", '"', _escape_of(sample))


def _measured(delimiter: str, sample: str) -> tuple[tuple[int, float, int], Dialect]:
    """Return a score of a delimiter, and the dialect with it."""
    is_cut = len(sample) > _MAX_SAMPLE_CHARACTERS
    sample = sample[:_MAX_SAMPLE_CHARACTERS]
    quote = "'" if re.match(rf"\s*'[^'\n]*'\s*{re.escape(delimiter)}\s*'", sample) else '"'
    dialect = Dialect(delimiter, quote, _escape_of(sample, quote))
    rows: list[list[str]] = []
    try:
        for row in dialect.reader(iter(sample.splitlines(keepends=True)), strict=False):
            if any(cell.strip() for cell in row):
                rows.append(row)
            if len(rows) >= _MAX_SAMPLE_ROWS:
                break
    except csv.Error:
        pass
    if is_cut and 2 < len(rows) < _MAX_SAMPLE_ROWS:
        rows.pop()  # the sample ends within it
    if not rows:
        return (0, 0.0, 0), dialect
    names = max(sum(plain(cell) in KNOWN for cell in row if len(cell) <= 80) for row in rows[:12])
    widths = Counter(len(row) for row in rows)
    width, count = max(widths.items(), key=lambda item: (item[1] * (item[0] > 1), item[0]))
    if width < 2:
        return (0, 0.0, 0), dialect
    share = count / len(rows)
    score = (names if names > 1 else 0, share if share > 0.5 or names > 1 else 0.0, width)
    return (score if score[:2] > (0, 0.0) else (0, 0.0, 0)), Dialect(delimiter, quote, dialect.escape, width)


def _escape_of(sample: str, quote: str = '"') -> str | None:
    """Return the backslash if it stands before quotation marks within cells, as some databases write them."""
    return "\\" if sample.count(f"\\{quote}") > sample.count(quote * 2) else None
