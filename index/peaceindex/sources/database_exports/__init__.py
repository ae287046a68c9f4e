"""Exports of news databases: files that hold many articles, each with a header of the same shape.

Each module here reads the layouts of one database, from lines of text, whatever file they come from. `read_export`
tries them all. An export is never read as one article: what cannot be told apart is reported.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Final

from peaceindex.sources.database_exports.marks import Searchable

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from peaceindex.sources.database_exports.export import Export, ExportLine

MAX_EXPORT_LINES: Final = 400_000
"""Lines of an export; one of a thousand long articles has a quarter of that."""
_MAX_SCRIPTS: Final = 4
"""The scripts in an export that is a page of markup."""
_MODULES: Final[tuple[str, ...]] = (
    "nexis_classic",
    "nexis_uni",
    "factiva",
    "proquest",
    "europresse",
    "newsbank",
    "pressreader",
    "labelled",
    "unknown_layout",
)


@dataclass(frozen=True, slots=True)
class Database:
    """A database whose exports can be read."""

    name: str
    is_likely: Callable[[Searchable], bool]
    """Returns whether a text, or the markup of a page, has marks of its exports. It rules out other files quickly."""
    page_marks: tuple[str, ...] = field(default=(), kw_only=True)
    """Names of classes and the like, of which one is in each page with scripts that a site of the database wrote."""
    read: Callable[[Sequence[ExportLine]], Export | None]
    """Returns the export in these lines, or None if they are none of this database. It never raises."""
    about_file: Callable[[str], tuple[int, str]] | None = None
    """Returns the number of documents and the date of the export that markup states outside its lines, or 0 and ""."""
    own_lines: Callable[[str], Sequence[ExportLine] | None] | None = None
    """Returns the lines of a page that only this database can divide, or None for any other page or text."""


@cache
def databases() -> tuple[Database, ...]:
    """Return the databases, the one with the surest marks first."""
    return tuple(import_module(f"{__name__}.{name}").DATABASE for name in _MODULES)


def may_be_export(page: bytes) -> bool:
    """Return whether the markup of a page, before it is decoded, has marks of an export. This is quick.

    An export is written as a document. A page with many scripts is one of a site, so only names in its markup count.
    """
    if page.count(b"<script") > _MAX_SCRIPTS:
        return any(mark.encode() in page for database in databases() for mark in database.page_marks)
    return bool(_likely(Searchable.of_bytes(page)))


def read_export(text: str, lines_of: Callable[[str], Sequence[ExportLine]]) -> Export | None:
    """Return the export in a text, or in the markup of a page, or None if it is none. `lines_of` divides it into lines.

    If several databases claim it, the one that finds the most articles is right, and any of them before a file whose
    database is not known.
    """
    likely = _likely(Searchable(text))
    if not likely:
        return None
    lines = lines_of(text)
    found: list[Export] = []
    for database in likely:
        own_lines = database.own_lines(text) if database.own_lines else None
        if export := database.read(lines if own_lines is None else own_lines):
            count, retrieved = database.about_file(text) if database.about_file else (0, "")
            found.append(replace(export, announced=count or export.announced, retrieved=retrieved or export.retrieved))
    found = [export for export in found if export.entries or export.unclear or export.nothing]
    return max(found, key=lambda e: (bool(e.database), bool(e.entries), len(e.entries) + len(e.unclear)), default=None)


def _likely(searchable: Searchable) -> list[Database]:
    if searchable.text.count("\n") > MAX_EXPORT_LINES:
        return []  # it is reported for its size
    return [database for database in databases() if database.is_likely(searchable)]
