"""`peacereader compare ID ID`"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import click

from peacereader.cli.common import bold, chosen_form, library_option, one_line, open_library, say, to_json, write

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from peaceindex.model.comparison import ComparedRow, Comparison

_MAX_COLUMNS = 100


@click.command("compare")
@library_option
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object with all sentences and what differs.")
@click.option("--html", "as_html", is_flag=True, help="Print a page with two columns, to keep or to print.")
@click.option("--differences", is_flag=True, help="Leave out the sentences that are equal.")
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    metavar="PATH",
    help="Write to PATH, a new file, instead of printing.",
)
@click.argument("left", metavar="ID")
@click.argument("right", metavar="ID")
@click.pass_context
def command(
    ctx: click.Context,
    as_json: bool,
    as_html: bool,
    differences: bool,
    output: Path | None,
    left: str,
    right: str,
) -> None:
    """Print two articles side by side: which sentences are equal, and what differs.

    Any two articles can be compared; ID is an id or its beginning. Sentences
    are aligned in the order of both texts by the words that they share; one
    that the other article has in two stands beside both. A sentence that stands
    elsewhere in the other article is shown as moved. Case,
    accents and the form of quotation marks make no difference, nor do
    spellings of a name that the packs of names know.

    An article beside its own source is 'peacereader show ID --cuts'.

    \b
    Examples:
      peacereader compare 3f9a1c 77b0e2
      peacereader compare 3f9a1c 77b0e2 --differences
      peacereader compare 3f9a1c 77b0e2 --html --output wording.html
    """
    form = chosen_form(ctx, json=as_json, html=as_html)
    if differences and form == "json":
        raise click.UsageError("JSON says of each row what it is: --differences goes with text and --html.", ctx)
    library = open_library(ctx)
    comparison = library.stories.compare(left, right)
    if comparison.left.id == comparison.right.id:
        raise click.UsageError(f"Both are the article {comparison.left.id}: name two.", ctx)
    lines = _lines(comparison, form, with_equal=not differences)
    if output is None:
        for line in lines:
            write(line)
        return
    from peacereader.exports.writing import write_text

    write_text(output, "".join(f"{line}\n" for line in lines))
    say(f"written to {one_line(str(output))}")


def _lines(comparison: Comparison, form: str | None, *, with_equal: bool) -> Iterator[str]:
    rows = [row for row in comparison.rows if with_equal or row.kind != "equal"]
    if form == "json":
        yield to_json(comparison.as_record())
    elif form == "html":
        from peacereader.exports.comparison_html import comparison_page

        yield from comparison_page(comparison, rows)
    else:
        yield from _text_lines(comparison, rows)


def _text_lines(comparison: Comparison, rows: Sequence[ComparedRow]) -> Iterator[str]:
    from peacereader.exports.comparison import LEGEND, count_words, fact_words, head_lines, row_lines
    from peacereader.tui.widgets.wrapping import wrap

    width = min(_MAX_COLUMNS, shutil.get_terminal_size((_MAX_COLUMNS, 24)).columns)

    def wrapped(sign: str, text: str) -> Iterator[str]:
        for number, (start, end) in enumerate(wrap(text, width - 3)):
            yield f"{sign if number == 0 else '  '} {text[start:end]}"

    for sign, text in head_lines(comparison):
        for line in wrapped(sign, text):
            yield bold(line) if sign.strip() else line
    yield ""
    for words in (count_words(comparison), *fact_words(comparison), LEGEND):
        yield from (words[start:end] for start, end in wrap(words, width))
    for row in rows:
        yield ""
        for sign, text in row_lines(row):
            yield from wrapped(sign, text)
