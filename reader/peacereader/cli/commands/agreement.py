"""`peacereader agreement NAME NAME`"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, get_args

import click

from peaceindex.model.agreement import Unit
from peacereader import wording
from peacereader.cli.common import chosen_form, library_option, one_line, open_own_work, say, to_json, write
from peacereader.cli.exit_codes import DONE
from peacereader.cli.export_output import print_pieces

if TYPE_CHECKING:
    from collections.abc import Collection
    from typing import Literal

    from peaceindex import Library
    from peaceindex.model.agreement import AgreementReport
    from peacereader.exports.tables import Table

_WORDS = ("both", "either", "all")


@click.command("agreement")
@library_option
@click.option("--label", metavar="NAME", help="Compare only this label and those below it in the codebook.")
@click.option(
    "--unit",
    type=click.Choice(get_args(Unit)),
    default="sentence",
    show_default=True,
    help="What is compared: each of these has a label or not.",
)
@click.option(
    "--articles",
    metavar="WHICH",
    default="both",
    show_default=True,
    help="The articles compared: both (coded by both), either, all of the library, or those that a QUERY finds.",
)
@click.option(
    "--intervals", is_flag=True, help="Add 95 % intervals of kappa and alpha, by the bootstrap over articles."
)
@click.option("--differences", is_flag=True, help="List the places that the two coded differently.")
@click.option("--csv", "as_csv", is_flag=True, help="Print CSV, with a row for each label or each difference.")
@click.option(
    "--spreadsheet",
    "as_spreadsheet",
    is_flag=True,
    help="Print it as CSV for Excel and others, in which no cell can be taken for a formula.",
)
@click.option("--json", "as_json", is_flag=True, help="Print a JSON object with agreement and differences.")
@click.option(
    "--output", type=click.Path(path_type=Path), metavar="FILE", help="Write to FILE, which must not exist yet."
)
@click.argument("first", metavar="NAME")
@click.argument("second", metavar="NAME")
@click.pass_context
def command(
    ctx: click.Context,
    label: str | None,
    unit: Unit,
    articles: str,
    intervals: bool,
    differences: bool,
    as_csv: bool,
    as_spreadsheet: bool,
    as_json: bool,
    output: Path | None,
    first: str,
    second: str,
) -> int:
    """Measure how far two coders agree, and list where they differ.

    NAME is an annotator of passages; me is you (annotator in config.yaml, and
    passages without a name). 'passages --import FILE --as NAME' brings in
    another's codings. docs/agreement.md explains the measures and how to report
    them.

    \b
    Examples:
      peacereader agreement me Bo
      peacereader agreement Ada Bo --unit paragraph --intervals
      peacereader agreement Ada Bo --articles "date:2025-05 outlet:tass"
      peacereader agreement Ada Bo --differences --csv --output differences.csv
    """
    from peacereader.exports.agreement import agreement_csv, agreement_text, differences_csv, differences_text
    from peacereader.exports.formats import FORMATS
    from peacereader.exports.writing import write_whole

    form = chosen_form(ctx, csv=as_csv, spreadsheet=as_spreadsheet, json=as_json) or "text"
    if as_json and differences:
        raise click.UsageError("--json has the differences anyway.", ctx)
    library = open_own_work(ctx)
    report = library.annotations.comparison.compare(
        first, second, unit, _chosen(library, articles), label, with_intervals=intervals
    )
    if as_json:
        text = f"{to_json(report.as_record(), indent=1)}\n"
    elif form != "text":
        table: Table = "spreadsheet" if as_spreadsheet else "csv"
        text = (differences_csv if differences else agreement_csv)(report, table)
    else:
        text = f"{(differences_text if differences else agreement_text)(report)}\n"
    if output is not None:
        write_whole(output, text.encode("utf-8-sig" if as_spreadsheet else "utf-8"))
        say(f"written to {one_line(str(output))}")
    elif form in ("csv", "spreadsheet"):
        print_pieces(text.split("\r\n")[:-1], FORMATS[form], None)
    else:
        write(text, end="")
    if (differences or form != "text") and not as_json:
        _say_what_is_left_out(report)
    return DONE


def _say_what_is_left_out(report: AgreementReport) -> None:
    """Tell what a table has no room for: the number of differences, and notes."""
    places = wording.counted(len(report.differences), "place")
    say(f"{one_line(report.first)} and {one_line(report.second)} differ at {places}")
    for note in report.notes:
        say(one_line(note))


def _chosen(library: Library, articles: str) -> Literal["both", "either", "all"] | Collection[str]:
    """Return the articles to compare, by a word or by their ids. Raise QueryError if a query cannot mean anything."""
    if articles in _WORDS:
        return articles
    from peaceindex.model.search import Request

    results = library.search.find(Request(articles))
    if results.hint:
        say(one_line(results.hint))
    ids = {library.search.article_id(results, index) for index in range(results.total)}
    return {id for id in ids if id}
