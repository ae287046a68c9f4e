"""Sources: how files become raw documents. A new format is one module in `formats/`."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from peaceindex.article import RawDocument
from peaceindex.errors import SourceError
from peaceindex.sources.registry import Format, documents_of
from peaceindex.sources.source import MAX_BYTES, Source, open_source
from peaceindex.sources.walking import walk

__all__ = ["MAX_BYTES", "Format", "Source", "documents", "walk"]

STANDARD_INPUT = Path("-")


def documents(path: Path, name: str) -> Iterator[RawDocument | SourceError]:
    """What the file at `path` holds, one document after the other, read as they are asked for.

    `name` is what people call it: the path as they gave it. A path `-` reads
    standard input. Nothing is raised for a bad source: a SourceError comes in
    its place, and for a container the documents after it still follow.
    """
    try:
        if path == STANDARD_INPUT:
            yield from documents_of(Source("standard input", None, time.time(), b"", _standard_input()))
        else:
            with open_source(path, name) as source:
                yield from documents_of(source)
    except SourceError as error:
        yield error


def _standard_input() -> BinaryIO:
    if sys.stdin is None:
        raise SourceError("There is no standard input here.", "Name a file.")
    return sys.stdin.buffer
