"""Sources: how files become raw documents. A new format is one module in `formats/`."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from peaceindex.article import RawDocument
from peaceindex.errors import SourceError
from peaceindex.sources.decoding import printable
from peaceindex.sources.registry import Format, format_of
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
            yield from _contents(Source("standard input", None, time.time(), b"", _standard_input()))
        else:
            with open_source(path, name) as source:
                yield from _contents(source)
    except SourceError as error:
        yield error
    except Exception as error:
        # One source among thousands must not stop the rest, not even by a mistake of ours.
        kind = type(error).__name__
        yield SourceError(
            f"{printable(name)} could not be read ({kind}: {printable(str(error))}).", "Please report it."
        )


def _contents(source: Source) -> Iterator[RawDocument | SourceError]:
    if not source.head:
        source.head = source.stream.read(4096)
    if not source.head:
        raise SourceError(f"{source.shown} is empty.", "Leave it out.")
    yield from format_of(source).documents(source)


def _standard_input() -> BinaryIO:
    if sys.stdin is None:
        raise SourceError("There is no standard input here.", "Name a file.")
    return sys.stdin.buffer
