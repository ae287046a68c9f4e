"""Files for other programs: what is written is read back by programs that others wrote, with odd texts too."""

from __future__ import annotations

import csv
import io
import json
import warnings
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import rispy
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html as lxml_html
from pybtex.database import parse_string

from peaceindex.model.search_results import Hit, Snippet
from peacereader.exports.bibtex import bibtex_entry
from peacereader.exports.citation import Quotation, citation_of_hit, citations_of_passages, date_parts
from peacereader.exports.contents import PassageExport
from peacereader.exports.csl_json import csl_item, csl_json
from peacereader.exports.formats import FORMATS
from peacereader.exports.html import html_page, html_quotation
from peacereader.exports.obsidian import page, page_name, write_folder
from peacereader.exports.ris import ris_record
from peacereader.exports.tables import PASSAGE_COLUMNS, table_row
from tests.reader.exports.citations import EVIDENCE, citation, lines, passage, texts
from tests.reader.exports.exporting import written
from tests.trials import examples

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from citeproc.source.json import CiteProcJSON

QUOTATIONS = (
    Quotation("They spoke for an hour.\n\nTY  - FAKE\nER  - ", "Ask\nagain & again", ("swap", "100 %")),
    Quotation("“We will come again.”"),
)
NAME_SCHEMA = {
    "type": "object",
    "properties": {
        name: {"type": "string"} for name in ("family", "given", "literal", "suffix", "non-dropping-particle")
    },
    "additionalProperties": False,
    "anyOf": [{"required": ["literal"]}, {"required": ["family"]}],
}
DATE_SCHEMA = {
    "type": "object",
    "properties": {
        "date-parts": {
            "type": "array", "minItems": 1, "maxItems": 2,
            "items": {"type": "array", "minItems": 1, "maxItems": 3, "items": {"type": "integer"}},
        }
    },
    "additionalProperties": False,
}  # fmt: skip
CSL_SCHEMA = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["type", "id"],
        "additionalProperties": False,
        "properties": {
            "type": {"enum": ["article-newspaper", "webpage", "document"]},
            "id": {"type": "string"},
            "author": {"type": "array", "items": NAME_SCHEMA},
            "issued": DATE_SCHEMA,
            "accessed": DATE_SCHEMA,
            "custom": {"type": "object"},
            **{name: {"type": "string"} for name in (
                "title", "container-title", "URL", "language", "keyword", "annote", "note",
            )},
        },
    },
}  # fmt: skip
"""The rules of the schema of CSL-JSON for the fields that we write."""
CSL_RULES = jsonschema.Draft202012Validator(CSL_SCHEMA)


def flat(text: str) -> str:
    return " ".join(text.split())


def test_ris_is_read_back_by_rispy() -> None:
    cited = citation(
        authors=("Ada Stone", "Martin Luther King Jr.", "Ministry of War, Peace", "and others"),
        evidence=EVIDENCE, quotations=QUOTATIONS, tags=("talks",), language="en",
    )  # fmt: skip
    (entry,) = rispy.loads(ris_record(cited))
    assert entry["type_of_reference"] == "NEWS"
    assert entry["authors"] == ["Stone, Ada", "King, Martin Luther, Jr.", "Ministry of War Peace"]
    assert (entry["title"], entry["secondary_title"]) == ("Talks end without a ceasefire", "Harbour Dispatch")
    assert (entry["year"], entry["date"], entry["access_date"]) == ("2025", "2025/06/02/", "2025/06/05/")
    assert entry["urls"] == [cited.url] and entry["language"] == "en"
    assert entry["keywords"] == ["talks", "swap", "100 %"]
    assert entry["accession_number"] == cited.article_id
    first, second, evidence, source, others = entry["notes"]
    assert first == flat(f"“{QUOTATIONS[0].quote}” Note: Ask again & again Labels: swap, 100 %")
    assert second == "““We will come again.””"
    assert "ab" * 32 in evidence and "web.archive.org" in evidence and source == "Source: /pages/one.txt"
    assert others == "There are more authors, who are not named."


@settings(max_examples=examples(200))
@given(title=lines, outlet=lines, quote=texts, note=texts, label=lines)
def test_any_text_is_read_back_by_rispy(title: str, outlet: str, quote: str, note: str, label: str) -> None:
    cited = citation(title=title, outlet=outlet, quotations=(Quotation(quote, note, (label,)),))
    (entry,) = rispy.loads(ris_record(cited) * 2)[:1]
    assert entry.get("title", "") == flat(title) and entry.get("secondary_title", "") == flat(outlet)
    assert entry["notes"][0] == flat(cited.comments[0])


@pytest.mark.parametrize(("date", "written"), [("2025-06", "2025/06//"), ("2025", "2025///")])
def test_a_date_in_ris_is_as_precise_as_it_is_known(date: str, written: str) -> None:
    assert f"\nDA  - {written}\n" in ris_record(citation(date=date))


def test_bibtex_is_read_back_by_pybtex() -> None:
    cited = citation(
        authors=("Simone de Beauvoir", "Martin Luther King Jr.", "José Ortega y Gasset", "Ministry of War and Peace",
                 "and others"),
        quotations=QUOTATIONS, evidence=EVIDENCE,
    )  # fmt: skip
    (entry,) = parse_string(bibtex_entry(cited), "bibtex").entries.values()
    beauvoir, king, ortega, ministry, others = entry.persons["author"]
    assert (beauvoir.prelast_names, beauvoir.last_names) == (["de"], ["Beauvoir"])
    assert (king.first_names + king.middle_names, king.last_names, king.lineage_names) == (
        ["Martin", "Luther"], ["King"], ["Jr."],
    )  # fmt: skip
    assert (ortega.prelast_names + ortega.last_names) == ["Ortega", "y", "Gasset"]
    assert ministry.last_names == ["{Ministry of War and Peace}"] and str(others) == "others"
    fields = entry.fields
    assert fields["annote"].startswith(
        "“They spoke for an hour. TY - FAKE ER - ” Note: Ask again \\& again Labels: swap"
    )
    assert fields["keywords"] == "swap, 100 \\%"
    assert (fields["date"], fields["year"], fields["urldate"]) == ("2025-06-02", "2025", "2025-06-05")
    assert (fields["month"], fields["day"]) == ("June", "2")


@pytest.mark.parametrize(
    ("date", "parts"),
    [("2025-12-31", ("2025", "December", "31")), ("2025-05", ("2025", "May", None)), ("0987", ("0987", None, None))],
)
def test_a_date_in_bibtex_is_as_precise_as_it_is_known(date: str, parts: tuple[str | None, ...]) -> None:
    written = bibtex_entry(citation(date=date))
    (entry,) = parse_string(written, "bibtex").entries.values()
    assert tuple(entry.fields.get(name) for name in ("year", "month", "day")) == parts
    assert entry.fields["date"] == date


def test_an_entry_of_bibtex_has_what_its_type_needs() -> None:
    (with_outlet,) = parse_string(bibtex_entry(citation()), "bibtex").entries.values()
    (without,) = parse_string(bibtex_entry(citation(outlet=None)), "bibtex").entries.values()
    assert (with_outlet.type, with_outlet.fields["journal"]) == ("article", "{Harbour Dispatch}")
    assert (without.type, "journal" in without.fields, without.fields["url"]) == ("misc", False, citation().url)


@settings(max_examples=examples(200))
@given(title=lines, outlet=lines, quote=texts, author=lines)
def test_any_text_is_read_by_pybtex(title: str, outlet: str, quote: str, author: str) -> None:
    cited = citation(title=title, outlet=outlet, authors=(author,), quotations=(Quotation(quote),))
    (key,) = parse_string(bibtex_entry(cited), "bibtex").entries
    assert key == cited.key


def test_csl_json_keeps_to_its_schema_and_is_read_by_citeproc() -> None:
    cited = [
        citation(authors=("Ada Stone", "Ursula von der Leyen", "Reuters", "et al."), evidence=EVIDENCE, tags=("a",)),
        citation(article_id="1" * 12, outlet=None, date="2025-06", language="uk"),
        citation(article_id="2" * 12, outlet=None, url=None, title=None, date=None, authors=(), quotations=()),
    ]
    items = json.loads("\n".join(csl_json(cited)))
    CSL_RULES.validate(items)
    assert [item["type"] for item in items] == ["article-newspaper", "webpage", "document"]
    assert items[0]["author"] == [
        {"family": "Stone", "given": "Ada"},
        {"family": "Leyen", "given": "Ursula", "non-dropping-particle": "von der"},
        {"literal": "Reuters"},
        {"literal": "et al."},
    ]
    assert items[0]["issued"] == {"date-parts": [[2025, 6, 2]]} and items[0]["accessed"] == {
        "date-parts": [[2025, 6, 5]]
    }
    assert items[1]["issued"] == {"date-parts": [[2025, 6]]} and "issued" not in items[2]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of our own field "custom", which it leaves out
        read = CiteProcJSON(items)
    assert str(read["article-0123456789ab"]["title"]) == "Talks end without a ceasefire"
    assert json.loads("".join(csl_json([]))) == []


@settings(max_examples=examples(200))
@given(title=lines, quote=texts, note=texts, author=lines)
def test_any_text_comes_back_from_csl_json_exactly(title: str, quote: str, note: str, author: str) -> None:
    cited = citation(title=title, authors=(author,), quotations=(Quotation(quote, note),))
    (item,) = json.loads("\n".join(csl_json([cited])))
    assert item == csl_item(cited)
    CSL_RULES.validate([item])
    assert item["title"] == title
    assert item["custom"]["quotations"] == [{"quote": quote, "note": note, "labels": []}]


@settings(max_examples=examples(200))
@given(title=lines, quote=texts, note=texts, label=lines)
def test_nothing_in_a_page_of_html_is_markup(title: str, quote: str, note: str, label: str) -> None:
    cited = citation(title=title, source=title, url=None, quotations=(Quotation(quote, note, (label,)),))
    tree = lxml_html.document_fromstring("\n".join(html_page([cited], "Passages")))
    elements = {str(one.tag) for one in tree.iter() if isinstance(one.tag, str)}
    assert elements <= {
        "html", "head", "meta", "title", "style", "body", "h1", "section", "h2", "p", "cite", "blockquote", "br", "a",
    }  # fmt: skip
    assert flat("".join(next(iter(tree.iter("h2"))).itertext())) == flat(title)
    words = "".join(flat("\n".join(p.itertext())) for p in tree.findall(".//blockquote/p"))
    assert words.replace(" ", "") == "".join(quote.split())


def test_html_links_to_web_addresses_alone() -> None:
    good = html_quotation(citation(url='https://a.example/?a="b"&c'))
    assert '<blockquote cite="https://a.example/?a=%22b%22&amp;c">' in good and "<a href=" in good
    bad = html_quotation(citation(url="javascript:alert(1)"))
    assert "href" not in bad and "cite=" not in bad and "javascript:alert(1)" in bad
    assert "<script" not in "".join(html_page([citation(title="<script>alert(1)</script>")], "<b>"))


FORMULAS = ["=1+1", "+5", "-5", "@x", " =1", "\t=1", "＝1", '=HYPERLINK("http://x.example";"y")', "=cmd|' /C calc'!A0"]


@pytest.mark.parametrize("cell", FORMULAS)
def test_no_cell_for_a_spreadsheet_is_a_formula(cell: str) -> None:
    (safe,) = csv.reader(io.StringIO(table_row([cell, "a"], "spreadsheet") + "\r\n", newline=""))
    (exact,) = csv.reader(io.StringIO(table_row([cell, "a"], "csv") + "\r\n", newline=""))
    assert safe == ["'" + cell, "a"] and exact == [cell, "a"]
    assert table_row(["a=b", "“-5”", ""], "spreadsheet") == "a=b,“-5”,"


@settings(max_examples=examples(200))
@given(quote=texts, note=texts, label=lines)
def test_passages_in_csv_come_back_exactly(quote: str, note: str, label: str) -> None:
    one = passage(quote=quote, note=note, labels=(label,))
    text = written("csv", PassageExport([one, one], {one.article_id: EVIDENCE})).decode()
    first, second = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    assert first == second and tuple(first) == PASSAGE_COLUMNS
    assert (first["quote"], first["note"], first["labels"]) == (quote, note, label)
    assert first["sha256"] == EVIDENCE.sha256 and str(first["archive_url"]).startswith("https://web.archive.org/")


def test_an_article_has_one_entry_with_all_its_passages() -> None:
    passages = [passage(quote="One."), passage(article_id="f" * 12), passage(quote="Two.", labels=("swap",))]
    first, second = citations_of_passages(passages, {"f" * 12: EVIDENCE})
    assert [one.quote for one in first.quotations] == ["One.", "Two."] and first.labels == ("swap",)
    assert (first.evidence.sha256, second.evidence) == ("", EVIDENCE)


def test_a_derived_title_is_not_cited() -> None:
    hit = Hit("0" * 12, "First words", None, None, (), (), 1.0, Snippet(""), title_provenance="derived")
    assert citation_of_hit(hit).title is None


@pytest.mark.parametrize("date", [None, "", "soon", "2025-13", "2025-02-30", "2025-6-2", "0000"])
def test_what_is_no_date_has_no_parts(date: str | None) -> None:
    assert date_parts(date) == ()


# Obsidian


@settings(max_examples=examples(200))
@given(title=lines, quote=texts, note=texts, label=lines)
def test_the_front_matter_of_a_page_is_yaml(title: str, quote: str, note: str, label: str) -> None:
    cited = citation(title=title, quotations=(Quotation(quote, note, (label,)),), evidence=EVIDENCE)
    _, head, _ = page(cited).split("---\n", 2)
    properties = yaml.safe_load(head)
    assert (properties["title"], properties["labels"]) == (title, [label])
    assert properties["authors"] == ["Ada Stone"] and properties["date"] == "2025-06-02"
    name = page_name(cited)
    assert not set(name) & set('\\/:*?"<>|#^[]%\n') and name.endswith(" 0123456789ab.md")
    assert len(name.encode()) < 200 and not name.startswith((".", " "))


def test_pages_that_others_changed_are_left(tmp_path: Path) -> None:
    folder = tmp_path / "vault" / "passages"
    mine, other = citation(), citation(article_id="f" * 12, title="CON: the / *second*?")
    assert write_folder([mine, other], folder) == (2, ())
    names = sorted(path.name for path in folder.iterdir())
    assert names == [
        "2025-06-02 CON the second ffffffffffff.md",
        "2025-06-02 Talks end without a ceasefire 0123456789ab.md",
    ]
    changed, own = folder / names[0], folder / names[1]
    changed.write_text(changed.read_text() + "\nMy own thoughts\n")
    renamed = own.rename(folder / "My name for it 0123456789ab.md")
    more = citation(quotations=QUOTATIONS, title="Another title")
    assert write_folder([more, other], folder) == (1, (changed,))
    assert changed.read_text().endswith("My own thoughts\n")
    assert "We will come again" in renamed.read_text() and len(list(folder.iterdir())) == 2


def test_an_id_that_a_stranger_made_leads_nowhere(tmp_path: Path) -> None:
    cited = citation(article_id="../../x\n---\n", title=None, date=None)
    assert write_folder([cited], tmp_path / "vault") == write_folder([cited], tmp_path / "vault") == (1, ())
    assert [path.name for path in tmp_path.rglob("*.md")] == ["no title -x-.md"]
    assert bibtex_entry(cited).startswith("@article{article--x-,\n")


@pytest.mark.parametrize("kind", ["file", "link", "folder"])
def test_a_file_that_is_not_a_page_of_ours_is_left(tmp_path: Path, kind: str) -> None:
    place, elsewhere = tmp_path / "vault" / page_name(citation()), tmp_path / "elsewhere.md"
    place.parent.mkdir()
    elsewhere.write_text(page(citation()))
    if kind == "link":
        place.symlink_to(elsewhere)
    elif kind == "folder":
        place.mkdir()
    else:
        place.write_text("---\ntitle: mine\n---\n")
    before = elsewhere.read_text()
    assert write_folder([citation(quotations=QUOTATIONS)], place.parent) == (0, (place,))
    assert elsewhere.read_text() == before and len(list(place.parent.iterdir())) == 1


def test_the_markdown_of_passages_is_one_text(tmp_path: Path) -> None:
    from peacereader.exports.markdown import markdown

    passages: list[Any] = [passage(quote="* not a list\n\n# nor this"), passage(note="n_o_te", anchoring="lost")]
    assert written("markdown", PassageExport(passages)).decode() == markdown(passages) + "\n"


@settings(max_examples=examples(100))
@given(st.data())
def test_no_format_fails_for_any_passage(data: st.DataObject) -> None:
    one = passage(
        quote=data.draw(texts), title=data.draw(st.none() | lines), outlet=data.draw(st.none() | lines),
        date=data.draw(st.none() | lines), url=data.draw(st.none() | lines), authors=(data.draw(lines),),
        source=data.draw(lines),
    )  # fmt: skip
    for form in FORMATS.values():
        if form.passages and form.codebook != "alone":
            kind = bytes if form.kind == "binary" else str
            assert all(isinstance(piece, kind) for piece in form.passages(PassageExport([one])))
