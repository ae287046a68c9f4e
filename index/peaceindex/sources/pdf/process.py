"""Runs the program that takes the text out of a PDF, and reads what it writes."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, BinaryIO, Final

from peaceindex.errors import SourceError
from peaceindex.sources.decompression import seekable_stream
from peaceindex.sources.pdf import extraction
from peaceindex.sources.pdf.layout import Piece

if TYPE_CHECKING:
    from collections.abc import Sequence

    from peaceindex.sources.source import Source

_PROGRAM: Final = """
import json, runpy, sys
sys.path[:] = json.loads(sys.argv[1])
runpy.run_path(sys.argv[2], run_name="__main__")
"""
"""Runs the module as a file, since importing it as part of its package takes four times as long."""
_TIMEOUT_SECONDS: Final = 300.0
_ERRORS: Final = {
    "password": ("is locked with a password", "Save it without one."),
    "broken": ("is a PDF file that is broken or cut off", "Fetch it again."),
    "pages": ("has more than 5,000 pages", "Split it up."),
    "letters": ("has more text than any document", "Split it up."),
}


@dataclass(slots=True)
class PdfPage:
    """A page. `is_broken` if it could not be read."""

    width: float = 0.0
    height: float = 0.0
    pieces: list[Piece] = field(default_factory=list)
    has_pictures: bool = False
    is_broken: bool = False


@dataclass(slots=True)
class PdfText:
    """The pages of a PDF, and its properties (Title, Author) as written."""

    pages: Sequence[PdfPage]
    properties: dict[str, str]


def read_pdf(source: Source) -> PdfText:
    """Return the text of a PDF. Raise SourceError if it is locked, broken or too large, in words for users."""
    with tempfile.TemporaryFile() as output:
        command = [sys.executable, "-c", _PROGRAM, json.dumps(sys.path), extraction.__file__]
        try:
            done = subprocess.run(  # noqa: S603 - this program itself
                command, stdin=_real_file(source), stdout=output, stderr=subprocess.DEVNULL, timeout=_TIMEOUT_SECONDS,
                check=False,
            )  # fmt: skip
        except subprocess.TimeoutExpired as error:
            raise SourceError(f"{source.shown} takes too long to be read.", "Leave it out.") from error
        output.seek(0)
        lines = [json.loads(line) for line in output if line.endswith(b"\n")]
    for line in lines:
        if "error" in line:
            what, advice = _ERRORS[line["error"]]
            raise SourceError(f"{source.shown} {what}.", advice)
    if done.returncode or not lines or "done" not in lines[-1]:
        raise SourceError(
            f"{source.shown} is a PDF file that takes too much memory or is broken: reading it failed.",
            "Open it in another program, and save or print it again as PDF.",
        )
    return PdfText([_page(line) for line in lines[1:-1]], lines[0]["properties"])


def _page(line: dict[str, Any]) -> PdfPage:
    if "broken" in line:
        return PdfPage(is_broken=True)
    pieces = [Piece(*values) for values in line["pieces"]]
    return PdfPage(line["width"], line["height"], pieces, line["has_pictures"])


def _real_file(source: Source) -> BinaryIO:
    """Return the whole source as a file that another process can read from its beginning."""
    stream = seekable_stream(source)
    if isinstance(stream, tempfile.SpooledTemporaryFile):
        stream.rollover()
    stream.flush()
    stream.seek(0)
    return stream
