"""`peacereader passages [QUERY]`"""

from __future__ import annotations

import textwrap
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from peacereader import wording
from peacereader.cli.common import (
    library_folder,
    library_option,
    name_bad_values,
    one_line,
    open_library,
    to_json,
    write,
)
from peacereader.cli.exit_codes import DONE, FAILED
from peacereader.exports.interchange import WRITERS
from peacereader.output import complain

if TYPE_CHECKING:
    from collections.abc import Mapping

    from peaceindex import Library
    from peaceindex.model.evidence import Evidence
    from peaceindex.model.passage import Passage


@click.command("passages")
@library_option
@click.option("--json", "as_json", is_flag=True, help="Print a JSON array with an object for each passage.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["markdown", *WRITERS]),
    help="Print quotations with full attribution, or write for programs that annotate and code.",
)
@click.option("--output", type=click.Path(path_type=Path), metavar="FILE", help="Write the format to a new FILE.")
@click.option(
    "--import",
    "imported",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Add the passages of FILE (- for standard input), each where its words stand here.",
)
@click.argument("query", nargs=-1)
@click.pass_context
def command(
    ctx: click.Context,
    as_json: bool,
    form: str | None,
    output: Path | None,
    imported: Path | None,
    query: tuple[str, ...],
) -> int:
    """List the passages that you bookmarked, newest first.

    With QUERY, list only passages that have all its words in quote, note,
    labels, title, outlet or date.

    Formats: markdown (block quotes), jsonld (W3C Web Annotation), qdpx (a
    REFI-QDA project with the articles), qdc and codebook-csv (the labels
    alone, for QDA programs and Taguette). No file is ever overwritten.

    --import reads what --json prints, jsonld, qdpx, and what Hypothesis
    exports. A passage whose page is not here is kept as lost, and nothing is
    added twice. With --json, the report is an object.

    \b
    Examples:
      peacereader passages istanbul
      peacereader passages --format markdown > quotes.md
      peacereader passages --format qdpx --output talks.qdpx
      peacereader passages --import talks.qdpx
    """
    from peaceindex.errors import LibraryError, LibraryNotFoundError
    from peacereader.cli.passage_files import check_target, export, import_file, save

    if as_json and form:
        raise click.UsageError("Choose one of --json and --format.", ctx)
    if imported is not None:
        if form or output or query:
            raise click.UsageError("--import takes neither QUERY nor --format nor --output.", ctx)
        return import_file(ctx, imported, as_json)
    check_target(ctx, form, output)
    code = DONE
    evidence: dict[str, Evidence] = {}
    library: Library | None = None
    try:
        library = open_library(ctx)
        passages = library.annotations.passages(" ".join(query))
        if as_json or form:
            evidence = library.evidence(passage.article_id for passage in passages)
    except LibraryError as error:
        # The passages are the user's own work: they must be available whatever has become of the articles.
        passages, code, library = _passages_without_library(ctx, query), FAILED, None
        if isinstance(error, LibraryNotFoundError) and not passages:
            raise
        complain(str(error))
    if as_json:
        write(to_json([_record(passage, evidence) for passage in passages], indent=1))
    elif form == "markdown":
        from peaceindex.model.safe_text import shown
        from peacereader.exports.markdown import markdown

        if output is not None:
            save(output, f"{shown(markdown(passages, evidence))}\n".encode())
        elif passages:
            write(markdown(passages, evidence))
    elif form:
        code = max(code, export(form, output, library, passages, evidence))
    else:
        for passage in passages:
            write(_passage_text(passage))
    return code


def _record(passage: Passage, evidence: Mapping[str, Evidence]) -> dict[str, Any]:
    known = evidence.get(passage.article_id)
    return {**passage.as_record(), "evidence": known.as_record(passage.url) if known else {}}


def _passages_without_library(ctx: click.Context, query: tuple[str, ...]) -> list[Passage]:
    from peaceindex import saved_passages

    bad_values: list[str] = []
    notices: list[str] = []
    try:
        passages = saved_passages(library_folder(ctx), " ".join(query), bad_values, notices)
    finally:
        for notice in notices:
            complain(notice)
    name_bad_values(ctx, bad_values)
    return passages


def _passage_text(passage: Passage) -> str:
    """Return a passage as three or more lines for people."""
    quote = f"“{one_line(' '.join(passage.quote.split()))}”"
    about = [
        passage.outlet or wording.OUTLET_NOT_KNOWN,
        wording.long_date(passage.date),
        wording.join_words(passage.authors),
        passage.article_id,
    ]
    lines = [
        textwrap.fill(quote, 80, break_long_words=False, break_on_hyphens=False),
        f"  {one_line(passage.title or wording.TITLE_NOT_KNOWN)}",
        f"  {one_line(' · '.join(filter(None, about)))}",
    ]
    if passage.anchoring != "exact":
        lines.append(f"  {passage.anchoring}: {wording.ANCHORING_WORDS[passage.anchoring]}")
    if passage.note:
        lines.append(textwrap.fill(one_line(passage.note), 80, initial_indent="  Note: ", subsequent_indent="  "))
    if passage.labels:
        lines.append(f"  Labels: {one_line(', '.join(passage.labels))}")
    return "\n".join([*lines, ""])
