"""The formats of exports, in one table: the same for `passages --format`, `search --format`, `show --format`, the
reader, the help and the documents.

A format is a function that yields pieces: of text, each of which goes out with the line end of the format, or of bytes.
The modules that write them are imported when they are used, so that a command which lists their names starts quickly.
"""

from __future__ import annotations

from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from peacereader.exports.citation import Citation
    from peacereader.exports.contents import HitExport, PassageExport
    from peacereader.exports.tables import Table

    PassageWriter = Callable[[PassageExport], Iterable[str | bytes]]
    HitWriter = Callable[[HitExport], Iterable[str | bytes]]
    CitationWriter = Callable[[Iterable[Citation]], Iterable[str | bytes]]


class Format(NamedTuple):
    """What a format is, for people, and what writes it: None for what cannot be had in it."""

    title: str
    """Its name for people."""
    about: str
    ending: str
    """The ending of the names of its files, with its dot; "" for a folder."""
    passages: PassageWriter | None = None
    hits: HitWriter | None = None
    kind: Literal["text", "binary", "folder"] = "text"
    """Whether it is text in UTF-8, a file for programs alone, or a folder with a page for each article. Folders are
    written by `write_folder` of `peacereader.exports.obsidian`."""
    line_end: Literal["\n", "\r\n", ""] = "\n"
    byte_order_mark: bool = False
    """Whether it begins with U+FEFF, by which Excel knows UTF-8."""
    codebook: Literal["", "with passages", "alone"] = ""
    """Whether it has the codebook; alone means that it has nothing of the passages but how they are labelled."""
    has_text: bool = False
    """Whether it has a place for the texts of articles."""

    @property
    def is_for_passages(self) -> bool:
        """Whether passages, or their labels, can be exported in it."""
        return self.passages is not None or self.kind == "folder"

    @property
    def is_for_hits(self) -> bool:
        """Whether hits can be exported in it."""
        return self.hits is not None or self.kind == "folder"


EXTRAS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "retrieved": "when the source was retrieved",
        "archive": "where an archived copy may be",
        "sha256": "the SHA-256 of the source's file",
        "text": "the text of the article",
    }
)
"""What an export says on request, where the format has a place for it and does not say it anyway."""


def _of_citations(write: CitationWriter) -> tuple[PassageWriter, HitWriter]:
    """Return the writers of passages and of hits that write the citation of each article."""

    def of_passages(export: PassageExport) -> Iterable[str | bytes]:
        from peacereader.exports.citation import citations_of_passages

        return write(citations_of_passages(export.passages, export.evidence, export.extras))

    def of_hits(export: HitExport) -> Iterable[str | bytes]:
        from peacereader.exports.citation import citations_of_hits

        return write(citations_of_hits(export))

    return of_passages, of_hits


def _markdown(export: PassageExport) -> Iterator[str]:
    from peacereader.exports.markdown import markdown

    for number, passage in enumerate(export.passages):
        yield ("\n---\n\n" if number else "") + markdown([passage], export.evidence)


def _markdown_articles(citations: Iterable[Citation]) -> Iterator[str]:
    from peacereader.exports.markdown import markdown_article

    return map(markdown_article, citations)


def _passage_rows(form: Table, export: PassageExport) -> Iterator[str]:
    from peaceindex.model.evidence import NO_EVIDENCE
    from peacereader.exports.tables import PASSAGE_COLUMNS, passage_cells, table_row

    yield table_row(PASSAGE_COLUMNS, form)
    for passage in export.passages:
        yield table_row(passage_cells(passage, export.evidence.get(passage.article_id, NO_EVIDENCE)), form)


def _hit_rows(form: Table, export: HitExport) -> Iterator[str]:
    from peacereader.exports.tables import hit_cells, hit_columns, table_row

    yield table_row(hit_columns(export.extras), form)
    for hit in export.hits:
        yield table_row(hit_cells(hit, export.extras), form)


def _entries(form: str, citations: Iterable[Citation]) -> Iterator[str]:
    """Yield an entry for each citation, with an empty line after it."""
    from peacereader.exports.ris import ris_record
    from peacereader.exports.styles import STYLES

    write = ris_record if form == "ris" else STYLES[form].write
    for citation in citations:
        yield write(citation)


def _quotations(form: str, citations: Iterable[Citation]) -> Iterator[str]:
    """Yield the quotations from each article with its reference, and a line between articles."""
    from peacereader.exports.styles import STYLES

    for number, citation in enumerate(citations):
        yield ("\n---\n\n" if number else "") + STYLES[form].write(citation).rstrip("\n")


def _csl_json(citations: Iterable[Citation]) -> Iterable[str]:
    from peacereader.exports.csl_json import csl_json

    return csl_json(citations)


def _html(title: str, citations: Iterable[Citation]) -> Iterable[str]:
    from peacereader.exports.html import html_page

    return html_page(citations, title)


def _word_table(title: str, citations: Iterable[Citation]) -> Iterable[bytes]:
    from peacereader.exports.word_table import word_table

    return [word_table(citations, title)]


def _passage_workbook(export: PassageExport) -> Iterable[bytes]:
    from peaceindex.model.evidence import NO_EVIDENCE
    from peacereader.exports.tables import DATES, IDS, PASSAGE_COLUMNS, passage_cells
    from peacereader.exports.workbook import workbook

    rows = (passage_cells(one, export.evidence.get(one.article_id, NO_EVIDENCE)) for one in export.passages)
    return [workbook(PASSAGE_COLUMNS, rows, DATES, IDS)]


def _hit_workbook(export: HitExport) -> Iterable[bytes]:
    from peacereader.exports.tables import DATES, IDS, hit_cells, hit_columns
    from peacereader.exports.workbook import workbook

    rows = (hit_cells(hit, export.extras) for hit in export.hits)
    return [workbook(hit_columns(export.extras), rows, DATES, IDS)]


def _jsonld(export: PassageExport) -> Iterable[str]:
    from peacereader.exports.jsonld import jsonld

    return [jsonld(export)]


def _qdpx(export: PassageExport) -> Iterable[bytes]:
    from peacereader.exports.qdpx import qdpx

    return [qdpx(export)]


def _qdpx_of_hits(export: HitExport) -> Iterable[bytes]:
    from peacereader.exports.qdpx import qdpx_of_hits

    return [qdpx_of_hits(export)]


def _qdc(export: PassageExport) -> Iterable[str]:
    from peacereader.exports.codebook import qdc

    return [qdc(export)]


def _codebook_rows(export: PassageExport) -> Iterable[str]:
    from peacereader.exports.codebook import codebook_rows

    return codebook_rows(export)


def _table(form: Table, title: str, about: str) -> Format:
    return Format(
        title, about, ".tsv" if form == "tsv" else ".csv", partial(_passage_rows, form), partial(_hit_rows, form),
        line_end="\n" if form == "tsv" else "\r\n", byte_order_mark=form == "spreadsheet", has_text=True,
    )  # fmt: skip


def _bibliography(form: str, title: str, about: str, ending: str) -> Format:
    return Format(title, about, ending, *_of_citations(partial(_entries, form)))


def _style(form: str, title: str, about: str) -> Format:
    of_passages, _ = _of_citations(partial(_quotations, form))
    _, of_hits = _of_citations(partial(_entries, form))
    return Format(title, about, ".txt", of_passages, of_hits)


FORMATS: Final[Mapping[str, Format]] = MappingProxyType({
    "markdown": Format(
        "Markdown, one file", "quotations or articles with everything that a citation needs", ".md", _markdown,
        _of_citations(_markdown_articles)[1], has_text=True,
    ),
    "obsidian": Format(
        "Markdown for Obsidian", "a page for each article, with properties, in a folder", "", kind="folder",
        has_text=True,
    ),
    "html": Format(
        "HTML, to print", "a page with everything, to read in a browser or to print", ".html",
        _of_citations(partial(_html, "Passages"))[0], _of_citations(partial(_html, "Articles"))[1], has_text=True,
    ),
    "chicago": _style("chicago", "Chicago", "references by The Chicago Manual of Style, 18th edition (bibliography)"),
    "apa": _style("apa", "APA", "references by the APA's Publication Manual, 7th edition"),
    "mla": _style("mla", "MLA", "references by the MLA Handbook, 9th edition"),
    "bibtex": _bibliography("bibtex", "BibTeX", "an entry for each article, for BibTeX and BibLaTeX", ".bib"),
    "ris": _bibliography("ris", "RIS", "a record for each article, for Zotero, EndNote, Mendeley and Citavi", ".ris"),
    "csl-json": Format(
        "CSL-JSON", "an object for each article, for Zotero, pandoc and citeproc", ".json", *_of_citations(_csl_json)
    ),
    "csv": _table("csv", "CSV", "a table for programs: each cell is exactly its value"),
    "tsv": _table("tsv", "TSV", "the same with tabs: line ends within a cell become spaces"),
    "spreadsheet": _table(
        "spreadsheet", "CSV for spreadsheets", "CSV for Excel and others: no cell can be taken for a formula"
    ),
    "xlsx": Format(
        "Excel workbook", "a table for Excel and LibreOffice, with days as dates and no formulas", ".xlsx",
        _passage_workbook, _hit_workbook, kind="binary", has_text=True,
    ),
    "docx": Format(
        "Word table", "a table of quotations or articles with their sources, for Word and LibreOffice", ".docx",
        _of_citations(partial(_word_table, "Passages"))[0], _of_citations(partial(_word_table, "Articles"))[1],
        kind="binary", has_text=True,
    ),
    "jsonld": Format(
        "Web Annotation", "annotations by the W3C's data model (JSON-LD), with all that is known", ".jsonld", _jsonld,
        line_end="",
    ),
    "qdpx": Format(
        "REFI-QDA project", "articles, selections, codes and notes for ATLAS.ti, MAXQDA, NVivo, QualCoder", ".qdpx",
        _qdpx, _qdpx_of_hits, kind="binary", codebook="with passages",
    ),
    "qdc": Format(
        "REFI-QDA codebook", "the codes alone, for the same programs", ".qdc", _qdc, line_end="", codebook="alone"
    ),
    "codebook-csv": Format(
        "Codebook as CSV", "the codes and how often they are used, as Taguette has them", ".csv", _codebook_rows,
        line_end="\r\n", codebook="alone",
    ),
})  # fmt: skip
"""The formats by name. A new one is a line here and a module that writes it."""

PASSAGE_FORMATS: Final = tuple(name for name, form in FORMATS.items() if form.is_for_passages)
HIT_FORMATS: Final = tuple(name for name, form in FORMATS.items() if form.is_for_hits)
