"""`peacereader passages [QUERY]`"""

from __future__ import annotations

import textwrap
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from peacereader import wording
from peacereader.cli.common import (
    library_option,
    link,
    one_line,
    open_own_work,
    to_json,
    write,
)
from peacereader.cli.exit_codes import DONE, FAILED
from peacereader.cli.export_output import check_target, extras_option, output_option, print_export
from peacereader.cli.help_page import QueryTableCommand, passage_query_rows
from peacereader.cli.saved_passages import saved_without_library
from peacereader.exports.formats import FORMATS, PASSAGE_FORMATS
from peacereader.output import complain
from peacereader.passage_order import GROUPINGS, ORDERS, Grouping, Order, grouped, sorted_passages

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from peaceindex import Library
    from peaceindex.model.evidence import Evidence
    from peaceindex.model.passage import Passage


@click.command("passages", cls=QueryTableCommand, table=("What QUERY can hold", passage_query_rows))
@library_option
@click.option("--json", "as_json", is_flag=True, help="Print a JSON array with an object for each passage.")
@click.option(
    "--format",
    "form",
    type=click.Choice(PASSAGE_FORMATS),
    help="Print them with full attribution, or write for programs that annotate and code.",
)
@extras_option(["retrieved", "archive", "sha256", "id"])
@output_option
@click.option(
    "--import",
    "imported",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Add the passages of FILE (- for standard input), each where its words stand here.",
)
@click.option("--as", "maker", metavar="NAME", help="With --import: who made the passages of which FILE does not say.")
@click.option(
    "--codes",
    "with_codes",
    is_flag=True,
    help="With --import: add the codes of FILE to yours, with descriptions, memos, colors and their tree.",
)
@click.option(
    "--sort",
    "order",
    type=click.Choice(ORDERS),
    default="bookmarked",
    show_default=True,
    help="The order: last bookmarked first, newest article first, place in the article, or outlet.",
)
@click.option(
    "--group",
    "grouping",
    type=click.Choice(GROUPINGS),
    default="none",
    help="List them under headings: by article, label or month. One with two labels stands under both.",
)
@click.argument("query", nargs=-1)
@click.pass_context
def command(
    ctx: click.Context,
    as_json: bool,
    form: str | None,
    extras: tuple[str, ...],
    output: Path | None,
    imported: Path | None,
    maker: str | None,
    with_codes: bool,
    order: Order,
    grouping: Grouping,
    query: tuple[str, ...],
) -> int:
    """List the passages that you bookmarked, newest first.

    With QUERY, list only passages that have all that it asks for, as the table
    below says.

    \b
    Examples:
      peacereader passages istanbul
      peacereader passages 'outlet:"Amed Post" date:2025-05' --sort date
      peacereader passages -note:none --group label
      peacereader passages label:Ceasefire --format markdown > quotes.md
      peacereader passages --format ris --output quotes.ris
      peacereader passages --format obsidian --output vault/passages
      peacereader passages --format qdpx --output talks.qdpx
      peacereader passages --import talks.qdpx
      peacereader passages --import talks.qdpx --codes
      peacereader passages --import bo.json --as Bo

    Quotations: markdown, chicago, apa and mla have them with their references.
    html is a page with everything, to print. obsidian writes a page of Markdown
    for each article into a folder; pages that you changed stay as they are.

    References: bibtex, ris and csl-json have an entry for each article, with
    its passages, notes and labels, for programs that manage references.

    Tables: csv and tsv have a row for each passage. A cell of csv is exactly
    the text, even if it begins with =, +, - or @, which a spreadsheet may take
    for a formula; spreadsheet is CSV with an apostrophe before such cells. xlsx
    is a workbook in which nothing is a formula, docx a table for Word.

    Annotation and coding: jsonld (W3C Web Annotation), qdpx (a REFI-QDA project
    with the articles), qdc and codebook-csv (the labels alone, for QDA programs
    and Taguette). No file is ever overwritten.

    --import reads what --json prints, jsonld, qdpx, and what Hypothesis
    exports. A passage whose page is not here is kept as lost, and nothing is
    added twice; what another made is kept beside yours. With --json, the
    report is an object.
    """
    from peaceindex.errors import LibraryError, LibraryNotFoundError

    if as_json and form:
        raise click.UsageError("Choose one of --json and --format.", ctx)
    if grouping != "none" and (as_json or form):
        raise click.UsageError("--group is for the list that people read, not for --json and --format.", ctx)
    if imported is not None:
        if form or extras or output or query or grouping != "none":
            raise click.UsageError("--import takes neither QUERY nor --format nor --output.", ctx)
        from peacereader.cli.passage_import import import_file

        return import_file(ctx, imported, as_json, maker, with_codes)
    if maker is not None or with_codes:
        raise click.UsageError(f"{'--codes' if with_codes else '--as'} is for --import.", ctx)
    check_target(ctx, form, output, extras, PASSAGE_FORMATS)
    code = DONE
    evidence: dict[str, Evidence] = {}
    library: Library | None = None
    try:
        library = open_own_work(ctx)
        found = library.annotations.find_passages(" ".join(query))
        if found.refusal:
            raise click.UsageError(found.refusal, ctx)
        if found.hint:
            complain(found.hint)
        passages = found.passages
        if as_json or form:
            evidence = library.evidence(passage.article_id for passage in passages)
    except LibraryError as error:
        # The passages are the user's own work: they must be available whatever has become of the articles.
        passages, code, library = saved_without_library(ctx, " ".join(query)), FAILED, None
        if isinstance(error, LibraryNotFoundError) and not passages:
            raise
        complain(str(error))
    passages = sorted_passages(passages, order)
    if as_json:
        write(to_json([_record(passage, evidence) for passage in passages], indent=1))
    elif form:
        code = max(code, _export(form, output, library, passages, evidence, extras))
    else:
        _list(passages, grouping, [] if library is None else library.annotations.coding.names())
    return code


def _list(passages: Sequence[Passage], grouping: Grouping, labels: Sequence[str]) -> None:
    """Print passages for people, with a heading for each group."""
    for group in grouped(passages, grouping, labels):
        if group.heading:
            heading = f"{one_line(group.heading)} ({len(group.passages):,})"
            write(f"{heading}\n{'─' * min(80, len(heading))}\n")
        for passage in group.passages:
            write(_passage_text(passage))


def _export(
    form: str,
    output: Path | None,
    library: Library | None,
    passages: Sequence[Passage],
    evidence: Mapping[str, Evidence],
    extras: Sequence[str],
) -> int:
    """Export passages, tell what is wrong with the codebook, and return the exit code.

    `library` is None if it cannot be opened; the passages are then written without their articles and the codebook.
    """
    from peaceindex.errors import PeaceindexError
    from peacereader.exports.contents import PassageExport

    def text(article_id: str) -> str | None:
        if library is None:
            return None
        try:
            return library.article(article_id).text
        except PeaceindexError:
            return None

    book = library.annotations.coding.codebook() if library and FORMATS[form].codebook else None
    codes, problems = (book.codes, book.problems) if book else ((), ())
    mine = library.annotations.tagging.all() if library else {}
    export = PassageExport(passages, evidence, codes, text, frozenset(extras), mine=mine)
    is_all = print_export(form, export, output)
    for problem in problems:
        complain(problem)
    return DONE if is_all and not problems else FAILED


def _record(passage: Passage, evidence: Mapping[str, Evidence]) -> dict[str, Any]:
    known = evidence.get(passage.article_id)
    return {**passage.as_record(), "evidence": known.as_record(passage.url) if known else {}}


def _passage_text(passage: Passage) -> str:
    """Return a passage as three or more lines for people."""
    quote = f"“{one_line(' '.join(passage.quote.split()))}”"
    about = [
        passage.outlet or wording.OUTLET_NOT_KNOWN,
        wording.long_date(passage.date),
        wording.join_words(passage.authors),
        passage.article_id,
    ]
    made_by = [f"  By: {one_line(passage.annotator)}"] if passage.annotator else []
    lines = [
        textwrap.fill(quote, 80, break_long_words=False, break_on_hyphens=False),
        f"  {link(one_line(passage.title or wording.TITLE_NOT_KNOWN), passage.url)}",
        f"  {one_line(' · '.join(filter(None, about)))}",
    ]
    if passage.anchoring != "exact":
        lines.append(f"  {passage.removal or passage.anchoring}: {wording.passage_place_words(passage)}")
    filled = partial(textwrap.fill, width=80, initial_indent="  ", subsequent_indent="  ")
    lines.extend(map(filled, wording.note_lines(passage.note)))
    if passage.labels:
        lines.append(f"  Labels: {one_line(', '.join(passage.labels))}")
    if passage.event:
        lines.append(f"  Event: {one_line(wording.event_words(passage.event))}")
    return "\n".join([*lines, *made_by, ""])
