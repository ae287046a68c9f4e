"""Hits of a search in the formats of `search --format`. All but the text are for other programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from peacereader.cli.common import to_json, write

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from peaceindex import Library
    from peaceindex.model.facets import CopyCounts, FacetValue
    from peaceindex.model.search_results import Hit, Results
    from peacereader.exports.tables import Table

FORMATS = ("text", "json", "csv", "tsv", "jsonl", "ids", "bibtex")
COLUMNS = ("url", "authors", "published", "date", "outlet", "title", "tags", "stories", "snippet", "id", "added")
"""The columns of CSV and TSV."""
_HITS_PER_PAGE = 100


def hits_of(library: Library, results: Results, start: int, stop: int) -> Iterator[Hit]:
    """Yield the hits `start` to `stop` (excluded). They are read in pages. Articles that are gone are left out."""
    for first in range(start, min(stop, results.total), _HITS_PER_PAGE):
        page = library.search.hits(results, first, min(stop, first + _HITS_PER_PAGE))
        yield from (hit for hit in page if hit.id)


def print_json(text: str, results: Results, hits: Iterator[Hit], copies: CopyCounts) -> None:
    """Print one JSON object on one line: counts, hits, facets. The hits are written as they are read."""
    head = {"query": text, "total": results.total, "took_ms": round(results.took_ms, 3)}
    write(to_json(head)[:-1] + ', "hits": [', end="")
    for number, hit in enumerate(hits):
        write((", " if number else "") + to_json(hit.as_record()), end="")
    write("], " + to_json(_counts_record(results, copies))[1:])


def print_rows(library: Library, hits: Iterator[Hit], form: str) -> int:
    """Print hits as CSV, TSV, JSON Lines or BibTeX, and return how many they were."""
    count = 0
    if form in ("csv", "tsv"):
        print_table_row(COLUMNS, form)  # type: ignore[arg-type]
    for hit in hits:
        count += 1
        if form == "jsonl":
            write(to_json(hit.as_record()))
        elif form == "bibtex":
            from peacereader.exports.bibtex import bibtex_entry

            write(bibtex_entry(hit, library.evidence([hit.id]).get(hit.id)))
        else:
            print_table_row(_cells(hit), form)  # type: ignore[arg-type]
    return count


def print_ids(library: Library, results: Results, start: int, stop: int) -> int:
    """Print the ids of the hits `start` to `stop` (excluded), one a line, and return how many they were."""
    count = 0
    for index in range(start, min(stop, results.total)):
        if id := library.search.article_id(results, index):
            count += 1
            write(id)
    return count


def print_table_row(cells: Sequence[str], form: Table) -> None:
    """Print a row of CSV or TSV."""
    from peacereader.exports.tables import LINE_ENDS, table_row

    write(table_row(cells, form), end=LINE_ENDS[form])


def _cells(hit: Hit) -> list[str]:
    """Return the cells of a hit, in the order of `COLUMNS`."""
    authors, tags = "; ".join(hit.authors), "; ".join(hit.tags)
    known = (
        hit.url,
        authors,
        hit.published,
        hit.date,
        hit.outlet,
        hit.title,
        tags,
        hit.story,
        hit.snippet.text,
        hit.id,
        hit.added,
    )
    return [value or "" for value in known]


def _counts_record(results: Results, copies: CopyCounts) -> dict[str, Any]:
    """Return what `--json` prints after the hits. `count` is articles; `stories` counts copies of one article once."""

    def values(facet: Sequence[FacetValue], copy_counts: Mapping[str, int]) -> list[dict[str, Any]]:
        return [{"value": v.value, "count": v.count, "stories": v.count - copy_counts.get(v.value, 0)} for v in facet]

    return {
        "facets": {
            "outlet": values(results.facets.outlets, copies.outlets),
            "date": values(results.facets.dates, copies.dates),
            "tags": values(results.facets.tags, copies.tags),
        },
        "also_matching": {word: list(forms) for word, forms in results.also_matching.items()},
        "stories": results.total - copies.total,
        "new": results.new,
        "suggestions": [one.text for one in results.suggestions],
        "relaxations": [
            {"what": one.what, "query": one.request.text, "count": one.count} for one in results.relaxations
        ],
    }
