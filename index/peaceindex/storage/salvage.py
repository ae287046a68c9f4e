"""Salvages what can still be read of a damaged annotations.db, page by page and row by row.

First the pages are read that the trees of the tables lead to. Then the pages that no intact page leads to are assigned
to a table by what their rows look like. A page that SQLite refuses costs only the rows on it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from peaceindex.storage.schema import ANNOTATIONS
from peaceindex.storage.sqlite_pages import INNER_ROWS, LEAF_ROWS, Cell, Image, Page, State, Value, schema_of
from peaceindex.storage.tables import Table, tables


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
        self._is_old = image.version() < len(ANNOTATIONS) if schema.roots else self._has_old_rows()
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
                    yield from self._row(cell, table)
            for index in table.indexes:
                for page in self._walk(self._roots.get(index, 0)):
                    self._note_keys(page, table)
        yield from self._lost_pages()

    def _has_old_rows(self) -> bool:
        """Return whether some passage lacks the columns added by later migrations. Then all rows lack them."""
        passages = tables()["passages"]
        pages = (self._image.b_tree(number) for number in range(2, self._image.count + 1))
        cells = (cell for page in pages if page for cell in page.cells)
        return any(cell.count == passages.least and self._fits(cell, passages, well=True) for cell in cells)

    def _walk(self, root: int) -> Iterator[Page]:
        waiting = [root]
        while waiting:
            number = waiting.pop()
            if number in self._seen or not 1 < number <= self._image.count:
                continue
            page = self._image.b_tree(number)
            if page is None:
                continue  # `_lost_pages` comes back to it
            self._note(number, page)
            waiting += page.children
            yield page

    def _lost_pages(self) -> Iterator[Row]:
        free = self._image.free_pages()
        for number in range(2, self._image.count + 1):
            if number in self._seen or number in free:
                continue
            page = self._image.b_tree(number)
            if page is None:
                continue
            self._note(number, page)
            for cell in page.cells:
                if not self._is_of_index(cell):
                    yield from self._row(cell, None)
        for number in sorted(set(range(2, self._image.count + 1)) - self._seen - free):
            if text := _text_of(self._image.page(number)):
                yield Row("", {"page": number, "text": text}, "cut")
            else:
                self.findings.unreadable.add(number)

    def _note(self, number: int, page: Page) -> None:
        self._seen.add(number)
        self.findings.broken += page.broken
        for cell in page.cells:
            self._seen.update(cell.overflow)

    def _row(self, cell: Cell, table: Table | None) -> Iterator[Row]:
        """Yield the cell as a row of `table` if it fits that, else of the table that it looks like.

        A cell that fits no table is yielded if it has text, and skipped otherwise.
        """
        likely = [table] if table and self._fits(cell, table, well=False) else []
        likely = likely or [other for other in tables().values() if self._fits(cell, other, well=True)]
        if likely:
            # The number of columns that one table had at first may be the number that another has now.
            best = min(likely, key=lambda one: abs((one.least if self._is_old else len(one.columns)) - cell.count))
            yield Row(best.name, best.row(cell.values, cell.rowid), cell.state)
        elif any(isinstance(value, str) and value for value in cell.values):
            yield Row("", {str(number): value for number, value in enumerate(cell.values)}, "cut")

    def _fits(self, cell: Cell, table: Table, *, well: bool) -> bool:
        return (cell.rowid is not None) == (table.rowid is not None) and table.fits(
            table.row(cell.values, cell.rowid), cell.count, well=well
        )

    def _is_of_index(self, cell: Cell) -> bool:
        """Return whether a cell of a lost page is of an index: it has two values and looks like no table's row."""
        if cell.rowid is not None or cell.count != 2:
            return False
        return not any(self._fits(cell, table, well=True) for table in tables().values())

    def _note_keys(self, page: Page, table: Table) -> None:
        if len(table.key) == 1 and page.kind not in (INNER_ROWS, LEAF_ROWS):
            keys = self.findings.keys.setdefault(table.name, set())
            keys.update(str(cell.values[-1]) for cell in page.cells if cell.state == "whole" and cell.values)


def _text_of(page: bytes) -> str:
    """Return the text of a page that holds the middle of an entry whose beginning is gone, or "" if it is none."""
    text = page[4:].rstrip(b"\0").decode("utf-8", "replace")
    odd = sum(sign == "\ufffd" or (sign < " " and sign not in "\t\n\r") for sign in text)
    return text.strip("\ufffd") if text and odd * 50 < len(text) and page[0] == 0 else ""


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
