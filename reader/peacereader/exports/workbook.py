"""Rows as a workbook of Excel (SpreadsheetML of ISO/IEC 29500), which LibreOffice and others read too.

A cell is a text, a number or a date, and never a formula. A text that is longer than a cell may be goes on in the row
below, and both cells say so.
"""

from __future__ import annotations

import io
import re
import zipfile
from datetime import UTC, date, datetime
from typing import IO, TYPE_CHECKING, Final

from peacereader.exports.office import HEAD, OFFICE, add_parts, content_types, new_part, relationships, xml_text

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

MAX_UNITS: Final = 32_767
"""The most that a cell holds, in units of UTF-16 (Excel's specifications and limits)."""
MAX_ROWS: Final = 1_048_576
_GOES_ON: Final = "\n[goes on in the row below]"
_CONTINUED: Final = "[continued from the row above]\n"
_MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_TIME: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z", re.ASCII)
_DAY_ZERO: Final = datetime(1899, 12, 30, tzinfo=UTC)
_FIRST_DAY: Final = date(1900, 3, 1)
"""The first day that has the same number in Excel, which counts a 29 February 1900, and in other programs."""
_FORMULA: Final = re.compile(r"\s*[=+\-@＝＋－＠]")
_ESCAPE: Final = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
"""Matches the beginning of what a workbook's text has for a character, such as `_x000D_` (ST_Xstring)."""
_HEADER, _TEXT, _QUOTED, _AS_DAY, _AS_TIME, _NUMBER = range(1, 7)
_STYLES: Final = f"""<styleSheet xmlns="{_MAIN}"><numFmts count="2">
<numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/>
<numFmt numFmtId="165" formatCode="yyyy\\-mm\\-dd\\ hh:mm:ss"/></numFmts>
<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>
<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>
<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>
<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>
<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>
<cellXfs count="7"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>
<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/>
<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0" applyAlignment="1">
<alignment vertical="top" wrapText="1"/></xf>
<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0" quotePrefix="1" applyAlignment="1">
<alignment vertical="top" wrapText="1"/></xf>
<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyAlignment="1">
<alignment horizontal="left" vertical="top"/></xf>
<xf numFmtId="165" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyAlignment="1">
<alignment horizontal="left" vertical="top"/></xf>
<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0" applyAlignment="1"><alignment vertical="top"/></xf>
</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>"""
"""The styles of cells: the default, then those numbered above. Alignment follows the direction of the text."""
_WIDE: Final = frozenset({"quote", "note", "snippet", "text", "title"})

Cell = str | int


def workbook(
    columns: Sequence[str], rows: Iterable[Sequence[Cell]], dates: Collection[str], ids: Collection[str]
) -> bytes:
    """Return a workbook with a row of column names and the rows.

    In the columns of `dates`, what is a day or a time in UTC in ISO 8601 becomes one; anything else stays text. The
    columns of `ids` are said again in a row where a long text goes on.
    """
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        sheets = _Sheets(archive, columns)
        repeated = [number for number, column in enumerate(columns) if column in ids]
        in_dates = [column in dates for column in columns]
        for row in rows:
            for part in _in_parts(row, repeated):
                sheets.add([_cell(value, is_date) for value, is_date in zip(part, in_dates, strict=True)])
        _finish(archive, sheets.finish())
    return made.getvalue()


class _Sheets:
    """The sheets of a workbook, written row after row: a further one where a sheet is full."""

    def __init__(self, archive: zipfile.ZipFile, columns: Sequence[str]) -> None:
        self._archive = archive
        self._columns = columns
        self._letters = [_letters(number) for number in range(len(columns))]
        self._count = self._rows = 0
        self._part: IO[bytes] | None = None

    def add(self, cells: Sequence[tuple[str, str]]) -> None:
        """Add a row. A cell is its attributes and what is in it; one without attributes is left out."""
        if self._part is None or self._rows == MAX_ROWS:
            self._begin()
        self._write_row(cells)

    def finish(self) -> int:
        """Write the end of the last sheet, and return how many there are: one, if there are no rows."""
        if self._part is None:
            self._begin()
        self._end()
        return self._count

    def _begin(self) -> None:
        self._end()
        self._count += 1
        self._rows = 0
        self._part = new_part(self._archive, f"xl/worksheets/sheet{self._count}.xml")
        widths = "".join(
            f'<col min="{n}" max="{n}" width="{60 if name in _WIDE else 20}" customWidth="1"/>'
            for n, name in enumerate(self._columns, 1)
        )
        self._part.write(
            f'{HEAD}<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" '
            f'topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols>{widths}</cols>'
            "<sheetData>".encode()
        )
        self._write_row([_text(name, _HEADER) for name in self._columns])

    def _write_row(self, cells: Sequence[tuple[str, str]]) -> None:
        self._rows += 1
        made = "".join(
            f'<c r="{letters}{self._rows}" {attributes}>{content}</c>'
            for letters, (attributes, content) in zip(self._letters, cells, strict=True)
            if attributes
        )
        assert self._part is not None
        self._part.write(f'<row r="{self._rows}">{made}</row>'.encode())

    def _end(self) -> None:
        if self._part is not None:
            self._part.write(b"</sheetData></worksheet>")
            self._part.close()


def _in_parts(row: Sequence[Cell], repeated: Sequence[int]) -> Iterator[Sequence[Cell]]:
    """Yield a row, and further ones with what does not fit into its cells."""
    pieces = [list(_pieces(value)) if isinstance(value, str) else [value] for value in row]
    for number in range(max(map(len, pieces))):
        yield [
            those[number] if number < len(those) else row[column] if column in repeated else ""
            for column, those in enumerate(pieces)
        ]


def _pieces(text: str) -> Iterator[str]:
    """Yield a text in pieces that fit into cells, each of which says where it goes on or comes from."""
    before = ""
    while _units(before) + _units(text) > MAX_UNITS:
        room = MAX_UNITS - _units(before) - _units(_GOES_ON)
        end = len(text[:room].encode("utf-16-le", "surrogatepass")[: 2 * room].decode("utf-16-le", "ignore"))
        yield f"{before}{text[:end]}{_GOES_ON}"
        text, before = text[end:], _CONTINUED
    yield f"{before}{text}"


def _units(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def _cell(value: Cell, is_date: bool) -> tuple[str, str]:
    """Return the attributes of a cell and what is in it; no attributes for an empty one."""
    if isinstance(value, int):
        return f's="{_NUMBER}"', f"<v>{value}</v>"
    if is_date and (number := _serial(value)) is not None:
        return f's="{_AS_DAY if len(value) == 10 else _AS_TIME}"', f"<v>{number}</v>"
    return _text(value, _QUOTED if _FORMULA.match(value) else _TEXT) if value else ("", "")


def _text(value: str, style: int) -> tuple[str, str]:
    text = xml_text(_ESCAPE.sub("_x005F_", value))
    return f's="{style}" t="inlineStr"', f'<is><t xml:space="preserve">{text}</t></is>'


def _serial(value: str) -> str | None:
    """Return a day or a time in UTC as Excel counts it, in days; None if it is neither, or before Excel's days."""
    if not _DAY.fullmatch(value) and not _TIME.fullmatch(value):
        return None
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return None
    if moment.date() < _FIRST_DAY:
        return None
    passed = moment.replace(tzinfo=UTC) - _DAY_ZERO
    return f"{passed.days}" if len(value) == 10 else f"{passed.total_seconds() / 86_400:.9f}"


def _letters(number: int) -> str:
    """Return the name of a column, counted from 0: A to Z, then AA."""
    first, last = divmod(number, 26)
    return (_letters(first - 1) if first else "") + chr(ord("A") + last)


def _finish(archive: zipfile.ZipFile, sheets: int) -> None:
    """Add the parts that lead to the sheets."""
    names = [f"worksheets/sheet{number}.xml" for number in range(1, sheets + 1)]
    listed = "".join(f'<sheet name="Sheet{n}" sheetId="{n}" r:id="rId{n}"/>' for n in range(1, sheets + 1))
    kinds = {f"xl/{name}": "spreadsheetml.worksheet" for name in names}
    add_parts(archive, {
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{OFFICE}"><sheets>{listed}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": relationships({**dict.fromkeys(names, "worksheet"), "styles.xml": "styles"}),
        "xl/styles.xml": _STYLES,
        "_rels/.rels": relationships({"xl/workbook.xml": "officeDocument"}),
        "[Content_Types].xml": content_types(
            {"xl/workbook.xml": "spreadsheetml.sheet.main", "xl/styles.xml": "spreadsheetml.styles", **kinds}
        ),
    })  # fmt: skip
