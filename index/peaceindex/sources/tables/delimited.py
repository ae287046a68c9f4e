"""Rows of text tables (CSV, RFC 4180, and its relatives): also damaged ones, without ever joining two rows to one."""

from __future__ import annotations

import csv
import re
from collections import deque
from itertools import chain
from typing import TYPE_CHECKING, Final

from peaceindex.errors import SourceError
from peaceindex.sources.tables.dialect import Dialect, delimiter_line, dialect_of
from peaceindex.sources.tables.lines import Line, Lines
from peaceindex.sources.tables.row import MAX_ROW_CHARACTERS, Row, Rows, place_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from peaceindex.sources.source import Source

_ADVICE: Final = "Mend it in a text editor, or save the table again."


class _RowTooLongError(Exception):
    pass


def rows_of(source: Source, lines: Lines, dialect: Dialect) -> Rows:
    """Yield the rows of a text table, and an error for each that cannot be read surely.

    A row whose quotation marks are wrong is read if it is certain where it ends: on its own line, or where no line
    within it looks like the beginning of another row.
    """
    csv.field_size_limit(max(csv.field_size_limit(), 2 * MAX_ROW_CHARACTERS))
    yield from _Reader(source, lines, dialect)


class _Feeder:
    """Gives lines to the parser, and knows which of them belong to the present row."""

    def __init__(self, lines: Iterator[Line]) -> None:
        self._lines = lines
        self._again: deque[Line] = deque()
        self._size = 0
        self.row: list[Line] = []

    def begin(self) -> None:
        """Begin the next row."""
        self.row = []
        self._size = 0

    def give_back(self, lines: list[Line]) -> None:
        """Give these lines once more."""
        self._again.extendleft(reversed(lines))

    def take(self) -> Line | None:
        """Return the next line of the row; None at the end."""
        line = self._again.popleft() if self._again else next(self._lines, None)
        if line is None:
            return None
        self._size += len(line.text)
        self.row.append(line)
        if line.is_cut or self._size > MAX_ROW_CHARACTERS:
            raise _RowTooLongError
        return line

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self.take()
        if line is None:
            raise StopIteration
        return line.text


class _Reader:
    def __init__(self, source: Source, lines: Lines, dialect: Dialect) -> None:
        self._shown = source.shown
        self._dialect = dialect
        self._width = dialect.width
        self._number = 0
        self._first_shape = ""
        iterator = iter(lines)
        first = next(iterator, None)
        if first is not None and not delimiter_line(first.text):
            iterator = chain([first], iterator)
        self._feeder = _Feeder(iterator)

    def __iter__(self) -> Rows:
        feeder = self._feeder
        parser = self._dialect.reader(feeder)
        while True:
            feeder.begin()
            try:
                cells = next(parser)
            except StopIteration:
                return
            except _RowTooLongError:
                yield self._too_long()
                parser = self._dialect.reader(feeder)
                continue
            except csv.Error:
                yield self._repaired()
                parser = self._dialect.reader(feeder)
                continue
            yield self._row(cells, feeder.row)

    def _row(self, cells: list[str], lines: list[Line]) -> Row:
        self._number += 1
        if len(cells) > 1:
            self._width = max(self._width, 2)
            self._first_shape = _shape(cells[0])
        first = lines[0]
        data = first.data if len(lines) == 1 else b"".join(line.data for line in lines)
        worst = next((line for line in lines if line.encoding != first.encoding), first)
        return Row(self._number, cells, first.number, data, worst.encoding, worst.confidence)

    def _too_long(self) -> SourceError:
        """Report a row without end. A quotation mark in it may never be closed, so reading goes on in its next line."""
        self._number += 1
        lines = self._feeder.row
        self._feeder.give_back(lines[1:])
        what = (
            f"{place_of(self._number, lines[0].number, self._shown)} is longer than {MAX_ROW_CHARACTERS // 1024**2} MB"
        )
        return SourceError(f"{what}, or a quotation mark in it is never closed; it was not read.", _ADVICE)

    def _repaired(self) -> Row | SourceError:
        """Return a row whose quotation marks are wrong, or the reason why it cannot be read."""
        feeder = self._feeder
        lines = feeder.row
        feeder.give_back(lines)
        feeder.begin()
        cells = _Cells(self._dialect)
        try:
            while (line := feeder.take()) is not None:
                if len(feeder.row) > 1 and self._begins_row(line.text):
                    feeder.row.pop()
                    feeder.give_back([line])
                    return self._broken(feeder.row, "its quotation marks do not match")
                if cells.feed(line.text):
                    break
            else:
                return self._broken(feeder.row, "the file ends within it")
        except _RowTooLongError:
            return self._too_long()
        if len(cells.cells) != self._width:
            return self._broken(feeder.row, "its quotation marks do not match")
        return self._row(cells.cells, feeder.row)

    def _broken(self, lines: list[Line], why: str) -> SourceError:
        self._number += 1
        where = place_of(self._number, lines[0].number, self._shown)
        if len(lines) > 1:
            where = f"Row {self._number:,} of {self._shown} (lines {lines[0].number:,} to {lines[-1].number:,})"
        return SourceError(f"{where} was not read: {why}.", _ADVICE)

    def _begins_row(self, text: str) -> bool:
        """Return whether a line within a damaged row may be the beginning of the next row."""
        cells = _Cells(self._dialect)
        is_complete = cells.feed(text)
        count = len(cells.cells) + (not is_complete)
        if self._first_shape and cells.cells and _shape(cells.cells[0]) != self._first_shape:
            return False
        return count == self._width or (not is_complete and 2 <= count <= self._width)


def _shape(cell: str) -> str:
    """Return what the first cells of rows have in common where they are numbers or addresses; "" for other cells."""
    plain = cell.strip()
    if plain.isdecimal():
        return "number"
    return "address" if plain.lower().startswith(("http://", "https://")) else ""


class _Cells:
    """Splits a damaged row: a quotation mark closes a cell only if nothing but the next cell or row follows it."""

    def __init__(self, dialect: Dialect) -> None:
        quote, delimiter = re.escape(dialect.quote), re.escape(dialect.separator)
        self._quote = dialect.quote
        self._delimiter = dialect.separator
        self._marks = re.compile(rf"({quote}+)(?=(\s*(?:{delimiter}|[\r\n]*\Z))?)")
        self._open: str | None = None
        self.cells: list[str] = []
        """The cells that are complete."""

    def feed(self, line: str) -> bool:
        """Take a line. Return whether the row ends with it."""
        position = 0
        while True:
            if self._open is None:
                rest = line[position:]
                if rest.lstrip(" ").startswith(self._quote):
                    position += len(rest) - len(rest.lstrip(" ")) + 1
                    self._open = ""
                    continue
                end = line.find(self._delimiter, position)
                if end < 0:
                    self.cells.append(rest.rstrip("\r\n"))
                    return True
                self.cells.append(line[position:end])
                position = end + 1
                continue
            for found in self._marks.finditer(line, position):
                count, closes = len(found[1]), found[2] is not None
                self._open += line[position : found.start()] + self._quote * (count // 2)
                position = found.end()
                if closes and count % 2:
                    self.cells.append(self._open)
                    self._open = None
                    end = line.find(self._delimiter, position)
                    if end < 0:
                        return True
                    position = end + 1
                    break
                self._open += self._quote * (count % 2)
            else:
                self._open += line[position:]
                return False


def open_table(source: Source) -> tuple[Lines, Dialect]:
    """Return the lines of a text table and how it is written. Raise SourceError if it is no text."""
    lines = Lines(source)
    return lines, dialect_of(lines.sample)
