"""The formats of passages and hits, in one table: the same words for `passages --format` and `search --format`.

A format is a function that yields pieces of text, each of which goes out with the line end of the format. The modules
that write them are imported when they are used, so that a command which lists their names starts quickly.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from peaceindex.model.evidence import Evidence
    from peaceindex.model.passage import Passage
    from peaceindex.model.search_results import Hit
    from peacereader.exports.citation import Citation
    from peacereader.exports.tables import Table

    PassageWriter = Callable[[Sequence[Passage], Mapping[str, Evidence]], Iterable[str]]
    """Takes passages and the evidence for their articles by id; an article that is gone has none."""
    HitWriter = Callable[[Iterable[tuple[Hit, Evidence | None]]], Iterable[str]]


class Format(NamedTuple):
    """What a format is, for people, and what writes it: None for what cannot be had in it."""

    about: str
    passages: PassageWriter | None = None
    hits: HitWriter | None = None
    line_end: Literal["\n", "\r\n"] = "\n"
    byte_order_mark: bool = False
    """Whether it begins with U+FEFF, by which Excel knows UTF-8."""
    into_folder: bool = False
    """Whether it makes a file for each article, in a folder. Then `write_folder` of its module writes it."""


def _markdown(passages: Sequence[Passage], evidence: Mapping[str, Evidence]) -> Iterator[str]:
    from peacereader.exports.markdown import markdown

    for number, passage in enumerate(passages):
        yield ("\n---\n\n" if number else "") + markdown([passage], evidence)


def _passage_rows(form: Table, passages: Sequence[Passage], evidence: Mapping[str, Evidence]) -> Iterator[str]:
    from peaceindex.model.evidence import NO_EVIDENCE
    from peacereader.exports.tables import PASSAGE_COLUMNS, passage_cells, table_row

    yield table_row(PASSAGE_COLUMNS, form)
    for passage in passages:
        yield table_row(passage_cells(passage, evidence.get(passage.article_id, NO_EVIDENCE)), form)


def _hit_rows(form: Table, hits: Iterable[tuple[Hit, Evidence | None]]) -> Iterator[str]:
    from peacereader.exports.tables import HIT_COLUMNS, hit_cells, table_row

    yield table_row(HIT_COLUMNS, form)
    for hit, _ in hits:
        yield table_row(hit_cells(hit), form)


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


def _of_passages(write: Callable[[Iterable[Citation]], Iterable[str]]) -> PassageWriter:
    """Return the writer of passages that writes the citation of each article."""

    def writer(passages: Sequence[Passage], evidence: Mapping[str, Evidence]) -> Iterable[str]:
        from peacereader.exports.citation import citations_of_passages

        return write(citations_of_passages(passages, evidence))

    return writer


def _of_hits(write: Callable[[Iterable[Citation]], Iterable[str]]) -> HitWriter:
    """Return the writer of hits that writes the citation of each."""

    def writer(hits: Iterable[tuple[Hit, Evidence | None]]) -> Iterable[str]:
        from peacereader.exports.citation import citation_of_hit

        return write(citation_of_hit(hit, evidence) for hit, evidence in hits)

    return writer


def _table(form: Table, about: str) -> Format:
    return Format(
        about, partial(_passage_rows, form), partial(_hit_rows, form), "\n" if form == "tsv" else "\r\n",
        byte_order_mark=form == "spreadsheet",
    )  # fmt: skip


def _bibliography(form: str, about: str) -> Format:
    write = partial(_entries, form)
    return Format(about, _of_passages(write), _of_hits(write))


def _style(form: str, about: str) -> Format:
    return Format(about, _of_passages(partial(_quotations, form)), _of_hits(partial(_entries, form)))


FORMATS: Final[Mapping[str, Format]] = {
    "markdown": Format("quotations with everything that a citation needs", _markdown),
    "csv": _table("csv", "a table for programs: each cell is exactly its value"),
    "tsv": _table("tsv", "the same with tabs: line ends within a cell become spaces"),
    "spreadsheet": _table("spreadsheet", "CSV for Excel and others: no cell can be taken for a formula"),
    "bibtex": _bibliography("bibtex", "an entry for each article, for BibTeX and BibLaTeX"),
    "ris": _bibliography("ris", "a record for each article, for Zotero, EndNote, Mendeley and Citavi"),
    "csl-json": Format(
        "an object for each article, for Zotero, pandoc and citeproc", _of_passages(_csl_json), _of_hits(_csl_json)
    ),
    "html": Format(
        "a page with everything, to read in a browser or to print",
        _of_passages(partial(_html, "Passages")), _of_hits(partial(_html, "Articles")),
    ),
    "obsidian": Format("a Markdown page for each article, with properties, in a folder", into_folder=True),
    "chicago": _style("chicago", "references by The Chicago Manual of Style, 18th edition (bibliography)"),
    "apa": _style("apa", "references by the APA's Publication Manual, 7th edition"),
    "mla": _style("mla", "references by the MLA Handbook, 9th edition"),
}  # fmt: skip
"""The formats by name. A new one is a line here and a module that writes it."""

PASSAGE_FORMATS: Final = tuple(name for name, form in FORMATS.items() if form.passages or form.into_folder)
HIT_FORMATS: Final = tuple(name for name, form in FORMATS.items() if form.hits)
