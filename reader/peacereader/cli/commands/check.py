"""`peacereader check`"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from peacereader import wording
from peacereader.cli.common import library_option, one_line, open_library, say, to_json, write
from peacereader.cli.exit_codes import DONE, FAILED

if TYPE_CHECKING:
    from peaceindex import Library
    from peaceindex.model.reports import Problem, Repair


@click.command("check")
@library_option
@click.option("--json", "as_json", is_flag=True, help="Print a JSON array with an object for each problem.")
@click.option("--repair", is_flag=True, help="First repair what is damaged, or set it aside.")
@click.pass_context
def command(ctx: click.Context, as_json: bool, repair: bool) -> int:
    """Look for damage, gaps, doubtful dates and doubtful cuts.

    Reads every row of both databases and the whole search index, and changes
    nothing. With --repair, damaged articles are cleaned again from their
    sources. Damaged values of your own work are restored from a backup or from
    the article, or saved as far as they can be read. Every row that is changed
    or removed is saved as it was in set-aside.jsonl beside the databases.

    Exit code 1 if something is broken; warnings and notes leave it 0.
    """
    from peaceindex.errors import LibraryDamagedError
    from peaceindex.model.reports import Problem

    repairs: list[Repair] = []
    try:
        library = open_library(ctx)
        if repair:
            for one in library.maintenance.repair():
                repairs.append(one)
                if not as_json:
                    write(f"{'set aside' if one.aside else 'repaired'}: {one.what}")
        problems = _problems(library)
    except LibraryDamagedError as error:
        problems = [Problem("damage", error.what, error.advice, "error")]
    if as_json:
        records = [one.as_record() for one in repairs] + [problem.as_record() for problem in problems]
        write(to_json(records, indent=1))
    else:
        for problem in problems:
            write(one_line(f"{problem.severity}: {problem.what} {problem.advice}"))
        if not problems:
            write("No problems found." if not repairs else "No other problems found.")
    errors = sum(problem.severity == "error" for problem in problems)
    if errors and not as_json:
        say(f"{wording.counted(errors, 'error')} of {wording.counted(len(problems), 'finding')}")
    return FAILED if errors else DONE


def _problems(library: Library) -> list[Problem]:
    problems = list(library.maintenance.check())
    library.clear_bad_values()  # `check` already lists them
    return problems
