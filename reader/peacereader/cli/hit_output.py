"""Hits of a search in the formats of `search --format`. All but the text are for other programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from peacereader.cli.common import to_json, write
from peacereader.exports.formats import HIT_FORMATS
from peacereader.exports.hits import hits_of as hits_of
from peacereader.output import complain, write_byte_order_mark

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from peaceindex import Library
    from peaceindex.model.facets import CopyCounts, FacetValue
    from peaceindex.model.search_results import Hit, Results
    from peacereader.exports.tables import Table

FORMATS = ("text", "json", "jsonl", "ids", *HIT_FORMATS)


def print_json(text: str, results: Results, hits: Iterator[Hit], copies: CopyCounts) -> None:
    """Print one JSON object on one line: counts, hits, facets. The hits are written as they are read."""
    head = {"query": text, "total": results.total, "took_ms": round(results.took_ms, 3)}
    write(to_json(head)[:-1] + ', "hits": [', end="")
    for number, hit in enumerate(hits):
        write((", " if number else "") + to_json(hit.as_record()), end="")
    write("], " + to_json(_counts_record(results, copies))[1:])


def print_json_lines(hits: Iterator[Hit]) -> int:
    """Print hits as JSON, one a line, and return how many they were."""
    count = 0
    for hit in hits:
        count += 1
        write(to_json(hit.as_record()))
    return count


def print_hits(
    library: Library, hits: Iterable[Hit], form: str, extras: Collection[str], output: Path | None
) -> tuple[int, bool]:
    """Print hits in a format of the table of formats, or write them to a new file or a folder.

    Return how many they were, and False if something is wrong: a page was left as it was, or the codebook has faults,
    which are told. Raise NotWrittenError.
    """
    from peacereader.cli.export_output import print_export
    from peacereader.exports.hits import hit_export

    count = 0

    def counted() -> Iterator[Hit]:
        nonlocal count
        for hit in hits:
            count += 1
            yield hit

    export, problems = hit_export(library, counted(), form, extras)
    is_all = print_export(form, export, output)
    for problem in problems:
        complain(problem)
    return count, is_all and not problems


def print_ids(library: Library, results: Results, start: int, stop: int) -> int:
    """Print the ids of the hits `start` to `stop` (excluded), one a line, and return how many they were."""
    count = 0
    for index in range(start, min(stop, results.total)):
        if id := library.search.article_id(results, index):
            count += 1
            write(id)
    return count


def print_table(rows: Iterable[Sequence[str]], form: Table) -> None:
    """Print the rows of a table, its head first; one for spreadsheets says that it is UTF-8."""
    if form == "spreadsheet":
        write_byte_order_mark()
    for row in rows:
        print_table_row(row, form)


def print_table_row(cells: Sequence[str], form: Table) -> None:
    """Print a row of CSV or TSV."""
    from peacereader.exports.formats import FORMATS as FORMATS_BY_NAME
    from peacereader.exports.tables import table_row

    write(table_row(cells, form), end=FORMATS_BY_NAME[form].line_end)


def _counts_record(results: Results, copies: CopyCounts) -> dict[str, Any]:
    """Return what `--json` prints after the hits. `count` is articles; `stories` counts copies of one article once."""

    def values(facet: Sequence[FacetValue], copy_counts: Mapping[str, int]) -> list[dict[str, Any]]:
        return [{"value": v.value, "count": v.count, "stories": v.count - copy_counts.get(v.value, 0)} for v in facet]

    return {
        "facets": {
            "outlet": values(results.facets.outlets, copies.outlets),
            "date": values(results.facets.dates, copies.dates),
            "tags": values(results.facets.tags, copies.tags),
            "language": values(results.facets.languages, copies.languages),
            "author": values(results.facets.authors, copies.authors),
            "label": values(results.facets.labels, copies.labels),
            "state": values(results.facets.states, copies.states),
        },
        "also_matching": {word: list(forms) for word, forms in results.also_matching.items()},
        "stories": results.total - copies.total,
        "new": results.new,
        "suggestions": [one.text for one in results.suggestions],
        "relaxations": [
            {"what": one.what, "query": one.request.text, "count": one.count} for one in results.relaxations
        ],
    }
