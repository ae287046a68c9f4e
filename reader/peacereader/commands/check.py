"""`peacereader check`"""

from __future__ import annotations

import click

from peacereader import wording
from peacereader.cli import DONE, FAILED
from peacereader.commands._common import flat, library_option, open_library, say, to_json, write


@click.command("check")
@library_option
@click.option("--json", "as_json", is_flag=True, help="A JSON array, an object for each problem.")
@click.pass_context
def command(ctx: click.Context, as_json: bool) -> int:
    """Look for damage, gaps, doubtful dates and doubtful cuts. Changes nothing.

    Exit code 1 if something is broken; warnings and notes leave it 0.
    """
    from peaceindex.errors import LibraryDamagedError
    from peaceindex.reports import Problem

    try:
        problems = list(open_library(ctx).check())
    except LibraryDamagedError as error:
        problems = [Problem("damage", error.what, error.advice, "error")]
    if as_json:
        write(to_json([problem.as_record() for problem in problems], indent=1))
    else:
        for problem in problems:
            write(flat(f"{problem.severity}: {problem.what} {problem.advice}"))
        if not problems:
            write("Nothing is wrong.")
    errors = sum(problem.severity == "error" for problem in problems)
    if errors and not as_json:
        say(f"{wording.counted(errors, 'error')} of {wording.counted(len(problems), 'finding')}")
    return FAILED if errors else DONE
