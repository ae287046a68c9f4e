"""`peacereader passages [QUERY]`"""

from __future__ import annotations

import textwrap
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from peacereader import wording
from peacereader.cli.common import (
    library_option,
    one_line,
    open_library,
    say,
    to_json,
    write,
)
from peacereader.cli.exit_codes import DONE, FAILED
from peacereader.cli.export_output import not_written, output_option, print_export
from peacereader.exports.formats import FORMATS, PASSAGE_FORMATS
from peacereader.exports.interchange import WRITERS
from peacereader.output import complain

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from peaceindex import Library
    from peaceindex.model.evidence import Evidence
    from peaceindex.model.passage import Passage


@click.command("passages")
@library_option
@click.option("--json", "as_json", is_flag=True, help="Print a JSON array with an object for each passage.")
@click.option(
    "--format",
    "form",
    type=click.Choice([*PASSAGE_FORMATS, *WRITERS]),
    help="Print them with full attribution, or write for programs that annotate and code.",
)
@output_option("PATH")
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
    labels, event, title, outlet or date. label:NAME in it asks for a label, or
    one below it in the codebook; -label:NAME leaves them out. event:TYPE asks
    for a type of event, event:any and event:none for any and for none.

    \b
    Examples:
      peacereader passages istanbul
      peacereader passages label:Ceasefire --format markdown > quotes.md
      peacereader passages --format ris --output quotes.ris
      peacereader passages --format obsidian --output vault/passages
      peacereader passages --format qdpx --output talks.qdpx
      peacereader passages --import talks.qdpx

    Quotations: markdown, chicago, apa and mla have them with their references.
    html is a page with everything, to print. obsidian writes a page of Markdown
    for each article into a folder; pages that you changed stay as they are.

    References: bibtex, ris and csl-json have an entry for each article, with
    its passages, notes and labels, for programs that manage references.

    Tables: csv and tsv have a row for each passage. A cell of csv is exactly
    the text, even if it begins with =, +, - or @, which a spreadsheet may take
    for a formula; spreadsheet is CSV with an apostrophe before such cells.

    Annotation and coding: jsonld (W3C Web Annotation), qdpx (a REFI-QDA project
    with the articles), qdc and codebook-csv (the labels alone, for QDA programs
    and Taguette). No file is ever overwritten.

    --import reads what --json prints, jsonld, qdpx, and what Hypothesis
    exports. A passage whose page is not here is kept as lost, and nothing is
    added twice. With --json, the report is an object.
    """
    from peaceindex.errors import LibraryError, LibraryNotFoundError
    from peacereader.cli.passage_files import check_target, export, import_file, saved_without_library

    if as_json and form:
        raise click.UsageError("Choose one of --json and --format.", ctx)
    if imported is not None:
        if form or output or query:
            raise click.UsageError("--import takes neither QUERY nor --format nor --output.", ctx)
        return import_file(ctx, imported, as_json)
    check_target(ctx, form, output)
    if form and form in FORMATS and FORMATS[form].into_folder and output is None:
        raise click.UsageError(f"--format {form} needs a folder: --output FOLDER.", ctx)
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
        passages, code, library = saved_without_library(ctx, " ".join(query)), FAILED, None
        if isinstance(error, LibraryNotFoundError) and not passages:
            raise
        complain(str(error))
    if as_json:
        write(to_json([_record(passage, evidence) for passage in passages], indent=1))
    elif form and form in FORMATS and output is not None and FORMATS[form].into_folder:
        code = _write_folder(passages, evidence, output) or code
    elif form and form in FORMATS:
        writer = FORMATS[form].passages
        assert writer is not None
        print_export(writer(passages, evidence), FORMATS[form], output)
    elif form:
        code = max(code, export(form, output, library, passages, evidence))
    else:
        for passage in passages:
            write(_passage_text(passage))
    return code


def _write_folder(passages: Sequence[Passage], evidence: Mapping[str, Evidence], folder: Path) -> int:
    """Write a page for each article, name those that were left as they are, and return the exit code."""
    from peacereader.exports.citation import citations_of_passages
    from peacereader.exports.obsidian import write_folder

    try:
        done = write_folder(citations_of_passages(passages, evidence), folder)
    except OSError as error:
        raise not_written(folder, error) from error
    say(f"{wording.counted(done.written, 'page')} written to {one_line(str(folder))}")
    for path in done.left:
        complain(f"{path} was changed by somebody else and was left as it is: move it away to have it written anew.")
    return FAILED if done.left else DONE


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
    if passage.event:
        lines.append(f"  Event: {one_line(wording.event_words(passage.event))}")
    return "\n".join([*lines, ""])
