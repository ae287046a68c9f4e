"""Rows for spreadsheets and scripts: CSV by RFC 4180, and TSV; of hits and of passages."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING, Literal

from peaceindex.model.evidence import NO_EVIDENCE, Evidence

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from pathlib import Path

    from peaceindex.model.passage import Passage
    from peacereader.exports.contents import ExportedHit

_BREAKS = re.compile(r"[\t\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")
_FORMULA = re.compile(r"\s*[=+\-@＝＋－＠]|[\t\r]")
"""Matches the beginning of a cell that a spreadsheet may take for a formula: the signs of OWASP's "CSV Injection"."""

Table = Literal["csv", "tsv", "spreadsheet"]
NAME_FOR_SPREADSHEETS = ".spreadsheet.csv"

HIT_COLUMNS = (
    "url", "authors", "published", "date", "outlet", "title", "tags", "stories", "snippet", "id", "added", "mine",
)  # fmt: skip
PASSAGE_COLUMNS = (
    "quote", "note", "labels", "authors", "title", "outlet", "date", "url", "archive_url", "retrieved", "sha256",
    "article_id", "source", "place", "bookmarked", "id", "annotator",
)  # fmt: skip
DATES = frozenset({"date", "published", "added", "bookmarked", "retrieved"})
"""The columns that hold days and times."""
IDS = frozenset({"id", "article_id"})
_EXTRA_COLUMNS = {"retrieved": "retrieved", "archive": "archive_url", "sha256": "sha256", "text": "text"}
"""The columns of hits for what is asked for besides, by its name in `formats.EXTRAS`."""


class Number(str):
    """A cell that the program made of a number: a negative one begins as a formula does, and is none."""

    __slots__ = ()


def table_row(cells: Sequence[str], form: Table) -> str:
    """Return a row without its line end.

    A cell of CSV is exactly its value, whatever it begins with: a quotation must stay as it is. For a spreadsheet, an
    apostrophe is put before a cell that could be taken for a formula, unless it is a `Number`. In TSV, tabs and line
    ends within a cell become spaces, and nothing else is changed.
    """
    if form == "tsv":
        return "\t".join(_BREAKS.sub(" ", cell) for cell in cells)
    if form == "spreadsheet":
        cells = [f"'{cell}" if _FORMULA.match(cell) and not isinstance(cell, Number) else cell for cell in cells]
    row = io.StringIO(newline="")
    csv.writer(row, lineterminator="\r\n").writerow(cells)  # a cell that holds a part of a line end is quoted
    return row.getvalue().removesuffix("\r\n")


def table_named(path: Path) -> Table:
    """Return the form of CSV that a file is to have: for a spreadsheet if its name ends in `NAME_FOR_SPREADSHEETS`."""
    return "spreadsheet" if path.name.lower().endswith(NAME_FOR_SPREADSHEETS) else "csv"


def hit_columns(extras: Collection[str] = ()) -> tuple[str, ...]:
    """Return the names of the columns of hits: `HIT_COLUMNS`, then those that are asked for."""
    return (*HIT_COLUMNS, *(column for extra, column in _EXTRA_COLUMNS.items() if extra in extras))


def hit_cells(exported: ExportedHit, extras: Collection[str] = ()) -> list[str]:
    """Return the cells of a hit, in the order of `hit_columns`."""
    hit, evidence = exported.hit, exported.evidence or NO_EVIDENCE
    known = (
        hit.url, "; ".join(hit.authors), hit.published, hit.date, hit.outlet, hit.title, "; ".join(hit.tags), hit.story,
        hit.snippet.text, hit.id, hit.added, "; ".join(hit.mine),
    )  # fmt: skip
    more = {
        "retrieved": evidence.retrieved,
        "archive": evidence.archive_address(hit.url),
        "sha256": evidence.sha256,
        "text": exported.text,
    }
    return [value or "" for value in (*known, *(more[extra] for extra in _EXTRA_COLUMNS if extra in extras))]


def passage_cells(passage: Passage, evidence: Evidence) -> list[str]:
    """Return the cells of a passage, in the order of `PASSAGE_COLUMNS`. `place` says whether it stands there still."""
    known = (
        passage.quote, passage.note, "; ".join(passage.labels), "; ".join(passage.authors), passage.title,
        passage.outlet, passage.date, passage.url, evidence.archive_address(passage.url), evidence.retrieved,
        evidence.sha256, passage.article_id, passage.source, passage.anchoring, passage.created, passage.id,
        passage.annotator,
    )  # fmt: skip
    return [value or "" for value in known]
