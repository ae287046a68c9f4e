"""Open the reader: what `peacereader` does when no command is named."""

from __future__ import annotations

import gc
import sys
from pathlib import Path


def has_terminal() -> bool:
    """Whether there is somebody to look at an interface, and to type."""
    return bool(sys.stdin and sys.stdin.isatty() and sys.stdout.isatty())


def open_reader(library: Path | None, query: str) -> int:
    """Open the interface on a library (None: the usual one, else the samples) with a query typed in.

    Gives the exit code. Raises LibraryNotFoundError when a library that was asked for is not there.
    """
    if not has_terminal():
        from peacereader.cli import USAGE, complain

        instead = "Use 'peacereader search QUERY' to print what is found, or 'peacereader --help' for the rest."
        complain(f"the reader needs a terminal, and standard input or output is none. {instead}")
        return USAGE
    from peaceindex.model.safe_text import typed
    from peacereader.resources import choose_library

    folder, samples = choose_library(library)
    query = typed(query)
    gc.disable()  # until the first paint: there is nothing to collect among things that stay
    from peacereader.app import run_reader

    return run_reader(folder, query, samples=samples)


def __getattr__(name: str) -> object:
    """`command`, made when it is asked for: the way without click must not import it."""
    if name != "command":
        raise AttributeError(name)
    import click

    from peacereader.commands._common import Choices, library_option

    @click.command("read", context_settings={"ignore_unknown_options": True})
    @library_option
    @click.argument("words", nargs=-1, type=click.UNPROCESSED)
    @click.pass_context
    def command(ctx: click.Context, words: tuple[str, ...]) -> int:
        """Open the reader on a query."""
        return open_reader(ctx.ensure_object(Choices).library, " ".join(words))

    return command
