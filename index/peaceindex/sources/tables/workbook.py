"""Sheets of Excel workbooks (Office Open XML, ECMA-376 part 1, section 18), read row by row.

openpyxl holds all strings of a workbook in memory, and python-calamine whole sheets; neither limits what a file unpacks
to. This reader holds one row. Formulas are never run: the value that the program saved beside them counts.
"""

from __future__ import annotations

import posixpath
import re
import tempfile
import zipfile
import zlib
from array import array
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, BinaryIO, Final

from lxml import etree

from peaceindex.errors import SourceError
from peaceindex.model.safe_text import printable
from peaceindex.sources.decompression import Allowance
from peaceindex.sources.tables.row import Row
from peaceindex.startup.late_pattern import late_pattern

if TYPE_CHECKING:
    from collections.abc import Iterator

_MAX_COLUMNS: Final = 16_384
_MAX_CELL_CHARACTERS: Final = 100_000
"""More than Excel allows (32,767)."""
_MAX_SHEETS: Final = 1000
_MAX_STYLES: Final = 100_000
_MAX_EMPTY_CELLS: Final = 1000
"""Beyond this many cells, cells without a value are not filled in: no table of articles is that wide."""
_RELATION: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STRICT_RELATION: Final = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"
_REFERENCE = late_pattern(r"([A-Z]{1,3})(\d{0,7})$")
_ESCAPED = late_pattern(r"_x([0-9A-Fa-f]{4})_")
_DATE_FORMATS: Final = frozenset((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)))
"""The numbers of built-in formats that show days or times (18.8.30)."""
_NOT_DATE_CODE = late_pattern(r'"[^"]*"|\\.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: its name, and the part of the file that holds it."""

    name: str
    part: str


class Workbook:
    """An open workbook. Raise SourceError if it is broken, or takes more than a workbook should."""

    def __init__(self, file: BinaryIO, shown: str) -> None:
        self._shown = shown
        try:
            self._archive = zipfile.ZipFile(file)
        except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
            raise self._trouble(error) from error
        self._allowance = Allowance(shown, file.seek(0, 2))
        self._parts = {name.lstrip("/").lower(): name for name in self._archive.namelist()}
        self._base = datetime(1899, 12, 30)
        self._texts = tempfile.TemporaryFile()  # noqa: SIM115 - `close` closes it
        self._offsets = array("Q", [0])
        self.sheets = self._list_sheets()
        self._dates = self._date_styles()
        self._store_texts()

    def close(self) -> None:
        """Close the archive and the temporary file."""
        self._archive.close()
        self._texts.close()

    def rows(self, sheet: Sheet) -> Iterator[Row | SourceError]:
        """Yield the rows of a sheet. Where it is broken, a SourceError is the last item."""
        following = 1
        try:
            for row in self._elements(sheet.part, "row"):
                given = row.get("r") or ""
                number = int(given) if given.isdecimal() and len(given) <= 7 else following
                following = number + 1
                yield Row(number, self._cells(row))
        except SourceError as error:
            yield SourceError(f"{error.what[:-1]}; the rows from row {following:,} on were not read.", error.advice)

    def _cells(self, row: Any) -> list[Any]:
        cells: list[Any] = []
        for cell in row.iterchildren("{*}c"):
            found = _REFERENCE.match(cell.get("r") or "")
            index = _column(found[1]) if found else len(cells)
            if index >= _MAX_COLUMNS or index < len(cells):
                index = len(cells)
            value = self._value(cell)
            if value is None and index >= _MAX_EMPTY_CELLS:
                continue
            cells += [None] * (index - len(cells))
            cells.append(value)
        return cells

    def _value(self, cell: Any) -> Any:
        kind = cell.get("t") or "n"
        if kind == "inlineStr":
            return next((_text_of(part) for part in cell.iterchildren("{*}is")), None)
        value = next((part.text for part in cell.iterchildren("{*}v")), None)
        if not value or kind == "e":
            return None
        if kind == "s":
            return self._text(value)
        if kind == "b":
            return "true" if value == "1" else "false"
        if kind in ("str", "d"):
            return _unescaped(value[:_MAX_CELL_CHARACTERS])
        with suppress(ValueError, OverflowError):
            number = float(value)
            style = cell.get("s") or "0"
            if style.isdecimal() and len(style) <= 6 and int(style) in self._dates:
                moment = self._base + timedelta(seconds=round(number * 86_400))
                return moment.date() if number.is_integer() else moment
            return int(number) if number.is_integer() and abs(number) < 1e15 else value[:100]
        return value[:_MAX_CELL_CHARACTERS]

    def _text(self, index: str) -> str | None:
        if not index.isdecimal() or len(index) > 9 or int(index) + 1 >= len(self._offsets):
            return None
        begin, end = self._offsets[int(index)], self._offsets[int(index) + 1]
        self._texts.seek(begin)
        return self._texts.read(end - begin).decode("utf-8", "replace")

    def _list_sheets(self) -> list[Sheet]:
        targets: dict[str, str] = {}
        root = self._workbook_part()
        folder, name = posixpath.split(root)
        for relation in self._elements(f"{folder}/_rels/{name}.rels".lstrip("/"), "Relationship"):
            target = relation.get("Target") or ""
            targets[relation.get("Id") or ""] = posixpath.normpath(
                target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
            )
        sheets: list[Sheet] = []
        for part in self._elements(root, "sheet", "workbookPr"):
            if part.tag.endswith("}workbookPr"):
                if part.get("date1904") in ("1", "true"):
                    self._base = datetime(1904, 1, 1)
                continue
            target = targets.get(part.get(_RELATION) or part.get(_STRICT_RELATION) or "", "")
            if self._has(target) and "chartsheet" not in target and len(sheets) < _MAX_SHEETS:
                sheets.append(Sheet(printable(part.get("name") or f"sheet {len(sheets) + 1}")[:100], target))
        self._related = targets
        return sheets

    def _workbook_part(self) -> str:
        for relation in self._elements("_rels/.rels", "Relationship"):
            if (relation.get("Type") or "").endswith("/officeDocument"):
                return posixpath.normpath((relation.get("Target") or "").lstrip("/"))
        return "xl/workbook.xml"

    def _related_part(self, ending: str) -> str:
        return next((target for target in self._related.values() if target.lower().endswith(ending)), "")

    def _date_styles(self) -> set[int]:
        """Return the styles of cells that show their number as a day or time."""
        part = self._related_part("styles.xml")
        if not self._has(part):
            return set()
        own: set[int] = set()
        styles: set[int] = set()
        for element in self._elements(part, "numFmts", "cellXfs"):
            if element.tag.endswith("}numFmts"):
                for form in element.iterchildren("{*}numFmt"):
                    code = _NOT_DATE_CODE.sub("", (form.get("formatCode") or "")[:500]).lower().partition(";")[0]
                    if (form.get("numFmtId") or "").isdecimal() and ("y" in code or "d" in code):
                        own.add(int(form.get("numFmtId")[:9]))
                continue
            for number, style in enumerate(element.iterchildren("{*}xf")):
                form_id = style.get("numFmtId") or "0"
                if number < _MAX_STYLES and form_id.isdecimal() and int(form_id[:9]) in own | _DATE_FORMATS:
                    styles.add(number)
        return styles

    def _store_texts(self) -> None:
        """Write the strings that cells share to a temporary file, one after the other."""
        part = self._related_part("sharedstrings.xml")
        if self._has(part):
            for element in self._elements(part, "si"):
                self._texts.write(_text_of(element).encode("utf-8", "replace"))
                self._offsets.append(self._texts.tell())

    def _has(self, part: str) -> bool:
        return part.lower() in self._parts

    def _elements(self, part: str, *names: str) -> Iterator[Any]:
        """Yield the elements of these names in a part; each is emptied after its use. No entity is read."""
        if not self._has(part):
            return
        tags = [f"{{*}}{name}" for name in names]
        try:
            with self._archive.open(self._parts[part.lower()]) as packed:
                stream = self._allowance.taking(packed, self._trouble)  # type: ignore[arg-type]
                parser = etree.iterparse(
                    stream, events=("end",), tag=tags, resolve_entities=False, no_network=True, load_dtd=False,
                    huge_tree=False, remove_comments=True, remove_pis=True,
                )  # fmt: skip
                for _, element in parser:
                    yield element
                    element.clear()
                    parent = element.getparent()
                    while parent is not None and element.getprevious() is not None:
                        del parent[0]
        except SourceError:
            raise
        except (
            etree.Error,
            zipfile.BadZipFile,
            zlib.error,
            NotImplementedError,
            EOFError,
            RuntimeError,
            OSError,
            ValueError,  # a place in the file that is before its beginning
        ) as error:
            raise self._trouble(error) from error

    def _trouble(self, error: Exception) -> SourceError:
        what = f"{self._shown} is a broken Excel workbook ({printable(str(error))[:100]})."
        return SourceError(what, "Save it again, or save it as CSV.")


def _column(letters: str) -> int:
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - 64
    return index - 1


def _text_of(element: Any) -> str:
    """Return the text of a string, without the readings that Japanese cells carry along."""
    parts: list[str] = []
    for part in element.iterchildren("{*}t", "{*}r"):
        if part.tag.endswith("}t"):
            parts.append(part.text or "")
        else:
            parts += [text.text or "" for text in part.iterchildren("{*}t")]
    return _unescaped("".join(parts)[:_MAX_CELL_CHARACTERS])


def _unescaped(text: str) -> str:
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text
