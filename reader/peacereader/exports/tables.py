"""Rows for spreadsheets and scripts: CSV by RFC 4180, and TSV."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Sequence

_BREAKS = re.compile(r"[\t\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")

Table = Literal["csv", "tsv"]
LINE_ENDS: dict[Table, Literal["\r\n", "\n"]] = {"csv": "\r\n", "tsv": "\n"}


def table_row(cells: Sequence[str], form: Table) -> str:
    """Return a row without its line end.

    A cell of CSV is exactly its value, whatever it begins with: a quotation must stay as it is. In TSV, tabs and line
    ends within a cell become spaces, and nothing else is changed.
    """
    if form == "tsv":
        return "\t".join(_BREAKS.sub(" ", cell) for cell in cells)
    row = io.StringIO(newline="")
    csv.writer(row, lineterminator="\r\n").writerow(cells)  # a cell that holds a part of a line end is quoted
    return row.getvalue().removesuffix("\r\n")
