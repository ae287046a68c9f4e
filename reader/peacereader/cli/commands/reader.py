"""Open the reader: what `peacereader` does when no command is given."""

from __future__ import annotations

import gc
import signal
import sys
from typing import TYPE_CHECKING

from peacereader.cli.exit_codes import DONE, FAILED, USAGE

if TYPE_CHECKING:
    from pathlib import Path


def has_terminal() -> bool:
    """Return whether standard input and output are both terminals, so that there is a user to see and to type."""
    return bool(sys.stdin and sys.stdin.isatty() and sys.stdout.isatty())


def open_reader(library: Path | None, query: str, *, read_only: bool = False) -> int:
    """Open the interface on a library (None: the default one, else the samples) with a query filled in.

    With `read_only`, nothing is written. Return the exit code. Raise LibraryNotFoundError if a requested library does
    not exist.
    """
    if not has_terminal():
        from peacereader.output import complain

        instead = "Use 'peacereader search QUERY' to print what is found, or 'peacereader --help' for the rest."
        complain(f"the reader needs a terminal, and standard input or output is not one. {instead}")
        return USAGE
    from peaceindex.model.safe_text import typed
    from peacereader.resources import choose_library

    folder, samples = choose_library(library)
    query = typed(query)
    gc.disable()  # until the first paint: all objects made until then stay, so there is nothing to collect
    return run_reader(folder, query, samples=samples, read_only=read_only)


def run_reader(folder: Path, query: str, *, samples: bool, read_only: bool = False) -> int:
    """Open the reader on a library, and return the exit code when the user leaves it."""
    from peacereader.cli import debug
    from peacereader.error_reports import kind_of, print_traceback
    from peacereader.error_wording import report_advice
    from peacereader.output import complain
    from peacereader.tui.app import PeacereaderApp

    if hasattr(signal, "SIGHUP"):  # where it is ignored, a reader whose terminal is gone would go on for ever
        signal.signal(signal.SIGHUP, signal.SIG_DFL)
    app = PeacereaderApp(folder, query, samples=samples, read_only=read_only)
    app.run()
    for error in app.failures if debug.tracebacks_wanted else ():
        print_traceback(error)
    for words in app.unreported_failures:
        complain(words)
    if app.ended_by is not None:
        where = report_advice(app.last_report)
        complain(f"the reader had to stop: {kind_of(app.ended_by)}. What you did before is saved. {where}")
        return FAILED
    return app.return_code or DONE


def __getattr__(name: str) -> object:
    """Make `command` on first access: opening the reader directly must not import click."""
    if name != "command":
        raise AttributeError(name)
    import click

    from peacereader.cli.common import GlobalOptions, library_option, read_only_option

    @click.command("reader", context_settings={"ignore_unknown_options": True})
    @library_option
    @read_only_option
    @click.argument("words", nargs=-1, type=click.UNPROCESSED)
    @click.pass_context
    def command(ctx: click.Context, words: tuple[str, ...]) -> int:
        """Open the reader on a query."""
        options = ctx.ensure_object(GlobalOptions)
        return open_reader(options.library, " ".join(words), read_only=options.read_only)

    return command
