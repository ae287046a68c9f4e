"""`peacereader log`"""

from __future__ import annotations

from pathlib import Path

import click

from peacereader.cli.common import library_option, open_library, say, to_json, write
from peacereader.cli.days import Day


@click.command("log")
@library_option
@click.option(
    "--format",
    "form",
    type=click.Choice(["markdown", "json"]),
    default="markdown",
    show_default=True,
    help="Markdown for an article or a thesis, JSON with everything for a script.",
)
@click.option("--since", type=Day(), metavar="DATE", help="Only searches from this day on, such as 2025-05-12.")
@click.option(
    "--output", type=click.Path(path_type=Path), metavar="FILE", help="Write to FILE, a new file, instead of printing."
)
@click.option("--clear", is_flag=True, help="Delete the log.")
@click.pass_context
def command(ctx: click.Context, form: str, since: str | None, output: Path | None, clear: bool) -> None:
    """Print what was searched and found: queries, filters, counts, times, and the state of the library.

    The reader logs a search when you pause or use its results, not at each
    letter, and 'peacereader search' logs what it prints. The log never leaves
    the library. With 'search_log: false' in config.yaml nothing is logged.

    \b
    Examples:
      peacereader log > methods.md
      peacereader log --since 2025-05-12 --format json
    """
    from peacereader.exports.methods import as_record, markdown

    if clear and (since or output):
        raise click.UsageError("--clear deletes the whole log; leave out --since and --output.", ctx)

    library = open_library(ctx)
    if clear:
        say(f"{library.search.clear_search_log():,} deleted")
        return
    searches = [one for one in library.search.search_log() if since is None or one.made >= since]
    if not searches and form != "json":
        say("Nothing has been logged yet.")
        return
    text = to_json(as_record(searches), indent=1) if form == "json" else markdown(searches)
    if output is None:
        write(text)
    else:
        from peacereader.exports.writing import write_text

        write_text(output, f"{text}\n")
