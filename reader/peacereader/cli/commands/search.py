"""`peacereader search QUERY`"""

from __future__ import annotations

import gc
import shlex
import shutil
import textwrap
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from peacereader import wording
from peacereader.cli.common import (
    bold,
    can_be_bold,
    exact_option,
    is_given,
    library_option,
    link,
    log_search,
    one_line,
    open_library,
    say,
    write,
)
from peacereader.cli.exit_codes import DONE, FAILED
from peacereader.cli.export_output import check_target, extras_option, output_option
from peacereader.cli.help_page import QueryTableCommand, query_rows
from peacereader.cli.hit_output import FORMATS, hits_of, print_hits, print_ids, print_json, print_json_lines
from peacereader.cli.limit import Limit
from peacereader.exports.formats import HIT_FORMATS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from peaceindex import Library
    from peaceindex.model.facets import CopyCounts
    from peaceindex.model.search import Span
    from peaceindex.model.search_results import Hit, Results

_MAX_COLUMNS = 80
_MAX_FACET_VALUES = 12
_NEW_OBJECTS = 50_000
"""The number of new objects after which a search looks for garbage. Most are what it imports, and stay."""


@click.command(
    "search",
    cls=QueryTableCommand,
    table=("Queries", query_rows),
)
@library_option
@click.option(
    "--limit",
    type=Limit(),
    metavar="N",
    default=20,
    show_default=True,
    help="Print at most N hits: 0 only counts them, 'all' prints all.",
)
@click.option("--offset", type=click.IntRange(min=0), metavar="N", default=0, help="Skip the first N hits.")
@click.option(
    "--sort",
    type=click.Choice(["relevance", "newest", "oldest", "added"]),
    default="relevance",
    show_default=True,
    help="The order of hits; equally relevant articles come newest first. added: the last added first.",
)
@click.option(
    "--facets",
    is_flag=True,
    help="Also count outlets, months, tags, languages, authors, labels and what is read, over all hits.",
)
@exact_option
@click.option(
    "--terms",
    type=click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path),
    metavar="FILE",
    help="Count the hits for each line of FILE, within QUERY if there is one.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMATS),
    help="Print hits for people (text, the default) or for other programs.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object with hits and facets: --format json.")
@extras_option(["retrieved", "archive", "sha256", "id", "text"])
@output_option
@click.option("--saved", metavar="NAME", help="Search for your saved search NAME; its new hits come first.")
@click.argument("query", nargs=-1)
@click.pass_context
def command(
    ctx: click.Context,
    limit: int,
    offset: int,
    sort: Any,
    facets: bool,
    exact: bool,
    terms: Path | None,
    form: str | None,
    as_json: bool,
    extras: tuple[str, ...],
    output: Path | None,
    saved: str | None,
    query: tuple[str, ...],
) -> int:
    """Find articles and print them.

    QUERY is written as in the reader: see Queries. Other spellings of known
    names are found too, and the other forms of a word (talks, talked).

    \b
    Examples:
      peacereader search zelensky istanbul --sort newest
      peacereader search '"prisoner swap" date:2025' --json
      peacereader search ceasefire --format csv --limit all > hits.csv
      peacereader search minsk --format ris --limit all --output minsk.ris
      peacereader search minsk --format ids --limit all | peacereader show -
      peacereader search --terms words.txt after:2025
      peacereader search --saved swaps

    Formats: csv and tsv have a line of column names, and ids one id a line;
    jsonl has one JSON object a line, the same as in the hits of json. In the
    column "stories", articles that tell the same copy have the same value. A
    cell of csv is exactly the text of the article, even if it begins with =, +,
    - or @, which a spreadsheet may take for a formula; spreadsheet is CSV with
    an apostrophe before such cells. bibtex, ris and csl-json have an entry with
    the evidence for each article, for programs that manage references;
    chicago, apa and mla have its reference; markdown and html have a section
    for it, and obsidian writes a page for it into a folder. --with text adds
    the text of the article to these and to tables. qdpx has the articles with
    their texts and passages, for programs that code. xlsx and docx are tables
    for Excel and Word.

    With --saved, a hit that is new in the saved search says so, in jsonl and
    json by "new". Searching marks nothing as seen; searches --seen NAME does.

    Searches are logged; 'peacereader log' prints the log.
    """
    gc.set_threshold(_NEW_OBJECTS)
    from peaceindex.model.search import FURTHER_FACETS, Request

    if as_json and form not in (None, "json"):
        raise click.UsageError("Choose one of --json and --format.", ctx)
    form = "json" if as_json else form or "text"
    if facets and form not in ("text", "json"):
        raise click.UsageError(f"--facets goes with text and json, not with {form}.", ctx)
    check_target(ctx, form, output, extras, HIT_FORMATS)
    text = " ".join(query)
    if saved is not None and (query or exact or terms is not None):
        raise click.UsageError("--saved NAME takes the place of QUERY, --exact and --terms.", ctx)
    if terms is not None:
        from peacereader.cli.query_lists import TERM_FORMATS, count_terms

        if form not in TERM_FORMATS:
            raise click.UsageError(f"--terms goes with {', '.join(TERM_FORMATS)}, not with {form}.", ctx)
        if output is not None or extras:
            raise click.UsageError("--terms prints counts; it has neither --output nor --with.", ctx)
        count_terms(open_library(ctx), terms, Request(text=text, exact=exact), form)
        return DONE
    if not query and saved is None:
        raise click.MissingParameter(ctx=ctx, param_type="argument", param_hint="'QUERY...'")
    library = open_library(ctx)
    request = Request(text=text, sort=sort, exact=exact)
    if saved is not None:
        request = library.search.view(library.search.saved_search(saved))
        text = request.text
        if is_given(ctx, "sort"):
            request = replace(request, sort=sort)
    if facets or form == "json":
        request = replace(request, counted=FURTHER_FACETS)
    results = library.search.find(request)
    log_search(library, results)
    stop, code = offset + limit, DONE
    if form == "json":
        print_json(text, results, hits_of(library, results, offset, stop), library.search.copies(results))
    elif form == "text":
        _print_text(library, results, offset, limit, facets)
    else:
        hits = hits_of(library, results, offset, stop)
        if form == "ids":
            printed = print_ids(library, results, offset, stop)
        elif form == "jsonl":
            printed = print_json_lines(hits)
        else:
            printed, is_all = print_hits(library, hits, form, extras, output)
            code = DONE if is_all else FAILED
        if printed < results.total:
            say(f"{printed:,} of {wording.counted(results.total, 'hit')}; --limit all prints all of them")
    if results.new and request.view:
        name = shlex.quote(request.view.name)
        say(one_line(f"{results.new:,} new; 'peacereader searches --seen {name}' marks all as seen"))
    if results.hint:
        say(one_line(results.hint))
    if results.suggestions and form != "json":
        say(one_line(f"Did you mean {' or '.join(f'“{one.text}” ({one.count:,})' for one in results.suggestions)}?"))
    for one in () if form == "json" else results.relaxations:
        say(one_line(f"{one.what}: {one.count:,}"))
    return code


def _print_text(library: Library, results: Results, offset: int, limit: int, facets: bool) -> None:
    """Print hits and facets for people, and the count: to standard output if nothing but the count is asked for."""
    shown = 0
    for shown, hit in enumerate(hits_of(library, results, offset, offset + limit), 1):
        write(_hit_text(offset + shown, hit))
    if facets:
        write(_facet_text(results, library.search.copies(results)))
    (say if limit else write)(_summary(results, shown))


def _hit_text(number: int, hit: Hit) -> str:
    """Return a hit as a few lines for people."""
    width = max(30, min(_MAX_COLUMNS, shutil.get_terminal_size((_MAX_COLUMNS, 24)).columns))
    about = [
        "new" if hit.new else "",
        hit.outlet or wording.OUTLET_NOT_KNOWN,
        wording.long_date(hit.date),
        hit.id,
        wording.publication_count(hit),
    ]
    title = _with_marks(hit.title, hit.title_marks) if hit.title else wording.TITLE_NOT_KNOWN
    lines = [f"{number:>3}. {link(title, hit.url)}", f"     {one_line(' · '.join(filter(None, about)))}"]
    lines += _wrapped(_with_marks(hit.snippet.text, hit.snippet.marks), width - 5)
    return "\n".join([*lines, ""])


def _wrapped(text: str, width: int) -> list[str]:
    # A styled word is longer than it looks, which only makes its line a little shorter.
    return textwrap.wrap(
        text,
        width + 5,
        initial_indent=" " * 5,
        subsequent_indent=" " * 5,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _with_marks(text: str, marks: Sequence[Span]) -> str:
    """Return text with its hits in bold, or between asterisks without bold. Nothing in it acts on the terminal."""
    pieces, at = [], 0
    for start, end in marks:
        hit = one_line(text[start:end])
        pieces += [one_line(text[at:start]), bold(hit) if can_be_bold() else f"*{hit}*"]
        at = end
    return "".join([*pieces, one_line(text[at:])])


def _facet_text(results: Results, copies: CopyCounts) -> str:
    """Return the most frequent values of each facet, a line each, with the number of stories where that is lower."""
    lines, facets = [], results.facets
    if copies.total:
        lines += [f"{wording.counted(results.total, 'article')} that tell {_stories(results.total, copies.total)}", ""]
    for label, values, copy_counts, unknown in (
        ("Outlets", facets.outlets, copies.outlets, wording.OUTLET_NOT_KNOWN),
        ("Months", facets.dates, copies.dates, wording.DATE_NOT_KNOWN),
        ("Tags", facets.tags, copies.tags, "no tags"),
        ("Languages", facets.languages, copies.languages, wording.LANGUAGE_NOT_KNOWN),
        ("Authors", facets.authors, copies.authors, wording.AUTHOR_NOT_KNOWN),
        ("Labels", facets.labels, copies.labels, "no label"),
        ("Read and bookmarked", facets.states, copies.states, ""),
    ):
        if not values:
            continue
        lines.append(bold(label))
        for one in values if label == "Months" else values[:_MAX_FACET_VALUES]:
            stories = f" · {_stories(one.count, copy_counts[one.value])}" if one.value in copy_counts else ""
            lines.append(f"{one.count:>7,}  {one_line(one.value) or unknown}{stories}")
        if label != "Months" and len(values) > _MAX_FACET_VALUES:
            lines.append(f"         and {wording.counted(len(values) - _MAX_FACET_VALUES, 'other')}")
        lines.append("")
    return "\n".join(lines)


def _stories(articles: int, copies: int) -> str:
    return wording.counted(articles - copies, "story", "stories")


def _summary(results: Results, shown: int) -> str:
    """Return the number of hits, the time taken, and what else was searched."""
    found = f"{wording.counted(results.total, 'hit')} in {wording.counted(results.articles, 'article')}"
    if 0 < shown < results.total:
        found += f", {shown:,} shown"
    also = [f"{word}: {wording.first_of(forms)}" for word, forms in results.also_matching.items()]
    return one_line(" · ".join([found, f"{results.took_ms:.0f} ms", *(f"also matching {one}" for one in also)]))
