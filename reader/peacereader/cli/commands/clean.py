"""`peacereader clean PATH...`"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import click

from peacereader.cli.article_page import page
from peacereader.cli.common import encoding_option, record_fields, say, skipped_summary, to_json, write
from peacereader.cli.exit_codes import DONE, FAILED
from peacereader.output import complain


@click.command("clean")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object per line, one for each article.")
@click.option(
    "--siblings", is_flag=True, help="Also cut what repeats across the pages of an outlet, as a library does."
)
@click.option("--summary", is_flag=True, help="Show how many articles each file holds, from where and when.")
@encoding_option
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="PATH...")
def command(as_json: bool, siblings: bool, summary: bool, paths: tuple[Path, ...], encoding: str) -> int:
    """Clean files and folders without a library, and print the articles.

    The articles come in the order of the paths, and folders in sorted order.
    Files in a folder that hold no articles (pictures, programs, a README) are
    skipped and counted. '-' reads standard input. With --siblings everything is
    read twice: first to see what the pages of each outlet have in common.

    \b
    Examples:
      peacereader clean page.txt
      peacereader clean --json ~/archive > articles.jsonl
      peacereader clean --summary export.txt
      peacereader clean --siblings --json ~/archive > articles.jsonl
    """
    from peaceindex import clean, clean_together, preview
    from peaceindex.errors import NoSourceError, SourceError

    if summary:
        from peacereader.cli.preview_page import print_previews

        if siblings:
            raise click.UsageError("--summary does not go with --siblings.")
        return print_previews(preview(paths, [], record_fields(), encoding), as_json)
    code, notices, kinds = DONE, list[str](), Counter[str]()
    first = True
    for article in (clean_together if siblings else clean)(paths, notices, record_fields(), encoding):
        while notices:
            complain(notices.pop(0))
        if isinstance(article, NoSourceError):
            kinds[article.kind] += 1
        elif isinstance(article, SourceError):
            complain(str(article))
            code = FAILED
        elif as_json:
            write(to_json(article.as_record()))
        else:
            write(page(article) if first else f"\n{'─' * 72}\n\n{page(article)}")
            first = False
    if kinds:
        say(skipped_summary(kinds))
    return code
