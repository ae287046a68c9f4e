"""Exports by the commands: the options that they share, and output to standard output or to a new file."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from peacereader.exports.formats import EXTRAS, FORMATS
from peacereader.output import complain, one_line, say, write, write_byte_order_mark, write_bytes

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from peacereader.exports.contents import HitExport, PassageExport
    from peacereader.exports.formats import Format

CommandFunction = TypeVar("CommandFunction", bound=Callable[..., Any])


def output_option(function: CommandFunction) -> CommandFunction:
    """Give a command the option `--output`."""
    return click.option(
        "--output",
        type=click.Path(path_type=Path),
        metavar="PATH",
        help="Write to PATH, a new file, instead of printing; for obsidian a folder.",
    )(function)


def extras_option(names: Sequence[str]) -> Callable[[CommandFunction], CommandFunction]:
    """Give a command the option `--with`, which takes some of the names in `EXTRAS`."""
    words = "; ".join(f"{name}: {EXTRAS[name]}" for name in names)
    return click.option(
        "--with",
        "extras",
        multiple=True,
        type=click.Choice(names),
        help=f"With --format: say this too, where the format has a place for it ({words}). May be given several times.",
    )


def check_target(
    ctx: click.Context, form: str | None, output: Path | None, extras: Collection[str], forms: Collection[str]
) -> None:
    """Raise UsageError if an export cannot be made in this format, or not where it is asked for.

    `forms` are the formats of the command that are exports.
    """
    if output is not None and form not in forms:
        raise click.UsageError(_needs("--output", form, forms), ctx)
    if extras and form not in forms:
        raise click.UsageError(_needs("--with", form, forms), ctx)
    if form is None or form not in forms:
        return
    kind = FORMATS[form].kind
    if kind == "folder" and output is None:
        raise click.UsageError(f"--format {form} needs a folder: --output FOLDER.", ctx)
    if kind == "binary" and output is None and sys.stdout.isatty():
        raise click.UsageError(f"{form} is no text for a terminal: name a file with --output FILE.", ctx)
    if "text" in extras and not FORMATS[form].has_text:
        with_text = ", ".join(name for name in forms if FORMATS[name].has_text)
        if form == "qdpx":
            raise click.UsageError("qdpx always has the texts of its articles: leave --with text out.", ctx)
        raise click.UsageError(f"{form} has no place for texts: --with text goes with {with_text}.", ctx)


def _needs(option: str, form: str | None, forms: Collection[str]) -> str:
    return f"{option} goes with {', '.join(forms)}, not with {form}." if form else f"{option} needs --format."


def print_export(form: str, export: PassageExport | HitExport, output: Path | None) -> bool:
    """Print an export, or write it to a new file or a folder. Return False if something was left as it was.

    Raise NotWrittenError, and PassageFileError if the format cannot hold what there is.
    """
    from peacereader.exports.writing import pieces_of, write_export

    format = FORMATS[form]
    if output is not None:
        written = write_export(format, export, output)
        if written is None:
            return True
        from peacereader.wording import counted

        say(f"{counted(written.written, 'page')} written to {one_line(str(output))}")
        for path in written.left:
            complain(
                f"{path} was changed by somebody else and was left as it is: move it away to have it written anew."
            )
        return not written.left
    print_pieces(pieces_of(format, export), format, None)
    return True


def print_pieces(pieces: Iterable[str | bytes], format: Format, output: Path | None) -> None:
    """Print the pieces of an export in a format of one file, or write them to a new file. Raise NotWrittenError."""
    if output is not None:
        from peacereader.exports.writing import write_new

        write_new(output, pieces, format)
        return
    if format.byte_order_mark:
        write_byte_order_mark()
    for piece in pieces:
        if isinstance(piece, bytes):
            write_bytes(piece)
        else:
            write(piece, end=format.line_end)
