"""Sources: how files become raw documents. A new format is one module in `formats/`."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from pathlib import Path
from types import MappingProxyType
from typing import BinaryIO

from peaceindex.article import RawDocument
from peaceindex.errors import SourceError
from peaceindex.sources.fields import Fields
from peaceindex.sources.markup import Markup
from peaceindex.sources.registry import Format, Found, documents_of, unforeseen
from peaceindex.sources.source import MAX_BYTES, Source, open_source
from peaceindex.sources.walking import Place, walk

__all__ = ["MAX_BYTES", "Fields", "Format", "Found", "Markup", "Place", "Source", "documents", "read", "unread", "walk"]

STANDARD_INPUT = "-"


def documents(
    path: Path, name: str, fields: Fields = MappingProxyType({}), named: bool = True
) -> Iterator[RawDocument | SourceError]:
    """What the file at `path` holds, one document after the other, read as they are asked for.

    `name` is what people call it: the path as they gave it. A path `-` reads
    standard input. `fields` says what the user calls the fields of records.
    Nothing is raised for a bad source: a SourceError comes in its place, and
    for a container the documents after it still follow. It is a NoSourceError
    for what holds no articles and was not `named` by the person.
    """
    for found in unread(path, name, fields, named):
        yield read(found) if isinstance(found, Markup) else found


def read(markup: Markup) -> RawDocument | SourceError:
    """The document that markup is, or why it is none."""
    try:
        return markup.read()
    except SourceError as error:
        return error
    except Exception as error:
        return unforeseen(markup.source, error)


def unread(path: Path, name: str, fields: Fields = MappingProxyType({}), named: bool = True) -> Iterator[Found]:
    """As `documents`, but what is markup is left so: to read it takes as long as all the rest."""
    try:
        if str(path) == STANDARD_INPUT:
            stdin = _standard_input()
            yield from documents_of(Source("standard input", None, time.time(), b"", stdin, fields=fields, named=True))
        else:
            with open_source(path, name, fields, named) as source:
                yield from documents_of(source)
    except SourceError as error:
        yield error


def _standard_input() -> BinaryIO:
    if sys.stdin is None:
        raise SourceError("There is no standard input here.", "Name a file.")
    return sys.stdin.buffer
