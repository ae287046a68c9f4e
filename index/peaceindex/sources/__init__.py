"""Sources: how files become raw documents. A new format is one module in `formats/`."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from pathlib import Path
from types import MappingProxyType
from typing import Any, BinaryIO

from peaceindex.errors import SourceError
from peaceindex.model.article import RawDocument
from peaceindex.sources.fields import Fields
from peaceindex.sources.markup import Markup
from peaceindex.sources.registry import Format, Found, documents_of, unforeseen
from peaceindex.sources.source import MAX_BYTES, UNCHOSEN, Encodings, Source, open_source
from peaceindex.sources.walking import Place, walk

__all__ = [
    "MAX_BYTES", "UNCHOSEN", "Encodings", "Fields", "Format", "Found", "Markup", "Place", "Source", "bytes_of",
    "documents", "read", "unread", "walk",
]  # fmt: skip

STANDARD_INPUT = "-"


def documents(
    path: Path,
    name: str,
    fields: Fields = MappingProxyType({}),
    named: bool = True,
    encodings: Encodings = UNCHOSEN,
) -> Iterator[RawDocument | SourceError]:
    """What the file at `path` holds, one document after the other, read as they are asked for.

    `name` is what people call it: the path as they gave it. A path `-` reads
    standard input. `fields` says what the user calls the fields of records,
    `encodings` what the user says that it is written in.
    Nothing is raised for a bad source: a SourceError comes in its place, and
    for a container the documents after it still follow. It is a NoSourceError
    for what holds no articles and was not `named` by the person.
    """
    for found in unread(path, name, fields, named, encodings):
        yield read(found) if isinstance(found, Markup) else found


def read(markup: Markup) -> RawDocument | SourceError:
    """The document that markup is, or why it is none."""
    try:
        return markup.read()
    except SourceError as error:
        return error
    except Exception as error:
        return unforeseen(markup.source, error)


def unread(
    path: Path,
    name: str,
    fields: Fields = MappingProxyType({}),
    named: bool = True,
    encodings: Encodings = UNCHOSEN,
    seen: list[bytes] | None = None,
) -> Iterator[Found]:
    """As `documents`, but what is markup is left so: to read it takes as long as all the rest.

    `seen` then holds the bytes of the document at hand, before they were decoded.
    """
    try:
        if str(path) == STANDARD_INPUT:
            stdin = _standard_input()
            about: dict[str, Any] = {"fields": fields, "named": True, "encodings": encodings, "seen": seen}
            yield from documents_of(Source("standard input", None, time.time(), b"", stdin, **about))
        else:
            with open_source(path, name, fields, named, encodings, seen) as source:
                yield from documents_of(source)
    except SourceError as error:
        yield error


def bytes_of(path: Path, member: str, fields: Fields, encodings: Encodings) -> bytes | None:
    """The bytes of the text of a document in a file, before they are decoded; None if there is no such document."""
    seen: list[bytes] = []
    for found in unread(path, str(path), fields, True, encodings, seen):
        if not isinstance(found, SourceError) and found.member == member:
            if isinstance(found, Markup) and isinstance(found.data, bytes):
                return found.data
            return seen[0] if seen else None
    return None


def _standard_input() -> BinaryIO:
    if sys.stdin is None:
        raise SourceError("There is no standard input here.", "Name a file.")
    return sys.stdin.buffer
