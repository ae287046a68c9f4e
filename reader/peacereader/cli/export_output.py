"""Passages and hits in the formats of `peacereader.exports.formats`, to standard output or to a new file."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from peacereader.output import write, write_byte_order_mark, write_pieces

if TYPE_CHECKING:
    from peacereader.exports.formats import Format

CommandFunction = TypeVar("CommandFunction", bound=Callable[..., Any])


def output_option(what: str) -> Callable[[CommandFunction], CommandFunction]:
    """Give a command the option `--output`; `what` says what it names."""
    return click.option("--output", type=click.Path(path_type=Path), metavar=what, help=_HELP[what])


_HELP = {
    "FILE": "Write to FILE, which must not exist yet, instead of printing.",
    "PATH": "Write to PATH, a new file, instead of printing; for obsidian a folder.",
}


def print_export(pieces: Iterable[str], form: Format, output: Path | None) -> None:
    """Print pieces of text with the line end of their format, or write them to a new file.

    Raises `click.FileError` if the file exists or cannot be written.
    """
    if output is None:
        if form.byte_order_mark:
            write_byte_order_mark()
        for piece in pieces:
            write(piece, end=form.line_end)
        return
    try:
        write_pieces(output, pieces, line_end=form.line_end, byte_order_mark=form.byte_order_mark)
    except OSError as error:
        raise not_written(output, error) from error


def not_written(output: Path, error: OSError) -> click.FileError:
    """Return the error of a file that was not written, in words. What is there already stays as it is."""
    if isinstance(error, FileExistsError):
        return click.FileError(str(output), hint="it exists already and was left as it is: choose another name")
    return click.FileError(str(output), hint=f"it was not written: {(error.strerror or 'unknown reason').lower()}")
