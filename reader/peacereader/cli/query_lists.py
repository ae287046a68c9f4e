"""A list of queries from a file, run one by one and counted."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import click

from peaceindex.errors import QueryError
from peacereader import wording
from peacereader.cli.common import log_search, one_line, say, standard_input, to_json, write
from peacereader.cli.hit_output import print_table, print_table_row

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from peaceindex import Library
    from peaceindex.model.search import Request


TERM_FORMATS = ("text", "json", "csv", "tsv", "spreadsheet")
"""The formats in which the counts of a list of queries can be printed."""


def count_terms(library: Library, file: Path, within: Request, form: str) -> None:
    """Print the number of hits for each line of a file, in the order of the file; `-` is standard input.

    If one of them cannot be answered, nothing is counted: raise QueryError.

    Empty lines and lines that begin with `#` are skipped. Each line is searched together with the text of `within`.
    """
    lines = [line.strip() for line in _read(file).splitlines()]
    queries = {number: line for number, line in enumerate(lines, 1) if line and not line.startswith("#")}
    _check(library, queries, within)
    records = []
    articles = 0
    if form not in ("text", "json"):
        print_table([("query", "total")], form)  # type: ignore[arg-type]
    for query in queries.values():
        text = f"({query}) {within.text}" if within.text.strip() else query
        results = library.search.find(replace(within, text=text), advise=False)
        log_search(library, results)
        articles = results.articles
        records.append({"query": query, "total": results.total, "took_ms": round(results.took_ms, 3)})
        if form == "text":
            write(f"{results.total:>9,}  {one_line(query)}")
        elif form != "json":
            print_table_row((query, str(results.total)), form)  # type: ignore[arg-type]
        if results.hint:
            say(one_line(f"{query}: {results.hint}"))
    if form == "json":
        write(to_json({"within": within.text, "articles": articles, "terms": records}))
    elif form == "text":
        say(f"{wording.counted(len(queries), 'query', 'queries')} in {wording.counted(articles, 'article')}")


def _check(library: Library, queries: Mapping[int, str], within: Request) -> None:
    """Raise QueryError if a query, or what is searched with each, cannot be answered. It names the lines of all."""
    library.search.check(within)
    refusals = []
    for number, query in queries.items():
        try:
            library.search.check(replace(within, text=query))
        except QueryError as error:
            refusals.append(f"line {number}: “{query}”: {error}")
    if refusals:
        raise QueryError("Nothing was counted. " + " ".join(refusals))


def _read(file: Path) -> str:
    try:
        data = standard_input().buffer.read() if str(file) == "-" else file.read_bytes()
    except OSError as error:
        raise click.FileError(str(file), hint=(error.strerror or "").lower()) from error
    return data.decode("utf-8-sig", errors="replace")
