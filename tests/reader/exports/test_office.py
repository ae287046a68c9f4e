"""Workbooks and Word tables are read back by programs that others wrote, with texts that are meant to break them."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import datetime
from typing import TYPE_CHECKING

import docx
import openpyxl
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from openpyxl.utils.escape import unescape

from peacereader.exports.contents import PassageExport
from peacereader.exports.tables import PASSAGE_COLUMNS
from peacereader.exports.workbook import MAX_UNITS, workbook
from tests.reader.exports.citations import EVIDENCE, passage
from tests.reader.exports.exporting import written
from tests.trials import examples

if TYPE_CHECKING:
    from collections.abc import Sequence

ANY_TEXT = st.text(st.characters(exclude_categories=()) | st.sampled_from("=+-@<>&]_x0D\n\t\x0b\ufffe🕊ש"), max_size=40)
NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def rows(data: bytes) -> list[list[object]]:
    """The cells of the first sheet; an empty cell is ""."""
    sheet = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row), "no cell is a formula"
    return [
        [unescape(value) if isinstance(value, str) else "" if value is None else value for value in row]
        for row in sheet.iter_rows(values_only=True)
    ]


def sheet(*lines: Sequence[str | int]) -> list[list[object]]:
    return rows(workbook(["a", "date", "id"], lines, {"date"}, {"id"}))[1:]


@settings(max_examples=examples(60))
@given(st.lists(ANY_TEXT, min_size=1, max_size=4))
def test_any_text_comes_back_from_a_workbook(texts: list[str]) -> None:
    expected = [NOT_IN_XML.sub("\ufffd", text) for text in texts]
    assert [row[0] for row in sheet(*([text, "2025-06-02", "x"] for text in texts))] == expected


def test_days_are_dates_and_numbers_numbers_and_all_else_is_text() -> None:
    values = ["2025-06-02", "2025-06-05T10:00:01Z", "2025-06", "1848-03-01", "2025-02-30", "2025-06-05T10:00:00+02:00"]
    found = [row[1] for row in sheet(*((7, value, "0012") for value in values))]
    assert found == [datetime(2025, 6, 2), datetime(2025, 6, 5, 10, 0, 1), *values[2:]]
    assert sheet([7, "", "0012"]) == [[7, "", "0012"]]


def test_a_text_that_is_too_long_for_a_cell_goes_on_in_the_next_row() -> None:
    text = "Peace 🕊 " * 9_000
    found = sheet([text, "2025-06-02", "p1"], ["short", "", "p2"])
    assert [row[2] for row in found] == ["p1", "p1", "p1", "p2"] and found[1][1] == ""
    cells = [str(row[0]) for row in found[:3]]
    assert all(len(cell.encode("utf-16-le")) // 2 <= MAX_UNITS for cell in cells)
    assert cells[0].endswith("[goes on in the row below]") and cells[2].startswith("[continued from the row above]")
    pieces = [cell.removeprefix("[continued from the row above]\n") for cell in cells]
    assert "".join(piece.removesuffix("\n[goes on in the row below]") for piece in pieces) == text


def test_passages_are_a_workbook() -> None:
    one = passage(quote="=1+1", annotator="Ada")
    head, row = rows(written("xlsx", PassageExport([one], {one.article_id: EVIDENCE})))
    values = dict(zip(map(str, head), row, strict=True))
    assert tuple(values) == PASSAGE_COLUMNS and values["quote"] == "=1+1" and values["annotator"] == "Ada"
    assert values["date"] == datetime(2025, 6, 2) and values["bookmarked"] == datetime(2025, 6, 6, 10)


def test_a_workbook_without_rows_has_the_names_of_its_columns() -> None:
    assert rows(written("xlsx", PassageExport([]))) == [list(PASSAGE_COLUMNS)]


def test_a_word_table_has_a_row_for_each_quotation() -> None:
    passages = [passage(quote="One.\n\nTwo\x0b & <b>", note="a\nb", labels=("swap",)), passage(quote="Three", url=None)]
    data = written("docx", PassageExport(passages, {passages[0].article_id: EVIDENCE}))
    (table,) = docx.Document(io.BytesIO(data)).tables
    head, first, second = [[cell.text for cell in row.cells] for row in table.rows]
    assert head == ["No.", "Quotation", "Source", "Note and labels"]
    assert (first[0], first[1], first[3]) == ("1", "One.\nTwo\ufffd & <b>", "a\nb\nLabels: swap")
    assert "Talks end without a ceasefire" in first[2] and EVIDENCE.sha256 in first[2] and second[1] == "Three"


def test_paragraphs_from_right_to_left_say_so() -> None:
    quote = "قال الوزير (Geneva 2025) نعم\n\nIt said: שלום"
    with zipfile.ZipFile(io.BytesIO(written("docx", PassageExport([passage(quote=quote)])))) as archive:
        root = etree.fromstring(archive.read("word/document.xml"))
    found = {"".join(p.itertext()): p for p in root.iter(f"{W}p")}
    arabic, english = (found[paragraph] for paragraph in quote.split("\n\n"))
    assert arabic.find(f".//{W}bidi") is not None and english.find(f".//{W}bidi") is None
    runs = [run for paragraph in (arabic, english) for run in paragraph.iter(f"{W}r")]
    turned = ["".join(run.itertext()) for run in runs if run.find(f".//{W}rtl") is not None]
    assert turned == ["قال الوزير", "نعم", "שלום"]


@settings(max_examples=examples(40))
@given(ANY_TEXT, ANY_TEXT)
def test_any_text_stands_in_a_word_table(quote: str, note: str) -> None:
    data = written("docx", PassageExport([passage(quote=quote, note=note, labels=(note,))]))
    (table,) = docx.Document(io.BytesIO(data)).tables
    expected = re.sub(r"[\r\n]", "\n", NOT_IN_XML.sub("\ufffd", quote.replace("\n\n", "\n")))
    assert table.rows[1].cells[1].text == expected


def test_the_same_passages_give_the_same_files() -> None:
    for form in ("xlsx", "docx"):
        assert written(form, PassageExport([passage()])) == written(form, PassageExport([passage()]))
