"""Sources: how files become raw documents. A new format is one module in `formats/`."""

from __future__ import annotations

import sys
import time
from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, BinaryIO

from peaceindex.errors import SourceError
from peaceindex.model.evidence import NO_EVIDENCE, Evidence
from peaceindex.sources.fields import Fields
from peaceindex.sources.markup import Markup
from peaceindex.sources.registry import Format, SourceItem, documents_of, unexpected_error
from peaceindex.sources.source import DETECT_ENCODINGS, MAX_BYTES, EncodingChoices, Source, open_source
from peaceindex.sources.walking import FoundFile, walk

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from peaceindex.model.article import RawDocument
    from peaceindex.sources.tables.address_rows import TakeAddress

__all__ = [
    "DETECT_ENCODINGS",
    "MAX_BYTES",
    "EncodingChoices",
    "Fields",
    "Format",
    "FoundFile",
    "Markup",
    "Source",
    "SourceItem",
    "bytes_of",
    "documents",
    "read",
    "unparsed_documents",
    "walk",
]  # fmt: skip

STANDARD_INPUT = "-"


def documents(
    path: Path,
    name: str,
    fields: Fields = MappingProxyType({}),
    named: bool = True,
    encodings: EncodingChoices = DETECT_ENCODINGS,
) -> Iterator[RawDocument | SourceError]:
    """Yield the documents in the file at `path`, each read only when it is asked for.

    `name` is the path as the user gave it. The path `-` reads standard input.
    `fields` gives the user's names for the fields of records, and `encodings`
    the user's choice of encodings. A bad source raises nothing: a SourceError
    is yielded in its place, and in a container the documents after it still
    follow. It is a NoSourceError for a file that holds no articles and was
    not `named` by the user.
    """
    for found in unparsed_documents(path, name, fields, named, encodings):
        yield read(found) if isinstance(found, Markup) else found


def read(markup: Markup) -> RawDocument | SourceError:
    """Return the document that markup holds, or the reason why it holds none."""
    try:
        return markup.read()
    except SourceError as error:
        return error
    except Exception as error:
        return unexpected_error(markup.source, error)


def unparsed_documents(
    path: Path,
    name: str,
    fields: Fields = MappingProxyType({}),
    named: bool = True,
    encodings: EncodingChoices = DETECT_ENCODINGS,
    seen: list[bytes] | None = None,
    take_address: TakeAddress | None = None,
) -> Iterator[SourceItem]:
    """Yield the same as `documents`, but leave markup unread: reading it takes as long as everything else.

    If given, `seen` always holds the undecoded bytes of the latest document, and `take_address` receives the rows of
    tables that list articles by address, without texts.
    """
    try:
        if str(path) == STANDARD_INPUT:
            stdin = _standard_input()
            options: dict[str, Any] = {"fields": fields, "named": True, "encodings": encodings, "seen": seen}
            yield from _with_evidence(Source("standard input", None, time.time(), b"", stdin, **options))
        else:
            with open_source(path, name, fields, named, encodings, seen, take_address) as source:
                yield from _with_evidence(source)
    except SourceError as error:
        yield error


def _with_evidence(source: Source) -> Iterator[SourceItem]:
    """Yield the documents of a file, each with what the file alone shows: its hash, and its time if none is stated."""
    for found in documents_of(source):
        if isinstance(found, SourceError):
            yield found
            continue
        known = found.evidence
        if known.sha256:  # one of our own records, which states that of its source
            yield found
            continue
        file = Evidence.of_file(None if source.path is None else source.mtime, source.hash_of_file())
        if known.retrieved:
            file = replace(known, sha256=file.sha256)
        elif known is not NO_EVIDENCE:
            file = replace(known, sha256=file.sha256, retrieved=file.retrieved, retrieved_by=file.retrieved_by)
        yield replace(found, evidence=file, kind=source.kind)


def bytes_of(path: Path, member: str, fields: Fields, encodings: EncodingChoices) -> bytes | None:
    """Return the undecoded bytes of the text of a document in a file, or None if there is no such document."""
    seen: list[bytes] = []
    for found in unparsed_documents(path, str(path), fields, True, encodings, seen):
        if not isinstance(found, SourceError) and found.member == member:
            if isinstance(found, Markup) and isinstance(found.data, bytes):
                return found.data
            return seen[0] if seen else None
    return None


def _standard_input() -> BinaryIO:
    if sys.stdin is None:
        raise SourceError("There is no standard input here.", "Name a file.")
    return sys.stdin.buffer
