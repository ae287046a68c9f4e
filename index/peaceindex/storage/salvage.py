"""Salvages what can still be read of a damaged annotations.db, page by page and row by row.

First the pages are read that the trees of the tables lead to. Then the pages that no intact page leads to are assigned
to a table by what their rows look like. A page that SQLite refuses costs only the rows on it.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from peaceindex.storage.schema import ANNOTATIONS
from peaceindex.storage.sqlite_pages import Cell, Image, Page, PageKind, State, Value, schema_of
from peaceindex.storage.tables import Table, tables

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Row:
    """A row that was found, and whether all of it could be read (`sqlite_pages.State`)."""

    table: str
    values: Mapping[str, Value]
    state: State


@dataclass
class Findings:
    """What was learned from a damaged file, apart from its rows."""

    pages: int = 0
    unreadable: set[int] = field(default_factory=set)
    """The numbers of pages in use of which nothing could be read."""
    broken: int = 0
    """How many records were unreadable on pages that could be read otherwise."""
    keys: dict[str, set[str]] = field(default_factory=dict)
    """Table name -> the keys found in its indexes, whether or not their rows were found."""


class Salvage:
    """Reads the rows of one database image."""

    def __init__(self, image: Image, roots: Mapping[str, int]) -> None:
        """Read the schema of `image`.

        `roots` (name -> page number) are the first pages of tables and indexes. They are used if the image's own
        schema cannot be read.
        """
        self._image = image
        schema = schema_of(image)
        self.is_foreign = bool(schema.roots) and not tables().keys() & schema.roots.keys()
        """Whether this is a database of some other program."""
        self.has_schema = bool(schema.roots)
        self._roots = schema.roots or roots
        self._seen = set(schema.pages)
        self._layout = min(max(image.version(), 1), len(ANNOTATIONS)) if schema.roots else self._layout_of_rows()
        self.findings = Findings(pages=image.count)
        if not schema.roots:
            self.findings.unreadable.add(1)

    def rows(self) -> Iterator[Row]:
        """Yield all rows that can be read, in no particular order; some may come twice.

        The table of a row that fits no table is "".
        """
        if self.is_foreign:
            return
        for table in tables().values():
            for page in self._walk(self._roots.get(table.name, 0)):
                for cell in page.cells:
                    yield from self._rows_of_cell(cell, table)
            for index in table.indexes:
                for page in self._walk(self._roots.get(index, 0)):
                    self._collect_keys(page, table)
        yield from self._orphan_pages()

    def _layout_of_rows(self) -> int:
        """Return the layout in which passages and the bin had as many columns as most records; the newest of several.

        A migration that adds columns to these tables writes all their rows anew, so all records are of one layout.
        """
        places = [tables()[name] for name in ("passages", "bin")]
        pages = (self._image.b_tree(number) for number in range(2, self._image.count + 1))
        counts = Counter(
            cell.count
            for page in pages
            if page
            for cell in page.cells
            if any(self._fits(cell, table, check_times=True) for table in places)
        )
        layouts = range(1, len(ANNOTATIONS) + 1)
        return max(layouts, key=lambda n: (sum(counts[c] for c in {t.column_counts[n - 1] for t in places}), n))

    def _walk(self, root: int) -> Iterator[Page]:
        pending = [root]
        while pending:
            number = pending.pop()
            if number in self._seen or not 1 < number <= self._image.count:
                continue
            page = self._image.b_tree(number)
            if page is None:
                continue  # `_orphan_pages` comes back to it
            self._record_page(number, page)
            pending += page.children
            yield page

    def _orphan_pages(self) -> Iterator[Row]:
        free = self._image.free_pages()
        for number in range(2, self._image.count + 1):
            if number in self._seen or number in free:
                continue
            page = self._image.b_tree(number)
            if page is None:
                continue
            self._record_page(number, page)
            for cell in page.cells:
                if not self._is_index_cell(cell):
                    yield from self._rows_of_cell(cell, None)
        for number in sorted(set(range(2, self._image.count + 1)) - self._seen - free):
            if text := _page_text(self._image.page(number)):
                yield Row("", {"page": number, "text": text}, "cut")
            else:
                self.findings.unreadable.add(number)

    def _record_page(self, number: int, page: Page) -> None:
        self._seen.add(number)
        self.findings.broken += page.broken
        for cell in page.cells:
            self._seen.update(cell.overflow)

    def _rows_of_cell(self, cell: Cell, table: Table | None) -> Iterator[Row]:
        """Yield the cell as a row of `table` if it fits that, else of the table that it looks like.

        A cell that fits no table is yielded if it has text, and skipped otherwise.
        """
        candidates = [table] if table and self._fits(cell, table, check_times=False) else []
        candidates = candidates or [other for other in tables().values() if self._fits(cell, other, check_times=True)]
        if candidates:
            # The number of columns that one table had in a layout may be the number that another has in the next.
            best = min(candidates, key=lambda table: abs(table.column_counts[self._layout - 1] - cell.count))
            yield Row(best.name, best.row(cell.values, cell.rowid), cell.state)
        elif any(isinstance(value, str) and value for value in cell.values):
            yield Row("", {str(number): value for number, value in enumerate(cell.values)}, "cut")

    def _fits(self, cell: Cell, table: Table, *, check_times: bool) -> bool:
        return (cell.rowid is not None) == (table.rowid is not None) and table.fits(
            table.row(cell.values, cell.rowid), cell.count, check_times=check_times
        )

    def _is_index_cell(self, cell: Cell) -> bool:
        """Return whether a cell of a lost page is of an index: it has two values and looks like no table's row."""
        if cell.rowid is not None or cell.count != 2:
            return False
        return not any(self._fits(cell, table, check_times=True) for table in tables().values())

    def _collect_keys(self, page: Page, table: Table) -> None:
        if len(table.key) == 1 and page.kind not in (PageKind.INNER_ROWS, PageKind.LEAF_ROWS):
            keys = self.findings.keys.setdefault(table.name, set())
            keys.update(str(cell.values[-1]) for cell in page.cells if cell.state == "whole" and cell.values)


def _page_text(page: bytes) -> str:
    """Return the text of a page that holds the middle of an entry whose beginning is gone, or "" if it is none."""
    text = page[4:].rstrip(b"\0").decode("utf-8", "replace")
    control_count = sum(character == "\ufffd" or (character < " " and character not in "\t\n\r") for character in text)
    return text.strip("\ufffd") if text and control_count * 50 < len(text) and page[0] == 0 else ""


def roots_of(path: Path) -> Mapping[str, int]:
    """Return the first pages of the tables and indexes of a sound file, by name; empty if it cannot be read."""
    try:
        image = Image(path)
    except OSError:
        return {}
    try:
        return schema_of(image).roots
    finally:
        image.close()
