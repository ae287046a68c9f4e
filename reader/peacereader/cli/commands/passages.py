"""`peacereader passages [QUERY]`"""

from __future__ import annotations

import textwrap
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
from peacereader.output import complain

if TYPE_CHECKING:
    from collections.abc import Mapping

    from peaceindex.model.evidence import Evidence
    from peaceindex.model.passage import Passage


@click.command("passages")
@library_option
@click.option("--json", "as_json", is_flag=True, help="Print a JSON array with an object for each passage.")
@click.option("--format", "form", type=click.Choice(["markdown"]), help="Print quotations with full attribution.")
@click.argument("query", nargs=-1)
@click.pass_context
def command(ctx: click.Context, as_json: bool, form: str | None, query: tuple[str, ...]) -> int:
    """List the passages that you bookmarked, newest first.

    With QUERY, list only passages that have all its words in quote, note,
    labels, title, outlet or date.

    \b
    Examples:
      peacereader passages istanbul
      peacereader passages --format markdown > quotes.md
    """
    from peaceindex.errors import LibraryError, LibraryNotFoundError

    if as_json and form:
        raise click.UsageError("Choose one of --json and --format.", ctx)
    code = DONE
    evidence: dict[str, Evidence] = {}
    try:
        library = open_library(ctx)
        passages = library.annotations.passages(" ".join(query))
        if as_json or form:
            evidence = library.evidence(passage.article_id for passage in passages)
    except LibraryError as error:
        # The passages are the user's own work: they must be available whatever has become of the articles.
        passages, code = _passages_without_library(ctx, query), FAILED
        if isinstance(error, LibraryNotFoundError) and not passages:
            raise
        complain(str(error))
    if as_json:
        write(to_json([_record(passage, evidence) for passage in passages], indent=1))
    elif form == "markdown":
        from peacereader.exports.markdown import markdown

        if passages:
            write(markdown(passages, evidence))
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
