"""Exports for tests, as they stand in a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from peacereader.exports.formats import FORMATS
from peacereader.exports.writing import pieces_of

if TYPE_CHECKING:
    from peacereader.exports.contents import HitExport, PassageExport


def written(form: str, export: PassageExport | HitExport) -> bytes:
    """The bytes of an export in a format of one file."""
    end = FORMATS[form].line_end
    pieces = pieces_of(FORMATS[form], export)
    return b"".join(piece if isinstance(piece, bytes) else (piece + end).encode() for piece in pieces)
