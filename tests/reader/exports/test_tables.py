"""Rows of CSV and TSV, and entries of BibTeX: what goes out comes back as it was."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from peaceindex import clean
from peaceindex.model.evidence import Evidence
from peaceindex.model.safe_text import neutralise
from peaceindex.model.search_results import Hit, Snippet
from peacereader.exports.bibtex import bibtex_entry
from peacereader.exports.citation import citation_of_hit
from peacereader.exports.tables import Number, table_row

if TYPE_CHECKING:
    from pathlib import Path

HIT = Hit("3f9a1c0d2e4b", "Talks", "Amed Post", "2025-05-16", ("gas",), (), 1.0, Snippet("Talks in Istanbul."))
cells = st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")), min_size=2)
odd = st.text(st.sampled_from("aB é{}\\%&$#_^~-'`\",=@;/ж中"), min_size=1, max_size=30)


@given(cells)
def test_a_row_of_csv_comes_back_exactly(row: list[str]) -> None:
    (read,) = csv.reader(io.StringIO(table_row(row, "csv") + "\r\n", newline=""), strict=True)
    assert read == row


def test_a_quotation_stays_exact_in_csv() -> None:
    assert (
        table_row(["=1+1", "+5", "-5", "@x", 'He said "no", twice'], "csv") == '=1+1,+5,-5,@x,"He said ""no"", twice"'
    )


@given(cells)
def test_no_cell_for_a_spreadsheet_begins_as_a_formula_does_and_all_come_back(row: list[str]) -> None:
    (read,) = csv.reader(io.StringIO(table_row(row, "spreadsheet") + "\r\n", newline=""), strict=True)
    for cell, was in zip(read, row, strict=True):
        assert cell in (was, f"'{was}")
        assert not cell.lstrip().startswith(("=", "+", "-", "@"))


def test_a_number_stays_one_in_a_spreadsheet_and_a_text_that_looks_like_one_is_exact() -> None:
    assert table_row([Number("-0.05"), "-0.05", "-1+1", "=5"], "spreadsheet") == "-0.05,'-0.05,'-1+1,'=5"


@given(cells)
def test_a_row_of_tsv_has_as_many_cells_as_there_are(row: list[str]) -> None:
    made = table_row(row, "tsv")
    assert len(made.splitlines()) <= 1
    read = made.split("\t")
    assert [re.sub(r"\s+", "", cell) for cell in read] == [re.sub(r"\s+", "", cell) for cell in row]


@given(odd, odd)
def test_an_entry_of_bibtex_comes_back_as_it_was(title: str, outlet: str) -> None:
    entry = bibtex_entry(citation_of_hit(replace(HIT, title=title, outlet=outlet, authors=(outlet, "Ann Stone"))))
    depth = 0
    for sign in entry:
        depth += (sign == "{") - (sign == "}")
        assert depth >= 0
    assert depth == 0
    assert entry.startswith("@article{article-3f9a1c0d2e4b,\n") and entry.endswith("}\n")


def test_our_own_reader_reads_what_is_written(tmp_path: Path) -> None:
    hit = replace(
        HIT,
        title="100% of {them} & the “US_1” \\ $5 #x ^ ~ a--b ``c'' = @",
        outlet="Post & Co_",
        authors=("Ann Stone", "Ministry of War and Peace"),
        tags=("prisoner swap", "50%"),
        url="https://a.example/x?b=%20&c_d#e{f} g",
    )
    evidence = Evidence(neutralise("2026-11-27T10:00:00Z"), "file", "ab" * 32)
    (tmp_path / "out.bib").write_text(bibtex_entry(citation_of_hit(hit, evidence)))
    (article,) = [one for one in clean([tmp_path / "out.bib"]) if not isinstance(one, Exception)]
    found = article.as_record()
    assert (found["title"], found["outlet"], found["date"]) == (hit.title, hit.outlet, "2025-05-16")
    assert found["authors"] == list(hit.authors)
    assert found["tags"] == ["prisoner swap", "50%"]
    assert found["url"] == "https://a.example/x?b=%20&c_d#e%7Bf%7D%20g"
    assert found["evidence"]["retrieved"] == "2026-11-27"
    assert "ab" * 32 in found["lead"]
