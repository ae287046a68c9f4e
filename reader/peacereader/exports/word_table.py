"""Quotations as a table in a document of Word (WordprocessingML of ISO/IEC 29500), which LibreOffice reads too."""

from __future__ import annotations

import io
import re
import unicodedata
import zipfile
from typing import TYPE_CHECKING, Final

from peacereader import wording
from peacereader.exports.office import HEAD, add_parts, content_types, new_part, relationships, xml_text
from peacereader.exports.quotation import source_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from peacereader.exports.citation import Citation, Quotation

_MAIN: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_WIDTHS: Final = (700, 6200, 4400, 3270)
"""The widths of the columns in twentieths of a point: all that an A4 page in landscape has between its margins."""
_TITLES: Final = ("No.", "Quotation", "Source", "Note and labels")
_PAGE: Final = (
    '<w:sectPr><w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/><w:pgMar w:top="1134" w:right="1134" '
    'w:bottom="1134" w:left="1134" w:header="709" w:footer="709" w:gutter="0"/></w:sectPr>'
)
_STYLES: Final = f"""<w:styles xmlns:w="{_MAIN}"><w:docDefaults><w:rPrDefault><w:rPr><w:sz w:val="20"/>
<w:szCs w:val="20"/></w:rPr></w:rPrDefault>
<w:pPrDefault><w:pPr><w:spacing w:after="80"/></w:pPr></w:pPrDefault></w:docDefaults>
<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style></w:styles>"""
_RIGHT_TO_LEFT: Final = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U00010fff\U0001e800-\U0001efff"
_RUNS: Final = re.compile(rf"([{_RIGHT_TO_LEFT}]+(?:[\W\d_]*[{_RIGHT_TO_LEFT}]+)*)")
"""Divides text where its direction changes: what is between words from right to left belongs to them."""


def word_table(citations: Iterable[Citation], title: str) -> bytes:
    """Return a document with a row for each quotation, or for an article without one: words, source, note, labels."""
    made = io.BytesIO()
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in _WIDTHS)
    sides = "".join(f'<w:{side} w:val="single" w:sz="4" w:color="999999"/>' for side in (
        "top", "left", "bottom", "right", "insideH", "insideV",
    ))  # fmt: skip
    head = (
        f'{HEAD}<w:document xmlns:w="{_MAIN}"><w:body>{_paragraph(title, bold=True)}<w:tbl><w:tblPr><w:tblW w:w="'
        f'{sum(_WIDTHS)}" w:type="dxa"/><w:tblBorders>{sides}</w:tblBorders><w:tblLayout w:type="fixed"/></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{_row([_paragraph(name, bold=True) for name in _TITLES], is_head=True)}"
    )
    with zipfile.ZipFile(made, "w") as archive:
        with new_part(archive, "word/document.xml") as part:
            part.write(head.encode())
            number = 0
            for citation in citations:
                for quotation in citation.quotations or (None,):
                    number += 1
                    part.write(_row(_cells(number, citation, quotation)).encode())
            part.write(f"</w:tbl><w:p/>{_PAGE}</w:body></w:document>".encode())
        add_parts(archive, {
            "word/styles.xml": _STYLES,
            "word/_rels/document.xml.rels": relationships({"styles.xml": "styles"}),
            "_rels/.rels": relationships({"word/document.xml": "officeDocument"}),
            "[Content_Types].xml": content_types({
                "word/document.xml": "wordprocessingml.document.main", "word/styles.xml": "wordprocessingml.styles",
            }),
        })  # fmt: skip
    return made.getvalue()


def _cells(number: int, citation: Citation, quotation: Quotation | None) -> list[str]:
    """Return the cells of a row. An article without quotations has its title, and its text if that is wanted."""
    remarks = ""
    if quotation:
        words = _paragraphs(quotation.quote) or _paragraph("")
        if changed := wording.passage_place_words(quotation):
            remarks += _paragraph(f"({changed})", italic=True)
        remarks += _paragraphs(quotation.note) if quotation.note else ""
        remarks += _paragraph(f"Labels: {', '.join(quotation.labels)}") if quotation.labels else ""
        remarks += "".join(_paragraph(f"{name}: {fact}") for name, fact in quotation.origin)
    else:
        words = _paragraph(citation.title or wording.TITLE_NOT_KNOWN, bold=True) + _paragraphs(citation.text)
        remarks += _paragraph(f"Tags: {', '.join(citation.tags)}") if citation.tags else ""
    source = _paragraph(source_line(citation))
    if evidence := wording.evidence_words(citation.evidence, citation.url):
        source += _paragraph(evidence, small=True)
    return [_paragraph(f"{number}"), words, source, remarks or _paragraph("")]


def _row(cells: Sequence[str], is_head: bool = False) -> str:
    made = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{cell}</w:tc>'
        for width, cell in zip(_WIDTHS, cells, strict=True)
    )
    return f"<w:tr>{'<w:trPr><w:tblHeader/></w:trPr>' if is_head else ''}{made}</w:tr>"


def _paragraphs(text: str) -> str:
    """Return the paragraphs of a text, which empty lines divide."""
    return "".join(map(_paragraph, text.split("\n\n"))) if text else ""


def _paragraph(text: str, *, bold: bool = False, italic: bool = False, small: bool = False) -> str:
    """Return a paragraph. One whose first letter goes from right to left does so as a whole."""
    look = f"{'<w:b/><w:bCs/>' if bold else ''}{'<w:i/><w:iCs/>' if italic else ''}"
    size = '<w:sz w:val="16"/><w:szCs w:val="16"/>' if small else ""
    runs = []
    for number, part in enumerate(_RUNS.split(text)):
        if part:
            format = f"{look}{size}{'<w:rtl/>' if number % 2 else ''}"
            runs.append(f"<w:r>{f'<w:rPr>{format}</w:rPr>' if format else ''}{_words(part)}</w:r>")
    return f"<w:p>{'<w:pPr><w:bidi/></w:pPr>' if _goes_left(text) else ''}{''.join(runs)}</w:p>"


def _words(text: str) -> str:
    """Return text for a run: line ends and tabs are elements of their own."""
    made = []
    for piece in re.split("([\n\r\t])", text):
        if piece:
            mark = {"\n": "<w:br/>", "\r": "<w:br/>", "\t": "<w:tab/>"}.get(piece)
            made.append(mark or f'<w:t xml:space="preserve">{xml_text(piece)}</w:t>')
    return "".join(made)


def _goes_left(text: str) -> bool:
    """Return whether the first letter with a direction goes from right to left (rule P2 of UAX #9)."""
    directions = (unicodedata.bidirectional(char) for char in text)
    return next((direction != "L" for direction in directions if direction in ("L", "R", "AL")), False)
