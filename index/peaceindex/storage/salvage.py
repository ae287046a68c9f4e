"""What can still be read of a damaged annotations.db, page by page and row by row.

Pages are first reached through the trees of the tables, then those that no intact page leads to are told by what
their rows look like. A page that SQLite refuses costs the rows that lie on it, and no others.
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
    """A row that was found, and whether all of it could be read (`pages.State`)."""

    table: str
    values: Mapping[str, Value]
    state: State


@dataclass
class Findings:
    """What a damaged file told besides its rows."""

    pages: int = 0
    unreadable: set[int] = field(default_factory=set)
    """Pages in use of which nothing could be read."""
    broken: int = 0
    """Records of which nothing could be read on pages that else can be."""
    keys: dict[str, set[str]] = field(default_factory=dict)
    """Keys by table that an index names, whether or not the row was found."""


class Salvage:
    """Reads the rows of one image of a file."""

    def __init__(self, image: Image, roots: Mapping[str, int]) -> None:
        """`roots` are the first pages of tables and indexes, for a file that does not tell them itself."""
        self._image = image
        schema = schema_of(image)
        self.is_foreign = bool(schema.roots) and not tables().keys() & schema.roots.keys()
        """Whether this is a database of something else."""
        self.has_schema = bool(schema.roots)
        self._roots = schema.roots or roots
        self._seen = set(schema.pages)
        self._is_old = image.version() < len(ANNOTATIONS) if schema.roots else self._has_old_rows()
        self.findings = Findings(pages=image.count)
        if not schema.roots:
            self.findings.unreadable.add(1)

    def rows(self) -> Iterator[Row]:
        """All rows that can be read, in no order; some may come twice. Those that fit no table have none."""
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
        """Whether there is a passage without the columns that were added since: then no row has them."""
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
                continue  # among the lost pages it is looked at again
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
        """The cell as a row: of `table` if it fits that, else of the table that it looks like."""
        likely = [table] if table and self._fits(cell, table, well=False) else []
        likely = likely or [other for other in tables().values() if self._fits(cell, other, well=True)]
        if likely:
            # What has as many values as the one table had at first may have as many as the other has now.
            best = min(likely, key=lambda one: abs((one.least if self._is_old else len(one.columns)) - cell.count))
            yield Row(best.name, best.row(cell.values, cell.rowid), cell.state)
        elif any(isinstance(value, str) and value for value in cell.values):
            yield Row("", {str(number): value for number, value in enumerate(cell.values)}, "cut")

    def _fits(self, cell: Cell, table: Table, *, well: bool) -> bool:
        return (cell.rowid is not None) == (table.rowid is not None) and table.fits(
            table.row(cell.values, cell.rowid), cell.count, well=well
        )

    def _is_of_index(self, cell: Cell) -> bool:
        """Whether a cell of a page that nothing leads to is one of an index: two texts, of which none is a time."""
        if cell.rowid is not None or cell.count != 2:
            return False
        return not any(self._fits(cell, table, well=True) for table in tables().values())

    def _note_keys(self, page: Page, table: Table) -> None:
        if len(table.key) == 1 and page.kind not in (INNER_ROWS, LEAF_ROWS):
            keys = self.findings.keys.setdefault(table.name, set())
            keys.update(str(cell.values[-1]) for cell in page.cells if cell.state == "whole" and cell.values)


def _text_of(page: bytes) -> str:
    """The text on a page that holds the middle of an entry whose beginning is gone; "" if it is none."""
    text = page[4:].rstrip(b"\0").decode("utf-8", "replace")
    odd = sum(sign == "\ufffd" or (sign < " " and sign not in "\t\n\r") for sign in text)
    return text.strip("\ufffd") if text and odd * 50 < len(text) and page[0] == 0 else ""


def roots_of(path: Path) -> Mapping[str, int]:
    """The first pages of the tables and indexes of a sound file; empty where it cannot be read."""
    try:
        image = Image(path)
    except OSError:
        return {}
    try:
        return schema_of(image).roots
    finally:
        image.close()
