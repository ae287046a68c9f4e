"""Excel workbooks of few parts, as a program writes them."""

from __future__ import annotations

from xml.sax.saxutils import escape

from tests.index.sources.made import zipped

_MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONS = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'

Cell = str | int | float | tuple[str, str] | None
"""Text, a number, a formula with its saved value, or nothing. A number as text after `date:` is a day."""


def workbook(sheets: dict[str, list[list[Cell]]], head: str = "", more: dict[str, bytes] | None = None) -> bytes:
    """Return a workbook with these sheets; `head` stands before the rows of each. `more` replaces parts."""
    strings: list[str] = []
    parts = {"[Content_Types].xml": b"<Types/>"}
    parts["_rels/.rels"] = (
        f'<Relationships {_RELATIONS}><Relationship Id="r1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/>'
        "</Relationships>"
    ).encode()
    listed = "".join(f'<sheet name="{escape(name)}" sheetId="{n}" r:id="s{n}"/>' for n, name in enumerate(sheets, 1))
    parts["xl/workbook.xml"] = f'<workbook {_MAIN} xmlns:r="{_OFFICE}"><sheets>{listed}</sheets></workbook>'.encode()
    targets = {f"s{n}": f"worksheets/sheet{n}.xml" for n in range(1, len(sheets) + 1)}
    targets |= {"t": "sharedStrings.xml", "y": "styles.xml"}
    relations = "".join(f'<Relationship Id="{id}" Type="x" Target="{target}"/>' for id, target in targets.items())
    parts["xl/_rels/workbook.xml.rels"] = f"<Relationships {_RELATIONS}>{relations}</Relationships>".encode()
    for number, rows in enumerate(sheets.values(), 1):
        body = "".join(
            f'<row r="{r}">{"".join(_cell(cell, r, c, strings) for c, cell in enumerate(row))}</row>'
            for r, row in enumerate(rows, 1)
            if row
        )
        sheet = f"{head}<worksheet {_MAIN}><sheetData>{body}</sheetData></worksheet>"
        parts[f"xl/worksheets/sheet{number}.xml"] = sheet.encode()
    items = "".join(f'<si><r><t xml:space="preserve">{escape(text)}</t></r></si>' for text in strings)
    parts["xl/sharedStrings.xml"] = f"<sst {_MAIN}>{items}</sst>".encode()
    parts["xl/styles.xml"] = (
        f'<styleSheet {_MAIN}><numFmts count="1"><numFmt numFmtId="170" formatCode="dd/mm/yyyy"/></numFmts>'
        '<cellXfs><xf numFmtId="0"/><xf numFmtId="170"/></cellXfs></styleSheet>'
    ).encode()
    return zipped(parts | (more or {}))


def _cell(cell: Cell, row: int, column: int, strings: list[str]) -> str:
    place = f'r="{chr(65 + column)}{row}"'
    if cell is None:
        return ""
    if isinstance(cell, tuple):
        return f'<c {place} t="str"><f>{escape(cell[0])}</f><v>{escape(cell[1])}</v></c>'
    if isinstance(cell, str) and cell.startswith("date:"):
        return f'<c {place} s="1"><v>{cell[5:]}</v></c>'
    if isinstance(cell, str):
        strings.append(cell)
        return f'<c {place} t="s"><v>{len(strings) - 1}</v></c>'
    return f"<c {place}><v>{cell}</v></c>"
