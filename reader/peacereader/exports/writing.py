"""Exports to new files and folders. Nothing that exists is written over; what went wrong is said in words."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from peaceindex.errors import PeaceindexError
from peaceindex.model.safe_text import printable
from peacereader.output import write_file, write_new_file, write_pieces

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from peacereader.exports.citation import Citation
    from peacereader.exports.contents import HitExport, PassageExport
    from peacereader.exports.formats import Format
    from peacereader.exports.obsidian import Written


class NotWrittenError(PeaceindexError):
    """A file or folder that was not written. What was there before is as it was."""


def pieces_of(form: Format, export: PassageExport | HitExport) -> Iterable[str | bytes]:
    """Return the pieces of an export in a format of one file: texts, or bytes if it is binary.

    Raise PassageFileError if the format cannot hold what there is.
    """
    from peacereader.exports.contents import PassageExport

    if isinstance(export, PassageExport):
        assert form.passages is not None
        return form.passages(export)
    assert form.hits is not None
    return form.hits(export)


def write_export(form: Format, export: PassageExport | HitExport, path: Path) -> Written | None:
    """Write an export to a new file, whole or not at all; or its pages into a folder, and return what became of them.

    Raise NotWrittenError, and PassageFileError if the format cannot hold what there is.
    """
    _check_name(path)
    try:
        if form.kind == "folder":
            from peacereader.exports.obsidian import write_folder

            return write_folder(_citations(export), path)
        pieces = pieces_of(form, export)
        if form.kind == "binary":
            write_new_file(path, b"".join(piece for piece in pieces if isinstance(piece, bytes)))
        else:
            texts = (piece for piece in pieces if isinstance(piece, str))
            write_pieces(path, texts, line_end=form.line_end, byte_order_mark=form.byte_order_mark)
    except OSError as error:
        raise _not_written(path, error) from error
    return None


def write_text(path: Path, text: str) -> None:
    """Write a text to a new file. Raise NotWrittenError."""
    _check_name(path)
    try:
        write_file(path, text)
    except OSError as error:
        raise _not_written(path, error) from error


def write_whole(path: Path, data: bytes) -> None:
    """Write a new file of bytes that are safe already. Raise NotWrittenError."""
    _check_name(path)
    try:
        write_new_file(path, data)
    except OSError as error:
        raise _not_written(path, error) from error


def _citations(export: PassageExport | HitExport) -> Iterable[Citation]:
    from peacereader.exports.citation import citations_of_hits, citations_of_passages
    from peacereader.exports.contents import PassageExport

    if isinstance(export, PassageExport):
        return citations_of_passages(export.passages, export.evidence, export.extras)
    return citations_of_hits(export)


def _check_name(path: Path) -> None:
    try:
        is_name = b"\0" not in os.fsencode(path)
    except UnicodeEncodeError:
        is_name = False
    if not is_name:
        raise NotWrittenError(f"A file cannot be named {printable(str(path))}.", "Choose another name.")


def _not_written(path: Path, error: OSError) -> NotWrittenError:
    shown = printable(str(path))
    if isinstance(error, FileExistsError):
        return NotWrittenError(f"{shown} exists already and was left as it is.", "Choose another name.")
    reason = (error.strerror or "unknown reason").lower()
    advice = "Make its folder, or choose another place." if isinstance(error, FileNotFoundError) else ""
    return NotWrittenError(f"{shown} was not written: {reason}.", advice)
